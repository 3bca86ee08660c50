//! The analysis for a terminal: readable at 60 to 140 columns, with or without colour.

mod paint;
mod table;

use unicode_width::UnicodeWidthStr;

use self::paint::{Ink, Paint, pad, right, wrap};
use super::view::{
    ConflictView, Lineage, Piece, Points, ReportRef, ReportView, Section, SideView, View, flat,
};
use super::words::Words;
use super::{Analysis, Options};

/// Writes the analysis as lines of text, with a newline at the end.
#[must_use]
pub fn terminal(analysis: &Analysis, options: &Options) -> String {
    let view = View::new(analysis, options);
    let mut page = Page {
        words: Words::of(options.language),
        paint: Paint {
            colour: options.colour,
        },
        width: options.width.clamp(60, 140),
        text: String::new(),
    };
    page.head(&view);
    for section in &view.sections {
        page.section(section);
    }
    page.reports(&view.reports);
    page.foot(&view);
    page.text
}

/// What has been written so far, and how to write.
struct Page {
    words: &'static Words,
    paint: Paint,
    width: usize,
    text: String,
}

/// Runs of text that stand side by side on one line.
type Runs<'a> = &'a [(Ink, &'a str)];

impl Page {
    fn line(&mut self, runs: Runs<'_>) {
        let mut line = String::new();
        for (ink, text) in runs {
            line.push_str(&self.paint.with(*ink, text));
        }
        self.text.push_str(line.trim_end_matches(' '));
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A paragraph: the first line after `lead`, the rest below it.
    fn paragraph(&mut self, ink: Ink, lead: &str, text: &str) {
        let indent = lead.width();
        for (at, part) in wrap(text, self.width - indent).into_iter().enumerate() {
            let lead = if at == 0 {
                lead.to_owned()
            } else {
                " ".repeat(indent)
            };
            self.line(&[(Ink::Plain, &lead), (ink, &part)]);
        }
    }

    fn title(&mut self, key: &'static str) {
        let rule = "─".repeat(self.width.saturating_sub(self.words.get(key).width() + 1));
        self.blank();
        self.line(&[
            (Ink::Strong, self.words.get(key)),
            (Ink::Plain, " "),
            (Ink::Faint, &rule),
        ]);
    }

    fn marking(&mut self, view: &View) {
        let label = format!(" {} ", view.tlp.label);
        let left = " ".repeat(self.width - label.width());
        self.line(&[(Ink::Plain, &left), (Ink::Tlp(view.tlp.colour), &label)]);
    }

    fn head(&mut self, view: &View) {
        let label = format!(" {} ", view.tlp.label);
        let left = format!("{} · {}", self.words.get("document"), view.date);
        let left = pad(&left, self.width.saturating_sub(label.width()));
        self.line(&[(Ink::Faint, &left), (Ink::Tlp(view.tlp.colour), &label)]);
        self.blank();
        self.paragraph(Ink::Strong, "", &view.headline);
        for sentence in &view.lead {
            self.paragraph(Ink::Plain, "  ", sentence);
        }
        self.points(view.points.as_ref());
        for sentence in &view.further {
            self.paragraph(Ink::Plain, "  ", sentence);
        }
    }

    fn points(&mut self, points: Option<&Points>) {
        let Some(points) = points else {
            return;
        };
        self.paragraph(Ink::Plain, "  ", &points.sentence);
        for line in &points.lines {
            self.paragraph(Ink::Plain, "  ≠ ", line);
        }
    }

    fn foot(&mut self, view: &View) {
        if !view.summary.is_empty() {
            self.title("summary");
            self.paragraph(Ink::Plain, "", &view.summary.join(" "));
        }
        self.blank();
        self.marking(view);
    }

    fn section(&mut self, section: &Section) {
        if let Some(title) = &section.title {
            self.blank();
            self.line(&[(Ink::Accent, &"━".repeat(self.width))]);
            self.paragraph(Ink::Strong, "", &format!("{title}: {}", section.headline));
            for sentence in &section.lead {
                self.paragraph(Ink::Plain, "  ", sentence);
            }
            self.points(section.points.as_ref());
        }
        if !section.claims.is_empty() {
            self.title("matrix");
            self.claims(section);
        }
        if !section.conflicts.is_empty() {
            self.title("conflicts");
            for conflict in &section.conflicts {
                self.conflict(conflict);
            }
        }
        if !section.claims.is_empty() {
            self.title("lineage");
            self.lineage(&section.lineage);
        }
    }

    fn conflict(&mut self, conflict: &ConflictView) {
        let number = format!("≠{} ", conflict.number);
        let indent = number.width();
        let title = format!("{} ({})", conflict.title, conflict.claims.join(", "));
        for (at, part) in wrap(&title, self.width - indent).iter().enumerate() {
            let lead = if at == 0 {
                number.clone()
            } else {
                " ".repeat(indent)
            };
            self.line(&[(Ink::Differs, &lead), (Ink::Strong, part)]);
        }
        let sides = conflict.sides.len();
        let column = (self.width - indent) / sides.max(1);
        if sides > 1 && column >= 32 {
            self.sides_abreast(conflict, indent, column - 2);
        } else {
            for side in &conflict.sides {
                let width = self.width - indent - 2;
                for (ink, line) in self.side(side, width) {
                    self.line(&[(Ink::Plain, &" ".repeat(indent)), (ink, &line)]);
                }
            }
        }
        self.blank();
    }

    fn sides_abreast(&mut self, conflict: &ConflictView, indent: usize, width: usize) {
        let columns: Vec<Vec<(Ink, String)>> = conflict
            .sides
            .iter()
            .map(|side| self.side(side, width))
            .collect();
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..rows {
            let lead = " ".repeat(indent);
            let padded: Vec<(Ink, String)> = columns
                .iter()
                .map(|column| {
                    let (ink, text) = column
                        .get(row)
                        .map_or((Ink::Plain, ""), |(ink, text)| (*ink, text.as_str()));
                    (ink, pad(text, width + 2))
                })
                .collect();
            let mut runs: Vec<(Ink, &str)> = vec![(Ink::Plain, &lead)];
            runs.extend(padded.iter().map(|(ink, text)| (*ink, text.as_str())));
            self.line(&runs);
        }
    }

    /// One side of a conflict as lines: the value, then each report with its words.
    fn side(&self, side: &SideView, width: usize) -> Vec<(Ink, String)> {
        let mut lines: Vec<(Ink, String)> = wrap(&side.value, width)
            .into_iter()
            .map(|line| (Ink::Strong, line))
            .collect();
        for quote in &side.quotes {
            let who = names(&quote.reports);
            lines.extend(wrap(&who, width).into_iter().map(|line| (Ink::Faint, line)));
            let words = quoted_words(&quote.pieces);
            lines.extend(
                wrap(&words, width - 2)
                    .into_iter()
                    .map(|line| (Ink::Plain, format!("  {line}"))),
            );
        }
        if !side.mute.is_empty() {
            let who = names(&side.mute);
            lines.extend(wrap(&who, width).into_iter().map(|line| (Ink::Faint, line)));
        }
        lines
    }

    fn lineage(&mut self, lineage: &Lineage) {
        for origin in &lineage.origins {
            self.paragraph(Ink::Strong, &format!("{} ", origin.id), &origin.name);
            let indent = " ".repeat(origin.id.width() + 1);
            for more in origin.named.iter().chain(&origin.aliases) {
                self.paragraph(Ink::Faint, &indent, more);
            }
            let reports = names(&origin.reports);
            let rests = self.words.fill("lineage.rests", &[("reports", &reports)]);
            self.paragraph(Ink::Plain, &indent, &rests);
        }
        if !lineage.unknown.is_empty() {
            let text = format!(
                "{}: {}",
                self.words.get("lineage.unknown"),
                names(&lineage.unknown)
            );
            self.paragraph(Ink::Plain, "?  ", &text);
        }
        if !lineage.derivations.is_empty() {
            self.blank();
            for derivation in &lineage.derivations {
                self.paragraph(Ink::Plain, "→  ", &derivation.text);
            }
        }
    }

    fn reports(&mut self, reports: &[ReportView]) {
        if reports.is_empty() {
            return;
        }
        self.title("readings");
        let wide = reports
            .iter()
            .map(|report| report.is.id.width())
            .max()
            .unwrap_or(2)
            + 1;
        for report in reports {
            let id = pad(&report.is.id, wide);
            let indent = " ".repeat(wide);
            for (at, part) in wrap(&report.title, self.width - wide).iter().enumerate() {
                let lead = if at == 0 { &id } else { &indent };
                self.line(&[(Ink::Accent, lead), (Ink::Strong, part)]);
            }
            let digit = report
                .level
                .bytes()
                .last()
                .map_or(5, |digit| digit.saturating_sub(b'0'));
            let level = format!("{} {}", report.level, report.level_words);
            if report.quiet {
                let rest = format!("{level} · {}", report.path);
                self.paragraph(Ink::Faint, &indent, &rest);
                continue;
            }
            self.paragraph(Ink::Faint, &indent, &self.source_line(report));
            let rest = format!(" · {}", report.stance);
            self.line(&[
                (Ink::Plain, &indent),
                (Ink::Level(digit), &level),
                (Ink::Plain, &rest),
            ]);
            let inner = format!("{indent}  ");
            for reason in &report.reasons {
                self.paragraph(Ink::Plain, &inner, reason);
            }
            if let Some(exposes) = &report.exposes {
                self.paragraph(Ink::Plain, &inner, exposes);
            }
        }
    }

    fn source_line(&self, report: &ReportView) -> String {
        let named = report
            .publisher
            .as_deref()
            .unwrap_or_else(|| self.words.get("sources.unnamed"));
        let date = match report.is.date.as_str() {
            "" => self.words.get("sources.undated"),
            date => date,
        };
        let reliability = format!("{} {}", report.reliability, report.reliability_words);
        let mut parts = vec![named, date, &report.language, &reliability, &report.path];
        parts.extend(report.graded.as_deref());
        parts.extend(report.note.as_deref());
        parts.join(" · ")
    }
}

fn quoted_words(pieces: &[Piece]) -> String {
    format!("“{}”", flat(pieces).trim())
}

fn names(reports: &[ReportRef]) -> String {
    let names: Vec<String> = reports
        .iter()
        .map(|report| format!("{} {}", report.id, report.name))
        .collect();
    names.join(", ")
}

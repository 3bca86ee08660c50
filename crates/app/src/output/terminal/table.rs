//! The claim table of the terminal: a row for each claim, a dot for each report.

use unicode_width::UnicodeWidthStr;

use super::paint::{Ink, centre};
use super::{Page, pad, right, wrap};
use crate::output::view::{CellView, ClaimView, Section, State};

/// Narrowest column in which a statement is still read with ease.
const STATEMENT: usize = 22;

/// Widths of the columns.
struct Columns {
    id: usize,
    statement: usize,
    /// Of each report; empty where the cells are listed below the statement.
    reports: Vec<usize>,
    origins: usize,
    /// Whether there is room for the words of the grade.
    wordy: bool,
}

impl Page {
    pub(super) fn claims(&mut self, section: &Section) {
        let columns = self.columns(section);
        self.table_head(section, &columns);
        for claim in &section.claims {
            self.claim(claim, &columns);
        }
        self.legend();
    }

    fn columns(&self, section: &Section) -> Columns {
        let words = self.words;
        let id = section
            .claims
            .iter()
            .map(|claim| claim.id.width())
            .max()
            .unwrap_or(2)
            + 1;
        let origins = words.get("matrix.origins.short").width() + 2;
        let graded = section
            .claims
            .iter()
            .map(|claim| claim.credibility_words.width() + 2)
            .max();
        let graded = graded.unwrap_or(0).max(words.get("matrix.grade").width());
        let short = words.get("matrix.grade.short").width();
        let reports: Vec<usize> = section
            .columns
            .iter()
            .map(|report| report.id.width() + 1)
            .collect();
        let all: usize = reports.iter().sum();
        let left = |grade: usize, reports: usize| {
            self.width
                .checked_sub(id + 1 + reports + origins + 2 + grade)
        };
        let enough = |room: Option<usize>, least: usize| room.filter(|&room| room >= least);
        let wordy = enough(left(graded, all), STATEMENT + 14).filter(|_| section.grid);
        let tight = enough(left(short, all), STATEMENT).filter(|_| section.grid);
        if let Some(statement) = wordy {
            return Columns {
                id,
                statement,
                reports,
                origins,
                wordy: true,
            };
        }
        if let Some(statement) = tight {
            return Columns {
                id,
                statement,
                reports,
                origins,
                wordy: false,
            };
        }
        let wordy = left(graded, 0).filter(|&room| room >= STATEMENT + 14);
        let grade = if wordy.is_some() { graded } else { short };
        let statement = left(grade, 0).unwrap_or(STATEMENT);
        Columns {
            id,
            statement,
            reports: Vec::new(),
            origins,
            wordy: wordy.is_some(),
        }
    }

    fn table_head(&mut self, section: &Section, columns: &Columns) {
        let words = self.words;
        let claim = pad("", columns.id + columns.statement + 1);
        let reports: String = (section.columns.iter().zip(&columns.reports))
            .map(|(report, &width)| pad(&report.id, width))
            .collect();
        let origins = right(words.get("matrix.origins.short"), columns.origins);
        let grade = words.get(if columns.wordy {
            "matrix.grade"
        } else {
            "matrix.grade.short"
        });
        let rest = format!("{claim}{reports}{origins}  {grade}");
        self.line(&[(Ink::Faint, &rest)]);
    }

    fn claim(&mut self, claim: &ClaimView, columns: &Columns) {
        let statement = wrap(&claim.statement, columns.statement);
        let grade = if columns.wordy {
            format!("{} {}", claim.credibility, claim.credibility_words)
        } else {
            claim.credibility.to_owned()
        };
        for (at, part) in statement.iter().enumerate() {
            let id = pad(if at == 0 { &claim.id } else { "" }, columns.id);
            let part = pad(part, columns.statement + 1);
            if at > 0 {
                self.line(&[(Ink::Plain, &id), (Ink::Plain, &part)]);
                continue;
            }
            let cells: Vec<(Ink, String)> = (claim.cells.iter().zip(&columns.reports))
                .map(|(cell, &width)| (ink(cell.state), centre(dot(cell.state), width - 1) + " "))
                .collect();
            let origins = right(&claim.independent.to_string(), columns.origins);
            let grade = format!("  {grade}");
            let mut runs: Vec<(Ink, &str)> = vec![(Ink::Accent, &id), (Ink::Plain, &part)];
            runs.extend(cells.iter().map(|(ink, text)| (*ink, text.as_str())));
            runs.push((Ink::Plain, &origins));
            runs.push((Ink::Strong, &grade));
            self.line(&runs);
        }
        self.claim_details(claim, columns);
    }

    /// Below the statement: its parts, its conflicts, and the reports where they have no columns.
    fn claim_details(&mut self, claim: &ClaimView, columns: &Columns) {
        let indent = " ".repeat(columns.id);
        let parts: Vec<&str> = claim.details.iter().map(|one| one.value.as_str()).collect();
        if !parts.is_empty() {
            self.paragraph(Ink::Faint, &indent, &parts.join(" · "));
        }
        if let Some(word) = &claim.likelihood {
            let likelihood = self.words.fill("key.likelihood.line", &[("words", word)]);
            self.paragraph(Ink::Plain, &indent, &likelihood);
        }
        if !claim.conflicts.is_empty() {
            let numbers: Vec<String> = (claim.conflicts.iter())
                .map(|n| self.words.fill("matrix.conflict", &[("n", n)]))
                .collect();
            self.line(&[
                (Ink::Plain, &indent),
                (Ink::Differs, "≠ "),
                (Ink::Differs, &numbers.join(", ")),
            ]);
        }
        if columns.reports.is_empty() {
            for state in [State::Says, State::Differs] {
                let ids: Vec<&str> = (claim.cells.iter())
                    .filter(|cell| cell.state == state)
                    .map(|cell: &CellView| cell.report.id.as_str())
                    .collect();
                if !ids.is_empty() {
                    self.paragraph(
                        ink(state),
                        &format!("{indent}{} ", dot(state)),
                        &ids.join(" "),
                    );
                }
            }
        }
    }

    fn legend(&mut self) {
        let words = self.words;
        let entry = |state, key| format!("{} {}", dot(state), words.get(key));
        let legend = [
            entry(State::Says, "matrix.says"),
            entry(State::Differs, "matrix.differs"),
            entry(State::Silent, "matrix.silent"),
        ];
        self.line(&[(Ink::Faint, &legend.join("   "))]);
    }
}

fn dot(state: State) -> &'static str {
    match state {
        State::Says => "●",
        State::Differs => "◐",
        State::Silent => "·",
    }
}

fn ink(state: State) -> Ink {
    match state {
        State::Says => Ink::Accent,
        State::Differs => Ink::Differs,
        State::Silent => Ink::Faint,
    }
}

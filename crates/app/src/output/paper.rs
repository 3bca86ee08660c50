//! A document of headings, paragraphs, items and facts, written once and given out as plain text and on paper. Whoever makes it
//! decides what its reader may see.

use jiff::civil::Date;
use model::Tlp;
use serde::Serialize;

use super::PdfError;

/// A document.
#[derive(Debug, Serialize)]
pub(crate) struct Paper {
    /// ISO 639-1 code.
    pub lang: &'static str,
    /// What it is called.
    pub title: String,
    /// What kind of document it is, and of which day.
    pub over: String,
    /// How it may be handed on.
    pub tlp: &'static str,
    /// The colour of that.
    pub colour: &'static str,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Block {
    /// What kind of part.
    pub kind: Kind,
    /// Of a fact, what it is about; otherwise empty.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Kinds of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Begins a section.
    Heading,
    /// A paragraph.
    Text,
    /// One of a list.
    Item,
    /// Something with its name.
    Fact,
}

impl Paper {
    /// An empty one.
    pub(crate) fn new(lang: &'static str, title: String, over: String, tlp: Tlp) -> Self {
        Paper {
            lang,
            title,
            over,
            tlp: tlp.as_str(),
            colour: tlp.colour(),
            blocks: Vec::new(),
        }
    }

    /// Adds a part.
    pub(crate) fn add(&mut self, kind: Kind, text: impl Into<String>) {
        self.fact(kind, String::new(), text);
    }

    /// Adds a part with a name.
    pub(crate) fn fact(&mut self, kind: Kind, name: String, text: impl Into<String>) {
        self.blocks.push(Block {
            kind,
            name,
            text: text.into(),
        });
    }

    /// As plain text, marked at its beginning and end.
    pub(crate) fn plain(&self) -> String {
        let mut text = format!("{}\n\n{}\n{}\n", self.tlp, self.title, self.over);
        let is_listed = |kind| matches!(kind, Kind::Item | Kind::Fact);
        let mut before = Kind::Text;
        for block in &self.blocks {
            let follows =
                matches!(before, Kind::Heading) || is_listed(before) && is_listed(block.kind);
            if !follows {
                text.push('\n');
            }
            text += &match block.kind {
                Kind::Heading => {
                    let rule = "-".repeat(block.text.chars().count());
                    format!("{}\n{rule}\n", block.text)
                }
                Kind::Text => format!("{}\n", block.text),
                Kind::Item => format!("- {}\n", block.text),
                Kind::Fact => format!("{}: {}\n", block.name, block.text),
            };
            before = block.kind;
        }
        format!("{}\n\n{}\n", text.trim_end(), self.tlp)
    }

    /// As a tagged A4 document, marked in the header and footer of each page.
    ///
    /// # Errors
    /// When the typesetter fails, or is not part of this build.
    #[cfg(feature = "pdf")]
    pub(crate) fn pdf(&self, day: Date) -> Result<Vec<u8>, PdfError> {
        const TEMPLATE: &str = include_str!("../../templates/paper.typ");
        let data = serde_json::to_vec(self).expect("string keys and plain values always serialise");
        Ok(pdf::render(TEMPLATE, &data, day)?)
    }

    /// As a tagged A4 document.
    ///
    /// # Errors
    /// When the typesetter is not part of this build.
    #[cfg(not(feature = "pdf"))]
    pub(crate) fn pdf(&self, _day: Date) -> Result<Vec<u8>, PdfError> {
        Err(PdfError::NotBuilt)
    }
}

#[cfg(test)]
mod tests {
    use model::Tlp;

    use super::{Kind, Paper};

    fn paper() -> Paper {
        let mut paper = Paper::new("en", "Marsh".into(), "Case 1".into(), Tlp::AmberStrict);
        paper.add(Kind::Heading, "Ground");
        paper.add(Kind::Text, "she was #threatened *twice* $x$ \u{202e}");
        paper.add(Kind::Item, "alarm");
        paper.fact(Kind::Fact, "leakage".into(), "present");
        paper
    }

    #[test]
    fn plain_text_is_marked_at_both_ends_and_keeps_lists_apart() {
        let mut paper = paper();
        paper.add(Kind::Text, "no more is known");
        paper.add(Kind::Heading, "Tasks");
        paper.add(Kind::Item, "call her");
        let expected = "TLP:AMBER+STRICT\n\nMarsh\nCase 1\n\nGround\n------\n\
            she was #threatened *twice* $x$ \u{202e}\n\n- alarm\nleakage: present\n\nno more is known\n\n\
            Tasks\n-----\n- call her\n\nTLP:AMBER+STRICT\n";
        assert_eq!(paper.plain(), expected);
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn on_paper_text_is_never_markup() {
        let pdf = paper().pdf(jiff::civil::date(2026, 2, 14));
        assert!(pdf.is_ok_and(|pdf| pdf.starts_with(b"%PDF-")));
    }
}

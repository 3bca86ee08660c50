//! What reading one input came to.

use std::borrow::Cow;
use std::fmt;

use super::Document;

/// One thing that reading came to, in the order of the input.
#[derive(Clone, Debug)]
pub enum Item {
    /// A report.
    Document(Box<Document>),
    /// Something that could not be read.
    Problem(Problem),
    /// Something worth knowing that loses nothing: `(path, what)`.
    Note(String, String),
}

impl Item {
    pub(crate) fn problem(path: &str, what: impl Into<String>, todo: impl Into<String>) -> Item {
        Item::Problem(Problem {
            path: path.to_owned(),
            what: what.into(),
            todo: todo.into(),
        })
    }
}

impl From<Document> for Item {
    fn from(document: Document) -> Self {
        Item::Document(Box::new(document))
    }
}

/// An input that could not be read. Displayed as two lines: what failed, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which input, as the user named it.
    pub path: String,
    /// What failed.
    pub what: String,
    /// What to do about it.
    pub todo: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { path, what, todo } = self;
        write!(
            f,
            "wardline: {}: {}\n  {}",
            printable(path),
            printable(what),
            printable(todo)
        )
    }
}

/// `text` on one line, fit for a terminal: control characters, which could move the cursor or
/// recolour what follows, and marks that reverse the direction of writing are shown as escapes.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let unfit = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(unfit) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if unfit(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn a_problem_is_two_lines_whatever_the_file_is_called() {
        let problem = Problem {
            path: "a\n\u{1b}[31m\u{202e}b.txt".to_owned(),
            what: "is empty".to_owned(),
            todo: "give a file with text".to_owned(),
        };
        let shown = problem.to_string();
        assert_eq!(
            shown,
            "wardline: a\\n\\u{1b}[31m\\u{202e}b.txt: is empty\n  give a file with text"
        );
    }
}

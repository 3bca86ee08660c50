//! What may be kept about people, for how long, who may be told, and what a case needs: rules as data and functions.
//!
//! A rule never answers with a sentence. What stands against something is a list of named gaps, so that a page can say
//! each in its reader's language. What is stored is judged anew whenever it is read; the time is an argument.

pub mod assessment;
pub mod label;
pub mod measure;
pub mod part;
pub mod protected;
pub mod release;
pub mod retention;
pub mod state;
pub mod subject;

/// Whether somebody has said something, and not merely typed: there is a letter or a digit in it.
#[must_use]
pub fn is_said(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Each gap once, in the order of its vocabulary.
fn listed<Gap: Ord>(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}

/// The gaps that are there, of all that are asked about.
fn found<Gap: Ord>(asked: impl IntoIterator<Item = (bool, Gap)>) -> Vec<Gap> {
    let there = asked.into_iter().filter(|(is_there, _)| *is_there);
    listed(there.map(|(_, gap)| gap).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AccountId;

    /// Somebody of a number.
    pub(super) fn somebody(number: u8) -> AccountId {
        AccountId::from_bytes([number; 16])
    }

    #[test]
    fn marks_and_spaces_say_nothing() {
        for nothing in ["", "   ", "-", "...", "\u{a0}\n", "¿?"] {
            assert!(!is_said(nothing), "{nothing:?}");
        }
        assert!(is_said(" Él lo dijo "));
    }

    #[test]
    fn gaps_are_told_once_and_in_order() {
        assert_eq!(found([(true, 3), (false, 1), (true, 2), (true, 3)]), [2, 3]);
    }
}

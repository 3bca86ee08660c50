//! Passages in capitals throughout: a script, a shout. Case says nothing there, and what is a name shows otherwise.

use std::collections::HashSet;

use super::lexicon::{Class, Classes};
use super::{Case, Doc, Sentence, Token, TokenKind};

/// Words from which a paragraph of capitals is no heading.
const WORDS: usize = 8;
/// Words written large in small letters' company too.
const LARGE: Classes = Classes::of(&[Class::Country, Class::Month, Class::Weekday]);

impl Doc<'_> {
    /// The same text with its loud paragraphs written as if they were not: names large, all else small.
    /// None where it has no such paragraph.
    #[must_use]
    pub fn quieted(&self) -> Option<Doc<'_>> {
        let paragraphs = self.sentences.chunk_by(|a, b| a.paragraph == b.paragraph);
        let (loud, calm): (Vec<_>, Vec<_>) = paragraphs.partition(|lines| self.is_loud(lines));
        if loud.is_empty() {
            return None;
        }
        let inner = calm
            .into_iter()
            .flatten()
            .flat_map(|line| line.start + 1..line.end);
        let known: HashSet<u64> = inner
            .filter(|&at| self.tokens[at].case == Case::Title)
            .map(|at| self.tokens[at].hash)
            .collect();
        let mut quiet = Doc::new(self.text);
        for line in loud.into_iter().flatten() {
            for at in line.range() {
                if quiet.tokens[at].kind == TokenKind::Word {
                    quiet.tokens[at].case = case_of(&quiet.tokens, at, line.start, &known);
                }
            }
        }
        Some(quiet)
    }

    /// Whether nearly all words of a paragraph that ends like a sentence are capitals.
    fn is_loud(&self, lines: &[Sentence]) -> bool {
        let tokens = lines.iter().flat_map(|line| &self.tokens[line.range()]);
        let words =
            tokens.filter(|token| token.kind == TokenKind::Word && token.end - token.start > 1);
        let (mut all, mut large) = (0, 0);
        for word in words {
            all += 1;
            large += usize::from(word.case == Case::Upper);
        }
        all >= WORDS && large * 10 >= all * 9 && lines.iter().any(|line| line.closed)
    }
}

/// How a word would be written: large where it opens the sentence, where the text writes it so elsewhere, where it is
/// somebody's name, and where a word that means nothing else stands behind a name or a title.
fn case_of(tokens: &[Token], at: usize, first: usize, known: &HashSet<u64>) -> Case {
    let word = &tokens[at];
    let given = word.classes == Classes::of(&[Class::FirstName]);
    let surname = word.classes.is_empty()
        && at > first
        && tokens[at - 1].kind == TokenKind::Word
        && (tokens[at - 1].classes.has(Class::Title)
            || tokens[at - 1].classes.has(Class::FirstName) && tokens[at - 1].is_capital());
    if at == first || given || surname || known.contains(&word.hash) || word.classes.any(LARGE) {
        Case::Title
    } else {
        Case::Lower
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn large(text: &str) -> Vec<String> {
        let doc = Doc::new(text);
        let quiet = doc.quieted().expect("a loud paragraph");
        let words = 0..quiet.tokens.len();
        let large = words.filter(|&at| quiet.tokens[at].is_capital());
        large.map(|at| quiet.word(at).to_owned()).collect()
    }

    #[test]
    fn a_script_in_capitals_has_names_and_small_words() {
        assert_eq!(
            large(
                "Notes from Tarn.\n\nA GUARD WAS SHOT AT THE MILL IN TARN ON FRIDAY, SHERIFF RUDD SAID. HANNAH OAKES SAW IT ALL HAPPEN."
            ),
            [
                "notes", "tarn", "a", "tarn", "friday", "rudd", "hannah", "oakes"
            ]
        );
        assert_eq!(
            large(
                "UN GUARDIA FUE HERIDO A TIROS EN EL MOLINO, DIJO LA ALCALDESA. MARTA OLMEDILLA LO VIO TODO DESDE SU VENTANA."
            ),
            ["un", "marta", "olmedilla"]
        );
    }

    #[test]
    fn a_letterhead_or_a_word_in_capitals_is_not_loud() {
        assert!(
            Doc::new(
                "NORTHERN COUNTY FIRE AND RESCUE SERVICE STAFF UNION BRANCH\n\nWe were NOT told."
            )
            .quieted()
            .is_none()
        );
    }
}

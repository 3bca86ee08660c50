//! The paragraphs at the top and the bottom of a text.

use std::ops::Range;

use crate::text::{Case, Class, Doc, TokenKind};

/// A paragraph: a line of a header, or a paragraph of the body.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) tokens: Range<usize>,
    /// Index of its first sentence.
    pub(super) sentence: usize,
}

/// Lines of one header are parts of their own even where they end in no mark.
pub(super) fn parts(doc: &Doc, limit: usize) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut paragraph = None;
    for (index, sentence) in doc.sentences.iter().enumerate() {
        if paragraph == Some(sentence.paragraph) {
            if let Some(last) = found.last_mut() {
                last.tokens.end = sentence.end;
            }
            continue;
        }
        if found.len() == limit {
            break;
        }
        paragraph = Some(sentence.paragraph);
        found.push(Part {
            tokens: sentence.range(),
            sentence: index,
        });
    }
    found
}

/// The last paragraphs, last first, as far as they are not among the first.
pub(super) fn last_parts(doc: &Doc, limit: usize, first: usize) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut paragraph = None;
    let paragraphs = doc
        .sentences
        .last()
        .map_or(0, |last| last.paragraph as usize + 1);
    for (index, sentence) in doc.sentences.iter().enumerate().rev() {
        if paragraph == Some(sentence.paragraph) {
            if let Some(last) = found.last_mut() {
                last.tokens.start = sentence.start;
                last.sentence = index;
            }
            continue;
        }
        let among_first = paragraphs <= first && found.len() + 1 >= paragraphs;
        if found.len() == limit || among_first {
            break;
        }
        paragraph = Some(sentence.paragraph);
        found.push(Part {
            tokens: sentence.range(),
            sentence: index,
        });
    }
    found
}

/// Whether a paragraph is running text rather than a line of a header.
pub(super) fn is_body(doc: &Doc, part: &Part) -> bool {
    let words = part
        .tokens
        .clone()
        .take(60)
        .filter(|&at| doc.tokens[at].kind == TokenKind::Word);
    let (mut count, mut lower, mut verbs) = (0, 0, 0);
    for at in words {
        count += 1;
        lower += usize::from(doc.tokens[at].case == Case::Lower);
        verbs += usize::from(
            [
                Class::Be,
                Class::Have,
                Class::Say,
                Class::Pronoun,
                Class::Aux,
            ]
            .into_iter()
            .any(|class| doc.is(at, class)),
        );
    }
    let several = doc.sentences[part.sentence..]
        .iter()
        .take_while(|sentence| sentence.end <= part.tokens.end)
        .filter(|sentence| sentence.closed)
        .count();
    let closed = several > 0;
    count > 30
        || closed && count >= 9 && lower * 2 > count && verbs > 0 && (several > 1 || count > 14)
        || closed && several > 1 && verbs > 0 && lower * 2 > count
}

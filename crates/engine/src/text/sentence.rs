//! Sentences and paragraphs.

use super::token::{Case, Token, TokenKind};

/// A sentence as a range of tokens, without the line breaks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Which paragraph it stands in, from 0.
    pub paragraph: u32,
    /// It ends with a full stop, exclamation or question mark.
    pub closed: bool,
}

impl Sentence {
    /// Its tokens.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "dra", "sgt", "lt", "capt", "cpl", "col", "gen", "gov", "sen", "rep",
    "st", "jr", "sr", "sra", "srta", "lic", "ing", "prof", "profa", "ud", "uds", "av", "avda",
    "num", "art", "vs", "etc", "fr", "rev", "hon", "insp", "det", "supt", "dept", "approx", "inc",
    "corp", "ltd", "jan", "feb", "mar", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "pdte",
    "gral", "cte", "cdte", "mtro", "mtra", "pp", "ed", "no",
];

/// Tokens of the longest sentence; whoever looks through a sentence relies on it having an end.
const LONGEST: usize = 400;
/// Quotation marks and brackets that may close a sentence together.
const CLOSERS: usize = 4;

pub(super) fn split(text: &str, tokens: &[Token], folded: &str) -> Vec<Sentence> {
    let wrapped = is_hard_wrapped(text);
    let mut splitter = Splitter {
        text,
        tokens,
        folded,
        sentences: Vec::new(),
        paragraph: 0,
        start: 0,
    };
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Break {
            if token.blank || !wrapped || splitter.line_stands_alone(at) {
                splitter.finish(at, false);
                splitter.paragraph += 1;
                splitter.start = at + 1;
            }
        } else if splitter.ends_sentence(at) || at - splitter.start >= LONGEST {
            splitter.finish(at + 1, true);
            splitter.start = at + 1;
        }
    }
    splitter.finish(tokens.len(), false);
    splitter.sentences
}

/// Lines broken at a fixed width, as in mail, rather than at the end of a paragraph.
fn is_hard_wrapped(text: &str) -> bool {
    let (mut lines, mut full) = (0u32, 0u32);
    for line in text
        .lines()
        .take(400)
        .filter(|line| !line.trim().is_empty())
    {
        match line.chars().count() {
            0..=55 => lines += 1,
            56..=100 => {
                lines += 1;
                full += 1;
            }
            _ => return false,
        }
    }
    full >= 3 && full * 2 > lines
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    folded: &'a str,
    sentences: Vec<Sentence>,
    paragraph: u32,
    start: usize,
}

impl Splitter<'_> {
    fn finish(&mut self, end: usize, closed: bool) {
        let is_break = |t: &Token| t.kind == TokenKind::Break;
        let mut range = self.start..end;
        while !range.is_empty() && is_break(&self.tokens[range.start]) {
            range.start += 1;
        }
        while !range.is_empty() && is_break(&self.tokens[range.end - 1]) {
            range.end -= 1;
        }
        if !range.is_empty() {
            let closed = closed || self.is_terminal(range.end - 1);
            self.sentences.push(Sentence {
                start: range.start,
                end: range.end,
                paragraph: self.paragraph,
                closed,
            });
        }
    }

    fn byte(&self, at: usize) -> Option<&str> {
        self.tokens
            .get(at)
            .map(|t| &self.text[t.start as usize..t.end as usize])
    }

    fn is_terminal(&self, at: usize) -> bool {
        matches!(self.byte(at), Some("." | "!" | "?" | "…"))
    }

    /// A line of hard-wrapped text that is a paragraph: it ends a sentence early, or a heading.
    fn line_stands_alone(&self, at: usize) -> bool {
        let line_start = self.text[..self.tokens[at].start as usize]
            .rfind('\n')
            .map_or(0, |i| i + 1);
        let short = (self.tokens[at].start as usize - line_start) < 45;
        short
            && self
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.case != Case::Lower)
    }

    fn ends_sentence(&self, at: usize) -> bool {
        let mut mark = at;
        while mark > self.start.max(at.saturating_sub(CLOSERS))
            && self.is_closer(mark)
            && !self.tokens[mark].gap
        {
            mark -= 1;
        }
        let initials = self.ends_in_initials(mark);
        if !self.is_terminal(mark) && !initials {
            return false;
        }
        let Some(next) = self.tokens.get(at + 1) else {
            return true;
        };
        if next.kind == TokenKind::Break {
            return !self.is_abbreviation(mark) || next.blank;
        }
        if !next.gap || self.is_terminal(at + 1) {
            return false;
        }
        let starts = next.is_capital()
            || matches!(
                next.kind,
                TokenKind::QuoteMark | TokenKind::Number | TokenKind::Currency | TokenKind::Mixed
            )
            || matches!(
                self.byte(at + 1),
                Some("¿" | "¡" | "(" | "—" | "-" | "–" | "•" | "*" | "[")
            );
        if initials {
            return next.is_capital() && self.follows_initials(at + 1);
        }
        match self.byte(mark) {
            Some(".") => starts && !self.is_abbreviation(mark),
            Some("…") => starts && next.is_capital(),
            _ => starts,
        }
    }

    fn is_closer(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::QuoteMark || matches!(self.byte(at), Some(")" | "]"))
    }

    /// `U.S.` at the end of a sentence carries its full stop inside.
    fn ends_in_initials(&self, at: usize) -> bool {
        let raw = self.byte(at).unwrap_or_default();
        self.tokens[at].kind == TokenKind::Word && raw.len() > 2 && raw.ends_with('.')
    }

    /// After initials only a word that commonly opens a sentence starts a new one.
    fn follows_initials(&self, at: usize) -> bool {
        const OPENERS: &[&str] = &[
            "the", "a", "he", "she", "it", "they", "we", "in", "on", "this", "that", "these",
            "but", "el", "la", "los", "las", "en",
        ];
        OPENERS.contains(&self.folded_at(at))
    }

    fn folded_at(&self, at: usize) -> &str {
        let token = &self.tokens[at];
        &self.folded[token.fold_start as usize..token.fold_end as usize]
    }

    fn is_abbreviation(&self, mark: usize) -> bool {
        if mark == 0 || self.byte(mark) != Some(".") || self.tokens[mark].gap {
            return false;
        }
        let before = &self.tokens[mark - 1];
        let word = self.folded_at(mark - 1);
        before.kind == TokenKind::Word
            && (ABBREVIATIONS.contains(&word)
                && (before.is_capital() || word.len() <= 4 && word != "no" && word != "st")
                || word.len() == 1 && before.is_capital())
    }
}

//! Tokens: words, numbers, marks, addresses of the net.

use super::fold::{fold_into, is_invisible};
use super::lexicon::{Classes, word_hash};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits, with the separators between them.
    Number,
    /// Digits and letters together: `10k`, `4th`.
    Mixed,
    /// One mark.
    Punct,
    /// A mark that opens or closes a quotation.
    QuoteMark,
    /// A currency sign.
    Currency,
    /// A web address.
    Url,
    /// A mail address.
    Email,
    /// `@name`.
    Handle,
    /// `#word`.
    Hashtag,
    /// One or more ends of line; see [`Token::blank`].
    Break,
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No letters, or letters without case.
    None,
    /// `word`.
    Lower,
    /// `Word`.
    Title,
    /// `WORD`, two letters at least.
    Upper,
    /// `wOrd`, `McWord`.
    Mixed,
}

/// One token. Offsets are bytes of the original.
#[derive(Clone, Debug)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    pub(super) fold_start: u32,
    pub(super) fold_end: u32,
    /// Hash of the folded form: equal words have equal hashes.
    pub hash: u64,
    /// What kind of word it is, from the lexicon.
    pub classes: Classes,
    /// What it is made of.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
    /// White space stands before it.
    pub gap: bool,
    /// For a [`TokenKind::Break`]: an empty line stands here.
    pub blank: bool,
}

impl Token {
    /// Whether it starts with a capital letter.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.kind == TokenKind::Word && matches!(self.case, Case::Title | Case::Upper | Case::Mixed)
    }
}

pub(super) fn tokenize(text: &str, folded: &mut String) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        folded,
        tokens: Vec::with_capacity(text.len() / 5),
        gap: false,
    };
    let mut at = 0;
    while at < text.len() {
        at = scanner.next(at);
    }
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    folded: &'a mut String,
    tokens: Vec<Token>,
    gap: bool,
}

impl Scanner<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        match self.bytes.get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            Some(_) => self.text[at..].chars().next(),
            None => None,
        }
    }

    /// Reads one token or one stretch of space from `at`; returns where it ends.
    fn next(&mut self, at: usize) -> usize {
        let Some(character) = self.char_at(at) else {
            return self.text.len();
        };
        match character {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => self.line_break(at),
            c if c.is_whitespace() => {
                self.gap = true;
                at + c.len_utf8()
            }
            c if c.is_alphanumeric() => self.word_or_number(at),
            '@' if self.starts_word(at + 1) => self.at_sign(at),
            '#' if self.starts_word(at + 1) => {
                let end = self.word_end(at + 1);
                self.push(TokenKind::Hashtag, at, end)
            }
            '"' | '“' | '”' | '«' | '»' | '„' | '‟' | '‘' | '’' | '\'' | '`' => {
                self.push(TokenKind::QuoteMark, at, at + character.len_utf8())
            }
            '$' | '€' | '£' | '¥' | '₿' | '¢' | '₡' | '₲' | '₱' | '₹' | '₦' | '₵' => {
                self.push(TokenKind::Currency, at, at + character.len_utf8())
            }
            c if is_invisible(c) => at + c.len_utf8(),
            c => self.push(TokenKind::Punct, at, at + c.len_utf8()),
        }
    }

    fn starts_word(&self, at: usize) -> bool {
        self.char_at(at)
            .is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    fn word_end(&self, mut at: usize) -> usize {
        while let Some(c) = self
            .char_at(at)
            .filter(|&c| c.is_alphanumeric() || c == '_' || is_invisible(c))
        {
            at += c.len_utf8();
        }
        at
    }

    fn line_break(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut lines = 0;
        while let Some(c) = self.char_at(end).filter(|c| c.is_whitespace()) {
            lines += usize::from(
                matches!(c, '\n' | '\u{2028}' | '\u{85}')
                    || c == '\r' && self.bytes.get(end + 1) != Some(&b'\n'),
            );
            lines += 2 * usize::from(c == '\u{2029}');
            end += c.len_utf8();
        }
        self.push(TokenKind::Break, at, end);
        if let Some(last) = self.tokens.last_mut() {
            last.blank = lines > 1;
        }
        self.gap = true;
        end
    }

    fn word_or_number(&mut self, at: usize) -> usize {
        if self.bytes[at..]
            .first()
            .is_some_and(|b| matches!(b, b'h' | b'H' | b'w' | b'W'))
            && let Some(end) = self.url_end(at)
        {
            return self.push(TokenKind::Url, at, end);
        }
        if let Some(end) = self.mark_of_a_sum(at) {
            return self.push(TokenKind::Word, at, end);
        }
        let mut end = at;
        let (mut digits, mut letters) = (false, false);
        while let Some(c) = self.char_at(end) {
            if c.is_ascii_digit() || c.is_numeric() {
                digits = true;
            } else if c.is_alphabetic() {
                letters = true;
            } else if is_invisible(c) || self.joins(c, end, digits, letters) {
                // part of the word
            } else {
                break;
            }
            end += c.len_utf8();
        }
        let kind = match (digits, letters) {
            (true, false) => TokenKind::Number,
            (true, true) => TokenKind::Mixed,
            _ => TokenKind::Word,
        };
        let end = self.push(kind, at, end);
        self.possessive(end)
    }

    /// `R50,000`, `N60 million`, `Sh2.5m`: where the letters of a currency end that are glued to a figure in groups, or to
    /// one that is multiplied.
    fn mark_of_a_sum(&self, at: usize) -> Option<usize> {
        const LONGEST: usize = 4;
        const MARKS: [&str; 11] = ["n", "r", "p", "q", "l", "sh", "ksh", "rs", "tk", "bs", "gs"];
        let bytes = &self.bytes[at..];
        let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if !(1..=LONGEST).contains(&letters) || !bytes[0].is_ascii_uppercase() {
            return None;
        }
        let (mark, figure) = bytes.split_at(letters);
        let digits = |of: &[u8]| of.iter().take_while(|b| b.is_ascii_digit()).count();
        let ends = |at: usize| (figure.get(at)).is_none_or(|b| !b.is_ascii_alphanumeric());
        let lead = digits(figure);
        let marked = matches!(figure.get(lead), Some(b',' | b'.'));
        let decimals = if marked {
            digits(&figure[lead + 1..])
        } else {
            0
        };
        let grouped = decimals == 3 && ends(lead + 1 + decimals);
        let end = if decimals > 0 {
            lead + 1 + decimals
        } else {
            lead
        };
        let known = || {
            MARKS
                .iter()
                .any(|known| known.as_bytes().eq_ignore_ascii_case(mark))
        };
        let sum = (1..=3).contains(&lead) && (grouped || known() && multiplied(&figure[end..]));
        sum.then_some(at + letters)
    }

    /// Whether a mark inside a run of letters or digits belongs to it.
    fn joins(&self, mark: char, at: usize, digits: bool, letters: bool) -> bool {
        let next = self.char_at(at + mark.len_utf8());
        match mark {
            '.' | ',' if digits && !letters => next.is_some_and(|c| c.is_ascii_digit()),
            '.' => self.initials(at),
            '_' => next.is_some_and(char::is_alphanumeric),
            '\'' | '’' | 'ʼ' => {
                letters && next.is_some_and(char::is_alphabetic) && !self.is_possessive(at)
            }
            _ => false,
        }
    }

    /// `U.S.`, `D.C.`, `a.m.`: a full stop between or after single letters of an abbreviation.
    fn initials(&self, at: usize) -> bool {
        let letter = |i: usize| self.bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
        let alone =
            |i: usize| letter(i) && !(i > 0 && (letter(i - 1) || self.bytes[i - 1] >= 0x80));
        if at == 0 || !alone(at - 1) {
            return false;
        }
        let before = at >= 3 && self.bytes[at - 2] == b'.' && alone(at - 3);
        let after = letter(at + 1) && self.bytes.get(at + 2) == Some(&b'.');
        before && !letter(at + 1) || after
    }

    fn is_possessive(&self, apostrophe: usize) -> bool {
        let Some(mark) = self.char_at(apostrophe) else {
            return false;
        };
        let after = apostrophe + mark.len_utf8();
        matches!(self.bytes.get(after), Some(b's' | b'S')) && !self.starts_word(after + 1)
    }

    /// Gives `'s` a token of its own.
    fn possessive(&mut self, at: usize) -> usize {
        match self.char_at(at) {
            Some(mark @ ('\'' | '’' | 'ʼ')) if self.is_possessive(at) => {
                self.push(TokenKind::Word, at, at + mark.len_utf8() + 1)
            }
            _ => at,
        }
    }

    fn url_end(&self, at: usize) -> Option<usize> {
        let starts = |prefix: &str| {
            self.bytes
                .get(at..at + prefix.len())
                .is_some_and(|b| b.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        if !(starts("http://") || starts("https://") || starts("www.")) {
            return None;
        }
        let mut end = at;
        while let Some(c) = self.char_at(end) {
            if c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '“' | '”' | '»' | '«' | '|' | '{' | '}')
            {
                break;
            }
            end += c.len_utf8();
        }
        while matches!(
            self.bytes[end - 1],
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b')' | b']'
        ) {
            end -= 1;
        }
        (end > at + 7).then_some(end)
    }

    /// `name@host.tld` becomes one token with the words before it; else `@name`.
    fn at_sign(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        while let Some(c) = self
            .char_at(end)
            .filter(|&c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        {
            end += c.len_utf8();
        }
        while matches!(self.bytes[end - 1], b'.' | b'-') {
            end -= 1;
        }
        let is_host = self.text[at + 1..end].contains('.');
        let mut local = at;
        let mut kept = self.tokens.len();
        while is_host && kept > 0 && self.is_local_part(&self.tokens[kept - 1], local) {
            kept -= 1;
            local = self.tokens[kept].start as usize;
        }
        if local == at {
            let end = self.word_end(at + 1);
            return self.push(TokenKind::Handle, at, end);
        }
        self.gap = self.tokens[kept].gap;
        self.tokens.truncate(kept);
        self.push(TokenKind::Email, local, end)
    }

    fn is_local_part(&self, token: &Token, end: usize) -> bool {
        token.end as usize == end
            && match token.kind {
                TokenKind::Word | TokenKind::Number | TokenKind::Mixed => true,
                TokenKind::Punct => {
                    matches!(self.bytes[token.start as usize], b'.' | b'_' | b'-' | b'+')
                }
                _ => false,
            }
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) -> usize {
        let fold_start = self.folded.len() as u32;
        let raw = &self.text[start..end];
        if kind != TokenKind::Break {
            if raw.is_ascii() {
                self.folded.push_str(raw);
                self.folded[fold_start as usize..].make_ascii_lowercase();
            } else {
                raw.chars().for_each(|c| fold_into(c, self.folded));
            }
        }
        let hash = word_hash(&self.folded[fold_start as usize..]);
        let case = if kind == TokenKind::Word {
            case_of(raw)
        } else {
            Case::None
        };
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            fold_start,
            fold_end: self.folded.len() as u32,
            hash,
            classes: Classes::NONE,
            kind,
            case,
            gap: std::mem::take(&mut self.gap),
            blank: false,
        });
        end
    }
}

/// Behind the digits of a sum a letter or a word follows that multiplies: `k`, ` million`.
fn multiplied(behind: &[u8]) -> bool {
    const GLUED: [&str; 5] = ["k", "m", "mn", "bn", "b"];
    const WORDS: [&str; 9] = [
        "million", "millions", "millón", "millones", "mil", "thousand", "lakh", "crore", "billion",
    ];
    let apart = behind.first().is_some_and(|&b| matches!(b, b' ' | b'-'));
    let behind = &behind[usize::from(apart)..];
    let known: &[&str] = if apart { &WORDS } else { &GLUED };
    known.iter().any(|word| {
        let (there, after) = behind.split_at(word.len().min(behind.len()));
        there.eq_ignore_ascii_case(word.as_bytes())
            && after
                .first()
                .is_none_or(|b| !b.is_ascii_alphanumeric() && b.is_ascii())
    })
}

fn case_of(raw: &str) -> Case {
    let mut letters = raw.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return Case::None;
    };
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (first.is_uppercase(), upper, lower) {
        (true, 0, _) => Case::Title,
        (true, _, 0) => Case::Upper,
        (false, 0, _) => Case::Lower,
        _ => Case::Mixed,
    }
}

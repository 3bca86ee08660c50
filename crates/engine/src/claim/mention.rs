//! What one passage of a text asserts.

use std::ops::Range;

use jiff::civil::Date;
use model::Kind;

use crate::picture::Amount;

/// One assertion as one passage makes it.
#[derive(Clone, Debug)]
pub struct Mention {
    /// What it is about.
    pub kind: Kind,
    /// What is done: `kill`, `kidnap`, `doxxing`, `arrest` …
    pub act: Option<&'static str>,
    /// Sum offered or paid.
    pub amount: Option<Amount>,
    /// The sum is only a magnitude: `a few thousand dollars`.
    pub vague: bool,
    /// Whom or what it is aimed at.
    pub target: Option<Filler>,
    /// Where.
    pub place: Option<Filler>,
    /// Who did it, or is suspected.
    pub person: Option<Filler>,
    /// When.
    pub date: Option<When>,
    /// People killed.
    pub killed: Option<u32>,
    /// People injured.
    pub injured: Option<u32>,
    /// How many people's data it gives away.
    pub exposed: Option<Exposed>,
    /// The figures are of one victim among others: `she was hit in the shoulder`.
    pub partial: bool,
    /// A whole row of words tells of it, which asserts enough by itself.
    pub scene: bool,
    /// Its words alone tell of it, and no rule: nobody is held to have said just that.
    pub inferred: bool,
    /// Beside its word, a row of words tells of it: it is no bare reference to what was told before.
    pub whole: bool,
    /// Words of the message that it tells of, hashed, in order; empty where it quotes none.
    pub message: Vec<u64>,
    /// It goes on about the act told just before it in the same text.
    pub continues: bool,
    /// On whose word: an index into the text's sources.
    pub source: Option<usize>,
    /// The sentence itself names that source; otherwise it only goes on from one that does.
    pub direct: bool,
    /// A witness's word, in a text that itself tells of no act: it is of whichever the other reports tell of.
    pub seen_only: bool,
    /// Said with reserve.
    pub hedged: bool,
    /// Sentence it starts in.
    pub sentence: usize,
    /// The words that say it.
    pub tokens: Range<usize>,
    /// Tokens of what triggered it.
    pub at: usize,
}

/// Words that fill a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Filler {
    /// As written.
    pub text: String,
    /// Hashes of the words that carry meaning, singular.
    pub words: Vec<u64>,
    /// The named person, organisation or place in it: an index into the text's entities.
    pub entity: Option<usize>,
    /// Several people, not one.
    pub plural: bool,
    /// Somebody known: named, or with a definite article.
    pub definite: bool,
}

impl Filler {
    /// Whether a word that carries meaning stands in both.
    #[must_use]
    pub fn shares_word(&self, other: &Filler) -> bool {
        self.words.iter().any(|word| other.words.contains(word))
    }
}

/// How many people's data something gives away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// How many.
    pub count: u32,
    /// As written, with what is counted: `43 rangers`.
    pub words: String,
}

/// A date that fills a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// First day, where it resolves.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// As written.
    pub words: String,
    /// It stands in the clause that asserts, not merely near it.
    pub firm: bool,
}

impl When {
    /// It is said with a number, and so no weekday that may be of another week.
    #[must_use]
    pub fn has_number(&self) -> bool {
        self.words.contains(|c: char| c.is_ascii_digit())
    }
}

impl Mention {
    /// A mention without slots.
    #[must_use]
    pub fn new(kind: Kind, act: Option<&'static str>, sentence: usize, at: usize) -> Self {
        Mention {
            kind,
            act,
            sentence,
            at,
            amount: None,
            vague: false,
            target: None,
            place: None,
            person: None,
            date: None,
            killed: None,
            injured: None,
            exposed: None,
            partial: false,
            scene: false,
            inferred: false,
            whole: false,
            message: Vec::new(),
            continues: false,
            source: None,
            direct: false,
            seen_only: false,
            hedged: false,
            tokens: at..at + 1,
        }
    }
}

//! Word classes, from the lists in `lexicon/`.
//!
//! A line of a list is `CLASS CLASS: word stem* "two words" "two stem* words"`. A star matches any ending;
//! `_` in a phrase matches one arbitrary word. A phrase marks its first word.

use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::token::{Token, TokenKind};
use crate::reading::Lang;

/// Hash map over word hashes, which need no second hashing.
pub(crate) type HashMap<V> = std::collections::HashMap<u64, V, BuildHasherDefault<Identity>>;

/// A hasher that trusts its input.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Hash of a folded word, the same on every machine.
pub fn word_hash(word: &str) -> u64 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = word.len() as u64;
    let mut chunks = word.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let value = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        hash = (hash.rotate_left(5) ^ value).wrapping_mul(K);
    }
    let mut tail = 0;
    for &byte in chunks.remainder() {
        tail = tail << 8 | u64::from(byte);
    }
    hash = (hash.rotate_left(5) ^ tail).wrapping_mul(K);
    hash ^ hash >> 29
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// A class of words, as named in the lists.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the lists in lexicon/ show what each holds")]
        pub enum Class { $($(#[$doc])* $name),+ }

        impl Class {
            const ALL: &'static [(&'static str, Class)] = &[$((stringify!($name), Class::$name)),+];

            /// The class of a name in the lists.
            pub(crate) fn named(name: &str) -> Option<Class> {
                Class::ALL.iter().find(|(known, _)| *known == name).map(|&(_, class)| class)
            }
        }
    };
}

classes! {
    // acts against people
    Kill, Injure, Shoot, Kidnap, Dox, Surveil, Watch, Harass, Threaten, Ambush, Swat, Call, Sham, Explode, Dud, Proves, Burn, Incite, Expose, Bounty, Pay, Goods,
    // answers to them
    Arrest, Charge, Offence, Protect, Guard, Remove, Listing, Tip, Investigate, Legislate, Condemn, Release,
    // what a price is set on, and sums that are no price
    AskKill, AskHurt, AskTake, AskFind, AskWatch, Dwell, Deal, Offer, Levy, Tidings, Picture, Crime,
    // who and what
    Role, Person, Identity, Perpetrator, Victim, Group, Family, Title, Courtesy, FirstName, OrgHead, OrgWord, Outlet, PlaceHead, Country, Home, Data, Platform,
    Spokesperson, Leader, Body, Police, Government, Authority, SourceNoun, Weapon, Drone, Letter, Message, Wording, Future, Extort, Demand, Want, Freed, Holding,
    // telling
    Say, Inform, Lead, According, Statement, Handout, PressDesk, Farewell, PressOffice, CourtPaper, Paper, PaperSign, Need, Interview, Cite, Finite, Seen, Witness, Trace, Shown, Unnamed, Poster, Scribe, Asking, Answer, Deny, Hedge, Unconfirmed, Retract, Erratum, ErratumHead, Retold, Mistake, Instead, About, Earlier, Rumour,
    // grammar
    Be, Have, Aux, Modal, Neg, If, Det, This, Opener, Someone, Prep, Conj, Pronoun, Author, Object, Possessive, That, By, Against, On, In, To, For, Of, With, Who, While, Agentive, Directive,
    // figures and dates
    NumberWord, Multiplier, CurrencyWord, Month, Weekday, DateUnit, DateWord, AtMost, AtLeast, Between,
    // other worlds
    Sport, Fiction, Software, History, Protest, Weather, Accident, Ransom, Lookalike,
    Tale, Jest, Drill, Past, Contest, Code, Market, Front, Beast, Remedy, Rights, Prop, Lawsuit, Thing, Roundup, Justice, Critic, Trend, Slip,
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes([u64; BLOCKS]);

const BLOCKS: usize = 3;
const _: () = assert!(Class::ALL.len() <= BLOCKS * 64, "every class has a bit");

impl Classes {
    /// The empty set.
    pub const NONE: Classes = Classes([0; BLOCKS]);

    /// A set of some classes.
    #[must_use]
    pub const fn of(classes: &[Class]) -> Self {
        let (mut bits, mut i) = ([0; BLOCKS], 0);
        while i < classes.len() {
            let class = classes[i] as usize;
            bits[class / 64] |= 1 << (class % 64);
            i += 1;
        }
        Classes(bits)
    }

    /// Whether a class is in the set.
    #[must_use]
    pub const fn has(self, class: Class) -> bool {
        self.0[class as usize / 64] >> (class as usize % 64) & 1 == 1
    }

    /// Whether the sets share a class.
    #[must_use]
    pub const fn any(self, other: Classes) -> bool {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        a & x | b & y | c & z != 0
    }

    /// Classes of either set.
    #[must_use]
    pub const fn or(self, other: Classes) -> Classes {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Classes([a | x, b | y, c | z])
    }

    /// Hashes of the names of its classes, in order.
    pub(crate) fn hashes(self) -> impl Iterator<Item = u64> {
        static NAMES: LazyLock<Vec<u64>> =
            LazyLock::new(|| Class::ALL.iter().map(|(name, _)| word_hash(name)).collect());
        let held = move |at: &usize| self.0[*at / 64] >> (at % 64) & 1 == 1;
        let blocks = (0..BLOCKS).filter(move |&block| self.0[block] != 0);
        blocks
            .flat_map(|block| block * 64..Class::ALL.len().min((block + 1) * 64))
            .filter(held)
            .map(|at| NAMES[at])
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        let [a, b, c] = self.0;
        a | b | c == 0
    }
}

/// Shortest stem.
const SHORTEST: usize = 3;
/// Letters by which stems are found; of shorter ones all.
const PREFIX: usize = 4;

#[derive(Default)]
struct Lexicon {
    words: HashMap<Entry>,
    /// Stems by the hash of their first letters.
    stems: HashMap<Vec<(String, Entry)>>,
}

#[derive(Clone, Default)]
struct Entry {
    classes: Classes,
    phrases: Vec<Phrase>,
}

#[derive(Clone)]
struct Phrase {
    rest: Vec<String>,
    classes: Classes,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(&[
        include_str!("../../lexicon/en/acts.txt"),
        include_str!("../../lexicon/en/offers.txt"),
        include_str!("../../lexicon/en/people.txt"),
        include_str!("../../lexicon/en/grammar.txt"),
        include_str!("../../lexicon/en/worlds.txt"),
        include_str!("../../lexicon/names.txt"),
    ])
});
static SPANISH: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(&[
        include_str!("../../lexicon/es/acts.txt"),
        include_str!("../../lexicon/es/offers.txt"),
        include_str!("../../lexicon/es/people.txt"),
        include_str!("../../lexicon/es/grammar.txt"),
        include_str!("../../lexicon/es/worlds.txt"),
        include_str!("../../lexicon/names.txt"),
    ])
});

impl Lexicon {
    fn parse(lists: &[&str]) -> Self {
        let mut lexicon = Lexicon::default();
        for line in lists.iter().flat_map(|list| list.lines()) {
            if let Some((names, words)) = line.split_once(':').filter(|_| !line.starts_with('#')) {
                lexicon.add_line(class_set(names), words);
            }
        }
        lexicon
    }

    fn add_line(&mut self, classes: Classes, words: &str) {
        for (index, part) in words.split('"').enumerate() {
            if index % 2 == 1 {
                let mut words = part.split_whitespace();
                let Some(first) = words.next() else { continue };
                let phrase = Phrase {
                    rest: words.map(str::to_owned).collect(),
                    classes,
                };
                self.entry(first).phrases.push(phrase);
            } else {
                for word in part.split_whitespace() {
                    let entry = self.entry(word);
                    entry.classes = entry.classes.or(classes);
                }
            }
        }
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        let Some(stem) = word.strip_suffix('*') else {
            return self.words.entry(word_hash(word)).or_default();
        };
        let stems = self.stems.entry(prefix_hash(stem.as_bytes())).or_default();
        let at = stems
            .iter()
            .position(|(known, _)| known == stem)
            .unwrap_or_else(|| {
                stems.push((stem.to_owned(), Entry::default()));
                stems.len() - 1
            });
        &mut stems[at].1
    }

    /// Calls `found` with every entry that a word matches.
    fn lookup<'l>(&'l self, hash: u64, word: &str, mut found: impl FnMut(&'l Entry)) {
        if let Some(entry) = self.words.get(&hash) {
            found(entry);
        }
        let prefixes = (SHORTEST..=PREFIX).filter_map(|length| word.as_bytes().get(..length));
        for stems in prefixes.filter_map(|prefix| self.stems.get(&prefix_hash(prefix))) {
            stems
                .iter()
                .filter(|(stem, _)| word.starts_with(stem.as_str()))
                .for_each(|(_, entry)| found(entry));
        }
    }
}

/// Whether a word of either language, as its hash, stands in the lists with a class.
pub(crate) fn is_listed(hash: u64, class: Class) -> bool {
    let lists: [&Lexicon; 2] = [&ENGLISH, &SPANISH];
    let of = |lexicon: &Lexicon| {
        lexicon
            .words
            .get(&hash)
            .is_some_and(|e| e.classes.has(class))
    };
    lists.into_iter().any(of)
}

fn prefix_hash(bytes: &[u8]) -> u64 {
    bytes.iter().take(PREFIX).fold(7, |hash, &byte| {
        (hash << 8 | u64::from(byte)).wrapping_mul(0x9E37_79B9)
    })
}

fn class_set(names: &str) -> Classes {
    names.split_whitespace().fold(Classes::NONE, |set, name| {
        let class = Class::ALL.iter().find(|(known, _)| *known == name);
        set.or(class.map_or(Classes::NONE, |&(_, class)| Classes::of(&[class])))
    })
}

/// Gives each token its classes: by the list of the text's language, by both lists where the
/// language is not known.
pub(super) fn classify(tokens: &mut [Token], folded: &str, lang: Lang) {
    let (first, second): (&Lexicon, &Lexicon) = match lang {
        Lang::Es => (&SPANISH, &ENGLISH),
        Lang::En | Lang::Other => (&ENGLISH, &SPANISH),
    };
    for at in 0..tokens.len() {
        if !matches!(tokens[at].kind, TokenKind::Word | TokenKind::Mixed) {
            continue;
        }
        let word = &folded[tokens[at].fold_start as usize..tokens[at].fold_end as usize];
        let mut known = false;
        let mut classes = Classes::NONE;
        for lexicon in [first, second] {
            lexicon.lookup(tokens[at].hash, word, |entry| {
                known = true;
                classes = classes.or(entry.classes);
                for phrase in &entry.phrases {
                    if phrase_follows(&phrase.rest, &tokens[at + 1..], folded) {
                        classes = classes.or(phrase.classes);
                    }
                }
            });
            if known || lang != Lang::Other {
                break;
            }
        }
        tokens[at].classes = classes;
    }
}

fn phrase_follows(rest: &[String], tokens: &[Token], folded: &str) -> bool {
    let mut tokens = tokens
        .iter()
        .filter(|t| t.fold_end > t.fold_start && (t.gap || t.kind != TokenKind::Punct));
    rest.iter().all(|pattern| {
        let Some(token) = tokens.next() else {
            return false;
        };
        let word = &folded[token.fold_start as usize..token.fold_end as usize];
        match pattern.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => pattern == "_" || pattern == word,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_named_in_a_list_exists() {
        for dir in [
            "en/acts.txt",
            "en/offers.txt",
            "en/people.txt",
            "en/grammar.txt",
            "en/worlds.txt",
            "es/acts.txt",
            "es/offers.txt",
            "es/people.txt",
            "es/grammar.txt",
            "es/worlds.txt",
            "names.txt",
        ] {
            let list =
                std::fs::read_to_string(format!("{}/lexicon/{dir}", env!("CARGO_MANIFEST_DIR")))
                    .expect(dir);
            for line in list
                .lines()
                .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
            {
                let (names, words) = line
                    .split_once(':')
                    .unwrap_or_else(|| panic!("{dir}: no colon in {line:?}"));
                for name in names.split_whitespace() {
                    assert!(
                        Class::ALL.iter().any(|(known, _)| *known == name),
                        "{dir}: {name}"
                    );
                }
                assert_eq!(words.matches('"').count() % 2, 0, "{dir}: {line}");
                for word in words.replace('"', " ").split_whitespace() {
                    assert_eq!(
                        super::super::folded(word),
                        word,
                        "{dir}: {word} is not folded"
                    );
                    assert!(
                        !word.ends_with('*') || word.len() > SHORTEST,
                        "{dir}: {word} is too short a stem"
                    );
                }
            }
        }
    }
}

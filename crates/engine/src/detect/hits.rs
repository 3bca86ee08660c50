//! What the rules found in a text, and in what light each finding stands.

use std::ops::Range;
use std::sync::LazyLock;

use model::Behaviour;

use super::book::{Book, Item, kind};
use super::told::Deed;
use crate::reading::Lang;
use crate::text::{Class, Classes, Doc, TokenKind};

const EN: [&str; 2] = [
    include_str!("../../lexicon/en/detect.txt"),
    include_str!("../../lexicon/en/deeds.txt"),
];
const ES: [&str; 2] = [
    include_str!("../../lexicon/es/detect.txt"),
    include_str!("../../lexicon/es/deeds.txt"),
];

static ENGLISH: LazyLock<Book> = LazyLock::new(|| Book::parse(&EN).0);
static SPANISH: LazyLock<Book> = LazyLock::new(|| Book::parse(&ES).0);

/// The books to read a text of a language with.
pub(super) fn books(lang: Lang) -> Vec<&'static Book> {
    match lang {
        Lang::En => vec![&ENGLISH],
        Lang::Es => vec![&SPANISH],
        Lang::Other => vec![&ENGLISH, &SPANISH],
    }
}

/// How a text can itself threaten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Made {
    Vow,
    Want,
    Doom,
    Cond,
    Veil,
    Call,
    Deserve,
    Wish,
    Offer,
    DoxCall,
    Lure,
    Tail,
    Swat,
    Seize,
}

impl Made {
    pub const ALL: [(&'static str, Made, Behaviour); 14] = [
        ("vow", Made::Vow, Behaviour::Threat),
        ("want", Made::Want, Behaviour::Threat),
        ("doom", Made::Doom, Behaviour::Threat),
        ("cond", Made::Cond, Behaviour::Threat),
        ("veil", Made::Veil, Behaviour::Threat),
        ("call", Made::Call, Behaviour::Incitement),
        ("deserve", Made::Deserve, Behaviour::Incitement),
        ("wish", Made::Wish, Behaviour::Incitement),
        ("offer", Made::Offer, Behaviour::Bounty),
        ("doxcall", Made::DoxCall, Behaviour::Doxxing),
        ("lure", Made::Lure, Behaviour::Ambush),
        ("tail", Made::Tail, Behaviour::Surveillance),
        ("swat", Made::Swat, Behaviour::Swatting),
        ("seize", Made::Seize, Behaviour::Kidnapping),
    ];

    /// The behaviour that a text shows by it.
    pub fn behaviour(self) -> Behaviour {
        Made::ALL[self as usize].2
    }

    /// Whether "not" is part of the turn itself.
    fn holds_negation(self) -> bool {
        matches!(
            self,
            Made::Cond | Made::Doom | Made::Veil | Made::Wish | Made::Seize
        )
    }

    /// Whether a shop, a school or a landlord may use the same words and mean no harm.
    pub fn is_soft(self) -> bool {
        matches!(
            self,
            Made::Veil | Made::Offer | Made::DoxCall | Made::Lure | Made::Tail | Made::Seize
        )
    }
}

/// How a text stands to what it speaks of, and what else it may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Frame {
    Condemn,
    Tale,
    Fiction,
    Play,
    Lawful,
    Victim,
    Protest,
    Trade,
    Market,
    Idiom,
}

impl Frame {
    pub const ALL: [(&'static str, Frame); 10] = [
        ("condemn", Frame::Condemn),
        ("tale", Frame::Tale),
        ("fiction", Frame::Fiction),
        ("play", Frame::Play),
        ("lawful", Frame::Lawful),
        ("victim", Frame::Victim),
        ("protest", Frame::Protest),
        ("trade", Frame::Trade),
        ("market", Frame::Market),
        ("idiom", Frame::Idiom),
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Made(Made),
    Told(Behaviour),
    /// Told of for the claims alone: it weighs nothing in the reading.
    Deed(Deed),
    Frame(Frame),
}

impl Head {
    fn named(name: &str) -> Option<Head> {
        let told = || Behaviour::ALL.iter().find(|b| b.as_str() == name);
        let frame = || Frame::ALL.iter().find(|(known, _)| *known == name);
        match Made::ALL.iter().find(|(known, ..)| *known == name) {
            Some(&(_, made, _)) => Some(Head::Made(made)),
            None => frame()
                .map(|&(_, frame)| Head::Frame(frame))
                .or_else(|| told().map(|&b| Head::Told(b)))
                .or_else(|| Deed::named(name).map(Head::Deed)),
        }
    }
}

/// One rule found at one place.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub head: Head,
    pub strength: f32,
    /// Items of the scan.
    pub items: Range<usize>,
    /// Which sentence, counted by stops.
    pub sentence: u32,
    /// In another's words, or told as another's doing.
    pub reported: bool,
    pub negated: bool,
    /// Part of a turn that means no harm.
    pub idiom: bool,
    /// The sentence asks.
    pub asks: bool,
}

impl Hit {
    /// Whether it speaks for the text itself.
    pub fn is_plain(&self) -> bool {
        !self.reported && !self.negated && !self.idiom
    }
}

/// A text as one book reads it.
pub(super) struct Scan {
    pub book: &'static Book,
    pub items: Vec<Item>,
    pub hits: Vec<Hit>,
    /// Which items are part of a turn that means no harm.
    pub harmless: Vec<bool>,
}

impl Scan {
    pub fn new(doc: &Doc, book: &'static Book) -> Self {
        let items = super::scan::items(doc, book);
        let sentences = numbered(&items);
        let quoted = quoted(doc);
        let hits = book
            .matches(&items)
            .into_iter()
            .filter_map(|found| {
                let rule = book.rule(&found);
                let range = found.start as usize..found.end as usize;
                let first = items[range.start].first as usize;
                let head = Head::named(&rule.head)?;
                let vows = head == Head::Made(Made::Vow);
                let own = matches!(head, Head::Made(_));
                if own
                    && items[range.clone()]
                        .iter()
                        .any(|item| is_preterite(doc, item, vows))
                {
                    return None;
                }
                Some(Hit {
                    head,
                    strength: rule.strength,
                    sentence: sentences[range.start],
                    reported: is_within(&quoted, first),
                    negated: match head {
                        // what a deed's row holds of "not" belongs to it
                        Head::Deed(_) => is_negated(book, &items, &(range.start..range.start)),
                        _ => is_negated(book, &items, &range),
                    },
                    idiom: false,
                    asks: items[range.start..]
                        .iter()
                        .take(40)
                        .take_while(|i| i.kinds & kind::STOP == 0)
                        .any(|i| i.kinds & kind::ASK != 0),
                    items: range,
                })
            })
            .collect();
        let harmless = vec![false; items.len()];
        let mut scan = Scan {
            book,
            items,
            hits,
            harmless,
        };
        scan.mask();
        scan.report();
        scan
    }

    /// The tokens of a hit.
    pub fn tokens(&self, hit: &Hit) -> Range<usize> {
        let last = hit.items.end.max(hit.items.start + 1) - 1;
        self.items[hit.items.start].first as usize..self.items[last].last as usize + 1
    }

    /// Hits that speak for the text itself, or are told in it, whichever the head says.
    pub fn made(&self) -> impl Iterator<Item = (Made, &Hit)> {
        self.hits.iter().filter_map(|hit| match hit.head {
            Head::Made(made) => Some((made, hit)),
            _ => None,
        })
    }

    pub fn frames(&self, frame: Frame) -> impl Iterator<Item = &Hit> {
        self.hits
            .iter()
            .filter(move |hit| hit.head == Head::Frame(frame))
    }

    /// Sentences that hold a finding of some kind.
    pub fn sentences_of(&self, head: Head) -> std::collections::BTreeSet<u32> {
        let found = self
            .hits
            .iter()
            .filter(|hit| hit.head == head && !hit.idiom);
        found.map(|hit| hit.sentence).collect()
    }

    /// A hit is part of a harmless turn where the two overlap.
    fn mask(&mut self) {
        let turns: Vec<Range<usize>> = self.frames(Frame::Idiom).map(|h| h.items.clone()).collect();
        for turn in turns {
            self.harmless[turn].fill(true);
        }
        for hit in &mut self.hits {
            hit.idiom = hit.head != Head::Frame(Frame::Idiom)
                && self.harmless[hit.items.clone()].iter().any(|&m| m);
            if let Head::Made(made) = hit.head {
                hit.negated &= !made.holds_negation();
            }
        }
    }

    /// What stands after "he said that", or in a sentence in which a victim tells, is reported.
    fn report(&mut self) {
        let last = self.hits.iter().map(|h| h.sentence).max().unwrap_or(0) as usize;
        let mut told_from = vec![usize::MAX; last + 2];
        for hit in &self.hits {
            let sentence = hit.sentence as usize;
            match hit.head {
                Head::Frame(Frame::Tale) if !hit.idiom => {
                    told_from[sentence] = told_from[sentence].min(hit.items.start);
                }
                Head::Frame(Frame::Victim) => told_from[sentence] = 0,
                _ => {}
            }
        }
        let told_bounty = self.sentences_of(Head::Told(Behaviour::Bounty));
        let lawful = self.sentences_of(Head::Frame(Frame::Lawful));
        let tells = told_from.iter().any(|&from| from != usize::MAX);
        for hit in &mut self.hits {
            let from = told_from[hit.sentence as usize];
            // an offer has no subject to tell whose it is: any telling in its sentence makes it another's
            let offered = matches!(
                hit.head,
                Head::Made(Made::Offer | Made::DoxCall | Made::Lure)
            );
            hit.reported |= from <= hit.items.start
                || offered && from != usize::MAX
                || offered && tells && told_bounty.contains(&hit.sentence);
            hit.idiom |= hit.head == Head::Made(Made::Offer) && lawful.contains(&hit.sentence);
        }
    }
}

/// `mató`, which without its accent is `mato`: what somebody did is no threat.
fn is_preterite(doc: &Doc, item: &Item, any: bool) -> bool {
    const HARM: Classes = Classes::of(&[Class::Kill, Class::Injure, Class::Burn, Class::Shoot]);
    let at = item.first as usize;
    doc.lang == Lang::Es && (any || doc.classes(at).any(HARM)) && doc.raw(at).ends_with('ó')
}

fn numbered(items: &[Item]) -> Vec<u32> {
    let mut sentence = 0;
    items
        .iter()
        .map(|item| {
            let own = sentence;
            sentence += u32::from(item.kinds & kind::STOP != 0);
            own
        })
        .collect()
}

fn is_negated(book: &Book, items: &[Item], range: &Range<usize>) -> bool {
    let neg = book.set("NEG");
    let before = items[..range.start]
        .iter()
        .rev()
        .take(3)
        .take_while(|i| i.kinds & (kind::STOP | kind::CLAUSE) == 0);
    before.chain(&items[range.clone()]).any(|item| item.is(neg))
}

/// Whether one of some ranges, in order and apart, holds a place.
fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= at);
    before > 0 && ranges[before - 1].contains(&at)
}

/// Token ranges within quotation marks, where words stand outside them as well.
fn quoted(doc: &Doc) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, u32)> = None;
    for sentence in &doc.sentences {
        for at in sentence.range() {
            if doc.tokens[at].kind != TokenKind::QuoteMark {
                continue;
            }
            let mark = doc.raw(at);
            let opens = matches!(mark, "“" | "«" | "„" | "‟" | "‘")
                || matches!(mark, "\"" | "`") && open.is_none();
            let closes = matches!(mark, "”" | "»" | "\"" | "`" | "’" | "“");
            match open {
                Some((start, paragraph)) if closes && paragraph == sentence.paragraph => {
                    ranges.push(start..at);
                    open = None;
                }
                _ if opens => open = Some((at + 1, sentence.paragraph)),
                Some((_, paragraph)) if paragraph != sentence.paragraph => open = None,
                _ => {}
            }
        }
    }
    let words = |range: Range<usize>| {
        range
            .filter(|&at| doc.tokens[at].kind == TokenKind::Word)
            .count()
    };
    let inside: usize = ranges.iter().map(|r| words(r.clone())).sum();
    if words(0..doc.tokens.len()) < inside + 3 {
        ranges.clear();
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_reads() {
        for list in [EN, ES] {
            let (book, faults) = Book::parse(&list);
            assert_eq!(faults, Vec::<String>::new());
            assert!(book.rules.len() > 20 && book.is_within_bounds());
            for rule in &book.rules {
                assert!(Head::named(&rule.head).is_some(), "{}", rule.head);
                assert!((0.0..=1.0).contains(&rule.strength));
            }
        }
    }
}

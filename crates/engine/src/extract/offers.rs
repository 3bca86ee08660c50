//! Prices on people: a sum set on harm to somebody, or on what leads to them.

mod conversion;
mod each;
mod hinted;
mod lawful;
mod prices;

use std::ops::Range;

use super::money::Money;
use crate::text::{Case, Class, Classes, Doc, TokenKind};
use conversion::aside;
pub(crate) use conversion::is_conversion;
use each::{DONE, is_each_done_to};
pub(in crate::extract) use hinted::taker_behind;
use lawful::{helps_the_law, is_other_money, is_public_reward};
pub use prices::Prices;

/// A sum and the act that it is set on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The sum, as an index into the sums of the text.
    pub money: usize,
    /// The sentence it stands in.
    pub sentence: usize,
    /// What is asked for: `kill`, `injure`, `kidnap`, `doxxing`, `surveil`; none where that goes unsaid.
    pub act: Option<&'static str>,
    /// The token that says so, or whom the price is on.
    pub at: usize,
    /// The words that belong to the offer: from the sum before it to the sum after it.
    pub around: Range<usize>,
}

const ASKS: [(Class, &str); 5] = [
    (Class::AskKill, "kill"),
    (Class::AskTake, "kidnap"),
    (Class::AskHurt, "injure"),
    (Class::AskFind, "doxxing"),
    (Class::AskWatch, "surveil"),
];
const ASKED: Classes = Classes::of(&[
    Class::AskKill,
    Class::AskTake,
    Class::AskHurt,
    Class::AskFind,
    Class::AskWatch,
]);
const PEOPLE: Classes = Classes::of(&[
    Class::Role,
    Class::Person,
    Class::Family,
    Class::Victim,
    Class::Title,
    Class::Home,
]);
const BEFORE_SOMEBODY: Classes = Classes::of(&[
    Class::Det,
    Class::Possessive,
    Class::Title,
    Class::Role,
    Class::OrgWord,
    Class::OrgHead,
    Class::PlaceHead,
]);
/// Tokens between what is asked for and whom it is aimed at.
const REACH: usize = 9;

/// The offers of a text and its hints at others, in order of their sums. Takes time linear in its length.
fn offers(doc: &Doc, sums: &[Money]) -> (Vec<Offer>, Vec<Offer>) {
    let mut offers: Vec<Offer> = Vec::new();
    let mut hints: Vec<Offer> = Vec::new();
    let mut theme = Theme::default();
    for (sentence, of) in doc.sentences.iter().enumerate() {
        let first = sums.partition_point(|sum| sum.tokens.start < of.start);
        let last = sums.partition_point(|sum| sum.tokens.start < of.end);
        let asked = of.range().any(|i| asks(doc, i));
        if first == last && !asked || is_set_on_nobody(doc, of.range()) {
            continue;
        }
        let priced = of.range().any(|i| doc.is(i, Class::Bounty));
        for money in first..last {
            let around = segment(doc, sums, money, first..last, of.range());
            let search = Search {
                doc,
                priced,
                plain: theme.speaks_at(sentence),
                listed: theme.stands_in(sentence),
            };
            let sum = &sums[money].tokens;
            let found = search
                .wanted(sum, &around)
                .or_else(|| theme.points_back(doc, sentence, sum))
                .or_else(|| theme.goes_on(doc, sentence, sum, &around))
                .or_else(|| search.hinted(sum, &around))
                .map(|(at, act)| (at, Some(act)))
                .or_else(|| search.somebody(&around).map(|at| (at, None)))
                .or_else(|| hinted::set_on(doc, sum.end, around.end).map(|at| (at, None)));
            if let Some((at, act)) = found {
                act.into_iter().for_each(|act| theme.set(sentence, act));
                offers.push(Offer {
                    money,
                    sentence,
                    act,
                    at,
                    around,
                });
            } else if let Some(at) = hinted::unsaid(doc, sum, &around) {
                hints.push(Offer {
                    money,
                    sentence,
                    act: None,
                    at,
                    around,
                });
            }
        }
        let pays = of.range().any(|i| doc.classes(i).any(PAYING));
        let deals = || of.range().any(|i| doc.classes(i).any(DEAL));
        if first == last && (pays || points_at_sum(doc, of.start) && deals()) {
            let search = Search {
                doc,
                priced,
                plain: false,
                listed: false,
            };
            if let Some((at, act)) = search.first(of.range()) {
                theme.set(sentence, act);
                let around = alone(doc, sums, sentence, first);
                offers.extend(around.map(|around| Offer {
                    money: first - 1,
                    sentence,
                    act: Some(act),
                    at,
                    around: around.start..of.end,
                }));
            }
        }
    }
    (offers, hints)
}

/// `Fifty thousand dollars. That is what they put on her head.`: the sentence before, where it is a sum and no more.
fn alone(doc: &Doc, sums: &[Money], sentence: usize, first: usize) -> Option<Range<usize>> {
    const AROUND: usize = 3;
    let before = doc.sentences[sentence.checked_sub(1)?].range();
    let sum = &sums[first.checked_sub(1)?].tokens;
    let alone = before.start <= sum.start && before.len() <= sum.len() + AROUND;
    alone.then_some(before)
}

/// `That was`, `Esa sería`: the sentence goes on about the one before.
fn points_at_sum(doc: &Doc, start: usize) -> bool {
    matches!(
        doc.word(start),
        "that" | "this" | "it" | "esa" | "ese" | "eso" | "esta" | "este" | "tal"
    )
}

/// From the sum before to the sum behind, within a sentence; what only converts a sum parts nothing.
fn segment(
    doc: &Doc,
    sums: &[Money],
    money: usize,
    of_sentence: Range<usize>,
    sentence: Range<usize>,
) -> Range<usize> {
    let left = match money > of_sentence.start {
        true => sums[money - 1].tokens.end,
        false => sentence.start,
    };
    let converted = |&next: &usize| is_conversion(doc, &sums[next - 1], &sums[next]);
    let next = (money + 1..of_sentence.end)
        .find(|next| !converted(next))
        .filter(|&next| next < of_sentence.end);
    let right = next.map_or(sentence.end, |next| sums[next].tokens.start);
    left..right.max(left)
}

/// What was last asked for, for a price: lists and the sentences behind go on about it.
#[derive(Default)]
struct Theme {
    last: Option<(usize, &'static str)>,
}

/// Sentences for which a theme holds.
const HOLDS: usize = 3;

impl Theme {
    fn set(&mut self, sentence: usize, act: &'static str) {
        self.last = Some((sentence, act));
    }

    fn stands_in(&self, sentence: usize) -> bool {
        self.last.is_some_and(|(before, _)| before == sentence)
    }

    fn speaks_at(&self, sentence: usize) -> bool {
        self.last
            .is_some_and(|(before, _)| sentence - before <= HOLDS)
    }

    /// `these bounties can reach $50,000`: the sum for what the sentence before speaks of.
    fn points_back(
        &self,
        doc: &Doc,
        sentence: usize,
        sum: &Range<usize>,
    ) -> Option<(usize, &'static str)> {
        let (_, act) = self.last.filter(|&(before, _)| before + 1 == sentence)?;
        let start = doc.sentences[sentence].start;
        let bounty = (start + 1..sum.start).find(|&i| doc.is(i, Class::Bounty))?;
        doc.is(bounty - 1, Class::Det).then_some((bounty, act))
    }

    /// `For each interpreter the offer is 10,000`: a sum for somebody else, and the act goes without saying.
    fn goes_on(
        &self,
        doc: &Doc,
        sentence: usize,
        sum: &Range<usize>,
        around: &Range<usize>,
    ) -> Option<(usize, &'static str)> {
        let (_, act) = self.last.filter(|_| self.speaks_at(sentence))?;
        let near =
            sum.start.saturating_sub(REACH).max(around.start)..(sum.end + REACH).min(around.end);
        let somebody = near
            .clone()
            .any(|i| doc.classes(i).any(PEOPLE) && !is_asker(doc, i));
        let priced = near
            .into_iter()
            .any(|i| doc.classes(i).any(PAYING.or(DEAL)));
        (somebody && priced).then_some((sum.start, act))
    }
}

/// The sums of a sentence are fines, wages, prizes or rewards for helping the law.
pub(crate) fn is_set_on_nobody(doc: &Doc, sentence: Range<usize>) -> bool {
    is_other_money(doc, sentence.clone())
        || helps_the_law(doc, sentence.clone())
        || is_public_reward(doc, sentence)
}

const DEAL: Classes = Classes::of(&[Class::Deal]);
const PAYING: Classes = Classes::of(&[Class::Bounty, Class::Pay]);

/// How an act is looked for around a sum.
struct Search<'d, 't> {
    doc: &'d Doc<'t>,
    /// The sentence speaks of a reward.
    priced: bool,
    /// That people are meant needs no saying: the passage is about a price on them already.
    plain: bool,
    /// The sentence has set a price already, and goes on with its list.
    listed: bool,
}

impl Search<'_, '_> {
    /// What a sum is set on: behind it where the words lead on, else before it, else behind it.
    fn wanted(&self, sum: &Range<usize>, around: &Range<usize>) -> Option<(usize, &'static str)> {
        let doc = self.doc;
        let paid = around.clone().any(|i| doc.classes(i).any(PAYING.or(DEAL)));
        if !self.listed && !paid && !is_on_a_life(doc, sum.end, around.end) {
            return None;
        }
        let behind = || self.first(sum.end..segment_end(doc, sum.end, around.end));
        let before = || self.first(segment_start(doc, around.start, sum.start)..sum.start);
        if leads_on(doc, sum.end, around.end) {
            behind().or_else(before)
        } else {
            before().or_else(behind)
        }
    }

    /// `a bounty on any ranger`, `300,000 for Commander Ruiz`: a price on somebody, for what goes unsaid.
    fn somebody(&self, around: &Range<usize>) -> Option<usize> {
        let doc = self.doc;
        if !self.priced && !is_paid(doc, around) {
            return None;
        }
        around.clone().find(|&i| {
            let led = (i.saturating_sub(3).max(around.start)..i).any(|j| {
                matches!(
                    doc.word(j),
                    "on" | "for" | "against" | "por" | "sobre" | "contra"
                ) && (j + 1..i).all(|k| doc.classes(k).any(BEFORE_SOMEBODY))
            });
            let known = (i + 1..(i + 3).min(around.end)).any(|j| is_name(doc, j));
            led && doc
                .classes(i)
                .any(Classes::of(&[Class::Role, Class::Title]))
                && (self.priced || known)
        })
    }

    /// The gravest act among the first that are asked for, each aimed at somebody.
    fn first(&self, range: Range<usize>) -> Option<(usize, &'static str)> {
        let doc = self.doc;
        let mut found: Option<(usize, &'static str)> = None;
        for i in range.clone().filter(|&i| asks(doc, i)) {
            let Some((class, act)) = act_at(doc, i, range.end) else {
                continue;
            };
            if found.is_some_and(|(known, _)| i > known + 6) {
                break;
            }
            let aimed = self.plain
                || is_each_done_to(doc, i)
                || class == Class::AskFind
                    && (self.priced || is_telling(doc, i) && is_paid(doc, &range))
                || is_aimed(doc, i, class, &range);
            if aimed && found.is_none_or(|(_, known)| gravity(act) < gravity(known)) {
                found = Some((i, act));
            }
        }
        found
    }
}

/// `20 grand on the judge's head`
fn is_on_a_life(doc: &Doc, sum_end: usize, limit: usize) -> bool {
    const WHOSE: usize = 6;
    let life = |at: usize| matches!(doc.word(at), "life" | "lives" | "head" | "heads");
    sum_end < limit
        && doc.word(sum_end) == "on"
        && (sum_end + 1..limit.min(sum_end + WHOSE)).any(life)
}

fn gravity(act: &str) -> Option<usize> {
    ASKS.iter().position(|(_, known)| *known == act)
}

fn act_at(doc: &Doc, at: usize, limit: usize) -> Option<(Class, &'static str)> {
    if asks_where(doc, at) {
        return Some((Class::AskFind, "doxxing"));
    }
    if is_each_done_to(doc, at) {
        let done = DONE.iter().find(|(_, done, _)| doc.is(at, *done));
        return done.map(|&(class, _, act)| (class, act));
    }
    let &(class, act) = ASKS.iter().find(|(class, _)| doc.is(at, *class))?;
    // to hand over somebody's picture is no kidnapping
    let brought = (at + 1..(at + 8).min(limit)).any(|j| doc.is(j, Class::AskFind));
    match class {
        Class::AskTake if brought => Some((Class::AskFind, "doxxing")),
        _ => Some((class, act)),
    }
}

fn asks(doc: &Doc, at: usize) -> bool {
    doc.classes(at).any(ASKED) || asks_where(doc, at) || is_each_done_to(doc, at)
}

/// `where the judge and her family sleep`
fn asks_where(doc: &Doc, at: usize) -> bool {
    matches!(doc.word(at), "where" | "donde")
        && (at + 1..(at + 8).min(doc.tokens.len())).any(|i| doc.is(i, Class::Dwell))
}

/// An address tells more than a picture: who asks for one means somebody.
fn is_telling(doc: &Doc, at: usize) -> bool {
    !doc.classes(at)
        .any(Classes::of(&[Class::Picture, Class::Tidings]))
}

fn is_paid(doc: &Doc, range: &Range<usize>) -> bool {
    let start = range.start.saturating_sub(12);
    (start..range.end).any(|i| doc.classes(i).any(PAYING))
}

/// `for`, `to whoever`, `if`, `a quien`: what is asked for stands behind the sum.
fn leads_on(doc: &Doc, end: usize, limit: usize) -> bool {
    const LEADS: Classes = Classes::of(&[
        Class::For,
        Class::To,
        Class::If,
        Class::Against,
        Class::On,
        Class::Deal,
    ]);
    let leads = |i: usize| doc.classes(i).any(LEADS) && !doc.classes(i).any(PAYING);
    let end = match end + 1 < limit && leads(end + 1) {
        true => end,
        false => aside(doc, end),
    };
    (end..(end + 2).min(limit)).any(leads)
}

/// Somebody stands near enough to be meant.
fn is_aimed(doc: &Doc, at: usize, class: Class, range: &Range<usize>) -> bool {
    let near = at.saturating_sub(REACH).max(range.start)..(at + REACH).min(range.end);
    let data = matches!(class, Class::AskFind | Class::AskWatch);
    near.into_iter().filter(|&i| i != at).any(|i| {
        doc.classes(i).any(PEOPLE) && !is_asker(doc, i)
            || is_somebodys(doc.word(i))
            || !data && i > at && i <= at + 2 && doc.is(i, Class::OrgHead)
            || is_name(doc, i)
            || hinted::is_clitic(doc, i)
            || !data && is_pronoun(doc.word(i)) && !is_taker(doc, i, class)
    })
}

/// Police and others who speak of the offer are not whom it is aimed at.
fn is_asker(doc: &Doc, at: usize) -> bool {
    doc.is(at, Class::Perpetrator)
        || doc.is(at, Class::Group) && !doc.is(at, Class::Role)
        || doc.is(at, Class::Spokesperson)
        || doc.is(at + 1, Class::Say)
        || doc.is(at, Class::Police)
            && (1..=2).any(|back| at >= back && doc.is(at - back, Class::Say))
}

/// `brought to us`: who takes, not whom they take.
fn is_taker(doc: &Doc, at: usize, class: Class) -> bool {
    class == Class::AskTake && at > 0 && doc.word(at - 1) == "to"
}

fn is_somebodys(word: &str) -> bool {
    matches!(
        word,
        "his" | "her" | "their" | "my" | "your" | "su" | "sus" | "mi" | "tu"
    )
}

fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "him" | "her" | "them" | "us" | "me" | "ella" | "ellos" | "ellas"
    ) || word.len() > 5
        && [
            "arlo", "arla", "arlos", "arlas", "arle", "erlo", "erla", "irlo", "irla",
        ]
        .iter()
        .any(|clitic| word.ends_with(clitic))
}

/// A capitalised word that begins no sentence and is no place, month or body.
fn is_name(doc: &Doc, at: usize) -> bool {
    const OTHER: Classes = Classes::of(&[
        Class::Month,
        Class::Weekday,
        Class::Country,
        Class::PlaceHead,
        Class::OrgHead,
        Class::OrgWord,
        Class::Outlet,
        Class::Platform,
        Class::CurrencyWord,
        Class::Say,
        Class::Det,
        Class::Deal,
    ]);
    let token = &doc.tokens[at];
    token.kind == TokenKind::Word
        && token.case == Case::Title
        && !doc.classes(at).any(OTHER)
        && at > 0
        && !matches!(doc.tokens[at - 1].kind, TokenKind::Break)
        && !matches!(doc.word(at - 1), "." | ":" | "\"" | "“" | "«" | "in" | "en")
}

/// A segment ends where another statement begins.
fn segment_end(doc: &Doc, start: usize, limit: usize) -> usize {
    (start..limit).find(|&i| divides(doc, i)).unwrap_or(limit)
}

fn divides(doc: &Doc, at: usize) -> bool {
    matches!(doc.word(at), ";" | "while" | "whereas" | "mientras")
}

fn segment_start(doc: &Doc, start: usize, limit: usize) -> usize {
    (start..limit)
        .rev()
        .find(|&i| divides(doc, i))
        .map_or(start, |i| i + 1)
}

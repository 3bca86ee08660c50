//! What the numbers, sums and days of a text say of the acts that it tells of, in whatever sentence they stand: a linear
//! model of each among its neighbours and what a net says that reads the whole text, learnt from reports in which people marked them.

mod view;

use std::ops::Range;
use std::sync::LazyLock;

use super::context::Context;
use super::mention::Mention;
use super::seen::item_at;
use crate::detect::net::Input;
use crate::extract::{self, DateMention};
use crate::linear::Linear;
use view::View;

const FILE: &[u8] = include_bytes!("../../../weights/figures.bin");

/// Log-odds from which a figure is taken to say something: of four such three do.
const LIKELY: f32 = -0.7;
/// Those from which it surely does.
const SURE: f32 = 0.3;
/// Those from which it is held to say something against what rules know.
const SUREST: f32 = 1.3;

/// What a figure may say. Each is an answer of the model, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// How many an act killed.
    Killed,
    /// How many it injured.
    Injured,
    /// How many of those killed are spoken of.
    SomeKilled,
    /// How many of those injured are.
    SomeInjured,
    /// When violence was done.
    Violence,
    /// When somebody was caught.
    Arrest,
    /// When something was sent, posted or found, or somebody followed.
    Message,
    /// A price for killing somebody.
    ToKill,
    /// For hurting somebody.
    ToInjure,
    /// For taking somebody.
    ToKidnap,
    /// For telling where somebody is.
    ToFind,
    /// For something else.
    ToHarm,
    /// What is asked for letting somebody go.
    Ransom,
    /// What is demanded under threat.
    Extortion,
    /// What those who keep the law promise for telling who did it.
    Reward,
}

/// Answers of the model.
pub const SAYS: usize = 15;
/// Places for features, by their hash.
pub const SLOTS: usize = 1 << 15;

/// Weights as they lie in memory.
type Weights = Linear<SAYS, 16>;

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::shipped(FILE));

/// Figures of one sentence that are weighed: more are a table, or nonsense.
const MANY: usize = 32;

/// What kind of figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// So many, up to some thousands.
    Number(u32),
    /// A sum of money: which of those of the text.
    Sum(usize),
    /// A large figure that may be a sum: which of those of the text.
    Open(usize),
    /// A day: which of the dates of the text.
    Day(usize),
}

/// What somebody is to have a sum for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    /// Harm to somebody: which, where that is sure.
    Price(Option<&'static str>),
    /// Letting somebody go.
    Ransom,
    /// Leaving somebody alone.
    Extortion,
}

/// A figure of a text.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub sort: Sort,
    pub tokens: Range<usize>,
    /// Log-odds of what it says.
    answers: [f32; SAYS],
}

impl Figure {
    fn new(sort: Sort, tokens: Range<usize>) -> Self {
        Figure {
            sort,
            tokens,
            answers: [f32::MIN; SAYS],
        }
    }

    /// What it says most surely of some things, where that is likely.
    pub(super) fn says(&self, some: &[Says]) -> Option<Says> {
        let best = some.iter().copied();
        let best = best.max_by(|&a, &b| self.odds(a).total_cmp(&self.odds(b)))?;
        (self.odds(best) >= LIKELY).then_some(best)
    }

    /// What for somebody likely is to have a sum: likely of all such things together, and for what most of all.
    pub(super) fn sum(&self) -> Option<Sum> {
        const SUMS: [Says; 7] = [
            Says::ToKill,
            Says::ToInjure,
            Says::ToKidnap,
            Says::ToFind,
            Says::ToHarm,
            Says::Ransom,
            Says::Extortion,
        ];
        let likely: f32 = SUMS.iter().map(|&says| chance(self.odds(says))).sum();
        let least = match self.sort {
            Sort::Open(_) => chance(SURE),
            _ => chance(LIKELY),
        };
        let says = SUMS
            .into_iter()
            .max_by(|&a, &b| self.odds(a).total_cmp(&self.odds(b)))?;
        if likely < least || self.odds(Says::Reward) > self.odds(says) {
            return None;
        }
        let act = match says {
            Says::Ransom => return Some(Sum::Ransom),
            Says::Extortion => return Some(Sum::Extortion),
            _ if self.odds(says) < SURE => None,
            Says::ToKill => Some("kill"),
            Says::ToInjure => Some("injure"),
            Says::ToKidnap => Some("kidnap"),
            Says::ToFind => Some("doxxing"),
            _ => None,
        };
        Some(Sum::Price(act))
    }

    /// It surely is what those who keep the law promise for telling who did something.
    pub(super) fn is_lawful(&self) -> bool {
        self.odds(Says::Reward) >= SUREST
    }

    /// It is unlikely to say something.
    pub(super) fn hardly(&self, says: Says) -> bool {
        self.odds(says) < LIKELY
    }

    /// Log-odds that it says something.
    const fn odds(&self, says: Says) -> f32 {
        self.answers[says as usize]
    }
}

/// What log-odds are as a probability.
fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The figures of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Figures(Vec<Figure>);

impl Figures {
    /// Weighs all figures of a text that tells of something.
    pub(super) fn of(context: &Context, mentions: &[Mention]) -> Self {
        if mentions.is_empty() {
            return Figures::default();
        }
        let mut all = figures(context);
        let view = View::new(context, mentions, &all);
        let mut room = Vec::new();
        for one in &mut all {
            view.features(one, &mut room);
            let known = SHIPPED.answers(&room);
            one.answers = context.seen.beside_token(one.tokens.start, known);
        }
        Figures(all)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.0.iter()
    }

    /// Those that begin in a range of tokens.
    pub(super) fn within(&self, range: Range<usize>) -> &[Figure] {
        let from = self.0.partition_point(|one| one.tokens.start < range.start);
        let to = self.0.partition_point(|one| one.tokens.start < range.end);
        &self.0[from..to.max(from)]
    }
}

/// A figure as the model is given it.
pub struct Given {
    /// First character in the text.
    pub start: usize,
    /// The character behind its last.
    pub end: usize,
    /// Its features.
    pub slots: Vec<u32>,
    /// The item of the text that it is, or begins with.
    pub item: usize,
    /// It has a currency, and nothing around says that it is a sum.
    pub open: bool,
}

/// The figures of a text, in order, and the text as the nets read it.
#[must_use]
pub fn given(text: &str) -> (Vec<Given>, Vec<Input>) {
    super::learnt_from(text, super::by_nobody, |context, mentions| {
        let all = figures(context);
        let view = View::new(context, mentions, &all);
        let of = |one: &Figure| {
            let quote = context.doc.quote(one.tokens.clone());
            let mut slots = Vec::new();
            view.features(one, &mut slots);
            Given {
                start: quote.start,
                end: quote.end,
                slots,
                item: item_at(context.seen.items(), one.tokens.start),
                open: matches!(one.sort, Sort::Open(at) if context.open[at].amount.currency.is_some()),
            }
        };
        (all.iter().map(of).collect(), context.seen.items().to_vec())
    })
}

/// The date that a day is.
pub(super) fn date<'c>(context: &'c Context, figure: &Figure) -> Option<&'c DateMention> {
    match figure.sort {
        Sort::Day(at) => context.dates.get(at),
        _ => None,
    }
}

/// The figures of a text, in order; those of a sum or a date are no numbers.
fn figures(context: &Context) -> Vec<Figure> {
    let days = context.dates.iter().enumerate();
    let days = days.filter(|(_, day)| day.start == day.end);
    let days = days.map(|(at, day)| Figure::new(Sort::Day(at), day.tokens.clone()));
    let sums = context.money.iter().enumerate();
    let sums = sums.map(|(at, sum)| Figure::new(Sort::Sum(at), sum.tokens.clone()));
    let open = context.open.iter().enumerate();
    let open = open.filter(|(_, sum)| !is_count(context, &sum.tokens));
    let open = open.map(|(at, sum)| Figure::new(Sort::Open(at), sum.tokens.clone()));
    let mut all: Vec<Figure> = days.chain(sums).chain(open).collect();
    let mut taken = vec![false; context.doc.tokens.len()];
    let dates = context.dates.iter().map(|date| &date.tokens);
    for tokens in dates.chain(all.iter().map(|one| &one.tokens)) {
        taken[tokens.clone()].fill(true);
    }
    let mut at = 0;
    while at < taken.len() {
        let number = (!taken[at] && extract::may_start(context.doc, at))
            .then(|| extract::small_number(context.doc, at))
            .flatten();
        match number {
            Some((number, end)) if !taken[at..end].contains(&true) => {
                all.push(Figure::new(Sort::Number(number), at..end));
                at = end;
            }
            _ => at += 1,
        }
    }
    all.sort_by_key(|one| one.tokens.start);
    let (mut last, mut many) = (0, 0);
    all.retain(|one| {
        let sentence = context.doc.sentence_at(one.tokens.start);
        many = if sentence == last { many + 1 } else { 1 };
        last = sentence;
        many <= MANY
    });
    all
}

/// It is a number as people are counted.
fn is_count(context: &Context, tokens: &Range<usize>) -> bool {
    let count = extract::small_number(context.doc, tokens.start);
    count.is_some_and(|(_, end)| end == tokens.end)
}

#[cfg(test)]
mod tests {
    use crate::{Options, Study};

    const SHOT: &str = "Two men fired on the patrol of fishery inspectors at Norwick on Monday 4 May 2026, the police said. The patrol had stopped at the slip. ";

    #[test]
    fn who_counts_the_hurt_in_a_sentence_of_its_own_counts_those_of_the_act() {
        let injured = |told: &str| -> Vec<u32> {
            let notes = Study::of(&format!("{SHOT}{told}"), &Options::default()).notes;
            let mentions = notes.mentions.iter();
            mentions.filter_map(|(one, _)| one.injured).collect()
        };
        let counted = "\"There were three of us who bled on that deck,\" said inspector Ana Prat.";
        assert!(injured(counted).contains(&3), "{:?}", injured(counted));
        let other = "The patrol has three boats, and one of them is thirty years old.";
        assert!(injured(other).is_empty(), "{:?}", injured(other));
    }

    #[test]
    fn a_price_for_what_no_rule_knows_is_one() {
        let prices = |text: &str| -> Vec<Option<&'static str>> {
            let notes = Study::of(text, &Options::default()).notes;
            let priced = notes
                .mentions
                .iter()
                .filter(|(one, _)| one.amount.is_some());
            priced.map(|(one, _)| one.act).collect()
        };
        let told = format!(
            "{SHOT}In the bar they say there is twenty thousand euros going for whoever puts inspector Ana Prat under the water for good."
        );
        assert!(prices(&told).contains(&Some("kill")), "{:?}", prices(&told));
        let lawful = format!(
            "{SHOT}The ministry put a price on what people know: it offered twenty thousand euros for information that leads to the arrest of the gunmen."
        );
        assert!(prices(&lawful).is_empty(), "{:?}", prices(&lawful));
        let spent = format!("{SHOT}The new slip cost twenty thousand euros, the council said.");
        assert!(prices(&spent).is_empty(), "{:?}", prices(&spent));
    }
}

//! Mentions of one event, from all reports of an incident, brought together.

use jiff::civil::Date;
use model::Kind;

use crate::claim::{EXTORTION, Filler, Mention, RANSOM};
use crate::picture::Amount;

use super::actor::spelled_alike;

/// A mention and the report that makes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'n> {
    pub report: usize,
    pub index: usize,
    pub mention: &'n Mention,
}

/// Mentions that speak of one thing.
#[derive(Debug)]
pub(crate) struct Event<'n> {
    pub kind: Kind,
    pub act: Option<&'static str>,
    pub told: Vec<Told<'n>>,
    /// Those that tell what a message says.
    messages: Vec<Told<'n>>,
    pub targets: Vec<&'n Filler>,
    pub places: Vec<u64>,
    /// One of the places has a name.
    pub located: bool,
    pub days: Vec<Date>,
}

const PATIENCE_DAYS: i64 = 21;
/// Compared fillers and days that an event keeps: enough to know it again.
const KEPT: usize = 24;

pub(crate) fn is_violent(kind: Kind) -> bool {
    matches!(kind, Kind::Attack | Kind::Ambush | Kind::Explosive)
}

impl<'n> Event<'n> {
    pub(crate) fn new(one: Told<'n>) -> Self {
        let mut event = Event {
            kind: one.mention.kind,
            act: one.mention.act,
            told: Vec::new(),
            messages: Vec::new(),
            targets: Vec::new(),
            places: Vec::new(),
            located: false,
            days: Vec::new(),
        };
        event.take(one);
        event
    }

    pub(crate) fn take(&mut self, one: Told<'n>) {
        let mention = one.mention;
        if self.act.is_none()
            || self.kind != Kind::Bounty && strength(mention.act) > strength(self.act)
        {
            self.act = mention.act.or(self.act);
        }
        if let Some(target) = &mention.target
            && self.targets.len() < KEPT
            && !self.targets.contains(&target)
        {
            self.targets.push(target);
        }
        if let Some(place) = &mention.place {
            self.located |= place.entity.is_some();
            for &word in &place.words {
                if self.places.len() < KEPT && !self.places.contains(&word) {
                    self.places.push(word);
                }
            }
        }
        if let Some(day) = mention
            .date
            .as_ref()
            .and_then(|when| when.start.or(when.end))
            && self.days.len() < KEPT
            && !self.days.contains(&day)
        {
            self.days.push(day);
        }
        if !mention.message.is_empty() && self.messages.len() < KEPT {
            self.messages.push(one);
        }
        self.told.push(one);
    }

    /// The most specific kind that two in five of the reports use.
    pub(crate) fn settle_kind(&mut self) {
        let of = |kind: Option<Kind>| {
            let mut reports: Vec<usize> = self
                .told
                .iter()
                .filter(|told| kind.is_none_or(|kind| told.mention.kind == kind))
                .map(|told| told.report)
                .collect();
            reports.dedup();
            reports.len()
        };
        let all = of(None);
        let mut kinds = [Kind::Ambush, Kind::Explosive, Kind::Attack];
        kinds.sort_by_key(|&kind| std::cmp::Reverse(specificity(kind)));
        if let Some(&kind) = kinds.iter().find(|&&kind| 5 * of(Some(kind)) >= 2 * all) {
            self.kind = kind;
        }
        let own = self
            .told
            .iter()
            .map(|told| told.mention)
            .filter(|mention| mention.kind == self.kind);
        self.act = own
            .filter_map(|mention| mention.act)
            .max_by_key(|act| strength(Some(act)))
            .or(self.act);
    }

    /// Whether violence that its report told of shortly before is this event.
    pub(crate) fn goes_on_with(&self, one: &Told) -> bool {
        is_violent(self.kind)
            && self
                .told
                .last()
                .is_some_and(|told| told.report == one.report && one.index - told.index <= 6)
    }

    /// How well a mention fits, or none where it contradicts what makes the event this one.
    pub(crate) fn affinity(&self, one: &Told) -> Option<i32> {
        let mention = one.mention;
        let demands = |act: Option<&str>| matches!(act, Some(RANSOM | EXTORTION));
        match (demands(mention.act), demands(self.act)) {
            (true, true) => return (mention.act == self.act).then_some(0),
            (false, false) => {}
            _ => return None,
        }
        let target = self.target_affinity(mention)?;
        let days = self.day_affinity(one)?;
        let place = mention.place.as_ref().map_or(0, |p| {
            2 * i32::from(p.words.iter().any(|w| self.places.contains(w)))
        });
        let score = target + days + place;
        if mention.kind == self.kind {
            match self.kind {
                Kind::Bounty => self.bounty_affinity(mention).map(|amount| score + amount),
                Kind::Response => {
                    (mention.act == self.act && !self.is_told_apart(one)).then_some(score)
                }
                Kind::Attack | Kind::Ambush | Kind::Explosive => {
                    let elsewhere =
                        self.is_elsewhere(mention) && place == 0 && days <= 0 && target < 4;
                    (score >= 0 && (!elsewhere || self.is_vague(mention))).then_some(score)
                }
                _ => {
                    let elsewhere = self.is_elsewhere(mention) && place == 0 && target < 4;
                    let message = self.message_affinity(one, score)?;
                    let alike = score + message > 0 || self.is_vague(mention);
                    let bears = !self.messages.is_empty() || !mention.message.is_empty();
                    let other = self.kind == Kind::Threat && bears && !alike;
                    (!elsewhere && !other).then_some(score + message)
                }
            }
        } else {
            (is_violent(mention.kind)
                && is_violent(self.kind)
                && (days == 2 || place > 0 || self.names_target(mention))
                && score > 0)
                .then_some(score - 1)
        }
    }

    /// It has a place with a name, as the event has: a car park may be in either.
    fn is_elsewhere(&self, mention: &Mention) -> bool {
        self.located
            && mention
                .place
                .as_ref()
                .is_some_and(|place| place.entity.is_some())
    }

    /// Words that both tell to have been sent are one message; other words are another, unless another report has
    /// them in other words for the same person or day.
    fn message_affinity(&self, one: &Told, score: i32) -> Option<i32> {
        const SAME: i32 = 5;
        let words = &one.mention.message;
        if words.is_empty() || self.messages.is_empty() {
            return Some(0);
        }
        let same = |told: &Told| {
            let other = &told.mention.message;
            let shared = words.iter().filter(|word| other.contains(word)).count();
            2 * shared >= words.len().min(other.len()) && shared > 0
        };
        if self.messages.iter().any(same) {
            return Some(SAME);
        }
        let own = self.messages.iter().any(|told| told.report == one.report);
        (!own && score > 0).then_some(0)
    }

    /// Both name the same person or body as the target, so that they are about one act within days.
    fn names_target(&self, mention: &Mention) -> bool {
        mention.target.as_ref().is_some_and(|target| {
            let same = |known: &Filler| known.entity.is_some() && known.words == target.words;
            target.entity.is_some() && self.targets.iter().any(|known| same(known))
        })
    }

    /// Its report tells of another such answer already: somebody else is guarded, or is arrested.
    fn is_told_apart(&self, one: &Told) -> bool {
        let own = (self.told.iter().rev()).take_while(|told| told.report == one.report);
        own.take(KEPT)
            .any(|told| is_another_answer(told.mention, one.mention))
    }

    fn is_vague(&self, mention: &Mention) -> bool {
        mention.target.is_none() || self.targets.is_empty()
    }

    fn target_affinity(&self, mention: &Mention) -> Option<i32> {
        let Some(target) = &mention.target else {
            return Some(0);
        };
        if self.targets.is_empty() {
            return Some(0);
        }
        let named = |filler: &Filler| filler.entity.is_some();
        let spelled_alike =
            |known: &Filler| named(known) && spelled_alike(&known.text, &target.text).is_some();
        if self.targets.iter().any(|known| known.shares_word(target))
            || named(target) && self.targets.iter().any(|known| spelled_alike(known))
        {
            return Some(4);
        }
        let only_named = self.targets.iter().all(|known| named(known));
        let one_of_many = named(target) && self.targets.iter().all(|known| known.plural)
            || target.plural && self.targets.iter().all(|known| named(known));
        if one_of_many && !is_violent(self.kind) && self.kind != Kind::Response {
            return None;
        }
        if self.kind == Kind::Bounty
            && (target.plural || !self.has_sum(mention))
            && named(target) != self.targets.iter().any(|known| named(known))
            && !self.is_the_one(target)
        {
            return None;
        }
        if named(target) && only_named && is_violent(self.kind) {
            return Some(-1);
        }
        if named(target) && only_named {
            return (self.kind == Kind::Response && mention.act != Some("protect")).then_some(-1);
        }
        Some(0)
    }

    /// `the judge` beside a name: the one whom the other reports name.
    fn is_the_one(&self, target: &Filler) -> bool {
        let one = |filler: &Filler| filler.definite && !filler.plural;
        one(target) && self.targets.iter().all(|known| one(known))
    }

    fn day_affinity(&self, one: &Told) -> Option<i32> {
        let Some(when) = &one.mention.date else {
            return Some(0);
        };
        let (Some(start), Some(end)) = (when.start, when.end.or(when.start)) else {
            return Some(0);
        };
        if self.days.is_empty() {
            return Some(0);
        }
        let apart = self
            .days
            .iter()
            .map(|&day| days_outside(day, start, end))
            .min()
            .unwrap_or(0);
        match apart {
            0 => Some(2),
            1..=PATIENCE_DAYS if self.has_other_day(one) => Some(-2),
            1..=PATIENCE_DAYS => Some(0),
            _ if when.firm && is_violent(self.kind) => None,
            _ => Some(-1),
        }
    }

    /// The report tells this of another day: who gives two days, as a rule tells of two acts.
    fn has_other_day(&self, one: &Told) -> bool {
        let own = single_day(one.mention);
        let known = (self.told.iter().rev()).take_while(|told| told.report == one.report);
        own.is_some()
            && known
                .take(KEPT)
                .any(|told| single_day(told.mention).is_some_and(|day| Some(day) != own))
    }

    /// Its sum was told before.
    fn has_sum(&self, mention: &Mention) -> bool {
        let same = |known: &Mention| {
            !known.vague && same_amount(known.amount.as_ref(), mention.amount.as_ref())
        };
        !mention.vague && (self.told.iter().take(KEPT)).any(|told| same(told.mention))
    }

    fn bounty_affinity(&self, mention: &Mention) -> Option<i32> {
        let same_sum = self.has_sum(mention);
        match (self.act, mention.act) {
            (Some(a), Some(b)) if family(a) == family(b) => Some(2 + 3 * i32::from(same_sum)),
            (Some(_), Some(_)) => None,
            _ => same_sum.then_some(2),
        }
    }
}

/// Of two answers that one report tells of: other people are guarded, on another word or further on; or another
/// person is named or another day told of whoever is arrested.
fn is_another_answer(known: &Mention, mention: &Mention) -> bool {
    const APART: usize = 2;
    let further = mention.sentence.abs_diff(known.sentence);
    let persons = (known.person.as_ref(), mention.person.as_ref());
    let named = |filler: Option<&Filler>| filler.is_some_and(|filler| filler.entity.is_some());
    match mention.act {
        Some("protect") => {
            differ(known.target.as_ref(), mention.target.as_ref())
                && (further >= APART || mention.source != known.source)
        }
        Some("arrest") => {
            let both_named = named(persons.0) && named(persons.1);
            let days = (single_day(known), single_day(mention));
            let other_day = matches!(days, (Some(one), Some(other)) if one != other);
            differ(persons.0, persons.1) && (both_named && further > 0 || other_day)
        }
        _ => false,
    }
}

/// Both are told, without a word in common.
fn differ(one: Option<&Filler>, other: Option<&Filler>) -> bool {
    one.zip(other)
        .is_some_and(|(one, other)| !one.shares_word(other))
}

/// The one day that the clause itself gives.
pub(crate) fn single_day(mention: &Mention) -> Option<Date> {
    let firm = (mention.date.as_ref()).filter(|when| when.firm && when.start == when.end);
    firm.and_then(|when| when.start)
}

fn specificity(kind: Kind) -> u8 {
    match kind {
        Kind::Ambush => 3,
        Kind::Explosive => 2,
        _ => 1,
    }
}

fn strength(act: Option<&str>) -> u8 {
    match act {
        Some("kill") => 4,
        Some("shoot") => 3,
        Some("bomb threat") => 1,
        Some(_) => 2,
        None => 0,
    }
}

/// Acts that a price is put on, as far as sources tell them apart.
pub(crate) fn family(act: &str) -> &str {
    match act {
        "shoot" => "kill",
        "surveil" => "doxxing",
        "attack" | "arson" | "ambush" | "harass" => "injure",
        other => other,
    }
}

/// Days between a day and a span; 0 inside.
pub(crate) fn days_outside(day: Date, start: Date, end: Date) -> i64 {
    let between = |a: Date, b: Date| i64::from(a.duration_until(b).as_hours() as i32 / 24);
    if day < start {
        between(day, start)
    } else if day > end {
        between(end, day)
    } else {
        0
    }
}

/// The same sum: equal bounds, or one ceiling where a bound is open.
pub(crate) fn same_amount(a: Option<&Amount>, b: Option<&Amount>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    let currencies = match (&a.currency, &b.currency) {
        (Some(x), Some(y)) => x == y || is_peso(x) && is_peso(y) || is_dollar(x) && is_dollar(y),
        _ => true,
    };
    let equal = |x: Option<f64>, y: Option<f64>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() <= 0.005 * x.abs().max(y.abs()),
        (None, None) => true,
        _ => false,
    };
    let is_point = |x: &Amount| x.min.is_some() && x.min == x.max;
    let ceiling = a.max.is_some()
        && equal(a.max, b.max)
        && (a.min.is_none() && is_point(b) || b.min.is_none() && is_point(a));
    let floor = a.min.is_some()
        && equal(a.min, b.min)
        && (a.max.is_none() && is_point(b) || b.max.is_none() && is_point(a));
    currencies && (equal(a.min, b.min) && equal(a.max, b.max) || ceiling || floor)
}

fn is_peso(currency: &str) -> bool {
    matches!(
        currency,
        "pesos" | "MXN" | "ARS" | "CLP" | "COP" | "UYU" | "DOP" | "PHP"
    )
}

/// One balboa is one dollar, by law.
fn is_dollar(currency: &str) -> bool {
    matches!(currency, "USD" | "PAB")
}

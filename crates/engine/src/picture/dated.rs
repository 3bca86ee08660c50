//! Reports that contradict each other in the day of one act.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use model::Kind;

use crate::claim::{Filler, Mention, When};

use super::actor::spelled_alike;
use super::event::{Event, days_outside, single_day};
use super::types::{Conflict, Slot, SlotValue};

/// Reports that contradict each other in the day of one act are so many days apart at most: further apart are two acts.
const CONFLICT_DAYS: i64 = 3;
/// The same where it is less sure that it is one act.
const CLOSE_DAYS: i64 = 1;

/// Different single days that reports give for one act, in the clause that tells of it.
pub(crate) fn conflict(event: &Event, claims: Range<usize>) -> Option<Conflict> {
    if !matches!(
        event.kind,
        Kind::Attack
            | Kind::Ambush
            | Kind::Kidnapping
            | Kind::Explosive
            | Kind::Swatting
            | Kind::Doxxing
            | Kind::Surveillance
    ) && event.act != Some("arrest")
    {
        return None;
    }
    let mut days: Vec<(Date, Vec<usize>)> = Vec::new();
    for (report, day) in day_of_each(event) {
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, reports)) => reports.push(report),
            None => days.push((day, vec![report])),
        }
    }
    let plausible = days.len() > 1;
    days.sort_by_key(|(_, reports)| std::cmp::Reverse(reports.len()));
    plausible.then(|| Conflict {
        slot: Slot::Date,
        claims: claims.collect(),
        values: days
            .into_iter()
            .map(|(day, reports)| (SlotValue::Text(day.to_string()), reports))
            .collect(),
    })
}

/// Days that a report gives, each with whether it is told by a number.
type Days = BTreeSet<(Date, bool)>;

/// The one day that each report gives, of those near the day that most give: this itself, else the nearest to it. The same
/// weekday in another week is that of a report without a date.
fn day_of_each(event: &Event) -> BTreeMap<usize, Date> {
    let taken = (event.act == Some("arrest")).then(|| Taken::of(event));
    let given = given(event, taken.as_ref());
    let Some(most) = given_by_most(&given) else {
        return BTreeMap::new();
    };
    let unsure = event.kind == Kind::Surveillance || taken.is_some_and(|taken| taken.nameless);
    let most_apart = if unsure { CLOSE_DAYS } else { CONFLICT_DAYS };
    let nearest = |days: Days| {
        let apart = |day: &Date| days_outside(*day, most, most);
        let days = days
            .into_iter()
            .map(|(day, by_number)| match apart(&day) % 7 {
                0 if !by_number => most,
                _ => day,
            });
        days.filter(|day| apart(day) <= most_apart)
            .min_by_key(apart)
    };
    let each = given.into_iter();
    each.filter_map(|(report, days)| Some((report, nearest(days)?)))
        .collect()
}

/// The single days that each report gives; of arrests those of one person.
fn given(event: &Event, taken: Option<&Taken>) -> BTreeMap<usize, Days> {
    let mut given: BTreeMap<usize, Days> = BTreeMap::new();
    let told = event.told.iter().map(|told| (told.report, told.mention));
    for (report, mention) in told {
        let of_one = taken.is_none_or(|taken| taken.is_in(mention));
        if let Some(day) = single_day(mention).filter(|_| of_one) {
            let by_number = mention.date.as_ref().is_some_and(When::has_number);
            given.entry(report).or_default().insert((day, by_number));
        }
    }
    given
}

/// The day that most reports give, the earliest of equals.
fn given_by_most(given: &BTreeMap<usize, Days>) -> Option<Date> {
    let mut bearers: BTreeMap<Date, usize> = BTreeMap::new();
    for (day, _) in given.values().flatten() {
        *bearers.entry(*day).or_default() += 1;
    }
    let most = bearers
        .iter()
        .max_by_key(|&(day, count)| (count, std::cmp::Reverse(day)));
    most.map(|(&day, _)| day)
}

/// Whom an arrest took. Several are arrested one after another: only of one and the same can the days conflict.
struct Taken<'e> {
    person: Option<&'e Filler>,
    /// Nobody else is named.
    only_one: bool,
    /// Some mentions name nobody.
    nameless: bool,
}

impl<'e> Taken<'e> {
    fn of(event: &'e Event) -> Self {
        let named = || (event.told.iter()).filter_map(|told| named_person(told.mention));
        let person = named().next();
        Taken {
            person,
            only_one: named().all(|other| same_person(person, other)),
            nameless: named().count() < event.told.len(),
        }
    }

    fn is_in(&self, mention: &Mention) -> bool {
        let named = named_person(mention);
        named.map_or(self.only_one, |other| same_person(self.person, other))
    }
}

fn named_person(mention: &Mention) -> Option<&Filler> {
    mention
        .person
        .as_ref()
        .filter(|person| person.entity.is_some())
}

fn same_person(known: Option<&Filler>, person: &Filler) -> bool {
    known.is_some_and(|known| {
        known.shares_word(person) || spelled_alike(&known.text, &person.text).is_some()
    })
}

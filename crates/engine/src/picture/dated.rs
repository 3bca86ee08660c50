//! Reports that contradict each other in the day of one act.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use model::Kind;

use crate::claim::{Filler, Mention, When};

use super::actor::spelled_alike;
use super::event::{Event, Told, days_outside, single_day};
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

/// The one day that each report gives, of those near the day that most give: this itself, else the nearest to it. The same
/// weekday in another week is that of a report without a date.
fn day_of_each(event: &Event) -> BTreeMap<usize, Date> {
    let mut given: BTreeMap<usize, BTreeSet<(Date, bool)>> = BTreeMap::new();
    let named = || (event.told.iter()).filter_map(|told| named_person(told.mention));
    let taken = named().next();
    let is_arrest = event.act == Some("arrest");
    let only_one = named().all(|person| same_person(taken, person));
    let of_one = |told: &&Told| {
        !is_arrest
            || named_person(told.mention).map_or(only_one, |person| same_person(taken, person))
    };
    let nameless = is_arrest && named().count() < event.told.len();
    let most_apart = match event.kind {
        Kind::Surveillance => CLOSE_DAYS,
        _ if nameless => CLOSE_DAYS,
        _ => CONFLICT_DAYS,
    };
    for told in event.told.iter().filter(of_one) {
        let when = told.mention.date.as_ref();
        let by_number = when.is_some_and(When::has_number);
        if let Some(day) = single_day(told.mention) {
            given
                .entry(told.report)
                .or_default()
                .insert((day, by_number));
        }
    }
    let mut bearers: BTreeMap<Date, usize> = BTreeMap::new();
    for (day, _) in given.values().flatten() {
        *bearers.entry(*day).or_default() += 1;
    }
    let most = bearers
        .iter()
        .max_by_key(|&(day, count)| (count, std::cmp::Reverse(day)));
    let Some((&most, _)) = most else {
        return BTreeMap::new();
    };
    let nearest = |days: BTreeSet<(Date, bool)>| {
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

fn named_person(mention: &Mention) -> Option<&Filler> {
    mention
        .person
        .as_ref()
        .filter(|person| person.entity.is_some())
}

/// Several are arrested one after another: only of one and the same can the days conflict.
fn same_person(known: Option<&Filler>, person: &Filler) -> bool {
    known.is_some_and(|known| {
        known.shares_word(person) || spelled_alike(&known.text, &person.text).is_some()
    })
}

//! Reports come back to their main event in passing: such mentions are folded into it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::Kind;

use super::event::{Event, Told, days_outside, is_violent, single_day};

/// Days between the main event and what may still be told of it.
const NEAR_DAYS: i64 = 3;

/// Folds violent events that name no place, day or person of their own into the one that most reports tell of.
pub(crate) fn fold(events: &mut Vec<Event>) {
    let weight = |event: &Event| (event.reports().len(), event.told.len());
    let Some(main) = (0..events.len())
        .filter(|&i| is_violent(events[i].kind))
        .max_by_key(|&i| (weight(&events[i]), std::cmp::Reverse(i)))
    else {
        return;
    };
    let reports = events[main].reports();
    let folded: Vec<usize> = (0..events.len())
        .filter(|&i| i != main && tells_of(&events[i], &events[main], &reports))
        .collect();
    let mut told = Vec::new();
    for &index in &folded {
        told.append(&mut events[index].told);
    }
    told.into_iter().for_each(|one| events[main].take(one));
    events[main].settle_kind();
    events.retain(|event| !event.told.is_empty());
}

/// Folds what is told in passing of somebody without a name into what its reports tell of that kind already.
pub(crate) fn fold_passing(events: &mut Vec<Event>) {
    const OF_WORDS: [Kind; 4] = [
        Kind::Doxxing,
        Kind::Surveillance,
        Kind::Harassment,
        Kind::Threat,
    ];
    for kind in OF_WORDS {
        let main = (0..events.len())
            .filter(|&i| events[i].kind == kind && !is_told_once(&events[i]))
            .max_by_key(|&i| (events[i].reports().len(), std::cmp::Reverse(i)));
        let Some(main) = main else { continue };
        let reports = events[main].reports();
        let is_passing = |event: &Event| {
            event.kind == kind
                && is_told_once(event)
                && event.told.iter().all(|one| one.mention.message.is_empty())
                && event.targets.iter().all(|target| target.entity.is_none())
                && event.reports().is_subset(&reports)
                && event.fits_place(&events[main])
                && event.fits_days(&events[main])
        };
        let passing: Vec<usize> = (0..events.len())
            .filter(|&i| i != main && is_passing(&events[i]))
            .collect();
        for i in passing {
            let told = std::mem::take(&mut events[i].told);
            told.into_iter().for_each(|one| events[main].take(one));
        }
    }
    events.retain(|event| !event.told.is_empty());
}

/// None of its reports tells it twice.
fn is_told_once(event: &Event) -> bool {
    event.told.len() == event.reports().len()
}

/// Gives what witnesses saw, whose texts tell of no act themselves, to the act that most reports tell of.
pub(crate) fn add_witnesses<'n>(events: &mut [Event<'n>], seen: Vec<Told<'n>>) {
    let act = |event: &&mut Event| {
        is_violent(event.kind) || matches!(event.kind, Kind::Kidnapping | Kind::Swatting)
    };
    let weight = |event: &&mut Event| (event.reports().len(), event.told.len());
    if let Some(main) = events.iter_mut().filter(act).max_by_key(weight) {
        main.told.extend(seen);
    }
}

fn tells_of(event: &Event, main: &Event, reports: &BTreeSet<usize>) -> bool {
    let own = event.reports();
    let among = own.is_subset(reports);
    is_violent(event.kind)
        && (among || event.has_casualties() && own.len() <= reports.len())
        && event.fits_place(main)
        && event.fits_days(main)
        && event.fits_target(main)
        && !event.has_days_apart(main)
}

impl Event<'_> {
    pub(crate) fn reports(&self) -> BTreeSet<usize> {
        self.told.iter().map(|told| told.report).collect()
    }

    fn has_casualties(&self) -> bool {
        self.told
            .iter()
            .any(|told| told.mention.killed.is_some() || told.mention.injured.is_some())
    }

    fn fits_place(&self, main: &Event) -> bool {
        !self.located || self.places.iter().any(|place| main.places.contains(place))
    }

    fn fits_days(&self, main: &Event) -> bool {
        self.days.iter().all(|&day| {
            main.days.is_empty()
                || main
                    .days
                    .iter()
                    .any(|&other| days_outside(day, other, other) <= NEAR_DAYS)
        })
    }

    /// A report tells both, each in its clause with another day.
    fn has_days_apart(&self, main: &Event) -> bool {
        let days = |told: &[Told]| -> BTreeSet<(usize, Date)> {
            let days = told
                .iter()
                .map(|one| Some((one.report, single_day(one.mention)?)));
            days.flatten().collect()
        };
        let (own, theirs) = (days(&self.told), days(&main.told));
        let both = |report: usize| theirs.iter().any(|&(other, _)| other == report);
        own.iter().any(|day| both(day.0) && !theirs.contains(day))
    }

    /// No person is named who is not among those of the main event.
    fn fits_target(&self, main: &Event) -> bool {
        self.targets.iter().all(|target| {
            target.entity.is_none() || main.targets.iter().any(|known| known.shares_word(target))
        })
    }
}

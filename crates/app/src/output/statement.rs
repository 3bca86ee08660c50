//! A claim as one plain sentence, made of its slots by the templates of a language.

use std::fmt::Display;

use engine::picture::{Conflict, Picture, Slot, SlotValue, Slots};
use model::Kind;

use super::format;
use super::words::Words;

/// Makes words from a report fit to be shown.
pub(super) type Show<'a> = &'a dyn Fn(&str) -> String;

/// What is asserted, against whom and by whom; the rest of the slots are [`details`].
pub(super) fn statement(words: &Words, kind: Kind, slots: &Slots, show: Show<'_>) -> String {
    let target = shown(slots.target.as_deref(), show);
    let person = shown(slots.person.as_deref(), show);
    let (target, person) = (target.as_deref(), person.as_deref());
    if kind == Kind::Response {
        return response(words, slots.act.as_deref(), target, person);
    }
    let deed = slots
        .act
        .as_deref()
        .and_then(|act| aimed(words, "deed", act, target));
    let text = match (kind, deed) {
        (Kind::Bounty, deed) => offer(words, slots, deed, target),
        (Kind::Incitement, Some(deed)) => words.fill("call.deed", &[("deed", &deed)]),
        (Kind::Incitement, None) => match target {
            Some(target) => words.fill("call.whom", &[("target", &target)]),
            None => words.get("call").to_owned(),
        },
        _ => {
            let kind = kind.as_str();
            let of_act = slots
                .act
                .as_deref()
                .and_then(|act| aimed(words, "claim", &format!("{kind}.{act}"), target));
            of_act
                .or_else(|| aimed(words, "claim", kind, target))
                .unwrap_or_else(|| words.of_kind("kind", kind))
        }
    };
    match person {
        Some(person) => {
            let values: [(&str, &dyn Display); 2] = [("claim", &text), ("person", &person)];
            match kind {
                Kind::Bounty => words.fill("offer.by", &values),
                _ => words.fill("claim.by", &values),
            }
        }
        None => text,
    }
}

/// What the statement leaves to say, each with the name of its slot: harm, place, date; and the
/// sum where it is no bounty.
pub(super) fn details(
    words: &Words,
    kind: Kind,
    slots: &Slots,
    show: Show<'_>,
) -> Vec<(&'static str, String)> {
    let sum = slots.amount.as_ref().filter(|_| kind != Kind::Bounty);
    let count = |slot, count: Option<u32>| {
        count.map(|count| format::value(words, slot, &SlotValue::Count(count)))
    };
    let date = slots.date.as_deref().map(|date| {
        let told = format::date(words, date);
        if format::is_date(date) {
            told
        } else {
            show(date)
        }
    });
    [
        ("amount", sum.map(|sum| format::amount(words, sum))),
        ("killed", count(Slot::Killed, slots.killed)),
        ("injured", count(Slot::Injured, slots.injured)),
        ("place", shown(slots.place.as_deref(), show)),
        ("date", date),
    ]
    .into_iter()
    .filter_map(|(slot, value)| Some((slot, value.filter(|value| !value.is_empty())?)))
    .collect()
}

/// What a conflict is about: its first claim without the part in dispute, or the name that is
/// spelled in several ways.
pub(super) fn about(
    words: &Words,
    picture: &Picture,
    conflict: &Conflict,
    show: Show<'_>,
) -> String {
    if let (Slot::Person, Some((SlotValue::Text(name), _))) =
        (conflict.slot, conflict.values.first())
    {
        return words.fill("conflict.spelling", &[("name", &show(name))]);
    }
    let first = conflict
        .claims
        .iter()
        .find_map(|&at| picture.claims.get(at));
    first.map_or_else(String::new, |claim| {
        let mut rest = claim.slots.clone();
        match conflict.slot {
            Slot::Amount => rest.amount = None,
            Slot::Target => rest.target = None,
            _ => {}
        }
        statement(words, claim.kind, &rest, show)
    })
}

fn shown(text: Option<&str>, show: Show<'_>) -> Option<String> {
    text.map(show).filter(|text| !text.is_empty())
}

/// The text of `group.name.whom` where there is somebody it is aimed at, else of `group.name`.
fn aimed(words: &Words, group: &str, name: &str, target: Option<&str>) -> Option<String> {
    match target {
        Some(target) => words.fill_kind(group, &format!("{name}.whom"), &[("target", &target)]),
        None => words.fill_kind(group, name, &[]),
    }
}

fn offer(words: &Words, slots: &Slots, deed: Option<String>, target: Option<&str>) -> String {
    let offer = match &slots.amount {
        Some(amount) => words.fill("offer.sum", &[("amount", &format::amount(words, amount))]),
        None => words.get("offer").to_owned(),
    };
    match (deed, target) {
        (Some(deed), _) => words.fill("offer.deed", &[("offer", &offer), ("deed", &deed)]),
        (None, Some(target)) => words.fill("offer.whom", &[("offer", &offer), ("target", &target)]),
        (None, None) => offer,
    }
}

fn response(
    words: &Words,
    act: Option<&str>,
    target: Option<&str>,
    person: Option<&str>,
) -> String {
    let name = act
        .map(|act| format!("response.{act}"))
        .filter(|name| words.fill_kind("claim", name, &[]).is_some())
        .unwrap_or_else(|| "response".to_owned());
    let target = target.filter(|&target| Some(target) != person);
    let claim = aimed(words, "claim", &name, target).unwrap_or_default();
    let Some(person) = person else {
        return claim;
    };
    let of_person = match target {
        Some(target) => words.fill_kind(
            "claim",
            &format!("{name}.both"),
            &[("person", &person), ("target", &target)],
        ),
        None => words.fill_kind("claim", &format!("{name}.person"), &[("person", &person)]),
    };
    of_person
        .unwrap_or_else(|| words.fill("claim.suspect", &[("claim", &claim), ("person", &person)]))
}

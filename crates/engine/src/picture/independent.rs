//! How many stand behind a claim independently of one another.

use std::collections::BTreeSet;

use model::Kind;

use super::event::{Event, Told, days_outside, is_violent};
use super::origin::Cast;
use crate::claim::{Filler, Mention, Notes, agree};

/// Direct mentions of one claim that are held against each other.
const DIRECT: usize = 64;
/// Days of a span by which an act is known again; `since February` may be any.
const FEW_DAYS: i64 = 7;

/// Named institutions on whose word reports state a claim directly, as far as they bear one another out. `whom` is
/// the claim's target.
pub(super) fn count(
    event: &Event,
    told: &[Told],
    whom: Option<&str>,
    notes: &[&Notes],
    cast: &Cast,
) -> usize {
    let figures = told.iter().any(|told| gives_figure(told.mention));
    // a count speaks of several, whoever of them is named
    let of_one = !figures
        && told.iter().any(|told| {
            let target = told.mention.target.as_ref();
            target.is_some_and(|target| target.entity.is_some() && !target.plural)
        });
    let retelling = retelling(told, notes);
    let contradicting = contradicting(event, told, cast);
    let direct: Vec<(usize, &Mention)> = told
        .iter()
        .filter(|told| told.mention.direct)
        .filter(|told| !figures || gives_figure(told.mention))
        .filter(|told| !of_one || !is_of_many(told.mention))
        .filter(|told| !is_issuers(told, notes) || !retelling.contains(&told.report))
        .filter(|told| !is_violent(event.kind) || !is_of_another(told.mention, whom))
        .filter(|told| event.act != Some("protect") || protects(told.mention, whom))
        .filter_map(|told| {
            let source = told.mention.source?;
            let voice = &cast.voices[cast.voice(told.report, source)?];
            let counts = voice.is_named() && (event.kind != Kind::Response || voice.is_body());
            counts.then_some((voice.institution, told.mention))
        })
        .take(DIRECT)
        .filter(|(who, _)| !contradicting.contains(who))
        .collect();
    agreeing(&direct, is_repeated(event.kind))
}

/// What is done to one person many times: that two tell of it is not that they tell of the same.
fn is_repeated(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Threat | Kind::Surveillance | Kind::Harassment | Kind::Incitement
    )
}

/// Releases that tell the claim on somebody else's word, and add nothing by their own.
fn retelling(told: &[Told], notes: &[&Notes]) -> BTreeSet<usize> {
    told.iter()
        .filter(|one| notes[one.report].issuer.is_some())
        .filter(|one| one.mention.direct && !is_issuers(one, notes))
        .map(|one| one.report)
        .collect()
}

/// On the word of the body whose release it stands in.
fn is_issuers(told: &Told, notes: &[&Notes]) -> bool {
    let issuer = notes[told.report].issuer;
    issuer.is_some() && told.mention.source == issuer
}

/// Institutions that count otherwise elsewhere: they do not bear out the count of others.
fn contradicting(event: &Event, told: &[Told], cast: &Cast) -> BTreeSet<usize> {
    let figure = |value: fn(&Mention) -> Option<u32>| {
        let counted = |one: &&Told| !one.mention.partial;
        told.iter()
            .filter(counted)
            .find_map(move |one| value(one.mention))
    };
    let (killed, injured) = (figure(|m| m.killed), figure(|m| m.injured));
    event
        .told
        .iter()
        .filter(|one| !one.mention.partial)
        .filter(|one| !agree(killed, one.mention.killed) || !agree(injured, one.mention.injured))
        .filter_map(|one| cast.voice(one.report, one.mention.source?))
        .map(|voice| cast.voices[voice].institution)
        .collect()
}

/// How many institutions bear one another out: each says something in particular that another says too. Of those
/// that do not, one alone counts, whichever it is.
fn agreeing(direct: &[(usize, &Mention)], repeated: bool) -> usize {
    let borne_out = |(who, mention): &&(usize, &Mention)| {
        direct
            .iter()
            .any(|(other, told)| other != who && bears_out(mention, told, repeated))
    };
    let all: BTreeSet<usize> = direct
        .iter()
        .filter(borne_out)
        .map(|(who, _)| *who)
        .collect();
    all.len().max(usize::from(!direct.is_empty()))
}

/// Whether two mentions have something particular in common: a figure, a day, a name.
fn bears_out(a: &Mention, b: &Mention, repeated: bool) -> bool {
    fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.is_some() && a == b
    }
    let shares =
        |a: Option<&Filler>, b: Option<&Filler>| a.zip(b).is_some_and(|(a, b)| are_the_same(a, b));
    // `a man`, `two riders`: anybody
    fn named(filler: Option<&Filler>) -> Option<&Filler> {
        filler.filter(|filler| filler.entity.is_some())
    }
    let day = |mention: &Mention| {
        let when = mention.date.as_ref()?;
        let (start, end) = (when.start?, when.end.or(when.start)?);
        (days_outside(end, start, start) <= FEW_DAYS).then_some((start, end))
    };
    same(a.killed.as_ref(), b.killed.as_ref())
        || same(a.injured.as_ref(), b.injured.as_ref())
        || same(a.amount.as_ref(), b.amount.as_ref())
        || same(day(a).as_ref(), day(b).as_ref())
        || !repeated && !is_any_page(a) && shares(a.target.as_ref(), b.target.as_ref())
        || shares(named(a.person.as_ref()), named(b.person.as_ref()))
}

/// Tells what befell somebody else who is named.
fn is_of_another(mention: &Mention, whom: Option<&str>) -> bool {
    let target = mention.target.as_ref();
    let named = target.filter(|target| target.entity.is_some() && !target.plural);
    named.zip(whom).is_some_and(|(target, whom)| {
        let mut words = target.text.split(' ').filter(|word| word.len() > 3);
        !words.any(|word| whom.contains(word))
    })
}

/// `the channel`, taken down: without a name it is any.
fn is_any_page(mention: &Mention) -> bool {
    let target = mention.target.as_ref();
    mention.act == Some("remove") && target.is_some_and(|target| target.words.len() < 2)
}

/// Whether two name one person, body or thing. `Agents`, whom many things befall, are nobody in particular; and a
/// night guard is no day guard.
fn are_the_same(a: &Filler, b: &Filler) -> bool {
    let named = |filler: &Filler| filler.entity.is_some();
    let group = |filler: &Filler| filler.plural && !named(filler);
    let within = |a: &Filler, b: &Filler| {
        !a.words.is_empty() && a.words.iter().all(|word| b.words.contains(word))
    };
    if group(a) || group(b) {
        false
    } else if named(a) || named(b) {
        a.shares_word(b)
    } else {
        within(a, b) || within(b, a)
    }
}

/// A claim that tells how much or how many rests on those who tell it, not on whoever speaks of the act.
fn gives_figure(mention: &Mention) -> bool {
    let counted = mention.killed.is_some() || mention.injured.is_some();
    mention.amount.is_some() || counted && !mention.partial
}

/// Whom one body protects tells nothing of whom another does, unless it is the same.
fn protects(mention: &Mention, whom: Option<&str>) -> bool {
    let target = mention.target.as_ref().map(|target| target.text.as_str());
    let within = |a: &str, b: &str| b.split(' ').any(|word| word.len() > 3 && a.contains(word));
    match (target, whom) {
        (Some(target), Some(whom)) => within(target, whom) || within(whom, target),
        (None, None) => true,
        _ => false,
    }
}

/// `four of its members were followed`: of several people, no word that one of them was.
fn is_of_many(mention: &Mention) -> bool {
    let target = mention.target.as_ref();
    target.is_some_and(|target| target.plural && target.entity.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_hash;

    fn filler(text: &str, plural: bool, entity: Option<usize>) -> Filler {
        Filler {
            text: text.to_owned(),
            words: text.split(' ').map(word_hash).collect(),
            entity,
            plural,
            definite: entity.is_some(),
        }
    }

    #[test]
    fn a_group_is_nobody_in_particular_and_a_name_is_somebody() {
        let rangers = filler("rangers", true, None);
        assert!(!are_the_same(&rangers, &rangers));
        let guard = |text| filler(text, false, None);
        assert!(are_the_same(&guard("night guard"), &guard("guard")));
        assert!(!are_the_same(&guard("night guard"), &guard("day guard")));
        let named = |text| filler(text, false, Some(1));
        assert!(are_the_same(&named("ana prado"), &guard("fiscal prado")));
        assert!(!are_the_same(&named("ana prado"), &named("luis mora")));
    }
}

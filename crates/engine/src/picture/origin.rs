//! Who stands behind the sources of all reports: aliases brought together, occasions kept apart.

use std::collections::{BTreeSet, HashMap};

use crate::claim::Source;
use crate::extract::NameKind;
use crate::reading::Lang;

use super::actor::spelled_alike;
use super::translated::is_translation;

/// Candidates that a name is compared with.
const COMPARED: usize = 32;
/// Organisations and namesakes that are held against a person, of each word.
const LISTED: usize = 64;
const ALIASES: usize = 12;

/// Somebody who spoke on one occasion.
#[derive(Debug)]
pub(crate) struct Voice {
    pub name: String,
    pub aliases: Vec<String>,
    kind: NameKind,
    words: Vec<u64>,
    short: Option<u64>,
    affiliation: Vec<u64>,
    police: bool,
    government: bool,
    generic: bool,
    lang: Lang,
    interview: bool,
    /// The voice whose institution this one speaks for; itself where it speaks for none other.
    pub institution: usize,
}

/// The voices of one incident.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub voices: Vec<Voice>,
    by_word: HashMap<u64, Vec<usize>>,
    /// Persons, by surname, who were found to speak for another voice.
    speaking_for: HashMap<u64, Vec<(Vec<u64>, usize)>>,
    of_source: HashMap<(usize, usize), usize>,
    /// The first two organisations with a word in their names.
    led: HashMap<u64, Vec<usize>>,
    /// Police, but for interviews.
    forces: BTreeSet<usize>,
    /// Ministries and governments that have a name.
    ministries: BTreeSet<usize>,
}

impl Cast {
    /// Brings together the sources that mentions of an incident rest on. `publishers` are outlets whose
    /// reports are among these: they pass on, they are no origin.
    pub(crate) fn of(
        sources: &[((usize, usize), &Source)],
        is_carrier: impl Fn(usize, &Source) -> bool,
    ) -> Self {
        let mut cast = Cast::default();
        let rank = |source: &Source| match (source.generic, source.kind) {
            (false, NameKind::Org) => u8::from(source.words.len() < 2),
            (false, NameKind::Person) => 3,
            (false, _) => 2,
            (true, _) => 4,
        };
        let mut order: Vec<_> = sources
            .iter()
            .filter(|((report, _), source)| !is_carrier(*report, source))
            .collect();
        order.sort_by_key(|(at, source)| (rank(source), *at));
        for (at, source) in order {
            if is_nobody(source) {
                continue;
            }
            let voice = cast.find(source).unwrap_or_else(|| cast.add(source));
            cast.absorb(voice, source);
            cast.note_employer(voice, source);
            cast.of_source.insert(*at, voice);
        }
        cast.assign_institutions();
        cast
    }

    /// The voice of a report's source, none where it is unknown.
    pub(crate) fn voice(&self, report: usize, source: usize) -> Option<usize> {
        self.of_source.get(&(report, source)).copied()
    }

    /// A person whom one report introduces as speaking for a body does so in the others too.
    fn note_employer(&mut self, voice: usize, source: &Source) {
        let Some(&surname) = source.words.last() else {
            return;
        };
        if source.kind == NameKind::Person && self.voices[voice].kind != NameKind::Person {
            let known = self.speaking_for.entry(surname).or_default();
            if known.len() < COMPARED {
                known.push((source.words.clone(), voice));
            }
        }
    }

    /// The body that a person of this name speaks for in another report.
    fn employer_of(&self, words: &[u64]) -> Option<usize> {
        let within = |a: &[u64], b: &[u64]| a.iter().all(|word| b.contains(word));
        let known = self.speaking_for.get(words.last()?)?;
        known
            .iter()
            .find(|(name, _)| within(name, words) || within(words, name))
            .map(|&(_, voice)| voice)
    }

    fn find(&self, source: &Source) -> Option<usize> {
        let mut candidates: Vec<usize> = Vec::new();
        for word in source
            .words
            .iter()
            .chain(&source.affiliation)
            .chain(source.short.as_ref())
        {
            candidates.extend(self.by_word.get(word).into_iter().flatten().take(COMPARED));
        }
        candidates.sort_unstable();
        candidates.dedup();
        if let Some(&same) = candidates
            .iter()
            .find(|&&voice| self.voices[voice].is(source))
        {
            return Some(same);
        }
        if source.kind == NameKind::Person && source.venue.is_some() {
            return None;
        }
        let person = source.kind == NameKind::Person;
        candidates
            .into_iter()
            .find(|&voice| self.voices[voice].employs(source))
            .or_else(|| self.employer_of(&source.words).filter(|_| person))
            .or_else(|| self.translation_of(source))
            .or_else(|| self.head_of(source))
            .or_else(|| self.police_of(source))
            .or_else(|| self.government_of(source).filter(|_| !source.employed))
    }

    /// `the service's director`: the one organisation of the incident with that head in its name.
    fn head_of(&self, source: &Source) -> Option<usize> {
        let mut led = source
            .heads
            .iter()
            .filter_map(|head| self.led.get(head))
            .flatten();
        let first = *led.next()?;
        led.all(|&other| other == first).then_some(first)
    }

    /// An organisation that another report names in another language.
    fn translation_of(&self, source: &Source) -> Option<usize> {
        let foreign = |voice: &Voice| {
            voice.lang != source.lang
                && voice.kind == NameKind::Org
                && (is_translation(&voice.name, &source.name)
                    || voice.short.is_some() && voice.short == source.short)
        };
        (source.kind == NameKind::Org)
            .then(|| self.voices.iter().take(COMPARED).position(foreign))
            .flatten()
    }

    /// `police`, `a detective`: the one police force of the incident.
    fn police_of(&self, source: &Source) -> Option<usize> {
        if !source.police {
            return None;
        }
        let mut forces = self.forces.iter();
        let first = *forces.next()?;
        (source.generic
            || forces.next().is_none() && self.voices[first].kind != NameKind::Person
            || source.kind == NameKind::Person && self.voices[first].generic)
            .then_some(first)
    }

    /// `the government`, `the department`: the one ministry of the incident.
    fn government_of(&self, source: &Source) -> Option<usize> {
        let mut ministries = self.ministries.iter();
        let first = *ministries.next()?;
        (source.government
            && (source.generic || source.kind == NameKind::Person)
            && ministries.next().is_none())
        .then_some(first)
    }

    fn add(&mut self, source: &Source) -> usize {
        let index = self.voices.len();
        for &word in source.words.iter().chain(source.short.as_ref()) {
            let list = self.by_word.entry(word).or_default();
            if list.len() < COMPARED {
                list.push(index);
            }
        }
        if source.kind == NameKind::Person {
            for &word in &source.affiliation {
                let list = self.by_word.entry(word).or_default();
                if list.len() < COMPARED {
                    list.push(index);
                }
            }
        }
        let interview = source.venue.is_some() && source.kind == NameKind::Person;
        if source.kind == NameKind::Org && !source.generic {
            for &word in &source.words {
                let led = self.led.entry(word).or_default();
                if led.len() < 2 && led.last() != Some(&index) {
                    led.push(index);
                }
            }
        }
        if source.police && !interview {
            self.forces.insert(index);
        }
        if source.government && !source.generic {
            self.ministries.insert(index);
        }
        self.voices.push(Voice {
            name: source.name.clone(),
            aliases: Vec::new(),
            kind: source.kind,
            words: source.words.clone(),
            short: source.short,
            affiliation: source.affiliation.clone(),
            police: source.police,
            government: source.government,
            generic: source.generic,
            lang: source.lang,
            interview,
            institution: index,
        });
        index
    }

    fn absorb(&mut self, index: usize, source: &Source) {
        let voice = &mut self.voices[index];
        for form in std::iter::once(&source.name).chain(&source.aliases) {
            if *form != voice.name && !voice.aliases.contains(form) && voice.aliases.len() < ALIASES
            {
                voice.aliases.push(form.clone());
            }
        }
        if source.police && voice.kind != NameKind::Outlet {
            voice.police = true;
            if !voice.interview {
                self.forces.insert(index);
            }
        }
        if voice.short.is_none() && source.kind == voice.kind {
            voice.short = source.short;
        }
    }

    /// A secretary's interview is another occasion than her department's statement, but no independent voice.
    fn assign_institutions(&mut self) {
        let bodies = Bodies::of(&self.voices);
        let mut namesakes: HashMap<Option<u64>, Vec<usize>> = HashMap::new();
        for index in 0..self.voices.len() {
            let person = &self.voices[index];
            if person.kind != NameKind::Person {
                continue;
            }
            let authority = match person {
                Voice { police: true, .. } => bodies.police.only(),
                Voice {
                    government: true, ..
                } => bodies.government.only(),
                _ => None,
            };
            let alike = namesakes.entry(person.words.last().copied()).or_default();
            let namesake = alike
                .iter()
                .find(|&&other| person.shares_name(&self.voices[other]));
            let institution = bodies
                .employer(person, &self.voices)
                .or_else(|| self.employer_of(&person.words))
                .or(authority)
                .or(namesake.map(|&other| self.voices[other].institution));
            if alike.len() < LISTED {
                alike.push(index);
            }
            if let Some(institution) = institution {
                self.voices[index].institution = institution;
            }
        }
    }
}

/// The organisations among some voices.
#[derive(Debug, Default)]
struct Bodies {
    by_word: HashMap<u64, Vec<usize>>,
    police: FirstTwo,
    government: FirstTwo,
}

/// The first two of a kind, which tell whether there is only one.
#[derive(Debug, Default)]
struct FirstTwo(Vec<usize>);

impl FirstTwo {
    fn add(&mut self, voice: usize) {
        if self.0.len() < 2 {
            self.0.push(voice);
        }
    }

    fn only(&self) -> Option<usize> {
        (self.0.len() == 1).then(|| self.0[0])
    }
}

impl Bodies {
    fn of(voices: &[Voice]) -> Self {
        let mut bodies = Bodies::default();
        let is_org = |(_, voice): &(usize, &Voice)| voice.kind == NameKind::Org;
        for (index, voice) in voices.iter().enumerate().filter(is_org) {
            for &word in voice.words.iter().chain(voice.short.as_ref()) {
                let list = bodies.by_word.entry(word).or_default();
                if list.len() < LISTED && list.last() != Some(&index) {
                    list.push(index);
                }
            }
            if voice.police {
                bodies.police.add(index);
            }
            if voice.government {
                bodies.government.add(index);
            }
        }
        bodies
    }

    /// The first organisation that a person speaks for.
    fn employer(&self, person: &Voice, voices: &[Voice]) -> Option<usize> {
        person
            .affiliation
            .iter()
            .filter_map(|word| self.by_word.get(word))
            .flatten()
            .copied()
            .filter(|&body| belongs(&voices[body], &person.affiliation))
            .min()
    }
}

impl Voice {
    fn is(&self, source: &Source) -> bool {
        let interview = source.venue.is_some() && source.kind == NameKind::Person;
        if self.kind == NameKind::Person
            && source.kind == NameKind::Person
            && interview != self.interview
            && source.words.len() + self.words.len() > 2
        {
            return false;
        }
        let shorter = |a: &[u64], b: &[u64]| !a.is_empty() && a.iter().all(|word| b.contains(word));
        let short = |a: &[u64], b: Option<u64>| a.len() == 1 && b == Some(a[0]);
        match (self.kind, source.kind) {
            (NameKind::Person, NameKind::Person) => {
                self.words.last() == source.words.last()
                    && (shorter(&self.words, &source.words) || shorter(&source.words, &self.words))
                    || spelled_alike(&self.name, &source.name).is_some()
            }
            (NameKind::Person, _) => {
                source.generic
                    && source
                        .words
                        .iter()
                        .any(|word| self.affiliation.contains(word))
            }
            (_, NameKind::Person) => false,
            _ if source.generic => source.words.iter().all(|word| self.words.contains(word)),
            _ => {
                shorter(&self.words, &source.words)
                    && (self.words.len() > 1 || self.words == source.words || !self.generic)
                    || shorter(&source.words, &self.words)
                    || short(&source.words, self.short)
                    || short(&self.words, source.short)
            }
        }
    }

    /// The same surname, and no other word that differs.
    fn shares_name(&self, other: &Voice) -> bool {
        let within = |a: &[u64], b: &[u64]| a.iter().all(|word| b.contains(word));
        self.words.last() == other.words.last()
            && (within(&self.words, &other.words) || within(&other.words, &self.words))
    }

    /// An organisation or authority: no person, and no outlet, which passes on what it did not do itself.
    pub(crate) fn is_body(&self) -> bool {
        !matches!(self.kind, NameKind::Person | NameKind::Outlet)
    }

    /// Somebody with a name, whose independence can be judged.
    pub(crate) fn is_named(&self) -> bool {
        !self.generic
    }

    /// Whether a person speaks for this organisation.
    fn employs(&self, source: &Source) -> bool {
        matches!(self.kind, NameKind::Org)
            && (source.kind == NameKind::Person || source.generic)
            && belongs(self, &source.affiliation)
    }
}

/// Whether the words in front of a person's name tell of an organisation: its abbreviation, all of its
/// words, or two of them.
fn belongs(organisation: &Voice, affiliation: &[u64]) -> bool {
    let shared = organisation
        .words
        .iter()
        .filter(|word| affiliation.contains(word))
        .count();
    organisation
        .short
        .is_some_and(|short| affiliation.contains(&short))
        || shared >= 2
        || shared == 1 && organisation.words.len() == 1
}

/// No one who could be asked again: an outlet without a name, or only such words.
fn is_nobody(source: &Source) -> bool {
    if source.own {
        return source.words.is_empty();
    }
    source.words.len() < 2
        && source.kind != NameKind::Org
        && !source.police
        && says_nobody(&source.name)
}

/// Words that name no one who could be asked again.
fn says_nobody(name: &str) -> bool {
    const NOBODY: &[&str] = &[
        "people",
        "listeners",
        "readers",
        "viewers",
        "oyentes",
        "lectores",
        "others",
        "critics",
        "observers",
        "sources",
        "fuentes",
        "witness",
        "some",
        "users",
        "everyone",
        "personas",
        "otros",
        "reports",
        "members",
        "followers",
        "supporters",
        "online",
        "group",
        "groups",
        "grupo",
        "canal",
        "page",
        "channel",
        "message",
        "messages",
        "account",
        "post",
        "posts",
        "app",
        "chat",
        "site",
        "perfil",
        "cuenta",
        "pagina",
    ];
    let folded = crate::text::folded(name);
    folded
        .split_whitespace()
        .last()
        .is_none_or(|word| NOBODY.contains(&word))
}

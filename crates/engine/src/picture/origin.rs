//! Who stands behind the sources of all reports: aliases brought together, occasions kept apart.

use std::collections::HashMap;

use crate::claim::Source;
use crate::extract::NameKind;
use crate::reading::Lang;

use super::actor::spelled_alike;
use super::translated::is_translation;

/// Candidates that a name is compared with.
const COMPARED: usize = 32;
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
            if !source.own
                && source.words.len() < 2
                && source.kind != NameKind::Org
                && !source.police
                && is_nobody(&source.name)
            {
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
        let leads = |voice: &Voice| {
            voice.kind == NameKind::Org
                && !voice.generic
                && voice.words.iter().any(|word| source.heads.contains(word))
        };
        let mut led = self
            .voices
            .iter()
            .enumerate()
            .filter(|(_, voice)| leads(voice));
        let first = led.next()?.0;
        led.next().is_none().then_some(first)
    }

    /// An organisation that another report names in another language.
    fn translation_of(&self, source: &Source) -> Option<usize> {
        let foreign = |voice: &Voice| {
            voice.lang != source.lang
                && voice.kind == NameKind::Org
                && is_translation(&voice.name, &source.name)
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
        let mut forces = self
            .voices
            .iter()
            .enumerate()
            .filter(|(_, voice)| voice.police && !voice.interview);
        let first = forces.next()?.0;
        (source.generic
            || forces.next().is_none() && self.voices[first].kind != NameKind::Person
            || source.kind == NameKind::Person && self.voices[first].generic)
            .then_some(first)
    }

    /// `the government`, `the department`: the one ministry of the incident.
    fn government_of(&self, source: &Source) -> Option<usize> {
        let mut ministries = self
            .voices
            .iter()
            .enumerate()
            .filter(|(_, voice)| voice.government && !voice.generic);
        let first = ministries.next()?.0;
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
            interview: source.venue.is_some() && source.kind == NameKind::Person,
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
        voice.police |= source.police && voice.kind != NameKind::Outlet;
        if voice.short.is_none() && source.kind == voice.kind {
            voice.short = source.short;
        }
    }

    /// A secretary's interview is another occasion than her department's statement, but no independent voice.
    fn assign_institutions(&mut self) {
        for index in 0..self.voices.len() {
            if self.voices[index].kind != NameKind::Person {
                continue;
            }
            let person = &self.voices[index];
            let employer = (0..self.voices.len()).find(|&other| {
                other != index
                    && self.voices[other].kind == NameKind::Org
                    && belongs(&self.voices[other], &person.affiliation)
            });
            let only = |is: fn(&Voice) -> bool| {
                let mut found = (0..self.voices.len()).filter(|&other| {
                    self.voices[other].kind == NameKind::Org && is(&self.voices[other])
                });
                found.next().filter(|_| found.next().is_none())
            };
            let authority = match person {
                Voice { police: true, .. } => only(|voice| voice.police),
                Voice {
                    government: true, ..
                } => only(|voice| voice.government),
                _ => None,
            };
            let namesake = (0..index).find(|&other| {
                self.voices[other].kind == NameKind::Person
                    && person.shares_name(&self.voices[other])
            });
            if let Some(institution) = employer
                .or_else(|| self.employer_of(&person.words))
                .or(authority)
                .or(namesake.map(|other| self.voices[other].institution))
            {
                self.voices[index].institution = institution;
            }
        }
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

    /// An organisation, an authority or an outlet, not a person.
    pub(crate) fn is_body(&self) -> bool {
        self.kind != NameKind::Person
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

/// Words that name no one who could be asked again.
fn is_nobody(name: &str) -> bool {
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

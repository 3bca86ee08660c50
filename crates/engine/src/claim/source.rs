//! Sources within one text: persons, organisations, roles that it quotes.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::{NameKind, Names};
use crate::reading::Lang;
use crate::text::{Class, Doc, TokenKind, word_hash};

/// Somebody on whose word a text asserts something.
#[derive(Clone, Debug)]
pub struct Source {
    /// As written, the fullest form.
    pub name: String,
    /// Other forms.
    pub aliases: Vec<String>,
    /// Person, organisation, outlet; `Other` for a role without a name.
    pub kind: NameKind,
    /// Hashes of its name's words; for a role, its head word.
    pub words: Vec<u64>,
    /// Abbreviation that stands for it.
    pub short: Option<u64>,
    /// Hashes of the words of the organisation it speaks for.
    pub affiliation: Vec<u64>,
    /// Those of them that are heads of an organisation's name: `the service's director`.
    pub heads: Vec<u64>,
    /// The text names the organisation that it speaks for.
    pub employed: bool,
    /// It is the police, or someone who speaks for them.
    pub police: bool,
    /// It is a ministry or the government itself.
    pub government: bool,
    /// Only a role: `police`, `the department`, `a neighbour`.
    pub generic: bool,
    /// Language of the text that names it.
    pub lang: Lang,
    /// The text's own outlet.
    pub own: bool,
    /// Told in an interview or broadcast: hashes of the venue's words, empty where it has no name.
    pub venue: Option<Vec<u64>>,
    entity: Option<usize>,
}

/// The sources of one text.
#[derive(Debug, Default)]
pub struct Sources {
    /// In order of appearance.
    pub list: Vec<Source>,
    by_entity: HashMap<usize, usize>,
    by_role: HashMap<u64, usize>,
    own: Option<usize>,
    /// The organisation with a head word in its name, found once.
    led: HashMap<u64, Option<usize>>,
}

impl Sources {
    /// Whether a named entity is among the sources.
    pub(crate) fn speaks(&self, entity: usize) -> bool {
        self.by_entity.contains_key(&entity)
    }

    /// The source for a name that covers a token.
    pub(crate) fn of_name(&mut self, doc: &Doc, names: &Names, at: usize) -> usize {
        let Some(name) = names.at(at) else {
            return self.of_role(doc, names, at, None);
        };
        let entity = &names.entities[name.entity];
        if let Some(&known) = self.by_entity.get(&name.entity) {
            self.list[known].join(doc, names, name.full.clone());
            return known;
        }
        self.list.push(Source {
            name: entity.name.clone(),
            aliases: entity.forms.clone(),
            kind: if entity.kind == NameKind::Other {
                NameKind::Org
            } else {
                entity.kind
            },
            words: entity.words.clone(),
            short: entity.short,
            affiliation: entity.affiliation.clone(),
            heads: Vec::new(),
            employed: false,
            police: entity
                .words
                .iter()
                .chain(&entity.affiliation)
                .any(|&word| is_police(word)),
            government: entity.kind == NameKind::Org
                && entity.words.iter().any(|&word| is_government(word)),
            generic: false,
            lang: doc.lang,
            own: false,
            venue: None,
            entity: Some(name.entity),
        });
        let index = self.list.len() - 1;
        self.by_entity.insert(name.entity, index);
        self.list[index].join(doc, names, name.full.clone());
        index
    }

    /// The text's own outlet, which tells what it found itself.
    pub(crate) fn of_outlet(&mut self) -> usize {
        if let Some(known) = self.own {
            return known;
        }
        self.list.push(Source {
            name: String::new(),
            aliases: Vec::new(),
            kind: NameKind::Outlet,
            words: Vec::new(),
            short: None,
            affiliation: Vec::new(),
            heads: Vec::new(),
            employed: false,
            police: false,
            government: false,
            generic: false,
            lang: Lang::Other,
            own: true,
            venue: None,
            entity: None,
        });
        self.own = Some(self.list.len() - 1);
        self.list.len() - 1
    }

    /// The source for a role word: an organisation of the text that has this word in its name, else the role itself.
    pub(crate) fn of_role(
        &mut self,
        doc: &Doc,
        names: &Names,
        at: usize,
        last_org: Option<usize>,
    ) -> usize {
        let phrase = role_phrase(doc, at);
        if let Some(name) = named_beside(doc, names, phrase.end) {
            return self.of_name(doc, names, name);
        }
        let head = head_hash(doc, at);
        let owned = phrase.start > 0 && doc.is(phrase.start - 1, Class::Possessive);
        let organisation = *self.led.entry(head).or_insert_with(|| {
            names
                .entities
                .iter()
                .position(|e| e.kind == NameKind::Org && e.words.contains(&head))
        });
        if let Some(entity) = organisation.filter(|_| doc.is(at, Class::OrgHead)) {
            return self.of_name(doc, names, names.entities[entity].first);
        }
        let definite = phrase.start > 0
            && matches!(
                doc.word(phrase.start - 1),
                "the" | "la" | "el" | "this" | "esta" | "dicha"
            );
        if doc.is(at, Class::OrgHead)
            && definite
            && phrase.len() == 1
            && !is_police(head)
            && let Some(org) = last_org
        {
            return org;
        }
        if doc.is(at, Class::Spokesperson)
            && phrase.len() == 1
            && let Some(org) = last_org
        {
            return org;
        }
        if doc.is(at, Class::Spokesperson)
            && owned
            && let Some(org) = last_org
        {
            return org;
        }
        let words = vec![head];
        if let Some(&known) = self.by_role.get(&head) {
            return known;
        }
        let affiliation: Vec<u64> = phrase
            .clone()
            .filter(|&i| i != at)
            .map(|i| head_hash(doc, i))
            .collect();
        self.list.push(Source {
            name: doc.slice(phrase).to_owned(),
            aliases: Vec::new(),
            kind: if doc.is(at, Class::OrgHead) {
                NameKind::Org
            } else {
                NameKind::Other
            },
            police: is_police(head)
                || affiliation.iter().any(|&word| is_police(word))
                || is_authority(doc.word(at)),
            government: is_government(head),
            words,
            short: None,
            affiliation,
            heads: Vec::new(),
            employed: false,
            generic: true,
            lang: doc.lang,
            own: false,
            venue: None,
            entity: None,
        });
        self.by_role.insert(head, self.list.len() - 1);
        self.list.len() - 1
    }
}

impl Source {
    /// Takes in what a mention says of the speaker: the words in front of the name.
    fn join(&mut self, doc: &Doc, names: &Names, full: Range<usize>) {
        if self.kind != NameKind::Person {
            return;
        }
        let mut start = full.start;
        while start > 0
            && full.start - start < 4
            && doc.tokens[start - 1].kind == TokenKind::Word
            && names.at(start - 1).is_none()
            && !doc.classes(start - 1).has(Class::Prep)
            && !doc.is(start - 1, Class::Say)
        {
            start -= 1;
        }
        let mut words: Vec<u64> = (start..full.start).map(|i| head_hash(doc, i)).collect();
        self.government |= words.iter().any(|&word| is_government(word));
        // `Jane Doe, the chief clerk of the X`, `portavoz de la X, Jane Doe`
        let beside = [
            full.start.saturating_sub(7)..full.start,
            full.end..(full.end + 9).min(doc.tokens.len()),
        ];
        for range in beside {
            let joined = range.clone().any(|i| {
                doc.is(i, Class::Spokesperson) || doc.is(i, Class::Title) || doc.is(i, Class::Role)
            }) && range
                .clone()
                .any(|i| doc.word(i) == "," || doc.is(i, Class::Of));
            if joined {
                words.extend(
                    range
                        .clone()
                        .filter(|&i| doc.is(i, Class::Title) || doc.is(i, Class::OrgHead))
                        .map(|i| head_hash(doc, i)),
                );
                self.heads.extend(
                    range
                        .clone()
                        .filter(|&i| doc.is(i, Class::OrgHead) && !doc.tokens[i].is_capital())
                        .map(|i| head_hash(doc, i)),
                );
            }
            if joined && let Some(org) = names.within(range).find(|name| name.kind == NameKind::Org)
            {
                words.extend(&names.entities[org.entity].words);
                self.employed = true;
            }
        }

        self.police |= words.iter().any(|&word| is_police(word));
        for word in words {
            if !self.affiliation.contains(&word) && self.affiliation.len() < 16 {
                self.affiliation.push(word);
            }
        }
    }

    /// Notes that this was told in an interview or a broadcast.
    pub(crate) fn note_occasion(&mut self, doc: &Doc, names: &Names, range: Range<usize>) {
        if self.kind != NameKind::Person || !range.clone().any(|i| doc.is(i, Class::Interview)) {
            return;
        }
        let venue = names.within(range).find(|name| {
            Some(name.entity) != self.entity
                && matches!(name.kind, NameKind::Outlet | NameKind::Other)
        });
        let words = venue.map_or_else(Vec::new, |name| names.entities[name.entity].words.clone());
        if self.venue.as_ref().is_none_or(Vec::is_empty) {
            self.venue = Some(words);
        }
    }
}

/// The words of a role: `a police spokeswoman`, `the chief clerk`.
fn role_phrase(doc: &Doc, at: usize) -> Range<usize> {
    let mut start = at;
    while start > 0
        && at - start < 3
        && doc.tokens[start - 1].kind == TokenKind::Word
        && doc.tokens[start - 1].gap
        && !doc.classes(start - 1).any(crate::text::Classes::of(&[
            Class::Prep,
            Class::Det,
            Class::Say,
            Class::Conj,
            Class::That,
            Class::Possessive,
            Class::Be,
            Class::Have,
            Class::Who,
            Class::According,
            Class::Directive,
            Class::Arrest,
            Class::Pay,
        ]))
    {
        start -= 1;
    }
    start..at + 1
}

/// A person or organisation named right behind a role: `spokeswoman Jane Doe`, `su portavoz, Jane Doe`.
fn named_beside(doc: &Doc, names: &Names, end: usize) -> Option<usize> {
    let comma = end < doc.tokens.len() && doc.word(end) == ",";
    let at = end + usize::from(comma);
    let name = names.at(at)?;
    (name.full.start == at
        && matches!(name.kind, NameKind::Person | NameKind::Other)
        && doc.tokens[at].is_capital())
    .then_some(at)
}

fn head_hash(doc: &Doc, at: usize) -> u64 {
    let word = doc.word(at);
    word_hash(
        word.strip_suffix('s')
            .filter(|stem| stem.len() > 3)
            .unwrap_or(word),
    )
}

fn is_police(word: u64) -> bool {
    const POLICE: [&str; 15] = [
        "superintendent",
        "police",
        "policia",
        "sheriff",
        "comisaria",
        "comisario",
        "constabulary",
        "guardia",
        "deputie",
        "detective",
        "policial",
        "trooper",
        "inspector",
        "inspectora",
        "constable",
    ];
    POLICE.iter().any(|police| word_hash(police) == word)
}

fn is_government(word: u64) -> bool {
    const GOVERNMENT: [&str; 14] = [
        "minister",
        "ministra",
        "ministro",
        "viceministra",
        "viceministro",
        "undersecretary",
        "ministry",
        "ministerio",
        "government",
        "gobierno",
        "department",
        "departamento",
        "administration",
        "secretaria",
    ];
    GOVERNMENT
        .iter()
        .any(|government| word_hash(government) == word)
}

fn is_authority(word: &str) -> bool {
    matches!(
        word,
        "authorities"
            | "investigators"
            | "officers"
            | "autoridades"
            | "investigadores"
            | "agentes"
            | "detectives"
            | "deputies"
    )
}

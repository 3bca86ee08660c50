//! Sources within one text: persons, organisations, roles that it quotes.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::{Entity, NameKind, Names};
use crate::reading::Lang;
use crate::text::{Case, Class, Classes, Doc, TokenKind, word_hash};

use super::role::{
    complement, head_hash, is_government, is_police, named_beside, owner, role_phrase,
};

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
    /// Who it is among the text's entities, where the text names it.
    pub entity: Option<usize>,
}

/// The sources of one text.
#[derive(Debug, Default)]
pub struct Sources {
    /// In order of appearance.
    pub list: Vec<Source>,
    by_entity: HashMap<usize, usize>,
    by_role: HashMap<u64, usize>,
    own: Option<usize>,
    paper: Option<usize>,
    /// The organisation with a head word in its name, found once.
    led: HashMap<u64, Option<usize>>,
    index: Option<Index>,
}

/// Where each person is named, and who is meant by a surname.
#[derive(Debug, Default)]
struct Index {
    /// The first mentions of each person.
    mentions: HashMap<usize, Vec<usize>>,
    /// The one person named in full with a surname; none where there are two.
    surnames: HashMap<u64, Option<usize>>,
    /// The same for the name in front.
    given: HashMap<u64, Option<usize>>,
}

const BODY: Classes = Classes::of(&[Class::OrgHead, Class::Outlet, Class::PlaceHead]);
/// Mentions of a person looked at for whom they speak.
const INTRODUCED: usize = 4;
/// Sources among which a role is looked for.
const HOLDERS: usize = 64;

impl Index {
    fn of(doc: &Doc, names: &Names) -> Self {
        let mut index = Index::default();
        for (at, name) in names.mentions.iter().enumerate() {
            let known = index.mentions.entry(name.entity).or_default();
            if known.len() < INTRODUCED {
                known.push(at);
            }
        }
        // in the labels of a transcript names stand in capitals, which tell nothing of their kind
        let is_label = |e: &Entity| {
            let name = e.first..(e.first + e.words.len()).min(doc.tokens.len());
            e.words.len() > 1
                && name.clone().all(|i| doc.tokens[i].case == Case::Upper)
                && !name.into_iter().any(|i| doc.classes(i).any(BODY))
        };
        let people = names.entities.iter().enumerate();
        for (entity, person) in people.filter(|(_, e)| e.kind == NameKind::Person || is_label(e)) {
            let Some((first, surnames)) = person.words.split_first() else {
                continue;
            };
            for &word in surnames {
                note(&mut index.surnames, word, entity);
            }
            if !surnames.is_empty() {
                note(&mut index.given, *first, entity);
            }
        }
        index
    }
}

fn note(people: &mut HashMap<u64, Option<usize>>, word: u64, entity: usize) {
    let known = people.entry(word).or_insert(Some(entity));
    if *known != Some(entity) {
        *known = None;
    }
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
        let meant = self.in_full(doc, names, name.entity, NameKind::Person);
        self.of_entity(doc, names, meant, name.full.clone())
    }

    /// The source for the name in a transcript's label: a person, unless it is an organisation's.
    pub(crate) fn of_speaker(&mut self, doc: &Doc, names: &Names, at: usize) -> usize {
        let Some(name) = names.at(at) else {
            return self.of_role(doc, names, at, None);
        };
        let meant = self.in_full(doc, names, name.entity, NameKind::Org);
        let source = self.of_entity(doc, names, meant, name.full.clone());
        let body = name.full.clone().any(|i| doc.is(i, Class::OrgHead));
        if !body && self.list[source].kind == NameKind::Org {
            self.list[source].kind = NameKind::Person;
        }
        source
    }

    /// Whom a surname or a given name alone stands for, where its kind is told by no more than its capitals.
    fn in_full(&mut self, doc: &Doc, names: &Names, entity: usize, loosest: NameKind) -> usize {
        let named = &names.entities[entity];
        let loose = matches!(named.kind, NameKind::Person | NameKind::Other)
            || loosest == NameKind::Org && named.kind == NameKind::Org;
        let [word] = named.words[..] else {
            return entity;
        };
        let index = self.index.get_or_insert_with(|| Index::of(doc, names));
        index
            .surnames
            .get(&word)
            .or_else(|| index.given.get(&word))
            .copied()
            .flatten()
            .filter(|_| loose)
            .unwrap_or(entity)
    }

    fn of_entity(
        &mut self,
        doc: &Doc,
        names: &Names,
        index: usize,
        mention: Range<usize>,
    ) -> usize {
        let entity = &names.entities[index];
        if let Some(&known) = self.by_entity.get(&index) {
            self.list[known].join(doc, names, mention);
            return known;
        }
        let introduced = self.index.get_or_insert_with(|| Index::of(doc, names));
        let introduced = introduced.mentions.get(&index).cloned().unwrap_or_default();
        let kind = match entity.kind {
            NameKind::Other => NameKind::Org,
            kind => kind,
        };
        self.list.push(Source {
            aliases: entity.forms.clone(),
            words: entity.words.clone(),
            short: entity.short,
            affiliation: entity.affiliation.clone(),
            police: entity
                .words
                .iter()
                .chain(&entity.affiliation)
                .any(|&word| is_police(word))
                // `el Cuerpo`, as a force calls itself
                || entity.words == [word_hash("cuerpo")],
            government: entity.affiliation.iter().any(|&word| is_government(word))
                || entity.kind == NameKind::Org
                    && entity.words.iter().any(|&word| is_government(word)),
            entity: Some(index),
            ..Source::new(entity.name.clone(), kind, doc.lang)
        });
        let source = self.list.len() - 1;
        self.by_entity.insert(index, source);
        for at in introduced {
            self.list[source].join(doc, names, names.mentions[at].full.clone());
        }
        self.list[source].join(doc, names, mention);
        source
    }

    /// The text's own outlet, which tells what it found itself.
    pub(crate) fn of_outlet(&mut self) -> usize {
        if let Some(known) = self.own {
            return known;
        }
        self.list.push(Source {
            own: true,
            ..Source::new(String::new(), NameKind::Outlet, Lang::Other)
        });
        self.own = Some(self.list.len() - 1);
        self.list.len() - 1
    }

    /// Whoever posts under a name of their own choice: somebody, of whom no more is known.
    pub(crate) fn of_handle(&mut self, doc: &Doc, handle: Range<usize>) -> usize {
        let name = doc.slice(handle.clone()).to_owned();
        let words = handle.map(|i| doc.tokens[i].hash).collect();
        self.list.push(Source {
            words,
            ..Source::new(name, NameKind::Person, doc.lang)
        });
        self.list.len() - 1
    }

    /// The papers of a court, which are one source.
    pub(crate) fn of_paper(&mut self, doc: &Doc, at: usize) -> usize {
        if let Some(known) = self.paper {
            return known;
        }
        self.paper = Some(self.list.len());
        let words = vec![word_hash("affidavit"), word_hash("ruling")];
        let phrase = role_phrase(doc, at);
        // `arrest warrant` is known by its first word
        let end = phrase.end + usize::from(doc.is(phrase.end, Class::Paper));
        let name = doc.slice(phrase.start..end).to_owned();
        self.list.push(Source {
            words,
            ..Source::new(name, NameKind::Org, doc.lang)
        });
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
            let source = self.of_speaker(doc, names, name);
            let theirs = owner(doc, &phrase).filter(|&start| start == phrase.start);
            self.employ(names, source, theirs.and(last_org));
            return source;
        }
        let body = complement(doc, names, phrase.end);
        if let Some(body) = body.filter(|_| doc.is(at, Class::Spokesperson)) {
            return self.of_name(doc, names, names.mentions[body].full.start);
        }
        let head = head_hash(doc, at);
        let owned = phrase.start > 0 && doc.is(phrase.start - 1, Class::Possessive);
        let organisation = *self.led.entry(head).or_insert_with(|| {
            names.entities.iter().position(|e| {
                let name = e.first..e.first + e.words.len();
                e.kind == NameKind::Org
                    && e.words.contains(&head)
                    && !name.into_iter().any(|i| doc.is(i, Class::Outlet))
            })
        });
        if let Some(entity) = organisation.filter(|_| doc.is(at, Class::OrgHead)) {
            return self.of_name(doc, names, names.entities[entity].first);
        }
        let definite = phrase.start > 0 && doc.is(phrase.start - 1, Class::This);
        if doc.is(at, Class::OrgHead)
            && doc.is(at, Class::Body)
            && definite
            && phrase.len() == 1
            && let Some(org) = last_org
            // `the department` is no agency that is told of in passing
            && (!is_government(head) || self.list[org].government)
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
        if definite
            && !doc.is(at, Class::OrgHead)
            && let Some(holder) = self.list.iter().take(HOLDERS).position(|known| {
                known.kind == NameKind::Person && known.affiliation.contains(&head)
            })
        {
            return holder;
        }
        let words = vec![head];
        if let Some(&known) = self.by_role.get(&head) {
            return known;
        }
        let affiliation: Vec<u64> = phrase
            .clone()
            .filter(|&i| i != at)
            .map(|i| head_hash(doc, i))
            .chain(body.into_iter().flat_map(|body| {
                let entity = names.mentions[body].entity;
                names.entities[entity].words.iter().copied()
            }))
            .collect();
        let phrase = owner(doc, &phrase).unwrap_or(phrase.start)..phrase.end;
        let kind = if doc.is(at, Class::OrgHead) {
            NameKind::Org
        } else {
            NameKind::Other
        };
        self.list.push(Source {
            police: is_police(head)
                || affiliation.iter().any(|&word| is_police(word))
                || doc.is(at, Class::Authority),
            government: is_government(head),
            words,
            affiliation,
            generic: true,
            ..Source::new(doc.slice(phrase).to_owned(), kind, doc.lang)
        });
        self.by_role.insert(head, self.list.len() - 1);
        self.list.len() - 1
    }
}

impl Sources {
    /// `its secretary, Jane Doe`: she speaks for the body told of last.
    fn employ(&mut self, names: &Names, source: usize, body: Option<usize>) {
        let Some(body) = body.filter(|&body| body != source) else {
            return;
        };
        let words = self.list[body].words.clone();
        let person = &mut self.list[source];
        if person.kind == NameKind::Person && !person.employed && names.entities.len() > 1 {
            person.employed = true;
            person.affiliation.extend(words);
        }
    }
}

impl Source {
    /// One of whom nothing is known but this.
    fn new(name: String, kind: NameKind, lang: Lang) -> Self {
        Source {
            name,
            kind,
            lang,
            aliases: Vec::new(),
            words: Vec::new(),
            short: None,
            affiliation: Vec::new(),
            heads: Vec::new(),
            employed: false,
            police: false,
            government: false,
            generic: false,
            own: false,
            venue: None,
            entity: None,
        }
    }

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
                doc.is(i, Class::Spokesperson)
                    || doc.is(i, Class::Title)
                    || doc.is(i, Class::Role)
                    || doc.is(i, Class::Lead)
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

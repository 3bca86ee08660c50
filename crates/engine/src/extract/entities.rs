//! Which names mean the same person, organisation or place within one text.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::{Case, Class, Doc, TokenKind};

use super::names::{Name, NameKind, Names, content_words};

/// Someone or something named.
#[derive(Clone, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: NameKind,
    /// The fullest form, as written.
    pub name: String,
    /// Other forms, as written.
    pub forms: Vec<String>,
    /// Hashes of the name's words, singular, without small words.
    pub words: Vec<u64>,
    /// Hash of an abbreviation that the text introduces or that the initials make.
    pub short: Option<u64>,
    /// Hashes of the organisation's words in a person's title: `Homeland Security` Secretary.
    pub affiliation: Vec<u64>,
    /// Role and title words in front of a person, as written.
    pub role: Option<String>,
    /// How often it is mentioned.
    pub count: u32,
    /// First token of the first mention.
    pub first: usize,
}

pub(super) struct Entities<'d> {
    doc: &'d Doc<'d>,
    entities: Vec<Entity>,
    /// Entities by each of their words.
    by_word: HashMap<u64, Vec<usize>>,
    by_short: HashMap<u64, usize>,
}

impl<'d> Entities<'d> {
    /// Longer names first, so that shorter forms find what they stand for.
    pub(super) fn resolve(doc: &'d Doc<'d>, mut mentions: Vec<Name>) -> Names {
        let mut known = Entities {
            doc,
            entities: Vec::new(),
            by_word: HashMap::new(),
            by_short: HashMap::new(),
        };
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(mentions[i].tokens.len().min(6)), i));
        for index in order {
            let entity = known
                .find(&mentions[index])
                .unwrap_or_else(|| known.create(&mentions[index]));
            known.absorb(entity, &mentions[index]);
            mentions[index].entity = entity;
        }
        for name in &mentions {
            let entity = &mut known.entities[name.entity];
            if let Some(hint) = name.hint.filter(|_| entity.kind == NameKind::Other) {
                entity.kind = hint;
            }
        }
        for name in &mut mentions {
            let entity = &known.entities[name.entity];
            if name.kind == NameKind::Other || entity.kind == NameKind::Person {
                name.kind = entity.kind;
            }
        }
        Names {
            mentions,
            entities: known.entities,
        }
    }

    fn find(&self, name: &Name) -> Option<usize> {
        let words = content_words(self.doc, name.tokens.clone());
        let last = *words.last()?;
        if words.len() == 1 {
            let hash = self.doc.tokens[name.tokens.start].hash;
            if let Some(&entity) = self.by_short.get(&hash) {
                return Some(entity);
            }
        }
        let candidates = self.by_word.get(&last)?;
        candidates
            .iter()
            .copied()
            .take(64)
            .find(|&index| self.same(&self.entities[index], name, &words))
    }

    fn same(&self, entity: &Entity, name: &Name, words: &[u64]) -> bool {
        let within = words.iter().all(|word| entity.words.contains(word));
        let kinds = entity.kind == name.kind
            || name.kind == NameKind::Other
            || entity.kind == NameKind::Other;
        match entity.kind {
            _ if entity.words == words => {
                kinds || words.len() > 1 || entity.kind == NameKind::Person
            }
            NameKind::Person => {
                within
                    && name.hint != Some(NameKind::Place)
                    && name.kind != NameKind::Org
                    && name.kind != NameKind::Outlet
                    && entity.words.last() == words.last()
            }
            NameKind::Org | NameKind::Outlet => {
                within && kinds && (words.len() > 1 || !self.is_generic(name))
            }
            NameKind::Other if words.len() == 1 => {
                within
                    && entity.words.len() > 1
                    && name.kind == NameKind::Person
                    && entity.words.last() == words.last()
            }
            NameKind::Place | NameKind::Other => within && kinds && words.len() > 1,
        }
    }

    fn is_generic(&self, name: &Name) -> bool {
        name.tokens.clone().all(|i| {
            let classes = self.doc.classes(i);
            classes.has(Class::OrgWord) || classes.has(Class::OrgHead)
        })
    }

    fn create(&mut self, name: &Name) -> usize {
        let index = self.entities.len();
        let words = content_words(self.doc, name.tokens.clone());
        for &word in &words {
            self.by_word.entry(word).or_default().push(index);
        }
        let short = self
            .introduced(name.full.end)
            .or_else(|| self.initials(name));
        if let Some(short) = short {
            self.by_short.entry(short).or_insert(index);
        }
        self.entities.push(Entity {
            kind: name.kind,
            name: written(self.doc, name.tokens.clone()),
            forms: Vec::new(),
            words,
            short,
            affiliation: Vec::new(),
            role: None,
            count: 0,
            first: name.tokens.start,
        });
        index
    }

    fn absorb(&mut self, index: usize, name: &Name) {
        let form = written(self.doc, name.tokens.clone());
        if let Some(short) = self.introduced(name.full.end) {
            self.by_short.entry(short).or_insert(index);
            self.entities[index].short = Some(short);
        }
        let entity = &mut self.entities[index];
        entity.count += 1;
        entity.first = entity.first.min(name.tokens.start);
        if entity.kind == NameKind::Other {
            entity.kind = name.kind;
        }
        if form != entity.name && !entity.forms.contains(&form) && entity.forms.len() < 8 {
            entity.forms.push(form);
        }
        if name.full.start < name.tokens.start {
            let title = name.full.start..name.tokens.start;
            if entity.affiliation.is_empty() {
                entity.affiliation = content_words(self.doc, title.clone());
            }
            entity.role.get_or_insert_with(|| written(self.doc, title));
        }
    }

    /// `Name (ABC)`
    fn introduced(&self, end: usize) -> Option<u64> {
        let tokens = &self.doc.tokens;
        let inside = tokens.get(end + 1)?;
        let closes = tokens
            .get(end + 2)
            .is_some_and(|_| self.doc.word(end + 2) == ")");
        let short = self.doc.word(end) == "("
            && closes
            && inside.kind == TokenKind::Word
            && matches!(inside.case, Case::Upper | Case::Mixed)
            && inside.end - inside.start <= 10;
        short.then_some(inside.hash)
    }

    /// The first letters of an organisation's words, three at least.
    fn initials(&self, name: &Name) -> Option<u64> {
        if !matches!(
            name.kind,
            NameKind::Org | NameKind::Outlet | NameKind::Other
        ) {
            return None;
        }
        let letters: String = name
            .tokens
            .clone()
            .filter(|&i| self.doc.tokens[i].is_capital() && !self.doc.is(i, Class::Of))
            .filter(|&i| !self.doc.is(i, Class::Det))
            .filter_map(|i| self.doc.word(i).chars().next())
            .collect();
        (letters.len() >= 3).then(|| crate::text::word_hash(&letters))
    }
}

fn written(doc: &Doc, tokens: Range<usize>) -> String {
    doc.slice(tokens)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

//! On whose word a mention stands: a linear model weighs everybody whom the text names or describes near it, beside what
//! the rules say, learnt from reports in which people marked who told what.

mod view;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::attribution::{Way, Word};
use super::context::Context;
use super::figure::Figures;
use super::gist;
use super::mention::Mention;
use super::role::head_hash;
use super::{fill, learnt_from};
use crate::extract::{self, Name, NameKind, name_words};
use crate::linear::Linear;
use crate::text::{Class, Classes, Doc, TokenKind};
use view::View;

const FILE: &[u8] = include_bytes!("../../../weights/tellers.bin");

/// Places for features, by their hash.
pub const SLOTS: usize = 1 << 16;

/// Weights as they lie in memory.
type Weights = Linear<1, 1>;

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::shipped(FILE));

/// Log-odds taken from nobody: a reader looks for whoever may have told it.
pub const NOBODY: f32 = 2.0;
/// How likely somebody must be to be held to have told it directly.
const SURE: f32 = 0.7;
/// Sentences before and behind a mention in which whoever tells it may be named.
const BEFORE: usize = 8;
const BEHIND: usize = 4;
/// Of those who are named there, as many before and behind it as are looked at.
const MOST_BEFORE: usize = 48;
const MOST_BEHIND: usize = 24;
/// What may speak without a name.
const ROLES: Classes = Classes::of(&[
    Class::Role,
    Class::Spokesperson,
    Class::OrgHead,
    Class::Family,
    Class::Person,
    Class::Victim,
    Class::SourceNoun,
    Class::Statement,
    Class::CourtPaper,
    Class::Paper,
    Class::Leader,
    Class::Authority,
]);

/// Who somebody is within a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Who {
    /// One of its named entities.
    Named(usize),
    /// A role without a name, by its head word.
    Role(u64),
    /// One of its sources.
    Source(usize),
    /// Nobody.
    Nobody,
}

impl Who {
    /// Who one of the sources is.
    fn of(context: &Context, source: usize) -> Self {
        let known = &context.sources.list[source];
        match (known.entity, &known.words[..]) {
            (Some(entity), _) => Who::Named(entity),
            (None, &[word]) if known.generic => Who::Role(word),
            _ => Who::Source(source),
        }
    }
}

/// Somebody who is named or described at one place of a text.
#[derive(Debug)]
struct Somebody {
    tokens: Range<usize>,
    sentence: usize,
    who: Who,
    /// What a name is of; nought for a role.
    kind: u64,
    /// Whether it is the police or the government.
    office: u64,
    /// How many tellings it has in the text.
    times: usize,
    /// A telling has this speaker.
    said: bool,
    /// How many such stand before it in the text.
    said_before: usize,
    /// Features of it by itself.
    slots: Vec<u32>,
}

/// Everybody who may tell something in a text, in order.
pub(super) struct Tellers {
    list: Vec<Somebody>,
    /// How many tellings each has.
    times: HashMap<Who, usize>,
    /// The most that anybody has.
    most: usize,
    /// Whose the first telling is.
    first: Option<Who>,
}

/// Who tells a mention; the rules know better where nothing is said.
#[derive(Default)]
pub(super) struct Teller {
    /// Whoever is named at a token; none where the rules know better.
    pub at: Option<usize>,
    /// They are named in the sentence of the mention.
    pub here: bool,
    /// They are hardly anybody else.
    pub sure: bool,
}

impl Tellers {
    pub(super) fn of(context: &Context) -> Self {
        let said = &context.voices.said;
        let mut times: HashMap<Who, usize> = HashMap::new();
        for said in said {
            *times.entry(Who::of(context, said.source)).or_default() += 1;
        }
        let mut tellers = Tellers {
            list: Vec::new(),
            most: times.values().copied().max().unwrap_or(0),
            times,
            first: said.first().map(|said| Who::of(context, said.source)),
        };
        for sentence in 0..context.doc.sentences.len() {
            tellers.take_in(context, sentence);
        }
        tellers
    }

    /// Adds those of a sentence.
    fn take_in(&mut self, context: &Context, sentence: usize) {
        let (doc, range) = (context.doc, context.sentence(sentence));
        let mut at = range.start;
        while at < range.end {
            let name = context.names.at(at);
            let opens = name.filter(|name| name.full.start == at);
            let tokens = opens.map_or(at..at + 1, |name| at..name.full.end.max(at + 1));
            let role = name.is_none()
                && doc.tokens[at].kind == TokenKind::Word
                && doc.classes(at).any(ROLES);
            at = tokens.end;
            if role || opens.is_some_and(|name| name.kind != NameKind::Place) {
                self.add(context, sentence, tokens, opens);
            }
        }
    }

    fn add(
        &mut self,
        context: &Context,
        sentence: usize,
        tokens: Range<usize>,
        name: Option<&Name>,
    ) {
        let mut tellings = context.voices.in_sentence(sentence);
        let said = tellings.find(|said| tokens.contains(&said.speaker));
        if said.is_none() && context.voices.is_label(tokens.start) {
            // `BREAKING NEWS:`
            return;
        }
        let who = match (said, name) {
            (Some(said), _) => Who::of(context, said.source),
            (None, Some(name)) => Who::Named(name.entity),
            (None, None) => Who::Role(head_hash(context.doc, tokens.start)),
        };
        let kind = name.map_or(0, |name| {
            1 + context.names.entities[name.entity].kind as u64
        });
        let last = self.list.last();
        let mut one = Somebody {
            tokens,
            sentence,
            who,
            kind,
            office: view::office(context, who),
            times: self.times.get(&who).copied().unwrap_or(0),
            said: said.is_some(),
            said_before: last.map_or(0, |last| last.said_before + usize::from(last.said)),
            slots: Vec::new(),
        };
        one.slots = view::alone(context, &one, said);
        self.list.push(one);
    }

    /// Those near a mention.
    fn near(&self, mention: &Mention) -> &[Somebody] {
        let list = &self.list;
        let middle = list.partition_point(|one| one.tokens.start < mention.at);
        let from = mention.sentence.saturating_sub(BEFORE);
        let start = list.partition_point(|one| one.sentence < from);
        let end = list.partition_point(|one| one.sentence <= mention.sentence + BEHIND);
        &list[start.max(middle.saturating_sub(MOST_BEFORE))..end.min(middle + MOST_BEHIND)]
    }

    /// Who most likely tells a mention, where `word` is what the rules say.
    pub(super) fn best(&self, context: &Context, mention: &Mention, word: &Word) -> Teller {
        let view = View::new(self, context, mention, word);
        let mut all: Vec<(Answer, f32)> = Vec::new();
        let mut room = Vec::new();
        view.each(|answer, put| {
            room.clear();
            put(&mut room);
            let given = if answer.who == Who::Nobody {
                NOBODY
            } else {
                0.0
            };
            all.push((answer, SHIPPED.answers(&room)[0] - given));
        });
        let by_answer = |a: &&(Answer, f32), b: &&(Answer, f32)| a.1.total_cmp(&b.1);
        let Some((best, most)) = all.iter().max_by(by_answer) else {
            return Teller::default();
        };
        let sum = |who: Option<Who>| -> f32 {
            let its = all
                .iter()
                .filter(|one| who.is_none_or(|who| one.0.who == who));
            its.map(|one| (one.1 - most).exp()).sum()
        };
        let heads = |at: usize| context.is_heading(context.doc.sentence_at(at));
        let firm = is_firm(context, mention, word)
            || best.at.is_some_and(heads) && is_nearer(context, word);
        let ruled = firm || best.who == Who::Nobody || Some(best.who) == view.ruled;
        let who = if ruled { view.ruled } else { Some(best.who) };
        Teller {
            at: best.at.filter(|_| !ruled),
            here: best.here,
            sure: word.way == Way::Issuer || who.is_some() && sum(who) >= SURE * sum(None),
        }
    }
}

/// Whether the rules know better: the sentence names somebody who tells, the text or passage is somebody's, or nobody's.
fn is_firm(context: &Context, mention: &Mention, word: &Word) -> bool {
    let paragraph = context.doc.sentences[mention.sentence].paragraph;
    let source = word.source.map(|source| &context.sources.list[source]);
    let named = source.is_some_and(|source| !source.generic);
    let issuers = word.source.is_some() && word.source == context.voices.issuer;
    context.voices.is_host(paragraph)
        || issuers
        || match word.way {
            Way::Said => named,
            Way::Issuer | Way::Label | Way::Closing | Way::Actor => true,
            Way::None | Way::Continued | Way::Carried | Way::Below | Way::Main => false,
        }
}

/// Whether the rules know somebody nearer than whoever is named in the head of the text.
fn is_nearer(context: &Context, word: &Word) -> bool {
    let own = |source: usize| context.sources.list[source].own;
    word.way == Way::Said || word.source.is_some_and(own)
}

/// One who may have told a mention.
struct Answer {
    who: Who,
    /// The token at which they are named; none where they are not named near.
    at: Option<usize>,
    /// In the sentence of the mention.
    here: bool,
}

/// One who may have told a claim, as learning is given them.
pub struct Given {
    /// First character of the words, and the one behind their last; none where they are not named near.
    pub chars: Option<Range<usize>>,
    /// The same number at all places at which they are named.
    pub who: u64,
    /// What the text calls them; nothing for nobody.
    pub names: Vec<String>,
    /// The rules give them.
    pub ruled: bool,
    /// The text's own author.
    pub own: bool,
    /// Features.
    pub slots: Vec<u32>,
}

/// Everybody who may have told each claim of a text, nobody last: of what subject it is, and the characters that tell it.
#[must_use]
pub fn given(text: &str, claims: &[(usize, Range<usize>)]) -> Vec<Vec<Given>> {
    let publisher = |doc: &Doc| {
        let publisher = extract::masthead(doc).publisher;
        publisher.as_deref().map_or_else(Vec::new, name_words)
    };
    learnt_from(text, publisher, |context, mentions| {
        let figures = Figures::of(context, mentions);
        let tellers = Tellers::of(context);
        let main = context.voices.main_source();
        let of = |&(subject, ref told): &(usize, Range<usize>)| {
            let mut mention = gist::mention_at(context, mentions, subject, told.start);
            fill::fill(context, &figures, &mut mention);
            let word = super::word(context, main, &mention);
            let view = View::new(&tellers, context, &mention, &word);
            let mut all = Vec::new();
            view.each(|answer, put| {
                let mut slots = Vec::new();
                put(&mut slots);
                let own = || context.sources.list[word.source?].own.then_some(());
                let ruled = view.ruled.unwrap_or(Who::Nobody) == answer.who;
                all.push(Given {
                    chars: answer.at.map(|at| chars(context, at)),
                    who: key(answer.who),
                    names: called(context, &answer),
                    ruled,
                    own: ruled && (word.way == Way::Issuer || own().is_some()),
                    slots,
                });
            });
            all
        };
        claims.iter().map(of).collect()
    })
}

/// The characters of a name, or of the word for a role.
fn chars(context: &Context, at: usize) -> Range<usize> {
    let name = context.names.at(at).map(|name| name.full.clone());
    let quote = context.doc.quote(name.unwrap_or(at..at + 1));
    quote.start..quote.end
}

fn key(who: Who) -> u64 {
    match who {
        Who::Named(entity) => 2 + 4 * entity as u64,
        Who::Role(head) => head | 1,
        Who::Source(source) => 4 * source as u64,
        Who::Nobody => u64::MAX - 1,
    }
}

/// What a text calls somebody.
fn called(context: &Context, answer: &Answer) -> Vec<String> {
    let here = answer.at.map(|at| {
        let name = context.names.at(at).map(|name| name.full.clone());
        context.doc.slice(name.unwrap_or(at..at + 1)).to_owned()
    });
    let (name, more) = match answer.who {
        Who::Named(entity) => {
            let entity = &context.names.entities[entity];
            (Some(&entity.name), &entity.forms[..])
        }
        Who::Source(source) => {
            let source = &context.sources.list[source];
            (Some(&source.name), &source.aliases[..])
        }
        Who::Role(_) | Who::Nobody => (None, &[][..]),
    };
    here.iter().chain(name).chain(more).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Study};

    /// On whose word the passage with some words stands.
    fn told_by(text: &str, words: &str) -> Option<String> {
        let notes = Study::of(text, &Options::default()).notes;
        let mut told = notes.mentions.iter();
        let (mention, _) = told.find(|(_, quote)| quote.text.contains(words))?;
        Some(notes.sources[mention.source?].name.clone())
    }

    #[test]
    fn a_lead_stands_on_whose_word_is_told_below() {
        let lead = "A bailiff was stabbed in Lower Wick on Monday.\n\nHe was taken to Holm Hospital.\n\n\
            Inspector Ruth Gale said a man ran off towards the canal. A neighbour wept.";
        assert_eq!(told_by(lead, "stabbed").as_deref(), Some("Ruth Gale"));
        let entrada = "Un alguacil fue apuñalado el lunes en Valdecañas.\n\nLo llevaron al hospital comarcal.\n\n\
            La inspectora Rosa Gálvez dijo que un hombre huyó hacia el canal. Una vecina lloraba.";
        assert_eq!(
            told_by(entrada, "apuñalado").as_deref(),
            Some("Rosa Gálvez")
        );
    }

    #[test]
    fn whom_it_befell_and_who_is_accused_tell_nothing_unless_they_speak() {
        let text = "Judge Ada Brink was shot at on Monday in Lower Wick.\n\nColm Tarrant was arrested and charged with the shooting of Judge Ada Brink on Monday.";
        let notes = Study::of(text, &Options::default()).notes;
        let told = notes.mentions.iter().filter_map(|(one, _)| one.source);
        let mut names = told.map(|source| notes.sources[source].name.as_str());
        assert!(!names.any(|name| name.contains("Brink") || name.contains("Tarrant")));
        let spoke = "“They shot at me on Monday,” Judge Ada Brink said in Lower Wick. “A man shot at my house.”";
        assert_eq!(told_by(spoke, "shot at me").as_deref(), Some("Ada Brink"));
    }

    #[test]
    fn all_who_may_tell_are_given_and_nobody_last() {
        let text = "Police said a man shot at Judge Ada Brink. The union asked for guards.";
        let all = given(text, &[(0, 0..42)]).remove(0);
        let nobody = all.last().expect("nobody");
        assert!(nobody.chars.is_none() && nobody.names.is_empty());
        let named = |name: &str| {
            let one = all.iter().find(|one| one.names.iter().any(|n| n == name));
            one.is_some_and(|one| one.chars.is_some() && !one.slots.is_empty())
        };
        assert!(named("Police") && named("union"), "{:?}", all[0].names);
    }
}

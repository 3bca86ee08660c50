//! From a text to what it asserts: mentions with slots, and on whose word.

mod attribution;
mod bounty;
mod context;
mod deed;
mod fill;
mod mention;
mod response;
mod role;
mod source;
mod suspect;
mod trigger;

use std::ops::Range;

use jiff::civil::Date;
use model::Kind;

pub use mention::{Filler, Mention, When};
pub use source::{Source, Sources};

use crate::detect::Detection;
use crate::earnest::{ENOUGH, earnest, is_civil, is_maxim};
use crate::extract::{self, Entity, NameKind, Names};
use crate::picture::Amount;
use crate::reading::Quote;
use crate::text::{Class, Classes, Doc};
use context::Context;

/// What a picture needs of one text: no more is kept of it.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// What it asserts, in order.
    pub mentions: Vec<(Mention, Quote)>,
    /// On whose word.
    pub sources: Vec<Source>,
    /// Whom and what it names.
    pub entities: Vec<Entity>,
    /// Hashes of the quoted passages of six words and more.
    pub quotes: Vec<u64>,
    /// Hashes of the words of each outlet that it names.
    pub cited: Vec<Vec<u64>>,
    /// Sums that it tells in two currencies.
    pub converted: Vec<(Amount, Amount)>,
    /// It is the press release of a body that speaks for itself.
    pub release: bool,
}

/// Reads what a text asserts. `published` resolves `yesterday` and the like; `publisher` are the words of
/// the name of who published it, and `detection` what was found in it: acts told of, prices on people.
#[must_use]
pub fn notes(
    doc: &Doc,
    names: Names,
    published: Option<Date>,
    publisher: &[u64],
    detection: &Detection,
) -> Notes {
    let (casualties, dates) = (extract::casualties(doc), extract::dates(doc, published));
    let prices = &detection.prices;
    let context = Context::new(doc, &names, &prices.sums, casualties, dates, publisher);
    let mut mentions = assertions(&context, &prices.offers);
    deed::add(&context, &detection.told, &mut mentions);
    add_casualties(&context, &mut mentions);
    let main = context.voices.main_source();
    for mention in &mut mentions {
        fill::fill(&context, mention);
        let (source, direct) = context.voices.source_of(mention.sentence, mention.at);
        mention.source = source.or(main.filter(|_| {
            !context
                .voices
                .is_host(context.doc.sentences[mention.sentence].paragraph)
        }));
        let unconfirmed = Classes::of(&[Class::Unconfirmed]);
        mention.direct = direct && !context.any(context.sentence(mention.sentence), unconfirmed);
    }
    follow_up(&mut mentions);
    let mut mentions: Vec<Mention> = mentions
        .into_iter()
        .filter(|m| is_specific(&context, m) && !is_background(doc, m, published))
        .filter(|m| answers_something(&context, m) && !is_dud(&context, m))
        .collect();
    if mentions
        .iter()
        .all(|m| m.kind == Kind::Response || is_maxim(doc, m.sentence))
    {
        mentions.clear();
    }
    let mentions = mentions
        .into_iter()
        .map(|m| {
            let quote = evidence(&context, &m);
            (m, quote)
        })
        .collect();
    let cited = names
        .mentions
        .iter()
        .filter(|n| n.kind == NameKind::Outlet)
        .map(|n| names.entities[n.entity].words.clone())
        .collect();
    let quotes = quotations(doc, &context.quoted);
    let converted = bounty::converted(&context);
    let release = context.voices.issuer.is_some();
    let sources = context.sources.list;
    Notes {
        mentions,
        sources,
        entities: names.entities,
        quotes,
        cited,
        converted,
        release,
    }
}

/// All assertions, in order of their sentences.
fn assertions(context: &Context, priced: &[extract::Offer]) -> Vec<Mention> {
    let mut mentions = bounty::find(context, priced);
    let offers: Vec<(usize, Range<usize>)> = mentions
        .iter()
        .map(|m| (m.sentence, m.tokens.clone()))
        .collect();
    for sentence in 0..context.doc.sentences.len() {
        if context.is_heading(sentence) || context.is_question(sentence) {
            continue;
        }
        let offered = |at: usize| {
            let first = offers.partition_point(|(s, _)| *s < sentence);
            offers[first..]
                .iter()
                .take_while(|(s, _)| *s == sentence)
                .any(|(s, tokens)| *s == sentence && tokens.start <= at + 3 && at <= tokens.end + 2)
        };
        for trigger in trigger::find(context, sentence) {
            let part_of_offer = offered(trigger.at) && !context.doc.is(trigger.at, Class::Threaten);
            if !part_of_offer && !bounty::retracted(context, sentence, trigger.at) {
                mentions.push(Mention::new(
                    trigger.kind,
                    Some(trigger.act),
                    sentence,
                    trigger.at,
                ));
            }
        }
        mentions.extend(response::find(context, sentence));
    }
    mentions.retain(|m| is_earnest(context, m));
    mentions.sort_by_key(|m| m.at);
    mentions
}

fn is_earnest(context: &Context, mention: &Mention) -> bool {
    earnest(context.doc, mention.sentence, mention.kind) >= ENOUGH
}

/// `the device was a dud`, `turned out to be a toaster`
fn is_dud(context: &Context, mention: &Mention) -> bool {
    const EXPLODES: Classes = Classes::of(&[Class::Explode, Class::Weapon]);
    let range = context.sentence(mention.sentence);
    let end = range.end;
    let attack = mention.act == Some("bomb attack");
    mention.kind == Kind::Explosive
        && range.into_iter().any(|i| {
            let proves = context.doc.is(i, Class::Proves) && !context.any(i + 1..end, EXPLODES);
            proves || attack && context.doc.is(i, Class::Dud)
        })
}

/// Services stop and the public is asked for much: it answers harm, or who does it, that is told near it.
fn answers_something(context: &Context, mention: &Mention) -> bool {
    const BEFORE: usize = 4;
    const BEHIND: usize = 2;
    const CAUSE: Classes = Classes::of(&[
        Class::Kill,
        Class::Shoot,
        Class::Injure,
        Class::Kidnap,
        Class::Threaten,
        Class::Harass,
        Class::Ambush,
        Class::Swat,
        Class::Explode,
        Class::Burn,
        Class::Dox,
        Class::Bounty,
        Class::Weapon,
        Class::Perpetrator,
        Class::Incite,
    ]);
    let everyday = matches!(mention.act, Some("suspend" | "report" | "reroute" | "ban"));
    if mention.kind != Kind::Response || !everyday {
        return true;
    }
    let last = (mention.sentence + BEHIND).min(context.doc.sentences.len() - 1);
    let near = context
        .sentence(mention.sentence.saturating_sub(BEFORE))
        .start..context.sentence(last).end;
    context.any(near, CAUSE) && !trigger::is_misfortune(context, mention.sentence)
}

/// Mentions looked back over for the act that a passage goes on about.
const NEARBY: usize = 32;
const VIOLENT: [Kind; 4] = [
    Kind::Attack,
    Kind::Ambush,
    Kind::Explosive,
    Kind::Kidnapping,
];

/// Gives the dead and injured to the act that they are told with, else to the last one told.
fn add_casualties(context: &Context, mentions: &mut Vec<Mention>) {
    for casualty in &context.casualties {
        if casualty.negated
            || trigger::is_misfortune(context, casualty.sentence)
            || earnest(context.doc, casualty.sentence, Kind::Attack) < ENOUGH
            || bounty::retracted(context, casualty.sentence, casualty.tokens.start)
        {
            continue;
        }
        let violent = |m: &&mut Mention| VIOLENT.contains(&m.kind) && m.kind != Kind::Kidnapping;
        let from = mentions.partition_point(|m| m.sentence + 3 < casualty.sentence);
        let to = mentions.partition_point(|m| m.sentence <= casualty.sentence);
        let here = mentions[from..to]
            .iter_mut()
            .filter(violent)
            .filter(|m| m.sentence == casualty.sentence)
            .min_by_key(|m| m.at.abs_diff(casualty.tokens.start));
        let act = if casualty.killed.is_some_and(|n| n > 0) {
            "kill"
        } else {
            "injure"
        };
        let partial = is_detail(context, casualty);
        let here = match here {
            Some(mention) => Some(mention),
            None => mentions[from..to].iter_mut().rev().find(|m| {
                m.sentence < casualty.sentence
                    && casualty.sentence - m.sentence <= 3
                    && VIOLENT.contains(&m.kind)
                    && m.kind != Kind::Kidnapping
                    && agree(m.killed, casualty.killed)
                    && agree(m.injured, casualty.injured)
            }),
        };
        match here {
            Some(mention) if partial && (mention.killed.is_some() || mention.injured.is_some()) => {
            }
            Some(mention) => {
                mention.partial = partial;
                mention.killed = casualty.killed.or(mention.killed);
                mention.injured = casualty.injured.or(mention.injured);
                if act == "kill" && mention.kind == Kind::Attack {
                    mention.act = Some("kill");
                }
            }
            None => {
                let before = mentions[from..to]
                    .iter()
                    .rev()
                    .find(|m| {
                        m.sentence < casualty.sentence
                            && casualty.sentence - m.sentence <= 3
                            && VIOLENT.contains(&m.kind)
                    })
                    .map(|m| m.kind);
                if context.is_heading(casualty.sentence) {
                    continue;
                }
                let Some(kind) = before.filter(|&kind| kind != Kind::Kidnapping) else {
                    continue;
                };
                let mut mention =
                    Mention::new(kind, Some(act), casualty.sentence, casualty.tokens.start);
                mention.tokens = casualty.tokens.clone();
                mention.partial = partial;
                mention.killed = casualty.killed;
                mention.injured = casualty.injured;
                let at = mentions.partition_point(|m| m.at < mention.at);
                mentions.insert(at, mention);
            }
        }
    }
}

/// Whether two counts can be of one thing: equal, or one not told.
pub(crate) fn agree(a: Option<u32>, b: Option<u32>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// One victim told of without a number: a part of the count, not the count.
fn is_detail(context: &Context, casualty: &extract::Casualty) -> bool {
    let one = casualty.killed.unwrap_or(0) + casualty.injured.unwrap_or(0) == 1;
    let counted = casualty.tokens.clone().any(|i| {
        context.doc.is(i, Class::NumberWord)
            || context.doc.tokens[i].kind == crate::text::TokenKind::Number
    });
    one && !counted
}

/// A passage that goes on about the act of the passage before it takes over what it leaves out.
fn follow_up(mentions: &mut [Mention]) {
    for index in 1..mentions.len() {
        let (before, here) = mentions.split_at_mut(index);
        let mention = &mut here[0];
        let Some(last) = before.iter().rev().take(6).find(|m| {
            m.kind == mention.kind && m.act == mention.act && mention.sentence - m.sentence <= 2
        }) else {
            continue;
        };
        if mention.target.is_none() {
            mention.target.clone_from(&last.target);
        }
        if mention.place.is_none() {
            mention.place.clone_from(&last.place);
        }
        if mention.date.is_none() {
            mention.date = last.date.clone().map(|when| When {
                firm: false,
                ..when
            });
        }
    }
    for index in 1..mentions.len() {
        let (before, here) = mentions.split_at_mut(index);
        let mention = &mut here[0];
        let is_violent = |m: &Mention| VIOLENT.contains(&m.kind) && m.kind != Kind::Kidnapping;
        let Some(last) = before.iter().rev().take(NEARBY).find(|m| is_violent(m)) else {
            continue;
        };
        let near = mention.sentence - last.sentence <= 3;
        mention.continues = is_violent(mention) && near && !tells_apart(last, mention);
    }
}

/// Another place or another day makes another act.
fn tells_apart(a: &Mention, b: &Mention) -> bool {
    let places = matches!((&a.place, &b.place), (Some(x), Some(y)) if !x.words.iter().any(|word| y.words.contains(word)));
    let days = matches!((&a.date, &b.date), (Some(x), Some(y)) if x.start.is_some() && y.start.is_some() && x.start != y.start);
    places || days
}

/// Whether a passage asserts enough to be checked: an act with somebody aimed at, a figure, a place or a day.
fn is_specific(context: &Context, mention: &Mention) -> bool {
    let told = mention.target.is_some() || mention.person.is_some();
    match mention.kind {
        Kind::Bounty => true,
        Kind::Response => true,
        _ if mention.scene => true,
        Kind::Threat => told && !is_bare_reference(context, mention),
        Kind::Attack if is_general(context, mention) => false,
        Kind::Attack
            if mention.killed.is_none()
                && mention.injured.is_none()
                && is_bare_reference(context, mention) =>
        {
            false
        }
        Kind::Attack => {
            told || mention.killed.is_some()
                || mention.injured.is_some()
                || mention.place.is_some() && mention.date.is_some()
        }
        _ if mention.killed.is_some() || mention.injured.is_some() => true,
        _ => {
            (told || mention.place.is_some() || mention.date.as_ref().is_some_and(|when| when.firm))
                && !is_bare_reference(context, mention)
        }
    }
}

/// What is dated by its year alone, and befell nobody whose work is protected, is told as history.
fn is_background(doc: &Doc, mention: &Mention, published: Option<Date>) -> bool {
    const MOST_OF_A_YEAR: i32 = 300;
    let Some((start, end)) = mention
        .date
        .as_ref()
        .filter(|when| when.firm)
        .and_then(|when| when.start.zip(when.end))
    else {
        return false;
    };
    let days = |from: Date, to: Date| (to - from).get_days();
    days(start, end) >= MOST_OF_A_YEAR
        && !is_civil(doc, mention.sentence)
        && published.is_none_or(|published| days(end, published) > 90)
}

/// `attacks on officers are rising`: violence in general, without a day, a place or a figure.
fn is_general(context: &Context, mention: &Mention) -> bool {
    let word = context.doc.word(mention.at);
    let plural = matches!(
        word,
        "attacks"
            | "assaults"
            | "killings"
            | "murders"
            | "shootings"
            | "beatings"
            | "ataques"
            | "agresiones"
            | "asesinatos"
            | "homicidios"
            | "lesiones"
            | "assassinations"
    );
    let firm = mention.date.as_ref().is_some_and(|when| when.firm);
    plural && !firm && mention.killed.is_none() && mention.injured.is_none()
}

/// `these threats`, `el ataque`: a reference to what was told before, which asserts nothing by itself.
fn is_bare_reference(context: &Context, mention: &Mention) -> bool {
    let doc = context.doc;
    let at = mention.at;
    let definite = at > 0
        && matches!(
            doc.word(at - 1),
            "the"
                | "these"
                | "this"
                | "those"
                | "such"
                | "las"
                | "los"
                | "estas"
                | "estos"
                | "esas"
                | "el"
                | "la"
                | "este"
                | "esta"
                | "dicho"
                | "dichas"
        );
    let next = (at + 1).min(doc.tokens.len() - 1);
    let aimed = doc.classes(next).any(Classes::of(&[
        Class::Against,
        Class::To,
        Class::On,
        Class::Of,
        Class::Who,
    ])) || matches!(
        doc.word(next),
        "faced" | "facing" | "recibidas" | "sufridas" | "incendiario" | "armado"
    );
    let verbal = doc.word(at).ends_with("ed") || doc.word(at).ends_with("ing");
    definite && !aimed && !verbal && !mention.whole
}

/// The words that show a mention: its sentence, or where that is long, its clause.
fn evidence(context: &Context, mention: &Mention) -> Quote {
    let sentence = context.sentence(mention.sentence);
    let tokens = if sentence.len() <= 32 {
        sentence
    } else {
        let clause = context.clause(mention.sentence, mention.at);
        let start = clause
            .start
            .min(mention.tokens.start)
            .max(mention.at.saturating_sub(24));
        let end = clause
            .end
            .max(mention.tokens.end)
            .min(mention.at + 26)
            .max(mention.tokens.end);
        start..end
    };
    context.doc.quote(tokens)
}

const QUOTED_WORDS: usize = 6;

/// Hashes of every six quoted words in a row.
fn quotations(doc: &Doc, quoted: &[bool]) -> Vec<u64> {
    let mut hashes = Vec::new();
    let mut window: Vec<u64> = Vec::new();
    for (at, token) in doc.tokens.iter().enumerate() {
        if !quoted[at] {
            if token.kind == crate::text::TokenKind::QuoteMark || !window.is_empty() {
                window.clear();
            }
            continue;
        }
        if token.kind != crate::text::TokenKind::Word {
            continue;
        }
        window.push(token.hash);
        if window.len() >= QUOTED_WORDS {
            let last = &window[window.len() - QUOTED_WORDS..];
            hashes.push(last.iter().fold(17, |hash: u64, word| {
                (hash.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            }));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

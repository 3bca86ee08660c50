//! From a text to what it asserts: mentions with slots, and on whose word.

pub mod argument;
mod attribution;
mod bounty;
mod context;
mod deed;
mod elsewhere;
mod exposed;
mod extortion;
pub mod figure;
mod fill;
pub mod gist;
pub mod harm;
pub mod matter;
mod mention;
mod message;
mod moment;
mod response;
mod role;
mod seen;
mod sift;
mod source;
mod suspect;
pub mod teller;
mod toll;
mod trigger;
mod witness;

use std::ops::Range;

use jiff::civil::Date;
use model::{Kind, Stance};

pub(crate) use bounty::RANSOM;
pub use elsewhere::Elsewhere;
pub(crate) use extortion::EXTORTION;
pub use mention::{Exposed, Filler, Mention, When};
pub use source::{Source, Sources};

use crate::detect::{self, Detection};
use crate::earnest::{ENOUGH, earnest, is_maxim};
use crate::extract::{self, Anchor, Entity, NameKind, Names};
use crate::picture::Amount;
use crate::reading::Quote;
use crate::text::{Class, Classes, Doc};
use attribution::{Way, Word};
use context::Context;
use figure::Figures;
use matter::Meant;
use seen::Seen;
use teller::Tellers;

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
    /// Places that it says are wrong.
    pub elsewhere: Vec<Elsewhere>,
    /// Sums that it tells in two currencies.
    pub converted: Vec<(Amount, Amount)>,
    /// Who issued it, where it is the release of a body that speaks for itself: one of the sources.
    pub issuer: Option<usize>,
}

/// Reads what a text asserts. `anchor` resolves `yesterday` and the like; `publisher` are the words of
/// the name of who published it, and `detection` what was found in it: acts told of, prices on people.
#[must_use]
pub fn notes(
    doc: &Doc,
    names: Names,
    anchor: Anchor,
    publisher: &[u64],
    detection: &Detection,
) -> Notes {
    let mut context = context(doc, &names, anchor, publisher, detection);
    let mut mentions = by_rule(&context, detection);
    gist::Gists::of(&context, &mentions).settle(&context, &mut mentions);
    let told = !mentions.is_empty() || !context.casualties.is_empty();
    let meant = match detection.stance {
        Stance::Makes => Meant::all(),
        _ if told => Meant::of(&context),
        _ => Meant::all(),
    };
    meant.keep(&mut mentions);
    let figures = Figures::of(&context, &mentions);
    bounty::weigh(&context, &figures, &mut mentions);
    context.casualties = toll::counted(&context, &mentions, &figures);
    toll::add(&context, &mut mentions);
    for mention in &mut mentions {
        fill::fill(&context, &figures, mention);
        mention.exposed = exposed::exposed(&context, mention);
    }
    toll::settle(&mut mentions);
    mentions.extend(moment::find(&context, &mentions, &figures));
    mentions.sort_by_key(|m| m.at);
    let main = context.voices.main_source();
    if !mentions.is_empty() {
        let tellers = Tellers::of(&context);
        for mention in &mut mentions {
            attribute(&mut context, &tellers, main, mention);
        }
    }
    follow_up(&mut mentions, anchor.published);
    let mut mentions = sift::sift(&context, mentions, anchor.published);
    if mentions
        .iter()
        .all(|m| m.kind == Kind::Response || is_maxim(doc, m.sentence))
    {
        mentions.clear();
    }
    let seen = witness::find(&context, &mentions);
    mentions.extend(seen);
    meant.keep(&mut mentions);
    mentions.sort_by_key(|m| m.at);
    let elsewhere = elsewhere::find(&context, &mentions);
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
    let issuer = context.voices.issuer;
    let sources = context.sources.list;
    Notes {
        mentions,
        sources,
        entities: names.entities,
        quotes,
        cited,
        elsewhere,
        converted,
        issuer,
    }
}

/// A text with its names, prices and speakers.
fn context<'a, 'd>(
    doc: &'a Doc<'d>,
    names: &'a Names,
    anchor: Anchor,
    publisher: &[u64],
    detection: &'a Detection,
) -> Context<'a, 'd> {
    let (casualties, dates) = (extract::casualties(doc), extract::dates(doc, anchor));
    let prices = &detection.prices;
    let mut context = Context::new(doc, names, prices, casualties, dates, publisher);
    context.seen = Seen::of(doc, &detection.items);
    context.idle = matches!(detection.stance, Stance::Unrelated | Stance::Fiction);
    context
}

/// What learning takes from a text: of its context, and what rules find it to tell of. `publisher` says who published it.
fn learnt_from<T>(
    text: &str,
    publisher: impl FnOnce(&Doc) -> Vec<u64>,
    take: impl FnOnce(&Context, &[Mention]) -> T,
) -> T {
    let doc = Doc::new(text);
    let names = Names::find(&doc);
    let detection = detect::read(&doc);
    let anchor = Anchor {
        published: extract::published(&doc),
        near: None,
    };
    let context = context(&doc, &names, anchor, &publisher(&doc), &detection);
    let mentions = by_rule(&context, &detection);
    take(&context, &mentions)
}

/// For learning: nobody in particular published it.
fn by_nobody(_: &Doc) -> Vec<u64> {
    Vec::new()
}

/// What triggers, turns of words and messages tell of, in order of its sentences.
fn by_rule(context: &Context, detection: &Detection) -> Vec<Mention> {
    let prices = &detection.prices;
    let mut mentions = assertions(context, prices);
    if !context.idle {
        mentions.extend(bounty::find(context, &prices.hints));
        mentions.sort_by_key(|m| m.at);
    }
    deed::add(context, &detection.told, &mut mentions);
    if !context.idle {
        message::add(context, &mut mentions);
    }
    mentions
}

/// On whose word a mention stands as rules know it; `main` is who speaks where the sentence names nobody.
fn word(context: &Context, main: Option<usize>, mention: &Mention) -> Word {
    let answers = mention.kind == Kind::Response;
    let actor = (context.voices.actor_of(mention.sentence)).filter(|_| answers);
    if actor.is_some() {
        return Word {
            source: actor,
            way: Way::Actor,
            direct: true,
        };
    }
    let word = context.voices.source_of(mention.sentence, mention.at);
    let paragraph = context.doc.sentences[mention.sentence].paragraph;
    let main = main.filter(|_| word.source.is_none() && !context.voices.is_host(paragraph));
    Word {
        source: word.source.or(main),
        way: if main.is_some() { Way::Main } else { word.way },
        ..word
    }
}

/// Says on whose word a mention stands.
fn attribute(context: &mut Context, tellers: &Tellers, main: Option<usize>, mention: &mut Mention) {
    let unconfirmed = Classes::of(&[Class::Unconfirmed]);
    let word = word(context, main, mention);
    let teller = tellers.best(context, mention, &word);
    let (source, direct) = match teller.at {
        Some(at) => (Some(context.teller_at(at)), teller.here),
        None => (word.source, word.direct),
    };
    mention.source = source;
    mention.direct = direct
        && teller.sure
        && !mention.inferred
        && !context.any(context.sentence(mention.sentence), unconfirmed);
}

/// All assertions, in order of their sentences.
fn assertions(context: &Context, prices: &extract::Prices) -> Vec<Mention> {
    let mut mentions = bounty::find(context, &prices.offers);
    mentions.extend(bounty::ransoms(context));
    if !context.idle {
        mentions.extend(extortion::find(context));
    }
    mentions.sort_by_key(|m| m.at);
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

/// Mentions looked back over for the act that a passage goes on about.
const NEARBY: usize = 32;
const VIOLENT: [Kind; 4] = [
    Kind::Attack,
    Kind::Ambush,
    Kind::Explosive,
    Kind::Kidnapping,
];

/// Whether two counts can be of one thing: equal, or one not told.
pub(crate) fn agree(a: Option<u32>, b: Option<u32>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// A passage that goes on about the act of the passage before it takes over what it leaves out.
fn follow_up(mentions: &mut [Mention], published: Option<Date>) {
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
        if is_held(mention) && mention.person.is_none() {
            let known = before.iter().rev().take(6);
            mention.person = known
                .take_while(|m| mention.sentence - m.sentence <= 2)
                .filter(|m| is_held(m))
                .find_map(|m| m.person.clone().filter(|person| person.entity.is_some()));
        }
        let is_violent = |m: &Mention| VIOLENT.contains(&m.kind) && m.kind != Kind::Kidnapping;
        let Some(last) = before.iter().rev().take(NEARBY).find(|m| is_violent(m)) else {
            continue;
        };
        let near = mention.sentence - last.sentence <= 3;
        mention.continues = is_violent(mention)
            && near
            && !tells_apart(last, mention)
            && !sift::is_long_ago(mention, published);
    }
}

/// Somebody is arrested or charged.
fn is_held(mention: &Mention) -> bool {
    mention.kind == Kind::Response && matches!(mention.act, Some("arrest" | "charge"))
}

/// Somebody is kept safe.
fn is_protection(mention: &Mention) -> bool {
    mention.kind == Kind::Response && mention.act == Some("protect")
}

/// Another place or another day makes another act.
fn tells_apart(a: &Mention, b: &Mention) -> bool {
    let places = matches!((&a.place, &b.place), (Some(x), Some(y)) if x.entity.is_some() && y.entity.is_some() && !x.shares_word(y));
    let days = matches!((&a.date, &b.date), (Some(x), Some(y)) if x.start.is_some() && y.start.is_some() && x.start != y.start);
    places || days
}

/// The words that show a mention: its sentence, or where that is long, its clause.
fn evidence(context: &Context, mention: &Mention) -> Quote {
    let sentence = context.sentence(mention.sentence);
    let tokens = if sentence.len() <= 32 {
        sentence.start..sentence.end.max(mention.tokens.end)
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

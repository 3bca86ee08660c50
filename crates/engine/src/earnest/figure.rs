//! Words of violence that are used of no crime: figures of speech, beasts and forces of nature, law,
//! criticism, mistakes.

use std::ops::Range;

use model::Kind;

use crate::text::{Class, Classes, Doc, TokenKind};

/// Whether a word of violence does not mean what it says.
pub(crate) fn is_figure(doc: &Doc, sentence: usize, at: usize, kind: Kind) -> bool {
    let range = doc.sentences[sentence].range();
    if is_disowned(doc, sentence, at) || is_title(doc, sentence, at) || is_likened(doc, &range, at)
    {
        return true;
    }
    match kind {
        Kind::Threat => {
            is_lawful_threat(doc, &range, at)
                || is_of_things(doc, &range, at)
                || is_idle_threat(doc, &range, at)
        }
        Kind::Attack => {
            is_of_things(doc, &range, at)
                || is_by_force(doc, &range, at)
                || is_of_words(doc, &range, at)
                || is_generic(doc, &range, at)
                || is_between_quotes(doc, &range, at)
                || is_success(doc, &range, at)
        }
        Kind::Ambush | Kind::Kidnapping | Kind::Explosive => {
            is_of_things(doc, &range, at)
                || is_by_force(doc, &range, at)
                || is_between_quotes(doc, &range, at)
        }
        Kind::Surveillance => {
            is_by_office(doc, &range, at)
                || is_timepiece(doc, &range, at)
                || any(doc, range, Classes::of(&[Class::Rights]))
        }
        Kind::Doxxing => is_slip(doc, sentence),
        _ => false,
    }
}

/// `she kills it`: of whoever does something well; people are no `it`.
fn is_success(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    let kills = matches!(doc.word(at), "kill" | "kills" | "killed" | "killing");
    kills && at + 1 < range.end && doc.word(at + 1) == "it"
}

/// `threatened him with a fine`, `amenaza con ir a los tribunales`
fn is_lawful_threat(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    let after = at + 1..(at + 8).min(range.end);
    let Some(with) = after
        .clone()
        .find(|&i| doc.is(i, Class::With) || matches!(doc.word(i), "to" | "con"))
    else {
        return false;
    };
    let content = with + 1..(with + 6).min(range.end);
    any(doc, content.clone(), Classes::of(&[Class::Lawsuit])) && !any(doc, content, HARM)
}

const HARM: Classes = Classes::of(&[
    Class::Kill,
    Class::Kidnap,
    Class::Shoot,
    Class::Injure,
    Class::Burn,
    Class::Explode,
    Class::Dox,
    Class::Weapon,
]);

/// `dogs attacked a postwoman`, `the flood of May killed two`, `mordida por un perro`
fn is_by_force(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    const FORCE: Classes = Classes::of(&[Class::Beast, Class::Weather]);
    let is_beast = |i: usize| doc.classes(i).any(FORCE) && !doc.classes(i).any(SOMEONE);
    let before = (at.saturating_sub(7).max(range.start)..at)
        .rev()
        .find(|&i| {
            doc.classes(i).any(FORCE.or(SOMEONE))
                || doc.tokens[i].kind != TokenKind::Word && doc.tokens[i].kind != TokenKind::Number
        });
    let passive = at > range.start && doc.is(at - 1, Class::Be);
    let by = (at + 1..(at + 7).min(range.end)).find(|&i| doc.is(i, Class::By));
    let by_beast = by.is_some_and(|by| {
        (by + 1..(by + 4).min(range.end))
            .find(|&i| !doc.classes(i).any(SMALL))
            .is_some_and(is_beast)
    });
    !passive && before.is_some_and(is_beast)
        || by_beast
        || (at + 1..(at + 3).min(range.end)).any(is_beast)
            && !any(doc, at + 1..(at + 7).min(range.end), SOMEONE)
}

/// Rangers, officers and guards who keep watch do their work.
fn is_by_office(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    if !doc.is(at, Class::Watch) || at > range.start && doc.is(at - 1, Class::Be) {
        return false;
    }
    let subject = (at.saturating_sub(3).max(range.start)..at)
        .rev()
        .find(|&i| !doc.classes(i).any(SMALL));
    subject.is_some_and(|i| {
        doc.classes(i)
            .any(Classes::of(&[Class::Role, Class::Justice, Class::OrgHead]))
            && !doc.is(i, Class::Perpetrator)
    })
}

/// `the mountain still threatens`: nobody and nothing is threatened.
fn is_idle_threat(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    let next = at + 1;
    let ends = next >= range.end || doc.tokens[next].kind != TokenKind::Word;
    let active = at > range.start && !doc.is(at - 1, Class::Be) && !doc.is(at - 1, Class::Have);
    ends && active
        && matches!(
            doc.word(at),
            "threatens" | "threaten" | "amenaza" | "amenazan"
        )
        && !doc.is(at - 1, Class::Det)
}

/// `critics attacked the minister`: with words, where nobody is hurt and no weapon told of.
fn is_of_words(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    let open = doc.word(at).starts_with("attack") || doc.word(at).starts_with("atac");
    let critic = (at.saturating_sub(6).max(range.start)..at).any(|i| doc.is(i, Class::Critic));
    open && critic && !any(doc, range.clone(), BODILY)
}

/// `called it "an ambush"`: a word of one's own choice, where nothing else speaks of harm.
fn is_between_quotes(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    const FEW: usize = 4;
    let is_mark = |i: usize| doc.tokens[i].kind == TokenKind::QuoteMark;
    let opens = (at.saturating_sub(FEW).max(range.start)..at)
        .rev()
        .find(|&i| is_mark(i));
    let closes = (at + 1..(at + 1 + FEW).min(range.end)).find(|&i| is_mark(i));
    let few = opens
        .zip(closes)
        .is_some_and(|(opens, closes)| closes - opens <= FEW);
    few && !range
        .clone()
        .any(|i| i != at && doc.classes(i).any(BODILY.or(Classes::of(&[Class::Injure]))))
}

/// `they attack your children`: in the present, on no day, at no place, with nothing.
fn is_generic(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    let present = matches!(
        doc.word(at),
        "attack" | "attacks" | "ataca" | "atacan" | "atacais"
    ) && (at == range.start
        || !doc.classes(at - 1).any(SMALL.or(Classes::of(&[Class::To]))));
    let told = range.clone().any(|i| {
        let token = &doc.tokens[i];
        token.kind == TokenKind::Number
            || i > range.start && token.is_capital() && token.kind == TokenKind::Word
            || doc.classes(i).any(BODILY.or(DAY))
    });
    present && !told
}

/// `takes every question for an attack`, `ve en cada crítica como un ataque`
fn is_likened(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    const REACH: usize = 4;
    let like = at.saturating_sub(2).max(range.start);
    let joined = at > range.start
        && doc.is(at - 1, Class::Det)
        && matches!(doc.word(like), "for" | "as" | "por" | "como");
    joined
        && (like.saturating_sub(REACH).max(range.start)..like).any(|i| {
            matches!(
                doc.word(i),
                "every" | "each" | "any" | "cada" | "cualquier" | "toda" | "todo"
            )
        })
}

/// `a watch and a ride home`
fn is_timepiece(doc: &Doc, range: &Range<usize>, at: usize) -> bool {
    let kept = (at.saturating_sub(3).max(range.start)..at).any(|i| {
        matches!(
            doc.word(i),
            "keep" | "keeps" | "kept" | "keeping" | "under" | "on"
        )
    });
    doc.word(at) == "watch" && at > range.start && doc.is(at - 1, Class::Det) && !kept
}

/// What was given away by mistake, and is told as one.
fn is_slip(doc: &Doc, sentence: usize) -> bool {
    any(
        doc,
        doc.sentences[sentence].range(),
        Classes::of(&[Class::Slip]),
    )
}

const BODILY: Classes = Classes::of(&[
    Class::Weapon,
    Class::Shoot,
    Class::Kill,
    Class::Burn,
    Class::Explode,
    Class::Victim,
    Class::Perpetrator,
]);
const DAY: Classes = Classes::of(&[Class::Weekday, Class::Month, Class::DateWord]);

fn any(doc: &Doc, range: Range<usize>, classes: Classes) -> bool {
    range.into_iter().any(|at| doc.classes(at).any(classes))
}

/// `the school denies the messages about a kidnapping`: told only as what others say wrongly.
fn is_disowned(doc: &Doc, sentence: usize, at: usize) -> bool {
    const TALK: Classes = Classes::of(&[Class::Letter, Class::Rumour]);
    const REACH: usize = 16;
    let start = doc.sentences[sentence].start;
    (at.saturating_sub(REACH).max(start)..at).any(|i| {
        doc.is(i, Class::Deny) && (i + 1..(i + 5).min(at)).any(|next| doc.classes(next).any(TALK))
    })
}

/// `the drama group plays "Murder at the Vicarage"`: quoted from a tale.
fn is_title(doc: &Doc, sentence: usize, at: usize) -> bool {
    let range = doc.sentences[sentence].range();
    let marks = |range: Range<usize>| {
        let is_mark = |i: &usize| doc.tokens[*i].kind == TokenKind::QuoteMark;
        range.filter(is_mark).count()
    };
    marks(range.start..at) % 2 == 1
        && marks(at..range.end) > 0
        && range.clone().any(|i| doc.is(i, Class::Tale))
}

/// People, and what is theirs.
const SOMEONE: Classes = Classes::of(&[
    Class::Role,
    Class::Person,
    Class::Family,
    Class::Perpetrator,
    Class::Home,
    Class::Victim,
]);
/// Words before a noun or a verb that say nothing of what it is.
const SMALL: Classes = Classes::of(&[
    Class::Det,
    Class::Possessive,
    Class::NumberWord,
    Class::Be,
    Class::Have,
    Class::Aux,
    Class::Modal,
]);

/// `killed the mood`, `secuestra el verano`, `attacked her record`: nobody is harmed.
fn is_of_things(doc: &Doc, sentence: &Range<usize>, at: usize) -> bool {
    let is_thing = |i: usize| doc.is(i, Class::Thing) && !doc.classes(i).any(SOMEONE);
    let end = (at + 5).min(sentence.end);
    let stands = |i: &usize| {
        doc.tokens[*i].kind != TokenKind::Word
            || doc.classes(*i).any(SOMEONE)
            || doc.tokens[*i].is_capital()
            || is_thing(*i)
    };
    let behind = (at + 1..end).find(stands).is_some_and(is_thing);
    let by = (at + 1..end).find(|&i| doc.is(i, Class::By));
    let doer = by.is_some_and(|by| {
        (by + 1..(by + 4).min(sentence.end))
            .find(|&i| !doc.classes(i).any(SMALL))
            .is_some_and(is_thing)
    });
    behind || doer
}

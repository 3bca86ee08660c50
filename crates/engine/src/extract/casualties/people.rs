//! Who was hurt: counts, persons and names before or after the word that tells it.

use std::ops::Range;

use super::count::{THINGS, counted, is_modifier};
use super::several::{joined_before, pair_before};
use crate::extract::figures;
use crate::extract::walk::{next, previous, word};
use crate::text::{Case, Class, Classes, Doc, TokenKind};

/// People said to be hurt.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) tokens: Range<usize>,
    pub(super) count: u32,
    /// A number says how many, rather than an article or a name.
    pub(super) counted: bool,
    pub(super) hedged: bool,
}

/// Grammatical number of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Singular,
    Plural,
    Unknown,
}

/// What a form of `to be` or another verb tells of its subject.
pub(super) fn number_of(verb: &str) -> Number {
    match verb {
        "was" | "is" | "has" | "resulto" | "quedo" | "fue" | "esta" | "estaba" | "es" | "ha"
        | "sufrio" | "habia" | "resulta" | "acabo" | "termino" | "salio" | "queda" | "cayo" => {
            Number::Singular
        }
        "were" | "are" | "have" | "resultaron" | "quedaron" | "fueron" | "estan" | "estaban"
        | "son" | "han" | "sufrieron" | "resultan" | "acabaron" | "acaban" | "terminaron"
        | "terminan" | "salieron" | "quedan" | "cayeron" => Number::Plural,
        _ => Number::Unknown,
    }
}

pub(super) const PEOPLE: Classes = Classes::of(&[
    Class::Role,
    Class::Person,
    Class::Perpetrator,
    Class::Victim,
    Class::Family,
    Class::Title,
    Class::FirstName,
]);

/// `colleague killed`, `the only person hurt`: one person directly before.
pub(super) fn bare_before(doc: &Doc, floor: usize, at: usize) -> Option<Group> {
    let before = previous(doc, at).filter(|&before| before >= floor)?;
    let only = matches!(word(doc, before), "unico" | "unica");
    let person = (only
        || doc
            .classes(before)
            .any(Classes::of(&[Class::Role, Class::Person, Class::Family])))
        && !is_plural(doc, before)
        && doc.tokens[before].kind == TokenKind::Word;
    person.then(|| Group {
        tokens: before..at + 1,
        count: 1,
        counted: false,
        hedged: false,
    })
}

/// The people named right after a verb or preposition.
pub(super) fn object_after(doc: &Doc, at: usize, end: usize) -> Option<Group> {
    let mut start = at;
    while start < end
        && start < at + 5
        && (is_modifier(word(doc, start))
            || matches!(word(doc, start), "leve" | "leves" | "grave" | "graves")
            || word(doc, start) == "a" && !is_person_phrase(doc, start))
    {
        if matches!(word(doc, start), "the" | "al" | "los" | "las")
            && !figures::may_start(doc, next(doc, start))
        {
            break;
        }
        start = next(doc, start);
    }
    if start >= end {
        return None;
    }
    if figures::may_start(doc, start)
        && let Some(group) = counted(doc, at.saturating_sub(1), start)
    {
        let noun = noun_after(doc, group.tokens.end, end);
        return Some(Group {
            tokens: at..noun.max(group.tokens.end),
            ..group
        });
    }
    let noun = person_at(doc, start, end)?;
    Some(Group {
        tokens: at.min(start)..noun + 1,
        count: 1,
        counted: false,
        hedged: false,
    })
}

/// `the wounded, two men and a woman`, `los lesionados son dos vigilantes y una secretaria`: their sum.
pub(super) fn listed_after(doc: &Doc, floor: usize, at: usize, end: usize) -> Option<Group> {
    let before = previous(doc, at).filter(|&before| before >= floor)?;
    if !matches!(word(doc, before), "the" | "los" | "las") {
        return None;
    }
    let link = next(doc, at);
    let links = word(doc, link) == ","
        || matches!(word(doc, link), "are" | "were" | "son" | "fueron" | "eran");
    if !links {
        return None;
    }
    let mut total = 0;
    let mut last = link;
    let mut start = next(doc, link);
    let mut named = false;
    while let Some(group) = object_after(doc, start, end).filter(|_| start < end) {
        // `Ana Ruiz, a clerk`: what somebody is who was named just before
        let apposed = named && word(doc, previous(doc, start)?) == "," && !group.counted;
        named = is_name(doc, start);
        total += group.count * u32::from(named || !apposed);
        last = group.tokens.end;
        let join = next(doc, last - 1);
        // `are two, the driver and a nurse`: who the two are
        let bare = group.counted && doc.classes(last - 1).has(Class::NumberWord);
        if !matches!(word(doc, join), "and" | "y" | "e" | ",") || bare && word(doc, join) == "," {
            break;
        }
        start = next(doc, join);
        if word(doc, join) == "," && matches!(word(doc, start), "and" | "y") {
            start = next(doc, start);
        }
    }
    (total > 1).then_some(Group {
        tokens: before..last,
        count: total,
        counted: true,
        hedged: false,
    })
}

/// English `a` before a person, as against Spanish `a`.
fn is_person_phrase(doc: &Doc, at: usize) -> bool {
    person_at(doc, at, at + 6).is_some()
}

/// Where the noun of a count ends: one past `people` in `two armed people`.
pub(super) fn noun_after(doc: &Doc, at: usize, end: usize) -> usize {
    let mut after = next(doc, at - 1);
    for _ in 0..3 {
        if after >= end || doc.tokens[after].kind != TokenKind::Word {
            return at;
        }
        let classes = doc.classes(after);
        if classes.any(Classes::of(&[Class::Conj])) && after > at {
            return after;
        }
        if classes.any(PEOPLE)
            || matches!(
                word(doc, after),
                "others" | "more" | "otros" | "otras" | "mas"
            )
        {
            return after + 1;
        }
        if classes.any(Classes::of(&[Class::Prep, Class::Conj, Class::Be])) {
            return at;
        }
        after = next(doc, after);
    }
    at
}

/// One person at `at`: `a nurse`, `her driver`, `el fiscal`, `Ivo Marsk`, `him`. Returns the last token.
pub(super) fn person_at(doc: &Doc, at: usize, end: usize) -> Option<usize> {
    let token = doc.tokens.get(at).filter(|_| at < end)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    let text = word(doc, at);
    let her = text == "her"
        && doc
            .tokens
            .get(at + 1)
            .is_none_or(|token| token.kind != TokenKind::Word);
    if matches!(text, "him" | "herself" | "himself") || her {
        return Some(at);
    }
    if is_name(doc, at) {
        return Some(last_capital(doc, at));
    }
    let singular = matches!(
        text,
        "a" | "an"
            | "the"
            | "his"
            | "her"
            | "its"
            | "my"
            | "their"
            | "our"
            | "another"
            | "un"
            | "una"
            | "el"
            | "la"
            | "su"
            | "al"
            | "otro"
            | "otra"
            | "del"
            | "one"
    );
    if !singular {
        return None;
    }
    let mut noun = next(doc, at);
    for _ in 0..4 {
        let token = doc.tokens.get(noun).filter(|_| noun < end)?;
        if token.kind != TokenKind::Word || is_name(doc, noun) && token.classes.is_empty() {
            return None;
        }
        if token.classes.any(PEOPLE) {
            if is_plural(doc, noun) {
                return None;
            }
            // "the radio reporter", "the deputy chief clerk": the last of a run of nouns
            let further = next(doc, noun);
            if is_name(doc, further) {
                return Some(last_capital(doc, further));
            }
            // `el inspector forestal Luis Mora`
            let named = next(doc, further);
            let plain = doc.tokens.get(further).is_some_and(|token| {
                token.kind == TokenKind::Word
                    && token.case == Case::Lower
                    && token.classes.is_empty()
            });
            if plain && named < end && is_name(doc, named) {
                return Some(last_capital(doc, named));
            }
            if doc.classes(further).any(PEOPLE)
                && doc.tokens[further].kind == TokenKind::Word
                && !doc.tokens[further].classes.has(Class::Be)
            {
                noun = further;
                continue;
            }
            return Some(noun);
        }
        if token.classes.any(Classes::of(&[
            Class::Prep,
            Class::Conj,
            Class::Be,
            Class::Have,
        ])) || THINGS.has(token)
        {
            return None;
        }
        noun = next(doc, noun);
    }
    None
}

pub(super) fn is_name(doc: &Doc, at: usize) -> bool {
    let Some(token) = doc.tokens.get(at) else {
        return false;
    };
    let calendar = Classes::of(&[
        Class::Month,
        Class::Weekday,
        Class::Country,
        Class::Det,
        Class::Prep,
        Class::Conj,
        Class::Pronoun,
        Class::While,
        Class::If,
        Class::Who,
        Class::Neg,
    ]);
    let people = ["ians", "ists", "ites", "eans", "ims", "ews"];
    let nation = people.iter().any(|ending| word(doc, at).ends_with(ending));
    token.is_capital()
        && !nation
        && !token.classes.any(calendar)
        && (token.classes.is_empty() && token.case == Case::Title
            || token
                .classes
                .any(Classes::of(&[Class::FirstName, Class::Title, Class::Role]))
            || doc
                .tokens
                .get(at + 1)
                .is_some_and(|after| after.is_capital() && !after.classes.any(calendar)))
}

pub(super) fn last_capital(doc: &Doc, at: usize) -> usize {
    let mut last = at;
    while last < at + 5
        && doc
            .tokens
            .get(last + 1)
            .is_some_and(|token| token.is_capital() && token.gap)
    {
        last += 1;
    }
    last
}

pub(super) fn is_plural(doc: &Doc, at: usize) -> bool {
    let text = word(doc, at);
    matches!(
        text,
        "people" | "men" | "women" | "children" | "policemen" | "firemen"
    ) || text.ends_with('s') && !text.ends_with("ss") && !text.ends_with("us")
}

/// The people that the verb at `verb` speaks of, sought leftwards down to `floor`.
pub(super) fn subject_before(
    doc: &Doc,
    floor: usize,
    verb: usize,
    number: Number,
) -> Option<Group> {
    let mut at = verb;
    let mut singles: u32 = 0;
    let mut first_single = verb;
    // "at an officer, who …": then the person may stand after a preposition
    let mut relative = false;
    for _ in 0..30 {
        let Some(before) = previous(doc, at).filter(|&before| before >= floor) else {
            break;
        };
        at = before;
        let text = word(doc, at);
        if matches!(
            text,
            ";" | ":"
                | "—"
                | "but"
                | "pero"
                | "while"
                | "mientras"
                | "because"
                | "porque"
                | "that"
                | "when"
                | "cuando"
        ) {
            break;
        }
        if text == "." && !doc.is(at.saturating_sub(1), Class::Month) {
            break;
        }
        if matches!(text, "que" | "quien" | "who") {
            if singles > 0 {
                break;
            }
            relative = true;
        }
        if figures::may_start(doc, at)
            && !is_aside(doc, floor, at)
            && let Some(group) = counted(doc, floor, at)
        {
            let fits = match number {
                Number::Singular => group.count == 1,
                Number::Plural => group.count > 1,
                Number::Unknown => true,
            };
            if fits && !(singles > 0 && number != Number::Plural) {
                let joined = match number {
                    Number::Singular => None,
                    _ => joined_before(doc, floor, group.tokens.start),
                };
                let (mut more, start) = joined.unwrap_or((0, group.tokens.start));
                // "two paramedics and a firefighter were"
                if singles > 0
                    && joined_before(doc, floor, first_single)
                        .is_some_and(|(_, start)| start == group.tokens.start)
                {
                    more += singles;
                }
                return Some(Group {
                    tokens: start..verb + 1,
                    count: group.count + more,
                    ..group
                });
            }
        }
        if number != Number::Plural && matches!(text, "he" | "she" | "ella")
            || text == "el" && word(doc, next(doc, at)).is_empty()
        {
            return Some(one(at, verb));
        }
        if !is_aside(doc, floor, at) && starts_person(doc, floor, at, verb, relative) {
            singles += 1;
            first_single = at;
            if number != Number::Plural {
                // an apposition ", a technician," leads back to a name
                let joined = match number {
                    Number::Unknown => joined_before(doc, floor, first_single),
                    _ => None,
                };
                return Some(match joined {
                    Some((more, start)) => Group {
                        count: 1 + more,
                        ..one(start, verb)
                    },
                    None => one(first_single, verb),
                });
            }
        } else if singles > 0
            && doc.tokens[at]
                .classes
                .any(Classes::of(&[Class::Be, Class::Say]))
        {
            break;
        }
    }
    if number == Number::Plural && singles < 2 {
        return pair_before(doc, floor, verb);
    }
    (number == Number::Plural).then(|| Group {
        tokens: first_single..verb + 1,
        count: singles,
        counted: false,
        hedged: false,
    })
}

fn one(start: usize, verb: usize) -> Group {
    Group {
        tokens: start..verb + 1,
        count: 1,
        counted: false,
        hedged: false,
    }
}

/// `including a nurse`, `among them the journalist`: part of a group, not one more.
fn is_aside(doc: &Doc, floor: usize, at: usize) -> bool {
    let mut back = at;
    for _ in 0..4 {
        let Some(before) = previous(doc, back).filter(|&before| before >= floor) else {
            return false;
        };
        match word(doc, before) {
            "including" | "among" | "incluyendo" | "incluido" | "incluida" | "incluidos"
            | "entre" | "besides" | "with" | "by" | "por" | "from" => return true,
            "," => return false,
            _ => back = before,
        }
    }
    false
}

/// Whether a phrase for one person starts here, in the place of a subject.
fn starts_person(doc: &Doc, floor: usize, at: usize, limit: usize, relative: bool) -> bool {
    if person_at(doc, at, limit).is_none() {
        return false;
    }
    let Some(before) = previous(doc, at).filter(|&before| before >= floor) else {
        return true;
    };
    let inside_name = is_name(doc, at)
        && doc.tokens[before].is_capital()
        && !doc.tokens[before]
            .classes
            .any(Classes::of(&[Class::Prep, Class::Det]));
    let governed = doc.tokens[before].classes.any(Classes::of(&[
        Class::Prep,
        Class::Of,
        Class::To,
        Class::By,
        Class::In,
        Class::With,
        Class::Possessive,
    ])) && !matches!(word(doc, before), "that" | "after" | "before" | "when");
    !inside_name && (relative || !governed)
}

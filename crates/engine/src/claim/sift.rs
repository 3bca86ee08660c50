//! Which of the assertions of a text count: what can be checked, is of this matter, and is told once.

use jiff::civil::Date;
use model::Kind;

use super::context::Context;
use super::mention::Mention;
use super::trigger;
use crate::earnest::{is_civil, is_trend};
use crate::reading::Lang;
use crate::text::{Class, Classes, Doc, TokenKind};

/// The assertions that count.
pub(super) fn sift(
    context: &Context,
    mentions: Vec<Mention>,
    published: Option<Date>,
) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = mentions
        .into_iter()
        .filter(|m| is_specific(context, m) && !is_background(context, m, published))
        .filter(|m| answers_something(context, m) && !is_dud(context, m))
        .filter(|m| !is_statistic(context, m) && !is_called_untrue(context, m))
        .filter(|m| !is_another_matter(context, m))
        .collect();
    drop_parts(context, &mut mentions);
    mentions
}

/// One act is told once: what a false call makes happen, the stop in which somebody is taken, and what sums up.
fn drop_parts(context: &Context, mentions: &mut Vec<Mention>) {
    use Kind::{Ambush, Attack, Bounty, Harassment, Kidnapping, Response, Swatting, Threat};
    let sentences_of = |mentions: &[Mention], kinds: &[Kind]| -> Vec<usize> {
        let its = mentions.iter().filter(|m| kinds.contains(&m.kind));
        its.map(|m| m.sentence).collect()
    };
    let called = sentences_of(mentions, &[Swatting]);
    let taken = sentences_of(mentions, &[Kidnapping]);
    let told = mentions.iter().any(|m| {
        !matches!(m.kind, Bounty | Response | Harassment) || m.kind == Harassment && m.scene
    });
    mentions.retain(|m| {
        let here = |sentences: &[usize]| sentences.binary_search(&m.sentence).is_ok();
        let counted = m.killed.is_some() || m.injured.is_some();
        match m.kind {
            Kidnapping | Attack | Threat if here(&called) => false,
            Ambush if here(&taken) && !counted => false,
            Harassment if told => m.scene || !sums_up(context, m),
            _ => true,
        }
    });
}

/// `a campaign of intimidation`, `arrested for harassing her`: a name for all that is told beside it.
fn sums_up(context: &Context, mention: &Mention) -> bool {
    const LAW: Classes = Classes::of(&[Class::Arrest, Class::Charge, Class::Offence]);
    const NOUN: [&str; 6] = ["ment", "tion", "cion", "ciones", "miento", "acoso"];
    let word = context.doc.word(mention.at);
    NOUN.iter().any(|end| word.ends_with(end))
        || context.any(context.sentence(mention.sentence), LAW)
}

/// `four in ten nurses have been threatened`, `assaults fell last year`: acts counted, none told.
fn is_statistic(context: &Context, mention: &Mention) -> bool {
    let doc = context.doc;
    let range = context.sentence(mention.sentence);
    let number =
        |at: usize| doc.is(at, Class::NumberWord) || doc.tokens[at].kind == TokenKind::Number;
    let share = range.clone().any(|at| {
        let each = at + 2 < range.end && doc.word(at + 1) == "de" && doc.word(at + 2) == "cada";
        let in_so_many = at + 2 < range.end && doc.word(at + 1) == "in" && number(at + 2);
        number(at) && (each || in_so_many)
    });
    let surveyed = range.clone().any(|at| {
        matches!(
            doc.word(at),
            "survey"
                | "surveys"
                | "surveyed"
                | "respondents"
                | "encuesta"
                | "encuestas"
                | "encuestados"
                | "encuestadas"
        )
    });
    let named = mention
        .target
        .as_ref()
        .is_some_and(|target| target.entity.is_some());
    mention.kind != Kind::Response
        && mention.kind != Kind::Bounty
        && (share
            || surveyed
            || is_so_far(doc, mention.sentence)
            || !named && (is_trend(doc, mention.sentence) || is_of_a_year(mention)))
}

/// `seventeen guards were murdered in 2025`: many in a whole year.
fn is_of_a_year(mention: &Mention) -> bool {
    const MANY: u32 = 5;
    let span = mention
        .date
        .as_ref()
        .and_then(|when| when.start.zip(when.end));
    let year = span
        .is_some_and(|(start, end)| start == start.first_of_year() && end == start.last_of_year());
    year && mention.killed.max(mention.injured) >= Some(MANY)
}

/// `14 policías asesinados en lo que va del año`, `so far this year`.
fn is_so_far(doc: &Doc, sentence: usize) -> bool {
    let range = doc.sentences[sentence].range();
    let mut runs = range.clone().filter(|at| at + 3 < range.end);
    runs.any(|at| {
        let words = [0, 1, 2, 3].map(|step| doc.word(at + step));
        words == ["so", "far", "this", "year"]
            || words[..3] == ["lo", "que", "va"] && matches!(words[3], "del" | "de")
    })
}

/// `in an unrelated incident`, `en otro caso`: the text itself says that it is of something else.
fn is_another_matter(context: &Context, mention: &Mention) -> bool {
    let doc = context.doc;
    let range = context.sentence(mention.sentence);
    range.clone().any(|at| {
        let behind = |word: &str| (at + 1..(at + 4).min(range.end)).any(|i| doc.word(i) == word);
        match doc.word(at) {
            "unrelated" | "unconnected" => at == range.start || !doc.is(at - 1, Class::Neg),
            "no" | "not" => behind("connection") || behind("connected") || behind("related"),
            "nothing" => behind("do") && behind("with"),
            "sin" => behind("relacion") || behind("vinculo"),
            "guarda" | "guardan" => {
                at > range.start && doc.is(at - 1, Class::Neg) && behind("relacion")
            }
            "nada" => behind("ver"),
            "otro" | "otros" => {
                at < range.start + 3 && (behind("caso") || behind("hecho") || behind("orden"))
            }
            _ => false,
        }
    })
}

/// `it is not true that an officer leaked it`
fn is_called_untrue(context: &Context, mention: &Mention) -> bool {
    const REACH: usize = 12;
    let doc = context.doc;
    let start = context.sentence(mention.sentence).start;
    let from = mention.at.saturating_sub(REACH).max(start);
    (from..mention.at).any(|at| {
        let truth = matches!(doc.word(at), "true" | "cierto" | "verdad");
        let lie = matches!(
            doc.word(at),
            "falso" | "mentira" | "untrue" | "lie" | "false"
        );
        let that = (at + 1..(at + 4).min(mention.at)).any(|i| doc.is(i, Class::That));
        let not = (at.saturating_sub(3).max(start)..at).any(|i| doc.is(i, Class::Neg));
        that && (lie || truth && not)
    })
}

/// Whether a passage asserts enough to be checked: an act with somebody aimed at, a figure, a place or a day.
fn is_specific(context: &Context, mention: &Mention) -> bool {
    let told =
        mention.target.is_some() || mention.person.is_some() || befell_teller(context, mention);
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

/// `they shot at us`, `nos dispararon`: whoever tells it is whom it befell.
fn befell_teller(context: &Context, mention: &Mention) -> bool {
    const BEHIND: usize = 3;
    let doc = context.doc;
    let range = context.sentence(mention.sentence);
    if context.idle || mention.kind == Kind::Threat {
        return false;
    }
    if doc.lang == Lang::Es {
        let before = mention.at.saturating_sub(2).max(range.start)..mention.at;
        return before
            .into_iter()
            .any(|at| matches!(doc.word(at), "nos" | "me"));
    }
    let behind = mention.at + 1..range.end.min(mention.at + 1 + BEHIND);
    behind
        .take_while(|&at| doc.tokens[at].kind == TokenKind::Word)
        .any(|at| matches!(doc.word(at), "us" | "me"))
}

const MOST_OF_A_YEAR: i32 = 300;

/// What lies most of a year back, or has been counted since, is told as history.
fn is_background(context: &Context, mention: &Mention, published: Option<Date>) -> bool {
    let Some(((start, end), firm)) = mention
        .date
        .as_ref()
        .and_then(|when| Some((when.start.zip(when.end)?, when.firm)))
    else {
        return false;
    };
    if firm && is_told_for_itself(mention) {
        return false;
    }
    let days = |from: Date, to: Date| (to - from).get_days();
    let old = |end: Date| published.is_some_and(|published| days(end, published) > MOST_OF_A_YEAR);
    let range = context.sentence(mention.sentence);
    let first = (context.dates).partition_point(|date| date.tokens.start < range.start);
    let mut here = (context.dates[first..].iter()).take_while(|date| date.tokens.start < range.end);
    if old(end) && (firm || here.all(|date| date.end.is_none_or(old))) {
        return true;
    }
    if days(start, end) >= MOST_OF_A_YEAR && is_counted_since(context, mention) {
        return true;
    }
    firm && days(start, end) >= MOST_OF_A_YEAR
        && !is_civil(context.doc, mention.sentence)
        && published.is_none_or(|published| days(end, published) > 90)
}

/// Its own day lies most of a year before the text.
pub(super) fn is_long_ago(mention: &Mention, published: Option<Date>) -> bool {
    let day = mention.date.as_ref().filter(|when| when.firm);
    let end = day.and_then(|when| when.end);
    end.zip(published)
        .is_some_and(|(end, published)| (published - end).get_days() > MOST_OF_A_YEAR)
}

/// `In 2019 the judge Ana Prado was shot dead`: an act against somebody named is one, however long ago.
fn is_told_for_itself(mention: &Mention) -> bool {
    let several = |count: Option<u32>| count.is_some_and(|count| count > 2);
    let named = mention
        .target
        .as_ref()
        .is_some_and(|target| target.entity.is_some());
    let violent = matches!(
        mention.kind,
        Kind::Attack | Kind::Ambush | Kind::Explosive | Kind::Kidnapping | Kind::Swatting
    );
    let many = mention.target.as_ref().is_some_and(|target| target.plural)
        && mention.killed.is_none()
        && mention.injured.is_none();
    let told = mention.target.is_some() || mention.place.is_some();
    violent && (named || told && !many) && !several(mention.killed) && !several(mention.injured)
}

/// `seven reporters have been killed since 2018`
fn is_counted_since(context: &Context, mention: &Mention) -> bool {
    let several = |count: Option<u32>| count.is_some_and(|count| count > 1);
    (several(mention.killed) || several(mention.injured) || mention.target.is_none())
        && context
            .sentence(mention.sentence)
            .any(|at| matches!(context.doc.word(at), "since" | "desde"))
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

/// `the device was a dud`, `turned out to be a toaster`, there or in the sentence behind that goes on about it.
fn is_dud(context: &Context, mention: &Mention) -> bool {
    const EXPLODES: Classes = Classes::of(&[Class::Explode, Class::Weapon]);
    let doc = context.doc;
    let attack = mention.act == Some("bomb attack");
    let told = |sentence: usize| {
        let range = context.sentence(sentence);
        let end = range.end;
        range.into_iter().any(|i| {
            let proves = doc.is(i, Class::Proves) && !context.any(i + 1..end, EXPLODES);
            proves || attack && doc.is(i, Class::Dud)
        })
    };
    let behind = mention.sentence + 1;
    let goes_on = behind < doc.sentences.len()
        && matches!(
            doc.word(doc.sentences[behind].start),
            "it" | "resulto" | "era"
        );
    mention.kind == Kind::Explosive && (told(mention.sentence) || goes_on && told(behind))
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

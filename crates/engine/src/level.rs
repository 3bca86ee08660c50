//! How urgent a text is, and why, in words.

use std::ops::Range;
use std::sync::LazyLock;

use model::{Behaviour, ExposureKind, Level, Stance};

use crate::detect::Detection;
use crate::reading::{Exposure, Finding};
use crate::text::{Class, Classes, Doc, HashMap, Sentence, word_hash};

type Words = HashMap<()>;

/// Words of what is to come.
static COMING: LazyLock<Words> = LazyLock::new(|| {
    words(
        "will would going gonna plan plans planning planned va van vamos iban planea planean quieren piensan piensa",
    )
});
/// The hours to come.
static HOURS: LazyLock<Words> =
    LazyLock::new(|| words("tonight tomorrow tmrw now ahora ahorita manana noche"));
/// Times close at hand.
static SOON: LazyLock<Words> = LazyLock::new(|| {
    words(
        "tonight today tomorrow tmrw now noon midnight monday tuesday wednesday thursday friday saturday sunday \
         hoy ahora ahorita manana mediodia medianoche lunes martes miercoles jueves viernes sabado domingo",
    )
});

fn words(list: &str) -> Words {
    list.split_whitespace()
        .map(|word| (word_hash(word), ()))
        .collect()
}

/// Below this a text is not held to threaten at all.
const SLIGHT: f32 = 0.35;
/// From this a behaviour counts.
const SHOWN: f32 = 0.5;

/// Words to the one who is threatened.
static ADDRESSED: LazyLock<Words> =
    LazyLock::new(|| words("you your yours yourself u ur te tu tus ti usted ustedes vosotros vos"));

/// What in a text makes a threat more pressing, each with the words that show it.
#[derive(Debug, Default)]
struct Signs {
    soon: Option<String>,
    /// People whose work is protected.
    whom: Option<String>,
    /// The words by which the one threatened is spoken to.
    addressed: Option<String>,
    place: Option<String>,
    /// Where people live.
    home: Option<String>,
    means: Option<String>,
    address: bool,
}

/// Level of a text and the rules that fired, most important first; there is always one.
#[must_use]
pub fn of(doc: &Doc, detection: &Detection, exposures: &[Exposure]) -> (Level, Vec<String>) {
    let shown: Vec<&Finding> = detection
        .behaviours
        .iter()
        .filter(|f| f.score >= SHOWN)
        .collect();
    let signs = signs(doc, &shown, exposures);
    let mut reasons = Vec::new();
    let level = match detection.stance {
        Stance::Makes => made(&signs, &shown, &mut reasons),
        Stance::Reports => reported(doc, &signs, &shown, &mut reasons),
        Stance::Condemns => {
            reasons
                .push("the text condemns a threat rather than making or reporting one".to_owned());
            match shown.is_empty() {
                true => Level::P5,
                false => Level::P4,
            }
        }
        Stance::Fiction => {
            reasons.push("the text is fiction, or speaks of fiction".to_owned());
            Level::P5
        }
        Stance::Unrelated => {
            reasons.push("nothing in the text speaks of a threat to people".to_owned());
            Level::P5
        }
    };
    let level = doubtful(detection, level, &mut reasons);
    (level, reasons)
}

/// A text that may threaten is looked at, whatever its stance seems to be.
fn doubtful(detection: &Detection, level: Level, reasons: &mut Vec<String>) -> Level {
    if level == Level::P5 && detection.threat >= SLIGHT && detection.stance != Stance::Fiction {
        reasons.insert(
            0,
            "the wording may be a threat, though most likely it is not".to_owned(),
        );
        return Level::P4;
    }
    level
}

fn made(signs: &Signs, shown: &[&Finding], reasons: &mut Vec<String>) -> Level {
    reasons.push("the text itself threatens, or calls for, violence".to_owned());
    let mut weight = 0;
    let mut note = |sign: &Option<String>, what: &str, worth: u32| {
        if let Some(words) = sign {
            reasons.push(format!("{what}: “{words}”"));
            weight += worth;
        }
    };
    note(&signs.soon, "it names a time close at hand", 1);
    match &signs.whom {
        Some(_) => note(&signs.whom, "it names a target", 1),
        None => note(
            &signs.addressed,
            "it is addressed to the one it threatens",
            1,
        ),
    }
    note(&signs.place, "it names a place", 1);
    note(&signs.means, "it names means of harm", 1);
    if signs.address {
        reasons.push("it gives an address or number of a person".to_owned());
        weight += 1;
    }
    for graver in shown.iter().filter(|f| is_graver(f.kind)).take(2) {
        reasons.push(act(graver.kind).to_owned());
        weight += 1;
    }
    match weight {
        0 => Level::P3,
        1 if signs.whom.is_none() && signs.addressed.is_some() => Level::P3,
        _ if signs.soon.is_some() && weight >= 3 => Level::P1,
        _ => Level::P2,
    }
}

/// What a threat holds that goes beyond words.
fn act(kind: Behaviour) -> &'static str {
    match kind {
        Behaviour::Ambush => "it speaks of lying in wait for someone",
        Behaviour::Bounty => "it offers money for harm, or for finding someone",
        Behaviour::Doxxing => "it gives away, or asks for, where someone can be found",
        Behaviour::Explosive => "it speaks of explosives",
        Behaviour::Kidnapping => "it speaks of taking someone by force",
        Behaviour::Swatting => "it speaks of a false call to send armed police to someone",
        _ => "it speaks of following or watching someone",
    }
}

fn reported(doc: &Doc, signs: &Signs, shown: &[&Finding], reasons: &mut Vec<String>) -> Level {
    let grave: Vec<&str> = shown
        .iter()
        .filter(|f| is_grave(f.kind))
        .map(|f| f.kind.as_str())
        .collect();
    let kinds: Vec<&str> = shown.iter().map(|f| f.kind.as_str()).collect();
    reasons.push(match kinds.is_empty() {
        true => "the text reports a threat by others".to_owned(),
        false => format!("the text reports, by others: {}", kinds.join(", ")),
    });
    let protected = signs.whom.is_some();
    if let Some(whom) = &signs.whom {
        reasons.push(format!(
            "it concerns people whose work is protected: “{whom}”"
        ));
    }
    if let Some(soon) = signs
        .soon
        .as_ref()
        .filter(|_| !grave.is_empty() && is_coming(doc, shown))
    {
        reasons.push(format!("what it reports is still to come: “{soon}”"));
        return if protected || signs.place.is_some() {
            Level::P1
        } else {
            Level::P2
        };
    }
    let watched = shown.iter().any(|f| f.kind == Behaviour::Surveillance);
    if watched
        && grave.is_empty()
        && let Some(home) = &signs.home
    {
        reasons.push(format!("someone is watching where people live: “{home}”"));
        return match protected && kinds.len() > 1 {
            true => Level::P2,
            false => Level::P3,
        };
    }
    match (grave.len(), protected) {
        (0, true) if !kinds.is_empty() => Level::P3,
        (0, _) => Level::P4,
        (1, true) if grave != ["bounty"] => Level::P3,
        (_, true) => {
            reasons.push("several grave behaviours, or a price on harm".to_owned());
            Level::P2
        }
        (_, false) => Level::P3,
    }
}

/// Acts that endanger life.
fn is_grave(kind: Behaviour) -> bool {
    use Behaviour::{Ambush, Attack, Bounty, Explosive, Incitement, Kidnapping, Swatting, Threat};
    matches!(
        kind,
        Bounty | Threat | Incitement | Ambush | Attack | Kidnapping | Swatting | Explosive
    )
}

/// Acts that show preparation rather than words alone.
fn is_graver(kind: Behaviour) -> bool {
    use Behaviour::{Ambush, Bounty, Doxxing, Explosive, Kidnapping, Surveillance, Swatting};
    matches!(
        kind,
        Ambush | Bounty | Doxxing | Explosive | Kidnapping | Surveillance | Swatting
    )
}

/// Whether evidence stands in a sentence that speaks of the hours to come.
fn is_coming(doc: &Doc, shown: &[&Finding]) -> bool {
    let says = |range: Range<usize>, words: &Words| {
        doc.tokens[range]
            .iter()
            .any(|token| words.contains_key(&token.hash))
    };
    doc.sentences
        .iter()
        .filter(|s| says(s.range(), &HOURS) && says(s.range(), &COMING))
        .any(|sentence| holds_evidence(doc, sentence, shown))
}

fn is_soon(doc: &Doc, at: usize) -> bool {
    SOON.contains_key(&doc.tokens[at].hash)
        || doc.word(at) == "noche" && at > 0 && doc.word(at - 1) == "esta"
}

/// Tokens of the sentences that hold evidence.
fn evidence_tokens<'a>(doc: &'a Doc, shown: &'a [&'a Finding]) -> impl Iterator<Item = usize> + 'a {
    doc.sentences
        .iter()
        .filter(move |sentence| holds_evidence(doc, sentence, shown))
        .flat_map(Sentence::range)
}

fn is_quoted(doc: &Doc, at: usize, shown: &[&Finding]) -> bool {
    let start = doc.points.at(doc.text, doc.tokens[at].start as usize);
    let mut evidence = shown.iter().flat_map(|f| &f.evidence);
    evidence.any(|quote| quote.start <= start && start < quote.end)
}

fn holds_evidence(doc: &Doc, sentence: &Sentence, shown: &[&Finding]) -> bool {
    let place = |at: u32| doc.points.at(doc.text, at as usize);
    let start = place(doc.tokens[sentence.start].start);
    let end = place(doc.tokens[sentence.end - 1].end);
    let mut evidence = shown.iter().flat_map(|f| &f.evidence);
    evidence.any(|quote| quote.start < end && start < quote.end)
}

/// Sentences that hold evidence, and those beside them.
fn near_evidence<'a>(doc: &'a Doc, shown: &[&Finding]) -> impl Iterator<Item = usize> + use<'a> {
    let held: Vec<bool> = doc
        .sentences
        .iter()
        .map(|sentence| holds_evidence(doc, sentence, shown))
        .collect();
    let near =
        move |at: usize| held[at.saturating_sub(1)..(at + 2).min(held.len())].contains(&true);
    doc.sentences
        .iter()
        .enumerate()
        .filter(move |&(at, _)| near(at))
        .flat_map(|(_, sentence)| sentence.range())
}

/// The role at a place with the words of its name beside it: “election workers”, not “election”.
fn role_at(doc: &Doc, at: usize) -> String {
    let last = (at..doc.tokens.len())
        .take(4)
        .take_while(|&next| doc.classes(next).has(Class::Role))
        .last()
        .unwrap_or(at);
    doc.slice(at..last + 1).to_owned()
}

fn signs(doc: &Doc, shown: &[&Finding], exposures: &[Exposure]) -> Signs {
    const PLACE: Classes = Classes::of(&[Class::PlaceHead, Class::Home]);
    const MEANS: Classes = Classes::of(&[Class::Weapon, Class::Explode, Class::Burn]);
    let mut signs = Signs {
        address: exposures
            .iter()
            .any(|e| matches!(e.kind, ExposureKind::Address | ExposureKind::Phone)),
        ..Signs::default()
    };
    let is_role = |at: &usize| doc.classes(*at).has(Class::Role);
    signs.whom = evidence_tokens(doc, shown)
        .filter(|&at| is_quoted(doc, at, shown))
        .find(is_role)
        .or_else(|| evidence_tokens(doc, shown).find(is_role))
        .map(|at| role_at(doc, at));
    let of = |kind| -> Vec<&Finding> { shown.iter().copied().filter(|f| f.kind == kind).collect() };
    signs.home = evidence_tokens(doc, &of(Behaviour::Surveillance))
        .find(|&at| doc.classes(at).has(Class::Home))
        .map(|at| doc.raw(at).to_owned());
    let threatens = !of(Behaviour::Threat).is_empty();
    for at in near_evidence(doc, shown) {
        let classes = doc.classes(at);
        let found = |holds: bool, sign: &mut Option<String>| {
            if holds && sign.is_none() {
                *sign = Some(doc.raw(at).to_owned());
            }
        };
        found(is_soon(doc, at), &mut signs.soon);
        found(classes.any(PLACE), &mut signs.place);
        found(classes.any(MEANS), &mut signs.means);
        let spoken_to = threatens && ADDRESSED.contains_key(&doc.tokens[at].hash);
        found(spoken_to, &mut signs.addressed);
    }
    signs
}

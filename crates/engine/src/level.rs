//! How urgent a text is, and why.

mod plan;

use std::ops::Range;
use std::sync::LazyLock;

use model::{Behaviour, ExposureKind, Level, Stance};
use plan::Target;

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
/// From this score a behaviour that is not shown is worth a look.
const DOUBTFUL: f32 = 0.45;

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

/// One thing that speaks for the level of a text. The words it carries are the text's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The text itself threatens, or calls for, violence.
    Makes,
    /// It names a time close at hand.
    Soon(String),
    /// It names a target.
    Target(String),
    /// It speaks to the one it threatens.
    Addressed(String),
    /// It names a place.
    Place(String),
    /// It names means of harm.
    Means(String),
    /// It gives an address or number of a person.
    Reachable,
    /// It holds an act that goes beyond words.
    Beyond(Behaviour),
    /// It reports what others do; nothing, where no behaviour is sure enough to be named.
    Reports(Vec<Behaviour>),
    /// It concerns people whose work is protected.
    Protected(String),
    /// What it reports is still to come.
    Coming(String),
    /// Somebody tells, as a witness, of harm that is still meant to be done.
    Planned,
    /// Someone is watching where people live.
    Watched(String),
    /// Several grave behaviours, or a price on harm.
    Several,
    /// It condemns a threat.
    Condemns,
    /// It is fiction, or speaks of it.
    Fiction,
    /// It speaks of no threat to people.
    Unrelated,
    /// It may be a threat, though most likely it is not.
    Doubtful,
}

impl Reason {
    /// Its name, in lower case.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Reason::Makes => "makes",
            Reason::Soon(_) => "soon",
            Reason::Target(_) => "target",
            Reason::Addressed(_) => "addressed",
            Reason::Place(_) => "place",
            Reason::Means(_) => "means",
            Reason::Reachable => "reachable",
            Reason::Beyond(_) => "beyond",
            Reason::Reports(_) => "reports",
            Reason::Protected(_) => "protected",
            Reason::Coming(_) => "coming",
            Reason::Planned => "planned",
            Reason::Watched(_) => "watched",
            Reason::Several => "several",
            Reason::Condemns => "condemns",
            Reason::Fiction => "fiction",
            Reason::Unrelated => "unrelated",
            Reason::Doubtful => "doubtful",
        }
    }

    /// The words of the text that show it.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Reason::Soon(words)
            | Reason::Target(words)
            | Reason::Addressed(words)
            | Reason::Place(words)
            | Reason::Means(words)
            | Reason::Protected(words)
            | Reason::Coming(words)
            | Reason::Watched(words) => Some(words),
            _ => None,
        }
    }
}

/// Level of a text and the rules that fired, most important first; there is always one.
#[must_use]
pub fn of(doc: &Doc, detection: &Detection, exposures: &[Exposure]) -> (Level, Vec<Reason>) {
    let shown: Vec<&Finding> = detection
        .behaviours
        .iter()
        .filter(|finding| finding.counts())
        .collect();
    let signs = signs(doc, &shown, exposures);
    let mut reasons = Vec::new();
    let level = match detection.stance {
        Stance::Makes => made(&signs, &shown, &mut reasons),
        Stance::Reports => reported(doc, &signs, &shown, &mut reasons),
        Stance::Condemns => {
            reasons.push(Reason::Condemns);
            match shown.is_empty() {
                true => Level::P5,
                false => Level::P4,
            }
        }
        Stance::Fiction => {
            reasons.push(Reason::Fiction);
            Level::P5
        }
        Stance::Unrelated => {
            reasons.push(Reason::Unrelated);
            Level::P5
        }
    };
    let level = doubtful(detection, level, &mut reasons);
    let level = doubted_plan(doc, detection, exposures, level, &mut reasons);
    (level, reasons)
}

/// A text that may threaten is looked at, whatever its stance seems to be.
fn doubtful(detection: &Detection, level: Level, reasons: &mut Vec<Reason>) -> Level {
    let doubtful = detection.threat >= SLIGHT
        || detection
            .behaviours
            .iter()
            .any(|finding| finding.score >= DOUBTFUL);
    if level == Level::P5 && doubtful && detection.stance != Stance::Fiction {
        reasons.insert(0, Reason::Doubtful);
        return Level::P4;
    }
    level
}

/// A plan that a witness tells of and of which the rules alone see something: a level later than if it were sure.
fn doubted_plan(
    doc: &Doc,
    detection: &Detection,
    exposures: &[Exposure],
    level: Level,
    reasons: &mut Vec<Reason>,
) -> Level {
    let is_told = matches!(detection.stance, Stance::Reports | Stance::Unrelated);
    let grave = detection.behaviours.iter();
    let grave = grave.filter(|finding| finding.score >= DOUBTFUL && is_grave(finding.kind));
    let seen: Vec<&Finding> = grave.collect();
    if level < Level::P4 || !is_told || seen.is_empty() {
        return level;
    }
    let signs = signs(doc, &seen, exposures);
    match witnessed(doc, &signs, &seen, reasons) {
        Some(Level::P1) => Level::P2,
        Some(_) => Level::P3,
        None => level,
    }
}

fn made(signs: &Signs, shown: &[&Finding], reasons: &mut Vec<Reason>) -> Level {
    reasons.push(Reason::Makes);
    let mut weight = 0;
    let mut note = |sign: &Option<String>, reason: fn(String) -> Reason| {
        if let Some(words) = sign {
            reasons.push(reason(words.clone()));
            weight += 1;
        }
    };
    note(&signs.soon, Reason::Soon);
    match &signs.whom {
        Some(_) => note(&signs.whom, Reason::Target),
        None => note(&signs.addressed, Reason::Addressed),
    }
    note(&signs.place, Reason::Place);
    note(&signs.means, Reason::Means);
    if signs.address {
        reasons.push(Reason::Reachable);
        weight += 1;
    }
    for graver in shown.iter().filter(|f| is_graver(f.kind)).take(2) {
        reasons.push(Reason::Beyond(graver.kind));
        weight += 1;
    }
    match weight {
        0 => Level::P3,
        1 if signs.whom.is_none() && signs.addressed.is_some() => Level::P3,
        _ if signs.soon.is_some() && weight >= 3 => Level::P1,
        _ => Level::P2,
    }
}

fn reported(doc: &Doc, signs: &Signs, shown: &[&Finding], reasons: &mut Vec<Reason>) -> Level {
    let kinds: Vec<Behaviour> = shown.iter().map(|f| f.kind).collect();
    let grave: Vec<Behaviour> = kinds
        .iter()
        .copied()
        .filter(|&kind| is_grave(kind))
        .collect();
    reasons.push(Reason::Reports(kinds.clone()));
    let protected = signs.whom.is_some();
    if let Some(whom) = &signs.whom {
        reasons.push(Reason::Protected(whom.clone()));
    }
    if let Some(soon) = signs
        .soon
        .as_ref()
        .filter(|_| !grave.is_empty() && is_coming(doc, shown))
    {
        reasons.push(Reason::Coming(soon.clone()));
        return if protected || signs.place.is_some() {
            Level::P1
        } else {
            Level::P2
        };
    }
    if !grave.is_empty()
        && let Some(level) = witnessed(doc, signs, shown, reasons)
    {
        return level;
    }
    let watched = shown.iter().any(|f| f.kind == Behaviour::Surveillance);
    if watched
        && grave.is_empty()
        && let Some(home) = &signs.home
    {
        reasons.push(Reason::Watched(home.clone()));
        return match protected && kinds.len() > 1 {
            true => Level::P2,
            false => Level::P3,
        };
    }
    match (grave.len(), protected) {
        (0, true) if !kinds.is_empty() => Level::P3,
        (0, _) => Level::P4,
        (1, true) if grave != [Behaviour::Bounty] => Level::P3,
        (_, true) => {
            reasons.push(Reason::Several);
            Level::P2
        }
        (_, false) => Level::P3,
    }
}

/// Level of a plan that a witness tells of: by whom it is against, when, and where or by what it is to be done.
fn witnessed(
    doc: &Doc,
    signs: &Signs,
    shown: &[&Finding],
    reasons: &mut Vec<Reason>,
) -> Option<Level> {
    let is_ready = signs.place.is_some() || signs.means.is_some();
    let target = plan::witnessed(doc, shown)?;
    let level = match (target, signs.soon.is_some(), is_ready) {
        (Target::Role, true, true) => Level::P1,
        (Target::Role, true, false) | (Target::Role, false, true) => Level::P2,
        (Target::Somebody, true, true) => Level::P2,
        _ => return None,
    };
    let detail = |sign: &Option<String>, reason: fn(String) -> Reason| sign.clone().map(reason);
    reasons.push(Reason::Planned);
    reasons.extend(detail(&signs.soon, Reason::Soon));
    reasons.extend(detail(&signs.place, Reason::Place));
    reasons.extend(detail(&signs.means, Reason::Means));
    Some(level)
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

//! The contract `wardline-analysis/1`, field by field. Identifiers are minted from positions.

use std::io::{self, Write};

use engine::picture::{Amount, Claim, SlotValue};
use engine::{Exposure, Picture, Quote, Reading};
use serde::{Serialize, Serializer};

use super::words::Words;
use super::{Analysis, Language, Report, reason, statement};

/// The JSON Schema (2020-12) that the output of [`json`] satisfies.
pub const SCHEMA: &str = include_str!("../../../../docs/analysis.schema.json");

/// Largest whole number that every JSON reader keeps exactly.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// The analysis as one JSON document, indented, with a newline at the end.
#[must_use]
pub fn json(analysis: &Analysis) -> String {
    let mut text = Vec::new();
    write_json(analysis, &mut text).expect("string keys and plain values always serialise");
    String::from_utf8(text).expect("JSON is UTF-8")
}

/// Writes what [`json`] gives, piece by piece.
///
/// # Errors
/// Those of writing.
pub fn write_json(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(analysis)).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    reports: Vec<ReportOut<'a>>,
    origins: Vec<OriginOut<'a>>,
    derivations: Vec<DerivationOut>,
    claims: Vec<ClaimOut<'a>>,
    conflicts: Vec<ConflictOut<'a>>,
    incidents: Vec<IncidentOut>,
}

#[derive(Serialize)]
struct ReportOut<'a> {
    id: &'a str,
    path: &'a str,
    sha256: &'a str,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<&'a str>,
    lang: &'static str,
    reading: ReadingOut<'a>,
}

#[derive(Serialize)]
struct ReadingOut<'a> {
    threat: f64,
    level: &'static str,
    reasons: Vec<String>,
    stance: &'static str,
    behaviours: Vec<BehaviourOut<'a>>,
    exposures: Vec<ExposureOut>,
}

#[derive(Serialize)]
struct BehaviourOut<'a> {
    kind: &'static str,
    score: f64,
    evidence: Vec<QuoteOut<'a>>,
}

/// A passage as the contract writes it.
#[derive(Serialize)]
pub(crate) struct QuoteOut<'a> {
    start: usize,
    end: usize,
    quote: &'a str,
}

/// An exposed datum as the contract writes it.
#[derive(Serialize)]
pub(crate) struct ExposureOut {
    r#type: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct OriginOut<'a> {
    id: String,
    name: &'a str,
    aliases: &'a [String],
    reports: Vec<String>,
}

#[derive(Serialize)]
struct DerivationOut {
    from: String,
    to: String,
    evidence: &'static str,
    overlap: f64,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    id: String,
    kind: &'static str,
    statement: String,
    slots: SlotsOut<'a>,
    reports: Vec<String>,
    origins: Vec<String>,
    independent_origins: usize,
    credibility: &'static str,
    evidence: Vec<ClaimEvidenceOut<'a>>,
}

#[derive(Serialize)]
struct SlotsOut<'a> {
    amount: Option<AmountOut<'a>>,
    act: Option<&'a str>,
    target: Option<&'a str>,
    place: Option<&'a str>,
    date: Option<&'a str>,
    killed: Option<u32>,
    injured: Option<u32>,
    person: Option<&'a str>,
}

#[derive(Serialize)]
struct AmountOut<'a> {
    min: Option<Number>,
    max: Option<Number>,
    currency: Option<&'a str>,
}

#[derive(Serialize)]
struct ClaimEvidenceOut<'a> {
    report: String,
    #[serde(flatten)]
    quote: QuoteOut<'a>,
    attributed_to: Option<String>,
}

#[derive(Serialize)]
struct ConflictOut<'a> {
    slot: &'static str,
    about: String,
    claims: Vec<String>,
    values: Vec<ValueOut<'a>>,
}

#[derive(Serialize)]
struct ValueOut<'a> {
    value: AnyValue<'a>,
    reports: Vec<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum AnyValue<'a> {
    Amount(AmountOut<'a>),
    Count(u32),
    Text(&'a str),
}

#[derive(Serialize)]
struct IncidentOut {
    reports: Vec<String>,
    independent_origins: usize,
    circular: bool,
}

/// What was read in one report, as `lang` and the object `reading` of the contract: what the desk keeps of it.
#[must_use]
pub(crate) fn reading_json(reading: &Reading) -> Vec<u8> {
    #[derive(Serialize)]
    struct Kept<'a> {
        lang: &'static str,
        #[serde(flatten)]
        reading: ReadingOut<'a>,
    }
    let kept = Kept {
        lang: reading.lang.as_str(),
        reading: reading_out(reading),
    };
    serde_json::to_vec(&kept).expect("string keys and plain values always serialise")
}

fn reading_out(reading: &Reading) -> ReadingOut<'_> {
    ReadingOut {
        threat: share(reading.threat),
        level: reading.level.as_str(),
        reasons: (reading.reasons.iter())
            .map(|one| reason::reason(words(), one))
            .collect(),
        stance: reading.stance.as_str(),
        behaviours: reading
            .shown()
            .map(|finding| BehaviourOut {
                kind: finding.kind.as_str(),
                score: share(finding.score),
                evidence: finding.evidence.iter().map(quote).collect(),
            })
            .collect(),
        exposures: reading.exposures.iter().map(exposure).collect(),
    }
}

/// A finite number, written without a fraction where it has none.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() <= EXACT {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// Sentences of the contract are English, whatever is asked for elsewhere: machines and searches rely on
/// them, and all they say stands in fields too.
fn words() -> &'static Words {
    Words::of(Language::En)
}

fn document(analysis: &Analysis) -> Document<'_> {
    let Picture {
        origins,
        derivations,
        claims,
        conflicts,
        incidents,
    } = &analysis.picture;
    let report_ids = |list: &[usize]| list.iter().map(|&at| analysis.report_id(at)).collect();
    let claim_ids = |list: &[usize]| list.iter().map(|&at| id('c', at)).collect();
    Document {
        schema: "wardline-analysis/1",
        reports: analysis.reports.iter().map(report).collect(),
        origins: origins
            .iter()
            .enumerate()
            .map(|(at, origin)| OriginOut {
                id: id('o', at),
                name: &origin.name,
                aliases: &origin.aliases,
                reports: report_ids(&origin.reports),
            })
            .collect(),
        derivations: derivations
            .iter()
            .map(|derivation| DerivationOut {
                from: analysis.report_id(derivation.from),
                to: analysis.report_id(derivation.to),
                evidence: derivation.evidence.as_str(),
                overlap: share(derivation.overlap),
            })
            .collect(),
        claims: claims
            .iter()
            .enumerate()
            .map(|(at, one)| claim(analysis, at, one))
            .collect(),
        conflicts: conflicts
            .iter()
            .map(|conflict| ConflictOut {
                slot: conflict.slot.as_str(),
                about: statement::about(words(), &analysis.picture, conflict, &str::to_owned),
                claims: claim_ids(&conflict.claims),
                values: conflict
                    .values
                    .iter()
                    .map(|(given, reports)| ValueOut {
                        value: value(given),
                        reports: report_ids(reports),
                    })
                    .collect(),
            })
            .collect(),
        incidents: incidents
            .iter()
            .map(|incident| IncidentOut {
                reports: report_ids(&incident.reports),
                independent_origins: incident.independent_origins,
                circular: incident.circular,
            })
            .collect(),
    }
}

fn report(report: &Report) -> ReportOut<'_> {
    ReportOut {
        id: &report.id,
        path: &report.path,
        sha256: &report.sha256,
        title: report.title.as_deref(),
        publisher: report.publisher.as_deref(),
        published: report.published.as_deref(),
        lang: report.reading.lang.as_str(),
        reading: reading_out(&report.reading),
    }
}

fn claim<'a>(analysis: &Analysis, at: usize, claim: &'a Claim) -> ClaimOut<'a> {
    let slots = &claim.slots;
    let details = statement::details(words(), claim.kind, slots, &str::to_owned);
    let mut sentence = vec![statement::statement(
        words(),
        claim.kind,
        slots,
        &str::to_owned,
    )];
    sentence.extend(details.into_iter().map(|(_, value)| value));
    ClaimOut {
        id: id('c', at),
        kind: claim.kind.as_str(),
        statement: sentence.join(" · "),
        slots: SlotsOut {
            amount: slots.amount.as_ref().map(amount),
            act: slots.act.as_deref(),
            target: slots.target.as_deref(),
            place: slots.place.as_deref(),
            date: slots.date.as_deref(),
            killed: slots.killed,
            injured: slots.injured,
            person: slots.person.as_deref(),
        },
        reports: claim
            .reports
            .iter()
            .map(|&at| analysis.report_id(at))
            .collect(),
        origins: claim.origins.iter().map(|&at| id('o', at)).collect(),
        independent_origins: claim.independent_origins,
        credibility: claim.credibility.as_str(),
        evidence: claim
            .evidence
            .iter()
            .map(|evidence| ClaimEvidenceOut {
                report: analysis.report_id(evidence.report),
                quote: quote(&evidence.quote),
                attributed_to: evidence.attributed_to.map(|at| id('o', at)),
            })
            .collect(),
    }
}

fn value(value: &SlotValue) -> AnyValue<'_> {
    match value {
        SlotValue::Amount(sum) => AnyValue::Amount(amount(sum)),
        SlotValue::Count(count) => AnyValue::Count(*count),
        SlotValue::Text(text) => AnyValue::Text(text),
    }
}

fn amount(amount: &Amount) -> AmountOut<'_> {
    let finite = |sum: Option<f64>| sum.filter(|sum| sum.is_finite()).map(Number);
    AmountOut {
        min: finite(amount.min),
        max: finite(amount.max),
        currency: amount.currency.as_deref(),
    }
}

pub(crate) fn quote(quote: &Quote) -> QuoteOut<'_> {
    QuoteOut {
        start: quote.start,
        end: quote.end,
        quote: &quote.text,
    }
}

pub(crate) fn exposure(found: &Exposure) -> ExposureOut {
    ExposureOut {
        r#type: found.kind.as_str(),
        start: found.start,
        end: found.end,
    }
}

/// `r1` for the first report, and so on.
pub(super) fn id(letter: char, index: usize) -> String {
    format!("{letter}{}", index + 1)
}

/// A share between 0 and 1 with four digits, whatever the engine's arithmetic left behind.
fn share(value: f32) -> f64 {
    if value.is_finite() {
        (f64::from(value.clamp(0.0, 1.0)) * 1e4).round() / 1e4
    } else {
        0.0
    }
}

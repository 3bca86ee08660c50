//! What members of a case accept as known: a claim, as the picture of the incident had it when they did.

use model::Credibility;
use model::case::is_said;
use model::case::part::Part;
use serde::{Deserialize, Serialize};
use store::{Case, Step};

use super::content::{self, Content};
use super::{LONG, No, fits, gap, is_open, word};

/// A claim that is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// In a sentence, in English.
    pub en: String,
    /// In a sentence, in Spanish.
    pub es: String,
    /// The words of the report that says it, with personal data masked.
    pub quote: String,
    /// That report, by its place.
    pub report: u64,
    /// What it is called.
    pub name: String,
    /// On whose word it says so.
    pub voice: Option<String>,
    /// How many reports said it.
    pub reports: usize,
    /// How many independent origins stood behind it.
    pub origins: usize,
    /// Whether other reports contradicted it.
    pub is_contested: bool,
    /// How far it could be believed.
    #[serde(with = "word")]
    pub credibility: Credibility,
}

impl Content for Accepted {
    const KIND: Part = Part::Claim;
}

/// The claims that are accepted in a case, each with its part.
pub fn accepted(case: &Case) -> impl DoubleEndedIterator<Item = (&store::Part, Accepted)> {
    let parts = case.parts.iter().filter(|part| part.kind == Part::Claim);
    parts.filter_map(|part| Some((part, content::open(&part.body)?)))
}

/// Accepts claims.
///
/// # Errors
/// What stands against it.
pub fn accept(case: &Case, claims: &[Accepted], reason: &str) -> Result<Vec<Step>, No> {
    is_open(case)?;
    if !is_said(reason) {
        return Err(gap("claim", "reason"));
    }
    fits(reason, LONG)?;
    if claims.is_empty() {
        return Err(gap("claim", "none"));
    }
    let is_there = |one: &Accepted| accepted(case).any(|(_, known)| known.en == one.en);
    if claims.iter().any(is_there) {
        return Err(No::Stale);
    }
    let step = |one: &Accepted| Step::Add(Accepted::KIND, one.text(), None);
    Ok(claims.iter().map(step).collect())
}

//! Measures: planned, changed, and led on as the rules allow.

use model::case::measure::{self, Consent, Gap, Measure, Status};
use model::{AccountId, Micros};
use store::{Case, Step};

use super::content::{Content, Planned};
use super::{LONG, No, fits, gap, gaps, is_open, seen};

/// What a form says of a measure.
#[derive(Debug, Clone)]
pub struct Plan {
    /// For whom, and what else is to be known.
    pub text: String,
    /// Who sees to it.
    pub owner: Option<AccountId>,
    /// By when.
    pub due: Option<Micros>,
    /// What the protected person says.
    pub consent: Consent,
    /// Why nobody asks them.
    pub consent_reason: String,
    /// When it is looked at again.
    pub review: Option<Micros>,
}

impl Plan {
    fn of(self, measure: Measure, status: Status) -> Planned {
        Planned {
            measure,
            status,
            text: self.text,
            owner: self.owner,
            due: self.due,
            consent: self.consent,
            consent_reason: self.consent_reason,
            review: self.review,
        }
    }

    fn check(&self, case: &Case) -> Result<(), No> {
        is_open(case)?;
        fits(&self.text, LONG)?;
        fits(&self.consent_reason, LONG)?;
        if self.owner.is_some_and(|owner| !case.has(&owner)) {
            return Err(gap("measure", "owner-outside"));
        }
        Ok(())
    }
}

/// Proposes a measure.
///
/// # Errors
/// What stands against it.
pub fn plan_measure(case: &Case, measure: Measure, plan: Plan) -> Result<Vec<Step>, No> {
    plan.check(case)?;
    let planned = plan.of(measure, Status::Proposed);
    let due = planned.next();
    Ok(vec![Step::Add(Planned::KIND, planned.text(), due)])
}

/// Changes what is planned, and with `to` how far it is. A refusal can always be written down.
///
/// # Errors
/// What stands against it.
pub fn change_measure(
    case: &Case,
    (place, acted): (u64, u64),
    plan: Plan,
    to: Option<Status>,
    reason: &str,
) -> Result<Vec<Step>, No> {
    plan.check(case)?;
    let before: Planned = seen(case, place, acted)?;
    let mut after = plan.of(before.measure, before.status);
    let lacking = match to {
        Some(to) => measure::gaps(&after.rule(), to, reason),
        None => {
            let mut lacking = measure::lacking(&after.rule(), after.status);
            lacking.retain(|gap| *gap != Gap::Refused);
            lacking
        }
    };
    gaps("measure", &lacking, Gap::as_str)?;
    after.status = to.unwrap_or(after.status);
    if after == before {
        return Err(No::Stale);
    }
    let due = after.next();
    Ok(vec![Step::Set(place, after.text(), due)])
}

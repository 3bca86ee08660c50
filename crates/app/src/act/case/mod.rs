//! What members of a case do in it. Each deed is decided with the case as it is at that moment, by the rules of `model`;
//! what stands against it is named, never guessed.

mod assess;
mod claim;
mod content;
mod measure;
mod person;
mod release;
mod retain;
mod state;
mod task;
mod word;

pub use assess::{assess, last_assessments};
pub use claim::{Accepted, accept, accepted};
pub use content::{About, Assessed, Note, Person, Planned, Rated, Retained, Todo, open as content};
pub use measure::{Plan, change_measure, plan_measure};
pub use person::{Asked, Kept, answer_gate, ask_gate, keep_person, may_answer, record, statements};
pub use release::{Agreement, Released, tell, tell_correction};
pub use retain::{extend, purge, purge_over, validate};
pub use state::{Loose, change_state, loose, standing};
pub use task::{change_task, note, task};

use model::AccountId;
use model::case as rules;
use model::case::state::State;
use store::{Case, CaseChanged, Step, StoreError};

use super::{Desk, rng};

/// Characters of a name or a title, at most.
pub const SHORT: usize = 200;

/// Characters of a text, at most.
pub const LONG: usize = 4_000;

/// Characters of a note, at most.
pub const NOTE: usize = 20_000;

/// Parts of a case, at most: what is more belongs into another.
const MOST_PARTS: usize = 5_000;

/// Why something is not done in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum No {
    /// There is no such case or part, or it is not for whoever asks: nothing tells which.
    Missing,
    /// Somebody changed it meanwhile.
    Stale,
    /// The case is closed.
    Closed,
    /// A text is too long.
    Long,
    /// The case is full.
    Full,
    /// What a rule asks for: the rule, and what is missing, as its vocabulary says.
    Gaps(&'static str, Vec<&'static str>),
}

/// What is missing, by a rule.
fn gaps<G: Copy>(rule: &'static str, found: &[G], word: fn(G) -> &'static str) -> Result<(), No> {
    if found.is_empty() {
        return Ok(());
    }
    Err(No::Gaps(rule, found.iter().map(|gap| word(*gap)).collect()))
}

/// What a rule gives, or what is missing.
fn judged<T, G: Copy>(
    rule: &'static str,
    by: Result<T, Vec<G>>,
    word: fn(G) -> &'static str,
) -> Result<T, No> {
    by.map_err(|found| No::Gaps(rule, found.iter().map(|gap| word(*gap)).collect()))
}

/// One thing is missing.
fn gap(rule: &'static str, word: &'static str) -> No {
    No::Gaps(rule, vec![word])
}

fn fits(text: &str, most: usize) -> Result<(), No> {
    if text.chars().nth(most).is_some() {
        return Err(No::Long);
    }
    Ok(())
}

/// Somebody who acts in a case.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'d> {
    /// Who, and when.
    pub by: store::By<'d>,
    /// In which.
    pub case: u64,
    /// Why, if they said so.
    pub reason: Option<&'d str>,
}

/// Opens a case from an incident, on a stated ground: its number.
///
/// # Errors
/// If the database cannot do it.
pub async fn open_case(
    desk: &Desk,
    by: store::By<'_>,
    incident: u64,
    title: &str,
    ground: &str,
) -> Result<Result<u64, No>, StoreError> {
    let mut lacking = rules::state::opening(ground)
        .iter()
        .map(|_| "ground")
        .collect::<Vec<_>>();
    if !rules::is_said(title) {
        lacking.push("title");
    }
    if !lacking.is_empty() {
        return Ok(Err(No::Gaps("case", lacking)));
    }
    if let Err(no) = fits(title, SHORT).and_then(|()| fits(ground, LONG)) {
        return Ok(Err(no));
    }
    let mut read = desk.store.read().await?;
    let is_there = !store::reports_of(&mut read, incident, 1).await?.is_empty();
    drop(read);
    if !is_there {
        return Ok(Err(No::Missing));
    }
    let about = About {
        title: title.to_owned(),
        ground: ground.to_owned(),
        outcome: None,
        finding: String::new(),
    };
    let text = about.text();
    let number = store::open_case(&desk.store, by, Some(incident), &text, &mut rng()).await?;
    Ok(Ok(number))
}

/// Does something in a case: the places of what was done.
///
/// # Errors
/// If the database cannot do it.
pub async fn within(
    desk: &Desk,
    deed: Deed<'_>,
    decide: impl FnOnce(&Case) -> Result<Vec<Step>, No> + Send,
) -> Result<Result<Vec<u64>, No>, StoreError> {
    let account = *deed.by.account;
    let guarded = move |case: &Case| {
        if !case.has(&account) {
            return Err(No::Missing);
        }
        let steps = decide(case)?;
        let adds = steps.iter().filter(|step| matches!(step, Step::Add(..)));
        if case.parts.len() + adds.count() > MOST_PARTS {
            return Err(No::Full);
        }
        Ok(steps)
    };
    let (case, reason) = (deed.case, deed.reason);
    let done = store::change_case(&desk.store, deed.by, case, reason, guarded, &mut rng()).await?;
    Ok(match done {
        CaseChanged::Yes(places) => Ok(places),
        CaseChanged::Missing => Err(No::Missing),
        CaseChanged::No(no) => Err(no),
    })
}

/// Nothing is written into a case that is closed.
fn is_open(case: &Case) -> Result<(), No> {
    if case.state == State::Closed {
        return Err(No::Closed);
    }
    Ok(())
}

/// A part of a case, as whoever changes it saw it.
fn seen<C: content::Content>(case: &Case, place: u64, acted: u64) -> Result<C, No> {
    let part = case.part(place).filter(|part| part.kind == C::KIND);
    let part = part.ok_or(No::Missing)?;
    if part.acted != acted {
        return Err(No::Stale);
    }
    content::open(&part.body).ok_or(No::Missing)
}

/// Lets somebody into a case, or out of it. Nobody leaves it without members.
///
/// # Errors
/// What stands against it.
pub fn set_member(case: &Case, account: AccountId, is_in: bool) -> Result<Vec<Step>, No> {
    if case.members.contains(&account) == is_in {
        return Err(No::Stale);
    }
    if !is_in && case.members.len() < 2 {
        return Err(gap("member", "last"));
    }
    Ok(vec![Step::Member(account, is_in)])
}

/// Lets a group into a case, or out of it. Somebody is always in it by themselves.
///
/// # Errors
/// What stands against it.
pub fn set_group(case: &Case, group: u64, is_in: bool) -> Result<Vec<Step>, No> {
    if case.groups.iter().any(|one| one.number == group) == is_in {
        return Err(No::Stale);
    }
    Ok(vec![Step::Group(group, is_in)])
}

//! `/cases/{number}`: the whole of a case on one page: who and what it is about, what is done for whom, and what was done. That it was
//! opened stands in the ledger.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::case::measure::{Consent, Group, Measure};
use model::case::part::Task;
use model::case::retention::{Finding, Purge};
use model::case::state::State as Where;
use model::{AccountId, Right};
use store::StoreError;

use super::deeds::Line;
use super::told::{Claimed, Ended, Told};
use super::view::{BRIEF, Showing, Shown, cut, may_be_member};
use super::{House, State, found};
use crate::act::rng;
use crate::output;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{self, Frame, words};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;
use crate::web::desk::view::Names;

/// Reports of its incident that are named.
const REPORTS: u32 = 20;

/// Lines of the timeline.
const LINES: u32 = 200;

#[derive(Template)]
#[template(path = "desk/case/page.html")]
struct Page<'s> {
    f: Frame<'s>,
    c: Shown,
    lines: Vec<Line>,
    more: Option<u64>,
    /// The reports of its incident, the first to come.
    reports: Vec<u64>,
    claims: Vec<Claimed>,
    /// How many accepted claims are not shown.
    more_claims: usize,
    told: Vec<Told>,
    ended: Vec<Ended>,
    may_lead: bool,
    may_purge: bool,
    consents: &'static [Consent],
    findings: &'static [Finding],
    purges: &'static [Purge],
    catalogue: Vec<(Group, Vec<Measure>)>,
    /// Who could be let in.
    others: Vec<(AccountId, String)>,
    other_groups: Vec<(u64, String)>,
}

/// The page.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>, asked: Fields) -> Answer {
    let case = found(&house, &staff, &number).await?;
    let before = asked.number("before");
    let notes = asked.number("notes").unwrap_or(u64::MAX);
    let drawn = draw(&house, &staff, &case, (before, notes)).await;
    let page = drawn.map_err(|error| staff.failed(&error))?;
    let page = page.ok_or_else(|| staff.missing())?;
    Ok(page::render(StatusCode::OK, &page))
}

async fn draw<'s>(
    house: &House,
    staff: &'s Staff,
    case: &store::Case,
    (before, notes): (Option<u64>, u64),
) -> Result<Option<Page<'s>>, StoreError> {
    let store = &house.act.store;
    store::view_case(store, staff.by(), case.number, &mut rng()).await?;
    let mut read = store.read().await?;
    let deeds = store::case_history(&mut read, store.keys(), case.number, before, LINES).await?;
    let accounts = store::accounts(&mut read, store.keys()).await?;
    let incident = match case.incident {
        Some(incident) => Some(store::incident_now(&mut read, incident).await?),
        None => None,
    };
    let reports = match incident {
        Some(incident) => store::reports_of(&mut read, incident, REPORTS + 1).await?,
        None => Vec::new(),
    };
    let names = Names::of(&mut read, store.keys()).await?;
    let groups = store::groups(&mut read, store.keys()).await?;
    let gone = store::gone_people(&mut read, case.number).await?;
    drop(read);
    let showing = Showing {
        staff,
        names: &names,
    };
    let Some(mut shown) = showing.case(case, notes) else {
        return Ok(None);
    };
    shown.incident = incident;
    let is_full = deeds.len() == LINES as usize;
    let lines: Vec<Line> = deeds
        .into_iter()
        .map(|deed| {
            let mut line = showing.line(case, deed);
            line.reason = line.reason.map(|why| output::short(&why, BRIEF));
            line
        })
        .collect();
    let mut claims = showing.claims(case);
    let others = accounts
        .into_iter()
        .filter(|one| may_be_member(one) && !case.members.contains(&one.id));
    let other_groups = (groups.into_iter())
        .filter(|one| !case.groups.iter().any(|own| own.number == one.number))
        .map(|one| (one.number, one.name));
    Ok(Some(Page {
        f: Frame {
            title: words(staff.lang).fill("case.number", &[("n", &case.number)]),
            ..Frame::new(staff, "cases.title")
        },
        more: lines.last().map(|line| line.place).filter(|_| is_full),
        lines,
        reports,
        more_claims: cut(&mut claims),
        claims,
        told: showing.releases(case),
        ended: showing.ended(gone),
        findings: Finding::ALL,
        purges: Purge::ALL,
        may_lead: staff.may(Right::Case),
        may_purge: staff.may(Right::Case) || staff.may(Right::Journal),
        consents: Consent::ALL,
        catalogue: catalogue(),
        others: others.map(|one| (one.id, one.name)).collect(),
        other_groups: other_groups.collect(),
        c: shown,
    }))
}

impl Page<'_> {
    /// The reports that are named, and whether there are more.
    fn named(&self) -> (&[u64], bool) {
        let most = REPORTS as usize;
        let named = &self.reports[..self.reports.len().min(most)];
        (named, self.reports.len() > most)
    }
}

fn catalogue() -> Vec<(Group, Vec<Measure>)> {
    let of = |group: &Group| {
        let all = Measure::ALL.iter().copied();
        (*group, all.filter(|one| one.group() == *group).collect())
    };
    Group::ALL.iter().map(of).collect()
}

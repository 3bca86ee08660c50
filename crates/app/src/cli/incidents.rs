//! `wardline incidents`: what a desk's reports are about.

use intake::Problem;
use store::{Incident, Store, StoreError};

use super::End;
use super::analyze::write;
use super::args;
use super::console::say;
use super::plan::{self, Look};
use super::write::Target;
use crate::act;
use crate::clock::Clock;
use crate::config::{Settings, explain, problem};
use crate::job;
use crate::output::{self, Analysis};

/// Incidents in a list.
const LISTED: u32 = 20;

/// Reports of an incident that a picture is drawn of, the first to come.
const DRAWN: u32 = 2000;

/// Reports of an incident that its line in a list is drawn of.
const SKIMMED: u32 = 100;

pub(super) fn run(low: args::Incidents) -> End {
    let (target, look) = match plan::drawn(low.drawn) {
        Ok(drawn) => drawn,
        Err(message) => return super::usage("incidents", message),
    };
    super::on_desk(|| async move {
        let settings = Settings::of(low.desk.flags())?;
        let store = settings.open_existing(&Clock::Real).await?;
        let told = |error: StoreError| explain(&settings.data, &error);
        match low.number {
            None => list(&store, &look).await.map_err(told)?,
            Some(number) => {
                let target = Target::open(&target)?;
                let analysis = act::picture(&store, number, DRAWN).await.map_err(told)?;
                if analysis.reports.is_empty() {
                    target.abandon();
                    return Err(unknown(number));
                }
                write(&analysis, &look, target)?;
            }
        }
        store.close().await;
        Ok(End::Whole)
    })
}

fn unknown(number: u64) -> Problem {
    problem(
        &format!("incident {number}"),
        "there is no such incident, or it has become part of another",
        "see which there are: wardline incidents",
    )
}

/// The newest, each with what it comes to.
async fn list(store: &Store, look: &Look) -> Result<(), StoreError> {
    let mut read = store.read().await?;
    let incidents = store::incidents(&mut read, None, LISTED).await?;
    drop(read);
    for incident in incidents {
        let analysis = act::picture(store, incident.place, SKIMMED).await?;
        say(&line(&incident, &analysis, look));
    }
    Ok(())
}

fn line(incident: &Incident, analysis: &Analysis, look: &Look) -> String {
    let (headline, claim) = output::headline(analysis, job::language(look));
    let number = incident.place;
    match claim {
        Some(claim) => format!("{number:>8}  {headline}\n          {claim}"),
        None => format!("{number:>8}  {headline}"),
    }
}

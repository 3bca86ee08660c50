//! The picture of an incident, drawn of its reports when somebody wants it.

use std::collections::{HashMap, HashSet};

use engine::picture::Origin;
use engine::{Options, Reading, Study};
use intake::{Document, parse_date};
use model::{AccountId, Reliability};
use store::{Account, Judged, Judgement, Store, StoreError, Topic};

use super::link::on_cores;
use super::read::published;
use crate::job::{self, Texts};
use crate::output::{Analysis, Named};

/// A picture with what it is drawn of.
pub(crate) struct Drawn {
    /// The picture, with what people said put in.
    pub analysis: Analysis,
    /// The places of its reports, in its order.
    pub places: Vec<u64>,
    /// What people said of origins, by label, each with the report that it was said of, by its index.
    names: HashMap<String, Vec<(usize, Judged)>>,
    /// What people said of sources, by the places of their reports.
    grades: HashMap<u64, Judged>,
}

/// The picture of an incident, of at most so many of its reports, the first to come; empty if there is no such.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub(crate) async fn picture(
    store: &Store,
    incident: u64,
    most: u32,
) -> Result<Analysis, StoreError> {
    Ok(drawn(store, incident, most).await?.analysis)
}

/// The same, with what it is drawn of.
///
/// # Errors
/// If the database cannot be read, or what is stored does not open.
pub(crate) async fn drawn(store: &Store, incident: u64, most: u32) -> Result<Drawn, StoreError> {
    let mut read = store.read().await?;
    let places = store::reports_of(&mut read, incident, most).await?;
    let reports = store::at_places(&mut read, &places).await?;
    let judged = store::judged(&mut read, store.keys(), &places).await?;
    let accounts = if judged.is_empty() {
        Vec::new()
    } else {
        store::accounts(&mut read, store.keys()).await?
    };
    drop(read);
    let places: Vec<u64> = reports.iter().map(|report| report.place).collect();
    let keys = store.keys().clone();
    let analysis = on_cores(move || {
        let opened = reports.iter().map(|report| report.open(&keys));
        let documents: Vec<Document> = opened
            .map(|report| report.map(document))
            .collect::<Result<_, StoreError>>()?;
        Ok::<_, StoreError>(job::analyze(documents, Texts::Kept, &|| ()))
    });
    let mut drawn = Drawn::of(analysis.await?, places, judged);
    drawn.tell(&accounts);
    Ok(drawn)
}

impl Drawn {
    fn of(analysis: Analysis, places: Vec<u64>, judged: Vec<Judged>) -> Self {
        let at = places.iter().enumerate().map(|(at, place)| (*place, at));
        let at: HashMap<u64, usize> = at.collect();
        let (mut names, mut grades): (HashMap<_, Vec<_>>, _) = (HashMap::new(), HashMap::new());
        for one in judged {
            match (&one.topic, at.get(&one.report)) {
                (Topic::Origin(label), Some(at)) => {
                    let names = names.entry(label.clone()).or_default();
                    names.push((*at, one));
                }
                (Topic::Source, Some(_)) => {
                    grades.insert(one.report, one);
                }
                _ => (),
            }
        }
        Drawn {
            analysis,
            places,
            names,
            grades,
        }
    }

    /// What people call an origin, empty where they let the engine's label stand; and the place of what was done last to that,
    /// 0 if nothing was.
    pub(crate) fn named(&self, origin: &Origin) -> (Option<&Judgement>, u64) {
        let labels = std::iter::once(&origin.name).chain(&origin.aliases);
        let mut about = labels.filter_map(|label| self.names.get(label)).peekable();
        if about.peek().is_none() {
            return (None, 0);
        }
        let here: HashSet<usize> = origin.reports.iter().copied().collect();
        let about: Vec<&Judged> = about
            .flatten()
            .filter(|(at, _)| here.contains(at))
            .map(|(_, one)| one)
            .collect();
        let acted = about.iter().map(|one| one.acted).max();
        let said = about.into_iter().filter(|one| one.now.is_some());
        let last = said.max_by_key(|one| one.acted);
        (
            last.and_then(|one| one.now.as_ref()),
            acted.unwrap_or_default(),
        )
    }

    /// How far people rely on the source of a report; and the place of what was done last to that, 0 if nothing was.
    pub(crate) fn graded(&self, place: u64) -> (Option<&Judgement>, u64) {
        let found = self.grades.get(&place);
        found.map_or((None, 0), |one| (one.now.as_ref(), one.acted))
    }

    /// Puts what people said into the picture.
    fn tell(&mut self, accounts: &[Account]) {
        let who = |id: &AccountId| {
            let found = accounts.iter().find(|one| one.id == *id);
            found.map_or_else(|| "?".to_owned(), |one| one.name.clone())
        };
        let origins = self.analysis.picture.origins.iter().enumerate();
        let named: Vec<Named> = origins
            .filter_map(|(origin, found)| {
                let (now, _) = self.named(found);
                now.filter(|now| !now.says.is_empty()).map(|now| Named {
                    origin,
                    name: now.says.clone(),
                    by: who(&now.by),
                })
            })
            .collect();
        let graded = self.places.iter().map(|place| {
            let (now, _) = self.graded(*place);
            let grade: Reliability = now?.says.parse().ok()?;
            Some((grade, who(&now?.by)))
        });
        let graded: Vec<_> = graded.collect();
        self.analysis.named = named;
        for (report, graded) in self.analysis.reports.iter_mut().zip(graded) {
            let Some((grade, by)) = graded else { continue };
            report.reliability = grade;
            report.graded_by = Some(by);
        }
    }
}

/// What the engine finds in a text.
pub(crate) fn reading(text: &str, day: Option<&str>) -> Reading {
    let options = Options {
        published: day.and_then(parse_date),
        ..Options::default()
    };
    Study::of(text, &options).reading
}

/// What a report is called that says nothing of itself: in every language by its number at the desk.
pub(crate) fn by_number(place: u64) -> String {
    format!("#{place}")
}

fn document(report: store::Unread) -> Document {
    let published = published(&report);
    let body = report.body;
    Document {
        path: body.path.unwrap_or_else(|| by_number(report.place)),
        sha256: body.sha256,
        title: body.title,
        author: body.author,
        publisher: body.publisher,
        published,
        url: body.url,
        text: body.text,
        ..Document::default()
    }
}

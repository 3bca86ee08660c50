//! `/cases/{number}/report`: the case as a document to hand on, as a page, on paper and as plain text. What stays inside is not in
//! it: notes, tasks, and whoever is in the holding bin.

use askama::Template;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use model::case::subject::Place;
use model::{ActKind, Tlp};
use store::{Case, StoreError};

use super::deeds::Line;
use super::told::Claimed;
use super::view::{Showing, Shown};
use super::{House, State, found};
use crate::act::{self, rng};
use crate::output::{self, Kind, Known, Paper};
use crate::web::desk::page::{self, Frame, When};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;
use crate::web::desk::view::Names;

/// Lines of the timeline.
const LINES: u32 = 1000;

/// Reports that what is known is drawn of.
const DRAWN: u32 = 200;

#[derive(Template)]
#[template(path = "desk/case/report.html")]
struct Page<'s> {
    f: Frame<'s>,
    number: u64,
    paper: Paper,
}

/// As a page.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    let (number, paper) = drawn(&house, &staff, &number).await?;
    let f = Frame {
        title: paper.title.clone(),
        ..Frame::new(&staff, "cases.title")
    };
    Ok(page::render(StatusCode::OK, &Page { f, number, paper }))
}

/// As plain text.
pub async fn text(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    let (number, paper) = drawn(&house, &staff, &number).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file(number, "txt")),
    ];
    Ok((headers, paper.plain()).into_response())
}

/// On paper.
pub async fn pdf(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    let (number, paper) = drawn(&house, &staff, &number).await?;
    let day = page::day(staff.now);
    let set = act::on_cores(move || paper.pdf(day)).await;
    let Ok(set) = set else {
        return Err(staff.said("case.report.no-pdf"));
    };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, file(number, "pdf")),
    ];
    Ok((headers, set).into_response())
}

fn file(number: u64, ending: &str) -> String {
    format!("attachment; filename=\"case-{number}.{ending}\"")
}

async fn drawn(
    house: &State,
    staff: &Staff,
    number: &str,
) -> Result<(u64, Paper), crate::web::desk::refused::Refused> {
    let case = found(house, staff, number).await?;
    let paper = paper(house, staff, &case).await;
    let paper = paper.map_err(|error| staff.failed(&error))?;
    Ok((case.number, paper.ok_or_else(|| staff.missing())?))
}

async fn paper(house: &House, staff: &Staff, case: &Case) -> Result<Option<Paper>, StoreError> {
    let store = &house.act.store;
    store::view_case(store, staff.by(), case.number, &mut rng()).await?;
    let mut read = store.read().await?;
    let deeds = store::case_history(&mut read, store.keys(), case.number, None, LINES).await?;
    let names = Names::of(&mut read, store.keys()).await?;
    let incident = match case.incident {
        Some(incident) => Some(store::incident_now(&mut read, incident).await?),
        None => None,
    };
    drop(read);
    let showing = Showing {
        staff,
        names: &names,
    };
    let Some(shown) = showing.whole(case) else {
        return Ok(None);
    };
    let language = staff.lang.language();
    let known = match incident {
        Some(incident) => {
            let analysis = act::picture(store, incident, DRAWN).await?;
            Some(output::known(&analysis, language))
        }
        None => None,
    };
    let stays_inside = [
        ActKind::Noted,
        ActKind::Tasked,
        ActKind::Recorded,
        ActKind::Released,
        ActKind::Purged,
        ActKind::CaseOpened,
        ActKind::CaseUndone,
    ];
    let told = deeds
        .into_iter()
        .filter(|deed| !deed.is_undone && !stays_inside.contains(&deed.kind));
    let mut lines: Vec<(When, Line)> = told
        .map(|deed| (When::day(staff.lang, deed.at), showing.line(case, deed)))
        .collect();
    lines.reverse();
    let claims = showing.claims(case);
    Ok(Some(Writer::new(staff, &shown).write(
        &shown,
        (&claims, known),
        &lines,
    )))
}

/// Writes a document.
struct Writer<'s> {
    f: Frame<'s>,
    paper: Paper,
}

impl<'s> Writer<'s> {
    fn new(staff: &'s Staff, shown: &Shown) -> Self {
        let f = Frame::new(staff, "cases.title");
        let number = f.with("case.number", "n", shown.number);
        let day = When::day(staff.lang, staff.now).words;
        let over = format!("{} · {number} · {day}", f.get("case.report"));
        let lang = staff.lang.as_str();
        Writer {
            paper: Paper::new(lang, shown.title.clone(), over, Tlp::AmberStrict),
            f,
        }
    }

    /// Something with what it is.
    fn named(&self, key: &'static str, told: &str) -> String {
        format!("{}: {told}", self.f.get(key))
    }

    fn heading(&mut self, key: &'static str) {
        self.paper.add(Kind::Heading, self.f.get(key));
    }

    fn write(
        mut self,
        shown: &Shown,
        (claims, known): (&[Claimed], Option<Known>),
        lines: &[(When, Line)],
    ) -> Paper {
        let mut state = self.f.of("case.state", shown.state);
        if let Some(outcome) = shown.outcome {
            state = format!("{state}: {}", self.f.of("outcome", outcome));
        }
        let since = format!(
            "{state} · {} {}",
            self.f.get("case.since"),
            shown.made.words
        );
        self.paper.add(Kind::Text, since);
        self.heading("case.ground");
        self.paper.add(Kind::Text, shown.ground.as_str());
        if !shown.finding.is_empty() {
            self.heading("case.finding");
            self.paper.add(Kind::Text, shown.finding.as_str());
        }
        self.claims(claims);
        if let Some(known) = known {
            self.heading("case.report.known");
            self.paper.add(Kind::Text, known.headline);
            for claim in known.claims {
                self.paper.add(Kind::Item, claim);
            }
            self.paper.add(Kind::Text, known.sources.join(" "));
        }
        self.measures(shown);
        self.people(shown);
        self.assessment(shown);
        self.heading("case.timeline");
        for (when, line) in lines {
            let told = format!("{} · {} · {}", when.words, line.who, line.what);
            self.paper.add(Kind::Item, told);
        }
        self.paper
    }

    fn claims(&mut self, claims: &[Claimed]) {
        if claims.is_empty() {
            return;
        }
        self.heading("claim.heading");
        for one in claims {
            let mut told = vec![one.grade.clone()];
            let from = self.f.with("report.title", "n", one.report);
            let named = [one.name.as_str(), from.as_str()].into_iter();
            let named: Vec<&str> = named.filter(|one| !one.is_empty()).collect();
            told.push(named.join(", "));
            told.extend((one.voice.iter()).map(|who| self.f.with("claim.voice", "who", who)));
            if let Some((who, when)) = &one.by {
                let day = self.f.with("claim.by", "who", who);
                told.push(format!("{day}, {}", when.exact));
            }
            let quote = self.f.with("claim.quote", "words", &one.quote);
            let line = format!("{quote} {}", told.join(" · "));
            self.paper.fact(Kind::Fact, one.statement.clone(), line);
        }
    }

    fn measures(&mut self, shown: &Shown) {
        self.heading("case.measures");
        for one in &shown.measures {
            let measure = self.f.of("measure", one.measure);
            let mut told = vec![self.f.of("measure.status", one.status)];
            told.extend(one.owner_name.clone());
            told.extend((one.day.iter()).map(|day| self.named("case.due", &day.words)));
            told.push(match one.consent_reason.as_str() {
                "" => self.f.of("consent", one.consent),
                why => format!("{}: {why}", self.f.of("consent", one.consent)),
            });
            told.extend((one.review.iter()).map(|day| self.named("measure.review", &day.words)));
            let mut line = told.join(" · ");
            if !one.text.is_empty() {
                line = format!("{line} · {}", one.text);
            }
            self.paper.fact(Kind::Fact, measure, line);
        }
        if shown.measures.is_empty() {
            self.paper.add(Kind::Text, self.f.get("case.measures.none"));
        }
    }

    fn people(&mut self, shown: &Shown) {
        self.heading("case.people");
        let (held, kept): (Vec<_>, Vec<_>) =
            (shown.people.iter()).partition(|one| one.kept_in == Place::Holding);
        for one in &kept {
            let mut told = vec![self.f.of("place", one.kept_in)];
            told.extend(one.category.clone());
            told.extend(one.identity.clone());
            told.extend(one.label.iter().cloned());
            self.paper
                .fact(Kind::Fact, one.name.clone(), told.join(" · "));
            one.facts
                .iter()
                .for_each(|fact| self.paper.add(Kind::Item, fact.as_str()));
        }
        if !held.is_empty() {
            let told = self.f.count("case.report.held", held.len());
            self.paper.add(Kind::Text, told);
        }
        if shown.people.is_empty() {
            self.paper.add(Kind::Text, self.f.get("case.people.none"));
        }
    }

    fn assessment(&mut self, shown: &Shown) {
        self.heading("case.assessment");
        let Some(known) = &shown.known else {
            return self.paper.add(Kind::Text, self.f.get("assess.none"));
        };
        for (question, said, evidence) in &known.told {
            let told = format!("{said}. {evidence}");
            self.paper.fact(Kind::Fact, question.clone(), told);
        }
        if !known.unknown.is_empty() {
            let told = format!(
                "{} {}",
                self.f.get("assess.unknown"),
                known.unknown.join("; ")
            );
            self.paper.add(Kind::Text, told);
        }
    }
}

//! `/cases/{number}/assessment`: what is known of the danger, question by question. Nothing is made of the answers.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::Right;
use model::case::assessment::{Answer as Said, Question};

use super::{Stands, State, attempt, found, stands, word};
use crate::act::case;
use crate::web::desk::fields::Sent;
use crate::web::desk::page::{self, Frame, words};
use crate::web::desk::refused::Answer;
use crate::web::desk::staff::Staff;

#[derive(Template)]
#[template(path = "desk/case/assess.html")]
struct Assess<'s> {
    f: Frame<'s>,
    number: u64,
    before: u64,
    against: Option<Stands>,
    fields: Vec<Asked>,
    warnings: Vec<Asked>,
}

impl Assess<'_> {
    /// Whether something stands against an answer.
    fn lacks(&self, one: &Asked) -> bool {
        let against = self.against.as_ref();
        against.is_some_and(|against| against.told(one.question.as_str()).is_some())
    }
}

struct Asked {
    question: Question,
    said: Said,
    evidence: String,
}

/// The form, as the last assessment left it.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>) -> Answer {
    staff.needs(Right::Case)?;
    let found = found(&house, &staff, &number).await?;
    let last = case::last_assessments(&found).into_iter().next();
    let before = last.as_ref().map_or(0, |(part, _)| part.place);
    let last = last.map(|(_, assessed)| assessed).unwrap_or_default();
    let asked = Question::ALL.iter().map(|question| {
        let rated = last.to(*question);
        Asked {
            question: *question,
            said: rated.map_or(Said::Unknown, |rated| rated.answer),
            evidence: rated.map_or_else(String::new, |rated| rated.evidence.clone()),
        }
    });
    let form = form(&staff, found.number, before, asked.collect());
    Ok(page::render(StatusCode::OK, &form))
}

fn form(staff: &Staff, number: u64, before: u64, asked: Vec<Asked>) -> Assess<'_> {
    let (warnings, fields) = (asked.into_iter()).partition(|one| one.question.is_warning());
    Assess {
        f: Frame {
            title: words(staff.lang).fill("assess.title", &[("n", &number)]),
            ..Frame::new(staff, "cases.title")
        },
        number,
        before,
        against: None,
        fields,
        warnings,
    }
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let mut asked = Vec::with_capacity(Question::ALL.len());
    for question in Question::ALL {
        asked.push(Asked {
            question: *question,
            said: word(staff, fields, &format!("said-{question}"))?,
            evidence: (fields.text(&format!("evidence-{question}"))).unwrap_or_default(),
        });
    }
    let answers: Vec<_> = (asked.iter())
        .map(|one| (one.question, one.said, one.evidence.clone()))
        .collect();
    let before = fields.number("before").unwrap_or(0);
    let by = staff.by();
    let done = attempt(&house, &sent, &number, "#assessment", |case| {
        case::assess(case, by, Some(before).filter(|place| *place > 0), &answers)
    });
    match done.await? {
        Ok(done) => Ok(done),
        Err((number, no)) => {
            let (status, stands) = stands(staff, &no);
            let form = Assess {
                against: Some(stands),
                ..form(staff, number, before, asked)
            };
            Err(page::render(status, &form).into())
        }
    }
}

//! `/cases/{number}/assessment`: what is known of the danger, question by question. Nothing is made of the answers.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::Right;
use model::case::assessment::{Answer as Said, Question};

use super::{State, found, within, word};
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
    fields: Vec<Asked>,
    warnings: Vec<Asked>,
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
    let asked = |question: &Question| {
        let rated = last.to(*question);
        Asked {
            question: *question,
            said: rated.map_or(Said::Unknown, |rated| rated.answer),
            evidence: rated.map_or_else(String::new, |rated| rated.evidence.clone()),
        }
    };
    let (warnings, fields) = Question::ALL
        .iter()
        .map(asked)
        .partition(|asked| asked.question.is_warning());
    let page = Assess {
        f: Frame {
            title: words(staff.lang).fill("assess.title", &[("n", &found.number)]),
            ..Frame::new(&staff, "cases.title")
        },
        number: found.number,
        before,
        fields,
        warnings,
    };
    Ok(page::render(StatusCode::OK, &page))
}

pub async fn post(house: State, Path(number): Path<String>, sent: Sent) -> Answer {
    let (staff, fields) = (&sent.staff, &sent.fields);
    staff.needs(Right::Case)?;
    let mut answers = Vec::with_capacity(Question::ALL.len());
    for question in Question::ALL {
        let said: Said = word(staff, fields, &format!("said-{question}"))?;
        let evidence = fields.text(&format!("evidence-{question}"));
        answers.push((*question, said, evidence.unwrap_or_default()));
    }
    let before = fields.number("before").filter(|place| *place > 0);
    let by = staff.by();
    within(&house, &sent, &number, "#assessment", |case| {
        case::assess(case, by, before, &answers)
    })
    .await
}

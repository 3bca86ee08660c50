//! Assessments: each is kept beside those before it, so that what changed can be told.

use model::case::assessment::{Answer, Gap, Question};
use store::{By, Case, Step};

use super::content::{self, Assessed, Content, Rated};
use super::{LONG, No, fits, is_open};

/// The last assessment of a case, and the one before it.
#[must_use]
pub fn last_assessments(case: &Case) -> Vec<(&store::Part, Assessed)> {
    let parts = case.parts.iter().rev();
    let mine = parts.filter(|part| part.kind == Assessed::KIND);
    mine.filter_map(|part| Some((part, content::open(&part.body)?)))
        .take(2)
        .collect()
}

/// Keeps an assessment: for each question the answer, and what shows it. What is answered as before keeps who answered it
/// and when. `before` is the place of the last assessment, as whoever answers saw it.
///
/// # Errors
/// What stands against it: the gaps are told as `question:gap`.
pub fn assess(
    case: &Case,
    by: By<'_>,
    before: Option<u64>,
    answers: &[(Question, Answer, String)],
) -> Result<Vec<Step>, No> {
    is_open(case)?;
    let last = last_assessments(case).into_iter().next();
    if last.as_ref().map(|(part, _)| part.place) != before {
        return Err(No::Stale);
    }
    let last = last.map(|(_, assessed)| assessed).unwrap_or_default();
    let mut rated = Vec::new();
    for (question, answer, evidence) in answers {
        fits(evidence, LONG)?;
        let same = last
            .to(*question)
            .filter(|one| one.answer == *answer && one.evidence == *evidence);
        match same {
            Some(same) => rated.push(same.clone()),
            None if *answer == Answer::Unknown
                && evidence.is_empty()
                && last.to(*question).is_none() => {}
            None => rated.push(Rated {
                question: *question,
                answer: *answer,
                evidence: evidence.clone(),
                rater: *by.account,
                at: by.at,
            }),
        }
    }
    rated.sort_by_key(|one| one.question);
    let assessed = Assessed { rated };
    if let Some((_, gap)) = assessed.rule().gaps().first() {
        let unshown = assessed.rule().gaps();
        let named = unshown.iter().filter(|(_, one)| one == gap);
        return Err(match gap {
            Gap::Evidence => No::Gaps("question", named.map(|(one, _)| one.as_str()).collect()),
            other => No::Gaps("assessment", vec![other.as_str()]),
        });
    }
    if assessed == last {
        return Err(No::Stale);
    }
    Ok(vec![Step::Add(Assessed::KIND, assessed.text(), None)])
}

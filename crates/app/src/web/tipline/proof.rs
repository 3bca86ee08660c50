//! `/{lang}/proof`: a file that proves that a report was logged, and tells nothing of it.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::ReportId;
use serde::Deserialize;
use store::StoreError;

use super::language::Lang;
use super::{Line, State, failure};

/// Which report, and the pass to its conversation.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    pass: String,
    #[serde(default)]
    report: String,
}

/// The file.
pub async fn post(line: State, lang: Lang, asked: Result<Form<Asked>, FormRejection>) -> Response {
    let Ok(Form(asked)) = asked else {
        return failure::ended(&line, lang);
    };
    match prove(&line, &asked).await {
        Ok(Some(proof)) => {
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"wardline-proof.tlog-proof\"",
                ),
            ];
            (headers, proof).into_response()
        }
        Ok(None) => failure::ended(&line, lang),
        Err(error) => failure::later(&line, lang, &error),
    }
}

/// The proof of a report of the conversation that the pass opens. What was logged since is signed for it.
async fn prove(line: &Line, asked: &Asked) -> Result<Option<String>, StoreError> {
    let store = &line.act.store;
    let (Some(tip), Ok(report)) = (
        line.tickets.pass(&asked.pass, line.act.clock.now()),
        asked.report.parse::<ReportId>(),
    ) else {
        return Ok(None);
    };
    let parts = store::parts(&mut store.read().await?, &tip).await?;
    let Some(&(_, place)) = parts.reports.iter().find(|(one, _)| *one == report) else {
        return Ok(None);
    };
    let key = store.keys().verifying();
    let mut proof = store::prove(&mut store.read().await?, place, key).await?;
    if proof.is_none() {
        store::sign(store).await?;
        proof = store::prove(&mut store.read().await?, place, key).await?;
    }
    Ok(proof.map(|proof| proof.to_string()))
}

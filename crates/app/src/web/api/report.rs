//! `GET /api/v1/reports/{id}`: a report, and what was found in it.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use model::{ReportId, Scope};
use serde::Serialize;
use serde_json::value::RawValue;
use store::{Opened, StoreError};

use super::Api;
use super::access::allowed;
use super::problem::Problem;

#[derive(Serialize)]
struct Shown<'a> {
    id: String,
    received: String,
    text: &'a str,
    reading: Option<&'a RawValue>,
    incident: Option<u64>,
}

pub(super) async fn show(
    State(api): State<Api>,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    allowed(&api.desk, &headers, Scope::Read).await?;
    let Path(id) = id.map_err(|_| Problem::NoSuchReport)?;
    let id: ReportId = id.parse().map_err(|_| Problem::NoSuchReport)?;
    let store = &api.desk.store;
    let report = store::by_id(&mut store.read().await?, store.keys(), &id).await?;
    let report = report.ok_or(Problem::NoSuchReport)?;
    let json = written(&report)?;
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}

fn written(report: &Opened) -> Result<Vec<u8>, Problem> {
    let damaged = |what| {
        Problem::from(StoreError::Damaged {
            table: "report",
            what,
        })
    };
    let body = report.body.as_ref().ok_or(Problem::Erased)?;
    let reading = match &report.reading {
        Some(reading) => {
            Some(serde_json::from_slice(reading.as_bytes()).map_err(|_| damaged("a reading"))?)
        }
        None => None,
    };
    let received =
        jiff::Timestamp::from_microsecond(report.received).map_err(|_| damaged("a time"))?;
    let shown = Shown {
        id: report.id.to_string(),
        received: received.to_string(),
        text: &body.text,
        reading,
        incident: report.incident,
    };
    Ok(serde_json::to_vec(&shown).expect("texts can be written as JSON"))
}

//! `/reports/{number}/files/{id}`: a file as it came in, to be kept elsewhere and never shown here. That it was opened stands in the
//! ledger.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use model::{FileId, Right};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::State;
use super::refused::Answer;
use super::staff::Staff;
use crate::act::rng;

/// Bytes of the longest file that a report can have.
const LONGEST: u64 = 256 << 20;

pub async fn get(house: State, staff: Staff, Path((number, id)): Path<(String, String)>) -> Answer {
    staff.needs(Right::Open)?;
    let report: u64 = number.parse().map_err(|_| staff.missing())?;
    let id: FileId = id.parse().map_err(|_| staff.missing())?;
    // one at a time is in memory
    let _room = house.files.acquire().await;
    let store = &house.act.store;
    let opened = store::open_file(store, staff.by(), (report, id), LONGEST, &mut rng()).await;
    let opened = opened.map_err(|error| staff.failed(&error))?;
    let (content, about) = opened.ok_or_else(|| staff.missing())?;
    let name = utf8_percent_encode(&about.name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"report-{report}\"; filename*=UTF-8''{name}"),
        ),
    ];
    Ok((headers, content).into_response())
}

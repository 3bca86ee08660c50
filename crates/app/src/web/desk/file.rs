//! `/reports/{number}/files/{id}`: a file as it came in, to be kept elsewhere and never shown here; with `/picture`, the copy of it that
//! the desk has painted. That it was opened stands in the ledger.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use hyper::body::Frame;
use model::{ActKind, FileId, Right};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::{Attachment, BlobReader};
use tokio::sync::mpsc;

use super::refused::{self, Answer, Refused};
use super::staff::Staff;
use super::{House, State};
use crate::act::rng;
use crate::redraw::{LARGEST, Unredrawn};

/// Pieces of a file in memory while it is handed out.
const PIECES: usize = 2;
/// Who takes nothing for so long is given nothing more.
const PATIENCE: Duration = Duration::from_secs(60);

/// A file that somebody may open, and its length.
async fn opened(
    house: &House,
    staff: &Staff,
    (number, id): (&str, &str),
    kind: ActKind,
) -> Result<(BlobReader, Attachment, u64), Refused> {
    staff.needs(Right::Open)?;
    let report: u64 = number.parse().map_err(|_| staff.missing())?;
    let id: FileId = id.parse().map_err(|_| staff.missing())?;
    let store = &house.act.store;
    let opened = store::open_file(store, staff.by(), (report, id), kind, &mut rng()).await;
    let opened = opened.map_err(|error| staff.failed(&error))?;
    opened.ok_or_else(|| staff.missing())
}

/// The file, to be kept elsewhere.
pub async fn get(house: State, staff: Staff, Path((number, id)): Path<(String, String)>) -> Answer {
    let kind = ActKind::FileOpened;
    let (mut reader, about, length) = opened(&house, &staff, (&number, &id), kind).await?;
    // what does not open at all is told on a page
    let first = reader.next().await;
    let first = first.map_err(|error| staff.failed(&error))?;
    let name = utf8_percent_encode(&about.name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"report-{number}\"; filename*=UTF-8''{name}"),
        ),
    ];
    Ok((headers, Body::new(Pieces::of(reader, first))).into_response())
}

/// What a picture shows, painted anew.
pub async fn picture(
    house: State,
    staff: Staff,
    Path((number, id)): Path<(String, String)>,
) -> Answer {
    // few at a time are in memory
    let _room = house.files.acquire().await;
    let kind = ActKind::FileShown;
    let (reader, _, length) = opened(&house, &staff, (&number, &id), kind).await?;
    let told = |why: Unredrawn| refused::unshown(&staff, why.told(staff.lang.language()));
    if length > LARGEST as u64 {
        return Err(told(Unredrawn::TooLarge));
    }
    let original = reader.whole(LARGEST as u64).await;
    let original = original.map_err(|error| staff.failed(&error))?;
    let copy = house.redraw.copy(&original).await.map_err(told)?;
    let headers = [
        (header::CONTENT_TYPE, copy.media_type),
        (header::CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, copy.bytes).into_response())
}

/// A file on its way out. If it breaks off, so does the answer, and nobody takes it for whole.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

impl Pieces {
    fn of(mut reader: BlobReader, first: Option<Vec<u8>>) -> Self {
        let (pieces, taken) = mpsc::channel(PIECES);
        tokio::spawn(async move {
            let mut next = Ok(first);
            while let Some(piece) = next.map(|one| one.map(Bytes::from)).transpose() {
                let is_broken = piece.is_err();
                let piece = piece.map_err(|error: store::StoreError| {
                    tracing::warn!(error = %error, "a file could not be handed out whole");
                    io::Error::other(error)
                });
                let sent = tokio::time::timeout(PATIENCE, pieces.send(piece)).await;
                if is_broken || !matches!(sent, Ok(Ok(()))) {
                    break;
                }
                next = reader.next().await;
            }
        });
        Pieces(taken)
    }
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let piece = self.get_mut().0.poll_recv(context);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

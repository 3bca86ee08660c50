//! `/ledger/…`: the log of hashes, for whoever wants to watch it (c2sp.org/tlog-tiles). It holds no entry, and so
//! nothing of what was logged.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::Resource;

use super::State;

const TEXT: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];

/// The last signed state.
pub async fn checkpoint(line: State) -> Response {
    let store = &line.act.store;
    let note = async { store::last_checkpoint(&mut store.read().await?).await };
    match note.await {
        Ok(Some(note)) => (TEXT, note.to_string()).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The public key.
pub async fn key(line: State) -> Response {
    (TEXT, format!("{}\n", line.act.store.keys().verifying())).into_response()
}

/// A tile of hashes.
pub async fn tile(line: State, Path(path): Path<String>) -> Response {
    let Ok(Resource::Tile(tile)) = format!("tile/{path}").parse::<Resource>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let store = &line.act.store;
    let bytes = async { store::read_tile(&mut store.read().await?, tile).await };
    match bytes.await {
        Ok(Some(bytes)) => {
            ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

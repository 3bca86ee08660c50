//! `GET /healthz`, `GET /readyz`: for those who watch whether the desk runs.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use store::StoreError;
use tokio::time::timeout;

use super::Api;
use super::problem::Problem;

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The program answers.
pub(super) async fn is_alive() -> Json<Value> {
    Json(json!({"status": "alive"}))
}

/// The store answers too.
pub(super) async fn is_ready(State(api): State<Api>) -> Result<Json<Value>, Problem> {
    let asked = async {
        let mut read = api.desk.store.read().await?;
        store::last_checkpoint(&mut read).await?;
        Ok::<_, StoreError>(())
    };
    match timeout(PATIENCE, asked).await {
        Ok(Ok(())) => Ok(Json(json!({"status": "ready"}))),
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "the store does not answer");
            Err(Problem::Later)
        }
        Err(_) => Err(Problem::Later),
    }
}

//! Many reports, one transaction: what makes each durable costs as much as what makes a hundred so.

use std::sync::Arc;

use store::{Received, Sealed, Store, StoreError};
use tokio::sync::{Notify, mpsc, oneshot};

use super::Refusal;

/// Reports stored at once, at most.
const MOST: usize = 256;

/// Reports that may wait; who comes then waits for one of them.
const WAITING: usize = 1024;

/// The way into the store.
#[derive(Clone)]
pub(super) struct Gate(mpsc::Sender<Waiting>);

struct Waiting {
    report: Sealed,
    answer: oneshot::Sender<Result<Received, Refusal>>,
}

impl Gate {
    pub(super) fn start(store: Store, arrived: Arc<Notify>) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(run(store, arrived, receiver));
        Gate(sender)
    }

    /// Stores a report. When this returns, it is durable; if it fails, it is not there.
    pub(super) async fn pass(&self, report: Sealed) -> Result<Received, Refusal> {
        let (answer, answered) = oneshot::channel();
        let closed = || Refusal::Later("the desk is being stopped".to_owned());
        self.0
            .send(Waiting { report, answer })
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }
}

async fn run(store: Store, arrived: Arc<Notify>, mut receiver: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(MOST);
    while receiver.recv_many(&mut batch, MOST).await > 0 {
        let (reports, answers): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|one| (one.report, one.answer)).unzip();
        let results = store_all(&store, &reports).await;
        arrived.notify_one();
        for (answer, result) in answers.into_iter().zip(results) {
            // who no longer waits will send it again, and be told that it is there
            let _ = answer.send(result);
        }
    }
}

/// Stores reports together; if that fails for a reason that is one of theirs, each by itself, so that none
/// bars the way of others.
async fn store_all(store: &Store, reports: &[Sealed]) -> Vec<Result<Received, Refusal>> {
    match store::receive(store, reports).await {
        Ok(received) => received.into_iter().map(Ok).collect(),
        Err(error) if error.is_passing() || reports.len() == 1 => {
            let refusal = Refusal::of(&error);
            reports.iter().map(|_| Err(refusal.clone())).collect()
        }
        Err(_) => {
            let mut results = Vec::with_capacity(reports.len());
            for report in reports {
                let one = store::receive(store, std::slice::from_ref(report)).await;
                results.push(match one.map(|received| received.first().copied()) {
                    Ok(Some(received)) => Ok(received),
                    Ok(None) => Err(Refusal::of(&StoreError::Unavailable(
                        "nothing was stored".to_owned(),
                    ))),
                    Err(error) => Err(Refusal::of(&error)),
                });
            }
            results
        }
    }
}

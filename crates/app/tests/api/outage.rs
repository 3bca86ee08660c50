//! A full disk, a lost connection: a clear answer, nothing lost, and no restart.

use std::time::Duration;

use serde_json::json;

use crate::client::{Answer, post};
use crate::support::{Desk, on_each};

async fn send(desk: &Desk, token: &str, text: &str) -> Answer {
    let body = json!({"text": text, "publisher": "Example Forum"}).to_string();
    post(body).token(token).send(desk.at()).await
}

/// The answer to a report that is sent until it is taken in, as senders are told to do.
async fn send_until_taken(desk: &Desk, token: &str, text: &str) {
    for _ in 0..100 {
        let answer = send(desk, token, text).await;
        if answer.status == 201 {
            return;
        }
        assert_eq!(answer.status, 503, "{}", answer.problem());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not taken in within ten seconds");
}

/// Until all is read.
async fn wait_until_read(desk: &Desk) {
    for _ in 0..100 {
        if desk.count().await.1 == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not read within ten seconds");
}

#[test]
fn a_full_disk_is_told_and_passes() {
    on_each(async |desk| {
        if !desk.is_sqlite() {
            return;
        }
        let token = desk.token("receive,read").await;
        assert_eq!(send(&desk, &token, "before").await.status, 201);
        wait_until_read(&desk).await;
        // no page more than there are: what a full disk says
        desk.store()
            .meddle("PRAGMA max_page_count = 1")
            .await
            .unwrap();
        let long = "the disk is full ".repeat(20_000);
        let refused = send(&desk, &token, &long).await;
        assert_eq!(refused.status, 503, "{}", refused.problem());
        assert!(refused.header("retry-after").is_some());
        assert_eq!(desk.count().await, (1, 0), "nothing of it is there");
        desk.store()
            .meddle("PRAGMA max_page_count = 1000000000")
            .await
            .unwrap();
        assert_eq!(send(&desk, &token, &long).await.status, 201);
        wait_until_read(&desk).await;
        assert_eq!(desk.count().await, (2, 0));
    });
}

#[test]
fn a_lost_connection_is_made_again() {
    on_each(async |desk| {
        if desk.is_sqlite() {
            return;
        }
        let token = desk.token("receive,read").await;
        for round in 0..5 {
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            // it may itself be cut by what it cuts
            let _ = desk.store().meddle(cut).await;
            send_until_taken(&desk, &token, &format!("report {round}")).await;
        }
        wait_until_read(&desk).await;
        assert_eq!(desk.count().await.0, 5);
    });
}

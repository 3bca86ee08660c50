//! Reports come in, are read, and are shown.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{get, post};
use crate::support::{Desk, on_each};

/// The report, once it was read.
async fn read(desk: &Desk, token: &str, path: &str) -> Value {
    for _ in 0..200 {
        let shown = get(path).token(token).send(desk.at()).await.json();
        if !shown["reading"].is_null() {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not read in time");
}

#[test]
fn a_report_comes_in_and_is_read() {
    on_each(async |mut desk| {
        let token = desk.token("receive,read").await;
        let body = json!({
            "text": "I will kill Officer Dana Whitlow tomorrow.",
            "url": "https://example.org/post/17",
            "publisher": "Example Forum",
            "published": "2026-03-04",
        });
        let taken = post(body.to_string()).token(&token).send(desk.at()).await;
        assert_eq!(taken.status, 201);
        // a desk's first entries are its own making and the token
        assert_eq!(taken.json()["ledger_index"], 2);
        let path = taken.header("location").unwrap().to_owned();
        assert!(path.ends_with(taken.json()["id"].as_str().unwrap()));
        let shown = read(&desk, &token, &path).await;
        assert_eq!(shown["id"], taken.json()["id"]);
        assert_eq!(shown["received"], "2026-09-21T14:13:20Z");
        assert_eq!(shown["text"], body["text"]);
        assert_eq!(shown["reading"]["stance"], "makes");
        assert_eq!(shown["reading"]["lang"], "en");
        assert_eq!(
            shown["incident"], 2,
            "its own place, since it is the first of it"
        );

        desk.stop().await;
        desk.start().await;
        let again = get(&path).token(&token).send(desk.at()).await;
        assert_eq!(again.json(), shown);
        desk.store().erase_all().await.unwrap();
        let gone = get(&path).token(&token).send(desk.at()).await;
        assert_eq!((gone.status, gone.problem().as_str()), (410, "erased"));
    });
}

#[test]
fn there_is_no_report_under_another_id() {
    on_each(async |desk| {
        let token = desk.token("read").await;
        let long = "1".repeat(5000);
        for id in [
            "7f8f1f9c-53b1-4b0e-9d38-0f3c9a1b6a52",
            "1",
            "%27%20OR%201=1--",
            "%ff%fe",
            "%00",
            "..%2f..%2fetc%2fpasswd",
            long.as_str(),
        ] {
            let path = format!("/api/v1/reports/{id}");
            let answer = get(&path).token(&token).send(desk.at()).await;
            assert_eq!(
                (answer.status, answer.problem().as_str()),
                (404, "no-such-report")
            );
        }
    });
}

#[test]
fn what_is_sent_is_data_in_every_member() {
    on_each(async |desk| {
        let token = desk.token("receive,read").await;
        for hostile in [
            "'; DROP TABLE report; --",
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "{{7*7}} ${jndi:ldap://x} %n%s \u{202e}\u{0}\u{1b}[31m",
            "\u{feff}\u{fffe}\u{10ffff}\u{0301}\u{0301}",
            "$1 $2 ?1 :name \\ \" ' \r\n\t",
        ] {
            let body =
                json!({"text": hostile, "url": hostile, "publisher": hostile, "published": null});
            let taken = post(body.to_string()).token(&token).send(desk.at()).await;
            assert_eq!(taken.status, 201, "{hostile:?}");
            let shown = read(&desk, &token, taken.header("location").unwrap()).await;
            assert_eq!(shown["text"], hostile);
        }
        assert_eq!(desk.count().await, (5, 0));
    });
}

//! The same request twice is one report.

use crate::client::{Answer, get, post};
use crate::support::on_each;

const BODY: &str = r#"{"text":"They photograph who comes out.","url":"https://example.org/1"}"#;

#[test]
fn the_same_key_again_gives_the_same_answer_also_after_a_restart() {
    on_each(async |mut desk| {
        let token = desk.token("receive,read").await;
        let send =
            async |at, key: &str, body: &str| post(body).token(&token).key(key).send(at).await;
        let first = send(desk.at(), "k-1", BODY).await;
        assert_eq!(first.status, 201);
        // the same members in another order, with other white space, are the same report
        let spaced =
            r#" { "url": "https:\/\/example.org/1" , "text": "They photograph who comes out."} "#;
        for body in [BODY, spaced] {
            let again = send(desk.at(), "k-1", body).await;
            assert_eq!((again.status, &again.body), (200, &first.body));
            assert_eq!(again.header("location"), first.header("location"));
        }
        let other = send(desk.at(), "k-1", r#"{"text":"Another."}"#).await;
        assert_eq!(
            (other.status, other.problem().as_str()),
            (422, "other-report")
        );
        let publisher = r#"{"text":"They photograph who comes out.","url":"https://example.org/1","publisher":"x"}"#;
        assert_eq!(send(desk.at(), "k-1", publisher).await.status, 422);
        assert_eq!(send(desk.at(), "k-2", BODY).await.status, 201);

        desk.stop().await;
        desk.start().await;
        let again = send(desk.at(), "k-1", BODY).await;
        assert_eq!((again.status, &again.body), (200, &first.body));
        assert_eq!(desk.count().await.0, 2);
        let shown = get(first.header("location").unwrap())
            .token(&token)
            .send(desk.at())
            .await;
        assert_eq!(shown.json()["text"], "They photograph who comes out.");
    });
}

#[test]
fn a_key_is_its_tokens_own() {
    on_each(async |desk| {
        let (one, other) = (desk.token("receive").await, desk.token("receive").await);
        let first = post(BODY).token(&one).key("k").send(desk.at()).await;
        let second = post(r#"{"text":"b"}"#)
            .token(&other)
            .key("k")
            .send(desk.at())
            .await;
        assert_eq!((first.status, second.status), (201, 201));
        for _ in 0..2 {
            let unkeyed = post(BODY).token(&one).send(desk.at()).await;
            assert_eq!(unkeyed.status, 201);
        }
        assert_eq!(desk.count().await.0, 4);
    });
}

#[test]
fn of_many_at_once_with_one_key_one_is_stored() {
    on_each(async |desk| {
        let token = desk.token("receive").await;
        let mut sent = Vec::new();
        for n in 0..24 {
            let body = format!(r#"{{"text":"report {}"}}"#, n % 2);
            sent.push(tokio::spawn(
                post(body).token(&token).key("at once").send(desk.at()),
            ));
        }
        let mut answers: Vec<Answer> = Vec::new();
        for one in sent {
            answers.push(one.await.unwrap());
        }
        let count = |status| answers.iter().filter(|one| one.status == status).count();
        // a space is no part of a key
        assert_eq!(count(400), 24);

        let mut sent = Vec::new();
        for n in 0..24 {
            let body = format!(r#"{{"text":"report {}"}}"#, n % 2);
            sent.push(tokio::spawn(
                post(body).token(&token).key("at-once").send(desk.at()),
            ));
        }
        answers.clear();
        for one in sent {
            answers.push(one.await.unwrap());
        }
        let count = |status| answers.iter().filter(|one| one.status == status).count();
        assert_eq!((count(201), count(200), count(422)), (1, 11, 12));
        let same = answers
            .iter()
            .filter(|one| one.status < 300)
            .map(|one| &one.body);
        assert_eq!(same.collect::<std::collections::BTreeSet<_>>().len(), 1);
        assert_eq!(desk.count().await.0, 1);
    });
}

#[test]
fn what_is_no_key_is_refused() {
    on_each(async |desk| {
        let token = desk.token("receive").await;
        let long = "k".repeat(256);
        for key in [
            b"".as_slice(),
            b"a b",
            b"\xc3\xa9",
            b"a\tb",
            long.as_bytes(),
        ] {
            let answer = post(BODY).token(&token).key(key).send(desk.at()).await;
            assert_eq!(
                (answer.status, answer.problem().as_str()),
                (400, "idempotency-key")
            );
        }
        let twice = post(BODY)
            .token(&token)
            .key("a")
            .key("a")
            .send(desk.at())
            .await;
        assert_eq!(twice.status, 400);
        let longest = post(BODY)
            .token(&token)
            .key(&long[1..])
            .send(desk.at())
            .await;
        assert_eq!(longest.status, 201);
        let hostile = post(BODY)
            .token(&token)
            .key("';DROP/**/TABLE/**/once;--")
            .send(desk.at())
            .await;
        assert_eq!(hostile.status, 201);
        assert_eq!(desk.count().await.0, 2);
    });
}

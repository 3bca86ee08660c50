//! Who is let in.

use std::sync::atomic::Ordering;

use model::DAY;

use crate::client::{get, post};
use crate::support::{NOW, on_each};

#[test]
fn tokens_open_what_they_are_for_until_they_end() {
    on_each(async |desk| {
        let at = desk.at();
        let (receive, read) = (desk.token("receive").await, desk.token("read").await);
        let taken = post(r#"{"text":"a"}"#).token(&receive).send(at).await;
        assert_eq!(taken.status, 201);
        let path = taken.header("location").unwrap().to_owned();
        assert_eq!(get(&path).token(&read).send(at).await.status, 200);

        for (request, scope) in [
            (post(r#"{"text":"a"}"#).token(&read), "receive"),
            (get(&path).token(&receive), "read"),
        ] {
            let answer = request.send(at).await;
            assert_eq!((answer.status, answer.problem().as_str()), (403, "scope"));
            let challenge = answer.header("www-authenticate").unwrap();
            assert!(challenge.contains(&format!("scope=\"{scope}\"")));
        }

        desk.time.store(NOW + DAY - 1, Ordering::Relaxed);
        assert_eq!(get(&path).token(&read).send(at).await.status, 200);
        desk.time.store(NOW + DAY, Ordering::Relaxed);
        assert_eq!(get(&path).token(&read).send(at).await.status, 401);
    });
}

#[test]
fn what_is_no_token_lets_nobody_in() {
    on_each(async |desk| {
        let at = desk.at();
        let token = desk.token("receive,read").await;
        let stranger = seal::Token::new(&mut wardline::act::rng());
        let mut mistyped = token.clone();
        let last = mistyped.pop().unwrap();
        mistyped.push(if last == '0' { '1' } else { '0' });
        let sql = "' OR '1'='1' --".to_owned();
        for wrong in [
            stranger.reveal().to_owned(),
            mistyped,
            sql,
            String::new(),
            "x".repeat(9000),
            token[..30].to_owned(),
        ] {
            let answer = post(r#"{"text":"a"}"#).token(&wrong).send(at).await;
            assert_eq!(answer.status, 401);
            assert!(!String::from_utf8_lossy(&answer.body).contains("OR '1'"));
        }
        for header in [
            token.clone(),
            format!("Basic {token}"),
            "Bearer".to_owned(),
            format!("Bearer {token}, Bearer {token}"),
        ] {
            let answer = post(r#"{"text":"a"}"#).header("Authorization", header);
            assert_eq!(answer.send(at).await.status, 401);
        }
        let twice = post(r#"{"text":"a"}"#).token(&token).token(&token);
        assert_eq!(twice.send(at).await.status, 401);
        let bytes = post("{}").header("Authorization", b"Bearer \xff\xfe");
        assert_eq!(bytes.send(at).await.status, 401);
        let loose = post(r#"{"text":"a"}"#).header("Authorization", format!("bearer   {token} "));
        assert_eq!(loose.send(at).await.status, 201);
        // whoever is not let in is told so before anything else of what they sent is looked at
        let body = post(vec![0xff; 1 << 20]).without("Content-Type");
        assert_eq!(body.send(at).await.status, 401);
        assert_eq!(desk.count().await.0, 1);
    });
}

//! Bodies that are broken, large, deep or slow. Whatever they are, the desk answers, and keeps nothing of them.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::client::{get, post};
use crate::support::on_each;

#[test]
fn what_is_no_report_is_refused_and_told_why() {
    on_each(async |desk| {
        let token = desk.token("receive").await;
        let deep = "[".repeat(200_000);
        let deep_text = format!("{{\"text\":{}", "{\"a\":".repeat(100_000));
        let cases: &[(&[u8], u16, &str)] = &[
            (b"", 400, "not-json"),
            (b"{", 400, "not-json"),
            (b"{\"text\":\"a\"} x", 400, "not-json"),
            (b"{\"text\":\"a\",}", 400, "not-json"),
            (b"{'text':'a'}", 400, "not-json"),
            (b"{\"text\":\"\xff\xfe\"}", 400, "not-json"),
            (b"{\"text\":\"\\ud800\"}", 400, "not-json"),
            (b"{\"text\":\"a\x00b\"}", 400, "not-json"),
            (b"\x00\x00\x00\x00", 400, "not-json"),
            (b"\xff\xfe{\x00}\x00", 400, "not-json"),
            (deep.as_bytes(), 400, "not-json"),
            (deep_text.as_bytes(), 422, "not-a-report"),
            (b"null", 422, "not-a-report"),
            (b"7", 422, "not-a-report"),
            (b"\"text\"", 422, "not-a-report"),
            (b"[\"a\",null,null,null]", 422, "not-a-report"),
            (b"{}", 422, "not-a-report"),
            (b"{\"text\":null}", 422, "not-a-report"),
            (b"{\"text\":[\"a\"]}", 422, "not-a-report"),
            (b"{\"text\":1e999}", 400, "not-json"),
            (b"{\"text\":\"a\",\"text\":\"b\"}", 422, "not-a-report"),
            (b"{\"text\":\"a\",\"level\":\"P1\"}", 422, "not-a-report"),
            (b"{\"Text\":\"a\"}", 422, "not-a-report"),
            (b"{\"text\":\"a\",\"url\":7}", 422, "not-a-report"),
            (b"{\"text\":\"\"}", 422, "empty"),
            (
                b"{\"text\":\"a\",\"published\":\"yesterday\"}",
                422,
                "published",
            ),
            (
                b"{\"text\":\"a\",\"published\":\"2026-02-30\"}",
                422,
                "published",
            ),
            (
                b"{\"text\":\"a\",\"published\":\"20260203\"}",
                422,
                "published",
            ),
        ];
        for (body, status, name) in cases {
            let answer = post(*body).token(&token).send(desk.at()).await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]);
            assert_eq!(
                (answer.status, answer.problem().as_str()),
                (*status, *name),
                "{shown}"
            );
        }
        for member in ["url", "publisher"] {
            let body = format!("{{\"text\":\"a\",\"{member}\":\"{}\"}}", "é".repeat(2049));
            let answer = post(body).token(&token).send(desk.at()).await;
            assert_eq!(
                (answer.status, answer.problem().as_str()),
                (422, "too-long")
            );
        }
        assert_eq!(desk.count().await.0, 0);
    });
}

#[test]
fn other_kinds_of_bodies_are_refused() {
    on_each(async |desk| {
        let token = desk.token("receive").await;
        let body = r#"{"text":"a"}"#;
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonx",
            "",
        ] {
            let request = post(body)
                .without("Content-Type")
                .header("Content-Type", kind);
            assert_eq!(
                request.token(&token).send(desk.at()).await.status,
                415,
                "{kind}"
            );
        }
        let none = post(body).without("Content-Type").token(&token);
        assert_eq!(none.send(desk.at()).await.status, 415);
        let packed = post(body).header("Content-Encoding", "gzip").token(&token);
        assert_eq!(packed.send(desk.at()).await.status, 415);
        let told = post(body).without("Content-Type");
        let told = told
            .header("Content-Type", "Application/JSON; charset=utf-8")
            .token(&token);
        assert_eq!(told.send(desk.at()).await.status, 201);
    });
}

#[test]
fn the_longest_text_is_taken_and_a_longer_one_is_not() {
    on_each(async |desk| {
        let token = desk.token("receive,read").await;
        // few words, as it is read behind this
        let most = format!("{} ", "x".repeat(63)).repeat(1 << 17);
        let body = format!("{{\"text\":\"{most}\"}}");
        let taken = post(body.clone())
            .token(&token)
            .send_chunked(desk.at(), 60_000)
            .await;
        assert_eq!(taken.status, 201);
        let shown = get(taken.header("location").unwrap())
            .token(&token)
            .send(desk.at())
            .await;
        assert_eq!(shown.json()["text"].as_str().unwrap().len(), 8 << 20);
        let more = post(body.replacen("x ", "xx ", 1))
            .token(&token)
            .send(desk.at())
            .await;
        assert_eq!((more.status, more.problem().as_str()), (413, "too-large"));
        // eight times a million controls are fifty million characters once they are written down
        let controls = format!("{{\"text\":\"{}\"}}", "\\u0001".repeat(4 << 20));
        let controls = post(controls).token(&token).send(desk.at()).await;
        assert_eq!(controls.status, 413);
        let promised = post("")
            .token(&token)
            .send_promise(desk.at(), 1 << 60)
            .await;
        assert_eq!(promised.status, 413);
        let promised = post("")
            .token(&token)
            .send_promise(desk.at(), (32 << 20) + 1)
            .await;
        assert_eq!(promised.status, 413);
        let endless = vec![b' '; (32 << 20) + 1];
        let endless = post(endless)
            .token(&token)
            .send_chunked(desk.at(), 1 << 20)
            .await;
        assert_eq!(endless.status, 413);
        assert_eq!(desk.count().await.0, 1);
    });
}

#[test]
fn those_who_break_off_leave_nothing_and_keep_nobody_waiting() {
    on_each(async |desk| {
        let token = desk.token("receive").await;
        let head = format!(
            "POST /api/v1/reports HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        );
        let mut slow = Vec::new();
        for beginning in [
            format!("{head}Content-Length: 1000\r\n\r\n{{\"text\":\"a\""),
            format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"tex\r\n"),
            format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
            format!("{head}Content-Length: 5\r\nContent-Length: 7\r\n\r\n{{}}"),
            head.clone(),
        ]
        .iter()
        .cycle()
        .take(200)
        {
            let mut stream = TcpStream::connect(desk.at()).await.unwrap();
            stream.write_all(beginning.as_bytes()).await.unwrap();
            slow.push(stream);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let taken = post(r#"{"text":"a"}"#).token(&token).send(desk.at()).await;
        assert_eq!(taken.status, 201);
        drop(slow);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(get("/readyz").send(desk.at()).await.status, 200);
        assert_eq!(desk.count().await.0, 1);
    });
}

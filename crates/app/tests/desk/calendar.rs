//! Calendars: what is due in somebody's cases, by numbers alone, by a link that they can take back.

use model::Role;

use crate::case::{opened, send};
use crate::client::{Answer, get};
use crate::people::Person;
use crate::support::{Desk, on_each};

async fn read(desk: &Desk, path: &str, known: &str) -> Answer {
    let request = get(path).header("If-None-Match", known);
    request.send(desk.at()).await
}

/// The link that a page shows.
fn link(page: &str) -> String {
    let (_, rest) = page.split_once("<code class=\"secret\">").expect("a link");
    rest.split('<').next().unwrap().to_owned()
}

#[test]
fn a_calendar_tells_days_and_numbers_to_whoever_has_the_link() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let task = [("text", "call judge Elena Marsh"), ("due", "2026-10-02")];
        send(&ana, format!("{case}/tasks"), &task).await.leads_to();
        let measure = [
            ("measure", "alarm"),
            ("consent", "not-asked"),
            ("text", "at 14 Quay Lane"),
            ("due", "2026-11-30"),
        ];
        send(&ana, format!("{case}/measures"), &measure)
            .await
            .leads_to();
        let page = ana.send("/account/calendar", &[("go", "make")]).await;
        assert_eq!(page.answer.status, 200);
        let path = link(&page.text);
        assert!(path.starts_with("/calendar/wdl_") && path.ends_with(".ics"));
        assert!(
            !ana.see("/account").await.contains("wdl_"),
            "it is shown once"
        );

        let answer = read(&desk, &path, "").await;
        assert_eq!(
            answer.header("content-type"),
            Some("text/calendar; charset=utf-8")
        );
        let text = String::from_utf8(answer.body.clone()).unwrap();
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75));
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
        for part in [
            "DTSTART;VALUE=DATE:20261002\r\nDTEND;VALUE=DATE:20261003\r\nSUMMARY:Case 1: task ",
            "DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\nSUMMARY:Case 1: measure ",
            "DTSTAMP:20260921T141320Z\r\n",
            "CLASS:CONFIDENTIAL\r\n",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        for word in ["Marsh", "Elena", "Quay", "alarm", "ana", "judge"] {
            assert!(!text.contains(word), "{word}");
        }
        // what was not changed is not sent again
        let tag = answer.header("etag").unwrap().to_owned();
        assert_eq!(read(&desk, &path, &tag).await.status, 304);
        let task = [("text", "and once more"), ("due", "2026-10-03")];
        send(&ana, format!("{case}/tasks"), &task).await.leads_to();
        let changed = read(&desk, &path, &format!("W/\"x\", {tag}")).await;
        assert_eq!(changed.status, 200);
        assert_ne!(changed.header("etag"), Some(tag.as_str()));

        // another is not a member of the case
        let eva = Person::signed_in(&desk, "eva", &[Role::Intake]).await;
        let other = link(&eva.send("/account/calendar", &[("go", "make")]).await.text);
        let other = read(&desk, &other, "").await;
        assert!(other.status == 200 && !String::from_utf8(other.body).unwrap().contains("VEVENT"));
        let ida = Person::signed_in(&desk, "ida", &[Role::Reader]).await;
        let refused = ida.send("/account/calendar", &[("go", "make")]).await;
        assert_eq!(refused.answer.status, 403);

        // a new link takes the place of the old one; taken back, there is none
        let new = link(&ana.send("/account/calendar", &[("go", "make")]).await.text);
        assert_eq!(read(&desk, &path, "").await.status, 404);
        assert_eq!(read(&desk, &new, "").await.status, 200);
        ana.send("/account/calendar", &[("go", "end")])
            .await
            .leads_to();
        for gone in [
            new.as_str(),
            "/calendar/x.ics",
            "/calendar/wdl_",
            "/calendar/%00.ics",
        ] {
            assert_eq!(read(&desk, gone, "").await.status, 404, "{gone}");
        }
        desk.stop().await;
    });
}

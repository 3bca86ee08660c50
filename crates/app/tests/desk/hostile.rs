//! What is forged, foreign, stale or too long gets a clear answer, and changes nothing.

use model::{Channel, Role};
use wardline::act::{self, receive};

use crate::people::Person;
use crate::queue::received;
use crate::support::on_each;

#[test]
fn forms_from_elsewhere_change_nothing() {
    on_each(async |mut desk| {
        let place = received(&desk, &["They will shoot the judge tonight."]).await[0];
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead, Role::Privacy]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Lead]).await;
        let aim = format!("{place}_{place}");
        let (own, other) = (ana.form().await, eva.form().await);
        let fields = |form| {
            [
                ("form", form),
                ("report", aim.as_str()),
                ("go", "decide:spam"),
            ]
        };
        for form in ["", "x", other.as_str()] {
            let page = ana.send_bare("/decide", &fields(form)).await;
            assert_eq!(page.answer.status, 403, "{form}");
            assert!(page.text.contains("nothing was changed"));
        }
        for (name, value) in [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://elsewhere.example"),
            ("Origin", "null"),
        ] {
            let request = ana.post("/decide", &fields(&own)).header(name, value);
            assert_eq!(ana.ask(request).await.answer.status, 403, "{name}: {value}");
        }
        assert!(!ana.see("/journal").await.contains("decided"));
        let request = ana
            .post("/decide", &fields(&own))
            .header("Origin", "http://desk");
        assert!(ana.ask(request).await.leads_to().contains("done="));
        desk.stop().await;
    });
}

#[test]
fn forged_numbers_and_words_are_told() {
    on_each(async |mut desk| {
        let place = received(&desk, &["They will shoot the judge tonight."]).await[0];
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead, Role::Privacy]).await;
        for path in [
            "/reports/999999",
            "/reports/-1",
            "/reports/x",
            "/reports/18446744073709551616",
            "/incidents/999999",
            "/incidents/%00",
            "/queue?at=999999",
            "/nothing",
            "/enrol/wdl_x",
            "/guest/x",
            "/reports/%3Cscript%3E",
        ] {
            assert_eq!(ana.open(path).await.answer.status, 404, "{path}");
        }
        for query in [
            "show=x",
            "behind=1_x_3",
            "behind=_",
            "at=x",
            "done=x&stale=-1",
            "show=%ff%fe",
        ] {
            assert_eq!(
                ana.open(&format!("/queue?{query}")).await.answer.status,
                200,
                "{query}"
            );
        }
        let aim = format!("{place}_{place}");
        let senseless: [&[(&str, &str)]; 6] = [
            &[("report", &aim), ("go", "decide:burn")],
            &[("report", &aim), ("go", "")],
            &[("report", &aim), ("go", "assign:to"), ("to", "x")],
            &[
                ("report", &aim),
                ("go", "level:set"),
                ("level", "P9"),
                ("reason", "x"),
            ],
            &[("report", "x"), ("go", "decide:spam")],
            &[("go", "decide:spam")],
        ];
        for fields in senseless {
            let page = ana.send("/decide", fields).await;
            assert!([409, 422].contains(&page.answer.status), "{fields:?}");
            assert!(
                page.text.to_lowercase().contains("nothing was changed"),
                "{fields:?}"
            );
        }
        let nobody = "00000000-0000-4000-8000-000000000000";
        let fields = [
            ("report", aim.as_str()),
            ("go", "assign:to"),
            ("to", nobody),
        ];
        assert_eq!(ana.send("/decide", &fields).await.answer.status, 409);
        let long = "x".repeat(10 << 20);
        let fields = [
            ("report", aim.as_str()),
            ("go", "decide:spam"),
            ("reason", &long),
        ];
        assert_eq!(ana.send("/decide", &fields).await.answer.status, 413);
        let cookie = ana
            .post("/queue", &[])
            .without("Cookie")
            .header("Cookie", "__Host-wardline=wdl_x");
        assert_eq!(ana.ask(cookie).await.answer.status, 405);
        desk.stop().await;
    });
}

#[test]
fn markup_in_every_field_is_text() {
    on_each(async |mut desk| {
        let bad = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u{202e}";
        let mut report = act::report(Channel::Tip);
        report.body.text = format!("{bad} We will shoot the judge tonight {bad}");
        for field in [
            &mut report.body.title,
            &mut report.body.author,
            &mut report.body.publisher,
            &mut report.body.url,
            &mut report.body.published,
        ] {
            *field = Some(bad.to_owned());
        }
        report.body.answers = vec![("where".into(), bad.into()), (bad.into(), bad.into())];
        let place = receive(desk.act(), report).await.unwrap().place;
        received(&desk, &[]).await;
        let ana = Person::signed_in(
            &desk,
            "<b>ana</b>",
            &[Role::Lead, Role::Privacy, Role::Admin],
        )
        .await;
        let named = ana
            .send("/accounts", &[("name", bad), ("role", "intake")])
            .await;
        assert_eq!(named.answer.status, 422);
        let aim = format!("{place}_{place}");
        let fields = [
            ("report", aim.as_str()),
            ("go", "level:set"),
            ("level", "P1"),
            ("reason", bad),
        ];
        ana.send("/decide", &fields).await.leads_to();
        for path in [
            format!("/queue?at={place}"),
            format!("/reports/{place}"),
            "/".into(),
            "/journal".into(),
            "/accounts".into(),
            "/incidents".into(),
            "/account".into(),
        ] {
            let page = ana.see(&path).await;
            assert!(
                !page.contains("<script>alert") && !page.contains("<img"),
                "{path}"
            );
            assert!(!page.contains('\u{202e}'), "{path}");
        }
        desk.stop().await;
    });
}

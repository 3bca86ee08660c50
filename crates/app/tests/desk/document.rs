//! The case as a document: what is in it, and what stays inside.

use model::Role;

use crate::case::{NOTE, opened, send};
use crate::people::Person;
use crate::support::on_each;

#[test]
fn what_is_handed_on_is_marked_and_holds_nothing_that_stays_inside() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let ida = Person::signed_in(&desk, "ida", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let written: [(&str, &[(&str, &str)]); 4] = [
            ("notes", &[("text", NOTE)]),
            ("tasks", &[("text", "call the neighbour")]),
            (
                "measures",
                &[
                    ("measure", "alarm"),
                    ("due", "2025-10-21"),
                    ("consent", "not-needed"),
                    ("consent_reason", "they live elsewhere"),
                    ("text", "at the <b>back</b> door"),
                ],
            ),
            ("people", &[("name", "greyvan77")]),
        ];
        for (path, fields) in written {
            send(&ana, format!("{case}/{path}"), fields)
                .await
                .leads_to();
        }
        let report = format!("{case}/report");
        let page = ana.see(&report).await;
        let text = ana.open(&format!("{report}.txt")).await;
        assert_eq!(
            text.answer.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
        for told in [page.as_str(), text.text.as_str()] {
            for whole in [
                "TLP:AMBER+STRICT",
                "somebody means to shoot her on Friday",
                "proposed · By: 21 Oct 2025 · not asked, for a reason: they live elsewhere",
                "1 person is in the holding bin",
            ] {
                assert!(told.contains(whole), "{whole}: {told}");
            }
            for inside in ["grey van", "neighbour", "greyvan77"] {
                assert!(!told.contains(inside), "{inside}");
            }
        }
        assert!(text.text.contains("at the <b>back</b> door") && !page.contains("<b>back"));
        let pdf = ana.open_bytes(&format!("{report}.pdf")).await;
        if cfg!(feature = "pdf") {
            assert!(pdf.body.starts_with(b"%PDF-"));
        } else {
            assert_eq!(pdf.status, 409);
        }
        for path in [
            report.clone(),
            format!("{report}.txt"),
            format!("{report}.pdf"),
        ] {
            assert_eq!(ida.open(&path).await.answer.status, 404, "no member");
        }
        desk.stop().await;
    });
}

//! Claims that are accepted in a case: as they were seen, by whom, and in what is handed on.

use model::Role;

use crate::case::{in_form, opened, send};
use crate::incident::{TEXTS, incident};
use crate::people::{Person, field};
use crate::queue::received;
use crate::support::on_each;

/// The claims that a form offers, as it names them.
fn offered(page: &str) -> Vec<String> {
    let all = page.split("name=\"claim\" value=\"").skip(1);
    let keys = all.map(|rest| rest.split('"').next().unwrap());
    keys.map(|key| key.replace("&#39;", "'").replace("&#38;", "&"))
        .collect()
}

/// Opens a case from the incident of the texts: the case, and the incident.
async fn case_of(who: &Person, report: u64) -> (String, u64) {
    let number = incident(who, report).await;
    let name = number.to_string();
    let fields = [
        ("incident", name.as_str()),
        ("title", "Clerks of Wexmoor"),
        ("ground", "somebody pays for photographs of their homes"),
    ];
    let opened = who.send("/cases", &fields).await;
    (opened.leads_to().to_owned(), number)
}

#[test]
fn an_accepted_claim_stands_as_it_was_seen() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let ida = Person::signed_in(&desk, "ida", &[Role::Lead]).await;
        let (case, number) = case_of(&ana, places[0]).await;
        let path = format!("{case}/claims");
        let link = format!("href=\"{path}\"");
        let page = ana.see(&format!("/incidents/{number}")).await;
        assert!(page.contains(&link));
        let page = ida.see(&format!("/incidents/{number}")).await;
        assert!(!page.contains(&link), "no member");
        assert_eq!(ida.open(&path).await.answer.status, 404);

        let form = ana.see(&path).await;
        let claims = offered(&form);
        assert!(form.contains("3 reports, 1 independent origin"), "{form}");
        let first = claims[0].clone();
        let bare: [(&[(&str, &str)], u16); 4] = [
            (&[("reason", "x")], 422),
            (&[("claim", &first)], 422),
            (&[("claim", "9_1_nothing"), ("reason", "x")], 409),
            (
                &[("claim", &first), ("claim", &first), ("reason", "x")],
                409,
            ),
        ];
        for (fields, status) in bare {
            let page = send(&ana, path.clone(), fields).await;
            assert_eq!(page.answer.status, status, "{fields:?}");
        }
        let fields = [
            ("claim", first.as_str()),
            ("reason", "the office's own words"),
        ];
        let denied = send(&ida, path.clone(), &fields).await;
        assert_eq!(denied.answer.status, 404);
        let done = send(&ana, path.clone(), &fields).await;
        assert_eq!(done.leads_to(), format!("{case}#claims"));
        // whoever else still saw it open is told
        assert_eq!(send(&ana, path.clone(), &fields).await.answer.status, 409);
        assert!(ana.see(&path).await.contains("accepted already"));

        let statement = first.splitn(3, '_').nth(2).unwrap().to_owned();
        let page = ana.see(&case).await;
        for told in [
            "accepted by ana",
            "3 reports, 1 independent origin",
            "on the word of",
            "500 dollars",
            "the office&#39;s own words",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let text = ana.open(&format!("{case}/report.txt")).await.text;
        for told in ["Accepted claims", "accepted by ana", "1 independent origin"] {
            assert!(
                text.to_lowercase().contains(&told.to_lowercase()),
                "{told}: {text}"
            );
        }
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat(&text).contains(&flat(&statement)),
            "{statement}: {text}"
        );
        assert!(
            ana.see(&format!("{case}/report"))
                .await
                .contains("Accepted claims")
        );
        ana.send("/account/language", &[("lang", "es")]).await;
        let page = ana.see(&case).await;
        assert!(page.contains("aceptada por ana") && page.contains("1 origen independiente"));
        ana.send("/account/language", &[("lang", "en")]).await;

        let place = in_form(&ana.see(&case).await, &format!("{case}/undo"), "place");
        let undone = send(&ana, format!("{case}/undo"), &[("place", &place)]).await;
        undone.leads_to();
        let page = ana.see(&case).await;
        assert!(!page.contains("accepted by ana") && page.contains("taken back"));
        assert_eq!(offered(&ana.see(&path).await), claims);
        desk.stop().await;
    });
}

#[test]
fn a_closed_case_accepts_nothing() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let path = format!("{case}/claims");
        let form = ana.see(&path).await;
        let claim = offered(&form)[0].clone();
        assert!(form.contains("no independent origin"), "{form}");
        for (to, outcome) in [("under-review", ""), ("closed", "unfounded")] {
            let page = ana.see(&case).await;
            let acted = in_form(&page, &format!("{case}/state"), "acted-of-case");
            let fields = [
                ("acted-of-case", acted.as_str()),
                ("go", to),
                ("outcome", outcome),
                ("reason", "nothing in it"),
            ];
            let led = send(&ana, format!("{case}/state"), &fields).await;
            if to == "closed" {
                let left = field(&led.text, "left");
                let fields = fields.into_iter().chain([("left", left.as_str())]);
                let fields: Vec<(&str, &str)> = fields.collect();
                send(&ana, format!("{case}/state"), &fields)
                    .await
                    .leads_to();
            }
        }
        let fields = [("claim", claim.as_str()), ("reason", "x")];
        let refused = send(&ana, path.clone(), &fields).await;
        assert_eq!(refused.answer.status, 409);
        assert!(refused.text.contains("The case is closed"));
        assert!(!ana.see(&case).await.contains(&format!("href=\"{path}\"")));
        desk.stop().await;
    });
}

//! Incidents: their picture, and what people bring together or take apart.

use model::Role;

use crate::people::{Page, Person, field};
use crate::queue::received;
use crate::support::on_each;

pub const TEXTS: [&str; 3] = [
    "Marshal Irena Vale of Calder said on Tuesday that a group called the Ferrymen offers 500 dollars for photographs of \
     the homes of election workers in Wexmoor. \"Nobody should be hunted for counting votes,\" Vale said.",
    "The Ferrymen pay 500 dollars for photographs of homes of election workers in Wexmoor, Marshal Irena Vale of Calder \
     said. \"Nobody should be hunted for counting votes,\" she told reporters.",
    "According to Marshal Irena Vale of Calder the group that calls itself the Ferrymen offers 500 dollars for each photograph \
     of the home of an election worker in Wexmoor.",
];

const OTHER: &str = "Sheriff Odo Lenz of Harrow said that two men fired shots at the home of a judge in Harrow on Friday.";

/// The incident of a report, as its page links it.
pub async fn incident(person: &Person, report: u64) -> u64 {
    let page = person.see(&format!("/reports/{report}")).await;
    let (_, rest) = page.split_once("href=\"/incidents/").expect("an incident");
    rest.split('"').next().unwrap().parse().unwrap()
}

#[test]
fn a_picture_tells_origins_and_hides_numbers_of_people() {
    on_each(async |mut desk| {
        let mut texts = TEXTS.to_vec();
        let with_number = format!(
            "{} Her telephone number, 555-013-4477, was posted.",
            TEXTS[0]
        );
        texts.push(&with_number);
        let places = received(&desk, &texts).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let number = incident(&ana, places[0]).await;
        let page = ana.see(&format!("/incidents/{number}")).await;
        assert!(page.contains("4 reports, 1 independent origin"), "{page}");
        assert!(page.contains("class=\"matrix\"") && page.contains("<svg class=\"tree\""));
        let eva = Person::signed_in(&desk, "eva", &[Role::Reader]).await;
        let page = eva.see(&format!("/incidents/{number}")).await;
        assert!(
            !page.contains("4477") && !page.contains("/reports/"),
            "a reader opens no report"
        );
        assert!(
            eva.see("/incidents")
                .await
                .contains("4 reports, 1 independent origin")
        );
        desk.stop().await;
    });
}

#[test]
fn two_events_in_one_incident_are_told_and_split_at_once() {
    on_each(async |mut desk| {
        let places = received(&desk, &[TEXTS[0], TEXTS[1], OTHER]).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let (own, other) = (
            incident(&ana, places[0]).await,
            incident(&ana, places[2]).await,
        );
        assert_ne!(own, other);
        let path: &'static str = format!("/incidents/{other}/move").leak();
        let (one, to) = (places[2].to_string(), own.to_string());
        let brought = [("report", one.as_str()), ("go", "to"), ("to", &to)];
        let page = ana.send(path, &brought).await;
        let page = ana.see(page.leads_to()).await;
        assert!(page.contains("3 reports that tell of 2 events"));
        let (_, form) = page.split_once("tell of more than one event").unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        assert!(form.contains("Split off event B (r3)"), "{form}");
        assert!(page.contains(">Event A") && !page.contains(">Incident 1<"));
        let path: &'static str = format!("/incidents/{own}/move").leak();
        let split = [("report", field(form, "report")), ("go", field(form, "go"))];
        let split = split
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let done = ana.send(path, &split).await;
        let new = done.leads_to().split('?').next().unwrap().to_owned();
        let split_off = ana.see(done.leads_to()).await;
        let told = format!("Report {one} · split it off as a new incident: incident {own} → ");
        assert!(split_off.contains(&told), "{split_off}");
        let here = format!("/incidents/{own}");
        let page = ana.see(&here).await;
        assert!(page.contains("2 reports, 1 independent origin"));
        assert!(!page.contains("more than one event"));
        // where one stands is gone once it is undone: one is led to where its reports are again
        let batch = field(&split_off, "batch");
        let back = [("batch", &*batch), ("back", &*new), ("here", &*new)];
        let undone = ana.send("/undo", &back).await;
        assert_eq!(undone.leads_to(), format!("{here}?done={batch}"));
        let page = ana.see(undone.leads_to()).await;
        assert!(page.contains(&format!("Undone: {told}")), "{page}");
        // a second time there is nothing to undo, which is told there, too
        let back = [("batch", &*batch), ("back", &*here), ("here", &*here)];
        let none = ana.send("/undo", &back).await;
        assert_eq!(none.leads_to(), format!("{here}?not=nothing"));
        desk.stop().await;
    });
}

#[test]
fn reports_are_split_off_and_brought_back() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let number = incident(&ana, places[0]).await;
        let path: &'static str = format!("/incidents/{number}/move").leak();
        let (one, other) = (places[1].to_string(), places[2].to_string());
        let split = [
            ("report", one.as_str()),
            ("report", &other),
            ("go", "new"),
            ("reason", "another event"),
        ];
        let done = ana.send(path, &split).await;
        let to = done.leads_to().to_owned();
        let new = incident(&ana, places[1]).await;
        assert!(to.starts_with(&format!("/incidents/{new}?done=")), "{to}");
        let page = ana.see(&to).await;
        assert!(page.contains("2 reports") && page.contains("brought here by ana"));
        assert!(
            ana.see(&format!("/incidents/{number}"))
                .await
                .contains("brought here by the engine")
        );
        assert!(
            ana.see(&format!("/reports/{one}"))
                .await
                .contains("another event")
        );
        // who still sees them together is told
        assert_eq!(ana.send(path, &split).await.answer.status, 409);
        let nowhere = [("report", one.as_str()), ("go", "to"), ("to", "99999")];
        let refused = ana.send(path, &nowhere).await;
        assert_eq!(refused.answer.status, 409);
        assert!(refused.text.contains("There is no such other incident"));
        assert!(refused.text.contains("size=\"8\" value=\"99999\""));
        let back: &'static str = format!("/incidents/{new}/move").leak();
        let to = number.to_string();
        let merged = ana
            .send(back, &[("report", &one), ("go", "to"), ("to", &to)])
            .await;
        assert!(
            merged
                .leads_to()
                .starts_with(&format!("/incidents/{number}?done="))
        );
        assert_eq!(incident(&ana, places[1]).await, number);
        for _ in 0..2 {
            ana.send("/undo", &[]).await.leads_to();
        }
        assert_eq!(incident(&ana, places[2]).await, number);
        assert_eq!(
            ana.open(&format!("/incidents/{new}")).await.answer.status,
            404
        );
        desk.stop().await;
    });
}

/// The origin whose form a page shows first, as its form tells it.
fn origin(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"origin\" value=\"")
        .expect("an origin");
    rest.split('"').next().unwrap().to_owned()
}

/// What a page's form tells of all reports: the number and what was said last of the source.
fn seen(page: &str) -> Vec<String> {
    let all = page.split("name=\"seen\" value=\"").skip(1);
    all.map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

#[test]
fn an_origin_is_named_and_the_label_stays_beside_it() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Lead, Role::Privacy]).await;
        let number = incident(&ana, places[0]).await;
        let at = format!("/incidents/{number}");
        let path: &'static str = format!("{at}/name").leak();
        let first = origin(&ana.see(&at).await);
        assert_eq!(first, "0_Irena Vale");
        let name = async |by: &Person, name: &str, reason: &str| -> Page {
            by.send(
                path,
                &[("origin", &first), ("name", name), ("reason", reason)],
            )
            .await
        };
        for (called, reason) in [("Vale <2>", ""), (&*"x".repeat(81), "<long>")] {
            let page = name(&ana, called, reason).await;
            assert_eq!(page.answer.status, 409);
            let kept = called.replace('<', "&#60;").replace('>', "&#62;");
            for told in [
                "Nothing was changed",
                "href=\"#naming\"",
                "id=\"naming\" open",
                &format!("value=\"{first}\" checked"),
                &format!("value=\"{kept}\""),
                &format!(
                    " required>{}<",
                    reason.replace('<', "&#60;").replace('>', "&#62;")
                ),
            ] {
                assert!(page.text.contains(told), "{told}: {}", page.text);
            }
        }
        assert!(!eva.see("/journal").await.contains("named an origin"));
        let done = name(&ana, "the <b>Marshal", "as her office signs").await;
        assert!(done.leads_to().starts_with(&format!("{at}?done=")));
        let page = ana.see(&at).await;
        for told in [
            "3 reports, 1 independent origin · named by people: the &#60;b&#62;Marshal</h1>",
            "named by ana; the program calls it “Irena Vale”",
            "<text class=\"said\"",
            "as her office signs",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(eva.see("/journal").await.contains("named an origin"));
        // eva saw it before that
        let late = name(&eva, "Calder", "shorter").await;
        assert_eq!(late.answer.status, 409);
        assert!(late.text.contains("Somebody named this origin meanwhile"));
        let history = ana.see(&format!("/reports/{}", places[1])).await;
        assert!(history.contains("Irena Vale (the engine&#39;s → the &#60;b&#62;Marshal)"));
        // it is undone on the page where it was done, and stands no more
        let batch = done
            .leads_to()
            .split(['=', '&', '#'])
            .nth(1)
            .unwrap()
            .to_owned();
        let back = ana.send("/undo", &[("batch", &batch), ("back", &at)]).await;
        assert_eq!(back.leads_to(), format!("{at}?done={batch}"));
        let page = ana.see(back.leads_to()).await;
        assert!(page.contains("Undone: ") && page.contains("named an origin"));
        assert!(page.contains("1 independent origin</h1>") && !page.contains("named by ana"));
        // who saw the page before all that is told, too
        assert_eq!(name(&eva, "Calder", "shorter").await.answer.status, 409);
        let unknown = [("origin", "0_Nobody"), ("name", "x"), ("reason", "y")];
        assert_eq!(ana.send(path, &unknown).await.answer.status, 409);
        desk.stop().await;
    });
}

#[test]
fn sources_are_graded_and_no_claim_changes_by_it() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Lead]).await;
        let number = incident(&ana, places[0]).await;
        let at = format!("/incidents/{number}");
        let path: &'static str = format!("{at}/grade").leak();
        let before = ana.see(&at).await;
        let seen = seen(&before);
        assert_eq!(seen.len(), 3);
        let (one, other) = (places[0].to_string(), places[1].to_string());
        let grade = async |by: &Person, reports: &[&str], grade: &str, reason: &str| -> Page {
            let mut fields = vec![("grade", grade), ("reason", reason)];
            fields.extend(reports.iter().map(|report| ("report", *report)));
            fields.extend(seen.iter().map(|seen| ("seen", seen.as_str())));
            by.send(path, &fields).await
        };
        for (reports, word, reason) in [
            (&[&*one][..], "B", ""),
            (&[&*one], "G", "why"),
            (&[], "B", "why"),
            (&["999999"], "B", "why"),
        ] {
            let page = grade(&ana, reports, word, reason).await;
            assert_eq!(page.answer.status, 409, "{reports:?} {word}");
            // on the page where one was, as it was typed
            let is_kept = |told: &str| assert!(page.text.contains(told), "{told}");
            is_kept("id=\"moves\" open");
            is_kept(&format!("maxlength=\"2000\">{reason}<"));
            if word == "B" {
                is_kept("<option value=\"B\" selected");
            }
            if reports == [&*one] {
                is_kept(&format!("name=\"report\" value=\"{one}\" checked"));
            }
        }
        grade(&ana, &[&one, &other], "B", "right for years")
            .await
            .leads_to();
        let page = ana.see(&at).await;
        assert_eq!(
            page.matches("B: usually reliable").count(),
            2 + 1,
            "and in the form"
        );
        for told in [
            "graded by ana",
            "right for years",
            "2 B (usually reliable) and 1 F",
        ] {
            assert!(page.contains(told), "{told}");
        }
        let credibility = |page: &str| -> Vec<String> {
            let lines = page.split("<p class=\"grade\">").skip(1);
            lines
                .map(|rest| rest.split("</p>").next().unwrap().to_owned())
                .collect()
        };
        assert_eq!(credibility(&page), credibility(&before));
        // eva saw nothing of that: what ana said stands, and the third is graded
        let third = places[2].to_string();
        let page = grade(&eva, &[&other, &third], "E", "new").await;
        assert!(page.leads_to().contains("&stale=1"), "{}", page.leads_to());
        assert_eq!(grade(&eva, &[&one], "E", "new").await.answer.status, 409);
        let page = eva.see(&at).await;
        assert!(page.contains("2 B (usually reliable) and 1 E (unreliable)"));
        let es = Person::signed_in(&desk, "ida", &[Role::Reader]).await;
        es.send("/account/language", &[("lang", "es")]).await;
        let page = es.see(&at).await;
        assert!(page.contains("juzgada por ana") && page.contains("2 B (normalmente fiable)"));
        assert!(
            !page.contains("right for years"),
            "a reason may tell what readers must not see"
        );
        desk.stop().await;
    });
}

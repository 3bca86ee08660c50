//! Incidents: their picture, and what people bring together or take apart.

use model::Role;

use crate::people::Person;
use crate::queue::received;
use crate::support::on_each;

const TEXTS: [&str; 3] = [
    "Marshal Irena Vale of Calder said on Tuesday that a group called the Ferrymen offers 500 dollars for photographs of \
     the homes of election workers in Wexmoor. \"Nobody should be hunted for counting votes,\" Vale said.",
    "The Ferrymen pay 500 dollars for photographs of homes of election workers in Wexmoor, Marshal Irena Vale of Calder \
     said. \"Nobody should be hunted for counting votes,\" she told reporters.",
    "According to Marshal Irena Vale of Calder the group that calls itself the Ferrymen offers 500 dollars for each photograph \
     of the home of an election worker in Wexmoor.",
];

/// The incident of a report, as its page links it.
async fn incident(person: &Person, report: u64) -> u64 {
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
        assert_eq!(ana.send(path, &nowhere).await.answer.status, 409);
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

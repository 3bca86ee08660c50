//! Who may open and do what: an own table, held against the pages.

use model::Role;

use crate::people::Person;
use crate::queue::received;
use crate::support::on_each;

/// Each page with the roles that may open it.
const PAGES: [(&str, &[Role]); 13] = [
    (
        "/",
        &[
            Role::Intake,
            Role::Lead,
            Role::Privacy,
            Role::Admin,
            Role::Reader,
        ],
    ),
    (
        "/account",
        &[
            Role::Intake,
            Role::Lead,
            Role::Privacy,
            Role::Admin,
            Role::Reader,
        ],
    ),
    (
        "/prove",
        &[
            Role::Intake,
            Role::Lead,
            Role::Privacy,
            Role::Admin,
            Role::Reader,
        ],
    ),
    ("/queue", &[Role::Intake, Role::Lead, Role::Privacy]),
    ("/reports/{n}", &[Role::Intake, Role::Lead, Role::Privacy]),
    ("/reports/{n}/erase", &[Role::Privacy]),
    (
        "/incidents",
        &[Role::Intake, Role::Lead, Role::Privacy, Role::Reader],
    ),
    ("/cases", &[Role::Intake, Role::Lead, Role::Privacy]),
    ("/journal", &[Role::Privacy]),
    ("/kept", &[Role::Privacy]),
    ("/duty", &[Role::Lead, Role::Admin]),
    ("/accounts", &[Role::Admin]),
    ("/groups", &[Role::Admin]),
];

/// Each form likewise.
const FORMS: [(&str, &[Role]); 12] = [
    ("/cases", &[Role::Lead]),
    ("/cases/1/claims", &[Role::Lead]),
    ("/decide", &[Role::Intake, Role::Lead]),
    ("/undo", &[Role::Intake, Role::Lead]),
    ("/incidents/1/move", &[Role::Intake, Role::Lead]),
    ("/incidents/1/name", &[Role::Intake, Role::Lead]),
    ("/incidents/1/grade", &[Role::Intake, Role::Lead]),
    ("/duty", &[Role::Lead, Role::Admin]),
    ("/accounts", &[Role::Admin]),
    ("/groups", &[Role::Admin]),
    ("/reports/1/erase", &[Role::Privacy]),
    ("/handover", &[Role::Intake, Role::Lead]),
];

#[test]
fn each_role_opens_and_does_what_it_may() {
    on_each(async |mut desk| {
        let report = received(&desk, &["They will shoot the judge at her house tonight."]).await[0];
        let stranger = Person::new(&desk);
        for role in Role::ALL {
            let person = Person::signed_in(&desk, role.as_str(), &[*role]).await;
            for (path, allowed) in PAGES {
                let path = path.replace("{n}", &report.to_string());
                let status = person.open(&path).await.answer.status;
                let expected = if allowed.contains(role) { 200 } else { 403 };
                assert_eq!(status, expected, "{role} {path}");
                assert_eq!(stranger.open(&path).await.leads_to(), "/sign-in");
            }
            for (path, allowed) in FORMS {
                let status = person.send(path, &[]).await.answer.status;
                assert_eq!(status == 403, !allowed.contains(role), "{role} {path}");
                let page = stranger.send_bare(path, &[]).await;
                assert_eq!(page.answer.status, 401, "{path}");
            }
        }
        desk.stop().await;
    });
}

#[test]
fn whoever_opens_a_report_stands_in_the_journal() {
    on_each(async |mut desk| {
        let report = received(&desk, &["They will shoot the judge at her house tonight."]).await[0];
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        ana.see(&format!("/reports/{report}")).await;
        ana.see(&format!("/queue?at={report}")).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        let journal = eva.see("/journal").await;
        assert_eq!(journal.matches("<td>ana</td><td>opened<br>").count(), 2);
        // who watches over it is watched too, and acknowledges nothing
        eva.see(&format!("/reports/{report}")).await;
        assert!(
            eva.see("/journal")
                .await
                .contains("<td>eva</td><td>opened<br>")
        );
        desk.stop().await;
    });
}

#[test]
fn accounts_are_kept_by_who_may_and_end_at_once() {
    on_each(async |mut desk| {
        let root = Person::signed_in(&desk, "root", &[Role::Admin]).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let page = root
            .send(
                "/accounts",
                &[("name", "Eva"), ("role", "intake"), ("role", "lead")],
            )
            .await;
        assert!(page.text.contains("/enrol/wdl_"), "{}", page.text);
        let again = root
            .send("/accounts", &[("name", "eva"), ("role", "intake")])
            .await;
        assert_eq!(again.answer.status, 422);
        let bare = root.send("/accounts", &[("name", "Ida")]).await;
        assert_eq!(bare.answer.status, 422);
        let path: &'static str = format!("/accounts/{}", ana.id.unwrap()).leak();
        assert_eq!(
            root.send(path, &[("go", "roles"), ("role", "reader")])
                .await
                .leads_to(),
            "/accounts"
        );
        assert_eq!(
            ana.open("/queue").await.leads_to(),
            "/sign-in",
            "the session ended"
        );
        assert_eq!(
            root.send(path, &[("go", "end")]).await.leads_to(),
            "/accounts"
        );
        assert!(root.see("/accounts").await.contains("ended"));
        let own: &'static str = format!("/accounts/{}", root.id.unwrap()).leak();
        assert_eq!(root.send(own, &[("go", "end")]).await.answer.status, 422);
        let nobody = "/accounts/00000000-0000-4000-8000-000000000000";
        assert_eq!(root.send(nobody, &[("go", "end")]).await.answer.status, 404);
        desk.stop().await;
    });
}

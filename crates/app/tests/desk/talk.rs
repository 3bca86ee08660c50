//! What is said with people who sent tips, and the files that they sent.

use model::{Channel, FileId, Role, TipId};
use store::{Attachment, Incoming};
use wardline::act::{self, receive, rng};

use crate::people::Person;
use crate::queue::received;
use crate::support::{Desk, on_each};

const NAME: &str = "../<b>\u{202e}\"plan\".html";

/// A tip with a file: its place.
async fn tip(desk: &Desk, tip: TipId, text: &str) -> u64 {
    let mut report = act::report(Channel::Tip);
    report.body.text = text.to_owned();
    report.tip = Some(tip);
    let mut rng = rng();
    let place = Incoming::place(&report.id);
    let file = FileId::random([7; 16]);
    let writer = desk
        .store()
        .blobs()
        .create(file, &report.key, &place, &mut rng)
        .await;
    let mut writer = writer.unwrap();
    writer.write(b"<script>alert(1)</script>").await.unwrap();
    let about = Attachment {
        name: NAME.to_owned(),
        kind: "text/html".to_owned(),
        sha256: String::new(),
    };
    report.files.push((writer.finish().await.unwrap(), about));
    let place = receive(desk.act(), report).await.unwrap().place;
    received(desk, &[]).await;
    place
}

#[test]
fn a_reply_reaches_who_sent_the_tip() {
    on_each(async |mut desk| {
        let talk = TipId::random([3; 16]);
        let place = tip(&desk, talk, "They will shoot the judge tonight.").await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake, Role::Privacy]).await;
        let path: &'static str = format!("/reports/{place}/reply").leak();
        assert!(
            ana.see(&format!("/reports/{place}"))
                .await
                .contains("name=\"text\"")
        );
        assert_eq!(
            ana.send(path, &[("text", "  \r\n ")]).await.answer.status,
            409
        );
        let text = "Thank you. Is it the house <b>by the quay</b>?\r\nStay away from it.";
        assert_eq!(
            ana.send(path, &[("text", text)]).await.leads_to(),
            format!("/queue?at={place}#said")
        );
        let page = ana.see(&format!("/reports/{place}")).await;
        assert!(page.contains("by the quay&#60;/b&#62;?\nStay away"));
        assert!(
            ana.see("/journal")
                .await
                .contains("<td>ana</td><td>replied</td>")
        );
        let mut read = desk.store().read().await.unwrap();
        let said = store::conversation(&mut read, desk.store().keys(), &talk).await;
        assert_eq!(said.unwrap().unwrap().said.len(), 2);
        drop(read);
        let other = received(&desk, &["The council meets on Tuesday."]).await[0];
        let path: &'static str = format!("/reports/{other}/reply").leak();
        assert_eq!(
            ana.send(path, &[("text", "x")]).await.answer.status,
            409,
            "nobody is there"
        );
        assert!(
            !ana.see(&format!("/reports/{other}"))
                .await
                .contains("name=\"text\"")
        );
        desk.stop().await;
    });
}

#[test]
fn a_file_is_handed_out_and_never_shown() {
    on_each(async |mut desk| {
        let place = tip(
            &desk,
            TipId::random([4; 16]),
            "They will shoot the judge tonight.",
        )
        .await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake, Role::Privacy]).await;
        let page = ana.see(&format!("/reports/{place}")).await;
        assert!(!page.contains("<b>") && !page.contains('\u{202e}'));
        let (_, rest) = page
            .split_once(&format!("/reports/{place}/files/"))
            .unwrap();
        let id = rest.split('"').next().unwrap();
        let file = ana.open(&format!("/reports/{place}/files/{id}")).await;
        assert_eq!(file.text, "<script>alert(1)</script>");
        assert_eq!(
            file.answer.header("content-type"),
            Some("application/octet-stream")
        );
        let told = file.answer.header("content-disposition").unwrap();
        assert!(
            told.starts_with("attachment;") && !told.contains("..") && !told.contains('<'),
            "{told}"
        );
        assert!(ana.see("/journal").await.contains("opened a file"));
        for path in ["/reports/999/files/", "/reports/x/files/"] {
            assert_eq!(ana.open(&format!("{path}{id}")).await.answer.status, 404);
        }
        let nobody = "00000000-0000-4000-8000-000000000000";
        assert_eq!(
            ana.open(&format!("/reports/{place}/files/{nobody}"))
                .await
                .answer
                .status,
            404
        );
        desk.stop().await;
    });
}

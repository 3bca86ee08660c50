//! What is said with people who sent tips, and the files that they sent.

use model::{Channel, FileId, Role, TipId};
use rand_core::Rng as _;
use store::{Attachment, Incoming};
use wardline::act::{self, receive, rng};

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, Rgb, RgbImage};

use crate::people::Person;
use crate::queue::received;
use crate::support::{Desk, on_each};

const NAME: &str = "../<b>\u{202e}\"plan\".html";

/// A tip with a file: its place.
async fn tip(desk: &Desk, tip: TipId, text: &str) -> u64 {
    let file = (NAME, "text/html", &b"<script>alert(1)</script>"[..]);
    tip_with(desk, tip, text, file).await
}

/// The same, with a file of a name, a kind and a content.
async fn tip_with(
    desk: &Desk,
    tip: TipId,
    text: &str,
    (name, kind, content): (&str, &str, &[u8]),
) -> u64 {
    let mut report = act::report(Channel::Tip);
    report.body.text = text.to_owned();
    report.tip = Some(tip);
    let mut rng = rng();
    let place = Incoming::place(&report.id);
    let mut id = [0; 16];
    rng.fill_bytes(&mut id);
    let file = FileId::random(id);
    let writer = desk
        .store()
        .blobs()
        .create(file, &report.key, &place, &mut rng)
        .await;
    let mut writer = writer.unwrap();
    writer.write(content).await.unwrap();
    let about = Attachment {
        name: name.to_owned(),
        kind: kind.to_owned(),
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
                .contains("<td>ana</td><td>replied<br>")
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

/// A photograph that says where it was made.
fn photograph() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    let exif = b"II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0\x11\0\0\0\x1a\0\0\0\0\0\0\0GPS-HOME-ADDRESS\0";
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    let image = RgbImage::from_fn(320, 200, |x, y| Rgb([x as u8, y as u8, 128]));
    image.write_with_encoder(encoder).unwrap();
    bytes
}

#[test]
fn a_picture_is_shown_as_it_was_painted_anew() {
    on_each(async |mut desk| {
        let (text, sent) = ("They will shoot the judge tonight.", photograph());
        let has = |bytes: &[u8]| bytes.windows(8).any(|part| part == b"GPS-HOME");
        assert!(has(&sent));
        let file = ("the van.JPG", "image/jpeg", sent.as_slice());
        let place = tip_with(&desk, TipId::random([5; 16]), text, file).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake, Role::Privacy]).await;
        let page = ana.see(&format!("/reports/{place}")).await;
        let (_, rest) = page.split_once("<img src=\"").unwrap();
        let path = rest.split('"').next().unwrap();
        assert!(
            path.starts_with(&format!("/reports/{place}/files/")) && path.ends_with("/picture")
        );
        assert!(rest.contains("alt=\"“the van.JPG” as a picture"));
        let shown = ana.open_bytes(path).await;
        assert_eq!(shown.status, 200);
        assert_eq!(shown.header("content-type"), Some("image/jpeg"));
        let copy = image::load_from_memory(&shown.body).unwrap();
        assert_eq!((copy.width(), copy.height()), (320, 200));
        assert!(!has(&shown.body));
        // the original is handed out as it came
        let whole = ana.open_bytes(path.strip_suffix("/picture").unwrap()).await;
        assert_eq!(
            whole.header("content-length"),
            Some(&*sent.len().to_string())
        );
        assert_eq!(whole.body, sent);
        let journal = ana.see("/journal").await;
        assert!(journal.contains("saw a picture") && journal.contains("opened a file"));
        let rui = Person::signed_in(&desk, "rui", &[Role::Reader]).await;
        assert_eq!(rui.open(path).await.answer.status, 403);

        // what only says that it is a picture is told, and what does not is not tried
        let file = ("x.png", "image/png", &b"<svg onload='alert(1)'/>"[..]);
        let other = tip_with(&desk, TipId::random([6; 16]), text, file).await;
        let page = ana.see(&format!("/reports/{other}")).await;
        let (_, rest) = page.split_once("<img src=\"").unwrap();
        let refused = ana.open(rest.split('"').next().unwrap()).await;
        assert_eq!(refused.answer.status, 422);
        assert!(refused.text.contains("it is no JPEG") && !refused.text.contains("onload"));
        let plain = tip(&desk, TipId::random([8; 16]), text).await;
        assert!(!ana.see(&format!("/reports/{plain}")).await.contains("<img"));
        desk.stop().await;
    });
}

#[test]
fn a_long_file_is_handed_out_whole_and_a_broken_one_never() {
    on_each(async |mut desk| {
        let long: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 251) as u8).collect();
        let file = ("plan.bin", "application/octet-stream", long.as_slice());
        let place = tip_with(&desk, TipId::random([5; 16]), "They will shoot.", file).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let page = ana.see(&format!("/reports/{place}")).await;
        let (_, rest) = page
            .split_once(&format!("/reports/{place}/files/"))
            .unwrap();
        let id = rest.split('"').next().unwrap();
        let path = format!("/reports/{place}/files/{id}");
        assert_eq!(ana.open_bytes(&path).await.body, long);
        let blob = desk.folder().join("desk/blobs").join(&id[..2]).join(id);
        let mut sealed = std::fs::read(&blob).unwrap();
        sealed[33 + 70 * 100] ^= 1;
        std::fs::write(&blob, &sealed).unwrap();
        let broken = ana.open(&path).await;
        assert_eq!(broken.answer.status, 503, "its first piece does not open");
        desk.stop().await;
    });
}

#[test]
fn what_a_sender_adds_waits_no_longer_than_what_they_sent_before() {
    on_each(async |mut desk| {
        let talk = TipId::random([9; 16]);
        let first = tip(
            &desk,
            talk,
            "They will shoot the judge at her house tonight.",
        )
        .await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let level = async |place: u64| {
            let page = ana.see(&format!("/reports/{place}")).await;
            let (_, rest) = page.split_once("class=\"level ").unwrap();
            rest[..2].to_owned()
        };
        let urgent = level(first).await;
        assert!(urgent.as_str() < "P3", "{urgent}");
        let second = tip(&desk, talk, "Grey. Nobody else knows.").await;
        assert_eq!(level(second).await, urgent);
        let told = format!("more from the sender of report {first}");
        assert!(ana.see("/queue").await.contains(&told));
        // what came to nothing raises nothing, and nobody else's report is raised
        for place in [first, second] {
            let acted = ana.see(&format!("/reports/{place}")).await;
            let acted = crate::people::field(&acted, "report");
            let spam = [
                ("report", acted.as_str()),
                ("go", "decide:spam"),
                ("next", "/queue"),
            ];
            ana.send("/decide", &spam).await.leads_to();
        }
        let third = tip(&desk, talk, "It is blue after all.").await;
        let other = tip(&desk, TipId::random([1; 16]), "It is blue after all.").await;
        assert_eq!(
            (level(third).await, level(other).await),
            ("P5".into(), "P5".into())
        );
        desk.stop().await;
    });
}

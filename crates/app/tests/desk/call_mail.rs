//! Calls through a real mail server: along the list, in each one's language, and over a way that nobody reads.

use std::fs;
use std::path::Path;
use std::process::Command;

use model::Role;

use crate::call::{HIGH, IMMINENT, MINUTE, at, wait};
use crate::chasquid::{Chasquid, PASSWORD};
use crate::clock::set;
use crate::people::Person;
use crate::queue::received;
use crate::receiver::{Receiver, SECRET};
use crate::support::{Desk, on_each};

/// Puts somebody on duty.
async fn on_duty(desk: &Desk, by: &Person, whom: &Person, address: &str) {
    let (store, rng) = (desk.store(), &mut wardline::act::rng());
    let (by, whom) = (by.id.unwrap(), whom.id.unwrap());
    let by = store::By {
        account: &by,
        at: crate::support::NOW,
    };
    store::set_address(store, by, &whom, Some(address), rng)
        .await
        .unwrap();
    let moved = store::move_on_duty(store, by, &whom, store::DutyMove::On, rng).await;
    assert!(moved.unwrap());
}

#[test]
fn along_the_list_in_each_ones_language_and_p1_ignores_mutes() {
    on_each(async |mut desk| {
        let Some(chasquid) = Chasquid::start().await else {
            return;
        };
        let settings = format!(
            "[calls]\nlink = 'https://desk.example.org'\nsmtp = 'smtp://localhost:{}'\nfrom = 'desk@localhost'\n",
            chasquid.smtp
        );
        set(&mut desk, &settings).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Intake]).await;
        eva.send("/account/language", &[("lang", "es")])
            .await
            .leads_to();
        on_duty(&desk, &ana, &ana, "ana@localhost").await;
        on_duty(&desk, &ana, &eva, "eva@localhost").await;
        eva.send("/account/calls", &[("go", "mute")])
            .await
            .leads_to();

        let report = received(&desk, &[IMMINENT]).await[0];
        let mails = chasquid.arrive(1).await;
        let told = chasquid.of_account("eva").await;
        assert!(told.body.contains("su cuenta"), "{}", told.body);
        let mail = &mails[0];
        assert_eq!(
            (mail.to.as_str(), mail.header("To")),
            ("ana", "<ana@localhost>")
        );
        assert_eq!(
            mail.header("Subject"),
            format!("Wardline: P1, report {report} waits")
        );
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert_eq!(mail.header("Date"), "Mon, 21 Sep 2026 14:13:20 +0000");
        assert!(mail.header("Message-ID").ends_with("@localhost>"));
        assert!(
            mail.body.contains("by 14:28 UTC, 21 Sep 2026."),
            "{}",
            mail.body
        );
        let link = format!("\r\nhttps://desk.example.org/reports/{report}\r\n");
        assert!(mail.body.contains(&link));
        for word in ["judge", "kill", "Quay", "gun", "house"] {
            assert!(
                !mail.body.contains(word) && !mail.head.contains(word),
                "{word}"
            );
        }
        at(&desk, 8 * MINUTE);
        let mail = &chasquid.arrive(2).await[1];
        assert_eq!(mail.to, "eva");
        assert!(mail.body.contains("sigue esperando"), "{}", mail.body);
        at(&desk, 15 * MINUTE);
        let late = chasquid.arrive(4).await;
        let mut whom: Vec<&str> = late[2..].iter().map(|mail| mail.to.as_str()).collect();
        whom.sort_unstable();
        assert_eq!(whom, ["ana", "eva"]);
        ana.see(&format!("/reports/{report}")).await;

        // what is high is told to who wants to hear of it
        received(&desk, &[HIGH]).await;
        assert_eq!(chasquid.arrive(5).await[4].to, "ana");
        at(&desk, 50 * MINUTE);
        let still = chasquid.arrive(6).await;
        assert_eq!(still[5].to, "ana");
        assert!(still[5].header("Subject").starts_with("Wardline: P2"));
        wait().await;
        chasquid.arrive(6).await;
        desk.stop().await;
    });
}

/// What `wardline call test` says, with a way to the mail server.
fn tried(desk: &Desk, smtp: &str, password: &str, roots: &Path) -> String {
    fs::write(desk.folder().join("desk/password"), password).unwrap();
    let way = format!("smtp = '{smtp}'\nfrom = 'desk@localhost'\npassword_file = 'password'\n");
    tried_by(desk, &way, roots)
}

/// The same, by any way.
fn tried_by(desk: &Desk, way: &str, roots: &Path) -> String {
    let folder = desk.folder().join("desk");
    let settings = format!("[calls]\nlink = 'https://desk.example.org'\n{way}");
    fs::write(folder.join("wardline.toml"), settings).unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_wardline"))
        .args(["call", "test"])
        .args(desk.flags())
        .env_clear()
        .env("SSL_CERT_FILE", roots)
        .output()
        .unwrap();
    let told = [told.stdout, told.stderr].concat();
    let told = String::from_utf8(told).unwrap();
    assert!(!told.contains("sesame"), "{told}");
    told
}

#[test]
fn certificates_and_passwords_are_checked() {
    on_each(async |mut desk| {
        let Some(chasquid) = Chasquid::start().await else {
            return;
        };
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        on_duty(&desk, &ana, &ana, "ana@localhost").await;
        desk.stop().await;
        let known = chasquid.certificate();
        let strange = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/other.pem"));
        let ways = [
            format!("smtps://desk%40localhost@localhost:{}", chasquid.tls),
            format!(
                "smtp+starttls://desk%40localhost@localhost:{}",
                chasquid.submission
            ),
        ];
        for (count, way) in (1..).zip(&ways) {
            let told = tried(&desk, way, PASSWORD, &known);
            assert_eq!(told, "fine   ana was called\n", "{way}");
            let mails = chasquid.arrive(count).await;
            assert_eq!(mails[count - 1].header("Subject"), "Wardline: a test");
            let told = tried(&desk, way, "wrong", &known);
            assert!(
                told.contains("refuses the user or the password"),
                "{way}: {told}"
            );
            let told = tried(&desk, way, PASSWORD, strange);
            assert!(
                told.contains("certificate is not to be trusted"),
                "{way}: {told}"
            );
        }
        // nothing goes where the way cannot be made safe, and what is no mail server is told
        let plain = format!("smtps://desk%40localhost@localhost:{}", chasquid.smtp);
        let told = tried(&desk, &plain, PASSWORD, &known);
        assert!(told.starts_with("WRONG  ana was not called: "), "{told}");
        let told = tried(
            &desk,
            "smtps://desk%40localhost@localhost:1",
            PASSWORD,
            &known,
        );
        assert!(told.contains("cannot be reached"), "{told}");
        chasquid.arrive(2).await;

        let receiver = Receiver::start_tls(&known, &chasquid.key()).await;
        fs::write(desk.folder().join("desk/secret"), SECRET).unwrap();
        let way = format!(
            "webhook = 'https://localhost:{}/'\nwebhook_secret_file = 'secret'\nwebhook_inside = true\n",
            receiver.port
        );
        let told = tried_by(&desk, &way, &known);
        assert_eq!(told, "fine   the webhook was called\n");
        let heard = receiver.hear(1).await;
        assert!(heard[0].is_signed() && heard[0].json()["type"] == "call.test");
        let told = tried_by(&desk, &way, strange);
        assert!(told.contains("certificate is not to be trusted"), "{told}");
        receiver.hear(1).await;
    });
}

//! Clocks as they are set: on the front page, for what is read, and for a level that somebody gives.

use std::fs;

use model::{Micros, Role};
use store::{Work, works};

use crate::people::Person;
use crate::queue::received;
use crate::support::{Desk, NOW, on_each};

const MINUTE: Micros = 60_000_000;

/// Starts the desk anew with these settings.
pub async fn set(desk: &mut Desk, settings: &str) {
    desk.stop().await;
    fs::write(desk.folder().join("desk/wardline.toml"), settings).unwrap();
    desk.start().await;
}

pub async fn work(desk: &Desk, report: u64) -> Work {
    let mut read = desk.store().read().await.unwrap();
    works(&mut read, &[report]).await.unwrap().remove(0)
}

#[test]
fn clocks_are_those_that_are_set() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let page = ana.see("/").await;
        assert!(page.contains("<td>15 min</td><td>1 h</td>"), "{page}");
        assert!(page.contains("<td>3 business days</td><td>7 business days</td>"));
        let settings = "[clocks]\nP1 = { open = '10 min', decide = '45 min' }\nP2.open = '50 min'";
        set(&mut desk, settings).await;
        let ana = Person::signed_in(&desk, "eva", &[Role::Lead]).await;
        assert!(
            ana.see("/")
                .await
                .contains("<td>10 min</td><td>45 min</td>")
        );
        let text =
            "I will kill you tonight, judge. I am outside your house at 14 Quay Lane with a gun.";
        let report = received(&desk, &[text]).await[0];
        let found = work(&desk, report).await;
        assert_eq!(
            (found.due, found.decide),
            (NOW + 10 * MINUTE, NOW + 45 * MINUTE)
        );
        let aim = format!("{report}_{report}");
        let fields = [
            ("report", aim.as_str()),
            ("go", "level:set"),
            ("level", "P2"),
            ("reason", "he is in custody"),
        ];
        ana.send("/decide", &fields).await.leads_to();
        let found = work(&desk, report).await;
        assert_eq!(
            (found.due, found.decide),
            (NOW + 50 * MINUTE, NOW + 24 * 60 * MINUTE)
        );
        desk.stop().await;
    });
}

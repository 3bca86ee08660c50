//! Reports are erased by who watches over what is kept, with what was drawn from them.

use model::{Channel, Role, TipId};
use wardline::act::{self, receive};

use crate::case::{opened, send};
use crate::people::Person;
use crate::queue::received;
use crate::support::{Desk, on_each};

/// A tip that was read: its place.
async fn tip(desk: &Desk, tip: TipId, text: &str) -> u64 {
    let mut report = act::report(Channel::Tip);
    report.body.text = text.to_owned();
    report.tip = Some(tip);
    let place = receive(desk.act(), report).await.unwrap().place;
    received(desk, &[]).await;
    place
}

#[test]
fn a_report_goes_with_all_that_was_drawn_from_it() {
    on_each(async |mut desk| {
        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let talk = TipId::random([7; 16]);
        let said = "A man at 14 Quay Lane will shoot judge Elena Marsh on Friday";
        let copy = received(&desk, &[&format!("{said}, the marshal wrote.")]).await[0];
        let place = tip(&desk, talk, &format!("{said}, he told me.")).await;
        let report = format!("/reports/{place}");
        let answered = send(&ana, format!("{report}/reply"), &[("text", "Which van?")]).await;
        assert!(answered.leads_to().contains("said"));
        assert!(!ana.see(&report).await.contains("/erase"));
        let seen = eva.see(&report).await;
        let page = format!("{report}/erase");
        assert!(seen.contains(&format!("href=\"{page}\"")));
        let incident = seen.split("/incidents/").nth(1).unwrap();
        let incident = incident.split('"').next().unwrap();
        let incident = format!("/incidents/{incident}");
        let before = eva.see(&incident).await;
        let name = format!("#{place}<");
        assert!(before.contains(&name) && before.contains(&format!("href=\"{report}\"")));

        let asked = eva.see(&page).await;
        for told in [
            "The answer to whoever sent it",
            "Nobody can undo this",
            "Why must it go?",
        ] {
            assert!(asked.contains(told), "{told}");
        }
        assert!(!asked.contains("Quay Lane"), "it is not opened for this");
        let bare = send(&eva, page.clone(), &[]).await;
        assert_eq!(bare.answer.status, 422);
        assert!(bare.text.contains("Nothing was erased yet"));
        let erased = send(&eva, page.clone(), &[("why", "order")]).await;
        assert_eq!(erased.leads_to(), report);
        for who in [&eva, &ana] {
            let left = who.open(&report).await;
            assert_eq!(left.answer.status, 410);
            assert!(left.text.contains("eva") && left.text.contains("ordered it"));
        }
        assert_eq!(eva.open(&page).await.answer.status, 404);
        let again = send(&eva, page, &[("why", "order")]).await;
        assert_eq!(again.answer.status, 404);

        // not by its number, in the queue, nor in its incident
        assert_eq!(
            ana.open(&format!("/queue?at={place}")).await.answer.status,
            404
        );
        assert!(!ana.see("/queue").await.contains(&format!("at={place}")));
        let after = eva.see(&incident).await;
        assert!(!after.contains(&format!("{report}\"")) && !after.contains(&name));
        assert!(after.contains(&format!("/reports/{copy}")));
        let reply = send(&ana, format!("{report}/reply"), &[("text", "Again?")]).await;
        assert_eq!(reply.answer.status, 409);
        let journal = eva.see("/journal").await;
        assert!(journal.contains("erased it: a court or an authority ordered it"));
        // of it alone, and of nothing else
        let own = format!("/journal?report={place}");
        for (who, may) in [(&eva, true), (&ana, false)] {
            let left = who.open(&report).await;
            assert_eq!(left.text.contains(&own), may);
        }
        assert_eq!(ana.open(&own).await.answer.status, 403);
        let own = eva.see(&own).await;
        assert!(own.contains("erased it: a court") && own.contains("opened"));
        assert!(own.contains(" UTC</time>"), "when exactly");
        assert!(!own.contains(&format!("Report {copy}<")));
        let none = eva.see("/journal?report=999").await;
        assert!(none.contains("Nobody did anything with a report of this number."));
        let mut read = desk.store().read().await.unwrap();
        let keys = desk.store().keys();
        let left = store::conversation(&mut read, keys, &talk).await;
        assert!(left.unwrap().unwrap().is_over);
        drop(read);
        desk.stop().await;
    });
}

#[test]
fn a_report_of_an_open_case_stays_and_the_page_says_why() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        let case = opened(&desk, &ana).await;
        let queue = ana.see("/queue").await;
        let report = queue.split("at=").nth(1).unwrap();
        let report = report.split(['"', '&']).next().unwrap();
        let page = format!("/reports/{report}/erase");
        let shown = eva.see(&page).await;
        assert!(shown.contains("case 1 is open") && !shown.contains("name=\"why\""));
        let held = send(&eva, page.clone(), &[("why", "redress")]).await;
        assert_eq!(held.answer.status, 409);
        assert!(held.text.contains("case 1 is open"));
        assert!(
            ana.see(&format!("/reports/{report}"))
                .await
                .contains("Marsh")
        );

        // once it belongs to another incident, it can go
        let seen = ana.see(&format!("/reports/{report}")).await;
        let incident = seen.split("/incidents/").nth(1).unwrap();
        let incident = incident.split('"').next().unwrap();
        let split = [("report", report), ("go", "new")];
        let moved = send(&ana, format!("/incidents/{incident}/move"), &split).await;
        assert!(moved.leads_to().contains("done="));
        let erased = send(&eva, page, &[("why", "redress")]).await;
        assert_eq!(erased.leads_to(), format!("/reports/{report}"));
        ana.see(&case).await;
        desk.stop().await;
    });
}

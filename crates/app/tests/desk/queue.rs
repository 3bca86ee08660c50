//! The queue: order, decisions, undo, and two people at once.

use std::sync::atomic::Ordering;
use std::time::Duration;

use model::{Channel, DAY, Role};
use wardline::act::{self, receive};

use crate::people::{Person, field};
use crate::support::{Desk, on_each};

/// Reports that came in and were read: their places.
pub async fn received(desk: &Desk, texts: &[&str]) -> Vec<u64> {
    let act = desk.act();
    let mut places = Vec::new();
    for text in texts {
        let mut report = act::report(Channel::Api);
        report.body.text = (*text).to_owned();
        places.push(receive(act, report).await.unwrap().place);
    }
    for _ in 0..600 {
        if desk.count().await.1 == 0 {
            return places;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("reports were not read in time");
}

const TEXTS: [&str; 4] = [
    "The council meets on Tuesday to talk about the new bridge.",
    "I will kill you tonight, judge. I am outside your house at 14 Quay Lane with a gun.",
    "A group offers 500 dollars for photographs of the clerk's house, the marshal said.",
    "I will shoot you on Friday, clerk.",
];

/// The places in the order in which a page lists them.
fn listed(page: &str) -> Vec<u64> {
    let rows = page.split("<span class=\"soft number\">").skip(1);
    rows.map(|rest| rest.split('<').next().unwrap().parse().unwrap())
        .collect()
}

/// What a form says of a report that a page shows.
fn aim(page: &str, report: u64) -> String {
    let values = page.split("name=\"report\" value=\"").skip(1);
    let mut values = values.map(|rest| rest.split('"').next().unwrap().to_owned());
    values
        .find(|value| value.starts_with(&format!("{report}_")))
        .unwrap()
}

#[test]
fn the_urgent_stand_first_and_say_why() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let page = ana.see("/queue").await;
        let order = listed(&page);
        assert_eq!(order.len(), 4);
        assert_eq!(order[0], places[1], "{order:?}");
        assert_eq!(order[3], places[0], "{order:?}");
        assert!(page.contains("min left") && page.contains("threat 0."));
        assert!(
            !page.contains("Quay Lane"),
            "addresses are masked in the list"
        );
        let report = ana.see(&format!("/queue?at={}", places[1])).await;
        assert!(report.contains("Quay Lane") && report.contains("class=\"exposed"));
        assert!(report.contains("the text itself threatens"));
        let home = ana.see("/").await;
        assert!(home.contains("unopened"));
        desk.stop().await;
    });
}

#[test]
fn what_waits_is_told_beside_much_that_is_late() {
    on_each(async |mut desk| {
        desk.time.fetch_sub(DAY / 12, Ordering::Relaxed);
        received(&desk, &[TEXTS[1]; 15]).await;
        desk.time.fetch_add(DAY / 12, Ordering::Relaxed);
        let new = received(&desk, &[TEXTS[3]]).await[0];
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let page = ana.see("/").await;
        let (_, next) = page.split_once("id=\"next\"").unwrap();
        let (next, _) = next.split_once("</section>").unwrap();
        assert_eq!(listed(next), [new]);
        desk.stop().await;
    });
}

#[test]
fn what_its_sender_says_of_danger_is_heard() {
    on_each(async |mut desk| {
        let mut report = act::report(Channel::Tip);
        report.body.text = "Somebody is at the door.\n\nWhere: the old mill".to_owned();
        let answers = [("now", "yes"), ("place", "the old mill")];
        let owned = |(question, answer): (&str, &str)| (question.to_owned(), answer.to_owned());
        report.body.answers = answers.map(owned).to_vec();
        let place = receive(desk.act(), report).await.unwrap().place;
        received(&desk, &[]).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let queue = ana.see("/queue").await;
        assert!(queue.contains("P2") && queue.contains("sender: in danger now"));
        let page = ana.see(&format!("/reports/{place}")).await;
        assert!(page.contains("whoever sent it says that somebody is in danger now"));
        assert_eq!(page.matches("the old mill").count(), 1, "said once");
        desk.stop().await;
    });
}

#[test]
fn what_is_decided_leaves_the_queue_and_comes_back_when_undone() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let page = ana.see(&format!("/queue?at={}", places[1])).await;
        let before = listed(&page);
        let (aim, next) = (
            aim(&page, places[1]),
            field(&page[page.find("class=\"decide\"").unwrap()..], "next"),
        );
        let fields = [
            ("report", aim.as_str()),
            ("go", "decide:relevant"),
            ("next", next.as_str()),
        ];
        let done = ana.send("/decide", &fields).await;
        let to = done.leads_to().to_owned();
        assert!(
            to.contains(&format!("at={}", before[1])) && to.contains("done="),
            "{to}"
        );
        let page = ana.see(&to).await;
        assert!(!listed(&page).contains(&places[1]));
        let told = format!("Report {} · decided: relevant", places[1]);
        assert!(page.contains(&told));
        assert_eq!(listed(&ana.see("/queue?show=decided").await), [places[1]]);
        // the same form again, and anybody else's of that time, is told and changes nothing
        let again = ana.send("/decide", &fields).await;
        assert!(again.leads_to().contains("stale=1") && !again.leads_to().contains("done="));
        let page = ana.see(again.leads_to()).await;
        assert!(page.contains("changed by somebody else meanwhile"));
        let undone = ana.send("/undo", &[("back", "/queue?show=P2")]).await;
        let (back, batch) = undone.leads_to().split_once("&done=").unwrap();
        assert_eq!(back, "/queue?show=P2");
        assert!(batch.ends_with(&format!("&at={}", places[1])), "{batch}");
        let page = ana.see(undone.leads_to()).await;
        assert!(page.contains(&format!("Undone: {told}")));
        let mut after = listed(&ana.see("/queue").await);
        after.sort_unstable();
        assert_eq!(after, places);
        // there is nothing more, which is told where one was
        let one = format!("/reports/{}", places[0]);
        for back in ["/queue?show=late", one.as_str()] {
            let here = [("back", "/queue?show=open"), ("here", back)];
            let none = ana.send("/undo", &here).await;
            assert!(none.leads_to().starts_with(back), "{}", none.leads_to());
            let page = ana.see(none.leads_to()).await;
            assert!(page.contains("There is nothing to undo"));
        }
        desk.stop().await;
    });
}

#[test]
fn many_are_decided_and_undone_at_once() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Lead]).await;
        let page = ana.see("/queue").await;
        let aims: Vec<String> = places.iter().map(|place| aim(&page, *place)).collect();
        let mut fields: Vec<(&str, &str)> =
            aims.iter().map(|aim| ("report", aim.as_str())).collect();
        fields.push(("go", "decide:spam"));
        // none is selected
        let none = [("go", "decide:spam"), ("next", "/queue?show=open")];
        let none = ana.send("/decide", &none).await;
        let told = ana.see(none.leads_to()).await;
        assert!(told.contains("Select at least one report"), "{told}");
        // eva takes one of them meanwhile
        let taken = [("report", aims[2].as_str()), ("go", "assign:me")];
        eva.send("/decide", &taken).await.leads_to();
        let done = ana.send("/decide", &fields).await;
        assert!(done.leads_to().contains("stale=1"), "{}", done.leads_to());
        let page = ana.see(done.leads_to()).await;
        assert_eq!(listed(&page), [places[2]]);
        assert!(page.contains("3 reports · decided: spam"));
        assert_eq!(listed(&eva.see("/queue?show=mine").await), [places[2]]);
        let (_, batch) = done.leads_to().split_once("done=").unwrap();
        let batch = batch.split('&').next().unwrap();
        // an analyst undoes nothing of another's; a lead may
        let ida = Person::signed_in(&desk, "ida", &[Role::Intake]).await;
        let none = ida.send("/undo", &[("batch", batch)]).await;
        assert_eq!(none.leads_to(), "/queue?show=open&not=nothing");
        let undone = eva
            .send("/undo", &[("batch", batch), ("back", "//elsewhere")])
            .await;
        assert_eq!(undone.leads_to(), format!("/queue?show=open&done={batch}"));
        // what was done is told to nobody who may not undo it
        let page = ida.see(undone.leads_to()).await;
        assert!(!page.contains("decided: spam"));
        assert_eq!(listed(&ana.see("/queue").await).len(), 4);
        desk.stop().await;
    });
}

#[test]
fn a_level_changes_with_a_reason_alone() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let aim = format!("{0}_{0}", places[2]);
        let bare = [
            ("report", aim.as_str()),
            ("go", "level:set"),
            ("level", "P1"),
        ];
        let here = format!("/queue?show=new&at={}", places[2]);
        let mut unsaid = bare.to_vec();
        unsaid.push(("here", &here));
        let back = ana.send("/decide", &unsaid).await;
        assert!(back.leads_to().starts_with(&here), "{}", back.leads_to());
        let page = ana.see(back.leads_to()).await;
        assert!(page.contains("only with a reason") && page.contains("more-acts\" open"));
        assert!(
            page.contains("<option value=\"P1\" selected"),
            "the level is still chosen"
        );
        assert!(!page.contains("P1 imminent</span>"));
        let mut fields = bare.to_vec();
        fields.push(("reason", "she <b>knows</b> the driver"));
        ana.send("/decide", &fields).await.leads_to();
        let page = ana.see(&format!("/reports/{}", places[2])).await;
        assert!(page.contains("P1 imminent"));
        assert!(
            page.contains("she &#60;b&#62;knows&#60;/b&#62; the driver"),
            "shown as it was written"
        );
        let other = ana.see("/queue?show=P1").await;
        assert!(listed(&other).contains(&places[2]));
        desk.stop().await;
    });
}

#[test]
fn everything_is_said_in_spanish_too() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead, Role::Privacy, Role::Admin]).await;
        ana.send("/account/language", &[("lang", "es"), ("back", "/queue")])
            .await
            .leads_to();
        for path in [
            "/",
            "/queue",
            "/incidents",
            "/journal",
            "/accounts",
            "/account",
        ] {
            let page = ana.see(path).await;
            assert!(page.contains("<html lang=\"es\">"), "{path}");
        }
        let page = ana.see(&format!("/queue?at={}", places[1])).await;
        assert!(page.contains("Por qué está aquí") && page.contains("Sin fundamento"));
        assert!(
            page.contains("amenaza, o llama a la violencia") || page.contains("el propio texto"),
            "reasons too"
        );
        let away = ana
            .send(
                "/account/language",
                &[("lang", "en"), ("back", "//elsewhere.example")],
            )
            .await;
        assert_eq!(away.leads_to(), "/", "no form leads away from the desk");
        desk.stop().await;
    });
}

#[test]
fn whoever_came_by_a_link_alone_takes_reports_themselves() {
    on_each(async |mut desk| {
        let place = received(&desk, &TEXTS[..1]).await[0];
        let uma = Person::by_link(&desk, "uma", &[Role::Intake]).await;
        let taken = [
            ("report", &*format!("{place}_{place}")),
            ("go", "assign:me"),
        ];
        uma.send("/decide", &taken).await.leads_to();
        let page = uma.see("/queue?show=mine").await;
        assert_eq!(listed(&page), [place]);
        let own = format!("<option value=\"{}\">uma</option>", uma.id.unwrap());
        assert_eq!(page.matches(&own).count(), 3, "many at once, from, to");
        desk.stop().await;
    });
}

#[test]
fn a_shift_is_handed_over_at_once_and_back() {
    on_each(async |mut desk| {
        let places = received(&desk, &TEXTS).await;
        let ana = Person::signed_in(&desk, "ana", &[Role::Intake]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Intake]).await;
        let ida = Person::signed_in(&desk, "ida", &[Role::Reader]).await;
        let id = |person: &Person| person.id.unwrap().to_string();
        let (of_ana, of_eva, of_ida) = (id(&ana), id(&eva), id(&ida));
        assert!(!ana.see("/queue").await.contains("/handover"));
        assert!(ana.see("/queue?show=mine").await.contains("/handover"));
        // who has not enrolled would never see what they are given
        let of_uma = id(&Person::by_link(&desk, "uma", &[Role::Intake]).await);
        for path in ["/queue?show=mine", &*format!("/reports/{}", places[0])] {
            assert!(!ana.see(path).await.contains("uma"), "{path}");
        }
        let given = format!("{0}_{0}", places[0]);
        let given = [("report", &*given), ("go", "assign:to"), ("to", &of_uma)];
        assert_eq!(ana.send("/decide", &given).await.answer.status, 409);
        for (to, told) in [
            (of_eva.as_str(), "has no open reports"),
            (of_ana.as_str(), "is the same person"),
            (of_ida.as_str(), "cannot decide about reports"),
            (of_uma.as_str(), "has not enrolled yet"),
        ] {
            let fields = [("to", to), ("reason", "the <first> is urgent")];
            let page = ana.send("/handover", &fields).await;
            assert_eq!(page.answer.status, 409, "{to}: {}", page.text);
            // it is told where one was, and nothing is lost
            assert!(page.text.contains(told), "{told}");
            assert!(page.text.contains("id=\"handover\" open"));
            assert!(
                page.text
                    .contains("value=\"the &#60;first&#62; is urgent\"")
            );
            let is_chosen = page.text.contains(&format!("value=\"{to}\" selected"));
            assert_eq!(is_chosen, to == of_eva || to == of_ana, "{to}");
        }
        let forged = ana.send("/handover", &[("to", "nobody")]).await;
        assert_eq!(forged.answer.status, 422);
        assert!(forged.text.contains("makes no sense"));
        let page = ana.see("/queue").await;
        let aims: Vec<String> = places.iter().map(|place| aim(&page, *place)).collect();
        let mut fields: Vec<(&str, &str)> = aims[..3]
            .iter()
            .map(|aim| ("report", aim.as_str()))
            .collect();
        fields.push(("go", "assign:me"));
        ana.send("/decide", &fields).await.leads_to();
        let own = [("report", aims[3].as_str()), ("go", "assign:me")];
        eva.send("/decide", &own).await.leads_to();

        let why = [("to", of_eva.as_str()), ("reason", "look at the <first>")];
        let done = ana.send("/handover", &why).await;
        let page = ana.see(done.leads_to()).await;
        assert_eq!(listed(&page), [] as [u64; 0]);
        assert_eq!(listed(&eva.see("/queue?show=mine").await).len(), 4);
        let report = eva.see(&format!("/reports/{}", places[0])).await;
        assert!(report.contains("look at the &#60;first&#62;"));
        // who comes takes it from who is gone
        let fields = [("from", of_eva.as_str()), ("to", of_ana.as_str())];
        let back = ana.send("/handover", &fields).await;
        assert_eq!(listed(&ana.see("/queue?show=mine").await).len(), 4);
        let (_, batch) = back.leads_to().split_once("done=").unwrap();
        ana.send("/undo", &[("batch", batch)]).await.leads_to();
        assert_eq!(listed(&ana.see("/queue?show=mine").await), [] as [u64; 0]);
        assert_eq!(listed(&eva.see("/queue?show=mine").await).len(), 4);
        desk.stop().await;
    });
}

//! What is kept about people ends, by hand or by itself; what others were told is written down, and corrected.

use model::case::assessment::Question;
use model::case::retention::{GRACE, TIP};
use model::{DAY, Role};
use wardline::act::case::{self, Asked, Deed, No};
use wardline::act::rng;

use crate::case::{in_form, opened, places, send};
use crate::people::Person;
use crate::support::{Desk, NOW, on_each};

const NAME: &str = "greyvan77";

fn form<'f>(fields: &[(&'f str, &'f str)], more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = fields
        .iter()
        .filter(|(name, _)| more.iter().all(|(one, _)| one != name));
    kept.chain(more).copied().collect()
}

const WHOLE: [(&str, &str); 12] = [
    ("name", NAME),
    ("category", "suspect"),
    ("identity", "account"),
    ("facts", "wrote on Monday that he waits at her door"),
    ("activity", "threat against a judge"),
    ("statute", "Code 12-3"),
    ("trained", "yes"),
    ("lawful", "yes"),
    ("sensitivity", "confidential"),
    ("reliability", "B"),
    ("validity", "2"),
    ("control", "Desk of the courts"),
];

const TOLD: [(&str, &str); 8] = [
    ("recipient", "Police of <b>Norwick</b>"),
    ("kind", "authority"),
    ("content", "record"),
    ("what", "the account, and what it wrote on Monday"),
    ("marking", "TLP:AMBER+STRICT"),
    ("ground", "agreement"),
    ("need", "they investigate the threat"),
    ("right", "Police Act 4"),
];

/// Somebody in a case: the path of their part.
async fn kept(who: &Person, case: &str, fields: &[(&str, &str)]) -> String {
    let people = format!("{case}/people");
    send(who, people.clone(), fields).await.leads_to();
    let page = who.see(case).await;
    format!("{people}/{}", places(&page, &people)[0])
}

#[test]
fn others_are_told_by_the_rules_and_told_again_when_it_was_wrong() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let path = kept(&ana, &case, &WHOLE).await;
        let part = path.rsplit('/').next().unwrap().to_owned();
        let releases = format!("{case}/releases");
        assert!(ana.see(&releases).await.contains(NAME));
        let about = form(&TOLD, &[("about", &part)]);
        let bare = send(&ana, releases.clone(), &about).await;
        assert_eq!(bare.answer.status, 422);
        assert!(bare.text.contains("an agreement that holds today"));
        assert!(
            bare.text
                .contains("the account, and what it wrote on Monday")
        );
        let agreed = [
            ("agreement", "2026-3"),
            ("from", "2026-01-01"),
            ("until", "2027-12-31"),
        ];
        for (change, told) in [
            (("until", "2026-02-01"), "an agreement that holds today"),
            (("about", ""), "the subject of a record"),
            (("marking", "TLP:GREEN"), "a marking as strict"),
            (("kind", "individual"), "records go to nobody else"),
        ] {
            let changed = form(&form(&about, &agreed), &[change]);
            let refused = send(&ana, releases.clone(), &changed).await;
            assert_eq!(refused.answer.status, 422, "{told}");
            assert!(refused.text.contains(told), "{told}");
        }
        let whole = form(&about, &agreed);
        let to = send(&ana, releases.clone(), &whole).await;
        assert_eq!(to.leads_to(), format!("{case}#releases"));
        let page = ana.see(&case).await;
        assert!(page.contains("Police of &#60;b&#62;Norwick") && page.contains("TLP:AMBER+STRICT"));
        assert!(page.contains("By agreement") && !page.contains("they must be told so"));
        let undo = format!("{case}/undo");
        let (_, place) = page.split_once("id=\"r-").unwrap();
        let place = place.split('"').next().unwrap();
        let undone = send(&ana, undo.clone(), &[("place", place)]).await;
        assert_eq!(undone.answer.status, 409, "what was told is not untold");

        let page = ana.see(&case).await;
        let acted = in_form(&page, &format!("{path}/keep"), "acted");
        let keep = async |fields: [(&'static str, String); 3]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let fields = form(&fields, &[("finding", "identifiers")]);
            send(&ana, format!("{path}/keep"), &fields).await
        };
        let longer = keep(fields(&acted, "extend", "reason", "an answer is awaited")).await;
        assert!(longer.text.contains("it is no tip"), "{}", longer.text);
        let valid = keep(fields(&acted, "validate", "reason", "new number")).await;
        assert!(valid.text.contains("validates nothing"));
        let early = keep(fields(&acted, "purge", "why", "record-over")).await;
        assert!(early.text.contains("that its time is over"));
        keep(fields(&acted, "purge", "why", "misleading"))
            .await
            .leads_to();
        let page = ana.see(&case).await;
        assert!(!page.contains(NAME), "nothing of them is left");
        assert!(page.contains("it misleads") && page.contains("they must be told so"));
        let told = places(&page, &releases)[0].clone();
        let told = format!("{releases}/{told}");
        let acted = in_form(&page, &told, "acted");
        send(&ana, told.clone(), &[("acted", &acted)])
            .await
            .leads_to();
        let page = ana.see(&case).await;
        assert!(page.contains("ana told them so") && !page.contains("they must be told so"));

        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        let page = eva.see("/kept").await;
        assert!(page.contains("it misleads") && !page.contains(NAME));
        assert_eq!(ana.open("/kept").await.answer.status, 403);
        assert!(
            eva.see("/journal")
                .await
                .contains("destroyed what was kept")
        );
        desk.stop().await;
    });
}

fn fields(acted: &str, go: &str, name: &'static str, value: &str) -> [(&'static str, String); 3] {
    [
        ("acted", acted.to_owned()),
        ("go", go.to_owned()),
        (name, value.to_owned()),
    ]
}

#[test]
fn who_watches_over_it_destroys_notes_and_answers_along_with_somebody() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        let ida = Person::signed_in(&desk, "ida", &[Role::Intake]).await;
        let case = opened(&desk, &ana).await;
        for who in [&eva, &ida] {
            let id = who.id.unwrap().to_string();
            let fields = [("account", id.as_str()), ("go", "in")];
            send(&ana, format!("{case}/members"), &fields)
                .await
                .leads_to();
        }
        let path = kept(&ana, &case, &WHOLE).await;
        for (to, text) in [
            ("notes", "greyvan77 drives a grey van"),
            ("tasks", "call the neighbour"),
        ] {
            send(&ana, format!("{case}/{to}"), &[("text", text)])
                .await
                .leads_to();
        }
        let assessed = format!("{case}/assessment");
        let before = in_form(&ana.see(&assessed).await, &assessed, "before");
        let names: Vec<(String, String)> = (Question::ALL.iter())
            .map(|one| (format!("said-{one}"), format!("evidence-{one}")))
            .collect();
        let mut answers = vec![("before", before.as_str())];
        for (said, shown) in &names {
            let is_known = said == "said-intent";
            answers.push((said, if is_known { "stated" } else { "unknown" }));
            let evidence = is_known.then_some("greyvan77 said it twice");
            answers.push((shown, evidence.unwrap_or_default()));
        }
        send(&ana, assessed, &answers).await.leads_to();
        assert!(ana.see(&case).await.contains("said it twice"));
        let keep = format!("{path}/keep");
        let page = eva.see(&case).await;
        let acted = in_form(&page, &keep, "acted");
        let purge = |go| {
            let texts = ("texts", "yes");
            [
                ("acted", acted.as_str()),
                ("go", go),
                ("why", "redress"),
                texts,
            ]
        };
        assert!(!ida.see(&case).await.contains(&keep));
        for (who, go) in [(&ida, "purge"), (&eva, "validate"), (&eva, "extend")] {
            let denied = send(who, keep.clone(), &purge(go)).await;
            assert_eq!(denied.answer.status, 403, "{go}");
        }
        send(&eva, keep.clone(), &purge("purge")).await.leads_to();
        let page = ana.see(&case).await;
        for gone in [NAME, "grey van", "said it twice"] {
            assert!(!page.contains(gone), "{gone}");
        }
        assert!(page.contains("call the neighbour"));
        assert!(page.contains("all notes and assessments of the case: the person asked"));
        desk.stop().await;
    });
}

/// What a form says in a field.
fn value<'f>(fields: &[(&str, &'f str)], name: &str) -> &'f str {
    let mut found = fields.iter().filter(|(one, _)| *one == name);
    found.next().unwrap().1
}

#[test]
fn in_danger_anybody_is_told_but_no_record() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let releases = format!("{case}/releases");
        let danger = [
            ("ground", "danger"),
            ("kind", "individual"),
            ("recipient", "Elena Marsh"),
        ];
        let fields = form(&TOLD, &danger);
        let refused = send(&ana, releases.clone(), &fields).await;
        assert!(
            refused.text.contains("never a record")
                && refused.text.contains("who may come to harm")
        );
        // in the form, as it was typed
        for told in [
            "Missing: who may come to harm",
            "Missing: an assessment in place",
            "name=\"recipient\" required maxlength=\"200\" autocomplete=\"off\" value=\"Elena Marsh\"",
            "<option value=\"individual\" selected",
            "<option value=\"record\" selected",
            "<option value=\"danger\" selected",
            &format!(">{}</textarea>", value(&fields, "what")),
        ] {
            assert!(refused.text.contains(told), "{told}: {}", refused.text);
        }
        assert!(!refused.text.contains("What you typed"));
        let more = [("content", "assessment"), ("danger", "he is at her door")];
        send(&ana, releases.clone(), &form(&fields, &more))
            .await
            .leads_to();
        let page = ana.see(&case).await;
        assert!(
            page.contains("Somebody may come to harm now") && page.contains("he is at her door")
        );
        let spanish = [("lang", "es"), ("back", "/")];
        ana.send("/account/language", &spanish).await.leads_to();
        assert!(
            ana.see(&case)
                .await
                .contains("Alguien puede sufrir daño ahora")
        );
        assert!(ana.see(&releases).await.contains("nunca un registro"));
        desk.stop().await;
    });
}

/// Asks at the gate about whoever is in the first case.
async fn asked(desk: &Desk, by: store::By<'_>) -> Result<Vec<u64>, No> {
    let (case, reason) = (1, None);
    let asked = Asked {
        justification: "the banner held her address",
        is_direct: true,
    };
    let ask = |case: &store::Case| {
        let part = &case.parts[0];
        case::ask_gate(case, by, (part.place, part.acted), &asked)
    };
    case::within(desk.act(), Deed { by, case, reason }, ask)
        .await
        .unwrap()
}

#[test]
fn a_tip_is_kept_longer_once_and_then_goes_by_itself() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead, Role::Privacy]).await;
        let case = opened(&desk, &ana).await;
        let path = kept(&ana, &case, &[("name", NAME)]).await;
        let keep = async || {
            let page = ana.see(&case).await;
            let acted = in_form(&page, &format!("{path}/keep"), "acted");
            let fields = fields(&acted, "extend", "reason", "an answer is awaited");
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            send(&ana, format!("{path}/keep"), &fields).await
        };
        keep().await.leads_to();
        assert!(ana.see(&case).await.contains("an answer is awaited"));
        assert!(keep().await.text.contains("it was extended once"));
        assert!(ana.see("/kept").await.contains("Nobody&#39;s time ends"));
        let is_there = async |desk: &Desk| {
            let store = desk.store();
            let mut read = store.read().await.unwrap();
            let case = store::case(&mut read, store.keys(), 1)
                .await
                .unwrap()
                .unwrap();
            !case.parts.is_empty()
        };
        let id = ana.id.unwrap();
        let end = NOW + 2 * TIP;
        for (at, stays) in [(NOW + TIP + DAY, true), (end, true), (end + GRACE, false)] {
            let before = store::By {
                account: &id,
                at: at - GRACE,
            };
            store::view_case(desk.store(), before, 1, &mut rng())
                .await
                .unwrap();
            desk.time.store(at, std::sync::atomic::Ordering::Relaxed);
            case::purge_over(desk.act()).await.unwrap();
            assert_eq!(is_there(&desk).await, stays, "{at}");
            if at == end {
                let by = store::By { account: &id, at };
                assert_eq!(
                    asked(&desk, by).await,
                    Err(No::Gaps("retention", vec!["over"]))
                );
            }
        }
        let store = desk.store();
        let gone = store::gone_counts(&mut store.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!(gone, [(model::case::retention::Purge::TipOver, 1)]);
        desk.stop().await;
    });
}

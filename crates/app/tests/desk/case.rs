//! Cases: from an incident to their end; who sees them, what stands against a step, and two at once.

use model::Role;

use crate::people::{Page, Person, field};
use crate::queue::received;
use crate::support::{Desk, on_each};

const THREAT: &str = "I will shoot judge Elena Marsh at her house in Norwick on Friday.";
pub const NOTE: &str = "the neighbour saw a grey van <b>twice</b>";

/// A form of a case's page.
pub async fn send(who: &Person, path: String, fields: &[(&str, &str)]) -> Page {
    let path: &'static str = path.leak();
    who.send(path, fields).await
}

/// The value of a field in the first form that is sent to a path.
pub fn in_form(page: &str, path: &str, name: &str) -> String {
    let mark = format!("action=\"{path}\"");
    let (_, rest) = page.split_once(&mark).expect("a form");
    field(rest, name)
}

/// Where the parts are whose forms are sent behind a path.
pub fn places(page: &str, path: &str) -> Vec<String> {
    let mark = format!("\"{path}/");
    let rest = page.split(&mark).skip(1);
    let mut all: Vec<String> = rest
        .map(|rest| rest.split(['"', '/']).next().unwrap().to_owned())
        .collect();
    all.dedup();
    all
}

/// Opens a case from the incident of a report.
pub async fn opened(desk: &Desk, who: &Person) -> String {
    let report = received(desk, &[THREAT]).await[0];
    let page = who.see(&format!("/reports/{report}")).await;
    let incident = page.split("/incidents/").nth(1).expect("an incident");
    let incident = incident.split('"').next().unwrap().to_owned();
    let bare = [
        ("incident", incident.as_str()),
        ("title", "Marsh"),
        ("ground", " - "),
    ];
    let refused = who.send("/cases", &bare).await;
    assert_eq!(refused.answer.status, 422);
    assert!(refused.text.contains("why somebody must be protected"));
    let whole = [
        ("incident", incident.as_str()),
        ("title", "Marsh"),
        ("ground", "somebody means to shoot her on Friday"),
    ];
    let path = who.send("/cases", &whole).await.leads_to().to_owned();
    let seen = who.see(&format!("/incidents/{incident}")).await;
    assert!(seen.contains(&format!("href=\"{path}\"")));
    path
}

#[test]
fn a_case_goes_from_its_incident_to_its_end() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let ida = Person::signed_in(&desk, "ida", &[Role::Intake]).await;
        let case = opened(&desk, &ana).await;
        assert_eq!(case, "/cases/1");
        // nobody else sees more of it than that it is there
        assert_eq!(ida.open(&case).await.answer.status, 404);
        let list = ida.see("/cases").await;
        assert!(list.contains("1 case at this desk") && !list.contains("Marsh"));
        let note = send(&ida, format!("{case}/notes"), &[("text", NOTE)]).await;
        assert_eq!(note.answer.status, 404);
        let id = ida.id.unwrap().to_string();
        send(
            &ana,
            format!("{case}/members"),
            &[("account", &id), ("go", "in")],
        )
        .await
        .leads_to();
        // members write; what they write is text
        let note = send(&ida, format!("{case}/notes"), &[("text", NOTE)]).await;
        assert_eq!(note.leads_to(), "/cases/1#notes");
        assert!(ana.see(&case).await.contains("let ida into the case"));
        let eva = Person::signed_in(&desk, "eva", &[Role::Privacy]).await;
        for (lang, told) in [
            (
                "en",
                ["changed who is let into the case<br>", "wrote a note<br>"],
            ),
            (
                "es",
                ["cambió quién entra en el caso<br>", "escribió una nota<br>"],
            ),
        ] {
            eva.send("/account/language", &[("lang", lang)]).await;
            let journal = eva.see("/journal").await;
            for told in told {
                assert!(journal.contains(told), "{told}: {journal}");
            }
        }
        let page = ida.see(&case).await;
        let (_, reports) = page.split_once("Reports of incident").unwrap();
        assert!(reports.trim_start().contains("<a href=\"/reports/"));
        assert!(page.contains("a grey van &#60;b&#62;twice") && !page.contains("<b>twice"));
        let measure = [("measure", "alarm"), ("consent", "not-asked")];
        let denied = send(&ida, format!("{case}/measures"), &measure).await;
        assert_eq!(denied.answer.status, 403);
        // a long note has a page of its own
        let long = "we wait. ".repeat(300);
        send(&ida, format!("{case}/notes"), &[("text", &long)])
            .await
            .leads_to();
        let page = ana.see(&case).await;
        let place = places(&page, &format!("{case}/notes"))[0].clone();
        let whole = ana.see(&format!("{case}/notes/{place}")).await;
        assert!(whole.contains(long.trim()) && !page.contains(long.trim()));
        let longer = "x ".repeat(12_000);
        let longer = send(&ida, format!("{case}/notes"), &[("text", &longer)]).await;
        assert_eq!(longer.answer.status, 422);
        // a measure needs somebody, a day and consent
        send(&ana, format!("{case}/measures"), &measure)
            .await
            .leads_to();
        let page = ana.see(&case).await;
        let place = places(&page, &format!("{case}/measures"))[0].clone();
        let path = format!("{case}/measures/{place}");
        let form = ana.see(&path).await;
        let acted = in_form(&form, &path, "acted");
        let early = [
            ("acted", acted.as_str()),
            ("consent", "asked"),
            ("text", "her <b>door</b>"),
            ("go", "agreed"),
        ];
        let early = send(&ana, path.clone(), &early).await;
        assert_eq!(early.answer.status, 422);
        for told in [
            "Missing: who sees to it",
            "Missing: the day by which",
            "Missing: that the protected person agrees",
            "maxlength=\"4000\">her <b>door</b><"
                .replace("<b>", "&#60;b&#62;")
                .replace("</b>", "&#60;/b&#62;")
                .as_str(),
            "<option value=\"asked\" selected",
            &*acted,
        ] {
            assert!(early.text.contains(told), "{told}: {}", early.text);
        }
        assert!(!early.text.contains("What you typed"));
        let whole = |go: &'static str, acted: String| {
            [
                ("acted", acted),
                ("owner", id.clone()),
                ("due", "2026-11-30".to_owned()),
                ("consent", "given".to_owned()),
                ("go", go.to_owned()),
            ]
        };
        let agreed = whole("agreed", acted.clone());
        let agreed: Vec<(&str, &str)> = agreed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        send(&ana, path.clone(), &agreed).await.leads_to();
        // the second of two is told, and nothing is overwritten
        let stale = send(&ana, path.clone(), &agreed).await;
        assert_eq!(stale.answer.status, 409);
        // it cannot be closed half done
        let page = ana.see(&case).await;
        assert!(page.contains("measures are agreed or under way"));
        let review = [
            ("acted-of-case", field(&page, "acted-of-case")),
            ("go", "under-review".to_owned()),
            ("reason", "he was arrested".to_owned()),
        ];
        let review: Vec<(&str, &str)> = review.iter().map(|(k, v)| (*k, v.as_str())).collect();
        send(&ana, format!("{case}/state"), &review)
            .await
            .leads_to();
        let page = ana.see(&case).await;
        let now = field(&page, "acted-of-case");
        let close = [
            ("acted-of-case", now.as_str()),
            ("go", "closed"),
            ("reason", "he was arrested"),
            ("outcome", "prosecuted"),
        ];
        let half = send(&ana, format!("{case}/state"), &close).await;
        assert_eq!(half.answer.status, 422);
        assert!(half.text.contains("measures are agreed") && half.text.contains("he was arrested"));
        let form = ana.see(&path).await;
        let done = whole("done", in_form(&form, &path, "acted"));
        let done: Vec<(&str, &str)> = done.iter().map(|(k, v)| (*k, v.as_str())).collect();
        send(&ana, path.clone(), &done).await.leads_to();
        send(&ana, format!("{case}/measures"), &measure)
            .await
            .leads_to();
        let page = ana.see(&case).await;
        let now = field(&page, "acted-of-case");
        let close: Vec<(&str, &str)> = [("acted-of-case", now.as_str())]
            .into_iter()
            .chain(close.into_iter().skip(1))
            .collect();
        let asked = send(&ana, format!("{case}/state"), &close).await;
        assert_eq!(asked.answer.status, 200);
        assert!(asked.text.contains("Close case 1?"), "{}", asked.text);
        assert!(asked.text.contains("of its incident"));
        assert!(asked.text.contains("<a href=\"/reports/"));
        assert!(asked.text.contains("One measure is proposed"));
        assert!(!ana.see(&case).await.contains("<b>Closed</b>"));
        // what was seen is not what is left now
        let other: Vec<(&str, &str)> = close.iter().copied().chain([("left", "0 9")]).collect();
        let asked = send(&ana, format!("{case}/state"), &other).await;
        assert_eq!(asked.answer.status, 200);
        let left = field(&asked.text, "left");
        let close: Vec<(&str, &str)> = close.into_iter().chain([("left", left.as_str())]).collect();
        send(&ana, format!("{case}/state"), &close).await.leads_to();
        let page = ana.see(&case).await;
        assert!(page.contains("Closed</b>: arrested, or before a court"));
        let task = send(&ida, format!("{case}/tasks"), &[("text", "call her")]).await;
        assert_eq!(task.answer.status, 409);
        // and the closing can be undone
        let place = in_form(&page, &format!("{case}/undo"), "place");
        send(&ana, format!("{case}/undo"), &[("place", &place)])
            .await
            .leads_to();
        assert!(ana.see(&case).await.contains("<b>Under review</b>"));
        let again = send(&ana, format!("{case}/undo"), &[("place", &place)]).await;
        assert_eq!(again.answer.status, 409);
        let es = send(
            &ana,
            "/account/language".to_owned(),
            &[("lang", "es"), ("back", "/cases/1")],
        );
        assert_eq!(es.await.leads_to(), "/cases/1");
        let page = ana.see(&case).await;
        assert!(
            page.contains("En revisión") && page.contains("condenado") || page.contains("Alarma")
        );
        desk.stop().await;
    });
}

#[test]
fn nobody_is_a_subject_without_a_ground_and_protected_activity_asks_a_second_person() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let eva = Person::signed_in(&desk, "eva", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let id = eva.id.unwrap().to_string();
        send(
            &ana,
            format!("{case}/members"),
            &[("account", &id), ("go", "in")],
        )
        .await
        .leads_to();
        let people = format!("{case}/people");
        ana.see(&people).await;
        send(&ana, people.clone(), &[("name", "greyvan77")])
            .await
            .leads_to();
        let page = ana.see(&case).await;
        assert!(page.contains("holding bin</span>"));
        for told in [
            "the statute",
            "facts",
            "trained",
            "obtained against the law",
        ] {
            assert!(page.contains(told), "{told}");
        }
        let gate = places(&page, &people)[0].clone();
        let path = format!("{people}/{gate}");
        let form = ana.see(&path).await;
        let whole = |acted: String| {
            vec![
                ("acted", acted),
                ("name", "greyvan77".to_owned()),
                ("category", "suspect".to_owned()),
                ("identity", "account".to_owned()),
                (
                    "facts",
                    "wrote on Monday that he waits at her door".to_owned(),
                ),
                ("activity", "threat against a judge".to_owned()),
                ("statute", "Code 12-3".to_owned()),
                ("trained", "yes".to_owned()),
                ("lawful", "yes".to_owned()),
            ]
        };
        let fields = whole(field(&form, "acted"));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        send(&ana, path.clone(), &fields).await.leads_to();
        let page = ana.see(&case).await;
        assert!(page.contains("subject of a record</span>"), "{page}");
        assert!(!page.contains("In the holding bin, because"));
        // a record is not made less than it must be
        let form = ana.see(&path).await;
        let less = whole(field(&form, "acted"));
        let less: Vec<(&str, &str)> = less
            .iter()
            .filter(|(k, _)| *k != "statute")
            .map(|(k, v)| (*k, v.as_str()))
            .collect();
        let less = send(&ana, path.clone(), &less).await;
        assert_eq!(less.answer.status, 422);
        assert!(less.text.contains("the statute"));
        // protected activity
        let acted = field(&form, "acted");
        let ask = [
            ("acted", acted.as_str()),
            ("text", "the banner held her address"),
            ("direct", "yes"),
            ("go", "ask"),
        ];
        send(&ana, format!("{path}/gate"), &ask).await.leads_to();
        let page = ana.see(&case).await;
        assert!(
            page.contains("A second person must answer") && page.contains("holding bin</span>")
        );
        assert!(
            page.contains("Keep it 90 days longer"),
            "it is kept as long as a tip: {page}"
        );
        let acted = in_form(&page, &format!("{path}/gate"), "acted");
        let yes = [("acted", acted.as_str()), ("go", "approve")];
        let own = send(&ana, format!("{path}/gate"), &yes).await;
        assert_eq!(own.answer.status, 422);
        assert!(own.text.contains("whoever asked cannot answer"));
        assert!(eva.see(&case).await.contains("It may be kept"));
        send(&eva, format!("{path}/gate"), &yes).await.leads_to();
        assert!(ana.see(&case).await.contains("subject of a record</span>"));
        desk.stop().await;
    });
}

#[test]
fn an_assessment_needs_evidence_and_tells_what_changed() {
    on_each(async |mut desk| {
        let ana = Person::signed_in(&desk, "ana", &[Role::Lead]).await;
        let case = opened(&desk, &ana).await;
        let path = format!("{case}/assessment");
        let answers = |page: &str, set: &[(&str, &str, &str)]| {
            let mut all = vec![("before".to_owned(), field(page, "before"))];
            for question in model::case::assessment::Question::ALL {
                let (said, shown) = set
                    .iter()
                    .find(|(one, ..)| *one == question.as_str())
                    .map_or(("unknown", ""), |(_, said, shown)| (*said, *shown));
                all.push((format!("said-{question}"), said.to_owned()));
                all.push((format!("evidence-{question}"), shown.to_owned()));
            }
            all
        };
        let told = async |fields: &[(String, String)]| {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .collect();
            send(&ana, path.clone(), &fields).await
        };
        let form = ana.see(&path).await;
        let bare = told(&answers(&form, &[("weapons", "absent", "")])).await;
        assert_eq!(bare.answer.status, 422);
        assert!(
            bare.text
                .contains("<a href=\"#evidence-weapons\">Weapons</a>")
        );
        assert_eq!(
            bare.text.matches("aria-invalid").count(),
            1,
            "what else was answered stands in the form"
        );
        assert!(bare.text.contains("<option value=\"absent\" selected>"));
        let first = answers(&form, &[("intent", "inferred", "he asks for her hours")]);
        told(&first).await.leads_to();
        assert_eq!(
            told(&first).await.answer.status,
            409,
            "somebody assessed meanwhile"
        );
        let form = ana.see(&path).await;
        assert!(form.contains("he asks for her hours"));
        let second = answers(&form, &[("intent", "stated", "he wrote it")]);
        told(&second).await.leads_to();
        let page = ana.see(&case).await;
        assert!(page.contains("Intent: it follows from what they do → they said it"));
        assert!(page.contains("Not known:") && page.contains("Weapons"));
        desk.stop().await;
    });
}

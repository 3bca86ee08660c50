//! `/reports/{number}`: one report: what it says, what was found in it and why, what it belongs to, what was done to it. That it
//! was opened stands in the ledger before it is shown.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use model::{ActKind, Disposition, FileId, Level, Right};
use store::{Conversation, Judgement, Opened, ReportDeed, StoreError, Topic, Work};

use super::erase;
use super::fields::Fields;
use super::notice::{self, Again, Notice};
use super::page::{self, Frame, Lang, When, words};
use super::refused::{Answer, Refused};
use super::staff::Staff;
use super::text::{self, Marked};
use super::view::{Names, Reading, marks};
use super::{House, State};
use crate::act::{self, rng};
use crate::output;

/// Answers of the tip line that its text holds too.
const IN_TEXT: [&str; 3] = ["place", "time", "who"];
/// Reports of an incident that its headline here is drawn of.
const SKIMMED: u32 = 40;

/// A report as it is shown.
pub struct Report {
    pub number: u64,
    pub acted: u64,
    pub level: Level,
    pub due: Option<When>,
    /// What must be done until then.
    pub clock: &'static str,
    pub is_late: bool,
    pub has: Option<String>,
    pub disposition: Option<String>,
    pub came: String,
    pub received: When,
    pub title: Option<String>,
    /// What its sender told of it: name and value.
    pub facts: Vec<(String, String)>,
    pub stance: String,
    pub threat: String,
    pub told: Vec<(&'static str, String)>,
    pub reasons: Vec<String>,
    pub marks: Vec<String>,
    pub copies: Option<u64>,
    pub incident: Option<u64>,
    pub headline: String,
    pub lang: String,
    pub text: Marked,
    pub files: Vec<File>,
    /// What was said with whoever sent it; none if it is no tip.
    pub talk: Option<Vec<Said>>,
    pub history: Vec<Done>,
    pub is_read: bool,
    pub may_erase: bool,
}

/// A file of it.
pub struct File {
    pub id: FileId,
    pub name: String,
    pub size: String,
    /// Whether it says of itself that it is a picture that can be shown.
    pub is_picture: bool,
}

/// Something said in its conversation.
pub struct Said {
    pub when: When,
    /// What the desk said; none where the person did.
    pub text: Option<String>,
    /// The report that the person sent.
    pub report: u64,
}

/// Something that was done to it.
pub struct Done {
    pub when: When,
    pub who: String,
    pub what: String,
    pub reason: Option<String>,
    pub is_undone: bool,
    /// By which it can be undone.
    pub batch: Option<u64>,
}

#[derive(Template)]
#[template(path = "desk/report.html")]
struct Page<'s> {
    f: Frame<'s>,
    r: Report,
    base: String,
    here: String,
    next: String,
    dispositions: &'static [Disposition],
    levels: &'static [Level],
    may_decide: bool,
    people: Vec<(String, String)>,
    done: Option<Notice>,
    /// Why nothing was done.
    why: &'static str,
    again: Again,
    /// The level that lacks a reason.
    wanted: Option<Level>,
    stale: u64,
}

/// The page.
pub async fn get(house: State, staff: Staff, Path(number): Path<String>, asked: Fields) -> Answer {
    staff.needs(Right::Open)?;
    let number = number.parse().map_err(|_| staff.missing())?;
    if let Err(refused) = opened(&house, &staff, number).await {
        let gone = erase::gone(&house, &staff, number).await;
        return gone.unwrap_or(Err(refused));
    }
    let r = draw(&house, &staff, number).await?;
    let people = super::queue::people(&house, &staff)
        .await
        .map_err(|error| staff.failed(&error))?;
    let done = notice::of(&house, &staff, &asked).await;
    let done = done.map_err(|error| staff.failed(&error))?;
    let page = Page {
        done,
        why: notice::why(&staff, &asked, &Again::default()),
        again: Again::default(),
        wanted: asked.get("level").parse().ok(),
        f: Frame {
            title: words(staff.lang).fill("report.title", &[("n", &number)]),
            ..Frame::new(&staff, "queue.title")
        },
        base: format!("/reports/{number}"),
        here: format!("/reports/{number}"),
        next: format!("/reports/{number}"),
        r,
        dispositions: Disposition::ALL,
        levels: Level::ALL,
        may_decide: staff.may(Right::Decide),
        people,
        stale: asked.number("stale").unwrap_or_default(),
    };
    Ok(page::render(StatusCode::OK, &page))
}

/// Tells the ledger that somebody opens a report.
pub async fn opened(house: &House, staff: &Staff, number: u64) -> Result<(), Refused> {
    let sees = staff.may(Right::Decide);
    let store = &house.act.store;
    let told = store::open_report(store, staff.by(), number, sees, &mut rng()).await;
    let is_there = told.map_err(|error| staff.failed(&error))?;
    is_there.then_some(()).ok_or_else(|| staff.missing())
}

/// A report, to be shown.
pub async fn draw(house: &House, staff: &Staff, number: u64) -> Result<Report, Refused> {
    let drawn = drawn(house, staff, number).await;
    let drawn = drawn.map_err(|error| staff.failed(&error))?;
    drawn.ok_or_else(|| staff.missing())
}

async fn drawn(house: &House, staff: &Staff, number: u64) -> Result<Option<Report>, StoreError> {
    let store = &house.act.store;
    let mut read = store.read().await?;
    let Some(report) = store::at_place(&mut read, store.keys(), number).await? else {
        return Ok(None);
    };
    let work = store::works(&mut read, &[number]).await?.pop();
    let names = Names::of(&mut read, store.keys()).await?;
    let acts = store::acts_on(&mut read, store.keys(), number).await?;
    let talk = match store::tip_of(&mut read, number).await? {
        Some(tip) => store::conversation(&mut read, store.keys(), &tip).await?,
        None => None,
    };
    let adds = store::additions(&mut read, &[number])
        .await?
        .remove(&number);
    drop(read);
    let headline = match report.incident {
        Some(incident) => {
            let analysis = act::picture(&house.act.store, incident, SKIMMED).await?;
            output::headline(&analysis, staff.lang.language()).0
        }
        None => String::new(),
    };
    let mut reasons = reasons(&report, staff.lang).await;
    if let Some(adds) = adds {
        let told = words(staff.lang).fill("reason.adds", &[("n", &adds.to)]);
        reasons.insert(0, told);
    }
    let mut shown = show(staff, report, work, headline);
    shown.reasons = reasons;
    shown.history = acts
        .into_iter()
        .map(|act| done(staff, &names, act))
        .collect();
    shown.talk = talk.map(|talk| said(staff.lang, talk));
    shown.has = shown.has.and_then(|id| Some(names.get(&id.parse().ok()?)));
    Ok(Some(shown))
}

/// Why it has its level, in the language of the page: read anew, since what is kept is in one language.
async fn reasons(report: &Opened, lang: Lang) -> Vec<String> {
    let (Some(body), Some(_)) = (&report.body, &report.reading) else {
        return Vec::new();
    };
    let (text, published) = (body.text.clone(), body.published.clone());
    let read = act::on_cores(move || act::reading(&text, published.as_deref())).await;
    let by_sender = body
        .tells_of_danger_now()
        .then(|| words(lang).get("reason.now").to_owned());
    let by_text = read.reasons.iter();
    let by_text = by_text.map(|one| output::reason(one, lang.language()));
    by_sender.into_iter().chain(by_text).collect()
}

fn show(staff: &Staff, report: Opened, work: Option<Work>, headline: String) -> Report {
    let (lang, words) = (staff.lang, words(staff.lang));
    let is_read = report.reading.is_some();
    let reading = Reading::of(report.reading.as_ref().map(seal::Plain::as_bytes));
    let body = report.body.unwrap_or_default();
    let is_open = work.as_ref().is_some_and(|work| work.disposition.is_none());
    let due = work.as_ref().map(|work| work.due).filter(|_| is_open);
    let given = [
        ("author", &body.author),
        ("publisher", &body.publisher),
        ("published", &body.published),
        ("url", &body.url),
    ];
    let mut facts: Vec<(String, String)> = given
        .into_iter()
        .filter_map(|(name, value)| {
            let value = output::short(value.as_deref()?, 300);
            (!value.is_empty()).then(|| (words.of_kind("fact", name), value))
        })
        .collect();
    let is_beside = |(question, _): &&(String, String)| !IN_TEXT.contains(&question.as_str());
    facts.extend(
        body.answers
            .iter()
            .filter(is_beside)
            .map(|(question, answer)| {
                let answer = output::short(answer, 1000);
                let question = words.of_kind("answer", &output::short(question, 60));
                (question, words.of_kind("answered", &answer))
            }),
    );
    let mut told: Vec<(&'static str, String)> = Vec::new();
    for one in &reading.behaviours {
        let kind = words.of_kind("behaviour", &one.kind);
        told.push((
            super::view::class(&one.kind),
            format!("{kind} {:.2}", one.score),
        ));
    }
    Report {
        number: report.place,
        acted: work.as_ref().map_or(report.place, |work| work.acted),
        level: work.as_ref().map_or(Level::P5, |work| work.level),
        clock: if work.as_ref().is_some_and(|work| work.is_seen) {
            "decide"
        } else {
            "open"
        },
        is_late: due.is_some_and(|due| due <= staff.now),
        due: due.and_then(|due| When::due(lang, due, staff.now)),
        has: work
            .as_ref()
            .and_then(|work| work.assigned)
            .map(|id| id.to_string()),
        disposition: work
            .as_ref()
            .and_then(|work| work.disposition)
            .map(|one| words.of_kind("disposition", one.as_str())),
        came: words.of_kind("channel", report.channel.as_str()),
        received: When::day(lang, report.received),
        title: body.title.as_deref().map(|title| output::short(title, 300)),
        facts,
        stance: words.of_kind("stance", &reading.stance),
        threat: format!("{:.2}", reading.threat),
        told,
        reasons: Vec::new(),
        marks: marks(report.mark)
            .map(|mark| words.of_kind("mark", mark))
            .collect(),
        copies: report.copies,
        incident: report.incident,
        headline,
        text: text::mark(&body.text, &reading, lang),
        lang: if reading.lang == "und" {
            String::new()
        } else {
            reading.lang
        },
        files: report
            .files
            .iter()
            .map(|(id, about, length)| File {
                id: *id,
                name: output::short(&about.name, 120),
                size: size(*length),
                is_picture: is_picture(about),
            })
            .collect(),
        talk: None,
        history: Vec::new(),
        is_read,
        may_erase: staff.may(Right::Erase),
    }
}

/// What was said, without the texts of the other reports: each of those is opened by itself.
fn said(lang: Lang, talk: Conversation) -> Vec<Said> {
    let one = |said| match said {
        store::Said::Report(report) => Said {
            when: When::day(lang, report.received),
            text: None,
            report: report.place,
        },
        store::Said::Reply { sent, text } => Said {
            when: When::day(lang, sent),
            text: Some(text::visible(&text)),
            report: 0,
        },
    };
    talk.said.into_iter().map(one).collect()
}

/// By what its sender says; what it is, its first bytes tell when it is shown.
fn is_picture(about: &store::Attachment) -> bool {
    const KINDS: [&str; 5] = ["jpg", "jpeg", "png", "gif", "webp"];
    let (_, end) = about.name.rsplit_once('.').unwrap_or_default();
    let kind = about.kind.strip_prefix("image/").unwrap_or_default();
    let is_known = |one: &str| KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(one));
    is_known(end) || is_known(kind)
}

fn size(bytes: u64) -> String {
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

/// One line of its history.
pub fn done(staff: &Staff, names: &Names, act: store::Act) -> Done {
    let words = words(staff.lang);
    let mut what = words.of_kind("act", act.kind.as_str());
    let mut reason = None;
    let can_undo = act.deed.is_some()
        && !act.is_undone
        && (act.account == *staff.id() || staff.may(Right::UndoOthers));
    if let Some(ReportDeed::Move {
        from,
        to,
        reason: why,
    }) = &act.deed
    {
        what = format!(
            "{what}: {}",
            words.fill("act.move", &[("from", from), ("to", to)])
        );
        reason = why.as_deref().map(text::visible);
    }
    if let Some(ReportDeed::Judged {
        topic,
        before,
        after,
    }) = &act.deed
    {
        what = format!("{what}: {}", judged(staff, topic, [before, after]));
        let now = after.as_ref().filter(|now| now.by == act.account);
        reason = now
            .filter(|_| act.kind != ActKind::Undone)
            .map(|now| text::visible(&now.reason));
    }
    if let Some(ReportDeed::Work(change)) = act.deed {
        let (before, after) = (&change.before, &change.after);
        let mut parts = Vec::new();
        if before.disposition != after.disposition {
            parts.push(match after.disposition {
                Some(one) => words.of_kind("disposition", one.as_str()),
                None => words.get("act.reopened").to_owned(),
            });
        }
        if before.level != after.level {
            parts.push(format!("{} → {}", before.level, after.level));
        }
        if before.assigned != after.assigned {
            parts.push(match &after.assigned {
                Some(id) => names.get(id),
                None => words.get("act.nobody").to_owned(),
            });
        }
        if !parts.is_empty() {
            what = format!("{what}: {}", parts.join(", "));
        }
        reason = change.reason.as_deref().map(text::visible);
    }
    Done {
        when: When::ago(staff.lang, act.at, staff.now),
        who: names.get(&act.account),
        what,
        reason,
        is_undone: act.is_undone,
        batch: can_undo.then_some(act.batch),
    }
}

/// What was said beside what the engine found, before and since.
fn judged(staff: &Staff, topic: &Topic, both: [&Option<Judgement>; 2]) -> String {
    let words = words(staff.lang);
    let said = |judgement: &Option<Judgement>| {
        let says = judgement.as_ref().map_or("", |one| &one.says);
        match topic {
            _ if says.is_empty() => words.get("act.label").to_owned(),
            Topic::Source => words.of_kind("reliability", says),
            Topic::Origin(_) => output::short(says, 200),
        }
    };
    let change = both.map(said).join(" → ");
    match topic {
        Topic::Source => change,
        Topic::Origin(label) => format!("{} ({change})", output::short(label, 200)),
    }
}

//! Databases of earlier versions still open.
//!
//! `upgrade/N.sql` is a desk as version N left it: its master key, its sealed files, its rows. Each is brought to the
//! newest version, and everything in it must open. When a step is added to the tables, run the test that writes
//! the file of the version before it, from the commit before it:
//! `cargo nextest run -p store --run-ignored all write_this_version`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use model::case::part::Part;
use model::{Channel, FileId, TipId};
use seal::{Keyring, MasterKey};
use store::{
    Aim, By, Change, Erased, Incoming, NewToken, Position, Show, Store, act, add_token,
    open_report, queue, receive, sign, testing, undo, verify,
};

use crate::people::somebody;
use crate::support::{Desk, NOW, bytes, erased, on_each, read_all, report, rng, sealed, tip};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/upgrade")
}

/// What stands behind a mark in the remarks of a file.
fn told<'t>(text: &'t str, mark: &str) -> impl Iterator<Item = &'t str> {
    let mark = format!("-- {mark} ");
    text.lines()
        .filter_map(move |line| line.strip_prefix(&mark))
}

/// Brings a desk to the newest version and opens all of it.
async fn upgrade(desk: &Desk, version: i64) {
    let text = fs::read_to_string(folder().join(format!("{version}.sql"))).unwrap();
    let database = desk.empty_database(&format!("version-{version}.db")).await;
    testing::database_of_version(&database, version, &text)
        .await
        .unwrap();
    let blobs = desk.folder.join(format!("blobs-{version}"));
    for (id, hex) in told(&text, "file").filter_map(|line| line.split_once(' ')) {
        let inner = blobs.join(&id[..2]);
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join(id), unhex(hex)).unwrap();
    }
    let key = told(&text, "key").next().unwrap();
    let keyring = Keyring::new(MasterKey::from_file(key).unwrap());
    let store = Store::open(&database, &blobs, keyring, NOW, &mut rng())
        .await
        .unwrap();
    let checked = format!("{:?}", store.check().await.unwrap());
    assert_eq!(Some(checked.as_str()), told(&text, "holds").next());
    let read = store.read().await.unwrap();
    let verified = verify(read, store.keys().verifying(), None, |_| ()).await;
    assert!(verified.unwrap().unwrap().1.is_whole());
    // and it goes on
    tip(&store, "quince").await;
    read_all(&store, "found").await;
    sign(&store).await.unwrap();
    let (listed, real) = store.tables().await.unwrap();
    assert_eq!(listed, real);
    store.close().await;
}

#[test]
fn every_version_opens() {
    on_each(async |desk| {
        for version in 1..=store::VERSION {
            let is_there = folder().join(format!("{version}.sql")).exists();
            assert!(is_there, "no desk of version {version} is kept: write one");
            upgrade(&desk, version).await;
        }
    });
}

fn unhex(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

#[test]
#[ignore = "writes a desk of this version, once, before the tables change"]
fn write_this_version() {
    let file = folder().join(format!("{}.sql", store::VERSION));
    on_each(async |desk| {
        if !desk.is_sqlite {
            return;
        }
        odd(&desk).await;
        let key = desk.key.lines().find(|line| !line.starts_with('#'));
        let mut text = format!(
            "-- a desk of version {}\n-- key {}\n-- holds {:?}\n",
            store::VERSION,
            key.unwrap(),
            desk.store.check().await.unwrap()
        );
        for folder in fs::read_dir(desk.folder.join("blobs")).unwrap() {
            for file in fs::read_dir(folder.unwrap().path()).unwrap() {
                let path = file.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                write!(text, "-- file {name} ").unwrap();
                for byte in fs::read(&path).unwrap() {
                    write!(text, "{byte:02x}").unwrap();
                }
                text.push('\n');
            }
        }
        text += "-- rows;\n";
        text += &desk.store.as_sql().await.unwrap();
        fs::create_dir_all(folder()).unwrap();
        fs::write(&file, text).unwrap();
    });
}

fn by(account: &model::AccountId) -> By<'_> {
    By { account, at: NOW }
}

/// A desk with rows of every kind, also rare ones.
async fn odd(desk: &Desk) {
    let store = &desk.store;
    let once: [&[u8]; 2] = [b"one", b"\0\xff'"];
    let batch = [
        sealed(store, "", None),
        sealed(
            store,
            "it's \u{1f33c}\u{0}\u{202e} \"odd\"; --",
            Some(once[0]),
        ),
        sealed(store, &"long ".repeat(200), Some(once[1])),
    ];
    receive(store, &batch).await.unwrap();
    let gone = small_tip(desk, None).await;
    let tip = TipId::random(bytes());
    small_tip(desk, Some(tip)).await;
    small_tip(desk, Some(tip)).await;
    let text = "we read it; thank you";
    assert!(
        store::reply(store, &tip, text, NOW, &mut rng())
            .await
            .unwrap()
    );
    read_all(store, "{}").await;
    sign(store).await.unwrap();
    assert_eq!(erased(store, &gone).await, Erased::Done);
    let scopes = [model::Scope::Read, model::Scope::Receive];
    let new = NewToken {
        name: "O'Hara; x'00' -- é",
        scopes: &scopes,
        expires: i64::MAX,
    };
    add_token(store, &new, NOW, &mut rng()).await.unwrap();
    let ana = somebody(
        store,
        "O'Hara; x'00' -- é",
        &[model::Role::Lead, model::Role::Admin],
    )
    .await;
    let passkey = store::NewPasskey {
        id: b"\0\xff'",
        name: "it's \"odd\"; --",
        credential: "{}",
    };
    let added = store::add_passkey(store, by(&ana), &passkey, &mut rng()).await;
    assert_eq!(added.unwrap(), store::Added::Yes);
    let identity = store::Identity {
        issuer: "https://id.example.org".to_owned(),
        subject: "it's \"odd\"; --".to_owned(),
    };
    assert!(
        store::tie(store, by(&ana), &identity, &mut rng())
            .await
            .unwrap()
    );
    let mut read = store.read().await.unwrap();
    let open = queue(&mut read, Show::Open, Position::FIRST, 2)
        .await
        .unwrap();
    drop(read);
    let aims: Vec<Aim> = (open.iter())
        .map(|work| Aim {
            report: work.report,
            acted: work.acted,
        })
        .collect();
    let by = by(&ana);
    let change = Change::Decide(model::Disposition::Refer);
    let acted = act(
        store,
        by,
        &aims,
        change,
        Some("it's \"odd\"; --"),
        &mut rng(),
    )
    .await;
    undo(store, by, acted.unwrap().batch.unwrap(), false, &mut rng())
        .await
        .unwrap();
    let change = Change::Assign(Some(ana));
    act(store, by, &aims, change, None, &mut rng())
        .await
        .unwrap();
    open_report(store, by, aims[0].report, true, &mut rng())
        .await
        .unwrap();
    store::open_case(store, by, Some(1), "{}", &mut rng())
        .await
        .unwrap();
    let steps = vec![
        store::Step::Add(Part::Note, "it's \"odd\"; --".into(), Some(NOW)),
        store::Step::Add(Part::Task, String::new(), None),
        store::Step::Add(Part::Person, "x'00'".into(), Some(NOW)),
        store::Step::Add(Part::Person, "é".into(), None),
    ];
    let decide = |_: &store::Case| Ok::<_, ()>(steps);
    let done = store::change_case(store, by, 1, Some("x'00'"), decide, &mut rng()).await;
    let store::CaseChanged::Yes(places) = done.unwrap() else {
        panic!("it was changed")
    };
    store::undo_case(store, by, 1, places[1], |_, _, _| true, &mut rng())
        .await
        .unwrap();
    let purge = model::case::retention::Purge::Redress;
    let decide = |_: &store::Case| Ok::<_, ()>(vec![store::Step::Purge(places[2], purge)]);
    store::change_case(store, by, 1, None, decide, &mut rng())
        .await
        .unwrap();
    grouped(store, by).await;
    called(store, by).await;
    let browser = seal::Token::new(&mut rng());
    let proof = store::Proof::Step(8);
    store::begin_session(store, &ana, proof, Some(&browser), NOW, &mut rng())
        .await
        .unwrap();
    store::see_notices(store, &ana, NOW).await.unwrap();
    store::invite(store, &ana, (NOW, NOW + model::DAY), &mut rng())
        .await
        .unwrap();
    receive(store, &[sealed(store, "not read, not signed", None)])
        .await
        .unwrap();
}

/// A group that is let into a case.
async fn grouped(store: &Store, by: By<'_>) {
    let made = store::make_group(store, by, "O'Hara's; --", &mut rng()).await;
    assert_eq!(made.unwrap(), store::Grouped::Yes(1));
    let mut read = store.read().await.unwrap();
    let groups = store::groups(&mut read, store.keys()).await.unwrap();
    drop(read);
    let change = store::GroupChange::Member(by.account, true);
    let aim = (1, groups[0].acted);
    store::change_group(store, by, aim, change, &mut rng())
        .await
        .unwrap();
    let decide = |_: &store::Case| Ok::<_, ()>(vec![store::Step::Group(1, true)]);
    store::change_case(store, by, 1, None, decide, &mut rng())
        .await
        .unwrap();
}

/// Somebody on duty who was called, and who has a link for their calendar.
async fn called(store: &Store, by: By<'_>) {
    let how = store::DutyMove::On;
    let moved = store::move_on_duty(store, by, by.account, how, &mut rng()).await;
    assert!(moved.unwrap());
    let address = Some("o'hara@example.org");
    store::set_address(store, by, by.account, address, &mut rng())
        .await
        .unwrap();
    let mut calling = store::Calling::begin(store).await.unwrap();
    let waits = store::waiting(calling.read(), NOW + 2).await.unwrap();
    let first = waits[0].clone();
    let call = |way, account| store::NewCall {
        kind: model::call::CallKind::New,
        way,
        account,
        level: Some(first.level),
        report: Some(first.report),
        clock: Some(first.due),
        reports: 1,
        late: 0,
        is_of_tip: first.is_tip,
    };
    let calls = [
        call(model::call::Way::Mail, Some(*by.account)),
        call(model::call::Way::Webhook, None),
    ];
    let steps = store::Steps {
        began: NOW,
        step: 0,
    };
    let steps = [(first.clone(), steps)];
    calling
        .commit(&calls, &steps, NOW, &mut rng())
        .await
        .unwrap();
    let mut read = store.read().await.unwrap();
    let made = store::calls_due(&mut read, NOW, 2).await.unwrap();
    drop(read);
    let fault = model::call::Fault::Busy;
    store::fail_call(store, &made[0].id, fault, NOW + 9)
        .await
        .unwrap();
    let sent = store::CallEnd::Sent;
    store::end_call(store, &made[1], sent, NOW, &mut rng())
        .await
        .unwrap();
    store::make_feed(store, by, &mut rng()).await.unwrap();
}

/// A tip with a file of no bytes and one of few.
async fn small_tip(desk: &Desk, tip: Option<TipId>) -> model::ReportId {
    let store = &desk.store;
    let mut new = Incoming {
        tip,
        channel: Channel::Tip,
        ..report("they wait at the side door")
    };
    for content in ["", "a picture"] {
        let file = FileId::random(bytes());
        let place = Incoming::place(&new.id);
        let mut rng = rng();
        let writer = store.blobs().create(file, &new.key, &place, &mut rng);
        let mut writer = writer.await.unwrap();
        writer.write(content.as_bytes()).await.unwrap();
        let about = store::Attachment {
            name: "../x".into(),
            kind: String::new(),
            sha256: String::new(),
        };
        new.files.push((writer.finish().await.unwrap(), about));
    }
    let id = new.id;
    receive(store, &[new.seal(store.keys(), NOW, &mut rng()).unwrap()])
        .await
        .unwrap();
    id
}

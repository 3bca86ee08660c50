//! The desk brings reports together as they come, one by one or many at once, as `analyze` does with all of them.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what it expects by failing there"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use engine::{Options, Study, picture};
use model::Channel;
use store::{Body, Store};
use wardline::act::{self, Desk, Report};
use wardline::clock::Clock;
use wardline::config::{Flags, Settings};

/// Clusters whose reports come mixed, in both languages; one has nothing to report.
const CLUSTERS: [&str; 7] = ["alder", "elm", "oak", "sauce", "tilo", "town-hall", "maple"];

fn of_cluster(cluster: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/clusters/develop");
    let files = fs::read_dir(folder.join(cluster)).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.collect()
}

/// The texts of some clusters, one of each in turn.
fn mixed() -> Vec<String> {
    let clusters: Vec<Vec<String>> = CLUSTERS.iter().map(|one| of_cluster(one)).collect();
    let longest = clusters.iter().map(Vec::len).max().unwrap();
    let turns = (0..longest).flat_map(|turn| clusters.iter().filter_map(move |all| all.get(turn)));
    turns.cloned().collect()
}

type Groups = BTreeSet<Vec<usize>>;

/// Which belong together, by the engine that has all of them at once.
fn at_once(texts: &[String]) -> Groups {
    let read = |text: &String| Study::of(text, &Options::default());
    let studies: Vec<Study> = texts.iter().map(read).collect();
    let incidents = picture(&studies).incidents;
    incidents.into_iter().map(|one| one.reports).collect()
}

async fn receive(desk: &Desk, text: &str) -> u64 {
    let body = Body {
        text: text.to_owned(),
        ..Body::default()
    };
    let report = Report {
        body,
        ..act::report(Channel::Api)
    };
    act::receive(desk, report).await.unwrap().place
}

async fn receive_all(desk: &Desk, texts: &[String]) -> Vec<u64> {
    let mut places = Vec::new();
    for text in texts {
        places.push(receive(desk, text).await);
    }
    places
}

async fn read_all(desk: &Desk) {
    while act::read_waiting(desk, |_| ()).await.unwrap() > 0 {}
}

/// Which belong together at a desk, by the places in which they came.
async fn at_desk(store: &Store, places: &[u64]) -> Groups {
    let mut read = store.read().await.unwrap();
    let mut groups = Groups::new();
    for incident in store::incidents(&mut read, None, 999).await.unwrap() {
        let reports = store::reports_of(&mut read, incident.place, 999).await;
        let reports = reports.unwrap();
        assert_eq!(reports.len() as u64, incident.reports);
        let index = |place: &u64| places.iter().position(|one| one == place).unwrap();
        groups.insert(reports.iter().map(index).collect());
    }
    groups
}

fn on_each<F: Future<Output = ()>>(story: impl Fn(Desk) -> F) {
    #[expect(clippy::disallowed_methods, reason = "where the tests' server is")]
    let server = std::env::var("WARDLINE_TEST_POSTGRES").ok();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for server in [None].into_iter().chain(server.map(Some)) {
            let folder = tempfile::tempdir().unwrap();
            let database = match server {
                Some(server) => Some(
                    store::testing::database_of_its_own(&server, "link")
                        .await
                        .unwrap(),
                ),
                None => None,
            };
            let flags = Flags {
                data: Some(folder.path().to_owned()),
                database,
                ..Flags::default()
            };
            let settings = Settings::of(flags).unwrap();
            let store = settings.open(&Clock::Real).await.unwrap();
            story(Desk::new(store.clone(), Clock::Real)).await;
            store.close().await;
        }
    });
}

#[test]
fn reports_that_come_one_by_one_are_brought_together_as_all_at_once() {
    let texts = mixed();
    let expected = at_once(&texts);
    assert!(expected.len() + 1 >= CLUSTERS.len(), "{expected:?}");
    on_each(async |desk| {
        let mut places = Vec::new();
        for text in &texts {
            places.push(receive(&desk, text).await);
            read_all(&desk).await;
        }
        assert_eq!(at_desk(&desk.store, &places).await, expected);
    });
}

#[test]
fn reports_that_come_together_are_brought_together() {
    let texts = mixed();
    let expected = at_once(&texts);
    on_each(async |desk| {
        let places = receive_all(&desk, &texts).await;
        read_all(&desk).await;
        assert_eq!(at_desk(&desk.store, &places).await, expected);
    });
}

#[test]
fn two_that_read_at_once_find_each_others() {
    let texts = mixed();
    let expected = at_once(&texts);
    on_each(async |desk| {
        let places = receive_all(&desk, &texts).await;
        let (one, other) = (desk.clone(), desk.clone());
        let others = tokio::spawn(async move { read_all(&other).await });
        read_all(&one).await;
        others.await.unwrap();
        read_all(&desk).await;
        assert_eq!(at_desk(&desk.store, &places).await, expected);
    });
}

/// A text whose words are all its own but for one in so many, and which names nobody.
fn retold(text: &str, every: usize) -> String {
    let word = |(at, word): (usize, &str)| match at % every {
        0 => format!("w{at}"),
        _ => word.to_owned(),
    };
    let words = text.split_whitespace().enumerate().map(word);
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_copy_is_found_by_its_words_alone() {
    let text = "they said that whoever brings down one of the guards at the depot will be paid well, and that nobody \
                should talk about it to anyone; he heard it in the queue on two evenings from a man with a grey coat who \
                offered five thousand dollars for each guard that is killed, and who said that the money is in a locker";
    let copy = retold(text, 8);
    on_each(async |desk| {
        let mut places = vec![receive(&desk, text).await];
        read_all(&desk).await;
        for other in mixed().iter().take(3) {
            receive(&desk, other).await;
        }
        read_all(&desk).await;
        places.push(receive(&desk, &copy).await);
        read_all(&desk).await;
        let mut read = desk.store.read().await.unwrap();
        let all = store::incidents(&mut read, None, 99).await.unwrap();
        let mut found = Vec::new();
        for incident in all {
            found.push(
                store::reports_of(&mut read, incident.place, 99)
                    .await
                    .unwrap(),
            );
        }
        assert!(found.contains(&places), "{found:?} {places:?}");
    });
}

fn wardline(arguments: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wardline"));
    command.args(arguments).output().unwrap()
}

#[test]
fn the_command_line_shows_what_a_desk_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    let desk = desk.to_str().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    for (number, text) in of_cluster("alder").iter().enumerate() {
        fs::write(reports.join(format!("{number}.txt")), text).unwrap();
    }
    let reports = reports.to_str().unwrap();
    let taken = wardline(&["receive", "--data", desk, reports]);
    assert!(taken.status.success());
    let listed = wardline(&["incidents", "--data", desk]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("5 reports, "), "{listed}");
    let number = listed.split_whitespace().next().unwrap();

    let shown = wardline(&["incidents", "--data", desk, number, "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(shown["schema"], "wardline-analysis/1");
    assert_eq!(shown["incidents"].as_array().unwrap().len(), 1);

    let none = wardline(&["incidents", "--data", desk, "9999"]);
    assert_eq!(none.status.code(), Some(1));
    let told = String::from_utf8(none.stderr).unwrap();
    assert_eq!(told.lines().count(), 2, "{told}");
}

/// Junk of the kinds that forms meet: chatter, words in no order, and one threat said over and over.
fn junk(number: usize) -> String {
    const WORDS: [&str; 12] = [
        "blue",
        "window",
        "seventeen",
        "coffee",
        "tomorrow",
        "garden",
        "nobody",
        "letters",
        "engine",
        "rather",
        "market",
        "slowly",
    ];
    match number % 3 {
        0 => format!(
            "test test {number}, is anybody reading this? the weather is fine here, hello from room {number}"
        ),
        1 => {
            let word =
                |turn: usize| WORDS[(number * 7 + turn * turn * (number % 5 + 1)) % WORDS.len()];
            (0..30).map(word).collect::<Vec<_>>().join(" ")
        }
        _ => format!(
            "I WILL KILL YOU ALL!!! you will all die, every one of you, wait for it {number}"
        ),
    }
}

async fn a_real_one_among(desk: Desk, count: usize) {
    let real = "Two men in a grey van asked the porter of the courthouse which car judge Amalia Ferrant drives. They said \
                somebody pays 8,000 euros to whoever shoots her on Friday when she leaves by the side door.";
    let (mut place, mut waiting) = (0, tokio::task::JoinSet::new());
    for number in 0..count {
        if number == count / 2 {
            place = receive(&desk, real).await;
        }
        let (desk, text) = (desk.clone(), junk(number));
        waiting.spawn(async move { receive(&desk, &text).await });
        while waiting.len() > 512 {
            waiting.join_next().await.unwrap().unwrap();
        }
    }
    while let Some(done) = waiting.join_next().await {
        done.unwrap();
    }
    read_all(&desk).await;
    let mut read = desk.store.read().await.unwrap();
    let counts = store::count(&mut read).await.unwrap();
    assert_eq!(counts.reports, count as u64 + 1, "what is junk is kept too");
    let incidents = store::incidents(&mut read, None, 10).await.unwrap();
    assert!(
        incidents.len() < 10,
        "junk makes few incidents: {incidents:?}"
    );
    let mut found = Vec::new();
    for incident in incidents {
        found.push(
            store::reports_of(&mut read, incident.place, 2)
                .await
                .unwrap(),
        );
    }
    assert!(found.contains(&vec![place]), "{place} {found:?}");
}

#[test]
fn a_real_report_among_two_thousand_of_junk_is_kept_and_found() {
    on_each(|desk| a_real_one_among(desk, 2_000));
}

#[test]
#[ignore = "takes a minute on both databases"]
fn a_real_report_among_a_hundred_thousand_of_junk_is_kept_and_found() {
    on_each(|desk| a_real_one_among(desk, 100_000));
}

#[test]
fn yesterday_in_a_tip_is_the_day_before_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let flags = Flags {
        data: Some(folder.path().to_owned()),
        ..Flags::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let number = runtime.block_on(async {
        let settings = Settings::of(flags).unwrap();
        let clock = Clock::Fixed(std::sync::Arc::new(1_790_000_000_000_000.into()));
        let store = settings.open(&clock).await.unwrap();
        let desk = Desk::new(store, clock);
        let mut tip = act::report(Channel::Tip);
        tip.body.text =
            "Yesterday two masked men shot at officer Lena Brandt outside the station in Weldon."
                .to_owned();
        let place = act::receive(&desk, tip).await.unwrap().place;
        read_all(&desk).await;
        desk.store.close().await;
        place
    });
    let desk = folder.path().to_str().unwrap();
    let shown = wardline(&[
        "incidents",
        "--data",
        desk,
        &number.to_string(),
        "--format",
        "json",
    ]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("2026-09-20"), "{shown}");
}

//! What detection makes of our own examples, of any text at all, and of look-alikes.

#![expect(clippy::print_stdout, reason = "the figures, with --nocapture")]

use engine::text::Doc;
use engine::{Reason, detect, level};
use model::{Behaviour, Level, Stance};
use proptest::prelude::*;
use serde_json::Value;

struct Example {
    text: String,
    threat: bool,
    stance: String,
}

fn examples(name: &str) -> Vec<Example> {
    let path = format!("{}/tests/detect/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(path).expect("examples");
    rows.lines()
        .map(|row| {
            let row: Value = serde_json::from_str(row).expect("a row");
            let of = |key: &str| row[key].as_str().expect("a string").to_owned();
            Example {
                text: of("text"),
                threat: row["threat"] == 1,
                stance: of("stance"),
            }
        })
        .collect()
}

fn read(text: &str) -> detect::Detection {
    detect::read(&Doc::new(text))
}

fn level_of(text: &str) -> Level {
    let doc = Doc::new(text);
    level::of(&doc, &detect::read(&doc), &[]).0
}

fn shows(text: &str, kind: Behaviour) -> bool {
    read(text)
        .behaviours
        .iter()
        .any(|f| f.kind == kind && f.score >= 0.5)
}

/// Shares of threats found, of other texts taken for threats, and of stances told rightly.
fn shares(name: &str) -> (f32, f32, f32) {
    let examples = examples(name);
    let (mut found, mut threats, mut wrong, mut stances) = (0f32, 0f32, 0f32, 0f32);
    for example in &examples {
        let detection = read(&example.text);
        let held = detection.threat >= 0.5;
        threats += f32::from(u8::from(example.threat));
        found += f32::from(u8::from(example.threat && held));
        wrong += f32::from(u8::from(!example.threat && held));
        stances += f32::from(u8::from(detection.stance.as_str() == example.stance));
    }
    let all = examples.len() as f32;
    (found / threats, wrong / (all - threats), stances / all)
}

#[test]
fn english_examples_are_told_apart() {
    let (found, wrong, stances) = shares("en");
    assert!(
        found >= 0.88 && wrong <= 0.04 && stances >= 0.91,
        "{found} {wrong} {stances}"
    );
}

#[test]
fn spanish_examples_are_told_apart() {
    let (found, wrong, stances) = shares("es");
    assert!(
        found >= 0.9 && wrong <= 0.04 && stances >= 0.92,
        "{found} {wrong} {stances}"
    );
}

/// What reading makes of tips and posts: counts of what was there and what was found.
#[derive(Debug, Default)]
struct Tally {
    threats: u32,
    found: u32,
    others: u32,
    alarms: u32,
    stances: u32,
    rows: u32,
    behaviours: u32,
    shown: u32,
    innocent: u32,
    innocent_shown: u32,
}

fn tally(name: &str, split: &str) -> Tally {
    let path = format!("{}/tests/detect/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let rows = std::fs::read_to_string(path).expect("examples");
    let mut tally = Tally::default();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).expect("a row");
        if row["split"] != split {
            continue;
        }
        let detection = read(row["text"].as_str().expect("a text"));
        let has = |kind: &str| {
            let mut found = detection.behaviours.iter();
            found.any(|f| f.kind.as_str() == kind && f.score >= 0.5)
        };
        let held = u32::from(detection.threat >= 0.5);
        let (all, hit) = match row["threat"] == 1 {
            true => (&mut tally.threats, &mut tally.found),
            false => (&mut tally.others, &mut tally.alarms),
        };
        *all += 1;
        *hit += held;
        tally.rows += 1;
        tally.stances += u32::from(row["stance"] == detection.stance.as_str());
        for kind in row["behaviours"].as_array().expect("behaviours") {
            tally.behaviours += 1;
            tally.shown += u32::from(has(kind.as_str().expect("a kind")));
        }
        if row["stance"] == "unrelated" || row["stance"] == "fiction" {
            tally.innocent += 1;
            let any = detection.behaviours.iter().any(|f| f.score >= 0.5);
            tally.innocent_shown += u32::from(any);
        }
    }
    println!("{name} {split}: {tally:?}");
    tally
}

/// Percent of `part` in `whole`.
fn percent(part: u32, whole: u32) -> u32 {
    part * 100 / whole
}

#[test]
fn tips_and_posts_are_told_apart() {
    // threats found, stances right, behaviours shown: at least; alarms, innocent texts shown: at most
    for (name, split, [found, stances, shown], [alarms, innocent]) in [
        ("tips-en", "tuned", [92, 92, 88], [4, 12]),
        ("tips-en", "held", [88, 85, 88], [16, 28]),
        ("tips-es", "tuned", [90, 92, 92], [7, 16]),
        ("tips-es", "held", [80, 85, 80], [16, 28]),
    ] {
        let tally = tally(name, split);
        assert!(
            percent(tally.found, tally.threats) >= found
                && percent(tally.stances, tally.rows) >= stances
                && percent(tally.shown, tally.behaviours) >= shown
                && percent(tally.alarms, tally.others) <= alarms
                && percent(tally.innocent_shown, tally.innocent) <= innocent,
            "{name} {split}: {tally:?}"
        );
    }
}

#[test]
fn a_witness_of_watching_is_elevated_and_reasons_are_plain() {
    let text = "My sister sits on the appeal court. A silver van stood in front of her house on Monday and \
                again today, and the men in it photographed the door.";
    let doc = Doc::new(text);
    let detection = detect::read(&doc);
    assert_eq!(detection.stance, Stance::Reports);
    assert!(shows(text, Behaviour::Surveillance), "{detection:?}");
    let (level, reasons) = level::of(&doc, &detection, &[]);
    assert!(matches!(level, Level::P2 | Level::P3), "{level:?}");
    assert!(
        reasons
            .iter()
            .any(|reason| matches!(reason, Reason::Watched(_))),
        "{reasons:?}"
    );
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the shape of the time is what is tested"
)]
fn dense_text_takes_linear_time() {
    let time = |text: &str| {
        let doc = Doc::new(text);
        let start = std::time::Instant::now();
        assert!(detect::read(&doc).threat <= 1.0);
        start.elapsed().as_secs_f64()
    };
    let dense = "kill shoot your kids pay $500 for her head we know where you live ";
    for part in ["kill ", "k i l l ", dense, "we know. your house. or else. "] {
        time(part);
        // the machine may be busy with something else: one quiet try is enough
        let linear = (0..5).any(|_| {
            let small = time(&part.repeat(40_000 / part.len())).max(0.002);
            time(&part.repeat(320_000 / part.len())) < small * 24.0
        });
        assert!(linear, "{part}");
    }
}

#[test]
fn disguises_do_not_hide_a_threat() {
    for text in [
        "I will k1ll you tonight",
        "I will k i l l you tonight",
        "I will k.i.l.l you tonight",
        "I will kiiiill you tonight",
        "I will k!ll you tonight",
        "I will k*ll you tonight",
        "I will k\u{200b}ill you tonight",
        "I will kіll you tonight",
        "I w1ll k1ll you t0night",
        "te voy a m4tar",
        "te voy a m a t a r",
    ] {
        assert!(read(text).threat >= 0.5, "{text}: {}", read(text).threat);
    }
}

#[test]
fn clusters_are_told_of_and_not_threatened_with() {
    let root = format!(
        "{}/../../corpus/clusters/develop",
        env!("CARGO_MANIFEST_DIR")
    );
    let (mut right, mut all, mut threatening) = (0u32, 0u32, 0u32);
    for cluster in std::fs::read_dir(root).expect("clusters") {
        let cluster = cluster.expect("a cluster").path();
        let Ok(gold) = std::fs::read_to_string(cluster.join("gold.json")) else {
            continue;
        };
        let gold: Value = serde_json::from_str(&gold).expect("gold");
        for report in gold["reports"].as_array().expect("reports") {
            let file = cluster.join(report["file"].as_str().expect("file"));
            let detection = read(&std::fs::read_to_string(&file).expect("report"));
            if detection.threat >= 0.5 {
                println!("{}: {}", file.display(), detection.threat);
                threatening += 1;
            }
            all += 1;
            right += u32::from(report["stance"] == detection.stance.as_str());
        }
    }
    println!("stance right in {right} of {all} reports");
    assert!(
        threatening * 100 <= all * 5,
        "{threatening} reports are taken for threats"
    );
    assert!(all >= 59 && right * 100 >= all * 83, "{right} of {all}");
}

#[test]
fn behaviours_are_shown_whoever_they_are_told_by() {
    let mut missed = Vec::new();
    for (text, kind) in [
        (
            "They offered $9,000 for the judge's home address.",
            Behaviour::Bounty,
        ),
        (
            "Ofrecían 9.000 euros por matar al fiscal.",
            Behaviour::Bounty,
        ),
        (
            "The teacher received death threats on Monday.",
            Behaviour::Threat,
        ),
        (
            "The group urged followers to attack officers.",
            Behaviour::Incitement,
        ),
        (
            "Her home address was published on a forum.",
            Behaviour::Doxxing,
        ),
        (
            "Two men photographed the clinic's entrance from a van.",
            Behaviour::Surveillance,
        ),
        (
            "Gunmen ambushed the convoy at the bridge.",
            Behaviour::Ambush,
        ),
        ("Tres hombres emboscaron a la patrulla.", Behaviour::Ambush),
        (
            "An officer was shot outside the station.",
            Behaviour::Attack,
        ),
        ("Secuestraron al chofer de la jueza.", Behaviour::Kidnapping),
        (
            "A false 911 call sent armed police to her house.",
            Behaviour::Swatting,
        ),
        (
            "The reporter was harassed for weeks with abusive calls.",
            Behaviour::Harassment,
        ),
        (
            "A pipe bomb was found under the mayor's car.",
            Behaviour::Explosive,
        ),
    ] {
        // what the net does not see is still told of as doubtful
        let told = read(text).behaviours.iter().any(|found| found.kind == kind);
        assert!(told, "{text}: {:?}", read(text).behaviours);
        if !shows(text, kind) {
            missed.push(text);
        }
    }
    assert!(missed.len() <= 2, "{missed:?}");
}

#[test]
fn lookalikes_show_nothing() {
    for text in [
        "Police offer a $20,000 reward for information leading to an arrest.",
        "The vendor raised its bug bounty to $30,000 for a critical vulnerability in the software.",
        "He had a heart attack and was taken to hospital.",
        "A bear attack closed the trail.",
        "Tech shares exploded on Tuesday.",
        "Sufrió un ataque al corazón.",
        "La recompensa por mi perro perdido es de 100 euros.",
    ] {
        let strong: Vec<_> = read(text)
            .behaviours
            .into_iter()
            .filter(|f| f.score >= 0.5)
            .collect();
        assert!(strong.is_empty(), "{text}: {strong:?}");
    }
}

#[test]
fn levels_follow_what_is_said() {
    for (text, levels) in [
        (
            "I have my rifle and I will kill the judge tonight at the courthouse.",
            [Level::P1, Level::P1],
        ),
        ("I will kill that judge.", [Level::P2, Level::P2]),
        ("I will kill you.", [Level::P3, Level::P2]),
        (
            "I heard two men say they are going to ambush the inspector tonight outside his house.",
            [Level::P1, Level::P1],
        ),
        (
            "A network offers $9,000 for killing officers and publishes their home addresses, officials said.",
            [Level::P2, Level::P2],
        ),
        ("I'd kill for a coffee.", [Level::P5, Level::P5]),
        (
            "Resign, mayor! We will march on Saturday.",
            [Level::P5, Level::P5],
        ),
    ] {
        let level = level_of(text);
        assert!(levels.contains(&level), "{text}: {level:?}");
    }
}

#[test]
fn condemning_and_fiction_are_not_making() {
    assert_eq!(
        read("We condemn the death threats against the nurse.").stance,
        Stance::Condemns
    );
    assert_eq!(
        read("In this novel the villain puts a price on the judge; the last chapter is superb.")
            .stance,
        Stance::Fiction
    );
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let doc = Doc::new(text);
    let detection = detect::read(&doc);
    prop_assert!((0.0..=1.0).contains(&detection.threat));
    let characters: Vec<char> = text.chars().collect();
    for finding in &detection.behaviours {
        prop_assert!((0.0..=1.0).contains(&finding.score));
        prop_assert!(!finding.evidence.is_empty() && finding.evidence.len() <= 5);
        for quote in &finding.evidence {
            let exact: String = characters[quote.start..quote.end].iter().collect();
            prop_assert_eq!(&exact, &quote.text);
        }
    }
    let (level, reasons) = level::of(&doc, &detection, &[]);
    prop_assert!(!reasons.is_empty());
    prop_assert!(detection.stance != Stance::Makes || level != Level::P5);
    prop_assert_eq!(detect::read(&Doc::new(text)), detection);
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn any_row_of_telling_words_is_read(words in proptest::collection::vec(
        prop_oneof![
            Just("kill"), Just("k"), Just("i"), Just("l"), Just("\""), Just("«"), Just("»"), Just("you"), Just("will"), Just("."), Just("$"),
            Just("5,000"), Just("for"), Just("judge"), Just("matar"), Just("a"), Just("la"), Just("jueza"), Just("if"), Just("🔪"), Just("\n\n"),
            Just("bomb"), Just("door"), Just("know"), Just("sabemos"), Just("said"), Just("tonight"), Just("é"), Just("*"), Just("ll"), Just("k1ll"), Just("they"), Just("must"), Just("die"),
        ], 0..60), tight in any::<bool>()) {
        holds(&words.join(if tight { "" } else { " " }))?;
    }
}

//! Which personal data are found: in our own examples, and in sets of labelled texts outside of this repository.
//!
//! A line of an example marks what it exposes as `[[KIND words]]`; `¶` is an end of line.

#![expect(clippy::print_stdout, reason = "the figures, with --nocapture")]

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use engine::{Options, read};
use serde_json::Value;
use sha2::{Digest, Sha256};

type Spans = Vec<(String, Range<usize>)>;

/// What was found rightly and in all, what there is and how much of it was found.
#[derive(Default)]
struct Tally {
    right: usize,
    found: usize,
    hit: usize,
    there: usize,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.hit as f64 / self.there.max(1) as f64
    }

    fn f1(&self) -> f64 {
        let sum = self.precision() + self.recall();
        if sum > 0.0 {
            2.0 * self.precision() * self.recall() / sum
        } else {
            0.0
        }
    }
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Counts one text: a span that overlaps one of its kind is right. `beside` are spans that a kind may touch.
fn count(tallies: &mut BTreeMap<String, Tally>, text: &str, gold: &Spans, beside: &Spans) {
    let reading = read(text, &Options::default());
    let found: Spans = reading
        .exposures
        .iter()
        .map(|one| (one.kind.as_str().to_owned(), one.start..one.end))
        .collect();
    let within = |spans: &Spans, kind: &str, span: &Range<usize>| {
        spans
            .iter()
            .any(|(other, place)| other == kind && overlaps(place, span))
    };
    for (kind, span) in gold {
        let tally = tallies.entry(kind.clone()).or_default();
        tally.there += 1;
        tally.hit += usize::from(within(&found, kind, span));
    }
    for (kind, span) in &found {
        let right = within(gold, kind, span);
        if right || !within(beside, kind, span) {
            let tally = tallies.entry(kind.clone()).or_default();
            tally.found += 1;
            tally.right += usize::from(right);
        }
    }
}

/// A text without its marks, and what they mark, in code points.
fn unmarked(line: &str) -> (String, Spans) {
    let mut text = String::new();
    let mut spans = Spans::new();
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once("[[") {
        text.push_str(before);
        let (inside, after) = marked.split_once("]]").expect("a closed mark");
        let (kind, words) = inside.split_once(' ').expect("kind and words");
        let start = text.chars().count();
        text.push_str(words);
        spans.push((kind.to_owned(), start..text.chars().count()));
        rest = after;
    }
    text.push_str(rest);
    (text.replace('¶', "\n"), spans)
}

fn own(name: &str) -> BTreeMap<String, Tally> {
    let path = format!("{}/tests/exposures/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let mut tallies = BTreeMap::new();
    for line in std::fs::read_to_string(path).expect("examples").lines() {
        let (text, gold) = unmarked(line);
        count(&mut tallies, &text, &gold, &Spans::new());
    }
    tallies
}

fn print(title: &str, tallies: &BTreeMap<String, Tally>) {
    println!("{title}");
    for (kind, tally) in tallies.iter().filter(|(_, tally)| tally.there > 0) {
        println!(
            "  {kind:14} F1 {:.3}  precision {:.3} of {}  recall {:.3} of {}",
            tally.f1(),
            tally.precision(),
            tally.found,
            tally.recall(),
            tally.there
        );
    }
}

#[test]
fn own_examples_expose_what_is_marked() {
    for name in ["en", "es"] {
        let tallies = own(name);
        print(name, &tallies);
        for (kind, tally) in &tallies {
            let floor = match kind.as_str() {
                "PERSON" => 0.9,
                "LOCATION" => 0.6,
                "ADDRESS" => 0.9,
                _ => 0.99,
            };
            assert!(tally.f1() >= floor, "{name} {kind} {:.3}", tally.f1());
        }
    }
}

/// Our kind for a type of span in the public sets.
fn kind_of(label: &str) -> Option<&'static str> {
    Some(match label {
        "PERSON" | "person" | "NOMBRE_SUJETO_ASISTENCIA" | "NOMBRE_PERSONAL_SANITARIO" => "PERSON",
        "STREET_ADDRESS" | "CALLE" => "ADDRESS",
        "PHONE_NUMBER" | "NUMERO_TELEFONO" | "NUMERO_FAX" => "PHONE",
        "EMAIL_ADDRESS" | "CORREO_ELECTRONICO" => "EMAIL",
        "CREDIT_CARD" => "CARD",
        "IBAN_CODE" => "IBAN",
        "IP_ADDRESS" => "IP",
        "DOMAIN_NAME" => "URL",
        "GPE" | "LOC" | "location" | "TERRITORIO" | "PAIS" => "LOCATION",
        "US_SSN" | "US_DRIVER_LICENSE" => "ID",
        label if label.starts_with("ID_") => "ID",
        _ => return None,
    })
}

/// What a kind may touch without being wrong: towns and codes of addresses, places inside of other names.
fn beside_of(label: &str) -> Option<&'static str> {
    match label {
        "ZIP_CODE" | "TERRITORIO" | "GPE" => Some("ADDRESS"),
        "HOSPITAL" | "INSTITUCION" | "ORGANIZATION" | "STREET_ADDRESS" | "CALLE" => {
            Some("LOCATION")
        }
        _ => None,
    }
}

/// Half of the templates and documents, by a hash: the other half is for developing.
fn is_kept_apart(row: &Value) -> bool {
    let template = &row["template"];
    let key = match template.as_u64() {
        Some(number) => number.to_string(),
        None => template
            .as_str()
            .or_else(|| row["id"].as_str())
            .expect("a key")
            .to_owned(),
    };
    Sha256::digest(format!("half:{key}"))[31] % 2 == 1
}

fn rows(path: &Path) -> Vec<Value> {
    let lines = std::fs::read_to_string(path).expect("a readable file");
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row"))
        .collect()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    files
}

/// Prints how labelled sets are read. The folder holds `spans/*.jsonl`, with spans in code points, and `text/*.jsonl`,
/// texts in which what is found of these four kinds is a false alarm.
#[test]
#[ignore = "reads the folder named by WARDLINE_DATA"]
#[expect(
    clippy::disallowed_methods,
    reason = "the sets lie outside of the repository"
)]
fn public_sets() {
    let folder = std::env::var("WARDLINE_DATA").expect("WARDLINE_DATA");
    for path in files(&Path::new(&folder).join("spans")) {
        let mut tallies = BTreeMap::new();
        for row in rows(&path).iter().filter(|row| is_kept_apart(row)) {
            let labelled = |of: fn(&str) -> Option<&'static str>| -> Spans {
                let spans = row["spans"].as_array().expect("spans").iter();
                let offset =
                    |span: &Value, key: &str| span[key].as_u64().expect("an offset") as usize;
                spans
                    .filter_map(|span| {
                        let kind = of(span["type"].as_str()?)?;
                        Some((kind.to_owned(), offset(span, "start")..offset(span, "end")))
                    })
                    .collect()
            };
            let text = row["text"].as_str().expect("a text");
            count(&mut tallies, text, &labelled(kind_of), &labelled(beside_of));
        }
        print(&format!("{}", path.display()), &tallies);
    }
    for path in files(&Path::new(&folder).join("text")) {
        let mut alarms: BTreeMap<&str, usize> = BTreeMap::new();
        let mut length = 0;
        for row in rows(&path) {
            let text = row["text"].as_str().expect("a text");
            length += text.len();
            for one in read(text, &Options::default()).exposures {
                if matches!(one.kind.as_str(), "PHONE" | "ID" | "CARD" | "ADDRESS") {
                    *alarms.entry(one.kind.as_str()).or_default() += 1;
                }
            }
        }
        println!("{}: {alarms:?} in {} kB", path.display(), length / 1000);
    }
}

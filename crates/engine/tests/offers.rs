//! Prices on people, told in many ways: each line of `claims/offers.txt` is a text of its own.

use engine::picture::Amount;
use engine::{Options, Study};
use model::Kind;

const LINES: &str = include_str!("claims/offers.txt");

/// Least share, in percent, of the offers that are found with their sum and act; and with their target.
const FOUND: usize = 93;
const AIMED: usize = 70;

struct Line<'l> {
    amount: (Option<f64>, Option<f64>),
    currency: &'l str,
    act: &'l str,
    target: &'l str,
    text: &'l str,
}

fn lines() -> Vec<Line<'static>> {
    LINES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let parts: Vec<&str> = line.splitn(5, " | ").collect();
            let [_, sum, act, target, text] = parts[..] else {
                panic!("five parts: {line}");
            };
            let (range, currency) = sum.split_once(' ').expect("a sum and its currency");
            let (min, max) = range.rsplit_once('-').expect("two bounds");
            Line {
                amount: (min.parse().ok(), max.parse().ok()),
                currency,
                act,
                target,
                text,
            }
        })
        .collect()
}

fn is_sum(line: &Line, amount: &Amount) -> bool {
    let currency = amount.currency.as_deref();
    (amount.min, amount.max) == line.amount
        && (currency == Some(line.currency) || line.currency == "pesos")
}

#[test]
fn offers_are_found_however_they_are_told() {
    let lines = lines();
    let (mut found, mut aimed) = (0, 0);
    for line in &lines {
        let study = Study::of(line.text, &Options::default());
        let offer = study.notes.mentions.iter().map(|(m, _)| m).find(|m| {
            m.kind == Kind::Bounty
                && m.amount.as_ref().is_some_and(|amount| is_sum(line, amount))
                && (line.act == "-" || m.act == Some(line.act))
        });
        let Some(offer) = offer else {
            println!("not found: {}", line.text);
            continue;
        };
        found += 1;
        let whole = line.text.to_lowercase();
        let target = offer
            .target
            .as_ref()
            .map(|filler| filler.text.to_lowercase());
        let names_them = |target: &String| {
            target.contains(line.target) || whole.contains(&format!("{} {target}", line.target))
        };
        if target.as_ref().is_some_and(names_them) {
            aimed += 1;
        } else {
            println!("aimed at {target:?}: {}", line.text);
        }
    }
    println!(
        "{found} of {} found, {aimed} with their target",
        lines.len()
    );
    assert!(
        found * 100 >= lines.len() * FOUND,
        "{found} of {}",
        lines.len()
    );
    assert!(
        aimed * 100 >= lines.len() * AIMED,
        "{aimed} of {}",
        lines.len()
    );
}

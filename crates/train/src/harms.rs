//! Learning how sentences tell that somebody was killed or hurt.

use std::collections::HashMap;

use anyhow::Result;
use engine::claim::harm::{self, HARMS};
use engine::linear::{SLOTS, to_bytes};

use crate::claims::subject_named;
use crate::figures::Marked;
use crate::linear::Learner;
use crate::written::{self, Claim, Row};

/// Rounds through all claims.
const ROUNDS: usize = 8;
/// Greatest step.
const RATE: f32 = 1.0;
/// One lot of claims in so many is kept to measure by.
const HELD: usize = 5;
/// Log-odds from which figures count.
const SURE: f32 = 1.0;
/// Acts in which people are killed or hurt.
const VIOLENT: [&str; 5] = ["attack", "ambush", "explosive", "kidnapping", "swatting"];

/// The sentence of a claim, and whether somebody was killed and hurt in it.
struct Told {
    slots: Vec<u32>,
    harms: [bool; HARMS],
}

/// Fits weights, prints how well they do on claims that they have not seen, and returns the bytes of their file.
/// `marked` are reports with the victims whom no figure counts, `texts` reports by their names.
pub fn learn(
    files: &[Vec<Row>],
    marked: &[Marked],
    texts: &HashMap<String, String>,
) -> Result<Vec<u8>> {
    let mut told: Vec<Told> = files.iter().flatten().flat_map(of).collect();
    println!("{} claims of violence", told.len());
    let mut reports = Vec::new();
    for report in marked {
        reports.push((report.event(), in_report(report, report.text_in(texts)?)));
    }
    let (mut others, held) = written::parted(&told, HELD);
    let events = sides(&reports);
    others.extend(events.0);
    let learnt = fit(&others);
    print(&learnt, &held);
    println!(
        "{} sentences of {} reports",
        reports.iter().map(|(_, told)| told.len()).sum::<usize>(),
        reports.len()
    );
    print(&learnt, &events.1);
    told.extend(reports.into_iter().flat_map(|(_, told)| told));
    let learnt = fit(&told.iter().collect::<Vec<_>>());
    Ok(to_bytes(&learnt.bias, &learnt.weights))
}

/// The sentences of all but every so manieth event, and of those to measure by.
fn sides<'t>(reports: &'t [(&str, Vec<Told>)]) -> (Vec<&'t Told>, Vec<&'t Told>) {
    let (mut others, mut held) = (Vec::new(), Vec::new());
    let (mut event, mut number) = ("", 0);
    for (of, told) in reports {
        if *of != event {
            (event, number) = (of, number + 1);
        }
        let side = match number % HELD {
            0 => &mut held,
            _ => &mut others,
        };
        side.extend(told);
    }
    (others, held)
}

/// The sentences of a report in which nobody is counted, and whether they tell of somebody killed and hurt.
fn in_report(report: &Marked, text: &str) -> Vec<Told> {
    let sentences = harm::sentences(text).into_iter();
    let uncounted = sentences.filter(|one| {
        let mut counted = report.counted();
        !counted.any(|at| (one.start..one.end).contains(&at))
    });
    uncounted
        .map(|one| {
            let victims = report.victims.iter();
            let here = victims.filter(|victim| (one.start..one.end).contains(&victim.at));
            let mut harms = [false; HARMS];
            for victim in here {
                harms[usize::from(victim.harm != "killed")] = true;
            }
            Told {
                slots: one.slots,
                harms,
            }
        })
        .collect()
}

fn fit(told: &[&Told]) -> Learner<HARMS> {
    let learner = Learner::new([-2.0; HARMS], SLOTS);
    learner.told(told, (ROUNDS, RATE), |one: &Told| (&one.slots, &one.harms))
}

fn print(learnt: &Learner<HARMS>, held: &[&Told]) {
    for (at, name) in ["killed", "injured"].into_iter().enumerate() {
        let is = |one: &&&Told| one.harms[at];
        let sure: Vec<&&Told> = (held.iter())
            .filter(|one| learnt.answers(&one.slots)[at] >= SURE)
            .collect();
        let right = sure.iter().filter(|one| one.harms[at]).count();
        let all = held.iter().filter(is).count();
        println!(
            "  {name}: {right} of {all} found; {right} of {} are right",
            sure.len()
        );
    }
}

fn of(row: &Row) -> Vec<Told> {
    let violent = |claim: &&Claim| VIOLENT.contains(&claim.kind.as_str());
    let claims = row.claims.iter().filter(violent);
    let asked = claims.filter_map(|claim| {
        let subject = subject_named(&claim.kind)?;
        let some = |number: Option<u32>| number.unwrap_or(0) > 0;
        let harms = [some(claim.killed), some(claim.injured)];
        Some(((subject, row.chars(&claim.words)?), harms))
    });
    let (asked, harms): (Vec<_>, Vec<_>) = asked.unzip();
    let given = harm::given(&row.text, &asked).into_iter();
    let told = given.zip(harms);
    told.map(|(slots, harms)| Told { slots, harms }).collect()
}

//! Learning how sentences tell that somebody was killed or hurt.

use engine::claim::harm::{self, HARMS};
use engine::linear::{SLOTS, to_bytes};

use crate::claims::subject_named;
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
pub fn learn(files: &[Vec<Row>]) -> Vec<u8> {
    let told: Vec<Told> = files.iter().flatten().flat_map(of).collect();
    println!("{} claims of violence", told.len());
    let (others, held) = written::parted(&told, HELD);
    print(&fit(&others), &held);
    let learnt = fit(&told.iter().collect::<Vec<_>>());
    to_bytes(&learnt.bias, &learnt.weights)
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

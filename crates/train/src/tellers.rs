//! Learning on whose word reports tell what they tell.

use std::collections::BTreeSet;
use std::ops::Range;

use engine::claim::teller::{self, Given, NOBODY, SLOTS};
use engine::linear::to_bytes;

use crate::claims::subject_named;
use crate::gold::{self, Cluster};
use crate::linear::Learner;
use crate::written::{By, Row, reports, text_of};

/// Rounds through all claims.
const ROUNDS: usize = 8;
/// Greatest step.
const RATE: f32 = 1.0;
/// Parts of the reports and clusters, each measured by weights that have not seen it.
const PARTS: usize = 4;
/// Shorter words say nothing of who somebody is.
const SHORTEST: usize = 4;

/// Those who may have told a claim, and which of them did.
struct Told {
    given: Vec<Given>,
    right: Vec<bool>,
    /// Which report or cluster it is of.
    of: usize,
}

/// Fits weights, prints how well they do on reports that they have not seen, and returns the bytes of their file.
pub fn learn(files: &[Vec<Row>], clusters: &[Cluster]) -> Vec<u8> {
    let (written, clusters) = (
        written(files),
        gold::texts(clusters)
            .flat_map(|one| in_cluster(&one))
            .collect::<Vec<_>>(),
    );
    let all: Vec<&Told> = written.iter().chain(&clusters).collect();
    println!("{} claims whose teller is known", all.len());
    let (mut by_written, mut by_clusters) = (Tally::default(), Tally::default());
    for part in 0..PARTS {
        let others: Vec<&Told> = all
            .iter()
            .filter(|one| one.of % PARTS != part)
            .copied()
            .collect();
        let learnt = fit(&others);
        for (told, tally) in [(&written, &mut by_written), (&clusters, &mut by_clusters)] {
            let held = told.iter().filter(|one| one.of % PARTS == part);
            held.for_each(|one| tally.add(&learnt, one));
        }
    }
    by_written.print("reports written for this");
    by_clusters.print("clusters");
    let learnt = fit(&all);
    to_bytes(&learnt.bias, &learnt.weights)
}

fn fit(told: &[&Told]) -> Learner<1> {
    let learner = Learner::new([0.0], SLOTS);
    learner.through(told, (ROUNDS, RATE), |learner, one: &Told, rate| {
        let shares = shares(learner, &one.given);
        let right = shares.iter().zip(&one.right).filter(|(_, is)| **is);
        let right: f32 = right.map(|(share, _)| share).sum();
        for ((given, share), is) in one.given.iter().zip(&shares).zip(&one.right) {
            let wanted = if *is { share / right.max(1e-6) } else { 0.0 };
            learner.step(&given.slots, &[share - wanted], rate);
        }
    })
}

/// How likely each is to have told it.
fn shares(learner: &Learner<1>, given: &[Given]) -> Vec<f32> {
    let answer = |one: &Given| learner.answers(&one.slots)[0];
    let answers: Vec<f32> = given.iter().map(answer).collect();
    let most = answers.iter().copied().fold(f32::MIN, f32::max);
    let shares: Vec<f32> = answers.iter().map(|answer| (answer - most).exp()).collect();
    let sum: f32 = shares.iter().sum();
    shares.into_iter().map(|share| share / sum).collect()
}

/// How often the model and the rules are right.
#[derive(Default)]
struct Tally {
    all: usize,
    right: usize,
    ruled: usize,
}

impl Tally {
    fn add(&mut self, learnt: &Learner<1>, one: &Told) {
        let answer = |at: &usize| {
            let nobody = at + 1 == one.given.len();
            let given = if nobody { NOBODY } else { 0.0 };
            learnt.answers(&one.given[*at].slots)[0] - given
        };
        let all = 0..one.given.len();
        let best = all.max_by(|a, b| answer(a).total_cmp(&answer(b)));
        let by_rule = |at: usize| one.given[at].ruled && one.right[at];
        let ruled = (0..one.given.len()).any(by_rule);
        let nobody = best.is_none_or(|best| best + 1 == one.given.len());
        self.all += 1;
        self.ruled += usize::from(ruled);
        self.right += usize::from(best.is_some_and(|best| one.right[best]) || nobody && ruled);
    }

    fn print(&self, of: &str) {
        let Tally { all, right, ruled } = self;
        println!(
            "  {of}: {right} of {all} are told by whom the model says, {ruled} by whom the rules say"
        );
    }
}

fn written(files: &[Vec<Row>]) -> Vec<Told> {
    let each = files.iter().flat_map(|rows| reports(rows)).enumerate();
    each.flat_map(|(of, report)| in_report(report, of))
        .collect()
}

fn in_report(report: &[Row], of: usize) -> Vec<Told> {
    let (text, starts) = text_of(report);
    let chars = |line: usize, words: &str| -> Option<Range<usize>> {
        let its = report.get(line)?.chars(words)?;
        Some(starts[line] + its.start..starts[line] + its.end)
    };
    let (mut asked, mut marks) = (Vec::new(), Vec::new());
    for (line, row) in report.iter().enumerate() {
        for claim in &row.claims {
            let told = chars(line, &claim.words).zip(claim.told.as_ref());
            if let (Some(subject), Some((words, by))) = (subject_named(&claim.kind), told) {
                asked.push((subject, words));
                marks.push((line, by));
            }
        }
    }
    let told = teller::given(&text, &asked).into_iter().zip(marks);
    let told = told.filter_map(|(given, (line, by))| {
        let right = match by {
            By::Somebody { by, line: away } => {
                let marked = chars(line.checked_add_signed(*away)?, by)?;
                named_in(&given, &marked)
            }
            By::Unnamed(_) => unnamed(&given),
        };
        Told { given, right, of }.known()
    });
    told.collect()
}

/// Those who are named in some words, wherever they are.
fn named_in(given: &[Given], words: &Range<usize>) -> Vec<bool> {
    let shares = |chars: &Range<usize>| chars.start < words.end && words.start < chars.end;
    let there = given
        .iter()
        .filter(|one| one.chars.as_ref().is_some_and(shares));
    let who: BTreeSet<u64> = there.map(|one| one.who).collect();
    given.iter().map(|one| who.contains(&one.who)).collect()
}

/// None of those who are named near.
fn unnamed(given: &[Given]) -> Vec<bool> {
    let all = given.iter().enumerate();
    all.map(|(at, one)| one.own || at + 1 == given.len())
        .collect()
}

impl Told {
    /// Itself where it is among those given who told it.
    fn known(self) -> Option<Self> {
        self.right.contains(&true).then_some(self)
    }
}

fn in_cluster(one: &gold::Text) -> Vec<Told> {
    let &gold::Text {
        gold,
        file,
        text,
        cluster: of,
        ..
    } = one;
    let (mut asked, mut tellers) = (Vec::new(), Vec::new());
    for claim in &gold.claims {
        let Some(subject) = claim.subject() else {
            continue;
        };
        let origins = gold.origins.iter().filter(|origin| {
            claim.origins.contains(&origin.id) && origin.reports.iter().any(|one| one == file)
        });
        let called = origins.map(|origin| {
            let names = std::iter::once(&origin.name).chain(&origin.aliases);
            names.flat_map(|name| words(name)).collect()
        });
        let called: Vec<BTreeSet<String>> = called.collect();
        for evidence in claim.evidence.iter().filter(|one| one.file == file) {
            if let Some(at) = text.find(&evidence.quote) {
                let start = text[..at].chars().count();
                asked.push((subject, start..start + evidence.quote.chars().count()));
                tellers.push((!claim.origins.is_empty()).then(|| called.clone()));
            }
        }
    }
    let told = teller::given(text, &asked).into_iter().zip(tellers);
    let told = told.filter_map(|(given, called)| {
        let right = called.map_or_else(|| unnamed(&given), |called| known_as(&given, &called));
        Told { given, right, of }.known()
    });
    told.collect()
}

/// Those whom the text calls by a word of an origin's names.
fn known_as(given: &[Given], called: &[BTreeSet<String>]) -> Vec<bool> {
    let is = |one: &Given| {
        let its: BTreeSet<String> = one.names.iter().flat_map(|name| words(name)).collect();
        called.iter().any(|called| !called.is_disjoint(&its))
    };
    given.iter().map(is).collect()
}

/// The longer words of a name.
fn words(name: &str) -> impl Iterator<Item = String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().count() >= SHORTEST);
    long.map(str::to_lowercase)
}

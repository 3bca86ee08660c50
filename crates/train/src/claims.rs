//! Learning what sentences tell of, from those written for this and from the reports of clusters.

use anyhow::{Context, Result};
use engine::claim::gist::{self, SUBJECTS};
use engine::linear::{SLOTS, to_bytes};
use model::Kind;

use crate::gold::{self, Cluster, Gold};
use crate::linear::Learner;
use crate::measure::average_precision;
use crate::written::Row;

const ANSWERS: usize = SUBJECTS.len();
/// Rounds through all sentences.
const ROUNDS: usize = 8;
/// Greatest step.
const RATE: f32 = 1.0;
/// Parts of the clusters, each measured by weights that have not seen it.
const PARTS: usize = 4;
/// Characters of a quotation in a sentence from which the sentence tells of what is quoted.
const ENOUGH: usize = 10;

/// Share of the sentences rightly found by rules that words may speak against.
const LOST: f32 = 0.01;
/// How often a sentence that no rule understands is to be right: more tell of a claim than those which its gold quotes.
/// Of threats, which much that is only said resembles, more often.
const RIGHT: f32 = 0.5;
const RIGHT_OF_THREATS: f32 = 0.6;
/// Wrong sentences supposed before the first.
const FEW: f32 = 1.0;
/// Log-odds that a subject is to have which has too few examples.
const UNSURE: f32 = 2.0;

/// A sentence and what it tells of.
struct Told {
    slots: Vec<u32>,
    subjects: [bool; ANSWERS],
    /// What rules find in it.
    found: [bool; ANSWERS],
    /// The cluster that it stands in; none where it was written for this.
    cluster: Option<usize>,
}

/// Fits weights, prints how well they do on clusters that they have not seen, and returns the bytes of their file.
pub fn learn(files: &[Vec<Row>], clusters: &[Cluster]) -> Result<Vec<u8>> {
    let rows = files.iter().flatten();
    let mut told: Vec<Told> = rows.map(written).collect::<Result<_>>()?;
    told.extend(gold::texts(clusters).flat_map(|one| in_cluster(&one)));
    println!("{} sentences", told.len());
    let all: Vec<&Told> = told.iter().collect();
    let ranked = read_by_others(&all);
    let (mut least, mut sure) = ([0.0; ANSWERS], [0.0; ANSWERS]);
    for (at, ranked) in ranked.iter().enumerate() {
        least[at] = bound_least(ranked);
        let right = match SUBJECTS[at].0 {
            Kind::Threat => RIGHT_OF_THREATS,
            _ => RIGHT,
        };
        sure[at] = bound_sure(ranked, right);
        print(at, ranked, least[at], sure[at]);
    }
    let learnt = fit(&all);
    let weights = to_bytes(&learnt.bias, &learnt.weights);
    Ok(gist::to_bytes(&least, &sure, &weights))
}

fn fit(told: &[&Told]) -> Learner<ANSWERS> {
    let learner = Learner::new([-3.0; ANSWERS], SLOTS);
    learner.told(told, (ROUNDS, RATE), |one: &Told| {
        (&one.slots, &one.subjects)
    })
}

/// A sentence of a cluster as weights see it which have not seen the cluster.
#[derive(Clone, Copy)]
struct Read {
    answer: f32,
    /// It tells of the subject.
    is: bool,
    /// A rule finds it too.
    found: bool,
}

/// For each subject all sentences of clusters, read by weights that have not seen them.
fn read_by_others(told: &[&Told]) -> Vec<Vec<Read>> {
    let mut ranked = vec![Vec::new(); ANSWERS];
    for part in 0..PARTS {
        let is_of = |one: &&&Told| one.cluster.is_some_and(|cluster| cluster % PARTS == part);
        let others: Vec<&Told> = told.iter().filter(|one| !is_of(one)).copied().collect();
        let learnt = fit(&others);
        for one in told.iter().filter(is_of) {
            let answers = learnt.answers(&one.slots);
            for (at, ranked) in ranked.iter_mut().enumerate() {
                ranked.push(Read {
                    answer: answers[at],
                    is: one.subjects[at],
                    found: one.found[at],
                });
            }
        }
    }
    ranked
}

/// Over which nearly all sentences lie that tell of a subject and in which a rule finds it.
fn bound_least(ranked: &[Read]) -> f32 {
    let mut ones: Vec<f32> = ranked
        .iter()
        .filter(|read| read.is && read.found)
        .map(|read| read.answer)
        .collect();
    ones.sort_by(f32::total_cmp);
    let lost = (ones.len() as f32 * LOST) as usize;
    ones.get(lost).copied().unwrap_or(f32::MIN)
}

/// From which sentences in which no rule finds a subject tell of it often enough.
fn bound_sure(ranked: &[Read], often: f32) -> f32 {
    let mut others = ranked.to_vec();
    others.sort_by(|a, b| b.answer.total_cmp(&a.answer));
    let (mut right, mut bound) = (0.0, UNSURE);
    for (at, read) in others.iter().enumerate() {
        right += f32::from(u8::from(read.is));
        // a few are right by chance: as many wrong ones are thought in front of them
        if read.is && right / (at as f32 + 1.0 + FEW) >= often {
            bound = read.answer;
        }
    }
    bound
}

fn print(subject: usize, ranked: &[Read], least: f32, sure: f32) {
    let (kind, act) = SUBJECTS[subject];
    let ones = ranked.iter().filter(|read| read.is).count();
    let share = |over: &dyn Fn(&&Read) -> bool| {
        let over: Vec<&Read> = ranked.iter().filter(over).collect();
        (over.iter().filter(|read| read.is).count(), over.len())
    };
    let precision = average_precision(ranked.iter().map(|read| (read.answer, read.is)).collect());
    let dropped = share(&|read| read.found && read.answer < least);
    let added = share(&|read| !read.found && read.answer >= sure);
    println!(
        "  {} {act}: AP {precision:.3} of {ones}; under {least:.1} {} of {} found by rules are right; from {sure:.1} {} of {} not found are",
        kind.as_str(),
        dropped.0,
        dropped.1,
        added.0,
        added.1
    );
}

/// The subject that a mark names: a kind of act, or what was done against one.
pub fn subject_named(name: &str) -> Option<usize> {
    SUBJECTS.iter().position(|&(kind, act)| match kind {
        Kind::Response => act == name,
        kind => kind.as_str() == name,
    })
}

/// A sentence written for this, by itself.
fn written(row: &Row) -> Result<Told> {
    let mut subjects = [false; ANSWERS];
    for claim in &row.claims {
        let subject = subject_named(&claim.kind);
        subjects[subject.with_context(|| claim.kind.clone())?] = true;
    }
    let read = gist::sentences(&row.text);
    Ok(Told {
        slots: read.into_iter().flat_map(|one| one.slots).collect(),
        subjects,
        found: [false; ANSWERS],
        cluster: None,
    })
}

/// Every sentence of a report of a cluster; what a claim quotes tells of it.
fn in_cluster(one: &gold::Text) -> Vec<Told> {
    let quoted = quoted(one.gold, one.file, one.text);
    let told = |sentence: gist::Sentence| {
        let mut subjects = [false; ANSWERS];
        for &(subject, start, end) in &quoted {
            let shared = sentence
                .end
                .min(end)
                .saturating_sub(sentence.start.max(start));
            subjects[subject] |= shared >= ENOUGH;
        }
        Told {
            slots: sentence.slots,
            subjects,
            found: sentence.found,
            cluster: Some(one.cluster),
        }
    };
    gist::sentences(one.text).into_iter().map(told).collect()
}

/// Subjects of the passages of a report that claims quote, with first and last character.
fn quoted(gold: &Gold, file: &str, text: &str) -> Vec<(usize, usize, usize)> {
    let mut quoted = Vec::new();
    for claim in &gold.claims {
        let Some(subject) = claim.subject() else {
            continue;
        };
        for evidence in claim.evidence.iter().filter(|one| one.file == file) {
            if let Some(at) = text.find(&evidence.quote) {
                let start = text[..at].chars().count();
                quoted.push((subject, start, start + evidence.quote.chars().count()));
            }
        }
    }
    quoted
}

//! Learning what sentences tell of, from those written for this and from the reports of clusters.

use std::ops::Range;

use anyhow::{Context, Result};
use engine::claim::gist::{self, LESS, SUBJECTS};
use engine::detect::net::Input;
use engine::linear::{SLOTS, to_bytes};
use model::Kind;

use crate::gold::{self, Cluster, Gold};
use crate::linear::Learner;
use crate::measure::average_precision;
use crate::tagged::{Nets, PARTS, Text, part_of};
use crate::written::{Row, name_of, text_of};

const ANSWERS: usize = SUBJECTS.len();
/// Rounds through all sentences.
const ROUNDS: usize = 8;
/// Greatest step.
const RATE: f32 = 1.0;
/// Characters of a quotation in a sentence from which the sentence tells of what is quoted.
const ENOUGH: usize = 10;

/// Share of the sentences rightly found by rules that words may speak against.
const LOST: f32 = 0.01;
/// How often a sentence that no rule understands is to be right: more tell of a claim than those which its gold quotes.
/// Of threats, which much that is only said resembles, more often.
const RIGHT: f32 = 0.5;
const RIGHT_OF_THREATS: f32 = 0.7;
/// Wrong sentences supposed before the first.
const FEW: f32 = 1.0;
/// Log-odds that a subject is to have which has too few examples.
const UNSURE: f32 = 2.0;

/// A sentence and what it tells of.
struct Told {
    slots: Vec<u32>,
    /// The items of its text in it.
    items: Range<usize>,
    subjects: [bool; ANSWERS],
    /// What rules find in it.
    found: [bool; ANSWERS],
    /// What a net says that has not read it; nothing where it was written for this.
    said: Option<[f32; ANSWERS]>,
}

/// A report with what its sentences tell of.
pub struct Report {
    /// Which report of which cluster or file it is; none where it is a sentence that stands alone.
    pub name: Option<String>,
    told: Vec<Told>,
    part: Option<usize>,
    inputs: Vec<Input>,
}

impl Report {
    /// What the net learns from it.
    pub fn text(&self) -> Text {
        Text {
            part: self.part,
            inputs: self.inputs.clone(),
            tags: Vec::new(),
            tells: self.tells(),
        }
    }

    /// What its sentences tell of.
    pub fn tells(&self) -> Vec<(Range<usize>, [bool; ANSWERS])> {
        let all = self.told.iter().filter(|one| !one.items.is_empty());
        all.map(|one| (one.items.clone(), one.subjects)).collect()
    }

    /// Hears what a net says that has not read it.
    fn hear(&mut self, nets: &Nets) {
        let Some(part) = self.part else { return };
        let stretches: Vec<Range<usize>> = self.told.iter().map(|one| one.items.clone()).collect();
        let said = nets.read(part, &self.inputs, &stretches).tells;
        for (one, said) in self.told.iter_mut().zip(said) {
            one.said = said;
        }
    }
}

/// The sentences of those written for this, and of the reports of clusters.
pub fn read(files: &[Vec<Row>], clusters: &[Cluster]) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    for rows in files
        .iter()
        .flat_map(|rows| rows.chunk_by(|a, b| a.article == b.article))
    {
        match rows[0].article {
            Some(_) => reports.push(written(rows)?),
            None => reports.extend(rows.chunks(1).map(written).collect::<Result<Vec<_>>>()?),
        }
    }
    reports.extend(gold::texts(clusters).map(|one| in_cluster(&one)));
    Ok(reports)
}

/// Fits weights, prints how well they and the nets do together on clusters that neither has seen, and returns the bytes of
/// their file.
pub fn learn(mut reports: Vec<Report>, nets: &Nets) -> Vec<u8> {
    reports.iter_mut().for_each(|report| report.hear(nets));
    let told = |of: &dyn Fn(&Report) -> bool| -> Vec<&Told> {
        let reports = reports.iter().filter(|one| of(one));
        reports.flat_map(|report| &report.told).collect()
    };
    let all = told(&|_| true);
    println!("{} sentences", all.len());
    let mut ranked = vec![Vec::new(); ANSWERS];
    for part in 0..PARTS {
        let words = fit(&told(&|one| one.part != Some(part)));
        for one in told(&|one| one.part == Some(part)) {
            rank(&words, one, &mut ranked);
        }
    }
    let (mut least, mut sure) = ([0.0; ANSWERS], [0.0; ANSWERS]);
    for (at, ranked) in ranked.iter().enumerate() {
        least[at] = bound_least(ranked);
        let right = match SUBJECTS[at].0 {
            Kind::Threat => RIGHT_OF_THREATS,
            _ => RIGHT,
        };
        sure[at] = bound_sure(ranked, right).max(least[at]);
        print(at, ranked, least[at], sure[at]);
    }
    let learnt = fit(&all);
    let weights = to_bytes(&learnt.bias, &learnt.weights);
    gist::to_bytes(&least, &sure, &weights)
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
    /// By its words alone.
    words: f32,
    /// With what the net says.
    answer: f32,
    /// It tells of the subject.
    is: bool,
    /// A rule finds it too.
    found: bool,
}

/// Adds for each subject a sentence, read by weights and a net that have not seen it.
fn rank(words: &Learner<ANSWERS>, one: &Told, ranked: &mut [Vec<Read>]) {
    let answers = words.answers(&one.slots);
    let said = one.said.unwrap_or(answers);
    for (at, ranked) in ranked.iter_mut().enumerate() {
        ranked.push(Read {
            words: answers[at],
            answer: (answers[at] + said[at]) / 2.0,
            is: one.subjects[at],
            found: one.found[at],
        });
    }
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
    let added = share(&|read| !read.found && read.answer >= sure && read.words >= sure - LESS);
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

/// What the lines of a report written for this tell of, or one line that stands alone.
fn written(rows: &[Row]) -> Result<Report> {
    let (text, starts) = text_of(rows);
    let (read, inputs) = gist::sentences(&text);
    let mut told = Vec::new();
    for (line, row) in rows.iter().enumerate() {
        let mut subjects = [false; ANSWERS];
        for claim in &row.claims {
            let subject = subject_named(&claim.kind);
            subjects[subject.with_context(|| claim.kind.clone())?] = true;
        }
        let next = starts.get(line + 1).copied().unwrap_or(usize::MAX);
        let is_its = |one: &&gist::Sentence| (starts[line]..next).contains(&one.start);
        let its: Vec<&gist::Sentence> = read.iter().filter(is_its).collect();
        let (Some(first), Some(last)) = (its.first(), its.last()) else {
            continue;
        };
        told.push(Told {
            items: first.items.start..last.items.end,
            slots: its.iter().flat_map(|one| &one.slots).copied().collect(),
            subjects,
            found: [false; ANSWERS],
            said: None,
        });
    }
    Ok(Report {
        name: name_of(rows),
        told,
        part: None,
        inputs,
    })
}

/// Every sentence of a report of a cluster; what a claim quotes tells of it.
fn in_cluster(one: &gold::Text) -> Report {
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
            items: sentence.items,
            subjects,
            found: sentence.found,
            said: None,
        }
    };
    let (read, inputs) = gist::sentences(one.text);
    Report {
        name: Some(one.name()),
        told: read.into_iter().map(told).collect(),
        part: Some(part_of(one.called)),
        inputs,
    }
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

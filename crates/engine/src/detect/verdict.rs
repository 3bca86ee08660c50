//! What the net makes of a whole text: its passages read one by one, and which words show what.

use std::ops::Range;

use model::{Behaviour, Stance};

use super::net::{HIDDEN, Input, KINDS, RULES, Trace, Weights};
use super::stance::MAKES;

/// Items of a passage, as far as sentences allow.
const PASSAGE: usize = 90;
/// Most items of a passage, whatever its sentences.
const LONGEST: usize = 160;
/// Most passages quoted for one behaviour.
const QUOTES: usize = 5;
/// Places belong to the evidence when they show at least so much of what the strongest shows.
const BESIDE: f32 = 0.35;
/// Most items of one piece of evidence on either side of its strongest place.
const REACH: usize = 8;
/// Fewest items of a piece of evidence.
const FEWEST: usize = 3;

/// A behaviour shown so surely is shown whatever the text seems to be about.
const PLAIN: f32 = 0.8;
/// From so much on a finding of the rules is heeded.
const HEEDED: f32 = 0.05;
/// From so much on the net finds it too.
const AGREED: f32 = 0.3;
/// What is heeded counts as shown.
const SHOWN: f32 = 0.55;
/// Under what counts as shown.
const UNSHOWN: f32 = 0.45;

/// What the net holds a text for, as probabilities.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub threat: f32,
    pub stance: Stance,
    pub kinds: [f32; KINDS],
    evidence: Vec<Evidence>,
}

/// Tokens of one passage that show one behaviour.
#[derive(Clone, Debug)]
struct Evidence {
    kind: usize,
    sure: f32,
    tokens: Range<usize>,
}

impl Verdict {
    pub fn of(inputs: &[Input], rules: &[f32; RULES]) -> Self {
        let net = Weights::shipped();
        let mut trace = Trace::default();
        let mut verdict = Verdict {
            threat: 0.0,
            stance: Stance::Unrelated,
            kinds: [0.0; KINDS],
            evidence: Vec::new(),
        };
        let mut stances = [0f32; Stance::ALL.len()];
        for passage in passages(inputs) {
            let inputs = &inputs[passage];
            net.read(inputs, rules, &[1.0; HIDDEN], &mut trace);
            verdict.take(inputs, &trace, &mut stances);
        }
        if !inputs.is_empty() {
            verdict.stance = strongest(&stances);
        }
        let both = verdict.heed(rules);
        verdict.agree(both.then(|| strongest(&rules[1 + KINDS..])));
        verdict.doubt(rules);
        verdict
    }

    /// What the rules find counts where the net does not speak against it. Tells whether both show a behaviour.
    fn heed(&mut self, rules: &[f32; RULES]) -> bool {
        let told = !matches!(self.stance, Stance::Unrelated | Stance::Fiction);
        let heeds = |sure: f32, rule: f32| rule >= MAKES && (told || sure >= HEEDED);
        if rules[0] >= MAKES && self.threat >= HEEDED {
            self.threat = self.threat.max(SHOWN);
        }
        let mut both = false;
        for (sure, &rule) in self.kinds.iter_mut().zip(&rules[1..=KINDS]) {
            both |= rule >= MAKES && *sure >= AGREED;
            if heeds(*sure, rule) {
                *sure = sure.max(SHOWN);
            }
        }
        both
    }

    /// What threatens makes a threat; a text of another world shows none, unless it is shown plainly.
    fn agree(&mut self, ruled: Option<Stance>) {
        let shown = self.kinds.iter().copied().fold(0.0, f32::max);
        let elsewhere = matches!(self.stance, Stance::Unrelated | Stance::Fiction);
        if self.threat >= MAKES {
            self.stance = Stance::Makes;
        } else if let Some(ruled) = ruled.filter(|_| elsewhere) {
            self.stance = ruled;
        } else if elsewhere && shown >= PLAIN {
            self.stance = Stance::Reports;
        } else if elsewhere {
            self.kinds
                .iter_mut()
                .for_each(|sure| *sure = sure.min(UNSHOWN));
        }
    }

    /// What the rules alone find is told of as doubtful.
    fn doubt(&mut self, rules: &[f32; RULES]) {
        for (sure, &rule) in self.kinds.iter_mut().zip(&rules[1..=KINDS]) {
            if rule >= MAKES {
                *sure = sure.max(UNSHOWN);
            }
        }
    }

    fn take(&mut self, inputs: &[Input], trace: &Trace, stances: &mut [f32]) {
        let said = &trace.answers[1 + KINDS..];
        let most = said.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = said.iter().map(|z| (z - most).exp()).sum();
        let share = |z: f32| (z - most).exp() / sum;
        // who only reports a threat makes none
        let threat = (sigmoid(trace.answers[0]) * share(said[Stance::Makes as usize])).sqrt();
        self.threat = self.threat.max(threat);
        let mut strongest = threat;
        for kind in 0..KINDS {
            let sure = sigmoid(trace.answers[1 + kind]);
            strongest = strongest.max(sure);
            self.kinds[kind] = self.kinds[kind].max(sure);
            if sure >= HEEDED
                && let Some(tokens) = shown(inputs, trace, kind)
            {
                self.evidence.push(Evidence { kind, sure, tokens });
            }
        }
        // a passage says how the text stands by as much as it shows
        for (stance, &z) in stances.iter_mut().zip(said) {
            *stance += share(z) * (0.05 + strongest * strongest);
        }
    }

    /// Tokens that show a behaviour, the surest passages first.
    pub fn evidence(&self, kind: Behaviour) -> Vec<Range<usize>> {
        let mut found: Vec<&Evidence> = self
            .evidence
            .iter()
            .filter(|e| e.kind == kind as usize)
            .collect();
        found.sort_by(|a, b| b.sure.total_cmp(&a.sure));
        found
            .into_iter()
            .take(QUOTES)
            .map(|e| e.tokens.clone())
            .collect()
    }
}

/// The stance that speaks loudest.
fn strongest(stances: &[f32]) -> Stance {
    let best = (0..stances.len())
        .rev()
        .max_by(|&a, &b| stances[a].total_cmp(&stances[b]));
    best.map_or(Stance::Unrelated, |best| Stance::ALL[best])
}

fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

/// Items of passages: as many sentences as fit.
fn passages(inputs: &[Input]) -> Vec<Range<usize>> {
    let mut passages = Vec::new();
    let (mut start, mut stop) = (0, 0);
    for (at, input) in inputs.iter().enumerate() {
        if at - start >= LONGEST || at - start >= PASSAGE && stop > start {
            let end = if stop > start { stop } else { at };
            passages.push(start..end);
            start = end;
        }
        if input.is_stop() {
            stop = at + 1;
        }
    }
    if start < inputs.len() {
        passages.push(start..inputs.len());
    }
    passages
}

/// Tokens around the place that shows a behaviour most, as far as places beside it show it too.
fn shown(inputs: &[Input], trace: &Trace, kind: usize) -> Option<Range<usize>> {
    let place = |at: usize| sigmoid(trace.places[at * KINDS + kind]);
    let peak = trace.shown[kind]
        .first()
        .copied()
        .filter(|&at| at < inputs.len())?;
    let least = place(peak) * BESIDE;
    let belongs = |at: usize| {
        !inputs[at].is_stop() && (place(at) >= least || at.abs_diff(peak) < FEWEST / 2 + 1)
    };
    let first = (peak.saturating_sub(REACH)..peak)
        .rev()
        .take_while(|&at| belongs(at))
        .last()
        .unwrap_or(peak);
    let last = (peak + 1..inputs.len().min(peak + REACH + 1))
        .take_while(|&at| belongs(at))
        .last()
        .unwrap_or(peak);
    Some(inputs[first].first as usize..inputs[last].last as usize + 1)
}

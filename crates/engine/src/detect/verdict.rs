//! What the net makes of a whole text: its passages read one by one, and which words show what.

use std::cell::RefCell;
use std::ops::Range;

use model::{Behaviour, Stance};

use super::net::{ANSWERS, Input, KINDS, LANES, RULES, Reader, Row, Said, pieces};
use super::proof::prove;
use super::stance::MAKES;
use crate::text::Doc;

/// Items of a passage, as far as sentences allow.
const PASSAGE: usize = 90;
/// Most items of a passage, whatever its sentences.
const LONGEST: usize = 160;
/// Most passages quoted for one behaviour.
const QUOTES: usize = 5;
/// Places belong to the evidence when they show at least so much of what the strongest shows.
const BESIDE: f32 = 0.36;
/// Most items of one piece of evidence on either side of its strongest place.
const REACH: usize = 8;
/// Evidence reaches on either side over a part of its passage at most: one in so many.
const PART: usize = 8;
/// Most pieces of evidence of one passage.
const PIECES: usize = 2;
/// Passages of so many items may have a second.
const LONG: usize = 20;
/// It shows at least so much of what the first shows.
const AGAIN: f32 = 0.7;
/// Fewest items of a piece of evidence.
const FEWEST: usize = 3;

/// How much it counts for a behaviour whether the text seems to tell of harm at all.
const TOLD: f32 = 0.45;
/// Log-odds by which each behaviour is doubted: of innocent texts fewer show something, and of others hardly fewer what they show.
const DOUBT: f32 = 0.5;
/// Furthest log-odds of that.
const SUREST: f32 = 6.0;
/// A text that shows no behaviour even so much tells of none.
const NOTHING: f32 = 0.05;
/// What threatens so surely needs no world to be meant.
const PLAINLY: f32 = 0.75;
/// What threatens without showing how threatens less.
const BARE: f32 = 0.4;
/// From so much on a behaviour may have evidence.
const SEEN: f32 = 0.05;
/// From such log-odds on a sentence surely tells of a behaviour, in their order; of some the net is never sure enough.
const TELLS: [f32; KINDS] = [
    0.85,
    1.7,
    f32::INFINITY,
    f32::INFINITY,
    0.85,
    1.7,
    1.7,
    f32::INFINITY,
    1.7,
    1.7,
    1.7,
];
/// Under what counts as shown.
const UNSHOWN: f32 = 0.45;

thread_local! {
    /// Room for the nets to work in, and for slots of words, kept from text to text.
    static ROOM: RefCell<(Said, Vec<u32>)> = RefCell::default();
}

/// What the net holds a text for, as probabilities.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub threat: f32,
    pub stance: Stance,
    pub kinds: [f32; KINDS],
    evidence: Vec<Evidence>,
    /// Sentences of which it is sure that they show a behaviour.
    sure: Vec<Evidence>,
    /// The most that the net sees of what the rules find.
    pub agreed: f32,
}

/// Tokens of one passage that show one behaviour.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub kind: usize,
    pub sure: f32,
    pub tokens: Range<usize>,
}

impl Verdict {
    /// Reads items of a text. `meant` tells how far tokens are meant as they sound, for a behaviour, 0–1.
    pub fn of(
        reader: &Reader,
        doc: &Doc,
        inputs: &[Input],
        rules: &[f32; RULES],
        meant: &dyn Fn(usize, &Range<usize>) -> f32,
    ) -> Self {
        let mut verdict = Verdict {
            threat: 0.0,
            stance: Stance::Unrelated,
            kinds: [0.0; KINDS],
            evidence: Vec::new(),
            sure: Vec::new(),
            agreed: 0.0,
        };
        let mut stances = [0f32; Stance::ALL.len()];
        ROOM.with_borrow_mut(|(said, slots)| {
            for passage in passages(inputs) {
                let (inputs, known) = (&inputs[passage], verdict.evidence.len());
                reader.read(inputs, rules, said);
                pieces::slots(doc, inputs, slots);
                reader.weigh(doc.lang, slots, said);
                let threat = verdict.take(inputs, said, &mut stances, meant);
                if threat >= MAKES {
                    let mut shown = verdict.evidence.split_off(known);
                    let threat = threat_of(&said.first);
                    prove(&mut shown, threat, inputs, |kept| {
                        reader.skim(kept, rules, said);
                        pieces::slots(doc, kept, slots);
                        reader.weigh(doc.lang, slots, said);
                        threat_of(&said.first)
                    });
                    verdict.evidence.append(&mut shown);
                }
            }
        });
        if !inputs.is_empty() {
            verdict.stance = strongest(&stances);
        }
        verdict.agreed = verdict.seen_of(rules);
        verdict.heed(rules);
        verdict.agree(&stances);
        verdict.doubt(rules);
        verdict
    }

    /// The most that the net sees of what the rules find.
    fn seen_of(&self, rules: &[f32; RULES]) -> f32 {
        let found = self.kinds.iter().zip(&rules[1..=KINDS]);
        found
            .filter(|(_, rule)| **rule >= MAKES)
            .map(|(&sure, _)| sure)
            .fold(self.threat, f32::max)
    }

    /// What the rules find counts as far as the net sees it too.
    fn heed(&mut self, rules: &[f32; RULES]) {
        let heeded = |sure: f32, rule: f32| match rule >= MAKES {
            true => sure.max((sure * rule).sqrt()),
            false => sure,
        };
        self.threat = heeded(self.threat, rules[0]);
        for (sure, &rule) in self.kinds.iter_mut().zip(&rules[1..=KINDS]) {
            *sure = heeded(*sure, rule);
        }
    }

    /// What threatens makes a threat and shows a behaviour, what shows one tells of it, and what shows none tells of none.
    fn agree(&mut self, stances: &[f32]) {
        let shown = self.kinds.iter().copied().fold(0.0, f32::max);
        let elsewhere = matches!(self.stance, Stance::Unrelated | Stance::Fiction);
        let among = |least: Stance, most: Stance| {
            let mut some = [0f32; Stance::ALL.len()];
            let range = least as usize..=most as usize;
            some[range.clone()].copy_from_slice(&stances[range]);
            strongest(&some)
        };
        self.threat *= (BARE + shown).min(1.0);
        if self.threat >= MAKES {
            let most = self.kinds.iter_mut().max_by(|a, b| a.total_cmp(b));
            most.into_iter().for_each(|kind| *kind = kind.max(MAKES));
            self.stance = Stance::Makes;
        } else if elsewhere && shown >= MAKES {
            self.stance = among(Stance::Reports, Stance::Condemns);
        } else if shown < NOTHING && matches!(self.stance, Stance::Makes | Stance::Reports) {
            self.stance = among(Stance::Condemns, Stance::Unrelated);
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

    fn take(
        &mut self,
        inputs: &[Input],
        said: &Said,
        stances: &mut [f32],
        meant: &dyn Fn(usize, &Range<usize>) -> f32,
    ) -> f32 {
        let stands = &said.answers[1 + KINDS..];
        let shares = shares(stands);
        let share = |stance: Stance| shares[stance as usize];
        let threat = threat_of(&said.answers);
        self.threat = self.threat.max(threat);
        let told = share(Stance::Makes) + share(Stance::Reports) + share(Stance::Condemns);
        let told = (told / (1.0 - told).max(f32::EPSILON)).ln();
        let told = TOLD * told.clamp(-SUREST, SUREST) - DOUBT;
        self.note_sure(inputs, &said.places);
        let mut strongest = threat;
        for kind in 0..KINDS {
            let mut sure = sigmoid(said.answers[1 + kind] + told);
            if sure >= SEEN
                && let Some(tokens) = shown(inputs, &said.places, kind)
            {
                if threat < PLAINLY {
                    sure *= meant(kind, &tokens[0]);
                }
                let pieces = tokens.into_iter();
                self.evidence
                    .extend(pieces.map(|tokens| Evidence { kind, sure, tokens }));
            }
            strongest = strongest.max(sure);
            self.kinds[kind] = self.kinds[kind].max(sure);
        }
        // a passage says how the text stands by as much as it shows
        for (stance, share) in stances.iter_mut().zip(shares) {
            *stance += share * (0.05 + strongest * strongest);
        }
        threat
    }

    /// For each sentence that surely tells of a behaviour, where it shows it most; none in a text of another world.
    pub fn told(&self) -> impl Iterator<Item = (Behaviour, Range<usize>)> {
        let elsewhere = matches!(self.stance, Stance::Unrelated | Stance::Fiction);
        let told = self.sure.iter().filter(move |_| !elsewhere);
        told.map(|shown| (Behaviour::ALL[shown.kind], shown.tokens.clone()))
    }

    /// The sentences of a passage that surely show a behaviour.
    fn note_sure(&mut self, inputs: &[Input], places: &[Row<LANES>]) {
        let mut start = 0;
        for sentence in inputs.split_inclusive(Input::is_stop) {
            let rows = &places[start..start + sentence.len()];
            start += sentence.len();
            for (kind, least) in TELLS.into_iter().enumerate() {
                let most = (0..rows.len()).max_by(|&a, &b| rows[a][kind].total_cmp(&rows[b][kind]));
                if let Some(at) = most.filter(|&at| rows[at][kind] >= least) {
                    let tokens = sentence[at].first as usize..sentence[at].last as usize + 1;
                    let sure = rows[at][kind];
                    self.sure.push(Evidence { kind, sure, tokens });
                }
            }
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

/// How likely a passage threatens: who only reports a threat makes none.
fn threat_of(answers: &[f32; ANSWERS]) -> f32 {
    let makes = shares(&answers[1 + KINDS..])[Stance::Makes as usize];
    (sigmoid(answers[0]) * makes).sqrt()
}

/// Log-odds of stances as shares of one.
fn shares(stands: &[f32]) -> [f32; Stance::ALL.len()] {
    let most = stands.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = stands.iter().map(|z| (z - most).exp()).sum();
    std::array::from_fn(|at| (stands[at] - most).exp() / sum)
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

/// Tokens around the places that show a behaviour most, as far as places beside them show it too; the strongest first.
fn shown(inputs: &[Input], places: &[Row<LANES>], kind: usize) -> Option<Vec<Range<usize>>> {
    let odds = |at: usize| places[at][kind];
    let place = |at: usize| sigmoid(odds(at));
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut least = 0.0;
    while pieces.len() < (1 + inputs.len() / LONG).min(PIECES) {
        let free = |at: &usize| !pieces.iter().any(|piece| piece.contains(at));
        // the earlier of two alike
        let Some(peak) = (0..inputs.len())
            .rev()
            .filter(free)
            .max_by(|&a, &b| odds(a).total_cmp(&odds(b)))
            .filter(|&peak| place(peak) >= least)
        else {
            break;
        };
        let beside = place(peak) * BESIDE;
        let belongs = |at: &usize| {
            !inputs[*at].is_stop()
                && free(at)
                && (place(*at) >= beside || at.abs_diff(peak) < FEWEST / 2 + 1)
        };
        let reach = (inputs.len() / PART).clamp(1, REACH);
        let before = (peak.saturating_sub(reach)..peak).rev().take_while(belongs);
        let after = (peak + 1..inputs.len().min(peak + reach + 1)).take_while(belongs);
        let (first, last) = (before.last().unwrap_or(peak), after.last().unwrap_or(peak));
        pieces.push(first..last + 1);
        least = place(peak).max(least) * AGAIN;
    }
    let tokens = |piece: Range<usize>| {
        inputs[piece.start].first as usize..inputs[piece.end - 1].last as usize + 1
    };
    (!pieces.is_empty()).then(|| pieces.into_iter().map(tokens).collect())
}

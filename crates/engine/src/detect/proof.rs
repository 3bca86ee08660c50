//! Evidence that proves itself: without its words the net holds a text for less of a threat.

use std::ops::Range;

use super::behaviour::LEAST;
use super::net::Input;
use super::verdict::Evidence;

/// Passages tried in place of evidence without which as much of a threat is left.
const TRIED: usize = 10;
/// They are one in so many of the items of their passage.
const PART: usize = 4;
/// Fewest and most items of each.
const SHORTEST: usize = 3;
const LONGEST: usize = 16;

/// Sees to it that without the evidence of a passage less than `threat` is left: where it is not so, the words that
/// carry most of it are the evidence of what it shows most. `left` tells the threat of what is left of the passage.
pub(super) fn prove(
    evidence: &mut Vec<Evidence>,
    threat: f32,
    inputs: &[Input],
    mut left: impl FnMut(&[Input]) -> f32,
) {
    let strongest = evidence.iter().max_by(|a, b| a.sure.total_cmp(&b.sure));
    let Some((kind, sure)) = strongest.map(|one| (one.kind, one.sure)) else {
        return;
    };
    let shown = |one: &&Evidence| one.sure >= LEAST;
    let gone = |evidence: &[Evidence], other_than: Option<usize>| -> Vec<Range<usize>> {
        let shown = evidence.iter().filter(shown);
        let its = shown.filter(|one| Some(one.kind) != other_than);
        its.map(|one| one.tokens.clone()).collect()
    };
    let mut without = |gone: &[Range<usize>]| {
        let stays = |input: &&Input| !gone.iter().any(|its| its.contains(&(input.first as usize)));
        let kept: Vec<Input> = inputs.iter().filter(stays).copied().collect();
        left(&kept)
    };
    if without(&gone(evidence, None)) < threat {
        return;
    }
    let length = (inputs.len() / PART)
        .clamp(SHORTEST, LONGEST)
        .min(inputs.len());
    let mut others = gone(evidence, Some(kind));
    let mut best = (threat, None);
    for start in (0..=inputs.len() - length).step_by(inputs.len() / TRIED + 1) {
        let items = &inputs[start..start + length];
        let tokens = items[0].first as usize..items[length - 1].last as usize + 1;
        others.push(tokens.clone());
        let threat = without(&others);
        others.pop();
        if threat < best.0 {
            best = (threat, Some(tokens));
        }
    }
    if let Some(tokens) = best.1 {
        evidence.retain(|one| one.kind != kind);
        evidence.push(Evidence { kind, sure, tokens });
    }
}

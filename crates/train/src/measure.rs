//! How well a net does on texts that it has not learnt from.

use engine::Lang;
use engine::detect;
use engine::detect::net::{self, ANSWERS, KINDS, Reader};
use engine::text::Doc;
use model::Stance;

use crate::slope::{shares, sigmoid};
use crate::texts::Example;

/// What a net says of one text, as probabilities.
pub struct Said {
    pub threat: f32,
    pub kinds: [f32; KINDS],
    pub stance: Stance,
}

pub fn said(reader: &Reader, example: &Example, said: &mut net::Said) -> Said {
    reader.read(&example.inputs, &example.rules, said);
    let lang = if example.spanish { Lang::Es } else { Lang::En };
    reader.weigh(lang, &example.slots, said);
    let chances = chances(&said.answers);
    let stances = &chances[1 + KINDS..];
    let best = (0..stances.len())
        .max_by(|&a, &b| stances[a].total_cmp(&stances[b]))
        .unwrap_or_default();
    Said {
        threat: chances[0],
        kinds: std::array::from_fn(|kind| chances[1 + kind]),
        stance: Stance::ALL[best],
    }
}

/// How sure the whole detector is, with these nets, that a text threatens: how well it ranks.
pub fn whole(reader: &Reader, examples: &[&Example]) -> String {
    let ranked: Vec<(f32, bool)> = examples
        .iter()
        .filter_map(|example| {
            let read = detect::read_by(reader, &Doc::new(&example.text));
            Some((read.threat, example.threat?))
        })
        .collect();
    format!(
        "with everything: threat AP {:.3}, recall at 1 % {:.3}",
        average_precision(ranked.clone()),
        recall_at(&ranked, 0.01)
    )
}

/// Answers as probabilities: threat, behaviours, stances.
pub fn chances(answers: &[f32; ANSWERS]) -> [f32; ANSWERS] {
    let mut chances = answers.map(sigmoid);
    chances[1 + KINDS..].copy_from_slice(&shares(&answers[1 + KINDS..]));
    chances
}

/// Average precision of a ranking: pairs of a score and whether it is one.
pub fn average_precision(mut ranked: Vec<(f32, bool)>) -> f32 {
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut found, mut sum) = (0.0, 0.0);
    for (at, (_, is)) in ranked.iter().enumerate() {
        if *is {
            found += 1.0;
            sum += found / (at + 1) as f32;
        }
    }
    sum / f32::max(found, 1.0)
}

/// Share of those that are one which score above all but a share of the others.
pub fn recall_at(ranked: &[(f32, bool)], wrong: f32) -> f32 {
    let mut others: Vec<f32> = ranked
        .iter()
        .filter(|(_, is)| !is)
        .map(|(score, _)| *score)
        .collect();
    others.sort_by(|a, b| b.total_cmp(a));
    let limit = others
        .get((wrong * others.len() as f32) as usize)
        .copied()
        .unwrap_or(f32::MIN);
    let ones: Vec<f32> = ranked
        .iter()
        .filter(|(_, is)| *is)
        .map(|(score, _)| *score)
        .collect();
    ones.iter().filter(|&&score| score > limit).count() as f32 / ones.len().max(1) as f32
}

/// Figures over some texts.
pub fn line(reader: &Reader, examples: &[&Example]) -> String {
    let mut room = net::Said::default();
    let all: Vec<(&Example, Said)> = examples
        .iter()
        .map(|&example| (example, said(reader, example, &mut room)))
        .collect();
    let ranked: Vec<(f32, bool)> = all
        .iter()
        .filter_map(|(example, said)| Some((said.threat, example.threat?)))
        .collect();
    let mut out = format!(
        "{:5} texts, threat AP {:.3}, recall at 1 % {:.3}",
        all.len(),
        average_precision(ranked.clone()),
        recall_at(&ranked, 0.01)
    );
    let at_half = |is: bool| {
        let of: Vec<f32> = ranked
            .iter()
            .filter(|(_, truth)| *truth == is)
            .map(|(score, _)| *score)
            .collect();
        of.iter().filter(|&&score| score >= 0.5).count() as f32 / of.len().max(1) as f32
    };
    out += &format!(
        ", at 0.5 found {:.3} wrong {:.4}",
        at_half(true),
        at_half(false)
    );
    if all.iter().any(|(example, _)| example.kinds.is_some()) {
        let mean = (0..KINDS)
            .map(|kind| {
                average_precision(
                    all.iter()
                        .filter_map(|(example, said)| {
                            Some((said.kinds[kind], example.kinds?[kind]))
                        })
                        .collect(),
                )
            })
            .sum::<f32>()
            / KINDS as f32;
        let innocent: Vec<f32> = all
            .iter()
            .filter(|(example, _)| {
                matches!(example.stance, Some(Stance::Unrelated | Stance::Fiction))
            })
            .map(|(_, said)| said.kinds.iter().copied().fold(0.0, f32::max))
            .collect();
        for limit in [0.3, 0.5, 0.6] {
            let flagged = innocent.iter().filter(|&&most| most >= limit).count() as f32
                / innocent.len().max(1) as f32;
            out += &format!(
                "\n      from {limit}: macro-F1 {:.3}, innocent flagged {:.3}",
                macro_f1(&all, limit),
                flagged
            );
        }
        let right = all
            .iter()
            .filter(|(example, said)| example.stance == Some(said.stance))
            .count();
        out += &format!(
            "\n      behaviours mAP {mean:.3}, stance {:.3}",
            right as f32 / all.len().max(1) as f32
        );
    }
    out
}

fn macro_f1(all: &[(&Example, Said)], limit: f32) -> f32 {
    let f1 = |kind: usize| {
        let (mut both, mut either) = (0.0, 0.0);
        for (example, said) in all {
            let (truth, found) = (
                example.kinds.is_some_and(|kinds| kinds[kind]),
                said.kinds[kind] >= limit,
            );
            both += f32::from(u8::from(truth && found));
            either += f32::from(u8::from(truth)) + f32::from(u8::from(found));
        }
        2.0 * both / f32::max(either, 1.0)
    };
    (0..KINDS).map(f1).sum::<f32>() / KINDS as f32
}

//! Analyses that no engine should make: indices that name nothing, circles, strange text.

use engine::picture::{
    ClaimEvidence, Conflict, Derivation, DerivationEvidence, Incident, Origin, Slot, SlotValue,
};
use engine::{Exposure, Quote};
use model::ExposureKind;
#[cfg(feature = "pdf")]
use wardline::output::pdf;
use wardline::output::{Analysis, Options, html, json, terminal};

use crate::sample;

/// A small generator of numbers, so that a failure can be had again.
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn some(&mut self, limit: usize) -> Vec<usize> {
        (0..self.below(5)).map(|_| self.below(limit)).collect()
    }

    fn text(&mut self) -> String {
        const LETTERS: [char; 16] = [
            'a', ' ', '\n', '<', '"', '&', '#', '{', '\u{1b}', '\u{202e}', '\u{300}', '字', '🔥',
            '\u{0}', 'é', '}',
        ];
        (0..self.below(60))
            .map(|_| LETTERS[self.below(LETTERS.len())])
            .collect()
    }

    fn quote(&mut self) -> Quote {
        Quote {
            start: self.below(900),
            end: self.below(900),
            text: self.text(),
        }
    }
}

pub fn odd(dice: &mut Dice) -> Analysis {
    let mut analysis = sample::sample();
    let reports = 1 + dice.below(5);
    analysis.reports.truncate(reports);
    for report in &mut analysis.reports {
        report.title = Some(dice.text());
        report.published = Some(dice.text());
        report.reading.exposures = (0..dice.below(4))
            .map(|_| Exposure {
                kind: ExposureKind::Phone,
                start: dice.below(900),
                end: dice.below(900),
            })
            .collect();
        report.reading.behaviours[0].score = [f32::NAN, -1.0, 7.0][dice.below(3)];
        report.reading.behaviours[0].evidence.push(dice.quote());
        if dice.below(2) == 0 {
            report.text = dice.text();
        }
    }
    let picture = &mut analysis.picture;
    for claim in &mut picture.claims {
        claim.reports = dice.some(9);
        claim.origins = dice.some(9);
        claim.slots.act = [None, Some("kill".to_owned()), Some(dice.text())][dice.below(3)].clone();
        claim.slots.target = Some(dice.text());
        claim.slots.person = Some(dice.text());
        claim.slots.date = Some(dice.text());
        if dice.below(2) == 0 {
            claim.evidence = (0..dice.below(4))
                .map(|_| ClaimEvidence {
                    report: dice.below(9),
                    quote: dice.quote(),
                    attributed_to: Some(dice.below(9)),
                })
                .collect();
        }
    }
    picture.derivations = (0..dice.below(12))
        .map(|_| Derivation {
            from: dice.below(7),
            to: dice.below(7),
            evidence: DerivationEvidence::SharedQuote,
            overlap: [f32::NAN, 0.4, -2.0, 9.0][dice.below(4)],
        })
        .collect();
    picture.conflicts = (0..dice.below(4))
        .map(|_| Conflict {
            slot: [Slot::Target, Slot::Person, Slot::Amount][dice.below(3)],
            claims: dice.some(14),
            values: (0..dice.below(4))
                .map(|_| (SlotValue::Text(dice.text()), dice.some(9)))
                .collect(),
        })
        .collect();
    picture.origins = (0..dice.below(4))
        .map(|_| Origin {
            name: dice.text(),
            aliases: vec![dice.text()],
            reports: dice.some(9),
        })
        .collect();
    picture.incidents = (0..dice.below(3))
        .map(|_| Incident {
            reports: dice.some(9),
            independent_origins: dice.below(4),
            circular: dice.below(2) == 0,
        })
        .collect();
    analysis
}

#[test]
fn anything_can_be_written() {
    let mut dice = Dice(7);
    for _ in 0..300 {
        let analysis = odd(&mut dice);
        let options = Options {
            width: dice.below(200),
            colour: dice.below(2) == 0,
            ..sample::options()
        };
        assert!(terminal(&analysis, &options).ends_with('\n'));
        assert!(html(&analysis, &options).ends_with("</html>"));
        assert!(serde_json::from_str::<serde_json::Value>(&json(&analysis)).is_ok());
    }
}

#[cfg(feature = "pdf")]
#[test]
fn anything_can_be_typeset() {
    let mut dice = Dice(11);
    for _ in 0..2 {
        let analysis = odd(&mut dice);
        let bytes = pdf(&analysis, &sample::options()).expect("a bulletin");
        assert!(
            bytes.windows(7).any(|window| window == b"pdfuaid"),
            "not PDF/UA"
        );
    }
}

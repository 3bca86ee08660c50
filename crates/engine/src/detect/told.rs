//! Acts, and answers to them, that the rules find told of, for the claims made of them.

use std::ops::Range;

use model::{Behaviour, Kind};

use super::hits::{Head, Scan};
use super::verdict::Verdict;

/// A passage that tells of an act, and of which kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it tells of.
    pub deed: Deed,
    /// The tokens that tell of it.
    pub tokens: Range<usize>,
    /// The net alone sees it.
    pub seen: bool,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Of what kind.
    pub kind: Kind,
    /// What exactly, where the rule tells.
    pub act: Option<&'static str>,
}

/// What the heads of `lexicon/*/deeds.txt` stand for.
const DEEDS: [(&str, Kind, &str); 25] = [
    ("done.kill", Kind::Attack, "kill"),
    ("done.shoot", Kind::Attack, "shoot"),
    ("done.injure", Kind::Attack, "injure"),
    ("done.arson", Kind::Attack, "arson"),
    ("done.ambush", Kind::Ambush, "ambush"),
    ("done.bomb", Kind::Explosive, "bomb attack"),
    ("done.bombthreat", Kind::Explosive, "bomb threat"),
    ("done.kidnap", Kind::Kidnapping, "kidnap"),
    ("done.dox", Kind::Doxxing, "doxxing"),
    ("done.surveil", Kind::Surveillance, "surveil"),
    ("done.harass", Kind::Harassment, "harass"),
    ("done.threaten", Kind::Threat, "threaten"),
    ("done.swat", Kind::Swatting, "false report (swatting)"),
    ("done.incite.kill", Kind::Incitement, "kill"),
    ("done.incite", Kind::Incitement, "attack"),
    ("answer.protect", Kind::Response, "protect"),
    ("answer.suspend", Kind::Response, "suspend"),
    ("answer.reroute", Kind::Response, "reroute"),
    ("answer.ban", Kind::Response, "ban"),
    ("answer.law", Kind::Response, "legislate"),
    ("answer.remove", Kind::Response, "remove"),
    ("answer.report", Kind::Response, "report"),
    ("answer.investigate", Kind::Response, "investigate"),
    ("answer.arrest", Kind::Response, "arrest"),
    ("answer.charge", Kind::Response, "charge"),
];

impl Deed {
    pub(super) fn named(name: &str) -> Option<Deed> {
        let &(_, kind, act) = DEEDS.iter().find(|(known, ..)| *known == name)?;
        Some(Deed {
            kind,
            act: Some(act),
        })
    }

    fn of(behaviour: Behaviour) -> Deed {
        Deed {
            kind: behaviour.into(),
            act: None,
        }
    }
}

/// Rules of less strength hint at an act rather than tell of it.
const SURE: f32 = 0.8;

/// What is told of as done, in order, of which nothing is an idiom or denied; behind it what the net alone sees.
pub(super) fn told(scans: &[Scan], verdict: &Verdict) -> Vec<Told> {
    let mut told: Vec<Told> = scans
        .iter()
        .flat_map(|scan| scan.hits.iter().map(move |hit| (scan, hit)))
        .filter(|(_, hit)| !hit.idiom && !hit.negated && !hit.asks && hit.strength >= SURE)
        .filter_map(|(scan, hit)| {
            let deed = match hit.head {
                Head::Told(behaviour) => Deed::of(behaviour),
                Head::Deed(deed) => deed,
                _ => return None,
            };
            Some(Told {
                deed,
                tokens: scan.tokens(hit),
                seen: false,
            })
        })
        .collect();
    told.sort_by_key(|told| (told.tokens.start, told.tokens.end));
    told.extend(verdict.told().map(|(behaviour, tokens)| Told {
        deed: Deed::of(behaviour),
        tokens,
        seen: true,
    }));
    told
}

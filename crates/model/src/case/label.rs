//! The label of a record (28 CFR 23.20(g): R6 of the checklist): how sensitive it is, how far it can be believed, and
//! who answers for it.

use super::{found, is_said};
use crate::words::vocabulary;
use crate::{Credibility, Reliability, Tlp};

vocabulary! {
    /// Who may open a record at the desk. Later in this list is stricter.
    Sensitivity {
        /// Whoever may open records.
        Restricted = "restricted",
        /// The members of its case.
        Confidential = "confidential",
        /// Those who are named: a source may be at risk.
        Sensitive = "sensitive",
    }
}

impl Sensitivity {
    /// The least marking under which it may leave. A stricter one is always possible.
    #[must_use]
    pub const fn marking(self) -> Tlp {
        match self {
            Sensitivity::Restricted => Tlp::Amber,
            Sensitivity::Confidential => Tlp::AmberStrict,
            Sensitivity::Sensitive => Tlp::Red,
        }
    }
}

/// What stands on a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Who may open it; until somebody says so, the strictest holds.
    pub sensitivity: Option<Sensitivity>,
    /// How far its source can be relied on.
    pub reliability: Option<Reliability>,
    /// How far its content can be believed: judged apart from its source.
    pub validity: Option<Credibility>,
    /// The submitting agency or control official: who answers for it, and is asked before it goes further.
    pub control: String,
}

vocabulary! {
    /// What a label lacks.
    Gap {
        /// How sensitive it is.
        Sensitivity = "sensitivity",
        /// How reliable the source is.
        Reliability = "reliability",
        /// How credible the content is.
        Validity = "validity",
        /// It is called confirmed, but fewer than two independent origins stand behind it.
        Unconfirmed = "unconfirmed",
        /// Who answers for it.
        Control = "control",
    }
}

/// What a label lacks, where so many independent origins stand behind the content.
#[must_use]
pub fn gaps(label: &Label, independent_origins: usize) -> Vec<Gap> {
    let is_confirmed = label.validity == Some(Credibility::Confirmed);
    found([
        (label.sensitivity.is_none(), Gap::Sensitivity),
        (label.reliability.is_none(), Gap::Reliability),
        (label.validity.is_none(), Gap::Validity),
        (is_confirmed && independent_origins < 2, Gap::Unconfirmed),
        (!is_said(&label.control), Gap::Control),
    ])
}

/// How sensitive something is that was made of several things: as its strictest part, and what nobody labelled is the
/// strictest.
#[must_use]
pub fn strictest(labels: &[Label]) -> Sensitivity {
    let each = labels
        .iter()
        .map(|label| label.sensitivity.unwrap_or(Sensitivity::Sensitive));
    each.max().unwrap_or(Sensitivity::Sensitive)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(sensitivity: Option<Sensitivity>) -> Label {
        Label {
            sensitivity,
            reliability: Some(Reliability::B),
            validity: Some(Credibility::Confirmed),
            control: "Desk of the courts".into(),
        }
    }

    #[test]
    fn an_empty_label_lacks_everything() {
        assert_eq!(
            gaps(&Label::default(), 0),
            [
                Gap::Sensitivity,
                Gap::Reliability,
                Gap::Validity,
                Gap::Control
            ]
        );
    }

    #[test]
    fn one_origin_confirms_nothing() {
        let label = of(Some(Sensitivity::Restricted));
        assert_eq!(gaps(&label, 1), [Gap::Unconfirmed]);
        assert_eq!(gaps(&label, 2), []);
    }

    #[test]
    fn what_nobody_labelled_is_for_those_who_are_named() {
        assert_eq!(strictest(&[]), Sensitivity::Sensitive);
        assert_eq!(
            strictest(&[of(Some(Sensitivity::Restricted)), of(None)]),
            Sensitivity::Sensitive
        );
        assert_eq!(strictest(&[]).marking(), Tlp::Red);
    }

    proptest! {
        /// No part is freer in the whole than alone.
        #[test]
        fn the_whole_is_as_strict_as_each_part(
            parts in prop::collection::vec(prop::option::of(prop::sample::select(Sensitivity::ALL)), 0..8),
        ) {
            let labels: Vec<Label> = parts.iter().copied().map(of).collect();
            let whole = strictest(&labels);
            for part in parts.into_iter().flatten() {
                prop_assert!(whole >= part && whole.marking() >= part.marking());
            }
        }
    }
}

//! Who outside the desk may be told (28 CFR 23.20(e) and (f): R4 and R5 of the checklist), and what is written down.

use super::label::Sensitivity;
use super::subject::Place;
use super::{found, is_said};
use crate::words::vocabulary;
use crate::{AccountId, Micros, Tlp};

vocabulary! {
    /// Who is told.
    Recipient {
        /// An authority with duties of its own in the matter.
        Authority = "authority",
        /// An official of a government.
        Official = "official",
        /// Anybody else: who is in danger, or can avert it.
        Individual = "individual",
    }
}

vocabulary! {
    /// What is told.
    Content {
        /// What is kept about a subject.
        Record = "record",
        /// What the desk makes of it: how great a danger is, and to whom.
        Assessment = "assessment",
    }
}

vocabulary! {
    /// On what ground somebody is told.
    Basis {
        /// They need it, have a right to it, and have agreed to handle it by rules like these.
        Agreement = "agreement",
        /// Otherwise somebody may come to harm now.
        Danger = "danger",
    }
}

/// A recipient's promise to handle what it gets by rules like these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// By what name or number it is found.
    pub reference: String,
    /// From when on it holds.
    pub from: Micros,
    /// When it ends, if it does.
    pub until: Option<Micros>,
}

impl Agreement {
    fn holds(&self, at: Micros) -> bool {
        is_said(&self.reference) && self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Somebody wants to tell somebody something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// What the recipient is called.
    pub recipient: String,
    /// What kind of recipient it is.
    pub kind: Recipient,
    /// What is told: in words, since the record of it must be understood alone.
    pub what: String,
    /// What it is.
    pub content: Content,
    /// Where what is known is kept.
    pub place: Place,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// Under which marking it goes.
    pub marking: Tlp,
    /// Why they need it for their work.
    pub need: String,
    /// By which law or office they have a right to it.
    pub right: String,
    /// What they agreed to.
    pub agreement: Option<Agreement>,
    /// The control official has been asked and agrees.
    pub is_agreed: bool,
    /// Where somebody may come to harm now: who, how, and why this helps.
    pub danger: Option<String>,
    /// Who tells.
    pub by: Option<AccountId>,
    /// When.
    pub at: Option<Micros>,
}

vocabulary! {
    /// What stands against telling somebody.
    Gap {
        /// Who is told.
        Recipient = "recipient",
        /// What is told.
        What = "what",
        /// Who tells.
        By = "by",
        /// When.
        At = "at",
        /// It is in the holding bin, or about somebody who is no subject.
        Held = "held",
        /// Records go to authorities alone.
        Authority = "authority",
        /// Why they need it.
        Need = "need",
        /// By what right.
        Right = "right",
        /// There is no agreement that holds at the time.
        Agreement = "agreement",
        /// The control official has not agreed.
        Control = "control",
        /// The marking is freer than the record.
        Marking = "marking",
        /// In danger only an assessment is told, never a record.
        AssessmentAlone = "assessment-alone",
        /// What the danger is.
        Danger = "danger",
    }
}

/// On what ground a release may happen. What every written record of a release must hold (who, what, why, by whom,
/// when) is asked of both grounds.
///
/// # Errors
///
/// What stands against it.
pub fn basis(release: &Release) -> Result<Basis, Vec<Gap>> {
    let (basis, own) = match &release.danger {
        Some(danger) => (Basis::Danger, in_danger(release, danger)),
        None => (Basis::Agreement, by_agreement(release)),
    };
    let mut gaps = found([
        (!is_said(&release.recipient), Gap::Recipient),
        (!is_said(&release.what), Gap::What),
        (release.by.is_none(), Gap::By),
        (release.at.is_none(), Gap::At),
    ]);
    gaps.extend(own);
    if gaps.is_empty() {
        Ok(basis)
    } else {
        Err(gaps)
    }
}

fn by_agreement(release: &Release) -> Vec<Gap> {
    let has_agreement = |agreement: &Agreement| release.at.is_none_or(|at| agreement.holds(at));
    found([
        (!release.place.is_shareable(), Gap::Held),
        (release.kind != Recipient::Authority, Gap::Authority),
        (!is_said(&release.need), Gap::Need),
        (!is_said(&release.right), Gap::Right),
        (
            !release.agreement.as_ref().is_some_and(has_agreement),
            Gap::Agreement,
        ),
        (
            release.sensitivity == Sensitivity::Sensitive && !release.is_agreed,
            Gap::Control,
        ),
        (
            release.marking < release.sensitivity.marking(),
            Gap::Marking,
        ),
    ])
}

fn in_danger(release: &Release, danger: &str) -> Vec<Gap> {
    found([
        (release.content != Content::Assessment, Gap::AssessmentAlone),
        (!is_said(danger), Gap::Danger),
    ])
}

/// Who must be told of a correction: everybody who got something, each once, in the order in which they got it.
#[must_use]
pub fn to_be_told(releases: &[Release]) -> Vec<&str> {
    let mut seen = std::collections::HashSet::new();
    let recipients = releases.iter().map(|release| release.recipient.trim());
    recipients.filter(|name| seen.insert(*name)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::somebody;
    use super::*;

    fn whole() -> Release {
        Release {
            recipient: "Police of Norwick".into(),
            kind: Recipient::Authority,
            what: "subject of case 12 with its ground".into(),
            content: Content::Record,
            place: Place::Subject,
            sensitivity: Sensitivity::Confidential,
            marking: Tlp::AmberStrict,
            need: "they investigate the threat".into(),
            right: "Police Act 4".into(),
            agreement: Some(Agreement {
                reference: "2026-3".into(),
                from: 0,
                until: Some(100),
            }),
            is_agreed: false,
            danger: None,
            by: Some(somebody(1)),
            at: Some(50),
        }
    }

    #[test]
    fn an_authority_with_an_agreement_is_told_what_it_needs() {
        assert_eq!(basis(&whole()), Ok(Basis::Agreement));
    }

    #[test]
    fn an_agreement_that_ended_or_has_not_begun_is_none() {
        for at in [100, 101, -1] {
            let release = Release {
                at: Some(at),
                ..whole()
            };
            assert_eq!(basis(&release), Err(vec![Gap::Agreement]));
        }
    }

    #[test]
    fn what_is_held_leaves_only_in_danger_and_as_an_assessment() {
        let held = Release {
            place: Place::Holding,
            kind: Recipient::Individual,
            content: Content::Assessment,
            agreement: None,
            ..whole()
        };
        assert_eq!(
            basis(&held),
            Err(vec![Gap::Held, Gap::Authority, Gap::Agreement])
        );
        let danger = Release {
            danger: Some("he is at her door".into()),
            ..held
        };
        assert_eq!(basis(&danger), Ok(Basis::Danger));
        let record = Release {
            content: Content::Record,
            danger: Some("-".into()),
            ..danger
        };
        assert_eq!(basis(&record), Err(vec![Gap::AssessmentAlone, Gap::Danger]));
    }

    #[test]
    fn a_sensitive_record_asks_its_control_official_and_goes_in_red() {
        let release = Release {
            sensitivity: Sensitivity::Sensitive,
            ..whole()
        };
        assert_eq!(basis(&release), Err(vec![Gap::Control, Gap::Marking]));
    }

    #[test]
    fn who_got_something_is_told_of_a_correction_once() {
        let other = Release {
            recipient: " Court ".into(),
            ..whole()
        };
        assert_eq!(
            to_be_told(&[whole(), other, whole()]),
            ["Police of Norwick", "Court"]
        );
    }

    proptest! {
        /// R5: nothing leaves, on whatever ground, without a record of who got what and why from whom and when.
        #[test]
        fn nothing_leaves_unwritten(
            recipient in "[ .]{0,2}|a", what in "[ .]{0,2}|a", why in "[ .]{0,2}|a", danger: bool, by: bool, at: bool,
        ) {
            let release = Release {
                recipient, what, need: why.clone(),
                content: Content::Assessment,
                danger: danger.then_some(why),
                by: by.then(|| somebody(1)),
                at: at.then_some(50),
                ..whole()
            };
            let reason = release.danger.as_ref().unwrap_or(&release.need);
            let is_written = is_said(&release.recipient) && is_said(&release.what) && is_said(reason) && by && at;
            prop_assert_eq!(basis(&release).is_ok(), is_written);
        }
    }
}

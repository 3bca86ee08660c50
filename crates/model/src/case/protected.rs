//! The gate of protected activity (28 CFR 23.20(b): R2 of the checklist).
//!
//! Protest, criticism, satire, faith, journalism and filming officials alone are no business of the desk's. What touches
//! them is kept only where it belongs directly to a crime, somebody says why, and a second person agrees. Which of them
//! it touches is not recorded, since that would itself be a record of somebody's views.

use super::{found, is_said};
use crate::words::vocabulary;
use crate::{AccountId, Micros};

/// What a second person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Micros,
    /// Whether it may be kept.
    pub is_approval: bool,
    /// Why; needed to refuse.
    pub reason: String,
}

/// Something that touches protected activity, and what was said about keeping it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Why it must be kept.
    pub justification: String,
    /// Who asks attests that it belongs directly to the crime that the case is about.
    pub is_direct: bool,
    /// Who asks.
    pub asked_by: AccountId,
    /// When.
    pub asked: Micros,
    /// What a second person said, if anybody has.
    pub answer: Option<Answer>,
}

vocabulary! {
    /// What stands between a record and the gate.
    Gap {
        /// Nobody said why.
        Justification = "justification",
        /// It is not attested that it belongs directly to a crime.
        Direct = "direct",
        /// No second person has answered.
        SecondPerson = "second-person",
        /// Who answered is who asked.
        SamePerson = "same-person",
        /// Who refused did not say why.
        Reason = "reason",
        /// A second person refused.
        Refused = "refused",
    }
}

impl Gate {
    /// Asks. What is asked anew, or in other words, has no answer yet.
    #[must_use]
    pub fn ask(justification: &str, is_direct: bool, asked_by: AccountId, asked: Micros) -> Self {
        Gate {
            justification: justification.to_owned(),
            is_direct,
            asked_by,
            asked,
            answer: None,
        }
    }

    /// Answers, as a second person.
    ///
    /// # Errors
    ///
    /// What stands against this answer: the gate then stays as it is.
    pub fn answer(
        &self,
        by: AccountId,
        at: Micros,
        is_approval: bool,
        reason: &str,
    ) -> Result<Self, Vec<Gap>> {
        let gaps = found([
            (
                is_approval && !is_said(&self.justification),
                Gap::Justification,
            ),
            (is_approval && !self.is_direct, Gap::Direct),
            (by == self.asked_by, Gap::SamePerson),
            (!is_approval && !is_said(reason), Gap::Reason),
        ]);
        if !gaps.is_empty() {
            return Err(gaps);
        }
        let answer = Answer {
            by,
            at,
            is_approval,
            reason: reason.to_owned(),
        };
        Ok(Gate {
            answer: Some(answer),
            ..self.clone()
        })
    }
}

/// What stands between a record and the gate. Nothing does, if it is empty.
#[must_use]
pub fn gaps(gate: &Gate) -> Vec<Gap> {
    let answer = gate.answer.as_ref();
    found([
        (!is_said(&gate.justification), Gap::Justification),
        (!gate.is_direct, Gap::Direct),
        (answer.is_none(), Gap::SecondPerson),
        (
            answer.is_some_and(|answer| answer.by == gate.asked_by),
            Gap::SamePerson,
        ),
        (
            answer.is_some_and(|answer| !answer.is_approval),
            Gap::Refused,
        ),
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::somebody;
    use super::*;

    #[test]
    fn it_opens_for_two_and_not_for_one() {
        let gate = Gate::ask("the banner held her address", true, somebody(1), 10);
        assert_eq!(gaps(&gate), [Gap::SecondPerson]);
        assert_eq!(
            gate.answer(somebody(1), 11, true, "I am sure"),
            Err(vec![Gap::SamePerson])
        );
        let passed = gate.answer(somebody(2), 11, true, "").unwrap();
        assert_eq!(gaps(&passed), []);
    }

    #[test]
    fn a_refusal_says_why_and_bars() {
        let gate = Gate::ask("he criticises her rulings", true, somebody(1), 10);
        assert_eq!(
            gate.answer(somebody(2), 11, false, " "),
            Err(vec![Gap::Reason])
        );
        let refused = gate
            .answer(somebody(2), 11, false, "criticism alone")
            .unwrap();
        assert_eq!(gaps(&refused), [Gap::Refused]);
    }

    #[test]
    fn nothing_is_approved_that_does_not_belong_to_a_crime() {
        let gate = Gate::ask("", false, somebody(1), 10);
        assert_eq!(
            gate.answer(somebody(2), 11, true, ""),
            Err(vec![Gap::Justification, Gap::Direct])
        );
    }

    proptest! {
        /// R2: whatever is stored, the gate is passed only with a reason, a direct bearing and two different people.
        #[test]
        fn whoever_answers_two_are_needed(
            justification in ".{0,6}", is_direct: bool, first in 0..4u8, second in 0..4u8, is_approval: bool, answered: bool,
        ) {
            let mut gate = Gate::ask(&justification, is_direct, somebody(first), 1);
            gate.answer = answered.then(|| Answer { by: somebody(second), at: 2, is_approval, reason: String::new() });
            let should = is_said(&justification) && is_direct && answered && is_approval && first != second;
            prop_assert_eq!(gaps(&gate).is_empty(), should);
        }
    }
}

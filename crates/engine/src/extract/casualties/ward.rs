//! Who was hurt, told by what broke, or by who was brought to hospital.

use super::Clause;
use super::people::{Group, Number, PEOPLE, number_of, subject_before};
use super::words;
use crate::extract::walk::{next, previous, word};
use crate::text::{Class, Classes, TokenKind};

impl Clause<'_, '_> {
    /// `broke her wrist`, `le rompieron la mandíbula`, `has a fractured forearm`, `tragó humo`: as a rule one person.
    pub(super) fn broken(&self) -> Option<Group> {
        const REACH: usize = 5;
        const PARTS: Classes = Classes::of(&[Class::Say, Class::Be, Class::That, Class::Who]);
        let near = next(self.doc, self.at)..self.end.min(self.at + REACH);
        // not at the `'s` of whose it is
        let parts = |at: usize| {
            self.doc.classes(at).any(PARTS) && !words::is_body(self.doc, next(self.doc, at))
        };
        let mut words =
            near.take_while(|&at| self.doc.tokens[at].kind == TokenKind::Word && !parts(at));
        let smoke = word(self.doc, self.at).starts_with("inhal")
            || word(self.doc, self.at).starts_with("trag");
        let hurt = words.any(|at| match smoke {
            true => words::is_smoke(self.doc, at),
            false => words::is_body(self.doc, at),
        });
        if !hurt {
            return None;
        }
        let subject = subject_before(self.doc, self.floor, self.at, Number::Unknown)
            .filter(|group| smoke && group.counted);
        let (count, start) =
            subject.map_or((1, self.at), |group| (group.count, group.tokens.start));
        Some(Group {
            tokens: start.min(self.at)..self.at + 1,
            count,
            counted: count > 1,
            hedged: false,
        })
    }

    /// `treated two patients`, `atendimos a dos personas`, `received six casualties`.
    pub(super) fn patients(&self) -> Option<Group> {
        let told = self.object().filter(|group| group.counted)?;
        let broad = !word(self.doc, self.at).starts_with("rec");
        let somebody = |at: usize| {
            words::is_patient(word(self.doc, at)) || broad && self.doc.classes(at).any(PEOPLE)
        };
        let care = words::is_care_given(word(self.doc, self.at));
        (care && told.tokens.clone().any(somebody)).then_some(told)
    }

    /// `five are in hospital`, `dos siguen en el hospital`.
    pub(super) fn on_the_ward(&self) -> Option<Group> {
        const BACK: usize = 4;
        let mut at = self.at;
        for _ in 0..BACK {
            at = previous(self.doc, at).filter(|&before| before >= self.floor)?;
            if matches!(word(self.doc, at), "in" | "en") {
                break;
            }
        }
        let verb = previous(self.doc, at).filter(|&before| before >= self.floor)?;
        let lies = self.doc.is(verb, Class::Be)
            || matches!(
                word(self.doc, verb),
                "remain"
                    | "remained"
                    | "remains"
                    | "stay"
                    | "permanecen"
                    | "permanece"
                    | "siguen"
                    | "sigue"
                    | "continuan"
            );
        let inside = matches!(word(self.doc, at), "in" | "en");
        let group = (inside && lies).then(|| {
            subject_before(self.doc, self.floor, verb, number_of(word(self.doc, verb)))
        })??;
        group.counted.then(|| Group {
            tokens: group.tokens.start..self.at + 1,
            ..group
        })
    }

    /// `to hospital`, `al hospital`, of people who lived and were not brought there to be safe.
    pub(super) fn hospital_after(&self, from: usize) -> Option<usize> {
        const REACH: usize = 7;
        let to = matches!(word(self.doc, from), "to" | "al" | "a");
        let near = from..self.end.min(from + REACH);
        let hospital = near.clone().find(|&at| {
            matches!(
                word(self.doc, at),
                "hospital" | "hospitals" | "infirmary" | "hospitales" | "clinica"
            )
        });
        let other = (from..self.end).any(|at| {
            matches!(
                word(self.doc, at),
                "died"
                    | "dies"
                    | "pronounced"
                    | "dead"
                    | "precaution"
                    | "checks"
                    | "observation"
                    | "murio"
                    | "murieron"
                    | "fallecio"
                    | "fallecieron"
                    | "muerte"
                    | "precaucion"
                    | "chequeo"
                    | "vida"
            )
        });
        hospital.filter(|_| to && !other)
    }
}

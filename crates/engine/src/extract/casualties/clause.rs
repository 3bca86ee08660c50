//! What surrounds the word that tells of harm: auxiliaries, denials, doubts.

use super::Clause;
use super::people::{Group, Number, PEOPLE};
use super::several::objects_after;
use super::words::{self, Shape, Trigger};
use crate::extract::walk::{next, previous, word};
use crate::text::{Class, Classes, TokenKind};

impl Clause<'_, '_> {
    /// The form of `to be` that makes the trigger passive, a few words before it.
    pub(super) fn auxiliary(&self) -> Option<usize> {
        let mut at = self.at;
        let mut found = None;
        for _ in 0..6 {
            let Some(before) = previous(self.doc, at).filter(|&before| before >= self.floor) else {
                return found;
            };
            let token = &self.doc.tokens[before];
            if token.kind != TokenKind::Word {
                return found;
            }
            let classes = token.classes;
            if word(self.doc, before) == "'s" && word(self.doc, self.at) != "dead" {
                return found;
            }
            if classes.has(Class::Be)
                || words::is_copula(word(self.doc, before))
                || found.is_some() && classes.any(Classes::of(&[Class::Have, Class::Modal]))
            {
                found = Some(before);
            } else if found.is_some()
                || !(words::is_adverb(word(self.doc, before))
                    || self.is_said_dead(before)
                    || is_joined(word(self.doc, before)))
            {
                return found;
            }
            at = before;
        }
        found
    }

    /// `was pronounced dead`, `was brought in dead`
    fn is_said_dead(&self, before: usize) -> bool {
        let dead = word(self.doc, self.at) == "dead";
        dead && matches!(
            word(self.doc, before),
            "found" | "pronounced" | "declared" | "brought" | "in"
        )
    }

    /// Whether `shot` or `stabbed` is followed, or preceded, by what makes it deadly.
    pub(super) fn is_fatal(&self) -> bool {
        let after = next(self.doc, self.at);
        let second = next(self.doc, after);
        let before = previous(self.doc, self.at).map_or("", |before| word(self.doc, before));
        match word(self.doc, after) {
            "dead" => true,
            "to" => word(self.doc, second) == "death",
            "and" | "y" => matches!(word(self.doc, second), "killed" | "kills"),
            "fatally" => true,
            _ => matches!(before, "fatally" | "mortally" | "mortalmente"),
        }
    }

    /// What has not happened: `would be killed`, `if anyone is hurt`, `to be killed`.
    pub(super) fn is_unreal(&self, trigger: Trigger) -> bool {
        let mut at = self.at;
        let mut perfect = false;
        for step in 0..12 {
            let Some(before) = previous(self.doc, at).filter(|&before| before >= self.floor) else {
                return false;
            };
            let text = word(self.doc, before);
            perfect |= matches!(text, "have" | "haber");
            let near = step < 4 && trigger.shape != Shape::Gerund;
            match text {
                "," | ";" | ":" | "." | "(" | ")" | "and" | "y" => return false,
                // `sí` is no condition
                "si" if self.doc.raw(before).contains('í') => {}
                "if" | "unless" | "whether" | "anyone" | "anybody" | "whoever" | "si" | "quien"
                | "any" | "should" | "alguien" => return self.denial(before).is_none(),
                "would" | "will" | "shall" | "could" | "can" | "may" | "might" | "must"
                    if near && !self.doc.tokens[before].is_capital() =>
                {
                    return !perfect || text == "would" || text == "will";
                }
                "to" if near
                    && step < 3
                    && matches!(
                        word(self.doc, next(self.doc, before)),
                        "be" | "have" | "get"
                    ) =>
                {
                    return !self.is_known(before);
                }
                "sera" | "seran" | "sea" | "sean" | "fuera" | "fueran" | "ser" if near => {
                    return true;
                }
                "quiere" | "quieren" | "want" | "wants" | "wanted" if near => return true,
                _ if near && (text.ends_with("'d") || text.ends_with("'ll")) => return true,
                _ => {}
            }
            if self.doc.tokens[before].kind == TokenKind::QuoteMark {
                return false;
            }
            at = before;
        }
        false
    }

    /// `known to have been hurt`, `is confirmed to have died`.
    fn is_known(&self, to: usize) -> bool {
        let before = previous(self.doc, to).filter(|&before| before >= self.floor);
        before.is_some_and(|before| {
            matches!(
                word(self.doc, before),
                "known" | "confirmed" | "reported" | "found" | "believed"
            )
        })
    }

    /// `police deny that anyone was hurt`: where the denial stands.
    fn denial(&self, anyone: usize) -> Option<usize> {
        if !matches!(
            word(self.doc, anyone),
            "anyone" | "anybody" | "any" | "alguien"
        ) {
            return None;
        }
        (self.floor..anyone).rfind(|&at| self.doc.is(at, Class::Deny))
    }

    /// Where a word that denies the trigger stands; `Some(None)` where it denies only others.
    pub(super) fn negation(&self, trigger: Trigger) -> Option<Option<usize>> {
        let definite = previous(self.doc, self.at).is_some_and(|before| {
            matches!(
                word(self.doc, before),
                "the" | "los" | "las" | "sus" | "their"
            )
        });
        if definite || trigger.shape == Shape::Lives {
            return None;
        }
        let mut at = self.at;
        for _ in 0..7 {
            let before = previous(self.doc, at).filter(|&before| before >= self.floor)?;
            let text = word(self.doc, before);
            if matches!(text, "anyone" | "anybody" | "any" | "alguien")
                && let Some(denial) = self.denial(before)
            {
                return Some(Some(denial));
            }
            match text {
                "seriously" | "gravely" | "badly" | "gravemente" | "critically" => {
                    return self.slightly(before);
                }
                "no" | "nobody" | "none" | "without" | "never" | "not" | "neither" | "sin"
                | "nadie" | "ninguno" | "ninguna" | "ningun" | "ni" | "tampoco" | "zero"
                | "wasn't" | "weren't" | "isn't" | "didn't" | "hasn't" | "nor" => {
                    let after = word(self.doc, next(self.doc, before));
                    let second = word(self.doc, next(self.doc, next(self.doc, before)));
                    let others = matches!(
                        after,
                        "else"
                            | "other"
                            | "further"
                            | "more"
                            | "otra"
                            | "otro"
                            | "mas"
                            | "only"
                            | "solo"
                    ) || matches!(second, "else" | "other" | "mas");
                    let denied = !others && self.is_denied(trigger, before);
                    return Some(denied.then_some(before));
                }
                "," | ";" | ":" | "(" | ")" | "but" | "pero" | "who" | "which" | "that"
                | "when" | "cuando" | "and" | "sino" => return None,
                "que" if !self.doc.is(at, Class::Have) => return None,
                _ => {}
            }
            if matches!(
                self.doc.tokens[before].kind,
                TokenKind::QuoteMark | TokenKind::Number
            ) {
                return None;
            }
            at = before;
        }
        None
    }

    /// Whether a negation shortly before is one of the harm: `no one was hurt`, not `never hit the road`.
    fn is_denied(&self, trigger: Trigger, at: usize) -> bool {
        let text = word(self.doc, at);
        let after = next(self.doc, at);
        let near = self.at - at <= 2;
        let nobody = matches!(
            text,
            "nobody" | "none" | "neither" | "nadie" | "ninguno" | "ninguna" | "ningun"
        ) || text == "no"
            && (word(self.doc, after) == "one" || self.doc.classes(after).any(PEOPLE));
        let contracted = matches!(text, "wasn't" | "weren't" | "isn't");
        let hurt = (self.at + 1..self.end.min(self.at + 6))
            .any(|at| words::is_wound(self.doc, at) || words::is_body(self.doc, at));
        let passive = || self.auxiliary().is_some() || contracted;
        match trigger.shape {
            Shape::Gerund => text == "without",
            Shape::Noun => matches!(
                text,
                "no" | "without" | "sin" | "zero" | "ni" | "nor" | "ningun" | "ninguna" | "tampoco"
            ),
            Shape::State if trigger.number != Number::Unknown => true,
            Shape::State => near || nobody || passive() && matches!(text, "not" | "never"),
            Shape::Participle if word(self.doc, self.at.saturating_sub(1)) == "to" => false,
            Shape::Participle => {
                passive() || nobody || near && matches!(text, "no" | "not" | "zero" | "none")
            }
            Shape::Hit => hurt && passive(),
            Shape::Suffered => hurt,
            Shape::Intransitive => near || nobody,
            Shape::Transitive
            | Shape::Lives
            | Shape::Unharmed
            | Shape::Breaks
            | Shape::Treats
            | Shape::Ward => false,
        }
    }

    /// `Nobody was seriously hurt` says nothing of those hurt lightly.
    fn slightly(&self, adverb: usize) -> Option<Option<usize>> {
        let denied = (adverb.saturating_sub(4).max(self.floor)..adverb).any(|at| {
            matches!(
                word(self.doc, at),
                "no" | "nobody" | "none" | "not" | "nadie" | "ninguno"
            )
        });
        denied.then_some(None)
    }

    /// Rumour, allegation, or a count that the sentence calls an earlier one.
    pub(super) fn is_hedged(&self) -> bool {
        const ANYWHERE: Classes = Classes::of(&[Class::Rumour, Class::Retract]);
        let doubts = |at: usize| {
            let text = word(self.doc, at);
            self.doc.is(at, Class::Hedge)
                || matches!(
                    text,
                    "might" | "could" | "habria" | "habrian" | "podria" | "podrian"
                )
                || text == "may" && !self.doc.tokens[at].is_capital()
        };
        let relative = |at: usize| {
            matches!(
                word(self.doc, at),
                "which" | "where" | "cual" | "donde" | "," | ";"
            )
        };
        let near = self.at.saturating_sub(12).max(self.floor);
        (self.floor..self.at).any(|at| {
            self.doc.classes(at).any(ANYWHERE)
                || matches!(
                    word(self.doc, at),
                    "posts" | "post" | "redes" | "false" | "falso"
                )
        }) || (near..self.at)
            .rev()
            .take_while(|&at| !relative(at))
            .any(doubts)
    }

    /// `resultó herida por inhalación de humo una persona`: who it was, behind what did it.
    pub(super) fn behind_cause(&self, copula: usize, after: usize) -> Option<Group> {
        const CAUSE: usize = 7;
        let opens = copula == self.floor
            || matches!(
                word(self.doc, previous(self.doc, copula)?),
                "," | "donde" | "que" | "tambien" | "y"
            );
        let led = matches!(
            word(self.doc, after),
            "por" | "tras" | "al" | "en" | "de" | "con"
        );
        let turns = matches!(
            word(self.doc, copula),
            "resulto" | "resultaron" | "quedo" | "quedaron"
        );
        if !(opens && led && turns) {
            return None;
        }
        let near = after + 2..self.end.min(after + CAUSE);
        near.filter(|&at| self.doc.tokens[at].kind == TokenKind::Word)
            .find_map(|at| {
                let counts = matches!(word(self.doc, at), "un" | "una")
                    || crate::extract::figures::may_start(self.doc, at);
                counts.then(|| objects_after(self.doc, at, self.end))?
            })
    }

    /// `mataron el lunes en Olmeda a dos guardias`
    pub(super) fn object_further_on(&self) -> Option<Group> {
        const REACH: usize = 10;
        let verb = word(self.doc, self.at);
        let near = self.at + 1..self.end.min(self.at + REACH);
        let mut links = near
            .take_while(|&at| self.doc.tokens[at].kind != TokenKind::Punct)
            .filter(|&at| word(self.doc, at) == "a");
        let link = links
            .next()
            .filter(|_| verb.ends_with("ron") || verb.ends_with('o'))?;
        objects_after(self.doc, next(self.doc, link), self.end).filter(|group| group.counted)
    }

    /// `the attempted murder of two officers`, `tentativa de asesinato`
    pub(super) fn is_only_attempted(&self) -> bool {
        let before = self.at.saturating_sub(2).max(self.floor)..self.at;
        before.into_iter().any(|at| {
            let tried = matches!(word(self.doc, at), "attempted" | "attempt" | "conspiracy");
            tried || matches!(word(self.doc, at), "intento" | "tentativa" | "conspiracion")
        })
    }
}

/// `were shot at and wounded`
fn is_joined(word: &str) -> bool {
    matches!(
        word,
        "and" | "at" | "shot" | "beaten" | "attacked" | "ambushed" | "stabbed" | "robbed"
    )
}

//! People killed and injured.

mod clause;
mod count;
mod people;
mod several;
mod total;
mod ward;
mod words;

use std::ops::Range;

use self::people::{Group, subject_before};
use self::several::objects_after;
use self::words::{Harm, Shape, Trigger};
use super::walk::{next, previous, word};
use crate::text::Doc;

/// One mention of people killed or injured, or of nobody being so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Casualty {
    /// The words that say it.
    pub tokens: Range<usize>,
    /// Which sentence of the text.
    pub sentence: usize,
    /// How many were killed; nought where the text denies it.
    pub killed: Option<u32>,
    /// How many were injured; nought where the text denies it.
    pub injured: Option<u32>,
    /// Told as rumour, allegation or an earlier count.
    pub hedged: bool,
    /// The text says that nobody was.
    pub negated: bool,
}

/// The mentions of dead and injured people in a text, in order. Takes time linear in its length.
#[must_use]
pub fn casualties(doc: &Doc) -> Vec<Casualty> {
    let mut found: Vec<Casualty> = Vec::new();
    for (index, sentence) in doc.sentences.iter().enumerate() {
        found.extend(total::alone(doc, index, found.last()));
        let mut floor = sentence.start;
        let mut at = sentence.start;
        while at < sentence.end {
            let Some(trigger) = words::trigger(doc, at) else {
                at += 1;
                continue;
            };
            let clause = Clause {
                doc,
                floor,
                at,
                end: sentence.end,
            };
            at += 1;
            if let Some(mention) = clause.read(trigger) {
                at = at.max(mention.tokens.end);
                floor = at;
                add(doc, &mut found, mention.told(index));
            }
        }
        found.extend(total::by_others(doc, index, found.last()));
    }
    found
}

/// Joins `one dead` and `two injured` where nothing but a conjunction is between them.
fn add(doc: &Doc, found: &mut Vec<Casualty>, new: Casualty) {
    if let Some(last) = found.last_mut()
        && last.sentence == new.sentence
        && last.negated == new.negated
        && (last.killed.is_none() && new.injured.is_none()
            || last.injured.is_none() && new.killed.is_none())
        && (last.killed.is_some() != new.killed.is_some())
        && new.tokens.start.saturating_sub(last.tokens.end) <= 4
        && (last.tokens.end..new.tokens.start).any(|at| joins(word(doc, at)))
    {
        last.tokens.end = new.tokens.end;
        last.killed = last.killed.or(new.killed);
        last.injured = last.injured.or(new.injured);
        last.hedged |= new.hedged;
        return;
    }
    found.push(new);
}

fn joins(text: &str) -> bool {
    matches!(
        text,
        "and"
            | "or"
            | "y"
            | "e"
            | "ni"
            | "nor"
            | ","
            | ";"
            | "with"
            | "con"
            | "while"
            | "mientras"
            | "/"
            | "además"
    )
}

/// What one trigger says.
struct Mention {
    tokens: Range<usize>,
    harm: Harm,
    count: u32,
    hedged: bool,
    negated: bool,
}

impl Mention {
    fn told(self, sentence: usize) -> Casualty {
        let count =
            |wanted: Harm| (self.harm == wanted || self.harm == Harm::Either).then_some(self.count);
        Casualty {
            sentence,
            killed: count(Harm::Killed),
            injured: count(Harm::Injured),
            tokens: self.tokens,
            hedged: self.hedged,
            negated: self.negated,
        }
    }
}

/// A trigger and the part of its sentence that no earlier mention took.
struct Clause<'d, 't> {
    doc: &'d Doc<'t>,
    floor: usize,
    at: usize,
    end: usize,
}

impl Clause<'_, '_> {
    fn read(&self, trigger: Trigger) -> Option<Mention> {
        if self.is_unreal(trigger) {
            return None;
        }
        if let Some(start) = self.negation(trigger) {
            return start.map(|start| self.nobody(trigger, start));
        }
        let group = match trigger.shape {
            Shape::Participle => self.participle(trigger),
            Shape::Gerund => self.gerund(),
            Shape::Noun => self.noun(),
            Shape::State => self.state(trigger),
            Shape::Intransitive => self.object().or_else(|| self.subject(trigger)),
            Shape::Transitive => self.object().or_else(|| self.object_further_on()),
            Shape::Suffered => self.suffered(trigger),
            Shape::Hit => self.hit(trigger),
            Shape::Lives => self.lives(),
            Shape::Unharmed => return Some(self.nobody(trigger, self.at)),
            Shape::Breaks => self.broken(),
            Shape::Treats => self.patients(),
            Shape::Ward => self.on_the_ward(),
        }?;
        let harm = match trigger.harm {
            Harm::Injured if self.is_fatal() => Harm::Killed,
            Harm::Either if self.are_dead() => Harm::Killed,
            harm => harm,
        };
        (harm != Harm::Either).then(|| Mention {
            tokens: group.tokens.start.min(self.at)..group.tokens.end.max(self.at + 1),
            harm,
            count: group.count,
            hedged: group.hedged || self.is_hedged(),
            negated: false,
        })
    }

    /// `una víctima mortal`, `dos víctimas fatales`.
    fn are_dead(&self) -> bool {
        let after = word(self.doc, next(self.doc, self.at));
        matches!(after, "mortal" | "mortales" | "fatal" | "fatales")
    }

    fn nobody(&self, trigger: Trigger, start: usize) -> Mention {
        Mention {
            tokens: start..self.at + 1,
            harm: trigger.harm,
            count: 0,
            hedged: self.is_hedged(),
            negated: true,
        }
    }

    /// Who or how many they are, told behind the word.
    fn told_after(&self) -> Option<Group> {
        people::listed_after(self.doc, self.floor, self.at, self.end)
            .or_else(|| total::after(self.doc, self.floor, self.at, self.end))
            .or_else(|| total::before(self.doc, self.floor, self.at))
    }

    fn object(&self) -> Option<Group> {
        objects_after(self.doc, next(self.doc, self.at), self.end)
    }

    fn subject(&self, trigger: Trigger) -> Option<Group> {
        subject_before(self.doc, self.floor, self.at, trigger.number)
    }

    /// `Gunmen killed two people`, `two people were killed`, `2 killed`.
    fn participle(&self, trigger: Trigger) -> Option<Group> {
        if let Some(told) = self.told_after() {
            return Some(told);
        }
        let auxiliary = self.auxiliary();
        if let Some(counted) = count::count_before(self.doc, self.floor, self.at) {
            return Some(counted);
        }
        if let Some(auxiliary) = auxiliary {
            let infinitive = auxiliary > self.floor && word(self.doc, auxiliary - 1) == "to";
            let plural = match infinitive {
                true => people::Number::Unknown,
                false => people::number_of(word(self.doc, auxiliary)),
            };
            return subject_before(self.doc, self.floor, auxiliary, plural);
        }
        if trigger.harm == Harm::Injured
            && matches!(word(self.doc, self.at), "shot" | "beat" | "stabbed")
            && !self.is_fatal()
        {
            return self.object().filter(|group| group.counted);
        }
        let fatal_pair = matches!(word(self.doc, self.at + 1), "and" | "dead");
        if fatal_pair && self.is_fatal() {
            let verb = if word(self.doc, self.at + 1) == "dead" {
                self.at + 1
            } else {
                self.at + 2
            };
            return objects_after(self.doc, next(self.doc, verb), self.end);
        }
        self.object()
            .or_else(|| people::bare_before(self.doc, self.floor, self.at))
    }

    /// `…, killing one person`; but not `for killing a person`, which nobody did yet.
    fn gerund(&self) -> Option<Group> {
        let before = previous(self.doc, self.at).filter(|&before| before >= self.floor);
        let before_word = before.map_or("", |before| word(self.doc, before));
        let group = self.object();
        match before_word {
            "for" | "to" | "by" | "from" | "about" | "at" | "in" | "against" | "on" | "is"
            | "are" | "was" | "were" | "be" | "stop" | "without" => None,
            "the" | "a" | "his" | "her" | "their" => self.noun(),
            "of" | "with" => group.filter(|group| group.counted).map(|group| Group {
                hedged: true,
                ..group
            }),
            _ => group,
        }
    }

    /// `the death of one detainee`, `injuries to two others`, `three deaths`.
    fn noun(&self) -> Option<Group> {
        if self.is_only_attempted() {
            return None;
        }
        let verb = previous(self.doc, self.at).filter(|&verb| verb > self.floor);
        if let Some(verb) = verb.filter(|&verb| {
            matches!(
                word(self.doc, verb),
                "presenta" | "presento" | "presentan" | "presentaron" | "sufre" | "sufren"
            )
        }) {
            let number = people::number_of(word(self.doc, verb));
            return subject_before(self.doc, self.floor, verb, number);
        }
        if let Some(counted) = count::count_before(self.doc, self.floor, self.at) {
            let text = word(self.doc, self.at);
            let several = text.ends_with('s') && !matches!(text, "injuries" | "lesiones");
            let countable = several || self.are_dead();
            return countable.then_some(counted);
        }
        let link = next(self.doc, self.at);
        let article = previous(self.doc, self.at)
            .and_then(|before| previous(self.doc, before))
            .filter(|&b| b >= self.floor);
        let asked = article.is_some_and(|b| matches!(word(self.doc, b), "for" | "por"))
            || previous(self.doc, self.at)
                .is_some_and(|b| matches!(word(self.doc, b), "for" | "por"));
        match word(self.doc, link) {
            "of" | "to" | "de" | "a" => objects_after(self.doc, next(self.doc, link), self.end),
            "del" | "al" => objects_after(self.doc, link, self.end),
            _ => None,
        }
        .filter(|group| !asked || group.counted)
    }

    /// `one dead`, `he was dead`, `resultaron heridas cuatro personas`.
    fn state(&self, trigger: Trigger) -> Option<Group> {
        if let Some(told) = self.told_after() {
            return Some(told);
        }
        if let Some(counted) = count::count_before(self.doc, self.floor, self.at) {
            let wounds = word(self.doc, self.at).starts_with("herida")
                && word(self.doc, next(self.doc, self.at)) == "de";
            return (!wounds).then_some(counted);
        }
        if previous(self.doc, self.at).is_some_and(|b| {
            matches!(
                word(self.doc, b),
                "con" | "sufrio" | "sufrieron" | "presenta" | "presento"
            )
        }) {
            return self.suffered(trigger);
        }
        let Some(copula) = self.auxiliary() else {
            return people::bare_before(self.doc, self.floor, self.at)
                .filter(|_| trigger.number == people::Number::Singular);
        };
        let after = next(self.doc, self.at);
        if word(self.doc, after) != "a"
            && let Some(group) = objects_after(self.doc, after, self.end)
        {
            return Some(group);
        }
        if let Some(group) = self.behind_cause(copula, after) {
            return Some(group);
        }
        let number = match people::number_of(word(self.doc, copula)) {
            people::Number::Unknown => trigger.number,
            known => known,
        };
        // "Chivalry is dead": one capitalised word that opens a sentence is hardly a name
        let idea = |group: &Group| {
            word(self.doc, self.at) == "dead"
                && group.tokens.start == self.floor
                && group.tokens.start + 1 == copula
                && self.doc.classes(group.tokens.start).is_empty()
        };
        subject_before(self.doc, self.floor, copula, number).filter(|group| !idea(group))
    }

    /// `two occupants suffered burns`, `ingresó con heridas leves`.
    fn suffered(&self, trigger: Trigger) -> Option<Group> {
        let hurt = words::trigger(self.doc, self.at).is_some_and(|t| t.shape == Shape::State)
            || (self.at + 1..self.end.min(self.at + 7)).any(|at| words::is_wound(self.doc, at))
            || word(self.doc, next(self.doc, self.at)) == "hospital";
        if !hurt {
            return self.patients();
        }
        let verb = if matches!(trigger.shape, Shape::Suffered) {
            self.at
        } else {
            previous(self.doc, self.at)?
        };
        let mut group = subject_before(
            self.doc,
            self.floor,
            verb,
            people::number_of(word(self.doc, verb)),
        )?;
        let wound = (self.at..self.end.min(self.at + 7)).rfind(|&at| words::is_wound(self.doc, at));
        group.tokens.end = wound.map_or(self.at, |at| at) + 1;
        Some(group)
    }

    /// `was hit in the shoulder`, `were struck by bullets`.
    fn hit(&self, trigger: Trigger) -> Option<Group> {
        let Some(auxiliary) = self.auxiliary() else {
            return self.patients();
        };
        let mut link = next(self.doc, self.at);
        let mut care = None;
        if matches!(
            word(self.doc, self.at),
            "treated" | "atendido" | "atendida" | "atendidos" | "atendidas"
        ) {
            // "treated at the scene for smoke", "treated in hospital"
            let mut near = link..self.end.min(link + 7);
            let mut nearest = near.clone().take(5);
            care = nearest.find(|&at| words::is_care(self.doc, at));
            let cause = near.find(|&at| matches!(word(self.doc, at), "for" | "de" | "por"));
            link = cause.or(care.map(|_| link))?;
        }
        if words::is_brought(word(self.doc, self.at)) {
            let mut near = link..self.end.min(link + 8);
            let with = near.find(|&at| matches!(word(self.doc, at), "with" | "con"));
            care = self.hospital_after(link).filter(|_| with.is_none());
            link = with.or(care.map(|_| link))?;
        } else if !matches!(
            word(self.doc, link),
            "in" | "by" | "en" | "for" | "de" | "por" | "at" | "on" | "above" | "below" | "with"
        ) {
            return self.grazed(auxiliary);
        }
        let wound = (link + 1..self.end.min(link + 5))
            .find(|&at| words::is_wound(self.doc, at) || words::is_body(self.doc, at))
            .or(care)?;
        let number = match people::number_of(word(self.doc, auxiliary)) {
            people::Number::Unknown => trigger.number,
            known => known,
        };
        let mut group = subject_before(self.doc, self.floor, auxiliary, number)?;
        group.tokens.end = wound + 1;
        Some(group)
    }

    /// `four more were hit`, `two paramedics were grazed`: so many, and no more is said.
    fn grazed(&self, auxiliary: usize) -> Option<Group> {
        let ends = next(self.doc, self.at) >= self.end
            || matches!(word(self.doc, next(self.doc, self.at)), "." | "," | ";");
        let struck = matches!(word(self.doc, self.at), "hit" | "struck" | "grazed");
        let number = people::number_of(word(self.doc, auxiliary));
        subject_before(self.doc, self.floor, auxiliary, number)
            .filter(|group| ends && struck && group.counted)
    }

    /// `claimed two lives`, `lost his life`, `perdieron la vida dos personas`.
    fn lives(&self) -> Option<Group> {
        let verb = (self.at.saturating_sub(4).max(self.floor)..self.at).rfind(|&at| {
            matches!(
                word(self.doc, at),
                "claimed"
                    | "claiming"
                    | "cost"
                    | "costing"
                    | "lost"
                    | "losing"
                    | "took"
                    | "taken"
                    | "perdio"
                    | "perdieron"
                    | "cobro"
                    | "costo"
            ) || matches!(word(self.doc, at), "quedo" | "quedaron")
                && word(self.doc, self.at - 1) == "sin"
        })?;
        if let Some(counted) = count::count_before(self.doc, verb, self.at) {
            return Some(counted);
        }
        let after = next(self.doc, self.at);
        if matches!(word(self.doc, after), "of" | "de" | "a") {
            return objects_after(self.doc, next(self.doc, after), self.end);
        }
        let number = match word(self.doc, verb) {
            "perdieron" | "quedaron" => people::Number::Plural,
            "perdio" | "quedo" => people::Number::Singular,
            "lost" if word(self.doc, self.at) == "lives" => people::Number::Plural,
            "lost" => people::Number::Singular,
            _ => return None,
        };
        objects_after(self.doc, after, self.end)
            .or_else(|| subject_before(self.doc, self.floor, verb, number))
    }
}

#[cfg(test)]
mod tests;

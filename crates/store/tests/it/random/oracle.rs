//! The desk as it should be: what a story did to it, and what each may see of it, reckoned without the store.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::case::part::Part as Kind;
use model::case::state::State;
use model::{AccountId, Micros, ReportId, Right, Role};
use seal::Token;
use store::Work;

/// A report that was acknowledged.
#[derive(Clone)]
pub struct Told {
    pub id: ReportId,
    pub key: Vec<u8>,
    pub text: String,
    pub is_erased: bool,
    /// What it is about, by which it is found.
    pub event: u64,
    /// The incident that it is in; none while it is unread.
    pub incident: Option<u64>,
}

/// What an act changed of a report.
#[derive(Clone)]
pub enum What {
    Work(Work, Work),
    Move(u64, u64),
}

#[derive(Clone)]
pub struct Act {
    pub place: u64,
    pub batch: u64,
    pub by: usize,
    pub report: u64,
    pub what: What,
    pub is_undone: bool,
}

pub struct Person {
    pub id: AccountId,
    pub roles: Vec<Role>,
    pub has_ended: bool,
    /// Their session, with whether it should still be one.
    pub token: Option<(Token, bool)>,
}

/// What an act changed in a case.
#[derive(Clone, PartialEq, Debug)]
pub enum Done {
    Own((State, String), (State, String)),
    Part(u64, Option<Said>, Option<Said>),
    Member(usize, bool),
    Group(u64, bool),
}

pub type Said = (String, Option<Micros>);

#[derive(Clone)]
pub struct Part {
    pub kind: Kind,
    pub said: Option<Said>,
    pub acted: u64,
    pub is_gone: bool,
}

#[derive(Clone)]
pub struct CaseAct {
    pub place: u64,
    pub done: Done,
    pub is_undone: bool,
}

pub struct Case {
    /// The incident that it was opened from.
    pub incident: Option<u64>,
    pub own: (State, String),
    /// The last act on the case itself.
    pub owned: u64,
    pub members: BTreeSet<usize>,
    pub groups: BTreeSet<u64>,
    pub parts: BTreeMap<u64, Part>,
    pub acts: Vec<CaseAct>,
}

#[derive(Default)]
pub struct Oracle {
    pub reports: BTreeMap<u64, Told>,
    pub works: BTreeMap<u64, Work>,
    pub acts: Vec<Act>,
    /// What incidents became part of.
    pub became: HashMap<u64, u64>,
    pub people: Vec<Person>,
    /// Groups by their numbers, from 1, with who is in them.
    pub groups: BTreeMap<u64, BTreeSet<usize>>,
    /// Cases by their numbers, from 1.
    pub cases: BTreeMap<u64, Case>,
}

/// Which roles may do something, as docs/desk.md says it.
const fn doers(right: Right) -> &'static [Role] {
    match right {
        Right::Open => &[Role::Intake, Role::Lead, Role::Privacy],
        Right::Decide | Right::Link => &[Role::Intake, Role::Lead],
        Right::Picture => &[Role::Intake, Role::Lead, Role::Privacy, Role::Reader],
        Right::UndoOthers | Right::Case => &[Role::Lead],
        Right::Journal | Right::Erase => &[Role::Privacy],
        Right::Accounts => &[Role::Admin],
        Right::Duty => &[Role::Lead, Role::Admin],
    }
}

impl Person {
    pub fn may(&self, right: Right) -> bool {
        let mut doers = doers(right).iter();
        !self.has_ended && doers.any(|role| self.roles.contains(role))
    }
}

impl Oracle {
    /// Reports that can be read.
    pub fn whole(&self) -> impl Iterator<Item = (u64, &Told)> {
        let all = self.reports.iter().map(|(place, told)| (*place, told));
        all.filter(|(_, told)| !told.is_erased)
    }

    /// Incidents with their reports.
    pub fn incidents(&self) -> BTreeMap<u64, Vec<u64>> {
        let mut incidents: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (place, told) in self.whole() {
            if let Some(incident) = told.incident {
                incidents.entry(incident).or_default().push(place);
            }
        }
        incidents
    }

    /// What an incident is now.
    pub fn now(&self, mut incident: u64) -> u64 {
        while let Some(into) = self.became.get(&incident) {
            incident = *into;
        }
        incident
    }

    pub fn merge(&mut self, from: u64, into: u64) {
        for told in self.reports.values_mut() {
            if told.incident == Some(from) {
                told.incident = Some(into);
            }
        }
        self.became.insert(from, into);
    }

    /// Takes an act back, if nobody did something else since: what it did.
    pub fn take_back(&mut self, act: &Act, at: u64) -> Option<What> {
        if self.reports[&act.report].is_erased {
            return None;
        }
        match &act.what {
            What::Work(before, after) => {
                let now = self.works[&act.report].clone();
                if now.acted != act.place {
                    return None;
                }
                let mut back = Work {
                    acted: at,
                    ..before.clone()
                };
                // nobody can make undone that somebody has read it
                if now.is_seen && !after.is_seen {
                    (back.is_seen, back.due) = (true, back.decide);
                }
                self.works.insert(act.report, back.clone());
                Some(What::Work(now, back))
            }
            What::Move(from, to) => {
                let back = self.now(*from);
                let told = self.reports.get_mut(&act.report).unwrap();
                if told.incident != Some(*to) || back == *to {
                    return None;
                }
                told.incident = Some(back);
                Some(What::Move(*to, back))
            }
        }
    }

    /// Whether a case that is not closed rests on a report.
    pub fn holds(&self, report: u64) -> bool {
        let incident = self.reports[&report].incident;
        let mut open = self
            .cases
            .values()
            .filter(|case| case.own.0 != State::Closed);
        incident.is_some() && open.any(|case| case.incident.map(|from| self.now(from)) == incident)
    }

    /// Whether somebody may open a case, by the lists of who was let in.
    pub fn sees(&self, who: usize, case: u64) -> bool {
        let case = &self.cases[&case];
        let mut groups = case.groups.iter();
        case.members.contains(&who) || groups.any(|group| self.groups[group].contains(&who))
    }
}

impl Case {
    /// Does something in the case, by an act.
    pub fn follow(&mut self, place: u64, done: Done, kind: Option<Kind>) {
        self.set(place, &done, kind);
        let is_undone = false;
        self.acts.push(CaseAct {
            place,
            done,
            is_undone,
        });
    }

    fn set(&mut self, place: u64, done: &Done, kind: Option<Kind>) {
        match done {
            Done::Own(_, after) => {
                self.own = after.clone();
                self.owned = place;
            }
            Done::Part(part, _, after) => {
                let kind = kind.unwrap_or_else(|| self.parts[part].kind);
                let part = self.parts.entry(*part).or_insert(Part {
                    kind,
                    said: None,
                    acted: place,
                    is_gone: false,
                });
                (part.said, part.acted) = (after.clone(), place);
            }
            Done::Member(who, is_in) => put(&mut self.members, *who, *is_in),
            Done::Group(group, is_in) => put(&mut self.groups, *group, *is_in),
        }
    }

    /// Whether an act can be undone: it is the last on what it changed.
    pub fn is_last(&self, act: &CaseAct) -> bool {
        !act.is_undone
            && match &act.done {
                Done::Own(..) => self.owned == act.place,
                Done::Part(part, ..) => {
                    let part = &self.parts[part];
                    part.acted == act.place && !part.is_gone
                }
                Done::Member(who, is_in) => self.members.contains(who) == *is_in,
                Done::Group(group, is_in) => self.groups.contains(group) == *is_in,
            }
    }

    /// Undoes an act of the case, by another one.
    pub fn take_back(&mut self, index: usize, place: u64) {
        self.acts[index].is_undone = true;
        let back = match self.acts[index].done.clone() {
            Done::Own(before, after) => Done::Own(after, before),
            Done::Part(part, before, after) => Done::Part(part, after, before),
            Done::Member(who, is_in) => Done::Member(who, !is_in),
            Done::Group(group, is_in) => Done::Group(group, !is_in),
        };
        self.follow(place, back, None);
    }
}

pub fn put<T: Ord>(set: &mut BTreeSet<T>, one: T, is_in: bool) {
    if is_in {
        set.insert(one);
    } else {
        set.remove(&one);
    }
}

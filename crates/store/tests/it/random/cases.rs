//! What is done in cases, and who is let into them.

use model::case::part::Part as Kind;
use model::case::retention::Purge;
use model::case::state::State;
use model::{AccountId, ActKind, Role};
use store::{
    CaseChanged, GroupChange, Grouped, Proof, Step, begin_session, change_case, change_group,
    groups, make_group, open_case, set_account, undo_case,
};

use super::oracle::{Case, Done, put};
use super::{Story, by};
use crate::support::{NOW, rng};

impl Story {
    /// Opens a case, or changes one.
    pub async fn write_case(&mut self) {
        let numbers: Vec<u64> = self.oracle.cases.keys().copied().collect();
        let wants_new = numbers.len() < 4 && self.chance.once_in(4);
        match self.chance.one_of(&numbers) {
            Some(number) if !wants_new => self.change_in(number).await,
            _ => self.open_one().await,
        }
    }

    async fn open_one(&mut self) {
        let who = self.anybody();
        let account = self.id(who);
        let incidents: Vec<u64> = self.oracle.incidents().into_keys().collect();
        let incident = self.chance.one_of(&incidents);
        let store = &self.desk.store;
        let opened = open_case(store, by(&account), incident, "new", &mut rng()).await;
        let number = opened.unwrap();
        let mut read = self.desk.store.read().await.unwrap();
        let found = store::case(&mut read, self.desk.store.keys(), number);
        let acted = found.await.unwrap().unwrap().acted;
        let mut case = Case {
            incident,
            own: (State::Open, "new".into()),
            owned: acted - 1,
            members: [].into(),
            groups: [].into(),
            parts: [].into(),
            acts: Vec::new(),
        };
        case.follow(acted, Done::Member(who, true), None);
        assert!(self.oracle.cases.insert(number, case).is_none());
    }

    fn said(&mut self) -> super::oracle::Said {
        self.next += 1;
        let due = NOW + self.chance.below(99) as i64;
        let is_due = self.chance.once_in(2);
        (format!("part {}", self.next), is_due.then_some(due))
    }

    /// A step, and what it does; none where there is nothing that it could be done to.
    fn step(&mut self, number: u64) -> Option<(Step, Option<Done>, Option<Kind>)> {
        let which = self.chance.below(7);
        let said = self.said();
        let who = self.anybody();
        let groups: Vec<u64> = self.oracle.groups.keys().copied().collect();
        let case = &self.oracle.cases[&number];
        let parts = case.parts.iter().filter(|(_, part)| part.said.is_some());
        let parts: Vec<(u64, Kind)> = parts.map(|(place, part)| (*place, part.kind)).collect();
        Some(match which {
            0 => {
                let states = [State::Open, State::UnderReview, State::Closed];
                let after = (self.chance.one_of(&states)?, said.0.clone());
                let done = Done::Own(case.own.clone(), after);
                (Step::Case(states_of(&done)?, said.0), Some(done), None)
            }
            1 | 2 => {
                let kind = self
                    .chance
                    .one_of(&[Kind::Note, Kind::Task, Kind::Person])?;
                let done = Done::Part(0, None, Some(said.clone()));
                (Step::Add(kind, said.0, said.1), Some(done), Some(kind))
            }
            3 => {
                let (part, _) = self.chance.one_of(&parts)?;
                let before = case.parts[&part].said.clone();
                let done = Done::Part(part, before, Some(said.clone()));
                (Step::Set(part, said.0, said.1), Some(done), None)
            }
            4 => {
                let is_in = !case.members.contains(&who);
                let done = Done::Member(who, is_in);
                (Step::Member(self.id(who), is_in), Some(done), None)
            }
            5 => {
                let group = self.chance.one_of(&groups)?;
                let is_in = !case.groups.contains(&group);
                (
                    Step::Group(group, is_in),
                    Some(Done::Group(group, is_in)),
                    None,
                )
            }
            _ => {
                let people = parts.iter().filter(|(_, kind)| *kind == Kind::Person);
                let people: Vec<u64> = people.map(|(place, _)| *place).collect();
                let person = self.chance.one_of(&people)?;
                (Step::Purge(person, Purge::Failed), None, None)
            }
        })
    }

    async fn change_in(&mut self, number: u64) {
        let Some((step, done, kind)) = self.step(number) else {
            return;
        };
        let who = self.anybody();
        let account = self.id(who);
        let purged = match step {
            Step::Purge(part, _) => Some(part),
            _ => None,
        };
        let decide = |_: &store::Case| Ok::<_, ()>(vec![step]);
        let mut drawn = rng();
        let changed = change_case(
            &self.desk.store,
            by(&account),
            number,
            None,
            decide,
            &mut drawn,
        );
        let CaseChanged::Yes(places) = changed.await.unwrap() else {
            panic!("a case is there that was opened");
        };
        let place = places[0];
        let case = self.oracle.cases.get_mut(&number).unwrap();
        if let Some(part) = purged {
            let part = case.parts.get_mut(&part).unwrap();
            (part.said, part.acted, part.is_gone) = (None, place, true);
        }
        match done {
            // a part goes by the act by which it came
            Some(Done::Part(0, before, after)) => {
                case.follow(place, Done::Part(place, before, after), kind);
            }
            Some(done) => case.follow(place, done, kind),
            None => {}
        }
    }

    pub async fn undo_in_case(&mut self) {
        let numbers: Vec<u64> = self.oracle.cases.keys().copied().collect();
        let Some(number) = self.chance.one_of(&numbers) else {
            return;
        };
        let case = &self.oracle.cases[&number];
        let late = case.acts.len().saturating_sub(5) as u64;
        let index = late + self.chance.below(case.acts.len() as u64 - late);
        let (index, may) = (index as usize, !self.chance.once_in(5));
        let act = &case.acts[index];
        // a group that is no more comes in nowhere
        let is_there = match &act.done {
            Done::Group(group, false) => self.oracle.groups.contains_key(group),
            _ => true,
        };
        let (place, can) = (act.place, case.is_last(act) && is_there);
        let account = self.oracle.people[0].id;
        let allows = |_: &store::Case, _: &AccountId, _: ActKind| may;
        let mut drawn = rng();
        let undone = undo_case(
            &self.desk.store,
            by(&account),
            number,
            place,
            allows,
            &mut drawn,
        );
        let undone = undone.await.unwrap();
        assert_eq!(undone.is_some(), can && may, "{:?}", case.acts[index].done);
        let case = self.oracle.cases.get_mut(&number).unwrap();
        if let Some(at) = undone {
            case.take_back(index, at);
        }
    }

    /// Makes a group, or lets somebody in or out.
    pub async fn change_group(&mut self) {
        let store = self.desk.store.clone();
        let numbers: Vec<u64> = self.oracle.groups.keys().copied().collect();
        let keeper = self.oracle.people[4].id;
        let wants_new = numbers.len() < 3 && self.chance.once_in(2);
        let Some(number) = self.chance.one_of(&numbers).filter(|_| !wants_new) else {
            self.next += 1;
            let name = format!("group {}", self.next);
            let made = make_group(&store, by(&keeper), &name, &mut rng()).await;
            let Grouped::Yes(number) = made.unwrap() else {
                panic!("it was made");
            };
            assert!(self.oracle.groups.insert(number, [].into()).is_none());
            return;
        };
        let all = groups(&mut store.read().await.unwrap(), store.keys()).await;
        let all = all.unwrap();
        let acted = all.iter().find(|one| one.number == number).unwrap().acted;
        let (who, is_stale) = (self.anybody(), self.chance.once_in(5));
        let acted = acted - u64::from(is_stale);
        if self.chance.once_in(4) && !is_stale {
            return self.end_group(number, acted).await;
        }
        let is_in = !self.oracle.groups[&number].contains(&who);
        let id = self.id(who);
        let change = GroupChange::Member(&id, is_in);
        let changed = change_group(&store, by(&keeper), (number, acted), change, &mut rng()).await;
        if is_stale {
            assert_eq!(changed.unwrap(), Grouped::Stale);
            return;
        }
        assert_eq!(changed.unwrap(), Grouped::Yes(number));
        put(self.oracle.groups.get_mut(&number).unwrap(), who, is_in);
    }

    async fn end_group(&mut self, number: u64, acted: u64) {
        let keeper = self.oracle.people[4].id;
        let (aim, change) = ((number, acted), GroupChange::End);
        let ended = change_group(&self.desk.store, by(&keeper), aim, change, &mut rng()).await;
        let mut cases = self.oracle.cases.values();
        let is_used = !self.oracle.groups[&number].is_empty()
            || cases.any(|case| case.groups.contains(&number));
        if is_used {
            assert_eq!(ended.unwrap(), Grouped::InUse);
            return;
        }
        assert_eq!(ended.unwrap(), Grouped::Yes(number));
        self.oracle.groups.remove(&number);
    }

    /// Somebody is signed in, or is something else from now on.
    pub async fn change_rights(&mut self) {
        let store = self.desk.store.clone();
        let who = self.anybody();
        let id = self.id(who);
        if self.chance.once_in(2) {
            let begun = begin_session(&store, &id, Proof::Link, None, NOW, &mut rng()).await;
            let is_valid = !self.oracle.people[who].has_ended;
            self.oracle.people[who].token = begun.unwrap().map(|token| (token, is_valid));
            return;
        }
        let roles = self.chance.some_of(Role::ALL, 2);
        let has_ended = self.chance.once_in(3);
        let times = (Some(&id), NOW);
        let ended = has_ended.then_some(NOW);
        let set = set_account(&store, &id, &roles, ended, times, &mut rng()).await;
        assert!(set.unwrap());
        let person = &mut self.oracle.people[who];
        (person.roles, person.has_ended) = (roles, has_ended);
        person.token = person.token.take().map(|(token, _)| (token, false));
    }
}

fn states_of(done: &Done) -> Option<State> {
    match done {
        Done::Own(_, (state, _)) => Some(*state),
        _ => None,
    }
}

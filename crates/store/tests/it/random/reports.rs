//! What is done to reports.

use std::collections::BTreeSet;
use std::time::Duration;

use model::{Disposition, Erasure, Level, NEVER};
use store::{
    Acted, Aim, Bearer, Change, Changes, Erased, Finding, Incident, Linking, Sealed, Target, Trace,
    Work, act, erasable, erase, move_reports, open_report, receive, undo, unread, works,
};

use super::oracle::{Act, Told, What};
use super::{Story, by};
use crate::support::{NOW, rng, sealed};

/// What reports are about, for the story.
const EVENTS: u64 = 6;

/// The tag by which a report is found alone.
pub fn own_hash(place: u64) -> u64 {
    1_000 + place
}

/// Half of them make or report threats.
pub fn tells(place: u64) -> bool {
    place.is_multiple_of(2)
}

impl Story {
    fn requests(&mut self) -> Vec<(Vec<u8>, String)> {
        let count = 1 + self.chance.below(3);
        let mut request = || {
            self.next += 1;
            let text = format!("what was said, number {}", self.next);
            (text.clone().into_bytes(), text)
        };
        (0..count).map(|_| request()).collect()
    }

    fn seal(&self, requests: &[(Vec<u8>, String)]) -> Vec<Sealed> {
        let one = |(key, text): &(Vec<u8>, String)| sealed(&self.desk.store, text, Some(key));
        requests.iter().map(one).collect()
    }

    fn acknowledged(&mut self, requests: Vec<(Vec<u8>, String)>, received: &[store::Received]) {
        assert_eq!(requests.len(), received.len());
        for ((key, text), got) in requests.into_iter().zip(received) {
            assert!(got.is_same);
            let told = Told {
                id: got.id,
                key,
                text,
                is_erased: false,
                event: self.chance.below(EVENTS),
                incident: None,
            };
            let before = self.oracle.reports.insert(got.place, told);
            assert!(before.is_none(), "a place is given once");
        }
    }

    pub async fn receive(&mut self) {
        let requests = self.requests();
        let batch = self.seal(&requests);
        let received = receive(&self.desk.store, &batch).await.unwrap();
        assert!(received.iter().all(|one| one.is_new));
        self.acknowledged(requests, &received);
    }

    /// A request that was answered is sent again, or another one by its key.
    pub async fn send_again(&mut self) {
        let places: Vec<u64> = self.oracle.reports.keys().copied().collect();
        let Some(place) = self.chance.one_of(&places) else {
            return;
        };
        let told = self.oracle.reports[&place].clone();
        let is_same = !self.chance.once_in(4);
        let text = if is_same { &told.text } else { "another one" };
        let batch = [sealed(&self.desk.store, text, Some(&told.key))];
        let got = receive(&self.desk.store, &batch).await.unwrap()[0];
        assert_eq!((got.place, got.id, got.is_new), (place, told.id, false));
        assert_eq!(got.is_same, is_same || told.is_erased);
    }

    /// The process ends somewhere in the middle; who got no answer sends their request again.
    pub async fn crash(&mut self) {
        let patience = Duration::from_micros(self.chance.below(6_000));
        if self.chance.once_in(3) {
            return self.crash_of_change(patience).await;
        }
        let requests = self.requests();
        let batch = self.seal(&requests);
        let answer = tokio::time::timeout(patience, receive(&self.desk.store, &batch)).await;
        if let Ok(received) = answer {
            return self.acknowledged(requests, &received.unwrap());
        }
        self.desk.reopen().await;
        let received = receive(&self.desk.store, &batch).await.unwrap();
        let new = received.iter().filter(|one| one.is_new).count();
        assert!(new == 0 || new == batch.len(), "all or none was stored");
        self.acknowledged(requests, &received);
    }

    async fn crash_of_change(&mut self, patience: Duration) {
        let open: Vec<u64> = self.oracle.works.keys().copied().collect();
        let reports = self.chance.some_of(&open, 3);
        let who = self.anybody();
        let id = self.id(who);
        let aims: Vec<Aim> = reports.iter().map(|one| self.aim(*one)).collect();
        let change = Change::Assign(Some(id));
        let mut chance = rng();
        let acting = act(&self.desk.store, by(&id), &aims, change, None, &mut chance);
        let answer = tokio::time::timeout(patience, acting).await;
        let acted = match answer {
            Ok(acted) => acted.unwrap(),
            Err(_) => {
                self.desk.reopen().await;
                let mut read = self.desk.store.read().await.unwrap();
                let now = works(&mut read, &reports).await.unwrap();
                let is_done = |one: &&Work| one.acted != self.oracle.works[&one.report].acted;
                let done: Vec<&Work> = now.iter().filter(is_done).collect();
                assert!(done.is_empty() || done.len() == aims.len(), "all or none");
                Acted {
                    batch: done.iter().map(|one| one.acted).min(),
                    done: if done.is_empty() { vec![] } else { reports },
                    stale: vec![],
                }
            }
        };
        self.changed(who, &acted, change);
    }

    /// Reads some of what waits, and brings it together as the engine would: with what is about the same.
    pub async fn read_some(&mut self) {
        let store = self.desk.store.clone();
        let mut read = store.read().await.unwrap();
        let mut waiting = unread(&mut read, 0, 999).await.unwrap();
        drop(read);
        let places: BTreeSet<u64> = waiting.iter().map(|one| one.place).collect();
        let whole = self.oracle.whole();
        let expected = whole.filter(|(_, told)| told.incident.is_none());
        assert_eq!(places, expected.map(|(place, _)| place).collect());
        waiting.truncate(1 + self.chance.below(6) as usize);
        let blinder = store.keys().blinder("test");
        let mut linking = Linking::begin(&store).await.unwrap();
        let (mut changes, mut findings) = (Changes::default(), Vec::new());
        let mut touched = BTreeSet::new();
        for one in &waiting {
            let opened = one.open(store.keys()).unwrap();
            let event = self.oracle.reports[&one.place].event;
            let whole = self.oracle.whole().filter(|(_, told)| told.event == event);
            let joined: BTreeSet<u64> = whole.filter_map(|(_, told)| told.incident).collect();
            let joined: Vec<u64> = joined.into_iter().collect();
            let keep = self.chance.one_of(&joined).unwrap_or(one.place);
            for other in joined.into_iter().filter(|other| *other != keep) {
                if self.chance.once_in(3) {
                    self.oracle.merge(other, keep);
                    changes.merged.push((other, keep));
                    touched.remove(&other);
                }
            }
            touched.insert(keep);
            self.oracle.reports.get_mut(&one.place).unwrap().incident = Some(keep);
            let trace = Trace {
                tags: vec![blinder.tag(event), blinder.tag(own_hash(one.place))],
                tells: tells(one.place),
            };
            changes.entries.extend(trace.tags.iter().map(|&tag| Bearer {
                tag,
                report: one.place,
                incident: keep,
            }));
            let level = Level::ALL[self.chance.below(5) as usize];
            let (due, decide) = (NOW + 10, NOW + 20 + self.chance.below(9) as i64);
            findings.push(Finding {
                place: one.place,
                reading: opened.seal_reading(b"found", &mut rng()).unwrap(),
                level,
                trace: Some(opened.seal_trace(&trace, &mut rng()).unwrap()),
                incident: Some(keep),
                copies: None,
                due,
                decide,
            });
            let work = Work {
                report: one.place,
                level,
                due,
                decide,
                is_seen: false,
                disposition: None,
                assigned: None,
                acted: one.place,
            };
            self.oracle.works.insert(one.place, work);
        }
        // what was read first may be elsewhere by what was read later
        for finding in &mut findings {
            finding.incident = self.oracle.reports[&finding.place].incident;
        }
        let incidents = self.oracle.incidents();
        changes.incidents = touched
            .iter()
            .map(|name| sized(*name, &incidents[name]))
            .collect();
        let before: Vec<u64> = places.into_iter().collect();
        assert_eq!(linking.waiting(&before).await.unwrap().len(), before.len());
        linking.commit(&findings, &changes).await.unwrap();
    }

    /// What whoever acts saw of a report; now and then something older.
    fn aim(&self, report: u64) -> Aim {
        let acted = self.oracle.works[&report].acted;
        Aim { report, acted }
    }

    /// Does to the oracle what was done to the desk.
    fn changed(&mut self, who: usize, acted: &Acted, change: Change) {
        for (place, report) in (acted.batch.unwrap_or_default()..).zip(&acted.done) {
            let before = self.oracle.works[report].clone();
            let mut after = Work {
                acted: place,
                ..before.clone()
            };
            match change {
                Change::Decide(disposition) => {
                    (after.disposition, after.is_seen) = (Some(disposition), true);
                    (after.due, after.decide) = (NEVER, NEVER);
                }
                Change::Assign(account) => after.assigned = account,
                Change::Level(level, [opened, decided]) => {
                    (after.level, after.decide) = (level, decided);
                    after.due = if before.is_seen { decided } else { opened };
                }
            }
            self.oracle.works.insert(*report, after.clone());
            let what = What::Work(before, after);
            self.acted(who, (place, acted.batch), *report, what);
        }
    }

    fn acted(&mut self, by: usize, (place, batch): (u64, Option<u64>), report: u64, what: What) {
        self.oracle.acts.push(Act {
            place,
            batch: batch.unwrap(),
            by,
            report,
            what,
            is_undone: false,
        });
    }

    pub async fn change(&mut self) {
        let open: Vec<u64> = self.oracle.works.keys().copied().collect();
        let reports = self.chance.some_of(&open, 4);
        let who = self.anybody();
        let account = self.id(who);
        let change = match self.chance.below(3) {
            0 => Change::Decide(Disposition::ALL[self.chance.below(6) as usize]),
            1 => Change::Assign((!self.chance.once_in(3)).then_some(account)),
            _ => {
                let clock = NOW + self.chance.below(99) as i64;
                let level = Level::ALL[self.chance.below(5) as usize];
                Change::Level(level, [clock, clock + 5])
            }
        };
        let mut aims = Vec::new();
        let mut stale = Vec::new();
        for report in &reports {
            let mut aim = self.aim(*report);
            if self.chance.once_in(6) {
                aim.acted -= 1;
                stale.push(*report);
            }
            aims.push(aim);
        }
        let acting = act(
            &self.desk.store,
            by(&account),
            &aims,
            change,
            Some("so"),
            &mut rng(),
        )
        .await
        .unwrap();
        assert_eq!(acting.stale, stale);
        assert_eq!(acting.done.len() + stale.len(), reports.len());
        self.changed(who, &acting, change);
    }

    pub async fn open(&mut self) {
        let reports: Vec<u64> = self.oracle.works.keys().copied().collect();
        let Some(report) = self.chance.one_of(&reports) else {
            return;
        };
        let (account, sees) = (self.oracle.people[0].id, !self.chance.once_in(3));
        let opened = open_report(&self.desk.store, by(&account), report, sees, &mut rng()).await;
        assert!(opened.unwrap());
        let work = self.oracle.works.get_mut(&report).unwrap();
        if sees && !work.is_seen {
            (work.is_seen, work.due) = (true, work.decide);
        }
    }

    /// Brings reports to another incident, or to a new one.
    pub async fn bring(&mut self) {
        let incidents = self.oracle.incidents();
        let names: Vec<u64> = incidents.keys().copied().collect();
        let Some(from) = self.chance.one_of(&names) else {
            return;
        };
        // some are elsewhere
        let all: Vec<u64> = self.oracle.works.keys().copied().collect();
        let mut reports = self.chance.some_of(&incidents[&from], 3);
        reports.extend(
            self.chance
                .one_of(&all)
                .filter(|one| !reports.contains(one)),
        );
        let known: Vec<u64> = names
            .into_iter()
            .chain(self.oracle.became.keys().copied())
            .collect();
        let target = match self.chance.one_of(&known) {
            Some(to) if !self.chance.once_in(3) => Target::Incident(to),
            _ => Target::New,
        };
        let who = self.anybody();
        let account = self.id(who);
        let mut drawn = rng();
        let moved = move_reports(
            &self.desk.store,
            by(&account),
            (from, &reports),
            target,
            Some("why"),
            &mut drawn,
        );
        let moved = moved.await.unwrap();
        if let Target::Incident(to) = target {
            let is_there = to != from && incidents.contains_key(&to);
            assert_eq!(moved.is_some(), is_there, "from {from} to {to}");
        }
        let Some((to, acted)) = moved else { return };
        let is_there = |report: &&u64| incidents[&from].contains(report);
        let expected: Vec<u64> = reports.iter().filter(is_there).copied().collect();
        assert_eq!(acted.done, expected);
        for (place, report) in (acted.batch.unwrap_or_default()..).zip(&acted.done) {
            self.oracle.reports.get_mut(report).unwrap().incident = Some(to);
            self.acted(who, (place, acted.batch), *report, What::Move(from, to));
        }
    }

    /// Undoes something, whoever did it, where others may.
    pub async fn undo(&mut self) {
        let batches: Vec<u64> = self.oracle.acts.iter().map(|act| act.batch).collect();
        let late = batches.len().saturating_sub(12);
        let recent = &batches[if self.chance.once_in(3) { 0 } else { late }..];
        let Some(batch) = self.chance.one_of(recent) else {
            return;
        };
        let who = self.anybody();
        let (account, others) = (
            self.id(who),
            self.oracle.people[who].may(model::Right::UndoOthers),
        );
        let acts = self.oracle.acts.iter().enumerate();
        let of_batch = acts.filter(|(_, act)| act.batch == batch && !act.is_undone);
        let of_batch: Vec<(usize, Act)> = of_batch.map(|(at, act)| (at, act.clone())).collect();
        let is_allowed = others || of_batch.iter().all(|(_, act)| act.by == who);
        let undone = undo(&self.desk.store, by(&account), batch, others, &mut rng()).await;
        let Some(acted) = undone.unwrap() else {
            assert!(of_batch.is_empty() || !is_allowed);
            return;
        };
        assert!(is_allowed && !of_batch.is_empty());
        let mut place = acted.batch.unwrap_or_default();
        let (mut done, mut stale) = (Vec::new(), Vec::new());
        for (at, act) in of_batch {
            let Some(what) = self.oracle.take_back(&act, place) else {
                stale.push(act.report);
                continue;
            };
            self.oracle.acts[at].is_undone = true;
            self.acted(who, (place, acted.batch), act.report, what);
            done.push(act.report);
            place += 1;
        }
        assert_eq!((acted.done, acted.stale), (done, stale));
    }

    pub async fn erase_one(&mut self) {
        let places: Vec<u64> = self.oracle.reports.keys().copied().collect();
        let Some(place) = self
            .chance
            .one_of(&places)
            .filter(|_| self.chance.once_in(2))
        else {
            return;
        };
        let (who, is_held) = (self.anybody(), self.oracle.holds(place));
        let account = self.id(who);
        let told = self.oracle.reports.get_mut(&place).unwrap();
        let expected = match (told.is_erased, is_held) {
            (true, _) => Erased::Missing,
            (false, true) => Erased::Held,
            (false, false) => Erased::Done,
        };
        let store = &self.desk.store;
        let about = erasable(&mut store.read().await.unwrap(), place).await;
        let is_open = about.unwrap().map(|about| !about.open.is_empty());
        assert_eq!(is_open, (!told.is_erased).then_some(is_held));
        let by = by(&account);
        let erased = erase(store, by, &told.id, Erasure::Order, &mut rng()).await;
        assert_eq!(erased.unwrap(), expected);
        if is_held {
            return;
        }
        (told.is_erased, told.incident) = (true, None);
        self.oracle.works.remove(&place);
    }
}

pub fn sized(name: u64, reports: &[u64]) -> Incident {
    let telling = reports.iter().filter(|place| tells(**place)).count();
    Incident {
        place: name,
        reports: reports.len() as u64,
        telling: telling as u64,
    }
}

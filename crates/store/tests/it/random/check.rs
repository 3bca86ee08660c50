//! The desk held against the oracle.

use std::collections::{BTreeMap, BTreeSet};

use model::Right;
use store::{
    Position, Show, bearers, by_id, case, cases_of, count, days_of, find_session, incident_sizes,
    incidents, queue, reports_of, sign, verify, works,
};

use super::Story;
use super::reports::{own_hash, sized};
use crate::support::NOW;

impl Story {
    pub async fn check(&self) {
        self.check_reports().await;
        self.check_incidents().await;
        self.check_cases().await;
        self.check_rights().await;
        sign(&self.desk.store).await.unwrap();
    }

    /// Each acknowledged report is there, once, and how far it has come.
    async fn check_reports(&self) {
        let store = &self.desk.store;
        let mut read = store.read().await.unwrap();
        let counts = count(&mut read).await.unwrap();
        assert_eq!(counts.reports, self.oracle.reports.len() as u64);
        for (place, told) in &self.oracle.reports {
            let found = by_id(&mut read, store.keys(), &told.id).await.unwrap();
            let found = found.unwrap();
            let said = found.body.map(|body| body.text);
            let expected = (!told.is_erased).then(|| told.text.clone());
            assert_eq!((found.place, said), (*place, expected));
        }
        let places: Vec<u64> = self.oracle.reports.keys().copied().collect();
        let now = works(&mut read, &places).await.unwrap();
        let expected: Vec<_> = self.oracle.works.values().cloned().collect();
        assert_eq!(now, expected);
        let open = queue(&mut read, Show::Open, Position::FIRST, 9_999).await;
        let open: BTreeSet<u64> = open.unwrap().iter().map(|one| one.report).collect();
        let expected = expected.iter().filter(|one| one.disposition.is_none());
        assert_eq!(open, expected.map(|one| one.report).collect());
    }

    /// Reports are in one incident each, and found by the index there and nowhere else.
    async fn check_incidents(&self) {
        let store = &self.desk.store;
        let mut read = store.read().await.unwrap();
        let expected = self.oracle.incidents();
        for (name, reports) in &expected {
            let found = reports_of(&mut read, *name, 9_999).await.unwrap();
            assert_eq!(found, *reports);
        }
        let listed = incidents(&mut read, None, 9_999).await.unwrap();
        let sized = expected.iter().rev().map(|(name, all)| sized(*name, all));
        let telling: Vec<_> = sized.filter(|one| one.telling > 0).collect();
        assert_eq!(listed, telling);
        let names: BTreeSet<u64> = expected
            .keys()
            .chain(self.oracle.became.keys())
            .copied()
            .collect();
        let names: Vec<u64> = names.into_iter().collect();
        let sizes = incident_sizes(&mut read, &names).await.unwrap();
        let sizes: BTreeMap<u64, u64> = sizes.into_iter().filter(|(_, size)| *size > 0).collect();
        let expected = expected.iter().map(|(name, all)| (*name, all.len() as u64));
        assert_eq!(sizes, expected.collect());
        let blinder = store.keys().blinder("test");
        for (place, told) in &self.oracle.reports {
            let tag = blinder.tag(own_hash(*place));
            let found = bearers(&mut read, &[tag], 9).await.unwrap().bearers;
            let found: Vec<_> = found.iter().map(|one| (one.report, one.incident)).collect();
            let expected: Vec<_> = told
                .incident
                .map(|name| (*place, name))
                .into_iter()
                .collect();
            assert_eq!(found, expected);
        }
    }

    async fn check_cases(&self) {
        let store = &self.desk.store;
        let mut read = store.read().await.unwrap();
        for (number, expected) in &self.oracle.cases {
            let found = case(&mut read, store.keys(), *number).await;
            let found = found.unwrap().unwrap();
            let said = found.body.as_str().unwrap();
            assert_eq!(
                (found.state, said),
                (expected.own.0, expected.own.1.as_str())
            );
            let parts = found.parts.iter().map(|part| {
                let said = part.body.as_str().unwrap().to_owned();
                (part.place, part.kind, said, part.due, part.acted)
            });
            let said = expected.parts.iter().filter_map(|(place, part)| {
                let (said, due) = part.said.clone()?;
                Some((*place, part.kind, said, due, part.acted))
            });
            assert!(parts.eq(said));
        }
    }

    /// Nobody sees what their rights deny them, and everybody what they may.
    async fn check_rights(&self) {
        let store = &self.desk.store;
        let mut read = store.read().await.unwrap();
        for (who, person) in self.oracle.people.iter().enumerate() {
            let cases = self.oracle.cases.keys().rev().copied();
            let seen: Vec<u64> = cases
                .filter(|number| self.oracle.sees(who, *number))
                .collect();
            let listed = cases_of(&mut read, store.keys(), &person.id, u64::MAX, 99).await;
            let listed: Vec<u64> = listed.unwrap().iter().map(|one| one.number).collect();
            assert_eq!(listed, seen);
            for number in self.oracle.cases.keys() {
                let found = case(&mut read, store.keys(), *number).await;
                let found = found.unwrap().unwrap();
                let is_in = self.oracle.sees(who, *number);
                assert_eq!(found.has(&person.id), is_in);
                assert_eq!(found.everybody().contains(&person.id), is_in);
            }
            let mut due = BTreeSet::new();
            for number in seen {
                let case = &self.oracle.cases[&number];
                let parts = case
                    .parts
                    .iter()
                    .filter(|_| case.own.0 != model::case::state::State::Closed);
                due.extend(parts.filter_map(|(place, part)| {
                    let due = part.said.as_ref()?.1?;
                    Some((number, *place, due))
                }));
            }
            let days = days_of(&mut read, &person.id, 9_999).await.unwrap();
            let told: BTreeSet<_> = days
                .iter()
                .map(|day| (day.case, day.part, day.due))
                .collect();
            assert_eq!((days.len(), told), (due.len(), due));
            let Some((token, is_valid)) = &person.token else {
                continue;
            };
            let session = find_session(&mut read, store.keys(), token, NOW)
                .await
                .unwrap();
            assert_eq!(session.is_some(), *is_valid);
            for &right in Right::ALL {
                let may = session.as_ref().is_some_and(|one| one.account.may(right));
                assert_eq!(may, *is_valid && person.may(right), "{right}");
            }
        }
    }

    /// The ledger is whole, and everything opens.
    pub async fn is_whole(&self) {
        let store = &self.desk.store;
        sign(store).await.unwrap();
        let read = store.read().await.unwrap();
        let verified = verify(read, store.keys().verifying(), None, |_| ()).await;
        assert!(verified.unwrap().unwrap().1.is_whole());
        assert_eq!(store.check().await.unwrap().damaged, 0);
    }
}

//! Who must be called now, and for what: one call for all that waits of a level, and not too many of them.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use model::call::{CallKind, Ladder, Way, Whom};
use model::{AccountId, Level, Micros, quarter_after};
use store::{Account, Awaited, Calling, NewCall, Read, Steps, StoreError};

use super::Caller;
use crate::act::rng;

/// The levels for which somebody is called at once.
const CALLED: [Level; 2] = [Level::P1, Level::P2];

/// Between two calls for one level passes at least this part of its clock: what comes meanwhile is told together.
const PART: Micros = 5;

/// What is to be done.
#[derive(Default)]
struct Draft {
    calls: Vec<NewCall>,
    steps: Vec<(Awaited, Steps)>,
    /// With whose accounts something happened; some cannot be told.
    noticed: Vec<AccountId>,
}

impl Draft {
    fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.steps.is_empty() && self.noticed.is_empty()
    }
}

impl Caller {
    /// Makes the calls that must be made now. Without digests before one is due that counts from `begun`.
    pub(super) async fn plan(&self, begun: Micros) -> Result<(), StoreError> {
        if !self.calls.is_on() {
            return Ok(());
        }
        let store = &self.desk.store;
        let draft = self.draft(&mut store.read().await?, begun).await?;
        if draft.is_empty() {
            return Ok(());
        }
        // once more, where nobody opens or decides anything meanwhile
        let mut calling = Calling::begin(store).await?;
        let Draft {
            calls,
            steps,
            noticed,
        } = self.draft(calling.read(), begun).await?;
        calling.told(&noticed).await?;
        let now = self.desk.clock.now();
        calling.commit(&calls, &steps, now, &mut rng()).await?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.extend(calls.iter().filter_map(|call| Some((call.level?, now))));
        Ok(())
    }

    fn last_called(&self, level: Level) -> Option<Micros> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.get(&level).copied()
    }

    async fn draft(&self, read: &mut Read, begun: Micros) -> Result<Draft, StoreError> {
        let now = self.desk.clock.now();
        let mut draft = Draft::default();
        self.notices(&mut draft, read, now).await?;
        let waiting = store::waiting(read, now).await?;
        let heap = self.heap(read, begun, now).await?;
        if waiting.is_empty() && heap.is_none() {
            return Ok(draft);
        }
        let on_duty = match self.calls.smtp {
            Some(_) => store::on_duty(read, self.desk.store.keys()).await?,
            None => Vec::new(),
        };
        for level in CALLED {
            let waits = waiting.iter().filter(|one| one.level == level);
            let waits: Vec<&Awaited> = waits.collect();
            if waits.is_empty() {
                continue;
            }
            let clock = self.desk.clocks.acknowledge_by(level, now) - now;
            let last = store::last_made(read, Some(level)).await?;
            let last = last.max(self.last_called(level));
            if last.is_some_and(|last| now < last + clock / PART) {
                continue;
            }
            let crew = Crew {
                people: reached(&on_duty, level),
                has_webhook: self.has_webhook(),
            };
            crew.batch(&mut draft, &waits, clock, now);
        }
        if let Some(heap) = heap {
            let crew = Crew {
                people: reached(&on_duty, Level::P3),
                has_webhook: self.has_webhook(),
            };
            crew.digest(&mut draft, heap);
        }
        Ok(draft)
    }

    /// One mail to each with whose account something happened, whether on duty or not.
    async fn notices(
        &self,
        draft: &mut Draft,
        read: &mut Read,
        now: Micros,
    ) -> Result<(), StoreError> {
        if self.calls.smtp.is_none() {
            return Ok(());
        }
        draft.noticed = store::to_be_told(read, now).await?;
        for id in &draft.noticed {
            let found = store::account_by_id(read, self.desk.store.keys(), id).await?;
            let account = found.map(|found| found.account);
            if account.is_some_and(|one| one.ended.is_none() && one.address.is_some()) {
                draft.calls.push(NewCall {
                    kind: CallKind::Account,
                    way: Way::Mail,
                    account: Some(*id),
                    level: None,
                    report: None,
                    clock: None,
                    reports: 0,
                    late: 0,
                    is_of_tip: false,
                });
            }
        }
        Ok(())
    }

    /// How much waits in all, if a digest is due and there is something to tell.
    async fn heap(
        &self,
        read: &mut Read,
        begun: Micros,
        now: Micros,
    ) -> Result<Option<store::Heap>, StoreError> {
        let Some(pause) = self.calls.digest else {
            return Ok(None);
        };
        let last = store::last_made(read, None).await?.unwrap_or(begun);
        if now < last + pause {
            return Ok(None);
        }
        let heap = store::heap(read, now).await?;
        Ok((heap.new + heap.late > 0).then_some(heap))
    }
}

/// Who on duty can be called for a level: for what is imminent also who wants to hear of nothing else.
fn reached(on_duty: &[Account], level: Level) -> Vec<AccountId> {
    let is_called = |one: &&Account| one.address.is_some() && (level == Level::P1 || !one.is_muted);
    on_duty.iter().filter(is_called).map(|one| one.id).collect()
}

/// Whoever can be called.
struct Crew {
    people: Vec<AccountId>,
    has_webhook: bool,
}

/// What one of them is to be told.
#[derive(Clone)]
struct Told {
    report: u64,
    clock: Micros,
    reports: u64,
    late: u64,
    is_new: bool,
    is_raised: bool,
    is_of_tip: bool,
}

impl Told {
    fn add(told: Option<Told>, one: &Awaited, now: Micros) -> Told {
        let is_late = u64::from(one.due <= now);
        let is_new = one.steps.is_none() && (!one.is_seen || one.is_raised);
        let Some(told) = told else {
            return Told {
                report: one.report,
                clock: one.due,
                reports: 1,
                late: is_late,
                is_new,
                is_raised: one.is_raised,
                is_of_tip: one.is_tip,
            };
        };
        let is_sooner = one.due < told.clock;
        Told {
            report: if is_sooner { one.report } else { told.report },
            clock: told.clock.min(one.due),
            reports: told.reports + 1,
            late: told.late + is_late,
            is_new: told.is_new && is_new,
            is_raised: told.is_raised && one.is_raised,
            is_of_tip: told.is_of_tip || one.is_tip,
        }
    }

    fn call(&self, level: Level, way: Way, account: Option<AccountId>) -> NewCall {
        NewCall {
            kind: match (self.late, self.is_new) {
                (0, true) if self.is_raised => CallKind::Raised,
                (0, true) => CallKind::New,
                (0, false) => CallKind::Still,
                _ => CallKind::Late,
            },
            way,
            account,
            level: Some(level),
            report: Some(self.report),
            clock: Some(self.clock),
            reports: self.reports,
            late: self.late,
            is_of_tip: self.is_of_tip,
        }
    }
}

impl Crew {
    /// The calls for what waits of one level. Without anybody to call, nothing is said to have been called for.
    fn batch(&self, draft: &mut Draft, waits: &[&Awaited], clock: Micros, now: Micros) {
        let (mut by_person, mut to_all) = (BTreeMap::<usize, Told>::new(), None);
        if self.people.is_empty() && !self.has_webhook {
            return;
        }
        for one in waits {
            // of a tip no more is kept than when its clock begins
            let is_coarse = one.is_tip && one.due > now;
            let first = if is_coarse { quarter_after(now) } else { now };
            let began = one.steps.map_or(first, |steps| steps.began);
            let ladder = Ladder {
                began,
                due: one.due,
                pause: clock,
                people: self.people.len() as u32,
            };
            let step = ladder.reached(now).unwrap_or_default();
            let whom = match one.steps {
                // what is opened and late, or was raised, is told once
                _ if one.is_seen => Whom::All,
                Some(steps) if steps.step >= step => continue,
                _ => ladder.whom(step),
            };
            draft.steps.push(((*one).clone(), Steps { began, step }));
            let persons = match whom {
                Whom::One(at) => at..at + 1,
                Whom::All => 0..self.people.len(),
            };
            for at in persons {
                let told = Told::add(by_person.remove(&at), one, now);
                by_person.insert(at, told);
            }
            to_all = Some(Told::add(to_all, one, now));
        }
        let Some(level) = waits.first().map(|one| one.level) else {
            return;
        };
        for (at, told) in by_person {
            let account = self.people.get(at).copied();
            draft.calls.push(told.call(level, Way::Mail, account));
        }
        if let Some(told) = to_all.filter(|_| self.has_webhook) {
            draft.calls.push(told.call(level, Way::Webhook, None));
        }
    }

    /// The calls that say how much waits in all.
    fn digest(&self, draft: &mut Draft, heap: store::Heap) {
        let digest = |way, account| NewCall {
            kind: CallKind::Digest,
            way,
            account,
            level: None,
            report: None,
            clock: None,
            reports: heap.new,
            late: heap.late,
            is_of_tip: false,
        };
        let mails = self.people.iter().map(|id| digest(Way::Mail, Some(*id)));
        draft.calls.extend(mails);
        if self.has_webhook {
            draft.calls.push(digest(Way::Webhook, None));
        }
    }
}

#[cfg(test)]
mod tests {
    use model::call::{CallKind, Way};
    use model::{AccountId, Level, Micros};
    use store::{Awaited, Steps};

    use super::{Crew, Draft};

    const MINUTE: Micros = 60_000_000;

    fn wait(report: u64, due: Micros, steps: Option<(Micros, u32)>) -> Awaited {
        Awaited {
            report,
            level: Level::P1,
            due: due * MINUTE,
            is_seen: false,
            is_raised: false,
            is_tip: false,
            steps: steps.map(|(began, step)| Steps {
                began: began * MINUTE,
                step,
            }),
            told: None,
        }
    }

    /// The calls at a minute: whom (of three), kind, first report, how many.
    fn calls(waits: &[Awaited], minute: Micros) -> Vec<(Option<u8>, CallKind, u64, u64)> {
        let crew = Crew {
            people: (0..3).map(|n| AccountId::from_bytes([n; 16])).collect(),
            has_webhook: true,
        };
        let mut draft = Draft::default();
        let waits: Vec<&Awaited> = waits.iter().collect();
        crew.batch(&mut draft, &waits, 15 * MINUTE, minute * MINUTE);
        let call = |call: store::NewCall| {
            assert_eq!(call.way == Way::Webhook, call.account.is_none());
            let whom = call.account.map(|id| id.as_bytes()[0]);
            (whom, call.kind, call.report.unwrap(), call.reports)
        };
        draft.calls.into_iter().map(call).collect()
    }

    #[test]
    fn the_first_at_once_then_along_the_list_and_everybody_when_late() {
        use CallKind::{Late, New, Still};
        assert_eq!(
            calls(&[wait(7, 15, None)], 0),
            [(Some(0), New, 7, 1), (None, New, 7, 1)]
        );
        let waits = [wait(7, 15, Some((0, 0)))];
        assert_eq!(calls(&waits, 4), []);
        assert_eq!(
            calls(&waits, 5),
            [(Some(1), Still, 7, 1), (None, Still, 7, 1)]
        );
        let all = [0, 1, 2].map(Some).into_iter().chain([None]);
        let late: Vec<_> = all.map(|whom| (whom, Late, 7, 1)).collect();
        assert_eq!(calls(&[wait(7, 15, Some((0, 2)))], 15), late);
        assert_eq!(calls(&[wait(7, 15, Some((0, 3)))], 29), []);
        assert_eq!(calls(&[wait(7, 15, Some((0, 3)))], 30), late);
    }

    #[test]
    fn many_are_told_at_once() {
        use CallKind::{New, Still};
        let many: Vec<Awaited> = (1..=500).map(|n| wait(n, 15 + n as i64, None)).collect();
        assert_eq!(
            calls(&many, 0),
            [(Some(0), New, 1, 500), (None, New, 1, 500)]
        );
        let two = [wait(9, 20, None), wait(7, 15, Some((0, 0)))];
        assert_eq!(
            calls(&two, 5),
            [
                (Some(0), New, 9, 1),
                (Some(1), Still, 7, 1),
                (None, Still, 7, 2)
            ]
        );
    }

    #[test]
    fn what_is_raised_is_told_to_everybody_at_once() {
        let raised = Awaited {
            is_seen: true,
            is_raised: true,
            ..wait(7, 60, None)
        };
        let all = |kind, reports| {
            let all = [0, 1, 2].map(Some).into_iter().chain([None]);
            all.map(|whom| (whom, kind, 7, reports)).collect::<Vec<_>>()
        };
        let alone = std::slice::from_ref(&raised);
        assert_eq!(calls(alone, 20), all(CallKind::Raised, 1));
        let with_new = calls(&[raised, wait(9, 75, None)], 20);
        assert_eq!(with_new[0], (Some(0), CallKind::New, 7, 2));
        assert_eq!(with_new[1], (Some(1), CallKind::Raised, 7, 1));
    }

    #[test]
    fn with_nobody_to_call_nothing_is_said_to_have_been_called_for() {
        let crew = Crew {
            people: Vec::new(),
            has_webhook: false,
        };
        let mut draft = Draft::default();
        crew.batch(&mut draft, &[&wait(7, 15, None)], 15 * MINUTE, 0);
        assert!(draft.calls.is_empty() && draft.steps.is_empty());
    }
}

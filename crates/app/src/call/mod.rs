//! Calls to whoever is on duty, by e-mail and by a program: what is to be said is kept before it is said, and said again with the
//! same id until it arrived or nothing waits any more. A call tells nothing of what was reported.

mod inside;
mod mail;
mod plan;
mod state;
mod text;
mod webhook;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lettre::Address;
use model::call::{CallKind, Fault, Way, pause_after};
use model::{CallId, DAY, Level, Micros};
use rand_core::Rng;
use store::{Call, CallEnd, NewCall, StoreError};
use tokio::task::JoinSet;

use crate::act::{Desk, rng};
use crate::config::Calls;

pub(crate) use inside::is_inside;
pub use state::{State, state};

/// How often it is looked whether somebody must be called.
const TICK: Duration = Duration::from_secs(1);

/// How often old calls are forgotten.
const TIDY: Micros = DAY;

/// How long one call may take to be sent.
const PATIENCE: Duration = Duration::from_secs(15);

/// When a call is tried again whose try was never ended, because the program was.
const BROKEN_OFF: Micros = 60_000_000;

/// How long a call is tried.
const GIVE_UP: Micros = DAY;

/// Calls that are being sent at one time.
const MOST: usize = 32;

/// Whether a text is an address of e-mail, as every mail server takes it.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.is_ascii() && text.parse::<Address>().is_ok()
}

/// What sends calls. Cheap to clone.
#[derive(Clone)]
pub struct Caller {
    desk: Desk,
    calls: Arc<Calls>,
    /// Whether the webhook said that nobody is called there any more.
    is_gone: Arc<AtomicBool>,
    /// When somebody was called last for each level: exactly, as it is kept nowhere for tips.
    last: Arc<Mutex<HashMap<Level, Micros>>>,
}

/// What became of a try.
type Tried = (CallId, Way, Option<Result<(), Fault>>);

impl Caller {
    /// For a desk, by the ways that are set up.
    #[must_use]
    pub fn new(desk: Desk, calls: Calls) -> Self {
        Caller {
            desk,
            calls: Arc::new(calls),
            is_gone: Arc::default(),
            last: Arc::default(),
        }
    }

    fn has_webhook(&self) -> bool {
        self.calls.webhook.is_some() && !self.is_gone.load(Ordering::Relaxed)
    }

    /// Calls whoever must be called, until it is dropped. Whatever was in hand then is tried again by the next start.
    pub async fn keep_calling(self) {
        let begun = self.desk.clock.now();
        let (mut flying, mut tries) = (HashSet::new(), JoinSet::new());
        let mut told: HashMap<Way, Option<Fault>> = HashMap::new();
        let mut tidied = 0;
        if let Err(error) = store::hurry_calls(&self.desk.store, begun).await {
            tracing::warn!(error = %error, "calls that were broken off wait a minute");
        }
        loop {
            if let Err(error) = self.plan(begun).await {
                tracing::warn!(error = %error, "it cannot be told who must be called");
            }
            while let Some(ended) = tries.try_join_next() {
                if let Ok((id, way, outcome)) = ended {
                    flying.remove(&id);
                    tell(&mut told, way, outcome);
                }
            }
            match self.due(MOST - flying.len().min(MOST)).await {
                Ok(due) => {
                    for call in due {
                        if flying.insert(call.id) {
                            tries.spawn(self.clone().try_one(call));
                        }
                    }
                }
                Err(error) => tracing::warn!(error = %error, "calls wait to be sent"),
            }
            let now = self.desk.clock.now();
            if now - tidied > TIDY {
                if let Err(error) = store::drop_old_calls(&self.desk.store, now).await {
                    tracing::warn!(error = %error, "calls of long ago stay");
                }
                tidied = now;
            }
            tokio::time::sleep(TICK).await;
        }
    }

    async fn due(&self, most: usize) -> Result<Vec<Call>, StoreError> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let now = self.desk.clock.now();
        store::calls_due(&mut self.desk.store.read().await?, now, most as u32).await
    }

    /// Tries to send a call once.
    async fn try_one(self, call: Call) -> Tried {
        let (id, way) = (call.id, call.what.way);
        match self.attempt(&call).await {
            Ok(outcome) => (id, way, outcome),
            Err(error) => {
                tracing::warn!(call = %id, error = %error, "what became of a call could not be kept");
                (id, way, None)
            }
        }
    }

    async fn attempt(&self, call: &Call) -> Result<Option<Result<(), Fault>>, StoreError> {
        let (store, now) = (&self.desk.store, self.desk.clock.now());
        if now - call.made > GIVE_UP {
            // as after a restore: what it says is of no use any more
            let fault = call.fault.unwrap_or(Fault::Slow);
            self.give_up(call, fault, now).await?;
            return Ok(None);
        }
        let what = store::still_waits(&mut store.read().await?, &call.what, now).await?;
        let Some(what) = what else {
            store::end_call(store, call, CallEnd::Moot, now, &mut rng()).await?;
            return Ok(None);
        };
        if !store::begin_try(store, call, now, now + BROKEN_OFF).await? {
            return Ok(None);
        }
        let outcome = self.send(&call.id, &what, now).await;
        let now = self.desk.clock.now();
        match outcome {
            Ok(()) => store::end_call(store, call, CallEnd::Sent, now, &mut rng()).await?,
            Err(fault @ (Fault::NoWay | Fault::Gone)) => {
                self.give_up(call, fault, now).await?;
            }
            Err(fault) => {
                let chance = rng().next_u32().to_le_bytes()[0];
                let again = now + pause_after(call.tries + 1, chance);
                store::fail_call(store, &call.id, fault, again).await?;
            }
        }
        Ok(Some(outcome))
    }

    async fn give_up(&self, call: &Call, fault: Fault, now: Micros) -> Result<(), StoreError> {
        if fault == Fault::Gone {
            self.is_gone.store(true, Ordering::Relaxed);
        }
        let end = CallEnd::Failed(fault);
        store::end_call(&self.desk.store, call, end, now, &mut rng()).await
    }

    /// Says it.
    async fn send(&self, id: &CallId, what: &NewCall, now: Micros) -> Result<(), Fault> {
        match (what.way, &self.calls.smtp, &self.calls.webhook) {
            (Way::Mail, Some(smtp), _) => {
                let account = what.account.ok_or(Fault::NoWay)?;
                let store = &self.desk.store;
                let found = async {
                    let mut read = store.read().await?;
                    store::account_by_id(&mut read, store.keys(), &account).await
                };
                let found = found.await.map_err(|_| Fault::Busy)?;
                let account = found.map(|found| found.account);
                let account = account.filter(|account| account.ended.is_none());
                let to = account.as_ref().and_then(|one| one.address.as_deref());
                let to = to.ok_or(Fault::NoWay)?;
                let lang = account.as_ref().and_then(|one| one.lang.as_deref());
                let message = text::Message::of(lang, what, &self.calls.link);
                mail::send(smtp, to, id, now, &message).await
            }
            (Way::Webhook, _, Some(webhook)) if self.has_webhook() => {
                let body = text::body(what, &self.calls.link, now);
                webhook::post(webhook, id, now / 1_000_000, &body).await
            }
            _ => Err(Fault::NoWay),
        }
    }

    /// Calls everybody on duty and the program once, to try whether that arrives: each with what became of it, once it did.
    ///
    /// # Errors
    /// If the database cannot do it.
    pub async fn test(&self) -> Result<Vec<(NewCall, Result<(), Fault>)>, StoreError> {
        let mut outcomes = Vec::new();
        for what in self.tests().await? {
            let (store, now) = (&self.desk.store, self.desk.clock.now());
            let by = store::Due::ByMaker;
            let call = store::add_call(store, what.clone(), now, by, &mut rng()).await?;
            let outcome = self.send(&call.id, &what, now).await;
            let end = match outcome {
                Ok(()) => CallEnd::Sent,
                Err(fault) => CallEnd::Failed(fault),
            };
            let now = self.desk.clock.now();
            store::end_call(store, &call, end, now, &mut rng()).await?;
            outcomes.push((what, outcome));
        }
        Ok(outcomes)
    }

    /// Makes the same calls, and leaves it to the job to send them: how many.
    ///
    /// # Errors
    /// If the database cannot do it.
    pub async fn begin_test(&self) -> Result<usize, StoreError> {
        let calls = self.tests().await?;
        for what in &calls {
            let (store, now) = (&self.desk.store, self.desk.clock.now());
            let soon = store::Due::Soon;
            store::add_call(store, what.clone(), now, soon, &mut rng()).await?;
        }
        Ok(calls.len())
    }

    async fn tests(&self) -> Result<Vec<NewCall>, StoreError> {
        let store = &self.desk.store;
        let on_duty = store::on_duty(&mut store.read().await?, store.keys()).await?;
        let test = |way, account| NewCall {
            kind: CallKind::Test,
            way,
            account,
            level: None,
            report: None,
            clock: None,
            reports: 0,
            late: 0,
            is_of_tip: false,
        };
        let mails = on_duty.iter().filter(|_| self.calls.smtp.is_some());
        let mut calls: Vec<NewCall> = mails.map(|one| test(Way::Mail, Some(one.id))).collect();
        if self.calls.webhook.is_some() {
            calls.push(test(Way::Webhook, None));
        }
        Ok(calls)
    }
}

/// One line for operators when it changes whether calls arrive by a way.
fn tell(told: &mut HashMap<Way, Option<Fault>>, way: Way, outcome: Option<Result<(), Fault>>) {
    let Some(outcome) = outcome else { return };
    let fault = outcome.err();
    // that the first one arrives is nothing new, and would tell when it was
    if told.insert(way, fault).unwrap_or_default() == fault {
        return;
    }
    match fault {
        None => tracing::info!(%way, "calls arrive"),
        Some(fault) => tracing::warn!(%way, %fault, "a call did not arrive, and is tried again"),
    }
}

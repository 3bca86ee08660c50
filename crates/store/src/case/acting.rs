//! The writing of changes: each with its act, its leaf, and what was before it.

use std::collections::HashMap;

use ledger::Hash;
use model::case::part::Part as Kind;
use model::{AccountId, ActKind, Micros};
use rand_core::CryptoRng;

use super::change::Step;
use super::history::{Kept, KeptDone};
use super::sealing::{PART, Record, Records};
use super::{BODY, Case, act_column, damaged, gone, group, part_column};
use crate::acting::By;
use crate::db::execute;
use crate::{Entry, Keys, StoreError, Tx};

/// What steps need to know of a case before them.
#[derive(Default)]
pub(super) struct Here {
    own: Option<(String, String)>,
    parts: HashMap<u64, (Kind, String, Option<Micros>)>,
}

impl Here {
    pub fn of(case: &Case) -> Result<Self, StoreError> {
        let part = |part: &super::Part| {
            let text = text(part.body.as_bytes())?;
            Ok((part.place, (part.kind, text, part.due)))
        };
        Ok(Here {
            own: Some((case.state.as_str().to_owned(), text(case.body.as_bytes())?)),
            parts: case
                .parts
                .iter()
                .map(part)
                .collect::<Result<_, StoreError>>()?,
        })
    }
}

fn text(bytes: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| damaged("a text"))
}

/// Changes in the making. Whoever else logs waits until they end.
pub(super) struct Acting<'b> {
    pub tx: Tx,
    by: By<'b>,
    first: u64,
    number: u64,
    records: Records,
    entries: Vec<Entry>,
    /// Whether something is destroyed.
    pub destroys: bool,
    keys: &'b Keys,
}

impl<'b> Acting<'b> {
    pub fn of(
        keys: &'b Keys,
        tx: Tx,
        by: By<'b>,
        (first, number): (u64, u64),
        records: Records,
    ) -> Self {
        Acting {
            tx,
            by,
            first,
            number,
            records,
            entries: Vec::new(),
            destroys: false,
            keys,
        }
    }

    /// The place of the next act.
    fn at(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    pub async fn step(
        &mut self,
        here: &Here,
        step: Step,
        reason: Option<&str>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        let at = self.at();
        match step {
            Step::Case(state, body) => {
                self.set_own(state.as_str(), &body, rng).await?;
                let done = KeptDone::Case {
                    before: here.own.clone(),
                    after: (state.as_str().to_owned(), body),
                };
                self.put(ActKind::CaseChanged, None, done, reason, rng)
                    .await
            }
            Step::Add(kind, body, due) => {
                self.add_part(kind, &body, due, rng).await?;
                let done = KeptDone::Part {
                    before: None,
                    after: Some((body, due)),
                };
                self.put(kind.act(), Some(at), done, reason, rng).await
            }
            Step::Set(part, body, due) => {
                let before = here.parts.get(&part).cloned();
                let (kind, before, was_due) = before.ok_or(damaged("a part that is not there"))?;
                self.set_part(part, Some((&body, due)), rng).await?;
                let done = KeptDone::Part {
                    before: Some((before, was_due)),
                    after: Some((body, due)),
                };
                self.put(kind.act(), Some(part), done, reason, rng).await
            }
            Step::Member(account, is_in) => {
                self.set_member(&account, is_in).await?;
                let done = KeptDone::Member(account.to_string(), is_in);
                self.put(ActKind::CaseMember, None, done, reason, rng).await
            }
            Step::Group(group, is_in) => {
                self.set_group(group, is_in).await?;
                let done = KeptDone::Group(group, is_in);
                self.put(ActKind::CaseGroup, None, done, reason, rng).await
            }
            Step::Purge(part, why) => {
                here.parts
                    .get(&part)
                    .ok_or(damaged("a part that is not there"))?;
                let id = self.records.parts.get(&part).map(|one| *one.id());
                gone::destroy(&mut self.tx, self.number, part, why, at).await?;
                self.destroys = true;
                let done = KeptDone::Purged(why.as_str().to_owned());
                self.put_as(
                    &gone::event(why),
                    id,
                    (ActKind::Purged, Some(part)),
                    done,
                    None,
                    rng,
                )
                .await
            }
            Step::PurgeTexts(why) => {
                gone::destroy_texts(&mut self.tx, self.number, why, at).await?;
                self.destroys = true;
                let done = KeptDone::Purged(why.as_str().to_owned());
                let what = (ActKind::Purged, None);
                self.put_as(gone::TEXTS, None, what, done, None, rng).await
            }
        }
    }

    async fn add_part(
        &mut self,
        kind: Kind,
        body: &str,
        due: Option<Micros>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<(), StoreError> {
        let at = self.at();
        let own = kind.has_own_key().then(|| Record::new(PART, rng));
        let record = own.as_ref().unwrap_or(&self.records.own);
        let sealed = record.seal(&part_column(at), body.as_bytes(), rng)?;
        execute!(
            self.tx,
            "INSERT INTO part (place, number, kind, account, made, due, body, acted, id, key) VALUES ($1, $2, $3, $4, $5, $6, $7, $1, $8, $9)",
            at as i64,
            self.number as i64,
            kind.as_str(),
            self.by.account.as_bytes().as_slice(),
            self.by.at,
            due,
            sealed,
            own.as_ref().map(|one| one.id().to_vec()),
            own.as_ref().map(|one| one.wrapped(self.keys, rng))
        )?;
        self.records.parts.extend(own.map(|one| (at, one)));
        Ok(())
    }

    pub async fn turn_back(
        &mut self,
        back: KeptDone,
        part: Option<u64>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        match (&back, part) {
            (KeptDone::Case { after, .. }, _) => self.set_own(&after.0, &after.1, rng).await?,
            (KeptDone::Part { after, .. }, Some(part)) => {
                let after = after.as_ref().map(|(body, due)| (body.as_str(), *due));
                self.set_part(part, after, rng).await?;
            }
            (KeptDone::Part { .. }, None) => return Err(damaged("an act on a part")),
            (KeptDone::Purged(_), _) => return Err(damaged("a way back")),
            (KeptDone::Member(id, is_in), _) => {
                let id = id.parse().map_err(|_| damaged("a member"))?;
                self.set_member(&id, *is_in).await?;
            }
            (KeptDone::Group(group, is_in), _) => self.set_group(*group, *is_in).await?,
        }
        self.put(ActKind::CaseUndone, part, back, None, rng).await
    }

    async fn set_own(
        &mut self,
        state: &str,
        body: &str,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<(), StoreError> {
        let sealed = self.records.own.seal(BODY, body.as_bytes(), rng)?;
        execute!(
            self.tx,
            "UPDATE cases SET state = $1, body = $2 WHERE number = $3",
            state,
            sealed,
            self.number as i64
        )?;
        Ok(())
    }

    async fn set_part(
        &mut self,
        part: u64,
        after: Option<(&str, Option<Micros>)>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<(), StoreError> {
        let at = self.at() as i64;
        let sealed = after
            .map(|(body, _)| {
                let record = self.records.of_part(part);
                record.seal(&part_column(part), body.as_bytes(), rng)
            })
            .transpose()?;
        execute!(
            self.tx,
            // whose coming was undone is destroyed no later for that
            "UPDATE part SET body = $1, due = CASE WHEN key IS NOT NULL AND $6 = 1 THEN due ELSE $2 END, acted = $3 WHERE place = $4 AND number = $5",
            sealed,
            after.and_then(|(_, due)| due),
            at,
            part as i64,
            self.number as i64,
            i64::from(after.is_none())
        )?;
        Ok(())
    }

    async fn set_member(&mut self, account: &AccountId, is_in: bool) -> Result<(), StoreError> {
        let sql = if is_in {
            "INSERT INTO member (number, account) VALUES ($1, $2) ON CONFLICT (number, account) DO NOTHING"
        } else {
            "DELETE FROM member WHERE number = $1 AND account = $2"
        };
        execute!(
            self.tx,
            sql,
            self.number as i64,
            account.as_bytes().as_slice()
        )?;
        Ok(())
    }

    async fn set_group(&mut self, group: u64, is_in: bool) -> Result<(), StoreError> {
        if is_in && !group::is_there(&mut self.tx, group).await? {
            return Err(damaged("a group that is not there"));
        }
        let sql = if is_in {
            "INSERT INTO let_in (number, groups) VALUES ($1, $2) ON CONFLICT (number, groups) DO NOTHING"
        } else {
            "DELETE FROM let_in WHERE number = $1 AND groups = $2"
        };
        execute!(self.tx, sql, self.number as i64, group as i64)?;
        Ok(())
    }

    /// Keeps an act: its place.
    pub async fn put(
        &mut self,
        kind: ActKind,
        part: Option<u64>,
        done: KeptDone,
        reason: Option<&str>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        self.put_as(kind.as_str(), None, (kind, part), done, reason, rng)
            .await
    }

    /// The same, by its own word in the ledger, and with the id of a person.
    async fn put_as(
        &mut self,
        event: &str,
        person: Option<[u8; 16]>,
        (kind, part): (ActKind, Option<u64>),
        done: KeptDone,
        reason: Option<&str>,
        rng: &mut (impl CryptoRng + Send),
    ) -> Result<u64, StoreError> {
        let at = self.at();
        let reason = reason.map(str::to_owned);
        let plain =
            serde_json::to_vec(&Kept { done, reason }).expect("texts can be written as JSON");
        let record = self.records.of_act(kind, part);
        let sealed = record.seal(&act_column(at), &plain, rng)?;
        execute!(
            self.tx,
            "INSERT INTO act (place, batch, account, at, kind, cases, part, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            at as i64,
            self.first as i64,
            self.by.account.as_bytes().as_slice(),
            self.by.at,
            kind.as_str(),
            self.number as i64,
            part.map(|part| part as i64),
            sealed
        )?;
        execute!(
            self.tx,
            "UPDATE cases SET acted = $1 WHERE number = $2",
            at as i64,
            self.number as i64
        )?;
        let mut ids = vec![
            ("by", *self.by.account.as_bytes()),
            ("case", *self.records.own.id()),
        ];
        ids.extend(person.map(|id| ("person", id)));
        let content = Hash::of(&plain);
        let (key, place) = (record.key(), record.place());
        let entry = Entry::new(event, self.by.at, &ids, &content, key, &place, rng);
        self.entries.push(entry);
        Ok(at)
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        let more: Vec<&Entry> = self.entries.iter().collect();
        let Some((first, more)) = more.split_first() else {
            return Ok(());
        };
        self.tx.commit(first, more).await
    }
}

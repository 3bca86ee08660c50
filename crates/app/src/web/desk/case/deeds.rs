//! What was done in a case, in few words, and whether it can be undone.

use model::case::state::State;
use model::case::subject;
use model::{AccountId, ActKind, Right};
use store::{Case, Deed, Done};

use super::view::Showing;
use crate::act::case::{self, About, Accepted, Note, Person, Planned, Released, Todo};
use crate::output;
use crate::web::desk::page::{When, words};
use crate::web::desk::staff::Staff;
use crate::web::desk::text::visible;

/// Whether somebody may undo what was done in a case: their own deeds, and those of others if they may undo them. In a case that is
/// closed only the closing, and nobody is taken out of it who is its last member.
pub fn may_undo(staff: &Staff, case: &Case, account: &AccountId, kind: ActKind) -> bool {
    let mine = account == staff.id() || staff.may(Right::UndoOthers);
    let leads = matches!(kind, ActKind::Noted | ActKind::Tasked) || staff.may(Right::Case);
    let is_open = case.state != State::Closed || kind == ActKind::CaseChanged;
    let stays = kind != ActKind::CaseMember || case.members.len() > 1;
    let has_way_back = !matches!(
        kind,
        ActKind::CaseMade | ActKind::Released | ActKind::Purged
    );
    case.has(staff.id()) && mine && leads && is_open && stays && has_way_back
}

/// Something that was done.
pub struct Line {
    pub place: u64,
    pub when: When,
    pub who: String,
    pub what: String,
    pub reason: Option<String>,
    pub is_undone: bool,
    pub may_undo: bool,
}

impl Showing<'_> {
    /// What was done in a case.
    pub fn line(&self, case: &Case, deed: Deed) -> Line {
        let what = self.what(&deed);
        let may_undo = deed.done.is_some()
            && !deed.is_undone
            && may_undo(self.staff, case, &deed.account, deed.kind);
        Line {
            place: deed.place,
            when: When::ago(self.lang(), deed.at, self.staff.now),
            who: self.names.get(&deed.account),
            what,
            reason: deed.reason.as_deref().map(visible),
            is_undone: deed.is_undone,
            may_undo,
        }
    }

    fn what(&self, deed: &Deed) -> String {
        let words = words(self.lang());
        let (who, is_in) = match &deed.done {
            Some(Done::Member(id, is_in)) => (self.names.get(id), is_in),
            Some(Done::Group(group, is_in)) => (words.fill("group.number", &[("n", group)]), is_in),
            done => {
                let what = self.of("act", deed.kind);
                let more = done.as_ref().and_then(|done| self.done(deed, done));
                return match more {
                    Some(more) => format!("{what}: {more}"),
                    None => what,
                };
            }
        };
        let key = if *is_in { "member.in" } else { "member.out" };
        words.fill(key, &[("who", &who)])
    }

    /// What it came to, in few words.
    fn done(&self, deed: &Deed, done: &Done) -> Option<String> {
        match done {
            Done::Purged(why) if deed.part.is_none() => {
                let texts = words(self.lang()).get("keep.purge.texts.done");
                Some(format!("{texts}: {}", self.of("purge", why)))
            }
            Done::Purged(why) => Some(self.of("purge", why)),
            Done::Group(..) | Done::Member(..) => None,
            Done::Case { after, .. } => {
                let about: About = serde_json::from_str(&after.1).ok()?;
                let state = self.of("case.state", after.0);
                let outcome = about.outcome.map(|one| self.of("outcome", one));
                Some(
                    [Some(state), outcome]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(", "),
                )
            }
            Done::Part { after: None, .. } => Some(words(self.lang()).get("case.gone").to_owned()),
            Done::Part {
                after: Some(after), ..
            } => self.part(deed.kind, after),
        }
    }

    fn part(&self, kind: ActKind, after: &str) -> Option<String> {
        match kind {
            ActKind::Measured => {
                let planned: Planned = serde_json::from_str(after).ok()?;
                let measure = self.of("measure", planned.measure);
                Some(format!(
                    "{measure}, {}",
                    self.of("measure.status", planned.status)
                ))
            }
            ActKind::Tasked => {
                let todo: Todo = serde_json::from_str(after).ok()?;
                let status = self.of("task.status", todo.status);
                Some(format!("{}, {status}", output::short(&todo.text, 80)))
            }
            ActKind::Recorded => {
                let person: Person = serde_json::from_str(after).ok()?;
                let kept_in = subject::place(&case::record(&person), self.staff.now);
                let name = output::short(&person.name, 80);
                Some(format!("{name}, {}", self.of("place", kept_in)))
            }
            ActKind::Released => {
                let told: Released = serde_json::from_str(after).ok()?;
                Some(output::short(&told.recipient, 80))
            }
            ActKind::Accepted => {
                let claim: Accepted = serde_json::from_str(after).ok()?;
                Some(output::short(self.sentence(&claim), 160))
            }
            ActKind::Noted => {
                let note: Note = serde_json::from_str(after).ok()?;
                Some(output::short(&note.text, 80))
            }
            _ => None,
        }
    }
}

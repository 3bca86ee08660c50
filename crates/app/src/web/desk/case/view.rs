//! A case as its page shows it.

use model::case::label;
use model::case::measure::{Consent, Measure, Status, Waits, waits};
use model::case::part::{Part, Task};
use model::case::retention::Due;
use model::case::state::{Outcome, State, gaps as steps};
use model::case::subject::{self, Place};
use model::{AccountId, Micros, Right, case as rules};
use store::{Account, Case};

use crate::act::case::{self, About, Assessed, Note, Person, Planned, Todo};
use crate::output;
use crate::web::desk::page::{Lang, When, words};
use crate::web::desk::staff::Staff;
use crate::web::desk::text::visible;
use crate::web::desk::view::Names;

/// What is missing, in words.
pub fn gap(lang: Lang, rule: &str, gap: &str) -> String {
    words(lang).of_kind("gap", &format!("{rule}.{gap}"))
}

/// Whether somebody can be let into a case.
pub fn may_be_member(account: &Account) -> bool {
    account.may(Right::Open)
}

/// Parts of a kind that a page shows, at most.
const PARTS: usize = 60;

/// Notes likewise.
const NOTES: usize = 20;

/// Characters of a note that the page of its case shows.
const SHOWN: usize = 600;

/// Characters of evidence and reasons.
pub const BRIEF: usize = 300;

/// Facts of somebody.
const FACTS: usize = 20;

/// Cuts a list to what a page shows: how many it lost.
pub fn cut<T>(all: &mut Vec<T>) -> usize {
    let lost = all.len().saturating_sub(PARTS);
    all.truncate(PARTS);
    lost
}

/// A group in a case.
pub struct In {
    pub number: u64,
    pub name: String,
    pub people: Vec<String>,
}

/// Everything of a case that its page shows.
pub struct Shown {
    pub number: u64,
    pub acted: u64,
    pub title: String,
    pub ground: String,
    pub state: State,
    pub is_closed: bool,
    pub incident: Option<u64>,
    pub made: When,
    pub outcome: Option<Outcome>,
    pub finding: String,
    /// Everybody who may open it, by themselves or in a group.
    pub members: Vec<(AccountId, String)>,
    /// Those who may by themselves.
    pub alone: Vec<(AccountId, String)>,
    pub groups: Vec<In>,
    pub people: Vec<Somebody>,
    pub measures: Vec<Protection>,
    pub tasks: Vec<Work>,
    pub notes: Vec<Said>,
    /// Notes before this place are on another page.
    pub more_notes: Option<u64>,
    /// How many are not shown.
    pub more_tasks: usize,
    pub more_people: usize,
    pub more_measures: usize,
    pub known: Option<Known>,
    /// What stands against closing it.
    pub left: Vec<String>,
    pub outcomes: &'static [Outcome],
    pub late: usize,
}

/// Somebody about whom something is kept.
pub struct Somebody {
    pub place: u64,
    pub acted: u64,
    pub name: String,
    pub category: Option<String>,
    pub identity: Option<String>,
    pub facts: Vec<String>,
    pub kept_in: Place,
    pub gaps: Vec<String>,
    pub label: Vec<String>,
    pub label_gaps: Vec<String>,
    pub until: When,
    pub is_soon: bool,
    pub is_over: bool,
    /// Whether it says that it came in at a time that lies ahead.
    pub is_ahead: bool,
    pub is_record: bool,
    pub is_extended: bool,
    pub gate: Option<Asked>,
}

/// What was asked at the gate of protected activity.
pub struct Asked {
    pub why: String,
    pub by: String,
    pub when: When,
    pub answer: Option<(bool, String, String)>,
    pub may_answer: bool,
}

/// A measure.
pub struct Protection {
    pub place: u64,
    pub acted: u64,
    pub measure: Measure,
    pub text: String,
    pub status: Status,
    pub next: &'static [Status],
    pub owner: Option<AccountId>,
    pub owner_name: Option<String>,
    pub due: Option<When>,
    /// The day until which it is done, also once it is.
    pub day: Option<When>,
    pub due_day: String,
    pub consent: Consent,
    pub consent_reason: String,
    pub review: Option<When>,
    pub review_day: String,
    /// What waits, as the texts have it; empty if nothing does.
    pub waits: &'static str,
}

/// A task.
pub struct Work {
    pub place: u64,
    pub acted: u64,
    pub text: String,
    pub owner: Option<String>,
    pub due: Option<When>,
    pub is_late: bool,
    pub status: Task,
}

/// A note.
pub struct Said {
    pub place: u64,
    pub is_cut: bool,
    pub text: String,
    pub by: String,
    pub when: When,
}

/// The last assessment.
pub struct Known {
    pub by: String,
    pub when: When,
    pub told: Vec<(String, String, String)>,
    pub unknown: Vec<String>,
    pub changes: Vec<String>,
}

/// What a case is shown by.
pub struct Showing<'s> {
    pub staff: &'s Staff,
    pub names: &'s Names,
}

impl Showing<'_> {
    pub fn lang(&self) -> Lang {
        self.staff.lang
    }

    pub fn of(&self, group: &str, word: impl std::fmt::Display) -> String {
        words(self.lang()).of_kind(group, &word.to_string())
    }

    fn due(&self, at: Option<Micros>) -> Option<When> {
        When::due(self.lang(), at?, self.staff.now)
    }

    /// The whole case; none if what is kept of it is not what it should be.
    pub fn whole(&self, case: &Case) -> Option<Shown> {
        let about: About = case::content(&case.body)?;
        let measures: Vec<_> = self.parts(case, Part::Measure, Self::measure);
        let tasks: Vec<_> = self.parts(case, Part::Task, Self::task);
        let pressing = measures.iter().filter(|one| !one.waits.is_empty()).count();
        let mut notes: Vec<_> = self.parts(case, Part::Note, Self::note);
        notes.reverse();
        Some(Shown {
            number: case.number,
            acted: case.acted,
            title: visible(&about.title),
            ground: visible(&about.ground),
            state: case.state,
            is_closed: case.state == State::Closed,
            incident: case.incident,
            made: When::day(self.lang(), case.made),
            outcome: about.outcome,
            finding: visible(&about.finding),
            members: self.members(case),
            alone: self.named(&case.members),
            groups: self.groups(case),
            late: pressing + tasks.iter().filter(|one| one.is_late).count(),
            people: self.parts(case, Part::Person, Self::somebody),
            measures,
            tasks,
            notes,
            more_notes: None,
            more_tasks: 0,
            more_people: 0,
            more_measures: 0,
            known: self.known(case),
            left: self.left(case),
            outcomes: Outcome::ALL,
        })
    }

    /// As much of it as a page shows: what is not over first, the last notes before a place, and long texts cut.
    pub fn case(&self, case: &Case, notes_before: u64) -> Option<Shown> {
        let mut shown = self.whole(case)?;
        shown.measures.sort_by_key(|one| one.status.is_over());
        shown.tasks.sort_by_key(|one| one.status != Task::Open);
        shown.more_measures = cut(&mut shown.measures);
        shown.more_tasks = cut(&mut shown.tasks);
        shown.more_people = cut(&mut shown.people);
        for person in &mut shown.people {
            person.facts.truncate(FACTS);
            for fact in &mut person.facts {
                *fact = output::short(fact, BRIEF);
            }
        }
        for (_, _, evidence) in shown.known.iter_mut().flat_map(|known| &mut known.told) {
            *evidence = output::short(evidence, BRIEF);
        }
        shown.notes.retain(|note| note.place < notes_before);
        let more = shown.notes.get(NOTES).map(|_| shown.notes[NOTES - 1].place);
        shown.more_notes = more;
        shown.notes.truncate(NOTES);
        for note in shown.notes.iter_mut().filter(|note| note.is_cut) {
            note.text = note.text.chars().take(SHOWN).chain(['…']).collect();
        }
        Some(shown)
    }

    fn parts<T, C: serde::de::DeserializeOwned>(
        &self,
        case: &Case,
        kind: Part,
        show: impl Fn(&Self, &store::Part, C) -> T,
    ) -> Vec<T> {
        let parts = case.parts.iter().filter(|part| part.kind == kind);
        let shown = parts.filter_map(|part| Some(show(self, part, case::content(&part.body)?)));
        shown.collect()
    }

    /// Who may open it, by their names.
    pub fn members(&self, case: &Case) -> Vec<(AccountId, String)> {
        self.named(&case.everybody())
    }

    fn named(&self, people: &[AccountId]) -> Vec<(AccountId, String)> {
        let mut named: Vec<_> = people.iter().map(|id| (*id, self.names.get(id))).collect();
        named.sort_by(|one, other| one.1.cmp(&other.1));
        named
    }

    /// Groups in it, with the names of who is in each.
    fn groups(&self, case: &Case) -> Vec<In> {
        let shown = |group: &store::Group| In {
            number: group.number,
            name: visible(&group.name),
            people: self
                .named(&group.members)
                .into_iter()
                .map(|one| one.1)
                .collect(),
        };
        case.groups.iter().map(shown).collect()
    }

    /// What stands against closing it, whatever the outcome.
    fn left(&self, case: &Case) -> Vec<String> {
        let standing = case::standing(case, self.staff.now);
        let outcome = Some(Outcome::Resolved);
        let gaps = steps(&standing, State::UnderReview, State::Closed, outcome, "so");
        gaps.into_iter()
            .map(|one| gap(self.lang(), "state", one.as_str()))
            .collect()
    }

    pub fn note(&self, part: &store::Part, note: Note) -> Said {
        let text = visible(&note.text);
        Said {
            place: part.place,
            is_cut: text.chars().nth(SHOWN).is_some(),
            text,
            by: self.names.get(&part.by),
            when: When::ago(self.lang(), part.made, self.staff.now),
        }
    }

    fn task(&self, part: &store::Part, todo: Todo) -> Work {
        let is_open = todo.status == Task::Open;
        Work {
            place: part.place,
            acted: part.acted,
            text: visible(&todo.text),
            owner: todo.owner.map(|id| self.names.get(&id)),
            due: self.due(todo.due.filter(|_| is_open)),
            is_late: is_open && todo.due.is_some_and(|due| due <= self.staff.now),
            status: todo.status,
        }
    }

    pub fn measure(&self, part: &store::Part, planned: Planned) -> Protection {
        let waiting = match waits(&planned.rule(), self.staff.now) {
            Waits::Nothing => "",
            Waits::Refused => "measure.waits.refused",
            Waits::Late => "measure.waits.late",
            Waits::Review => "measure.waits.review",
        };
        let runs = !planned.status.is_over();
        Protection {
            place: part.place,
            acted: part.acted,
            measure: planned.measure,
            text: visible(&planned.text),
            status: planned.status,
            next: planned.status.next(),
            owner: planned.owner,
            owner_name: planned.owner.map(|id| self.names.get(&id)),
            due: self.due(planned.due.filter(|_| runs)),
            day: planned.due.map(|at| When::day(self.lang(), at)),
            due_day: day(planned.due),
            consent: planned.consent,
            consent_reason: visible(&planned.consent_reason),
            review: planned.review.map(|at| When::day(self.lang(), at)),
            review_day: day(planned.review),
            waits: waiting,
        }
    }

    fn somebody(&self, part: &store::Part, person: Person) -> Somebody {
        let (lang, now) = (self.lang(), self.staff.now);
        let record = case::record(&person);
        let due = person.retention().due(now);
        let gaps = subject::gaps(&record, now);
        // what is over is used for nothing any more
        let is_over = due == Due::Over;
        let gate = person.gate.as_ref().filter(|_| !is_over);
        let gate = gate.map(|gate| Asked {
            why: visible(&gate.justification),
            by: self.names.get(&gate.asked_by),
            when: When::ago(lang, gate.asked, now),
            answer: gate.answer.as_ref().map(|answer| {
                let who = self.names.get(&answer.by);
                (answer.is_approval, who, visible(&answer.reason))
            }),
            may_answer: case::may_answer(&person, self.staff.id())
                && (self.staff.may(Right::Case) || self.staff.may(Right::Journal)),
        });
        Somebody {
            place: part.place,
            acted: part.acted,
            name: visible(&person.name),
            category: person.category.map(|one| self.of("category", one)),
            identity: person.identity.map(|one| self.of("identity", one)),
            facts: (person.statements.iter().filter(|_| !is_over))
                .map(|one| format!("{}: {}", self.of("nature", one.nature), visible(&one.text)))
                .collect(),
            kept_in: subject::place(&record, now),
            gaps: gaps
                .into_iter()
                .map(|one| gap(lang, "subject", one.as_str()))
                .collect(),
            label: self.label(&person),
            label_gaps: person
                .label_gaps(usize::MAX)
                .into_iter()
                .map(|one: label::Gap| gap(lang, "label", one.as_str()))
                .collect(),
            until: When::day(lang, person.kept.until),
            is_soon: matches!(due, Due::Soon { .. }),
            is_over,
            is_ahead: person.retention().is_ahead(now),
            is_record: person.kept.is_record,
            is_extended: person.kept.is_extended,
            gate,
        }
    }

    fn label(&self, person: &Person) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        told.extend(person.sensitivity.map(|one| self.of("sensitivity", one)));
        told.extend(person.reliability.map(|one| self.of("reliability", one)));
        told.extend(person.validity.map(|one| self.of("validity", one)));
        if rules::is_said(&person.control) {
            let what = words(self.lang()).get("person.control");
            told.push(format!("{what}: {}", visible(&person.control)));
        }
        told
    }

    fn known(&self, case: &Case) -> Option<Known> {
        let mut last = case::last_assessments(case).into_iter();
        let (part, now) = last.next()?;
        let before = last.next().map(|(_, assessed)| assessed.rule());
        let rule = now.rule();
        let changes = before.map(|before| rules::assessment::changes(&before, &rule));
        let change = |one: rules::assessment::Change| {
            let question = self.of("question", one.question);
            let (was, is) = (self.of("said", one.before), self.of("said", one.after));
            format!("{question}: {was} → {is}")
        };
        Some(Known {
            by: self.names.get(&part.by),
            when: When::ago(self.lang(), part.made, self.staff.now),
            told: self.told(&now),
            unknown: rule
                .unknown()
                .into_iter()
                .map(|one| self.of("question", one))
                .collect(),
            changes: changes.into_iter().flatten().map(change).collect(),
        })
    }

    fn told(&self, assessed: &Assessed) -> Vec<(String, String, String)> {
        let known = assessed
            .rated
            .iter()
            .filter(|one| one.answer != rules::assessment::Answer::Unknown);
        known
            .map(|one| {
                let question = self.of("question", one.question);
                (
                    question,
                    self.of("said", one.answer),
                    visible(&one.evidence),
                )
            })
            .collect()
    }
}

/// A day as a field of a form has it; empty if there is none.
fn day(at: Option<Micros>) -> String {
    let Some(at) = at else { return String::new() };
    let stamp = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
    stamp.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

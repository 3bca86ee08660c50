//! Notes and tasks: for the members of a case alone.

use model::case::is_said;
use model::case::part::Task;
use model::{AccountId, Micros};
use store::{Case, Step};

use super::content::{Content, Note, Todo};
use super::{LONG, NOTE, No, fits, gap, is_open, seen};

/// Writes a note. Also into a case that is closed: what is learned later must not be lost.
///
/// # Errors
/// What stands against it.
pub fn note(text: &str) -> Result<Vec<Step>, No> {
    if !is_said(text) {
        return Err(gap("note", "text"));
    }
    fits(text, NOTE)?;
    let note = Note {
        text: text.to_owned(),
    };
    Ok(vec![Step::Add(Note::KIND, note.text(), None)])
}

/// Gives somebody a task.
///
/// # Errors
/// What stands against it.
pub fn task(
    case: &Case,
    text: &str,
    owner: Option<AccountId>,
    due: Option<Micros>,
) -> Result<Vec<Step>, No> {
    is_open(case)?;
    if !is_said(text) {
        return Err(gap("task", "text"));
    }
    fits(text, LONG)?;
    if owner.is_some_and(|owner| !case.has(&owner)) {
        return Err(gap("task", "owner"));
    }
    let todo = Todo {
        text: text.to_owned(),
        owner,
        due,
        status: Task::Open,
    };
    Ok(vec![Step::Add(Todo::KIND, todo.text(), due)])
}

/// Says how far a task is.
///
/// # Errors
/// What stands against it.
pub fn change_task(case: &Case, place: u64, acted: u64, status: Task) -> Result<Vec<Step>, No> {
    is_open(case)?;
    let mut todo: Todo = seen(case, place, acted)?;
    if todo.status == status {
        return Err(No::Stale);
    }
    todo.status = status;
    let due = todo.due.filter(|_| status == Task::Open);
    Ok(vec![Step::Set(place, todo.text(), due)])
}

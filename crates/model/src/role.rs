//! Who works at the desk, and what each may do.

use crate::words::vocabulary;

vocabulary! {
    /// What somebody is at the desk. One person may be several.
    Role {
        /// Reads what comes in and decides about it.
        Intake = "intake",
        /// Leads cases.
        Lead = "lead",
        /// Watches over what is kept, why, and who looked at it.
        Privacy = "privacy",
        /// Keeps accounts and the program; sees nothing of what was said.
        Admin = "admin",
        /// Reads pictures of incidents, with personal data masked.
        Reader = "reader",
    }
}

vocabulary! {
    /// Something that only some roles may do.
    Right {
        /// See the queue and open reports.
        Open = "open",
        /// Decide about reports, set their level, give them to somebody.
        Decide = "decide",
        /// See pictures of incidents.
        Picture = "picture",
        /// Link and unlink reports, merge and split incidents, name origins, grade sources.
        Link = "link",
        /// Undo what somebody else did.
        UndoOthers = "undo-others",
        /// Open, lead and close cases.
        Case = "case",
        /// See who did and opened what.
        Journal = "journal",
        /// Erase reports.
        Erase = "erase",
        /// Add and end accounts, and give out new links to enrol.
        Accounts = "accounts",
        /// Say who is called when something urgent comes in.
        Duty = "duty",
    }
}

impl Role {
    /// Whether somebody who is no more than this may do it.
    #[must_use]
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Open => matches!(self, Role::Intake | Role::Lead | Role::Privacy),
            Right::Decide | Right::Link => matches!(self, Role::Intake | Role::Lead),
            Right::Picture => {
                matches!(
                    self,
                    Role::Intake | Role::Lead | Role::Privacy | Role::Reader
                )
            }
            Right::UndoOthers | Right::Case => matches!(self, Role::Lead),
            Right::Journal | Right::Erase => matches!(self, Role::Privacy),
            Right::Accounts => matches!(self, Role::Admin),
            Right::Duty => matches!(self, Role::Lead | Role::Admin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Right, Role};

    #[test]
    fn who_keeps_accounts_sees_nothing_of_what_was_said() {
        let rights = Right::ALL.iter().filter(|right| Role::Admin.may(**right));
        assert_eq!(rights.collect::<Vec<_>>(), [&Right::Accounts, &Right::Duty]);
    }

    #[test]
    fn who_watches_changes_nothing() {
        for right in [Right::Decide, Right::Link, Right::Case, Right::UndoOthers] {
            assert!(
                !Role::Privacy.may(right) && !Role::Reader.may(right),
                "{right}"
            );
        }
    }
}

//! Who is called when something waits, and when.

use crate::words::vocabulary;
use crate::{DAY, Micros};

vocabulary! {
    /// The way by which somebody is called.
    Way {
        /// To somebody on duty.
        Mail = "mail",
        /// To a program.
        Webhook = "webhook",
    }
}

vocabulary! {
    /// What a call says.
    CallKind {
        /// Something waits to be opened.
        New = "new",
        /// It still does.
        Still = "still",
        /// Its clock has run out.
        Late = "late",
        /// What was opened already is imminent by somebody's word.
        Raised = "raised",
        /// How much waits in all.
        Digest = "digest",
        /// Somebody tries whether calls arrive.
        Test = "test",
        /// Something happened with the account of whom it goes to.
        Account = "account",
    }
}

vocabulary! {
    /// Why a call did not arrive.
    Fault {
        /// There is no way any more: no address, or it is not set up.
        NoWay = "no-way",
        /// The password or secret is not there.
        Secret = "secret",
        /// The other side cannot be reached.
        Unreachable = "unreachable",
        /// Its address is one of an inner network, which was not allowed.
        Inside = "inside",
        /// Its certificate is not to be trusted.
        Certificate = "certificate",
        /// It stopped answering.
        Slow = "slow",
        /// It does not know the user or the password.
        LogIn = "log-in",
        /// It wants to be asked again later.
        Busy = "busy",
        /// It does not take the call.
        Refused = "refused",
        /// It says that nobody is called there any more.
        Gone = "gone",
        /// It said what is not understood.
        Odd = "odd",
    }
}

/// People on the list of who is on duty, at most.
pub const MOST_ON_DUTY: usize = 20;

/// Whom a step calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// One of the list.
    One(usize),
    /// Everybody on it.
    All,
}

/// When whom is called for something that waits: the first on the list at once, the others one after another, in equal parts of
/// the time that is left; everybody when it is late, and again after pauses that double, up to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ladder {
    /// When somebody was called first.
    pub began: Micros,
    /// When it is late.
    pub due: Micros,
    /// The first pause after that.
    pub pause: Micros,
    /// How many are on the list.
    pub people: u32,
}

impl Ladder {
    /// Steps before it is late. One who is alone is called twice.
    const fn before(&self) -> u32 {
        if self.people < 2 { 2 } else { self.people }
    }

    /// When a step is due.
    #[must_use]
    pub fn at(&self, step: u32) -> Micros {
        let before = self.before();
        let due = self.due.max(self.began);
        if step < before {
            let whole = due - self.began;
            return self.began + whole / i64::from(before) * i64::from(step);
        }
        let (mut at, mut pause) = (due, self.pause.clamp(60_000_000, DAY));
        for _ in before..step {
            at = at.saturating_add(pause);
            pause = (2 * pause).min(DAY);
        }
        at
    }

    /// The step that it has come to; those that were missed meanwhile are not made up for.
    #[must_use]
    pub fn reached(&self, now: Micros) -> Option<u32> {
        // pauses grow: nobody is called more often than this, whatever the clocks say
        const LAST: u32 = 1000;
        let mut reached = None;
        for step in 0..LAST {
            if self.at(step) > now {
                break;
            }
            reached = Some(step);
        }
        reached
    }

    /// Whether everybody is called because it is late.
    #[must_use]
    pub const fn is_late(&self, step: u32) -> bool {
        step >= self.before()
    }

    /// Whom a step calls.
    #[must_use]
    pub const fn whom(&self, step: u32) -> Whom {
        if self.is_late(step) || self.people == 0 {
            Whom::All
        } else {
            Whom::One((step % self.people) as usize)
        }
    }
}

/// The pause before a call that failed is tried again, by how often it was tried. `chance` is drawn anew for each: up to a
/// quarter more, so that not all come back at once.
#[must_use]
pub fn pause_after(tries: u32, chance: u8) -> Micros {
    const SECOND: Micros = 1_000_000;
    let pause = (5 * SECOND).saturating_mul(1 << tries.saturating_sub(1).min(10));
    let pause = pause.min(3600 * SECOND);
    pause + pause / 1024 * i64::from(chance)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Ladder, Whom, pause_after};
    use crate::{DAY, Micros};

    const MINUTE: Micros = 60_000_000;

    fn ladder(people: u32) -> Ladder {
        Ladder {
            began: 0,
            due: 15 * MINUTE,
            pause: 15 * MINUTE,
            people,
        }
    }

    fn minutes(ladder: Ladder) -> Vec<(Micros, Whom)> {
        let step = |step| (ladder.at(step) / MINUTE, ladder.whom(step));
        (0..7).map(step).collect()
    }

    #[test]
    fn along_the_list_and_then_everybody() {
        use Whom::{All, One};
        assert_eq!(
            minutes(ladder(3)),
            [
                (0, One(0)),
                (5, One(1)),
                (10, One(2)),
                (15, All),
                (30, All),
                (60, All),
                (120, All)
            ]
        );
        assert_eq!(
            minutes(ladder(1))[..3],
            [(0, One(0)), (7, One(0)), (15, All)]
        );
        assert_eq!(minutes(ladder(0))[..3], [(0, All), (7, All), (15, All)]);
    }

    #[test]
    fn what_was_missed_is_not_made_up_for() {
        let ladder = ladder(3);
        assert_eq!(ladder.reached(-1), None);
        assert_eq!(ladder.reached(0), Some(0));
        assert_eq!(ladder.reached(12 * MINUTE), Some(2));
        assert_eq!(ladder.reached(29 * MINUTE), Some(3));
        // late before anybody was called
        let late = Ladder {
            began: 20 * MINUTE,
            ..ladder
        };
        assert_eq!(late.reached(20 * MINUTE), Some(3));
        assert_eq!(late.at(4), 35 * MINUTE);
    }

    #[test]
    fn pauses_between_tries_grow_to_an_hour() {
        let pauses: Vec<i64> = [1, 2, 3, 9, 10, 11, 99]
            .map(|tries| pause_after(tries, 0) / 1_000_000)
            .into();
        assert_eq!(pauses, [5, 10, 20, 1280, 2560, 3600, 3600]);
        assert!(pause_after(1, 255) < 5_000_000 * 5 / 4 + 1);
    }

    proptest! {
        #[test]
        fn steps_follow_one_another(began in 0..9 * DAY, due in 0..9 * DAY, pause in 0..2 * DAY, people in 0_u32..25) {
            let ladder = Ladder { began, due, pause, people };
            for step in 0..60 {
                prop_assert!(ladder.at(step) <= ladder.at(step + 1));
                prop_assert!(!ladder.is_late(step) || ladder.at(step + 1) - ladder.at(step) >= MINUTE);
                prop_assert!(ladder.reached(ladder.at(step)) >= Some(step));
            }
        }
    }
}

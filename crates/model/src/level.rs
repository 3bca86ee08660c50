//! The level of a report and its clocks.

use crate::words::vocabulary;
use crate::{DAY, Micros};

vocabulary! {
    /// How urgent a report is. Lower is more urgent; never lowered automatically.
    Level {
        /// Imminent.
        P1 = "P1",
        /// High.
        P2 = "P2",
        /// Elevated.
        P3 = "P3",
        /// Low.
        P4 = "P4",
        /// No threat.
        P5 = "P5",
    }
}

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// By the clock, day and night.
    Minutes(u32),
    /// Monday to Friday: so many times 24 hours that lie on these days.
    BusinessDays(u32),
}

/// How long each level may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// Until somebody who may decide has opened it, by level; none where nothing runs out.
    pub acknowledge: [Option<Within>; 5],
    /// Until it is decided, from when it came, by level.
    pub decide: [Option<Within>; 5],
}

/// No clock runs.
pub const NEVER: Micros = Micros::MAX;

impl Default for Clocks {
    fn default() -> Self {
        use Within::{BusinessDays, Minutes};
        Clocks {
            acknowledge: [
                Some(Minutes(15)),
                Some(Minutes(60)),
                Some(Minutes(24 * 60)),
                Some(BusinessDays(3)),
                None,
            ],
            decide: [
                Some(Minutes(60)),
                Some(Minutes(24 * 60)),
                Some(BusinessDays(3)),
                Some(BusinessDays(7)),
                None,
            ],
        }
    }
}

impl Clocks {
    /// When a report that came at a time must have been opened; [`NEVER`] where nothing runs out.
    #[must_use]
    pub fn acknowledge_by(&self, level: Level, came: Micros) -> Micros {
        after(self.acknowledge[level as usize], came)
    }

    /// When it must have been decided.
    #[must_use]
    pub fn decide_by(&self, level: Level, came: Micros) -> Micros {
        after(self.decide[level as usize], came)
    }

    /// The first level whose clocks make no sense: that for opening runs longer than that for deciding, or either longer than
    /// that of a less urgent level, whichever day of the week it is.
    #[must_use]
    pub fn out_of_order(&self) -> Option<Level> {
        let run = |day: i64, level| {
            let began = day * DAY;
            (
                self.acknowledge_by(level, began),
                self.decide_by(level, began),
            )
        };
        let is_sound = |day: i64, level: Level| {
            let (open, decide) = run(day, level);
            let mut less = Level::ALL.iter().filter(|less| **less > level);
            open <= decide
                && less.all(|less| {
                    let (less_open, less_decide) = run(day, *less);
                    open <= less_open && decide <= less_decide
                })
        };
        let mut levels = Level::ALL.iter().copied();
        levels.find(|level| !(0..7).all(|day| is_sound(day, *level)))
    }
}

fn after(within: Option<Within>, at: Micros) -> Micros {
    within.map_or(NEVER, |within| within.after(at))
}

impl Within {
    /// When it has run out, if it began at a time. Days are those of UTC.
    #[must_use]
    pub fn after(self, at: Micros) -> Micros {
        match self {
            Within::Minutes(minutes) => at.saturating_add(i64::from(minutes) * 60_000_000),
            Within::BusinessDays(days) => business_days_after(at, days),
        }
    }
}

/// What begins on a weekend begins on Monday.
fn business_days_after(at: Micros, days: u32) -> Micros {
    let mut at = at;
    if is_weekend(at) {
        at -= at.rem_euclid(DAY);
        while is_weekend(at) {
            at = at.saturating_add(DAY);
        }
    }
    let (weeks, rest) = (i64::from(days / 5), days % 5);
    at = at.saturating_add(weeks.saturating_mul(7 * DAY));
    for _ in 0..rest {
        at = at.saturating_add(DAY);
        while is_weekend(at) {
            at = at.saturating_add(DAY);
        }
    }
    at
}

/// Whether a time lies on a Saturday or Sunday. The first day of 1970 was a Thursday.
const fn is_weekend(at: Micros) -> bool {
    matches!((at.div_euclid(DAY) + 3).rem_euclid(7), 5 | 6)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Clocks, DAY, Level, NEVER, Within, is_weekend};

    /// Friday, 2 January 1970, at noon.
    const FRIDAY: i64 = DAY + DAY / 2;

    #[test]
    fn weekends_do_not_count_as_business_days() {
        let after = |days| Within::BusinessDays(days).after(FRIDAY) - FRIDAY;
        assert_eq!(after(0), 0);
        assert_eq!(after(1), 3 * DAY, "Monday noon");
        assert_eq!(after(5), 7 * DAY);
        assert_eq!(after(7), 11 * DAY);
    }

    #[test]
    fn what_comes_on_a_weekend_begins_on_monday() {
        let saturday = FRIDAY + DAY;
        assert_eq!(Within::BusinessDays(1).after(saturday), 5 * DAY);
    }

    #[test]
    fn the_more_urgent_the_sooner() {
        let clocks = Clocks::default();
        for pair in Level::ALL.windows(2) {
            let by = |level| {
                (
                    clocks.acknowledge_by(level, FRIDAY),
                    clocks.decide_by(level, FRIDAY),
                )
            };
            let ((opened, decided), (later_opened, later_decided)) = (by(pair[0]), by(pair[1]));
            assert!(opened < later_opened && decided < later_decided, "{pair:?}");
            assert!(opened <= decided);
        }
        assert_eq!(clocks.decide_by(Level::P5, FRIDAY), NEVER);
        assert_eq!(clocks.out_of_order(), None);
    }

    #[test]
    fn clocks_that_make_no_sense_are_found() {
        let with = |change: &dyn Fn(&mut Clocks)| {
            let mut clocks = Clocks::default();
            change(&mut clocks);
            clocks.out_of_order()
        };
        let is_late = |clocks: &mut Clocks| clocks.acknowledge[1] = Some(Within::Minutes(1441));
        assert_eq!(with(&is_late), Some(Level::P2));
        // two business days from a Saturday are longer than 72 hours
        let is_odd = |clocks: &mut Clocks| {
            clocks.decide[1] = Some(Within::BusinessDays(2));
            clocks.decide[2] = Some(Within::Minutes(72 * 60));
        };
        assert_eq!(with(&is_odd), Some(Level::P2));
        assert_eq!(with(&|clocks| clocks.decide[3] = None), None);
    }

    proptest! {
        #[test]
        fn business_days_end_on_business_days_and_never_early(at in -400 * DAY..400_000 * DAY, days in 0_u32..60) {
            let end = Within::BusinessDays(days).after(at);
            prop_assert!(!is_weekend(end));
            prop_assert!(end >= at + i64::from(days) * DAY || days == 0);
            prop_assert!(end - at <= (i64::from(days) * 7 / 5 + 5) * DAY);
        }
    }
}

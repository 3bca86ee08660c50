//! How long each level may wait: the table `[clocks]` of `wardline.toml`.

use intake::Problem;
use model::{Clocks, Level, Within};
use serde::Deserialize;

use super::problem;

/// The table, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    #[serde(rename = "P1")]
    imminent: Option<Pair>,
    #[serde(rename = "P2")]
    high: Option<Pair>,
    #[serde(rename = "P3")]
    elevated: Option<Pair>,
    #[serde(rename = "P4")]
    low: Option<Pair>,
}

/// Both clocks of a level. What is not said stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    open: Option<String>,
    decide: Option<String>,
}

impl Table {
    /// What is in force.
    pub(super) fn settle(self) -> Result<Clocks, Problem> {
        let mut clocks = Clocks::default();
        let pairs = [self.imminent, self.high, self.elevated, self.low];
        for (level, pair) in Level::ALL.iter().zip(pairs) {
            let Pair { open, decide } = pair.unwrap_or_default();
            let at = *level as usize;
            for (clock, given, name) in [
                (&mut clocks.acknowledge[at], open, "open"),
                (&mut clocks.decide[at], decide, "decide"),
            ] {
                if let Some(text) = given {
                    *clock = Some(within(&text).ok_or_else(|| no_time(*level, name))?);
                }
            }
        }
        match clocks.out_of_order() {
            None => Ok(clocks),
            Some(level) => Err(problem(
                &format!("clocks.{level}"),
                "has a clock for opening that is longer than the one for deciding, or one that is longer than that of the level below it",
                "give the more urgent level the shorter clocks; what you do not set is told in docs/settings.md",
            )),
        }
    }
}

fn no_time(level: Level, name: &str) -> Problem {
    problem(
        &format!("clocks.{level}.{name}"),
        "is no length of time",
        "write it as \"15 min\", \"24 h\" or \"3 business days\", at least a minute and at most a year",
    )
}

/// A length of time: minutes, hours, or business days.
fn within(text: &str) -> Option<Within> {
    let (count, unit) = text.trim().split_once(' ')?;
    let count: u32 = count.parse().ok()?;
    let within = match unit.trim() {
        "min" => Within::Minutes(count),
        "h" => Within::Minutes(count.checked_mul(60)?),
        "business day" | "business days" => Within::BusinessDays(count),
        _ => return None,
    };
    let is_sound = match within {
        Within::Minutes(minutes) => (1..=366 * 24 * 60).contains(&minutes),
        Within::BusinessDays(days) => (1..=260).contains(&days),
    };
    is_sound.then_some(within)
}

#[cfg(test)]
mod tests {
    use model::{Clocks, Within};

    use super::{Table, within};

    fn settle(text: &str) -> Result<Clocks, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        table
            .settle()
            .map_err(|problem| format!("{}\n{}", problem.path, problem.what))
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(within("15 min"), Some(Within::Minutes(15)));
        assert_eq!(within(" 24  h "), Some(Within::Minutes(1440)));
        assert_eq!(within("1 business day"), Some(Within::BusinessDays(1)));
        for nonsense in [
            "",
            "15",
            "15min",
            "0 min",
            "-1 h",
            "1 d",
            "90000000 h",
            "261 business days",
        ] {
            assert_eq!(within(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn what_is_not_said_stays_as_it_is() {
        assert_eq!(settle(""), Ok(Clocks::default()));
        let clocks = settle("P1 = { open = '5 min' }\nP2.decide = '8 h'").unwrap();
        assert_eq!(clocks.acknowledge[0], Some(Within::Minutes(5)));
        assert_eq!(clocks.decide[0], Clocks::default().decide[0]);
        assert_eq!(clocks.decide[1], Some(Within::Minutes(480)));
    }

    #[test]
    fn nonsense_is_refused() {
        for (text, told) in [
            ("P1.open = 'soon'", "clocks.P1.open"),
            ("P1.open = '2 h'", "clocks.P1"),
            ("P2 = { open = '10 min' }", "clocks.P1"),
            ("P3.decide = '3 h'", "clocks.P2"),
            ("P4.open = '8 business days'", "clocks.P4"),
            ("P5.open = '1 h'", "unknown field `P5`"),
            ("P1.close = '1 h'", "unknown field `close`"),
        ] {
            let what = settle(text).unwrap_err();
            assert!(what.starts_with(told), "{text}: {what}");
        }
    }
}

//! Reports as lists and pages show them.

use std::collections::HashMap;

use model::{AccountId, Behaviour, ExposureKind, Level};
use serde::Deserialize;
use store::{Account, Adds, Body, Glance, Keys, Mark, Read, StoreError, Work};

use super::page::{Lang, When, words};
use crate::output;

/// Characters of a report that a row shows.
const SHOWN: usize = 160;
/// Most characters shown before those words.
const LEAD: usize = 20;

/// What the engine found in a report, as it was kept.
#[derive(Default, Deserialize)]
pub struct Reading {
    #[serde(default)]
    pub lang: String,
    #[serde(default)]
    pub threat: f64,
    #[serde(default)]
    pub stance: String,
    #[serde(default)]
    pub behaviours: Vec<Shown>,
    #[serde(default)]
    pub exposures: Vec<Exposed>,
}

/// A behaviour that a report shows.
#[derive(Deserialize)]
pub struct Shown {
    pub kind: String,
    pub score: f64,
    #[serde(default)]
    pub evidence: Vec<Quote>,
}

/// A passage, in code points.
#[derive(Deserialize)]
pub struct Quote {
    pub start: usize,
    pub end: usize,
    #[serde(default)]
    pub quote: String,
}

/// A personal datum, in code points.
#[derive(Deserialize)]
pub struct Exposed {
    pub r#type: String,
    pub start: usize,
    pub end: usize,
}

impl Reading {
    /// As it was kept; nothing found where nothing is.
    pub fn of(kept: Option<&[u8]>) -> Self {
        kept.and_then(|kept| serde_json::from_slice(kept).ok())
            .unwrap_or_default()
    }

    /// The behaviours, the surest first, in words.
    pub fn told(&self, lang: Lang) -> Vec<String> {
        let mut shown: Vec<&Shown> = self.behaviours.iter().collect();
        shown.sort_by(|one, other| other.score.total_cmp(&one.score));
        let words = words(lang);
        let told = |one: &Shown| {
            let kind = words.of_kind("behaviour", &one.kind);
            format!("{kind} {:.2}", one.score)
        };
        shown.into_iter().map(told).collect()
    }
}

/// A row of a list.
pub struct Row {
    pub number: u64,
    pub acted: u64,
    pub level: Level,
    pub due: Option<When>,
    pub is_late: bool,
    pub is_new: bool,
    pub is_here: bool,
    /// The words of the report that show most.
    pub quote: String,
    /// Why it stands where it stands, and what it belongs to.
    pub why: Vec<String>,
    pub has: Option<String>,
    pub disposition: Option<String>,
    pub came: String,
}

/// Who is called how.
pub struct Names(HashMap<AccountId, String>);

impl Names {
    pub async fn of(read: &mut Read, keys: &Keys) -> Result<Self, StoreError> {
        let accounts = store::accounts(read, keys).await?.into_iter();
        Ok(Names(
            accounts
                .map(|Account { id, name, .. }| (id, name))
                .collect(),
        ))
    }

    pub fn get(&self, id: &AccountId) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| "?".to_owned())
    }
}

/// What rows are made for.
pub struct Rows<'n> {
    pub lang: Lang,
    pub now: model::Micros,
    pub here: Option<u64>,
    pub names: &'n Names,
    /// How many reports incidents have.
    pub sizes: &'n HashMap<u64, u64>,
    /// What their senders had sent before.
    pub adds: &'n HashMap<u64, Adds>,
}

impl Rows<'_> {
    /// A row for each; what was erased meanwhile has none.
    pub fn of(&self, works: Vec<Work>, glances: Vec<Glance>) -> Vec<Row> {
        let mut glances: HashMap<u64, Glance> =
            glances.into_iter().map(|one| (one.report, one)).collect();
        let row = |work: Work| Some(self.row(&work, &glances.remove(&work.report)?));
        works.into_iter().filter_map(row).collect()
    }

    fn row(&self, work: &Work, glance: &Glance) -> Row {
        let words = words(self.lang);
        let reading = Reading::of(glance.reading.as_ref().map(seal::Plain::as_bytes));
        let is_open = work.disposition.is_none();
        let due = When::due(self.lang, work.due, self.now).filter(|_| is_open);
        let mut why = reading.told(self.lang);
        why.truncate(2);
        if glance.body.as_ref().is_some_and(Body::tells_of_danger_now) {
            why.insert(0, words.get("row.now").to_owned());
        }
        if let Some(adds) = self.adds.get(&work.report) {
            why.insert(0, words.fill("row.adds", &[("n", &adds.to)]));
        }
        if let Some(copied) = glance.copies {
            why.push(words.fill("row.copies", &[("n", &copied)]));
        }
        let size = glance
            .incident
            .and_then(|incident| self.sizes.get(&incident));
        if let (Some(incident), Some(size)) = (glance.incident, size.filter(|size| **size > 1)) {
            let told = words.count("row.incident", *size as usize, &[("incident", &incident)]);
            why.push(told);
        }
        why.extend(marks(glance.mark).map(|mark| words.of_kind("mark", mark)));
        Row {
            number: work.report,
            acted: work.acted,
            level: work.level,
            is_late: is_open && work.due <= self.now,
            due,
            is_new: !work.is_seen,
            is_here: self.here == Some(work.report),
            quote: quote(&reading, glance),
            why,
            has: work.assigned.as_ref().map(|id| self.names.get(id)),
            disposition: work
                .disposition
                .map(|one| words.of_kind("disposition", one.as_str())),
            came: words.of_kind("channel", glance.channel.as_str()),
        }
    }
}

/// What was noticed about how a report came.
pub fn marks(mark: Mark) -> impl Iterator<Item = &'static str> {
    let all = [(Mark::HASTY, "hasty"), (Mark::FLOOD, "flood")];
    all.into_iter()
        .filter(move |(one, _)| mark.has(*one))
        .map(|(_, name)| name)
}

/// The words that show the surest behaviour, or the beginning, with personal data masked.
fn quote(reading: &Reading, glance: &Glance) -> String {
    let surest = reading
        .behaviours
        .iter()
        .max_by(|one, other| one.score.total_cmp(&other.score));
    let evidence = surest.and_then(|one| one.evidence.first());
    let Some(body) = &glance.body else {
        return evidence.map_or_else(String::new, |one| output::short(&one.quote, SHOWN));
    };
    let is_short = body.text.chars().nth(SHOWN).is_none();
    let start = evidence
        .filter(|_| !is_short)
        .map_or(0, |one| lead(&body.text, one.start));
    let chars = body.text.chars().enumerate().skip(start).take(2 * SHOWN);
    let mut shown = String::new();
    let mut masked = false;
    for (at, c) in chars {
        let is_secret = reading
            .exposures
            .iter()
            .any(|one| (one.start..one.end).contains(&at) && is_hidden(&one.r#type));
        if !is_secret {
            shown.push(c);
        } else if !masked {
            shown.push('▒');
        }
        masked = is_secret;
    }
    let cut = if start > 0 { "…" } else { "" };
    format!("{cut}{}", output::short(&shown, SHOWN))
}

/// Where to begin so that a place is read with a few whole words before it.
fn lead(text: &str, place: usize) -> usize {
    let Some(before) = place.saturating_sub(LEAD).checked_sub(1) else {
        return 0;
    };
    let mut letters = text.chars().enumerate().take(place).skip(before);
    letters
        .find(|(_, letter)| letter.is_whitespace())
        .map_or(place, |(space, _)| space + 1)
}

/// Whether a datum leads to a person's door, phone or purse.
pub fn is_hidden(kind: &str) -> bool {
    kind.parse::<ExposureKind>().is_ok_and(output::is_hidden)
}

/// The name of a behaviour, as a class of the style: one of ours, whatever was kept.
pub fn class(kind: &str) -> &'static str {
    kind.parse::<Behaviour>().map_or("", Behaviour::as_str)
}

#[cfg(test)]
mod tests {
    use super::lead;

    #[test]
    fn a_quotation_begins_with_a_whole_word() {
        let text = "If you sign those papers on Friday we will be there.";
        let on = |words: &str| &text[lead(text, text.find(words).unwrap())..];
        assert_eq!(on("sign"), text);
        assert_eq!(on("Friday"), "those papers on Friday we will be there.");
        let run = "a".repeat(90);
        assert_eq!(lead(&run, 60), 60);
    }
}

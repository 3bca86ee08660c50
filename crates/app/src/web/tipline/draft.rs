//! A report in the making: its answers travel in the form, and stay nowhere else.

use serde::Deserialize;

/// Characters of the longest text.
pub const LONGEST: usize = 100_000;

/// Characters of the longest answer to another question.
const SHORT: usize = 2_000;

/// Ways to know of something.
pub const WAYS: &[&str] = &["saw", "told", "read", "other"];

/// The questions, one a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Now,
    What,
    Where,
    Who,
    How,
    Send,
}

impl Step {
    pub const ALL: [Step; 6] = [
        Step::Now,
        Step::What,
        Step::Where,
        Step::Who,
        Step::How,
        Step::Send,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Step::Now => "now",
            Step::What => "what",
            Step::Where => "where",
            Step::Who => "who",
            Step::How => "how",
            Step::Send => "send",
        }
    }

    /// The step of this name; the first if there is no such.
    pub fn of(name: &str) -> Self {
        Step::ALL
            .into_iter()
            .find(|step| step.as_str() == name)
            .unwrap_or(Step::Now)
    }

    /// From 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn next(self) -> Self {
        Step::ALL
            .get(self as usize + 1)
            .copied()
            .unwrap_or(Step::Send)
    }

    pub fn previous(self) -> Self {
        (self as usize)
            .checked_sub(1)
            .map_or(Step::Now, |at| Step::ALL[at])
    }

    /// Whether whether somebody is in danger was answered before it.
    pub fn is_after_danger(self) -> bool {
        self != Step::Now
    }

    /// The answers that its page shows, rather than carries along.
    pub fn shown(self) -> &'static [&'static str] {
        match self {
            Step::Now => &["now"],
            Step::What | Step::Send => &["what"],
            Step::Where => &["place", "time"],
            Step::Who => &["who"],
            Step::How => &["how"],
        }
    }

    /// The text that titles its page.
    pub fn title(self) -> &'static str {
        match self {
            Step::Now => "now.title",
            Step::What => "what.title",
            Step::Where => "where.title",
            Step::Who => "who.title",
            Step::How => "how.title",
            Step::Send => "send.title",
        }
    }
}

/// The answers so far.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Proves that the form is ours and fresh.
    pub token: String,
    /// `yes` if somebody is in danger now.
    pub now: String,
    pub what: String,
    pub place: String,
    pub time: String,
    pub who: String,
    /// One of [`WAYS`].
    pub how: String,
}

impl Draft {
    /// All answers, by name.
    pub fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("now", &self.now),
            ("what", &self.what),
            ("place", &self.place),
            ("time", &self.time),
            ("who", &self.who),
            ("how", &self.how),
        ]
    }

    /// What a page that shows some of them carries along, and the token.
    pub fn hidden(&self, shown: &[&str]) -> Vec<(&'static str, &str)> {
        let carried = |(name, value): &(&str, &str)| !shown.contains(name) && !value.is_empty();
        std::iter::once(("token", self.token.as_str()))
            .chain(self.fields().into_iter().filter(carried))
            .collect()
    }

    /// Takes one answer; what is no question is passed over.
    pub fn set(&mut self, name: &str, value: String) {
        match name {
            "token" => self.token = value,
            "now" => self.now = value,
            "what" => self.what = value,
            "place" => self.place = value,
            "time" => self.time = value,
            "who" => self.who = value,
            "how" => self.how = value,
            _ => {}
        }
    }

    /// In one form: line ends as they are everywhere but in forms, nothing around, nothing too long but the
    /// text, whose length is told to its writer.
    pub fn tidy(&mut self) {
        self.what = clean(&self.what);
        for field in [&mut self.place, &mut self.time, &mut self.who] {
            *field = clean(field).chars().take(SHORT).collect();
        }
        if !WAYS.contains(&self.how.as_str()) {
            self.how.clear();
        }
        if !matches!(self.now.as_str(), "yes" | "no") {
            self.now.clear();
        }
    }
}

/// A text as it is kept.
pub fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\0'], "\n")
        .trim()
        .to_owned()
}

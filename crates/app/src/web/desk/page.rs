//! What all pages have in common: language, frame, dates.

use std::borrow::Borrow;
use std::fmt::Display;
use std::sync::LazyLock;

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use model::{Micros, NEVER, Right};

use super::staff::Staff;
use crate::output::{Language, Words};

static EN: LazyLock<Words> = LazyLock::new(|| {
    Words::parse(concat!(
        include_str!("../../../locales/desk/en.txt"),
        "\n",
        include_str!("../../../locales/desk/case/en.txt"),
        "\n",
        include_str!("../../../locales/desk/keep/en.txt"),
        "\n",
        include_str!("../../../locales/desk/call/en.txt")
    ))
});
static ES: LazyLock<Words> = LazyLock::new(|| {
    Words::parse(concat!(
        include_str!("../../../locales/desk/es.txt"),
        "\n",
        include_str!("../../../locales/desk/case/es.txt"),
        "\n",
        include_str!("../../../locales/desk/keep/es.txt"),
        "\n",
        include_str!("../../../locales/desk/call/es.txt")
    ))
});

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// As it stands in forms and in the pages' markup.
    pub fn as_str(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Es => "es",
        }
    }

    /// The one to switch to.
    pub fn other(self) -> Self {
        match self {
            Lang::En => Lang::Es,
            Lang::Es => Lang::En,
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        [Lang::En, Lang::Es]
            .into_iter()
            .find(|lang| lang.as_str() == name)
    }

    /// Spanish, if the browser names it before English.
    pub fn preferred(headers: &HeaderMap) -> Self {
        let wanted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let named = wanted
            .split(',')
            .filter_map(|range| Lang::named(range.trim().get(..2)?));
        named.into_iter().next().unwrap_or(Lang::En)
    }

    /// The same, as outputs have it.
    pub fn language(self) -> Language {
        match self {
            Lang::En => Language::En,
            Lang::Es => Language::Es,
        }
    }
}

/// The texts of a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Es => &ES,
    }
}

/// Where somebody signs in.
pub fn sign_in(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "/sign-in?lang=en",
        Lang::Es => "/sign-in?lang=es",
    }
}

/// What surrounds every page.
pub struct Frame<'s> {
    /// Whose page it is; none where nobody is signed in.
    pub staff: Option<&'s Staff>,
    pub lang: Lang,
    pub title: String,
    /// The entry of the menu that it belongs to.
    pub here: &'static str,
    /// Whether it uses the whole width.
    pub wide: bool,
}

impl<'s> Frame<'s> {
    /// A page that is titled by one of the texts.
    pub fn new(staff: &'s Staff, title: &'static str) -> Self {
        Frame {
            staff: Some(staff),
            lang: staff.lang,
            title: words(staff.lang).get(title).to_owned(),
            here: title,
            wide: false,
        }
    }

    /// A page where nobody is signed in.
    pub fn bare(lang: Lang, title: &'static str) -> Self {
        Frame {
            staff: None,
            lang,
            title: words(lang).get(title).to_owned(),
            here: title,
            wide: false,
        }
    }

    pub fn get(&self, key: &'static str) -> &'static str {
        words(self.lang).get(key)
    }

    pub fn of(&self, group: &str, name: impl Display) -> String {
        words(self.lang).of_kind(group, &name.to_string())
    }

    pub fn with(&self, key: &'static str, name: &str, value: impl Display) -> String {
        words(self.lang).fill(key, &[(name, &value)])
    }

    pub fn count(&self, key: &str, n: impl Borrow<usize>) -> String {
        words(self.lang).count(key, *n.borrow(), &[])
    }

    /// Whether an entry of the menu leads here.
    pub fn is_at(&self, key: &str) -> bool {
        self.here == key
    }

    /// The hidden field that makes a form one of ours.
    pub fn form(&self) -> &str {
        self.staff.map_or("", |staff| &staff.form)
    }

    /// The menu: address and text of each entry that the person may open.
    pub fn menu(&self) -> Vec<(&'static str, &'static str)> {
        let entries = [
            ("/queue", "queue.title", Right::Open),
            ("/incidents", "incidents.title", Right::Picture),
            ("/cases", "cases.title", Right::Open),
            ("/journal", "journal.title", Right::Journal),
            ("/kept", "kept.title", Right::Journal),
            ("/duty", "duty.title", Right::Duty),
            ("/accounts", "accounts.title", Right::Accounts),
        ];
        let Some(staff) = self.staff else {
            return Vec::new();
        };
        let entries = entries
            .into_iter()
            .filter(|(_, _, right)| staff.may(*right));
        entries.map(|(to, key, _)| (to, key)).collect()
    }
}

/// A page, with its status.
pub fn render(status: StatusCode, page: &impl Template) -> Response {
    let text = page
        .render()
        .expect("writing to a string does not fail, and the templates have no other errors");
    (status, Html(text)).into_response()
}

/// `GET /style.css`: the desk's own, and within pictures that of bulletins.
pub async fn style() -> Response {
    let sheet = concat!(
        include_str!("../../../templates/desk/style.css"),
        "\n@scope (.picture) {\n",
        include_str!("../../../templates/bulletin/style.css"),
        "\n}\n",
        include_str!("../../../templates/desk/picture.css"),
    );
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], sheet).into_response()
}

/// `GET /desk.js`: what makes keys of the keyboard press buttons and follow links. Everything works without it.
pub async fn script() -> Response {
    let script = include_str!("../../../static/desk.js");
    let kind = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
    ([kind], script).into_response()
}

/// `GET /passkey.js`: what asks the device for passkeys. Without it one signs in by password and code.
pub async fn passkey_script() -> Response {
    let script = include_str!("../../../static/passkey.js");
    let kind = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
    ([kind], script).into_response()
}

/// A time, as it is shown: in words, and exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// As people say it.
    pub words: String,
    /// The day and minute, in UTC.
    pub exact: String,
    /// For machines.
    pub iso: String,
}

impl When {
    /// How long ago something was, or the day.
    pub fn ago(lang: Lang, at: Micros, now: Micros) -> Self {
        let words = words(lang);
        let told = match now - at {
            passed if passed < 0 => date(lang, at),
            passed if passed < 60_000_000 => words.get("when.now").to_owned(),
            passed if passed < model::DAY => {
                words.fill("when.ago", &[("time", &span(lang, passed))])
            }
            _ => date(lang, at),
        };
        When::of(lang, told, at)
    }

    /// The day alone.
    pub fn day(lang: Lang, at: Micros) -> Self {
        When::of(lang, date(lang, at), at)
    }

    /// When a clock runs out, or since when it has; none where none runs.
    pub fn due(lang: Lang, due: Micros, now: Micros) -> Option<Self> {
        let key = if due <= now { "when.late" } else { "when.left" };
        let time = span(lang, (due.saturating_sub(now)).saturating_abs());
        let told = words(lang).fill(key, &[("time", &time)]);
        (due != NEVER).then(|| When::of(lang, told, due))
    }

    fn of(lang: Lang, words: String, at: Micros) -> Self {
        let stamp = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
        let clock = stamp.to_zoned(jiff::tz::TimeZone::UTC);
        When {
            words,
            exact: format!(
                "{}, {:02}:{:02} UTC",
                date(lang, at),
                clock.hour(),
                clock.minute()
            ),
            iso: format!("{}", stamp.round(jiff::Unit::Second).unwrap_or(stamp)),
        }
    }
}

/// The day of a time, in UTC.
pub fn day(at: Micros) -> jiff::civil::Date {
    let stamp = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
    stamp.to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn date(lang: Lang, at: Micros) -> String {
    crate::output::day(day(at), lang.language())
}

/// A length of time by its largest part: `4 min`, `3 h`, `2 d`.
fn span(lang: Lang, length: Micros) -> String {
    let minutes = length / 60_000_000;
    let (key, n) = match minutes {
        ..60 => ("span.minutes", minutes.max(1)),
        60..2880 => ("span.hours", minutes / 60),
        _ => ("span.days", minutes / 1440),
    };
    words(lang).fill(key, &[("n", &n)])
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{EN, ES};

    #[test]
    fn both_languages_say_the_same() {
        EN.assert_alike(&ES);
    }

    /// The desk's sources and templates, in one text without white space.
    fn callers() -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut open = vec![root.join("src/web/desk"), root.join("templates/desk")];
        let mut all = String::new();
        while let Some(path) = open.pop() {
            if path.is_dir() {
                let entries = path.read_dir().expect("a folder");
                open.extend(entries.map(|entry| entry.expect("an entry").path()));
            } else {
                let text = fs::read_to_string(&path).expect("a text");
                all.extend(text.split_whitespace());
            }
        }
        all
    }

    #[test]
    fn every_text_that_is_asked_for_is_there() {
        let callers = callers();
        let after = |call: &'static str| callers.split(call).skip(1);
        let named = [
            "get(\"",
            "fill(\"",
            "with(\"",
            "said(\"",
            "again(\"",
            "bare(lang,\"",
            "new(staff,\"",
            "new(&staff,\"",
        ]
        .into_iter()
        .flat_map(after);
        let keys: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
        let texts: Vec<&str> = keys
            .into_iter()
            .filter(|key| key.contains('.') || EN.has(key))
            .collect();
        assert!(texts.len() > 100, "{}", texts.len());
        for key in texts {
            assert!(EN.has(key), "{key}");
        }
        for rest in after("count(\"") {
            let key = rest.split('"').next().unwrap_or_default();
            assert!(EN.has(&format!("{key}.other")), "{key}");
        }
    }

    #[test]
    fn every_text_is_asked_for() {
        let callers = callers();
        let used = |key: &str| callers.contains(&format!("\"{key}\""));
        for key in EN.keys() {
            let mut group = key;
            let mut found = used(key);
            while let Some((shorter, _)) = group.rsplit_once('.') {
                found |= used(shorter);
                group = shorter;
            }
            assert!(found, "{key} is not used");
        }
    }
}

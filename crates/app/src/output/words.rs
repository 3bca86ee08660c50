//! The labels of the outputs, in each language: plain tables `key = text`, compiled in.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::LazyLock;

use super::Language;

/// The table of one language.
pub(crate) struct Words {
    table: HashMap<&'static str, &'static str>,
}

static EN: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("../../locales/en.txt")));
static ES: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("../../locales/es.txt")));

impl Words {
    pub(super) fn of(language: Language) -> &'static Words {
        match language {
            Language::En => &EN,
            Language::Es => &ES,
        }
    }

    pub(crate) fn parse(file: &'static str) -> Words {
        let entries = file.lines().filter(|line| !line.starts_with('#'));
        Words {
            table: entries.filter_map(|line| line.split_once(" = ")).collect(),
        }
    }

    /// The text of a key that the program itself names; the key, should the table lack it.
    pub(crate) fn get(&self, key: &'static str) -> &'static str {
        self.table.get(key).copied().unwrap_or(key)
    }

    /// The text of `group.name`, or `name` itself where the table does not know it.
    pub(crate) fn of_kind(&self, group: &str, name: &str) -> String {
        let key = format!("{group}.{name}");
        self.table
            .get(key.as_str())
            .map_or_else(|| name.to_owned(), |&text| text.to_owned())
    }

    /// The text with each `{name}` replaced by its value, which is not looked at again.
    pub(crate) fn fill(&self, key: &'static str, values: &[(&str, &dyn Display)]) -> String {
        fill(self.get(key), values)
    }

    /// [`Words::fill`] for `group.name`, if the table has it.
    pub(super) fn fill_kind(
        &self,
        group: &str,
        name: &str,
        values: &[(&str, &dyn Display)],
    ) -> Option<String> {
        let text = self.table.get(format!("{group}.{name}").as_str())?;
        Some(fill(text, values))
    }

    /// `key.one` or `key.other` by the count, which is available as `{n}` unless `values` say
    /// otherwise; `key.zero` where the table has it.
    pub(crate) fn count(&self, key: &str, n: usize, values: &[(&str, &dyn Display)]) -> String {
        let form = match n {
            0 => "zero",
            1 => "one",
            _ => "other",
        };
        let text = [form, "other"]
            .iter()
            .find_map(|form| self.table.get(format!("{key}.{form}").as_str()).copied());
        let mut all: Vec<(&str, &dyn Display)> = values.to_vec();
        all.push(("n", &n));
        fill(text.unwrap_or("{n}"), &all)
    }

    /// Whether there is a text of this key.
    #[cfg(test)]
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Every key.
    #[cfg(test)]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().copied()
    }

    /// Every key with its text, for templates that look them up themselves.
    #[cfg(feature = "pdf")]
    pub(super) fn table(&self) -> &HashMap<&'static str, &'static str> {
        &self.table
    }
}

fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(&value.to_string());
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn both_languages_have_the_same_keys_and_places() {
        EN.assert_alike(&ES);
    }

    impl Words {
        /// That another language has the same keys, with the same places to fill in.
        pub(crate) fn assert_alike(&self, other: &Words) {
            let mut own: Vec<_> = self.table.keys().collect();
            let mut others: Vec<_> = other.table.keys().collect();
            own.sort_unstable();
            others.sort_unstable();
            assert_eq!(own, others);
            for (key, text) in &self.table {
                let other = other.table[key];
                assert!(!text.is_empty() && !other.is_empty(), "{key} is empty");
                // A count of one may be told by a word instead of a digit.
                let without_count = |text| {
                    places(text)
                        .into_iter()
                        .filter(|&name| name != "n")
                        .collect::<Vec<_>>()
                };
                assert_eq!(without_count(text), without_count(other), "{key}");
            }
        }
    }

    #[test]
    fn every_word_of_the_vocabularies_has_a_label() {
        let groups: [(&str, Vec<&str>); 9] = [
            (
                "level",
                model::Level::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            (
                "stance",
                model::Stance::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            (
                "kind",
                model::Kind::ALL.iter().map(|one| one.as_str()).collect(),
            ),
            (
                "exposure",
                model::ExposureKind::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
            ),
            (
                "credibility",
                model::Credibility::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
            ),
            (
                "reliability",
                model::Reliability::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
            ),
            (
                "confidence",
                model::Confidence::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
            ),
            (
                "likelihood",
                model::Likelihood::ALL
                    .iter()
                    .map(|one| one.as_str())
                    .collect(),
            ),
            (
                "tlp",
                model::Tlp::ALL.iter().map(|one| one.as_str()).collect(),
            ),
        ];
        for (group, names) in groups {
            for name in names {
                assert!(
                    ES.table.contains_key(format!("{group}.{name}").as_str()),
                    "{group}.{name}"
                );
            }
        }
    }

    /// The sources and templates that name keys, in one text without white space.
    fn callers() -> String {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut open = vec![root.join("src/output"), root.join("templates")];
        let mut all = String::new();
        while let Some(path) = open.pop() {
            if path.ends_with("templates/desk") {
                // they have texts of their own
            } else if path.is_dir() {
                let entries = path.read_dir().expect("a folder");
                open.extend(entries.map(|entry| entry.expect("an entry").path()));
            } else if !path.ends_with("words.rs") {
                let text = std::fs::read_to_string(&path).expect("a text");
                all.extend(text.split_whitespace());
            }
        }
        all
    }

    #[test]
    fn every_key_in_use_has_a_text() {
        let callers = callers();
        let named = |calls: &[&str]| -> Vec<&str> {
            let after = calls.iter().flat_map(|call| callers.split(call).skip(1));
            after.filter_map(|rest| rest.split('"').next()).collect()
        };
        let plain = named(&[
            "s.get(\"",
            "w.get(\"",
            "fill(\"",
            "w.with(\"",
            ".title(\"",
            "w.at(\"",
        ]);
        let counted = named(&[".count(\"", "left(\""]);
        assert!(
            plain.len() > 100 && counted.len() > 20,
            "{} {}",
            plain.len(),
            counted.len()
        );
        for key in plain.into_iter().filter(|key| !key.ends_with('.')) {
            assert!(EN.table.contains_key(key), "{key}");
        }
        for key in counted {
            assert!(
                EN.table.contains_key(format!("{key}.other").as_str()),
                "{key}"
            );
        }
    }

    #[test]
    fn every_text_is_used() {
        let callers = callers();
        let used = |key: &str| callers.contains(&format!("\"{key}\""));
        for key in EN.table.keys() {
            let (group, form) = key.rsplit_once('.').unwrap_or((key, ""));
            let found = used(key)
                || (["zero", "one", "other"].contains(&form) && used(group))
                || key.split_once('.').is_some_and(|(group, _)| {
                    ["_kind(", "aimed(words,"]
                        .iter()
                        .any(|call| callers.contains(&format!("{call}\"{group}\"")))
                })
                || [
                    "matrix.",
                    "guide.",
                    "reliability.",
                    "credibility.",
                    "level.",
                ]
                .iter()
                .any(|group| key.starts_with(group));
            assert!(found, "{key} is not used");
        }
    }

    #[test]
    fn values_are_filled_in_once() {
        assert_eq!(fill("{a} of {b}", &[("a", &"{b}"), ("b", &2)]), "{b} of 2");
        assert_eq!(fill("open {brace", &[]), "open brace");
    }

    #[test]
    fn the_count_chooses_the_form() {
        let words = Words::of(Language::En);
        assert_eq!(words.count("origins", 0, &[]), "no independent origin");
        assert_eq!(words.count("origins", 1, &[]), "1 independent origin");
        assert_eq!(words.count("origins", 2, &[]), "2 independent origins");
        assert_eq!(words.count("reports", 0, &[]), "0 reports");
    }
}

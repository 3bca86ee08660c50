//! Why a report has its level, in words.

use engine::Reason;

use super::format;
use super::words::Words;

pub(super) fn reason(words: &Words, reason: &Reason) -> String {
    let key = match reason {
        Reason::Beyond(kind) => return words.of_kind("beyond", kind.as_str()),
        Reason::Reports(kinds) if kinds.is_empty() => "reported",
        other => other.as_str(),
    };
    let kinds: Vec<String> = match reason {
        Reason::Reports(kinds) => kinds
            .iter()
            .map(|kind| words.of_kind("kind", kind.as_str()))
            .collect(),
        _ => Vec::new(),
    };
    let kinds = format::list(words, &kinds);
    let shown = format::short(reason.words().unwrap_or_default(), 80);
    words
        .fill_kind("reason", key, &[("kinds", &kinds), ("words", &shown)])
        .unwrap_or_else(|| key.to_owned())
}

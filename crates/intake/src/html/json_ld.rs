//! What a page says about itself in JSON-LD (schema.org).

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::fields::words_of;
use super::decoded;

/// The article that the JSON-LD blocks of a page describe.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub(super) headline: Option<String>,
    pub(super) name: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    /// The whole text, where the page gives it here.
    pub(super) body: Option<String>,
}

/// Most objects looked at.
const MOST: usize = 2_000;

/// Reads the blocks; those that are not JSON are passed over.
pub(super) fn described(blocks: &[&str]) -> Described {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    let mut objects = Vec::new();
    for value in &values {
        collect(value, &mut objects);
    }
    let named: HashMap<&str, &Map<String, Value>> = objects
        .iter()
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .rev()
        .collect();
    let mut best: Option<(u8, &Map<String, Value>)> = None;
    for object in &objects {
        let rank = rank(object);
        if rank > best.map_or(0, |(rank, _)| rank) {
            best = Some((rank, object));
        }
    }
    let house = objects
        .iter()
        .find(|object| is_house(object))
        .and_then(|object| name(&Value::Object((**object).clone()), &named));
    let Some((_, article)) = best else {
        return Described {
            publisher: house,
            ..Described::default()
        };
    };
    let words = |key: &str| {
        article
            .get(key)
            .and_then(words_of)
            .and_then(|words| decoded(&words))
    };
    let party = |key: &str| article.get(key).and_then(|value| name(value, &named));
    Described {
        headline: words("headline"),
        name: words("name"),
        author: party("author").or_else(|| party("creator")),
        publisher: party("publisher")
            .or_else(|| party("sourceOrganization"))
            .or(house),
        published: words("datePublished")
            .or_else(|| words("dateCreated"))
            .or_else(|| words("uploadDate")),
        url: words("url").or_else(|| {
            article
                .get("mainEntityOfPage")
                .and_then(Value::as_str)
                .and_then(decoded)
        }),
        body: article
            .get("articleBody")
            .or_else(|| article.get("text"))
            .and_then(Value::as_str)
            .map(str::to_owned),
    }
}

/// The value in a block, whatever comment marks stand around it and line breaks inside its strings.
fn parse(block: &str) -> Option<Value> {
    let begin = block.find(['{', '['])?;
    let begin = if block[begin..].starts_with("[CDATA[") {
        begin + 7 + block[begin + 7..].find(['{', '['])?
    } else {
        begin
    };
    let end = block.rfind(['}', ']']).filter(|end| *end > begin)?;
    let end = if block[..=end].ends_with("]]") && block[end + 1..].starts_with('>') {
        block[..end - 1]
            .rfind(['}', ']'])
            .filter(|end| *end > begin)?
    } else {
        end
    };
    let plain: String = block[begin..=end]
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    serde_json::from_str(&plain).ok()
}

/// Every object at the top, in lists, and in `@graph`.
fn collect<'a>(value: &'a Value, objects: &mut Vec<&'a Map<String, Value>>) {
    if objects.len() >= MOST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "isPartOf"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, objects);
                }
            }
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let of = object.get("@type");
    let one = of.and_then(Value::as_str);
    let many = of
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    one.into_iter().chain(many)
}

/// How surely an object describes the page's article; 0 if it does not.
fn rank(object: &Map<String, Value>) -> u8 {
    let of_type = |kind: &str| match kind.rsplit(['/', '#']).next().unwrap_or(kind) {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "OpinionNewsArticle"
        | "AnalysisNewsArticle"
        | "BackgroundNewsArticle" => 5,
        kind if kind.ends_with("Article") => 4,
        "BlogPosting"
        | "SocialMediaPosting"
        | "DiscussionForumPosting"
        | "LiveBlogPosting"
        | "Report" => 3,
        "VideoObject" | "Message" => 2,
        "WebPage" | "ItemPage" => 1,
        _ => 0,
    };
    types(object).map(of_type).max().unwrap_or(0)
}

fn is_house(object: &Map<String, Value>) -> bool {
    types(object).any(|kind| matches!(kind, "NewsMediaOrganization" | "Organization" | "WebSite"))
}

/// The names of a person or house, or of several; references by `@id` are followed once.
fn name(value: &Value, named: &HashMap<&str, &Map<String, Value>>) -> Option<String> {
    if let Value::Array(values) = value {
        let names: Vec<String> = values
            .iter()
            .filter(|value| !value.is_array())
            .take(50)
            .filter_map(|value| name(value, named))
            .collect();
        return (!names.is_empty()).then(|| names.join(", "));
    }
    let referred = value
        .as_object()
        .filter(|object| !object.contains_key("name"))
        .and_then(|object| named.get(object.get("@id")?.as_str()?))
        .and_then(|object| object.get("name"));
    let words = match referred {
        Some(words) => words_of(words),
        None => words_of(value),
    }?;
    (!words.starts_with("http"))
        .then(|| decoded(&words))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    fn graphs_references_and_broken_blocks() {
        let found = described(&[
            "{ broken",
            "//<![CDATA[\n{\"@type\": \"WebPage\", \"name\": \"P\nage\"}\n//]]>",
            r##"{"@graph": [
                {"@type": "WebPage", "name": "Page"},
                {"@type": ["NewsArticle"], "headline": "Head &amp; tail", "author": [{"@id": "#a"}, {"name": "B. Poe"}],
                 "publisher": {"@id": "#p"}, "datePublished": "2025-10-14T08:00:00Z"},
                {"@id": "#a", "@type": "Person", "name": "Ana Ruiz"},
                {"@id": "#p", "@type": "Organization", "name": "Harbour Post"}]}"##,
        ]);
        assert_eq!(found.headline.as_deref(), Some("Head & tail"));
        assert_eq!(found.author.as_deref(), Some("Ana Ruiz, B. Poe"));
        assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(found.published.as_deref(), Some("2025-10-14T08:00:00Z"));
    }
}

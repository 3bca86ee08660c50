//! The part of an analysis that is compared, with file names in place of report ids.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::Files;

pub struct Prediction {
    pub claims: Vec<Claim>,
    pub origins: Vec<Origin>,
    pub conflicts: Vec<Conflict>,
}

pub struct Claim {
    pub kind: String,
    pub reports: Files,
    pub slots: BTreeMap<String, Value>,
    pub independent_origins: Option<u64>,
    /// File and quote of each piece of evidence.
    pub quotes: Vec<(String, String)>,
}

pub struct Origin {
    pub names: Vec<String>,
    pub reports: Files,
}

pub struct Conflict {
    pub slot: String,
    pub values: Vec<(Value, Files)>,
}

impl Prediction {
    /// What is missing or of another shape is taken as empty: it scores as not found.
    pub fn of(analysis: &Value) -> Self {
        let names: BTreeMap<String, String> = list(&analysis["reports"])
            .map(|report| (text(&report["id"]), file_name(&text(&report["path"]))))
            .collect();
        let file = |id: &Value| names.get(&text(id)).cloned().unwrap_or_default();
        let files = |ids: &Value| list(ids).map(file).collect::<Files>();
        let claims = list(&analysis["claims"]).map(|claim| Claim {
            kind: text(&claim["kind"]),
            reports: files(&claim["reports"]),
            slots: slots(&claim["slots"]),
            independent_origins: claim["independent_origins"].as_u64(),
            quotes: list(&claim["evidence"])
                .map(|one| (file(&one["report"]), text(&one["quote"])))
                .collect(),
        });
        let origins = list(&analysis["origins"]).map(|origin| Origin {
            names: [text(&origin["name"])]
                .into_iter()
                .chain(list(&origin["aliases"]).map(text))
                .collect(),
            reports: files(&origin["reports"]),
        });
        let conflicts = list(&analysis["conflicts"]).map(|conflict| Conflict {
            slot: text(&conflict["slot"]),
            values: list(&conflict["values"])
                .map(|one| (one["value"].clone(), files(&one["reports"])))
                .collect(),
        });
        Prediction {
            claims: claims.collect(),
            origins: origins.collect(),
            conflicts: conflicts.collect(),
        }
    }
}

fn slots(slots: &Value) -> BTreeMap<String, Value> {
    slots
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null() && *value != "")
        .map(|(slot, value)| (slot.clone(), value.clone()))
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn file_name(path: &str) -> String {
    Path::new(path)
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

//! Gold files: what a careful reader found in the texts of one folder.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Files;

/// A gold file. Reports are known by their file names.
pub struct Gold {
    /// The stance of each report.
    pub stances: BTreeMap<String, String>,
    pub claims: Vec<Claim>,
    pub origins: Vec<Origin>,
    pub conflicts: Vec<Conflict>,
}

pub struct Claim {
    pub kind: String,
    pub reports: Files,
    /// For each slot the values that are right.
    pub slots: BTreeMap<String, Vec<Value>>,
    pub independent_origins: u64,
    pub optional: bool,
}

pub struct Origin {
    pub names: Vec<String>,
    pub reports: Files,
    pub optional: bool,
}

pub struct Conflict {
    pub slot: String,
    pub values: Vec<(Value, Files)>,
    pub optional: bool,
}

impl Gold {
    /// Panics where the file is not as it must be.
    pub fn of(gold: &Value) -> Self {
        Gold {
            stances: list(&gold["reports"])
                .map(|report| (text(&report["file"]), text(&report["stance"])))
                .collect(),
            claims: list(&gold["claims"]).map(claim).collect(),
            origins: list(&gold["origins"]).map(origin).collect(),
            conflicts: list(&gold["conflicts"]).map(conflict).collect(),
        }
    }
}

fn claim(claim: &Value) -> Claim {
    let slots = claim["slots"].as_object().expect("slots are an object");
    let accepted = |slot: &str, value: &Value| {
        let mut values = vec![value.clone()];
        if let Some(others) = claim["slots_alt"][slot].as_array() {
            values.extend(others.iter().cloned());
        }
        values
    };
    Claim {
        kind: text(&claim["kind"]),
        reports: files(&claim["reports"]),
        slots: slots
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(slot, value)| (slot.clone(), accepted(slot, value)))
            .collect(),
        independent_origins: claim["independent_origins"]
            .as_u64()
            .expect("a number of origins"),
        optional: optional(claim),
    }
}

fn origin(origin: &Value) -> Origin {
    Origin {
        names: [text(&origin["name"])]
            .into_iter()
            .chain(list(&origin["aliases"]).map(text))
            .collect(),
        reports: files(&origin["reports"]),
        optional: optional(origin),
    }
}

fn conflict(conflict: &Value) -> Conflict {
    Conflict {
        slot: text(&conflict["slot"]),
        values: list(&conflict["values"])
            .map(|one| (one["value"].clone(), files(&one["reports"])))
            .collect(),
        optional: optional(conflict),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn files(value: &Value) -> Files {
    list(value).map(text).collect()
}

fn optional(value: &Value) -> bool {
    value["optional"].as_bool().unwrap_or(false)
}

/// Gold written as an analysis would be that found exactly this.
pub fn as_prediction(gold: &Value) -> Value {
    let names: Vec<String> = list(&gold["reports"])
        .map(|report| text(&report["file"]))
        .collect();
    let id = |file: &Value| {
        let at = names.iter().position(|name| file == name.as_str());
        format!("r{}", at.expect("a report of this file") + 1)
    };
    let ids = |files: &Value| list(files).map(id).collect::<Vec<_>>();
    json!({
        "reports": names.iter().map(|name| json!({
            "id": id(&json!(name)),
            "path": format!("/elsewhere/in/{name}"),
        })).collect::<Vec<_>>(),
        "origins": list(&gold["origins"]).map(|origin| json!({
            "name": origin["name"],
            "aliases": origin["aliases"],
            "reports": ids(&origin["reports"]),
        })).collect::<Vec<_>>(),
        "claims": list(&gold["claims"]).map(|claim| json!({
            "kind": claim["kind"],
            "slots": claim["slots"],
            "reports": ids(&claim["reports"]),
            "independent_origins": claim["independent_origins"],
            "evidence": list(&claim["evidence"]).map(|one| json!({
                "report": id(&one["file"]),
                "quote": one["quote"],
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "conflicts": list(&gold["conflicts"]).map(|conflict| json!({
            "slot": conflict["slot"],
            "values": list(&conflict["values"]).map(|one| json!({
                "value": one["value"],
                "reports": ids(&one["reports"]),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

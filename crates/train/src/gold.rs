//! What a careful reader finds in the reports of a cluster.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use engine::claim::gist::SUBJECTS;
use model::Kind;
use serde::Deserialize;

/// The gold of a cluster.
#[derive(Deserialize)]
pub struct Gold {
    pub reports: Vec<Report>,
    pub claims: Vec<Claim>,
    pub origins: Vec<Origin>,
}

#[derive(Deserialize)]
pub struct Report {
    pub file: String,
}

#[derive(Deserialize)]
pub struct Claim {
    kind: String,
    slots: BTreeMap<String, serde_json::Value>,
    pub evidence: Vec<Evidence>,
    /// The origins on whose word it stands.
    #[serde(default)]
    pub origins: Vec<String>,
}

#[derive(Deserialize)]
pub struct Origin {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub reports: Vec<String>,
}

#[derive(Deserialize)]
pub struct Evidence {
    pub file: String,
    pub quote: String,
}

impl Gold {
    /// Reads the gold in a cluster's folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let gold = std::fs::read_to_string(folder.join("gold.json"))?;
        Ok(serde_json::from_str(&gold)?)
    }
}

impl Claim {
    /// Which subject it is of; none for other responses.
    pub fn subject(&self) -> Option<usize> {
        let act = self.slots.get("act").and_then(|act| act.as_str());
        let act = act.map(|act| match act {
            "convict" | "sentence" | "indict" => "charge",
            "evacuate" | "reroute" | "relocate" => "protect",
            act => act,
        });
        SUBJECTS.iter().position(|&(kind, its)| {
            kind.as_str() == self.kind && (kind != Kind::Response || act == Some(its))
        })
    }
}

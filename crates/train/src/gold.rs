//! What a careful reader finds in the reports of a cluster.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use engine::claim::gist::SUBJECTS;
use model::Kind;
use serde::Deserialize;

use crate::texts::sorted;

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
    /// Other words for the same.
    #[serde(default)]
    slots_alt: BTreeMap<String, Vec<serde_json::Value>>,
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

/// A report of a cluster, as it stands in its file.
pub struct Text<'g> {
    pub gold: &'g Gold,
    pub file: &'g str,
    pub text: &'g str,
    /// Which of the clusters it is of, and what that is called.
    pub cluster: usize,
    pub called: &'g str,
}

impl Text<'_> {
    /// Which report of which cluster it is.
    pub fn name(&self) -> String {
        format!("{}/{}", self.called, self.file)
    }
}

/// A cluster with its reports' texts.
pub struct Cluster {
    /// What its folder is called.
    pub name: String,
    gold: Gold,
    texts: Vec<String>,
}

/// Reads the clusters of a folder, in order.
pub fn clusters(folder: &Path) -> Result<Vec<Cluster>> {
    let cluster = |folder: &PathBuf| {
        let gold: Gold = serde_json::from_str(&std::fs::read_to_string(folder.join("gold.json"))?)?;
        let text = |report: &Report| Ok(std::fs::read_to_string(folder.join(&report.file))?);
        let texts = gold.reports.iter().map(text).collect::<Result<_>>()?;
        let name = folder.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        Ok(Cluster { name, gold, texts })
    };
    sorted(folder)?.iter().map(cluster).collect()
}

/// All reports of clusters.
pub fn texts(clusters: &[Cluster]) -> impl Iterator<Item = Text<'_>> {
    let all = clusters.iter().enumerate();
    all.flat_map(|(cluster, one)| {
        let reports = one.gold.reports.iter().zip(&one.texts);
        reports.map(move |(report, text)| Text {
            gold: &one.gold,
            file: &report.file,
            text,
            cluster,
            called: &one.name,
        })
    })
}

impl Claim {
    /// All words for what a slot holds.
    pub fn words<'c>(&'c self, slot: &str) -> impl Iterator<Item = &'c str> {
        let others = self.slots_alt.get(slot).into_iter().flatten();
        let all = self.slots.get(slot).into_iter().chain(others);
        all.filter_map(|value| value.as_str())
    }

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

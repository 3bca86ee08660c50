//! Labelled texts, read as the engine reads them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use engine::detect::net::{ANSWERS, Given, Input, KINDS, RULES, given, pieces};
use engine::text::Doc;
use model::{Behaviour, Stance};
use serde::Deserialize;

/// Most items of a text that are learnt from.
const LONGEST: usize = 160;

/// A text with what is known of it.
#[derive(Clone)]
pub struct Example {
    pub text: String,
    pub source: String,
    pub spanish: bool,
    pub inputs: Vec<Input>,
    /// Slots of its words and their pieces.
    pub slots: Vec<u32>,
    pub rules: [f32; RULES],
    /// Whether it threatens.
    pub threat: Option<bool>,
    /// Which behaviours it shows.
    pub kinds: Option<[bool; KINDS]>,
    pub stance: Option<Stance>,
    /// For each item the behaviours that it is evidence of, a bit each; none where nobody marked them.
    pub places: Option<Vec<u16>>,
    /// What a large model says of it, as log-odds.
    pub told: Option<[f32; ANSWERS]>,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    lang: Option<String>,
    threat: Option<u8>,
    #[serde(default)]
    stance: Option<String>,
    #[serde(default)]
    behaviours: Option<Marked>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    split: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Marked {
    Passages(BTreeMap<String, Vec<String>>),
    Named(Vec<String>),
}

impl Example {
    /// The same without the words that are its evidence: it shows nothing any more. None where nothing is marked.
    pub fn emptied(&self) -> Option<Example> {
        let places = self
            .places
            .as_ref()
            .filter(|places| places.iter().any(|&marks| marks != 0))?;
        // the world it speaks of stays as it is
        let mut rules = self.rules;
        rules[..ANSWERS].fill(0.0);
        let inputs: Vec<Input> = self
            .inputs
            .iter()
            .zip(places)
            .filter(|(_, marks)| **marks == 0)
            .map(|(input, _)| *input)
            .collect();
        Some(Example {
            text: String::new(),
            slots: Vec::new(),
            source: self.source.clone(),
            places: Some(vec![0; inputs.len()]),
            inputs,
            rules,
            threat: Some(false),
            kinds: Some([false; KINDS]),
            stance: None,
            told: None,
            ..*self
        })
    }
}

/// Reads the files of a folder, in the order of their names; rows that are held for measuring are left out.
pub fn folder(path: &Path) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for file in sorted(path)? {
        if file.extension().is_some_and(|ending| ending == "jsonl") {
            examples.extend(self::file(&file)?);
        }
    }
    Ok(examples)
}

/// What a folder holds, in the order of names.
pub fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Reads the reports of clusters, whose stances are known.
pub fn clusters(path: &Path) -> Result<Vec<Example>> {
    #[derive(Deserialize)]
    struct Gold {
        reports: Vec<Report>,
    }
    #[derive(Deserialize)]
    struct Report {
        file: String,
        stance: String,
    }
    let mut examples = Vec::new();
    for folder in sorted(path)?
        .iter()
        .filter(|folder| folder.join("gold.json").exists())
    {
        let gold: Gold = serde_json::from_str(&std::fs::read_to_string(folder.join("gold.json"))?)?;
        for report in gold.reports {
            let row = Row {
                text: std::fs::read_to_string(folder.join(&report.file))?,
                lang: None,
                threat: Some(u8::from(report.stance == "makes")),
                stance: Some(report.stance),
                behaviours: None,
                source: None,
                split: None,
            };
            examples.push(example(row, "clusters"));
        }
    }
    Ok(examples)
}

/// Reads one file.
pub fn file(path: &Path) -> Result<Vec<Example>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let rows = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(at, line)| {
        let row: Row = serde_json::from_str(line).with_context(|| format!("{}, line {}", path.display(), at + 1))?;
        Ok(row)
    })
    .filter(|row| !matches!(row, Ok(row) if matches!(row.split.as_deref(), Some("held")) || row.split.as_deref() == Some("dev") && row.stance.is_some()))
    .map(|row| row.map(|row| example(row, &name)))
    .collect()
}

fn behaviour(name: &str) -> Option<usize> {
    Behaviour::ALL.iter().position(|kind| kind.as_str() == name)
}

fn example(row: Row, name: &str) -> Example {
    let doc = Doc::new(&row.text);
    let Given {
        items: mut inputs,
        rules,
    } = given(&doc);
    inputs.truncate(LONGEST);
    let mut slots = Vec::new();
    pieces::slots(&doc, &inputs, &mut slots);
    let spanish = row
        .lang
        .map_or(doc.lang == engine::Lang::Es, |lang| lang == "es");
    let mut kinds = row.behaviours.as_ref().map(|_| [false; KINDS]);
    let mut places = None;
    match (&row.behaviours, &mut kinds) {
        (Some(Marked::Named(named)), Some(kinds)) => named
            .iter()
            .filter_map(|name| behaviour(name))
            .for_each(|kind| kinds[kind] = true),
        (Some(Marked::Passages(passages)), Some(kinds)) => {
            let mut marks = vec![0u16; inputs.len()];
            for (name, quotes) in passages {
                let Some(kind) = behaviour(name) else {
                    continue;
                };
                kinds[kind] = true;
                for quote in quotes {
                    mark(&doc, &inputs, quote, 1 << kind, &mut marks);
                }
            }
            places = Some(marks);
        }
        _ => {}
    }
    let stance = row.stance.and_then(|name| {
        Stance::ALL
            .iter()
            .copied()
            .find(|stance| stance.as_str() == name)
    });
    if matches!(stance, Some(Stance::Unrelated | Stance::Fiction)) && kinds.is_none() {
        kinds = Some([false; KINDS]);
        places = Some(vec![0; inputs.len()]);
    }
    Example {
        source: row.source.unwrap_or_else(|| name.to_owned()),
        spanish,
        inputs,
        slots,
        rules,
        threat: row.threat.map(|threat| threat == 1),
        kinds,
        stance,
        places,
        told: None,
        text: row.text,
    }
}

fn mark(doc: &Doc, inputs: &[Input], quote: &str, bit: u16, marks: &mut [u16]) {
    let Some(start) = doc.text.find(quote) else {
        return;
    };
    let end = start + quote.len();
    for (input, marks) in inputs.iter().zip(marks) {
        let (first, last) = (
            &doc.tokens[input.first as usize],
            &doc.tokens[input.last as usize],
        );
        if !input.is_stop() && (first.start as usize) < end && last.end as usize > start {
            *marks |= bit;
        }
    }
}

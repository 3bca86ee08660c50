//! As many made-up reports as asked for: the clusters of the corpus told again of other people and places.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::chance::Chance;

/// Reports that share a cluster and a retelling are about one event.
const TOLD_TOGETHER: usize = 6;

/// Variants of the texts in `corpus/clusters/develop`, in which every capitalised word that is not
/// common to several clusters has been replaced, the same way within one retelling.
pub struct Variants {
    clusters: Vec<Vec<String>>,
    shared: HashMap<String, usize>,
    seed: u64,
}

impl Variants {
    /// Reads the clusters.
    ///
    /// # Errors
    /// If the folder cannot be read or holds no text.
    pub fn open(folder: &Path, seed: u64) -> anyhow::Result<Self> {
        let mut clusters = Vec::new();
        let mut folders: Vec<_> = fs::read_dir(folder)
            .with_context(|| format!("{}", folder.display()))?
            .collect::<Result<_, _>>()?;
        folders.sort_by_key(fs::DirEntry::path);
        for cluster in folders {
            let mut files: Vec<_> = fs::read_dir(cluster.path())?.collect::<Result<_, _>>()?;
            files.sort_by_key(fs::DirEntry::path);
            let texts = files
                .iter()
                .map(fs::DirEntry::path)
                .filter(|path| path.extension().is_some_and(|e| e == "txt"));
            clusters.push(
                texts
                    .map(fs::read_to_string)
                    .collect::<Result<Vec<_>, _>>()?,
            );
        }
        anyhow::ensure!(
            clusters.iter().any(|texts| !texts.is_empty()),
            "no texts under {}",
            folder.display()
        );
        let mut shared: HashMap<String, usize> = HashMap::new();
        for texts in &clusters {
            let mut words: Vec<&str> = texts.iter().flat_map(|text| capitals(text)).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *shared.entry(word.to_owned()).or_default() += 1;
            }
        }
        Ok(Variants {
            clusters,
            shared,
            seed,
        })
    }

    /// The report at a place in the endless row of them. The same place gives the same text.
    pub fn text(&self, place: usize) -> String {
        let telling = place / TOLD_TOGETHER;
        let cluster = &self.clusters[telling % self.clusters.len()];
        let text = &cluster[place % TOLD_TOGETHER % cluster.len()];
        let mut told = String::with_capacity(text.len() + 64);
        let mut rest = text.as_str();
        while let Some(start) = rest.find(char::is_uppercase) {
            let end = rest[start..]
                .find(|c: char| !c.is_alphabetic())
                .map_or(rest.len(), |n| start + n);
            told.push_str(&rest[..start]);
            let word = &rest[start..end];
            if word.len() > 3 && self.shared.get(word) == Some(&1) {
                told.push_str(&name(word, telling as u64, self.seed));
            } else {
                told.push_str(word);
            }
            rest = &rest[end..];
        }
        told.push_str(rest);
        told
    }
}

fn capitals(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase))
}

/// Another name for a word, always the same within a retelling.
fn name(word: &str, telling: u64, seed: u64) -> String {
    const PARTS: [&str; 20] = [
        "bel", "dor", "ka", "lin", "mar", "no", "pa", "ri", "sa", "ten", "ul", "ve", "wor", "ya",
        "zan", "el", "fa", "gor", "hi", "jo",
    ];
    let hash = word.bytes().fold(
        seed ^ telling.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3),
    );
    let mut chance = Chance::new(hash);
    let mut name: String = (0..3).map(|_| PARTS[chance.below(PARTS.len())]).collect();
    name[..1].make_ascii_uppercase();
    name
}

//! As many made-up reports as asked for: the clusters of the corpus told again of other people and places.

mod words;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::chance::Chance;
use words::{Change, Vocabulary};

/// Reports of one retelling: so many texts of a cluster, of which the last are copies of the first.
const TOLD_TOGETHER: usize = 6;
const COPIES: usize = 2;
/// Share of the paragraphs that a copy leaves out.
const LEFT_OUT: f64 = 0.15;
/// What every report quotes where all are to be of one incident.
const SHARED_QUOTATION: &str =
    "“Nobody who sat at that table was ever told what the letter said,” it was said again.";

/// What the reports are to be like.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Shape {
    /// Kilobytes of a report on average, filled up with paragraphs of other reports; without it they are as
    /// long as those of the corpus.
    #[arg(long)]
    kb: Option<f64>,
    /// The worst case: all reports share quotations, so that they are about one incident.
    #[arg(long)]
    one_incident: bool,
    /// Another seed gives other names.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Retellings of the texts of some clusters. Each retelling has names, quotations and some of its other words for
/// itself, and the same ones in all of its reports.
pub struct Variants {
    clusters: Vec<Vec<Text>>,
    /// Paragraphs to fill up with, by language.
    fillers: [Vec<String>; 2],
    vocabulary: [Vocabulary; 2],
    own_names: HashMap<String, usize>,
    shape: Shape,
}

struct Text {
    paragraphs: Vec<String>,
    lang: usize,
}

impl Variants {
    /// Reads the clusters.
    ///
    /// # Errors
    /// If the folder cannot be read or holds no text.
    pub fn open(folder: &Path, shape: Shape) -> anyhow::Result<Self> {
        let mut clusters = read_clusters(folder)?;
        clusters.retain(|texts| !texts.is_empty());
        anyhow::ensure!(!clusters.is_empty(), "no texts under {}", folder.display());
        let mut own_names: HashMap<String, usize> = HashMap::new();
        for texts in &clusters {
            let paragraphs = texts.iter().flat_map(|text| &text.paragraphs);
            let mut names: Vec<&str> = paragraphs.flat_map(|text| words::names(text)).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                *own_names.entry(name.to_owned()).or_default() += 1;
            }
        }
        let mut fillers = [Vec::new(), Vec::new()];
        for text in clusters.iter().flatten() {
            let long = text.paragraphs.iter().filter(|text| text.len() > 80);
            fillers[text.lang].extend(long.cloned());
        }
        let vocabulary = [Vocabulary::of(&fillers[0]), Vocabulary::of(&fillers[1])];
        Ok(Variants {
            clusters,
            fillers,
            vocabulary,
            own_names,
            shape,
        })
    }

    /// The event that the report at a place tells of.
    #[must_use]
    pub const fn event(&self, place: usize) -> usize {
        place / TOLD_TOGETHER
    }

    /// The texts of the clusters as they are, one of each in turn, each with the number of its cluster.
    pub fn originals(&self) -> Vec<(usize, String)> {
        let longest = self.clusters.iter().map(Vec::len).max().unwrap_or(0);
        let clusters = || self.clusters.iter().enumerate();
        let turn =
            |turn| clusters().filter_map(move |(number, texts)| Some((number, texts.get(turn)?)));
        let text = |(number, text): (usize, &Text)| (number, text.paragraphs.join("\n\n"));
        (0..longest).flat_map(turn).map(text).collect()
    }

    /// The report at a place in the endless row of them. The same place gives the same text.
    pub fn text(&self, place: usize) -> String {
        let (telling, nth) = (self.event(place), place % TOLD_TOGETHER);
        let cluster = &self.clusters[telling % self.clusters.len()];
        let originals = TOLD_TOGETHER - COPIES;
        let original = &cluster[nth % originals % cluster.len()];
        let mut chance = Chance::new(self.shape.seed ^ (place as u64) << 20);
        let mut paragraphs: Vec<&str> = original.paragraphs.iter().map(String::as_str).collect();
        self.fill_up(&mut paragraphs, original.lang, telling, nth % originals);
        if nth >= originals {
            let mut left = paragraphs.len();
            paragraphs.retain(|_| {
                let stays = left == 1 || chance.share() >= LEFT_OUT;
                left -= usize::from(!stays);
                stays
            });
        }
        let change = Change {
            seed: self.shape.seed,
            telling: telling as u64,
            own_names: &self.own_names,
            vocabulary: &self.vocabulary[original.lang],
            keeps_quotations: self.shape.one_incident,
        };
        let mut told = change.text(&paragraphs.join("\n\n"));
        if self.shape.one_incident {
            told.push_str("\n\n");
            told.push_str(SHARED_QUOTATION);
        }
        told
    }

    /// Adds paragraphs of other reports until the text is as long as asked for.
    fn fill_up<'v>(
        &'v self,
        paragraphs: &mut Vec<&'v str>,
        lang: usize,
        telling: usize,
        nth: usize,
    ) {
        let Some(kb) = self.shape.kb else { return };
        let mut chance = Chance::new(self.shape.seed ^ ((telling as u64) << 8 | nth as u64));
        // half as long to half as long again, so that lengths differ as those of articles do
        let wanted = (kb * 1000.0 * (0.5 + chance.share())) as usize;
        let mut length: usize = paragraphs.iter().map(|text| text.len() + 2).sum();
        while length < wanted {
            let filler = &self.fillers[lang][chance.below(self.fillers[lang].len())];
            length += filler.len() + 2;
            paragraphs.push(filler);
        }
        while length > wanted * 5 / 4 && paragraphs.len() > 4 {
            length -= paragraphs.pop().map_or(0, |text| text.len() + 2);
        }
    }
}

fn read_clusters(folder: &Path) -> anyhow::Result<Vec<Vec<Text>>> {
    let mut folders: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("{}", folder.display()))?
        .collect::<Result<_, _>>()?;
    folders.sort_by_key(fs::DirEntry::path);
    let mut clusters = Vec::new();
    for cluster in folders.iter().filter(|entry| entry.path().is_dir()) {
        let mut files: Vec<_> = fs::read_dir(cluster.path())?.collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::path);
        let mut texts = Vec::new();
        for path in files.iter().map(fs::DirEntry::path) {
            if path.extension().is_some_and(|ending| ending == "txt") {
                texts.push(Text::of(&fs::read_to_string(path)?));
            }
        }
        clusters.push(texts);
    }
    Ok(clusters)
}

impl Text {
    fn of(text: &str) -> Text {
        let count = |words: &[&str]| words.iter().map(|word| text.matches(word).count()).sum();
        let (english, spanish): (usize, usize) =
            (count(&[" the ", " and "]), count(&[" de ", " que "]));
        Text {
            paragraphs: text.split("\n\n").map(str::to_owned).collect(),
            lang: usize::from(spanish > english),
        }
    }
}

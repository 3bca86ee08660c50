//! Texts with planted copies.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::{Args, Kind};
use crate::chance::Chance;

/// Share of the words of a copy that are replaced.
pub const RATES: [f64; 3] = [0.1, 0.2, 0.3];

/// Words of a passage that an article takes from another.
const PASSAGE: usize = 80;

/// A text as the numbers of its words.
pub type Text = Vec<u32>;

/// Texts in the order in which they are read.
pub struct Corpus {
    words: Vec<String>,
    pub texts: Vec<Text>,
    /// Original, copy, and which of [`RATES`].
    pub planted: Vec<(usize, usize, usize)>,
    /// Articles that were taken over whole, and what a passage was put into.
    pub hosts: Vec<(usize, usize)>,
}

impl Corpus {
    pub fn make(args: &Args) -> anyhow::Result<Corpus> {
        let mut chance = Chance::new(args.seed);
        let copies = (args.texts as f64 * args.planted / RATES.len() as f64) as usize;
        let wanted = args.texts - RATES.len() * copies;
        let (words, originals) = if args.input.is_empty() {
            let vocabulary = Vocabulary::new(args.vocabulary);
            let texts = match args.kind {
                Kind::Words => free_texts(&mut chance, &vocabulary, wanted, 8, 60),
                Kind::Articles => free_texts(&mut chance, &vocabulary, wanted, 400, 600),
                Kind::Forms => filled_forms(&mut chance, &vocabulary, wanted, args.forms),
                Kind::Flood => flood(&mut chance, &vocabulary, wanted),
            };
            (vocabulary.words, texts)
        } else {
            let (words, mut texts) = read(&args.input, &mut chance)?;
            if args.kind == Kind::Articles {
                texts = strung_together(&texts);
            }
            texts.truncate(wanted);
            (words, texts)
        };
        let mut corpus = Corpus {
            words,
            texts: originals,
            planted: Vec::new(),
            hosts: Vec::new(),
        };
        if args.kind != Kind::Flood || !args.input.is_empty() {
            corpus.plant(&mut chance, copies, args.kind);
        }
        Ok(corpus)
    }

    /// A text as it is read.
    pub fn text(&self, number: usize) -> String {
        let words = self.texts[number]
            .iter()
            .map(|&word| self.words[word as usize].as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Adds copies of different originals, and puts all texts in no order.
    fn plant(&mut self, chance: &mut Chance, copies: usize, kind: Kind) {
        let count = RATES.len() * copies.min(self.texts.len() / 2 / RATES.len());
        let chosen = chance.sample(2 * count, self.texts.len());
        let (originals, hosts) = chosen.split_at(count);
        for (nth, (&original, &host)) in originals.iter().zip(hosts).enumerate() {
            let rate = nth % RATES.len();
            let copy = if kind == Kind::Articles {
                self.hosts.push((host, self.texts.len()));
                self.with_passage(chance, host, original, RATES[rate])
            } else {
                self.reworded(chance, &self.texts[original], RATES[rate])
            };
            self.planted.push((original, self.texts.len(), rate));
            self.texts.push(copy);
        }
        self.shuffle(chance);
    }

    /// An article with a reworded passage of another put into it.
    fn with_passage(&self, chance: &mut Chance, host: usize, source: usize, rate: f64) -> Text {
        let source = &self.texts[source];
        let start = chance.below(source.len().saturating_sub(PASSAGE) + 1);
        let end = source.len().min(start + PASSAGE);
        let passage = self.reworded(chance, &source[start..end], rate);
        let mut text = self.texts[host].clone();
        let at = chance.below(text.len() + 1);
        text.splice(at..at, passage);
        text
    }

    fn shuffle(&mut self, chance: &mut Chance) {
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        chance.shuffle(&mut order);
        let mut place = vec![0; order.len()];
        order
            .iter()
            .enumerate()
            .for_each(|(new, &old)| place[old] = new);
        let texts = std::mem::take(&mut self.texts);
        let mut texts: Vec<Option<Text>> = texts.into_iter().map(Some).collect();
        self.texts = order.iter().filter_map(|&old| texts[old].take()).collect();
        for (host, copy) in &mut self.hosts {
            (*host, *copy) = (place[*host], place[*copy]);
        }
        for (original, copy, _) in &mut self.planted {
            (*original, *copy) = (place[*original], place[*copy]);
        }
    }

    /// A text with a share of its words replaced: half of them by any words of the vocabulary,
    /// half by words as frequent as those of the texts.
    fn reworded(&self, chance: &mut Chance, text: &[u32], rate: f64) -> Text {
        let mut text = text.to_vec();
        let replaced = (text.len() as f64 * rate).round() as usize;
        for at in chance.sample(replaced, text.len()) {
            text[at] = if chance.below(2) == 0 {
                chance.below(self.words.len()) as u32
            } else {
                let from = &self.texts[chance.below(self.texts.len())];
                chance.pick(from)
            };
        }
        text
    }
}

/// Made-up words; the nth is drawn with a weight of 1/n, as in real texts.
struct Vocabulary {
    words: Vec<String>,
    sums: Vec<f64>,
}

impl Vocabulary {
    fn new(size: usize) -> Vocabulary {
        let syllables = ["ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu"];
        let word = |number: usize| {
            let digits = number.to_string().into_bytes();
            digits
                .iter()
                .map(|digit| syllables[usize::from(digit - b'0')])
                .collect()
        };
        let mut sum = 0.0;
        let weight = |rank: usize| {
            sum += 1.0 / rank as f64;
            sum
        };
        Vocabulary {
            words: (0..size).map(word).collect(),
            sums: (1..=size).map(weight).collect(),
        }
    }

    fn draw(&self, chance: &mut Chance) -> u32 {
        let at = chance.share() * self.sums.last().copied().unwrap_or(0.0);
        self.sums
            .partition_point(|&sum| sum <= at)
            .min(self.words.len() - 1) as u32
    }

    fn draw_text(&self, chance: &mut Chance, least: usize, most: usize) -> Text {
        (0..chance.between(least, most))
            .map(|_| self.draw(chance))
            .collect()
    }
}

fn free_texts(
    chance: &mut Chance,
    vocabulary: &Vocabulary,
    count: usize,
    least: usize,
    most: usize,
) -> Vec<Text> {
    (0..count)
        .map(|_| vocabulary.draw_text(chance, least, most))
        .collect()
}

/// Texts that fill in forms, of which half of the words are given and the others come each
/// from a list of two hundred.
fn filled_forms(
    chance: &mut Chance,
    vocabulary: &Vocabulary,
    count: usize,
    forms: usize,
) -> Vec<Text> {
    let lists: Vec<Vec<u32>> = (0..20)
        .map(|_| {
            (0..200)
                .map(|_| chance.below(vocabulary.words.len()) as u32)
                .collect()
        })
        .collect();
    let forms: Vec<Vec<Field>> = (0..forms)
        .map(|_| {
            let fields = chance.between(10, 40);
            let mut form: Vec<Field> = (0..fields)
                .map(|nth| match nth % 2 {
                    0 => Field::Given(vocabulary.draw(chance)),
                    _ => Field::Filled(chance.below(lists.len())),
                })
                .collect();
            chance.shuffle(&mut form);
            form
        })
        .collect();
    (0..count)
        .map(|_| {
            let form = &forms[chance.below(forms.len())];
            let fill = |field: &Field| match *field {
                Field::Given(word) => word,
                Field::Filled(list) => chance.pick(&lists[list]),
            };
            form.iter().map(fill).collect()
        })
        .collect()
}

enum Field {
    Given(u32),
    Filled(usize),
}

/// One text over and over, each time with another tenth of its words replaced.
fn flood(chance: &mut Chance, vocabulary: &Vocabulary, count: usize) -> Vec<Text> {
    let text = vocabulary.draw_text(chance, 30, 30);
    let again = |_| {
        let mut text = text.clone();
        for at in chance.sample(text.len() / 10, text.len()) {
            text[at] = vocabulary.draw(chance);
        }
        text
    };
    (0..count).map(again).collect()
}

/// Articles of 400 words and more, from short texts one after another.
fn strung_together(texts: &[Text]) -> Vec<Text> {
    let mut articles = vec![Text::new()];
    for text in texts {
        match articles.last_mut() {
            Some(article) if article.len() < 400 => article.extend(text),
            _ => articles.push(text.clone()),
        }
    }
    articles
}

/// Different texts of 8 to 60 words from newline-delimited JSON with a `text` each.
fn read(files: &[PathBuf], chance: &mut Chance) -> anyhow::Result<(Vec<String>, Vec<Text>)> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut words = Vec::new();
    let mut texts = Vec::new();
    let mut seen = HashSet::new();
    for file in files {
        let content =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        for line in content.lines() {
            let line: serde_json::Value =
                serde_json::from_str(line).with_context(|| format!("in {}", file.display()))?;
            let text = line["text"].as_str().unwrap_or_default().to_lowercase();
            let split = text
                .split(|c: char| !c.is_alphanumeric() && c != '\'')
                .filter(|word| !word.is_empty());
            let text: Text = split
                .map(|word| {
                    *numbers.entry(word.to_owned()).or_insert_with(|| {
                        words.push(word.to_owned());
                        words.len() as u32 - 1
                    })
                })
                .collect();
            if (8..=60).contains(&text.len()) && seen.insert(text.clone()) {
                texts.push(text);
            }
        }
    }
    chance.shuffle(&mut texts);
    Ok((words, texts))
}

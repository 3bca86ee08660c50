//! How many planted near copies `engine::picture::copies` finds, how many pairs it finds that are
//! none, and at what cost.

mod corpus;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use clap::ValueEnum;
use engine::picture::copies::{Copies, Print};

use crate::measure::{Watch, peak_mib, processor_seconds};
use corpus::{Corpus, RATES, Text};

#[derive(clap::Args)]
pub struct Args {
    /// How many texts, copies included.
    #[arg(long, default_value_t = 100_000)]
    texts: usize,
    /// What the texts are like.
    #[arg(long, value_enum, default_value_t = Kind::Words)]
    kind: Kind,
    /// Takes texts of 8 to 60 words from newline-delimited JSON with a "text" each; may be repeated.
    #[arg(long = "in", value_name = "FILE")]
    input: Vec<PathBuf>,
    /// Share of the texts that are copies.
    #[arg(long, default_value_t = 0.15)]
    planted: f64,
    /// How many different words made-up texts draw from.
    #[arg(long, default_value_t = 30_000)]
    vocabulary: usize,
    /// How many different forms are filled in (with `--kind forms`).
    #[arg(long, default_value_t = 300)]
    forms: usize,
    /// Another seed gives other texts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Prints some of the pairs that were found but not planted.
    #[arg(long)]
    show: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// 8 to 60 words, drawn as in real texts, without any sense.
    Words,
    /// Forms of 10 to 40 words with half of them filled in anew each time.
    Forms,
    /// 400 to 600 words; a copy takes over a passage of 80.
    Articles,
    /// One text over and over, with a tenth of its words replaced.
    Flood,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    anyhow::ensure!(
        args.texts > 0 && args.vocabulary > 0 && args.forms > 0,
        "there must be at least one text, word and form"
    );
    anyhow::ensure!(
        (0.0..=0.3).contains(&args.planted),
        "at most three of ten texts can be copies"
    );
    let corpus = Corpus::make(args)?;
    let mut watch = Watch::default();
    let before = processor_seconds();
    let mut copies = Copies::new();
    let mut found: HashSet<(usize, usize)> = HashSet::new();
    let mut linked = 0;
    for number in 0..corpus.texts.len() {
        let text = corpus.text(number);
        let kin = watch.time(|| copies.add(number as u32, &Print::of(&text)));
        linked += usize::from(!kin.is_empty());
        found.extend(kin.iter().map(|kin| (kin.id as usize, number)));
    }
    report(&corpus, &found, args.show);
    println!(
        "linked     {linked} of {} texts, {} pairs",
        corpus.texts.len(),
        found.len()
    );
    println!("seconds    {:.2}", watch.seconds());
    if let (Some(before), Some(after)) = (before, processor_seconds()) {
        println!(
            "           {:.2} of a processor, with the making of the texts",
            after - before
        );
    }
    if let Some(peak) = peak_mib() {
        println!("peak MiB   {peak}");
    }
    Ok(())
}

fn report(corpus: &Corpus, found: &HashSet<(usize, usize)>, show: bool) {
    if corpus.planted.is_empty() {
        return;
    }
    let mut hits = [0; RATES.len()];
    let mut all = [0; RATES.len()];
    let in_order = |a: usize, b: usize| (a.min(b), a.max(b));
    let mut planted: HashSet<_> = corpus
        .hosts
        .iter()
        .map(|&(host, copy)| in_order(host, copy))
        .collect();
    for &(original, copy, rate) in &corpus.planted {
        let pair = in_order(original, copy);
        planted.insert(pair);
        all[rate] += 1;
        hits[rate] += usize::from(found.contains(&pair));
    }
    for ((rate, hits), all) in RATES.iter().zip(hits).zip(all) {
        let recall = hits as f64 / all.max(1) as f64;
        println!(
            "recall     {recall:.4} of {all} copies with {:.0} % of the words replaced",
            rate * 100.0
        );
    }
    let mut others: Vec<_> = found.difference(&planted).copied().collect();
    others.sort_unstable();
    let alike = others
        .iter()
        .filter(|(a, b)| words_in_common(&corpus.texts[*a], &corpus.texts[*b]) >= 0.6);
    let (right, wrong, alike) = (found.len() - others.len(), others.len(), alike.count());
    let precision = |wrong: usize| right as f64 / (right + wrong).max(1) as f64;
    println!(
        "precision  {:.4} ({wrong} pairs found that were not planted)",
        precision(wrong)
    );
    println!(
        "           {:.4} without {alike} of them that share 60 % of their words all the same",
        precision(wrong - alike)
    );
    if show {
        for (a, b) in others.iter().step_by(others.len() / 20 + 1) {
            println!("---\n{}\n{}", corpus.text(*a), corpus.text(*b));
        }
    }
}

/// Share of the shorter text's words that the other has too, in any order.
fn words_in_common(a: &Text, b: &Text) -> f64 {
    let mut left: HashMap<u32, u32> = HashMap::new();
    for &word in a {
        *left.entry(word).or_default() += 1;
    }
    let take = |word: &&u32| {
        left.get_mut(word).is_some_and(|left| {
            let some = *left > 0;
            *left = left.saturating_sub(1);
            some
        })
    };
    b.iter().filter(take).count() as f64 / a.len().min(b.len()).max(1) as f64
}

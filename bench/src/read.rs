//! How fast one core reads, and what the worst text costs it.

use std::path::{Path, PathBuf};

use anyhow::Context;
use engine::{Options, Study};
use serde_json::Value;

use crate::measure::processor_seconds;
use crate::variants::{Shape, Variants};

#[derive(clap::Args)]
pub struct Args {
    /// Folder of clusters whose texts are retold.
    #[arg(long, default_value = "corpus/clusters/develop")]
    clusters: PathBuf,
    /// How many texts.
    #[arg(long, default_value_t = 5_000)]
    texts: usize,
    /// Folder of `*.jsonl` with posts, of which that many are read too.
    #[arg(long, default_value = "crates/train/texts")]
    posts: PathBuf,
    #[command(flatten)]
    shape: Shape,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let variants = Variants::open(&args.clusters, args.shape)?;
    let articles = (0..args.texts).map(|place| variants.text(place)).collect();
    measure("articles", articles);
    measure("posts", posts(&args.posts, args.texts)?);
    hostile();
    Ok(())
}

/// What somebody may send to keep a reader busy: each over and over.
const HOSTILE: [&str; 12] = [
    "kill ",
    "k i l l ",
    "k.1.l.l ",
    "kill shoot your kids pay $500 for her head we know where you live ",
    "we know. your house. or else. ",
    "$9 ",
    "555-0100 ",
    "a@b.c ",
    "((((",
    "\u{1F52A}",
    "e\u{301}\u{200B}",
    "Officer Ana Ruiz said that ",
];
/// Bytes of such a text, and how many times as many the longer one has.
const SHORT: usize = 20_000;
const LONGER: usize = 16;

/// The worst there is: what it costs, and how that grows with its length.
fn hostile() {
    println!(
        "texts of one thing over and over, {} and {} kB; linear is {LONGER}.0 times",
        SHORT / 1000,
        SHORT * LONGER / 1000
    );
    for part in HOSTILE {
        let of = |bytes: usize| part.repeat(bytes / part.len());
        let (short, long) = (of(SHORT), of(SHORT * LONGER));
        let spent = |texts: &[String]| {
            let options = Options::default();
            let before = processor_seconds().unwrap_or_default();
            for text in texts {
                drop(std::hint::black_box(Study::of(text, &options)));
            }
            processor_seconds().unwrap_or_default() - before
        };
        let (once, much) = (spent(&vec![short; LONGER]), spent(&[long]));
        println!(
            "{:52} {:6.2} MB/s {:8.1} times",
            format!("{part:?}"),
            (SHORT * LONGER) as f64 / much / 1e6,
            LONGER as f64 * much / once
        );
    }
}

/// As many posts, taken from all over the folder.
fn posts(folder: &Path, count: usize) -> anyhow::Result<Vec<String>> {
    let mut posts = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let rows = std::fs::read_to_string(file?.path())?;
        for row in rows.lines() {
            let post: Value = serde_json::from_str(row)?;
            posts.push(
                post["text"]
                    .as_str()
                    .context("a post without text")?
                    .to_owned(),
            );
        }
    }
    posts.sort_unstable();
    let step = (posts.len() / count.max(1)).max(1);
    Ok(posts.into_iter().step_by(step).take(count).collect())
}

fn measure(name: &str, texts: Vec<String>) {
    let bytes: usize = texts.iter().map(String::len).sum();
    let options = Options::default();
    type Work<'w> = &'w dyn Fn(&str);
    let measured: [(&str, Work); 2] = [
        ("read   (as `wardline read`)", &|text| {
            drop(std::hint::black_box(engine::read(text, &options)))
        }),
        (
            "study  (as `wardline analyze`, before the picture)",
            &|text| drop(std::hint::black_box(Study::of(text, &options))),
        ),
    ];
    println!(
        "{} {name}, {:.1} MB; seconds of one core's own time",
        texts.len(),
        bytes as f64 / 1e6
    );
    for (what, work) in measured {
        texts.iter().take(200).for_each(|text| work(text));
        let before = processor_seconds().unwrap_or_default();
        texts.iter().for_each(|text| work(text));
        let spent = processor_seconds().unwrap_or_default() - before;
        println!(
            "{what:52} {:6.1} MB/s {:8.0} texts/s",
            bytes as f64 / spent / 1e6,
            texts.len() as f64 / spent
        );
    }
}

//! Short measurements to run before and after a change: `cargo bench -p bench`.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::picture::copies::{Copies, Print};
use engine::{Lang, Options, Study};

/// The texts of the clusters that are for working with, cluster by cluster.
fn clusters() -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/clusters/develop");
    let texts = |cluster: &PathBuf| {
        let files = entries(cluster);
        let texts = files
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "txt"));
        texts
            .map(|path| fs::read_to_string(path).expect("a text of the corpus is UTF-8"))
            .collect()
    };
    entries(&folder).iter().map(texts).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus is in the repository")
        .map(|entry| entry.expect("the corpus can be listed").path())
        .collect();
    paths.sort();
    paths
}

fn reading(criterion: &mut Criterion) {
    let texts: Vec<String> = clusters().into_iter().flatten().collect();
    let options = Options::default();
    for (lang, name) in [(Lang::En, "English"), (Lang::Es, "Spanish")] {
        let texts: Vec<&String> = texts
            .iter()
            .filter(|text| engine::read(text, &options).lang == lang)
            .collect();
        let mut group = criterion.benchmark_group(name);
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function("read", |bencher| {
            bencher.iter(|| {
                for text in &texts {
                    black_box(engine::read(text, &options));
                }
            });
        });
        group.bench_function("study", |bencher| {
            bencher.iter(|| {
                for text in &texts {
                    black_box(Study::of(text, &options));
                }
            });
        });
        group.finish();
    }
}

fn picture(criterion: &mut Criterion) {
    let studies = |texts: &[String]| -> Vec<Study> {
        let options = Options::default();
        texts.iter().map(|text| Study::of(text, &options)).collect()
    };
    let clusters = clusters();
    let one = studies(&clusters[0]);
    let all = studies(&clusters.concat());
    criterion.bench_function("picture of one cluster", |bencher| {
        bencher.iter(|| black_box(engine::picture(&one)));
    });
    criterion.bench_function("picture of all clusters", |bencher| {
        bencher.iter(|| black_box(engine::picture(&all)));
    });
}

fn near_copies(criterion: &mut Criterion) {
    let prints: Vec<Print> = clusters()
        .concat()
        .iter()
        .map(|text| Print::of(text))
        .collect();
    criterion.bench_function("near copies among all texts", |bencher| {
        bencher.iter(|| {
            let mut copies = Copies::new();
            for (number, print) in prints.iter().enumerate() {
                black_box(copies.add(number as u32, print));
            }
        });
    });
}

criterion_group! {
    name = engine_benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = reading, picture, near_copies
}
criterion_main!(engine_benches);

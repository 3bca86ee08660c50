fn cpu() -> f64 {
    std::fs::read_to_string("/proc/self/schedstat")
        .unwrap()
        .split(" ")
        .next()
        .unwrap()
        .parse::<f64>()
        .unwrap()
        / 1e9
}
fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let texts: Vec<String> = paths
        .iter()
        .map(|p| std::fs::read_to_string(p).unwrap())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    for (name, f) in [
        (
            "doc",
            (|t: &str| {
                std::hint::black_box(engine::text::Doc::new(t));
            }) as fn(&str),
        ),
        ("names", |t| {
            let d = engine::text::Doc::new(t);
            std::hint::black_box(engine::extract::Names::find(&d));
        }),
        ("read", |t| {
            std::hint::black_box(engine::read(t, &engine::Options::default()));
        }),
        ("notes", |t| {
            let d = engine::text::Doc::new(t);
            std::hint::black_box(engine::claim::notes(&d, None));
        }),
        ("study", |t| {
            std::hint::black_box(engine::Study::of(t, &engine::Options::default()));
        }),
    ] {
        let start = cpu();
        let mut n = 0;
        while cpu() - start < 0.5 {
            texts.iter().for_each(|t| f(t));
            n += 1;
        }
        let s = cpu() - start;
        println!(
            "{name:8} {:6.1} MB/s  {:8.0} texts/s",
            bytes as f64 * n as f64 / s / 1e6,
            texts.len() as f64 * n as f64 / s
        );
    }
}

use engine::{Options, Study};
fn main() {
    let set = std::env::args().nth(1).unwrap();
    let mut dirs: Vec<_> = std::fs::read_dir(&set)
        .unwrap()
        .map(|d| d.unwrap().path())
        .collect();
    dirs.sort();
    for d in dirs {
        let mut files: Vec<_> = std::fs::read_dir(&d)
            .unwrap()
            .map(|d| d.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "txt"))
            .collect();
        files.sort();
        for f in files {
            let text = std::fs::read_to_string(&f).unwrap();
            let study = Study::of(&text, &Options::default());
            let n = &study.notes;
            let esc = |s: &str| {
                format!(
                    "{:?}",
                    s.chars()
                        .take(220)
                        .collect::<String>()
                        .replace(['\n', '\t', '\r', '\u{a0}', '\u{200b}', '\u{ad}'], " ")
                )
                .replace("\\'", "'")
                .replace("\\u{", "u{")
            };
            let ms: Vec<String> = n.mentions.iter().map(|(m, q)| {
                let quote: String = text.chars().skip(q.start).take(q.end - q.start).collect();
                format!("{{\"kind\":{:?},\"act\":{:?},\"start\":{},\"end\":{},\"firm\":{},\"killed\":{},\"injured\":{},\"partial\":{},\"target\":{},\"place\":{},\"person\":{},\"amount\":{},\"source\":{},\"sentence\":{},\"q\":{}}}",
                    m.kind.as_str(), m.act.unwrap_or(""),
                    m.date.as_ref().and_then(|d| d.start).map_or("null".into(), |d| format!("\"{d}\"")),
                    m.date.as_ref().and_then(|d| d.end).map_or("null".into(), |d| format!("\"{d}\"")),
                    m.date.as_ref().is_some_and(|d| d.firm),
                    m.killed.map_or("null".into(), |k| k.to_string()), m.injured.map_or("null".into(), |k| k.to_string()), m.partial,
                    m.target.as_ref().map_or("null".into(), |t| esc(&t.text)), m.place.as_ref().map_or("null".into(), |t| esc(&t.text)), m.person.as_ref().map_or("null".into(), |t| esc(&t.text)),
                    m.amount.as_ref().map_or("null".into(), |a| format!("[{},{},{:?}]", a.min.map_or("null".into(), |x| x.to_string()), a.max.map_or("null".into(), |x| x.to_string()), a.currency.clone().unwrap_or_default())),
                    m.source.map_or("null".into(), |s| s.to_string()), m.sentence, esc(&quote))
            }).collect();
            println!(
                "{{\"cluster\":{:?},\"doc\":{:?},\"mentions\":[{}]}}",
                d.file_name().unwrap().to_string_lossy(),
                f.file_name().unwrap().to_string_lossy(),
                ms.join(",")
            );
        }
    }
}

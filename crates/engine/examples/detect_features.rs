//! Lines of JSON with a `text` in; out, the same lines with what detection makes of it, for `weights/fit.py`
//! and for looking closely: `cargo run --release -p engine --example detect_features < texts.jsonl`.

use std::io::{BufRead, BufWriter, Error, Write, stdin, stdout};

use engine::{Reason, detect, level, text::Doc};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Error> {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let mut row: Map<String, Value> = serde_json::from_str(&line?)?;
        let text = row
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let doc = Doc::new(&text);
        let detection = detect::read(&doc);
        let (named, turns, share) = detect::features(&doc);
        let features: Map<String, Value> = named
            .into_iter()
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .collect();
        let (level, reasons) = level::of(&doc, &detection, &[]);
        let behaviours: Vec<Value> = detection
            .behaviours
            .iter()
            .map(|f| {
                json!({"kind": f.kind.as_str(), "score": f.score,
                "quotes": f.evidence.iter().map(|q| q.text.as_str()).collect::<Vec<_>>()})
            })
            .collect();
        row.insert(
            "read".to_owned(),
            json!({"threat": detection.threat, "stance": detection.stance.as_str(),
            "level": level.as_str(), "reasons": reasons.iter().map(Reason::as_str).collect::<Vec<_>>(),
            "lang": doc.lang.as_str(), "behaviours": behaviours, "features": features,
            "turns": turns, "share": share}),
        );
        serde_json::to_writer(&mut out, &row)?;
        writeln!(out)?;
    }
    out.flush()
}

use engine::picture::*;
use serde_json::json;
fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let studies: Vec<engine::Study> = paths
        .iter()
        .map(|p| {
            engine::Study::of(
                &std::fs::read_to_string(p).unwrap(),
                &engine::Options::default(),
            )
        })
        .collect();
    let p = engine::picture(&studies);
    let r = |i: &usize| format!("r{}", i + 1);
    let amt = |a: &Amount| json!({"min": a.min, "max": a.max, "currency": a.currency});
    let out = json!({
        "reports": paths.iter().enumerate().map(|(i, p)| json!({"id": r(&i), "path": p, "publisher": studies[i].publisher, "published": studies[i].published.map(|d| d.to_string()), "stance": studies[i].reading.stance.as_str()})).collect::<Vec<_>>(),
        "origins": p.origins.iter().enumerate().map(|(i, o)| json!({"id": format!("o{i}"), "name": o.name, "aliases": o.aliases, "reports": o.reports.iter().map(r).collect::<Vec<_>>()})).collect::<Vec<_>>(),
        "derivations": p.derivations.iter().map(|d| json!({"from": r(&d.from), "to": r(&d.to), "evidence": d.evidence.as_str()})).collect::<Vec<_>>(),
        "claims": p.claims.iter().enumerate().map(|(i, c)| json!({"id": format!("c{i}"), "kind": c.kind.as_str(), "statement": c.statement,
            "slots": {"amount": c.slots.amount.as_ref().map(amt), "act": c.slots.act, "target": c.slots.target, "place": c.slots.place, "date": c.slots.date, "killed": c.slots.killed, "injured": c.slots.injured, "person": c.slots.person},
            "reports": c.reports.iter().map(r).collect::<Vec<_>>(), "origins": c.origins.iter().map(|o| format!("o{o}")).collect::<Vec<_>>(), "independent_origins": c.independent_origins,
            "evidence": c.evidence.iter().map(|e| json!({"report": r(&e.report), "quote": e.quote.text, "attributed_to": e.attributed_to.map(|o| format!("o{o}"))})).collect::<Vec<_>>() })).collect::<Vec<_>>(),
        "conflicts": p.conflicts.iter().map(|x| json!({"slot": x.slot.as_str(), "about": x.about, "values": x.values.iter().map(|(v, rs)| json!({"value": match v { SlotValue::Amount(a) => amt(a), SlotValue::Count(n) => json!(n), SlotValue::Text(t) => json!(t) }, "reports": rs.iter().map(r).collect::<Vec<_>>()})).collect::<Vec<_>>() })).collect::<Vec<_>>(),
        "incidents": p.incidents.iter().map(|i| json!({"reports": i.reports.iter().map(r).collect::<Vec<_>>(), "k": i.independent_origins})).collect::<Vec<_>>(),
    });
    println!("{out:#}");
}

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let doc = engine::text::Doc::new(&text);
        let names = engine::extract::Names::find(&doc);
        println!("== {path} {:?}", doc.lang);
        for e in &names.entities {
            println!(
                "  {:?} {} {:?} role={:?} x{}",
                e.kind, e.name, e.forms, e.role, e.count
            );
        }
    }
}

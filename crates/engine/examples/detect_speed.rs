//! Time that reading takes, by kind of text: `cargo run --release -p engine --example detect_speed`.

use std::time::Instant;

use engine::{detect, text::Doc};

fn main() {
    let words = |row: &str, bytes: usize| row.repeat(bytes / row.len() + 1);
    let news = "The council met on Tuesday evening to hear the budget for next year, and most of the hall was empty by nine. \
                Police said two men threatened the clerk in the car park and that her home address had been posted online. \
                A spokesman told reporters that the library would stay open until the vote on the bridge, which costs 2,000 dollars a day.\n\n";
    let noticias = "El ayuntamiento se reunió el martes para ver el presupuesto y casi todo el salón estaba vacío a las nueve. \
                La policía informó de que dos hombres amenazaron a la secretaria y de que su domicilio apareció en internet. \
                El portavoz dijo que la biblioteca seguirá abierta hasta la votación del puente, que cuesta 2.000 euros al día.\n\n";
    let texts = [
        ("news", words(news, 1 << 20)),
        ("noticias", words(noticias, 1 << 20)),
        (
            "threats",
            words("I will kill you tonight at your house or else. ", 1 << 20),
        ),
        (
            "dense",
            words(
                "kill shoot your kids pay $500 for her head we know where you live ",
                1 << 20,
            ),
        ),
        ("one word", words("kill ", 10 << 20)),
        ("one word es", words("matar te voy a ", 4 << 20)),
        ("letters", words("k i l l ", 4 << 20)),
    ];
    for (name, text) in texts {
        let start = Instant::now();
        let doc = Doc::new(&text);
        let cut = start.elapsed();
        let start = Instant::now();
        let found = detect::read(&doc);
        let read = start.elapsed();
        let each = |time: std::time::Duration| time.as_nanos() as f64 / text.len() as f64;
        println!(
            "{name:12} {:>9} bytes  tokens {:5.1} ns/byte  detection {:5.1} ns/byte  {}",
            text.len(),
            each(cut),
            each(read),
            found.stance.as_str()
        );
    }
}

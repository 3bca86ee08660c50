//! Any text has a reading, and every passage in it is exactly the part of the text it claims to be.
#![no_main]

use libfuzzer_sys::fuzz_target;
use engine::{Options, read};

fuzz_target!(|text: &str| {
    let reading = read(text, &Options::default());
    let characters = text.chars().count();
    assert!((0.0..=1.0).contains(&reading.threat));
    for behaviour in &reading.behaviours {
        assert!((0.0..=1.0).contains(&behaviour.score));
        for quote in &behaviour.evidence {
            assert!(quote.start < quote.end && quote.end <= characters);
            let passage: String = text.chars().skip(quote.start).take(quote.end - quote.start).collect();
            assert_eq!(passage, quote.text);
        }
    }
    for exposure in &reading.exposures {
        assert!(exposure.start < exposure.end && exposure.end <= characters);
    }
});

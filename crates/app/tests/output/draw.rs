//! Writes the sample in every form, to be looked at: `cargo test -p app --test output draw -- --ignored`.

use std::fs;
use std::path::Path;

use wardline::output::{self, Language};

use crate::sample;

#[test]
#[ignore = "writes files for a person to look at"]
fn draw() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    for (analysis, name) in [
        (sample::sample(), "sample"),
        (sample::small(), "small"),
        (sample::several(), "several"),
        (sample::crowd(), "crowd"),
        (sample::nothing(6), "nothing"),
    ] {
        for (language, code) in [(Language::En, "en"), (Language::Es, "es")] {
            let options = output::Options {
                language,
                ..sample::options()
            };
            let write = |suffix: &str, bytes: &[u8]| {
                fs::write(folder.join(format!("{name}.{code}.{suffix}")), bytes).expect("written");
            };
            match output::pdf(&analysis, &options) {
                Ok(bytes) => write("pdf", &bytes),
                Err(error) => write("pdf.txt", error.to_string().as_bytes()),
            }
            write("html", output::html(&analysis, &options).as_bytes());
            for width in [60, 80, 100, 140] {
                let options = output::Options {
                    width,
                    ..options.clone()
                };
                write(
                    &format!("{width}.txt"),
                    output::terminal(&analysis, &options).as_bytes(),
                );
            }
        }
    }
}

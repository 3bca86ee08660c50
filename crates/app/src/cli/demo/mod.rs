//! `wardline demo`: made-up reports to try things on.

use std::fs;
use std::io;
use std::path::Path;

use super::args::{Format, Language};
use super::console::Console;
use super::plan::{Look, Output, Plan};
use super::write::unwritable;
use super::{End, analyze};

/// A statement, three reports that rest on it, a warning with the threat it tells of, and posts.
const REPORTS: [(&str, &str); 5] = [
    ("1-statement.txt", include_str!("1-statement.txt")),
    ("2-article.html", include_str!("2-article.html")),
    ("3-aviso.txt", include_str!("3-aviso.txt")),
    ("4-tip.eml", include_str!("4-tip.eml")),
    ("5-posts.ndjson", include_str!("5-posts.ndjson")),
];

/// Writes the reports into `folder/reports` and shows the picture of them.
pub(super) fn run(folder: &Path) -> End {
    let console = Console::new();
    let reports = folder.join("reports");
    if let Err((path, error)) = write(&reports) {
        console.problem(&unwritable(&path, &error));
        return End::Partial;
    }
    console.note(
        &reports.to_string_lossy(),
        "made-up reports of a place that does not exist; analysed below",
    );
    analyze::run(&Plan {
        paths: vec![reports],
        output: Output::Stdout,
        look: Look::for_stdout(Format::Terminal, model::Tlp::Clear, Language::En),
    })
}

/// Writes those reports that are not there yet.
fn write(folder: &Path) -> Result<(), (std::path::PathBuf, io::Error)> {
    fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
    for (name, content) in REPORTS {
        let path = folder.join(name);
        let new = fs::File::options().write(true).create_new(true).open(&path);
        match new.and_then(|mut file| io::Write::write_all(&mut file, content.as_bytes())) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err((path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

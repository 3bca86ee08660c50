//! `wardline demo`: made-up reports to try things on, and a desk that holds them.

mod desk;

use std::fs;
use std::io;
use std::path::Path;

use super::args::{Format, Language};
use super::console::Console;
use super::plan::{Look, Output};
use super::write::{Target, unwritable};
use super::{End, analyze};
use crate::job::{self, Texts};

/// A statement, three reports that rest on it, a warning with the threat it tells of, and posts.
const REPORTS: [(&str, &str); 5] = [
    ("1-statement.txt", include_str!("1-statement.txt")),
    ("2-article.html", include_str!("2-article.html")),
    ("3-aviso.txt", include_str!("3-aviso.txt")),
    ("4-tip.eml", include_str!("4-tip.eml")),
    ("5-posts.ndjson", include_str!("5-posts.ndjson")),
];

/// Writes the reports into `folder/reports`, shows the picture of them, and writes it as page,
/// paper and JSON beside them. Then serves a desk that holds them, unless only that is asked for.
pub(super) fn run(folder: &Path, no_desk: bool) -> End {
    let console = Console::new();
    let reports = folder.join("reports");
    if let Err((path, error)) = write(&reports) {
        console.problem(&unwritable(&path, &error));
        return End::Partial;
    }
    let (analysis, mut end) =
        analyze::picture(std::slice::from_ref(&reports), None, Texts::Kept, &console);
    let look = |format| Look::for_stdout(format, model::Tlp::Clear, Language::En);
    let mut targets = vec![(Format::Terminal, Output::Stdout)];
    targets.extend(BULLETINS.map(|(format, name)| (format, Output::File(folder.join(name)))));
    for (format, output) in targets {
        let filled = job::render(&analysis, &look(format), super::today())
            .and_then(|content| Target::open(&output)?.fill(&content));
        if let Err(problem) = filled {
            console.problem(&problem);
            end = End::Partial;
        }
    }
    console.note(
        &reports.to_string_lossy(),
        "the made-up reports of a place that does not exist",
    );
    let written = BULLETINS.iter().map(|(_, name)| folder.join(name));
    for path in written.filter(|path| path.is_file()) {
        console.note(&path.to_string_lossy(), "the same picture, to look at");
    }
    if no_desk {
        return end;
    }
    match desk::run(&reports) {
        End::Whole => end,
        failed => failed,
    }
}

const BULLETINS: [(Format, &str); 3] = [
    (Format::Html, "bulletin.html"),
    (Format::Pdf, "bulletin.pdf"),
    (Format::Json, "bulletin.json"),
];

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

//! What the arguments mean.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use model::Tlp;

use super::args::{Analyze, Drawn, Format, Language};

/// An analysis that was asked for.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) paths: Vec<PathBuf>,
    pub(super) output: Output,
    pub(super) look: Look,
}

/// Where the result goes.
#[derive(Debug)]
pub(super) enum Output {
    Stdout,
    File(PathBuf),
}

impl Output {
    /// The file that is to be written, if it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Output::Stdout => None,
            Output::File(path) => Some(path),
        }
    }
}

/// How an analysis is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Terminal, JSON, page or paper.
    pub format: Format,
    /// Marking of the whole document.
    pub tlp: Tlp,
    /// Language of the picture.
    pub language: Language,
    /// Columns of the terminal, 80 where there is none.
    pub width: usize,
    /// Whether the terminal shows colours: only on a terminal, and not where `NO_COLOR` is set.
    pub colour: bool,
}

impl Plan {
    /// What the arguments mean, or why they mean nothing.
    pub(super) fn of(low: Analyze) -> Result<Self, String> {
        let file = low.drawn.output.as_deref();
        if file.is_some_and(|output| low.paths.iter().any(|path| same(path, output))) {
            return Err("the output is one of the inputs; give another name".to_owned());
        }
        let (output, look) = drawn(low.drawn)?;
        Ok(Plan {
            paths: low.paths,
            output,
            look,
        })
    }
}

/// Where a picture goes, and how it is drawn, or why it cannot be.
pub(super) fn drawn(mut low: Drawn) -> Result<(Output, Look), String> {
    low.output = low.output.filter(|path| path != Path::new("-"));
    let by_name = low.output.as_deref().and_then(format_of);
    let format = low.format.or(by_name).unwrap_or(Format::Terminal);
    let to_terminal = low.output.is_none() && io::stdout().is_terminal();
    if format == Format::Pdf && to_terminal {
        return Err("a PDF cannot be shown in a terminal; add -o FILE.pdf".to_owned());
    }
    if low.output.as_deref().is_some_and(Path::is_dir) {
        return Err("the output is a folder; give the name of a file in it".to_owned());
    }
    let look = Look {
        colour: to_terminal && colours_wanted(),
        ..Look::for_stdout(format, low.tlp, low.lang)
    };
    Ok((low.output.map_or(Output::Stdout, Output::File), look))
}

impl Look {
    /// As fits standard output.
    pub(super) fn for_stdout(format: Format, tlp: Tlp, language: Language) -> Self {
        let columns =
            terminal_size::terminal_size().map_or(80, |(columns, _)| usize::from(columns.0));
        Look {
            format,
            tlp,
            language,
            width: columns,
            colour: io::stdout().is_terminal() && colours_wanted(),
        }
    }
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// False where the user asked for no colours, or the terminal has none.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads settings of the terminal"
)]
pub(super) fn colours_wanted() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

fn format_of(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "json" => Some(Format::Json),
        "html" | "htm" => Some(Format::Html),
        "pdf" => Some(Format::Pdf),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use model::Tlp;

    use super::super::args::{Drawn, Format, Language};
    use super::drawn;

    fn format(format: Option<Format>, output: Option<&str>) -> Format {
        let low = Drawn {
            format,
            output: output.map(PathBuf::from),
            tlp: Tlp::Amber,
            lang: Language::En,
        };
        drawn(low).expect("it means something").1.format
    }

    #[test]
    fn a_dash_is_standard_output() {
        let low = Drawn {
            format: None,
            output: Some(PathBuf::from("-")),
            tlp: Tlp::Amber,
            lang: Language::En,
        };
        assert_eq!(drawn(low).expect("it means something").0.file(), None);
    }

    #[test]
    fn the_ending_of_the_output_tells_the_format_unless_one_is_given() {
        assert_eq!(format(None, None), Format::Terminal);
        assert_eq!(format(None, Some("x/bulletin.PDF")), Format::Pdf);
        assert_eq!(format(None, Some("picture.html")), Format::Html);
        assert_eq!(format(None, Some("notes.txt")), Format::Terminal);
        assert_eq!(
            format(Some(Format::Json), Some("picture.html")),
            Format::Json
        );
    }
}

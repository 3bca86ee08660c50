//! `wardline read`: a JSON object a line in, a reading a line out, in bounded memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::Path;

use engine::{Finding, Reading};
use intake::{Line, Lines, Problem, parallel, parse_date};
use serde::Serialize;
use serde_json::{Map, Value};

use super::End;
use super::console::Console;
use super::write::unwritable;
use crate::job;
use crate::output::{self, ExposureOut, QuoteOut};

/// Longest line that is read.
const LINE: usize = 64 << 20;
/// Lines, and bytes, that are worked on at a time.
const CHUNK_LINES: usize = 4096;
const CHUNK_BYTES: usize = 8 << 20;
/// Bytes asked of the input, and given to the output, at a time.
const BUFFER: usize = 1 << 20;

/// Reads `file`, or standard input if it is `-`.
pub(super) fn run(file: &Path) -> End {
    let console = Console::new();
    let input: Box<dyn Read> = if file == Path::new("-") {
        if io::stdin().is_terminal() {
            console.note("-", "reading from the terminal; end with Ctrl-D");
        }
        Box::new(io::stdin().lock())
    } else {
        match open(file) {
            Ok(opened) => Box::new(opened),
            Err(problem) => {
                console.problem(&problem);
                return End::Partial;
            }
        }
    };
    // standard output alone would ask the system once for each line
    let mut output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    match stream(input, &mut output) {
        Ok(end) => end,
        Err(Failed::Input(error)) => {
            console.problem(&Problem {
                path: file.to_string_lossy().into_owned(),
                what: format!("cannot be read further: {error}"),
                todo: "check the path and the disk; what was read before is written".to_owned(),
            });
            End::Partial
        }
        Err(Failed::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => End::Whole,
        Err(Failed::Output(error)) => {
            console.problem(&unwritable(Path::new("standard output"), &error));
            End::Partial
        }
    }
}

/// Opens a regular file; anything else could make the reader wait for ever.
fn open(path: &Path) -> Result<File, Problem> {
    let problem = |what: &str, todo: &str| Problem {
        path: path.to_string_lossy().into_owned(),
        what: what.to_owned(),
        todo: todo.to_owned(),
    };
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(problem(
            "is a folder",
            "give a file of one JSON object a line",
        )),
        Ok(metadata) if !metadata.is_file() => Err(problem(
            "is a pipe or device, not a file",
            "send it through standard input: … | wardline read",
        )),
        Ok(_) => File::open(path).map_err(|error| intake::unreadable(path, &error)),
        Err(error) => Err(intake::unreadable(path, &error)),
    }
}

enum Failed {
    Input(io::Error),
    Output(io::Error),
}

/// Lines of `input` to lines of `output`, chunk by chunk. A chunk ends where the next line would
/// have to be waited for, so that a program that writes a line can wait for its answer.
fn stream(input: impl Read, output: &mut impl Write) -> Result<End, Failed> {
    let mut lines = Lines::new(BufReader::with_capacity(BUFFER, input), LINE);
    let mut end = End::Whole;
    loop {
        let chunk = next_chunk(&mut lines).map_err(Failed::Input)?;
        if chunk.is_empty() {
            return Ok(end);
        }
        for answer in parallel::ordered_map(&chunk, |(number, line)| answer(*number, line)) {
            if answer.is_error {
                end = End::Partial;
            }
            output
                .write_all(answer.line.as_bytes())
                .map_err(Failed::Output)?;
        }
        output.flush().map_err(Failed::Output)?;
    }
}

fn next_chunk(lines: &mut Lines<BufReader<impl Read>>) -> io::Result<Vec<(usize, Line)>> {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    while chunk.is_empty() || lines.ready() && chunk.len() < CHUNK_LINES && bytes < CHUNK_BYTES {
        let Some(line) = lines.next_line()? else {
            break;
        };
        if let Line::Whole(line) = &line {
            bytes += line.len();
        }
        chunk.push((lines.number(), line));
    }
    Ok(chunk)
}

/// A line of output, with its end.
struct Answer {
    line: String,
    is_error: bool,
}

fn answer(number: usize, line: &Line) -> Answer {
    let (line, is_error) = match read_line(line) {
        Ok(json) => (json, false),
        Err(error) => (
            serde_json::json!({"line": number, "error": error}).to_string(),
            true,
        ),
    };
    Answer {
        line: line + "\n",
        is_error,
    }
}

/// The reading of one line, or what is wrong with it.
fn read_line(line: &Line) -> Result<String, String> {
    let Line::Whole(bytes) = line else {
        return Err(format!("longer than {} MB", LINE >> 20));
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8 after byte {}", error.valid_up_to()))?;
    let object: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("not a JSON object: {error}"))?;
    let Some(text) = object.get("text").and_then(Value::as_str) else {
        return Err("\"text\" is missing or not a string".to_owned());
    };
    let published = object
        .get("published")
        .and_then(Value::as_str)
        .and_then(parse_date);
    let reading = job::read_one(text, published);
    serde_json::to_string(&Out::of(object.get("id"), &reading)).map_err(|error| error.to_string())
}

#[derive(Serialize)]
struct Out<'a> {
    id: Option<&'a Value>,
    lang: &'static str,
    threat: f32,
    level: &'static str,
    stance: &'static str,
    behaviours: Vec<BehaviourOut<'a>>,
    exposures: Vec<ExposureOut>,
}

#[derive(Serialize)]
struct BehaviourOut<'a> {
    kind: &'static str,
    score: f32,
    evidence: Vec<QuoteOut<'a>>,
}

impl<'a> Out<'a> {
    fn of(id: Option<&'a Value>, reading: &'a Reading) -> Self {
        let behaviour = |finding: &'a Finding| BehaviourOut {
            kind: finding.kind.as_str(),
            score: finding.score,
            evidence: finding.evidence.iter().map(output::quote).collect(),
        };
        Out {
            id,
            lang: reading.lang.as_str(),
            threat: reading.threat,
            level: reading.level.as_str(),
            stance: reading.stance.as_str(),
            behaviours: reading.shown().map(behaviour).collect(),
            exposures: reading.exposures.iter().map(output::exposure).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{End, stream};

    fn read(input: &[u8]) -> (bool, Vec<Value>) {
        let mut output = Vec::new();
        let Ok(end) = stream(input, &mut output) else {
            panic!("memory can be read and written")
        };
        let lines = String::from_utf8(output).expect("JSON is UTF-8");
        (
            end == End::Whole,
            lines
                .lines()
                .map(|line| serde_json::from_str(line).expect("JSON"))
                .collect(),
        )
    }

    #[test]
    fn a_line_out_for_each_line_in_whatever_it_holds() {
        let (whole, lines) = read(b"{\"id\": 7, \"text\": \"a\"}\nnot json\n\n{\"id\": \"x\"}\n\xff\xfe\n[1]\n{\"text\": \"\"}");
        assert!(!whole);
        assert_eq!(lines.len(), 7);
        assert_eq!(lines[0]["id"], 7);
        assert_eq!(lines[6]["id"], Value::Null);
        for (place, line) in lines.iter().enumerate().take(6).skip(1) {
            assert_eq!(line["line"], place + 1);
            assert!(line["error"].is_string());
        }
    }

    #[test]
    fn order_holds_over_many_chunks() {
        let input: String = (0..20_000)
            .map(|n| format!("{{\"id\": {n}, \"text\": \"{}\"}}\n", "w ".repeat(n % 20)))
            .collect();
        let (whole, lines) = read(input.as_bytes());
        assert!(whole);
        assert!(lines.iter().enumerate().all(|(n, line)| line["id"] == n));
        assert_eq!(lines.len(), 20_000);
    }
}

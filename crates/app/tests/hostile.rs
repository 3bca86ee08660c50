//! Broken and hostile inputs, given to the real binary: each fault is named in two lines, the rest
//! is still analysed, the exit code tells, nothing panics, and none of it takes long.

#[path = "hostile/run.rs"]
mod run;

use std::fs;

use run::{Folder, Outcome, WORDS};

/// A fault, the file that has it, and what is said of it.
fn faults() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let deep_json = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let deep_record = format!(
        "{{\"text\": \"x\", \"a\": {}1{}}}",
        "[".repeat(500),
        "]".repeat(500)
    );
    vec![
        ("empty.txt", Vec::new(), "is empty"),
        ("blank.md", b" \n\t\n".to_vec(), "is empty"),
        ("empty.html", Vec::new(), "is empty"),
        ("empty.eml", Vec::new(), "is empty"),
        ("empty.json", Vec::new(), "is empty"),
        ("empty.ndjson", Vec::new(), "is empty"),
        ("empty.csv", Vec::new(), "is empty"),
        ("zeros.txt", vec![0; 5000], "is not text"),
        (
            "bytes.txt",
            (0..=255).cycle().take(4096).collect(),
            "is not text",
        ),
        (
            "bytes.html",
            (0..=255).cycle().take(4096).collect(),
            "is not text",
        ),
        (
            "paper.txt",
            b"%PDF-1.7\n1 0 obj".to_vec(),
            "is not text: it is a PDF",
        ),
        (
            "picture.md",
            b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
            "is not text: it is a PNG picture",
        ),
        (
            "only-markup.html",
            b"<script>alert(1)</script><div></div>".to_vec(),
            "is a page without text",
        ),
        ("broken.json", b"{\"text\": \"cut".to_vec(), "is not JSON"),
        ("deep.json", deep_json.into_bytes(), "recursion limit"),
        (
            "deep-record.json",
            deep_record.into_bytes(),
            "recursion limit",
        ),
        ("number.json", b"7".to_vec(), "neither an object nor a list"),
        ("none.json", b"[]".to_vec(), "is an empty list"),
        (
            "no-text.json",
            b"{\"headline\": \"only\"}".to_vec(),
            "has no text; its fields are: headline",
        ),
        (
            "no-text.csv",
            b"name;age\nx;1\n".to_vec(),
            "has no column of text; its columns are: name, age",
        ),
        (
            "names-only.csv",
            b"id,text\n".to_vec(),
            "has no row below its column names",
        ),
        (
            "open-quote.csv",
            b"id,text\n1,\"never closed\n2,b\n".to_vec(),
            "never closed",
        ),
    ]
}

#[test]
fn each_fault_is_named_in_two_lines_and_the_rest_is_analysed() {
    let folder = Folder::new();
    folder.file("kept.txt", WORDS.as_bytes());
    for (name, bytes, _) in &faults() {
        folder.file(name, bytes);
    }
    let outcome = folder.analyze(&["."]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert_eq!(outcome.paths(), ["./kept.txt"]);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), faults().len() * 2, "{}", outcome.stderr);
    for (name, _, what) in &faults() {
        let at = lines
            .iter()
            .position(|line| line.starts_with(&format!("wardline: ./{name}")));
        let at = at.unwrap_or_else(|| panic!("{name} is not named in:\n{}", outcome.stderr));
        assert!(lines[at].contains(what), "{}", lines[at]);
        assert!(
            lines[at + 1].starts_with("  ") && lines[at + 1].len() > 10,
            "{}",
            lines[at + 1]
        );
    }
}

#[test]
fn broken_lines_are_named_by_number_and_the_others_are_read() {
    let folder = Folder::new();
    folder.file("a.ndjson", b"{\"text\": \"one\"}\nnot json\n\n[1]\n{\"title\": \"x\"}\n\xff\xfe\x00{\n{\"text\": \"six\"}");
    let outcome = folder.analyze(&["a.ndjson"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.paths(), ["a.ndjson#1", "a.ndjson#7"]);
    for line in [
        "a.ndjson#2: is not JSON",
        "a.ndjson#4: is not an object",
        "a.ndjson#5: has no text",
        "a.ndjson#6: is not JSON",
    ] {
        assert!(
            outcome.stderr.contains(line),
            "{line} in {}",
            outcome.stderr
        );
    }
}

#[test]
fn encodings_are_converted_and_told() {
    let folder = Folder::new();
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain("La señora Núñez fue amenazada.".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.file(
        "latin.txt",
        b"La se\xf1ora N\xfa\xf1ez fue amenazada ayer por la ma\xf1ana.",
    );
    folder.file("utf16.txt", &utf_16);
    folder.file(
        "utf16.csv",
        &"text;id\r\n\"Núñez; sí\";1\r\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect::<Vec<u8>>(),
    );
    folder.file(
        "damaged.txt",
        "La señora Núñez fue amenazada aquí, así.\u{e9}"
            .as_bytes()
            .split_last()
            .expect("bytes")
            .1,
    );
    let outcome = folder.analyze(&["."]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("note: ./latin.txt: is not UTF-8; read as windows-1252"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .contains("note: ./utf16.csv: is not UTF-8; read as UTF-16BE")
    );
    assert!(
        outcome
            .stderr
            .contains("note: ./damaged.txt: holds bytes that are not UTF-8")
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let folder = Folder::new();
    folder.file("huge.txt", b"");
    folder.file("kept.txt", WORDS.as_bytes());
    fs::File::create(folder.path("huge.txt"))
        .and_then(|file| file.set_len(200 << 20))
        .expect("a sparse file");
    let outcome = folder.analyze(&["huge.txt", "kept.txt"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "wardline: huge.txt: is too large: 200 MB, and at most 64 MB of one report are read\n  split it into its reports, \
         or put them into an .ndjson or .csv file, which may be of any size\n"
    );
    assert_eq!(outcome.paths(), ["kept.txt"]);
}

#[test]
fn long_lines_and_deep_nesting_take_linear_time() {
    let folder = Folder::new();
    let long = format!("a {} ", "word".repeat(12));
    folder.file("line.txt", long.repeat(210_000).as_bytes());
    folder.file("line.md", "[(*".repeat(1_000_000).as_bytes());
    folder.file(
        "deep.html",
        format!(
            "{}{WORDS}{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        )
        .as_bytes(),
    );
    folder.file(
        "unclosed.html",
        format!("{WORDS}{}", "<table><tr><td><b><a href=x>".repeat(50_000)).as_bytes(),
    );
    folder.file(
        "formats.html",
        format!(
            "{WORDS}{}",
            (0..20_000)
                .map(|n| format!("<b id={n}><p>x"))
                .collect::<String>()
        )
        .as_bytes(),
    );
    folder.file(
        "signs.html",
        format!(
            "{WORDS}{}{}{}",
            "&".repeat(500_000),
            "<".repeat(500_000),
            "<a \"".repeat(200_000)
        )
        .as_bytes(),
    );
    folder.file(
        "comments.html",
        format!(
            "{WORDS}{}{}",
            "<!--".repeat(300_000),
            "<svg><script>".repeat(100_000)
        )
        .as_bytes(),
    );
    folder.file(
        "parts.eml",
        format!(
            "Subject: x\nContent-Type: multipart/mixed; boundary=q\n\n{}--q--\n",
            format!("--q\nContent-Type: text/plain\n\n{WORDS}\n").repeat(1_000)
        )
        .as_bytes(),
    );
    folder.file(
        "nested.eml",
        format!(
            "Subject: x\n{}{WORDS}",
            "Content-Type: message/rfc822\n\n".repeat(50_000)
        )
        .as_bytes(),
    );
    folder.file(
        "bounds.eml",
        format!(
            "Subject: x\nContent-Type: multipart/mixed; boundary=q\n\n--q\n\n{WORDS}\n{}",
            "--q\nContent-Type: multipart/mixed; boundary=none\n\nx\n".repeat(3_000)
        )
        .as_bytes(),
    );
    folder.file(
        "forwards.eml",
        format!(
            "Subject: x\n\n{WORDS}\n{}",
            "--- Forwarded message ---\nFrom: a\n\nx\n".repeat(20_000)
        )
        .as_bytes(),
    );
    let outcome = folder.analyze(&["."]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let names: Vec<String> = outcome
        .paths()
        .iter()
        .map(|path| path.split('#').next().unwrap_or_default().to_owned())
        .collect();
    for name in [
        "line.txt",
        "line.md",
        "deep.html",
        "unclosed.html",
        "formats.html",
        "signs.html",
        "comments.html",
        "parts.eml",
        "nested.eml",
        "bounds.eml",
        "forwards.eml",
    ] {
        assert!(names.contains(&format!("./{name}")), "{name} in {names:?}");
    }
}

#[test]
fn what_is_named_but_cannot_be_read() {
    let folder = Folder::new();
    folder.file("kept.txt", WORDS.as_bytes());
    folder.file("photo.jpg", b"\xff\xd8\xff");
    folder.file("Makefile", b"all:");
    fs::create_dir(folder.path("hollow")).expect("a folder");
    let outcome = folder.analyze(&["gone.txt", "photo.jpg", "Makefile", "hollow", "kept.txt"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.paths(), ["kept.txt"]);
    assert_eq!(
        outcome.stderr,
        "wardline: gone.txt: does not exist\n  check the spelling, and where links lead\n\
         wardline: photo.jpg: is of a kind that is not read\n  wardline reads .txt, .md, .html, .eml, .json, .ndjson and .csv; \
         rename it if it is one of these, or give its text on standard input\n\
         wardline: Makefile: is of a kind that is not read\n  wardline reads .txt, .md, .html, .eml, .json, .ndjson and .csv; \
         rename it if it is one of these, or give its text on standard input\n\
         wardline: hollow: holds no file that is read\n  wardline reads .txt, .md, .html, .eml, .json, .ndjson and .csv; \
         hidden files are left out\n"
    );
}

#[test]
fn folders_are_read_in_order_and_each_file_once() {
    let folder = Folder::new();
    for name in [
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        "c/.hidden.txt",
        "c/x.docx",
        "c/y.docx",
        ".secret/x.txt",
    ] {
        folder.file(name, name.as_bytes());
    }
    let outcome = folder.analyze(&["b/2.txt", ".", "a.txt"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(outcome.paths(), ["b/2.txt", "./a.txt", "./b/1.txt"]);
    assert_eq!(
        outcome.stderr,
        "wardline: note: .: 2 files of other kinds left out\n"
    );
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_never_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.file("in/kept.txt", WORDS.as_bytes());
    symlink("..", folder.path("in/up")).expect("a link");
    symlink("round.txt", folder.path("in/round.txt")).expect("a link");
    symlink("kept.txt", folder.path("in/same.txt")).expect("a link");
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("in/pipe.txt"))
        .status();
    assert!(
        made.is_ok_and(|status| status.success()),
        "mkfifo is at hand"
    );
    let outcome = folder.analyze(&["in", "/dev/zero"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.paths(), ["in/kept.txt"]);
    for said in [
        "in/round.txt: cannot be read",
        "in/pipe.txt: is a pipe, not a file",
        "/dev/zero: is a device, not a file",
        "leads back into a folder above it",
    ] {
        assert!(
            outcome.stderr.contains(said),
            "{said} in {}",
            outcome.stderr
        );
    }
    assert_eq!(outcome.stderr.lines().count(), 8, "{}", outcome.stderr);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.file("shut/inner.txt", WORDS.as_bytes());
    folder.file("shut.txt", WORDS.as_bytes());
    folder.file("kept.txt", WORDS.as_bytes());
    let shut = |mode| {
        for name in ["shut", "shut.txt"] {
            fs::set_permissions(folder.path(name), fs::Permissions::from_mode(mode))
                .expect("rights can be set");
        }
    };
    shut(0o000);
    // The superuser may read everything; then there is nothing to be named.
    let superuser = fs::read(folder.path("shut.txt")).is_ok();
    let outcome = folder.analyze(&["."]);
    shut(0o700);
    if superuser {
        assert_eq!(outcome.code, 0);
    } else {
        assert_eq!(outcome.code, 1);
        assert_eq!(outcome.paths(), ["./kept.txt"]);
        assert_eq!(
            outcome
                .stderr
                .matches("may not be read\n  give yourself the right")
                .count(),
            2,
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn names_that_could_write_on_the_terminal_are_shown_as_escapes() {
    let folder = Folder::new();
    folder.file("a\u{1b}[2J\n\u{202e}.txt", b"");
    let outcome = folder.analyze(&["."]);
    assert_eq!(
        outcome.stderr,
        "wardline: ./a\\u{1b}[2J\\n\\u{202e}.txt: is empty\n  check that it was saved whole, or leave it out\n"
    );
}

#[test]
fn standard_input_is_told_by_its_first_bytes() {
    let folder = Folder::new();
    let mail = format!("From: a@example.org\nSubject: S\n\n{WORDS}");
    let page = format!("<!doctype html><title>T</title><p>{WORDS}");
    let cases: [(&str, &[&str]); 5] = [
        (&page, &["-"]),
        (&mail, &["-"]),
        ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", &["-#1", "-#2"]),
        ("{\"reports\": [{\"text\": \"a\"}]}", &["-#1"]),
        (WORDS, &["-"]),
    ];
    for (input, paths) in cases {
        let outcome = folder.analyze_stdin(input.as_bytes());
        assert_eq!(
            (outcome.code, outcome.paths()),
            (0, paths.iter().map(|path| (*path).to_owned()).collect()),
            "{input}"
        );
    }
    let nothing = folder.analyze_stdin(b"");
    assert_eq!(
        (nothing.code, nothing.stderr.lines().next()),
        (1, Some("wardline: -: is empty"))
    );
}

#[test]
fn wrong_usage_is_code_two_and_touches_nothing() {
    let folder = Folder::new();
    folder.file("a.txt", WORDS.as_bytes());
    for arguments in [
        &["analyze"][..],
        &["analyze", "a.txt", "--tlp", "white"],
        &["analyze", "a.txt", "--format", "doc"],
        &["read", "a", "b"],
        &["nonsense"],
        &[],
    ] {
        let outcome = folder.run(arguments, b"");
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(
            outcome.stdout.is_empty() && !outcome.stderr.is_empty(),
            "{arguments:?}"
        );
    }
}

#[test]
fn the_output_file_is_replaced_only_by_a_whole_result() {
    let folder = Folder::new();
    folder.file("a.txt", WORDS.as_bytes());
    folder.file("out.json", b"before");
    let there = |name: &str| folder.path(name).exists();
    let whole = folder.run(&["analyze", "a.txt", "-o", "out.json"], b"");
    assert_eq!((whole.code, whole.stdout.as_str()), (0, ""));
    assert!(
        Outcome::reports_in(&fs::read_to_string(folder.path("out.json")).expect("it was written"))
            == 1
    );
    let again = folder.run(&["analyze", ".", "-o", "out.json"], b"");
    assert_eq!((again.code, again.stderr.as_str()), (0, ""));
    let written = fs::read_to_string(folder.path("out.json")).expect("it was written");
    assert_eq!(
        Outcome::reports_in(&written),
        1,
        "the result of the first run is no report"
    );
    let itself = folder.run(&["analyze", "out.json", "-o", "out.json"], b"");
    assert_eq!(itself.code, 2, "{}", itself.stderr);
    let nowhere = folder.run(&["analyze", "a.txt", "-o", "no/such/out.json"], b"");
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere
            .stderr
            .starts_with("wardline: no/such/out.json: the folder for it does not exist\n  make"),
        "{}",
        nowhere.stderr
    );
    let nothing = folder.run(&["analyze", "gone.txt", "-o", "page.html"], b"");
    assert_eq!(
        (
            nothing.code,
            there("page.html"),
            there(".page.html.partial")
        ),
        (1, false, false)
    );
}

#[test]
fn reading_lines_answers_each_and_ends_with_one_if_any_failed() {
    let folder = Folder::new();
    let good = folder.run(
        &["read"],
        b"{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"\"}\n",
    );
    assert_eq!((good.code, good.stdout.lines().count()), (0, 2));
    let mut input = b"{\"id\": 1, \"text\": \"x\"}\n{oops\n".to_vec();
    let long = format!("{} ", "w".repeat(59)).repeat(100_000);
    input.extend(format!("{{\"id\": 3, \"text\": \"{long}\"}}\n").bytes());
    input.extend(
        format!(
            "{{\"text\": {}1{}}}\n",
            "[".repeat(100_000),
            "]".repeat(100_000)
        )
        .bytes(),
    );
    folder.file("lines.ndjson", &input);
    let mixed = folder.run(&["read", "lines.ndjson"], b"");
    let lines: Vec<serde_json::Value> = mixed
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!((mixed.code, lines.len()), (1, 4));
    assert_eq!((&lines[0]["id"], &lines[2]["id"]), (&1.into(), &3.into()));
    assert_eq!(
        (&lines[1]["line"], &lines[3]["line"]),
        (&2.into(), &4.into())
    );
    let gone = folder.run(&["read", "gone.ndjson"], b"");
    assert_eq!(
        (gone.code, gone.stderr.lines().count()),
        (1, 2),
        "{}",
        gone.stderr
    );
}

//! The house's rules, held by reading its manifests and sources. Each rule is also given a house that
//! breaks it, so that a rule which cannot fail is seen.

#[path = "tidy/house.rs"]
mod house;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/rust.rs"]
mod rust;

use std::path::Path;
use std::sync::LazyLock;

use house::{House, is_test};

type Rule = fn(&House) -> Vec<String>;

/// A file of a made-up house.
type File = (&'static str, &'static str);

/// Holds a rule against a house that breaks it in each of these ways, then against this one.
#[track_caller]
fn holds(rule: Rule, broken: &[&[File]]) {
    for files in broken {
        assert!(
            !rule(&House::of(files)).is_empty(),
            "nothing is said of {files:?}"
        );
    }
    let found = rule(this());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// A house that breaks nothing.
#[track_caller]
fn passes(rule: Rule, files: &[File]) {
    assert_eq!(rule(&House::of(files)), [""; 0]);
}

fn this() -> &'static House {
    static THIS: LazyLock<House> =
        LazyLock::new(|| House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")));
    &THIS
}

const ROOT: File = (
    "Cargo.toml",
    "[workspace]\nmembers = ['crates/*']\ndefault-members = ['crates/app']\n[workspace.lints.rust]\nunsafe_code = 'forbid'",
);

#[test]
fn this_house_is_found() {
    let house = this();
    assert!(house.rooms().any(|room| room.name == "app"));
    assert!(
        house
            .sources()
            .any(|source| source.path == "crates/engine/src/lib.rs")
    );
    assert!(!house.file("ARCHITECTURE.md").is_empty());
}

#[test]
fn arrows_are_those_of_the_map() {
    let pdf = "[dependencies]\nmodel.workspace = true";
    let tool = "[dev-dependencies]\nx = { workspace = true, package = 'app' }";
    let target = "[target.'cfg(unix)'.build-dependencies]\nstore.workspace = true";
    holds(
        rules::arrows,
        &[
            &[("crates/pdf/Cargo.toml", pdf)],
            &[("crates/engine/Cargo.toml", tool)],
            &[("crates/model/Cargo.toml", target)],
            &[("crates/attic/Cargo.toml", "")],
            &[(
                "crates/app/Cargo.toml",
                "[dependencies]\nbench.workspace = true",
            )],
        ],
    );
    passes(rules::arrows, &[("crates/engine/Cargo.toml", pdf)]);
}

#[test]
fn crates_lie_flat() {
    let deep = ("crates/app/inner/Cargo.toml", "");
    let renamed = ("crates/app/Cargo.toml", "[package]\nname = 'desk'");
    holds(
        rules::flat,
        &[
            &[ROOT, deep],
            &[ROOT, ("tools/Cargo.toml", "")],
            &[ROOT, renamed],
            &[("Cargo.toml", "[workspace]\nmembers = ['crates/*']")],
            &[(
                "Cargo.toml",
                "[workspace]\nmembers = ['crates/*', 'attic']\ndefault-members = ['crates/app']",
            )],
        ],
    );
    passes(
        rules::flat,
        &[ROOT, ("crates/app/Cargo.toml", "[package]\nname = 'app'")],
    );
}

#[test]
fn unsafe_code_is_forbidden_everywhere() {
    holds(
        rules::lints,
        &[
            &[("Cargo.toml", "[workspace.lints.rust]\nunsafe_code = 'warn'")],
            &[
                ROOT,
                (
                    "crates/app/Cargo.toml",
                    "[lints.rust]\nunsafe_code = 'allow'",
                ),
            ],
        ],
    );
    passes(
        rules::lints,
        &[ROOT, ("crates/app/Cargo.toml", "[lints]\nworkspace = true")],
    );
}

#[test]
fn versions_stand_in_one_place() {
    let own = "[dependencies]\nserde = '1'";
    let git = "[workspace.dependencies]\nserde = { git = 'https://example.org/serde' }";
    let path = "[workspace.dependencies]\nserde = { path = '../serde' }";
    holds(
        rules::versions,
        &[
            &[("crates/app/Cargo.toml", own)],
            &[(
                "crates/app/Cargo.toml",
                "[dev-dependencies]\nserde = { version = '1', features = ['derive'] }",
            )],
            &[("Cargo.toml", git)],
            &[("Cargo.toml", path)],
            &[("Cargo.toml", "[patch.crates-io]\nserde = { path = 'x' }")],
        ],
    );
    passes(
        rules::versions,
        &[(
            "Cargo.toml",
            "[workspace.dependencies]\nmodel = { path = 'crates/model' }\nserde = '1'",
        )],
    );
}

#[test]
fn each_outside_thing_has_one_home() {
    let named = "[dependencies]\nsqlx.workspace = true";
    holds(
        rules::homes,
        &[
            &[("crates/app/Cargo.toml", named)],
            &[(
                "crates/store/Cargo.toml",
                "[dependencies]\nage.workspace = true",
            )],
            &[(
                "crates/seal/Cargo.toml",
                "[dependencies]\ned25519-dalek.workspace = true",
            )],
            &[("crates/app/src/cli/mod.rs", "use axum::Router;")],
            &[(
                "crates/app/src/web/mod.rs",
                "fn f() { async_nats::connect() }",
            )],
            &[(
                "crates/app/src/web/desk/mod.rs",
                "use webauthn_rs::Webauthn;",
            )],
            &[(
                "crates/app/src/web/desk/mod.rs",
                "use ring::signature::ED25519;",
            )],
            &[("crates/engine/src/lib.rs", "use {hmac::Hmac, model};")],
        ],
    );
    passes(
        rules::homes,
        &[
            ("crates/store/Cargo.toml", named),
            (
                "crates/app/src/web/mod.rs",
                "use axum::Router; // sqlx:: is not here",
            ),
            ("crates/app/src/queue/mod.rs", "use async_nats::jetstream;"),
        ],
    );
}

#[test]
fn pure_crates_touch_nothing_outside() {
    let broken = [
        "use std::fs;",
        "use std::{collections::HashMap, env, fmt};",
        "fn f() { ::std::process::id(); }",
        "use std::net::IpAddr;",
        "use tokio::spawn;",
        "use std::time::Instant;",
        "fn f() { jiff::Zoned::now(); }",
        "async fn f() {}",
        "use rand::random;",
        "fn f() { std::io::stdin(); }",
    ];
    let broken: Vec<[File; 1]> = broken
        .map(|source| [("crates/engine/src/lib.rs", source)])
        .into();
    let mut broken: Vec<&[File]> = broken.iter().map(|files| files.as_slice()).collect();
    broken.push(&[(
        "crates/seal/Cargo.toml",
        "[dependencies]\ngetrandom.workspace = true",
    )]);
    broken.push(&[(
        "crates/engine/Cargo.toml",
        "[dependencies]\nreqwest.workspace = true",
    )]);
    holds(rules::purity, &broken);
    passes(
        rules::purity,
        &[
            ("crates/app/src/lib.rs", "use std::fs;"),
            (
                "crates/engine/Cargo.toml",
                "[dev-dependencies]\ntempfile.workspace = true",
            ),
            (
                "crates/engine/src/lib.rs",
                "use core::net::IpAddr;\nuse std::fmt;\n#[cfg(test)]\nmod tests { use std::fs; }",
            ),
            ("crates/engine/tests/read.rs", "use std::fs;"),
            ("crates/engine/src/text/tests.rs", "use std::fs;"),
        ],
    );
}

#[test]
fn files_can_be_seen_whole() {
    let long: &'static str = "//\n".repeat(501).leak();
    let longer: &'static str = "//\n".repeat(801).leak();
    let script: &'static str = format!("#!/bin/sh\n{long}").leak();
    let house = this();
    let mut lengths: Vec<usize> = house
        .files()
        .filter(|(path, _)| path.ends_with(".rs") && !is_test(path))
        .map(|(_, text)| text.lines().count())
        .collect();
    lengths.sort_unstable();
    let middle = lengths[lengths.len() / 2];
    println!(
        "{} sources without tests; half of them have at most {middle} lines",
        lengths.len()
    );
    assert!(middle <= 200, "the median file has {middle} lines");
    passes(
        rules::lengths,
        &[("crates/app/tests/a.rs", long), ("docs/a.md", longer)],
    );
    holds(
        rules::lengths,
        &[
            &[("crates/app/src/a.rs", long)],
            &[("crates/app/tests/a.rs", longer)],
            &[("crates/app/templates/a.html", long)],
            &[("test", script)],
        ],
    );
}

#[test]
fn no_crate_makes_the_desk_into_what_it_refuses_to_be() {
    holds(
        rules::refused_crates,
        &[
            &[("Cargo.lock", "[[package]]\nname = 'rustface'")],
            &[("Cargo.lock", "[[package]]\nname = 'web3'")],
            &[(
                "crates/app/Cargo.toml",
                "[dependencies]\nscraper.workspace = true",
            )],
            &[(
                "crates/app/Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\nx = { package = 'gpsd_proto' }",
            )],
        ],
    );
    passes(
        rules::refused_crates,
        &[("Cargo.lock", "[[package]]\nname = 'serde'")],
    );
}

#[test]
fn nothing_is_named_for_who_people_are() {
    holds(
        rules::refused_names,
        &[
            &[(
                "crates/model/src/lib.rs",
                "struct Ward { religion: String }",
            )],
            &[("crates/model/src/lib.rs", "enum Tag { ImmigrationStatus }")],
            &[(
                "crates/engine/src/a.rs",
                "const POLITICAL_WORDS: &str = \"\";",
            )],
            &[(
                "docs/analysis.schema.json",
                "{\"properties\": {\"ethnicity\": {}}}",
            )],
            &[("crates/engine/lexicon/en/people.txt", "Faith: priest")],
            &[("crates/engine/lexicon/en/detect.txt", "HEALTH = ill")],
            &[(
                "crates/engine/weights/threat.txt",
                "bias 1.0\nword-religious 0.2",
            )],
            &[(
                "crates/store/migrations/1.sql",
                "CREATE TABLE ward (immigration_status TEXT)",
            )],
        ],
    );
    passes(
        rules::refused_names,
        &[
            (
                "crates/app/src/a.rs",
                "fn healthz() { trace_of(\"religion\"); } // race",
            ),
            (
                "crates/engine/lexicon/en/people.txt",
                "# faith: not a class\nRole: \"health worker*\" priest",
            ),
        ],
    );
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let broken = [
        "as told in #12",
        "fixed (#345).",
        "see issue 7",
        concat!("it lies in /wo", "rk/main"),
        "cd /home/someone/wardline",
        concat!("from https://crates", ".io/crates/x"),
    ];
    let broken: Vec<[File; 1]> = broken.map(|text| [("docs/a.md", text)]).into();
    let mut broken: Vec<&[File]> = broken.iter().map(|files| files.as_slice()).collect();
    broken.push(&[("crates/app/src/a.rs", "// see #9")]);
    broken.push(&[("test", "#!/bin/sh\ncd /root/x")]);
    holds(rules::texts, &broken);
    passes(
        rules::texts,
        &[
            (
                "docs/a.md",
                "# 1. First\n`posts.csv#4` &#39; #fff #123456 reports/",
            ),
            (
                "Cargo.lock",
                concat!(
                    "source = \"registry+https://github.com/rust-lang/crates",
                    ".io-index\""
                ),
            ),
            ("corpus/a.txt", "issue 7"),
        ],
    );
}

#[test]
fn the_tip_line_shares_nothing_and_runs_no_script() {
    holds(
        rules::tip_line,
        &[
            &[(
                "crates/app/src/web/tipline/send.rs",
                "use crate::web::desk::Session;",
            )],
            &[(
                "crates/app/src/web/desk/case.rs",
                "use super::super::tipline;",
            )],
            &[(
                "crates/app/templates/tipline/send.html",
                "<SCRIPT src=a></script>",
            )],
            &[(
                "crates/app/templates/tipline/send.html",
                "<button onclick=\"a()\">",
            )],
            &[(
                "crates/app/templates/bulletin/page.html",
                "<a href=\"javascript:a()\">",
            )],
            &[(
                "crates/app/templates/tipline/send.html",
                "{% extends \"desk/base.html\" %}",
            )],
        ],
    );
    passes(
        rules::tip_line,
        &[
            (
                "crates/app/src/web/tipline/send.rs",
                "use crate::act; // the desk answers",
            ),
            (
                "crates/app/templates/tipline/send.html",
                "{% extends \"tipline/base.html\" %}<p>one = on</p>",
            ),
            (
                "crates/app/templates/desk/case.html",
                "<script src=\"/desk.js\"></script>",
            ),
        ],
    );
}

#[test]
fn what_is_committed_quietly_is_on_the_list() {
    holds(
        rules::quiet,
        &[&[(
            "crates/store/src/case.rs",
            "tx.commit_quiet(\"closed\").await?;",
        )]],
    );
    passes(
        rules::quiet,
        &[(
            "crates/store/src/log.rs",
            "tx.commit_quiet(\"checkpoint\").await?;",
        )],
    );
}

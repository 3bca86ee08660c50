//! The project's own files, and what its manifests say.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::rust;

/// Files by their path from the root, with `/` between folders.
pub struct House {
    files: BTreeMap<String, String>,
}

/// What one manifest says of one dependency.
pub struct Dependency {
    /// The package, whatever name it goes by here.
    pub package: String,
    /// It stands in the root manifest, and only there with its version.
    pub is_inherited: bool,
    /// Only tests, benchmarks and examples use it.
    pub is_for_tests: bool,
}

/// Programs for us, beside the crates: nothing that is shipped depends on them. `fuzz` is a workspace
/// of its own.
pub const TOOLS: [&str; 2] = ["bench", "fuzz"];

/// A crate of the workspace.
pub struct Room<'h> {
    /// Its folder.
    pub name: &'h str,
    /// Its manifest.
    pub manifest: Table,
}

/// A source as the compiler sees it outside of tests.
pub struct Source<'h> {
    /// Path from the root.
    pub path: &'h str,
    /// The crate it belongs to.
    pub room: &'h str,
    /// Its tokens, without comments, strings and test modules.
    pub tokens: Vec<String>,
}

/// What is not the project's own text: made, fetched, or material to read.
const NOT_OURS: [&str; 6] = [
    ".git",
    "artifacts",
    "corpus",
    "node_modules",
    "target",
    "wardline-demo",
];

impl House {
    /// The files under a folder.
    pub fn read(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        gather(root, root, &mut files);
        House { files }
    }

    /// A house made up for a test of a rule.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let own = |&(path, text): &(&str, &str)| (path.to_owned(), text.to_owned());
        House {
            files: files.iter().map(own).collect(),
        }
    }

    /// Every file, in order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// One file, empty where it is missing.
    pub fn file(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// The manifest at a path.
    ///
    /// # Panics
    /// If it is not TOML.
    pub fn manifest(&self, path: &str) -> Table {
        self.file(path)
            .parse()
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every crate.
    pub fn rooms(&self) -> impl Iterator<Item = Room<'_>> {
        self.files().filter_map(|(path, _)| {
            let folder = path.strip_suffix("/Cargo.toml")?;
            let name = folder.strip_prefix("crates/").unwrap_or(folder);
            let is_tool = TOOLS.contains(&folder) && folder != "fuzz";
            (is_tool || name != folder && !name.contains('/')).then(|| Room {
                name,
                manifest: self.manifest(path),
            })
        })
    }

    /// Rust that is compiled into a crate, without its tests, benchmarks and examples.
    pub fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        self.files().filter_map(|(path, text)| {
            let (room, inside) = path.strip_prefix("crates/")?.split_once('/')?;
            let counts = inside.starts_with("src/") && inside.ends_with(".rs") && !is_test(path);
            counts.then(|| Source {
                path,
                room,
                tokens: rust::without_tests(rust::tokens(text)),
            })
        })
    }
}

/// Whether a file is compiled for tests only.
pub fn is_test(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
}

impl Room<'_> {
    /// Dependencies of all kinds, for all targets.
    pub fn dependencies(&self) -> Vec<Dependency> {
        let mut found = Vec::new();
        tables(&self.manifest, &mut found);
        let targets = self.manifest.get("target").and_then(Value::as_table);
        for target in targets.into_iter().flatten() {
            if let Some(table) = target.1.as_table() {
                tables(table, &mut found);
            }
        }
        found
    }

    /// The name in the manifest.
    pub fn package(&self) -> Option<&str> {
        self.manifest.get("package")?.get("name")?.as_str()
    }
}

fn tables(manifest: &Table, found: &mut Vec<Dependency>) {
    for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let table = manifest.get(kind).and_then(Value::as_table);
        for (name, told) in table.into_iter().flatten() {
            let package = told.get("package").and_then(Value::as_str);
            let inherited = told.get("workspace").and_then(Value::as_bool);
            found.push(Dependency {
                package: package.unwrap_or(name).to_owned(),
                is_inherited: inherited == Some(true),
                is_for_tests: kind == "dev-dependencies",
            });
        }
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    let entries = fs::read_dir(folder).expect("the project's own folders can be read");
    for entry in entries.map(|entry| entry.expect("an entry of a folder")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().expect("the kind of an entry");
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if kind.is_dir() {
            gather(root, &entry.path(), files);
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            let path = entry.path();
            let inside = path.strip_prefix(root).expect("a path under the root");
            files.insert(inside.to_string_lossy().replace('\\', "/"), text);
        }
    }
}

//! One function for each invariant: what breaks it, a line each, nothing where it holds.

use toml::Value;

use super::house::{House, Room, Source, TOOLS, is_test};
use super::rust;

/// Which crates each crate may depend on. `train` and `bench` fit and measure
/// the engine, and are never shipped.
const ARROWS: [(&str, &[&str]); 13] = [
    (
        "app",
        &[
            "atlas", "engine", "intake", "ledger", "model", "pdf", "seal", "stix", "still", "store",
        ],
    ),
    ("atlas", &[]),
    ("bench", &["engine", "model", "seal"]),
    ("engine", &["model"]),
    ("intake", &[]),
    ("ledger", &[]),
    ("model", &[]),
    ("pdf", &[]),
    ("seal", &[]),
    ("still", &[]),
    ("stix", &[]),
    ("store", &["ledger", "model", "seal"]),
    ("train", &["engine", "model"]),
];

/// Text and numbers in, text and numbers out.
const PURE: [&str; 8] = [
    "atlas", "engine", "ledger", "model", "pdf", "seal", "still", "stix",
];

/// Which crate, and which folder in it, alone may name a dependency.
const HOMES: [(&str, &str, &[&str]); 7] = [
    (
        "store",
        "src/",
        &["sqlx", "rusqlite", "tokio-postgres", "diesel", "sea-orm"],
    ),
    (
        "app",
        "src/web",
        &["axum", "axum-extra", "tower", "tower-http", "hyper"],
    ),
    ("app", "src/queue", &["async-nats", "nats"]),
    (
        "app",
        "src/passkey.rs",
        &["passkey-types", "webauthn-rs", "webauthn-rs-core"],
    ),
    (
        "app",
        "src/oidc",
        &["jsonwebtoken", "openidconnect", "ring"],
    ),
    ("seal", "src/", CIPHERS),
    ("ledger", "src/", SIGNATURES),
];
const CIPHERS: &[&str] = &[
    "aead",
    "aes",
    "aes-gcm",
    "aes-gcm-siv",
    "age",
    "argon2",
    "aws-lc-rs",
    "bcrypt",
    "blake2",
    "blake3",
    "chacha20",
    "chacha20poly1305",
    "cipher",
    "crypto_box",
    "crypto_secretbox",
    "hkdf",
    "hmac",
    "libsodium-sys",
    "orion",
    "pbkdf2",
    "rsa",
    "scrypt",
    "x25519-dalek",
    "xsalsa20poly1305",
];
const SIGNATURES: &[&str] = &[
    "curve25519-dalek",
    "ecdsa",
    "ed25519",
    "ed25519-compact",
    "ed25519-dalek",
    "ed448",
    "k256",
    "minisign",
    "ml-dsa",
    "p256",
    "p384",
    "schnorrkel",
    "signature",
];

/// Crates that reach out of the program, wait, ask a clock or draw lots.
const OUTSIDE: &[&str] = &[
    "async-std",
    "attohttpc",
    "chrono",
    "curl",
    "fastrand",
    "futures",
    "getrandom",
    "hyper",
    "indicatif",
    "isahc",
    "lettre",
    "memmap2",
    "mio",
    "notify",
    "object_store",
    "rand",
    "reqwest",
    "smol",
    "socket2",
    "surf",
    "tempfile",
    "time",
    "tokio",
    "ureq",
    "walkdir",
];

/// What Wardline refuses to be, as crates that would make it so.
const REFUSED: [(&str, &[&str]); 4] = [
    (
        "payments and rewards",
        &[
            "alloy",
            "async-stripe",
            "bdk",
            "bdk_wallet",
            "bitcoin",
            "bitcoincore-rpc",
            "coinbase",
            "ethers",
            "ethers-core",
            "lightning",
            "monero",
            "paypal-rs",
            "solana-sdk",
            "stripe",
            "stripe-rust",
            "web3",
        ],
    ),
    (
        "tracking of movements",
        &[
            "geoclue",
            "geolocation",
            "gpsd_client",
            "gpsd_proto",
            "ipgeolocate",
            "ipinfo",
            "maxminddb",
            "wifi_scan",
        ],
    ),
    (
        "recognition of faces",
        &[
            "dlib-face-recognition",
            "face_id",
            "facenet",
            "nokhwa",
            "opencv",
            "rust-faces",
            "rustface",
        ],
    ),
    (
        "collecting about people",
        &[
            "chromiumoxide",
            "fantoccini",
            "headless_chrome",
            "scraper",
            "spider",
            "thirtyfour",
            "voyager",
        ],
    ),
];

/// Words that no name in the program is made of: who people are is not data here.
const ABOUT_PEOPLE: [&str; 32] = [
    "belief",
    "citizenship",
    "diagnosis",
    "disability",
    "ethnic",
    "ethnicity",
    "etnia",
    "faith",
    "gender",
    "health",
    "illness",
    "immigrant",
    "immigration",
    "inmigracion",
    "medical",
    "migrant",
    "migration",
    "nationalities",
    "orientation",
    "partisan",
    "political",
    "politics",
    "race",
    "racial",
    "religion",
    "religions",
    "religious",
    "salud",
    "sexuality",
    "undocumented",
    "visa",
    "voter",
];

/// The arrows between crates are those of the map, and every crate is on it.
pub fn arrows(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for room in house.rooms() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room.name) else {
            broken.push(format!(
                "{}: is not on the map (ARCHITECTURE.md)",
                room.name
            ));
            continue;
        };
        for dependency in room.dependencies() {
            let package = dependency.package.as_str();
            if ARROWS.iter().any(|(name, _)| *name == package) && !allowed.contains(&package) {
                broken.push(format!("{}: must not depend on {package}", room.name));
            }
        }
    }
    broken
}

/// Crates lie flat, each in the folder of its name, and the binary is what `cargo run` runs.
pub fn flat(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, _) in house
        .files()
        .filter(|(path, _)| path.ends_with("Cargo.toml"))
    {
        let is_crate = path.starts_with("crates/") && path.split('/').count() == 3;
        let is_tool = TOOLS
            .iter()
            .any(|tool| path == format!("{tool}/Cargo.toml"));
        if !is_crate && !is_tool && path != "Cargo.toml" {
            broken.push(format!("{path}: crates are the folders of crates/"));
        }
    }
    for room in house
        .rooms()
        .filter(|room| room.package() != Some(room.name))
    {
        broken.push(format!(
            "{}: is called otherwise in its manifest",
            room.name
        ));
    }
    let root = house.manifest("Cargo.toml");
    let list = |key: &str| -> Vec<&str> {
        let workspace = root.get("workspace").and_then(Value::as_table);
        let listed = workspace.and_then(|table| table.get(key)?.as_array());
        listed
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    };
    let is_member = |name: &&str| *name == "crates/*" || TOOLS.contains(name);
    if !list("members").contains(&"crates/*") || !list("members").iter().all(is_member) {
        broken.push("Cargo.toml: members are crates/* and the tools".to_owned());
    }
    if list("default-members") != ["crates/app"] {
        broken.push("Cargo.toml: what is built by default is crates/app".to_owned());
    }
    broken
}

/// Every crate takes the workspace's lints, and those forbid unsafe code.
pub fn lints(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    let root = house.manifest("Cargo.toml");
    let workspace = root.get("workspace").and_then(|w| w.get("lints"));
    let level = workspace.and_then(|lints| lints.get("rust")?.get("unsafe_code")?.as_str());
    if level != Some("forbid") {
        broken.push("Cargo.toml: unsafe_code is not forbidden".to_owned());
    }
    for room in house.rooms() {
        let taken = room
            .manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace")?.as_bool());
        if taken != Some(true) {
            broken.push(format!(
                "{}: does not take the workspace's lints",
                room.name
            ));
        }
    }
    broken
}

/// Versions stand in one place, and come from the registry.
pub fn versions(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for room in house.rooms() {
        for dependency in room.dependencies().iter().filter(|d| !d.is_inherited) {
            broken.push(format!(
                "{}: {} is not inherited",
                room.name, dependency.package
            ));
        }
    }
    let root = house.manifest("Cargo.toml");
    let declared = root
        .get("workspace")
        .and_then(|w| w.get("dependencies")?.as_table());
    for (name, told) in declared.into_iter().flatten() {
        let path = told.get("path").and_then(Value::as_str);
        if told.get("git").is_some() || path.is_some_and(|path| path != format!("crates/{name}")) {
            broken.push(format!("Cargo.toml: {name} is not from the registry"));
        }
    }
    if root.contains_key("patch") || root.contains_key("replace") {
        broken.push("Cargo.toml: replaces crates of the registry".to_owned());
    }
    broken
}

/// Databases, web, queue, ciphers and signatures are known in one place each.
pub fn homes(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for (home, folder, packages) in HOMES {
        for room in house.rooms().filter(|room| room.name != home) {
            forbid(&room, packages, &format!("only {home} may"), &mut broken);
        }
        let inside = format!("crates/{home}/{folder}");
        for source in house
            .sources()
            .filter(|source| !source.path.starts_with(&inside))
        {
            for package in packages
                .iter()
                .filter(|package| rust::names(&source.tokens, package))
            {
                broken.push(format!(
                    "{}: names {package}, only {inside} may",
                    source.path
                ));
            }
        }
    }
    broken
}

/// Pure crates neither reach out of the program nor wait, and the same input gives the same output.
pub fn purity(house: &House) -> Vec<String> {
    const MODULES: [&str; 5] = ["env", "fs", "net", "os", "process"];
    const CHANCE: [&str; 8] = [
        "File",
        "Instant",
        "OsRng",
        "RandomState",
        "SystemTime",
        "ThreadRng",
        "stdin",
        "thread_rng",
    ];
    let mut broken = Vec::new();
    for room in house.rooms().filter(|room| PURE.contains(&room.name)) {
        let shipped = room.dependencies().into_iter().filter(|d| !d.is_for_tests);
        for dependency in shipped.filter(|d| OUTSIDE.contains(&d.package.as_str())) {
            broken.push(format!(
                "{}: depends on {}, but is pure",
                room.name, dependency.package
            ));
        }
    }
    for source in house.sources().filter(|source| PURE.contains(&source.room)) {
        let tokens = &source.tokens;
        for module in rust::of_std(tokens)
            .into_iter()
            .filter(|module| MODULES.contains(module))
        {
            broken.push(format!(
                "{}: names std::{module} in a pure crate",
                source.path
            ));
        }
        for package in OUTSIDE
            .iter()
            .filter(|package| rust::names(tokens, package))
        {
            broken.push(format!("{}: names {package} in a pure crate", source.path));
        }
        let asks = |token: &&String| CHANCE.contains(&token.as_str());
        for token in tokens.iter().filter(asks) {
            broken.push(format!("{}: names {token} in a pure crate", source.path));
        }
        if tokens
            .windows(2)
            .any(|pair| pair[0] == "::" && pair[1] == "now")
        {
            broken.push(format!("{}: asks a clock in a pure crate", source.path));
        }
        if tokens
            .iter()
            .any(|token| token == "async" || token == "await")
        {
            broken.push(format!("{}: waits in a pure crate", source.path));
        }
    }
    broken
}

/// Files that can be seen whole.
pub fn lengths(house: &House) -> Vec<String> {
    const KINDS: [&str; 8] = [".css", ".html", ".js", ".py", ".rs", ".sh", ".sql", ".typ"];
    let mut broken = Vec::new();
    for (path, text) in house.files() {
        let is_code = KINDS.iter().any(|kind| path.ends_with(kind)) || text.starts_with("#!");
        let most = if is_test(path) { 800 } else { 500 };
        let lines = text.lines().count();
        if is_code && lines > most {
            broken.push(format!("{path}: {lines} lines, at most {most}"));
        }
    }
    broken
}

/// No crate in the whole tree makes the desk into what it refuses to be.
pub fn refused_crates(house: &House) -> Vec<String> {
    let lock = house.manifest("Cargo.lock");
    let packages = lock.get("package").and_then(Value::as_array);
    let locked = packages
        .into_iter()
        .flatten()
        .filter_map(|package| package.get("name")?.as_str());
    let rooms: Vec<Room> = house.rooms().collect();
    let declared: Vec<_> = rooms.iter().flat_map(Room::dependencies).collect();
    let mut broken = Vec::new();
    for name in locked.chain(declared.iter().map(|d| d.package.as_str())) {
        for (what, _) in REFUSED.iter().filter(|(_, crates)| crates.contains(&name)) {
            broken.push(format!("{name}: {what} are refused"));
        }
    }
    broken.sort();
    broken.dedup();
    broken
}

/// No field, slot, class, feature or column is named for who people are.
pub fn refused_names(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    let mut look = |path: &str, name: &str| {
        for word in rust::words(name)
            .iter()
            .filter(|word| ABOUT_PEOPLE.contains(&word.as_str()))
        {
            broken.push(format!("{path}: `{name}` is named for {word}"));
        }
    };
    for Source { path, tokens, .. } in house.sources() {
        tokens.iter().for_each(|token| look(path, token));
    }
    for (path, text) in house.files() {
        named_in_data(path, text)
            .into_iter()
            .for_each(|name| look(path, name));
    }
    broken.sort();
    broken.dedup();
    broken
}

/// Names that data files give: keys of schemas, classes of lexicons, features of weights, columns.
fn named_in_data<'t>(path: &str, text: &'t str) -> Vec<&'t str> {
    let head = |marks: &[char]| -> Vec<&'t str> {
        let code = text.lines().filter(|line| !line.starts_with('#'));
        code.filter_map(|line| line.split_once(marks))
            .map(|(name, _)| name)
            .collect()
    };
    if path.ends_with(".sql") {
        text.split(|c: char| c != '_' && !c.is_alphanumeric())
            .collect()
    } else if path.ends_with(".schema.json") {
        let parts: Vec<&str> = text.split('"').collect();
        parts
            .windows(2)
            .filter(|pair| pair[1].trim_start().starts_with(':'))
            .map(|pair| pair[0])
            .collect()
    } else if path.contains("/lexicon/") {
        head(&[':', '='])
    } else if path.contains("/weights/") && path.ends_with(".txt") {
        head(&[' '])
    } else {
        Vec::new()
    }
}

/// The project speaks of itself alone: no numbers of tickets, no paths of one machine, no registries.
pub fn texts(house: &House) -> Vec<String> {
    const KINDS: [&str; 9] = [
        ".css", ".html", ".md", ".py", ".rs", ".sh", ".toml", ".trycmd", ".typ",
    ];
    const PLACES: [&str; 7] = [
        concat!("/wo", "rk/"),
        "/root/",
        "/home/",
        "/Users/",
        "/workspace/",
        "/tmp/bash",
        "C:\\Users",
    ];
    const HOSTS: [&str; 6] = [
        concat!("crates", ".io/"),
        concat!("index.crates", ".io"),
        concat!("registry.", "npmjs"),
        concat!("pypi", ".org"),
        concat!("proxy.golang", ".org"),
        concat!("deb.debian", ".org"),
    ];
    let mut broken = Vec::new();
    for (path, text) in house.files() {
        let is_ours = KINDS.iter().any(|kind| path.ends_with(kind)) || text.starts_with("#!");
        if !is_ours || path.contains("tests/tidy") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let mut say = |what: &str| broken.push(format!("{path}:{}: {what}", number + 1));
            let with_colours = [".css", ".html", ".typ"]
                .iter()
                .any(|kind| path.ends_with(kind));
            if has_ticket(line, !with_colours) {
                say("names a ticket by its number");
            }
            if PLACES.iter().any(|place| line.contains(place)) {
                say("names a path of one machine");
            }
            if HOSTS.iter().any(|host| line.contains(host)) {
                say("names the host of a registry");
            }
        }
    }
    broken
}

/// `#12`, `(#12)`, `issue 12`, `PR 12`; not `file.csv#12`, `&#12;` or a colour.
fn has_ticket(line: &str, with_hash: bool) -> bool {
    let mut words = line.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_matches(['(', ')', '[', ']', ',', '.', ';', ':']);
        let is_number = |text: &str| {
            !text.is_empty() && text.len() < 6 && text.bytes().all(|b| b.is_ascii_digit())
        };
        if with_hash && bare.strip_prefix('#').is_some_and(is_number) {
            return true;
        }
        let told = bare.to_lowercase();
        let next = words.peek().map_or("", |next| {
            next.trim_matches(|c: char| c.is_ascii_punctuation())
        });
        if matches!(told.as_str(), "issue" | "pr" | "ticket") && is_number(next) {
            return true;
        }
    }
    false
}

/// The tip line and the desk share nothing, and pages that strangers open or that leave the desk
/// run no script.
pub fn tip_line(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for source in house.sources() {
        let other = match source.path {
            path if path.starts_with("crates/app/src/web/tipline") => "desk",
            path if path.starts_with("crates/app/src/web/desk") => "tipline",
            _ => continue,
        };
        if source.tokens.iter().any(|token| token == other) {
            broken.push(format!("{}: names {other}", source.path));
        }
    }
    for (path, text) in house.files() {
        let Some(template) = path.strip_prefix("crates/app/templates/") else {
            continue;
        };
        let text = text.to_lowercase();
        let is_still = template.starts_with("tipline") || template.starts_with("bulletin");
        if is_still
            && (text.contains("<script") || text.contains("javascript:") || has_handler(&text))
        {
            broken.push(format!("{path}: runs a script"));
        }
        let shares = |own: &str, other: &str| {
            template.starts_with(own) && text.contains(&format!("\"{other}/"))
        };
        if shares("tipline", "desk") || shares("desk", "tipline") {
            broken.push(format!(
                "{path}: shares a template between tip line and desk"
            ));
        }
    }
    broken
}

/// Changes that no event of the ledger tells of, and why.
const QUIET: [&str; 7] = [
    // that somebody is called, and that it arrived, is told; each try is not
    "calls",
    // what is signed is the ledger itself
    "checkpoint",
    // what was found in a report follows from the report
    "readings",
    // wrapped anew, a key is the same
    "keys",
    // that somebody looked at what happened with their account; what happened is told
    "notices",
    // when somebody's session was used last; that it began and ended is told
    "sessions",
    // what tests do behind the desk's back
    "tests",
];

/// What is committed without an event is housekeeping, each kind of it known here.
pub fn quiet(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in house.files().filter(|(path, _)| {
        path.ends_with(".rs") && path.starts_with("crates/") && path.contains("/src/")
    }) {
        for (_, rest) in text
            .match_indices("commit_quiet(")
            .map(|(at, call)| text.split_at(at + call.len()))
        {
            let why = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            let is_definition = rest.starts_with("self");
            if !is_definition && !why.is_some_and(|(why, _)| QUIET.contains(&why)) {
                broken.push(format!(
                    "{path}: commits quietly for a reason that is not on the list"
                ));
            }
        }
    }
    broken
}

/// An attribute such as `onclick=`.
fn has_handler(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let name = word.split_once('=').map(|(name, _)| name);
        name.and_then(|name| name.strip_prefix("on"))
            .is_some_and(|event| !event.is_empty() && event.bytes().all(|b| b.is_ascii_lowercase()))
    })
}

fn forbid(room: &Room, packages: &[&str], why: &str, broken: &mut Vec<String>) {
    for dependency in room.dependencies() {
        if packages.contains(&dependency.package.as_str()) {
            broken.push(format!(
                "{}: depends on {}, {why}",
                room.name, dependency.package
            ));
        }
    }
}

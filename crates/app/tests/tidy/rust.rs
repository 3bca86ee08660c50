//! Rust as a row of tokens: enough to see which names a source uses.

/// Words, numbers and marks; `::` is one token. Comments, strings and characters are left out.
pub fn tokens(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some(length) = string(rest) {
            length
        } else if first == '_' || first.is_alphanumeric() {
            let length = word(rest);
            found.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            found.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                found.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(rest.len())
}

/// Bytes of a comment that may hold others.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Bytes of a string or character, with its prefix; none where neither starts here.
fn string(rest: &str) -> Option<usize> {
    let letters = rest.find(|c: char| !matches!(c, 'b' | 'c' | 'r'))?;
    let (prefix, body) = rest.split_at(letters);
    let hashes = body.find(|c| c != '#')?;
    if prefix.contains('r') && body[hashes..].starts_with('"') && letters <= 2 {
        let close = format!("\"{}", "#".repeat(hashes));
        let inside = letters + hashes + 1;
        let end = rest[inside..].find(&close);
        return Some(end.map_or(rest.len(), |end| inside + end + close.len()));
    }
    match body.chars().next()? {
        '"' if letters <= 1 => Some(letters + quoted(body, '"')),
        '\'' if letters <= 1 => character(body).map(|length| letters + length),
        _ => None,
    }
}

fn quoted(body: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        if c == mark && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    body.len()
}

/// `'a'` but not the lifetime `'a`.
fn character(body: &str) -> Option<usize> {
    let mut inside = body.chars().skip(1);
    let (first, second) = (inside.next()?, inside.next()?);
    (first == '\\' || second == '\'').then(|| quoted(body, '\''))
}

/// Tokens without what stands behind `#[cfg(test)]`.
pub fn without_tests(tokens: Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().take(MARK.len()).eq(MARK.iter()) {
            at = item_end(&tokens, at + MARK.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// One past an item: its closing brace, or its semicolon where it has none.
fn item_end(tokens: &[String], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return at + 1,
            "}" => depth -= 1,
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// Whether a path that starts with `name` is used or imported.
pub fn names(tokens: &[String], name: &str) -> bool {
    let name = name.replace('-', "_");
    tokens.iter().enumerate().any(|(at, token)| {
        let next = tokens.get(at + 1).map(String::as_str);
        let before = at.checked_sub(1).map(|at| tokens[at].as_str());
        let is_inside = before == Some("::") && at >= 2 && is_name(&tokens[at - 2]);
        let is_local = matches!(before, Some("." | "mod" | "fn" | "let"));
        *token == name && !is_inside && !is_local && (next == Some("::") || before == Some("use"))
    })
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c == '_' || c.is_alphanumeric()) && token != "use"
}

/// Modules and items named directly in `std`: `fs` of `std::fs::read` and of `use std::{fs, io}`.
/// What is in `core` cannot reach out of a program.
pub fn of_std(tokens: &[String]) -> Vec<&str> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(2) {
        if tokens[at] != "std" || tokens[at + 1] != "::" {
            continue;
        }
        if tokens[at + 2] != "{" {
            found.push(tokens[at + 2].as_str());
            continue;
        }
        let mut depth = 0;
        for pair in tokens[at + 2..].windows(2) {
            match pair[0].as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            if depth == 1 && matches!(pair[0].as_str(), "{" | ",") {
                found.push(pair[1].as_str());
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

/// The words that names are made of, in lower case: `postal_code`, `PostalCode`, `POSTAL_CODE`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let ends = !c.is_alphanumeric() || c.is_uppercase() && was_lower;
        if ends {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            let last = words.last_mut().expect("there is always one");
            last.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn comments_strings_and_tests_are_no_code() {
    let source = r###"
        // std::fs in a comment
        /* a /* nested */ tokio:: */
        let a = "std::net"; let b = r#"a " std::env"#; let c = b'\''; let d: &'static str = "\" std::fs";
        #[cfg(test)]
        mod tests { fn f() { std::process::exit(1) } }
        fn kept() {}
    "###;
    let tokens = without_tests(tokens(source));
    assert!(of_std(&tokens).is_empty(), "{tokens:?}");
    assert!(!names(&tokens, "tokio"));
    assert!(tokens.contains(&"kept".to_owned()));
    assert!(tokens.contains(&"static".to_owned()));
}

#[test]
fn names_are_seen_in_every_form_of_use() {
    let uses = |source: &str| names(&tokens(source), "async-nats");
    assert!(uses("use async_nats;"));
    assert!(uses("use async_nats::Client;"));
    assert!(uses("let a = ::async_nats::connect();"));
    assert!(!uses("let a = crate::async_nats::connect();"));
    assert!(!uses("mod async_nats;"));
    let seen = |source: &str| of_std(&tokens(source)).join(" ");
    assert_eq!(seen("use std::{fs::{self, File}, io, net};"), "fs io net");
    assert_eq!(seen("std::env::var(a)"), "env");
}

#[test]
fn names_are_made_of_words() {
    assert_eq!(words("PostalCode"), ["postal", "code"]);
    assert_eq!(words("POSTAL_code2"), ["postal", "code2"]);
}

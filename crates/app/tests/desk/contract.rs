//! What holds for every answer of the desk's pages.

use crate::client::Answer;

/// The cookies that an answer sets.
pub fn cookies(answer: &Answer) -> Vec<&str> {
    let all = answer.headers.iter();
    let set = all.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    set.map(|(_, value)| value.as_str()).collect()
}

/// Nobody keeps it, frames it, or runs or loads anything in it that is not ours; and it is a whole page in one language.
pub fn holds(method: &str, path: &str, answer: &Answer) {
    let told = |name: &str| answer.header(name).unwrap_or_default().to_owned();
    let keeping = if path.starts_with("/calendar/") {
        "private, no-cache"
    } else {
        "no-store"
    };
    assert_eq!(told("cache-control"), keeping, "{method} {path}");
    let policy = told("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{method} {path}");
    assert!(!policy.contains("unsafe"), "{method} {path}");
    assert_eq!(told("x-content-type-options"), "nosniff", "{method} {path}");
    for cookie in cookies(answer) {
        // who is sent back from elsewhere must be known again
        let is_sent = cookie.starts_with("__Host-wardline-sent=");
        let site = if is_sent { "Lax" } else { "Strict" };
        let site = format!("; SameSite={site}");
        for part in ["__Host-", "; Path=/", "; Secure", "; HttpOnly", &site] {
            assert!(cookie.contains(part), "{method} {path}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{method} {path}");
    }
    if !told("content-type").starts_with("text/html") {
        return;
    }
    let page = String::from_utf8(answer.body.clone()).unwrap();
    assert!(
        page.starts_with("<!doctype html>\n<html lang=\"e"),
        "{method} {path}"
    );
    assert!(page.trim_end().ends_with("</html>"), "{method} {path}");
    for bad in ["style=", "onclick", "<style", "javascript:", "src=\"http"] {
        assert!(!page.contains(bad), "{method} {path}: {bad}");
    }
    assert_eq!(page.matches("<h1").count(), 1, "{method} {path}");
    assert!(
        page.len() < 150_000,
        "{method} {path}: {} bytes",
        page.len()
    );
}

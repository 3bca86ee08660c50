//! Web pages: the article's own text, and what the page says about it.

mod article;
mod json_ld;
mod meta;
mod page;
mod tags;
mod tree;
mod words;

use encoding_rs::Encoding;

use super::{Document, Item, decode, plain, sha256_hex, tidy, under_title};

/// Reads a page.
pub(super) fn read(path: &str, bytes: &[u8]) -> Vec<Item> {
    let decoded = decode::decode(bytes, declared(bytes));
    if !plain::is_text(&decoded.text) {
        return plain::text_of(path, bytes).err().into_iter().collect();
    }
    let mut document = of_page(&decoded.text);
    if document.text.trim().is_empty() {
        return vec![Item::problem(
            path,
            "is a page without text",
            "save the page again once it has loaded, or copy its text to a .txt file",
        )];
    }
    document.path = path.to_owned();
    document.sha256 = sha256_hex(bytes);
    document.encoding = decoded.encoding;
    vec![document.into()]
}

/// The text of a page and what it says about itself, without path, hash and encoding.
pub(super) fn of_page(html: &str) -> Document {
    let page = page::Page::of(html);
    let about = meta::about(&page);
    let found = article::find(&page, about.body.as_deref());
    let title = about.title.clone();
    Document {
        text: under_title(title.as_deref(), found.text),
        title,
        author: about.author.or(found.byline),
        publisher: about.publisher,
        published: about.published,
        url: about.url,
        ..Document::default()
    }
}

/// All words of a piece of HTML, for mails: nothing is judged unimportant.
pub(super) fn all_words(html: &str) -> String {
    words::words(html)
}

/// The encoding named in the first kilobytes of the page.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let at = head
        .windows(8)
        .position(|window| window.eq_ignore_ascii_case(b"charset="))?
        + 8;
    let label = head[at..].trim_ascii_start();
    let label = label
        .strip_prefix(b"\"")
        .or_else(|| label.strip_prefix(b"'"))
        .unwrap_or(label);
    let end = label
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte))
        .unwrap_or(label.len());
    Encoding::for_label(&label[..end])
}

/// The characters that entities stand for, with single spaces between words.
fn decoded(raw: &str) -> Option<String> {
    tidy(&html_escape::decode_html_entities(raw))
}

#[cfg(test)]
mod tests {
    use super::{Document, of_page};

    const SENTENCES: &str = "The harbour board said on Tuesday that two of its inspectors were named in a leaflet, \
        with their streets and the schools of their children. A spokeswoman, Ana Ruiz, said that the board had told the police, \
        moved both families, and asked the printer, who is not suspected, for his records.";

    fn page(head: &str) -> Document {
        of_page(&format!(
            "<!DOCTYPE html><html><head><title>Leaflet names inspectors | Harbour Post</title>{head}\
             <script>var x = '<p>not this</p>';</script><style>p {{ }}</style></head>\
             <body><header><nav><ul><li><a href=/>Home</a></li><li><a href=/s>Sport</a></li></ul></nav></header>\
             <div class='ad-banner'>Buy a boat now, cheap</div>\
             <article><h1>Leaflet names inspectors</h1><p class=byline>By <a rel=author href=/b>Bela Poe</a></p>\
             <p>{SENTENCES}</p><h2>What&nbsp;next</h2><p>{SENTENCES}</p><ul><li>one&amp;a</li><li>two</li></ul><p>{SENTENCES}</p></article>\
             <div class='comments' id=comments><p>First! I have an opinion about this, and it is long.</p></div>\
             <footer>Copyright Harbour Post, all rights reserved</footer></body></html>"
        ))
    }

    #[test]
    fn the_article_stands_alone_under_its_title() {
        let found = page("");
        assert!(
            found.text.starts_with("Leaflet names inspectors\n\n"),
            "{}",
            found.text
        );
        assert_eq!(found.text.matches("A spokeswoman").count(), 3);
        assert!(
            found.text.contains("\n\nWhat next\n\n") && found.text.contains("\n\none&a\ntwo\n\n"),
            "{}",
            found.text
        );
        for foreign in ["Home", "boat", "First!", "Copyright", "not this"] {
            assert!(!found.text.contains(foreign), "{foreign} in {}", found.text);
        }
        assert_eq!(found.title.as_deref(), Some("Leaflet names inspectors"));
        assert_eq!(found.author.as_deref(), Some("Bela Poe"));
        assert_eq!(found.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(found.published, None);
    }

    #[test]
    fn the_better_source_of_what_is_known_wins() {
        let metas = "<meta property=og:title content='From og'><meta name=author content='https://example.org/a'>\
            <meta name=author content='By Meta Author'><meta property=og:site_name content='Og House'>\
            <meta property='article:published_time' content='2025-10-13T23:00:00-06:00'>\
            <link rel=canonical href=https://example.org/x>";
        let found = page(metas);
        assert_eq!(found.title.as_deref(), Some("From og"));
        assert_eq!(found.author.as_deref(), Some("Meta Author"));
        assert_eq!(found.publisher.as_deref(), Some("Og House"));
        assert_eq!(
            found.published.map(|day| day.to_string()).as_deref(),
            Some("2025-10-13")
        );
        assert_eq!(found.url.as_deref(), Some("https://example.org/x"));

        let with_ld = format!(
            "{metas}<script type='application/ld+json'>{}</script>",
            r#"{"@type": "NewsArticle", "headline": "From LD", "author": {"name": "Ld Author"},
                "publisher": {"name": "Ld House"}, "datePublished": "2025-10-12"}"#
        );
        let found = page(&with_ld);
        assert_eq!(found.title.as_deref(), Some("From LD"));
        assert_eq!(found.author.as_deref(), Some("Ld Author"));
        assert_eq!(found.publisher.as_deref(), Some("Ld House"));
        assert_eq!(
            found.published.map(|day| day.to_string()).as_deref(),
            Some("2025-10-12")
        );
    }

    #[test]
    fn a_page_without_an_article_gives_all_its_words() {
        assert_eq!(
            of_page("<p>They know where he lives.").text,
            "They know where he lives."
        );
        assert_eq!(
            of_page("<div>One</div><div>two <b>three</b></div>").text,
            "One\n\ntwo three"
        );
        assert_eq!(of_page("<script>x</script>").text, "");
    }
}

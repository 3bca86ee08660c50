//! The article of a page, without navigation, advertisements and comments.

use dom_smoothie::{Config, Readability};

use super::super::guard::guarded;
use super::super::tidy;
use super::meta::without_by;
use super::page::Page;
use super::tree::restored;
use super::words::words;

/// The text of a page and, where one stands above it, its byline.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) byline: Option<String>,
}

/// Shorter than this, a text that was found is checked against the whole page.
const SHORT: usize = 250;

/// The article's text; `given` is the text that the page carries apart from its markup. Falls back
/// to all words of the page where there is no article, or the search kept hardly anything.
pub(super) fn find(page: &Page, given: Option<&str>) -> Found {
    let (article, byline) = page
        .tree
        .as_deref()
        .and_then(|html| guarded(|| search(html)).flatten())
        .unwrap_or_default();
    let given = given.map(words).unwrap_or_default();
    let text = if article.len() >= SHORT {
        if given.len() > article.len() * 2 {
            given
        } else {
            article
        }
    } else if given.len() >= SHORT {
        given
    } else {
        let all = page.all_words();
        if article.len() * 3 < all.len() || article.is_empty() {
            all
        } else {
            article
        }
    };
    Found { text, byline }
}

/// The words and the byline of the article in a page fit for a parser.
fn search(html: &str) -> Option<(String, Option<String>)> {
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::new(html, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let byline = article
        .byline
        .as_deref()
        .and_then(|byline| tidy(&restored(byline)))
        .as_deref()
        .and_then(without_by);
    Some((
        restored(&words(&article.content)),
        byline.filter(|byline| byline.len() <= 120),
    ))
}

//! One pass over a page: what describes it, and its body rewritten for the search of the article.

use super::tags::{Piece, Pieces, Tag};
use super::tree::Tree;
use super::{decoded, words};

/// What one pass over a page collects.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    html: &'a str,
    /// Content of `<title>`.
    pub(super) title: Option<String>,
    /// Words of the first `<h1>`.
    pub(super) heading: Option<String>,
    /// Name (lower case) and content of each `<meta>` and of each element with `itemprop` and `content`.
    pub(super) metas: Vec<(String, String)>,
    /// Raw JSON-LD blocks.
    pub(super) json_ld: Vec<&'a str>,
    /// `datetime` of the first `<time>` marked as the time of publication.
    pub(super) marked_time: Option<String>,
    /// `datetime` of the first `<time>`.
    pub(super) first_time: Option<String>,
    pub(super) canonical: Option<String>,
    /// Words of the elements marked as naming the author.
    pub(super) authors: Vec<String>,
    /// The page, fit for a parser; `None` if it is too large.
    pub(super) tree: Option<String>,
}

/// Most of each kind that is collected; pages of people have far fewer.
const MOST: usize = 300;
/// Longest heading or name, in bytes.
const LONGEST: usize = 2_000;

/// Words being collected until their element closes.
struct Open {
    what: What,
    name: String,
    raw: String,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Heading,
    Author,
}

impl<'a> Page<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        let mut page = Page {
            html,
            ..Page::default()
        };
        let mut tree = Tree::with_capacity(html.len());
        let mut open: Option<Open> = None;
        for piece in Pieces::of(html) {
            match piece {
                Piece::Text(raw) => {
                    tree.text(raw);
                    if let Some(open) = &mut open {
                        open.raw.push_str(&raw[..raw.floor_char_boundary(LONGEST)]);
                    }
                }
                Piece::Open(tag) => {
                    tree.open(&tag);
                    page.describe(&tag);
                    if open.is_none() {
                        open = page.what_opens(&tag).map(|what| Open {
                            what,
                            name: tag.name,
                            raw: String::new(),
                        });
                    }
                }
                Piece::Close(name) => {
                    tree.close(&name);
                    if open
                        .as_ref()
                        .is_some_and(|open| open.name == name || open.raw.len() > LONGEST)
                    {
                        page.close(open.take());
                    }
                }
                Piece::Raw(tag, content) => page.raw(&tag, content),
            }
        }
        page.close(open);
        page.tree = tree.finish();
        page
    }

    /// All words of the page.
    pub(super) fn all_words(&self) -> String {
        words::words(self.html)
    }

    fn raw(&mut self, tag: &Tag, content: &'a str) {
        let is_ld = || {
            tag.attribute("type")
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
        };
        match tag.name.as_str() {
            "title" if self.title.is_none() => {
                self.title = decoded(&content[..content.floor_char_boundary(LONGEST)])
            }
            "script" if self.json_ld.len() < MOST && is_ld() => self.json_ld.push(content),
            _ => {}
        }
    }

    fn describe(&mut self, tag: &Tag) {
        let value = |name: &str| {
            tag.attribute(name)
                .and_then(|raw| decoded(&raw[..raw.floor_char_boundary(LONGEST)]))
        };
        if tag.name == "meta"
            || tag.attribute("itemprop").is_some() && tag.attribute("content").is_some()
        {
            let name = ["property", "name", "itemprop"].into_iter().find_map(value);
            if let (Some(name), Some(content), true) =
                (name, value("content"), self.metas.len() < MOST)
            {
                self.metas.push((name.to_ascii_lowercase(), content));
            }
        } else if tag.name == "time" && (self.marked_time.is_none() || self.first_time.is_none()) {
            let marked = tag.attribute("pubdate").is_some()
                || value("itemprop").is_some_and(|name| name == "datePublished");
            let time = value("datetime");
            if marked && self.marked_time.is_none() {
                self.marked_time.clone_from(&time);
            }
            self.first_time = self.first_time.take().or(time);
        } else if tag.name == "link"
            && self.canonical.is_none()
            && value("rel").as_deref() == Some("canonical")
        {
            self.canonical = value("href");
        }
    }

    fn what_opens(&self, tag: &Tag) -> Option<What> {
        if tag.name == "h1" && self.heading.is_none() {
            return Some(What::Heading);
        }
        let is = |attribute: &str, word: &str| {
            tag.attribute(attribute)
                .is_some_and(|value| value.split_ascii_whitespace().any(|part| part == word))
        };
        let author = matches!(
            tag.name.as_str(),
            "a" | "span" | "p" | "div" | "address" | "cite" | "h3" | "h4"
        ) && (is("rel", "author") || is("itemprop", "author"));
        (author && self.authors.len() < 10).then_some(What::Author)
    }

    fn close(&mut self, open: Option<Open>) {
        let Some(Open { what, raw, .. }) = open else {
            return;
        };
        let words = decoded(&raw).filter(|words| words.len() <= LONGEST);
        match what {
            What::Heading => self.heading = words,
            What::Author => self
                .authors
                .extend(words.filter(|words| words.len() <= 200)),
        }
    }
}

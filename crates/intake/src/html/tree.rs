//! A page rewritten so that any parser takes it in linear time: every element closed, nothing
//! deeper than a limit, no scripts, comments or foreign elements, few attributes, no entities.

use super::tags::Tag;

/// Elements nested deeper are dropped, their words stay.
const DEPTH: usize = 200;
/// A page with more elements, each counted with those around it, or more bytes, is not searched for
/// its article: the search looks at the elements around an element again and again.
const WEIGHT: usize = 3_000_000;
const ELEMENTS: usize = 120_000;
const BYTES: usize = 12 << 20;
/// Stand for `&` and `<` in the rewritten page. Both are noncharacters, which no text holds.
const AMPERSAND: char = '\u{fdd0}';
const LESS: char = '\u{fdd1}';
/// Longest text without an element in it.
const LONG_TEXT: usize = 2_000;
/// Longest value of an attribute.
const VALUE: usize = 500;
/// Elements that tell the shape of a page; others are dropped, their words stay.
const KEPT: [&str; 43] = [
    "a",
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "label",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
    "center",
];
const ATTRIBUTES: [&str; 10] = [
    "class",
    "id",
    "role",
    "rel",
    "itemprop",
    "href",
    "hidden",
    "aria-hidden",
    "style",
    "datetime",
];

/// The rewritten page, built tag by tag.
pub(super) struct Tree {
    html: String,
    open: Vec<&'static str>,
    /// Opening tags dropped for depth whose closing tags are still to come, by place in [`KEPT`].
    dropped: [usize; KEPT.len()],
    elements: usize,
    weight: usize,
    /// Bytes of text since the last element.
    run: usize,
}

impl Tree {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Tree {
            html: String::with_capacity(bytes),
            open: Vec::new(),
            dropped: [0; KEPT.len()],
            elements: 0,
            weight: 0,
            run: 0,
        }
    }

    /// Adds text. Long texts are parted by empty elements: writing a text takes parsers time in the
    /// square of its length.
    pub(super) fn text(&mut self, raw: &str) {
        let text = html_escape::decode_html_entities(raw);
        let mut rest: &str = &text;
        while self.run + rest.len() > LONG_TEXT {
            let (part, more) = rest.split_at(rest.floor_char_boundary(LONG_TEXT - self.run));
            self.push_plain(part);
            self.html.push_str("<span></span>");
            self.run = 0;
            rest = more;
        }
        self.run += rest.len();
        self.push_plain(rest);
    }

    pub(super) fn open(&mut self, tag: &Tag) {
        if tag.name == "br" || tag.name == "hr" {
            self.elements += 1;
            self.weight += self.open.len();
            self.html.push_str("<br>");
            return;
        }
        let Some(place) = KEPT.iter().position(|name| *name == tag.name) else {
            return;
        };
        let name = KEPT[place];
        self.close_implied(name);
        if self.open.len() >= DEPTH {
            self.dropped[place] += 1;
            self.html.push(' ');
            return;
        }
        self.elements += 1;
        self.open.push(name);
        self.weight += self.open.len();
        self.run = 0;
        self.html.push('<');
        self.html.push_str(name);
        for attribute in ATTRIBUTES {
            if let Some(value) = tag.attribute(attribute) {
                let value = &value[..value.floor_char_boundary(VALUE)];
                self.html.extend([" ", attribute, "=\""]);
                self.push_plain(&html_escape::decode_html_entities(value).replace('"', "'"));
                self.html.push('"');
            }
        }
        self.html.push('>');
    }

    pub(super) fn close(&mut self, name: &str) {
        let Some(place) = KEPT.iter().position(|known| *known == name) else {
            return;
        };
        if self.dropped[place] > 0 {
            self.dropped[place] -= 1;
            return;
        }
        if self.open.contains(&KEPT[place]) {
            self.close_through(name);
        }
    }

    /// The page, or `None` if it is too large to be searched for its article.
    pub(super) fn finish(mut self) -> Option<String> {
        while let Some(name) = self.open.pop() {
            self.push_close(name);
        }
        let fit = self.weight <= WEIGHT && self.elements <= ELEMENTS && self.html.len() <= BYTES;
        fit.then(|| format!("<html><body>{}</body></html>", self.html))
    }

    /// Adds characters as such. `&` and `<` are put as characters that stand for nothing, so that no
    /// parser has to look whether they begin an entity or a tag; see [`restored`].
    fn push_plain(&mut self, text: &str) {
        if self.html.len() > BYTES {
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', AMPERSAND, LESS]) {
            self.html.push_str(&rest[..at]);
            let mut chars = rest[at..].chars();
            match chars.next() {
                Some('&') => self.html.push(AMPERSAND),
                Some('<') => self.html.push(LESS),
                _ => {}
            }
            rest = chars.as_str();
        }
        self.html.push_str(rest);
    }

    fn push_close(&mut self, name: &str) {
        self.html.extend(["</", name, ">"]);
    }

    fn close_through(&mut self, name: &str) {
        while let Some(last) = self.open.pop() {
            self.push_close(last);
            if last == name {
                break;
            }
        }
    }

    /// Closes what the opening of `name` ends although its closing tag was left out.
    fn close_implied(&mut self, name: &str) {
        let (ended, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
            "td" | "th" => (&["td", "th"], &["table"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "a" => (&["a"], &["td", "th"]),
            "span" | "time" | "label" => return,
            _ => (
                &["p"],
                &["td", "th", "table", "div", "li", "section", "article"],
            ),
        };
        let found = self
            .open
            .iter()
            .rev()
            .take_while(|open| !within.contains(*open))
            .find(|open| ended.contains(*open));
        if let Some(&found) = found {
            self.close_through(found);
        }
    }
}

/// Text of the rewritten page as the page itself had it.
pub(super) fn restored(text: &str) -> String {
    text.replace(AMPERSAND, "&").replace(LESS, "<")
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;

    #[test]
    fn every_element_is_closed_and_none_is_too_deep() {
        let tree = |html: &str| Page::of(html).tree.expect("small enough");
        assert_eq!(
            tree("<ul><li>a<li>b</ul><p>c<p onclick=x class='\"'>d</section>"),
            "<html><body><ul><li>a</li><li>b</li></ul><p>c</p><p class=\"'\">d</p></body></html>"
        );
        let deep = tree(&format!(
            "{}x{}<p>after",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        ));
        assert_eq!(deep.matches("<div>").count(), super::DEPTH);
        assert!(deep.ends_with("</div><p>after</p></body></html>"));
    }
}

//! HTML to text: blocks apart by line breaks, white space as a browser shows it.

use super::tags::{Piece, Pieces};

/// All words of `html`, block by block. Linear in its length, whatever its nesting.
pub(super) fn words(html: &str) -> String {
    let mut words = Words {
        text: String::with_capacity(html.len() / 2),
        ..Words::default()
    };
    for piece in Pieces::of(html) {
        match piece {
            Piece::Text(raw) => words.text(raw),
            Piece::Open(tag) => {
                words.pre += usize::from(tag.name == "pre");
                words.boundary(&tag.name);
            }
            Piece::Close(name) => {
                words.pre = words.pre.saturating_sub(usize::from(name == "pre"));
                if name != "br" {
                    words.boundary(&name);
                }
            }
            Piece::Raw(tag, content) => {
                if tag.name == "textarea" || tag.name == "xmp" {
                    words.text(content);
                }
            }
        }
    }
    words.text
}

#[derive(Default)]
struct Words {
    text: String,
    /// Line breaks owed before the next word.
    breaks: usize,
    /// A space, or the gap between cells, owed before the next word.
    gap: Option<char>,
    /// Depth of preformatted text.
    pre: usize,
}

impl Words {
    fn boundary(&mut self, name: &str) {
        let breaks = match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "article"
            | "section" | "header" | "footer" | "main" | "aside" | "nav" | "ul" | "ol" | "dl"
            | "table" | "figure" | "pre" | "hr" | "form" | "fieldset" | "details" | "address"
            | "hgroup" | "body" => 2,
            "div" | "li" | "br" | "tr" | "dt" | "dd" | "figcaption" | "caption" | "center"
            | "summary" | "title" | "option" => 1,
            "td" | "th" => {
                self.gap = Some('\t');
                return;
            }
            _ => return,
        };
        self.breaks = if name == "br" {
            (self.breaks + 1).min(2)
        } else {
            self.breaks.max(breaks)
        };
    }

    fn text(&mut self, raw: &str) {
        for c in html_escape::decode_html_entities(raw).chars() {
            match c {
                '\n' if self.pre > 0 => self.breaks += 1,
                '\u{ad}' => {}
                c if c.is_whitespace() => self.gap = Some(self.gap.unwrap_or(' ')),
                c => {
                    self.separate();
                    self.text.push(c);
                }
            }
        }
    }

    /// Pays what is owed before a word.
    fn separate(&mut self) {
        let (breaks, gap) = (std::mem::take(&mut self.breaks), self.gap.take());
        if self.text.is_empty() {
            return;
        }
        if breaks > 0 {
            self.text.extend(std::iter::repeat_n('\n', breaks));
        } else if let Some(gap) = gap {
            self.text.push(gap);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn blocks_lines_cells_and_inline_marks() {
        assert_eq!(
            words("<p>One <b>t</b>wo&nbsp;&amp; three</p>\n  <p>four"),
            "One two & three\n\nfour"
        );
        assert_eq!(words("<ul><li>a</li><li>b</ul>c<br>d"), "a\nb\n\nc\nd");
        assert_eq!(
            words("<table><tr><td>a</td><td>b</td></tr><tr><td>c"),
            "a\tb\nc"
        );
        assert_eq!(
            words("<pre>a\n  b</pre><script>no()</script><style>no</style>"),
            "a\nb"
        );
        assert_eq!(
            words("a&#8217;s caf&eacute; so&shy;ft"),
            "a\u{2019}s caf\u{e9} soft"
        );
    }
}

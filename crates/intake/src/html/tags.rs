//! HTML as a row of tags and texts, in linear time and without a tree, whatever the input.

/// One piece of a page. Names are lower case; texts and values are raw, entities undecoded.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Open(Tag<'a>),
    Close(String),
    /// An element whose content is not markup, with that content: scripts, styles, titles.
    Raw(Tag<'a>, &'a str),
}

/// An opening tag.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    pub(super) name: String,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// The raw value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}

/// Attributes kept of a tag; the rest are passed over.
const ATTRIBUTES: usize = 24;
/// Longest name of a tag that is looked at.
const NAME: usize = 40;
/// Elements passed whole, up to their first closing tag.
const RAW: [&str; 18] = [
    "script", "style", "title", "textarea", "svg", "math", "iframe", "noscript", "template",
    "object", "select", "canvas", "audio", "video", "noframes", "noembed", "xmp", "button",
];

/// The pieces of `html`, in order.
pub(super) struct Pieces<'a> {
    html: &'a str,
    at: usize,
    /// Names from [`RAW`] (by place) that are not closed anywhere in the rest.
    never_closed: [bool; RAW.len()],
    comments_close: bool,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Pieces {
            html,
            at: 0,
            never_closed: [false; RAW.len()],
            comments_close: true,
        }
    }

    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    /// Passes over `<!…>`, `<?…>` and closing tags without a name; false if it never ends. Of a
    /// comment that is never closed only its mark is passed over, so that it hides nothing.
    fn skip_declaration(&mut self) -> bool {
        let rest = self.rest();
        let length = match rest.strip_prefix("<!--") {
            Some(comment) => {
                let end = if self.comments_close {
                    comment.find("-->")
                } else {
                    None
                };
                self.comments_close = end.is_some();
                end.map_or(4, |end| 4 + end + 3)
            }
            None => match rest.find('>') {
                Some(end) => end + 1,
                None => return false,
            },
        };
        self.at += length;
        true
    }

    fn open(&mut self) -> Option<Piece<'a>> {
        let rest = self.rest();
        let (tag, length) = tag(rest)?;
        self.at += length;
        let Some(place) = RAW.iter().position(|raw| *raw == tag.name) else {
            return Some(Piece::Open(tag));
        };
        if self.never_closed[place] || rest[..length].ends_with("/>") && tag.name == "svg" {
            return Some(Piece::Open(tag));
        }
        let content = self.rest();
        match find_close(content, RAW[place]) {
            Some(end) => {
                self.at += end;
                Some(Piece::Raw(tag, &content[..end]))
            }
            None => {
                self.never_closed[place] = true;
                Some(Piece::Open(tag))
            }
        }
    }

    fn close(&mut self) -> Piece<'a> {
        let rest = self.rest();
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        self.at += end;
        Piece::Close(name_of(&rest[2..end]))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = self.rest();
            let mut bytes = rest.bytes();
            let first = bytes.next()?;
            let (second, third) = (bytes.next().unwrap_or(b' '), bytes.next().unwrap_or(b' '));
            let ended = match (first, second) {
                (b'<', b'!' | b'?') => self.skip_declaration(),
                (b'<', b'/') if third.is_ascii_alphabetic() => return Some(self.close()),
                (b'<', b'/') => self.skip_declaration(),
                (b'<', letter) if letter.is_ascii_alphabetic() => match self.open() {
                    Some(piece) => return Some(piece),
                    None => false,
                },
                _ => {
                    let next = rest.as_bytes()[1..].iter().position(|byte| *byte == b'<');
                    let end = next.map_or(rest.len(), |next| next + 1);
                    self.at += end;
                    return Some(Piece::Text(&rest[..end]));
                }
            };
            if !ended {
                // A reader would lose everything from here on, so it is text.
                self.at = self.html.len();
                return Some(Piece::Text(rest));
            }
        }
    }
}

fn name_of(raw: &str) -> String {
    let end = raw
        .bytes()
        .take(NAME)
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
    let end = end.unwrap_or_else(|| raw.floor_char_boundary(NAME.min(raw.len())));
    raw[..end].to_ascii_lowercase()
}

/// Where the closing tag of `name` begins.
fn find_close(content: &str, name: &str) -> Option<usize> {
    content.match_indices("</").map(|(at, _)| at).find(|at| {
        let after = &content.as_bytes()[at + 2..];
        after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    })
}

/// The tag at the beginning of `rest` and its length; `None` if it has no end.
fn tag(rest: &str) -> Option<(Tag<'_>, usize)> {
    let bytes = rest.as_bytes();
    let name = name_of(&rest[1..]);
    let mut at = 1 + bytes[1..]
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))?;
    let mut attributes = Vec::new();
    loop {
        at += bytes[at..]
            .iter()
            .position(|byte| !byte.is_ascii_whitespace() && *byte != b'/')?;
        if bytes[at] == b'>' {
            return Some((Tag { name, attributes }, at + 1));
        }
        // A name may begin with `=`, as odd as that is.
        let begin = at;
        at += 1;
        at += bytes[at..]
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'='))?;
        let name = &rest[begin..at];
        let past = at
            + bytes[at..]
                .iter()
                .position(|byte| !byte.is_ascii_whitespace())?;
        let mut value = "";
        if bytes[past] == b'=' {
            at = past
                + 1
                + bytes[past + 1..]
                    .iter()
                    .position(|byte| !byte.is_ascii_whitespace())?;
            let quote = bytes[at];
            let begin;
            if matches!(quote, b'"' | b'\'') {
                begin = at + 1;
                at = begin + bytes[begin..].iter().position(|byte| *byte == quote)?;
                value = &rest[begin..at];
                at += 1;
            } else {
                begin = at;
                at += bytes[at..]
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                value = &rest[begin..at];
            }
        }
        if attributes.len() < ATTRIBUTES {
            attributes.push((name, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces};

    fn shown(html: &str) -> String {
        Pieces::of(html)
            .map(|piece| match piece {
                Piece::Text(text) => format!("'{text}'"),
                Piece::Open(tag) => format!("<{}>", tag.name),
                Piece::Close(name) => format!("</{name}>"),
                Piece::Raw(tag, content) => format!("<{}:{content}>", tag.name),
            })
            .collect()
    }

    #[test]
    fn tags_texts_and_what_is_neither() {
        assert_eq!(
            shown("<!DOCTYPE html><P class=x>a &lt; b<br/>1 < 2</p>"),
            "<p>'a &lt; b'<br>'1 ''< 2'</p>"
        );
        assert_eq!(
            shown("<!-- <p> -->a<!--never closed <p>b"),
            "'a''never closed '<p>'b'"
        );
        assert_eq!(
            shown("<script>if (a<b) '</p>'</SCRIPT >x"),
            "<script:if (a<b) '</p>'></script>'x'"
        );
        assert_eq!(shown("<svg>words"), "<svg>'words'");
        assert_eq!(shown("a<!never ends"), "'a''<!never ends'");
        assert_eq!(shown("a<b never ends"), "'a''<b never ends'");
        assert_eq!(shown("<é>x</é>"), "'<é>x'");
    }

    #[test]
    fn attributes() {
        let Some(Piece::Open(tag)) = Pieces::of("<a HREF='x>y' b = c/d \u{e9}=\u{e9} e>").next()
        else {
            panic!()
        };
        assert_eq!(tag.attribute("href"), Some("x>y"));
        assert_eq!(tag.attribute("b"), Some("c/d"));
        assert_eq!(tag.attribute("\u{e9}"), Some("\u{e9}"));
        assert_eq!(tag.attribute("e"), Some(""));
        assert_eq!(tag.attribute("f"), None);
    }
}

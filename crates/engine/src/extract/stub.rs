use crate::text::Doc;
use std::ops::Range;
pub struct Masthead { pub title: Option<Range<usize>>, pub byline: Option<Range<usize>>, pub publisher: Option<String> }
pub fn masthead(_: &Doc) -> Masthead { Masthead { title: None, byline: None, publisher: None } }

use crate::text::Doc;
use jiff::civil::Date;
use std::ops::Range;
#[derive(Clone, Debug)]
pub struct DateMention { pub tokens: Range<usize>, pub start: Option<Date>, pub end: Option<Date>, pub words: String, pub relative: bool }
pub struct Masthead { pub title: Option<Range<usize>>, pub byline: Option<Range<usize>>, pub publisher: Option<String> }
pub fn dates(_: &Doc, _: Option<Date>) -> Vec<DateMention> { vec![] }
pub fn published(_: &Doc) -> Option<Date> { None }
pub fn masthead(_: &Doc) -> Masthead { Masthead { title: None, byline: None, publisher: None } }

//! What a text says of money, read once.

use super::{Offer, offers};
use crate::extract::money::{Money, sums};
use crate::text::Doc;

/// The sums of a text and what they are set on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// All sums, in order.
    pub sums: Vec<Money>,
    /// Large figures that may be sums, though nothing around them says so.
    pub open: Vec<Money>,
    /// Those that are prices on people.
    pub offers: Vec<Offer>,
    /// Those that may be: a sum for whoever does something to somebody, in words that no list knows.
    pub hints: Vec<Offer>,
}

impl Prices {
    /// Reads the sums of a text once.
    #[must_use]
    pub fn of(doc: &Doc) -> Self {
        let (sums, open) = sums(doc);
        let (offers, hints) = offers(doc, &sums);
        Prices {
            sums,
            open,
            offers,
            hints,
        }
    }
}

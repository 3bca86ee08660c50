//! Figures, dates, names and addresses in a text.

mod casualties;
mod currency;
mod dates;
mod figures;
mod masthead;
mod money;
mod vocabulary;
mod walk;

pub use casualties::{Casualty, casualties};
pub use dates::{DateMention, dates, published, published_near};
pub use masthead::{Masthead, masthead};
pub use money::{Money, money};

#[cfg(test)]
mod tests;

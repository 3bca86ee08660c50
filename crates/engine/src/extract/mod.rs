//! Figures, dates, names and addresses in a text.

mod casualties;
mod currency;
mod dates;
mod figures;
mod money;
mod vocabulary;
mod walk;

pub use casualties::{Casualty, casualties};
pub use dates::{DateMention, dates, published};
pub use money::{Money, money};

#[cfg(test)]
mod tests;

//! Figures, dates, names and addresses in a text.

mod currency;
mod figures;
mod money;
mod walk;

pub use money::{Money, money};

#[cfg(test)]
mod tests;

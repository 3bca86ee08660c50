//! Figures, dates, names and addresses in a text.

mod casualties;
mod currency;
mod dates;
mod entities;
mod exposures;
mod figures;
mod masthead;
mod money;
mod names;
mod offers;
mod vocabulary;
mod walk;

pub use casualties::{Casualty, casualties};
pub use dates::{Anchor, DateMention, dates, published, published_near};
pub use entities::Entity;
pub use exposures::exposures;
pub(crate) use figures::{counts, may_start, small_number};
pub(crate) use masthead::name_words;
pub use masthead::{Masthead, masthead};
pub use money::{Money, money};
pub(crate) use names::singular;
pub use names::{Name, NameKind, Names};
pub use offers::{Offer, Prices};
pub(crate) use offers::{is_conversion, is_set_on_nobody};

#[cfg(test)]
mod tests;

//! Figures, dates, names and addresses in a text.

mod entities;
mod names;

pub use entities::Entity;
pub use names::{Name, NameKind, Names};

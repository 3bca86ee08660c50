//! Where on Earth is what a report names, and how is it drawn? Outlines and places are compiled in, so that a map is
//! shown without asking anybody outside which places somebody looks at.
//!
//! [`find`] and [`find_all`] bring names to places; [`map`] draws places as numbers and paths, for a template to show.

mod clip;
mod find;
mod fold;
mod gazetteer;
mod label;
mod map;
mod outline;
mod path;
mod settle;
mod window;

pub use find::{find, find_all};
pub use gazetteer::{Kind, Names, Place, Reach};
pub use label::Anchor;
pub use map::{Label, Map, Mark, Scale, Size, Spot, map};

//! Text in, readings and pictures out. Pure: no files, no network, no clock, no chance.
//! Everything here takes time linear in the length of the text and reads any text at all.

mod earnest;
mod reading;
mod study;

pub mod claim;
pub mod detect;
pub mod extract;
pub mod level;
pub mod linear;
pub mod picture;
pub mod text;

pub use level::Reason;
pub use picture::{Picture, Sketch, picture};
pub use reading::{Exposure, Finding, Lang, Quote, Reading};
pub use study::{Options, Study, read};

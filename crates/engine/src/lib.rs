//! Text in, readings and pictures out. Pure: no files, no network, no clock, no chance.
//! Everything here takes time linear in the length of the text and reads any text at all.

pub mod detect;
pub mod extract;
pub mod level;
mod reading;
pub mod text;

pub mod picture;

pub use picture::Picture;
pub use reading::{Exposure, Finding, Lang, Quote, Reading};

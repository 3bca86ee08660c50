//! The words of the desk: what a text shows, how sure we are, who may see it. Pure; no I/O.

mod grade;
mod level;
mod marking;
mod words;

pub use grade::{Confidence, Credibility, Likelihood, Reliability};
pub use level::Level;
pub use marking::Tlp;
pub use words::{Behaviour, ExposureKind, Kind, Stance};

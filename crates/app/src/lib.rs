//! The protective-intelligence desk: everything that `wardline` does, callable from tests and fuzz targets.

pub mod cli;
pub mod intake;
pub mod job;
pub mod output;
pub mod parallel;

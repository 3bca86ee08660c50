//! The `wardline` binary as a library, so that tests and fuzz targets can call its parts.

pub mod cli;
pub mod intake;
pub mod job;
pub mod parallel;

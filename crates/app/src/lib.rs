//! The protective-intelligence desk: everything that `wardline` does, callable from tests.

pub mod output;

//! The `wardline` command.
fn main() {}

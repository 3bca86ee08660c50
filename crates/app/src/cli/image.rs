//! `wardline image-copy`: what the desk asks of another process of its own, see [`crate::redraw`].

use std::io::{self, Write};

use super::End;
use crate::redraw::child;

pub(super) fn run() -> End {
    match child::run(io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => End::Whole,
        Err(why) => {
            // nobody may be there to hear it
            let _ = writeln!(io::stderr(), "{why}");
            End::Partial
        }
    }
}

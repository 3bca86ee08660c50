//! The two listeners: the tip line, which anybody may reach, and the desk. They share no route, session, cookie
//! or template.

pub mod api;
pub mod desk;
mod listen;
pub mod tipline;

pub use listen::{Limits, listen, serve};

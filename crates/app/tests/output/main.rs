//! What leaves the desk, looked at from outside.

mod draw;
mod html;
mod json;
mod sample;
mod terminal;

//! What leaves the desk, looked at from outside.

mod draw;
mod html;
mod json;
mod pdf;
mod sample;
mod terminal;

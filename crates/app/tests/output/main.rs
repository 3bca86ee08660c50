//! What leaves the desk, looked at from outside.

mod draw;
mod html;
mod json;
mod odd;
mod pdf;
mod sample;
mod terminal;

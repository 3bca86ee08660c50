//! What leaves the desk, looked at from outside.

mod json;
mod sample;

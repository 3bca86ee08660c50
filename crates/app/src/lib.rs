//! The protective-intelligence desk: everything that `wardline` does, callable from tests and fuzz targets.

pub mod act;
pub mod call;
pub mod cli;
pub mod clock;
pub mod config;
mod http;
pub mod job;
pub mod mail;
mod oidc;
pub mod output;
mod passkey;
pub mod redraw;
pub mod server;
pub mod web;

//! The tip line and the desk in a real browser: Chromium, led by chromedriver.
//!
//! `./test` installs both and names chromedriver in `WARDLINE_TEST_CHROMEDRIVER`, and axe-core's script in
//! `WARDLINE_TEST_AXE`; without them these tests only say that they were not run.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it expects by failing there, and that it was not run"
)]

mod driver;
mod keep;
mod look;
mod pages;
mod passkey;
mod place;
mod provider;
#[path = "../desk/provider_at.rs"]
#[expect(dead_code, reason = "a browser follows by itself")]
mod provider_at;
mod round;
mod seldom;
mod shift;
mod story;

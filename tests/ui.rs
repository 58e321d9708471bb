//! What a user gets to read for each mistake: the errors, and nothing on code that isn't the user's.
//!
//! A file a mistake in `tests/ui`. `TRYBUILD=overwrite cargo test --test ui` writes the expected output anew.
#![cfg(not(oracle))]

use std::process::Command;

/// rustc words its part of the messages differently in each release: they are compared on this one.
const RUSTC: &str = "rustc 1.95.0";

#[test]
fn mistakes() {
    let rustc = option_env!("RUSTC").unwrap_or("rustc");
    let version = Command::new(rustc).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(&format!("{RUSTC} (")) {
        println!("skipped: the messages are compared on {RUSTC}, and this is {}", version.trim());
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

//! What a user gets to read for each mistake, and that no yielder leaves its body.
//!
//! A file a mistake in `ui`, and in `ui_yielders` a file for each way out that a yielder could take: none compiles.
//! `TRYBUILD=overwrite cargo test -p beyond --test messages` writes the expected output anew.

use std::io::Write;
use std::process::Command;

/// rustc words its part of the messages differently in each release: they are compared on this one.
const RUSTC: &str = "rustc 1.95.0";

#[test]
fn mistakes() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(&format!("{RUSTC} (")) {
        // `eprintln!` would be captured, and the test would look as if it had run.
        let reason = format!("skipped: the messages are compared on {RUSTC}, and this is {}", version.trim());
        writeln!(std::io::stderr(), "{reason}").expect("stderr is open");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.compile_fail("tests/ui_yielders/*.rs");
}

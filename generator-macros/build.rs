//! Tells the macro whether rustc is a nightly, where the literal `yield!` can be enabled.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=RUSTC_BOOTSTRAP");
    println!("cargo:rustc-check-cfg=cfg(generator_nightly)");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let is_nightly = version.is_ok_and(|version| version.contains("nightly") || version.contains("dev"));
    if is_nightly || env::var_os("RUSTC_BOOTSTRAP").is_some() {
        println!("cargo:rustc-cfg=generator_nightly");
    }
}

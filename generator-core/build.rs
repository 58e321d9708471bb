//! Finds out, for the feature `nightly`, whether rustc has the trait of std's coroutines: it compiles a use of it.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the wrappers of std's coroutines need.
const PROBE: &str = "
    #![no_std]
    #![feature(coroutine_trait)]

    use core::ops::{Coroutine, CoroutineState};
    use core::pin::Pin;

    pub struct Probe;

    impl Coroutine<u8> for Probe {
        type Yield = u8;
        type Return = ();

        fn resume(self: Pin<&mut Self>, argument: u8) -> CoroutineState<u8, ()> {
            CoroutineState::Yielded(argument)
        }
    }
";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=RUSTC_BOOTSTRAP");
    println!("cargo:rustc-check-cfg=cfg(generator_coroutines)");
    if env::var_os("CARGO_FEATURE_NIGHTLY").is_some() && compiles() == Some(true) {
        println!("cargo:rustc-cfg=generator_coroutines");
    }
}

/// Whether the probe compiles; nothing, where it can't be tried.
fn compiles() -> Option<bool> {
    let folder = env::var_os("OUT_DIR")?;
    let source = Path::new(&folder).join("probe.rs");
    fs::write(&source, PROBE).ok()?;
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let status = Command::new(rustc)
        .args(["--edition=2024", "--crate-type=lib", "--crate-name=probe", "--emit=metadata", "--out-dir"])
        .arg(&folder)
        .arg(&source)
        .stderr(Stdio::null())
        .status();
    Some(status.ok()?.success())
}

//! Sets `cfg(oracle)`, under which the behaviour tests leave out what `gen` blocks can't show.

fn main() {
    println!("cargo::rustc-cfg=oracle");
    println!("cargo::rerun-if-changed=build.rs");
}

//! Sets `cfg(native)`, under which generators are rustc's own and the other crates are left out.

fn main() {
    println!("cargo::rustc-cfg=native");
    println!("cargo::rerun-if-changed=build.rs");
}

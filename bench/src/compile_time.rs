//! How long a crate of generators compiles, and the same crate written by hand or for diapause.
//!
//! A crate has as many modules as asked for, each one of a few bodies, taken out of the files in `src/bodies`,
//! and a function that runs it, so that all of it is compiled. The crates take turns; each is built anew, but not
//! what it depends on, and not incrementally: the compiler would find that nothing has changed.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};
use clap::Args;
use syn::{Expr, Item, UseTree, parse_quote};

use crate::exchange;
use crate::ratios::median;
use crate::table::Table;

#[derive(Args)]
pub(crate) struct Options {
    /// How many generators a crate has.
    #[arg(long, default_value_t = 500)]
    generators: usize,
    /// How often each crate is built.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// The bodies, and an argument for each.
const BODIES: [(&str, &str); 6] = [
    (include_str!("bodies/squares.rs"), "0..100"),
    (include_str!("bodies/pairs.rs"), "30"),
    (include_str!("bodies/tree.rs"), "None"),
    (include_str!("bodies/tokens.rs"), "\"a + 1\""),
    (include_str!("bodies/held.rs"), "100"),
    (include_str!("bodies/chain.rs"), "7"),
];

struct Crate {
    name: &'static str,
    /// What the body is called in its file.
    function: &'static str,
    dependency: &'static str,
}

const CRATES: [Crate; 3] = [
    Crate { name: "by-hand", function: "hand", dependency: "" },
    Crate {
        name: "by-ours",
        function: "generated",
        dependency: concat!(
            "generator-core = { path = \"",
            env!("CARGO_MANIFEST_DIR"),
            "/../generator-core\" }"
        ),
    },
    Crate { name: "by-diapause", function: "diapause", dependency: "diapause = \"0.2\"" },
];

const PROFILES: [&str; 2] = ["dev", "release"];

pub(crate) fn main(options: &Options) -> Result<()> {
    let folder = exchange::folder().join("target/compile-time");
    write_workspace(&folder, options.generators)?;
    let mut table =
        Table::new(["seconds", "debug", "/ hand", "release", "/ hand"].into_iter().map(str::to_owned));
    let mut times = vec![[const { Vec::new() }; PROFILES.len()]; CRATES.len()];
    for round in 0..=options.rounds {
        for (place, package) in CRATES.iter().enumerate() {
            for (profile, times) in PROFILES.iter().zip(&mut times[place]) {
                let seconds = build(&folder, package.name, profile)?;
                // The first round has built what the crate depends on.
                if round > 0 {
                    times.push(seconds);
                }
            }
        }
    }
    let medians: Vec<[f64; PROFILES.len()]> = times.into_iter().map(|times| times.map(median)).collect();
    for (package, own) in CRATES.iter().zip(&medians) {
        let mut cells = vec![package.name.to_owned()];
        for (own, hand) in own.iter().zip(medians[0]) {
            cells.extend([format!("{own:.1}"), format!("{:.2}", own / hand)]);
        }
        table.row(cells);
    }
    print!("{table}");
    Ok(())
}

/// Builds a crate anew; the seconds it has taken.
fn build(folder: &Path, name: &str, profile: &str) -> Result<f64> {
    let lib = folder.join(name).join("src/lib.rs");
    fs::write(&lib, fs::read(&lib)?)?;
    let mut cargo = Command::new("cargo");
    exchange::forget_cargo(&mut cargo);
    cargo.env("CARGO_INCREMENTAL", "0").current_dir(folder);
    let start = Instant::now();
    let status = cargo.args(["build", "--quiet", "--profile", profile, "-p", name]).status()?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "the crate {name} doesn't compile");
    Ok(seconds)
}

fn write_workspace(folder: &Path, generators: usize) -> Result<()> {
    let members = CRATES.map(|package| format!("{:?}", package.name)).join(", ");
    fs::create_dir_all(folder)?;
    fs::write(folder.join("Cargo.toml"), format!("[workspace]\nmembers = [{members}]\nresolver = \"3\"\n"))?;
    for Crate { name, function, dependency } in CRATES {
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n"
        );
        let source = folder.join(name).join("src");
        fs::create_dir_all(&source)?;
        fs::write(folder.join(name).join("Cargo.toml"), manifest)?;
        let bodies = BODIES.iter().map(|(file, argument)| module(file, function, argument));
        let bodies: Vec<String> = bodies.collect::<Result<_>>()?;
        let mut lib = String::from("#![allow(warnings)]\n");
        for (place, body) in bodies.iter().cycle().take(generators).enumerate() {
            lib.push_str(&format!("pub mod body{place};\n"));
            fs::write(source.join(format!("body{place}.rs")), body)?;
        }
        fs::write(source.join("lib.rs"), lib)?;
    }
    Ok(())
}

/// The text of a module with one function out of a body's file, what it needs of the file, and its use.
fn module(file: &str, function: &str, argument: &str) -> Result<String> {
    let mut module = syn::parse_file(file)?;
    let mut items = Vec::new();
    for item in module.items {
        match item {
            // The functions of the other crates, and names for their types.
            Item::Mod(peers) if function == "diapause" => {
                let items_of_peers = peers.content.into_iter().flat_map(|(_, items)| items);
                items.extend(items_of_peers.filter(|item| match item {
                    Item::Fn(item) => item.sig.ident == function,
                    item => matches!(item, Item::Type(_)),
                }));
            }
            Item::Mod(_) => {}
            Item::Fn(item) if item.sig.ident == function => items.push(Item::Fn(item)),
            Item::Fn(item)
                if ["body", "hand", "generated", "adaptors"].iter().any(|name| item.sig.ident == name) => {}
            // Those of this crate are for `body`.
            Item::Use(item) if matches!(&item.tree, UseTree::Path(path) if path.ident == "crate") => {}
            Item::Use(item)
                if matches!(&item.tree, UseTree::Path(path) if path.ident == "generator_core")
                    && function != "generated" => {}
            item => items.push(item),
        }
    }
    let (function, argument): (Expr, Expr) = (syn::parse_str(function)?, syn::parse_str(argument)?);
    items.push(parse_quote! {
        pub fn run() {
            for item in #function(#argument) {
                black_box(item);
            }
        }
    });
    module.items = items;
    module.attrs.clear();
    Ok(prettyplease::unparse(&module))
}

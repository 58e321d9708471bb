//! How long a crate of generators compiles, and the same crate written by hand or for diapause.
//!
//! A crate has as many modules as asked for, each one of a few bodies, taken out of the files in `src/bodies`,
//! and a function that runs it, so that all of it is compiled. The crates take turns; each is built anew, but not
//! what it depends on, and not incrementally: the compiler would find that nothing has changed.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Args;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
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

/// What a build has taken: the clock's time depends on what else the machine does, the processor's less so.
#[derive(Clone)]
struct Seconds {
    wall: f64,
    cpu: f64,
}

pub(crate) fn main(options: &Options) -> Result<()> {
    let folder = exchange::folder().join("target/compile-time");
    write_workspace(&folder, options.generators)?;
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
    print!("{}", table(times));
    Ok(())
}

fn table(times: Vec<[Vec<Seconds>; PROFILES.len()]>) -> Table {
    let heads = ["", "debug, s", "CPU, s", "CPU / hand", "release, s", "CPU, s", "CPU / hand"];
    let mut table = Table::new(heads.into_iter().map(str::to_owned));
    let medians: Vec<_> = times.into_iter().map(|times| times.map(median_seconds)).collect();
    for (package, own) in CRATES.iter().zip(&medians) {
        let mut cells = vec![package.name.to_owned()];
        for (own, hand) in own.iter().zip(&medians[0]) {
            cells.extend([own.wall, own.cpu, own.cpu / hand.cpu].map(|number| format!("{number:.2}")));
        }
        table.row(cells);
    }
    table
}

fn median_seconds(times: Vec<Seconds>) -> Seconds {
    Seconds {
        wall: median(times.iter().map(|seconds| seconds.wall).collect()),
        cpu: median(times.iter().map(|seconds| seconds.cpu).collect()),
    }
}

/// Builds a crate anew.
fn build(folder: &Path, name: &str, profile: &str) -> Result<Seconds> {
    let lib = folder.join(name).join("src/lib.rs");
    fs::write(&lib, fs::read(&lib)?)?;
    let mut cargo = Command::new("cargo");
    exchange::forget_cargo(&mut cargo);
    cargo.env("CARGO_INCREMENTAL", "0").current_dir(folder);
    let (start, cpu_before) = (Instant::now(), cpu_of_children()?);
    let status = cargo.args(["build", "--quiet", "--profile", profile, "-p", name]).status()?;
    let seconds = Seconds { wall: start.elapsed().as_secs_f64(), cpu: cpu_of_children()? - cpu_before };
    ensure!(status.success(), "the crate {name} doesn't compile");
    Ok(seconds)
}

/// The processor time of all processes that this one has started and that have ended.
fn cpu_of_children() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time = usage.user_time() + usage.system_time();
    Ok(Duration::from_micros(time.num_microseconds().unsigned_abs()).as_secs_f64())
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

//! Generators beside what else could stand in their place: times, instructions, bytes, compile times.
//!
//! The same program comes in two builds: this one has our generators and those of other crates, the one in
//! `nightly/` rustc's own (`cfg(native)`). This one runs the other, and shows its numbers beside its own.
#![cfg_attr(native, feature(coroutine_trait, coroutines, gen_blocks, yield_expr))]
#![cfg_attr(native, allow(dead_code, reason = "the nightly build prints no tables"))]

#[cfg(not(native))]
mod beyond;
mod bodies;
mod body;
mod column;
#[cfg(not(native))]
mod compile_time;
mod consume;
mod coroutines;
mod counts;
mod exchange;
#[cfg(not(native))]
mod peers;
mod ratios;
mod sizes;
mod table;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

#[derive(Parser)]
#[command(about = "Measures generators against iterators written by hand", version)]
enum Command {
    /// How long each takes, as a multiple of the iterator written by hand.
    Ratios(ratios::Options),
    /// How long a resumption of a coroutine takes, as a multiple of a state machine written by hand.
    Coroutines(coroutines::Options),
    /// How long an item takes of boxed generators, streams and deep recursion.
    #[cfg(not(native))]
    Beyond(beyond::Options),
    /// How many bytes each iterator has.
    Sizes(sizes::Options),
    /// How many instructions an item takes, compared with `counts.txt`.
    Counts(counts::Options),
    /// How long a crate of many generators compiles.
    #[cfg(not(native))]
    CompileTime(compile_time::Options),
}

fn main() -> Result<ExitCode> {
    match Command::parse() {
        Command::Ratios(options) => ratios::main(&options)?,
        Command::Coroutines(options) => coroutines::main(&options)?,
        #[cfg(not(native))]
        Command::Beyond(options) => beyond::main(&options),
        Command::Sizes(options) => sizes::main(&options)?,
        Command::Counts(options) => return counts::main(&options),
        #[cfg(not(native))]
        Command::CompileTime(options) => compile_time::main(&options)?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever yields the items of a body yields the same, and whatever is measured runs.
    #[test]
    fn all_agree() {
        for body in bodies::all().into_iter().chain(coroutines::all()) {
            body.check();
            for run in &body.runs {
                (run.run)();
            }
        }
        #[cfg(not(native))]
        beyond::all().iter().flatten().for_each(beyond::Row::check);
    }
}

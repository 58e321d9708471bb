//! The fuzzer: random generator bodies, run as ours, as rustc's own, and as plain functions. See README.md.

mod ast;
mod batch;
mod compare;
mod features;
mod grow;
mod ops;
mod print;
mod report;
mod shrink;
#[cfg(test)]
mod tests;

use anyhow::{Result, anyhow};
use ast::Body;
use batch::Workshop;
use clap::{Parser, ValueEnum};
use compare::{Verdict, compare};
use features::{Feature, Features};
use indicatif::{ProgressBar, ProgressStyle};
use print::Style;
use shrink::Failure;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Compares generators with rustc's own, on random bodies.
#[derive(Parser, Debug)]
struct Args {
    /// The seed of the first body; each that follows has the next
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many bodies
    #[arg(long, default_value_t = 1000)]
    bodies: u64,
    /// How many are compiled together
    #[arg(long, default_value_t = 200)]
    batch: usize,
    /// Features to turn off; `operands` are all yields in the middle of an expression
    #[arg(long, value_delimiter = ',', value_name = "FEATURE", value_parser = features)]
    without: Vec<Features>,
    /// Features to turn on that are off: the documented exceptions
    #[arg(long, value_delimiter = ',', value_name = "FEATURE", value_parser = features)]
    with: Vec<Features>,
    /// The body of this seed alone
    #[arg(long, value_name = "SEED")]
    only: Option<u64>,
    /// Runs not to be compared, by the first word of their names: `next`, `fold`, `drop`, `panic`, `consumer`
    #[arg(long, value_delimiter = ',', value_name = "RUN")]
    skip: Vec<String>,
    /// Print the bodies, and run none
    #[arg(long)]
    show: bool,
    /// How many failures of a kind are shrunk; the others are counted
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    shrink: usize,
    /// Where the batches are compiled; two at a time need two folders
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// List the features
    #[arg(long)]
    features: bool,
}

fn features(name: &str) -> Result<Features> {
    if name == "operands" {
        return Ok(Feature::value_variants()
            .iter()
            .copied()
            .filter(|feature| feature.is_operand())
            .collect());
    }
    let feature = Feature::from_str(name, false).map_err(|_| anyhow!("no such feature"))?;
    Ok([feature].into_iter().collect())
}

/// What was seen so far.
#[derive(Default)]
struct Summary {
    bodies: usize,
    runs: usize,
    unwound_otherwise: usize,
    /// The seeds of the bodies that are refused by a documented limit.
    limited: Vec<u64>,
    /// By the kind of error: how many, and the first seed.
    invalid: BTreeMap<String, (usize, u64)>,
    /// By the kind of difference: the seeds.
    failures: BTreeMap<String, Vec<u64>>,
    to_shrink: Vec<Failure>,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    if args.features {
        for feature in Feature::value_variants() {
            println!("{}", feature.name());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut on = Features::standard();
    args.without.iter().flat_map(|features| features.iter()).for_each(|feature| on.remove(feature));
    args.with.iter().flat_map(|features| features.iter()).for_each(|feature| on.insert(feature));
    let seeds = match args.only {
        Some(seed) => seed..seed + 1,
        None => args.seed..args.seed + args.bodies,
    };
    if args.show {
        for seed in seeds {
            println!("// seed {seed}\n{}", print::function(&grow::grow(seed, on), Style::Generator));
        }
        return Ok(ExitCode::SUCCESS);
    }
    if !has_nightly() {
        println!("skipped: there is nothing to compare with, no nightly toolchain is installed");
        return Ok(ExitCode::SUCCESS);
    }
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/batches");
    let folder = args.folder.clone().unwrap_or_else(usual);
    let workshop = Workshop::new(&folder, args.skip.clone())?;
    let bodies: Vec<Body> = seeds.map(|seed| grow::grow(seed, on)).collect();
    let begin = Instant::now();
    let mut summary = Summary::default();
    run(&workshop, &bodies, &args, &mut summary)?;
    let elapsed = begin.elapsed().as_secs_f64();
    show_failures(&workshop, &mut summary)?;
    show_summary(&summary, elapsed);
    Ok(if summary.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn has_nightly() -> bool {
    let version = Command::new("rustup").args(["run", "nightly", "rustc", "--version"]).output();
    version.is_ok_and(|output| output.status.success())
}

fn run(workshop: &Workshop, bodies: &[Body], args: &Args, summary: &mut Summary) -> Result<()> {
    let bar = ProgressBar::new(bodies.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} bodies, {eta} left; {msg}")?);
    for batch in bodies.chunks(args.batch.max(1)) {
        let outcomes = workshop.run(batch)?;
        for (body, outcomes) in batch.iter().zip(&outcomes) {
            summary.add(body, compare(outcomes), args.shrink);
        }
        bar.inc(batch.len() as u64);
        bar.set_message(format!("{} differ", summary.failing()));
    }
    bar.finish_and_clear();
    Ok(())
}

impl Summary {
    fn failing(&self) -> usize {
        self.failures.values().map(Vec::len).sum()
    }

    fn add(&mut self, body: &Body, verdict: Verdict, shrink: usize) {
        self.bodies += 1;
        match &verdict {
            Verdict::Same(agreement) => {
                self.runs += agreement.runs;
                self.unwound_otherwise += agreement.unwound_otherwise;
            }
            Verdict::Invalid(refusal) => {
                self.invalid.entry(refusal.kind.clone()).or_insert((0, body.seed)).0 += 1;
            }
            Verdict::Limited => self.limited.push(body.seed),
            Verdict::Refused(_) | Verdict::Different(_) => {}
        }
        let Some(kind) = verdict.kind() else { return };
        let seeds = self.failures.entry(kind.clone()).or_default();
        seeds.push(body.seed);
        if seeds.len() <= shrink {
            self.to_shrink.push(Failure { body: body.clone(), verdict, kind });
        }
    }
}

fn show_failures(workshop: &Workshop, summary: &mut Summary) -> Result<()> {
    let mut shown = HashSet::new();
    for failures in summary.to_shrink.chunks_mut(4) {
        let bar = ProgressBar::new_spinner();
        shrink::shrink(workshop, failures, |round| {
            bar.set_message(format!("shrinking, round {}", round + 1));
            bar.tick();
        })?;
        bar.finish_and_clear();
        for failure in failures {
            if shown.insert(print::shape(&failure.body)) {
                show_failure(failure);
            }
        }
    }
    Ok(())
}

fn show_failure(failure: &Failure) {
    println!("== {} (seed {})\n", failure.kind, failure.body.seed);
    println!("{}", print::function(&failure.body, Style::Generator));
    match &failure.verdict {
        Verdict::Refused(refusal) => println!("{}", refusal.message),
        Verdict::Different(difference) => println!("{}", difference.show()),
        Verdict::Invalid(_) | Verdict::Same(_) | Verdict::Limited => {}
    }
}

fn show_summary(summary: &Summary, seconds: f64) {
    let invalid: usize = summary.invalid.values().map(|(count, _)| count).sum();
    let failures = summary.failing();
    println!(
        "{} bodies in {seconds:.0} s ({:.0} a minute), {} runs compared and equal",
        summary.bodies,
        summary.bodies as f64 * 60.0 / seconds.max(0.001),
        summary.runs,
    );
    println!("{} of them drop the same variables in another order in a panic", summary.unwound_otherwise);
    println!("{} that a documented limit refuses (seeds {})", summary.limited.len(), list(&summary.limited));
    println!("{invalid} that rustc's own generators refuse:");
    for (kind, (count, seed)) in &summary.invalid {
        println!("{count:6} {kind} (seed {seed})");
    }
    println!("{failures} that differ:");
    for (kind, seeds) in &summary.failures {
        println!("{:6} {kind} (seeds {})", seeds.len(), list(seeds));
    }
}

fn list(seeds: &[u64]) -> String {
    seeds.iter().map(u64::to_string).collect::<Vec<String>>().join(", ")
}

//! The fuzzer: random generator bodies, run as ours, as rustc's own, and as plain functions. See README.md.

mod ast;
mod batch;
mod compare;
mod definitions;
mod features;
mod grow;
mod ops;
mod print;
mod report;
mod shrink;
#[cfg(test)]
mod tests;
mod types;

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
    /// Features to turn off; `operands` are all yields in the middle of an expression, `strange` is all of the
    /// vocabulary that was drawn from no table of the macro's
    #[arg(long, value_delimiter = ',', value_name = "FEATURE", value_parser = features)]
    without: Vec<Features>,
    /// Features to turn on that are off: `exceptions` are all of them
    #[arg(long, value_delimiter = ',', value_name = "FEATURE", value_parser = features)]
    with: Vec<Features>,
    /// Features that each body has, where others have some of them by chance
    #[arg(long, value_delimiter = ',', value_name = "FEATURE", value_parser = features)]
    always: Vec<Features>,
    /// The body of this seed alone
    #[arg(long, value_name = "SEED")]
    only: Option<u64>,
    /// Runs not to be compared, by the first word of their names: `next`, `fold`, `drop`, `panic`, `consumer`
    #[arg(long, value_delimiter = ',', value_name = "RUN")]
    skip: Vec<String>,
    /// Compare rustc's generators with plain functions, and leave ours out: are the bodies valid?
    #[arg(long)]
    oracles_only: bool,
    /// Run ours as `#[generator(boxed)]`
    #[arg(long, conflicts_with = "oracles_only")]
    boxed: bool,
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
    let all = Feature::value_variants().iter().copied();
    match name {
        "operands" => return Ok(all.filter(|feature| feature.is_operand()).collect()),
        "strange" => return Ok(all.filter(|feature| feature.is_strange()).collect()),
        "exceptions" => return Ok(Feature::EXCEPTIONS.into_iter().collect()),
        _ => {}
    }
    let feature = Feature::from_str(name, false).map_err(|_| anyhow!("no such feature"))?;
    Ok([feature].into_iter().collect())
}

/// The seeds of bodies, by what came of them.
type Seeds = BTreeMap<String, Vec<u64>>;

fn count(seeds: &Seeds) -> usize {
    seeds.values().map(Vec::len).sum()
}

/// What was seen so far.
#[derive(Default)]
struct Summary {
    bodies: usize,
    runs: usize,
    unwound_otherwise: usize,
    /// The seeds of the bodies that are refused by a documented limit.
    limited: Vec<u64>,
    /// By the kind of error of an oracle: the seeds.
    invalid: Seeds,
    /// By the kind of error of ours: the seeds.
    refused: Seeds,
    /// By the kind of difference: the seeds.
    different: Seeds,
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
    let always: Features = args.always.iter().flat_map(|features| features.iter()).collect();
    let grow = |seed| grow::grow(seed, on, always);
    let seeds = match args.only {
        Some(seed) => seed..seed + 1,
        None => args.seed..args.seed + args.bodies,
    };
    if args.show {
        for seed in seeds {
            println!("// seed {seed}\n{}", print::function(&grow(seed), Style::Generator));
        }
        return Ok(ExitCode::SUCCESS);
    }
    if !has_nightly() {
        println!("skipped: there is nothing to compare with, no nightly toolchain is installed");
        return Ok(ExitCode::SUCCESS);
    }
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/batches");
    let folder = args.folder.clone().unwrap_or_else(usual);
    let ours = match (args.oracles_only, args.boxed) {
        (true, _) => None,
        (false, true) => Some(Style::Boxed),
        (false, false) => Some(Style::Generator),
    };
    let theirs = !on.has(Feature::BorrowedAcrossYields);
    let workshop = Workshop::new(&folder, args.skip.clone(), ours, theirs)?;
    let bodies: Vec<Body> = seeds.map(grow).collect();
    let begin = Instant::now();
    let mut summary = Summary::default();
    run(&workshop, &bodies, &args, &mut summary)?;
    let elapsed = begin.elapsed().as_secs_f64();
    show_failures(&workshop, &mut summary)?;
    show_summary(&summary, elapsed);
    Ok(if summary.failing() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
        let (refused, different) = (count(&summary.refused), count(&summary.different));
        bar.set_message(format!("{refused} refused, {different} differ"));
    }
    bar.finish_and_clear();
    Ok(())
}

impl Summary {
    fn failing(&self) -> usize {
        count(&self.refused) + count(&self.different)
    }

    fn add(&mut self, body: &Body, verdict: Verdict, shrink: usize) {
        self.bodies += 1;
        let kind = verdict.kind();
        let (all, kind) = match (&verdict, kind) {
            (Verdict::Same(agreement), _) => {
                self.runs += agreement.runs;
                self.unwound_otherwise += agreement.unwound_otherwise;
                return;
            }
            (Verdict::Invalid(refusal), _) => {
                self.invalid.entry(refusal.kind.clone()).or_default().push(body.seed);
                return;
            }
            (Verdict::Refused(_), Some(kind)) => (&mut self.refused, kind),
            (Verdict::Different(_), Some(kind)) => (&mut self.different, kind),
            _ => {
                self.limited.push(body.seed);
                return;
            }
        };
        let seeds = all.entry(kind.clone()).or_default();
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
    println!(
        "{} bodies in {seconds:.0} s ({:.0} a minute), {} runs compared and equal",
        summary.bodies,
        summary.bodies as f64 * 60.0 / seconds.max(0.001),
        summary.runs,
    );
    println!("{} of them drop the same variables in another order in a panic", summary.unwound_otherwise);
    println!("{} that a documented limit refuses (seeds {})", summary.limited.len(), list(&summary.limited));
    show_seeds("that rustc refuses, as generators of its own or as plain functions", &summary.invalid);
    show_seeds("that ours alone refuses", &summary.refused);
    show_seeds("that differ", &summary.different);
}

fn show_seeds(what: &str, all: &Seeds) {
    println!("{} {what}:", count(all));
    for (kind, seeds) in all {
        println!("{:6} {kind} (seeds {})", seeds.len(), list(seeds));
    }
}

fn list(seeds: &[u64]) -> String {
    seeds.iter().map(u64::to_string).collect::<Vec<String>>().join(", ")
}

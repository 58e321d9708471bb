//! Sequences without an end, cut by the adaptors of every iterator.
//!
//! ```console
//! $ cargo run -p infinite -- primes --count 10
//! $ cargo run -p infinite -- primes --from 1000 --below 1100 --step 2
//! $ cargo run -p infinite -- twins --count 5
//! $ cargo run -p infinite -- fibonacci | head
//! $ cargo run -p infinite -- collatz --below 8
//! ```

use std::collections::{HashMap, VecDeque};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use generator_core::generator;
use program::Report;

/// Yields all primes, in order. Each known prime waits at its next multiple.
#[generator]
fn primes() -> impl Iterator<Item = u64> {
    yield_!(2);
    let mut multiples: HashMap<u64, u64> = HashMap::new();
    for number in (3..).step_by(2) {
        let Some(prime) = multiples.remove(&number) else {
            yield_!(number);
            multiples.insert(number * number, number);
            continue;
        };
        let mut next = number + 2 * prime;
        while multiples.contains_key(&next) {
            next += 2 * prime;
        }
        multiples.insert(next, prime);
    }
}

/// Yields pairs of primes that differ by two.
#[generator]
fn twins() -> impl Iterator<Item = (u64, u64)> {
    for (prime, next) in primes().zip(primes().skip(1)) {
        if next - prime == 2 {
            yield_!((prime, next));
        }
    }
}

/// Yields the Fibonacci numbers, as far as 128 bits go.
#[generator]
fn fibonacci() -> impl Iterator<Item = u128> {
    let (mut current, mut next) = (0_u128, 1_u128);
    yield_!(current);
    loop {
        yield_!(next);
        let Some(sum) = current.checked_add(next) else { return };
        (current, next) = (next, sum);
    }
}

/// Yields the numbers from which Collatz's rule (halve what is even, else triple
/// and add one) leads to 1, those with the fewest steps first, with that many.
#[generator]
fn collatz() -> impl Iterator<Item = (u64, u32)> {
    let mut tree = VecDeque::from([(1, 0)]);
    while let Some((number, steps)) = tree.pop_front() {
        yield_!((number, steps));
        if let Some(double) = number.checked_mul(2) {
            tree.push_back((double, steps + 1));
        }
        if number > 4 && number % 6 == 4 {
            tree.push_back(((number - 1) / 3, steps + 1));
        }
    }
}

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  infinite primes --count 10
  infinite primes --from 1000 --below 1100 --step 2
  infinite twins --count 5
  infinite fibonacci | head
  infinite collatz --below 8";

/// Print sequences that have no end.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    #[command(subcommand)]
    sequence: Sequence,
    /// Stop after so many.
    #[arg(long, global = true, default_value_t = usize::MAX, hide_default_value = true)]
    count: usize,
    /// Begin at this number; collatz at so many steps.
    #[arg(long, global = true, default_value_t = 0)]
    from: u64,
    /// Stop before this number; collatz before so many steps.
    #[arg(long, global = true)]
    below: Option<u64>,
    /// Print only every STEPth.
    #[arg(long, global = true, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    step: u64,
}

#[derive(Clone, Copy, Subcommand)]
enum Sequence {
    /// The prime numbers.
    Primes,
    /// Pairs of primes that differ by two.
    Twins,
    /// The Fibonacci numbers.
    Fibonacci,
    /// Numbers by how many steps of Collatz's rule lead to 1, and that many.
    Collatz,
}

/// Prints the part of a sequence that is asked for; `key` tells what it is in order of.
fn print<T>(
    args: &Args,
    sequence: impl Iterator<Item = T>,
    key: impl Fn(&T) -> u128,
    line: impl Fn(T) -> String,
) -> Result<(), String> {
    let part = sequence
        .skip_while(|item| key(item) < args.from.into())
        .take_while(|item| args.below.is_none_or(|below| key(item) < below.into()))
        .step_by(usize::try_from(args.step).unwrap_or(usize::MAX))
        .take(args.count);
    program::print(part.map(line))
}

fn run(args: &Args) -> Result<Report, String> {
    match args.sequence {
        Sequence::Primes => print(args, primes(), |&prime| prime.into(), |prime| prime.to_string())?,
        Sequence::Twins => print(args, twins(), |pair| pair.0.into(), |(a, b)| format!("{a} {b}"))?,
        Sequence::Fibonacci => print(args, fibonacci(), |&number| number, |number| number.to_string())?,
        Sequence::Collatz => {
            print(args, collatz(), |item| item.1.into(), |(number, steps)| format!("{number} {steps}"))?
        }
    }
    Ok(Report::new())
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}

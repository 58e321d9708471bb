//! Coroutines: how long a resumption takes, as a multiple of what a state machine written by hand takes.
//!
//! Bodies a file, in which `generated` is ours, or in the nightly build rustc's own, and `hand` is what one writes without.

mod delegated;
#[cfg(native)]
mod native;
mod protocol;
mod sum;
mod talk;
mod words;

use anyhow::Result;
use clap::Args;

use crate::body::Body;
use crate::column::Column;
use crate::exchange::{self, Numbers};
use crate::ratios::{DEBUG, measure, two_digits};
use crate::table::Table;

#[derive(Args)]
pub(crate) struct Options {
    /// How often each body is run [default: 101, in debug builds 11].
    #[arg(long)]
    rounds: Option<usize>,
    /// Print what the other build reads.
    #[arg(long, hide = true)]
    raw: bool,
}

pub(crate) fn all() -> Vec<Body> {
    vec![sum::body(), protocol::body(), words::body(), delegated::body()]
}

pub(crate) fn main(options: &Options) -> Result<()> {
    let rounds = options.rounds.unwrap_or(if DEBUG { 11 } else { 101 }).max(1);
    let bodies = all();
    let mut numbers = Numbers::default();
    for body in &bodies {
        body.check();
        measure(body, rounds, &mut numbers);
    }
    if options.raw {
        print!("{}", numbers.to_text());
        return Ok(());
    }
    numbers.extend(exchange::from_nightly(&["coroutines", "--rounds", &rounds.to_string()])?);
    print!("{}", table(&bodies, &numbers));
    Ok(())
}

/// The columns beside the baselines' nanoseconds.
const SHOWN: [Column; 6] =
    [Column::Next, Column::Dyn, Column::Gen, Column::GenDyn, Column::Genawaiter, Column::Corosensei];

fn table(bodies: &[Body], numbers: &Numbers) -> Table {
    let heads = ["", "hand, ns", "hand dyn, ns"].map(str::to_owned);
    let mut table = Table::new(heads.into_iter().chain(SHOWN.map(|column| column.to_string())));
    for body in bodies {
        let number = |column| numbers.get(body.name, column);
        let baselines = [Column::Hand, Column::HandDyn]
            .map(|column| format!("{:.2}", number(column).unwrap_or(f64::NAN)));
        let shown: Vec<String> = SHOWN
            .into_iter()
            .map(|column| number(column).map_or_else(|| table.missing(None), two_digits))
            .collect();
        table.row([body.name.to_owned()].into_iter().chain(baselines).chain(shown).collect());
    }
    table
}

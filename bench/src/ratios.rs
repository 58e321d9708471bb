//! Times, as multiples of what the iterator written by hand takes: 1.00 is par.
//!
//! The columns of a body take turns within each round, so that whatever else the machine does meets all of them;
//! each is divided by the baseline of its own round, and the medians of the rounds are shown. The harness is our
//! own because none that is well kept compares so: criterion and divan measure one function after another, and
//! tango takes turns, but between two builds of one program.

use std::time::Instant;

use anyhow::Result;
use clap::Args;

use crate::bodies;
use crate::body::Body;
use crate::column::Column;
use crate::exchange::{self, Numbers};
use crate::table::Table;

#[derive(Args)]
pub(crate) struct Options {
    /// How often each body is run [default: 101, in debug builds 11].
    #[arg(long)]
    rounds: Option<usize>,
    /// Only bodies with this in their name.
    #[arg(default_value = "")]
    filter: String,
    /// Print what the other build reads.
    #[arg(long, hide = true)]
    raw: bool,
}

pub(crate) const DEBUG: bool = cfg!(debug_assertions);

pub(crate) fn main(options: &Options) -> Result<()> {
    let rounds = options.rounds.unwrap_or(if DEBUG { 11 } else { 101 }).max(1);
    let bodies: Vec<Body> =
        bodies::all().into_iter().filter(|body| body.name.contains(&options.filter)).collect();
    let mut numbers = Numbers::default();
    for body in &bodies {
        body.check();
        measure(body, rounds, &mut numbers);
    }
    if options.raw {
        print!("{}", numbers.to_text());
        return Ok(());
    }
    let rounds = rounds.to_string();
    numbers.extend(exchange::from_nightly(&["ratios", "--rounds", &rounds, &options.filter])?);
    print!("{}", table(&bodies, &numbers));
    Ok(())
}

/// Adds each column's ratio, and for the baselines the nanoseconds that an item takes.
pub(crate) fn measure(body: &Body, rounds: usize, numbers: &mut Numbers) {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); body.runs.len()];
    for round in 0..rounds {
        // Which column goes first moves on, lest one warm up for the next.
        for turn in 0..body.runs.len() {
            let place = (round + turn) % body.runs.len();
            times[place].push(time(body, place));
        }
    }
    let times_of = |column: Column| {
        let place = body.runs.iter().position(|run| run.column == column);
        &times[place.expect("each body has its baselines")]
    };
    for (run, own) in body.runs.iter().zip(&times) {
        let ratios = own.iter().zip(times_of(run.column.baseline())).map(|(own, baseline)| own / baseline);
        let is_baseline = run.column.baseline() == run.column;
        let number = if is_baseline { median(own.clone()) } else { median(ratios.collect()) };
        numbers.add(body.name, run.column, number);
    }
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn time(body: &Body, place: usize) -> f64 {
    let start = Instant::now();
    (body.runs[place].run)();
    start.elapsed().as_nanos() as f64 / body.items as f64
}

pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The columns beside the baselines' nanoseconds.
const SHOWN: [Column; 13] = [
    Column::Loop,
    Column::Adaptors,
    Column::Next,
    Column::Fold,
    Column::Dyn,
    Column::Gen,
    Column::GenDyn,
    Column::Diapause,
    Column::Genawaiter,
    Column::NextGen,
    Column::Corosensei,
    Column::AsyncStream,
    Column::AsynkStrim,
];

fn table(bodies: &[Body], numbers: &Numbers) -> Table {
    let heads = ["", "hand, ns", "hand dyn, ns"].map(str::to_owned);
    let shown = SHOWN.map(|column| column.to_string());
    let mut table = Table::new(heads.into_iter().chain(shown).chain(["ours fold / loop".to_owned()]));
    for body in bodies {
        let number = |column| numbers.get(body.name, column);
        let mut cells = vec![body.name.to_owned()];
        for column in [Column::Hand, Column::HandDyn] {
            cells.push(format!("{:.2}", number(column).unwrap_or(f64::NAN)));
        }
        for column in SHOWN {
            let note = body.notes.iter().find(|(of, _)| *of == column).map(|(_, why)| *why);
            cells.push(number(column).map_or_else(|| table.missing(note), two_digits));
        }
        let fold_by_loop = number(Column::Fold).zip(number(Column::Loop)).map(|(fold, plain)| fold / plain);
        cells.push(fold_by_loop.map_or_else(|| table.missing(None), two_digits));
        table.row(cells);
    }
    table
}

pub(crate) fn two_digits(ratio: f64) -> String {
    if ratio < 100.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") }
}

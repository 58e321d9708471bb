//! What goes beyond iterators of a state machine: locals borrowed across yields, streams, deep recursion. Nanoseconds an item.
//!
//! A row is a body, and a column whoever yields its items. The columns of a row take turns, as in `ratios`.

mod borrowed;
mod recursion;
mod streams;

use std::time::Instant;

use clap::Args;

use crate::ratios::{DEBUG, median, two_digits};
use crate::table::Table;

#[derive(Args)]
pub(crate) struct Options {
    /// How often each body is run [default: 51, in debug builds 5].
    #[arg(long)]
    rounds: Option<usize>,
}

/// What can be done with the items of one body.
pub(crate) struct Row {
    name: &'static str,
    items: usize,
    runs: Vec<(&'static str, Run)>,
}

/// Takes all items, and returns their sum.
type Run = Box<dyn Fn() -> u64>;

impl Row {
    fn new(name: &'static str, items: usize) -> Self {
        Row { name, items, runs: Vec::new() }
    }

    fn by(mut self, column: &'static str, run: impl Fn() -> u64 + 'static) -> Self {
        self.runs.push((column, Box::new(run)));
        self
    }

    /// Panics if a column has other items than the first.
    pub(crate) fn check(&self) {
        let mut sums = self.runs.iter().map(|(column, run)| (column, run()));
        let first = sums.next().expect("a row has columns").1;
        for (column, sum) in sums {
            assert_eq!(sum, first, "{column} of {}", self.name);
        }
    }

    /// The nanoseconds of each column.
    fn times(&self, rounds: usize) -> Vec<f64> {
        let mut times = vec![Vec::new(); self.runs.len()];
        for round in 0..rounds {
            for turn in 0..self.runs.len() {
                let place = (round + turn) % self.runs.len();
                let start = Instant::now();
                std::hint::black_box((self.runs[place].1)());
                times[place].push(nanoseconds(start, self.items));
            }
        }
        times.into_iter().map(median).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn nanoseconds(since: Instant, items: usize) -> f64 {
    since.elapsed().as_nanos() as f64 / items as f64
}

/// The tables, each with its columns.
pub(crate) fn all() -> [Vec<Row>; 3] {
    [borrowed::rows(), streams::rows(), recursion::rows()]
}

pub(crate) fn main(options: &Options) {
    let rounds = options.rounds.unwrap_or(if DEBUG { 5 } else { 51 }).max(1);
    for rows in all() {
        let mut columns: Vec<&'static str> = Vec::new();
        for (column, _) in rows.iter().flat_map(|row| &row.runs) {
            if !columns.contains(column) {
                columns.push(column);
            }
        }
        let heads = ["ns an item"].into_iter().chain(columns.iter().copied()).map(str::to_owned);
        let mut table = Table::new(heads);
        for row in &rows {
            row.check();
            let times = row.times(rounds);
            let time =
                |column: &&str| row.runs.iter().position(|(of, _)| of == column).map(|place| times[place]);
            let cells: Vec<String> = columns
                .iter()
                .map(|column| time(column).map_or_else(|| table.missing(None), two_digits))
                .collect();
            table.row([row.name.to_owned()].into_iter().chain(cells).collect());
        }
        println!("{table}");
    }
}

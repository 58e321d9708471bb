//! The bytes of each body's iterator.

use anyhow::Result;
use clap::Args;

use crate::bodies;
use crate::column::Column;
use crate::exchange::{self, Numbers};
use crate::table::Table;

#[derive(Args)]
pub(crate) struct Options {
    /// Print what the other build reads.
    #[arg(long, hide = true)]
    raw: bool,
}

#[expect(clippy::cast_precision_loss, reason = "the sizes are far below 2^53")]
pub(crate) fn main(options: &Options) -> Result<()> {
    let bodies = bodies::all();
    let mut numbers = Numbers::default();
    for body in &bodies {
        for (column, size) in &body.sizes {
            numbers.add(body.name, *column, *size as f64);
        }
    }
    if options.raw {
        print!("{}", numbers.to_text());
        return Ok(());
    }
    numbers.extend(exchange::from_nightly(&["sizes"])?);
    const COLUMNS: [Column; 3] = [Column::Hand, Column::Next, Column::Gen];
    let mut table =
        Table::new(["bytes".to_owned()].into_iter().chain(COLUMNS.map(|column| column.to_string())));
    for body in &bodies {
        let sizes = COLUMNS.map(|column| match numbers.get(body.name, column) {
            Some(size) => size.to_string(),
            None => table.missing(None),
        });
        table.row([body.name.to_owned()].into_iter().chain(sizes).collect());
    }
    print!("{table}");
    Ok(())
}

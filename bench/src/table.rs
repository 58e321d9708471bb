//! Markdown tables, aligned: a row's name, then a cell for each column.

use std::fmt::{self, Display};

pub(crate) struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    /// What the numbers of the cells refer to.
    notes: Vec<&'static str>,
}

impl Table {
    pub(crate) fn new(heads: impl IntoIterator<Item = String>) -> Self {
        Table { heads: heads.into_iter().collect(), rows: Vec::new(), notes: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// A cell without a value, and why it has none.
    pub(crate) fn missing(&mut self, why: Option<&'static str>) -> String {
        let Some(why) = why else { return "–".to_owned() };
        let place = self.notes.iter().position(|note| *note == why).unwrap_or_else(|| {
            self.notes.push(why);
            self.notes.len() - 1
        });
        format!("–[^{}]", place + 1)
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.chain(self.heads.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let line = |f: &mut fmt::Formatter<'_>, cells: &[String]| {
            for (column, cell) in cells.iter().enumerate() {
                let width = width(column);
                if column == 0 {
                    write!(f, "| {cell:width$} |")?;
                } else {
                    write!(f, " {cell:>width$} |")?;
                }
            }
            writeln!(f)
        };
        line(f, &self.heads)?;
        for column in 0..self.heads.len() {
            let dashes = "-".repeat(width(column));
            write!(f, "{}", if column == 0 { format!("| {dashes} |") } else { format!(" {dashes}:|") })?;
        }
        writeln!(f)?;
        for row in &self.rows {
            line(f, row)?;
        }
        for (place, note) in self.notes.iter().enumerate() {
            write!(f, "\n[^{}]: {note}\n", place + 1)?;
        }
        Ok(())
    }
}

//! What the compiled batches write, read: bodies, their runs, the lines of each run's log.

use anyhow::{Context, Result};
use std::collections::BTreeMap;

/// The runs of a body.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Runs {
    pub runs: Vec<Run>,
    /// It hung or died.
    pub broken: Option<String>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// How it was driven: `fold 2`.
    pub name: String,
    pub log: Vec<String>,
    /// What only generators show.
    pub notes: Vec<String>,
}

impl Runs {
    pub fn broken(how: &str) -> Self {
        Runs { runs: Vec::new(), broken: Some(how.to_owned()) }
    }

    /// Leaves out runs, by the first word of their names.
    pub fn skip(&mut self, words: &[String]) {
        self.runs.retain(|run| !words.iter().any(|word| run.name.split(' ').next() == Some(word)));
    }

    pub fn get(&self, name: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.name == name)
    }
}

/// Adds what `text` tells to the runs. Gives the body that was last begun, unless all ended.
pub fn parse(text: &str, all: &mut BTreeMap<usize, Runs>) -> Result<Option<usize>> {
    let mut current = None;
    for line in text.lines() {
        let (kind, rest) = line.split_at_checked(2).unwrap_or((line, ""));
        match kind.trim_end() {
            "Z" => current = None,
            "B" => current = Some(rest.parse()?),
            kind => {
                let runs = all.entry(current.context("a body comes first")?).or_default();
                if kind == "R" {
                    runs.runs.push(Run { name: rest.to_owned(), log: Vec::new(), notes: Vec::new() });
                    continue;
                }
                let Some(run) = runs.runs.last_mut() else { continue };
                match kind {
                    "L" => run.log.push(rest.to_owned()),
                    _ => run.notes.push(rest.to_owned()),
                }
            }
        }
    }
    Ok(current)
}

//! How the nightly build hands its numbers to ours: lines of a body's name, a column's and a number, parted by
//! tabs. Ours builds and runs it, if there is a nightly toolchain.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::column::Column;

#[derive(Default)]
pub(crate) struct Numbers(Vec<(String, Column, f64)>);

impl Numbers {
    pub(crate) fn add(&mut self, body: &str, column: Column, number: f64) {
        self.0.push((body.to_owned(), column, number));
    }

    pub(crate) fn get(&self, body: &str, column: Column) -> Option<f64> {
        let found = self.0.iter().find(|(of, at, _)| of == body && *at == column);
        found.map(|(_, _, number)| *number)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        self.0.iter_mut().map(|(_, _, number)| number)
    }

    pub(crate) fn extend(&mut self, others: Numbers) {
        self.0.extend(others.0);
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let number = |line: &str| {
            let mut parts = line.split('\t');
            let (body, column, number) = (parts.next()?, parts.next()?, parts.next()?);
            Some((body.to_owned(), Column::from_str(column, false).ok()?, number.parse().ok()?))
        };
        let lines = text.lines().map(|line| number(line).with_context(|| format!("not a number: {line}")));
        Ok(Numbers(lines.collect::<Result<_>>()?))
    }

    pub(crate) fn to_text(&self) -> String {
        let line = |(body, column, number): &(String, Column, f64)| format!("{body}\t{column:?}\t{number}\n");
        self.0.iter().map(line).collect()
    }
}

pub(crate) fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program of the nightly build, freshly compiled in this one's profile; `None` without a nightly toolchain.
pub(crate) fn nightly_build() -> Result<Option<PathBuf>> {
    let installed = Command::new("rustup").args(["run", "nightly", "rustc", "--version"]).output();
    if !installed.is_ok_and(|output| output.status.success()) {
        eprintln!("no nightly toolchain is installed: without rustc's own generators");
        return Ok(None);
    }
    let folder = folder().join("nightly");
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let mut cargo = Command::new("rustup");
    cargo.args(["run", "nightly", "cargo", "build", "--quiet", "--profile", profile]);
    forget_cargo(&mut cargo);
    if !cargo.current_dir(&folder).status()?.success() {
        bail!("the nightly build doesn't compile");
    }
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    Ok(Some(folder.join("target").join(profile).join("bench-nightly")))
}

/// What a command of the nightly build prints with `--raw`.
pub(crate) fn from_nightly(arguments: &[&str]) -> Result<Numbers> {
    let Some(program) = nightly_build()? else { return Ok(Numbers::default()) };
    let output = Command::new(&program).args(arguments).arg("--raw").output()?;
    if !output.status.success() {
        bail!("the nightly build fails: {}", String::from_utf8_lossy(&output.stderr));
    }
    Numbers::parse(&String::from_utf8(output.stdout)?)
}

/// What cargo sets for its own children would reach another cargo's through us.
pub(crate) fn forget_cargo(command: &mut Command) {
    for (name, _) in std::env::vars() {
        if name.starts_with("CARGO_") && name != "CARGO_HOME" || name == "RUSTUP_TOOLCHAIN" {
            command.env_remove(name);
        }
    }
}

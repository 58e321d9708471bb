//! The peak memory of pipelines, each in a process of its own.

use std::env;
use std::fs;
use std::process::Command;

use clap::ValueEnum;

use crate::{Pipeline, Way, made_up};

/// Prints the peaks of each pipeline for an input and for one that is so many
/// times as large, by generators and collecting everything.
pub fn compare(bytes: u64, factor: u64) -> Result<(), String> {
    let mut lines = vec![format!(
        "{:10} {:12} {:>12} {:>12} {:>8}   (KiB at the peak)",
        "pipeline",
        "way",
        format!("{} MB", bytes / 1_000_000),
        format!("{} MB", bytes * factor / 1_000_000),
        "growth"
    )];
    for &pipeline in Pipeline::value_variants() {
        for way in [Way::Generators, Way::Collecting] {
            let small = peak(pipeline, way, bytes)?;
            let large = peak(pipeline, way, bytes * factor)?;
            let growth = 100.0 * (large as f64 / small as f64 - 1.0);
            let (pipeline, way) = (format!("{pipeline:?}"), format!("{way:?}"));
            lines.push(format!("{pipeline:10} {way:12} {small:12} {large:12} {growth:+7.1} %"));
        }
    }
    program::print(lines)
}

fn peak(pipeline: Pipeline, way: Way, bytes: u64) -> Result<u64, String> {
    let program = env::current_exe().map_err(|error| format!("can't find this program: {error}"))?;
    let name = |value: Option<clap::builder::PossibleValue>| {
        value.map(|value| value.get_name().to_owned()).unwrap_or_default()
    };
    let mut command = Command::new(program);
    command.arg("once").args([
        name(pipeline.to_possible_value()),
        name(way.to_possible_value()),
        bytes.to_string(),
    ]);
    let output = command.output().map_err(|error| format!("can't run: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim()
        .parse()
        .map_err(|_| format!("{pipeline:?} failed: {}", String::from_utf8_lossy(&output.stderr)))
}

pub fn once(pipeline: Pipeline, way: Way, bytes: u64) -> Result<(), String> {
    let outcome = pipeline.run(way, made_up::input(pipeline, bytes));
    if outcome.items == 0 {
        return Err("the pipeline found nothing".to_owned());
    }
    program::print(status("VmHWM"))
}

/// A figure of this process in KiB, where the system is Linux.
pub fn status(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

//! The parts of a series that are like a template.

use std::path::PathBuf;

use program::Report;

use crate::template::{self, Template};
use crate::{Args, drawn_to, good_points, picture};

#[derive(clap::Args)]
pub struct Search {
    /// A CSV file of times and values, with a heading; `-` for standard input.
    path: PathBuf,
    /// A file with the template, of the same kind.
    #[arg(long, conflicts_with_all = ["from", "length"])]
    template: Option<PathBuf>,
    /// Without a file, the template is a part of the series, and looked for in what
    /// follows: it comes after so many measurements.
    #[arg(long, default_value_t = 0)]
    from: usize,
    /// The length of that part, in measurements.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(2..))]
    length: u16,
    /// The largest distance from the template, in its standard deviations.
    #[arg(long, default_value_t = 1.0, value_parser = distance)]
    within: f64,
    /// Draw the series and where it is like the template, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

fn distance(text: &str) -> Result<f64, String> {
    let distance = text.parse().map_err(|error| format!("{error}"))?;
    if distance >= 0.0 { Ok(distance) } else { Err("has to be 0 or above".to_owned()) }
}

/// Prints where the template is in the series, as it comes.
pub fn search(of: &Search, args: &Args, report: &Report) -> Result<(), String> {
    let mut drawn = Vec::new();
    let (names, points) = good_points(&of.path, args, report)?;
    let mut points = points.inspect(|point| {
        if of.plot.is_some() {
            drawn.push(*point);
        }
    });
    let values: Vec<f64> = if let Some(path) = &of.template {
        good_points(path, args, report)?.1.map(|point| point.value).collect()
    } else {
        let length = usize::from(of.length);
        let values: Vec<f64> = points.by_ref().skip(of.from).take(length).map(|point| point.value).collect();
        if values.len() < length {
            return Err(format!("the series ends before measurement {}", of.from.saturating_add(length)));
        }
        values
    };
    let template = Template::new(&values).ok_or("the template is empty")?;
    let mut found = Vec::new();
    program::print_lines(
        args.json,
        template::matches(points, template, of.within).map(|part| {
            if of.plot.is_some() {
                found.push(part);
            }
            part.line()
        }),
    )?;
    report.finish();
    of.plot.as_ref().map_or(Ok(()), |path| drawn_to(path, picture::matches(&drawn, &found, &names, path)))
}

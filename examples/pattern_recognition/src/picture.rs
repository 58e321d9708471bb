//! Draws a series, and below it what was found out about it.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;
use series::picture::{Area, chart, line, range};
use series::{Names, Point};

use crate::series::Novelty;
use crate::template::Match;

/// Draws the series above, and the distances below.
pub fn novelties<'a>(parts: &[Novelty], names: &Names, path: &'a Path) -> Result<(), Box<dyn Error + 'a>> {
    let area = SVGBackend::new(path, (1000, 640)).into_drawing_area();
    area.fill(&WHITE)?;
    let (above, below) = area.split_vertically(370);
    let of = |value: fn(&Novelty) -> f64| {
        parts.iter().map(|part| Point { time: part.time, value: value(part) }).collect::<Vec<_>>()
    };
    curve(&above, "the series", BLUE, &of(|part| part.value), &[], [&names.time, &names.value])?;
    let distances = of(|part| part.distance);
    curve(
        &below,
        "how new each part is",
        RED,
        &distances,
        &[],
        [&names.time, "distance from the nearest before"],
    )?;
    area.present()?;
    Ok(())
}

/// Draws the series, with the matches marked.
pub fn matches<'a>(
    points: &[Point],
    matches: &[Match],
    names: &Names,
    path: &'a Path,
) -> Result<(), Box<dyn Error + 'a>> {
    let area = SVGBackend::new(path, (1000, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let spans: Vec<_> =
        matches.iter().map(|found| (found.start.time.seconds, found.end.time.seconds)).collect();
    let caption = "the series; what is like the template in red";
    curve(&area, caption, BLUE, points, &spans, [&names.time, &names.value])?;
    area.present()?;
    Ok(())
}

/// Draws a curve, and behind it those spans of time in red.
fn curve<'a>(
    area: &Area<'a>,
    caption: &str,
    color: RGBColor,
    points: &[Point],
    spans: &[(f64, f64)],
    names: [&str; 2],
) -> Result<(), Box<dyn Error + 'a>> {
    let Some(first) = points.first() else { return Ok(()) };
    let times = range(points.iter().map(|point| point.time.seconds));
    let values = range(points.iter().map(|point| point.value));
    let (bottom, top) = (values.start, values.end);
    let mut chart = chart(area, caption, (times, first.time), values, names)?;
    chart.draw_series(
        spans
            .iter()
            .map(|&(start, end)| Rectangle::new([(start, bottom), (end, top)], RED.mix(0.3).filled())),
    )?;
    line(&mut chart, points, color)?;
    Ok(())
}

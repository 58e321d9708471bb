//! Draws a series, and below it what was found out about it.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::series::{Novelty, Point};
use crate::template::Match;

/// Draws the series above, and the distances below.
pub fn novelties(parts: &[Novelty], path: &Path) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(path, (1000, 600)).into_drawing_area();
    area.fill(&WHITE)?;
    let (above, below) = area.split_vertically(350);
    let of =
        |value: fn(&Novelty) -> f64| parts.iter().map(|part| (part.time, value(part))).collect::<Vec<_>>();
    curve(&above, "the series", BLUE, &of(|part| part.value), &[])?;
    curve(&below, "distance from the most similar part before", RED, &of(|part| part.distance), &[])?;
    area.present()?;
    Ok(())
}

/// Draws the series, with the matches marked.
pub fn matches(points: &[Point], matches: &[Match], path: &Path) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(path, (1000, 400)).into_drawing_area();
    area.fill(&WHITE)?;
    let spans: Vec<_> = matches.iter().map(|found| (found.start.time, found.end.time)).collect();
    curve(&area, "the series; what is like the template in red", BLUE, points, &spans)?;
    area.present()?;
    Ok(())
}

/// Draws a curve, as far as it is finite, and behind it those spans of time in red.
fn curve(
    area: &DrawingArea<SVGBackend, Shift>,
    caption: &str,
    color: RGBColor,
    points: &[Point],
    spans: &[(f64, f64)],
) -> Result<(), Box<dyn Error>> {
    let is_finite = |point: &Point| point.0.is_finite() && point.1.is_finite();
    let points: Vec<Point> = points.iter().copied().filter(is_finite).collect();
    let most = |value: fn(&Point) -> f64| points.iter().map(value).fold(f64::MIN_POSITIVE, f64::max);
    let (end, top) = (most(|point| point.0), most(|point| point.1));
    let bottom = points.iter().map(|point| point.1).fold(0.0, f64::min);
    let start = points.first().map_or(0.0, |point| point.0);
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(10)
        .x_label_area_size(25)
        .y_label_area_size(60)
        .build_cartesian_2d(start..end, bottom..top)?;
    chart.configure_mesh().disable_mesh().draw()?;
    chart.draw_series(
        spans
            .iter()
            .map(|&(start, end)| Rectangle::new([(start, bottom), (end, top)], RED.mix(0.3).filled())),
    )?;
    chart.draw_series(LineSeries::new(points, color))?;
    Ok(())
}

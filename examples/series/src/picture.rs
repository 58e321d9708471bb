//! Draws what changes with time.

use std::error::Error;
use std::ops::Range;

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use crate::{Point, Time};

/// A drawing of ours.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A chart over time.
pub type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// From the least to the most of some values, with a little around them.
pub fn range(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (least, most) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    if least > most {
        return 0.0..1.0;
    }
    let margin = if least < most { (most - least) * 0.05 } else { least.abs().max(1.0) * 0.05 };
    least - margin..most + margin
}

/// Draws the axes: times below, and values on the left, with their names.
pub fn chart<'a, 'b>(
    area: &'a Area<'b>,
    caption: &str,
    (times, some_time): (Range<f64>, Time),
    values: Range<f64>,
    names: [&str; 2],
) -> Result<Chart<'a, 'b>, Box<dyn Error + 'b>> {
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(80)
        .build_cartesian_2d(times.clone(), values)?;
    let label = |seconds: &f64| label(some_time.at(*seconds), times.end - times.start);
    chart
        .configure_mesh()
        .disable_mesh()
        .x_labels(8)
        .x_label_formatter(&label)
        .x_desc(names[0])
        .y_desc(names[1])
        .draw()?;
    Ok(chart)
}

/// A time, as exactly as it matters.
fn label(time: Time, span: f64) -> String {
    let text = time.to_string();
    match text.split_once('T') {
        None if span >= 100.0 => format!("{:.0}", time.seconds),
        None => text,
        Some((date, _)) if span > 20.0 * 86400.0 => date.to_owned(),
        Some((date, of_day)) if span > 86400.0 => format!("{} {}", &date[5..], &of_day[..5]),
        Some((_, of_day)) => of_day.trim_end_matches('Z').to_owned(),
    }
}

/// Draws a line through the points, in pieces where it is interrupted.
pub fn line(chart: &mut Chart, points: &[Point], color: RGBColor) -> Result<(), String> {
    for piece in pieces(points) {
        let points: Vec<(f64, f64)> = piece.iter().map(|point| (point.time.seconds, point.value)).collect();
        if let [point] = points[..] {
            chart.draw_series([Circle::new(point, 1, color.filled())]).map_err(|error| error.to_string())?;
        } else {
            chart.draw_series(LineSeries::new(points, color)).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// The points without a pause of more than ten of their usual distances, or a step back in time.
fn pieces(points: &[Point]) -> impl Iterator<Item = &[Point]> {
    let distance = |a: &Point, b: &Point| b.time.seconds - a.time.seconds;
    let mut distances: Vec<f64> = points.windows(2).map(|pair| distance(&pair[0], &pair[1])).collect();
    distances.sort_by(f64::total_cmp);
    let usual = distances.get(distances.len() / 2).copied().unwrap_or(0.0);
    points.chunk_by(move |a, b| (0.0..=10.0 * usual.max(0.0)).contains(&distance(a, b)))
}

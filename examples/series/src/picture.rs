//! Draws what changes with time.

use std::error::Error;
use std::ops::Range;

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use crate::{Kind, Point, Time};

/// A drawing of ours.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A chart over time.
pub type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Times, RangedCoordf64>>;

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
        .build_cartesian_2d(Times { range: times, some_time }, values.clone())?;
    let digits = if values.end - values.start < 8.0 { 2 } else { 0 };
    let value = |value: &f64| format!("{value:.digits$}");
    let mut mesh = chart.configure_mesh();
    mesh.disable_mesh().y_label_formatter(&value).x_desc(names[0]).y_desc(names[1]);
    mesh.draw()?;
    Ok(chart)
}

/// An axis of times.
#[derive(Clone, Debug)]
pub struct Times {
    range: Range<f64>,
    some_time: Time,
}

impl Ranged for Times {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        RangedCoordf64::from(self.range.clone()).map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        ticks(&self.range, self.some_time.kind)
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Times {
    fn format_ext(&self, seconds: &f64) -> String {
        label(self.some_time.at(*seconds), self.range.end - self.range.start)
    }
}

/// Round times, some eight of them.
fn ticks(times: &Range<f64>, kind: Kind) -> Vec<f64> {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    const OF_CLOCKS: [f64; 16] = [
        MINUTE,
        2.0 * MINUTE,
        5.0 * MINUTE,
        10.0 * MINUTE,
        30.0 * MINUTE,
        HOUR,
        2.0 * HOUR,
        6.0 * HOUR,
        12.0 * HOUR,
        DAY,
        2.0 * DAY,
        7.0 * DAY,
        14.0 * DAY,
        30.0 * DAY,
        90.0 * DAY,
        365.0 * DAY,
    ];
    let least = (times.end - times.start) / 8.0;
    let power = 10_f64.powf(least.log10().floor());
    let decimal = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    let of_clocks = OF_CLOCKS.into_iter().filter(|_| kind != Kind::Seconds && least > 20.0);
    let step = of_clocks.chain(decimal).find(|&step| step >= least).unwrap_or(least);
    let first = (times.start / step).ceil();
    (0..=10).map(|tick| (first + f64::from(tick)) * step).filter(|time| times.contains(time)).collect()
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

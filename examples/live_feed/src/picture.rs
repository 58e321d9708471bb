//! Draws the windows of a feed.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use crate::Window;

/// Draws a bar from the least to the most of each window, and a line through the
/// means. Those that aren't finite are left out.
pub fn plot(windows: &[Window], seconds: f64, path: &Path) -> Result<(), Box<dyn Error>> {
    let is_finite = |window: &&Window| (window.start + window.least + window.most).is_finite();
    let windows: Vec<&Window> = windows.iter().filter(is_finite).collect();
    let start = windows.iter().map(|window| window.start).fold(f64::INFINITY, f64::min);
    let end = windows.iter().map(|window| window.start + seconds).fold(f64::NEG_INFINITY, f64::max);
    let bottom = windows.iter().map(|window| window.least).fold(0.0, f64::min);
    let top = windows.iter().map(|window| window.most).fold(f64::MIN_POSITIVE, f64::max);
    let area = SVGBackend::new(path, (900, 400)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("from the least to the most of each window; means in red", ("sans-serif", 20))
        .margin(10)
        .x_label_area_size(30)
        .y_label_area_size(60)
        .build_cartesian_2d(if start < end { start..end } else { 0.0..seconds }, bottom..top)?;
    chart.configure_mesh().disable_mesh().draw()?;
    chart.draw_series(windows.iter().map(|window| {
        let corners = [(window.start, window.least), (window.start + seconds, window.most)];
        let mut bar = Rectangle::new(corners, BLUE.mix(0.4).filled());
        bar.set_margin(0, 0, 1, 1);
        bar
    }))?;
    let means = windows.iter().map(|window| (window.start + seconds / 2.0, window.mean()));
    chart.draw_series(LineSeries::new(means, RED.stroke_width(2)))?;
    area.present()?;
    Ok(())
}

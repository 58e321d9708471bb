//! Draws the windows of a feed.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;
use series::picture::{chart, line, range};
use series::{Names, Point};

use crate::windows::Window;

/// Draws a bar from the least to the most of each window, and a line through the means.
pub fn plot<'a>(
    windows: &[Window],
    seconds: f64,
    names: &Names,
    path: &'a Path,
) -> Result<(), Box<dyn Error + 'a>> {
    let area = SVGBackend::new(path, (900, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    if let Some(first) = windows.first() {
        let ends = |window: &Window| [window.start.seconds, window.start.seconds + seconds];
        let times = range(windows.iter().flat_map(ends));
        let values = range(windows.iter().flat_map(|window| [window.least, window.most]));
        let caption = "from the least to the most of each window; means in red";
        let mut chart = chart(&area, caption, (times, first.start), values, [&names.time, &names.value])?;
        chart.draw_series(windows.iter().map(|window| {
            let [start, end] = ends(window);
            let mut bar = Rectangle::new([(start, window.least), (end, window.most)], BLUE.mix(0.4).filled());
            bar.set_margin(0, 0, 1, 1);
            bar
        }))?;
        let middle = |window: &Window| window.start.at(window.start.seconds + seconds / 2.0);
        let means: Vec<Point> =
            windows.iter().map(|window| Point { time: middle(window), value: window.mean() }).collect();
        line(&mut chart, &means, RED)?;
    }
    area.present()?;
    Ok(())
}

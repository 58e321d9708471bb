//! What is printed and drawn of the groups: how many packages each has, and their size.

use std::error::Error;
use std::fmt;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

pub struct Group {
    pub name: String,
    pub count: u64,
    pub kib: u128,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Group { name, count, kib } = self;
        write!(f, "{name:12} {count:8} {kib:10}")
    }
}

/// Draws the days above and the sections below: the packages of each on the left,
/// and their size on the right.
pub fn plot(days: &[Group], sections: &[Group], path: &Path) -> Result<(), Box<dyn Error>> {
    let height = |groups: &[Group]| 90 + 20 * u32::try_from(groups.len()).unwrap_or(u32::MAX).min(500);
    let area = SVGBackend::new(path, (1000, height(days) + height(sections))).into_drawing_area();
    area.fill(&WHITE)?;
    let (above, below) = area.split_vertically(height(days));
    for (area, name, groups) in [(above, "day", days), (below, "section", sections)] {
        let (left, right) = area.split_horizontally(500);
        bars(&left, &format!("packages by {name}"), BLUE, groups, |group| group.count as f64)?;
        bars(&right, &format!("KiB by {name}"), RED, groups, |group| group.kib as f64)?;
    }
    area.present()?;
    Ok(())
}

/// Draws a bar to the right for each group, the first at the top.
fn bars(
    area: &DrawingArea<SVGBackend, Shift>,
    caption: &str,
    color: RGBColor,
    groups: &[Group],
    length: fn(&Group) -> f64,
) -> Result<(), Box<dyn Error>> {
    let longest = groups.iter().map(length).fold(0.0, f64::max);
    let last = groups.len().saturating_sub(1);
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(10)
        .x_label_area_size(25)
        .y_label_area_size(100)
        .build_cartesian_2d(0.0..longest.max(1.0), (0..last).into_segmented())?;
    let label = |segment: &SegmentValue<usize>| match segment {
        SegmentValue::CenterOf(index) if *index <= last => {
            groups.get(last - index).map_or_else(String::new, |group| group.name.clone())
        }
        _ => String::new(),
    };
    chart
        .configure_mesh()
        .disable_mesh()
        .x_labels(6)
        .y_labels(groups.len())
        .y_label_formatter(&label)
        .draw()?;
    chart.draw_series(groups.iter().rev().enumerate().map(|(index, group)| {
        let corners = [(0.0, SegmentValue::Exact(index)), (length(group), SegmentValue::Exact(index + 1))];
        let mut bar = Rectangle::new(corners, color.filled());
        bar.set_margin(2, 2, 0, 0);
        bar
    }))?;
    Ok(())
}

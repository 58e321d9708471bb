//! What is printed and drawn of the groups: how many packages each has, and their size.

use std::error::Error;

use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use program::{Line, json};

pub struct Group {
    pub name: String,
    pub count: u64,
    pub kib: u128,
}

impl Group {
    /// The line of a group of that kind.
    pub fn line(&self, kind: &str) -> Line {
        let Group { name, count, kib } = self;
        let text = format!("{name:12} {count:8} {kib:10}");
        Line::new(text, json!({kind: name, "packages": count, "kib": *kib as f64}))
    }
}

/// So many groups are drawn.
const MOST: usize = 40;

/// Draws the days above and the sections below: the packages of each on the left,
/// and their size on the right.
pub fn plot<'a>(days: &[Group], sections: &[Group], path: &'a Path) -> Result<(), Box<dyn Error + 'a>> {
    let height = |groups: &[Group]| 100 + 20 * groups.len().min(MOST) as u32;
    let area = SVGBackend::new(path, (1000, height(days) + height(sections))).into_drawing_area();
    area.fill(&WHITE)?;
    let (above, below) = area.split_vertically(height(days));
    for (area, name, groups) in [(above, "day", days), (below, "section", sections)] {
        let (left, right) = area.split_horizontally(500);
        bars(&left, "packages", name, BLUE, groups, |group| group.count as f64)?;
        bars(&right, "KiB", name, RED, groups, |group| group.kib as f64)?;
    }
    area.present()?;
    Ok(())
}

/// Draws a bar to the right for each group, the first at the top; the longest if there are too many.
fn bars<'a>(
    area: &DrawingArea<SVGBackend<'a>, Shift>,
    unit: &str,
    name: &str,
    color: RGBColor,
    groups: &[Group],
    length: fn(&Group) -> f64,
) -> Result<(), Box<dyn Error + 'a>> {
    let mut lengths: Vec<f64> = groups.iter().map(length).collect();
    lengths.sort_by(|a, b| b.total_cmp(a));
    let longest = lengths.first().map_or(1.0, |longest| longest.max(1.0));
    let least = lengths.get(MOST - 1).copied().unwrap_or(0.0);
    let drawn: Vec<&Group> = groups.iter().filter(|group| length(group) >= least).take(MOST).collect();
    let caption = if drawn.len() < groups.len() {
        format!("{unit} by {name}, the {MOST} largest of {}", groups.len())
    } else {
        format!("{unit} by {name}")
    };
    let last = drawn.len().saturating_sub(1);
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(10)
        .x_label_area_size(35)
        .y_label_area_size(100)
        .build_cartesian_2d(0.0..longest * 1.02, (0..last).into_segmented())?;
    let label = |segment: &SegmentValue<usize>| match segment {
        SegmentValue::CenterOf(index) if *index <= last => {
            drawn.get(last - index).map_or_else(String::new, |group| group.name.clone())
        }
        _ => String::new(),
    };
    let mut mesh = chart.configure_mesh();
    mesh.disable_mesh().x_labels(6).x_label_formatter(&|length| format!("{length:.0}")).x_desc(unit);
    mesh.y_labels(drawn.len()).y_label_formatter(&label).draw()?;
    chart.draw_series(drawn.iter().rev().enumerate().map(|(index, group)| {
        let corners = [(0.0, SegmentValue::Exact(index)), (length(group), SegmentValue::Exact(index + 1))];
        let mut bar = Rectangle::new(corners, color.filled());
        bar.set_margin(2, 2, 0, 0);
        bar
    }))?;
    Ok(())
}

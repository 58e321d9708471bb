//! Where a series goes like a template, slower or faster in places (by dynamic time
//! warping), told as the series comes and in memory for one template only.
//!
//! The algorithm is SPRING: Y. Sakurai, C. Faloutsos and M. Yamamuro, "Stream
//! monitoring under the time warping distance", ICDE 2007. Of matches that overlap
//! it tells the best, and passes over the others.

use generator_core::generator;

use program::{Line, json};
use series::{Kind, Point, Time};

use crate::series::is_rounding;

/// What is looked for.
pub struct Template {
    /// With a mean of 0 and a standard deviation of 1.
    values: Vec<f64>,
    mean: f64,
    deviation: f64,
}

impl Template {
    /// `None` if there are no values.
    pub fn new(values: &[f64]) -> Option<Template> {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        let deviation = variance.sqrt();
        // What stays the same is compared as it is.
        let is_flat = is_rounding(deviation, values.iter().copied());
        let deviation = if is_flat { 1.0 } else { deviation };
        let scaled = values.iter().map(|value| (value - mean) / deviation);
        (!values.is_empty()).then(|| Template { values: scaled.collect(), mean, deviation })
    }

    /// The squares of the distances of a value from those of the template. One
    /// that is no number is far from all.
    fn costs(&self, value: f64) -> impl Iterator<Item = f64> {
        let scaled = (value - self.mean) / self.deviation;
        self.values.iter().map(move |other| (scaled - other).powi(2).min(f64::INFINITY))
    }
}

/// A point of the series: which it is, and its time.
#[derive(Clone, Copy)]
pub struct Place {
    index: u64,
    pub time: Time,
}

#[derive(Clone, Copy)]
pub struct Match {
    pub start: Place,
    pub end: Place,
    /// The root of the sum of the squares, in standard deviations of the template.
    pub distance: f64,
}

impl Match {
    pub fn line(&self) -> Line {
        let (from, to, distance) = (self.start.time.to_string(), self.end.time.to_string(), self.distance);
        let text = format!("from {from:>8} to {to:>8} distance {distance:6.3}");
        Line::new(text, json!({"from": from, "to": to, "distance": distance}))
    }
}

/// The best way to fit what was read last to the template, up to one of its values.
#[derive(Clone, Copy)]
struct Path {
    cost: f64,
    start: Place,
}

/// Yields the parts of a series whose distance from the template is at most
/// `within`, each as soon as no better one can overlap it.
#[generator]
pub fn matches(
    points: impl Iterator<Item = Point>,
    template: Template,
    within: f64,
) -> impl Iterator<Item = Match> {
    let start = Place { index: 0, time: Time { seconds: 0.0, kind: Kind::Seconds } };
    let nowhere = Path { cost: f64::INFINITY, start };
    let mut paths = vec![nowhere; template.values.len()];
    let mut best: Option<Match> = None;
    for (index, Point { time, value }) in (0..).zip(points) {
        let end = Place { index, time };
        advance(&mut paths, template.costs(value), end);
        if let Some(found) = best
            && paths
                .iter()
                .all(|path| path.start.index > found.end.index || path.cost.sqrt() >= found.distance)
        {
            yield_!(found);
            best = None;
            for path in &mut paths {
                if path.start.index <= found.end.index {
                    path.cost = f64::INFINITY;
                }
            }
        }
        let Path { cost, start } = paths[paths.len() - 1];
        let distance = cost.sqrt();
        if distance <= within && best.is_none_or(|best| distance < best.distance) {
            best = Some(Match { start, end, distance });
        }
    }
    if let Some(found) = best {
        yield_!(found);
    }
}

/// Lets the paths go on to the next point, where each comes from itself or from
/// the one before it, or begins, which the first one may do anywhere.
fn advance(paths: &mut [Path], costs: impl Iterator<Item = f64>, place: Place) {
    let beginning = Path { cost: 0.0, start: place };
    let (mut left, mut below_left) = (beginning, beginning);
    for (path, cost) in paths.iter_mut().zip(costs) {
        let below = *path;
        let mut from = left;
        for other in [below_left, below] {
            if other.cost < from.cost {
                from = other;
            }
        }
        *path = Path { cost: from.cost + cost, start: from.start };
        (left, below_left) = (*path, below);
    }
}

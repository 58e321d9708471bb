//! What is new in a series: each part is compared with those before it, in shape
//! only. (The distances are the series' left matrix profile.)

use std::collections::VecDeque;

use generator_core::generator;
use program::{Line, json};
use series::{Point, Time};

/// So many points in a row.
pub struct Part {
    start: Point,
    /// The values, moved and scaled to a mean of 0 and a length of 1.
    shape: Vec<f64>,
}

/// Yields all parts of that length; they overlap.
#[generator]
pub fn parts(points: impl Iterator<Item = Point>, length: usize) -> impl Iterator<Item = Part> {
    let mut recent = VecDeque::with_capacity(length);
    for point in points {
        recent.push_back(point);
        if recent.len() == length {
            yield_!(Part { start: recent[0], shape: shape(&recent) });
            recent.pop_front();
        }
    }
}

fn shape(points: &VecDeque<Point>) -> Vec<f64> {
    let mean = points.iter().map(|point| point.value).sum::<f64>() / points.len() as f64;
    let mut shape: Vec<f64> = points.iter().map(|point| point.value - mean).collect();
    let length = shape.iter().map(|value| value * value).sum::<f64>().sqrt();
    // What is left of a flat part is rounding, which has no shape.
    let is_flat = is_rounding(length, points.iter().map(|point| point.value));
    shape.iter_mut().for_each(|value| if is_flat { *value = 0.0 } else { *value /= length });
    shape
}

/// Whether a deviation of those values is no more than what comes of rounding them.
pub fn is_rounding(deviation: f64, values: impl Iterator<Item = f64>) -> bool {
    deviation <= 1e-12 * values.map(f64::abs).sum::<f64>()
}

pub struct Novelty {
    pub time: Time,
    pub value: f64,
    /// From the most similar part before: 0 if they have the same shape, 2 if
    /// one is the other upside down, 1 if one of them is flat.
    pub distance: f64,
}

impl Novelty {
    pub fn line(&self) -> Line {
        let (time, distance) = (self.time.to_string(), self.distance);
        let text = format!("from {time:>8} distance {distance:6.3}");
        Line::new(text, json!({"from": time, "distance": distance}))
    }
}

/// Yields how far each part is from the most similar one of those before it,
/// without those that it overlaps. The first have none, and are passed over.
#[generator]
pub fn novelties(
    parts: impl Iterator<Item = Part>,
    length: usize,
    history: usize,
) -> impl Iterator<Item = Novelty> {
    let mut before: VecDeque<Vec<f64>> = VecDeque::new();
    for Part { start: Point { time, value }, shape } in parts {
        let others = before.len().saturating_sub(length - 1);
        if let Some(distance) =
            before.range(..others).map(|other| distance(other, &shape)).min_by(f64::total_cmp)
        {
            yield_!(Novelty { time, value, distance });
        }
        before.push_back(shape);
        if before.len() >= history.saturating_add(length) {
            before.pop_front();
        }
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

/// The most distant parts, none of which overlaps a more distant one.
pub fn peaks(parts: &[Novelty], length: usize) -> Vec<&Novelty> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| parts[b].distance.total_cmp(&parts[a].distance));
    let mut peaks: Vec<usize> = Vec::new();
    for index in order {
        if peaks.iter().all(|peak| peak.abs_diff(index) >= length) {
            peaks.push(index);
        }
    }
    peaks.into_iter().map(|index| &parts[index]).collect()
}

//! On which scale all measurements vary alike.

use crate::stream::{Point, Weighted};

/// The mean of each measurement, and the sum of the squares of the distances from it, as points come (by Welford).
#[derive(Clone, Debug, Default)]
pub struct Totals {
    count: f64,
    columns: Vec<(f64, f64)>,
}

impl Totals {
    pub fn add(&mut self, point: &Point) {
        self.columns.resize(point.len(), (0.0, 0.0));
        self.count += 1.0;
        for ((mean, squares), value) in self.columns.iter_mut().zip(point) {
            let before = value - *mean;
            *mean += before / self.count;
            *squares += before * (value - *mean);
        }
    }

    pub fn scale(&self) -> Scale {
        let deviation = |&(mean, squares): &(f64, f64)| {
            let deviation = (squares / self.count).sqrt();
            // What doesn't vary but by rounding isn't made larger.
            let is_flat = deviation <= 1e-9 * mean.abs() || deviation == 0.0;
            (mean, if is_flat { f64::INFINITY } else { deviation })
        };
        Scale(self.columns.iter().map(deviation).collect())
    }
}

/// The mean and standard deviation of each measurement, which is infinite where it doesn't vary.
#[derive(Clone, Debug)]
pub struct Scale(Vec<(f64, f64)>);

impl Scale {
    pub fn apply(&self, point: &Point) -> Point {
        point.iter().zip(&self.0).map(|(value, (mean, deviation))| (value - mean) / deviation).collect()
    }

    pub fn apply_weighted(&self, Weighted { weight, point }: &Weighted) -> Weighted {
        Weighted { weight: *weight, point: self.apply(point) }
    }

    pub fn undo(&self, point: &Point) -> Point {
        let undone = |(value, &(mean, deviation)): (&f64, &(f64, f64))| {
            if deviation.is_finite() { value * deviation + mean } else { mean }
        };
        point.iter().zip(&self.0).map(undone).collect()
    }
}

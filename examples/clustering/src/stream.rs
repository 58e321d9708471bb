//! Mini-batch k-means: the first points place the centers, and all later ones
//! move them.

use generator_core::generator;
use rand::SeedableRng;
use rand::distributions::{Distribution, WeightedIndex};
use rand::rngs::SmallRng;

pub type Point = Vec<f64>;

/// Yields so many points at a time; the last may be fewer.
#[generator]
pub fn batches(points: impl Iterator<Item = Point>, size: usize) -> impl Iterator<Item = Vec<Point>> {
    let mut batch = Vec::new();
    for point in points {
        batch.push(point);
        if batch.len() == size {
            yield_!(std::mem::take(&mut batch));
        }
    }
    if !batch.is_empty() {
        yield_!(batch);
    }
}

/// Yields the model after each batch. Each is better than the one before; the
/// points of a batch are forgotten with it.
#[generator]
pub fn models(mut batches: impl Iterator<Item = Vec<Point>>, clusters: usize) -> impl Iterator<Item = Model> {
    let Some(first) = batches.next() else { return };
    let mut model = Model::place(&first, clusters);
    model.learn(&first);
    yield_!(model.clone());
    for batch in batches {
        model.learn(&batch);
        yield_!(model.clone());
    }
}

/// Centers of clusters, on a scale on which all measurements vary alike.
#[derive(Clone)]
pub struct Model {
    scale: Scale,
    scaled_centers: Vec<Point>,
    /// How many points each center was moved by.
    pub sizes: Vec<u64>,
}

impl Model {
    /// Chooses centers among some points: at random, the more likely the farther
    /// a point is from those chosen before; then moves them to the means.
    fn place(points: &[Point], clusters: usize) -> Model {
        let scale = Scale::of(points);
        let points: Vec<Point> = points.iter().map(|point| scale.apply(point)).collect();
        let mut random = SmallRng::seed_from_u64(0);
        let tries = (0..10).map(|_| {
            let mut centers = vec![points[0].clone()];
            while centers.len() < clusters {
                let distances = points.iter().map(|point| nearest(&centers, point).1);
                // There may be fewer different points than clusters.
                let Ok(weights) = WeightedIndex::new(distances) else { break };
                centers.push(points[weights.sample(&mut random)].clone());
            }
            for _ in 0..20 {
                centers = means(&centers, &points);
            }
            let inertia: f64 = points.iter().map(|point| nearest(&centers, point).1).sum();
            (inertia, centers)
        });
        let (_, scaled_centers) = tries.min_by(|a, b| a.0.total_cmp(&b.0)).expect("there are ten");
        let sizes = vec![0; scaled_centers.len()];
        Model { scale, scaled_centers, sizes }
    }

    /// Moves the nearest center a little towards each point: the less, the more
    /// points it was moved by.
    fn learn(&mut self, batch: &[Point]) {
        for point in batch {
            let point = self.scale.apply(point);
            let (index, _) = nearest(&self.scaled_centers, &point);
            self.sizes[index] += 1;
            let rate = 1.0 / self.sizes[index] as f64;
            for (center, value) in self.scaled_centers[index].iter_mut().zip(point) {
                *center += rate * (value - *center);
            }
        }
    }

    /// The centers, in the units of the measurements.
    pub fn centers(&self) -> impl Iterator<Item = Point> {
        self.scaled_centers.iter().map(|center| self.scale.undo(center))
    }

    pub fn scaled_centers(&self) -> &[Point] {
        &self.scaled_centers
    }

    pub fn scale(&self) -> &Scale {
        &self.scale
    }
}

/// The index of the nearest center, and the square of its distance.
pub fn nearest(centers: &[Point], point: &Point) -> (usize, f64) {
    let distances =
        centers.iter().map(|center| center.iter().zip(point).map(|(a, b)| (a - b) * (a - b)).sum::<f64>());
    distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).expect("there is a center")
}

/// The means of the points nearest to each center.
fn means(centers: &[Point], points: &[Point]) -> Vec<Point> {
    let mut sums = vec![(vec![0.0; points[0].len()], 0.0); centers.len()];
    for point in points {
        let (sum, count) = &mut sums[nearest(centers, point).0];
        sum.iter_mut().zip(point).for_each(|(sum, value)| *sum += value);
        *count += 1.0;
    }
    let mean = |(center, (sum, count)): (&Point, (Point, f64))| match count {
        0.0 => center.clone(),
        count => sum.into_iter().map(|sum| sum / count).collect(),
    };
    centers.iter().zip(sums).map(mean).collect()
}

/// The mean and standard deviation of each measurement.
#[derive(Clone)]
pub struct Scale(Vec<(f64, f64)>);

impl Scale {
    fn of(points: &[Point]) -> Scale {
        let count = points.len() as f64;
        let of_column = |column: usize| {
            let mean = points.iter().map(|point| point[column]).sum::<f64>() / count;
            let variance = points.iter().map(|point| (point[column] - mean).powi(2)).sum::<f64>() / count;
            (mean, if variance > 0.0 { variance.sqrt() } else { 1.0 })
        };
        Scale((0..points[0].len()).map(of_column).collect())
    }

    pub fn apply(&self, point: &Point) -> Point {
        point.iter().zip(&self.0).map(|(value, (mean, deviation))| (value - mean) / deviation).collect()
    }

    fn undo(&self, point: &Point) -> Point {
        point.iter().zip(&self.0).map(|(value, (mean, deviation))| value * deviation + mean).collect()
    }
}

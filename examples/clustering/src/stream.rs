//! k-means over a stream: points that are near to each other are put together to one that weighs as much, as often as
//! there are too many; at last the clusters are found among those that are left.

use generator_core::generator;
use rand::SeedableRng;
use rand::distributions::{Distribution, WeightedIndex};
use rand::rngs::SmallRng;

use crate::scale::{Scale, Totals};

pub type Point = Vec<f64>;

/// So many points, and where their middle is.
#[derive(Clone, Debug)]
pub struct Weighted {
    pub weight: f64,
    pub point: Point,
}

/// What is kept of all points so far.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    totals: Totals,
    held: Vec<Weighted>,
}

/// Yields a summary each time that there are too many points to hold, and of all points at the end. It holds at most
/// twice as many as it keeps.
#[generator]
pub fn summaries(points: impl Iterator<Item = Point>, kept: usize) -> impl Iterator<Item = Summary> {
    let mut summary = Summary::default();
    let mut random = SmallRng::seed_from_u64(0);
    for point in points {
        summary.totals.add(&point);
        summary.held.push(Weighted { weight: 1.0, point });
        if summary.held.len() == 2 * kept {
            summary.held = put_together(&summary.held, &summary.totals.scale(), kept, &mut random);
            yield_!(summary.clone());
        }
    }
    if !summary.held.is_empty() {
        yield_!(summary);
    }
}

/// Puts each point together with the nearest of those that are chosen.
fn put_together(points: &[Weighted], scale: &Scale, kept: usize, random: &mut SmallRng) -> Vec<Weighted> {
    let scaled: Vec<Weighted> = points.iter().map(|point| scale.apply_weighted(point)).collect();
    let nearest = Chosen::among(&scaled, kept, random).nearest;
    groups(points, nearest.into_iter(), kept).into_iter().flatten().collect()
}

/// Puts points together, each with those of the same index. There may be none of an index.
fn groups(points: &[Weighted], indices: impl Iterator<Item = usize>, count: usize) -> Vec<Option<Weighted>> {
    let mut groups: Vec<Option<Weighted>> = vec![None; count];
    for (point, index) in points.iter().zip(indices) {
        match &mut groups[index] {
            Some(group) => group.add(point),
            empty => *empty = Some(point.clone()),
        }
    }
    groups
}

impl Weighted {
    /// Moves the middle towards another point, by as much as that weighs.
    fn add(&mut self, other: &Weighted) {
        self.weight += other.weight;
        let rate = other.weight / self.weight;
        for (value, other) in self.point.iter_mut().zip(&other.point) {
            *value += rate * (other - *value);
        }
    }
}

/// Some of the points, chosen at random, the more likely the farther a point is from those chosen before (k-means++).
struct Chosen {
    centers: Vec<Point>,
    /// For each point, which of them is the nearest.
    nearest: Vec<usize>,
}

impl Chosen {
    fn among(points: &[Weighted], count: usize, random: &mut SmallRng) -> Chosen {
        let mut chosen = Chosen { centers: Vec::new(), nearest: vec![0; points.len()] };
        // From nothing, all are equally far.
        let mut distances = vec![1.0; points.len()];
        while chosen.centers.len() < count {
            let weights = points.iter().zip(&distances).map(|(point, distance)| point.weight * distance);
            // There may be fewer different points than are to be chosen.
            let Ok(weights) = WeightedIndex::new(weights) else { break };
            let center = points[weights.sample(random)].point.clone();
            for (index, point) in points.iter().enumerate() {
                let distance = square_distance(&center, &point.point);
                if distance < distances[index] || chosen.centers.is_empty() {
                    (distances[index], chosen.nearest[index]) = (distance, chosen.centers.len());
                }
            }
            chosen.centers.push(center);
        }
        chosen
    }
}

/// Centers of clusters, on a scale on which all measurements vary alike.
#[derive(Clone, Debug)]
pub struct Model {
    scale: Scale,
    scaled_centers: Vec<Point>,
    /// How many points are in each cluster.
    pub sizes: Vec<u64>,
}

/// So many times it begins anew, to take the best.
const TRIES: usize = 20;

impl Model {
    pub fn of(summary: &Summary, clusters: usize) -> Model {
        let scale = summary.totals.scale();
        let points: Vec<Weighted> = summary.held.iter().map(|point| scale.apply_weighted(point)).collect();
        let mut random = SmallRng::seed_from_u64(0);
        let tries = (0..TRIES).map(|_| {
            let mut centers = Chosen::among(&points, clusters, &mut random).centers;
            for _ in 0..100 {
                let moved = means(&centers, &points);
                if moved == centers {
                    break;
                }
                centers = moved;
            }
            (inertia(&centers, &points), centers)
        });
        let (_, scaled_centers) = tries.min_by(|a, b| a.0.total_cmp(&b.0)).expect("there are some");
        let mut sizes = vec![0; scaled_centers.len()];
        for point in &points {
            sizes[nearest(&scaled_centers, &point.point).0] += point.weight as u64;
        }
        Model { scale, scaled_centers, sizes }
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

/// The sum of the squares of all points' distances from their centers.
fn inertia(centers: &[Point], points: &[Weighted]) -> f64 {
    points.iter().map(|point| point.weight * nearest(centers, &point.point).1).sum()
}

/// The index of the nearest center, and the square of its distance.
pub fn nearest(centers: &[Point], point: &Point) -> (usize, f64) {
    let distances = centers.iter().map(|center| square_distance(center, point));
    distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).expect("there is a center")
}

fn square_distance(a: &Point, b: &Point) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The means of the points nearest to each center.
fn means(centers: &[Point], points: &[Weighted]) -> Vec<Point> {
    let indices = points.iter().map(|point| nearest(centers, &point.point).0);
    let groups = groups(points, indices, centers.len());
    let mean = |(center, group): (&Point, Option<Weighted>)| {
        group.map_or_else(|| center.clone(), |group| group.point)
    };
    centers.iter().zip(groups).map(mean).collect()
}

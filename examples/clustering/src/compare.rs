//! The same points clustered by linfa, with all of them at hand.

use std::error::Error;
use std::path::Path;

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::KMeans;
use ndarray::Array2;
use plotters::prelude::*;
use program::{Line, json};

use crate::stream::{Model, Point, nearest};

pub struct Wines(Array2<f64>);

impl Wines {
    pub fn load() -> Wines {
        Wines(linfa_datasets::winequality().records)
    }

    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.0.rows().into_iter().map(|row| row.to_vec())
    }

    /// A line with both inertias: the sums of the squares of all points' distances
    /// from their centers.
    pub fn compare(&self, model: &Model) -> Result<Line, String> {
        let scaled: Vec<Point> = self.points().map(|point| model.scale().apply(&point)).collect();
        let centers = batch_centers(&scaled, model.sizes.len())?;
        let inertia = |centers: &[Point]| scaled.iter().map(|point| nearest(centers, point).1).sum::<f64>();
        let (streamed, batch) = (inertia(model.scaled_centers()), inertia(&centers));
        let more = 100.0 * (streamed / batch - 1.0);
        let text = format!("inertia {streamed:.1} in one pass, {batch:.1} by linfa: {more:+.2} %");
        Ok(Line::new(text, json!({"inertia": streamed, "by_linfa": batch})))
    }

    /// Draws the wines by alcohol and acidity, colored by cluster.
    pub fn plot<'a>(&self, model: &Model, path: &'a Path) -> Result<(), Box<dyn Error + 'a>> {
        const ALCOHOL: usize = 10;
        const ACIDITY: usize = 1;
        let area = SVGBackend::new(path, (900, 600)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption("wines by cluster; the centers of the clusters are crosses", ("sans-serif", 20))
            .margin(10)
            .x_label_area_size(40)
            .y_label_area_size(50)
            .build_cartesian_2d(8.0..15.0, 0.0..1.7)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .x_desc("alcohol, % by volume")
            .y_desc("volatile acidity, g/l")
            .draw()?;
        let place = |point: &Point| (point[ALCOHOL], point[ACIDITY]);
        let clusters = self.points().map(|point| {
            let (cluster, _) = nearest(model.scaled_centers(), &model.scale().apply(&point));
            (cluster, place(&point))
        });
        let wines: Vec<_> = clusters.collect();
        for (cluster, size) in model.sizes.iter().enumerate() {
            let color = Palette99::pick(cluster).to_rgba();
            let of_cluster = wines.iter().filter(|wine| wine.0 == cluster);
            chart
                .draw_series(of_cluster.map(|wine| Circle::new(wine.1, 2, color.filled())))?
                .label(format!("cluster {}, {size} wines", cluster + 1))
                .legend(move |(x, y)| Circle::new((x + 5, y), 4, color.filled()));
        }
        chart.draw_series(
            model.centers().map(|center| Cross::new(place(&center), 8, BLACK.stroke_width(3))),
        )?;
        chart.configure_series_labels().border_style(BLACK).background_style(WHITE.mix(0.8)).draw()?;
        area.present()?;
        Ok(())
    }
}

fn batch_centers(points: &[Point], clusters: usize) -> Result<Vec<Point>, String> {
    let flat: Vec<f64> = points.concat();
    let records = Array2::from_shape_vec((points.len(), flat.len() / points.len().max(1)), flat)
        .map_err(|error| error.to_string())?;
    let fitted =
        KMeans::params(clusters).fit(&DatasetBase::from(records)).map_err(|error| error.to_string())?;
    Ok(fitted.centroids().rows().into_iter().map(|row| row.to_vec()).collect())
}

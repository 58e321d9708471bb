//! What is counted, printed and drawn.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use plotters::prelude::*;

use log_files::records::Record;
use log_files::sessions::Session;

#[derive(Default)]
struct Count {
    records: u64,
    failed: u64,
}

/// Records by hours since the epoch.
#[derive(Default)]
pub struct Hours(BTreeMap<i64, Count>);

impl Hours {
    pub fn add(&mut self, record: &Record) {
        let count = self.0.entry(record.time.as_second().div_euclid(3600)).or_default();
        count.records += 1;
        count.failed += u64::from(record.failed);
    }

    pub fn lines(&self) -> Vec<String> {
        let line =
            |name: &str, Count { records, failed }: &Count| format!("{name:17} {records:8} {failed:8}");
        let mut lines = vec![format!("{:17} {:>8} {:>8}", "hour", "records", "failed")];
        lines.extend(self.0.iter().map(|(hour, count)| line(&name(*hour), count)));
        let records = self.0.values().map(|count| count.records).sum();
        let failed = self.0.values().map(|count| count.failed).sum();
        lines.push(line("all", &Count { records, failed }));
        lines
    }

    /// Draws a bar for the records of each hour, and one for the failed within.
    pub fn plot(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let hours: Vec<_> = self.0.keys().map(|hour| name(*hour)).collect();
        let most = self.0.values().map(|count| count.records).max().unwrap_or(0);
        let area = SVGBackend::new(path, (900, 400)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption("records by hour; failed in red", ("sans-serif", 20))
            .margin(10)
            .x_label_area_size(30)
            .y_label_area_size(60)
            .build_cartesian_2d((0..hours.len().saturating_sub(1)).into_segmented(), 0..most + 1)?;
        let label = |segment: &SegmentValue<usize>| match segment {
            SegmentValue::CenterOf(index) => hours.get(*index).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        chart.configure_mesh().disable_mesh().x_labels(8).x_label_formatter(&label).draw()?;
        let bar = |index, height, color: RGBColor| {
            let corners = [(SegmentValue::Exact(index), 0), (SegmentValue::Exact(index + 1), height)];
            Rectangle::new(corners, color.filled())
        };
        for (color, height) in [(BLUE, (|c| c.records) as fn(&Count) -> u64), (RED, |c| c.failed)] {
            let heights = self.0.values().map(height).enumerate();
            chart.draw_series(heights.map(|(index, height)| bar(index, height, color)))?;
        }
        area.present()?;
        Ok(())
    }
}

fn name(hour: i64) -> String {
    let time = Timestamp::from_second(hour * 3600).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:00").to_string()
}

#[derive(Default)]
struct Sum {
    records: u64,
    sessions: u64,
    longest: SignedDuration,
}

/// The sessions of each client, summed up.
#[derive(Default)]
pub struct Clients(HashMap<String, Sum>);

impl Clients {
    pub fn add(&mut self, Session { client, span }: Session) {
        let sum = self.0.entry(client).or_default();
        sum.records += span.records;
        sum.sessions += 1;
        sum.longest = sum.longest.max(span.last.duration_since(span.first));
    }

    /// A line for each of the busiest clients.
    pub fn lines(&self, top: usize) -> Vec<String> {
        let mut clients: Vec<_> = self.0.iter().collect();
        clients.sort_by_key(|(client, sum)| (u64::MAX - sum.records, *client));
        let line = |(client, sum): (&String, &Sum)| {
            let Sum { records, sessions, longest } = sum;
            format!("{client:30} {records:8} {sessions:8} {:>10}", format!("{longest:#}"))
        };
        let heading = format!("{:30} {:>8} {:>8} {:>10}", "client", "records", "sessions", "longest");
        let all = format!("{} clients", self.0.len());
        [heading].into_iter().chain(clients.into_iter().take(top).map(line)).chain([all]).collect()
    }
}

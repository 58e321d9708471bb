//! What is counted, printed and drawn.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::{self, Write};
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

    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{:17} {:>8} {:>8}", "hour", "records", "failed")?;
        for (hour, Count { records, failed }) in &self.0 {
            writeln!(out, "{:17} {records:8} {failed:8}", name(*hour))?;
        }
        let records: u64 = self.0.values().map(|count| count.records).sum();
        let failed: u64 = self.0.values().map(|count| count.failed).sum();
        writeln!(out, "{:17} {records:8} {failed:8}", "all")
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
    pub fn add(&mut self, session: Session) {
        let sum = self.0.entry(session.client).or_default();
        sum.records += session.records;
        sum.sessions += 1;
        sum.longest = sum.longest.max(session.last.duration_since(session.first));
    }

    /// Prints the busiest clients.
    pub fn print(&self, top: usize, out: &mut impl Write) -> io::Result<()> {
        let mut clients: Vec<_> = self.0.iter().collect();
        clients.sort_by_key(|(client, sum)| (u64::MAX - sum.records, *client));
        writeln!(out, "{:30} {:>8} {:>8} {:>10}", "client", "records", "sessions", "longest")?;
        for (client, sum) in clients.into_iter().take(top) {
            let Sum { records, sessions, longest } = sum;
            writeln!(out, "{client:30} {records:8} {sessions:8} {:>10}", format!("{longest:#}"))?;
        }
        writeln!(out, "{} clients", self.0.len())
    }
}

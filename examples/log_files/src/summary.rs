//! What is counted, printed and drawn.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use plotters::prelude::*;
use program::{Line, Shown, json};
use series::picture::chart;
use series::{Kind, Time};

use log_files::records::Record;
use log_files::sessions::Session;

/// Tells of a failure as it comes. (Nobody may read it any more, so it is an outcome.)
pub fn tell(record: &Record, as_json: bool) -> io::Result<()> {
    let client = record.client.as_deref().unwrap_or_default();
    let line = if as_json {
        json!({"time": record.time.to_string(), "client": record.client, "failed": true}).to_string()
    } else {
        format!("{} {client} failed", record.time)
    };
    writeln!(io::stdout(), "{}", Shown(line))
}

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

    pub fn lines(&self) -> Vec<Line> {
        let line = |name: &str, Count { records, failed }: &Count| {
            let json = json!({"hour": name, "records": records, "failed": failed});
            Line::new(format!("{name:17} {records:8} {failed:8}"), json)
        };
        let mut lines = vec![Line::heading(format!("{:17} {:>8} {:>8}", "hour", "records", "failed"))];
        lines.extend(self.0.iter().map(|(hour, count)| line(&name(*hour), count)));
        let records = self.0.values().map(|count| count.records).sum();
        let failed = self.0.values().map(|count| count.failed).sum();
        lines.push(line("all", &Count { records, failed }));
        lines
    }

    /// Draws a bar for the records of each hour, and one for the failed within.
    pub fn plot<'a>(&self, path: &'a Path) -> Result<(), Box<dyn Error + 'a>> {
        let area = SVGBackend::new(path, (900, 420)).into_drawing_area();
        area.fill(&WHITE)?;
        if let (Some((first, _)), Some((last, _))) = (self.0.first_key_value(), self.0.last_key_value()) {
            let seconds = |hour: i64| (hour * 3600) as f64;
            let most = self.0.values().map(|count| count.records).max().unwrap_or(0);
            let times = seconds(*first)..seconds(last + 1);
            let some_time = Time { seconds: 0.0, kind: Kind::Civil };
            let names = ["hour, UTC", "records"];
            let mut chart =
                chart(&area, "records by hour", (times, some_time), 0.0..most as f64 * 1.2, names)?;
            type Height = fn(&Count) -> u64;
            for (name, color, height) in
                [("all", BLUE, (|count| count.records) as Height), ("failed", RED, |count| count.failed)]
            {
                let bars = self.0.iter().filter(|(_, count)| height(count) > 0).flat_map(|(&hour, count)| {
                    let corners = [(seconds(hour), 0.0), (seconds(hour + 1), height(count) as f64)];
                    // With an edge, so that one hour is seen among all those of a year.
                    [Rectangle::new(corners, color.filled()), Rectangle::new(corners, color)]
                });
                chart
                    .draw_series(bars)?
                    .label(name)
                    .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 10, y + 5)], color.filled()));
            }
            let labels = &mut chart.configure_series_labels();
            labels
                .position(SeriesLabelPosition::UpperRight)
                .border_style(BLACK)
                .background_style(WHITE)
                .draw()?;
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
    pub fn lines(&self, top: usize) -> Vec<Line> {
        let mut clients: Vec<_> = self.0.iter().collect();
        clients.sort_by_key(|(client, sum)| (u64::MAX - sum.records, *client));
        let line = |(client, sum): (&String, &Sum)| {
            let Sum { records, sessions, longest } = sum;
            let text = format!("{client:30} {records:8} {sessions:8} {:>10}", format!("{longest:#}"));
            let seconds = longest.as_secs();
            let json = json!({"client": client, "records": records, "sessions": sessions, "longest_seconds": seconds});
            Line::new(text, json)
        };
        let heading = format!("{:30} {:>8} {:>8} {:>10}", "client", "records", "sessions", "longest");
        let all = format!("{} clients", self.0.len());
        let clients = clients.into_iter().take(top).map(line);
        [Line::heading(heading)].into_iter().chain(clients).chain([Line::heading(all)]).collect()
    }
}

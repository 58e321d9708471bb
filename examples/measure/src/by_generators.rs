//! The pipelines as the examples have them.

use std::collections::HashMap;

use jiff::SignedDuration;

use crate::{Input, Outcome};
use csv_files::rows::{Format, rows};
use csv_files::stages::{Install, Package, in_order, joined, totals, windows};
use log_files::formats::Names;
use log_files::records::records;
use log_files::sessions::sessions;
use network_packets::packets::packets as packets_of;
use network_packets::requests::requests;
use network_packets::segments::{Dissector, segments};
use network_packets::streams::streams;

pub const GAP: SignedDuration = SignedDuration::from_mins(10);
pub const LATE: usize = 1000;
pub const SPAN: SignedDuration = SignedDuration::from_mins(10);

pub fn log(input: Input) -> Outcome {
    let mut outcome = Outcome::default();
    for session in sessions(records(input, Names::default()).filter_map(Result::ok), GAP) {
        outcome.add(session.span.records);
    }
    outcome
}

pub fn csv(input: Input) -> Outcome {
    let packages = known_packages();
    let installs = rows(input, Format::default()).filter_map(Result::ok);
    let installs = in_order(installs, |install: &Install| install.time, LATE).filter_map(Result::ok);
    let sized = joined(installs, &packages)
        .map(|(time, package)| (time, package.map_or(0, |package| package.installed_kib)));
    let mut outcome = Outcome::default();
    let days = windows(sized, SPAN).map(|window| (window.time.date(), window.sum));
    for (_, _, sum) in totals(days) {
        outcome.add(sum as u64);
    }
    outcome
}

pub fn packets(input: Input) -> Outcome {
    let mut dissector = Dissector::default();
    let segments = segments(packets_of(input).filter_map(Result::ok), &mut dissector).filter_map(Result::ok);
    let mut outcome = Outcome::default();
    for request in requests(streams(segments).filter_map(Result::ok)) {
        outcome.add(request.from.port().into());
    }
    outcome
}

/// About half of those that are installed.
pub fn known_packages() -> HashMap<String, Package> {
    let package = |number: u64| {
        let package = format!("package{number}");
        (package.clone(), Package { package, section: "made up".to_owned(), installed_kib: number })
    };
    (0..500).map(package).collect()
}

//! The same steps, each of which collects all that it finds.

use crate::by_generators::{GAP, LATE, SPAN, known_packages};
use crate::{Input, Outcome};
use csv_files::rows::{Format, rows};
use csv_files::stages::{Install, in_order, joined, totals, windows};
use log_files::formats::Names;
use log_files::records::records;
use log_files::sessions::sessions;
use network_packets::packets::packets as packets_of;
use network_packets::requests::requests;
use network_packets::segments::{Dissector, segments};
use network_packets::streams::streams;

pub fn log(input: Input) -> Outcome {
    let records: Vec<_> = records(input, Names::default()).filter_map(Result::ok).collect();
    let sessions: Vec<_> = sessions(records.into_iter(), GAP).collect();
    let mut outcome = Outcome::default();
    sessions.iter().for_each(|session| outcome.add(session.span.records));
    outcome
}

pub fn csv(input: Input) -> Outcome {
    let packages = known_packages();
    let rows: Vec<_> = rows(input, Format::default()).filter_map(Result::ok).collect();
    let installs: Vec<_> =
        in_order(rows.into_iter(), |install: &Install| install.time, LATE).filter_map(Result::ok).collect();
    let sized: Vec<_> = joined(installs.into_iter(), &packages)
        .map(|(time, package)| (time, package.map_or(0, |package| package.installed_kib)))
        .collect();
    let windows: Vec<_> =
        windows(sized.into_iter(), SPAN).map(|window| (window.time.date(), window.sum)).collect();
    let mut outcome = Outcome::default();
    totals(windows.into_iter()).for_each(|(_, _, sum)| outcome.add(sum as u64));
    outcome
}

pub fn packets(input: Input) -> Outcome {
    let packets: Vec<_> = packets_of(input).filter_map(Result::ok).collect();
    let mut dissector = Dissector::default();
    let segments: Vec<_> = segments(packets.into_iter(), &mut dissector).filter_map(Result::ok).collect();
    let chunks: Vec<_> = streams(segments.into_iter()).filter_map(Result::ok).collect();
    let requests: Vec<_> = requests(chunks.into_iter()).collect();
    let mut outcome = Outcome::default();
    requests.iter().for_each(|request| outcome.add(request.from.port().into()));
    outcome
}

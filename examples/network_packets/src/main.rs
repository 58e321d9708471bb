//! Reads captured network traffic (pcap or pcapng) and lists the HTTP requests
//! and DNS queries in it: packets, their segments, the streams that these are
//! put together to, and the requests in the streams, each stage a generator.
//!
//! ```console
//! $ cargo run -p network_packets -- examples/data/traffic.pcap
//! $ tcpdump -w - port 80 | cargo run -p network_packets -- -
//! ```

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use network_packets::packets::packets;
use network_packets::requests::{Request, requests};
use network_packets::segments::{Dissector, segments};
use network_packets::streams::streams;
use program::{Line, Report};

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  network_packets examples/data/traffic.pcap
  tcpdump -w - port 80 | network_packets -";

/// List the HTTP requests and DNS queries in captured network traffic.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// The capture, in the format pcap or pcapng, perhaps packed with gzip; `-`
    /// for standard input.
    path: PathBuf,
    /// Print a line of JSON for each result.
    #[arg(long)]
    json: bool,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let mut dissector = Dissector::default();
    let packets = packets(report.open(&args.path)?).filter_map(|packet| report.good(packet));
    let segments = segments(packets, &mut dissector).filter_map(|segment| report.good(segment));
    let chunks = streams(segments).filter_map(|chunk| report.good(chunk));
    let line = |request: Request| Line::new(request.to_string(), request.json());
    program::print_lines(args.json, requests(chunks).map(line))?;
    report.finish();
    for (kind, count) in dissector.others() {
        eprintln!("passed over: {count} packets, {kind}");
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}

//! Reads a log of any size, one line at a time: errors by hour, the busiest clients, and the sessions of each. Takes the
//! logs of web servers (common, combined and vhost_combined, and the errors of Apache and nginx), system logs (RFC 3164
//! and 5424), systemd's journal (`journalctl -o export` and `-o json`), JSON lines, and the log of the Debian package
//! manager. The clients of a system log are programs, those of the package manager are packages.
//!
//! ```console
//! $ cargo run -p log_files -- examples/data/access.log.gz
//! $ cargo run -p log_files -- examples/data/dpkg.log --plot hours.svg
//! $ tail -n 1000 access.log | cargo run -p log_files -- -
//! $ cargo run -p log_files -- --follow access.log
//! $ journalctl -o export | cargo run -p log_files -- -
//! $ cargo run -p log_files -- events.json --fields timestamp,remote_ip,level
//! ```

mod summary;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use jiff::SignedDuration;
use log_files::follow::added_records;
use log_files::formats::Names;
use log_files::records::records;
use log_files::sessions::sessions;
use program::Report;
use summary::{Clients, Hours};

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  log_files examples/data/access.log.gz
  log_files examples/data/dpkg.log --plot hours.svg
  tail -n 1000 access.log | log_files -
  log_files --follow access.log
  journalctl -o export | log_files -
  log_files events.json --fields timestamp,remote_ip,level";

/// Sum up a log: errors by hour, the busiest clients, the sessions of each.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// The log, which may be packed with gzip; `-` for standard input.
    path: PathBuf,
    /// Wait for what is added to the log, and print errors as they come.
    #[arg(long, short)]
    follow: bool,
    /// With --follow, stop when nothing was added for so many seconds.
    #[arg(long, default_value_t = u64::MAX, hide_default_value = true, requires = "follow")]
    patience: u64,
    /// A pause of so many minutes ends a session.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..1_000_000))]
    gap: i64,
    /// What the time, the client and the status are called in JSON lines.
    #[arg(long, value_delimiter = ',', default_value = "time,client,status")]
    fields: Vec<String>,
    /// Print so many of the busiest clients.
    #[arg(long, default_value_t = 10)]
    top: usize,
    /// Print a line of JSON for each result.
    #[arg(long)]
    json: bool,
    /// Draw records and errors by hour, as SVG.
    #[arg(long)]
    plot: Option<PathBuf>,
}

fn run(args: &Args) -> Result<Report, String> {
    let report = Report::new();
    let [time, client, status] =
        <[String; 3]>::try_from(args.fields.clone()).map_err(|_| "--fields needs three names")?;
    let names = Names { time, client, status };
    let records: Box<dyn Iterator<Item = _>> = if args.follow {
        Box::new(added_records(args.path.clone(), names, Duration::from_secs(args.patience)))
    } else {
        Box::new(records(report.open(&args.path)?, names))
    };
    let (mut hours, mut clients) = (Hours::default(), Clients::default());
    let mut outcome = Ok(());
    let counted = records.filter_map(|record| report.good(record)).take_while(|record| {
        hours.add(record);
        if args.follow && record.failed {
            outcome = summary::tell(record, args.json);
        }
        outcome.is_ok()
    });
    sessions(counted, SignedDuration::from_mins(args.gap)).for_each(|session| clients.add(session));
    report.finish();

    // Who doesn't read these any more may still want the plot.
    program::written(outcome)?;
    program::print_lines(args.json, hours.lines().into_iter().chain(clients.lines(args.top)))?;
    if let Some(path) = &args.plot {
        hours.plot(path).map_err(|error| format!("can't draw {}: {error}", path.display()))?;
    }
    Ok(report)
}

fn main() -> ExitCode {
    program::exit_code(run(&Args::parse()))
}

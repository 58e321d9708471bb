//! One program on many machines: counts the records of a log by client. Each worker of each process reads and counts its
//! share of the log through generators, which are the sources of timely's dataflow; that brings the counts together.
//!
//! ```console
//! $ cargo run -p many_machines -- examples/data/access.log.gz
//! $ cargo run -p many_machines -- examples/data/access.log.gz --processes 2
//! ```
//!
//! On machines of your own, start it on each with the addresses of all:
//!
//! ```console
//! $ many_machines access.log --hosts 192.0.2.1:2101,192.0.2.2:2101 --index 0
//! $ many_machines access.log --hostfile hosts --index 1
//! ```

mod connect;
mod count;
mod processes;
mod share;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use count::Task;

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  many_machines examples/data/access.log.gz
  many_machines examples/data/access.log.gz --processes 2
  many_machines access.log --hosts 192.0.2.1:2101,192.0.2.2:2101 --index 0
  many_machines access.log --hostfile hosts --index 1";

/// Count the records of a log by client, in several processes.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Args {
    /// The log, the same on each machine. One that is packed with gzip can't be
    /// divided: each worker unpacks all of it. `-` for standard input, with one process.
    path: PathBuf,
    /// Start so many processes on this machine.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    processes: u16,
    /// So many threads of each process count.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: u16,
    /// Instead, be one of the processes at these addresses.
    #[arg(long, value_delimiter = ',', requires = "index", conflicts_with = "processes")]
    hosts: Vec<String>,
    /// The same from a file, with an address in each line.
    #[arg(long, requires = "index", conflicts_with_all = ["hosts", "processes"])]
    hostfile: Option<PathBuf>,
    /// Which of them, counted from 0.
    #[arg(long)]
    index: Option<usize>,
    #[arg(long, hide = true)]
    supervised: bool,
}

/// The addresses in a file. What follows a `#` is a comment.
fn hosts(path: &Path) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
    let hosts = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    Ok(hosts.filter(|host| !host.is_empty()).map(str::to_owned).collect())
}

fn run(args: Args) -> Result<ExitCode, String> {
    let workers = args.workers.into();
    let hosts = args.hostfile.as_deref().map_or(Ok(args.hosts), hosts)?;
    let index = match args.index {
        None if args.processes > 1 => return processes::run(&args.path, args.processes, args.workers),
        None => 0,
        Some(index) if index >= hosts.len() => return Err(format!("there is no host {index}")),
        Some(index) => index,
    };
    if args.supervised {
        processes::end_with_parent();
    }
    Ok(program::exit_code(count::run(Task { path: args.path, hosts, index, workers })))
}

fn main() -> ExitCode {
    run(Args::parse()).unwrap_or_else(|message| program::exit_code(Err(message)))
}

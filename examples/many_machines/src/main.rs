//! One program on many machines: counts the records of a log by client. Each
//! process reads a share of the log through a generator, which is a source of
//! timely's dataflow, and counts a share of the clients.
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
//! ```

mod connect;
mod count;
mod processes;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Count the records of a log by client, in several processes.
#[derive(Parser)]
struct Args {
    /// The log, which may be packed with gzip. Each process reads it.
    path: PathBuf,
    /// Start so many processes on this machine.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    processes: u16,
    /// Instead, be one of the processes at these addresses.
    #[arg(long, value_delimiter = ',', requires = "index", conflicts_with = "processes")]
    hosts: Vec<String>,
    /// Which of them, counted from 0.
    #[arg(long, requires = "hosts")]
    index: Option<usize>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match args.index {
        Some(index) if index >= args.hosts.len() => {
            eprintln!("error: there is no host {index}");
            ExitCode::FAILURE
        }
        Some(index) => program::exit_code(count::run(args.path, args.hosts, index)),
        None if args.processes == 1 => program::exit_code(count::run(args.path, Vec::new(), 0)),
        None => processes::run(&args.path, args.processes).unwrap_or_else(|message| {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }),
    }
}

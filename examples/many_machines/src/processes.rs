//! Starts all processes on this machine, and looks after them.

use std::env;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{self, Child, Command, ExitCode, ExitStatus, Stdio};
use std::thread::{self, sleep};
use std::time::Duration;

use crate::share::Log;

/// The exit code of a process that ended because another did.
pub const LOST_ANOTHER: i32 = 3;

/// Runs so many processes that are connected over loopback. If one of them is
/// lost, all are ended; and so they are if this one is.
pub fn run(path: &Path, count: u16, workers: u16) -> Result<ExitCode, String> {
    if Log::find(path)?.is_none() {
        return Err(format!("{} can be read by one process only", path.display()));
    }
    let hosts = free_addresses(count).map_err(|error| format!("can't find free ports: {error}"))?.join(",");
    let program = env::current_exe().map_err(|error| format!("can't find this program: {error}"))?;
    // They are interrupted as well, and end with what they have found.
    program::stop_when_interrupted();
    let mut processes = Vec::new();
    for index in 0..count {
        let mut command = Command::new(&program);
        command.arg("--supervised").arg("--hosts").arg(&hosts);
        command.args(["--index", &index.to_string(), "--workers", &workers.to_string(), "--"]).arg(path);
        match command.stdin(Stdio::piped()).spawn() {
            Ok(process) => processes.push(process),
            Err(error) => {
                end(&mut processes);
                return Err(format!("can't start process {index}: {error}"));
            }
        }
    }
    let outcome = wait(&mut processes);
    end(&mut processes);
    outcome
}

/// Ends this process with the one that has started it: then its standard input ends.
pub fn end_with_parent() {
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(LOST_ANOTHER);
    });
}

fn free_addresses(count: u16) -> io::Result<Vec<String>> {
    // All are held until all are found, so that they differ.
    let listeners: Result<Vec<_>, _> =
        (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).collect();
    listeners?.iter().map(|listener| Ok(listener.local_addr()?.to_string())).collect()
}

/// Waits until all have ended, or one is lost.
fn wait(processes: &mut [Child]) -> Result<ExitCode, String> {
    loop {
        let statuses: Result<Vec<_>, _> = processes.iter_mut().map(Child::try_wait).collect();
        let statuses = statuses.map_err(|error| format!("can't wait for the processes: {error}"))?;
        for (index, status) in statuses.iter().enumerate() {
            if let Some(status) = status.filter(is_lost) {
                return Err(format!("process {index} was lost ({status}), and all were ended"));
            }
        }
        if let Some(statuses) = statuses.into_iter().collect::<Option<Vec<_>>>() {
            let is_good = statuses.iter().all(ExitStatus::success);
            return Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        sleep(Duration::from_millis(20));
    }
}

fn end(processes: &mut [Child]) {
    for process in processes {
        // One that has ended already can't be killed.
        let _ = process.kill();
        let _ = process.wait();
    }
}

/// Whether it ended neither well nor with an error of its own, nor because of
/// another.
fn is_lost(status: &ExitStatus) -> bool {
    !matches!(status.code(), Some(0 | 1 | LOST_ANOTHER))
}

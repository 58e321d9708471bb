//! Any number of processes and workers gives the same counts; one that is lost, or silent, is told.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::Duration;

use flate2::read::GzDecoder;

use crate::{Ran, data, example, number, run, run_with_input, scratch};

fn access_log() -> String {
    let mut log = String::new();
    GzDecoder::new(File::open(data("access.log.gz")).unwrap()).read_to_string(&mut log).unwrap();
    log
}

#[test]
fn any_number_of_processes_counts_the_same() {
    let log = access_log();
    let mut counts = BTreeMap::<&str, u64>::new();
    for line in log.lines() {
        *counts.entry(line.split(' ').next().unwrap()).or_default() += 1;
    }
    let alone = run("many_machines", &["access.log.gz"]).success();
    assert_eq!(alone.lines().count(), counts.len());
    for (client, count) in counts {
        assert_eq!(number(&alone, &format!("{client} "), 0), count);
    }
    let plain = scratch("plain.log");
    fs::write(&plain, &log).unwrap();
    for path in ["access.log.gz", plain.to_str().unwrap()] {
        for (processes, workers) in [("1", "2"), ("2", "1"), ("3", "2")] {
            let args = [path, "--processes", processes, "--workers", workers];
            assert_eq!(run("many_machines", &args).success(), alone, "{args:?}");
        }
    }
}

/// Shares meet at any byte of a line, and each worker begins with a line that may be another's.
#[test]
fn lines_at_the_seams_are_counted_once() {
    let line = |number: usize| {
        let client = number % 7;
        let page = "x".repeat(number * 37 % 300);
        format!("192.0.2.{client} - - [25/Nov/2026:19:10:00 +0000] \"GET /{page} HTTP/1.1\" 404 1\n")
    };
    let path = scratch("seams.log");
    for lines in [1, 2, 50, 1000, 3000] {
        let mut log: String = (0..lines).map(line).collect();
        for ends in [true, false] {
            if !ends {
                log.pop();
            }
            fs::write(&path, &log).unwrap();
            for (processes, workers) in [("1", "1"), ("1", "3"), ("2", "2"), ("3", "1")] {
                let args = [path.to_str().unwrap(), "--processes", processes, "--workers", workers];
                let out = run("many_machines", &args).success();
                for client in 0..lines.min(7) {
                    let expected = (lines - client).div_ceil(7) as u64;
                    assert_eq!(number(&out, &format!("192.0.2.{client} "), 0), expected, "{lines} {args:?}");
                }
            }
        }
    }
}

/// What is read once isn't counted by each process; nor is it refused without need.
#[test]
fn standard_input_is_for_one_process() {
    let log = web(100).concat();
    for workers in ["1", "3"] {
        let out = run_with_input("many_machines", &["-", "--workers", workers], log.as_bytes()).success();
        assert_eq!(number(&out, "192.0.2.1", 0), 100);
    }
    let (out, err) = run_with_input("many_machines", &["-", "--processes", "2"], log.as_bytes()).problems();
    assert!(out.is_empty() && err.contains("- can be read by one process only"), "{err}");
    let args = ["-", "--hosts", "127.0.0.1:1,127.0.0.1:2", "--index", "0"];
    let (out, err) = run_with_input("many_machines", &args, log.as_bytes()).problems();
    assert!(out.is_empty() && err.contains("can be read by one process only"), "{err}");
}

/// So many lines of a log.
fn web(count: usize) -> Vec<String> {
    vec!["192.0.2.1 - - [25/Nov/2026:19:10:00 +0000] \"GET / HTTP/1.1\" 404 1\n".to_owned(); count]
}

#[test]
fn broken_lines_are_told_once_and_the_rest_is_counted() {
    let path = scratch("some.log");
    let line = &web(1)[0];
    fs::write(&path, format!("{line}one\n{line}{line}two\n")).unwrap();
    let places = [line.len(), 3 * line.len() + 4];
    for (processes, workers) in [("1", "1"), ("2", "1"), ("2", "2")] {
        let args = [path.to_str().unwrap(), "--processes", processes, "--workers", workers];
        let (out, err) = run("many_machines", &args).problems();
        assert_eq!((number(&out, "192.0.2.1", 0), number(&out, "192.0.2.1", 1)), (3, 3));
        for place in places {
            assert_eq!(err.matches(&format!("the line at byte {place} is no record")).count(), 1, "{err}");
        }
    }
}

/// A log that takes some time to count.
static LARGE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = scratch("large.log");
    fs::write(&path, access_log().repeat(if cfg!(debug_assertions) { 300 } else { 6000 })).unwrap();
    path
});

/// Addresses on this machine that nobody listens at.
fn free_hosts() -> String {
    let listeners = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.each_ref().map(|listener| listener.local_addr().unwrap().to_string()).join(",")
}

fn ended_in_time(mut child: Child, seconds: u64) -> Ran {
    for _ in 0..20 * seconds {
        if child.try_wait().unwrap().is_some() {
            return child.wait_with_output().unwrap().into();
        }
        sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    panic!("it waits for ever");
}

#[test]
fn a_lost_process_is_told_by_the_others() {
    let hosts = free_hosts();
    let [survivor, mut victim] = ["0", "1"].map(|index| {
        example("many_machines", &[LARGE.to_str().unwrap(), "--hosts", &hosts, "--index", index])
            .spawn()
            .unwrap()
    });
    sleep(Duration::from_secs(1));
    victim.kill().unwrap();
    victim.wait().unwrap();
    let ran = ended_in_time(survivor, 10);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("error: lost another process: "), "{}", ran.err);
}

/// The processes that a process has started.
#[cfg(target_os = "linux")]
fn children(id: u32) -> Vec<String> {
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    children.split_whitespace().map(str::to_owned).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_lost_process_is_told_by_the_first() {
    let first = example("many_machines", &[LARGE.to_str().unwrap(), "--processes", "2"]).spawn().unwrap();
    sleep(Duration::from_secs(1));
    let victim = children(first.id()).remove(1);
    assert!(Command::new("kill").args(["-9", &victim]).status().unwrap().success());
    let ran = ended_in_time(first, 10);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("error: process 1 was lost (signal: 9"), "{}", ran.err);
}

/// However the first ends, nothing is left behind.
#[cfg(target_os = "linux")]
#[test]
fn processes_end_with_their_parent() {
    let mut first = example("many_machines", &[LARGE.to_str().unwrap(), "--processes", "3"]).spawn().unwrap();
    sleep(Duration::from_secs(1));
    let children = children(first.id());
    assert_eq!(children.len(), 3);
    first.kill().unwrap();
    first.wait().unwrap();
    let is_alive =
        |id: &String| fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| !stat.contains(") Z "));
    for _ in 0..100 {
        if !children.iter().any(is_alive) {
            return;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("they go on");
}

#[test]
fn different_files_are_told() {
    let (one, other) = (scratch("one.log"), scratch("other.log"));
    let mut lines = web(5000);
    fs::write(&one, lines.concat()).unwrap();
    let longer = lines.concat() + &lines[0];
    lines[2500] = lines[2500].replace("192.0.2.1", "192.0.2.9");
    lines[0] = lines[0].replace("192.0.2.1", "192.0.2.9");
    for (text, message) in
        [(longer, "has another file: of "), (lines.concat(), "has another file, of the same length")]
    {
        fs::write(&other, text).unwrap();
        let hosts = free_hosts();
        let [first, second] = [(&one, "0"), (&other, "1")].map(|(path, index)| {
            example("many_machines", &[path.to_str().unwrap(), "--hosts", &hosts, "--index", index])
                .spawn()
                .unwrap()
        });
        for child in [first, second] {
            let (out, err) = ended_in_time(child, 10).problems();
            assert!(out.is_empty() && err.contains(message), "{err}");
        }
    }
}

#[test]
fn hosts_from_a_file() {
    let (path, hosts) = (scratch("hosts"), free_hosts());
    fs::write(&path, format!("# the machines\n{}  # and comments\n\n", hosts.replace(',', "\n"))).unwrap();
    let [first, second] = ["0", "1"].map(|index| {
        example("many_machines", &["access.log.gz", "--hostfile", path.to_str().unwrap(), "--index", index])
            .spawn()
            .unwrap()
    });
    assert_eq!(ended_in_time(first, 20).success(), run("many_machines", &["access.log.gz"]).success());
    assert_eq!(ended_in_time(second, 20).success(), "");
}

/// Two machines, and a cable between them that is pulled: both tell within half a minute.
#[cfg(target_os = "linux")]
#[test]
fn a_silent_peer_is_told() {
    let ip = |args: &str| {
        Command::new("ip").args(args.split(' ')).output().is_ok_and(|output| output.status.success())
    };
    let (here, there) = (format!("here{}", std::process::id()), format!("there{}", std::process::id()));
    let made = ip(&format!("netns add {here}")) && ip(&format!("netns add {there}"));
    let made = made && ip(&format!("link add cable0 netns {here} type veth peer name cable1 netns {there}"));
    if made {
        for (space, cable, address) in [(&here, "cable0", "192.0.2.1/24"), (&there, "cable1", "192.0.2.2/24")]
        {
            assert!(
                ip(&format!("-n {space} addr add {address} dev {cable}"))
                    && ip(&format!("-n {space} link set {cable} up"))
            );
        }
        let hosts = "192.0.2.1:2101,192.0.2.2:2101";
        let start = |(space, index): (&str, &str)| {
            let program = example("many_machines", &[]).get_program().to_owned();
            let mut command = Command::new("ip");
            command.args(["netns", "exec", space]).arg(program);
            command.arg(&*LARGE).args(["--hosts", hosts, "--index", index]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let machines = [(here.as_str(), "0"), (there.as_str(), "1")].map(start);
        sleep(Duration::from_secs(1));
        // Neither end sees that it is down: the packets are thrown away.
        let pulled = ip(&format!("-n {there} link set cable1 down"));
        let outcomes = machines.map(|machine| ended_in_time(machine, 40));
        ip(&format!("netns del {here}"));
        ip(&format!("netns del {there}"));
        assert!(pulled);
        for ran in outcomes {
            assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
            assert!(ran.err.contains("error: lost another process: "), "{}", ran.err);
        }
    } else {
        ip(&format!("netns del {here}"));
        ip(&format!("netns del {there}"));
        // `eprintln!` would be captured, and the test would look as if it had run.
        writeln!(std::io::stderr(), "skipped: network namespaces can't be made here").unwrap();
    }
}

#[test]
fn a_host_that_isnt_there_is_told() {
    let (_, err) =
        run("many_machines", &["access.log.gz", "--hosts", "127.0.0.1:1", "--index", "1"]).problems();
    assert!(err.contains("there is no host 1"), "{err}");
}

//! One process, two and three give the same counts; a lost one is told.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use flate2::read::GzDecoder;

use crate::{Ran, data, example, number, run, scratch};

#[test]
fn any_number_of_processes_counts_the_same() {
    let mut log = String::new();
    GzDecoder::new(File::open(data("access.log.gz")).unwrap()).read_to_string(&mut log).unwrap();
    let mut counts = BTreeMap::<&str, u64>::new();
    for line in log.lines() {
        *counts.entry(line.split(' ').next().unwrap()).or_default() += 1;
    }
    let alone = run("many_machines", &["access.log.gz"]).success();
    assert_eq!(alone.lines().count(), counts.len());
    for (client, count) in counts {
        assert_eq!(number(&alone, &format!("{client} "), 0), count);
    }
    for processes in ["2", "3"] {
        let together = run("many_machines", &["access.log.gz", "--processes", processes]).success();
        assert_eq!(together, alone);
    }
}

#[test]
fn broken_lines_are_told_once_and_the_rest_is_counted() {
    let path = scratch("some.log");
    let line =
        |minute| format!("192.0.2.1 - - [25/Nov/2026:19:{minute}:00 +0000] \"GET / HTTP/1.1\" 404 1\n");
    std::fs::write(&path, format!("{}one\n{}{}two\n", line(10), line(11), line(12))).unwrap();
    for processes in ["1", "2"] {
        let args = [path.to_str().unwrap(), "--processes", processes];
        let (out, err) = run("many_machines", &args).problems();
        assert_eq!((number(&out, "192.0.2.1", 0), number(&out, "192.0.2.1", 1)), (3, 3));
        for number in [2, 5] {
            assert_eq!(err.matches(&format!("line {number} is no record")).count(), 1, "{err}");
        }
    }
}

/// Starts processes that have got something to read, and wait for more.
fn waiting(args: &[&str]) -> Child {
    let mut child = example("many_machines", args).stdin(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.as_mut().unwrap();
    for _ in 0..2 {
        stdin.write_all(&[b'\n'; 3 << 14]).unwrap();
    }
    child
}

fn ended_in_time(mut child: Child) -> Ran {
    for _ in 0..200 {
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
    let listeners = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    let hosts = listeners.each_ref().map(|listener| listener.local_addr().unwrap().to_string()).join(",");
    drop(listeners);
    let [survivor, mut victim] = ["0", "1"].map(|index| {
        let args = ["-", "--hosts", &hosts, "--index", index];
        waiting(&args)
    });
    sleep(Duration::from_secs(3));
    victim.kill().unwrap();
    victim.wait().unwrap();
    let ran = ended_in_time(survivor);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("error: lost another process: "), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_lost_process_is_told_by_the_first() {
    let args = ["-", "--processes", "2"];
    let first = waiting(&args);
    sleep(Duration::from_secs(3));
    let id = first.id();
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    let victim = children.split_whitespace().nth(1).unwrap();
    assert!(std::process::Command::new("kill").args(["-9", victim]).status().unwrap().success());
    let ran = ended_in_time(first);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("error: process 1 was lost (signal: 9"), "{}", ran.err);
}

#[test]
fn a_host_that_isnt_there_is_told() {
    let (_, err) =
        run("many_machines", &["access.log.gz", "--hosts", "127.0.0.1:1", "--index", "1"]).problems();
    assert!(err.contains("there is no host 1"), "{err}");
}

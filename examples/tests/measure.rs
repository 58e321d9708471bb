//! The measured pipelines find the same as loops by hand do, and need no more
//! memory for more input.

use crate::run;

#[test]
fn generators_find_what_loops_find() {
    let out = run("measure", &["throughput", "--megabytes", "1", "--rounds", "1"]).success();
    assert_eq!(out.lines().count(), 4, "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_stays_while_the_input_grows() {
    let out = run("measure", &["memory", "--megabytes", "1", "--factor", "8"]).success();
    for line in out.lines().skip(1) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let growth: f64 = words[4].parse().unwrap();
        match words[1] {
            "Generators" => assert!((-20.0..20.0).contains(&growth), "{line}"),
            _ => assert!(growth > 50.0, "{line}"),
        }
    }
    assert_eq!(out.lines().count(), 7, "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn much_goes_through() {
    let out = run("measure", &["volume", "--megabytes", "3"]).success();
    let memory: Vec<f64> = out
        .lines()
        .filter_map(|line| line.split_once(" MB ")?.1.trim_end_matches(" KiB").trim().parse().ok())
        .collect();
    assert!(memory.len() >= 9, "{out}");
    assert!(memory[memory.len() - 1] < memory[0] * 1.1, "{out}");
}

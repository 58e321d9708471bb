//! Compares the beginnings of the sequences with what other ways find.

use std::io::{BufRead, BufReader};

use crate::{example, run};

fn numbers(args: &[&str]) -> Vec<u64> {
    run("infinite", args).success().lines().map(|line| line.parse().unwrap()).collect()
}

/// By the sieve of Eratosthenes.
fn primes_below(limit: usize) -> Vec<u64> {
    let mut is_prime = vec![true; limit];
    is_prime[..2].fill(false);
    for number in 2..limit {
        for multiple in (number * number..limit).step_by(number) {
            is_prime[multiple] = false;
        }
    }
    (0..limit).filter(|&number| is_prime[number]).map(|number| number as u64).collect()
}

#[test]
fn primes() {
    let expected = primes_below(50_000);
    assert_eq!(numbers(&["primes", "--below", "50000"]), expected);
    assert_eq!(numbers(&["primes", "--count", "100", "--step", "3"])[..], {
        let every_third: Vec<u64> = expected.iter().copied().step_by(3).take(100).collect();
        every_third
    });
    let part: Vec<u64> = expected.iter().copied().filter(|prime| (1000..1100).contains(prime)).collect();
    assert_eq!(numbers(&["primes", "--from", "1000", "--below", "1100"]), part);
}

#[test]
fn twins() {
    let primes = primes_below(1000);
    let pairs: String = primes
        .iter()
        .filter(|&&prime| primes.contains(&(prime + 2)))
        .map(|prime| format!("{prime} {}\n", prime + 2))
        .collect();
    assert_eq!(run("infinite", &["twins", "--below", "990"]).success(), pairs);
}

#[test]
fn fibonacci() {
    let out = run("infinite", &["fibonacci"]).success();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..10].join(" "), "0 1 1 2 3 5 8 13 21 34");
    // The last below 2^128: F(186).
    assert_eq!(lines.len(), 187);
    assert_eq!(lines[186], "332825110087067562321196029789634457848");
}

#[test]
fn collatz() {
    let out = run("infinite", &["collatz", "--count", "2000"]).success();
    let mut last = 0;
    for line in out.lines() {
        let (number, steps) = line.split_once(' ').unwrap();
        let (start, steps): (u64, u64) = (number.parse().unwrap(), steps.parse().unwrap());
        let mut number = start;
        let mut expected = 0;
        while number != 1 {
            number = if number.is_multiple_of(2) { number / 2 } else { 3 * number + 1 };
            expected += 1;
        }
        assert_eq!(steps, expected, "{start}");
        assert!(steps >= last);
        last = steps;
    }
    // Completely, for the few steps: those from 1 to 16, and none twice.
    let few: Vec<&str> = out.lines().take_while(|line| !line.ends_with(" 8")).collect();
    assert_eq!(few.join(","), "1 0,2 1,4 2,8 3,16 4,32 5,5 5,64 6,10 6,128 7,21 7,20 7,3 7");
}

/// It is in order of the steps: these are what it begins and ends with.
#[test]
fn parts_of_collatz() {
    let lines = |args: &[&str]| {
        run("infinite", &[&["collatz"], args].concat()).success().lines().collect::<Vec<_>>().join(",")
    };
    assert_eq!(lines(&["--from", "1", "--count", "3"]), "2 1,4 2,8 3");
    assert_eq!(lines(&["--below", "5"]), "1 0,2 1,4 2,8 3,16 4");
    assert_eq!(lines(&["--from", "7", "--below", "8"]), "128 7,21 7,20 7,3 7");
    assert_eq!(lines(&["--from", "5", "--below", "5"]), "");
}

/// Whatever is asked for of any sequence, it ends.
#[test]
fn parts_end() {
    for sequence in ["primes", "twins", "fibonacci", "collatz"] {
        for part in [
            ["--from", "7", "--count", "2"],
            ["--from", "7", "--below", "30"],
            ["--from", "9", "--below", "3"],
        ] {
            let lines = run("infinite", &[&[sequence], &part[..]].concat()).success().lines().count();
            assert!(if part[3] == "3" { lines == 0 } else { lines > 1 }, "{sequence} {part:?}");
        }
    }
}

#[test]
fn stops_when_nobody_reads_on() {
    let mut child = example("infinite", &["primes"]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "2\n");
    assert!(child.wait().unwrap().success());
}

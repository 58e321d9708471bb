//! One pass over the wines comes near to what linfa finds with all at hand.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use linfa_datasets::winequality;

use crate::{run, run_with_input, scratch};

/// The outcome for three clusters, and where it is drawn.
static THREE: LazyLock<(String, PathBuf)> = LazyLock::new(|| {
    let path = scratch("wines.svg");
    (run("clustering", &["--plot", path.to_str().unwrap()]).success(), path)
});

#[test]
fn as_good_as_linfa_within_two_per_cent() {
    for out in [&THREE.0, &run("clustering", &["--clusters", "2"]).success()] {
        let (_, excess) = out.trim_end().rsplit_once(": ").unwrap();
        let excess: f64 = excess.trim_end_matches(" %").parse().unwrap();
        assert!((-2.0..2.0).contains(&excess), "{out}");
    }
}

#[test]
fn every_wine_is_drawn_and_belongs_to_a_cluster() {
    let size = |line: &str| line.split_once(" points")?.0.trim().parse::<usize>().ok();
    let sizes: Vec<usize> = THREE.0.lines().filter_map(size).collect();
    let wines = winequality().records.nrows();
    assert_eq!((sizes.len(), sizes.iter().sum()), (3, wines));
    assert!(fs::read_to_string(&THREE.1).unwrap().matches("<circle").count() >= wines);
}

#[test]
fn a_file_gives_the_same_clusters() {
    let wines = winequality().records;
    let mut rows = "a,b,c,d,e,f,g,h,i,j,k\n".to_owned();
    for (index, wine) in wines.rows().into_iter().enumerate() {
        let values: Vec<String> = wine.iter().map(f64::to_string).collect();
        writeln!(rows, "{}", values.join(",")).unwrap();
        if index == 99 {
            rows.push_str("1,2,3\n1,2,3,4,5,6,7,8,9,ten,11\n");
        }
    }
    let (out, err) = run_with_input("clustering", &["-"], rows.as_bytes()).problems();
    assert!(out.lines().count() == 3 && THREE.0.starts_with(&out), "{out}{}", THREE.0);
    assert!(err.contains("line: 102") && err.contains("line: 103"), "{err}");
}

#[test]
fn no_points_are_told() {
    let (_, err) = run_with_input("clustering", &["-"], b"a,b\n").problems();
    assert!(err.contains("there are no points"), "{err}");
}

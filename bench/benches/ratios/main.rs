//! Times each generator against an iterator written by hand, and prints how
//! many times as long it takes: 1.00 is par.
//!
//! The two take turns within each round, so that whatever else the machine does
//! meets both; the medians of the rounds are compared.

mod generated;
mod handwritten;
mod timing;

use std::hint::black_box;

use timing::{Case, consume};

const NUMBERS: i64 = 1_000_000;
const LIMIT: u32 = 1_000;
const BYTES: u32 = 1_000_000;

fn main() {
    let pairs = u64::from(LIMIT) * u64::from(LIMIT - 1) / 2;
    let cases = [
        Case {
            name: "squares",
            items: NUMBERS.unsigned_abs(),
            generated: || consume(generated::squares(0..black_box(NUMBERS))),
            handwritten: || consume(handwritten::squares(0..black_box(NUMBERS))),
        },
        Case {
            name: "nested pairs",
            items: pairs,
            generated: || consume(generated::pairs(black_box(LIMIT))),
            handwritten: || consume(handwritten::pairs(black_box(LIMIT))),
        },
        Case {
            name: "4 KiB local",
            items: BYTES.into(),
            generated: || consume(generated::scrambled(black_box(BYTES))),
            handwritten: || consume(handwritten::scrambled(black_box(BYTES))),
        },
    ];

    agree();
    println!("through `next`   generated  by hand  ratio   (ns an item)");
    for case in &cases {
        let (generated, handwritten) = case.measure();
        let ratio = generated / handwritten;
        println!("{:15} {generated:10.3} {handwritten:8.3} {ratio:6.2}", case.name);
    }
}

/// Both sides of each case yield the same.
fn agree() {
    assert!(generated::squares(0..100).eq(handwritten::squares(0..100)));
    assert!(generated::pairs(30).eq(handwritten::pairs(30)));
    assert!(generated::scrambled(10_000).eq(handwritten::scrambled(10_000)));
}

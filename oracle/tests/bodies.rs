//! The acceptance bodies, each a `gen` block.
#![feature(gen_blocks)]
#![allow(warnings)]

include!("../../tests/bodies.rs");

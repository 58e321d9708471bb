//! The bodies, one a file. In each, `generated` is the generator: ours, or in the nightly build rustc's own.
//! `hand` is what one writes without, `adaptors` the same of the standard library's parts, and `peers` has the
//! generators of other crates.

mod chain;
mod collect;
mod first;
mod held;
mod pairs;
mod recursion;
mod results;
mod squares;
mod thirty;
mod tokens;
mod tree;

use crate::body::Body;

pub(crate) fn all() -> Vec<Body> {
    vec![
        squares::body(),
        pairs::body(),
        tree::body(),
        tokens::body(),
        held::body(),
        recursion::body(),
        collect::body(),
        first::body(),
        chain::body(),
        thirty::body(),
        results::body(),
    ]
}

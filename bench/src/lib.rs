//! What the benches measure.

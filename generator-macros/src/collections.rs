//! Hash maps and sets that are the same in each build, and whose hashes take little time where the macro isn't optimised,
//! as in cargo's default profiles.
//!
//! `HashMap<LocalId, usize>` is std's, with a [`Mixer`] for its hashes.

use std::hash::{BuildHasherDefault, Hasher};

pub type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Mixer>>;
pub type HashSet<T> = std::collections::HashSet<T, BuildHasherDefault<Mixer>>;

/// Mixes in each number by a multiplication. (What rustc itself does; the keys are numbers and names of the user's own
/// code, who gains nothing by choosing those that collide.)
#[derive(Clone, Default)]
pub struct Mixer(u64);

impl Mixer {
    fn mix(&mut self, number: u64) {
        /// Odd, and without a pattern in its bits: of the golden ratio.
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(FACTOR);
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.mix(u64::from(*byte));
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn finish(&self) -> u64 {
        // The table takes the lowest bits for the place, which a multiplication mixes least.
        self.0.rotate_left(26)
    }
}

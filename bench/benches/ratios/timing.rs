use std::hint::black_box;
use std::time::Instant;

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) items: u64,
    pub(crate) generated: fn(),
    pub(crate) handwritten: fn(),
}

impl Case {
    /// The medians of both sides, in nanoseconds an item.
    pub(crate) fn measure(&self) -> (f64, f64) {
        let mut generated = Vec::new();
        let mut handwritten = Vec::new();
        for round in 0..rounds() {
            // Which side goes first alternates, lest one warm up for the other.
            if round % 2 == 0 {
                generated.push(self.time(self.generated));
                handwritten.push(self.time(self.handwritten));
            } else {
                handwritten.push(self.time(self.handwritten));
                generated.push(self.time(self.generated));
            }
        }
        (median(generated), median(handwritten))
    }

    #[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
    fn time(&self, side: fn()) -> f64 {
        let start = Instant::now();
        side();
        start.elapsed().as_nanos() as f64 / self.items as f64
    }
}

/// One round is enough to see that a bench still runs, as under `cargo test`.
fn rounds() -> usize {
    if std::env::args().any(|arg| arg == "--bench") { 101 } else { 1 }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Takes every item by `next`, and keeps the compiler from dropping any.
pub(crate) fn consume<T>(items: impl Iterator<Item = T>) {
    for item in items {
        black_box(item);
    }
}

//! Measurements summed up by time.

use generator_core::generator;
use program::{Line, json};
use series::{Point, Time};

#[derive(Clone, Debug)]
pub struct Window {
    pub start: Time,
    pub count: u64,
    pub least: f64,
    sum: f64,
    pub most: f64,
}

/// Yields the measurements of so many seconds each, summed up. Times without any are passed over; a measurement that
/// comes when its window is over is an error.
#[generator]
pub fn windows(
    mut measurements: impl Iterator<Item = Point>,
    seconds: f64,
) -> impl Iterator<Item = Result<Window, String>> {
    let start_of = move |time: Time| time.at((time.seconds / seconds).floor() * seconds);
    let Some(first) = measurements.next() else { return };
    let mut window = Window::new(start_of(first.time), first.value);
    for Point { time, value } in measurements {
        let start = start_of(time);
        if start.seconds == window.start.seconds {
            window.add(value);
        } else if start.seconds < window.start.seconds {
            yield_!(Err(format!("{time} comes too late, after {}: skipped", window.start)));
        } else {
            yield_!(Ok(window));
            window = Window::new(start, value);
        }
    }
    yield_!(Ok(window));
}

impl Window {
    fn new(start: Time, value: f64) -> Window {
        Window { start, count: 1, least: value, sum: value, most: value }
    }

    fn add(&mut self, value: f64) {
        self.count += 1;
        self.least = self.least.min(value);
        self.sum += value;
        self.most = self.most.max(value);
    }

    pub fn line(&self) -> Line {
        let (&Window { start, count, least, most, .. }, mean) = (self, self.mean());
        let text = format!("{start:>8} {count:6} from {least:10.2} to {most:10.2} mean {mean:10.2}");
        let start = start.to_string();
        let json = json!({"start": start, "count": count, "least": least, "most": most, "mean": mean});
        Line::new(text, json)
    }

    pub fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }
}

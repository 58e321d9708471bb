//! Times, as numbers of seconds or as dates.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As a number of seconds.
    Seconds,
    /// As a date and a time of day, nobody knows where.
    Civil,
    /// The same, with a time zone.
    Instant,
}

/// Seconds since whenever: for dates since the year 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    pub seconds: f64,
    pub kind: Kind,
}

impl Time {
    /// The time in a text, which may be as in ISO 8601.
    pub fn parse(text: &str) -> Option<Time> {
        let text = text.trim();
        if let Ok(seconds) = text.parse::<f64>() {
            return seconds.is_finite().then_some(Time { seconds, kind: Kind::Seconds });
        }
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Some(Time { seconds: instant.as_duration().as_secs_f64(), kind: Kind::Instant });
        }
        let civil = Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?;
        Some(Time { seconds: civil.as_duration().as_secs_f64(), kind: Kind::Civil })
    }

    /// Another time, written in the same way.
    pub fn at(self, seconds: f64) -> Time {
        Time { seconds, ..self }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = || Timestamp::from_millisecond((self.seconds * 1000.0).round() as i64).ok();
        match (self.kind, date()) {
            (Kind::Civil, Some(date)) => f.pad(&Offset::UTC.to_datetime(date).to_string()),
            (Kind::Instant, Some(date)) => f.pad(&date.to_string()),
            _ => f.pad(&format!("{:.2}", self.seconds)),
        }
    }
}

//! From records to the sessions of clients.

use std::collections::HashMap;

use generator_core::generator;
use jiff::{SignedDuration, Timestamp};

use crate::records::Record;

/// What a client did without a longer pause.
#[derive(Debug)]
pub struct Session {
    pub client: String,
    pub span: Span,
}

/// From the first of some records to the last.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub first: Timestamp,
    pub last: Timestamp,
    pub records: u64,
    /// How late it was when the newest of them came.
    touched: Timestamp,
}

/// Yields sessions when they are over: two pauses of `gap` after a client's last record, or at the end. Only the
/// others are held. Lines may be out of order: those that are late by no more than `gap` change nothing.
#[generator]
pub fn sessions(records: impl Iterator<Item = Record>, gap: SignedDuration) -> impl Iterator<Item = Session> {
    let mut open: HashMap<String, Vec<Span>> = HashMap::new();
    let mut clock = Clock::default();
    let mut last_look = Timestamp::MIN;
    for Record { time, client, .. } in records {
        let now = clock.see(time);
        if now.duration_since(last_look) > gap / 4 {
            yield_from!(over(&mut open, now, gap));
            last_look = now;
        }
        if let Some(client) = client {
            add(open.entry(client).or_default(), Span::new(time, now), gap);
        }
    }
    for (client, spans) in open {
        for span in spans {
            yield_!(Session { client: client.clone(), span });
        }
    }
}

/// How late it is. One wrong time among the others doesn't move it: two have to say so.
pub struct Clock {
    last: Timestamp,
    now: Timestamp,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { last: Timestamp::MIN, now: Timestamp::MIN }
    }
}

impl Clock {
    pub fn see(&mut self, time: Timestamp) -> Timestamp {
        self.now = self.now.max(time.min(self.last));
        self.last = time;
        self.now
    }
}

/// Takes out the sessions to which nothing more can come.
pub fn over(open: &mut HashMap<String, Vec<Span>>, now: Timestamp, gap: SignedDuration) -> Vec<Session> {
    let mut over = Vec::new();
    open.retain(|client, spans| {
        let ended = spans.extract_if(.., |span| now.duration_since(span.touched) > gap + gap);
        over.extend(ended.map(|span| Session { client: client.clone(), span }));
        !spans.is_empty()
    });
    over
}

/// Adds what a client did, together with those spans that it is near to.
pub fn add(spans: &mut Vec<Span>, mut new: Span, gap: SignedDuration) {
    let mut index = 0;
    while let Some(old) = spans.get(index) {
        if new.first.duration_since(old.last) <= gap && old.first.duration_since(new.last) <= gap {
            new.join(&spans.swap_remove(index));
            index = 0; // it may be near to others now
        } else {
            index += 1;
        }
    }
    spans.push(new);
}

impl Span {
    pub fn new(time: Timestamp, now: Timestamp) -> Span {
        Span { first: time, last: time, records: 1, touched: now.max(time) }
    }

    fn join(&mut self, other: &Span) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.records += other.records;
        self.touched = self.touched.max(other.touched);
    }
}

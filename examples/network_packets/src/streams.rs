//! From segments, in whatever order they come, to the bytes that were sent.

use std::collections::{BTreeMap, HashMap};

use generator_core::generator;

use crate::segments::{Flow, Place, Segment};

/// The next bytes of a flow, or a datagram.
pub struct Chunk {
    pub flow: Flow,
    pub bytes: Vec<u8>,
    pub is_datagram: bool,
    /// Nothing more comes in this flow.
    pub is_last: bool,
}

impl Chunk {
    fn end(flow: Flow) -> Chunk {
        Chunk { flow, bytes: Vec::new(), is_datagram: false, is_last: true }
    }
}

/// A flow that isn't heard of for so many packets is forgotten.
pub const FORGOTTEN_AFTER: u64 = 100_000;

/// So many bytes at most wait for those before them.
pub const LONGEST_WAIT: usize = 1 << 20;

/// Yields the bytes of each flow in their order, each once. A flow with bytes
/// that never came is an error, and given up.
#[generator]
pub fn streams(segments: impl Iterator<Item = Segment>) -> impl Iterator<Item = Result<Chunk, String>> {
    let mut streams: HashMap<Flow, Stream> = HashMap::new();
    let mut next_look = FORGOTTEN_AFTER;
    for Segment { number, flow, place, bytes } in segments {
        let Some(place) = place else {
            yield_!(Ok(Chunk { flow, bytes, is_datagram: true, is_last: true }));
            continue;
        };
        if number >= next_look {
            let is_forgotten = |stream: &Stream| stream.last_number + FORGOTTEN_AFTER <= number;
            let forgotten: Vec<_> = streams.extract_if(|_, stream| is_forgotten(stream)).collect();
            yield_from!(forgotten.into_iter().map(|(flow, _)| Ok(Chunk::end(flow))));
            next_look = number + FORGOTTEN_AFTER / 4;
        }
        let mut stream = match streams.remove(&flow) {
            Some(stream) if !(stream.is_over && place.is_first) => stream,
            _ => Stream::new(place.sequence),
        };
        stream.last_number = number;
        stream.add(&place, bytes);
        while let Some((bytes, is_last)) = stream.take_next() {
            yield_!(Ok(Chunk { flow, bytes, is_datagram: false, is_last }));
        }
        if stream.waiting > LONGEST_WAIT {
            yield_!(Err(stream.missing(&flow)));
            yield_!(Ok(Chunk::end(flow)));
            stream.give_up();
        }
        streams.insert(flow, stream);
    }
    for (flow, stream) in streams {
        if stream.waiting > 0 {
            yield_!(Err(stream.missing(&flow)));
        }
    }
}

/// One direction of a TCP connection.
pub struct Stream {
    /// How many bytes went on, and the sequence number of the next.
    position: u64,
    sequence: u32,
    /// Segments by position, and whether they are the last.
    early: BTreeMap<u64, (Vec<u8>, bool)>,
    /// How many bytes are in them.
    pub waiting: usize,
    pub is_over: bool,
    pub last_number: u64,
}

impl Stream {
    pub fn new(sequence: u32) -> Stream {
        Stream { position: 0, sequence, early: BTreeMap::new(), waiting: 0, is_over: false, last_number: 0 }
    }

    pub fn add(&mut self, place: &Place, mut bytes: Vec<u8>) {
        // Sequence numbers wrap around: the nearer way tells which comes first.
        let ahead = place.sequence.wrapping_sub(self.sequence).cast_signed();
        if self.is_over || (bytes.is_empty() && !place.is_last) {
            return;
        }
        let seen = usize::try_from(-i64::from(ahead)).unwrap_or(0);
        if seen > bytes.len() || (seen == bytes.len() && !place.is_last) {
            return;
        }
        bytes.drain(..seen);
        let position = self.position + u64::try_from(ahead).unwrap_or(0);
        let longest_yet = self.early.get(&position).map_or(0, |(bytes, _)| bytes.len());
        if bytes.len() > longest_yet || place.is_last {
            self.waiting += bytes.len();
            if let Some((shorter, _)) = self.early.insert(position, (bytes, place.is_last)) {
                self.waiting -= shorter.len();
            }
        }
    }

    /// Takes the next bytes, if they are there, and whether they are the last.
    pub fn take_next(&mut self) -> Option<(Vec<u8>, bool)> {
        let entry = self.early.first_entry().filter(|entry| *entry.key() <= self.position)?;
        let seen = usize::try_from(self.position - entry.key()).ok()?;
        let (mut bytes, is_last) = entry.remove();
        self.waiting -= bytes.len();
        bytes.drain(..seen.min(bytes.len()));
        self.position += bytes.len() as u64;
        self.sequence = self.sequence.wrapping_add(bytes.len() as u32);
        if is_last {
            self.give_up();
        }
        Some((bytes, is_last))
    }

    fn missing(&self, flow: &Flow) -> String {
        format!("up to packet {}: bytes from {} to {} are missing", self.last_number, flow.from, flow.to)
    }

    pub fn give_up(&mut self) {
        self.is_over = true;
        self.early.clear();
        self.waiting = 0;
    }
}

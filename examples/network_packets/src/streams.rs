//! From segments, in whatever order they come, to the bytes that were sent.

use std::collections::{BTreeMap, HashMap};

use generator_core::generator;

use crate::segments::{Flow, Place, Segment};

/// The next bytes of a flow, or a datagram.
#[derive(Debug)]
pub struct Chunk {
    pub flow: Flow,
    /// So many bytes before these never came.
    pub missing: u64,
    pub bytes: Vec<u8>,
    pub is_datagram: bool,
    /// Nothing more comes in this flow.
    pub is_last: bool,
}

impl Chunk {
    pub fn end(flow: Flow) -> Chunk {
        Chunk { flow, missing: 0, bytes: Vec::new(), is_datagram: false, is_last: true }
    }
}

/// A flow that isn't heard of for so many packets is forgotten.
pub const FORGOTTEN_AFTER: u64 = 100_000;

/// So many bytes at most wait for those before them.
pub const LONGEST_WAIT: usize = 1 << 20;

/// Yields the bytes of each flow in their order, each once. A flow with bytes that never came is an error, and goes on
/// behind them.
#[generator]
pub fn streams(segments: impl Iterator<Item = Segment>) -> impl Iterator<Item = Result<Chunk, String>> {
    let mut streams: HashMap<Flow, Stream> = HashMap::new();
    let mut next_look = FORGOTTEN_AFTER;
    for Segment { number, flow, place, bytes, lacking } in segments {
        let Some(place) = place else {
            yield_!(Ok(Chunk { bytes, is_datagram: true, ..Chunk::end(flow) }));
            continue;
        };
        if number >= next_look {
            let is_forgotten = |stream: &Stream| stream.last_number + FORGOTTEN_AFTER <= number;
            let forgotten: Vec<_> = streams.extract_if(|_, stream| is_forgotten(stream)).collect();
            for (flow, stream) in forgotten {
                yield_from!(rest(flow, stream));
            }
            next_look = number + FORGOTTEN_AFTER / 4;
        }
        let mut stream = match streams.remove(&flow) {
            Some(stream) if stream.goes_on_with(&place) => stream,
            before => {
                if let Some(before) = before {
                    yield_from!(rest(flow, before));
                }
                Stream::new(&place)
            }
        };
        stream.last_number = number;
        stream.add(&place, bytes, lacking);
        loop {
            while let Some(chunk) = stream.take_next(flow) {
                yield_!(Ok(chunk));
            }
            if stream.waiting <= LONGEST_WAIT {
                break;
            }
            if let Some(error) = stream.skip(&flow) {
                yield_!(Err(error));
            }
        }
        streams.insert(flow, stream);
    }
    for (flow, stream) in streams {
        yield_from!(rest(flow, stream));
    }
}

/// Yields what still waits when nothing more can come.
#[generator]
pub fn rest(flow: Flow, mut stream: Stream) -> impl Iterator<Item = Result<Chunk, String>> {
    while !stream.early.is_empty() {
        if let Some(error) = stream.skip(&flow) {
            yield_!(Err(error));
        }
        while let Some(chunk) = stream.take_next(flow) {
            yield_!(Ok(chunk));
        }
    }
    yield_!(Ok(Chunk { missing: stream.missing, ..Chunk::end(flow) }));
}

/// One direction of a TCP connection.
#[derive(Debug)]
pub struct Stream {
    first: u32,
    /// How many bytes went on, and the sequence number of the next.
    position: u64,
    sequence: u32,
    /// Segments by position.
    early: BTreeMap<u64, Piece>,
    /// How many bytes are in them.
    pub waiting: usize,
    /// How many bytes before the next are missing.
    missing: u64,
    is_told: bool,
    is_over: bool,
    pub last_number: u64,
}

#[derive(Debug, Default)]
struct Piece {
    bytes: Vec<u8>,
    lacking: u64,
    is_last: bool,
}

impl Stream {
    pub fn new(place: &Place) -> Stream {
        let sequence = place.sequence;
        Stream {
            first: sequence,
            position: 0,
            sequence,
            early: BTreeMap::new(),
            waiting: 0,
            // Of one that was begun before the capture, at least one.
            missing: u64::from(!place.is_first),
            is_told: false,
            is_over: false,
            last_number: 0,
        }
    }

    /// Whether a segment is of this connection, and not of a later one between the same ports.
    pub fn goes_on_with(&self, place: &Place) -> bool {
        !place.is_first || (place.sequence == self.first && !self.is_over)
    }

    pub fn add(&mut self, place: &Place, mut bytes: Vec<u8>, mut lacking: u64) {
        // Sequence numbers wrap around: the nearer way tells which comes first.
        let ahead = place.sequence.wrapping_sub(self.sequence).cast_signed();
        let seen = u64::try_from(-i64::from(ahead)).unwrap_or(0);
        let length = bytes.len() as u64 + lacking;
        if self.is_over || (length <= seen && !(place.is_last && length == seen)) {
            return;
        }
        let captured = seen.min(bytes.len() as u64);
        bytes.drain(..captured as usize);
        lacking -= seen - captured;
        let position = self.position + u64::try_from(ahead).unwrap_or(0);
        let piece = self.early.entry(position).or_default();
        piece.is_last |= place.is_last;
        if bytes.len() >= piece.bytes.len() {
            self.waiting += bytes.len() - piece.bytes.len();
            (piece.bytes, piece.lacking) = (bytes, lacking);
        }
    }

    /// Takes the next bytes, if they are there.
    pub fn take_next(&mut self, flow: Flow) -> Option<Chunk> {
        let entry = self.early.first_entry().filter(|entry| *entry.key() <= self.position)?;
        let (start, Piece { mut bytes, lacking, is_last }) = entry.remove_entry();
        self.waiting -= bytes.len();
        let captured = start + bytes.len() as u64;
        bytes.drain(..bytes.len().min((self.position - start) as usize));
        let missing = std::mem::take(&mut self.missing);
        let end = captured + lacking;
        self.missing = end.saturating_sub(captured.max(self.position));
        self.advance(end.saturating_sub(self.position));
        if is_last {
            self.is_over = true;
            self.early.clear();
            self.waiting = 0;
        }
        Some(Chunk { flow, missing, bytes, is_datagram: false, is_last })
    }

    fn advance(&mut self, bytes: u64) {
        self.position += bytes;
        self.sequence = self.sequence.wrapping_add(bytes as u32);
    }

    /// Goes on behind the bytes that are missing. Returns an error, the first time.
    pub fn skip(&mut self, flow: &Flow) -> Option<String> {
        let gap = self.early.keys().next()?.saturating_sub(self.position);
        self.missing += gap;
        self.advance(gap);
        if gap == 0 || std::mem::replace(&mut self.is_told, true) {
            return None;
        }
        let Flow { from, to } = flow;
        Some(format!("up to packet {}: bytes from {from} to {to} are missing", self.last_number))
    }
}

//! Which lines of a log are whose. A plain log is dealt out by bytes: nobody reads what is another's. One that is packed
//! can't be; there each worker unpacks all of it, and parses its own lines only.

use std::fmt;
use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read as _, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use generator_core::generator;
use log_files::formats::Names;
use log_files::records::{Record, record};
use program::{Lines, Read, Report};

/// A file that all read.
#[derive(Clone, Debug)]
pub struct Log {
    pub path: PathBuf,
    pub length: u64,
    pub is_packed: bool,
}

/// One of so many workers, those of all processes.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub worker: usize,
    pub of: usize,
}

pub enum Error {
    /// What begins at that byte of the log is no record.
    Line(u64),
    Read(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Read(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Line(start) => write!(f, "the line at byte {start} is no record: skipped"),
            Error::Read(error) => write!(f, "can't read on: {error}"),
        }
    }
}

/// Yields the records of a share.
#[generator]
pub fn records(log: Log, share: Share, report: Arc<Report>) -> impl Iterator<Item = Result<Record, Error>> {
    if log.is_packed {
        let reader = report.open(&log.path).map_err(io::Error::other)?;
        yield_from!(records_in_turn(reader, share));
        return;
    }
    for block in blocks(log.length, share) {
        let bytes = block.end.min(log.length) - block.start;
        yield_from!(records_within(log.path.clone(), block));
        report.advance(bytes);
    }
}

/// Several blocks for each worker, as none may be faster than another throughout.
fn blocks(length: u64, Share { worker, of }: Share) -> impl Iterator<Item = Range<u64>> {
    let size = (length / (8 * of as u64)).clamp(1 << 12, 1 << 24);
    let block = move |index| index * size..(index + 1) * size;
    (worker as u64..).step_by(of).map(block).take_while(move |block| block.start < length)
}

/// Yields the records whose lines begin within a block.
#[generator]
fn records_within(path: PathBuf, block: Range<u64>) -> impl Iterator<Item = Result<Record, Error>> {
    // A line that goes on into the block is of the one before.
    let start = block.start.saturating_sub(1);
    let mut file = File::open(&path)?;
    file.seek(SeekFrom::Start(start))?;
    let mut lines = Lines::new(BufReader::with_capacity(1 << 16, file));
    let names = Names::default();
    if block.start > 0 {
        lines.read_to_last()?;
    }
    while start + lines.position() < block.end {
        if program::interrupted() {
            Err(io::Error::other("interrupted"))?;
        }
        let place = start + lines.position();
        let found = lines.read_to_last()?;
        if found == Read::End {
            return;
        }
        if let Some(record) = record(found, &lines, &names) {
            yield_!(record.map_err(|_| Error::Line(place)));
        }
    }
}

/// Lines are dealt out so many at a time.
const LINES: u64 = 100;

/// Yields the records of a worker's turns.
#[generator]
pub fn records_in_turn(reader: impl BufRead, share: Share) -> impl Iterator<Item = Result<Record, Error>> {
    let mut lines = Lines::new(reader);
    let names = Names::default();
    loop {
        let place = lines.position();
        let turn = lines.number() / LINES % share.of as u64;
        let found = lines.read_to_last()?;
        if found == Read::End {
            return;
        }
        if turn == share.worker as u64
            && let Some(record) = record(found, &lines, &names)
        {
            yield_!(record.map_err(|_| Error::Line(place)));
        }
    }
}

impl Log {
    /// The log at that path; `None` if it isn't a file that can be read more than once.
    pub fn find(path: &Path) -> Result<Option<Log>, String> {
        let failed = |error| format!("can't read {}: {error}", path.display());
        if path == Path::new("-") {
            return Ok(None);
        }
        let mut file = File::open(path).map_err(failed)?;
        let data = file.metadata().map_err(failed)?;
        if !data.is_file() {
            return Ok(None);
        }
        let mut start = Vec::new();
        file.by_ref().take(2).read_to_end(&mut start).map_err(failed)?;
        let is_packed = start == [0x1f, 0x8b];
        Ok(Some(Log { path: path.to_owned(), length: data.len(), is_packed }))
    }

    /// By what logs are told apart: their bytes at the start, at the end and at some hundred places in between. To read
    /// all of it would take longer than to count a share.
    pub fn hash(&self) -> Result<u64, String> {
        const PIECE: u64 = 1 << 12;
        const PIECES: u64 = 128;
        let hash = || {
            let mut file = File::open(&self.path)?;
            let mut hasher = DefaultHasher::new();
            for piece in 0..=PIECES {
                let last = self.length.saturating_sub(PIECE);
                file.seek(SeekFrom::Start(
                    (u128::from(last) * u128::from(piece) / u128::from(PIECES)) as u64,
                ))?;
                let mut bytes = Vec::new();
                file.by_ref().take(PIECE).read_to_end(&mut bytes)?;
                hasher.write(&bytes);
            }
            Ok(hasher.finish())
        };
        hash().map_err(|error: io::Error| format!("can't read {}: {error}", self.path.display()))
    }
}

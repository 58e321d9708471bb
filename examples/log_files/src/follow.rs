//! The records of a log that is still being written.

use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use generator_core::generator;
use program::{Lines, Read};

use crate::formats::Names;
use crate::records::{Error, Record, record};

/// Yields the records of a log as they are added, until none was added for so long, or Ctrl-C was pressed. Goes on in
/// the next file when the log is rotated: replaced by another, or emptied.
#[generator]
pub fn added_records(
    path: PathBuf,
    names: Names,
    patience: Duration,
) -> impl Iterator<Item = Result<Record, Error>> {
    program::stop_when_interrupted();
    let mut lines = Lines::new(BufReader::new(File::open(&path)?));
    let mut is_replaced = false;
    let mut last_growth = Instant::now();
    while last_growth.elapsed() < patience && !program::interrupted() {
        // A line that isn't complete yet waits for its rest, unless none can come.
        let found = if is_replaced { lines.read_to_last()? } else { lines.read()? };
        if found != Read::End {
            last_growth = Instant::now();
            if let Some(record) = record(found, &lines, &names) {
                yield_!(record);
            }
        } else if is_replaced {
            lines = Lines::new(BufReader::new(File::open(&path)?));
            is_replaced = false;
        } else if is_rotated(lines.reader(), &path) {
            // Read once more: something may have been added at last.
            is_replaced = true;
        } else {
            sleep(Duration::from_millis(50));
        }
    }
}

/// Whether another file has taken the path, or the file was cut short.
fn is_rotated(reader: &mut BufReader<File>, path: &Path) -> bool {
    let (Ok(there), Ok(here), Ok(read)) =
        (path.metadata(), reader.get_ref().metadata(), reader.stream_position())
    else {
        return false; // between the two there is no file
    };
    !is_same_file(&there, &here) || here.len() < read
}

#[cfg(unix)]
fn is_same_file(a: &std::fs::Metadata, b: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same_file(a: &std::fs::Metadata, b: &std::fs::Metadata) -> bool {
    a.created().ok() == b.created().ok()
}

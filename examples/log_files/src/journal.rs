//! The export format of systemd's journal: entries of lines `FIELD=value`, with an empty line between them. A value with
//! odd bytes comes after its field's name and its length.

use std::collections::HashMap;
use std::io::{self, BufRead, Read as _};

use generator_core::generator;
use program::{Lines, Read};

use crate::formats;
use crate::records::{Error, Record};

/// What an export begins with.
pub const START: &[u8] = b"__CURSOR=";

/// Yields the records of an export.
#[generator]
pub fn records(reader: impl BufRead) -> impl Iterator<Item = Result<Record, Error>> {
    let mut lines = Lines::new(reader);
    let mut fields: HashMap<String, String> = HashMap::new();
    let mut entries = 0;
    loop {
        let found = lines.read_to_last()?;
        let is_over = found == Read::End || (found == Read::Line && lines.line().is_empty());
        if !is_over {
            add(&mut fields, found, &mut lines)?;
            continue;
        }
        if !fields.is_empty() {
            entries += 1;
            yield_!(record(&fields).ok_or(Error::Entry(entries)));
            fields.clear();
        }
        if found == Read::End {
            return;
        }
    }
}

/// Takes the field in the line that was read last, if we need it.
fn add<R: BufRead>(
    fields: &mut HashMap<String, String>,
    found: Read,
    lines: &mut Lines<R>,
) -> io::Result<()> {
    const NEEDED: [&str; 4] = ["__REALTIME_TIMESTAMP", "SYSLOG_IDENTIFIER", "_COMM", "PRIORITY"];
    let line = String::from_utf8_lossy(lines.line()).into_owned();
    match line.split_once('=') {
        Some((name, value)) if NEEDED.contains(&name) => _ = fields.insert(name.to_owned(), value.to_owned()),
        None if found == Read::Line => {
            let mut length = [0; 8];
            lines.reader().read_exact(&mut length)?;
            let length = u64::from_le_bytes(length).saturating_add(1); // with the end of the line
            if io::copy(&mut lines.reader().take(length), &mut io::sink())? < length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        _ => {}
    }
    // An entry has something in it, whatever it is.
    fields.entry(String::new()).or_default();
    Ok(())
}

fn record(fields: &HashMap<String, String>) -> Option<Record> {
    let field = |name: &str| fields.get(name).map(String::as_str);
    let client = field("SYSLOG_IDENTIFIER").or(field("_COMM"));
    formats::journal(field("__REALTIME_TIMESTAMP")?, client, field("PRIORITY"))
}

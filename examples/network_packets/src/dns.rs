//! The question in a message of DNS.

use simple_dns::{Packet, QTYPE};

const HEADER: usize = 12;

/// What a message asks for.
#[derive(Debug, PartialEq)]
pub struct Question {
    pub name: String,
    /// Its type, as `TYPE65` if it has no name that we know.
    pub kind: String,
}

/// What bytes may be.
#[derive(Debug, PartialEq)]
pub enum Message {
    Query(Question),
    Answer,
}

/// Parses a message, as far as its first question; whatever follows has to be records by its structure. `None` if it
/// is no message.
pub fn parse(bytes: &[u8]) -> Option<Message> {
    let is_answer = begins_like_one(bytes)?;
    let end = HEADER + name_length(bytes.get(HEADER..)?)?;
    let question: [u8; 4] = bytes.get(end..end + 4)?.try_into().ok()?;
    let mut rest = end + 4;
    for _ in 0..records(bytes)? {
        // A name, type, class, time to live, and the length of what follows.
        rest += name_length(bytes.get(rest..)?)? + 10;
        rest += usize::from(u16::from_be_bytes(bytes.get(rest - 2..rest)?.try_into().ok()?));
    }
    if rest > bytes.len() {
        return None;
    }
    if is_answer {
        return Some(Message::Answer);
    }
    // The parser refuses types that it doesn't know, in questions and in records: it gets the name only.
    let mut alone = bytes[..end].to_vec();
    alone[4..HEADER].copy_from_slice(&[0, 1, 0, 0, 0, 0, 0, 0]);
    alone.extend([0, 1, 0, 1]);
    let packet = Packet::parse(&alone).ok()?;
    let name = packet.questions.first()?.qname.to_string();
    Some(Message::Query(Question { name, kind: kind(u16::from_be_bytes([question[0], question[1]])) }))
}

/// Whether the header is that of an answer; `None` if it isn't the header of a message with one question.
pub fn begins_like_one(bytes: &[u8]) -> Option<bool> {
    let header = bytes.get(..HEADER)?;
    let (flags, operation) = (header[2], header[2] >> 3 & 15);
    // An unused bit is zero.
    let is_message =
        operation <= 6 && header[3] & 0x40 == 0 && header[4..6] == [0, 1] && records(bytes)? <= 4096;
    is_message.then_some(flags & 0x80 != 0)
}

fn records(bytes: &[u8]) -> Option<u32> {
    let counts = bytes.get(6..HEADER)?.chunks(2);
    Some(counts.map(|count| u32::from(u16::from_be_bytes([count[0], count[1]]))).sum())
}

/// How many bytes a name takes: labels, and at last an empty one or a reference.
fn name_length(bytes: &[u8]) -> Option<usize> {
    let mut length = 0;
    loop {
        match *bytes.get(length)? {
            0 => return Some(length + 1),
            size @ 1..64 => length += 1 + usize::from(size),
            0xc0.. => return Some(length + 2),
            _ => return None,
        }
    }
}

fn kind(number: u16) -> String {
    match QTYPE::try_from(number) {
        Ok(QTYPE::TYPE(kind)) => format!("{kind:?}"),
        Ok(kind) => format!("{kind:?}"),
        Err(_) => format!("TYPE{number}"),
    }
}

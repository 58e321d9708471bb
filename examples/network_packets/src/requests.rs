//! From the bytes of flows to the requests in them.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;

use generator_core::generator;
use httparse::{EMPTY_HEADER, Header, Status};
use simple_dns::{Packet, PacketFlag, QTYPE};

use crate::segments::Flow;
use crate::streams::Chunk;

pub struct Request {
    pub from: SocketAddr,
    kind: Kind,
}

pub enum Kind {
    Http { method: String, target: String, host: String },
    Dns { name: String, kind: String },
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from;
        match &self.kind {
            Kind::Http { method, target, host } => write!(f, "{from} http {method} {target} {host}"),
            Kind::Dns { name, kind } => write!(f, "{from} dns {kind} {name}"),
        }
    }
}

/// Yields the requests in the bytes of flows. What is no request is passed over.
#[generator]
pub fn requests(chunks: impl Iterator<Item = Chunk>) -> impl Iterator<Item = Request> {
    let mut conversations: HashMap<Flow, Conversation> = HashMap::new();
    for Chunk { flow, bytes, is_datagram, is_last } in chunks {
        if is_datagram {
            if let Some(kind) = dns_query(&bytes) {
                yield_!(Request { from: flow.from, kind });
            }
            continue;
        }
        let mut conversation = conversations.remove(&flow).unwrap_or_default();
        conversation.unread.extend(bytes);
        while let Some(kind) = conversation.next_request() {
            yield_!(Request { from: flow.from, kind });
        }
        if !is_last {
            conversations.insert(flow, conversation);
        }
    }
}

/// What one side of a connection has sent.
#[derive(Default)]
pub struct Conversation {
    pub unread: Vec<u8>,
    /// So many bytes to come are of a body.
    to_skip: usize,
    expected: Expected,
}

#[derive(Default)]
enum Expected {
    #[default]
    Request,
    /// A piece of a body, with its length before it.
    Piece,
    /// Nothing that can be understood.
    Nothing,
}

impl Conversation {
    pub fn next_request(&mut self) -> Option<Kind> {
        loop {
            let skipped = self.to_skip.min(self.unread.len());
            self.unread.drain(..skipped);
            self.to_skip -= skipped;
            if self.unread.is_empty() {
                return None;
            }
            match self.expected {
                Expected::Request => {
                    if let Some(kind) = self.request()? {
                        return Some(kind);
                    }
                }
                Expected::Piece => self.piece()?,
                Expected::Nothing => self.unread.clear(),
            }
        }
    }

    /// Reads a request of HTTP, or of DNS with its length before it. `None` if
    /// more bytes are needed, `Some(None)` if it is neither.
    fn request(&mut self) -> Option<Option<Kind>> {
        let mut headers = [EMPTY_HEADER; 100];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&self.unread) {
            Ok(Status::Complete(size)) => {
                let header = |name| header(request.headers, name);
                let kind = Kind::Http {
                    method: request.method.unwrap_or_default().to_owned(),
                    target: request.path.unwrap_or_default().to_owned(),
                    host: header("host").unwrap_or_default().to_owned(),
                };
                let length = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
                if header("transfer-encoding").is_some_and(|encoding| encoding.ends_with("chunked")) {
                    self.expected = Expected::Piece;
                    self.to_skip = size;
                } else {
                    self.to_skip = size.saturating_add(length);
                }
                Some(Some(kind))
            }
            Ok(Status::Partial) => None,
            Err(_) => {
                let (length, rest) = self.unread.split_first_chunk()?;
                let length = u16::from_be_bytes(*length).into();
                let query = dns_query(rest.get(..length)?);
                match query {
                    Some(_) => self.to_skip = 2 + length,
                    None => self.expected = Expected::Nothing,
                }
                Some(query)
            }
        }
    }

    /// Reads the length of a piece, to skip it. `None` if more bytes are needed.
    fn piece(&mut self) -> Option<()> {
        match httparse::parse_chunk_size(&self.unread) {
            Ok(Status::Complete((size, 0))) => {
                // After the last piece there may be more headers, and an empty line.
                let Status::Complete((rest, _)) =
                    httparse::parse_headers(&self.unread[size..], &mut [EMPTY_HEADER; 100]).ok()?
                else {
                    return None;
                };
                self.to_skip = size + rest;
                self.expected = Expected::Request;
            }
            Ok(Status::Complete((size, length))) => {
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                self.to_skip = length.saturating_add(size + "\r\n".len());
            }
            Ok(Status::Partial) => return None,
            Err(_) => self.expected = Expected::Nothing,
        }
        Some(())
    }
}

fn header<'a>(headers: &[Header<'a>], name: &str) -> Option<&'a str> {
    let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
    str::from_utf8(header.value).ok()
}

/// The question in a DNS message; `None` if it is an answer, or no such message.
pub fn dns_query(bytes: &[u8]) -> Option<Kind> {
    let packet = Packet::parse(bytes).ok()?;
    let question = packet.questions.first().filter(|_| !packet.has_flags(PacketFlag::RESPONSE))?;
    let kind = match question.qtype {
        QTYPE::TYPE(kind) => format!("{kind:?}"),
        kind => format!("{kind:?}"),
    };
    Some(Kind::Dns { name: question.qname.to_string(), kind })
}

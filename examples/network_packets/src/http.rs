//! What one side of a TCP connection has sent: requests of HTTP, or messages of DNS.

use httparse::{EMPTY_HEADER, Header, Status};

use crate::dns::{self, Message};

#[derive(Debug, PartialEq)]
pub enum Kind {
    Http { method: String, target: String, host: String },
    Dns { name: String, kind: String },
}

/// A head may have so many bytes.
pub const LONGEST_HEAD: usize = 1 << 16;
const HEADERS: usize = 256;

/// Reads requests from bytes as they come.
#[derive(Debug, Default)]
pub struct Conversation {
    unread: Vec<u8>,
    /// So many bytes of them have no end of a head.
    scanned: usize,
    /// So many bytes to come are of a body.
    to_skip: u64,
    expected: Expected,
    /// What a loss of bytes has left of a request.
    cut: Option<Kind>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Expected {
    #[default]
    Request,
    /// A piece of a body, with its length before it.
    Piece,
    /// Whatever: the next request begins with a segment, after an empty line, or is known by its first line.
    Anything,
    /// Answers, which may have requests in them.
    Nothing,
}

/// What bytes begin with.
enum Start {
    Http,
    Dns,
    Answer,
    /// There are too few of them to tell.
    Unclear,
    Nothing,
}

impl Conversation {
    /// Adds what was sent, after so many bytes that are missing.
    pub fn add(&mut self, missing: u64, bytes: &[u8]) {
        let skipped = missing.min(self.to_skip);
        self.to_skip -= skipped;
        if missing > skipped && self.expected != Expected::Nothing {
            self.cut = request_line(&self.unread).filter(|_| self.expected == Expected::Request);
            self.unread.clear();
            self.lose_track();
        }
        if self.expected == Expected::Anything && is_start(bytes) {
            self.unread.clear();
            self.scanned = 0;
            self.expected = Expected::Request;
        }
        self.unread.extend_from_slice(bytes);
    }

    /// The next request in what was added.
    pub fn next_request(&mut self) -> Option<Kind> {
        if let Some(kind) = self.cut.take() {
            return Some(kind);
        }
        loop {
            let skipped = self.to_skip.min(self.unread.len() as u64);
            self.drop_first(skipped as usize);
            self.to_skip -= skipped;
            if self.unread.is_empty() {
                return None;
            }
            match self.expected {
                Expected::Request => match start(&self.unread) {
                    Start::Http => {
                        let request = self.http()?;
                        if request.is_some() {
                            return request;
                        }
                    }
                    Start::Dns => {
                        let query = self.dns()?;
                        if query.is_some() {
                            return query;
                        }
                    }
                    Start::Answer => self.expected = Expected::Nothing,
                    Start::Unclear => return None,
                    Start::Nothing => self.lose_track(),
                },
                Expected::Piece => self.piece()?,
                Expected::Anything => self.search()?,
                Expected::Nothing => self.drop_first(self.unread.len()),
            }
        }
    }

    fn drop_first(&mut self, bytes: usize) {
        self.unread.drain(..bytes);
        if bytes > 0 {
            self.scanned = 0;
        }
    }

    fn lose_track(&mut self) {
        self.expected = Expected::Anything;
        self.to_skip = 0;
        self.scanned = 0;
    }

    /// Looks for a request, line by line. `None` if more bytes are needed.
    fn search(&mut self) -> Option<()> {
        while let Some(end) = self.unread[self.scanned..].iter().position(|&byte| byte == b'\n') {
            self.scanned += end + 1;
            let (before, rest) = self.unread.split_at(self.scanned);
            let is_behind = before.ends_with(b"\r\n\r\n") && is_start(rest);
            if let Some(start) = if is_behind { Some(before.len()) } else { request_at_end(before) } {
                self.drop_first(start);
                self.scanned = 0;
                self.expected = Expected::Request;
                return Some(());
            }
        }
        let kept = self.unread.len().min(LONGEST_LINE);
        self.drop_first(self.unread.len() - kept);
        self.scanned = kept;
        None
    }

    /// Reads a request. `None` if more bytes are needed, `Some(None)` if it is none.
    fn http(&mut self) -> Option<Option<Kind>> {
        let Some(size) = head_size(&self.unread, &mut self.scanned) else {
            if self.unread.len() <= LONGEST_HEAD {
                return None;
            }
            let kind = request_line(&self.unread);
            self.drop_first(self.unread.len());
            self.lose_track();
            return Some(kind);
        };
        let mut headers = [EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let Ok(Status::Complete(_)) = request.parse(&self.unread[..size]) else {
            let kind = request_line(&self.unread);
            self.drop_first(size);
            self.lose_track();
            return Some(kind);
        };
        let header = |name| header(request.headers, name);
        let kind = Kind::Http {
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().to_owned(),
            host: header("host").unwrap_or_default().to_owned(),
        };
        let length: u64 = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        if header("transfer-encoding").is_some_and(|encoding| encoding.ends_with("chunked")) {
            self.expected = Expected::Piece;
            self.to_skip = size as u64;
        } else {
            self.to_skip = (size as u64).saturating_add(length);
        }
        Some(Some(kind))
    }

    /// Reads a message of DNS with its length before it.
    fn dns(&mut self) -> Option<Option<Kind>> {
        let (length, rest) = self.unread.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length));
        let message = dns::parse(rest.get(..length)?);
        self.to_skip = 2 + length as u64;
        match message {
            Some(Message::Query(question)) => Some(Some(question.into())),
            Some(Message::Answer) => Some(None),
            None => {
                self.lose_track();
                Some(None)
            }
        }
    }

    /// Reads the length of a piece, to skip it. `None` if more bytes are needed.
    fn piece(&mut self) -> Option<()> {
        match httparse::parse_chunk_size(&self.unread) {
            Ok(Status::Complete((size, 0))) => {
                // After the last piece there may be more headers, and an empty line.
                let trailer = &self.unread[size..];
                match httparse::parse_headers(trailer, &mut [EMPTY_HEADER; HEADERS]) {
                    Ok(Status::Complete((rest, _))) => {
                        self.to_skip = (size + rest) as u64;
                        self.expected = Expected::Request;
                    }
                    Ok(Status::Partial) if trailer.len() <= LONGEST_HEAD => return None,
                    _ => self.lose_track(),
                }
            }
            Ok(Status::Complete((size, length))) => {
                self.to_skip = length.saturating_add((size + "\r\n".len()) as u64);
            }
            Ok(Status::Partial) if self.unread.len() <= LONGEST_HEAD => return None,
            _ => self.lose_track(),
        }
        Some(())
    }
}

impl From<dns::Question> for Kind {
    fn from(dns::Question { name, kind }: dns::Question) -> Kind {
        Kind::Dns { name, kind }
    }
}

/// Methods have at most so many letters, those that anybody uses.
const LONGEST_METHOD: usize = 32;

fn start(bytes: &[u8]) -> Start {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    let method = bytes.iter().take(LONGEST_METHOD + 1).take_while(|byte| is_letter(byte)).count();
    if bytes.starts_with(b"HTTP/") {
        return Start::Answer;
    }
    match bytes.get(method) {
        Some(b' ') if method > 0 => return Start::Http,
        // An empty line may come before a request.
        Some(b'\r' | b'\n') if method == 0 => return Start::Http,
        None if method <= LONGEST_METHOD => return Start::Unclear,
        _ => {}
    }
    match bytes.get(2..14) {
        None => Start::Unclear,
        Some(header) if dns::begins_like_one(header).is_some() => Start::Dns,
        Some(_) => Start::Nothing,
    }
}

const METHODS: [&str; 16] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "PATCH",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "REPORT",
];

/// Whether bytes from the middle of something begin a request or an answer, beyond doubt.
fn is_start(bytes: &[u8]) -> bool {
    let is_method = |method: &&str| {
        bytes
            .strip_prefix(method.as_bytes())
            .is_some_and(|rest| rest.starts_with(b" /") || rest.starts_with(b" http"))
    };
    bytes.starts_with(b"HTTP/1.")
        || METHODS.iter().any(is_method)
        || bytes.starts_with(b"OPTIONS * HTTP/1.")
        || bytes.get(2..14).is_some_and(|header| dns::begins_like_one(header).is_some())
}

/// A longer line isn't taken for the first of a request.
const LONGEST_LINE: usize = 1 << 13;

/// Where a request begins of which these bytes end with the first line. There may be something else before it, such as
/// a body without an end of line.
fn request_at_end(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_suffix(b" HTTP/1.1\r\n").or_else(|| bytes.strip_suffix(b" HTTP/1.0\r\n"))?;
    let space =
        rest.iter().rposition(|byte| byte.is_ascii_whitespace()).filter(|&space| rest[space] == b' ')?;
    let is_target = [b"/".as_slice(), b"http", b"*"].iter().any(|start| rest[space + 1..].starts_with(start));
    let method = METHODS.iter().find(|method| rest[..space].ends_with(method.as_bytes()))?;
    is_target.then(|| space - method.len())
}

/// The size of the head that bytes begin with, if its end is there. What was scanned in vain isn't again.
fn head_size(bytes: &[u8], scanned: &mut usize) -> Option<usize> {
    // Empty lines before the request don't end its head.
    let first = bytes.iter().position(|byte| !b"\r\n".contains(byte))?;
    let mut from = (*scanned).max(first);
    while let Some(end) = bytes[from..].iter().position(|&byte| byte == b'\n') {
        from += end + 1;
        match bytes.get(from..) {
            Some([b'\n', ..]) => return Some(from + 1),
            Some([b'\r', b'\n', ..]) => return Some(from + 2),
            _ => {}
        }
    }
    *scanned = bytes.len().saturating_sub(2);
    None
}

/// A request by its first line alone, and the host if that is there as well.
fn request_line(bytes: &[u8]) -> Option<Kind> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST_HEAD)]);
    let mut lines = text.trim_start().split_inclusive('\n').map_while(|line| line.strip_suffix('\n'));
    let mut words = lines.next()?.trim_end().split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let host =
        lines.filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("host"));
    (version.starts_with("HTTP/1.") && words.next().is_none()).then(|| Kind::Http {
        method: method.to_owned(),
        target: target.to_owned(),
        host: host.map_or("", |(_, host)| host.trim()).to_owned(),
    })
}

fn header<'a>(headers: &[Header<'a>], name: &str) -> Option<&'a str> {
    let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
    str::from_utf8(header.value).ok()
}

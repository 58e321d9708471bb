//! The feed. A reader sends `position count`, and gets so many lines from there
//! on, each after a `=`, and `end` after the last.

use std::io::{self, BufReader, BufWriter, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

use program::{Line, Lines, Read, json};

pub struct Server {
    pub address: SocketAddr,
    progress: Arc<Progress>,
}

#[derive(Default)]
struct Progress {
    read: AtomicU64,
    longest_lead: AtomicU64,
}

pub struct Faults {
    pub break_after: u64,
    pub die_after: Option<u64>,
}

impl Server {
    /// Serves the rows in a thread of its own, until the program ends.
    pub fn start(rows: Vec<String>, faults: Faults, pause: Duration) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let progress = Arc::<Progress>::default();
        let feed = Feed { rows, faults, pause, progress: progress.clone() };
        thread::spawn(move || feed.serve(&listener));
        Ok(Server { address, progress })
    }

    pub fn reader_has_one_more(&self) {
        self.progress.read.fetch_add(1, Ordering::SeqCst);
    }

    /// How many measurements at most were sent that the reader hadn't got yet.
    pub fn line(&self) -> Line {
        let lead = self.progress.longest_lead.load(Ordering::SeqCst);
        Line::new(format!("the feed was at most {lead} ahead"), json!({"longest_lead": lead}))
    }
}

struct Feed {
    rows: Vec<String>,
    faults: Faults,
    pause: Duration,
    progress: Arc<Progress>,
}

impl Feed {
    fn serve(&self, listener: &TcpListener) {
        let mut sent = 0;
        for connection in listener.incoming().flatten() {
            // A reader that has gone, or a fault: the next one may connect.
            let _ = self.answer(&connection, &mut sent);
            if self.faults.die_after.is_some_and(|most| sent >= most) {
                return;
            }
        }
    }

    /// Answers a reader's questions; ends with a fault, if it is time for one.
    fn answer(&self, connection: &TcpStream, sent: &mut u64) -> io::Result<()> {
        let mut out = BufWriter::new(connection);
        let mut questions = Lines::new(BufReader::new(connection));
        while questions.read()? == Read::Line {
            let question = String::from_utf8_lossy(questions.line()).into_owned();
            let numbers = question.split_once(' ').and_then(|(position, count)| {
                Some((position.parse::<usize>().ok()?, count.parse::<usize>().ok()?))
            });
            let (position, count) = numbers.ok_or(io::ErrorKind::InvalidData)?;
            for index in position..position.saturating_add(count) {
                let Some(row) = self.rows.get(index) else {
                    writeln!(out, "end")?;
                    break;
                };
                *sent += 1;
                if self.is_time_for_a_fault(*sent) {
                    // In the middle of a line.
                    out.write_all(b"=")?;
                    out.write_all(&row.as_bytes()[..row.len() / 2])?;
                    return out.flush();
                }
                writeln!(out, "={row}")?;
                if !self.pause.is_zero() {
                    out.flush()?;
                    sleep(self.pause);
                }
                let lead = (index as u64 + 1).saturating_sub(self.progress.read.load(Ordering::SeqCst));
                self.progress.longest_lead.fetch_max(lead, Ordering::SeqCst);
            }
            out.flush()?;
        }
        Ok(())
    }

    fn is_time_for_a_fault(&self, sent: u64) -> bool {
        let Faults { break_after, die_after } = self.faults;
        (break_after > 0 && sent.is_multiple_of(break_after)) || die_after.is_some_and(|most| sent >= most)
    }
}

//! Input that can be stopped: from Ctrl-C on, each reader fails instead of reading on, so that a program ends as it
//! does where its input breaks off, with what it has found so far.

use std::io::{self, ErrorKind, Read};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C was pressed, or the program asked to end, since [`stop_when_interrupted`] was called.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// From now on, Ctrl-C only tells [`interrupted`]; pressed again, it ends the program.
pub fn stop_when_interrupted() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Where there are no signals, Ctrl-C ends the program as it did.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
        });
    });
}

fn check() -> io::Result<()> {
    if interrupted() { Err(io::Error::other("interrupted")) } else { Ok(()) }
}

/// A file, which never makes one wait.
pub(crate) struct Stoppable<R>(pub R);

impl<R: Read> Read for Stoppable<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        check()?;
        self.0.read(buffer)
    }
}

/// What may make one wait, such as standard input: another thread waits.
pub(crate) struct Awaited {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    read: usize,
}

impl Awaited {
    pub fn new(mut input: impl Read + Send + 'static) -> Awaited {
        let (sender, pieces) = sync_channel(4);
        thread::spawn(move || {
            loop {
                let mut piece = vec![0; 1 << 16];
                let outcome = match input.read(&mut piece) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    outcome => outcome.map(|length| {
                        piece.truncate(length);
                        piece
                    }),
                };
                let is_last = outcome.as_ref().map_or(true, Vec::is_empty);
                if sender.send(outcome).is_err() || is_last {
                    return;
                }
            }
        });
        Awaited { pieces, piece: Vec::new(), read: 0 }
    }
}

impl Read for Awaited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.piece.len() {
            check()?;
            self.piece = match self.pieces.recv_timeout(Duration::from_millis(100)) {
                Ok(piece) => piece?,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            };
            self.read = 0;
            if self.piece.is_empty() {
                return Ok(0);
            }
        }
        let read = (&self.piece[self.read..]).read(buffer)?;
        self.read += read;
        Ok(read)
    }
}

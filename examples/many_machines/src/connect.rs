//! Connects the processes to each other. (Timely can do so as well, but it waits
//! for ever for one that never comes, and for one that falls silent.)

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

use socket2::{SockRef, TcpKeepalive};

const PATIENCE: Duration = Duration::from_secs(30);

/// What processes tell each other first: they have to be of one mind.
#[derive(Clone, Debug, PartialEq)]
pub struct Greeting {
    pub index: u64,
    pub processes: u64,
    pub workers: u64,
    /// Of the file that is read.
    pub length: u64,
    pub hash: u64,
}

/// Returns a connection to each of the hosts but our own. Each listens for those after it.
pub fn connect(hosts: &[String], ours: &Greeting) -> Result<Vec<Option<TcpStream>>, String> {
    let index = ours.index as usize;
    let listener = TcpListener::bind(&hosts[index])
        .map_err(|error| format!("can't listen at {}: {error}", hosts[index]))?;
    let end = Instant::now() + PATIENCE;
    let mut connections: Vec<Option<TcpStream>> = Vec::new();
    connections.resize_with(hosts.len(), || None);
    for (other, host) in hosts[..index].iter().enumerate() {
        let attempt = || TcpStream::connect(host).and_then(|connection| greet(connection, ours));
        let (theirs, connection) =
            retry(end, attempt).map_err(|error| format!("can't reach {host}: {error}"))?;
        ours.agree(&theirs, other, host)?;
        connections[other] = Some(connection);
    }
    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
    while let Some(missing) = (index + 1..hosts.len()).find(|&other| connections[other].is_none()) {
        let attempt = || listener.accept().and_then(|(connection, _)| greet(connection, ours));
        let (theirs, connection) =
            retry(end, attempt).map_err(|error| format!("waited in vain for {}: {error}", hosts[missing]))?;
        let other = theirs.index as usize;
        let host = hosts.get(other).filter(|_| other > index).ok_or("a process has a wrong index")?;
        ours.agree(&theirs, other, host)?;
        connections[other] = Some(connection);
    }
    Ok(connections)
}

fn retry<T>(end: Instant, attempt: impl Fn() -> io::Result<T>) -> io::Result<T> {
    loop {
        match attempt() {
            Err(error) if Instant::now() > end => return Err(error),
            Err(_) => sleep(Duration::from_millis(20)),
            success => return success,
        }
    }
}

const WORD: &[u8; 8] = b"machines";

/// Tells what we are, and learns what is at the other end. What isn't one of us is an error.
fn greet(mut connection: TcpStream, ours: &Greeting) -> io::Result<(Greeting, TcpStream)> {
    connection.set_nonblocking(false)?;
    connection.set_nodelay(true)?;
    notice_silence(&connection)?;
    connection.write_all(&[WORD.as_slice(), &ours.to_bytes()].concat())?;
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    let (mut word, mut bytes) = ([0; 8], [0; 40]);
    connection.read_exact(&mut word)?;
    connection.read_exact(&mut bytes)?;
    // One that has tried again meanwhile doesn't say that it is here.
    connection.write_all(b"!")?;
    connection.read_exact(&mut [0])?;
    connection.set_read_timeout(None)?;
    if word != *WORD {
        return Err(ErrorKind::InvalidData.into());
    }
    Ok((Greeting::from_bytes(&bytes), connection))
}

/// A machine that is gone without a word, as when its cable is pulled, is noticed within half a minute: whether we have
/// something to say to it, or wait.
fn notice_silence(connection: &TcpStream) -> io::Result<()> {
    let socket = SockRef::from(connection);
    let probes = TcpKeepalive::new().with_time(Duration::from_secs(10)).with_interval(Duration::from_secs(3));
    #[cfg(not(windows))]
    let probes = probes.with_retries(3);
    socket.set_tcp_keepalive(&probes)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(Duration::from_secs(20)))?;
    Ok(())
}

impl Greeting {
    fn to_bytes(&self) -> Vec<u8> {
        [self.index, self.processes, self.workers, self.length, self.hash].map(u64::to_be_bytes).concat()
    }

    fn from_bytes(bytes: &[u8; 40]) -> Greeting {
        let number =
            |at: usize| bytes[8 * at..8 * (at + 1)].iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        Greeting {
            index: number(0),
            processes: number(1),
            workers: number(2),
            length: number(3),
            hash: number(4),
        }
    }

    /// That the other one is who we think, and works on the same.
    fn agree(&self, theirs: &Greeting, other: usize, host: &str) -> Result<(), String> {
        if theirs.index != other as u64 || theirs.processes != self.processes {
            let (index, processes) = (theirs.index, theirs.processes);
            return Err(format!(
                "{host} is process {index} of {processes}, not {other} of {}",
                self.processes
            ));
        }
        if theirs.workers != self.workers {
            return Err(format!("{host} has {} workers, not {}", theirs.workers, self.workers));
        }
        if theirs.length != self.length {
            return Err(format!("{host} has another file: of {} bytes, not {}", theirs.length, self.length));
        }
        if theirs.hash != self.hash {
            return Err(format!("{host} has another file, of the same length"));
        }
        Ok(())
    }
}

//! Connects the processes to each other. (Timely can do so as well, but it waits
//! for ever for one that never comes.)

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// Returns a connection to each of the hosts but the one of this index. Each
/// listens for those after it.
pub fn connect(hosts: &[String], index: usize) -> Result<Vec<Option<TcpStream>>, String> {
    let listener = TcpListener::bind(&hosts[index])
        .map_err(|error| format!("can't listen at {}: {error}", hosts[index]))?;
    let end = Instant::now() + PATIENCE;
    let mut connections: Vec<Option<TcpStream>> = Vec::new();
    for host in &hosts[..index] {
        let connection = retry(end, || introduced(host, index));
        connections.push(Some(connection.map_err(|error| format!("can't reach {host}: {error}"))?));
    }
    connections.resize_with(hosts.len(), || None);
    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
    while let Some(missing) = (index + 1..hosts.len()).find(|&other| connections[other].is_none()) {
        let (other, connection) = retry(end, || accepted(&listener))
            .map_err(|error| format!("waited in vain for {}: {error}", hosts[missing]))?;
        // What isn't one of us is let go.
        if other > index && other < hosts.len() {
            connections[other] = Some(connection);
        }
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

/// A connection that was told who is at its other end.
fn introduced(host: &str, index: usize) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(host)?;
    connection.set_nodelay(true)?;
    connection.write_all(&(index as u64).to_be_bytes())?;
    Ok(connection)
}

fn accepted(listener: &TcpListener) -> io::Result<(usize, TcpStream)> {
    let (mut connection, _) = listener.accept()?;
    connection.set_nonblocking(false)?;
    connection.set_nodelay(true)?;
    connection.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut index = [0; 8];
    connection.read_exact(&mut index)?;
    connection.set_read_timeout(None)?;
    let index = usize::try_from(u64::from_be_bytes(index)).map_err(|_| ErrorKind::InvalidData)?;
    Ok((index, connection))
}

//! Captures made up for the tests, a layer a function.

pub const ETHERNET: u32 = 1;

/// A capture of those packets, each as long as it says.
pub fn capture(link: u32, packets: &[Vec<u8>]) -> Vec<u8> {
    snapshot(link, packets, usize::MAX)
}

/// A capture of no more than so many bytes of each packet.
pub fn snapshot(link: u32, packets: &[Vec<u8>], most: usize) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 1 << 18, link] {
        file.extend(u32::to_le_bytes(word));
    }
    for (second, packet) in (0..).zip(packets) {
        let captured = packet.len().min(most);
        for word in [second, 0, captured as u32, packet.len() as u32] {
            file.extend(u32::to_le_bytes(word));
        }
        file.extend(&packet[..captured]);
    }
    file
}

pub fn ethernet(kind: u16, payload: &[u8]) -> Vec<u8> {
    [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2], &kind.to_be_bytes()[..], payload].concat()
}

pub fn ipv4(protocol: u8, payload: &[u8]) -> Vec<u8> {
    ipv4_part(protocol, 7, 0, payload)
}

/// `place` is the fragment's, in eights of bytes, and the bit that more follow.
pub fn ipv4_part(protocol: u8, id: u16, place: u16, payload: &[u8]) -> Vec<u8> {
    let length = (20 + payload.len()) as u16;
    let mut header = vec![0x45, 0];
    header.extend(length.to_be_bytes());
    header.extend(id.to_be_bytes());
    header.extend(place.to_be_bytes());
    header.extend([64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]);
    let sum = header.chunks(2).fold(0, |sum, pair| sum + u32::from(pair[0]) * 256 + u32::from(pair[1]));
    let sum = (sum & 0xffff) + (sum >> 16);
    header[10..12].copy_from_slice(&(!(sum as u16)).to_be_bytes());
    [&header, payload].concat()
}

pub fn ipv6(next: u8, payload: &[u8]) -> Vec<u8> {
    let address = |last| [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last];
    let length = (payload.len() as u16).to_be_bytes();
    [&[0x60, 0, 0, 0, length[0], length[1], next, 64], &address(1)[..], &address(2), payload].concat()
}

/// Without a checksum.
pub fn udp(port: u16, payload: &[u8]) -> Vec<u8> {
    let length = (8 + payload.len()) as u16;
    [&port.to_be_bytes()[..], &53_u16.to_be_bytes(), &length.to_be_bytes(), &[0, 0], payload].concat()
}

pub const SYN: u8 = 2;
pub const ACK: u8 = 16;

pub fn tcp(sequence: u32, flags: u8, payload: &[u8]) -> Vec<u8> {
    tcp_from(1024, sequence, flags, payload)
}

pub fn tcp_from(port: u16, sequence: u32, flags: u8, payload: &[u8]) -> Vec<u8> {
    let ports = [port.to_be_bytes(), 80_u16.to_be_bytes()].concat();
    [&ports, &sequence.to_be_bytes()[..], &[0, 0, 0, 1, 0x50, flags, 255, 255, 0, 0, 0, 0], payload].concat()
}

pub fn query(name: &str, kind: u16) -> Vec<u8> {
    let mut message = vec![0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        message.push(label.len() as u8);
        message.extend(label.as_bytes());
    }
    message.push(0);
    message.extend(kind.to_be_bytes());
    message.extend([0, 1]);
    message
}

/// One side of a connection: segments that follow each other.
pub struct Side {
    port: u16,
    sequence: u32,
    pub packets: Vec<Vec<u8>>,
}

impl Side {
    /// One that has begun before.
    pub fn new(port: u16) -> Side {
        Side { port, sequence: u32::MAX - 50, packets: Vec::new() }
    }

    pub fn send(&mut self, bytes: &[u8]) -> &mut Side {
        let segment = tcp_from(self.port, self.sequence, ACK, bytes);
        self.packets.push(ethernet(0x0800, &ipv4(6, &segment)));
        self.lose(bytes.len())
    }

    /// So many bytes aren't captured.
    pub fn lose(&mut self, bytes: usize) -> &mut Side {
        self.sequence = self.sequence.wrapping_add(bytes as u32);
        self
    }

    pub fn capture(&self) -> Vec<u8> {
        capture(ETHERNET, &self.packets)
    }
}

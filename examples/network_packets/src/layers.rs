//! What is around an IP packet: each kind of network has its own headers, and one packet may be packed into another.

use etherparse::LaxIpSlice;
use pcap_parser::Linktype;

/// What comes next in the bytes of a packet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layer<'a> {
    /// What this `EtherType` tells.
    Ether(u16, &'a [u8]),
    /// An Ethernet frame.
    Frame(&'a [u8]),
    /// What this protocol of PPP tells.
    Ppp(u16, &'a [u8]),
    /// An IP packet, of whatever version.
    Ip(&'a [u8]),
}

/// Why there is no IP packet.
#[derive(Debug)]
pub enum Stop {
    /// It is of another protocol.
    Other(String),
    Broken(String),
}

/// A tunnel in a tunnel in …
pub const DEEPEST: usize = 12;

/// Where a packet begins that was captured on a network of that kind.
pub fn outermost(link: Linktype, bytes: &[u8]) -> Result<Layer<'_>, Stop> {
    match link.0 {
        0 | 108 => family(bytes),
        1 => Ok(Layer::Frame(bytes)),
        9 => {
            // The address and control fields may be left out.
            let rest = bytes.strip_prefix(&[0xff, 0x03]).unwrap_or(bytes);
            Ok(Layer::Ppp(number(rest, 0)?, after(rest, 2)?))
        }
        12 | 14 | 101 | 228 | 229 => Ok(Layer::Ip(bytes)),
        113 => Ok(Layer::Ether(number(bytes, 14)?, after(bytes, 16)?)),
        276 => Ok(Layer::Ether(number(bytes, 0)?, after(bytes, 20)?)),
        _ => Err(Stop::Other(format!("link type {link}"))),
    }
}

/// BSD's loopback: the number of an address family, in the byte order of one machine or another.
fn family(bytes: &[u8]) -> Result<Layer<'_>, Stop> {
    let rest = after(bytes, 4)?;
    let number = [bytes[0], bytes[1], bytes[2], bytes[3]];
    match u32::from_le_bytes(number).min(u32::from_be_bytes(number)) {
        2 | 10 | 24 | 28 | 30 => Ok(Layer::Ip(rest)),
        family => Err(Stop::Other(format!("address family {family}"))),
    }
}

/// Goes on to the IP packet, and parses its headers.
pub fn ip(mut layer: Layer) -> Result<LaxIpSlice, Stop> {
    for _ in 0..DEEPEST {
        layer = match layer {
            Layer::Frame(bytes) => Layer::Ether(number(bytes, 12)?, after(bytes, 14)?),
            Layer::Ether(kind, bytes) => next(kind, bytes)?,
            Layer::Ppp(0x0021 | 0x0057, bytes) => Layer::Ip(bytes),
            Layer::Ppp(kind, _) => return Err(Stop::Other(format!("PPP protocol {kind:#06x}"))),
            Layer::Ip(bytes) => {
                let (ip, stop) =
                    LaxIpSlice::from_slice(bytes).map_err(|error| Stop::Broken(error.to_string()))?;
                return stop.map_or(Ok(ip), |(error, _)| Err(Stop::Broken(error.to_string())));
            }
        };
    }
    Err(Stop::Broken("too many layers".to_owned()))
}

fn next(kind: u16, bytes: &[u8]) -> Result<Layer<'_>, Stop> {
    match kind {
        0x0800 | 0x86dd => Ok(Layer::Ip(bytes)),
        // VLAN.
        0x8100 | 0x88a8 | 0x9100 => Ok(Layer::Ether(number(bytes, 2)?, after(bytes, 4)?)),
        0x8847 | 0x8848 => mpls(bytes),
        0x8863 => Err(Stop::Other("PPPoE discovery".to_owned())),
        0x8864 => Ok(Layer::Ppp(number(bytes, 6)?, after(bytes, 8)?)),
        // Transparent Ethernet bridging.
        0x6558 => Ok(Layer::Frame(bytes)),
        0x0806 => Err(Stop::Other("ARP".to_owned())),
        // A length: what follows is LLC, and perhaps SNAP.
        ..=1500 => match bytes.strip_prefix(&[0xaa, 0xaa, 0x03, 0, 0, 0]) {
            Some(rest) => Ok(Layer::Ether(number(rest, 0)?, after(rest, 2)?)),
            None => Err(Stop::Other("LLC".to_owned())),
        },
        _ => Err(Stop::Other(format!("EtherType {kind:#06x}"))),
    }
}

/// Labels, up to the one that says it is the last. What follows isn't told: its first bits are those of IP, or zero for
/// the control word before an Ethernet frame.
fn mpls(mut bytes: &[u8]) -> Result<Layer<'_>, Stop> {
    loop {
        let label = bytes.get(..4).ok_or_else(cut)?;
        bytes = &bytes[4..];
        if label[2] & 1 != 0 {
            break;
        }
    }
    match bytes.first().ok_or_else(cut)? >> 4 {
        4 | 6 => Ok(Layer::Ip(bytes)),
        0 => Ok(Layer::Frame(after(bytes, 4)?)),
        _ => Err(Stop::Other("MPLS".to_owned())),
    }
}

/// What an IP packet carries, if that is a packet again: in itself (6in4 and the like), or by GRE.
pub fn inner(protocol: u8, bytes: &[u8]) -> Result<Option<Layer<'_>>, Stop> {
    match protocol {
        4 | 41 => Ok(Some(Layer::Ip(bytes))),
        47 => {
            let flags = number(bytes, 0)?;
            // The checksum, the key and the number are there if their bits are set.
            let optional = [0x8000, 0x2000, 0x1000].into_iter().filter(|bit| flags & bit != 0).count();
            match number(bytes, 2)? {
                0x880b => Err(Stop::Other("PPTP".to_owned())),
                kind => Ok(Some(Layer::Ether(kind, after(bytes, 4 + 4 * optional)?))),
            }
        }
        _ => Ok(None),
    }
}

fn number(bytes: &[u8], at: usize) -> Result<u16, Stop> {
    let bytes = bytes.get(at..at + 2).ok_or_else(cut)?;
    Ok(u16::from_be_bytes([bytes[0], bytes[1]]))
}

fn after(bytes: &[u8], size: usize) -> Result<&[u8], Stop> {
    bytes.get(size..).ok_or_else(cut)
}

fn cut() -> Stop {
    Stop::Broken("cut short in its headers".to_owned())
}

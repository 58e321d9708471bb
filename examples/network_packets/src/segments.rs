//! From packets to what they carry between two ports.

use std::net::{IpAddr, SocketAddr};

use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use generator_core::generator;
use pcap_parser::Linktype;

use crate::packets::Packet;

/// One direction of a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flow {
    pub from: SocketAddr,
    pub to: SocketAddr,
}

pub struct Segment {
    /// The packet that it came in.
    pub number: u64,
    pub flow: Flow,
    /// Its place in a TCP stream; UDP has none.
    pub place: Option<Place>,
    pub bytes: Vec<u8>,
}

pub struct Place {
    pub sequence: u32,
    pub is_first: bool,
    pub is_last: bool,
}

/// Yields the TCP and UDP segments of packets. A packet that is cut short or
/// broken is an error, and the rest goes on.
#[generator]
pub fn segments(packets: impl Iterator<Item = Packet>) -> impl Iterator<Item = Result<Segment, String>> {
    for packet in packets {
        match segment(&packet) {
            Ok(Some(segment)) => yield_!(Ok(segment)),
            Ok(None) => {}
            Err(error) => yield_!(Err(format!("packet {}: {error}", packet.number))),
        }
    }
}

/// The segment in a packet; `None` if it is of another protocol or a fragment.
pub fn segment(packet: &Packet) -> Result<Option<Segment>, String> {
    let sliced = match packet.link {
        Linktype::ETHERNET => SlicedPacket::from_ethernet(&packet.bytes),
        Linktype::LINUX_SLL => SlicedPacket::from_linux_sll(&packet.bytes),
        Linktype::RAW | Linktype::IPV4 | Linktype::IPV6 => SlicedPacket::from_ip(&packet.bytes),
        link => return Err(format!("unknown kind of network, {link}")),
    };
    let sliced = sliced.map_err(|error| error.to_string())?;
    Ok(from_sliced(packet.number, &sliced))
}

fn from_sliced(number: u64, packet: &SlicedPacket) -> Option<Segment> {
    let (from, to): (IpAddr, IpAddr) = match packet.net.as_ref()? {
        NetSlice::Ipv4(ip) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
        NetSlice::Ipv6(ip) => (ip.header().source_addr().into(), ip.header().destination_addr().into()),
        NetSlice::Arp(_) => return None,
    };
    let flow = |from_port, to_port| Flow { from: (from, from_port).into(), to: (to, to_port).into() };
    match packet.transport.as_ref()? {
        TransportSlice::Udp(udp) => {
            let flow = flow(udp.source_port(), udp.destination_port());
            Some(Segment { number, flow, place: None, bytes: udp.payload().to_vec() })
        }
        TransportSlice::Tcp(tcp) => {
            let place = Place {
                // The first segment's own number counts as one byte.
                sequence: tcp.sequence_number().wrapping_add(tcp.syn().into()),
                is_first: tcp.syn(),
                is_last: tcp.fin() || tcp.rst(),
            };
            let flow = flow(tcp.source_port(), tcp.destination_port());
            Some(Segment { number, flow, place: Some(place), bytes: tcp.payload().to_vec() })
        }
        _ => None,
    }
}

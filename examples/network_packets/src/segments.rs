//! From packets to what they carry between two ports.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use etherparse::{LaxIpSlice, TcpSlice, UdpSlice};
use generator_core::generator;

use crate::fragments::Fragments;
use crate::layers::{DEEPEST, Layer, Stop, inner, ip, outermost};
use crate::packets::Packet;

/// One direction of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flow {
    pub from: SocketAddr,
    pub to: SocketAddr,
}

#[derive(Debug)]
pub struct Segment {
    /// The packet that it came in.
    pub number: u64,
    pub flow: Flow,
    /// Its place in a TCP stream; UDP has none.
    pub place: Option<Place>,
    pub bytes: Vec<u8>,
    /// So many bytes after these were sent, but not captured.
    pub lacking: u64,
}

#[derive(Debug)]
pub struct Place {
    pub sequence: u32,
    pub is_first: bool,
    pub is_last: bool,
}

/// Yields the TCP and UDP segments of packets. A packet that is broken is an error, and the rest goes on; those of other
/// protocols are counted by the dissector.
#[generator]
pub fn segments(
    packets: impl Iterator<Item = Packet>,
    dissector: &mut Dissector,
) -> impl Iterator<Item = Result<Segment, String>> {
    for packet in packets {
        match dissector.segment(&packet) {
            Ok(Some(segment)) => yield_!(Ok(segment)),
            Ok(None) => {}
            Err(error) => yield_!(Err(format!("packet {}: {error}", packet.number))),
        }
    }
}

/// Takes packets apart.
#[derive(Debug, Default)]
pub struct Dissector {
    fragments: Fragments,
    others: BTreeMap<String, u64>,
    cut: u64,
}

impl Dissector {
    /// The segment in a packet; `None` if it is of another protocol, or a fragment that isn't the last to come.
    pub fn segment(&mut self, packet: &Packet) -> Result<Option<Segment>, String> {
        let outcome = outermost(packet.link, &packet.bytes).and_then(|layer| self.dissect(layer, 0));
        match outcome {
            Ok(segment) => Ok(segment.map(|segment| Segment { number: packet.number, ..segment })),
            Err(Stop::Broken(error)) => Err(error),
            Err(Stop::Other(kind)) => {
                *self.others.entry(kind).or_default() += 1;
                Ok(None)
            }
        }
    }

    /// What was passed over: how many packets of which kind.
    pub fn others(&self) -> impl Iterator<Item = (&str, u64)> {
        let kinds = self.others.iter().map(|(kind, &count)| (kind.as_str(), count));
        let more = [
            ("fragments without the others", self.fragments.incomplete()),
            ("cut short by the capture", self.cut),
        ];
        kinds.chain(more.into_iter().filter(|(_, count)| *count > 0))
    }

    fn dissect(&mut self, layer: Layer, depth: usize) -> Result<Option<Segment>, Stop> {
        let ip = ip(layer)?;
        let payload = ip.payload();
        let addresses = (ip.source_addr(), ip.destination_addr());
        if payload.fragmented {
            let whole = self.fragments.add(&ip).map_err(Stop::Broken)?;
            return whole
                .map_or(Ok(None), |bytes| self.carried(addresses, payload.ip_number.0, &bytes, 0, depth));
        }
        let lacking = if payload.incomplete { lacking(&ip) } else { 0 };
        self.cut += u64::from(lacking > 0);
        self.carried(addresses, payload.ip_number.0, payload.payload, lacking, depth)
    }

    /// What a packet between two addresses carries.
    fn carried(
        &mut self,
        (from, to): (IpAddr, IpAddr),
        protocol: u8,
        bytes: &[u8],
        lacking: u64,
        depth: usize,
    ) -> Result<Option<Segment>, Stop> {
        let flow = |from_port, to_port| Flow { from: (from, from_port).into(), to: (to, to_port).into() };
        match protocol {
            6 => {
                let tcp = TcpSlice::from_slice(bytes).map_err(|error| Stop::Broken(error.to_string()))?;
                let place = Place {
                    // The first segment's own number counts as one byte.
                    sequence: tcp.sequence_number().wrapping_add(tcp.syn().into()),
                    is_first: tcp.syn(),
                    is_last: tcp.fin() || tcp.rst(),
                };
                let flow = flow(tcp.source_port(), tcp.destination_port());
                Ok(Some(Segment {
                    number: 0,
                    flow,
                    place: Some(place),
                    bytes: tcp.payload().to_vec(),
                    lacking,
                }))
            }
            17 => {
                let udp = UdpSlice::from_slice_lax(bytes).map_err(|error| Stop::Broken(error.to_string()))?;
                let flow = flow(udp.source_port(), udp.destination_port());
                Ok(Some(Segment { number: 0, flow, place: None, bytes: udp.payload().to_vec(), lacking }))
            }
            _ => match inner(protocol, bytes)? {
                Some(layer) if depth < DEEPEST => self.dissect(layer, depth + 1),
                Some(_) => Err(Stop::Broken("too many tunnels".to_owned())),
                None => Err(Stop::Other(name(protocol))),
            },
        }
    }
}

/// How many bytes of an IP packet weren't captured.
fn lacking(ip: &LaxIpSlice) -> u64 {
    let (sent, headers) = match ip {
        LaxIpSlice::Ipv4(ip) => {
            let authentication = ip.extensions().auth.map_or(0, |auth| auth.slice().len());
            (usize::from(ip.header().total_len()), ip.header().slice().len() + authentication)
        }
        LaxIpSlice::Ipv6(ip) => (usize::from(ip.header().payload_length()), ip.extensions().slice().len()),
    };
    sent.saturating_sub(headers + ip.payload().payload.len()) as u64
}

fn name(protocol: u8) -> String {
    match protocol {
        1 => "ICMP".to_owned(),
        2 => "IGMP".to_owned(),
        58 => "ICMPv6".to_owned(),
        132 => "SCTP".to_owned(),
        _ => format!("IP protocol {protocol}"),
    }
}

//! From a file's bytes to packets.

use std::io::Read;

use generator_core::generator;
use pcap_parser::traits::PcapReaderIterator;
use pcap_parser::{Block, Linktype, PcapBlockOwned, PcapError, create_reader};

#[derive(Debug)]
pub struct Packet {
    /// Counted from 1, as Wireshark does.
    pub number: u64,
    pub link: Linktype,
    pub bytes: Vec<u8>,
}

/// Longer packets aren't captured by any program that we know of.
pub const LONGEST: usize = 1 << 20;

/// Yields the packets of a capture; what is wrong with the file is the last item.
#[generator]
pub fn packets(input: impl Read + Send + 'static) -> impl Iterator<Item = Result<Packet, String>> {
    let mut reader = create_reader(LONGEST, input).map_err(|error| error.to_string())?;
    let mut links = Vec::new();
    let mut number = 0;
    while let Some((link, bytes)) =
        next_packet(&mut *reader, &mut links).map_err(|error| format!("after packet {number}: {error}"))?
    {
        number += 1;
        yield_!(Ok(Packet { number, link, bytes }));
    }
}

/// Reads on to the next packet. `links` are the kinds of the interfaces that the
/// file has named.
pub fn next_packet(
    reader: &mut dyn PcapReaderIterator,
    links: &mut Vec<Linktype>,
) -> Result<Option<(Linktype, Vec<u8>)>, String> {
    loop {
        match reader.next() {
            Ok((size, block)) => {
                let packet = packet(&block, links);
                reader.consume(size);
                if packet.is_some() {
                    return Ok(packet);
                }
            }
            Err(PcapError::Eof) => return Ok(None),
            Err(PcapError::Incomplete(_)) => reader.refill().map_err(|error| error.to_string())?,
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// The packet in a block of the file, if there is one.
fn packet(block: &PcapBlockOwned, links: &mut Vec<Linktype>) -> Option<(Linktype, Vec<u8>)> {
    let (interface, bytes, captured) = match block {
        PcapBlockOwned::LegacyHeader(header) => {
            links.push(header.network);
            return None;
        }
        PcapBlockOwned::Legacy(packet) => (0, packet.data, packet.caplen),
        PcapBlockOwned::NG(Block::SectionHeader(_)) => {
            links.clear();
            return None;
        }
        PcapBlockOwned::NG(Block::InterfaceDescription(interface)) => {
            links.push(interface.linktype);
            return None;
        }
        PcapBlockOwned::NG(Block::EnhancedPacket(packet)) => (packet.if_id, packet.data, packet.caplen),
        PcapBlockOwned::NG(Block::SimplePacket(packet)) => (0, packet.data, packet.origlen),
        PcapBlockOwned::NG(_) => return None,
    };
    let bytes = bytes.get(..captured as usize).unwrap_or(bytes);
    let link = links.get(interface as usize).copied().unwrap_or(Linktype::NULL);
    Some((link, bytes.to_vec()))
}

//! IP packets that were sent in parts.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use etherparse::defrag::IpDefragBuf;
use etherparse::{IpFragOffset, Ipv6ExtensionSlice, LaxIpSlice};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    from: IpAddr,
    to: IpAddr,
    protocol: u8,
    id: u32,
}

/// So many packets wait for their parts; then the oldest is given up.
const MOST: usize = 1000;

#[derive(Debug, Default)]
pub struct Fragments {
    waiting: HashMap<Key, IpDefragBuf>,
    order: VecDeque<Key>,
    given_up: u64,
}

impl Fragments {
    /// Adds a part; returns what the packet carries once it is whole.
    pub fn add(&mut self, ip: &LaxIpSlice) -> Result<Option<Vec<u8>>, String> {
        let payload = ip.payload();
        if payload.incomplete {
            return Err("a fragment is cut short".to_owned());
        }
        let Some((id, offset, has_more)) = place(ip) else { return Ok(None) };
        let key =
            Key { from: ip.source_addr(), to: ip.destination_addr(), protocol: payload.ip_number.0, id };
        let mut buffer = self.waiting.remove(&key).unwrap_or_else(|| {
            self.order.push_back(key.clone());
            IpDefragBuf::new(payload.ip_number, Vec::new(), Vec::new())
        });
        buffer.add(offset, has_more, payload.payload).map_err(|error| error.to_string())?;
        if buffer.is_complete() {
            self.order.retain(|other| *other != key);
            return Ok(Some(buffer.take_bufs().0));
        }
        self.waiting.insert(key, buffer);
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.waiting.remove(&oldest);
            self.given_up += 1;
        }
        Ok(None)
    }

    /// How many packets never became whole.
    pub fn incomplete(&self) -> u64 {
        self.given_up + self.waiting.len() as u64
    }
}

/// The packet's number, where the part begins in it, and whether more parts follow.
fn place(ip: &LaxIpSlice) -> Option<(u32, IpFragOffset, bool)> {
    match ip {
        LaxIpSlice::Ipv4(ip) => {
            let header = ip.header();
            Some((header.identification().into(), header.fragments_offset(), header.more_fragments()))
        }
        LaxIpSlice::Ipv6(ip) => ip.extensions().clone().into_iter().find_map(|extension| match extension {
            Ipv6ExtensionSlice::Fragment(part) => {
                Some((part.identification(), part.fragment_offset(), part.more_fragments()))
            }
            _ => None,
        }),
    }
}

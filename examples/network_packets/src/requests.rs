//! From the bytes of flows to the requests in them.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;

use generator_core::generator;
use serde_json::{Value, json};

use crate::dns::{self, Message};
use crate::http::{Conversation, Kind};
use crate::segments::Flow;
use crate::streams::Chunk;

#[derive(Debug, PartialEq)]
pub struct Request {
    pub from: SocketAddr,
    kind: Kind,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from;
        match &self.kind {
            Kind::Http { method, target, host } => write!(f, "{from} http {method} {target} {host}"),
            Kind::Dns { name, kind } => write!(f, "{from} dns {kind} {name}"),
        }
    }
}

impl Request {
    pub fn json(&self) -> Value {
        let from = self.from.to_string();
        match &self.kind {
            Kind::Http { method, target, host } => {
                json!({"from": from, "protocol": "http", "method": method, "target": target, "host": host})
            }
            Kind::Dns { name, kind } => json!({"from": from, "protocol": "dns", "type": kind, "name": name}),
        }
    }
}

/// Yields the requests in the bytes of flows. What is no request is passed over.
#[generator]
pub fn requests(chunks: impl Iterator<Item = Chunk>) -> impl Iterator<Item = Request> {
    let mut conversations: HashMap<Flow, Conversation> = HashMap::new();
    for Chunk { flow, missing, bytes, is_datagram, is_last } in chunks {
        if is_datagram {
            if let Some(Message::Query(question)) = dns::parse(&bytes) {
                yield_!(Request { from: flow.from, kind: question.into() });
            }
            continue;
        }
        let mut conversation = conversations.remove(&flow).unwrap_or_default();
        conversation.add(missing, &bytes);
        while let Some(kind) = conversation.next_request() {
            yield_!(Request { from: flow.from, kind });
        }
        if !is_last {
            conversations.insert(flow, conversation);
        }
    }
}

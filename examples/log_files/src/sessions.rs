//! From records to the sessions of clients.

use std::collections::HashMap;
use std::time::Duration;

use generator_core::generator;
use jiff::Timestamp;

use crate::records::Record;

/// What a client did without a longer pause.
pub struct Session {
    pub client: String,
    pub first: Timestamp,
    pub last: Timestamp,
    pub records: u64,
}

/// Yields sessions when they are over: after a client's pause longer than `gap`,
/// or at the end. Only those that are still going on are held.
#[generator]
pub fn sessions(records: impl Iterator<Item = Record>, gap: Duration) -> impl Iterator<Item = Session> {
    let mut open: HashMap<String, Session> = HashMap::new();
    let mut next_look = Timestamp::MIN;
    for Record { time, client, .. } in records {
        if time >= next_look {
            let is_over = |session: &Session| time.duration_since(session.last).unsigned_abs() > gap;
            let over: Vec<_> = open.extract_if(|_, session| is_over(session)).collect();
            yield_from!(over.into_iter().map(|(_, session)| session));
            next_look = time + gap / 8;
        }
        match open.get_mut(&client) {
            Some(session) if time.duration_since(session.last).unsigned_abs() <= gap => {
                session.last = session.last.max(time);
                session.records += 1;
            }
            _ => {
                let session = Session { client: client.clone(), first: time, last: time, records: 1 };
                if let Some(over) = open.insert(client, session) {
                    yield_!(over);
                }
            }
        }
    }
    yield_from!(open.into_values());
}

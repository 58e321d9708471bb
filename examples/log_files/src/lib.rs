//! From the lines of a log to records, and from these to the sessions of clients.

pub mod follow;
pub mod formats;
pub mod journal;
pub mod records;
pub mod sessions;

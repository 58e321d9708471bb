//! From the bytes of a capture to the requests in it, a generator a stage.

pub mod dns;
pub mod fragments;
pub mod http;
pub mod layers;
pub mod packets;
pub mod requests;
pub mod segments;
pub mod streams;

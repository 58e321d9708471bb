//! Finds the requests that tshark found in the same captures.

use std::collections::BTreeSet;
use std::fs;

use crate::{data, run, run_with_input};

/// What tshark printed, a line each: address, port, and the request.
fn found_by_tshark(name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in fs::read_to_string(data(name)).unwrap().lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [v4, v6, tcp, udp, methods, targets, kind, name] = fields[..] else { panic!("{line}") };
        let from = if v6.is_empty() { format!("{v4}:{tcp}{udp}") } else { format!("[{v6}]:{tcp}{udp}") };
        if kind.is_empty() {
            // Of requests in one packet it prints lists.
            let requests = methods.split(',').zip(targets.split(','));
            found.extend(requests.map(|(method, target)| format!("{from} http {method} {target}")));
        } else {
            let kinds = [("1", "A"), ("2", "NS"), ("12", "PTR"), ("15", "MX"), ("16", "TXT"), ("28", "AAAA")];
            let (_, kind) = kinds.into_iter().find(|(number, _)| *number == kind).unwrap();
            found.insert(format!("{from} dns {kind} {name}"));
        }
    }
    found
}

/// The requests in the output, without the hosts, each of which came once.
#[track_caller]
fn requests(out: &str) -> BTreeSet<String> {
    let words = |line: &str| line.split(' ').take(4).collect::<Vec<_>>().join(" ");
    let requests: BTreeSet<String> = out.lines().map(words).collect();
    assert_eq!(requests.len(), out.lines().count(), "{out}");
    requests
}

#[test]
fn pcap() {
    let out = run("network_packets", &["traffic.pcap"]).success();
    let expected = found_by_tshark("traffic.tshark");
    assert_eq!(expected.len(), 23);
    assert_eq!(requests(&out), expected);
    assert!(out.contains("http GET /bash/copyright 127.0.0.1:8080"), "{out}");
}

#[test]
fn pcapng() {
    let out = run("network_packets", &["dns.pcapng"]).success();
    assert_eq!(requests(&out), found_by_tshark("dns.tshark"));
}

/// The header of the file, and each packet with its own.
fn parts(capture: &[u8]) -> (&[u8], Vec<&[u8]>) {
    let (header, mut rest) = capture.split_at(24);
    let mut packets = Vec::new();
    while let Some(length) = rest.get(8..12) {
        let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
        let (packet, others) = rest.split_at(16 + length);
        packets.push(packet);
        rest = others;
    }
    (header, packets)
}

fn is_handshake(packet: &[u8]) -> bool {
    let (ip, is_v6) = (&packet[16 + 14..], packet[16 + 12] == 0x86);
    let (protocol, length) = if is_v6 { (ip[6], 40) } else { (ip[9], 4 * usize::from(ip[0] & 15)) };
    protocol == 6 && ip[length + 13] & 2 != 0
}

#[test]
fn segments_in_any_order_and_twice() {
    let capture = fs::read(data("traffic.pcap")).unwrap();
    let (header, packets) = parts(&capture);
    let mut mixed = header.to_vec();
    // Each handshake comes first, as no peer sends data before it; what is
    // between two of them comes backwards, all of it twice.
    for group in packets.chunk_by(|_, next| !is_handshake(next)) {
        let (first, others) = group.split_first().unwrap();
        mixed.extend_from_slice(first);
        for packet in others.iter().rev() {
            mixed.extend_from_slice(packet);
            mixed.extend_from_slice(packet);
        }
    }
    let is_datagram = |line: &&str| line.contains(" dns ");
    let out = run_with_input("network_packets", &["-"], &mixed).success();
    // Each datagram is a query of its own, however often it comes.
    let streams: Vec<&str> = out.lines().filter(|line| !is_datagram(line)).collect();
    let mut expected = found_by_tshark("traffic.tshark");
    expected.retain(|line| !is_datagram(&line.as_str()));
    assert_eq!(requests(&streams.join("\n")), expected);
}

#[test]
fn lost_bytes_are_told() {
    let capture = fs::read(data("traffic.pcap")).unwrap();
    let (header, packets) = parts(&capture);
    // Packet 65, the first of three that carry the requests from port 45041.
    let lossy = [header, &packets[..64].concat(), &packets[65..].concat()].concat();
    let (out, err) = run_with_input("network_packets", &["-"], &lossy).problems();
    assert!(err.contains("bytes from 127.0.0.20:45041 to 127.0.0.1:8080 are missing"), "{err}");
    let mut expected = found_by_tshark("traffic.tshark");
    expected.retain(|line| !line.contains(":45041 "));
    assert_eq!(requests(&out), expected);
}

#[test]
fn a_truncated_file_is_told() {
    let capture = fs::read(data("traffic.pcap")).unwrap();
    let (header, packets) = parts(&capture);
    let cut = [header, &packets[..9].concat(), &packets[9][..20]].concat();
    let (out, err) = run_with_input("network_packets", &["-"], &cut).problems();
    assert!(err.contains("after packet 9: "), "{err}");
    assert_eq!(requests(&out).len(), 1);
}

#[test]
fn a_packet_cut_short_is_told_and_the_rest_goes_on() {
    let capture = fs::read(data("traffic.pcap")).unwrap();
    let (header, packets) = parts(&capture);
    // As with `tcpdump --snapshot-length 30`, for the second packet.
    let mut short = packets[1][..16 + 30].to_vec();
    short[8..12].copy_from_slice(&30u32.to_le_bytes());
    let cut = [header, packets[0], &short, &packets[2..].concat()].concat();
    let (out, err) = run_with_input("network_packets", &["-"], &cut).problems();
    assert!(err.contains("packet 2: "), "{err}");
    assert_eq!(requests(&out), found_by_tshark("traffic.tshark"));
}

#[test]
fn what_is_no_capture_is_told() {
    let (_, err) = run("network_packets", &["dpkg.log"]).problems();
    assert!(err.contains("recognized"), "{err}");
}

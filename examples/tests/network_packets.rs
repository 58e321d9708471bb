//! Finds the requests that tshark found in the same captures.

use std::collections::BTreeSet;
use std::fs;

use std::time::Instant;

use crate::captures::{ACK, ETHERNET, SYN, Side, capture, ethernet, ipv4, ipv6, query, snapshot, tcp, udp};
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
fn lost_bytes_are_told_and_the_rest_goes_on() {
    let capture = fs::read(data("traffic.pcap")).unwrap();
    let (header, packets) = parts(&capture);
    // Packet 65, the first of three that carry the requests from port 45041: it has all of the first request.
    let lossy = [header, &packets[..64].concat(), &packets[65..].concat()].concat();
    let (out, err) = run_with_input("network_packets", &["-"], &lossy).problems();
    assert!(err.contains("bytes from 127.0.0.20:45041 to 127.0.0.1:8080 are missing"), "{err}");
    let found = requests(&out);
    let expected = found_by_tshark("traffic.tshark");
    let lost: Vec<&String> = expected.difference(&found).collect();
    assert!(found.is_subset(&expected) && lost.len() == 1 && lost[0].contains(":45041 "), "{lost:?}");
}

/// The lines of the requests, without their sender.
#[track_caller]
fn targets(out: &str) -> Vec<&str> {
    out.lines().map(|line| line.split(' ').nth(3).unwrap_or_else(|| panic!("{line}"))).collect()
}

fn get(target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n").into_bytes()
}

#[test]
fn a_connection_that_began_before() {
    let mut side = Side::new(1024);
    side.send(b"the rest of a body").send(&get("/a")).send(&get("/b"));
    assert_eq!(targets(&run_with_input("network_packets", &["-"], &side.capture()).success()), ["/a", "/b"]);
    // The end of a head, and a request behind it in the same segment; or in three.
    let mut side = Side::new(1024);
    side.send(&[b"st: b.test\r\n\r\n", &get("/a")[..]].concat());
    side.send(b"{\"a\": 1}");
    let (start, end) = (get("/b"), get("/c"));
    side.send(&start[..20]).send(&start[20..]).send(&end);
    assert_eq!(
        targets(&run_with_input("network_packets", &["-"], &side.capture()).success()),
        ["/a", "/b", "/c"]
    );
}

/// Where bytes are lost in a body whose length is known, it stays in step; else it looks for the next request.
#[test]
fn a_lost_segment() {
    let post = b"POST /post HTTP/1.1\r\nHost: a.test\r\nContent-Length: 3000\r\n\r\n";
    let mut side = Side::new(1024);
    side.send(&get("/a")).send(post).lose(1000).send(&get("/in a body").repeat(50)[..2000]).send(&get("/b"));
    side.lose(500).send(b"nothing").send(&get("/c"));
    let (out, err) = run_with_input("network_packets", &["-"], &side.capture()).problems();
    assert_eq!(targets(&out), ["/a", "/post", "/b", "/c"]);
    assert!(
        err.contains("bytes from 192.0.2.1:1024 to 192.0.2.2:80 are missing") && err.contains("1 problems"),
        "{err}"
    );
}

/// What a server sends has no requests, whatever is in it.
#[test]
fn answers_have_no_requests() {
    let mut server = Side::new(80);
    server.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").send(&get("/a")).send(&get("/b"));
    server.lose(500).send(&get("/c"));
    let (out, _) = run_with_input("network_packets", &["-"], &server.capture()).problems();
    assert_eq!(out, "");
}

#[test]
fn a_port_that_is_used_again() {
    let packet = |segment: Vec<u8>| ethernet(0x0800, &ipv4(6, &segment));
    let packets =
        [tcp(10, SYN, b""), tcp(11, ACK, &get("/a")), tcp(5, SYN, b""), tcp(6, ACK, &get("/b"))].map(packet);
    let out = run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets)).success();
    assert_eq!(targets(&out), ["/a", "/b"]);
}

/// Eight megabytes without a space, and a head that doesn't end.
#[test]
fn no_head_is_read_for_ever() {
    for byte in [
        b"x".as_slice(),
        b"GET /",
        b"GET / HTTP/1.1\r\nA: ",
        b"\r\n\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n5;",
    ] {
        let mut side = Side::new(1024);
        side.send(byte);
        for _ in 0..200 {
            side.send(&[b'x'; 40_000]);
        }
        side.send(&get("/end"));
        let start = Instant::now();
        let out = run_with_input("network_packets", &["-"], &side.capture()).success();
        assert_eq!(targets(&out).last(), Some(&"/end"), "{byte:?}");
        assert!(start.elapsed().as_secs() < 5, "{byte:?}: {:?}", start.elapsed());
    }
}

/// By the list of IANA; those without a name that we know by their number, as in RFC 3597.
#[test]
fn questions_of_any_type() {
    let types = [
        (1, "A"),
        (2, "NS"),
        (5, "CNAME"),
        (6, "SOA"),
        (10, "NULL"),
        (11, "WKS"),
        (12, "PTR"),
        (13, "HINFO"),
        (14, "MINFO"),
        (15, "MX"),
        (16, "TXT"),
        (18, "AFSDB"),
        (25, "TYPE25"),
        (28, "AAAA"),
        (29, "LOC"),
        (33, "SRV"),
        (35, "NAPTR"),
        (39, "TYPE39"),
        (43, "DS"),
        (44, "TYPE44"),
        (48, "DNSKEY"),
        (52, "TYPE52"),
        (61, "TYPE61"),
        (64, "SVCB"),
        (65, "HTTPS"),
        (99, "TYPE99"),
        (250, "TYPE250"),
        (251, "IXFR"),
        (252, "AXFR"),
        (255, "ANY"),
        (256, "TYPE256"),
        (257, "CAA"),
        (32768, "TYPE32768"),
        (65535, "TYPE65535"),
    ];
    let packets: Vec<_> = types
        .iter()
        .map(|&(kind, _)| ethernet(0x0800, &ipv4(17, &udp(1024, &query("a.test", kind)))))
        .collect();
    let out = run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets)).success();
    let expected: String =
        types.iter().map(|(_, name)| format!("192.0.2.1:1024 dns {name} a.test\n")).collect();
    assert_eq!(out, expected);
}

/// The card cuts the segments, after they were captured: their length isn't known yet.
#[test]
fn lengths_that_are_zero() {
    let mut v4 = ipv4(6, &tcp(1, ACK, &get("/a")));
    v4[2..4].fill(0);
    let mut v6 = ipv6(6, &tcp(1, ACK, &get("/b")));
    v6[4..6].fill(0);
    let packets = [ethernet(0x0800, &v4), ethernet(0x86dd, &v6)];
    assert_eq!(
        targets(&run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets)).success()),
        ["/a", "/b"]
    );
}

#[test]
fn snapshots_that_are_cut_short() {
    let long = |target: &str| {
        format!("GET {target} HTTP/1.1\r\nHost: a.test\r\nCookie: {}\r\n\r\n", "x".repeat(500)).into_bytes()
    };
    let mut side = Side::new(1024);
    side.send(&long("/a")).send(&get("/b")).send(&long("/c")).send(&long("/d"));
    let ran = run_with_input("network_packets", &["-"], &snapshot(ETHERNET, &side.packets, 120));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "passed over: 3 packets, cut short by the capture\n"));
    assert_eq!(targets(&ran.out), ["/a", "/b", "/c", "/d"]);
}

#[test]
fn the_rest_is_counted_by_kind() {
    let packets = [
        ethernet(0x0806, &[0; 28]),
        ethernet(0x0806, &[0; 28]),
        ethernet(0x88cc, &[0; 28]),
        ethernet(0x0800, &ipv4(1, &[8, 0, 0, 0, 0, 0, 0, 0])),
        ethernet(0x0800, &ipv4(89, &[0; 8])),
        ethernet(60, &[0x42; 60]),
    ];
    let ran = run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets));
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    let expected = [
        "2 packets, ARP",
        "1 packets, EtherType 0x88cc",
        "1 packets, ICMP",
        "1 packets, IP protocol 89",
        "1 packets, LLC",
    ];
    assert_eq!(ran.err, expected.map(|line| format!("passed over: {line}\n")).concat());
    let ran = run_with_input("network_packets", &["-"], &capture(105, &[vec![0; 30], vec![0; 30]]));
    assert!(ran.code == Some(0) && ran.err.starts_with("passed over: 2 packets, link type "), "{}", ran.err);
}

/// A name that would clear the screen.
#[test]
fn names_do_nothing_to_a_terminal() {
    let name = "\u{1b}[2J\u{7}.test";
    let packets = [ethernet(0x0800, &ipv4(17, &udp(1024, &query(name, 1))))];
    let out = run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets)).success();
    assert_eq!(out, "192.0.2.1:1024 dns A \\u{1b}[2J\\u{7}.test\n");
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

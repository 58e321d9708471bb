//! IP packets in other packets, and in parts.

use crate::captures::{ETHERNET, capture, ethernet, ipv4, ipv4_part, ipv6, query, udp};
use crate::run_with_input;

/// An IP packet in each kind of network and tunnel that we know.
#[test]
fn packets_in_packets() {
    let inner = ipv4(17, &udp(1024, &query("a.test", 1)));
    let inner_6 = ipv6(17, &udp(1024, &query("a.test", 1)));
    let with = |header: &[u8], payload: &[u8]| [header, payload].concat();
    let vlan = ethernet(0x88a8, &with(&[0, 1, 0x81, 0, 0, 2, 8, 0], &inner));
    let pppoe = ethernet(0x8864, &with(&[0x11, 0, 0, 1, 0, 2 + inner.len() as u8, 0, 0x21], &inner));
    let pppoe_6 = ethernet(0x8864, &with(&[0x11, 0, 0, 1, 0, 2 + inner_6.len() as u8, 0, 0x57], &inner_6));
    let mpls = ethernet(0x8847, &with(&[0, 1, 0, 64, 0, 2, 1, 64], &inner));
    let wire = ethernet(0x8847, &with(&[0, 2, 1, 64, 0, 0, 0, 0], &vlan));
    let snap = ethernet(8 + inner.len() as u16, &with(&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &inner));
    let gre = ipv4(47, &with(&[0x20, 0, 8, 0, 0, 0, 0, 9], &inner));
    let bridged = ipv4(47, &with(&[0, 0, 0x65, 0x58], &mpls));
    let sll = |kind: u16, protocol: [u8; 2], payload: &[u8]| {
        with(
            &[&[0, 0][..], &kind.to_be_bytes(), &[0, 6, 0, 0, 0, 0, 0, 0, 0, 0], &protocol].concat(),
            payload,
        )
    };
    let sll2 = with(&[8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0], &inner);
    for (name, link, packet) in [
        ("VLAN", ETHERNET, vlan.clone()),
        ("PPPoE", ETHERNET, pppoe),
        ("PPPoE, IPv6", ETHERNET, pppoe_6),
        ("MPLS", ETHERNET, mpls.clone()),
        ("MPLS, Ethernet", ETHERNET, wire),
        ("SNAP", ETHERNET, snap),
        ("6in4", ETHERNET, ethernet(0x0800, &ipv4(41, &inner_6))),
        ("4in6", ETHERNET, ethernet(0x86dd, &ipv6(4, &inner))),
        ("GRE", 101, gre),
        ("GRE, Ethernet", 101, bridged),
        ("raw", 101, inner.clone()),
        ("raw, BSD", 12, inner.clone()),
        ("raw, OpenBSD", 14, inner.clone()),
        ("raw, IPv4", 228, inner.clone()),
        ("raw, IPv6", 229, inner_6.clone()),
        ("NULL", 0, with(&[2, 0, 0, 0], &inner)),
        ("NULL, IPv6 of macOS", 0, with(&[30, 0, 0, 0], &inner_6)),
        ("LOOP", 108, with(&[0, 0, 0, 2], &inner)),
        ("PPP", 9, with(&[0xff, 3, 0, 0x21], &inner)),
        ("SLL", 113, sll(1, [8, 0], &inner)),
        ("SLL of lo", 113, sll(772, [0x86, 0xdd], &inner_6)),
        ("SLL2", 276, sll2),
    ] {
        let out = run_with_input("network_packets", &["-"], &capture(link, &[packet])).success();
        assert!(out.ends_with(":1024 dns A a.test\n") && out.lines().count() == 1, "{name}: {out}");
    }
}

#[test]
fn fragments_in_any_order() {
    let long = format!("{}.test", ["a-label-of-many-letters"; 8].join("."));
    let datagram = udp(1024, &query(&long, 1));
    let part_6 = |start: usize, end: usize| {
        let place = (start as u16 | u16::from(end < datagram.len())).to_be_bytes();
        ethernet(
            0x86dd,
            &ipv6(44, &[&[17, 0, place[0], place[1], 0, 0, 0, 9], &datagram[start..end]].concat()),
        )
    };
    let part = |start: usize, end: usize| {
        let place = (start / 8) as u16 | if end < datagram.len() { 0x2000 } else { 0 };
        ethernet(0x0800, &ipv4_part(17, 9, place, &datagram[start..end]))
    };
    let end = datagram.len();
    for packets in [
        [part(0, 64), part(64, 128), part(128, end)],
        [part(128, end), part(0, 64), part(64, 128)],
        [part_6(64, 128), part_6(128, end), part_6(0, 64)],
    ] {
        let out = run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets)).success();
        assert!(out.ends_with(&format!(":1024 dns A {long}\n")), "{out}");
        let ran = run_with_input("network_packets", &["-"], &capture(ETHERNET, &packets[1..]));
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (Some(0), "passed over: 1 packets, fragments without the others\n")
        );
    }
}

//! What holds for any bytes: parsers end without a panic, and find the same however the bytes come.

use csv_files::rows::{Format, rows};
use csv_files::stages::in_order;
use log_files::formats::Names;
use log_files::records::{Record, records};
use network_packets::dns;
use network_packets::http::{Conversation, Kind};
use network_packets::packets::{Packet, packets};
use network_packets::segments::{Dissector, Flow, Place, Segment};
use network_packets::streams::streams;
use pcap_parser::Linktype;
use proptest::collection::vec;
use proptest::prelude::*;

/// Bytes of which many mean something to a parser.
fn odd_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        vec(any::<u8>(), 0..20),
        prop::sample::select(vec![
            "GET /",
            " HTTP/1.1\r\n",
            "\r\n\r\n",
            "\r\n",
            "Host: a\r\n",
            "Content-Length: 5\r\n",
            "HTTP/1.1 200 OK\r\n",
            "Transfer-Encoding: chunked\r\n",
            "0\r\n",
            "ffffffffffffffff\r\n",
            "\0\u{1}\0\0\0\0\0\0\u{1}a\0\0\u{1}\0\u{1}",
            "192.0.2.1 - - [",
            "25/Nov/2026:10:00:00 +0000] \"",
            "\" 200 1 ",
            "2025-06-24 14:36:25 ",
            "status installed ",
            "\\",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Requests with their targets, and the bytes that they are sent as.
fn sent() -> impl Strategy<Value = (Vec<String>, Vec<u8>)> {
    let request = (0..3, "/[a-z]{0,8}", vec(any::<u8>(), 0..60)).prop_map(|(kind, target, body)| {
        let length = body.len();
        let head = |more: &str| format!("POST {target} HTTP/1.1\r\nHost: a.test\r\n{more}\r\n").into_bytes();
        let bytes = match kind {
            0 => head(""),
            1 => [head(&format!("Content-Length: {length}\r\n")), body].concat(),
            _ => {
                let piece =
                    |piece: &[u8]| [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat();
                let pieces: Vec<u8> = body.chunks(7).flat_map(piece).collect();
                [head("Transfer-Encoding: chunked\r\n"), pieces, b"0\r\nA: b\r\n\r\n".to_vec()].concat()
            }
        };
        (target, bytes)
    });
    vec(request, 1..6).prop_map(|requests| {
        let (targets, bytes): (Vec<String>, Vec<Vec<u8>>) = requests.into_iter().unzip();
        (targets, bytes.concat())
    })
}

fn targets(conversation: &mut Conversation) -> Vec<String> {
    let mut targets = Vec::new();
    while let Some(kind) = conversation.next_request() {
        if let Kind::Http { target, .. } = kind {
            targets.push(target);
        }
    }
    targets
}

const FLOW: Flow = Flow {
    from: std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1),
    to: std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 2),
};

fn segment(sequence: u32, is_first: bool, bytes: &[u8]) -> Segment {
    let place = Some(Place { sequence, is_first, is_last: false });
    Segment { number: 1, flow: FLOW, place, bytes: bytes.to_vec(), lacking: 0 }
}

proptest! {
    #[test]
    fn requests_are_found_in_whatever_pieces_they_come((expected, bytes) in sent(), sizes in vec(1..50_usize, 400)) {
        let mut conversation = Conversation::default();
        let (mut rest, mut found) = (bytes.as_slice(), Vec::new());
        for size in sizes.into_iter().cycle() {
            let (piece, others) = rest.split_at(size.min(rest.len()));
            rest = others;
            conversation.add(0, piece);
            found.extend(targets(&mut conversation));
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_conversation_ends(pieces in vec((0..40_u64, odd_bytes()), 0..12)) {
        let mut conversation = Conversation::default();
        for (missing, bytes) in pieces {
            conversation.add(missing / 10 * missing, &bytes);
            targets(&mut conversation);
        }
    }

    #[test]
    fn a_stream_is_whole(bytes in vec(any::<u8>(), 1..300), start in any::<u32>(), cuts in vec((0..300_usize, 1..40_usize), 0..60)) {
        // Parts in any order, which overlap; and all of it at last.
        let part = |&(start, length): &(usize, usize)| start.min(bytes.len())..(start + length).min(bytes.len());
        let parts = cuts.iter().map(part).chain(std::iter::once(0..bytes.len()));
        let parts = parts.map(|part| segment(start.wrapping_add(part.start as u32), false, &bytes[part]));
        let first = segment(start, true, b"");
        let mut found = Vec::new();
        for chunk in streams([first].into_iter().chain(parts)) {
            let chunk = chunk.expect("nothing is missing");
            prop_assert_eq!(chunk.missing, 0);
            found.extend(chunk.bytes);
        }
        prop_assert_eq!(found, bytes);
    }

    /// What is missing and what came add up to what was sent.
    #[test]
    fn a_stream_with_gaps_adds_up(parts in vec((0..60_u64, 0..40_usize, 0..9_u64), 0..30), start in any::<u32>()) {
        let mut end = 0;
        let mut segments = vec![segment(start, true, b"")];
        for (gap, length, lacking) in parts {
            let bytes = vec![b'x'; length];
            segments.push(Segment { lacking, ..segment(start.wrapping_add((end + gap / 3) as u32), false, &bytes) });
            end += gap / 3 + length as u64 + lacking;
        }
        let is_empty = |segment: &Segment| segment.bytes.is_empty() && segment.lacking == 0;
        let last = segments.iter().rposition(|segment| !is_empty(segment)).map_or(0, |index| index + 1);
        let sent = segments[..last].iter().rev().find(|segment| !is_empty(segment)).map_or(0, |segment| {
            let place = segment.place.as_ref().expect("it is TCP");
            u64::from(place.sequence.wrapping_sub(start)) + segment.bytes.len() as u64 + segment.lacking
        });
        let chunks: Vec<_> = streams(segments.into_iter()).filter_map(Result::ok).collect();
        let found: u64 = chunks.iter().map(|chunk| chunk.missing + chunk.bytes.len() as u64).sum();
        prop_assert_eq!(found, sent);
    }

    #[test]
    fn any_packet_is_taken_apart(
        link in prop::sample::select(vec![0, 1, 9, 12, 101, 108, 113, 228, 276]),
        kind in prop::sample::select(vec![0x0800_u16, 0x86dd, 0x8100, 0x8847, 0x8864, 0x6558, 20]),
        mut bytes in vec(any::<u8>(), 0..120),
        version in prop::sample::select(vec![0x45_u8, 0x60, 0x46]),
    ) {
        if let Some(field) = bytes.get_mut(12..15) {
            field[..2].copy_from_slice(&kind.to_be_bytes());
            field[2] = version;
        }
        let _ = Dissector::default().segment(&Packet { number: 1, link: Linktype(link), bytes });
    }

    #[test]
    fn any_bytes_are_a_message_or_none(bytes in odd_bytes()) {
        dns::parse(&bytes);
    }

    #[test]
    fn any_bytes_are_a_capture_or_none(bytes in vec(any::<u8>(), 0..200), magic in any::<bool>()) {
        let start: &[u8] = if magic { &[0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0] } else { &[0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0] };
        packets(std::io::Cursor::new([start, &bytes].concat())).count();
    }

    #[test]
    fn any_bytes_are_records_or_not(bytes in odd_bytes()) {
        Record::parse(&bytes, &Names::default());
        records(bytes.as_slice(), Names::default()).count();
        // As an export of the journal, too.
        records([log_files::journal::START, &bytes].concat().as_slice(), Names::default()).count();
    }

    /// Rows that are written are read, whatever is in them, and in order of their keys.
    #[test]
    fn rows_are_read_and_put_in_order(fields in vec(("[a-c,\"\n\\r;]{0,5}", 0..9_u32), 0..30), late in 0..30_usize) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["text", "number"]).expect("a vector takes all");
        for (text, number) in &fields {
            writer.write_record([text.as_str(), &number.to_string()]).expect("a vector takes all");
        }
        let file = writer.into_inner().expect("a vector takes all");
        let rows = rows::<(String, u32)>(file.as_slice(), Format::default()).map(|row| row.expect("it was written"));
        let rows: Vec<_> = rows.collect();
        let values: Vec<(String, u32)> = rows.iter().map(|row| row.value.clone()).collect();
        prop_assert_eq!(&values, &fields);
        let sorted: Vec<_> = in_order(rows.into_iter(), |row: &(String, u32)| row.1, late).collect();
        prop_assert_eq!(sorted.len(), fields.len());
        let good: Vec<u32> = sorted.iter().flatten().map(|row| row.1).collect();
        prop_assert!(good.is_sorted());
        if late >= fields.len() {
            let mut expected = fields.clone();
            expected.sort_by_key(|row| row.1);
            prop_assert_eq!(sorted.into_iter().flatten().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn any_bytes_are_rows_or_not(bytes in odd_bytes(), delimiter in any::<u8>()) {
        rows::<Vec<f64>>(bytes.as_slice(), Format { delimiter, ..Format::default() }).count();
        series::points(series::names(bytes.as_slice(), &Format::default()).1, Format::default()).count();
    }

    /// A time is shown as it is read, to the millisecond.
    #[test]
    fn times_are_shown_as_they_are_read(seconds in -5_000_000_000_i64..100_000_000_000) {
        let time = series::Time { seconds: seconds as f64, kind: series::Kind::Instant };
        prop_assert_eq!(series::Time::parse(&time.to_string()), Some(time));
    }
}

//! The same, as one loop each: what the generators are compared with.

use std::collections::{HashMap, VecDeque};

use csv::{Reader, StringRecord};
use jiff::Timestamp;
use jiff::civil::Date;
use pcap_parser::create_reader;

use crate::by_generators::{GAP, LATE, SPAN, known_packages};
use crate::{Input, Outcome};
use csv_files::stages::Install;
use log_files::formats::Names;
use log_files::records::{Record, record};
use log_files::sessions::{Clock, Span, add, over};
use network_packets::dns::{self, Message};
use network_packets::http::Conversation;
use network_packets::packets::{LONGEST, Packet, next_packet};
use network_packets::segments::{Dissector, Flow, Segment};
use network_packets::streams::{Chunk, FORGOTTEN_AFTER, LONGEST_WAIT, Stream, rest};
use program::{Lines, Read};

pub fn log(input: Input) -> Outcome {
    let mut outcome = Outcome::default();
    let mut open: HashMap<String, Vec<Span>> = HashMap::new();
    let mut clock = Clock::default();
    let mut last_look = Timestamp::MIN;
    let mut lines = Lines::new(input);
    let names = Names::default();
    while let Ok(found) = lines.read_to_last()
        && found != Read::End
    {
        let Some(Ok(Record { time, client: Some(client), .. })) = record(found, &lines, &names) else {
            continue;
        };
        let now = clock.see(time);
        if now.duration_since(last_look) > GAP / 4 {
            over(&mut open, now, GAP).iter().for_each(|session| outcome.add(session.span.records));
            last_look = now;
        }
        add(open.entry(client).or_default(), Span::new(time, now), GAP);
    }
    open.values().flatten().for_each(|span| outcome.add(span.records));
    outcome
}

pub fn csv(input: Input) -> Outcome {
    let packages = known_packages();
    let mut outcome = Outcome::default();
    let mut reader = Reader::from_reader(input);
    let Ok(headers) = reader.headers().cloned() else { return outcome };
    let mut record = StringRecord::new();
    let mut recent = VecDeque::new();
    let mut window = 0;
    let mut day: Option<(Date, u64)> = None;
    let mut held: VecDeque<Install> = VecDeque::new();
    loop {
        let is_over = !reader.read_record(&mut record).unwrap_or(false);
        if !is_over {
            let Ok(install) = record.deserialize::<Install>(Some(&headers)) else { continue };
            let place = held.partition_point(|other| other.time <= install.time);
            held.insert(place, install);
        }
        if held.len() <= LATE && !is_over {
            continue;
        }
        let Some(Install { time, package }) = held.pop_front() else { break };
        let kib = packages.get(&package).map_or(0, |package| package.installed_kib);
        recent.push_back((time, kib));
        window += kib;
        while let Some(&(start, old)) = recent.front()
            && time.duration_since(start) > SPAN
        {
            recent.pop_front();
            window -= old;
        }
        match &mut day {
            Some((date, sum)) if *date == time.date() => *sum += window,
            _ => {
                if let Some((_, sum)) = day.replace((time.date(), window)) {
                    outcome.add(sum);
                }
            }
        }
    }
    if let Some((_, sum)) = day {
        outcome.add(sum);
    }
    outcome
}

pub fn packets(input: Input) -> Outcome {
    let mut outcome = Outcome::default();
    let Ok(mut reader) = create_reader(LONGEST, input) else { return outcome };
    let mut links = Vec::new();
    let mut streams: HashMap<Flow, Stream> = HashMap::new();
    let mut conversations: HashMap<Flow, Conversation> = HashMap::new();
    let mut dissector = Dissector::default();
    let mut next_look = FORGOTTEN_AFTER;
    let mut number = 0;
    while let Ok(Some((link, bytes))) = next_packet(&mut *reader, &mut links) {
        number += 1;
        let packet = Packet { number, link, bytes };
        let Ok(Some(Segment { flow, place, bytes, lacking, .. })) = dissector.segment(&packet) else {
            continue;
        };
        let Some(place) = place else {
            if let Some(Message::Query(_)) = dns::parse(&bytes) {
                outcome.add(flow.from.port().into());
            }
            continue;
        };
        let mut converse = |chunk| converse(chunk, &mut conversations, &mut outcome);
        if number >= next_look {
            for (flow, stream) in
                streams.extract_if(|_, stream| stream.last_number + FORGOTTEN_AFTER <= number)
            {
                rest(flow, stream).filter_map(Result::ok).for_each(&mut converse);
            }
            next_look = number + FORGOTTEN_AFTER / 4;
        }
        let mut stream = match streams.remove(&flow) {
            Some(stream) if stream.goes_on_with(&place) => stream,
            before => {
                before
                    .into_iter()
                    .flat_map(|before| rest(flow, before))
                    .filter_map(Result::ok)
                    .for_each(&mut converse);
                Stream::new(&place)
            }
        };
        stream.last_number = number;
        stream.add(&place, bytes, lacking);
        loop {
            while let Some(chunk) = stream.take_next(flow) {
                converse(chunk);
            }
            if stream.waiting <= LONGEST_WAIT {
                break;
            }
            stream.skip(&flow);
        }
        streams.insert(flow, stream);
    }
    outcome
}

/// Counts the requests in what one side has sent.
fn converse(chunk: Chunk, conversations: &mut HashMap<Flow, Conversation>, outcome: &mut Outcome) {
    let mut conversation = conversations.remove(&chunk.flow).unwrap_or_default();
    conversation.add(chunk.missing, &chunk.bytes);
    while conversation.next_request().is_some() {
        outcome.add(chunk.flow.from.port().into());
    }
    if !chunk.is_last {
        conversations.insert(chunk.flow, conversation);
    }
}

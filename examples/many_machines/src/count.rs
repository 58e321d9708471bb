//! What each process does.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic;
use std::path::PathBuf;
use std::process;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use timely::communication::allocator::zero_copy::initialize::initialize_networking_from_sockets;
use timely::communication::{AllocatorBuilder, Hooks};
use timely::dataflow::operators::{Exchange, Inspect, Probe, ToStream};
use timely::execute::execute_from;
use timely::worker::Worker;
use timely::{CommunicationConfig, WorkerConfig};

use crate::connect::connect;
use crate::processes::LOST_ANOTHER;
use log_files::records::{Record, records};
use program::Report;

/// All records of a client, and those that failed.
type Count = (u64, u64);

/// Counts together with the processes at those addresses, or alone if there are
/// none. The first of them prints the outcome.
pub fn run(path: PathBuf, hosts: Vec<String>, index: usize) -> Result<Report, String> {
    let report = Report::new();
    // Here, so that a missing file is told before the processes are connected.
    let reader = report.open(&path)?;
    let share = records(reader).skip(index).step_by(hosts.len().max(1));

    end_if_another_is_lost();
    let report = Arc::new(report);
    let to_tell = Arc::clone(&report);
    // Each process has one worker; it takes the source.
    let source = Mutex::new(Some(share.filter_map(move |record| to_tell.good(record))));
    let (builders, others) = communication(&hosts, index)?;
    let workers = execute_from(builders, others, WorkerConfig::default(), move |worker| {
        let source = source.lock().expect("nobody panics here").take().expect("there is one worker");
        count(worker, source)
    });
    let outcomes = workers.map_err(|error| format!("can't start: {error}"))?.join();
    report.finish();
    for outcome in outcomes {
        let counts = outcome.map_err(|error| format!("a worker failed: {error}"))?;
        program::print(
            counts.iter().map(|(client, (all, failed))| format!("{client:30} {all:8} {failed:8}")),
        )?;
    }
    Ok(Arc::into_inner(report).expect("the workers have ended"))
}

/// What timely needs to talk to the other processes.
fn communication(
    hosts: &[String],
    index: usize,
) -> Result<(Vec<AllocatorBuilder>, Box<dyn Any + Send>), String> {
    if hosts.is_empty() {
        return CommunicationConfig::Thread.try_build();
    }
    let connections = connect(hosts, index)?;
    // What each of this process's workers has for itself: there is one.
    let (local, _) = CommunicationConfig::Process(1).try_build()?;
    let local = local.into_iter().filter_map(|builder| match builder {
        AllocatorBuilder::Process(builder) => Some(builder),
        _ => None,
    });
    let (builders, guard) =
        initialize_networking_from_sockets(local.collect(), connections, index, 1, Hooks::default())
            .map_err(|error| format!("can't use the connections: {error}"))?;
    Ok((builders.into_iter().map(AllocatorBuilder::Tcp).collect(), Box::new(guard)))
}

/// Counts a share of the records. The first worker returns the outcome of all,
/// the others nothing.
fn count(worker: &mut Worker, records: impl Iterator<Item = Record> + 'static) -> BTreeMap<String, Count> {
    let counts = Rc::new(RefCell::new(HashMap::<String, Count>::new()));
    let add = Rc::clone(&counts);
    dataflow(
        worker,
        records.filter_map(|record| Some((record.client?, record.failed))),
        hash,
        move |(client, failed)| {
            let mut counts = add.borrow_mut();
            let count = counts.entry(client.clone()).or_default();
            count.0 += 1;
            count.1 += u64::from(*failed);
        },
    );
    let all = Rc::new(RefCell::new(BTreeMap::new()));
    let add = Rc::clone(&all);
    dataflow(
        worker,
        counts.take().into_iter(),
        |_| 0,
        move |(client, count)| {
            add.borrow_mut().insert(client.clone(), *count);
        },
    );
    all.take()
}

/// Hands each item to the worker that `to` tells, and there to `each`, until all
/// workers have none left.
fn dataflow<T: timely::ExchangeData>(
    worker: &mut Worker,
    source: impl Iterator<Item = T> + 'static,
    to: impl Fn(&T) -> u64 + 'static,
    each: impl Fn(&T) + 'static,
) {
    let probe = worker.dataflow::<u32, _, _>(|scope| {
        source.to_stream(scope).container::<Vec<_>>().exchange(to).inspect(each).probe().0
    });
    while !probe.done() {
        worker.step_or_park(None);
    }
}

fn hash((client, _): &(String, bool)) -> u64 {
    let mut hasher = DefaultHasher::new();
    client.hash(&mut hasher);
    hasher.finish()
}

/// When another process is gone, a thread of timely's panics, and the workers
/// would wait for ever: says so, and ends this process.
fn end_if_another_is_lost() {
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let message = panic.payload().downcast_ref::<String>();
        if let Some(cause) = message.and_then(|text| text.strip_prefix("timely communication error: ")) {
            eprintln!("error: lost another process: {cause}");
            process::exit(LOST_ANOTHER);
        }
        others(panic);
    }));
}

//! What each process does: its workers count their shares of the log, and then tell each other. The generators read and
//! count; timely starts the workers, brings each client's counts to one of them, and knows when all are done.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic;
use std::path::PathBuf;
use std::process;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use generator_core::generator;
use log_files::records::Record;
use program::Report;
use timely::communication::allocator::zero_copy::initialize::initialize_networking_from_sockets;
use timely::communication::{AllocatorBuilder, Hooks};
use timely::dataflow::operators::{Exchange, Inspect, Probe, ToStream};
use timely::execute::execute_from;
use timely::worker::Worker;
use timely::{CommunicationConfig, WorkerConfig};

use crate::connect::{Greeting, connect};
use crate::processes::LOST_ANOTHER;
use crate::share::{Log, Share, records, records_in_turn};

/// All records of a client, and those that failed.
type Count = (u64, u64);

/// So many clients are counted by a worker before it tells the others.
const MOST: usize = 100_000;

/// What one process is told.
#[derive(Debug)]
pub struct Task {
    pub path: PathBuf,
    /// The addresses of all processes; none if it is alone.
    pub hosts: Vec<String>,
    /// Which of them it is.
    pub index: usize,
    pub workers: usize,
}

/// Yields how often there was each client: some of them when there are too many, and the others at the end.
#[generator]
fn counts(records: impl Iterator<Item = Record>, most: usize) -> impl Iterator<Item = (String, Count)> {
    let mut counts: HashMap<String, Count> = HashMap::new();
    for Record { client, failed, .. } in records {
        let Some(client) = client else { continue };
        if counts.len() >= most && !counts.contains_key(&client) {
            yield_from!(std::mem::take(&mut counts));
        }
        let count = counts.entry(client).or_default();
        count.0 += 1;
        count.1 += u64::from(failed);
    }
    yield_from!(counts);
}

/// Counts together with the processes at those addresses, or alone if there are none. The first of them prints the
/// outcome.
pub fn run(task: Task) -> Result<Report, String> {
    let report = Report::new();
    // Here, so that a missing file is told before the processes are connected.
    let log = Log::find(&task.path)?;
    let whole = if log.is_none() { Some(report.open(&task.path)?) } else { None };
    program::stop_when_interrupted();
    end_if_another_is_lost();
    let (builders, others) = communication(&task, log.as_ref())?;
    if let Some(log) = log.as_ref().filter(|log| task.hosts.is_empty() && !log.is_packed) {
        report.expect(log.length);
    }

    let report = Arc::new(report);
    let for_workers = Arc::clone(&report);
    // What can be read only once is for the first worker.
    let whole = Mutex::new(whole);
    let workers = execute_from(builders, others, WorkerConfig::default(), move |worker| {
        let share = Share { worker: worker.index(), of: worker.peers() };
        let report = Arc::clone(&for_workers);
        let good = move |record| report.good(record);
        match &log {
            Some(log) => {
                count(worker, records(log.clone(), share, Arc::clone(&for_workers)).filter_map(good))
            }
            None => {
                let whole = whole.lock().expect("nobody panics here").take();
                let all = Share { worker: 0, of: 1 };
                let records = whole.into_iter().flat_map(move |whole| records_in_turn(whole, all));
                count(worker, records.filter_map(good))
            }
        }
    });
    let outcomes = workers.map_err(|error| format!("can't start: {error}"))?.join();
    report.finish();
    for outcome in outcomes {
        let counts = outcome.map_err(|error| format!("a worker failed: {error}"))?;
        let line = |(client, (all, failed)): (&String, &Count)| format!("{client:30} {all:8} {failed:8}");
        program::print(counts.iter().map(line))?;
    }
    Ok(Arc::into_inner(report).expect("the workers have ended"))
}

/// What timely needs to talk to the other processes.
fn communication(
    task: &Task,
    log: Option<&Log>,
) -> Result<(Vec<AllocatorBuilder>, Box<dyn Any + Send>), String> {
    let &Task { ref hosts, index, workers, .. } = task;
    // How the workers of this process talk to each other.
    let local = CommunicationConfig::Process(workers).try_build()?;
    if hosts.is_empty() {
        return Ok(local);
    }
    let log = log.ok_or("what isn't a file can be read by one process only")?;
    let greeting = Greeting {
        index: index as u64,
        processes: hosts.len() as u64,
        workers: workers as u64,
        length: log.length,
        hash: log.hash()?,
    };
    let connections = connect(hosts, &greeting)?;
    let local = local.0.into_iter().filter_map(|builder| match builder {
        AllocatorBuilder::Process(builder) => Some(builder),
        _ => None,
    });
    let (builders, guard) =
        initialize_networking_from_sockets(local.collect(), connections, index, workers, Hooks::default())
            .map_err(|error| format!("can't use the connections: {error}"))?;
    Ok((builders.into_iter().map(AllocatorBuilder::Tcp).collect(), Box::new(guard)))
}

/// Counts a share of the records. The first worker returns the outcome of all, the others nothing.
fn count(worker: &mut Worker, records: impl Iterator<Item = Record> + 'static) -> BTreeMap<String, Count> {
    let merged = Rc::new(RefCell::new(HashMap::<String, Count>::new()));
    let add = Rc::clone(&merged);
    dataflow(worker, counts(records, MOST), hash, move |(client, count)| {
        let mut merged = add.borrow_mut();
        let sum = merged.entry(client.clone()).or_default();
        sum.0 += count.0;
        sum.1 += count.1;
    });
    let all = Rc::new(RefCell::new(BTreeMap::new()));
    let add = Rc::clone(&all);
    let merged = merged.take().into_iter();
    dataflow(
        worker,
        merged,
        |_| 0,
        move |(client, count)| _ = add.borrow_mut().insert(client.clone(), *count),
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

fn hash((client, _): &(String, Count)) -> u64 {
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

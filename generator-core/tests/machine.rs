//! `Machine` over a state written by hand, which counts and keeps a log of what
//! its body does.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use generator_core::{Generator, Machine, State, Status};

type Log = Rc<RefCell<Vec<String>>>;

#[derive(Clone, Debug)]
struct Traced {
    name: &'static str,
    log: Log,
}

impl Traced {
    fn note(&self, what: &str) {
        self.log.borrow_mut().push(format!("{what} {}", self.name));
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        self.note("drop");
    }
}

#[derive(Clone, Debug)]
enum Count {
    Start { to: u32, traced: Traced },
    Loop { next: u32, to: u32, _held: Traced },
    Done,
}

impl State for Count {
    const DONE: Self = Count::Done;

    fn status(&self) -> Status {
        match self {
            Count::Start { .. } => Status::Created,
            Count::Loop { .. } => Status::Suspended,
            Count::Done => Status::Done,
        }
    }
}

const PANICS_AT: u32 = 3;

/// Counts from 0 up to `to`, and panics if it gets to [`PANICS_AT`].
fn count(to: u32, log: &Log) -> impl Generator<Item = u32> + Clone + std::fmt::Debug + use<> {
    let traced = Traced { name: "local", log: Rc::clone(log) };
    Machine::new(
        Count::Start { to, traced },
        |state| {
            if let Count::Start { .. } = state {
                let Count::Start { to, traced } = std::mem::replace(state, Count::Done) else {
                    unreachable!()
                };
                traced.note("step");
                *state = Count::Loop { next: 0, to, _held: traced };
            }
            if let Count::Loop { next, to, .. } = state {
                if next < to {
                    assert_ne!(*next, PANICS_AT, "the body panics");
                    *next += 1;
                    return Some(*next - 1);
                }
                *state = Count::Done;
            }
            None
        },
        |state, sink| match state {
            Count::Start { to, traced } => {
                traced.note("run");
                for next in 0..to {
                    assert_ne!(next, PANICS_AT, "the body panics");
                    sink(next);
                }
                Count::Done
            }
            suspended => suspended,
        },
        |state| {
            let left = match state {
                Count::Start { to, .. } => *to,
                Count::Loop { next, to, .. } => to - next,
                Count::Done => unreachable!("it isn't asked once the body has ended"),
            };
            (left as usize, Some(left as usize))
        },
    )
}

fn entries(log: &Log) -> Vec<String> {
    log.take()
}

#[test]
fn nothing_runs_before_the_first_item() {
    let log = Log::default();
    let counting = count(2, &log);
    assert!(entries(&log).is_empty());
    drop(counting);
    assert_eq!(entries(&log), ["drop local"]);
}

#[test]
fn status_follows_the_body() {
    let mut counting = count(1, &Log::default());
    assert_eq!(counting.status(), Status::Created);
    assert_eq!(counting.size_hint(), (1, Some(1)));
    assert_eq!(counting.next(), Some(0));
    assert_eq!(counting.status(), Status::Suspended);
    assert_eq!(counting.size_hint(), (0, Some(0)));
    assert_eq!(counting.next(), None);
    assert_eq!(counting.status(), Status::Done);
    assert_eq!(counting.size_hint(), (0, Some(0)));
}

#[test]
fn fused_and_dropped_at_the_end() {
    let log = Log::default();
    let mut counting = count(1, &log);
    assert_eq!(counting.by_ref().collect::<Vec<_>>(), [0]);
    assert_eq!(entries(&log), ["step local", "drop local"]);
    assert_eq!(counting.next(), None);
    assert_eq!(counting.next(), None);
}

#[test]
fn fold_runs_from_the_start() {
    let log = Log::default();
    assert_eq!(count(3, &log).sum::<u32>(), 3);
    assert_eq!(entries(&log), ["run local", "drop local"]);
}

#[test]
fn fold_goes_on_from_a_suspended_state() {
    let log = Log::default();
    let mut counting = count(3, &log);
    assert_eq!(counting.next(), Some(0));
    assert_eq!(counting.fold(String::new(), |acc, x| format!("{acc}{x}")), "12");
    assert_eq!(entries(&log), ["step local", "drop local"]);
}

#[test]
fn fold_after_the_end_is_empty() {
    let mut counting = count(1, &Log::default());
    counting.by_ref().for_each(drop);
    assert_eq!(counting.count(), 0);
}

#[test]
fn a_panic_in_the_body_ends_the_machine() {
    let log = Log::default();
    let mut counting = count(9, &log);
    let caught = catch_unwind(AssertUnwindSafe(|| counting.by_ref().for_each(drop)));
    assert!(caught.is_err());
    assert_eq!(entries(&log), ["step local", "drop local"]);
    assert!(counting.is_done());
    assert_eq!(counting.next(), None);
    drop(counting);
    assert!(entries(&log).is_empty());
}

#[test]
fn a_panic_in_fold_drops_the_state_once() {
    for taken in [0, 1] {
        let log = Log::default();
        let mut counting = count(9, &log);
        counting.by_ref().take(taken).for_each(drop);
        entries(&log);
        let caught = catch_unwind(AssertUnwindSafe(|| counting.for_each(drop)));
        assert!(caught.is_err());
        assert_eq!(entries(&log).last().unwrap(), "drop local");
    }
}

#[test]
fn a_panic_in_the_sink_drops_the_state_once() {
    for taken in [0, 1] {
        let log = Log::default();
        let mut counting = count(3, &log);
        counting.by_ref().take(taken).for_each(drop);
        entries(&log);
        let caught = catch_unwind(AssertUnwindSafe(|| counting.fold(0, |_, _| sink_panics())));
        assert!(caught.is_err());
        assert_eq!(entries(&log).iter().filter(|entry| *entry == "drop local").count(), 1);
    }
}

#[test]
fn clones_go_their_own_ways() {
    let mut one = count(3, &Log::default());
    one.next();
    let other = one.clone();
    assert!(one.eq([1, 2]));
    assert!(other.eq([1, 2]));
}

#[test]
fn debug_shows_the_state() {
    assert_eq!(format!("{:?}", finished()), "Machine(Done)");
}

#[test]
fn a_reference_to_a_generator_is_one() {
    fn status(generator: impl Generator) -> Status {
        generator.status()
    }
    let mut counting = count(3, &Log::default());
    counting.next();
    assert_eq!(status(&mut counting), Status::Suspended);
    let dynamic: &mut dyn Generator<Item = u32> = &mut counting;
    assert!(!dynamic.is_done());
    assert_eq!(status(dynamic), Status::Suspended);
}

#[test]
fn a_machine_is_as_large_as_its_state() {
    assert_eq!(size_of_val(&count(0, &Log::default())), size_of::<Count>());
}

fn sink_panics() -> u32 {
    panic!("the sink panics")
}

fn finished() -> impl Generator<Item = u32> + std::fmt::Debug {
    let mut counting = count(0, &Log::default());
    assert_eq!(counting.next(), None);
    counting
}

//! The machine → how many items are left at each point where it may be asked: its `size_hint`.
//!
//! In `yield_!(0); for x in xs { yield_!(x); } yield_!(1);` it is at least 2 at the start, where the iterator of `xs` isn't
//! made yet, and as many as that iterator has and one more at the yield inside the loop.
//!
//! Backward, from the end: what is left at a point is what its section yields, and what is left where that goes. Inside a
//! loop that is counted up to the loop's head; the rounds of a `for` are as many as its iterator has items.

use crate::collections::HashMap;
use crate::old::ir::{
    Code, ContainerId, ExitId, LocalId, Machine, PointId, PointKind, Section, Stmt, StmtKind,
    hands_out_failures,
};
use crate::old::resolve::Names;
use crate::old::walk::suspensions;
use crate::types::traits;
use std::collections::BTreeMap;
use syn::Type;

/// How many items are left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// At least so many, and those of the rounds.
    pub lower: usize,
    /// At most so many, and those of the rounds.
    pub upper: Option<usize>,
    /// Of each hidden iterator, and of a parameter that is to be one: how many items are left for each of its own, at least
    /// and at most.
    pub rounds: BTreeMap<LocalId, (usize, usize)>,
}

/// Where control comes to from a point: back to the head of a loop around it, or to the end.
type End = Option<ContainerId>;

/// What is left on the ways to each end; none where control never comes to one.
type Remaining = BTreeMap<End, Hint>;

/// The hints of the start and of the points at which the machine is suspended.
pub fn hints(machine: &Machine, names: &Names) -> BTreeMap<PointId, Hint> {
    let mut search = Search { machine, names, remaining: HashMap::default() };
    search.region(&machine.body);
    let suspended = suspensions(&machine.body).into_iter().map(|exit| machine.exit(exit).target);
    let asked = suspended.chain([PointId::START]);
    // The loops around one stand before it.
    let mut heads: HashMap<ContainerId, Hint> = HashMap::default();
    for (index, container) in machine.containers.iter().enumerate() {
        if let Some(remaining) = container.head.and_then(|head| search.remaining.get(&head)) {
            let hint = to_the_end(remaining, &heads);
            heads.insert(ContainerId(index), hint);
        }
    }
    let hint = |point: PointId| Some((point, to_the_end(search.remaining.get(&point)?, &heads)));
    asked.filter_map(hint).collect()
}

impl Hint {
    const NONE_LEFT: Hint = Hint { lower: 0, upper: Some(0), rounds: BTreeMap::new() };
    const UNKNOWN: Hint = Hint { lower: 0, upper: None, rounds: BTreeMap::new() };

    /// One item, and then these.
    fn and_one(mut self) -> Self {
        self.lower = self.lower.saturating_add(1);
        self.upper = self.upper.and_then(|upper| upper.checked_add(1));
        self
    }

    /// These, and then others.
    fn and(mut self, others: &Hint) -> Self {
        self.lower = self.lower.saturating_add(others.lower);
        self.upper = self.upper.zip(others.upper).and_then(|(one, other)| one.checked_add(other));
        for (iter, (least, most)) in &others.rounds {
            let rounds = self.rounds.entry(*iter).or_default();
            *rounds = (rounds.0.saturating_add(*least), rounds.1.saturating_add(*most));
        }
        self
    }

    /// Either these or others.
    fn or(mut self, others: &Hint) -> Self {
        self.lower = self.lower.min(others.lower);
        self.upper = self.upper.zip(others.upper).map(|(one, other)| one.max(other));
        let iters = self.rounds.keys().chain(others.rounds.keys()).copied();
        self.rounds = iters
            .map(|iter| {
                let of = |hint: &Hint| hint.rounds.get(&iter).copied().unwrap_or_default();
                let (one, other) = (of(&self), of(others));
                (iter, (one.0.min(other.0), one.1.max(other.1)))
            })
            .collect();
        self
    }

    /// Where `iter` isn't made yet.
    pub fn before_made(mut self, iter: LocalId) -> Self {
        if self.rounds.remove(&iter).is_some_and(|(_, most)| most > 0) {
            self.upper = None;
        }
        self
    }

    /// Where `iter` isn't made yet, from `source`.
    fn renamed(mut self, iter: LocalId, source: LocalId) -> Self {
        let rounds = self.rounds.remove(&iter);
        self.rounds.extend(rounds.map(|rounds| (source, rounds)));
        self
    }

    /// These, once for each item that `iter` has, or if `may_stop` fewer times.
    fn in_rounds(&self, iter: LocalId, may_stop: bool) -> Self {
        let least = if may_stop { 0 } else { self.lower };
        let is_known = self.rounds.values().all(|(_, most)| *most == 0);
        match self.upper.filter(|_| is_known) {
            Some(most) => Hint { rounds: BTreeMap::from([(iter, (least, most))]), ..Hint::NONE_LEFT },
            None => Hint { rounds: BTreeMap::from([(iter, (least, 0))]), ..Hint::UNKNOWN },
        }
    }
}

/// The ways of both.
fn either(mut one: Remaining, other: Remaining) -> Remaining {
    for (end, hint) in other {
        let joined = match one.remove(&end) {
            Some(known) => known.or(&hint),
            None => hint,
        };
        one.insert(end, joined);
    }
    one
}

fn on_all_ways(ways: Remaining, change: impl Fn(Hint) -> Hint) -> Remaining {
    ways.into_iter().map(|(end, hint)| (end, change(hint))).collect()
}

struct Search<'a> {
    machine: &'a Machine,
    names: &'a Names,
    /// What is left at each point; inside a loop, up to its head.
    remaining: HashMap<PointId, Remaining>,
}

impl Search<'_> {
    /// Control goes from a section to a later one, or back to the head of a loop around it: the last are asked first.
    fn region(&mut self, region: &[Section]) {
        for section in region.iter().rev() {
            match section {
                Section::Code { point, code } => {
                    let head = match self.machine.point(*point).kind {
                        PointKind::Head(container) => Some(container),
                        _ => None,
                    };
                    let remaining = match &code[..] {
                        [first, rest @ ..] if *point == PointId::START => self.start(first, rest),
                        code => self.code(code, Remaining::new(), head),
                    };
                    self.remaining.insert(*point, remaining);
                }
                Section::Container { id, region } => {
                    self.region(region);
                    if let Some(head) = self.machine.container(*id).head
                        && let Some(round) = self.remaining.remove(&head)
                    {
                        self.remaining.insert(head, repeated(*id, round));
                    }
                }
            }
        }
    }

    /// What is left at the start. Where the first that is done is to loop over a parameter that is an iterator, that can be
    /// asked before.
    fn start(&self, first: &Stmt, rest: &[Stmt]) -> Remaining {
        let after = self.code(rest, Remaining::new(), None);
        if let StmtKind::IntoIter { iter, iterable } = &first.kind
            && let Some(parameter) = self.names.variable(iterable)
            && self.machine.local(parameter).ty.as_ref().is_some_and(is_iterator)
        {
            return on_all_ways(after, |hint| hint.renamed(*iter, parameter));
        }
        self.stmt(first, after, None)
    }

    /// What is left where `code` begins, which `after` follows. `head` is the loop at whose head it stands.
    fn code(&self, code: &[Stmt], after: Remaining, head: Option<ContainerId>) -> Remaining {
        code.iter().rev().fold(after, |after, stmt| self.stmt(stmt, after, head))
    }

    fn stmt(&self, stmt: &Stmt, after: Remaining, head: Option<ContainerId>) -> Remaining {
        let branch = |code: &Code, after: Remaining| self.code(code, after, None);
        let ways = match &stmt.kind {
            StmtKind::Suspend { exit, .. } => on_all_ways(self.at_target(*exit), Hint::and_one),
            StmtKind::Goto(exit) => self.at_target(*exit),
            StmtKind::Plain(_) if stmt.kind.exits() => Remaining::new(),
            StmtKind::Plain(_) => after,
            StmtKind::IntoIter { iter, .. } => on_all_ways(after, |hint| hint.before_made(*iter)),
            StmtKind::Next { iter, then, otherwise, .. } => {
                let round = branch(then, after.clone());
                in_rounds(*iter, head, round, branch(otherwise, after))
            }
            StmtKind::Block { code, .. } => branch(code, after),
            StmtKind::If { then, otherwise, .. } => {
                either(branch(then, after.clone()), branch(otherwise, after))
            }
            StmtKind::Match { arms, .. } => {
                let arms = arms.iter().map(|arm| branch(&arm.code, after.clone()));
                arms.fold(Remaining::new(), either)
            }
        };
        let ways = stmt.embedded.iter().fold(ways, |ways, exit| either(ways, self.at_target(*exit)));
        if hands_out_failures(stmt) { either(ways, failure()) } else { ways }
    }

    fn at_target(&self, exit: ExitId) -> Remaining {
        let machine = self.machine;
        let target = machine.exit(exit).target;
        if target == PointId::DONE {
            return Remaining::from([(None, Hint::NONE_LEFT)]);
        }
        if let PointKind::Head(head) = machine.point(target).kind
            && machine.containers_around(machine.exit(exit).container).any(|around| around == head)
        {
            return Remaining::from([(Some(head), Hint::NONE_LEFT)]);
        }
        self.remaining.get(&target).cloned().unwrap_or_else(|| Remaining::from([(None, Hint::UNKNOWN)]))
    }
}

/// Whether `ty` is `impl Iterator<…>`, so that its values have a hint themselves.
fn is_iterator(ty: &Type) -> bool {
    const ITERATORS: [&str; 3] = ["Iterator", "DoubleEndedIterator", "ExactSizeIterator"];
    let Type::ImplTrait(ty) = ty else { return false };
    traits(&ty.bounds).any(|last| ITERATORS.iter().any(|name| last.ident == name))
}

/// What is left up to the end, where so much is `remaining` up to the `heads` of loops.
fn to_the_end(remaining: &Remaining, heads: &HashMap<ContainerId, Hint>) -> Hint {
    let ways = remaining.iter().map(|(end, hint)| match end {
        None => hint.clone(),
        Some(head) => heads.get(head).map_or(Hint::UNKNOWN, |beyond| beyond.clone().and(hint)),
    });
    ways.reduce(|one, other| one.or(&other)).unwrap_or(Hint::UNKNOWN)
}

/// A `?` fails: the failure is handed out, and ends the machine.
fn failure() -> Remaining {
    Remaining::from([(None, Hint::NONE_LEFT.and_one())])
}

/// What is left at the head of a `for`, of which one `round` leads back there or out of it, and `otherwise` on.
fn in_rounds(iter: LocalId, head: End, mut round: Remaining, otherwise: Remaining) -> Remaining {
    let Some(back) = head.and_then(|head| round.remove(&Some(head))) else {
        return either(round, otherwise);
    };
    let at_the_end = on_all_ways(otherwise, |hint| hint.and(&back.in_rounds(iter, false)));
    let before = on_all_ways(round, |hint| hint.and(&back.in_rounds(iter, true)));
    either(at_the_end, before)
}

/// What is left at the head of the loop `id`, of which one `round` leads back there or out of it.
fn repeated(id: ContainerId, mut round: Remaining) -> Remaining {
    let Some(back) = round.remove(&Some(id)) else { return round };
    if round.is_empty() {
        // Nothing leads out of it.
        let lower = if back.lower > 0 { usize::MAX } else { 0 };
        return Remaining::from([(None, Hint { lower, ..Hint::UNKNOWN })]);
    }
    if back == Hint::NONE_LEFT { round } else { on_all_ways(round, |hint| Hint { upper: None, ..hint }) }
}

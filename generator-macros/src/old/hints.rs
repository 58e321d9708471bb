//! The machine → how many items are left at each point where it may be asked: its `size_hint`.
//!
//! In `yield_!(0); for x in xs { yield_!(x); } yield_!(1);` it is at least 2 at the start, where the iterator of `xs` isn't
//! made yet, and as many as that iterator has and one more at the yield inside the loop.
//!
//! Backward, from the end: what is left at a point is what its section yields, and what is left where that goes. Inside a
//! loop that is counted up to the loop's head; the rounds of a `for` are as many as its iterator has items.

use crate::analyse::Hint;
use crate::collections::HashMap;
use crate::old::ir::{
    Code, ContainerId, ExitId, Machine, PointId, PointKind, Section, Stmt, StmtKind, hands_out_failures,
};
use crate::old::resolve::Names;
use crate::old::walk::suspensions;
use crate::types::traits;
use std::collections::BTreeMap;
use syn::Type;

/// What is left on the ways to each end.
type Ways = crate::analyse::Ways<ContainerId>;

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
            let hint = remaining.to_the_end(|id| heads.get(&id).cloned());
            heads.insert(ContainerId(index), hint);
        }
    }
    let hint = |point: PointId| {
        Some((point, search.remaining.get(&point)?.to_the_end(|id| heads.get(&id).cloned())))
    };
    asked.filter_map(hint).collect()
}

struct Search<'a> {
    machine: &'a Machine,
    names: &'a Names,
    /// What is left at each point; inside a loop, up to its head.
    remaining: HashMap<PointId, Ways>,
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
                        code => self.code(code, Ways::none(), head),
                    };
                    self.remaining.insert(*point, remaining);
                }
                Section::Container { id, region } => {
                    self.region(region);
                    if let Some(head) = self.machine.container(*id).head
                        && let Some(round) = self.remaining.remove(&head)
                    {
                        self.remaining.insert(head, Ways::at_head(*id, round));
                    }
                }
            }
        }
    }

    /// What is left at the start. Where the first that is done is to loop over a parameter that is an iterator, that can be
    /// asked before.
    fn start(&self, first: &Stmt, rest: &[Stmt]) -> Ways {
        let after = self.code(rest, Ways::none(), None);
        if let StmtKind::IntoIter { iter, iterable } = &first.kind
            && let Some(parameter) = self.names.variable(iterable)
            && self.machine.local(parameter).ty.as_ref().is_some_and(is_iterator)
        {
            return after.on_all(|hint| hint.renamed(*iter, parameter));
        }
        self.stmt(first, after, None)
    }

    /// What is left where `code` begins, which `after` follows. `head` is the loop at whose head it stands.
    fn code(&self, code: &[Stmt], after: Ways, head: Option<ContainerId>) -> Ways {
        code.iter().rev().fold(after, |after, stmt| self.stmt(stmt, after, head))
    }

    fn stmt(&self, stmt: &Stmt, after: Ways, head: Option<ContainerId>) -> Ways {
        let branch = |code: &Code, after: Ways| self.code(code, after, None);
        let ways = match &stmt.kind {
            StmtKind::Suspend { exit, .. } => self.at_target(*exit).on_all(Hint::and_one),
            StmtKind::Goto(exit) => self.at_target(*exit),
            StmtKind::Plain(_) if stmt.kind.exits() => Ways::none(),
            StmtKind::Plain(_) => after,
            StmtKind::IntoIter { iter, .. } => after.on_all(|hint| hint.without(*iter)),
            StmtKind::Next { iter, then, otherwise, .. } => {
                let round = branch(then, after.clone());
                match head {
                    Some(head) => Ways::at_head_of_for(head, *iter, round, branch(otherwise, after)),
                    None => round.or(branch(otherwise, after)),
                }
            }
            StmtKind::Block { code, .. } => branch(code, after),
            StmtKind::If { then, otherwise, .. } => branch(then, after.clone()).or(branch(otherwise, after)),
            StmtKind::Match { arms, .. } => {
                let arms = arms.iter().map(|arm| branch(&arm.code, after.clone()));
                arms.fold(Ways::none(), Ways::or)
            }
        };
        let ways = stmt.embedded.iter().fold(ways, |ways, exit| ways.or(self.at_target(*exit)));
        if hands_out_failures(stmt) { ways.or(failure()) } else { ways }
    }

    fn at_target(&self, exit: ExitId) -> Ways {
        let machine = self.machine;
        let target = machine.exit(exit).target;
        if target == PointId::DONE {
            return Ways::to(None, Hint::NONE_LEFT);
        }
        if let PointKind::Head(head) = machine.point(target).kind
            && machine.containers_around(machine.exit(exit).container).any(|around| around == head)
        {
            return Ways::to(Some(head), Hint::NONE_LEFT);
        }
        self.remaining.get(&target).cloned().unwrap_or_else(|| Ways::to(None, Hint::UNKNOWN))
    }
}

/// Whether `ty` is `impl Iterator<…>`, so that its values have a hint themselves.
fn is_iterator(ty: &Type) -> bool {
    const ITERATORS: [&str; 3] = ["Iterator", "DoubleEndedIterator", "ExactSizeIterator"];
    let Type::ImplTrait(ty) = ty else { return false };
    traits(&ty.bounds).any(|last| ITERATORS.iter().any(|name| last.ident == name))
}

/// A `?` fails: the failure is handed out, and ends the machine.
fn failure() -> Ways {
    Ways::to(None, Hint::NONE_LEFT.and_one())
}

//! The machine → the control flow graph: sections are walked in Rust's order of evaluation.

mod captures;
mod control;
mod exprs;

use super::graph::{Block, BlockId, Event, Graph};
use super::patterns::{Takes, takes};
use super::uses::{Kind, Member, Use};
use crate::collections::{HashMap, HashSet};
use crate::ir::{Entry, ExitId, Head, LocalId, LoopId, Machine, SectionId, UseId};
use crate::resolve::Names;
use crate::syntax::is_place;
use syn::{Expr, Lifetime, Lit, Pat, Stmt};

/// Builds the graph of `machine`.
pub fn build(machine: &Machine, names: &Names) -> Graph {
    graph(machine, names, false)
}

/// The same, where each use of an exclusive reference tells which path is borrowed through it.
pub fn build_paths(machine: &Machine, names: &Names) -> Graph {
    graph(machine, names, true)
}

fn graph(machine: &Machine, names: &Names, keeps_paths: bool) -> Graph {
    let empty = |count: usize| vec![BlockId(0); count];
    let graph = Graph {
        blocks: Vec::new(),
        entries: empty(machine.sections.len()),
        heads: empty(machine.loops.len()),
        afters: empty(machine.loops.len()),
        takes: empty(machine.loops.len()),
        exits: HashMap::default(),
        jumps: HashMap::default(),
        closures: HashMap::default(),
        ends: empty(machine.sections.len()),
        events_of: Vec::new(),
        sections: Vec::new(),
        doubtful: HashSet::default(),
    };
    let mut builder = Builder {
        machine,
        names,
        graph,
        current: BlockId(0),
        section: SectionId(0),
        frames: Vec::new(),
        waiting: Vec::new(),
        numbers: HashSet::default(),
        captured: None,
        keeps_paths,
    };
    for section in 0..machine.sections.len() {
        builder.section = SectionId(section);
        builder.graph.entries[section] = builder.block();
    }
    builder.region(&machine.root, None);
    builder.graph.index(machine.locals.len());
    builder.graph
}

/// A loop, or a labelled block, around what is walked.
#[derive(Clone)]
struct Frame {
    label: Option<Lifetime>,
    head: Option<BlockId>,
    after: BlockId,
}

impl Frame {
    /// Where jumps out of it, or to its head, go.
    fn ends(&self) -> impl Iterator<Item = BlockId> + use<> {
        self.head.into_iter().chain([self.after])
    }
}

struct Builder<'m> {
    machine: &'m Machine,
    names: &'m Names,
    graph: Graph,
    current: BlockId,
    section: SectionId,
    frames: Vec<Frame>,
    /// The loops in the statement that is walked, behind which nothing was met yet.
    waiting: Vec<LoopId>,
    /// The variables that begin as a number, a truth value or a character that is written out.
    numbers: HashSet<LocalId>,
    /// What a closure captures, while its body is walked.
    captured: Option<Vec<Use>>,
    /// Whether uses of exclusive references tell their paths.
    keeps_paths: bool,
}

/// How the value of an expression is used.
#[derive(Clone, Copy, PartialEq)]
enum Context {
    Value,
    Reference,
    /// It is borrowed by `&`.
    Shared,
    /// It is read, and not borrowed for longer.
    Read,
    /// It is set where it is.
    Set,
    /// Its value is used where no reference is reborrowed: as the operand of an operator, say.
    Operand,
}

/// A variable, or a part of it.
struct Place {
    local: LocalId,
    id: Option<UseId>,
    path: Vec<Member>,
    /// Whether it is an element, which can't be moved out.
    is_behind: bool,
}

impl Place {
    /// Whether it is a part of the variable.
    fn is_part(&self) -> bool {
        self.is_behind || !self.path.is_empty()
    }
}

impl<'m> Builder<'m> {
    /// Whether the variable is an exclusive reference.
    fn is_exclusive(&self, place: &Place) -> bool {
        self.machine.local(place.local).is_exclusive
    }

    fn block(&mut self) -> BlockId {
        self.graph.blocks.push(Block::default());
        self.graph.sections.push(self.section);
        BlockId(self.graph.blocks.len() - 1)
    }

    fn edge(&mut self, from: BlockId, to: BlockId) {
        let successors = &mut self.graph.blocks[from.0].successors;
        if !successors.contains(&to) {
            successors.push(to);
        }
    }

    /// Goes to `to`; what follows in the code is never reached from here.
    fn jump(&mut self, to: BlockId) {
        if self.captured.is_none() {
            self.edge(self.current, to);
            self.current = self.block();
        }
    }

    /// Goes on in a new block.
    fn next(&mut self) -> BlockId {
        let before = self.current;
        self.current = self.block();
        self.edge(before, self.current);
        self.current
    }

    /// Goes on behind what looks as if it never returned.
    fn next_in_doubt(&mut self) {
        if self.captured.is_none() {
            let before = self.current;
            let behind = self.next();
            self.graph.doubtful.insert((before, behind));
        }
    }

    fn event(&mut self, event: Event) {
        match (&mut self.captured, event) {
            (None, event) => self.graph.blocks[self.current.0].events.push(event),
            (Some(captured), Event::Use(used)) if !self.machine.local(used.local).is_inner => {
                captured.push(used);
            }
            (Some(captured), Event::Assign(local)) if !self.machine.local(local).is_inner => {
                captured.push(reference(local));
            }
            _ => {}
        }
    }

    fn declare(&mut self, pat: &Pat) {
        for local in self.names.bindings(pat) {
            self.event(Event::Declare(local));
        }
    }

    fn region(&mut self, sections: &[SectionId], end: Option<BlockId>) {
        for id in sections {
            self.waiting.clear();
            let section = &self.machine.sections[id.0];
            let outer = std::mem::replace(&mut self.section, *id);
            self.current = self.graph.entries[id.0];
            match section.entry {
                Entry::Head(id) => self.head(id, &section.code),
                _ => self.code(&section.code),
            }
            if let Some(end) = end {
                self.edge(self.current, end);
            }
            self.graph.ends[id.0] = self.current;
            self.section = outer;
        }
    }

    /// The head of a loop, and the first part of its body.
    fn head(&mut self, id: LoopId, code: &[Stmt]) {
        let after = self.graph.afters[id.0];
        match &self.machine.loops[id.0].head {
            Head::For { iter, pat, .. } => {
                self.event(Event::Use(reference(*iter)));
                self.edge(self.current, after);
                self.next();
                self.declare(pat);
            }
            Head::While(cond) => {
                for leaves in self.condition(cond) {
                    self.edge(leaves, after);
                }
            }
            Head::Loop => {}
        }
        self.code(code);
    }

    /// The loop itself, in the code of its section.
    fn machine_loop(&mut self, id: LoopId) {
        let own = &self.machine.loops[id.0];
        let Some(first) = own.region.first() else { return };
        let head = self.graph.entries[first.0];
        let after = self.block();
        self.graph.heads[id.0] = head;
        self.graph.afters[id.0] = after;
        self.edge(self.current, head);
        let label = own.label.as_ref().map(|label| label.name.clone());
        self.frames.push(Frame { label, head: Some(head), after });
        let waiting = std::mem::take(&mut self.waiting);
        self.region(&own.region, Some(head));
        self.waiting = waiting;
        self.frames.pop();
        self.current = after;
        self.graph.takes[id.0] = after;
        self.waiting.push(id);
    }

    fn exit(&mut self, exit: ExitId) {
        self.event(Event::Exit(exit));
        let section = self.machine.section_of(self.machine.exits[exit.0].target);
        self.jump(self.graph.entries[section.0]);
    }

    fn code(&mut self, code: &[Stmt]) {
        let mut code = code.iter().peekable();
        while let Some(stmt) = code.next() {
            let loops = self.waiting.len();
            self.stmt(stmt);
            if self.waiting.len() > loops && code.peek().is_some() {
                // What follows the loop's statement begins here.
                let next = self.next();
                for id in self.waiting.drain(loops..) {
                    self.graph.takes[id.0] = next;
                }
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Local(local) => self.local(local),
            Stmt::Expr(expr, _) => self.expr(expr, Context::Value),
            Stmt::Item(_) | Stmt::Macro(_) => {}
        }
    }

    fn local(&mut self, local: &syn::Local) {
        let Some(init) = &local.init else {
            for local in self.names.bindings(&local.pat) {
                self.event(Event::DeclareEmpty(local));
            }
            return;
        };
        if let (Pat::Ident(_), Some(closure)) = (&local.pat, self.closure_kind(&init.expr))
            && let Some(id) = self.names.bindings(&local.pat).first()
        {
            self.graph.closures.insert(*id, closure);
        }
        if let (Pat::Ident(pat), Expr::Lit(literal)) = (&local.pat, &*init.expr)
            && !matches!(literal.lit, Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_))
        {
            self.numbers.extend(self.names.local(&pat.ident));
        }
        let diverge = init.diverge.as_ref().map(|(_, diverge)| &**diverge);
        // What is taken as a whole is used once.
        if !is_place(&init.expr) || takes(&local.pat) != Takes::Whole {
            self.scrutinee(&init.expr, [&local.pat]);
        }
        let before = self.current;
        if let Some(diverge) = diverge {
            self.next();
            self.expr(diverge, Context::Value);
            self.current = before;
            self.next();
        }
        self.pattern(&init.expr, &local.pat);
        self.declare(&local.pat);
    }

    /// Evaluates what patterns are matched against.
    fn scrutinee<'p>(&mut self, expr: &Expr, pats: impl IntoIterator<Item = &'p Pat>) {
        let context = match is_place(expr) {
            true if pats.into_iter().all(|pat| self.names.bindings(pat).is_empty()) => Context::Read,
            true => Context::Reference,
            false => Context::Value,
        };
        self.expr(expr, context);
    }

    /// What `pat` takes of `expr`, where that is a place.
    fn pattern(&mut self, expr: &Expr, pat: &Pat) {
        if !is_place(expr) {
            return;
        }
        let Some(place) = self.place(expr) else { return };
        let borrows = place.is_part() && self.is_exclusive(&place);
        let kind = match takes(pat) {
            Takes::Nothing => return,
            // What is bound borrows from it: the scrutinee is used so already.
            Takes::Parts if borrows => return,
            // Where no type is written no reference is reborrowed.
            Takes::Whole if borrows && matches!(pat, Pat::Ident(_)) => Kind::Read,
            _ if place.is_behind => Kind::Reference,
            Takes::Whole => Kind::Value,
            Takes::Parts => Kind::Pattern(Box::new(pat.clone())),
        };
        self.use_place(place, kind);
    }
}

fn reference(local: LocalId) -> Use {
    Use { local, id: None, path: Vec::new(), kind: Kind::Reference }
}

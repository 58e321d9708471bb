//! The structured machine → its control flow graph: a node for each thing that happens to a variable, in the
//! order of evaluation.
//!
//! `let b = f(a);` → `Use(a, Value)`, `Declare(b)`. A jump leads to the entry of its target's section, past
//! a node at which what isn't in scope there leaves scope.

mod blocks;
mod closures;
mod code;
mod evidence;
mod expr;
mod items;
mod macros;
mod pattern;

use crate::collections::HashSet;
use crate::ir::scopes::{ScopeId, Scopes};
use crate::old::ir::{ExitId, LocalId, Machine, PointId, StmtId};
use crate::old::resolve::Names;
pub use blocks::{BlockId, Blocks};
pub use evidence::Evidence;
use items::Known;
use syn::Lifetime;

/// A node of the graph.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NodeId(pub usize);

#[derive(Debug)]
pub struct Node {
    pub event: Event,
    /// The statement that it belongs to.
    pub stmt: StmtId,
    /// Where the value of the variable that is used goes.
    pub sink: Sink,
    /// Whether it is a part of the variable that is used.
    pub is_part: bool,
    pub successors: Vec<NodeId>,
}

/// What happens to a variable.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Event {
    Nothing,
    /// `let x = …`
    Declare(LocalId),
    /// `let x;`
    DeclareEmpty(LocalId),
    /// `x = …`
    Assign(LocalId),
    Use(LocalId, UseKind),
    /// All variables leave scope but those of the scope.
    Leave(ScopeId),
}

impl Event {
    /// The variable that is declared without a value.
    pub fn declared_empty(self) -> Option<LocalId> {
        match self {
            Event::DeclareEmpty(local) => Some(local),
            _ => None,
        }
    }

    /// The variable that is declared.
    pub fn declared(self) -> Option<LocalId> {
        match self {
            Event::Declare(local) | Event::DeclareEmpty(local) => Some(local),
            _ => None,
        }
    }

    /// The variable whose value is used.
    pub fn used(self) -> Option<LocalId> {
        match self {
            Event::Use(local, _) => Some(local),
            _ => None,
        }
    }
}

/// How a variable is used.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum UseKind {
    /// By reference, for no longer than the statement.
    Borrow,
    /// By reference, by a value that flows into the sink.
    Escape(Sink),
    /// Its own address, by a value that flows into the sink.
    Address(Sink),
    /// By value: moved, or copied if its type is `Copy`.
    Value,
    /// As an argument: by value, though an exclusive reference is reborrowed there.
    Argument,
    /// In a way that moves it or not, depending on types: `x.method()`, `x.field`, `match x { … }`.
    MayMove,
    /// A part of it by value.
    Part,
    /// In the tokens of a macro that isn't known.
    Mention,
}

/// Where the value of an expression goes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Sink {
    /// It is used up in its statement.
    Statement,
    /// Into these variables: an index of [`Graph::sinks`].
    Locals(usize),
    /// To the caller.
    Caller,
}

/// The control flow graph.
#[derive(Default, Debug)]
pub struct Graph {
    pub nodes: Vec<Node>,
    /// Where the section of each point begins.
    pub entries: Vec<NodeId>,
    /// The place of each exit, before anything leaves scope.
    pub exits: Vec<Option<NodeId>>,
    pub sinks: Vec<Vec<LocalId>>,
    pub evidence: Evidence,
    /// The nodes in straight runs.
    pub blocks: Blocks,
}

impl Graph {
    /// Builds the graph of `machine`.
    pub fn build(machine: &mut Machine, names: &Names) -> Self {
        let scopes = std::mem::take(&mut machine.scopes);
        let mut builder = Builder {
            graph: Graph::default(),
            machine,
            names,
            scopes,
            scope: ScopeId::ROOT,
            current: None,
            stmt: StmtId(usize::MAX),
            frames: Vec::new(),
            closure: None,
            in_part: false,
        };
        builder.graph.exits = vec![None; machine.exits.len()];
        for _ in &machine.points {
            let entry = builder.detached();
            builder.graph.entries.push(entry);
        }
        builder.region(&machine.body);
        let Builder { mut graph, scopes, .. } = builder;
        let nesting = scopes.nesting(machine.locals.len());
        graph.blocks = Blocks::of_graph(&graph, machine.locals.len(), nesting);
        machine.scopes = scopes;
        graph
    }

    pub fn entry(&self, point: PointId) -> NodeId {
        self.entries[point.0]
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// Whether some path of a section that leads to `exit` sets `local`.
    pub fn sets_on_the_way(&self, exit: ExitId, local: LocalId) -> bool {
        let Some(node) = self.exits[exit.0] else { return false };
        let sets = |node: &NodeId| self.node(*node).event == Event::Assign(local);
        let setting = self.blocks.events(local).filter(|(_, nodes)| nodes.iter().any(sets));
        let setting: HashSet<BlockId> = setting.map(|(block, _)| block).collect();
        if setting.is_empty() {
            return false;
        }
        let mut seen = HashSet::default();
        let mut work = vec![self.blocks.of_node(node)];
        while let Some(block) = work.pop() {
            // What follows a point belongs to its section, what leads to it to others.
            if self.blocks.block(block).point.is_none() {
                let before = self.blocks.block(block).predecessors.iter().copied();
                work.extend(before.filter(|block| seen.insert(*block)));
            }
        }
        seen.iter().any(|block| setting.contains(block))
    }
}

/// A loop or labelled block in code that is passed through.
struct Frame {
    label: Option<Lifetime>,
    is_loop: bool,
    after: NodeId,
    head: NodeId,
    scope: ScopeId,
}

/// A closure that is being walked.
#[derive(Clone, Copy)]
struct Closure {
    is_move: bool,
    /// Where the closure itself goes.
    sink: Sink,
    /// The end of its body, where a `return` in it goes, and what is in scope there.
    end: NodeId,
    scope: ScopeId,
}

struct Builder<'a> {
    graph: Graph,
    machine: &'a Machine,
    names: &'a Names,
    scopes: Scopes,
    scope: ScopeId,
    /// The node that control is at; `None` where it can't be.
    current: Option<NodeId>,
    stmt: StmtId,
    frames: Vec<Frame>,
    closure: Option<Closure>,
    /// Whether a part of the place that is walked is used.
    in_part: bool,
}

impl<'a> Builder<'a> {
    /// What is known of the variables.
    fn known(&self) -> Known<'a> {
        Known { names: self.names, locals: &self.machine.locals }
    }

    /// A node that nothing leads to yet.
    fn detached(&mut self) -> NodeId {
        self.graph.nodes.push(Node {
            event: Event::Nothing,
            stmt: self.stmt,
            sink: Sink::Statement,
            is_part: false,
            successors: Vec::new(),
        });
        NodeId(self.graph.nodes.len() - 1)
    }

    fn link(&mut self, to: NodeId) {
        if let Some(from) = self.current {
            self.graph.nodes[from.0].successors.push(to);
        }
    }

    /// Control goes on at `node`, from here too.
    fn join(&mut self, node: NodeId) {
        self.link(node);
        self.current = Some(node);
    }

    fn event(&mut self, event: Event) -> NodeId {
        let node = self.detached();
        self.graph.nodes[node.0].event = event;
        self.join(node);
        node
    }

    /// A use whose value goes to `sink`.
    fn use_event(&mut self, event: Event, sink: Sink) {
        let node = self.event(event);
        self.graph.nodes[node.0].sink = sink;
        self.graph.nodes[node.0].is_part = self.in_part;
    }

    fn declare(&mut self, local: LocalId) {
        self.scope = self.scopes.declare(self.scope, local);
        self.event(Event::Declare(local));
    }

    /// What isn't in `scope` leaves scope.
    fn leave_to(&mut self, scope: ScopeId) {
        if self.scope != scope {
            self.event(Event::Leave(scope));
            self.scope = scope;
        }
    }

    fn in_scope(&mut self, walk: impl FnOnce(&mut Self)) {
        let outer = self.scope;
        walk(self);
        self.leave_to(outer);
    }

    /// Jumps to `target`, whose code sees the variables of `scope`.
    fn jump(&mut self, target: NodeId, scope: ScopeId) {
        let here = self.scope;
        self.leave_to(scope);
        self.link(target);
        self.current = None;
        self.scope = here;
    }

    fn exit(&mut self, id: ExitId) {
        let node = self.event(Event::Nothing);
        self.graph.exits[id.0] = Some(node);
        let target = self.machine.exit(id).target;
        self.jump(self.graph.entry(target), self.machine.point(target).scope);
    }

    /// Walks two ways from here, and meets after them.
    fn either(&mut self, first: impl FnOnce(&mut Self), second: impl FnOnce(&mut Self)) {
        let (fork, scope) = (self.current, self.scope);
        first(self);
        let first_end = std::mem::replace(&mut self.current, fork);
        self.scope = scope;
        second(self);
        self.scope = scope;
        self.meet(first_end);
    }

    /// Control comes here from `other` as well.
    fn meet(&mut self, other: Option<NodeId>) {
        if let Some(other) = other {
            let join = self.detached();
            self.link(join);
            self.graph.nodes[other.0].successors.push(join);
            self.current = Some(join);
        }
    }
}

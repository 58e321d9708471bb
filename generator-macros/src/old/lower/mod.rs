//! The body → the structured machine: statements are cut into sections at the yields.
//!
//! A statement that suspends ends its section: its branches go to the point that follows it, in sections of
//! their own where they suspend in turn. `if c { yield_!(1); f(); } g();` becomes three sections:
//! `if c { suspend with 1, resume at A } else { go to B }`, `A: f(); go to B`, `B: g(); go to the end`.
//! All other statements are passed through, their jumps out of the section made placeholders.

mod destination;
mod embed;
mod expr;
mod nested;
mod stmt;

use self::destination::Destination;
use crate::collections::{HashMap, HashSet};
use crate::ir::scopes::{ScopeId, Scopes};
use crate::old::ir::{
    Code, Container, ContainerId, ContainerKind, Exit, ExitId, Local, LocalId, Machine, Point, PointId,
    PointKind, Region, Section, Stmt, StmtId, StmtKind, embedded_exits,
};
use crate::old::leaps::{Key, Leaps};
use crate::old::resolve::{Names, Resolved};
pub use nested::nested;
use proc_macro2::{Ident, Span};
use syn::{Block, Expr, Lifetime, Pat};

/// The nodes of the source that each statement could be split at, so that a variable that it moves on some path
/// is known to be moved or not.
pub type Origins = HashMap<StmtId, Vec<Key>>;

/// Lowers `block`; the names that it makes are added to the names. The nodes `split` get sections of their own.
pub fn lower(resolved: Resolved, block: &Block, split: &HashSet<Key>) -> (Machine, Names, Origins) {
    let leaps = Leaps::find(block, split);
    let machine = Machine {
        locals: resolved.locals,
        parameters: resolved.parameters,
        points: Vec::new(),
        containers: Vec::new(),
        exits: Vec::new(),
        scopes: Scopes::default(),
        body: Region::new(),
        items: Vec::new(),
        statements: 0,
    };
    let mut lowerer = Lowerer {
        leaps: &leaps,
        names: resolved.names,
        iterators: resolved.iterators,
        machine,
        regions: vec![Region::new()],
        cursor: None,
        branches: Vec::new(),
        scope: ScopeId::ROOT,
        frames: Vec::new(),
        container: None,
        items: Vec::new(),
        is_unsafe: false,
        around: Vec::new(),
        origins: Origins::default(),
        suspensions: 0,
        native: 0,
    };
    for parameter in lowerer.machine.parameters.clone() {
        lowerer.declare(parameter);
    }
    let start = lowerer.point(PointKind::Start);
    let done = lowerer.point(PointKind::Done);
    lowerer.machine.points[done.0].scope = ScopeId::ROOT;
    lowerer.open(start);
    lowerer.machine.items = items(block).cloned().collect();
    lowerer.statements(&block.stmts, &Destination::Discard);
    lowerer.goto(PointId::DONE);
    lowerer.store();
    lowerer.machine.body = lowerer.regions.pop().unwrap_or_default();
    (lowerer.machine, lowerer.names, lowerer.origins)
}

/// Where the code that is being written belongs.
enum Home {
    /// The section at this index of the region at this depth.
    Section(usize, usize),
    Branch(usize),
}

/// The code that is being written.
struct Cursor {
    home: Home,
    code: Code,
    /// Whether control can reach the end of it.
    open: bool,
}

/// A loop or labelled block around the place that is being lowered.
struct Frame {
    label: Option<Lifetime>,
    is_loop: bool,
    /// `None` where nothing in it suspends: its jumps stay as they are.
    container: Option<ContainerId>,
    destination: Destination,
}

struct Lowerer<'a> {
    leaps: &'a Leaps,
    names: Names,
    /// The hidden iterator of each `for`.
    iterators: HashMap<usize, LocalId>,
    machine: Machine,
    /// The regions around the cursor, the innermost last.
    regions: Vec<Region>,
    cursor: Option<Cursor>,
    /// The first code of each branch, until its statement takes it.
    branches: Vec<Code>,
    scope: ScopeId,
    frames: Vec<Frame>,
    container: Option<ContainerId>,
    /// The items of the blocks around, but for the body's own.
    items: Vec<syn::Stmt>,
    /// Whether an `unsafe` block is around.
    is_unsafe: bool,
    /// The nodes that could be split around the cursor, within its section.
    around: Vec<Key>,
    origins: Origins,
    suspensions: usize,
    /// How many statements are around after which the section goes on: nothing in them can begin another.
    native: usize,
}

impl<'a> Lowerer<'a> {
    // Points and exits.

    fn point(&mut self, kind: PointKind) -> PointId {
        self.machine.points.push(Point {
            kind,
            scope: self.scope,
            items: self.items.clone(),
            is_unsafe: self.is_unsafe,
        });
        PointId(self.machine.points.len() - 1)
    }

    fn exit(&mut self, target: PointId, embedded: bool) -> ExitId {
        self.machine.exits.push(Exit { target, container: self.container, embedded });
        ExitId(self.machine.exits.len() - 1)
    }

    fn goto(&mut self, target: PointId) {
        if self.is_open() {
            let exit = self.exit(target, false);
            self.push(StmtKind::Goto(exit));
            self.close();
        }
    }

    fn suspend(&mut self, value: &'a Expr) {
        self.suspensions += 1;
        let resumed = self.point(PointKind::Suspension(self.suspensions));
        let value = self.embed_expr(value);
        let exit = self.exit(resumed, false);
        self.push(StmtKind::Suspend { value, exit });
        self.open(resumed);
    }

    // The cursor.

    fn is_open(&self) -> bool {
        self.cursor.as_ref().is_some_and(|cursor| cursor.open)
    }

    fn close(&mut self) {
        if let Some(cursor) = &mut self.cursor {
            cursor.open = false;
        }
    }

    fn push(&mut self, kind: StmtKind) {
        let id = StmtId(self.machine.statements);
        self.machine.statements += 1;
        if !self.around.is_empty() {
            self.origins.insert(id, self.around.clone());
        }
        if let Some(cursor) = &mut self.cursor
            && cursor.open
        {
            cursor.open = !kind.exits();
            let embedded = embedded_exits(&kind);
            cursor.code.push(Stmt { id, kind, embedded });
        }
    }

    /// Puts the code that was written where it belongs.
    fn store(&mut self) {
        let Some(cursor) = self.cursor.take() else { return };
        match cursor.home {
            Home::Section(depth, index) => {
                if let Section::Code { code, .. } = &mut self.regions[depth][index] {
                    *code = cursor.code;
                }
            }
            Home::Branch(index) => self.branches[index] = cursor.code,
        }
    }

    /// Begins the section of `point`.
    fn open(&mut self, point: PointId) {
        self.store();
        let depth = self.regions.len() - 1;
        self.regions[depth].push(Section::Code { point, code: Code::new() });
        let home = Home::Section(depth, self.regions[depth].len() - 1);
        self.cursor = Some(Cursor { home, code: Code::new(), open: true });
    }

    /// Lowers a branch of a statement; what of it belongs to the statement's own section is returned.
    fn branch(&mut self, lower: impl FnOnce(&mut Self)) -> Code {
        let index = self.branches.len();
        self.branches.push(Code::new());
        let outer = self.cursor.replace(Cursor { home: Home::Branch(index), code: Code::new(), open: true });
        let scope = self.scope;
        lower(self);
        self.store();
        self.cursor = outer;
        self.scope = scope;
        self.branches.pop().unwrap_or_default()
    }

    /// A branch of a statement after which the section goes on.
    fn native_branch(&mut self, lower: impl FnOnce(&mut Self)) -> Code {
        self.native += 1;
        let code = self.branch(lower);
        self.native -= 1;
        code
    }

    /// Lowers what could be split at `nodes`.
    fn around(&mut self, nodes: &[Key], lower: impl FnOnce(&mut Self)) {
        let outer = self.around.len();
        self.around.extend(nodes);
        lower(self);
        self.around.truncate(outer);
    }

    // Scopes.

    fn declare(&mut self, local: LocalId) {
        self.scope = self.machine.scopes.declare(self.scope, local);
    }

    fn declare_pattern(&mut self, pat: &Pat) {
        for local in self.names.bindings(pat) {
            self.declare(local);
        }
    }

    fn declare_destination(&mut self, destination: &Destination) {
        if let Destination::Let(pat, _) = destination {
            self.declare_pattern(pat);
        }
    }

    fn hidden(&mut self, name: &str, span: Span) -> LocalId {
        let name = Ident::new(name, Span::mixed_site().located_at(span));
        let unique = Ident::new(&self.names.unused(&name.to_string()), name.span());
        let locals: &mut Vec<Local> = &mut self.machine.locals;
        let id = self.names.declare(locals, unique, None);
        locals[id.0].name = name;
        id
    }

    // Containers.

    /// A loop or labelled block that suspends. `after` keeps what `destination` declares.
    fn container(
        &mut self,
        kind: ContainerKind,
        label: Option<&syn::Label>,
        pattern: Option<&Pat>,
        destination: Destination,
        after: PointId,
        sections: impl FnOnce(&mut Self, ContainerId),
    ) {
        let id = ContainerId(self.machine.containers.len());
        let label = label.map(|label| label.name.clone());
        self.machine.containers.push(Container {
            kind,
            label: label.clone(),
            head: None,
            after,
            parent: self.container,
            pattern: pattern.cloned(),
        });
        let head = self.point(PointKind::Head(id));
        let is_loop = kind != ContainerKind::Block;
        self.machine.containers[id.0].head = is_loop.then_some(head);
        self.goto(head);
        self.store();
        self.regions.push(Region::new());
        self.frames.push(Frame { label, is_loop, container: Some(id), destination });
        let outer = self.container.replace(id);
        self.open(head);
        sections(self, id);
        self.store();
        self.container = outer;
        self.frames.pop();
        let region = self.regions.pop().unwrap_or_default();
        if let Some(around) = self.regions.last_mut() {
            around.push(Section::Container { id, region });
        }
    }

    /// The frame that a jump with this label leaves or continues.
    fn frame(&self, label: Option<&Lifetime>) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|name| name.ident == label.ident),
            None => frame.is_loop,
        })
    }
}

/// The items that `block` declares.
fn items(block: &Block) -> impl Iterator<Item = &syn::Stmt> {
    block.stmts.iter().filter(|stmt| matches!(stmt, syn::Stmt::Item(_)))
}

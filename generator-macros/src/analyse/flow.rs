//! The machine → the control flow graph: sections are walked in Rust's order of evaluation.

use super::graph::{Block, BlockId, Closure, Event, EventId, Graph};
use super::opaque::{Naming, replaced};
use super::patterns::{Takes, takes};
use super::uses::{Kind, Member, Use};
use crate::collections::HashMap;
use crate::ir::marks::{Placeholder, exit_of, use_of};
use crate::ir::{Entry, ExitId, Head, LocalId, LoopId, Machine, SectionId, UseId};
use crate::resolve::{Names, iterators};
use crate::syntax::{is_compound, is_place, labels_among};
use proc_macro2::TokenStream;
use syn::{BinOp, Expr, Lifetime, Pat, Stmt, UnOp};

/// Builds the graph of `machine`.
pub fn build(machine: &Machine, names: &Names) -> Graph {
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
    };
    let mut builder = Builder {
        machine,
        names,
        graph,
        current: BlockId(0),
        section: SectionId(0),
        frames: Vec::new(),
        waiting: Vec::new(),
        captured: None,
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

struct Builder<'m> {
    machine: &'m Machine,
    names: &'m Names,
    graph: Graph,
    current: BlockId,
    section: SectionId,
    frames: Vec<Frame>,
    /// The loops in the statement that is walked, behind which nothing was met yet.
    waiting: Vec<LoopId>,
    /// What a closure captures, while its body is walked.
    captured: Option<Vec<Use>>,
}

/// How the value of an expression is used.
#[derive(Clone, Copy, PartialEq)]
enum Context {
    Value,
    Reference,
}

/// A variable, or a part of it.
struct Place {
    local: LocalId,
    id: Option<UseId>,
    path: Vec<Member>,
    /// Whether it is an element, which can't be moved out.
    is_behind: bool,
}

impl<'m> Builder<'m> {
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

    // Sections.

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

    // Statements.

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
        let diverge = init.diverge.as_ref().map(|(_, diverge)| &**diverge);
        self.scrutinee(&init.expr, &[&local.pat]);
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
    fn scrutinee(&mut self, expr: &Expr, pats: &[&Pat]) {
        if is_place(expr) {
            if !pats.is_empty() && pats.iter().all(|pat| matches!(takes(pat), Takes::Whole)) {
                return;
            }
            self.expr(expr, Context::Reference);
        } else {
            self.expr(expr, Context::Value);
        }
    }

    /// What `pat` takes of `expr`, where that is a place.
    fn pattern(&mut self, expr: &Expr, pat: &Pat) {
        if !is_place(expr) {
            return;
        }
        let Some(place) = self.place(expr) else { return };
        let kind = match takes(pat) {
            Takes::Nothing => return,
            _ if place.is_behind => Kind::Reference,
            Takes::Whole => Kind::Value,
            Takes::Parts => Kind::Pattern(Box::new(pat.clone())),
        };
        self.use_place(place, kind);
    }

    // Expressions.

    /// The variable that `expr` is, or is a part of. Indices are evaluated.
    fn place(&mut self, expr: &Expr) -> Option<Place> {
        match expr {
            Expr::Path(path) if path.qself.is_none() => {
                let local = self.names.local(path.path.get_ident()?)?;
                Some(Place { local, id: use_of(&path.attrs), path: Vec::new(), is_behind: false })
            }
            // `<T as Iterator>::next`
            Expr::Path(_) => None,
            Expr::Paren(paren) => self.place(&paren.expr),
            Expr::Group(group) => self.place(&group.expr),
            Expr::Field(field) => {
                let mut place = self.place(&field.base)?;
                if !place.is_behind {
                    place.path.push(Member::of(&field.member));
                }
                Some(place)
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let mut place = self.place(&unary.expr)?;
                if !place.is_behind {
                    place.path.push(Member::Deref);
                }
                Some(place)
            }
            Expr::Index(index) => {
                let place = self.place(&index.expr);
                self.expr(&index.index, Context::Value);
                Some(Place { is_behind: true, ..place? })
            }
            other => {
                self.expr(other, Context::Reference);
                None
            }
        }
    }

    fn use_place(&mut self, place: Place, kind: Kind) {
        let is_reference = self.machine.local(place.local).is_reference;
        let kind = match kind {
            _ if place.is_behind => Kind::Reference,
            _ if is_reference && !place.path.is_empty() => Kind::Reference,
            Kind::Pattern(_) if is_reference => Kind::Value,
            kind => kind,
        };
        self.event(Event::Use(Use { local: place.local, id: place.id, path: place.path, kind }));
    }

    fn place_as(&mut self, expr: &Expr, kind: Kind) {
        if let Some(place) = self.place(expr) {
            self.use_place(place, kind);
        }
    }

    fn expr(&mut self, expr: &Expr, context: Context) {
        if is_place(expr) {
            let kind = if context == Context::Value { Kind::Value } else { Kind::Reference };
            return self.place_as(expr, kind);
        }
        match expr {
            Expr::Yield(suspension) => {
                if let Some(value) = &suspension.expr {
                    self.expr(value, Context::Value);
                }
                if let Some(exit) = exit_of(&suspension.attrs) {
                    self.exit(exit);
                }
            }
            Expr::Macro(call) => self.macro_call(expr, call),
            Expr::Paren(paren) => self.expr(&paren.expr, context),
            Expr::Group(group) => self.expr(&group.expr, context),
            Expr::Reference(reference) => self.expr(&reference.expr, Context::Reference),
            Expr::RawAddr(address) => self.expr(&address.expr, Context::Reference),
            Expr::MethodCall(call) => {
                let kind = match &call.method {
                    method if iterators::takes(method) => Kind::Value,
                    method if iterators::looks(method) => Kind::Reference,
                    method => Kind::Receiver { method: method.clone() },
                };
                self.operand(&call.receiver, kind);
                call.args.iter().for_each(|argument| self.expr(argument, Context::Value));
            }
            Expr::Call(call) => {
                self.operand(&call.func, Kind::Callee);
                self.arguments(call);
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Assign(assign) => {
                self.expr(&assign.right, Context::Value);
                self.assign(&assign.left);
            }
            Expr::Block(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_) => {
                self.control(expr);
            }
            Expr::Unsafe(block) => self.code(&block.block.stmts),
            Expr::Break(jump) => {
                jump.expr.iter().for_each(|value| self.expr(value, Context::Value));
                let to = self.frame(jump.label.as_ref()).map(|frame| frame.after);
                self.note_jump(&jump.attrs, to);
                self.jump_to(to);
            }
            Expr::Continue(jump) => {
                let to = self.frame(jump.label.as_ref()).and_then(|frame| frame.head);
                self.note_jump(&jump.attrs, to);
                self.jump_to(to);
            }
            Expr::Return(returned) => {
                returned.expr.iter().for_each(|value| self.expr(value, Context::Value));
                self.jump_to(None);
            }
            Expr::Closure(closure) => self.closure(&closure.body, closure.capture.is_some()),
            Expr::Async(block) => {
                let body = Expr::Block(syn::ExprBlock {
                    attrs: Vec::new(),
                    label: None,
                    block: block.block.clone(),
                });
                self.closure(&body, block.capture.is_some());
            }
            Expr::Let(_) => drop(self.condition(expr)),
            other => self.parts(other),
        }
    }

    /// Expressions that use the values of their parts.
    fn parts(&mut self, expr: &Expr) {
        match expr {
            Expr::Array(array) => array.elems.iter().for_each(|elem| self.expr(elem, Context::Value)),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.expr(elem, Context::Value)),
            Expr::Repeat(repeat) => self.expr(&repeat.expr, Context::Value),
            Expr::Cast(cast) => self.expr(&cast.expr, Context::Value),
            Expr::Try(tried) => self.expr(&tried.expr, Context::Value),
            Expr::Unary(unary) => self.expr(&unary.expr, Context::Value),
            Expr::Field(field) => self.expr(&field.base, Context::Value),
            Expr::Index(index) => {
                self.expr(&index.expr, Context::Reference);
                self.expr(&index.index, Context::Value);
            }
            Expr::Await(awaited) => self.expr(&awaited.base, Context::Value),
            Expr::Range(range) => {
                let ends = [&range.start, &range.end].into_iter().flatten();
                ends.for_each(|end| self.expr(end, Context::Value));
            }
            Expr::Struct(literal) => {
                literal.fields.iter().for_each(|field| self.expr(&field.expr, Context::Value));
                literal.rest.iter().for_each(|rest| self.expr(rest, Context::Value));
            }
            _ => {}
        }
    }

    /// A receiver, or what is called.
    fn operand(&mut self, expr: &Expr, kind: Kind) {
        if is_place(expr) {
            self.place_as(expr, kind);
        } else {
            self.expr(expr, Context::Value);
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary) {
        match binary.op {
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                self.expr(&binary.left, Context::Reference);
                self.expr(&binary.right, Context::Reference);
            }
            BinOp::And(_) | BinOp::Or(_) => {
                self.expr(&binary.left, Context::Value);
                let before = self.current;
                self.next();
                self.expr(&binary.right, Context::Value);
                let after = self.next();
                self.edge(before, after);
            }
            op if is_compound(&op) => {
                self.expr(&binary.right, Context::Value);
                self.expr(&binary.left, Context::Reference);
            }
            _ => {
                self.expr(&binary.left, Context::Value);
                self.expr(&binary.right, Context::Value);
            }
        }
    }

    fn assign(&mut self, target: &Expr) {
        match target {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.assign(elem)),
            Expr::Array(array) => array.elems.iter().for_each(|elem| self.assign(elem)),
            Expr::Call(call) => call.args.iter().for_each(|argument| self.assign(argument)),
            Expr::Struct(literal) => literal.fields.iter().for_each(|field| self.assign(&field.expr)),
            Expr::Paren(paren) => self.assign(&paren.expr),
            Expr::Group(group) => self.assign(&group.expr),
            Expr::Infer(_) | Expr::Range(_) => {}
            place => {
                let Some(place) = self.place(place) else { return };
                if place.path.is_empty() && !place.is_behind {
                    self.event(Event::Assign(place.local));
                } else {
                    self.use_place(place, Kind::Reference);
                }
            }
        }
    }

    /// The arguments of a call. An assertion evaluates its message where it fails only.
    fn arguments(&mut self, call: &syn::ExprCall) {
        let mut always = crate::resolve::macros::asserts(call);
        let mut arguments = call.args.iter();
        for argument in arguments.by_ref() {
            self.expr(argument, Context::Value);
            let is_value = !matches!(argument, Expr::Verbatim(_));
            always = always.map(|left| left - usize::from(is_value));
            if always == Some(0) {
                break;
            }
        }
        if always.is_some() {
            let holds = self.current;
            self.next();
            arguments.for_each(|argument| self.expr(argument, Context::Value));
            self.current = holds;
            self.next();
        }
    }

    fn macro_call(&mut self, expr: &Expr, call: &syn::ExprMacro) {
        match Placeholder::of(expr) {
            Some(Placeholder::Goto(exit, _)) => self.exit(exit),
            Some(Placeholder::Loop(id, _)) => self.machine_loop(id),
            Some(Placeholder::Scope(_)) => {}
            None => {
                let id = use_of(&call.attrs);
                let head = self.frames.iter().rev().find_map(|frame| frame.head);
                self.note_jump(&call.attrs, head);
                for name in crate::resolve::macros::inline_names(&call.mac.tokens) {
                    if let Some(local) = self.names.local(&name) {
                        let used = Use { id, ..reference(local) };
                        self.event(Event::Use(used));
                    }
                }
                self.tokens(call.mac.tokens.clone(), id);
                self.hidden_jumps(call.mac.tokens.clone());
            }
        }
    }

    /// The places that the tokens of a macro name.
    fn tokens(&mut self, tokens: TokenStream, id: Option<UseId>) {
        let names = self.names;
        replaced(tokens, &mut |named| {
            let local = names.local(&named.name)?;
            let kind = match named.naming {
                Naming::Formatted => Kind::Reference,
                naming => Kind::Opaque { bare: naming == Naming::Bare },
            };
            self.event(Event::Use(Use { id, kind, path: named.path.clone(), local }));
            None
        });
    }

    /// A macro that isn't known may hide any jump that its tokens don't name, and those to the labels that they do.
    fn hidden_jumps(&mut self, tokens: TokenStream) {
        if self.captured.is_some() {
            return;
        }
        let labels = labels_among(tokens);
        let innermost = self.frames.iter().rev().find(|frame| frame.head.is_some()).cloned();
        let named = labels.iter().filter_map(|label| self.frame(Some(label)).cloned());
        let frames: Vec<Frame> = named.chain(innermost).collect();
        let before = self.current;
        for frame in frames {
            frame.head.into_iter().for_each(|head| self.edge(before, head));
            self.edge(before, frame.after);
        }
        self.next();
    }

    // Control flow.

    fn frame(&self, label: Option<&Lifetime>) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|own| own.ident == label.ident),
            None => frame.head.is_some(),
        })
    }

    fn note_jump(&mut self, attrs: &[syn::Attribute], to: Option<BlockId>) {
        if let (Some(id), None) = (use_of(attrs), &self.captured) {
            let index = self.graph.blocks[self.current.0].events.len();
            self.event(Event::Jump);
            self.graph.jumps.insert(id, (EventId { block: self.current, index }, to));
        }
    }

    fn jump_to(&mut self, to: Option<BlockId>) {
        if self.captured.is_some() {
            return;
        }
        match to {
            Some(to) => self.jump(to),
            None => self.current = self.block(),
        }
    }

    fn control(&mut self, expr: &Expr) {
        match expr {
            Expr::Block(block) => match &block.label {
                None => self.code(&block.block.stmts),
                Some(label) => {
                    let after = self.block();
                    self.frames.push(Frame { label: Some(label.name.clone()), head: None, after });
                    self.code(&block.block.stmts);
                    self.frames.pop();
                    self.edge(self.current, after);
                    self.current = after;
                }
            },
            Expr::If(conditional) => {
                let leaves = self.condition(&conditional.cond);
                self.code(&conditional.then_branch.stmts);
                let then = self.current;
                let otherwise = self.block();
                leaves.into_iter().for_each(|from| self.edge(from, otherwise));
                self.current = otherwise;
                if let Some((_, otherwise)) = &conditional.else_branch {
                    self.expr(otherwise, Context::Value);
                }
                let after = self.next();
                self.edge(then, after);
            }
            Expr::Match(matched) => self.matched(matched),
            Expr::Loop(repeated) => {
                self.repeated(repeated.label.as_ref(), |this, _| this.code(&repeated.body.stmts));
            }
            Expr::While(repeated) => self.repeated(repeated.label.as_ref(), |this, after| {
                for leaves in this.condition(&repeated.cond) {
                    this.edge(leaves, after);
                }
                this.code(&repeated.body.stmts);
            }),
            Expr::ForLoop(repeated) => {
                self.expr(&repeated.expr, Context::Value);
                self.repeated(repeated.label.as_ref(), |this, after| {
                    this.edge(this.current, after);
                    this.next();
                    this.declare(&repeated.pat);
                    this.code(&repeated.body.stmts);
                });
            }
            _ => {}
        }
    }

    /// A loop in plain code.
    fn repeated(&mut self, label: Option<&syn::Label>, round: impl FnOnce(&mut Self, BlockId)) {
        let head = self.next();
        let after = self.block();
        let label = label.map(|label| label.name.clone());
        self.frames.push(Frame { label, head: Some(head), after });
        round(self, after);
        self.frames.pop();
        self.edge(self.current, head);
        self.current = after;
    }

    /// Evaluates a condition. Control goes on where it holds; returned is where it doesn't.
    fn condition(&mut self, cond: &Expr) -> Vec<BlockId> {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let mut leaves = self.condition(&binary.left);
                leaves.extend(self.condition(&binary.right));
                leaves
            }
            Expr::Let(tested) => {
                self.scrutinee(&tested.expr, &[]);
                let before = self.current;
                self.next();
                self.pattern(&tested.expr, &tested.pat);
                self.declare(&tested.pat);
                vec![before]
            }
            Expr::Paren(paren) if !matches!(*paren.expr, Expr::Let(_)) => self.condition(&paren.expr),
            Expr::Group(group) => self.condition(&group.expr),
            other => {
                self.expr(other, Context::Value);
                let before = self.current;
                self.next();
                vec![before]
            }
        }
    }

    fn matched(&mut self, matched: &syn::ExprMatch) {
        self.scrutinee(&matched.expr, &[]);
        let after = self.block();
        let mut untaken = self.current;
        for arm in &matched.arms {
            self.current = untaken;
            self.next();
            if let Some((_, guard)) = &arm.guard {
                // What the pattern binds, as the guard sees it.
                self.declare(&arm.pat);
                self.expr(guard, Context::Value);
                let before = self.current;
                // The next arm is tried.
                let next = self.block();
                self.edge(untaken, next);
                self.edge(before, next);
                self.next();
                untaken = next;
            }
            self.pattern(&matched.expr, &arm.pat);
            self.declare(&arm.pat);
            self.expr(&arm.body, Context::Value);
            self.edge(self.current, after);
        }
        if matched.arms.is_empty() {
            self.edge(self.current, after);
        }
        self.current = after;
    }

    /// What kind of closure `expr` is, if it is one.
    fn closure_kind(&mut self, expr: &Expr) -> Option<Closure> {
        let Expr::Closure(closure) = expr else { return None };
        let uses = self.captures(&closure.body);
        let takes = uses.iter().any(|used| matches!(used.kind, Kind::Value) && used.path.is_empty())
            && is_consuming(&closure.body, self.names, self.machine);
        Some(if takes {
            Closure::Consumes
        } else if closure.capture.is_some() {
            Closure::Owns
        } else {
            Closure::Borrows
        })
    }

    /// The uses of what a closure captures. Its own control flow is none of the function's: that goes on where the closure is made.
    fn captures(&mut self, body: &Expr) -> Vec<Use> {
        let current = self.current;
        let outer = self.captured.replace(Vec::new());
        self.expr(body, Context::Value);
        self.current = current;
        std::mem::replace(&mut self.captured, outer).unwrap_or_default()
    }

    /// What a closure captures is used where it is made.
    fn closure(&mut self, body: &Expr, is_move: bool) {
        if self.captured.is_some() {
            return self.expr(body, Context::Value);
        }
        let uses = self.captures(body);
        let consumes = is_consuming(body, self.names, self.machine);
        let mut by_local: Vec<(LocalId, Vec<Use>)> = Vec::new();
        for used in uses {
            match by_local.iter_mut().find(|(local, _)| *local == used.local) {
                Some((_, uses)) => uses.push(used),
                None => by_local.push((used.local, vec![used])),
            }
        }
        for (_, uses) in by_local {
            self.event(Event::Use(capture(&uses, is_move, consumes)));
        }
    }
}

/// Whether a variable is passed on in the body of a closure, rather than only reckoned with or looked at.
fn is_consuming(body: &Expr, names: &Names, machine: &Machine) -> bool {
    use syn::visit::{self, Visit};
    struct Passed<'n> {
        names: &'n Names,
        machine: &'n Machine,
        found: bool,
    }
    impl Passed<'_> {
        /// What isn't taken, if it is a variable.
        fn looked_at(&mut self, expr: &Expr) {
            if !matches!(expr, Expr::Path(_)) {
                self.visit_expr(expr);
            }
        }
    }
    impl Visit<'_> for Passed<'_> {
        fn visit_expr(&mut self, expr: &Expr) {
            match expr {
                Expr::Path(_) => {
                    let local = self.names.variable(expr);
                    self.found |= local.is_some_and(|local| !self.machine.local(local).is_inner);
                }
                Expr::Binary(binary) => {
                    self.looked_at(&binary.left);
                    self.looked_at(&binary.right);
                }
                Expr::Unary(unary) => self.looked_at(&unary.expr),
                Expr::Cast(cast) => self.looked_at(&cast.expr),
                Expr::Reference(reference) => self.looked_at(&reference.expr),
                Expr::Field(field) => self.looked_at(&field.base),
                Expr::Index(index) => {
                    self.looked_at(&index.expr);
                    self.looked_at(&index.index);
                }
                Expr::Range(range) => {
                    let ends = [&range.start, &range.end].into_iter().flatten();
                    ends.for_each(|end| self.looked_at(end));
                }
                Expr::MethodCall(call) => {
                    if iterators::takes(&call.method) {
                        self.visit_expr(&call.receiver);
                    } else {
                        self.looked_at(&call.receiver);
                    }
                    call.args.iter().for_each(|argument| self.visit_expr(argument));
                }
                Expr::Call(call) => {
                    self.looked_at(&call.func);
                    call.args.iter().for_each(|argument| self.visit_expr(argument));
                }
                Expr::Assign(assign) => {
                    self.looked_at(&assign.left);
                    self.visit_expr(&assign.right);
                }
                Expr::Match(matched) => {
                    self.looked_at(&matched.expr);
                    matched.arms.iter().for_each(|arm| self.visit_arm(arm));
                }
                Expr::If(conditional) => {
                    self.looked_at(&conditional.cond);
                    self.visit_block(&conditional.then_branch);
                    conditional.else_branch.iter().for_each(|(_, otherwise)| self.visit_expr(otherwise));
                }
                expr => visit::visit_expr(self, expr),
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut passed = Passed { names, machine, found: false };
    passed.visit_expr(body);
    passed.found
}

/// How a closure captures a variable that it uses so.
fn capture(uses: &[Use], is_move: bool, consumes: bool) -> Use {
    let mut path = uses[0].path.clone();
    for used in uses {
        let same = path.iter().zip(&used.path).take_while(|(one, other)| one == other).count();
        path.truncate(same);
    }
    let derefs = path.iter().position(|member| *member == Member::Deref);
    if let Some(first) = derefs
        && is_move
    {
        path.truncate(first);
    }
    let kind = if is_move || consumes && uses.iter().any(|used| matches!(used.kind, Kind::Value)) {
        Kind::Taken
    } else if uses.iter().any(|used| matches!(used.kind, Kind::Receiver { .. } | Kind::Callee)) {
        Kind::Captured
    } else {
        Kind::Reference
    };
    Use { path, kind, ..uses[0].clone() }
}

fn reference(local: LocalId) -> Use {
    Use { local, id: None, path: Vec::new(), kind: Kind::Reference }
}

//! Closures and `async` blocks → the nodes at which they capture variables.
//!
//! `let f = move || n + n;` → one `Use(n, Value)`, `Declare(f)`: what the body does with what it captured happens later, but
//! a place that it captures by reference is borrowed for as long as the closure is there.

use super::{Builder, Closure, Event, Sink, UseKind};
use crate::collections::HashSet;
use crate::old::ir::LocalId;

impl Builder<'_> {
    /// The closure that is being walked, if it captures `local`: it isn't one of its own.
    pub(super) fn captures(&self, local: LocalId) -> Option<Closure> {
        self.closure.filter(|closure| !self.scopes.adds(closure.scope, self.scope, local))
    }

    pub(super) fn closure_expr(&mut self, closure: &syn::ExprClosure, sink: Sink) {
        self.captured(closure.capture.is_some(), sink, |this| {
            closure.inputs.iter().for_each(|input| this.declare_all(input));
            this.value(&closure.body, Sink::Statement);
        });
    }

    /// The body of a closure or async block: what it uses is captured where it stands.
    pub(super) fn captured(&mut self, is_move: bool, sink: Sink, walk: impl FnOnce(&mut Self)) {
        let end = self.detached();
        let outer = self.closure.replace(Closure { is_move, sink, end, scope: self.scope });
        let body = self.graph.nodes.len();
        let frames = std::mem::take(&mut self.frames);
        self.in_scope(|this| {
            walk(this);
            let closed = this.closure.map_or(this.scope, |closure| closure.scope);
            this.leave_to(closed);
            this.join(end);
        });
        self.capture_once(body, is_move);
        self.closure = outer;
        self.frames = frames;
    }

    /// What a closure takes by value from outside it captures once, where it stands, however often its body names it, and
    /// on whatever path: all that it names, if it is a `move` closure. The body's nodes are those from `first` on.
    fn capture_once(&mut self, first: usize, is_move: bool) {
        let declared: HashSet<LocalId> =
            self.graph.nodes[first..].iter().filter_map(|node| node.event.declared()).collect();
        let takes =
            |kind| matches!(kind, UseKind::Value | UseKind::Part | UseKind::Argument | UseKind::MayMove);
        let by_value: HashSet<LocalId> = self.graph.nodes[first..]
            .iter()
            .filter_map(|node| match node.event {
                Event::Use(local, kind) if is_move || takes(kind) => Some(local),
                _ => None,
            })
            .collect();
        let mut captured: Vec<(LocalId, UseKind, Sink)> = Vec::new();
        for node in &mut self.graph.nodes[first..] {
            let Event::Use(local, kind) = node.event else { continue };
            if declared.contains(&local) || !by_value.contains(&local) {
                continue;
            }
            node.event = Event::Nothing;
            match captured.iter_mut().find(|(known, ..)| *known == local) {
                None => captured.push((local, kind, node.sink)),
                // It captures by value, if some use is by value; the whole, if some use is one of the whole.
                Some(known) if kind == UseKind::Value || !takes(known.1) => known.1 = kind,
                Some(_) => {}
            }
        }
        for (local, kind, sink) in captured {
            self.use_event(Event::Use(local, kind), sink);
        }
    }
}

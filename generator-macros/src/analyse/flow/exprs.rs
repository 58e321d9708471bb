//! Expressions, in Rust's order of evaluation: which places they use, and how.
//!
//! `f(a.b, &c)` → `a.b` is used by value, `c` by reference.

use super::{Builder, Context, Place, reference};
use crate::analyse::graph::Event;
use crate::analyse::uses::{Kind, Member, Use};
use crate::ir::UseId;
use crate::ir::marks::{Placeholder, exit_of, use_of};
use crate::resolve::iterators;
use crate::resolve::macros::{self, Borrow};
use crate::resolve::opaque::{Naming, replaced};
use crate::syntax::{is_compound, is_place};
use proc_macro2::TokenStream;
use syn::{BinOp, Expr, UnOp};

impl Builder<'_> {
    /// The variable that `expr` is, or is a part of. Indices are evaluated.
    pub(super) fn place(&mut self, expr: &Expr) -> Option<Place> {
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
                self.expr(&index.index, Context::Operand);
                Some(Place { is_behind: true, ..place? })
            }
            other => {
                self.expr(other, Context::Reference);
                None
            }
        }
    }

    pub(super) fn use_place(&mut self, place: Place, kind: Kind) {
        let local = self.machine.local(place.local);
        let is_behind = place.is_behind || local.is_reference && place.is_part();
        let kind = match kind {
            Kind::Shared | Kind::Read | Kind::Set => kind,
            // A reference in it is reborrowed where one is wanted.
            _ if is_behind => Kind::Reference,
            Kind::Pattern(_) if local.is_reference => Kind::Value,
            kind => kind,
        };
        let reborrows = local.is_exclusive
            && match kind {
                Kind::Reference | Kind::Shared | Kind::Receiver { .. } => true,
                // What a closure uses it borrows.
                Kind::Read | Kind::Set => self.captured.is_some(),
                _ => false,
            };
        let (path, kind) = match reborrows && !self.keeps_paths {
            true => (Vec::new(), Kind::Reborrowed),
            false => (place.path, kind),
        };
        self.event(Event::Use(Use { local: place.local, id: place.id, path, kind }));
    }

    fn place_as(&mut self, expr: &Expr, kind: Kind) {
        if let Some(place) = self.place(expr) {
            self.use_place(place, kind);
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr, context: Context) {
        if is_place(expr) {
            let Some(place) = self.place(expr) else { return };
            let kind = match context {
                Context::Operand if self.is_exclusive(&place) && place.is_part() => Kind::Read,
                Context::Value | Context::Operand => Kind::Value,
                Context::Reference => Kind::Reference,
                Context::Shared => Kind::Shared,
                Context::Read => Kind::Read,
                Context::Set => Kind::Set,
            };
            return self.use_place(place, kind);
        }
        match expr {
            Expr::Yield(suspension) => {
                if let Some(value) = &suspension.expr {
                    let is_copied = self.machine.gives_copies;
                    self.expr(value, if is_copied { Context::Operand } else { Context::Value });
                }
                match exit_of(&suspension.attrs) {
                    Some(exit) => self.exit(exit),
                    None => self.event(Event::Suspend),
                }
            }
            Expr::Macro(call) => self.macro_call(expr, call),
            Expr::Paren(paren) => self.expr(&paren.expr, context),
            Expr::Group(group) => self.expr(&group.expr, context),
            Expr::Reference(reference) => {
                let is_shared = reference.mutability.is_none();
                self.expr(&reference.expr, if is_shared { Context::Shared } else { Context::Reference });
            }
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
                if macros::diverges(call) || ends_process(&call.func) {
                    self.next_in_doubt();
                }
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
                // A number is copied where it is.
                let context = if self.machine.returns_primitive { Context::Read } else { Context::Value };
                returned.expr.iter().for_each(|value| self.expr(value, context));
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
            Expr::Cast(cast) => self.expr(&cast.expr, Context::Operand),
            Expr::Try(tried) => self.expr(&tried.expr, Context::Operand),
            Expr::Unary(unary) => self.expr(&unary.expr, Context::Operand),
            Expr::Field(field) => self.expr(&field.base, Context::Value),
            Expr::Index(index) => {
                self.expr(&index.expr, Context::Reference);
                self.expr(&index.index, Context::Operand);
            }
            Expr::Await(awaited) => self.expr(&awaited.base, Context::Value),
            Expr::Range(range) => {
                let ends = [&range.start, &range.end].into_iter().flatten();
                ends.for_each(|end| self.expr(end, Context::Operand));
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
                self.expr(&binary.left, Context::Read);
                self.expr(&binary.right, Context::Read);
            }
            BinOp::And(_) | BinOp::Or(_) => {
                self.expr(&binary.left, Context::Operand);
                let before = self.current;
                self.next();
                self.expr(&binary.right, Context::Operand);
                let after = self.next();
                self.edge(before, after);
            }
            op if is_compound(&op) => {
                self.expr(&binary.right, Context::Operand);
                self.expr(&binary.left, Context::Set);
            }
            _ => {
                self.expr(&binary.left, Context::Operand);
                self.expr(&binary.right, Context::Operand);
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
                    self.use_place(place, Kind::Set);
                }
            }
        }
    }

    /// The arguments of a call. An assertion evaluates its message where it fails only.
    fn arguments(&mut self, call: &syn::ExprCall) {
        let mut always = macros::asserts(call);
        let mut arguments = call.args.iter();
        for argument in arguments.by_ref() {
            self.argument(call, argument);
            let is_value = !matches!(argument, Expr::Verbatim(_));
            always = always.map(|left| left - usize::from(is_value));
            if always == Some(0) {
                break;
            }
        }
        if always.is_some() {
            let holds = self.current;
            self.next();
            arguments.for_each(|argument| self.argument(call, argument));
            self.current = holds;
            self.next();
        }
    }

    fn argument(&mut self, call: &syn::ExprCall, argument: &Expr) {
        let Expr::Reference(reference) = argument else { return self.expr(argument, Context::Value) };
        match macros::borrow(call, reference) {
            Some(Borrow::Reads) => self.expr(&reference.expr, Context::Read),
            Some(Borrow::Writes) => self.expr(&reference.expr, Context::Reference),
            Some(Borrow::Keeps) | None => self.expr(argument, Context::Value),
        }
    }

    fn macro_call(&mut self, expr: &Expr, call: &syn::ExprMacro) {
        match Placeholder::of(expr) {
            Some(Placeholder::Goto(exit, _)) => self.exit(exit),
            Some(Placeholder::Loop(id, _)) => self.machine_loop(id),
            Some(Placeholder::Scope(_)) => {}
            Some(Placeholder::Statement(id)) => self.event(Event::Statement(id)),
            None => {
                let id = use_of(&call.attrs);
                let head = self.frames.iter().rev().find_map(|frame| frame.head);
                self.note_jump(&call.attrs, head);
                for name in macros::inline_names(&call.mac.tokens) {
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
            let path = named.path.iter().cloned().map(Member::Field).collect();
            self.event(Event::Use(Use { id, kind, path, local }));
            None
        });
    }
}

/// Whether `function` is named like one of `std::process` that don't return.
fn ends_process(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut segments = path.path.segments.iter().rev().map(|segment| &segment.ident);
    let is_end = segments.next().is_some_and(|name| name == "exit" || name == "abort");
    is_end && segments.next().is_some_and(|module| module == "process")
}

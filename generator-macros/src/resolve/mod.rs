//! Names → variables: every variable of the body gets a name of its own, so that later stages can tell
//! shadowed variables apart by name alone.
//!
//! `let x = 1; let x = x + 1;` → `let x = 1; let x_2 = x + 1;`, and the two [`Local`](crate::ir::Local)s.
//! On the way each occurrence of a variable is marked with a number, what hides one is spelled out (inline format
//! arguments, shorthand fields), and std's macros become [calls](macros), so that no later stage has to read them.

mod binder;
pub mod captures;
pub mod iterators;
pub mod macros;
mod names;
pub mod opaque;
mod unique;
pub mod visible;

use self::binder::Binder;
pub use self::binder::binds;
pub use self::names::Names;
use self::opaque::replaced;
use self::visible::Visible;
use crate::collections::{HashMap, HashSet};
use crate::ir::fresh::Fresh;
use crate::ir::marks::mark_use;
use crate::ir::{LocalId, UseId};
use crate::signature::Shape;
use crate::types::{is_copy, is_primitive, item_type};
use proc_macro2::TokenStream;
use quote::quote;
use std::cell::RefCell;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Ident, Pat, Stmt, Type};

/// The variables of a body.
pub struct Resolved {
    pub names: Names,
    pub parameters: Vec<LocalId>,
    /// How many occurrences of variables are marked.
    pub uses: usize,
    /// Whether what the body yields is `Copy`, as its type says.
    pub gives_copies: bool,
    /// Whether what it returns is a number or the like, as its type says.
    pub returns_primitive: bool,
}

/// Resolves the names in `block`, in place.
pub fn resolve(shape: &Shape, block: &mut Block, fresh: Fresh) -> Resolved {
    let mut first = block.clone();
    let (resolved_first, others) = resolved(shape, &mut first, fresh.clone(), HashSet::default());
    // In `for x in xs { let size = size(x); yield_!(size); }` the called `size` is no variable.
    if resolved_first.names.declared.is_disjoint(&others) {
        *block = first;
        return resolved_first;
    }
    resolved(shape, block, fresh, others).0
}

/// Returned are also the names that stand for something else somewhere.
fn resolved(
    shape: &Shape,
    block: &mut Block,
    fresh: Fresh,
    others: HashSet<String>,
) -> (Resolved, HashSet<String>) {
    let mut resolver = Resolver::new(fresh);
    let parameters = shape.parameters.iter().map(|parameter| resolver.parameter(parameter)).collect();
    resolver.names.others = others;
    resolver.visit_block_mut(block);
    let Resolver { names, others, uses, .. } = resolver;
    let gives_copies = shape.item().is_some_and(is_copy);
    let returns_primitive = shape.returned.value().is_some_and(is_primitive);
    let others = others.into_inner().iter().map(Ident::to_string).collect();
    (Resolved { names, parameters, uses, gives_copies, returns_primitive }, others)
}

struct Resolver {
    names: Names,
    scope: Visible,
    uses: usize,
    /// How many closures and `async` blocks are around.
    inner: usize,
    /// The names that were met where they are no variable.
    others: RefCell<Vec<Ident>>,
}

impl Resolver {
    fn new(fresh: Fresh) -> Self {
        Resolver {
            names: Names::new(fresh),
            scope: Visible::default(),
            uses: 0,
            inner: 0,
            others: RefCell::default(),
        }
    }

    fn parameter(&mut self, parameter: &crate::signature::Parameter) -> LocalId {
        let id = match &parameter.receiver {
            None => self.declare(parameter.ident.clone(), parameter.ty.clone()),
            Some(receiver) => {
                let this = Ident::new(&self.names.unused("this"), receiver.self_token.span);
                let id = self.names.declare(this, parameter.ty.clone());
                self.scope.declare(&Ident::new("self", receiver.self_token.span), id);
                let is_reference = receiver.reference.is_some();
                self.names.locals[id.0].is_reference |= is_reference;
                self.names.locals[id.0].is_exclusive |= is_reference && receiver.mutability.is_some();
                id
            }
        };
        self.names.locals[id.0].mutability = parameter.mutability;
        id
    }

    fn declare(&mut self, name: Ident, ty: Option<Type>) -> LocalId {
        let id = self.names.declare(name.clone(), ty);
        self.names.locals[id.0].is_inner = self.inner > 0;
        self.scope.declare(&name, id);
        id
    }

    /// Gives `ident` the unique name of the variable that it stands for.
    fn rename(&self, ident: &mut Ident) -> Option<LocalId> {
        let Some(id) = self.scope.lookup(ident) else {
            self.others.borrow_mut().push(ident.clone());
            return None;
        };
        let span = ident.span();
        *ident = self.names.locals[id.0].unique.clone();
        ident.set_span(span);
        Some(id)
    }

    fn next_use(&mut self) -> UseId {
        self.uses += 1;
        UseId(self.uses - 1)
    }

    fn in_scope(&mut self, walk: impl FnOnce(&mut Self)) {
        let outer = self.scope.len();
        walk(self);
        self.scope.leave_to(outer);
    }

    /// Declares what `pat` binds, and renames it there.
    fn bind(&mut self, pat: &mut Pat, irrefutable: bool) {
        let named = match &*pat {
            Pat::Type(typed) => &*typed.pat,
            pat => pat,
        };
        let always = irrefutable && matches!(named, Pat::Ident(_));
        let mut binder = Binder { resolver: self, ty: None, always, bound: HashMap::default() };
        binder.visit_pat_mut(pat);
    }

    /// A loop over a variable whose items are numbers, as its type says, gives numbers.
    fn note_item(&mut self, pat: &Pat, iter: &Expr) {
        let Pat::Ident(binding) = pat else { return };
        let Some(item) = self.names.local(&binding.ident).filter(|_| binding.by_ref.is_none()) else {
            return;
        };
        let of = self.names.variable(iter).and_then(|iter| self.names.locals[iter.0].ty.as_ref());
        let ty = of.and_then(item_type).filter(|ty| is_primitive(ty)).cloned();
        self.names.locals[item.0].ty = ty;
    }

    /// A macro that isn't known: its tokens may name variables.
    fn rename_tokens(&self, tokens: TokenStream) -> TokenStream {
        replaced(tokens, &mut |named| {
            let mut name = named.name.clone();
            self.rename(&mut name)?;
            let fields = &named.fields;
            Some(quote!(#name #fields))
        })
    }

    fn visit_closure(&mut self, closure: &mut syn::ExprClosure) {
        self.inner += 1;
        self.in_scope(|this| {
            for input in &mut closure.inputs {
                this.bind(input, true);
            }
            this.visit_expr_mut(&mut closure.body);
        });
        self.inner -= 1;
    }

    /// A macro: a call, if it is one of std's, else its tokens renamed.
    fn visit_macro_call(&mut self, expr: &mut Expr) {
        let Expr::Macro(call) = expr else { return };
        if let Some(mut known) = macros::as_call(call) {
            self.visit_arguments(&mut known);
            *expr = Expr::Call(known);
            return;
        }
        if let Some(id) = self.scope.lookup(&Ident::new("self", proc_macro2::Span::call_site())) {
            let this = self.names.locals[id.0].unique.to_string();
            call.mac.tokens = macros::rename_self_in_formats(call.mac.tokens.clone(), &this);
        }
        let hidden: Vec<Ident> = macros::inline_names(&call.mac.tokens)
            .into_iter()
            .filter_map(|name| {
                let mut unique = name.clone();
                let id = self.rename(&mut unique)?;
                (self.names.locals[id.0].unique != name).then_some(name)
            })
            .collect();
        call.mac.tokens = self.rename_tokens(call.mac.tokens.clone());
        call.attrs.push(mark_use(self.next_use(), call.mac.path.span()));
        for name in hidden {
            let mut value = crate::syntax::variable(&name);
            self.visit_expr_mut(&mut value);
            macros::under_name(expr, &name, value);
        }
    }

    fn visit_arguments(&mut self, call: &mut syn::ExprCall) {
        let outer = self.scope.len();
        for argument in &mut call.args {
            let inline = macros::inline_name(argument);
            self.visit_expr_mut(argument);
            if let (Some(_), Expr::Reference(reference)) = (inline, &*argument)
                && self.names.variable(&reference.expr).is_none()
            {
                *argument = Expr::Verbatim(TokenStream::new());
            }
        }
        self.scope.leave_to(outer);
    }
}

impl VisitMut for Resolver {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.in_scope(|this| visit_mut::visit_block_mut(this, block));
    }

    /// A local item can't name variables.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt {
            let call = syn::ExprMacro { attrs: std::mem::take(&mut mac.attrs), mac: mac.mac.clone() };
            let semi = mac.semi_token;
            *stmt = Stmt::Expr(Expr::Macro(call), semi);
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        let irrefutable = local.init.as_ref().is_none_or(|init| init.diverge.is_none());
        self.bind(&mut local.pat, irrefutable);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::If(conditional) => {
                self.in_scope(|this| {
                    this.visit_expr_mut(&mut conditional.cond);
                    this.visit_block_mut(&mut conditional.then_branch);
                });
                if let Some((_, otherwise)) = &mut conditional.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::While(repeated) => self.in_scope(|this| {
                this.visit_expr_mut(&mut repeated.cond);
                this.visit_block_mut(&mut repeated.body);
            }),
            Expr::Let(scrutinee) => {
                self.visit_expr_mut(&mut scrutinee.expr);
                self.bind(&mut scrutinee.pat, false);
            }
            Expr::ForLoop(repeated) => {
                self.visit_expr_mut(&mut repeated.expr);
                self.in_scope(|this| {
                    this.bind(&mut repeated.pat, true);
                    this.note_item(&repeated.pat, &repeated.expr);
                    this.visit_block_mut(&mut repeated.body);
                });
            }
            Expr::Closure(closure) => self.visit_closure(closure),
            Expr::Async(block) => {
                self.inner += 1;
                self.visit_block_mut(&mut block.block);
                self.inner -= 1;
            }
            Expr::Const(_) => {}
            Expr::Macro(_) => self.visit_macro_call(expr),
            Expr::Continue(jump) => {
                let id = self.next_use();
                jump.attrs.push(mark_use(id, jump.continue_token.span));
            }
            Expr::Break(jump) => {
                let id = self.next_use();
                jump.attrs.push(mark_use(id, jump.break_token.span));
                visit_mut::visit_expr_break_mut(self, jump);
            }
            Expr::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
                let span = path.path.segments[0].ident.span();
                if self.rename(&mut path.path.segments[0].ident).is_some() {
                    path.attrs.push(mark_use(self.next_use(), span));
                }
            }
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        self.in_scope(|this| {
            this.bind(&mut arm.pat, false);
            if let Some((_, guard)) = &mut arm.guard {
                this.visit_expr_mut(guard);
            }
            this.visit_expr_mut(&mut arm.body);
        });
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        field.colon_token.get_or_insert_with(|| syn::Token![:](field.member.span()));
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_type_mut(&mut self, _: &mut Type) {}
}

//! Names → variables: every variable of the body gets a name of its own, so that later stages can tell
//! shadowed variables apart by name alone.
//!
//! `let x = 1; let x = x + 1;` → `let x = 1; let x_2 = x + 1;`, and the two [`Local`]s.
//! On the way, what hides a variable from later stages is spelled out: inline format arguments become named
//! ones, shorthand fields get their value, `matches!` becomes a `match`.

mod binder;
mod names;

use self::binder::Binder;
pub use self::names::Names;
use crate::collections::HashMap;
use crate::ir::fresh::Fresh;
use crate::old::ir::{Local, LocalId};
use crate::parse::{spelled_out, std_macros};
use crate::resolve::visible::Visible;
use crate::signature::Shape;
use crate::syntax::variable;
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Ident, Pat, Type};

/// The variables of a body.
#[derive(Clone)]
pub struct Resolved {
    pub locals: Vec<Local>,
    pub parameters: Vec<LocalId>,
    /// The hidden iterator of each `for`, by the address of its pattern.
    pub iterators: HashMap<usize, LocalId>,
    pub names: Names,
}

/// What a `for` is known by: its pattern stays where it is while the body is resolved and lowered.
pub fn loop_key(repeated: &syn::ExprForLoop) -> usize {
    std::ptr::from_ref::<Pat>(&repeated.pat).addr()
}

/// Resolves the names in `block`, in place.
pub fn resolve(shape: &Shape, block: &mut Block, fresh: Fresh) -> Resolved {
    let names = Names { by_unique: HashMap::default(), fresh };
    let mut resolver = Resolver {
        names,
        locals: Vec::new(),
        scope: Visible::default(),
        iterators: HashMap::default(),
        configured: HashMap::default(),
    };
    let parameters = shape.parameters.iter().map(|parameter| resolver.parameter(parameter)).collect();
    resolver.visit_block_mut(block);
    let Resolver { names, locals, iterators, .. } = resolver;
    Resolved { locals, parameters, iterators, names }
}

struct Resolver {
    names: Names,
    locals: Vec<Local>,
    scope: Visible,
    iterators: HashMap<usize, LocalId>,
    /// Those of the block's variables that were declared under a `cfg`.
    configured: HashMap<String, LocalId>,
}

impl Resolver {
    fn parameter(&mut self, parameter: &crate::signature::Parameter) -> LocalId {
        let Some(receiver) = &parameter.receiver else {
            let id = self.declare(parameter.ident.clone(), parameter.ty.clone());
            self.locals[id.0].mutability = parameter.mutability;
            return id;
        };
        let this = Ident::new(&self.names.unused("this"), receiver.self_token.span);
        let id = self.names.declare(&mut self.locals, this, parameter.ty.clone());
        self.scope.declare(&Ident::new("self", receiver.self_token.span), id);
        self.locals[id.0].mutability = parameter.mutability;
        if receiver.reference.is_some() {
            self.locals[id.0].is_copy = receiver.mutability.is_none();
            self.locals[id.0].is_scalar = receiver.mutability.is_none();
            self.locals[id.0].is_borrow = receiver.mutability.is_some();
        }
        id
    }

    fn declare(&mut self, name: Ident, ty: Option<Type>) -> LocalId {
        let id = self.names.declare(&mut self.locals, name.clone(), ty);
        self.scope.declare(&name, id);
        id
    }

    /// Gives `ident` the unique name of the variable that it stands for.
    fn rename(&self, ident: &mut Ident) -> bool {
        let Some(id) = self.scope.lookup(ident) else { return false };
        let span = ident.span();
        *ident = self.locals[id.0].unique.clone();
        ident.set_span(span);
        true
    }

    fn in_scope(&mut self, walk: impl FnOnce(&mut Self)) {
        let outer = self.scope.len();
        walk(self);
        self.scope.leave_to(outer);
    }

    /// Declares what `pat` binds, and renames it there.
    fn bind(&mut self, pat: &mut Pat, irrefutable: bool) -> HashMap<String, LocalId> {
        self.bind_again(pat, irrefutable, HashMap::default())
    }

    /// The same, where `pat` may bind the variables `known` again. Returned are those and its own.
    fn bind_again(
        &mut self,
        pat: &mut Pat,
        irrefutable: bool,
        known: HashMap<String, LocalId>,
    ) -> HashMap<String, LocalId> {
        let named = match &*pat {
            Pat::Type(typed) => &*typed.pat,
            pat => pat,
        };
        let always = irrefutable && matches!(named, Pat::Ident(_));
        let mut binder = Binder { resolver: self, ty: None, always, bound: known };
        binder.visit_pat_mut(pat);
        binder.bound
    }

    /// An opaque macro: its tokens may name variables anywhere but behind a dot.
    fn rename_tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut behind_dot = false;
        let renamed = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(mut ident) => {
                if !std::mem::take(&mut behind_dot) {
                    self.rename(&mut ident);
                }
                TokenTree::Ident(ident)
            }
            TokenTree::Group(group) => {
                behind_dot = false;
                let mut renamed = Group::new(group.delimiter(), self.rename_tokens(group.stream()));
                renamed.set_span(group.span());
                TokenTree::Group(renamed)
            }
            TokenTree::Punct(punct) => {
                // The second dot of `..` is not a field access.
                behind_dot = punct.as_char() == '.' && !behind_dot;
                TokenTree::Punct(punct)
            }
            literal => {
                behind_dot = false;
                literal
            }
        });
        renamed.collect()
    }

    /// A `for` keeps its iterator in a variable that is declared before those of its pattern.
    fn hidden_iterator(&mut self, repeated: &syn::ExprForLoop) {
        let name = Ident::new("iter", Span::mixed_site().located_at(repeated.expr.span()));
        let unique = Ident::new(&self.names.unused("iter"), name.span());
        let id = self.names.declare(&mut self.locals, unique, None);
        self.locals[id.0].name = name;
        self.locals[id.0].mutability = Some(syn::Token![mut](Span::mixed_site()));
        self.iterators.insert(loop_key(repeated), id);
    }

    fn visit_closure(&mut self, closure: &mut syn::ExprClosure) {
        self.in_scope(|this| {
            for input in &mut closure.inputs {
                this.bind(input, true);
            }
            this.visit_expr_mut(&mut closure.body);
        });
    }
}

impl VisitMut for Resolver {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let configured = std::mem::take(&mut self.configured);
        self.in_scope(|this| visit_mut::visit_block_mut(this, block));
        self.configured = configured;
    }

    /// A local item can't name variables.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        let irrefutable = local.init.as_ref().is_none_or(|init| init.diverge.is_none());
        if crate::check::is_under_cfg(&local.attrs) {
            // Of two alternatives under a `cfg`, each declares the same variables.
            let known = std::mem::take(&mut self.configured);
            self.configured = self.bind_again(&mut local.pat, irrefutable, known);
        } else {
            for shadowed in self.bind(&mut local.pat, irrefutable).keys() {
                self.configured.remove(shadowed);
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(mac) = expr
            && let Some(Expr::Match(mut matched)) = spelled_out::matches(&mac.mac)
        {
            matched.attrs = std::mem::take(&mut mac.attrs);
            *expr = Expr::Match(matched);
        }
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
                self.hidden_iterator(repeated);
                self.in_scope(|this| {
                    this.bind(&mut repeated.pat, true);
                    this.visit_block_mut(&mut repeated.body);
                });
            }
            Expr::Closure(closure) => self.visit_closure(closure),
            Expr::Const(_) => {}
            Expr::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
                self.rename(&mut path.path.segments[0].ident);
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

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let Some(mut read) = std_macros::parse(mac) else {
            mac.tokens = self.rename_tokens(mac.tokens.clone());
            return;
        };
        read.arguments_mut().for_each(|argument| self.visit_expr_mut(argument));
        for name in std::mem::take(&mut read.inline) {
            let mut value = name.clone();
            if self.rename(&mut value) {
                read.add_named(&name, variable(&value));
            }
        }
        mac.tokens = read.into_tokens();
    }

    fn visit_type_mut(&mut self, _: &mut Type) {}
}

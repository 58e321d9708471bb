//! Takes an exclusive reference apart: its fields become references, and their uses are about those.
//!
//! `self.count += 1;` → `let whole = self; let self_count = &mut whole.count; (*self_count) += 1;`

use super::statements::{clear, statement_of};
use super::{Field, Split};
use crate::analyse::Member;
use crate::collections::HashMap;
use crate::ir::marks::{mark_use, use_of};
use crate::ir::{LocalId, UseId};
use crate::resolve::opaque::replaced;
use crate::resolve::{Names, Resolved};
use crate::syntax::{field_name, in_parentheses, variable};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Stmt};

/// Makes the references, and the uses of their paths uses of theirs. `is_part` tells that the reference was made so itself: its
/// type may be any.
pub fn apply(
    resolved: &mut Resolved,
    block: &mut Block,
    split: &Split,
    krate: &syn::Path,
    is_part: bool,
) -> Vec<LocalId> {
    let whole = reference(&mut resolved.names, "whole", true);
    let unique = resolved.names.locals[split.local.0].unique.clone();
    let mut parts = HashMap::default();
    let mut made = Vec::new();
    for Field { name, is_shared } in &split.fields {
        let called = format!("{}_{}", unique.unraw(), name.trim_start_matches("r#"));
        let part = reference(&mut resolved.names, &called, !is_shared);
        parts.insert(name.clone(), resolved.names.locals[part.0].unique.clone());
        made.push(part);
    }
    let mut value = variable(&unique);
    if let Expr::Path(path) = &mut value {
        path.attrs.push(mark_use(UseId(resolved.uses), unique.span()));
    }
    resolved.uses += 1;
    let whole = &resolved.names.locals[whole.0].unique;
    let references = split.fields.iter().map(|field| -> Expr {
        let name = field_name(&field.name);
        if field.is_shared { syn::parse_quote!(&#whole.#name) } else { syn::parse_quote!(&mut #whole.#name) }
    });
    let references: Vec<Expr> = references.collect();
    let value = match is_part {
        true => of_part(whole, &value, &references, krate),
        false => syn::parse_quote!({ let #whole = #value; (#(#references,)*) }),
    };
    let names = split.fields.iter().map(|field| &parts[&field.name]);
    let before = Some(syn::parse_quote!(let (#(#names,)*) = #value;));
    let mut apart = Apart { names: &resolved.names, split, parts: &parts, before, is_behind: false };
    apart.visit_block_mut(block);
    clear(block);
    made
}

/// A variable of the expansion's own that is a reference.
fn reference(names: &mut Names, name: &str, is_exclusive: bool) -> LocalId {
    let local = names.hidden(name, Span::call_site());
    let of = &mut names.locals[local.0];
    (of.is_reference, of.is_exclusive) = (true, is_exclusive);
    local
}

/// `references`, to fields of `value`, which is called `whole`. Where that is a pointer they are to those of what it points to, and
/// where it is shared they are shared.
fn of_part(whole: &Ident, value: &Expr, references: &[Expr], krate: &syn::Path) -> Expr {
    let access = Ident::new("access", Span::mixed_site());
    let (exclusive, shared): (Vec<Expr>, Vec<Expr>) = references
        .iter()
        .map(|reference| -> (Expr, Expr) {
            match reference {
                Expr::Reference(syn::ExprReference { mutability: Some(_), expr: place, .. }) => (
                    syn::parse_quote!(#access.exclusive(#reference)),
                    syn::parse_quote!(#access.shared(&#place)),
                ),
                shared => (shared.clone(), shared.clone()),
            }
        })
        .unzip();
    syn::parse_quote!({
        use #krate::__private::{
            TargetOfBox as _, TargetOfExclusive as _, TargetOfOwn as _, TargetOfReference as _, TargetOfShared as _,
        };
        let #whole = #value;
        let #whole = (&&&&&#krate::__private::Kind::of(&#whole)).__generator_target_of().reach(#whole);
        let #access = #krate::__private::access_of(&#whole);
        if #access.is_exclusive() {
            #access.reach_exclusive();
            (#(#exclusive,)*)
        } else {
            #access.reach_shared();
            (#(#shared,)*)
        }
    })
}

struct Apart<'s> {
    names: &'s Names,
    split: &'s Split,
    /// What the reference to each field is called.
    parts: &'s HashMap<String, Ident>,
    /// The statement that makes them.
    before: Option<Stmt>,
    /// Whether they are made.
    is_behind: bool,
}

impl Apart<'_> {
    /// `(*part)`, for a field of the reference.
    fn part(&self, field: &syn::ExprField) -> Option<Expr> {
        let base = root(&field.base)?;
        let id = use_of(&base.attrs)?;
        let name = base.path.get_ident()?;
        let is_meant = self.names.local(name) == Some(self.split.local) && self.split.uses.contains(&id);
        let Member::Field(member) = Member::of(&field.member) else { return None };
        let part = self.parts.get(&member).filter(|_| is_meant)?;
        let span = name.span();
        let mut path = base.clone();
        path.path = Ident::new(&part.to_string(), part.span().located_at(span)).into();
        let target = Expr::Unary(syn::ExprUnary {
            attrs: Vec::new(),
            op: syn::UnOp::Deref(syn::Token![*](span)),
            expr: Box::new(Expr::Path(path)),
        });
        Some(in_parentheses(target, span))
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        replaced(tokens, &mut |named| {
            if self.names.local(&named.name) != Some(self.split.local) {
                return None;
            }
            let part = self.parts.get(named.path.first()?)?;
            let rest = named.path.iter().skip(1).map(|field| field_name(field));
            Some(quote!((*#part) #(. #rest)*))
        })
    }
}

/// The variable that `expr` is, or what it refers to.
pub(super) fn root(expr: &Expr) -> Option<&syn::ExprPath> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => Some(path),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => root(&unary.expr),
        _ => None,
    }
}

impl VisitMut for Apart<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let is_behind = self.is_behind;
        for mut stmt in std::mem::take(&mut block.stmts) {
            if statement_of(&stmt) == Some(self.split.before) {
                block.stmts.extend(self.before.take());
                self.is_behind = true;
            }
            self.visit_stmt_mut(&mut stmt);
            block.stmts.push(stmt);
        }
        self.is_behind = is_behind;
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Field(field) if self.is_behind => match self.part(field) {
                Some(part) => *expr = part,
                None => visit_mut::visit_expr_mut(self, expr),
            },
            Expr::Macro(call) if self.is_behind => {
                if use_of(&call.attrs).is_some_and(|id| self.split.uses.contains(&id)) {
                    call.mac.tokens = self.tokens(call.mac.tokens.clone());
                }
            }
            expr => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

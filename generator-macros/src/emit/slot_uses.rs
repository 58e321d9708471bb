//! Uses of variables that are `Option`s in their section, as they are moved or set on some path only. Whether a use has moved the
//! variable, rustc decides where only types tell: what is left goes on standing in the `Option`, and drops in its turn.
//!
//! `match x { Some(y) => f(y), None => g() }` → `let mut x = take_slot!(x_slot); match x { Some(y) => …, None => { put back; g() } }`.

use super::code::SectionCode;
use super::exits::found;
use super::rest::{first_use, place as rest_place, root};
use super::rewrite::Rewrite;
use crate::analyse::graph::Closure;
use crate::analyse::uses::overlap;
use crate::analyse::{Kind, Member, Takes, by_value, takes};
use crate::ir::{LocalId, UseId};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{BinOp, Expr, ExprIf, ExprMatch, ExprWhile, Local, Pat};

impl SectionCode<'_, '_> {
    /// Puts `local` back, which was taken out for `pat`, where that leaves it.
    fn put_back_by(&self, local: LocalId, pat: &Pat) -> TokenStream {
        let plan = self.writer.plan;
        let krate = self.writer.krate;
        let (slot, name) = (self.slot_name(local), &plan.machine.local(local).unique);
        let place = plan.place_of(self.section, local).map(|_| quote!(*));
        match (takes(pat), by_value(pat)) {
            // What is `Copy` wasn't taken out.
            (Takes::Whole, _) | (_, None) => TokenStream::new(),
            (_, Some(bound)) => quote! { #krate::__private::put_back!(#place #slot, #name #(, #bound)*); },
        }
    }

    /// Puts `local` back where a pattern hasn't matched it.
    fn put_back_all(&self, local: LocalId) -> TokenStream {
        self.put_back_by(
            local,
            &Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: Default::default() }),
        )
    }
}

/// What is written around a condition.
#[derive(Default)]
struct Tested {
    /// Before it: what takes a variable out for its pattern.
    take_out: TokenStream,
    /// Where it holds.
    bound: TokenStream,
    /// Where it doesn't.
    left: TokenStream,
}

impl Rewrite<'_, '_, '_> {
    /// The variable `local`, an `Option` here, used as a whole.
    pub(super) fn whole_in_slot(&self, local: LocalId, id: Option<UseId>) -> TokenStream {
        let slot = self.code.slot_name(local);
        let krate = self.code.writer.krate;
        let taking = id.filter(|id| self.code.writer.plan.is_taking(*id));
        match (taking, self.code.writer.plan.graph.closures.get(&local)) {
            (Some(_), None) => return quote!(#krate::__private::take_slot!(#slot)),
            // rustc doesn't know yet whether a closure is `Copy`.
            (Some(id), Some(closure)) if *closure == Closure::Consumes || !self.is_called(local, id) => {
                return quote!(::core::option::Option::unwrap(#slot.take()));
            }
            _ => {}
        }
        match self.is_shared {
            true => quote!((*::core::option::Option::unwrap(#slot.as_ref()))),
            false => quote!((*::core::option::Option::unwrap(#slot.as_mut()))),
        }
    }

    /// Whether the use `id` of `local` calls it.
    fn is_called(&self, local: LocalId, id: UseId) -> bool {
        self.code.writer.plan.uses_at(local, id).any(|used| matches!(used.kind, Kind::Callee))
    }

    /// What is written for an expression that may take such a variable, or a part of it.
    pub(super) fn used_in_slot(&mut self, expr: &mut Expr) -> Option<TokenStream> {
        match expr {
            Expr::MethodCall(_) => self.called_in_slot(expr),
            Expr::Match(matched) => self.matched_in_slot(matched),
            Expr::If(conditional) => self.condition_in_slot(conditional),
            Expr::While(repeated) => self.loop_in_slot(repeated),
            Expr::Field(_) => self.part_in_slot(expr),
            _ => None,
        }
    }

    /// A part of such a variable. Where another part may have been moved before, it is looked for in an `Option` of its own.
    fn part_in_slot(&self, expr: &Expr) -> Option<TokenStream> {
        let (local, id) = self.root_in_slot(expr)?;
        let (_, path) = root(self.code.writer, expr)?;
        let plan = self.code.writer.plan;
        let parts = plan.sections[self.code.section.0].parts.get(&local);
        let own = parts.filter(|parts| parts.contains(&path)).map(|_| self.code.part_slot(local, &path));
        let is_taken = plan.is_taking_part(id) && plan.uses_at(local, id).any(|used| used.path == path);
        let krate = self.code.writer.krate;
        let of_whole = match is_taken {
            true => self.take_part(local, &path, expr),
            false if own.is_none() => return None,
            false => {
                let place = rest_place(self.whole_in_slot(local, None), &path);
                if self.is_shared { quote!(&#place) } else { quote!(&mut #place) }
            }
        };
        let Some(own) = own else { return Some(of_whole) };
        Some(match is_taken {
            true => quote! {
                if #own.is_some() { #krate::__private::take_slot!(#own) } else { #of_whole }
            },
            false => {
                let looked_at = if self.is_shared { quote!(as_ref) } else { quote!(as_mut) };
                quote! {
                    (*match #own.#looked_at() {
                        ::core::option::Option::Some(part) => part,
                        ::core::option::Option::None => #of_whole,
                    })
                }
            }
        })
    }

    /// A part by value, out of the `Option` of the whole: those that are used later go into theirs.
    fn take_part(&self, local: LocalId, path: &[Member], expr: &Expr) -> TokenStream {
        let plan = self.code.writer.plan;
        let (slot, name) = (self.code.slot_name(local), &plan.machine.local(local).unique);
        let krate = self.code.writer.krate;
        let mut part = expr.clone();
        super::closures::OwnNames.visit_expr_mut(&mut part);
        let others = plan.sections[self.code.section.0].parts.get(&local).into_iter().flatten();
        let others = others.filter(|other| !overlap(other, path)).map(|other| {
            let own = self.code.part_slot(local, other);
            let place = rest_place(quote!(#name), other);
            quote!(, #own = #place)
        });
        quote!(#krate::__private::take_slot_part!(#slot, #name, #part #(#others)*))
    }

    fn root_in_slot(&self, expr: &Expr) -> Option<(LocalId, UseId)> {
        let (local, path) = root(self.code.writer, expr)?;
        let is_here = self.is_slot(local) && !path.contains(&Member::Deref);
        Some((local, first_use(expr)?)).filter(|_| is_here)
    }

    /// The variable that `expr` names, if it is an `Option` here and may be taken out of that.
    fn taken(&self, expr: &Expr) -> Option<(LocalId, UseId)> {
        if !matches!(expr, Expr::Path(_) | Expr::Paren(_) | Expr::Group(_)) {
            return None;
        }
        self.root_in_slot(expr).filter(|(_, id)| self.code.writer.plan.is_taking(*id))
    }

    /// `x.method(…)`
    fn called_in_slot(&mut self, expr: &mut Expr) -> Option<TokenStream> {
        let Expr::MethodCall(call) = &*expr else { return None };
        let (local, id) = self.taken(&call.receiver)?;
        let plan = self.code.writer.plan;
        let is_receiver = plan.uses_at(local, id).any(|used| matches!(used.kind, Kind::Receiver { .. }));
        let noted = self.code.calls.noted(expr).filter(|_| is_receiver)?;
        let Expr::MethodCall(call) = expr else { return None };
        call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
        let slot = self.code.slot_name(local);
        let krate = self.code.writer.krate;
        let on = |receiver: TokenStream| {
            let mut call = call.clone();
            *call.receiver = Expr::Verbatim(receiver);
            call
        };
        let place = quote!((*::core::option::Option::unwrap(#slot.as_mut())));
        let taken = on(quote!(::core::option::Option::unwrap(#slot.take())));
        let in_place = on(match self.is_shared {
            true => quote!((*::core::option::Option::unwrap(#slot.as_ref()))),
            false => place.clone(),
        });
        let found = found(self.code, id, place, &call.method);
        let mut typed = Expr::MethodCall(taken.clone());
        noted.apply(&mut typed);
        Some(quote!(#krate::__private::called!(#found, #typed, #in_place, #taken)))
    }

    /// `let mut x = …;` before a pattern that may take parts of it.
    fn take_out(&self, local: LocalId) -> TokenStream {
        let (krate, name) = (self.code.writer.krate, &self.code.writer.plan.machine.local(local).unique);
        let slot = self.code.slot_name(local);
        quote! { let mut #name = #krate::__private::take_slot!(#slot); }
    }

    /// The variable by its own name.
    fn own(&self, local: LocalId) -> Expr {
        crate::syntax::variable(&self.code.writer.plan.machine.local(local).unique)
    }

    /// `match x { … }`
    fn matched_in_slot(&mut self, matched: &mut ExprMatch) -> Option<TokenStream> {
        let (local, _) = self.taken(&matched.expr)?;
        *matched.expr = self.own(local);
        for arm in &mut matched.arms {
            let back = self.code.put_back_by(local, &arm.pat);
            let mut guard = arm.guard.take();
            if let Some((_, guard)) = &mut guard {
                let mut known = self.code.writer.plan.names.bindings(&arm.pat);
                known.push(local);
                self.test(&known, |this| this.visit_expr_mut(guard));
            }
            self.visit_arm_mut(arm);
            arm.guard = guard;
            if !back.is_empty() {
                let body = &arm.body;
                *arm.body = Expr::Verbatim(quote!({ #back #body }));
                arm.comma.get_or_insert_with(Default::default);
            }
        }
        let take_out = self.take_out(local);
        Some(quote!({ #take_out #matched }))
    }

    /// `if let pattern = x { … }`
    fn condition_in_slot(&mut self, conditional: &mut ExprIf) -> Option<TokenStream> {
        if let Expr::Binary(_) = &*conditional.cond {
            return self.chain_in_slot(conditional);
        }
        if !self.takes_apart(&conditional.cond) {
            return None;
        }
        let Tested { take_out, bound, left } = self.tested(&mut conditional.cond);
        self.visit_block_mut(&mut conditional.then_branch);
        if let Some((_, otherwise)) = &mut conditional.else_branch {
            self.visit_expr_mut(otherwise);
        }
        let (cond, then) = (&conditional.cond, &conditional.then_branch);
        let otherwise = conditional.else_branch.as_ref().map(|(_, otherwise)| otherwise);
        Some(quote!({ #take_out if #cond { #bound #then } else { #left #otherwise } }))
    }

    /// The variable that a condition may take apart, if it is an `Option` here.
    fn taken_apart(&self, cond: &Expr) -> Option<LocalId> {
        let Expr::Let(tested) = cond else { return None };
        let (local, _) = self.taken(&tested.expr).filter(|_| takes(&tested.pat) != Takes::Nothing)?;
        Some(local)
    }

    fn takes_apart(&self, cond: &Expr) -> bool {
        self.taken_apart(cond).is_some()
    }

    /// Rewrites a condition without `&&`.
    fn tested(&mut self, cond: &mut Expr) -> Tested {
        let mut around = Tested::default();
        let taken_apart = self.taken_apart(cond);
        let Expr::Let(tested) = cond else {
            self.visit_expr_mut(cond);
            return around;
        };
        match taken_apart {
            Some(local) => {
                *tested.expr = self.own(local);
                around.take_out = self.take_out(local);
                around.bound = self.code.put_back_by(local, &tested.pat);
                around.left = self.code.put_back_all(local);
            }
            None => self.visit_expr_mut(&mut tested.expr),
        }
        let bound = self.code.writer.plan.names.bindings(&tested.pat);
        around.bound.extend(self.code.mutable_again(&bound));
        self.visit_pat_mut(&mut tested.pat);
        around
    }

    /// `if let pattern = x && … { … }`: one condition inside the other, as what one has bound may be gone where the next doesn't
    /// hold.
    fn chain_in_slot(&mut self, conditional: &mut ExprIf) -> Option<TokenStream> {
        let conditions = conditions(&conditional.cond);
        if !conditions.iter().any(|cond| self.takes_apart(cond)) {
            return None;
        }
        self.visit_block_mut(&mut conditional.then_branch);
        let then = &conditional.then_branch;
        let mut value = quote!(::core::option::Option::Some(#then));
        for mut cond in conditions.into_iter().rev() {
            let Tested { take_out, bound, left } = self.tested(&mut cond);
            value = quote!({
                #take_out
                if #cond { #bound #value } else { #left ::core::option::Option::None }
            });
        }
        let otherwise = match &mut conditional.else_branch {
            Some((_, otherwise)) => {
                self.visit_expr_mut(otherwise);
                quote!(#otherwise)
            }
            None => quote!({}),
        };
        Some(quote! {
            match #value {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => #otherwise,
            }
        })
    }

    /// `while let pattern = x { … }`
    fn loop_in_slot(&mut self, repeated: &mut ExprWhile) -> Option<TokenStream> {
        if !conditions(&repeated.cond).iter().any(|cond| self.takes_apart(cond)) {
            return None;
        }
        let span = repeated.while_token.span;
        let leaves = Expr::Verbatim(quote_spanned!(span=> { break; }));
        let mut once = ExprIf {
            attrs: Vec::new(),
            if_token: syn::Token![if](span),
            cond: repeated.cond.clone(),
            then_branch: repeated.body.clone(),
            else_branch: Some((syn::Token![else](span), Box::new(leaves))),
        };
        let (label, once) = (&repeated.label, self.condition_in_slot(&mut once));
        Some(quote!(#label loop { #once }))
    }

    /// `let pattern = x;` and `let pattern = x else { … };`: what is written before it, and behind it.
    pub(super) fn let_in_slot(&mut self, local: &mut Local) -> Option<(TokenStream, TokenStream)> {
        let init = local.init.as_mut()?;
        let (taken, _) = self.taken(&init.expr).filter(|_| takes(&local.pat) != Takes::Whole)?;
        *init.expr = self.own(taken);
        let back = self.code.put_back_by(taken, &local.pat);
        let left = self.code.put_back_all(taken);
        if let Some((_, diverge)) = &mut init.diverge {
            self.visit_expr_mut(diverge);
            let otherwise = &diverge;
            **diverge = Expr::Verbatim(quote!({ #left #otherwise }));
        }
        Some((self.take_out(taken), back))
    }
}

/// The conditions of a chain.
fn conditions(cond: &Expr) -> Vec<Expr> {
    match cond {
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            let mut all = conditions(&binary.left);
            all.extend(conditions(&binary.right));
            all
        }
        cond => vec![cond.clone()],
    }
}

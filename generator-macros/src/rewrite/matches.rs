//! `match`es and `for`s that suspend: what they hold while their arms or bodies run, and guards that suspend.
//!
//! `match x { Some(n) if check({ yield_!(1); n }) => a, _ => b }` →
//! `'matched: { let condition = match x { Some(n) => { yield_!(1); check(n) } _ => false }; if condition { match x { Some(n) =>
//! break 'matched a, … } } match x { _ => b, … } }`: until a guard holds, nothing is moved out of the scrutinee that the guard
//! doesn't name. What the guard's pattern binds may be called like the scrutinee, so it stands in a `match` of its own.

use super::Spiller;
use super::conditions::jump;
use super::operands::Taking;
use super::places::{gives_references, is_temporary, leaves_rest, mutability};
use crate::collections::HashSet;
use crate::ir::fresh::collect_identifiers;
use crate::resolve::binds;
use crate::syntax::{
    arm, in_block, is_place, let_statement, literal_bool, macro_call, plain, unit, variable, wild,
};
use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, Pat, Stmt};

impl Spiller<'_> {
    pub(super) fn matched(&mut self, expr: &mut Expr) -> bool {
        let Expr::Match(matched) = expr else { return false };
        if ignores(&matched.arms) {
            super::ignore(&mut matched.expr);
        }
        let scrutinee = self.operand(&mut matched.expr);
        let mut guards = Vec::with_capacity(matched.arms.len());
        let mut suspending = Vec::new();
        for arm in &mut matched.arms {
            let guard = arm.guard.as_mut().is_some_and(|(_, guard)| self.position(guard));
            let body = self.position(&mut arm.body);
            guards.push(guard);
            suspending.push(guard | body);
        }
        if !suspending.contains(&true) {
            return scrutinee;
        }
        self.keep_temporaries(&mut matched.expr, Taking::Borrow);
        if guards.contains(&true) {
            self.guarded(expr, &guards);
        } else {
            let kept = matched.arms.iter().zip(&suspending).filter(|(_, suspends)| **suspends);
            let pats: Vec<&Pat> = kept.map(|(arm, _)| &arm.pat).collect();
            self.keep_scrutinee(&mut matched.expr, &pats);
        }
        true
    }

    /// A scrutinee that is a value, and of which one of `pats` leaves a part where it is, becomes a variable: that
    /// part is dropped at the end of the statement.
    pub(super) fn keep_scrutinee(&mut self, scrutinee: &mut Expr, pats: &[&Pat]) {
        if is_temporary(scrutinee) && pats.iter().any(|pat| leaves_rest(pat)) {
            self.keep("scrutinee", scrutinee, mutability(pats.iter().copied()));
        }
    }

    pub(super) fn for_loop(&mut self, expr: &mut Expr) -> bool {
        let Expr::ForLoop(repeated) = expr else { return false };
        let head = self.operand(&mut repeated.expr);
        let body = self.round(&mut repeated.label, &mut repeated.body);
        if body {
            self.keep_temporaries(&mut repeated.expr, Taking::Value);
            if leaves_rest(&repeated.pat) && !gives_references(&repeated.expr) {
                self.keep_item(repeated);
            }
        }
        head | body
    }

    /// `for pattern in items { … }` → `for element in items { let pattern = element; … }`: what the pattern leaves of it
    /// is dropped at the end of the round.
    fn keep_item(&mut self, repeated: &mut syn::ExprForLoop) {
        let element = self.name("element", repeated.pat.span());
        let mut whole = plain(&element);
        if let Pat::Ident(whole) = &mut whole {
            whole.mutability = mutability([&*repeated.pat]);
        }
        let pattern = std::mem::replace(&mut *repeated.pat, whole);
        repeated.body.stmts.insert(0, let_statement(pattern, variable(&element)));
    }

    /// A `match` with guards that suspend: the arms up to each such guard are tried by a `match` of their own.
    fn guarded(&mut self, expr: &mut Expr, guards: &[bool]) {
        let Expr::Match(matched) = expr else { return };
        let span = matched.match_token.span;
        if is_place(&matched.expr) {
            self.spill(&mut matched.expr, Taking::Borrow, &[]);
        } else {
            let mutability = mutability(matched.arms.iter().map(|arm| &arm.pat));
            self.keep("scrutinee", &mut matched.expr, mutability);
        }
        let label = self.label("matched", span);
        let scrutinee = &*matched.expr;
        let mut stmts = Vec::new();
        let mut tried: Vec<Arm> = Vec::new();
        for (mut tried_arm, suspends) in std::mem::take(&mut matched.arms).into_iter().zip(guards) {
            let body = jump(&label, std::mem::replace(&mut *tried_arm.body, unit(span)));
            tried_arm.body = Box::new(in_block(vec![body], span));
            if let Some((_, guard)) = tried_arm.guard.take_if(|_| *suspends) {
                let probing = probe(&tried_arm.pat, &guard);
                let chosen = match_of(scrutinee, vec![tried_arm], Some(unreachable_call(span)), span);
                tried.push(arm(probing, *guard));
                let none = literal_bool(false, span);
                let holds = match_of(scrutinee, std::mem::take(&mut tried), Some(none), span);
                stmts.extend(self.tested(holds, vec![Stmt::Expr(chosen, None)]));
            } else {
                tried.push(tried_arm);
            }
        }
        let rest = match_of(scrutinee, tried, Some(unreachable_call(span)), span);
        stmts.push(Stmt::Expr(rest, None));
        *expr = self.labelled(label, stmts, span);
    }
}

/// `pat`, with only the variables that `guard` names.
fn probe(pat: &Pat, guard: &Expr) -> Pat {
    struct Probe(HashSet<String>);
    impl VisitMut for Probe {
        fn visit_pat_mut(&mut self, pat: &mut Pat) {
            visit_mut::visit_pat_mut(self, pat);
            if let Pat::Ident(ident) = pat
                && binds(ident)
                && !self.0.contains(&ident.ident.to_string())
            {
                let span = ident.ident.span();
                *pat = match ident.subpat.take() {
                    Some((_, inner)) => *inner,
                    None => wild(span),
                };
            }
        }
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            field.colon_token.get_or_insert_with(|| syn::Token![:](field.member.span()));
            self.visit_pat_mut(&mut field.pat);
        }
    }
    let mut named = HashSet::default();
    collect_identifiers(guard.to_token_stream(), &mut named);
    let mut probing = pat.clone();
    Probe(named).visit_pat_mut(&mut probing);
    probing
}

fn ignores(arms: &[Arm]) -> bool {
    !arms.is_empty() && arms.iter().all(|arm| matches!(arm.pat, Pat::Wild(_)))
}

/// `match scrutinee { arms, _ => otherwise }`
fn match_of(scrutinee: &Expr, mut arms: Vec<Arm>, otherwise: Option<Expr>, span: Span) -> Expr {
    arms.extend(otherwise.map(|otherwise| arm(wild(span), otherwise)));
    let mut scrutinee = scrutinee.clone();
    if ignores(&arms) {
        super::ignore(&mut scrutinee);
    }
    Expr::Match(syn::ExprMatch {
        attrs: Vec::new(),
        match_token: syn::Token![match](span),
        expr: Box::new(scrutinee),
        brace_token: syn::token::Brace(span),
        arms,
    })
}

/// `::core::unreachable!()`
fn unreachable_call(span: Span) -> Expr {
    macro_call("core::unreachable", proc_macro2::TokenStream::new(), span)
}

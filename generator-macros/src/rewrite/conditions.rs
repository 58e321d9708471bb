//! Conditions that suspend, and `&&` and `||` whose right side does.
//!
//! `if let Some(x) = f({ yield_!(1); 2 }) && x > 3 { a } else { b }` →
//! `'chosen: { { yield_!(1); if let Some(x) = f(2) && x > 3 { break 'chosen a } } b }`: what the condition holds is
//! dropped before the `else`, as in edition 2024, and after the branch that it chooses.

use super::Spiller;
use super::operands::Taking;
use crate::jumps::label_bare_jumps;
use crate::syntax::{block, enclose, in_block, let_statement, literal_bool, only_if, plain, start, variable};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprIf, Stmt};

/// One of the parts of a condition that `&&` joins.
struct Conjunct {
    /// What must be done before it is tested, in a scope that ends with the branch that it chooses.
    before: Vec<Stmt>,
    test: Expr,
}

impl Conjunct {
    fn is_apart(&self) -> bool {
        !self.before.is_empty()
    }
}

impl Spiller<'_> {
    pub(super) fn conditional(&mut self, expr: &mut Expr) -> bool {
        let Expr::If(conditional) = expr else { return false };
        let then = self.block(&mut conditional.then_branch);
        let otherwise =
            conditional.else_branch.as_mut().is_some_and(|(_, otherwise)| self.else_branch(otherwise));
        let (mut conjuncts, condition) = self.conjuncts(&mut conditional.cond, then);
        let suspends = then | otherwise | condition;
        if suspends && !then {
            // It is cut with the rest.
            self.extend_temporaries(&mut conditional.then_branch);
        }
        if !conjuncts.iter().any(Conjunct::is_apart) {
            restore(&mut conditional.cond, conjuncts);
            return suspends;
        }
        let is_value = |conjunct: &Conjunct| !matches!(conjunct.test, Expr::Let(_));
        if is_value(&conjuncts[0]) && !conjuncts[1..].iter().any(Conjunct::is_apart) {
            self.before.append(&mut conjuncts[0].before);
            restore(&mut conditional.cond, conjuncts);
            return suspends;
        }
        let span = conditional.if_token.span;
        let then = std::mem::replace(&mut conditional.then_branch, block(Vec::new(), span));
        let Some((_, otherwise)) = conditional.else_branch.take() else {
            *expr = in_block(nested(conjuncts, then.stmts, span), span);
            return suspends;
        };
        let label = self.label("chosen", span);
        let chosen = jump(&label, in_block(then.stmts, span));
        let mut stmts = vec![Stmt::Expr(in_block(nested(conjuncts, vec![chosen], span), span), None)];
        stmts.push(Stmt::Expr(*otherwise, None));
        *expr = self.labelled(label, stmts, span);
        suspends
    }

    /// An `else` is a block or an `if`: whatever an `if` became goes into a block.
    fn else_branch(&mut self, otherwise: &mut Expr) -> bool {
        let suspends = self.position(otherwise);
        let is_plain = matches!(otherwise, Expr::If(_) | Expr::Block(syn::ExprBlock { label: None, .. }));
        if !is_plain {
            enclose(otherwise, Vec::new());
        }
        suspends
    }

    /// `while cond { body }` → `loop { if cond { body; continue } break }`, where the condition must be taken apart.
    pub(super) fn while_loop(&mut self, expr: &mut Expr) -> bool {
        let Expr::While(repeated) = expr else { return false };
        let body = self.round(&mut repeated.label, &mut repeated.body);
        let (conjuncts, condition) = self.conjuncts(&mut repeated.cond, body);
        if !conjuncts.iter().any(Conjunct::is_apart) {
            restore(&mut repeated.cond, conjuncts);
            return body | condition;
        }
        let span = repeated.while_token.span;
        let body = std::mem::replace(&mut repeated.body, block(Vec::new(), span));
        let again = Expr::Continue(syn::ExprContinue {
            attrs: Vec::new(),
            continue_token: syn::Token![continue](span),
            label: None,
        });
        let semi = Some(syn::Token![;](span));
        let round = vec![Stmt::Expr(in_block(body.stmts, span), semi), Stmt::Expr(again, semi)];
        let leave = Expr::Break(syn::ExprBreak {
            attrs: Vec::new(),
            break_token: syn::Token![break](span),
            label: None,
            expr: None,
        });
        let stmts =
            vec![Stmt::Expr(in_block(nested(conjuncts, round, span), span), None), Stmt::Expr(leave, semi)];
        *expr = Expr::Loop(syn::ExprLoop {
            attrs: std::mem::take(&mut repeated.attrs),
            label: repeated.label.take(),
            loop_token: syn::Token![loop](span),
            body: block(stmts, span),
        });
        true
    }

    /// Takes a condition apart. `later` says whether what it decides on suspends, so that the temporaries of its
    /// scrutinees must be kept. Returned is also whether the condition itself suspends.
    fn conjuncts(&mut self, cond: &mut Expr, later: bool) -> (Vec<Conjunct>, bool) {
        let mut tests = Vec::new();
        let cond = std::mem::replace(cond, Expr::Verbatim(proc_macro2::TokenStream::new()));
        flatten(cond, &mut tests);
        let mut conjuncts = Vec::with_capacity(tests.len());
        let mut suspends = false;
        for mut test in tests.into_iter().rev() {
            let outer = std::mem::take(&mut self.before);
            if let Expr::Let(scrutinee) = &mut test {
                let here = self.operand(&mut scrutinee.expr);
                if later | suspends {
                    self.keep_temporaries(&mut scrutinee.expr, Taking::Borrow);
                    self.keep_scrutinee(&mut scrutinee.expr, &[&scrutinee.pat]);
                }
                suspends |= here;
            } else if self.closed_operand(&mut test) {
                self.keep_condition(&mut test);
                suspends = true;
            }
            self.declare_in_turn();
            let before = std::mem::replace(&mut self.before, outer);
            conjuncts.push(Conjunct { before, test });
        }
        conjuncts.reverse();
        (conjuncts, suspends)
    }

    /// `a && b`, `a || b`, where `b` is evaluated on a condition.
    pub(super) fn lazy(&mut self, expr: &mut Expr) -> bool {
        let Expr::Binary(binary) = expr else { return false };
        let left = self.closed_operand(&mut binary.left);
        let right = self.value(&mut binary.right);
        if left {
            self.keep_condition(&mut binary.left);
        }
        if right {
            self.lazy_as_conditional(expr);
        }
        left | right
    }

    /// `a && b` → `if a { b } else { false }`
    pub(super) fn lazy_as_conditional(&mut self, expr: &mut Expr) {
        let Expr::Binary(binary) = expr else { return };
        let span = binary.op.span();
        let is_and = matches!(binary.op, BinOp::And(_));
        let nothing = || Expr::Verbatim(proc_macro2::TokenStream::new());
        let right = std::mem::replace(&mut *binary.right, nothing());
        let known = literal_bool(!is_and, span);
        let (then, otherwise) = if is_and { (right, known) } else { (known, right) };
        *expr = Expr::If(ExprIf {
            attrs: Vec::new(),
            if_token: syn::Token![if](span),
            cond: Box::new(std::mem::replace(&mut *binary.left, nothing())),
            then_branch: block(vec![Stmt::Expr(then, None)], span),
            else_branch: Some((
                syn::Token![else](span),
                Box::new(in_block(vec![Stmt::Expr(otherwise, None)], span)),
            )),
        });
    }

    /// An unused label.
    pub(super) fn label(&mut self, name: &str, span: Span) -> syn::Lifetime {
        let name = self.name(name, span);
        syn::Lifetime::new(&format!("'{name}"), name.span())
    }

    /// `'label: { stmts }`, in which jumps to the loop around have a label.
    pub(super) fn labelled(&mut self, label: syn::Lifetime, mut stmts: Vec<Stmt>, span: Span) -> Expr {
        let mut round = self.round.take();
        label_bare_jumps(&mut stmts, || round.get_or_insert_with(|| self.label("round", span)).clone());
        self.round = round;
        let label = syn::Label { name: label, colon_token: syn::Token![:](span) };
        Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: Some(label), block: block(stmts, span) })
    }

    /// `let name = value;`, and an `if` on the name.
    pub(super) fn tested(&mut self, value: Expr, then: Vec<Stmt>) -> Vec<Stmt> {
        let span = start(&value);
        let name = self.name("condition", span);
        vec![let_statement(plain(&name), value), Stmt::Expr(only_if(variable(&name), then, span), None)]
    }
}

/// `a && b && c` → `a`, `b`, `c`
fn flatten(cond: Expr, into: &mut Vec<Expr>) {
    match cond {
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) && binary.attrs.is_empty() => {
            flatten(*binary.left, into);
            flatten(*binary.right, into);
        }
        Expr::Group(group) if group.attrs.is_empty() => flatten(*group.expr, into),
        other => into.push(other),
    }
}

/// Joins what `flatten` took apart.
fn joined(conjuncts: impl IntoIterator<Item = Conjunct>) -> Option<Expr> {
    let mut conjuncts = conjuncts.into_iter();
    let first = conjuncts.next()?.test;
    Some(conjuncts.fold(first, |left, Conjunct { test: right, .. }| {
        let span = start(&right);
        Expr::Binary(syn::ExprBinary {
            attrs: Vec::new(),
            left: Box::new(left),
            op: BinOp::And(syn::Token![&&](span)),
            right: Box::new(right),
        })
    }))
}

fn restore(cond: &mut Expr, conjuncts: Vec<Conjunct>) {
    if let Some(test) = joined(conjuncts) {
        *cond = test;
    }
}

/// The tests in order, each in the scope of what must be done before it, around `then`.
fn nested(conjuncts: Vec<Conjunct>, then: Vec<Stmt>, span: Span) -> Vec<Stmt> {
    let mut stmts = then;
    let mut tests: Vec<Conjunct> = Vec::new();
    for mut conjunct in conjuncts.into_iter().rev() {
        let (is_apart, before) = (conjunct.is_apart(), std::mem::take(&mut conjunct.before));
        tests.push(conjunct);
        if is_apart {
            stmts = around(&mut tests, stmts, span);
            stmts.splice(0..0, before);
        }
    }
    around(&mut tests, stmts, span)
}

/// `if tests { stmts }`, where there are any; the tests are in reverse order.
fn around(tests: &mut Vec<Conjunct>, stmts: Vec<Stmt>, span: Span) -> Vec<Stmt> {
    match joined(tests.drain(..).rev()) {
        Some(cond) => vec![Stmt::Expr(only_if(cond, stmts, span), None)],
        None => stmts,
    }
}

/// `break 'label value;`
pub(super) fn jump(label: &syn::Lifetime, value: Expr) -> Stmt {
    let span = start(&value);
    let jump = syn::ExprBreak {
        attrs: Vec::new(),
        break_token: syn::Token![break](span),
        label: Some(label.clone()),
        expr: Some(Box::new(value)),
    };
    Stmt::Expr(Expr::Break(jump), Some(syn::Token![;](span)))
}

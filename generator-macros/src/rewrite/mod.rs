//! Yields in the middle of expressions → yields in statements of their own: the operands that Rust evaluates
//! before a yield are spilled into variables, in its order of evaluation; nothing else is.
//!
//! `total += price(item(), { yield_!(1); rate });` →
//! `{ let operand = item(); let operand_2 = { yield_!(1); rate }; total += price(operand, operand_2); }`
//!
//! What is true of every expression here:
//!
//! - what is evaluated before a yield is evaluated before it afterwards, and in the same order; a place that isn't
//!   evaluated yet (the `vec` of `vec.push(…)`, which is borrowed in two phases) stays where it is;
//! - a temporary that lives across a yield becomes a variable of the block around its statement, so that it is
//!   dropped where Rust drops it: after what was made later, before what was made earlier;
//! - an expression without a yield after it is left untouched.
//!
//! The ancestor of the method is `explodeViaTempVar` of facebook/regenerator.

pub mod assigned;
mod conditions;
mod extended;
mod kept;
mod macros;
mod matches;
mod operands;
mod places;

use self::operands::Taking;
use crate::collections::HashSet;
use crate::ir::fresh::Fresh;
use crate::jumps::label_of;
use crate::parse::yields::names_yield;
use crate::signature::Shape;
use crate::syntax::{enclose, in_block, in_parentheses, is_part_of_variable, start, unit};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block, Expr, Label, Lifetime, Pat, Stmt};

/// Spills the operands of `block` around its yields.
pub fn rewrite(shape: &Shape, block: &mut Block, fresh: &mut Fresh) {
    let exclusive = assigned::exclusive_references(shape, block);
    let mut spiller = Spiller {
        fresh,
        made: HashSet::default(),
        inner: HashSet::default(),
        depth: 0,
        exclusive,
        gives_value: shape.returned.coroutine().is_some(),
        before: Vec::new(),
        round: None,
        in_macro: false,
    };
    spiller.block(block);
}

/// Spills operands.
pub struct Spiller<'a> {
    /// The names that don't occur in the function.
    fresh: &'a mut Fresh,
    /// The names of the variables that were made here.
    made: HashSet<String>,
    /// Those of them that are operands of an expression which ends before the temporaries around it do.
    inner: HashSet<String>,
    /// How many expressions the operands that are walked stand in, from the one with which their temporaries end.
    depth: usize,
    /// The names of variables that are exclusive references for certain: as operands they are reborrowed.
    exclusive: HashSet<String>,
    /// Whether the values of a yield and of a `return` are more than `()`.
    gives_value: bool,
    /// The statements to stand before the expression that is walked.
    before: Vec<Stmt>,
    /// The label of the loop around what is walked, once a jump needs one.
    round: Option<Lifetime>,
    /// Whether an argument of a macro is walked: it is read from its tokens again, and nothing in it is marked.
    in_macro: bool,
}

/// Where the temporaries end of an expression that stands in a place of its own.
#[derive(Clone, Copy, PartialEq)]
enum Temporaries {
    /// With the expression, which is the value of a block, a condition or the value of a yield.
    EndWithIt,
    /// With the statement or the arm that it stands in.
    EndAfterIt,
}

impl Spiller<'_> {
    /// The statements of a block. Returns whether it suspends.
    fn block(&mut self, block: &mut Block) -> bool {
        let outer = std::mem::take(&mut self.before);
        let mut suspends = false;
        let stmts = std::mem::take(&mut block.stmts);
        let last = stmts.len().saturating_sub(1);
        for (index, mut stmt) in stmts.into_iter().enumerate() {
            suspends |= self.statement(&mut stmt, index == last);
            self.declare_in_turn();
            block.stmts.append(&mut self.before);
            block.stmts.push(stmt);
        }
        self.before = outer;
        if suspends {
            self.extend_temporaries(block);
        }
        suspends
    }

    fn statement(&mut self, stmt: &mut Stmt, is_last: bool) -> bool {
        match stmt {
            Stmt::Local(local) => {
                let Some(init) = &mut local.init else { return false };
                if tests_nothing(&local.pat) && is_part_of_variable(&init.expr) {
                    local.pat = syn::parse_quote!(_);
                    ignore(&mut init.expr);
                }
                let suspends = self.position(&mut init.expr);
                let diverges = init.diverge.as_mut().is_some_and(|(_, diverge)| self.position(diverge));
                if suspends && diverges {
                    self.keep("operand", &mut init.expr, None);
                }
                suspends | diverges
            }
            Stmt::Expr(expr, None) if is_last => self.value(expr),
            Stmt::Expr(expr, None) => self.position(expr),
            Stmt::Expr(expr, Some(semi)) => {
                let (suspends, mut before) = self.spilled(expr, Temporaries::EndAfterIt, Self::walk_position);
                if !before.is_empty() {
                    // The value is dropped first.
                    let (span, semi) = (start(expr), *semi);
                    let value = std::mem::replace(expr, unit(span));
                    before.push(Stmt::Expr(value, Some(semi)));
                    *expr = in_block(before, span);
                }
                suspends
            }
            Stmt::Macro(mac) => {
                let span = mac.mac.path.span();
                let call = syn::ExprMacro { attrs: std::mem::take(&mut mac.attrs), mac: mac.mac.clone() };
                let mut expr = Expr::Macro(call);
                let suspends = self.position(&mut expr);
                match expr {
                    Expr::Macro(call) if !suspends => (mac.attrs, mac.mac) = (call.attrs, call.mac),
                    expr => *stmt = Stmt::Expr(expr, Some(syn::Token![;](span))),
                }
                suspends
            }
            Stmt::Item(_) => false,
        }
    }

    /// An expression whose value is all of a statement, an initialiser or an arm: a yield can stand there. What must go
    /// before it goes into a block around it.
    fn position(&mut self, expr: &mut Expr) -> bool {
        self.enclosed(expr, Temporaries::EndAfterIt, Self::walk_position)
    }

    /// The same, of an expression that is the value of a block.
    fn value(&mut self, expr: &mut Expr) -> bool {
        self.enclosed(expr, Temporaries::EndWithIt, Self::walk_position)
    }

    fn walk_position(&mut self, expr: &mut Expr) -> bool {
        if let Expr::Paren(_) | Expr::Group(_) = expr {
            return self.in_parentheses(expr, Self::walk_position);
        }
        self.walk(expr)
    }

    /// Walks what stands in parentheses. They go where it suspends: it may become a statement.
    fn in_parentheses(&mut self, expr: &mut Expr, walk: impl Fn(&mut Self, &mut Expr) -> bool) -> bool {
        let (Expr::Paren(syn::ExprParen { expr: inner, .. })
        | Expr::Group(syn::ExprGroup { expr: inner, .. })) = expr
        else {
            return false;
        };
        let suspends = walk(self, inner);
        if suspends {
            let nothing = unit(start(inner));
            *expr = std::mem::replace(&mut **inner, nothing);
        }
        suspends
    }

    /// An operand whose temporaries end with it. Returns whether it is to be spilled.
    fn closed_operand(&mut self, expr: &mut Expr) -> bool {
        self.enclosed(expr, Temporaries::EndWithIt, Self::walk)
    }

    /// Walks `expr`. Returned is also what must go before it.
    fn spilled(
        &mut self,
        expr: &mut Expr,
        temporaries: Temporaries,
        walk: impl FnOnce(&mut Self, &mut Expr) -> bool,
    ) -> (bool, Vec<Stmt>) {
        let outer = std::mem::take(&mut self.before);
        let depth = if temporaries == Temporaries::EndWithIt { 0 } else { 1 };
        let depth = std::mem::replace(&mut self.depth, depth);
        let suspends = walk(self, expr);
        self.depth = depth;
        self.declare_in_turn();
        (suspends, std::mem::replace(&mut self.before, outer))
    }

    fn enclosed(
        &mut self,
        expr: &mut Expr,
        temporaries: Temporaries,
        walk: impl FnOnce(&mut Self, &mut Expr) -> bool,
    ) -> bool {
        let (suspends, before) = self.spilled(expr, temporaries, walk);
        if !before.is_empty() {
            enclose(expr, before);
        }
        suspends
    }

    /// Rewrites the yields inside `expr`, whose own value is used where it stands. What must be evaluated before
    /// it is pushed to `before`. Returns whether something in it suspends.
    fn walk(&mut self, expr: &mut Expr) -> bool {
        match expr {
            Expr::Yield(suspension) => {
                if let Some(value) = &mut suspension.expr {
                    self.yielded(value);
                }
                true
            }
            Expr::Paren(_) | Expr::Group(_) => self.in_parentheses(expr, Self::walk),
            Expr::Block(block) => self.block(&mut block.block),
            Expr::Unsafe(block) => self.block(&mut block.block),
            Expr::Loop(repeated) => self.round(&mut repeated.label, &mut repeated.body),
            Expr::While(_) => self.while_loop(expr),
            // What its head makes ends with it.
            Expr::ForLoop(_) => self.enclosed(expr, Temporaries::EndAfterIt, Self::for_loop),
            Expr::If(_) => self.conditional(expr),
            Expr::Match(_) => self.matched(expr),
            Expr::Binary(binary) if is_lazy(&binary.op) => self.lazy(expr),
            Expr::Break(jump) => jump.expr.as_mut().is_some_and(|value| self.brought_out(value)),
            Expr::Return(returned) => self.returned(returned),
            Expr::Assign(_) => self.assign(expr),
            Expr::Macro(_) => self.macro_call(expr),
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => false,
            _ => self.walk_operands(expr),
        }
    }

    /// An operand: a value that an expression around it goes on to use. A construct that suspends gives its value
    /// to a variable first.
    fn operand(&mut self, expr: &mut Expr) -> bool {
        if let Expr::Paren(syn::ExprParen { expr: inner, .. })
        | Expr::Group(syn::ExprGroup { expr: inner, .. }) = expr
        {
            return self.operand(inner);
        }
        // An argument of a macro that suspends becomes a variable before it.
        let leaves = self.in_macro && is_construct(expr) && names_yield(expr.to_token_stream());
        let in_macro = self.in_macro;
        self.in_macro &= !leaves;
        self.depth += 1;
        let suspends = self.walk(expr);
        self.depth -= 1;
        self.in_macro = in_macro;
        if suspends && is_construct(expr) {
            if let Expr::Assign(_) = expr {
                self.keep_temporaries(expr, Taking::Value);
            }
            if let Expr::Yield(_) = expr
                && !self.gives_value
            {
                let nothing = unit(start(expr));
                let suspension = std::mem::replace(expr, nothing);
                let span = start(&suspension);
                self.before.push(Stmt::Expr(suspension, Some(syn::Token![;](span))));
            } else {
                self.keep("operand", expr, None);
            }
        }
        suspends
    }

    /// The value of a yield: its temporaries are dropped before the generator suspends.
    fn yielded(&mut self, value: &mut Expr) {
        if self.closed_operand(value) {
            self.keep("yielded", value, None);
        }
    }

    /// The body of a loop, which gets a label, where a jump in it needs one.
    fn round(&mut self, label: &mut Option<Label>, body: &mut Block) -> bool {
        let own = label.as_ref().map(|label| label.name.clone());
        let outer = std::mem::replace(&mut self.round, own);
        let suspends = self.block(body);
        let round = std::mem::replace(&mut self.round, outer);
        *label = label.take().or_else(|| round.map(label_of));
        suspends
    }

    /// The value of a `break`. In `match break { … } { … }` the first block would be the arms: it goes into parentheses.
    fn brought_out(&mut self, value: &mut Expr) -> bool {
        let (suspends, before) = self.spilled(value, Temporaries::EndAfterIt, Self::walk_position);
        if !before.is_empty() {
            enclose(value, before);
            let span = start(value);
            let block = std::mem::replace(value, unit(span));
            *value = in_parentheses(block, span);
        }
        suspends
    }

    /// `return value`, where the value suspends: but in a coroutine it is `()`.
    fn returned(&mut self, returned: &mut syn::ExprReturn) -> bool {
        let Some(value) = &mut returned.expr else { return false };
        if self.gives_value {
            return self.operand(value);
        }
        if !self.position(value) {
            return false;
        }
        let span = start(value);
        if let Some(value) = returned.expr.take() {
            self.before.push(Stmt::Expr(*value, Some(syn::Token![;](span))));
        }
        true
    }
}

/// Whether `pat` neither looks at what it matches nor binds a part of it: `_`, `Link { .. }`.
fn tests_nothing(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Struct(pat) => pat.fields.iter().all(|field| tests_nothing(&field.pat)),
        Pat::Tuple(pat) => pat.elems.iter().all(tests_nothing),
        Pat::TupleStruct(pat) => pat.elems.iter().all(tests_nothing),
        Pat::Paren(pat) => tests_nothing(&pat.pat),
        _ => false,
    }
}

/// A place of a variable that is ignored isn't evaluated: it may be moved out of.
fn ignore(place: &mut Expr) {
    if is_part_of_variable(place) {
        *place = unit(place.span());
    }
}

/// Whether `op` may leave its right side unevaluated.
pub fn is_lazy(op: &syn::BinOp) -> bool {
    matches!(op, syn::BinOp::And(_) | syn::BinOp::Or(_))
}

/// Whether a yield can stand inside `expr` after lowering: every other expression is evaluated in one go.
fn is_construct(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Yield(_)
            | Expr::Assign(_)
            | Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_)
    )
}

//! Operands that branch, and move a variable on some path only: they are spilled as if they suspended, so that each
//! of their paths is known to move the variable or not.
//!
//! In `let n = f(if c { eat(noisy) } else { 2 }); yield_!(n);` the `else` leaves `noisy` to be dropped at the end of its
//! scope. That this matters only the analysis can tell: each operand that branches is marked with a number, and the
//! body is spilled anew with the numbers that it asks for. So is each statement that branches: where it is split into
//! sections, its temporaries live across them.

use crate::collections::HashSet;
use crate::rewrite::is_lazy;
use crate::syntax::{mark, mark_numbers, start};
use proc_macro2::Span;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Expr};

/// The number of an operand that branches: its place among others, behind the numbers of the macros that it came out of.
pub type Number = Vec<usize>;

/// What branches, as its mark tells.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Place {
    /// An operand, or a link of a condition.
    Operand,
    /// A statement, or the value of one, of a block or of an arm.
    Position,
}

impl Place {
    /// The attribute on what branches there.
    fn mark(self) -> &'static str {
        match self {
            Place::Operand => "__generator_branch",
            Place::Position => "__generator_split",
        }
    }
}

/// The attributes of `expr`, if control takes one of several paths in it.
pub fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    match expr {
        Expr::If(conditional) => Some(&mut conditional.attrs),
        Expr::Match(matched) => Some(&mut matched.attrs),
        Expr::Loop(repeated) => Some(&mut repeated.attrs),
        Expr::While(repeated) => Some(&mut repeated.attrs),
        Expr::ForLoop(repeated) => Some(&mut repeated.attrs),
        Expr::Block(block) => Some(&mut block.attrs),
        Expr::Unsafe(block) => Some(&mut block.attrs),
        Expr::Binary(binary) if is_lazy(&binary.op) => Some(&mut binary.attrs),
        _ => None,
    }
}

fn number(place: Place, attr: &Attribute) -> Option<Number> {
    mark_numbers(place.mark(), attr)
}

/// Which operands that branch are to be spilled, and how they are numbered.
pub struct Branches<'a> {
    hoisted: &'a HashSet<Number>,
    /// The number of the operand that branches that was met last.
    number: Number,
    /// Whether all operands that branch are to be spilled.
    pub hoists_all: bool,
}

impl<'a> Branches<'a> {
    /// Those with the numbers `hoisted`.
    pub fn new(hoisted: &'a HashSet<Number>) -> Self {
        Branches { hoisted, number: vec![0], hoists_all: false }
    }

    /// Whether `expr`, which doesn't suspend, branches, and is to be spilled as if it did. Else it is marked.
    pub fn is_hoisted(&mut self, expr: &mut Expr, in_macro: bool) -> bool {
        if let Expr::Paren(syn::ExprParen { expr: inner, .. })
        | Expr::Group(syn::ExprGroup { expr: inner, .. }) = expr
        {
            return self.is_hoisted(inner, in_macro);
        }
        if let Expr::Macro(_) = expr {
            // Spelled out, it may branch: the numbers of what follows stay the same.
            self.next();
        }
        if attributes(expr).is_none() {
            return false;
        }
        let (is_hoisted, mark) = self.branch(Place::Operand, start(expr), in_macro);
        if let Some(attrs) = attributes(expr).filter(|_| !is_hoisted) {
            attrs.extend(mark);
        }
        is_hoisted
    }

    /// Numbers a place at which control branches: whether it is to be spilled, else the mark to be set there.
    pub fn branch(&mut self, place: Place, span: Span, in_macro: bool) -> (bool, Option<Attribute>) {
        if self.hoists_all {
            return (true, None);
        }
        self.next();
        let is_hoisted = self.hoisted.contains(&self.number);
        let is_marked = !is_hoisted && !in_macro;
        (is_hoisted, is_marked.then(|| mark(place.mark(), &self.number, span)))
    }

    fn next(&mut self) {
        self.number.last_mut().into_iter().for_each(|last| *last += 1);
    }

    /// What is in a macro is numbered apart: the numbers of what follows are the same, whether it is walked or not.
    pub fn enter(&mut self) {
        self.number.push(0);
    }

    /// Behind that.
    pub fn leave(&mut self) {
        self.number.pop();
    }
}

/// Collects the numbers of the operands that branch in what it visits.
#[derive(Default)]
pub struct Marked(pub HashSet<Number>);

impl Visit<'_> for Marked {
    fn visit_attribute(&mut self, attr: &Attribute) {
        self.0.extend(number(Place::Operand, attr));
    }

    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_item(&mut self, _: &syn::Item) {}
}

/// The numbers of those among the expressions of `block` that branch, and that `is_split` says are split: in a position,
/// or as a macro there.
pub fn split_positions(block: &mut Block, is_split: &impl Fn(&Expr) -> bool) -> HashSet<Number> {
    struct Positions<'a, F>(&'a F, HashSet<Number>);
    impl<F: Fn(&Expr) -> bool> VisitMut for Positions<'_, F> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            if (self.0)(expr) {
                let attrs = attributes(expr).into_iter().flatten();
                let numbered = |attr: &mut Attribute| {
                    [Place::Position, Place::Operand].into_iter().find_map(|place| number(place, attr))
                };
                self.1.extend(attrs.filter_map(numbered));
            }
            visit_mut::visit_expr_mut(self, expr);
        }
        fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }
    let mut positions = Positions(is_split, HashSet::default());
    positions.visit_block_mut(block);
    positions.1
}

/// Takes marks away, for the code to be written.
pub fn clear(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| [Place::Operand, Place::Position].iter().all(|place| number(*place, attr).is_none()));
}

//! Changes to statements, expressions and patterns: what comes out still parses.

use super::{choose, range};
use quote::quote;
use rand::RngExt;
use rand::rngs::StdRng;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ItemFn, Pat, Stmt};

/// Statements, expressions and patterns to put in the place of others.
#[derive(Default)]
pub struct Pieces {
    stmts: Vec<Stmt>,
    exprs: Vec<Expr>,
    pats: Vec<Pat>,
}

impl Visit<'_> for Pieces {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        self.stmts.push(stmt.clone());
        visit::visit_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        self.exprs.push(expr.clone());
        visit::visit_expr(self, expr);
    }

    fn visit_pat(&mut self, pat: &Pat) {
        self.pats.push(pat.clone());
        visit::visit_pat(self, pat);
    }
}

/// Makes one change.
pub fn change(function: &mut ItemFn, pieces: &Pieces, rng: &mut StdRng) {
    let mut count = Count::default();
    count.visit_item_fn(function);
    let place = match rng.random_range(0..10) {
        0..4 if count.exprs > 0 => Place::Expr(rng.random_range(0..count.exprs)),
        4 if count.pats > 0 => Place::Pat(rng.random_range(0..count.pats)),
        _ => Place::Block(rng.random_range(0..count.blocks)),
    };
    Change { pieces, rng, place, count: Count::default() }.visit_item_fn_mut(function);
}

#[derive(Default)]
struct Count {
    blocks: usize,
    exprs: usize,
    pats: usize,
}

impl Visit<'_> for Count {
    fn visit_block(&mut self, block: &Block) {
        self.blocks += 1;
        visit::visit_block(self, block);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        self.exprs += 1;
        visit::visit_expr(self, expr);
    }

    fn visit_pat(&mut self, pat: &Pat) {
        self.pats += 1;
        visit::visit_pat(self, pat);
    }
}

/// The n-th of its kind, in the order of a visit.
#[derive(PartialEq)]
enum Place {
    Block(usize),
    Expr(usize),
    Pat(usize),
}

struct Change<'a> {
    pieces: &'a Pieces,
    rng: &'a mut StdRng,
    place: Place,
    count: Count,
}

impl VisitMut for Change<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let here = self.place == Place::Block(self.count.blocks);
        self.count.blocks += 1;
        if here {
            change_block(block, self.pieces, self.rng);
        } else {
            visit_mut::visit_block_mut(self, block);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let here = self.place == Place::Expr(self.count.exprs);
        self.count.exprs += 1;
        if !here {
            visit_mut::visit_expr_mut(self, expr);
        } else if self.rng.random_bool(0.2) {
            let inner = std::mem::replace(expr, Expr::Verbatim(quote!()));
            *expr = wrapped(inner, self.pieces, self.rng);
        } else if let Some(other) = choose(&self.pieces.exprs, self.rng) {
            *expr = other.clone();
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        let here = self.place == Place::Pat(self.count.pats);
        self.count.pats += 1;
        if !here {
            visit_mut::visit_pat_mut(self, pat);
        } else if let Some(other) = choose(&self.pieces.pats, self.rng) {
            *pat = other.clone();
        }
    }
}

fn change_block(block: &mut Block, pieces: &Pieces, rng: &mut StdRng) {
    let stmts = &mut block.stmts;
    let (start, end) = range(stmts.len(), rng);
    match rng.random_range(0..8) {
        0 => drop(stmts.drain(start..end)),
        1 => {
            let copies = stmts[start..end].to_vec();
            for _ in 0..rng.random_range(1..10) {
                stmts.splice(start..start, copies.iter().cloned());
            }
        }
        2 => stmts[start..end].reverse(),
        3 => {
            let inner = stmts.drain(start..end).collect();
            let inner = Block { brace_token: syn::token::Brace::default(), stmts: inner };
            let inner = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: inner });
            stmts.insert(start, Stmt::Expr(wrapped(inner, pieces, rng), None));
        }
        _ => drop(stmts.splice(start..start, choose(&pieces.stmts, rng).cloned())),
    }
}

/// Nests `expr`, now and then deep.
fn wrapped(mut expr: Expr, pieces: &Pieces, rng: &mut StdRng) -> Expr {
    let depth = if rng.random_bool(0.1) { rng.random_range(10..40) } else { rng.random_range(1..4) };
    for _ in 0..depth {
        let (other, pat) = (choose(&pieces.exprs, rng), choose(&pieces.pats, rng));
        let nested = match rng.random_range(0..18) {
            0 => quote!({ #expr; }),
            1 => quote!({ #expr }),
            2 => quote!(if #other { #expr }),
            3 => quote!(if x { y } else { #expr }),
            4 => quote!(loop { #expr }),
            5 => quote!('a: loop { #expr; break 'a; }),
            6 => quote!(match #expr { #pat => #other, _ => x }),
            7 => quote!(match #other { #pat if x => #expr, _ => #other }),
            8 => quote!(for #pat in #other { #expr }),
            9 => quote!('a: { #expr }),
            10 => quote!({ let #pat = #expr; #other }),
            11 => quote!({ let Some(x) = #other else { #expr; return }; }),
            12 => quote!((#expr)),
            13 => quote!((|| #expr)()),
            14 => quote!(while let #pat = #other { #expr }),
            15 => quote!(f(#other, #expr).next()),
            16 => quote!(yield_!(#expr)),
            _ => quote!((#expr)?),
        };
        expr = syn::parse2(nested).unwrap_or(expr);
    }
    expr
}

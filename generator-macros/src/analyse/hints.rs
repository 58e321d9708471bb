//! The machine → how many items are left at each point where it may be asked: its `size_hint`.
//!
//! In `yield_!(0); for x in xs { yield_!(x); } yield_!(1);` it is at least 2 at the start, where the iterator of `xs` isn't
//! made yet, and as many as that iterator has and one more at the yield inside the loop.
//!
//! The code is read backward, from the end: what is left before an expression is what is left after it, and what it yields
//! itself. Inside a loop that is counted up to the loop's head; the rounds of a `for` are as many as its iterator has items.

use super::remaining::{self, Hint};
use crate::check::may_be_left_out;
use crate::ir::marks::{Placeholder, exit_of};
use crate::ir::{ExitId, Head, LocalId, LoopId, Machine, Section, SectionId};
use crate::resolve::{Names, macros};
use crate::syntax::{is_compound, is_part_of_variable, parts};
use crate::types::is_iterator;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::{BinOp, Expr, Generics, Lifetime, Stmt};

type Ways = remaining::Ways<LoopId>;

/// What is left where a machine may be asked.
#[derive(Debug)]
pub struct Hints {
    /// Where each section begins.
    pub sections: Vec<Hint>,
    /// At the head of each loop.
    pub heads: Vec<Hint>,
}

/// The hints of `machine`, a function with these `generics`.
pub fn hints(machine: &Machine, names: &Names, generics: &Generics) -> Hints {
    let is_asked =
        |local: &LocalId| machine.local(*local).ty.as_ref().is_some_and(|ty| is_iterator(ty, generics));
    let iterators = machine.parameters.iter().copied().filter(is_asked).collect();
    let mut search = Search {
        machine,
        names,
        iterators,
        sections: vec![None; machine.sections.len()],
        heads: vec![Ways::none(); machine.loops.len()],
        frames: Vec::new(),
        used: BTreeSet::new(),
    };
    search.region(&machine.root, &Ways::to(None, Hint::NONE_LEFT));
    let mut heads = Vec::new();
    // The loops around one stand before it.
    for head in &search.heads {
        heads.push(head.to_the_end(|id| heads.get(id.0).cloned()));
    }
    let at = |ways: &Option<Ways>| {
        ways.as_ref().map_or(Hint::UNKNOWN, |ways| ways.to_the_end(|id| heads.get(id.0).cloned()))
    };
    Hints { sections: search.sections.iter().map(at).collect(), heads }
}

/// A loop, or a block with a label, around what is read.
struct Frame {
    label: Option<Lifetime>,
    is_loop: bool,
    /// What is left where a `continue` goes.
    head: Ways,
    after: Ways,
}

struct Search<'m> {
    machine: &'m Machine,
    names: &'m Names,
    /// The parameters that are iterators.
    iterators: Vec<LocalId>,
    /// What is left where each section begins, as far as they are read; inside a loop, up to its head.
    sections: Vec<Option<Ways>>,
    /// What is left at the head of each loop, up to those of the loops around.
    heads: Vec<Ways>,
    frames: Vec<Frame>,
    /// The parameters that are used in what is read of the loop around.
    used: BTreeSet<LocalId>,
}

impl<'m> Search<'m> {
    // Sections.

    /// Control goes from a section to a later one, or back to the head of a loop around it: the last are read first.
    fn region(&mut self, region: &[SectionId], end: &Ways) {
        for id in region.iter().rev() {
            let Section { code, .. } = &self.machine.sections[id.0];
            let ways = self.code(code, end.clone());
            self.sections[id.0] = Some(ways);
        }
    }

    /// A loop that control comes back into, which `after` follows in its section.
    fn machine_loop(&mut self, id: LoopId, after: Ways) -> Ways {
        let own = &self.machine.loops[id.0];
        let label = own.label.as_ref().map(|label| label.name.clone());
        let head = Ways::to(Some(id), Hint::NONE_LEFT);
        let ways = self.rounds(|this| {
            this.frames.push(Frame { label, is_loop: true, head: head.clone(), after: after.clone() });
            this.region(&own.region, &head);
            let first = own.region.first().and_then(|first| this.sections[first.0].clone());
            let round = first.unwrap_or(head);
            let ways = match &own.head {
                Head::For { iter, .. } => Ways::at_head_of_for(id, *iter, round, after),
                Head::While(cond) => Ways::at_head(id, this.condition(cond, round, after)),
                Head::Loop => Ways::at_head(id, round),
            };
            this.frames.pop();
            ways
        });
        self.heads[id.0] = ways.clone();
        ways
    }

    /// What is left before a loop, which `read` reads. A round before may have used what the loop names.
    fn rounds(&mut self, read: impl FnOnce(&mut Self) -> Ways) -> Ways {
        let outer = std::mem::take(&mut self.used);
        let ways = read(self);
        let ways = self.used.iter().fold(ways, |ways, local| ways.without(*local));
        self.used.extend(outer);
        ways
    }

    /// What is left before a use of `local`.
    fn before_use(&mut self, local: LocalId, after: Ways) -> Ways {
        if self.iterators.contains(&local) {
            self.used.insert(local);
        }
        after.without(local)
    }

    /// What is left where an exit leads.
    fn at_target(&self, exit: ExitId) -> Ways {
        let section = self.machine.section_of(self.machine.exits[exit.0].target);
        self.sections[section.0].clone().unwrap_or_else(|| Ways::to(None, Hint::UNKNOWN))
    }

    // Statements.

    /// What is left where `code` begins, which `after` follows.
    fn code(&mut self, code: &'m [Stmt], after: Ways) -> Ways {
        code.iter().rev().fold(after, |after, stmt| {
            if may_be_left_out(stmt) {
                let without = after.clone();
                return self.stmt(stmt, after).or(without);
            }
            self.stmt(stmt, after)
        })
    }

    fn stmt(&mut self, stmt: &'m Stmt, after: Ways) -> Ways {
        match stmt {
            Stmt::Local(local) => self.local(local, after),
            Stmt::Expr(expr, _) => self.expr(expr, after),
            Stmt::Item(_) => after,
            Stmt::Macro(_) => self.anywhere(after),
        }
    }

    fn local(&mut self, local: &'m syn::Local, mut after: Ways) -> Ways {
        let bound = self.names.bindings(&local.pat);
        let Some(init) = &local.init else { return after };
        if let ([bound], None) = (&bound[..], &init.diverge) {
            // A parameter that moves into its place among the variables.
            if self.names.variable(&init.expr) == Some(*bound) {
                return after;
            }
            if let Some(source) = self.iterated(&init.expr)
                && after.asks(*bound)
            {
                self.used.insert(source);
                return after.on_all(|hint| hint.renamed(*bound, source));
            }
        }
        for local in bound {
            after = after.without(local);
        }
        if let Some((_, diverge)) = &init.diverge {
            after = self.expr(diverge, Ways::none()).or(after);
        }
        self.expr(&init.expr, after)
    }

    /// The parameter that `make`, the value of a `for`'s iterator, is, since it is one already.
    fn iterated(&self, make: &Expr) -> Option<LocalId> {
        let Expr::Call(call) = make else { return None };
        let only = call.args.first().filter(|_| call.args.len() == 1)?;
        self.names.variable(only).filter(|local| self.iterators.contains(local))
    }

    // Expressions.

    /// What is left before `expr`, which `after` follows.
    fn expr(&mut self, expr: &'m Expr, after: Ways) -> Ways {
        match expr {
            Expr::Path(_) => match self.names.variable(expr) {
                Some(local) => self.before_use(local, after),
                None => after,
            },
            Expr::Yield(suspension) => {
                let target = exit_of(&suspension.attrs).map(|exit| self.at_target(exit));
                let target = target.unwrap_or_else(|| Ways::to(None, Hint::UNKNOWN));
                self.optional(suspension.expr.as_deref(), target.on_all(Hint::and_one))
            }
            Expr::Macro(_) => match Placeholder::of(expr) {
                Some(Placeholder::Goto(exit, _)) => self.at_target(exit),
                Some(Placeholder::Loop(id, _)) => self.machine_loop(id, after),
                Some(Placeholder::Scope(_) | Placeholder::Statement(_)) => after,
                None => self.anywhere(after),
            },
            // The failure is the last item.
            Expr::Try(tried) => {
                let failure = Ways::to(None, Hint::NONE_LEFT.and_one());
                self.expr(&tried.expr, failure.or(after))
            }
            Expr::Return(returned) => {
                let end = Ways::to(None, Hint::NONE_LEFT);
                match returned.expr.as_deref() {
                    None => end,
                    // It may be a failure.
                    Some(value) => self.expr(value, end.clone().or(end.on_all(Hint::and_one))),
                }
            }
            Expr::Break(jump) => {
                let after = self.jump(jump.label.as_ref(), |frame| &frame.after);
                self.optional(jump.expr.as_deref(), after)
            }
            Expr::Continue(jump) => self.jump(jump.label.as_ref(), |frame| &frame.head),
            Expr::Call(call) => self.call(expr, call, after),
            Expr::Closure(_) | Expr::Async(_) => self.captured(expr.to_token_stream(), after),
            Expr::Const(_) => after,
            Expr::TryBlock(_) => Ways::to(None, Hint::UNKNOWN),
            Expr::Assign(assign) => {
                let after = self.expr(&assign.left, after);
                self.expr(&assign.right, after)
            }
            Expr::Binary(binary) => self.binary(binary, after),
            other => self.control(other, after),
        }
    }

    fn optional(&mut self, expr: Option<&'m Expr>, after: Ways) -> Ways {
        match expr {
            Some(expr) => self.expr(expr, after),
            None => after,
        }
    }

    /// The parts of an expression are evaluated in the order in which they are written.
    fn parts(&mut self, expr: &'m Expr, after: Ways) -> Ways {
        parts(expr).into_iter().rev().fold(after, |after, part| self.expr(part, after))
    }

    /// A call, or what stands for a macro.
    fn call(&mut self, expr: &'m Expr, call: &'m syn::ExprCall, after: Ways) -> Ways {
        if macros::is_macro(call) {
            let after = if macros::diverges(call) { Ways::none() } else { after };
            // An assertion's message is evaluated where it fails only.
            return self.parts(expr, after.clone()).or(after);
        }
        let is_users = matches!(*call.func, Expr::Infer(_));
        let after = if is_users { self.anywhere(after) } else { after };
        self.parts(expr, after)
    }

    fn binary(&mut self, binary: &'m syn::ExprBinary, after: Ways) -> Ways {
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                let right = self.expr(&binary.right, after.clone());
                self.expr(&binary.left, right.or(after))
            }
            // Which side comes first depends on their types.
            op if is_compound(&op) => {
                let left = self.expr(&binary.left, after);
                let right = self.expr(&binary.right, left.clone());
                if is_part_of_variable(&binary.left) { right } else { right.or(left) }
            }
            _ => {
                let right = self.expr(&binary.right, after);
                self.expr(&binary.left, right)
            }
        }
    }

    /// A closure may have done anything to what it captures.
    fn captured(&mut self, tokens: TokenStream, after: Ways) -> Ways {
        tokens.into_iter().fold(after, |after, token| match token {
            TokenTree::Ident(name) => match self.names.local(&name) {
                Some(local) => self.before_use(local, after),
                None => after,
            },
            TokenTree::Group(group) => self.captured(group.stream(), after),
            _ => after,
        })
    }

    /// A macro that isn't known may hide a use of any variable, and any jump but to what it can't name.
    fn anywhere(&mut self, after: Ways) -> Ways {
        let end = Ways::to(None, Hint::NONE_LEFT);
        let returned = end.clone().or(end.on_all(Hint::and_one));
        let jumps = self.frames.iter().flat_map(|frame| [&frame.head, &frame.after]);
        let ways = jumps.fold(after.or(returned), |ways, jump| ways.or(jump.clone()));
        self.used.extend(&self.iterators);
        self.iterators.iter().fold(ways, |ways, iterator| ways.without(*iterator))
    }

    // Control flow.

    fn jump(&self, label: Option<&Lifetime>, to: impl Fn(&Frame) -> &Ways) -> Ways {
        let frame = self.frames.iter().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|own| own.ident == label.ident),
            None => frame.is_loop,
        });
        frame.map_or_else(|| Ways::to(None, Hint::UNKNOWN), |frame| to(frame).clone())
    }

    fn control(&mut self, expr: &'m Expr, after: Ways) -> Ways {
        match expr {
            Expr::Block(block) => {
                let Some(label) = &block.label else { return self.code(&block.block.stmts, after) };
                self.framed(Some(label), false, after.clone(), |this| this.code(&block.block.stmts, after))
            }
            Expr::Unsafe(block) => self.code(&block.block.stmts, after),
            Expr::If(conditional) => {
                let fails = match &conditional.else_branch {
                    Some((_, otherwise)) => self.expr(otherwise, after.clone()),
                    None => after.clone(),
                };
                let holds = self.code(&conditional.then_branch.stmts, after);
                self.condition(&conditional.cond, holds, fails)
            }
            Expr::Match(matched) => self.matched(matched, after),
            // These loops don't yield on the way back to their heads: one round tells of all.
            Expr::Loop(repeated) => self.repeated(repeated.label.as_ref(), after, |this, _| {
                this.code(&repeated.body.stmts, Ways::none())
            }),
            Expr::While(repeated) => self.repeated(repeated.label.as_ref(), after, |this, after| {
                let round = this.code(&repeated.body.stmts, Ways::none());
                this.condition(&repeated.cond, round, after)
            }),
            Expr::ForLoop(repeated) => {
                let rounds = self.repeated(repeated.label.as_ref(), after, |this, after| {
                    this.code(&repeated.body.stmts, Ways::none()).or(after)
                });
                self.expr(&repeated.expr, rounds)
            }
            other => self.parts(other, after),
        }
    }

    /// What is left before a loop of plain code, one round of which is read.
    fn repeated(
        &mut self,
        label: Option<&syn::Label>,
        after: Ways,
        round: impl FnOnce(&mut Self, Ways) -> Ways,
    ) -> Ways {
        self.rounds(|this| this.framed(label, true, after.clone(), |this| round(this, after)))
    }

    /// What is left before a loop of plain code, or a block with a label.
    fn framed(
        &mut self,
        label: Option<&syn::Label>,
        is_loop: bool,
        after: Ways,
        inside: impl FnOnce(&mut Self) -> Ways,
    ) -> Ways {
        let label = label.map(|label| label.name.clone());
        self.frames.push(Frame { label, is_loop, head: Ways::none(), after });
        let ways = inside(self);
        self.frames.pop();
        ways
    }

    /// What is left before a condition.
    fn condition(&mut self, cond: &'m Expr, holds: Ways, fails: Ways) -> Ways {
        match cond {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let right = self.condition(&binary.right, holds, fails.clone());
                self.condition(&binary.left, right, fails)
            }
            Expr::Paren(paren) => self.condition(&paren.expr, holds, fails),
            Expr::Group(group) => self.condition(&group.expr, holds, fails),
            other => self.expr(other, holds.or(fails)),
        }
    }

    fn matched(&mut self, matched: &'m syn::ExprMatch, after: Ways) -> Ways {
        let arms = matched.arms.iter().rev().fold(Ways::none(), |later, arm| {
            let body = self.expr(&arm.body, after.clone()).or(later.clone());
            match &arm.guard {
                Some((_, guard)) => self.expr(guard, body).or(later),
                None => body,
            }
        });
        self.expr(&matched.expr, arms)
    }
}

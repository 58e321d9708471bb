//! Which loops control comes back into after a suspension inside them: those need a region of their own.
//!
//! In `for n in 1.. { if n > 9 { yield_!(n); return; } }` what follows the yield never comes back to the head.

use crate::ir::marks::Placeholder;
use crate::suspends::suspends;
use crate::syntax::labels_among;
use proc_macro2::{Span, TokenStream};
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, Lifetime, Stmt};

const MARK: &str = "__generator_repeats";

/// Marks the loops of `block` that control comes back into.
pub(super) fn mark_loops(block: &mut Block) {
    let mut marker = Marker { frames: Vec::new() };
    marker.block(block, false);
}

/// Whether `expr`, a loop, is marked.
pub(super) fn comes_back(expr: &Expr) -> bool {
    let attrs = match expr {
        Expr::ForLoop(repeated) => &repeated.attrs,
        Expr::While(repeated) => &repeated.attrs,
        Expr::Loop(repeated) => &repeated.attrs,
        _ => return false,
    };
    attrs.iter().any(|attr| attr.path().is_ident(MARK))
}

/// A loop or labelled block around what is walked.
struct Frame {
    label: Option<Lifetime>,
    is_loop: bool,
    /// Whether control may come to its head, or leave it, after a suspension inside.
    is_continued: bool,
    is_broken: bool,
}

struct Marker {
    frames: Vec<Frame>,
}

impl Marker {
    /// Walks `expr`, which control comes to after a suspension if `resumed`. Returned is whether it so comes to its end.
    fn expr(&mut self, expr: &mut Expr, resumed: bool) -> bool {
        if !suspends(expr) {
            if resumed {
                Jumps { marker: self, depth: 0, labels: Vec::new() }.visit_expr(expr);
            }
            return resumed && self.may_fall(expr);
        }
        match expr {
            Expr::Yield(_) => true,
            Expr::Paren(paren) => self.expr(&mut paren.expr, resumed),
            Expr::Group(group) => self.expr(&mut group.expr, resumed),
            Expr::Unsafe(block) => self.block(&mut block.block, resumed),
            Expr::Block(block) => match block.label.as_ref().map(|label| label.name.clone()) {
                None => self.block(&mut block.block, resumed),
                Some(label) => {
                    let body = &mut block.block;
                    let (end, frame) = self.framed(Some(label), false, |this| this.block(body, resumed));
                    end | frame.is_broken
                }
            },
            Expr::If(conditional) => {
                let resumed = self.expr(&mut conditional.cond, resumed);
                let then = self.block(&mut conditional.then_branch, resumed);
                match &mut conditional.else_branch {
                    Some((_, otherwise)) => self.expr(otherwise, resumed) | then,
                    None => then | resumed,
                }
            }
            Expr::Match(matched) => {
                let resumed = self.expr(&mut matched.expr, resumed);
                let mut end = false;
                for arm in &mut matched.arms {
                    end |= self.expr(&mut arm.body, resumed);
                }
                end
            }
            Expr::Loop(repeated) => {
                let label = repeated.label.as_ref().map(|label| label.name.clone());
                let body = &mut repeated.body;
                self.repeated(label, &mut repeated.attrs, resumed, |this| this.block(body, false))
            }
            Expr::While(repeated) => {
                let label = repeated.label.as_ref().map(|label| label.name.clone());
                let (cond, body) = (&mut repeated.cond, &mut repeated.body);
                self.repeated(label, &mut repeated.attrs, resumed, |this| {
                    let resumed = this.expr(cond, false);
                    this.block(body, resumed)
                })
            }
            Expr::ForLoop(repeated) => {
                let label = repeated.label.as_ref().map(|label| label.name.clone());
                let body = &mut repeated.body;
                self.repeated(label, &mut repeated.attrs, resumed, |this| this.block(body, false))
            }
            Expr::Assign(assign) => self.expr(&mut assign.right, resumed),
            Expr::Break(jump) => {
                let resumed = jump.expr.as_mut().is_some_and(|value| self.expr(value, resumed)) | resumed;
                if resumed {
                    self.jump(jump.label.as_ref(), false, 0);
                }
                false
            }
            _ => true,
        }
    }

    fn block(&mut self, block: &mut Block, mut resumed: bool) -> bool {
        let mut falls = true;
        for stmt in &mut block.stmts {
            match stmt {
                Stmt::Local(local) => {
                    let Some(init) = &mut local.init else { continue };
                    let value = self.expr(&mut init.expr, resumed);
                    if let Some((_, diverge)) = &mut init.diverge {
                        self.expr(diverge, value);
                    }
                    resumed = value;
                    falls &= super::falls::falls(&init.expr) || resumed;
                }
                Stmt::Expr(expr, _) => {
                    resumed = self.expr(expr, resumed);
                    falls &= super::falls::falls(expr) || resumed;
                }
                Stmt::Item(_) | Stmt::Macro(_) => {}
            }
        }
        resumed && falls
    }

    fn may_fall(&self, expr: &Expr) -> bool {
        super::falls::falls(expr)
    }

    fn framed(
        &mut self,
        label: Option<Lifetime>,
        is_loop: bool,
        walk: impl FnOnce(&mut Self) -> bool,
    ) -> (bool, Frame) {
        self.frames.push(Frame { label, is_loop, is_continued: false, is_broken: false });
        let end = walk(self);
        let frame =
            self.frames.pop().unwrap_or(Frame { label: None, is_loop, is_continued: true, is_broken: true });
        (end, frame)
    }

    fn repeated(
        &mut self,
        label: Option<Lifetime>,
        attrs: &mut Vec<Attribute>,
        resumed: bool,
        walk: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        let (end, frame) = self.framed(label, true, walk);
        if end || frame.is_continued {
            attrs.push(crate::syntax::mark(MARK, &[], Span::call_site()));
            return true;
        }
        resumed || frame.is_broken
    }

    /// A jump after a suspension, inside so many loops of plain code.
    fn jump(&mut self, label: Option<&Lifetime>, continues: bool, depth: usize) {
        if label.is_none() && depth > 0 {
            return;
        }
        let frame = self.frames.iter_mut().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|name| name.ident == label.ident),
            None => frame.is_loop,
        });
        if let Some(frame) = frame {
            frame.is_continued |= continues;
            frame.is_broken |= !continues;
        }
    }
}

/// The jumps in plain code that control comes to after a suspension.
struct Jumps<'m> {
    marker: &'m mut Marker,
    /// How many loops are around, in the plain code.
    depth: usize,
    labels: Vec<Lifetime>,
}

impl Jumps<'_> {
    fn inside(&mut self, label: Option<&syn::Label>, is_loop: bool, walk: impl FnOnce(&mut Self)) {
        let labels = self.labels.len();
        self.labels.extend(label.map(|label| label.name.clone()));
        self.depth += usize::from(is_loop);
        walk(self);
        self.depth -= usize::from(is_loop);
        self.labels.truncate(labels);
    }

    fn jump(&mut self, label: Option<&Lifetime>, continues: bool) {
        let stays = label.is_some_and(|label| self.labels.iter().any(|own| own.ident == label.ident));
        if !stays {
            self.marker.jump(label, continues, self.depth);
        }
    }

    /// What is hidden in the tokens of a macro may jump to the labels that they name.
    fn tokens(&mut self, tokens: TokenStream) {
        for label in labels_among(tokens) {
            self.jump(Some(&label), true);
            self.jump(Some(&label), false);
        }
    }
}

impl Visit<'_> for Jumps<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            Expr::Break(jump) => {
                self.jump(jump.label.as_ref(), false);
                visit::visit_expr(self, expr);
            }
            Expr::Continue(jump) => self.jump(jump.label.as_ref(), true),
            Expr::Loop(repeated) => {
                self.inside(repeated.label.as_ref(), true, |this| visit::visit_expr_loop(this, repeated));
            }
            Expr::While(repeated) => {
                self.inside(repeated.label.as_ref(), true, |this| visit::visit_expr_while(this, repeated));
            }
            Expr::ForLoop(repeated) => {
                self.inside(repeated.label.as_ref(), true, |this| visit::visit_expr_for_loop(this, repeated));
            }
            Expr::Block(block) => {
                self.inside(block.label.as_ref(), false, |this| visit::visit_expr_block(this, block));
            }
            Expr::Macro(call) if Placeholder::of(expr).is_none() => {
                // What a macro does can't be seen.
                self.jump(None, true);
                self.jump(None, false);
                self.tokens(call.mac.tokens.clone());
            }
            expr => visit::visit_expr(self, expr),
        }
    }
    fn visit_item(&mut self, item: &syn::Item) {
        // A macro of the body's own may jump to any label around it.
        if let syn::Item::Macro(item) = item {
            self.tokens(item.mac.tokens.clone());
        }
    }
}

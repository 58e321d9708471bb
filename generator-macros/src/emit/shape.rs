//! The shape of a section's code: where scopes are opened anew in it, where its loop stands, and what follows that.
//!
//! In `{ { LOOP } f(); } g();` the loop is followed at depth 1, and something follows further out.

use crate::collections::HashMap;
use crate::ir::marks::Placeholder;
use crate::ir::{LocalId, LoopId};
use crate::syntax::is_unit;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, Stmt};

/// What stands in the block that is all of `tokens`, or else `tokens`: `{ f(); };` → `f();`. Where yields are nested, each
/// section would have all the braces around its own. A value that is dropped behind it keeps its semicolon.
pub(super) fn without_braces(tokens: TokenStream) -> TokenStream {
    let mut found = tokens.clone().into_iter();
    let first = found.next();
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let ends: Vec<TokenTree> = found.collect();
    match first {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && ends.iter().all(is_end) => {
            let inside = group.stream();
            if may_give_value(&inside) { inside.into_iter().chain(ends).collect() } else { inside }
        }
        _ => tokens,
    }
}

/// Whether `code` may end with an expression that has another value than `()`: its last statement is no `for` or `while`, and no
/// semicolon ends it.
fn may_give_value(code: &TokenStream) -> bool {
    let mut begins = true;
    let mut gives = false;
    for token in code.clone() {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => (begins, gives) = (true, false),
            // A block, or the body of a loop.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && (begins || !gives) => {
                gives = begins && may_give_value(&group.stream());
                begins = true;
            }
            TokenTree::Ident(name) if begins => {
                gives = name != "for" && name != "while";
                begins = false;
            }
            _ if begins => (begins, gives) = (false, true),
            _ => {}
        }
    }
    gives
}

/// Whether a statement is `{}`, `{};` or `();`.
pub(super) fn is_nothing(tokens: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().take(3).collect();
    let is_empty = |token: &TokenTree, delimiter| matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter && group.stream().is_empty());
    match &tokens[..] {
        [block] => is_empty(block, Delimiter::Brace),
        [value, TokenTree::Punct(end)] if end.as_char() == ';' => {
            is_empty(value, Delimiter::Brace) || is_empty(value, Delimiter::Parenthesis)
        }
        _ => false,
    }
}

/// Whether nothing happens in `code`.
pub fn is_empty(code: &[Stmt]) -> bool {
    code.iter().all(|stmt| match stmt {
        Stmt::Item(_) => true,
        Stmt::Expr(Expr::Block(block), _) => is_empty(&block.block.stmts),
        Stmt::Expr(expr, _) => is_unit(expr) || matches!(Placeholder::of(expr), Some(Placeholder::Scope(_))),
        _ => false,
    })
}

/// The scope marks in some code.
#[derive(Default)]
pub(super) struct Marks {
    pub found: HashMap<LocalId, usize>,
    depth: usize,
}

impl Visit<'_> for Marks {
    fn visit_expr(&mut self, expr: &Expr) {
        if let Some(Placeholder::Scope(locals)) = Placeholder::of(expr) {
            self.found.extend(locals.into_iter().map(|local| (local, self.depth)));
        }
        let is_block = matches!(expr, Expr::Block(_) | Expr::Loop(_) | Expr::Unsafe(_));
        self.depth += usize::from(is_block);
        visit::visit_expr(self, expr);
        self.depth -= usize::from(is_block);
    }
    fn visit_item(&mut self, _: &syn::Item) {}
}

pub(super) fn begins_with_scope(stmts: &[Stmt]) -> bool {
    matches!(stmts.first(), Some(Stmt::Expr(expr, _)) if matches!(Placeholder::of(expr), Some(Placeholder::Scope(_) | Placeholder::Loop(..))) || matches!(expr, Expr::Block(block) if begins_with_scope(&block.block.stmts)))
}

/// Whether `stmt` opens the scope of a block anew.
pub(super) fn is_scope(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(expr, _) if matches!(Placeholder::of(expr), Some(Placeholder::Scope(_))))
}

/// Whether the loop of a section stands in `stmt`.
pub(super) fn holds_loop(stmt: &Stmt, id: LoopId) -> bool {
    struct Finder(LoopId, bool);
    impl Visit<'_> for Finder {
        fn visit_expr(&mut self, expr: &Expr) {
            if matches!(Placeholder::of(expr), Some(Placeholder::Loop(id, _)) if id == self.0) {
                self.1 = true;
            } else {
                visit::visit_expr(self, expr);
            }
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut finder = Finder(id, false);
    finder.visit_stmt(stmt);
    finder.1
}

/// Whether `stmt` is no code: an item, or the mark of a scope.
fn is_mark(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Item(_) => true,
        Stmt::Expr(expr, _) => matches!(Placeholder::of(expr), Some(Placeholder::Scope(_))),
        _ => false,
    }
}

/// Whether `code` ends with an expression that is a statement with a semicolon only.
pub(super) fn wants_semicolon(code: &[Stmt]) -> bool {
    match code.last() {
        Some(Stmt::Expr(Expr::Block(block), None)) => wants_semicolon(&block.block.stmts),
        Some(Stmt::Expr(last, None)) => matches!(
            last,
            Expr::Binary(_)
                | Expr::Cast(_)
                | Expr::Field(_)
                | Expr::Index(_)
                | Expr::Lit(_)
                | Expr::Path(_)
                | Expr::Range(_)
                | Expr::Reference(_)
                | Expr::Tuple(_)
                | Expr::Unary(_)
        ),
        _ => false,
    }
}

/// Whether something follows in a block around the one that is `level` deep.
pub(super) fn follows_outside(code: &[Stmt], level: usize) -> bool {
    let mut stmts = code;
    for _ in 0..level {
        let Some(first) = stmts.iter().position(|stmt| !is_mark(stmt)) else { return false };
        if first + 1 < stmts.len() {
            return true;
        }
        let expr = match &stmts[first] {
            Stmt::Expr(expr, _) => expr,
            _ => return true,
        };
        stmts = match expr {
            Expr::Block(block) => &block.block.stmts,
            Expr::Loop(repeated) => &repeated.body.stmts,
            Expr::Unsafe(block) => &block.block.stmts,
            _ => return true,
        };
    }
    false
}

/// The labels of blocks around the place, `level` deep, where what was kept in the loop of `code` is taken out, by which the
/// loop may be left.
pub(super) fn bypassing(code: &[Stmt], level: usize) -> Vec<syn::Lifetime> {
    struct Labels {
        left: Vec<syn::Lifetime>,
        around: Vec<syn::Lifetime>,
        level: usize,
        depth: usize,
    }
    impl Visit<'_> for Labels {
        fn visit_expr(&mut self, expr: &Expr) {
            if let Some(Placeholder::Loop(_, labels)) = Placeholder::of(expr) {
                self.left.extend(labels);
            }
            let (label, is_block) = match expr {
                Expr::Block(block) => (block.label.as_ref(), true),
                Expr::Loop(repeated) => (repeated.label.as_ref(), true),
                Expr::Unsafe(_) => (None, true),
                _ => (None, false),
            };
            if self.depth < self.level {
                self.around.extend(label.map(|label| label.name.clone()));
            }
            self.depth += usize::from(is_block);
            visit::visit_expr(self, expr);
            self.depth -= usize::from(is_block);
        }
        fn visit_item(&mut self, _: &syn::Item) {}
    }
    let mut labels = Labels { left: Vec::new(), around: Vec::new(), level, depth: 0 };
    code.iter().for_each(|stmt| labels.visit_stmt(stmt));
    labels.around.retain(|around| labels.left.iter().any(|label| around.ident == label.ident));
    labels.around
}

/// How deep in blocks something follows the loop that `code` begins with.
pub(super) fn followed_at(code: &[Stmt], depth: usize) -> Option<usize> {
    let first = code.iter().position(|stmt| !is_mark(stmt))?;
    let inner = match &code[first] {
        Stmt::Expr(expr, _) => inside(expr, depth),
        Stmt::Local(local) => local.init.as_ref().and_then(|init| inside(&init.expr, depth)),
        _ => None,
    };
    let is_binding = matches!(code[first], Stmt::Local(_))
        || matches!(&code[first], Stmt::Expr(Expr::Assign(_) | Expr::Break(_), _));
    inner.or_else(|| (first + 1 < code.len() || is_binding).then_some(depth))
}

fn inside(expr: &Expr, depth: usize) -> Option<usize> {
    match expr {
        Expr::Block(block) => followed_at(&block.block.stmts, depth + 1),
        Expr::Loop(repeated) => followed_at(&repeated.body.stmts, depth + 1),
        Expr::Unsafe(block) => followed_at(&block.block.stmts, depth + 1),
        Expr::Assign(assign) => inside(&assign.right, depth),
        _ => None,
    }
}

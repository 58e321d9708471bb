//! Statements that suspend: where control comes to what follows by one way only, it goes on there; where by several, they
//! meet in a join.
//!
//! `let n = if c { yield_!(1); 2 } else { 3 }; f(n);` → `if c { suspend } else { let n = 3; go to J }`, the text
//! `let n = { 2 }; go to J`, and `J: f(n);`.

use super::falls::{falls, has_goto, stmt_has_goto, text_falls};
use super::{Flows, Lowerer, Text};
use crate::ir::{Entry, LocalId, SectionId, Target};
use crate::suspends::suspends;
use crate::syntax::{in_block, is_unit, plain, start, unit, variable};
use proc_macro2::Span;
use syn::{Expr, Pat, Stmt};

/// Where control goes after a statement.
pub(super) enum Next {
    /// On in the code that it stands in.
    Here,
    Nowhere,
    /// On in another section, whose code begins so.
    Section(SectionId, Vec<Stmt>),
}

/// What becomes of a statement.
pub(super) struct StatementFlows {
    pub native: Vec<Stmt>,
    /// The texts that don't go on to what follows, or that are the last of their block.
    pub finished: Vec<Text>,
    pub next: Next,
    /// The variables that are known where the next code begins.
    pub declared_before: Vec<LocalId>,
    /// Those that it declares itself.
    pub declared: Vec<LocalId>,
}

/// What a statement does with the value of the expression that suspends.
#[derive(Clone)]
enum Destination {
    /// Drops it: `expr;`
    Drop,
    /// It is the value of the block.
    Tail,
    /// `let pattern = expr;`, with an `else` that doesn't suspend, or none.
    Let(Box<syn::Local>),
}

impl Destination {
    /// The statement that gives `value` there.
    fn stmt(&self, value: Expr) -> Stmt {
        match self {
            Destination::Drop => Stmt::Expr(value, Some(syn::Token![;](Span::call_site()))),
            Destination::Tail => Stmt::Expr(value, None),
            Destination::Let(local) => {
                let mut local = (**local).clone();
                if let Some(init) = &mut local.init {
                    *init.expr = value;
                }
                Stmt::Local(local)
            }
        }
    }
}

impl Lowerer {
    /// Lowers a statement that suspends. `is_last` tells that it is the last of its block.
    pub(super) fn statement(&mut self, stmt: Stmt, is_last: bool) -> StatementFlows {
        match stmt {
            Stmt::Local(mut local) => {
                let Some(init) = &mut local.init else { unreachable!("it doesn't suspend") };
                if let Some((_, diverge)) = init.diverge.take_if(|_| !suspends(&init.expr)) {
                    return self.let_else(local, *diverge);
                }
                let value = std::mem::replace(&mut *init.expr, unit(Span::call_site()));
                let lowered = self.expr(value);
                self.goes_on(lowered, Destination::Let(Box::new(local)))
            }
            Stmt::Expr(expr, semi) => {
                let lowered = self.expr(expr);
                match semi {
                    _ if is_last => last(lowered, semi.is_some()),
                    _ => self.goes_on(lowered, Destination::Drop),
                }
            }
            Stmt::Item(_) | Stmt::Macro(_) => unreachable!("they don't suspend"),
        }
    }

    /// `let pattern = value else { … yield … };`: the `else` never comes back.
    fn let_else(&mut self, mut local: syn::Local, diverge: Expr) -> StatementFlows {
        let span = start(&diverge);
        let Flows { native, resumed } = self.expr(diverge);
        if let Some(init) = &mut local.init {
            init.diverge = Some((syn::Token![else](span), Box::new(as_block(native))));
        }
        let declared = self.declare_pattern(&local.pat);
        StatementFlows {
            native: vec![Stmt::Local(local)],
            finished: resumed,
            next: Next::Here,
            declared_before: Vec::new(),
            declared,
        }
    }

    /// What follows the statement is reached natively, from one text, or from several ways that meet.
    fn goes_on(&mut self, lowered: Flows<Expr>, destination: Destination) -> StatementFlows {
        let Flows { native, resumed } = lowered;
        let native_falls = falls(&native);
        let (falling, mut finished): (Vec<Text>, Vec<Text>) =
            resumed.into_iter().partition(|text| text_falls(&text.code));
        let branches = falling.iter().any(|text| text.code.iter().any(stmt_has_goto));
        // What only the native code comes to stays behind it in a loop that stays in place: a join would be left outside, from
        // where there is no way back to the loop's head.
        let stays = self.in_place > 0 && falling.is_empty();
        let meets = native_falls && (has_goto(&native) || !falling.is_empty()) && !stays;
        if meets || falling.len() > 1 || branches {
            return self.joined(native, falling, finished, destination);
        }
        let native = if native_falls { destination.stmt(native) } else { Destination::Drop.stmt(native) };
        let declared = match &destination {
            Destination::Let(local) => self.declare_pattern(&local.pat),
            _ => Vec::new(),
        };
        let next = match falling.into_iter().next() {
            Some(text) => {
                let value = as_value(text.code);
                Next::Section(text.section, vec![destination.stmt(value)])
            }
            None if native_falls => Next::Here,
            None => Next::Nowhere,
        };
        finished.iter_mut().for_each(closed);
        StatementFlows { native: vec![native], finished, next, declared_before: Vec::new(), declared }
    }

    /// Several ways meet behind the statement.
    fn joined(
        &mut self,
        native: Expr,
        falling: Vec<Text>,
        mut finished: Vec<Text>,
        destination: Destination,
    ) -> StatementFlows {
        // What the ways bring is a variable: the one that is declared, where it is all of the pattern; or it is ignored there.
        let (brought, binding) = match &destination {
            Destination::Let(local) => {
                let (pat, binding) = self.brought(local, start(&native));
                (Some(pat), binding)
            }
            _ => (None, None),
        };
        let outer = self.scope;
        let declared_before = brought.as_ref().map_or_else(Vec::new, |pat| self.declare_pattern(pat));
        let join = self.join("After");
        let section = self.machine.joins[join.0].section;
        debug_assert!(matches!(self.machine.sections[section.0].entry, Entry::Join(_)));
        self.scope = outer;
        let mut bring = |this: &mut Self, value: Expr| -> Vec<Stmt> {
            let value = match &brought {
                // A place would stay as it is where it is only ignored; as the value of a branch it is moved.
                Some(pat) if is_ignored(pat) => {
                    let value = in_block(vec![Stmt::Expr(value, None)], Span::call_site());
                    vec![crate::syntax::let_statement(pat.clone(), value)]
                }
                Some(pat) => vec![crate::syntax::let_statement(pat.clone(), value)],
                None if is_unit(&value) => Vec::new(),
                None => vec![Destination::Drop.stmt(value)],
            };
            let goto = this.goto(Target::Join(join));
            value.into_iter().chain([goto]).collect()
        };
        let native = self.deliver(native, &mut bring);
        for text in falling {
            let code = self.delivered(text.code, &mut bring);
            finished.push(Text { section: text.section, code });
        }
        brought.iter().for_each(|pat| {
            self.declare_pattern(pat);
        });
        let declared = match (&binding, &destination) {
            (Some(_), Destination::Let(local)) => self.declare_pattern(&local.pat),
            _ => Vec::new(),
        };
        finished.iter_mut().for_each(closed);
        let next = Next::Section(section, binding.into_iter().collect());
        // A text of this statement knows nothing of what it declares.
        StatementFlows {
            native: vec![Destination::Drop.stmt(native)],
            finished,
            next,
            declared_before,
            declared,
        }
    }

    /// The pattern of what several ways bring to a `let`, and the `let` that takes it apart there.
    fn brought(&mut self, local: &syn::Local, span: Span) -> (Pat, Option<Stmt>) {
        let (pat, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(typed)),
            pat => (pat, None),
        };
        let is_all = matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none());
        if (is_all || is_ignored(pat)) && local.init.as_ref().is_none_or(|init| init.diverge.is_none()) {
            return (local.pat.clone(), None);
        }
        let value = self.names.hidden("value", span);
        let name = self.names.locals[value.0].unique.clone();
        let brought = match ty {
            Some(typed) => Pat::Type(syn::PatType { pat: Box::new(plain(&name)), ..typed.clone() }),
            None => plain(&name),
        };
        let mut binding = local.clone();
        if let Some(init) = &mut binding.init {
            *init.expr = variable(&name);
        }
        (brought, Some(Stmt::Local(binding)))
    }
}

/// Whether `pat` ignores what it is given.
fn is_ignored(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Type(typed) => is_ignored(&typed.pat),
        _ => false,
    }
}

/// The last statement of a block: all ways lead to the block's end.
fn last(lowered: Flows<Expr>, is_dropped: bool) -> StatementFlows {
    let Flows { native, mut resumed } = lowered;
    let destination = if is_dropped || !falls(&native) { Destination::Drop } else { Destination::Tail };
    if is_dropped {
        resumed.iter_mut().for_each(dropped);
    }
    StatementFlows {
        native: vec![destination.stmt(native)],
        finished: resumed,
        next: Next::Here,
        declared_before: Vec::new(),
        declared: Vec::new(),
    }
}

/// A text whose value is dropped.
fn dropped(text: &mut Text) {
    if let Some(Stmt::Expr(_, semi @ None)) = text.code.last_mut() {
        *semi = Some(syn::Token![;](Span::call_site()));
    }
}

/// A text that doesn't go on stands in a block of its own.
fn closed(text: &mut Text) {
    dropped(text);
}

/// The value of a text.
pub(super) fn as_value(mut code: Vec<Stmt>) -> Expr {
    match code.pop() {
        None => unit(Span::call_site()),
        Some(Stmt::Expr(value, None)) if code.is_empty() => value,
        Some(last) => {
            code.push(last);
            in_block(code, Span::call_site())
        }
    }
}

/// `expr` as a block, such as an `else` must be.
pub(super) fn as_block(expr: Expr) -> Expr {
    match expr {
        Expr::Block(block) if block.label.is_none() => Expr::Block(block),
        expr => {
            let span = start(&expr);
            in_block(vec![Stmt::Expr(expr, None)], span)
        }
    }
}

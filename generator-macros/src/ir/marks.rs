//! Marks in the code of a machine: what stands for an exit, a loop or a scope, and what tells one occurrence of a variable
//! from another. No name of theirs can be the user's: those that begin so are refused.

use super::ids::{ExitId, LocalId, LoopId, StatementId, UseId};
use crate::syntax::{mark, mark_numbers};
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use syn::{Attribute, Expr, Lifetime, Macro, Stmt};

/// What a macro in the code of a machine stands for.
#[derive(Clone, PartialEq, Debug)]
pub enum Placeholder {
    /// Control goes on at a join or in a loop; it leaves the code around by this label, where it has to.
    Goto(ExitId, Option<Lifetime>),
    /// A loop that control comes back into, and the labels around it by which it may be left.
    Loop(LoopId, Vec<Lifetime>),
    /// The variables that the block around has declared before the code that it begins with.
    Scope(Vec<LocalId>),
    /// The beginning of a statement, while the body isn't cut yet.
    Statement(StatementId),
}

const GOTO: &str = "__generator_goto";
const LOOP: &str = "__generator_loop";
const SCOPE: &str = "__generator_scope";
const STATEMENT: &str = "__generator_statement";
const USE: &str = "__generator_use";
const EXIT: &str = "__generator_exit";

impl Placeholder {
    /// The expression that stands for it.
    pub fn expr(&self) -> Expr {
        let number = |n: usize| TokenTree::from(Literal::usize_unsuffixed(n));
        let (name, tokens): (&str, TokenStream) = match self {
            Placeholder::Goto(exit, label) => {
                let mut tokens = TokenStream::from(number(exit.0));
                if let Some(label) = label {
                    quote::ToTokens::to_tokens(label, &mut tokens);
                }
                (GOTO, tokens)
            }
            Placeholder::Loop(id, labels) => {
                let mut tokens = TokenStream::from(number(id.0));
                labels.iter().for_each(|label| quote::ToTokens::to_tokens(label, &mut tokens));
                (LOOP, tokens)
            }
            Placeholder::Scope(locals) => (SCOPE, locals.iter().map(|local| number(local.0)).collect()),
            Placeholder::Statement(id) => (STATEMENT, number(id.0).into()),
        };
        let span = Span::call_site();
        Expr::Macro(syn::ExprMacro {
            attrs: Vec::new(),
            mac: Macro {
                path: Ident::new(name, span).into(),
                bang_token: syn::Token![!](span),
                delimiter: syn::MacroDelimiter::Paren(syn::token::Paren(span)),
                tokens,
            },
        })
    }

    /// The statement that stands for it.
    pub fn stmt(&self) -> Stmt {
        Stmt::Expr(self.expr(), Some(syn::Token![;](Span::call_site())))
    }

    /// What `mac` stands for, if it is a placeholder.
    pub fn read(mac: &Macro) -> Option<Placeholder> {
        let name = mac.path.get_ident()?;
        if ![GOTO, LOOP, SCOPE, STATEMENT].iter().any(|known| name == known) {
            return None;
        }
        let mut numbers = Vec::new();
        let mut labels = Vec::new();
        for token in mac.tokens.clone() {
            match token {
                TokenTree::Literal(number) => numbers.push(number.to_string().parse::<usize>().ok()?),
                TokenTree::Ident(name) => {
                    labels.push(Lifetime { apostrophe: name.span(), ident: name });
                }
                _ => {}
            }
        }
        Some(if name == GOTO {
            Placeholder::Goto(ExitId(*numbers.first()?), labels.pop())
        } else if name == LOOP {
            Placeholder::Loop(LoopId(*numbers.first()?), labels)
        } else if name == STATEMENT {
            Placeholder::Statement(StatementId(*numbers.first()?))
        } else {
            Placeholder::Scope(numbers.into_iter().map(LocalId).collect())
        })
    }

    /// What `expr` stands for, if it is a placeholder.
    pub fn of(expr: &Expr) -> Option<Placeholder> {
        match expr {
            Expr::Macro(call) => Placeholder::read(&call.mac),
            _ => None,
        }
    }
}

/// Tells an occurrence of a variable from others.
pub fn mark_use(id: UseId, span: Span) -> Attribute {
    mark(USE, &[id.0], span)
}

/// Which occurrence of a variable the expression with these attributes is.
pub fn use_of(attrs: &[Attribute]) -> Option<UseId> {
    attrs.iter().find_map(|attr| mark_numbers(USE, attr)?.first().copied().map(UseId))
}

/// Tells by which exit a yield suspends.
pub fn mark_exit(id: ExitId, span: Span) -> Attribute {
    mark(EXIT, &[id.0], span)
}

/// By which exit the yield with these attributes suspends.
pub fn exit_of(attrs: &[Attribute]) -> Option<ExitId> {
    attrs.iter().find_map(|attr| mark_numbers(EXIT, attr)?.first().copied().map(ExitId))
}

/// Takes the marks away.
pub fn clear(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| {
        !attr.path().get_ident().is_some_and(|name| name.to_string().starts_with("__generator_"))
    });
}

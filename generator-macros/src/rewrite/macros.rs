//! Yields in the arguments of std's macros: the arguments are operands like any others.
//!
//! `println!("{} {}", a(), { yield_!(1); b })` →
//! `{ let temporary = a(); let operand = { yield_!(1); b }; println!("{} {}", temporary, operand) }`.
//! (A macro that evaluates an argument on a condition only has been spelled out by `parse`.)

use super::operands::Taking;
use super::{Spiller, Temporaries};
use crate::old::branches::{Branches, Place};
use crate::parse::spelled_out::spelled_out;
use crate::parse::std_macros::{self, Piece};
use crate::parse::yields::names_yield;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, Macro};

/// Whether a yield stands among the arguments of `mac`, one of std's that was `read`.
fn suspends(mac: &Macro, read: &std_macros::StdMacro) -> bool {
    let argument_yields = |piece: &Piece| match piece {
        Piece::Argument(argument, _) => names_yield(argument.to_token_stream()),
        Piece::Tokens(_) => false,
    };
    names_yield(mac.tokens.clone()) && read.pieces.iter().any(argument_yields)
}

/// The macros that are expressions, in which nothing ends the life of a temporary.
const EXPRESSIONS: [&str; 7] = ["assert_eq", "assert_ne", "dbg", "format_args", "vec", "write", "writeln"];

/// The macros that give a value, and end the lives of the temporaries that are made in them.
const CLOSED: [&str; 5] = ["eprint", "eprintln", "format", "print", "println"];

fn arguments(read: &mut std_macros::StdMacro) -> Vec<(&mut Expr, Taking)> {
    let arguments = read.pieces.iter_mut().filter_map(|piece| match piece {
        Piece::Argument(argument, std_macros::Taking::ByValue) => Some((&mut **argument, Taking::Value)),
        Piece::Argument(argument, std_macros::Taking::ByReference) => Some((&mut **argument, Taking::Borrow)),
        // Evaluated on a condition.
        Piece::Argument(_, std_macros::Taking::BeforePanic) | Piece::Tokens(_) => None,
    });
    arguments.collect()
}

/// Whether control branches among `tokens`.
fn branches(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Ident(ident) => BRANCHING.iter().any(|keyword| ident == keyword),
            TokenTree::Punct(first) if matches!(first.as_char(), '&' | '|') => {
                matches!(tokens.peek(), Some(TokenTree::Punct(second)) if second.as_char() == first.as_char())
            }
            TokenTree::Group(group) => branches(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}

const BRANCHING: [&str; 7] = ["assert", "for", "if", "loop", "match", "matches", "while"];

impl Spiller<'_> {
    /// The arguments of a macro that suspends, or that branches and is to be spilled: what branches in an argument isn't
    /// marked, the macro is, and all of that is spilled with it.
    pub(super) fn macro_call(&mut self, expr: &mut Expr) -> bool {
        let is_closed =
            matches!(expr, Expr::Macro(call) if CLOSED.iter().any(|name| std_macros::is(&call.mac, name)));
        if is_closed {
            return self.enclosed(expr, Temporaries::EndWithIt, Self::open_macro_call);
        }
        self.open_macro_call(expr)
    }

    fn open_macro_call(&mut self, expr: &mut Expr) -> bool {
        let Expr::Macro(call) = expr else { return false };
        let Some(mut read) = std_macros::parse(&call.mac) else { return false };
        let outer = self.hoists_all();
        let is_suspending = suspends(&call.mac, &read);
        if self.branches.is_some() && !outer && branches(call.mac.tokens.clone()) {
            let (is_hoisted, mark) = self.branch(Place::Operand, call.mac.path.span());
            call.attrs.extend(mark);
            if is_hoisted
                && !is_suspending
                && let Some(spelled) = spelled_out(&call.mac)
            {
                *expr = spelled;
                self.is_split = true;
                return self.numbered_apart(|this| this.walk(expr));
            }
            self.hoist_all(is_hoisted);
        }
        if !is_suspending && !self.hoists_all() {
            return false;
        }
        // They are operands of a call in the macro.
        self.depth += 1;
        let suspends = self.numbered_apart(|this| {
            let in_macro = std::mem::replace(&mut this.in_macro, true);
            let suspends = this.in_order(arguments(&mut read), |this, operand, _| this.operand(operand));
            this.in_macro = in_macro;
            suspends
        });
        self.depth -= 1;
        self.hoist_all(outer);
        call.mac.tokens = read.into_tokens();
        suspends
    }

    /// Walks what is in a macro: the numbers of what follows are the same, whether it is walked or not.
    fn numbered_apart<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.branches.iter_mut().for_each(Branches::enter);
        let walked = walk(self);
        self.branches.iter_mut().for_each(Branches::leave);
        walked
    }

    /// The temporaries of a macro that is an expression, rather than statements in a block, live as long as others.
    pub(super) fn keep_temporaries_of_macro(&mut self, mac: &mut Macro) {
        let is_expression = EXPRESSIONS.iter().any(|name| std_macros::is(mac, name));
        let Some(mut read) = std_macros::parse(mac).filter(|_| is_expression) else { return };
        self.in_order(arguments(&mut read), |this, operand, taking| {
            this.keep_temporary_operand(operand, taking)
        });
        mac.tokens = read.into_tokens();
    }
}

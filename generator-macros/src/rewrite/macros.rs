//! Yields in the arguments of std's macros: the arguments are operands like any others.
//!
//! `println!("{} {}", a(), { yield_!(1); b })` →
//! `{ let temporary = a(); let operand = { yield_!(1); b }; println!("{} {}", temporary, operand) }`.
//! (A macro that evaluates an argument on a condition only has been spelled out by `parse`.)

use super::operands::Taking;
use super::{Spiller, Temporaries};
use crate::parse::std_macros::{self, Piece};
use crate::parse::yields::names_yield;
use quote::ToTokens;
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

impl Spiller<'_> {
    /// The arguments of a macro that suspends.
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
        let Some(mut read) = std_macros::parse(&call.mac).filter(|read| suspends(&call.mac, read)) else {
            return false;
        };
        // They are operands of a call in the macro.
        self.depth += 1;
        let in_macro = std::mem::replace(&mut self.in_macro, true);
        let suspends = self.in_order(arguments(&mut read), |this, operand, _| this.operand(operand));
        self.in_macro = in_macro;
        self.depth -= 1;
        call.mac.tokens = read.into_tokens();
        suspends
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

//! Yields in the arguments of std's macros: the arguments are operands like any others.
//!
//! `println!("{} {}", a(), { yield_!(1); b })` →
//! `{ let temporary = a(); let operand = { yield_!(1); b }; println!("{} {}", temporary, operand) }`.
//! (A macro that evaluates an argument on a condition only has been spelled out by `parse`.)

use super::Spiller;
use super::operands::Taking;
use crate::parse::std_macros::{self, Piece};
use crate::parse::yields::names_yield;
use quote::ToTokens;
use syn::{Expr, Macro};

/// Whether a yield stands among the arguments of `mac`, which is one of std's.
pub(super) fn suspends(mac: &Macro) -> bool {
    let argument_yields = |piece: &Piece| match piece {
        Piece::Argument(argument, _) => names_yield(argument.to_token_stream()),
        Piece::Tokens(_) => false,
    };
    names_yield(mac.tokens.clone())
        && std_macros::parse(mac).is_some_and(|read| read.pieces.iter().any(argument_yields))
}

impl Spiller {
    pub(super) fn macro_call(&mut self, expr: &mut Expr) -> bool {
        let Expr::Macro(call) = expr else { return false };
        let Some(mut read) = std_macros::parse(&call.mac) else { return false };
        let operands = read.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Argument(argument, std_macros::Taking::ByValue) => Some((&mut **argument, Taking::Value)),
            Piece::Argument(argument, std_macros::Taking::ByReference) => {
                Some((&mut **argument, Taking::Borrow))
            }
            Piece::Tokens(_) => None,
        });
        let suspends = self.in_order(operands.collect(), |this, operand, _| this.operand(operand));
        call.mac.tokens = read.into_tokens();
        suspends
    }
}

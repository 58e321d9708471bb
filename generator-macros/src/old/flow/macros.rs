//! The calls of macros → nodes: of std's, their arguments; of others, a mention of each variable that they name.
//!
//! `println!("{}", n);` → `Use(n, Borrow)`; `other!(n);` → `Use(n, Mention)`.

use super::{Builder, Event, Sink, UseKind};
use crate::old::ir::placeholder_exit;
use crate::parse::std_macros::{self, Piece, Taking};
use proc_macro2::{TokenStream, TokenTree};
use syn::Macro;

impl Builder<'_> {
    pub(super) fn macro_call(&mut self, mac: &Macro, sink: Sink) {
        if let Some(exit) = placeholder_exit(mac) {
            self.exit(exit);
        } else if let Some(read) = std_macros::parse(mac) {
            let sink =
                if std_macros::is(mac, "vec") || std_macros::is(mac, "dbg") { sink } else { Sink::Statement };
            let mut fork = None;
            for piece in &read.pieces {
                match piece {
                    Piece::Argument(argument, Taking::ByValue) => self.value(argument, sink),
                    Piece::Argument(argument, Taking::ByReference) => self.borrow(argument, Sink::Statement),
                    Piece::Argument(argument, Taking::BeforePanic) => {
                        fork.get_or_insert(self.current);
                        self.borrow(argument, Sink::Statement);
                    }
                    Piece::Tokens(_) => {}
                }
            }
            self.current = fork.unwrap_or(self.current);
            self.diverge_if(std_macros::diverges(mac));
        } else {
            self.mentions(mac.tokens.clone());
        }
    }

    fn mentions(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if let Some(local) = self.names.local(&ident) {
                        self.event(Event::Use(local, UseKind::Mention));
                    }
                }
                TokenTree::Group(group) => self.mentions(group.stream()),
                _ => {}
            }
        }
    }
}

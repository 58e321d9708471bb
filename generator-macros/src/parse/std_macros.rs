//! The expressions inside the macros of std: `println!("{}", a.b)` → the pieces `"{}",` and `a.b`.
//!
//! A macro that isn't known here, or whose arguments don't parse, is opaque: its tokens may do anything with
//! the variables that they name.

use super::format::inline_names;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, LitStr, Macro, Token};

/// What a macro does with an argument.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Taking {
    ByReference,
    ByValue,
    /// By reference, and only before the macro panics: an argument of the message of an assertion.
    BeforePanic,
}

/// A part of a macro's input, in order.
pub enum Piece {
    Tokens(TokenStream),
    Argument(Box<Expr>, Taking),
}

/// The input of a macro of std.
pub struct StdMacro {
    pub pieces: Vec<Piece>,
    /// The variables that the format string names inline.
    pub inline: Vec<Ident>,
}

/// How a macro's input is laid out.
enum Grammar {
    /// So many expressions, then a format string and its arguments (either may be missing).
    Format { leading: &'static [Taking], arguments: Taking },
    /// A list of expressions, or `value; count`.
    List,
    /// A value, a pattern, and a guard or none.
    Matches,
    /// Text: nothing in it is evaluated.
    Text,
}

fn grammar(name: &str) -> Option<Grammar> {
    use Taking::{BeforePanic, ByReference, ByValue};
    Some(match name {
        "format" | "format_args" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo"
        | "unreachable" | "unimplemented" => Grammar::Format { leading: &[], arguments: ByReference },
        "write" | "writeln" => Grammar::Format { leading: &[ByReference], arguments: ByReference },
        "assert" | "debug_assert" => Grammar::Format { leading: &[ByValue], arguments: BeforePanic },
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
            Grammar::Format { leading: &[ByReference, ByReference], arguments: BeforePanic }
        }
        "vec" | "dbg" => Grammar::List,
        "matches" => Grammar::Matches,
        "cfg" | "column" | "compile_error" | "concat" | "env" | "file" | "include_bytes" | "include_str"
        | "line" | "module_path" | "option_env" | "stringify" => Grammar::Text,
        _ => return None,
    })
}

/// Whether `mac` is named like a macro of std called `name`.
pub fn is(mac: &Macro, name: &str) -> bool {
    let from_std = mac.path.segments.len() == 1
        || mac
            .path
            .segments
            .first()
            .is_some_and(|first| ["std", "core", "alloc"].iter().any(|k| first.ident == k));
    from_std && mac.path.segments.last().is_some_and(|last| last.ident == name)
}

/// Whether `mac` is one of std that panics.
pub fn diverges(mac: &Macro) -> bool {
    ["panic", "todo", "unimplemented", "unreachable"].iter().any(|name| is(mac, name))
}

/// Reads the input of `mac`, if it is a macro of std.
pub fn parse(mac: &Macro) -> Option<StdMacro> {
    let name = mac.path.segments.last()?.ident.to_string();
    let grammar = grammar(&name).filter(|_| is(mac, &name))?;
    let read = |input: ParseStream| match grammar {
        Grammar::Format { leading, arguments } => format(input, leading, arguments),
        Grammar::List => list(input),
        Grammar::Matches => matches(input),
        Grammar::Text => Ok(StdMacro { pieces: vec![Piece::Tokens(input.parse()?)], inline: Vec::new() }),
    };
    read.parse2(mac.tokens.clone()).ok()
}

impl StdMacro {
    /// The arguments, to be rewritten.
    pub fn arguments_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Argument(expr, _) => Some(expr.as_mut()),
            Piece::Tokens(_) => None,
        })
    }

    /// Adds `name = value` to the arguments of the format string.
    pub fn add_named(&mut self, name: &Ident, value: Expr) {
        let comma = Token![,](name.span());
        let equals = Token![=](name.span());
        let mut tokens = TokenStream::new();
        let trailing_comma = match self.pieces.last() {
            Some(Piece::Tokens(last)) => {
                matches!(last.clone().into_iter().last(), Some(TokenTree::Punct(p)) if p.as_char() == ',')
            }
            _ => false,
        };
        if !trailing_comma {
            comma.to_tokens(&mut tokens);
        }
        name.to_tokens(&mut tokens);
        equals.to_tokens(&mut tokens);
        self.pieces.push(Piece::Tokens(tokens));
        self.pieces.push(Piece::Argument(Box::new(value), Taking::ByReference));
    }

    /// The macro's input again.
    pub fn into_tokens(self) -> TokenStream {
        let mut tokens = TokenStream::new();
        for piece in self.pieces {
            match piece {
                Piece::Tokens(piece) => tokens.extend(piece),
                Piece::Argument(expr, _) => expr.to_tokens(&mut tokens),
            }
        }
        tokens
    }
}

fn format(input: ParseStream, leading: &[Taking], arguments: Taking) -> syn::Result<StdMacro> {
    let mut read = StdMacro { pieces: Vec::new(), inline: Vec::new() };
    for taking in leading {
        read.pieces.push(Piece::Argument(input.parse()?, *taking));
        comma(input, &mut read)?;
    }
    if input.is_empty() {
        return Ok(read);
    }
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        let names = inline_names(&literal.value());
        read.inline = names.iter().filter_map(|name| identifier(name, &literal)).collect();
        read.pieces.push(Piece::Tokens(literal.to_token_stream()));
    } else {
        let text: Expr = input.parse()?;
        if !may_be_format_string(&text) {
            // A macro of the user's with that name, or the `panic!` of an old edition: it may take the value.
            return Err(input.error("expected a format string"));
        }
        read.pieces.push(Piece::Argument(Box::new(text), arguments));
    }
    comma(input, &mut read)?;
    while !input.is_empty() {
        // A keyword can be a name here, `self` among them.
        if input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
            let name = input.call(Ident::parse_any)?;
            read.inline.retain(|inline| *inline != name);
            let mut tokens = name.into_token_stream();
            input.parse::<Token![=]>()?.to_tokens(&mut tokens);
            read.pieces.push(Piece::Tokens(tokens));
        }
        read.pieces.push(Piece::Argument(input.parse()?, arguments));
        comma(input, &mut read)?;
    }
    Ok(read)
}

/// Whether the compiler may read a format string from `expr`: `concat!(…)`, or a literal that another macro handed on.
fn may_be_format_string(expr: &Expr) -> bool {
    match expr {
        Expr::Group(group) => may_be_format_string(&group.expr),
        Expr::Lit(_) | Expr::Macro(_) => true,
        _ => false,
    }
}

fn list(input: ParseStream) -> syn::Result<StdMacro> {
    let mut read = StdMacro { pieces: Vec::new(), inline: Vec::new() };
    while !input.is_empty() {
        read.pieces.push(Piece::Argument(input.parse()?, Taking::ByValue));
        if input.peek(Token![;]) {
            let semi: Token![;] = input.parse()?;
            read.pieces.push(Piece::Tokens(semi.to_token_stream()));
        } else {
            comma(input, &mut read)?;
        }
    }
    Ok(read)
}

fn matches(input: ParseStream) -> syn::Result<StdMacro> {
    let mut read = StdMacro { pieces: Vec::new(), inline: Vec::new() };
    read.pieces.push(Piece::Argument(Box::new(input.parse()?), Taking::ByReference));
    comma(input, &mut read)?;
    let pattern = input.call(syn::Pat::parse_multi_with_leading_vert)?;
    read.pieces.push(Piece::Tokens(pattern.to_token_stream()));
    if input.peek(Token![if]) {
        read.pieces.push(Piece::Tokens(input.parse::<Token![if]>()?.to_token_stream()));
        read.pieces.push(Piece::Argument(Box::new(input.parse()?), Taking::ByValue));
    }
    comma(input, &mut read)?;
    Ok(read)
}

fn comma(input: ParseStream, read: &mut StdMacro) -> syn::Result<()> {
    if !input.is_empty() {
        read.pieces.push(Piece::Tokens(input.parse::<Token![,]>()?.to_token_stream()));
    }
    Ok(())
}

/// The identifier that a format string names, at the place of the string.
pub fn identifier(name: &str, literal: &LitStr) -> Option<Ident> {
    let mut ident = Parser::parse_str(Ident::parse_any, name).ok()?;
    ident.set_span(literal.span());
    match name {
        "self" => Some(ident),
        "super" | "crate" | "Self" | "_" => None,
        // In a format string a keyword is written as it is.
        name if syn::parse_str::<Ident>(name).is_err() => Some(Ident::new_raw(name, literal.span())),
        _ => Some(ident),
    }
}

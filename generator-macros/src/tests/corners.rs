//! Inputs that the expansion once failed on; most were found by [`super::mutations`].

use crate::expand;
use proc_macro2::{TokenStream, TokenTree};

fn expand(body: &str) -> TokenStream {
    let function = format!("fn numbers(n: u8) -> impl Iterator<Item = u8> {{ {body} }}");
    expand::attribute(TokenStream::new(), function.parse().expect("it is made of tokens"))
}

/// The expansion of `body`, which is Rust.
fn expanded(body: &str) -> String {
    let tokens = expand(body);
    let text = tokens.to_string();
    assert!(!text.contains("compile_error"), "{text}");
    syn::parse2::<syn::File>(tokens).expect("the expansion is Rust");
    text
}

/// The text that the first error is shown at.
fn error_place(body: &str) -> String {
    let mut tokens = expand(body).into_iter();
    let error = tokens.find(|token| matches!(token, TokenTree::Ident(name) if name == "compile_error"));
    error.and_then(|error| error.span().source_text()).expect("an error is shown")
}

#[test]
fn errors_at_an_end_are_shown_there() {
    assert_eq!(error_place("yield_!(n + );"), "+");
    assert_eq!(error_place("yield_from!(n..n, );  yield_!(1) n"), "n");
    assert_eq!(error_place("yield_!(1); let x ="), "=");
    assert_eq!(error_place("yield_from!();"), "yield_from");
}

#[test]
fn errors_about_assignments_are_shown_there() {
    assert_eq!(error_place("yield_!(n) * n += 1;"), "+");
    assert_eq!(error_place("yield_!(n) * n = 1;"), "=");
}

#[test]
fn names_of_the_macros_own_are_rejected() {
    assert_eq!(error_place("yield_!(n); __generator_exit!(7);"), "__generator_exit");
    assert_eq!(error_place("#[__generator_delegate] for x in [n] { yield_!(x); }"), "__generator_delegate");
}

#[test]
fn a_let_suspends_in_its_value_and_its_else() {
    let text = expand("let Some(x) = yield_!(n) else { yield_!(n); return; }; f(x);").to_string();
    assert!(!text.contains("yield"), "{text}");
}

#[test]
fn joins_are_no_states() {
    for joins in [
        "let mut m = n; while more() { if m > 1 { yield_!(1); m += 1; } else { yield_!(2); m += 2; } m *= 2; }",
        "let mut m = n; while more() { if m > 1 { yield_!(1); } m *= 2; }",
        "let mut m = n; while more() { if m > 1 { yield_!(1); m += 1; } else { m += 2; } m *= 2; yield_!(3); m += 1; }",
        "let mut m = n; while more() { if m > 1 { let it = make(); yield_!(1); see(&it); } else { m += 2; } m *= 2; }",
    ] {
        let expanded = expanded(joins);
        assert!(!expanded.contains("AfterIf"), "{expanded}");
    }
}

#[test]
fn jumps_stand_anywhere() {
    expanded("yield_!(n); return = n;");
    expanded("yield_!(n); match n { 0 => {} _ => return + n }");
    expanded("'a: loop { yield_!(n); (break 'a)[0] = n; }");
    expanded("yield_!(yield_!(n)) == n;");
    expanded("match break f(n, yield_!(n)) { _ => {} }");
    expanded("if break f(n, yield_!(n)) {}");
    expanded("loop { match break f(n, yield_!(n)) { _ => {} } }");
    expanded("while break f(n, yield_!(n)) {}");
}

#[test]
fn functions_of_traits_are_no_places() {
    expanded("yield_!(<u32 as Default>::default()); for i in <u32 as Into<T>>::into { yield_!(i); }");
}

#[test]
fn self_is_no_variable() {
    expanded("match n { self => yield_!(1), ref self => yield_!(2) }");
    expanded("let self = n; yield_!(self); yield_!(self);");
}

#[test]
fn alternatives_stand_in_any_pattern() {
    expanded("for 0 | _ in n..n { yield_!(1); }");
    expanded("for Some(x) | x in n.f() { yield_!(x); yield_!(x); }");
    expanded("let (Ok(x) | Err(x)) = f(n); yield_!(x); yield_!(x);");
}

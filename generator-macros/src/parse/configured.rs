//! `#[cfg]` in a body: attributes stand before macros are expanded, so the function is written once for each combination of
//! the conditions in it, each under that combination.
//!
//! `fn f() { #[cfg(unix)] yield_!(1); }` → `#[cfg(unix)] fn f() { yield_!(1); }` and `#[cfg(not(unix))] fn f() {}`.

use super::item::Function;
use crate::errors::text;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::{Pair, Punctuated};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, Stmt};

/// The most conditions that a body may have.
const MOST: usize = 4;

/// The function under each combination of the conditions in it, and that combination.
pub fn variants(function: &Function) -> syn::Result<Vec<(Option<TokenStream>, Function)>> {
    let mut conditions = Conditions::default();
    conditions.function(&mut function.clone());
    let found = conditions.found;
    if found.is_empty() {
        return Ok(vec![(None, function.clone())]);
    }
    if let Some(many) = found.get(MOST) {
        return Err(syn::Error::new_spanned(many, text::MANY_CONDITIONS));
    }
    let combinations = (0..1_usize << found.len()).map(|bits| {
        let holds = |index: usize| bits & (1 << index) != 0;
        let parts = found.iter().enumerate().map(|(index, condition)| {
            if holds(index) { quote!(#condition) } else { quote!(not(#condition)) }
        });
        let all = quote!(#[cfg(all(#(#parts),*))]);
        let known = found.iter().enumerate().map(|(index, condition)| (condition.to_string(), holds(index)));
        let mut conditions = Conditions { known: known.collect(), ..Conditions::default() };
        let mut function = function.clone();
        conditions.function(&mut function);
        (Some(all), function)
    });
    Ok(combinations.collect())
}

/// Collects conditions, or leaves out what is under one that doesn't hold.
#[derive(Default)]
struct Conditions {
    found: Vec<TokenStream>,
    known: Vec<(String, bool)>,
}

impl Conditions {
    fn function(&mut self, function: &mut Function) {
        let inputs = std::mem::take(&mut function.sig.inputs);
        function.sig.inputs = self.retained(inputs, |input| match input {
            syn::FnArg::Receiver(receiver) => &mut receiver.attrs,
            syn::FnArg::Typed(typed) => &mut typed.attrs,
        });
        self.visit_block_mut(&mut function.block);
    }

    /// Whether what has these attributes stays. Its conditions are taken away, once they are known.
    fn stays(&mut self, attrs: &mut Vec<Attribute>) -> bool {
        let mut stays = true;
        let known = !self.known.is_empty();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("cfg")) {
            let Ok(list) = attr.meta.require_list() else { continue };
            let (condition, wanted) = positive(list.tokens.clone());
            let text = condition.to_string();
            match self.known.iter().find(|(name, _)| *name == text) {
                Some((_, holds)) => stays &= *holds == wanted,
                None if self.found.iter().all(|known| known.to_string() != text) => {
                    self.found.push(condition);
                }
                None => {}
            }
        }
        if known {
            attrs.retain(|attr| !attr.path().is_ident("cfg"));
        }
        stays
    }

    fn retained<T, P: Default>(
        &mut self,
        list: Punctuated<T, P>,
        attrs: impl Fn(&mut T) -> &mut Vec<Attribute>,
    ) -> Punctuated<T, P> {
        let pairs = list.into_pairs().filter_map(|mut pair| {
            let stays = self.stays(attrs(pair.value_mut()));
            stays.then_some(pair)
        });
        let pairs: Vec<Pair<T, P>> = pairs.collect();
        pairs.into_iter().map(Pair::into_value).collect()
    }
}

/// A condition without its `not`, and whether it is to hold.
fn positive(tokens: TokenStream) -> (TokenStream, bool) {
    match syn::parse2::<syn::MetaList>(tokens.clone()) {
        Ok(list) if list.path.is_ident("not") => {
            let (condition, wanted) = positive(list.tokens);
            (condition, !wanted)
        }
        _ => (tokens, true),
    }
}

/// The attributes of an expression, where a `#[cfg]` may stand on it.
fn attributes(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    Some(match expr {
        Expr::Assign(expr) => &mut expr.attrs,
        Expr::Binary(expr) => &mut expr.attrs,
        Expr::Block(expr) => &mut expr.attrs,
        Expr::Break(expr) => &mut expr.attrs,
        Expr::Call(expr) => &mut expr.attrs,
        Expr::Continue(expr) => &mut expr.attrs,
        Expr::ForLoop(expr) => &mut expr.attrs,
        Expr::If(expr) => &mut expr.attrs,
        Expr::Loop(expr) => &mut expr.attrs,
        Expr::Macro(expr) => &mut expr.attrs,
        Expr::Match(expr) => &mut expr.attrs,
        Expr::MethodCall(expr) => &mut expr.attrs,
        Expr::Return(expr) => &mut expr.attrs,
        Expr::Unsafe(expr) => &mut expr.attrs,
        Expr::While(expr) => &mut expr.attrs,
        Expr::Yield(expr) => &mut expr.attrs,
        _ => return None,
    })
}

impl VisitMut for Conditions {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain_mut(|stmt| match stmt {
            Stmt::Local(local) => self.stays(&mut local.attrs),
            Stmt::Macro(mac) => self.stays(&mut mac.attrs),
            Stmt::Expr(expr, _) => attributes(expr).is_none_or(|attrs| self.stays(attrs)),
            Stmt::Item(_) => true,
        });
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_match_mut(&mut self, matched: &mut syn::ExprMatch) {
        matched.arms.retain_mut(|arm| self.stays(&mut arm.attrs));
        visit_mut::visit_expr_match_mut(self, matched);
    }

    fn visit_expr_struct_mut(&mut self, literal: &mut syn::ExprStruct) {
        let fields = std::mem::take(&mut literal.fields);
        literal.fields = self.retained(fields, |field| &mut field.attrs);
        visit_mut::visit_expr_struct_mut(self, literal);
    }

    fn visit_pat_struct_mut(&mut self, pat: &mut syn::PatStruct) {
        let fields = std::mem::take(&mut pat.fields);
        pat.fields = self.retained(fields, |field| &mut field.attrs);
        visit_mut::visit_pat_struct_mut(self, pat);
    }

    fn visit_expr_array_mut(&mut self, array: &mut syn::ExprArray) {
        let elems = std::mem::take(&mut array.elems);
        let kept = elems.into_iter().filter_map(|mut elem| {
            attributes(&mut elem).is_none_or(|attrs| self.stays(attrs)).then_some(elem)
        });
        array.elems = kept.collect::<Vec<Expr>>().into_iter().collect();
        visit_mut::visit_expr_array_mut(self, array);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// A function's attributes, with a condition in front.
pub fn under(condition: Option<TokenStream>, expanded: TokenStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    condition.to_tokens(&mut tokens);
    tokens.extend(expanded);
    tokens
}

//! Pieces of syntax that several stages make.

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Pat, Stmt};

/// The pattern that binds `ident`.
pub fn plain(ident: &Ident) -> Pat {
    Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: None,
        ident: ident.clone(),
        subpat: None,
    })
}

/// The expression that reads `ident`.
pub fn variable(ident: &Ident) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: ident.clone().into() })
}

/// `let pattern;`
pub fn declare(pattern: Pat) -> Stmt {
    let span = pattern.span();
    Stmt::Local(syn::Local {
        attrs: Vec::new(),
        let_token: syn::Token![let](span),
        pat: pattern,
        init: None,
        semi_token: syn::Token![;](span),
    })
}

/// `let pattern = value;`
pub fn let_statement(mut pattern: Pat, value: Expr) -> Stmt {
    let span = pattern.span();
    // In a `for`, the pattern may be `A | B`.
    if matches!(pattern, Pat::Or(_)) {
        let paren_token = syn::token::Paren(span);
        pattern = Pat::Paren(syn::PatParen { attrs: Vec::new(), paren_token, pat: Box::new(pattern) });
    }
    Stmt::Local(syn::Local {
        attrs: Vec::new(),
        let_token: syn::Token![let](span),
        pat: pattern,
        init: Some(syn::LocalInit { eq_token: syn::Token![=](span), expr: Box::new(value), diverge: None }),
        semi_token: syn::Token![;](span),
    })
}

/// `place = value;`
pub fn assign_statement(place: Expr, value: Expr) -> Stmt {
    let span = start(&value);
    let assign = syn::ExprAssign {
        attrs: Vec::new(),
        left: Box::new(place),
        eq_token: syn::Token![=](span),
        right: Box::new(value),
    };
    Stmt::Expr(Expr::Assign(assign), Some(syn::Token![;](span)))
}

/// `#[name(1 2)]`: a mark on an expression, for a later stage to read. It is taken away before the code is written.
pub fn mark(name: &str, numbers: &[usize], span: Span) -> syn::Attribute {
    let numbers = numbers.iter().map(|number| Literal::usize_unsuffixed(*number));
    syn::Attribute {
        pound_token: syn::Token![#](span),
        style: syn::AttrStyle::Outer,
        bracket_token: syn::token::Bracket(span),
        meta: syn::Meta::List(syn::MetaList {
            path: Ident::new(name, span).into(),
            delimiter: syn::MacroDelimiter::Paren(syn::token::Paren(span)),
            tokens: numbers.map(TokenTree::from).collect(),
        }),
    }
}

/// The numbers of `attr`, if it is a mark of that name.
pub fn mark_numbers(name: &str, attr: &syn::Attribute) -> Option<Vec<usize>> {
    match &attr.meta {
        syn::Meta::List(mark) if mark.path.is_ident(name) => {
            mark.tokens.clone().into_iter().map(|number| number.to_string().parse().ok()).collect()
        }
        _ => None,
    }
}

/// `()`
pub fn unit(span: Span) -> Expr {
    Expr::Tuple(syn::ExprTuple {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        elems: Punctuated::new(),
    })
}

/// `group` with other tokens inside, at its place.
pub fn regrouped(group: &Group, inside: TokenStream) -> TokenTree {
    let mut anew = Group::new(group.delimiter(), inside);
    anew.set_span(group.span());
    TokenTree::Group(anew)
}

/// A field by its name, as a path of fields has it: `a`, `r#type`, `0`.
pub fn field_name(name: &str) -> TokenStream {
    name.parse().unwrap_or_default()
}

/// Whether `expr` is `()`.
pub fn is_unit(expr: &Expr) -> bool {
    matches!(expr, Expr::Tuple(tuple) if tuple.elems.is_empty())
}

/// The block `{ stmts }`.
pub fn block(stmts: Vec<Stmt>, span: Span) -> Block {
    Block { brace_token: syn::token::Brace(span), stmts }
}

/// The expression `{ stmts }`.
pub fn in_block(stmts: Vec<Stmt>, span: Span) -> Expr {
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: block(stmts, span) })
}

/// `true` or `false`
pub fn literal_bool(value: bool, span: Span) -> Expr {
    Expr::Lit(syn::ExprLit { attrs: Vec::new(), lit: syn::LitBool::new(value, span).into() })
}

/// `::core::panic`, written `core::panic`.
pub fn absolute(path: &str, span: Span) -> syn::Path {
    let segments = path.split("::").map(|name| syn::PathSegment::from(Ident::new(name, span)));
    syn::Path { leading_colon: Some(syn::Token![::](span)), segments: segments.collect() }
}

/// `pattern: bool`, whatever the user calls so.
pub fn typed_bool(pattern: Pat, span: Span) -> Pat {
    let path = syn::TypePath { qself: None, path: absolute("core::primitive::bool", span) };
    Pat::Type(syn::PatType {
        attrs: Vec::new(),
        pat: Box::new(pattern),
        colon_token: syn::Token![:](span),
        ty: Box::new(syn::Type::Path(path)),
    })
}

/// `::path!(tokens)`, where the path is written `core::panic`.
pub fn macro_call(path: &str, tokens: TokenStream, span: Span) -> Expr {
    let mac = syn::Macro {
        path: absolute(path, span),
        bang_token: syn::Token![!](span),
        delimiter: syn::MacroDelimiter::Paren(syn::token::Paren(span)),
        tokens,
    };
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })
}

/// `if cond { then }`
pub fn only_if(cond: Expr, then: Vec<Stmt>, span: Span) -> Expr {
    Expr::If(syn::ExprIf {
        attrs: Vec::new(),
        if_token: syn::Token![if](span),
        cond: Box::new(cond),
        then_branch: block(then, span),
        else_branch: None,
    })
}

/// The pattern `_`.
pub fn wild(span: Span) -> Pat {
    Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: syn::Token![_](span) })
}

/// `pat => body,`
pub fn arm(pat: Pat, body: Expr) -> syn::Arm {
    let span = start(&body);
    syn::Arm {
        attrs: Vec::new(),
        pat,
        guard: None,
        fat_arrow_token: syn::Token![=>](span),
        body: Box::new(body),
        comma: Some(syn::Token![,](span)),
    }
}

/// The place of the token that `expr` begins with. (`Spanned` would print all of it.)
pub fn start(expr: &Expr) -> Span {
    match expr {
        Expr::Array(array) => array.bracket_token.span.join(),
        Expr::Assign(assign) => start(&assign.left),
        Expr::Async(block) => block.async_token.span,
        Expr::Await(awaited) => start(&awaited.base),
        Expr::Binary(binary) => start(&binary.left),
        Expr::Block(block) => labelled_start(block.label.as_ref(), block.block.brace_token.span.join()),
        Expr::Break(jump) => jump.break_token.span,
        Expr::Call(call) => start(&call.func),
        Expr::Cast(cast) => start(&cast.expr),
        Expr::Const(block) => block.const_token.span,
        Expr::Continue(jump) => jump.continue_token.span,
        Expr::Field(field) => start(&field.base),
        Expr::ForLoop(repeated) => labelled_start(repeated.label.as_ref(), repeated.for_token.span),
        Expr::Group(group) => start(&group.expr),
        Expr::If(conditional) => conditional.if_token.span,
        Expr::Index(index) => start(&index.expr),
        Expr::Let(scrutinee) => scrutinee.let_token.span,
        Expr::Loop(repeated) => labelled_start(repeated.label.as_ref(), repeated.loop_token.span),
        Expr::Macro(call) => call.mac.path.span(),
        Expr::Match(matched) => matched.match_token.span,
        Expr::MethodCall(call) => start(&call.receiver),
        Expr::Paren(paren) => paren.paren_token.span.join(),
        Expr::Reference(reference) => reference.and_token.span,
        Expr::Repeat(repeat) => repeat.bracket_token.span.join(),
        Expr::Return(returned) => returned.return_token.span,
        Expr::Struct(literal) => literal.path.span(),
        Expr::Try(tried) => start(&tried.expr),
        Expr::Tuple(tuple) => tuple.paren_token.span.join(),
        Expr::Unary(unary) => unary.op.span(),
        Expr::Unsafe(block) => block.unsafe_token.span,
        Expr::While(repeated) => labelled_start(repeated.label.as_ref(), repeated.while_token.span),
        Expr::Yield(suspension) => suspension.yield_token.span,
        short => short.span(),
    }
}

fn labelled_start(label: Option<&syn::Label>, otherwise: Span) -> Span {
    label.map_or(otherwise, |label| label.name.span())
}

/// Whether `expr` is a place: a variable, or a part of one.
pub fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Group(group) => is_place(&group.expr),
        _ => false,
    }
}

/// Whether a constant may have this name: a variable that is named so is told apart by where it stands.
pub fn named_like_a_constant(name: &Ident) -> bool {
    name.unraw().to_string().starts_with(char::is_uppercase)
}

/// Whether `op` is `+=` or the like.
pub fn is_compound(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

/// The expressions that `expr` consists of, in the order in which they are written.
pub fn parts(expr: &Expr) -> Vec<&Expr> {
    struct Parts<'e>(Vec<&'e Expr>);
    impl<'e> Visit<'e> for Parts<'e> {
        fn visit_expr(&mut self, expr: &'e Expr) {
            self.0.push(expr);
        }
        fn visit_type(&mut self, _: &'e syn::Type) {}
        fn visit_pat(&mut self, _: &'e Pat) {}
        fn visit_path(&mut self, _: &'e syn::Path) {}
    }
    let mut parts = Parts(Vec::new());
    visit::visit_expr(&mut parts, expr);
    parts.0
}

/// `(expr)`
pub fn in_parentheses(expr: Expr, span: Span) -> Expr {
    let paren_token = syn::token::Paren(span);
    Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr: Box::new(expr) })
}

/// Puts `expr` into a block, behind `before`.
pub fn enclose(expr: &mut Expr, mut before: Vec<Stmt>) {
    let span = start(expr);
    let inner = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
    before.push(Stmt::Expr(inner, None));
    *expr = in_block(before, span);
}

/// Whether `place` is a variable or a part of one, such as can be moved out of.
pub fn is_part_of_variable(place: &Expr) -> bool {
    match place {
        Expr::Path(_) => true,
        Expr::Field(field) => is_part_of_variable(&field.base),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_part_of_variable(&unary.expr),
        Expr::Paren(paren) => is_part_of_variable(&paren.expr),
        Expr::Group(group) => is_part_of_variable(&group.expr),
        _ => false,
    }
}

/// The labels among `tokens`, at any depth.
pub fn labels_among(tokens: TokenStream) -> Vec<syn::Lifetime> {
    fn collect(tokens: TokenStream, into: &mut Vec<syn::Lifetime>) {
        let mut quoted = false;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) => quoted = punct.as_char() == '\'',
                TokenTree::Ident(name) if std::mem::take(&mut quoted) => {
                    into.push(syn::Lifetime { apostrophe: name.span(), ident: name });
                }
                TokenTree::Group(group) => collect(group.stream(), into),
                _ => quoted = false,
            }
        }
    }
    let mut labels = Vec::new();
    collect(tokens, &mut labels);
    labels
}

//! The driver: the pipeline from tokens to tokens, and what happens where a stage fails.

use crate::diagnose::Diagnosis;
use crate::errors::{Errors, text};
use crate::ir::fresh::Fresh;
use crate::parse::args::Args;
use crate::parse::expression::{Expression, is_expression, parse_expression};
use crate::parse::item::RawFunction;
use crate::parse::{Function, configured, parse_all, parse_function, parse_functions};
use crate::plan::Plan;
use crate::signature::{Form, Shape};
use crate::{
    check, emit, exclusive, fallback, late, length, lower, nested, own_name, recursion, resolve, resumption,
    rewrite, signature,
};
use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::Parse;

/// `#[generator(args)] item`
pub fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let raw = match parse_function(item.clone()) {
        Ok(raw) => raw,
        Err(error) => return fallback::unread(&error, item),
    };
    let args = parse_all(args, Span::call_site(), Args::parse);
    let krate = args.as_ref().map_or_else(|_| Args::default().krate(), Args::krate);
    let expanded = args.and_then(|args| {
        let function = read(&raw, &args)?;
        let literal = check::literal_yields(&function).map(|error| error.to_compile_error());
        let expanded = expand(&args, &function)?;
        Ok(literal.into_iter().chain([expanded]).collect())
    });
    expanded.unwrap_or_else(|error| fallback::fallback(&raw, &krate, &error))
}

/// `generator_items! { $crate functions }`
pub fn function_like(items: TokenStream) -> TokenStream {
    let mut items = items.into_iter();
    let krate = match items.next().map(|krate| syn::parse2(krate.into())).transpose() {
        Ok(krate) => krate,
        Err(error) => return error.to_compile_error(),
    };
    let args = Args { krate, ..Args::default() };
    let items: TokenStream = items.collect();
    if is_expression(&items) {
        return expression(&args, items).unwrap_or_else(|error| error.to_compile_error());
    }
    let functions = match parse_functions(items) {
        Ok(functions) => functions,
        Err(error) => return error.to_compile_error(),
    };
    let expand_one = |raw: &RawFunction| {
        let expanded = read(raw, &args).and_then(|function| expand(&args, &function));
        expanded.unwrap_or_else(|error| fallback::fallback(raw, &args.krate(), &error))
    };
    functions.iter().map(expand_one).collect()
}

/// Reads a function, and expands the generators in it.
fn read(raw: &RawFunction, args: &Args) -> syn::Result<Function> {
    let mut function = raw.read(args)?;
    nested::expand(&mut function.block, |tokens| expression(args, tokens))?;
    Ok(function)
}

/// `generator_fn!(move || body)`, maybe `boxed` or `async`.
fn expression(args: &Args, tokens: TokenStream) -> syn::Result<TokenStream> {
    let Expression { function, boxed, captures } = parse_expression(tokens)?;
    let args = &Args { krate: args.krate.clone(), boxed, ..Args::default() };
    let function = read(&function, args)?;
    let errors = Errors::default();
    let shape = signature::of_expression(args, &function, &errors)?;
    check::check(&function, shape.form, false, &errors);
    if !check::has_yields(&function) {
        errors.error(&function.sig.ident, text::NO_YIELD_IN_EXPRESSION);
    }
    errors.gate()?;
    if shape.form.is_as_written() {
        let (krate, body) = (&args.krate(), &function.block);
        let protocol = emit::Protocol::of(krate, &shape, None, body);
        let awaited = emit::Awaited { krate, shape: &shape, protocol, body, length: None };
        return Ok(emit::emit_awaited_expression(&awaited, captures));
    }
    lowered(args, &function, &shape, &errors)
}

/// The pipeline.
pub fn expand(args: &Args, function: &Function) -> syn::Result<TokenStream> {
    let yields = check::yields(function);
    let variants = configured::variants(function)?.into_iter();
    variants
        .map(|(condition, function)| Ok(configured::under(condition, expand_one(args, &function, &yields)?)))
        .collect()
}

fn expand_one(args: &Args, function: &Function, yields: &syn::Result<()>) -> syn::Result<TokenStream> {
    let errors = Errors::default();
    let shape = signature::shape(args, function, &errors);
    let form = shape.as_ref().map_or(Form::Machine, |shape| shape.form);
    check::check(function, form, function.argument.is_some(), &errors);
    if let Some(shape) = &shape {
        own_name::check(function, shape, &errors);
    }
    if let Err(error) = yields {
        errors.push(error.clone());
    }
    errors.gate()?;
    let Some(shape) = shape else { return Ok(TokenStream::new()) };
    if form.is_as_written() {
        return Ok(as_written(&args.krate(), function, &shape));
    }
    lowered(args, function, &shape, &errors)
}

/// What a function expands to whose body stays as it is.
fn as_written(krate: &syn::Path, function: &Function, shape: &Shape) -> TokenStream {
    let mut body = shape.body(&function.block);
    let length = length::length(function, shape, &body);
    if let Some(argument) = &function.argument {
        resumption::take_first(shape, argument, &mut body);
    }
    let protocol = emit::Protocol::of(krate, shape, function.argument.as_ref(), &body);
    emit::emit_awaited(function, &emit::Awaited { krate, shape, protocol, body: &body, length })
}

/// What a function of this shape expands to.
fn lowered(args: &Args, function: &Function, shape: &Shape, errors: &Errors) -> syn::Result<TokenStream> {
    let krate = &args.krate();
    let mut body = shape.body(&function.block);
    let late = late::note_types(&mut body);
    if let Some(argument) = &function.argument {
        resumption::take_first(shape, argument, &mut body);
    }
    resumption::return_value(shape, &mut body);
    let mut block = body.clone();
    if shape.returned.recursion().is_some() {
        recursion::call(krate, &mut block);
    }
    let mut fresh = Fresh::of(shape, &body, &emit::OWN_NAMES);
    let root = function.sig.ident.unraw().to_string();
    let used = fresh.used().clone();
    rewrite::rewrite(shape, &mut block, &mut fresh);
    let mut resolved = resolve::resolve(shape, &mut block, fresh);
    exclusive::note_known(&mut resolved.names, &block);
    exclusive::split(&mut resolved, &mut block, krate);
    let resumed = function.argument.as_ref().filter(|_| !shape.returned.gives_nothing());
    let (machine, names) = lower::lower(resolved, block, shape.destructure.len(), resumed);
    let mut plan = Plan::new(&machine, &names, &root, &used);
    plan.display.locate(function.sig.ident.span());
    let protocol = emit::Protocol::of(krate, shape, function.argument.as_ref(), &body);
    let writer = emit::Writer { krate, shape, plan: &plan, protocol, late: &late };
    let diagnosis = Diagnosis::new(&plan);
    diagnosis.report(errors);
    if shape.is_expression {
        errors.gate()?;
        return Ok(emit::emit_expression(&writer, &body));
    }
    if let Err(error) = errors.gate() {
        return Ok(emit::plain(function, &writer, &body, Some(&error)));
    }
    if diagnosis.is_wrong(&shape.sig.generics) {
        return Ok(emit::plain(function, &writer, &body, None));
    }
    if let Some(path) = &args.graph {
        emit::draw(path, &writer)?;
    }
    Ok(emit::emit(function, &writer, &body))
}

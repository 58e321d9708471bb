//! The driver: the pipeline from tokens to tokens, and what happens where a stage fails.

use crate::errors::Errors;
use crate::ir::fresh::Fresh;
use crate::old::analysis::{Analysed, analyse};
use crate::old::initialised::Initialised;
use crate::old::{borrows, diagram, emit as first_emit, group, idle, layout, mistakes, names, simplify};
use crate::parse::args::Args;
use crate::parse::item::RawFunction;
use crate::parse::{Function, configured, parse_all, parse_function, parse_functions};
use crate::plan::{Plan, camel_case};
use crate::{check, declined, emit, exclusive, fallback, late, lower, resolve, rewrite, signature};
use proc_macro2::{Span, TokenStream};
use syn::Block;
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
        let function = raw.read(&args)?;
        let literal = check::literal_yields(&function).map(|error| error.to_compile_error());
        let expanded = expand(&args, &function)?;
        Ok(literal.into_iter().chain([expanded]).collect())
    });
    expanded.unwrap_or_else(|error| fallback::fallback(&raw, &krate, &error))
}

/// `generator_items! { $crate functions }`
pub fn function_like(items: TokenStream) -> TokenStream {
    let mut items = items.into_iter();
    let krate = items.next().map(|krate| syn::parse2(krate.into())).transpose();
    let read = krate.and_then(|krate| Ok((krate, parse_functions(items.collect())?)));
    let (krate, functions) = match read {
        Ok(read) => read,
        Err(error) => return error.to_compile_error(),
    };
    let args = Args { krate, ..Args::default() };
    let expand_one = |raw: &RawFunction| {
        let expanded = raw.read(&args).and_then(|function| expand(&args, &function));
        expanded.unwrap_or_else(|error| fallback::fallback(raw, &args.krate(), &error))
    };
    functions.iter().map(expand_one).collect()
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
    let shape = signature::shape(function, &errors);
    check::check(function, &errors);
    if let Err(error) = yields {
        errors.push(error.clone());
    }
    errors.gate()?;
    let Some(shape) = shape else { return Ok(TokenStream::new()) };
    let krate = args.krate();
    let eager = shape.body(&function.block);
    let Analysed { mut machine, names: mut known, graph, mut saved, moves } = analyse(&shape, &eager);
    borrows::check(&machine, &known, &saved, &errors);
    if let Err(error) = errors.gate() {
        return Ok(first_emit::plain::plain(function, &krate, &shape, Some(&error)));
    }
    if mistakes::are_certain(&shape, &machine, &known, &saved) {
        return Ok(first_emit::plain::plain(function, &krate, &shape, None));
    }
    // The diagram is that of the first lowering's machine.
    if args.graph.is_none()
        && !declined::is_declined(&eager)
        && let Some(expanded) = second(function, &krate, &shape, &eager)
    {
        return Ok(expanded);
    }
    simplify::simplify(&mut machine, &saved);
    saved.narrow(&machine);
    group::group(&mut machine, &saved);
    idle::keep_idle(&machine, &mut saved, Initialised::new(&graph, &machine.parameters, moves));
    let layout = layout::layout(&machine, &saved);
    let display = names::names(&function.sig.ident, &machine, &graph, &saved, &layout, &mut known);
    if let Some(path) = &args.graph {
        diagram::write(path, &diagram::diagram(&machine, &layout, &display))?;
    }
    let plan = first_emit::Plan {
        krate: &krate,
        shape: &shape,
        machine: &machine,
        layout: &layout,
        saved: &saved,
        names: &known,
        display: &display,
    };
    Ok(first_emit::emit(function, &plan, &eager))
}

/// The second lowering of `body`; nothing, where it would drop something in another order than Rust.
fn second(
    function: &Function,
    krate: &syn::Path,
    shape: &signature::Shape,
    body: &Block,
) -> Option<TokenStream> {
    let mut body = body.clone();
    let late = late::note_types(&mut body);
    let mut block = body.clone();
    let mut fresh = Fresh::of(shape, &body, &emit::OWN_NAMES);
    let root = function.sig.ident.unraw().to_string();
    let mut used = fresh.used().clone();
    used.remove(&camel_case(&root));
    rewrite::rewrite(shape, &mut block, None, &mut fresh);
    let mut resolved = resolve::resolve(shape, &mut block, fresh);
    exclusive::note_known(&mut resolved.names, &block);
    exclusive::split(&mut resolved, &mut block, krate);
    let (machine, names) = lower::lower(resolved, block, shape.destructure.len());
    let mut plan = Plan::new(&machine, &names, &root, &used);
    if !plan.drops_in_turn {
        return None;
    }
    plan.display.locate(function.sig.ident.span());
    let ending = emit::Ending::of(shape.item.as_ref(), &body);
    let writer = emit::Writer { krate, shape, plan: &plan, ending, late: &late };
    Some(emit::emit(function, &writer, &body))
}

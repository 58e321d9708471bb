//! The driver: the pipeline from tokens to tokens, and what happens where a stage fails.

use crate::analysis::{Analysed, analyse};
use crate::errors::Errors;
use crate::initialised::Initialised;
use crate::parse::args::Args;
use crate::parse::item::RawFunction;
use crate::parse::{Function, parse_all, parse_function, parse_functions};
use crate::{
    borrows, check, diagram, emit, fallback, group, idle, layout, mistakes, names, signature, simplify,
};
use proc_macro2::{Span, TokenStream};
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
    let errors = Errors::default();
    let shape = signature::shape(&function.sig, &errors);
    check::check(function, &errors);
    errors.gate()?;
    let Some(shape) = shape else { return Ok(TokenStream::new()) };
    let eager = shape.body(&function.block);
    let Analysed { mut machine, names: mut known, graph, mut saved, moves } = analyse(&shape, &eager);
    let krate = args.krate();
    borrows::check(&machine, &known, &saved, &errors);
    if let Err(error) = errors.gate() {
        return Ok(emit::plain::plain(function, &krate, &shape, Some(&error)));
    }
    if mistakes::are_certain(&shape, &machine, &known, &saved) {
        return Ok(emit::plain::plain(function, &krate, &shape, None));
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
    let plan = emit::Plan {
        krate: &krate,
        shape: &shape,
        machine: &machine,
        layout: &layout,
        saved: &saved,
        names: &known,
        display: &display,
    };
    Ok(emit::emit(function, &plan, &eager))
}

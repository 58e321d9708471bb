//! The driver: the pipeline from tokens to tokens, and what happens where a stage fails.

use crate::errors::Errors;
use crate::initialised::Initialised;
use crate::ir::{Machine, visit_plain_code};
use crate::order::Moved;
use crate::parse::args::Args;
use crate::parse::item::RawFunction;
use crate::parse::{Function, parse_all, parse_function, parse_functions};
use crate::resolve::{Names, Resolved};
use crate::signature::Shape;
use crate::walk::{each_section, each_statement_of};
use crate::{
    apart, borrows, check, emit, fallback, flow, group, idle, layout, lower, mistakes, names, order,
    remainders, resolve, saved, signature, simplify, spill,
};
use proc_macro2::{Span, TokenStream};
use std::collections::HashSet;
use syn::Block;
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
    group::group(&mut machine, &saved);
    idle::keep_idle(&machine, &mut saved, Initialised::new(&graph, &machine.parameters, moves));
    let layout = layout::layout(&machine, &saved);
    let display = names::names(&function.sig.ident, &machine, &graph, &saved, &layout, &mut known);
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

/// The machine, and what is known of its variables.
struct Analysed {
    machine: Machine,
    names: Names,
    graph: flow::Graph,
    saved: saved::Saved,
    /// The uses that move a variable.
    moves: HashSet<flow::NodeId>,
}

/// Analyses the machine of `body`. Where an operand moves a variable on some path only, and the variable's drop is still
/// to come at the next suspension, the operand is spilled; its statement can then be split.
fn analyse(shape: &Shape, body: &Block) -> Analysed {
    let mut hoisted = HashSet::new();
    loop {
        let mut block = body.clone();
        let spilled = spill::spill(shape, &mut block, &hoisted);
        let parts = apart::take_apart(shape, &mut block);
        let mut resolved = resolve::resolve(shape, &mut block);
        let remainders = remainders::keep_remainders(&mut resolved, &mut block);
        order::put_in_order(&mut resolved, &Moved { spilled, parts, remainders });
        let analysed = lower_and_analyse(&resolved, &block);
        let known = hoisted.len();
        hoisted.extend(branching_operands(&analysed));
        if hoisted.len() == known {
            return analysed;
        }
    }
}

/// The operands that branch in the statements that move a variable on some path only.
fn branching_operands(analysed: &Analysed) -> HashSet<spill::branches::Number> {
    let mut marked = spill::branches::Marked::default();
    if !analysed.saved.unknown.is_empty() {
        each_section(&analysed.machine.body, &mut |_, code| {
            each_statement_of(code, &mut |stmt| {
                if analysed.saved.unknown.contains(&stmt.id) {
                    visit_plain_code(stmt, &mut marked);
                }
            });
        });
    }
    marked.0
}

/// Lowers `block` and analyses it. A statement that moves a variable on some path only is split into sections, until each
/// path knows.
fn lower_and_analyse(resolved: &Resolved, block: &Block) -> Analysed {
    let mut split = HashSet::new();
    loop {
        let (mut machine, names, origins) = lower::lower(resolved.clone(), block, &split);
        let graph = flow::Graph::build(&mut machine, &names);
        let (saved, moves) = saved::saved(&mut machine, &graph);
        let known = split.len();
        split.extend(saved.unknown.iter().filter_map(|stmt| origins.get(stmt)).flatten());
        if split.len() == known {
            return Analysed { machine, names, graph, saved, moves };
        }
    }
}

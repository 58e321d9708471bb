//! The calls whose types are remembered: on the last use of a variable, of which an exit asks whether the call has taken it.
//!
//! `let n = noisy.look();` → `let n = call_1.note(noisy.look());`

use super::Writer;
use crate::analyse::Kind;
use crate::analyse::graph::EventId;
use crate::ir::marks::use_of;
use crate::ir::{Entry, Head, SectionId, UseId};
use crate::plan::Value;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall};

/// The calls of one section whose types are remembered.
pub(super) struct Calls(Vec<Asked>);

/// A call that some exit asks about.
struct Asked {
    id: UseId,
    /// How many arguments it has; none, where the call itself stands elsewhere.
    arguments: Option<usize>,
    /// Whether the types of its arguments are told by that of what it is called on.
    is_of_self: bool,
}

/// The methods of std's traits whose arguments have the type of what they are called on, which references implement as well:
/// `1.max(2)`, but `(&1).max(&2)`.
const OF_SELF: [&str; 3] = ["clamp", "max", "min"];

impl Calls {
    /// Those that the exits of `section` ask about.
    pub fn of(writer: &Writer<'_>, section: SectionId) -> Self {
        let asked = asked(writer, section);
        let mut calls =
            Calls(asked.into_iter().map(|id| Asked { id, arguments: None, is_of_self: false }).collect());
        if calls.0.is_empty() {
            return calls;
        }
        writer.plan.machine.sections[section.0].code.iter().for_each(|stmt| calls.visit_stmt(stmt));
        if let Entry::Head(id) = writer.plan.entry(section)
            && let Head::While(cond) = &writer.plan.machine.loops[id.0].head
        {
            calls.visit_expr(cond);
        }
        calls
    }

    fn asked(&self, id: UseId) -> Option<&Asked> {
        self.0.iter().find(|asked| asked.id == id)
    }

    /// Whether the call on the occurrence `id` stands in the section, and its type is remembered.
    pub fn has(&self, id: UseId) -> bool {
        self.asked(id).is_some_and(|asked| asked.arguments.is_some())
    }

    /// What remembers the types of the arguments of the call on the occurrence `id`.
    pub fn arguments(&self, id: UseId) -> Vec<Ident> {
        let count = self.asked(id).and_then(|asked| asked.arguments).unwrap_or(0);
        (0..count).map(|index| argument_witness(id, index)).collect()
    }

    /// Declares what remembers the types.
    pub fn witnesses(&self, krate: &syn::Path) -> TokenStream {
        let witnesses = self.0.iter().map(|asked| {
            let (call, arguments) = (witness(asked.id), self.arguments(asked.id));
            let argument = match asked.is_of_self {
                true => quote!(Any),
                false => quote!(Kind::new()),
            };
            quote! {
                let #call = #krate::__private::Kind::new();
                #(let #arguments = #krate::__private::#argument;)*
            }
        });
        witnesses.collect()
    }

    /// How the type of the call `expr` is remembered, if it is to be.
    pub fn noted(&self, expr: &Expr) -> Option<Noted> {
        let Expr::MethodCall(call) = expr else { return None };
        let id = receiver_use(&call.receiver)?;
        self.asked(id).map(|_| Noted {
            call: witness(id),
            arguments: (0..call.args.len()).map(|index| argument_witness(id, index)).collect(),
        })
    }
}

impl Visit<'_> for Calls {
    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        if let Some(id) = receiver_use(&call.receiver)
            && let Some(asked) = self.0.iter_mut().find(|asked| asked.id == id)
        {
            asked.arguments = Some(call.args.len());
            asked.is_of_self = OF_SELF.iter().any(|name| call.method == name);
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// What stands for the call that a variable's last use is the receiver of.
pub(super) fn witness(id: UseId) -> Ident {
    Ident::new(&format!("call_{}", id.0), Span::mixed_site())
}

fn argument_witness(id: UseId, index: usize) -> Ident {
    Ident::new(&format!("argument_{}_{index}", id.0), Span::mixed_site())
}

/// The occurrences of variables whose calls some exit of `section` asks about.
fn asked(writer: &Writer<'_>, section: SectionId) -> Vec<UseId> {
    let plan = writer.plan;
    let mut asked = Vec::new();
    for (exit, at) in &plan.graph.exits {
        if plan.section_of(*at) != section {
            continue;
        }
        for (_, value) in &plan.exits[exit].values {
            let events: &[EventId] = match value {
                Value::Left(event) => std::slice::from_ref(event),
                Value::Rest(events) => events,
                _ => &[],
            };
            for event in events {
                if let Some(used) = plan.graph.used(*event)
                    && let (Kind::Receiver { .. }, Some(id)) = (&used.kind, used.id)
                    && plan.section_of(*event) == section
                    && !asked.contains(&id)
                {
                    asked.push(id);
                }
            }
        }
    }
    asked.extend(plan.taking_calls(section));
    asked.sort();
    asked.dedup();
    asked
}

fn receiver_use(receiver: &Expr) -> Option<UseId> {
    match receiver {
        Expr::Path(path) => use_of(&path.attrs),
        Expr::Paren(paren) => receiver_use(&paren.expr),
        Expr::Field(field) => receiver_use(&field.base),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => receiver_use(&unary.expr),
        Expr::Group(group) => receiver_use(&group.expr),
        _ => None,
    }
}

/// A call whose type is remembered.
pub(super) struct Noted {
    call: Ident,
    arguments: Vec<Ident>,
}

impl Noted {
    pub(super) fn apply(&self, expr: &mut Expr) {
        let Expr::MethodCall(call) = expr else { return };
        for (argument, name) in call.args.iter_mut().zip(&self.arguments) {
            *argument = Expr::Verbatim(match &argument {
                // It keeps what the method tells of its parameters' types.
                Expr::Closure(_) => quote!(loop { break #argument; break #name.get(); }),
                _ => quote!(#name.note(#argument)),
            });
        }
        let name = &self.call;
        *expr = Expr::Verbatim(quote!(#name.note(#call)));
    }
}

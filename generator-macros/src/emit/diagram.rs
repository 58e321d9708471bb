//! The machine → its picture, for `#[generator(graph = "path.mmd")]`: a state diagram in Mermaid's notation.
//!
//! `for x in xs { yield_!(x); }` →
//!
//! ```text
//! stateDiagram-v2
//!     [*] --> Start
//!     Start --> ForX : line 1
//!     ForX --> ForX : line 1, yields
//!     ForX --> [*] : line 1
//! ```

use super::Writer;
use crate::errors::text;
use crate::ir::marks::{Placeholder, exit_of};
use crate::ir::{Entry, ExitId, Head, LoopId, SectionId};
use proc_macro2::Span;
use quote::ToTokens;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, LitStr, Stmt};

/// Writes the diagram of the machine to the file `path`, which is relative to the package that is compiled.
pub fn draw(path: &LitStr, writer: &Writer<'_>) -> syn::Result<()> {
    let diagram = diagram(writer);
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let file = folder.join(path.value());
    let is_written = std::fs::read_to_string(&file).is_ok_and(|written| written == diagram);
    let create = || {
        file.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(&file, diagram)
    };
    if is_written { Ok(()) } else { create().map_err(|error| unwritten(path, &error)) }
}

fn unwritten(path: &LitStr, error: &std::io::Error) -> syn::Error {
    let message =
        format!("the graph can't be written to \"{}\": {error}\n{}", path.value(), text::GRAPH_HELP);
    syn::Error::new(path.span(), message)
}

fn diagram(writer: &Writer<'_>) -> String {
    let mut drawing = Drawing { writer, from: END.to_owned(), line: None, edges: Vec::new() };
    drawing.region(None);
    drawing.pass_through();
    drawing.text()
}

/// What is before a machine's start, and behind its end.
const END: &str = "[*]";

struct Drawing<'w, 'a> {
    writer: &'w Writer<'a>,
    /// The place that the code which is walked belongs to.
    from: String,
    /// The line of the source that was met last.
    line: Option<usize>,
    edges: Vec<Edge>,
}

/// A transition, at each of the lines. A place within a loop is called `ForI::Yield1`.
struct Edge {
    from: String,
    to: String,
    yields: bool,
    lines: BTreeSet<usize>,
}

impl Drawing<'_, '_> {
    /// The transitions of the sections of a region, in source order.
    fn region(&mut self, around: Option<LoopId>) {
        for section in self.writer.region(around) {
            // What follows a loop stands in the section that enters it.
            self.from = self.place(*section);
            let plan = self.writer.plan;
            if let Entry::Head(id) = plan.entry(*section)
                && let Head::While(cond) = &plan.machine.loops[id.0].head
            {
                self.visit_expr(cond);
            }
            plan.machine.sections[section.0].code.iter().for_each(|stmt| self.visit_stmt(stmt));
            if self.ends(*section) {
                self.line = None;
                self.edge(around.map_or(END.to_owned(), |id| self.head(id)), false);
            }
        }
    }

    /// Whether control comes to the end of a section, and that isn't where it began.
    fn ends(&self, section: SectionId) -> bool {
        let plan = self.writer.plan;
        let end = plan.graph.block(plan.graph.ends[section.0]);
        let is_head = matches!(plan.entry(section), Entry::Point(point) if plan.at_head.contains(&point.0));
        !is_head
            && plan.sections[section.0].is_reached
            && (!end.predecessors.is_empty() || !end.events.is_empty())
    }

    /// A loop, and what follows it.
    fn repeated(&mut self, id: LoopId) {
        let own = &self.writer.plan.machine.loops[id.0];
        let line = match &own.head {
            Head::For { iterable, .. } => line_at(*iterable),
            Head::While(cond) => line_at(cond.span()),
            Head::Loop => None,
        };
        let (head, after) = (self.head(id), self.after(id));
        self.line = line.or(self.line);
        if self.from != head {
            self.edge(head.clone(), false);
        }
        self.region(Some(id));
        if !matches!(own.head, Head::Loop) {
            (self.from, self.line) = (head, line);
            self.edge(after.clone(), false);
        }
        (self.from, self.line) = (after, None);
    }

    /// The names of the loops around a place, and of itself.
    fn named(&self, around: Option<LoopId>, own: Option<String>) -> String {
        let plan = self.writer.plan;
        let mut names: Vec<String> =
            plan.machine.loops_around(around).map(|id| plan.display.loops[id.0].to_string()).collect();
        names.reverse();
        names.extend(own);
        names.join("::")
    }

    fn head(&self, id: LoopId) -> String {
        self.named(Some(id), self.writer.has_states(id).then(|| "Next".to_owned()))
    }

    /// Where the code belongs that follows a loop.
    fn after(&self, id: LoopId) -> String {
        let plan = self.writer.plan;
        self.named(plan.machine.loops[id.0].around, Some(format!("After{}", plan.display.loops[id.0])))
    }

    fn place(&self, section: SectionId) -> String {
        let plan = self.writer.plan;
        let around = plan.machine.sections[section.0].around;
        match (plan.entry(section), around) {
            (Entry::Head(id) | Entry::Loop(id), _) => self.head(id),
            (Entry::Point(point), Some(id)) if plan.at_head.contains(&point.0) => self.head(id),
            (Entry::Join(join), _) => {
                self.named(around, Some(crate::plan::camel_case(&plan.display.joins[join.0].to_string())))
            }
            _ => self.named(around, self.writer.variant(section).map(|name| name.to_string())),
        }
    }

    fn exit(&mut self, exit: ExitId, yields: bool) {
        if self.writer.plan.graph.exits.contains_key(&exit) {
            let to = self.place(self.writer.plan.target_section(exit));
            self.edge(to, yields);
        }
    }

    fn edge(&mut self, to: String, yields: bool) {
        let same = self
            .edges
            .iter_mut()
            .find(|edge| edge.from == self.from && edge.to == to && edge.yields == yields);
        match same {
            Some(edge) => edge.lines.extend(self.line),
            None => {
                let lines = self.line.into_iter().collect();
                self.edges.push(Edge { from: self.from.clone(), to, yields, lines });
            }
        }
    }

    /// Leaves out the places behind loops from which control only goes on to another.
    fn pass_through(&mut self) {
        let is_behind = |name: &str| name.rsplit("::").next().is_some_and(|last| last.starts_with("After"));
        while let Some(index) = self.edges.iter().position(|edge| {
            let is_only = self.edges.iter().filter(|other| other.from == edge.from).count() == 1;
            is_behind(&edge.from) && is_only && !edge.yields && edge.from != edge.to
        }) {
            let passed = self.edges.remove(index);
            for edge in self.edges.iter_mut().filter(|edge| edge.to == passed.from) {
                edge.to = passed.to.clone();
            }
        }
    }

    fn text(&self) -> String {
        let mut text = "stateDiagram-v2\n".to_owned();
        let mut named: Vec<&str> = Vec::new();
        for place in self.edges.iter().flat_map(|edge| [&*edge.from, &*edge.to]) {
            if place.contains("::") && !named.contains(&place) {
                named.push(place);
                let _ = writeln!(text, "    state \"{place}\" as {}", drawn(place));
            }
        }
        let _ = writeln!(text, "    {END} --> Start");
        for Edge { from, to, yields, lines } in &self.edges {
            let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let lines = match &numbers[..] {
                [] => None,
                [line] => Some(format!("line {line}")),
                lines => Some(format!("lines {}", lines.join(", "))),
            };
            let label: Vec<String> = lines.into_iter().chain(yields.then(|| "yields".to_owned())).collect();
            let label = if label.is_empty() { String::new() } else { format!(" : {}", label.join(", ")) };
            let _ = writeln!(text, "    {} --> {}{label}", drawn(from), drawn(to));
        }
        text
    }
}

impl Visit<'_> for Drawing<'_, '_> {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        let first = stmt.to_token_stream().into_iter().next();
        self.line = first.and_then(|token| line_at(token.span())).or(self.line);
        visit::visit_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        match Placeholder::of(expr) {
            Some(Placeholder::Goto(exit, _)) => return self.exit(exit, false),
            Some(Placeholder::Loop(id, _)) => return self.repeated(id),
            Some(_) => return,
            None => {}
        }
        match expr {
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => return,
            expr => visit::visit_expr(self, expr),
        }
        match expr {
            Expr::Yield(suspension) => {
                self.line = line_at(suspension.yield_token.span).or(self.line);
                exit_of(&suspension.attrs).into_iter().for_each(|exit| self.exit(exit, true));
            }
            Expr::Return(returned) => {
                self.line = line_at(returned.return_token.span).or(self.line);
                let fails = self.writer.protocol.may_fail() && returned.expr.is_some();
                self.edge(END.to_owned(), fails);
            }
            Expr::Try(tried) => {
                self.line = line_at(tried.question_token.span).or(self.line);
                self.edge(END.to_owned(), true);
            }
            _ => {}
        }
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// What a place is drawn by: `ForI_Yield1`, for `ForI::Yield1`.
fn drawn(place: &str) -> String {
    place.replace("::", "_")
}

/// The line of the source at `span`, where it has one of its own.
fn line_at(span: Span) -> Option<usize> {
    if !proc_macro::is_available() {
        return None;
    }
    let (own, call) = (span.unwrap(), Span::call_site().unwrap());
    (own.line() != call.line() || own.column() != call.column()).then(|| own.line())
}

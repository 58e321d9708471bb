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

use crate::errors::text;
use crate::old::ir::{Code, ExitId, Machine, PointId, PointKind, Stmt, StmtKind, hands_out_failures};
use crate::old::layout::Layout;
use crate::old::names::Display;
use crate::old::walk::each_section;
use crate::syntax::start;
use proc_macro2::Span;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use syn::LitStr;
use syn::spanned::Spanned;

/// Writes `diagram` to the file `path`, which is relative to the package that is compiled.
pub fn write(path: &LitStr, diagram: &str) -> syn::Result<()> {
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

/// The diagram of the machine.
pub fn diagram(machine: &Machine, layout: &Layout, display: &Display) -> String {
    let mut drawing = Drawing { machine, layout, display, states: Vec::new(), edges: Vec::new() };
    drawing.state(PointId::START);
    each_section(&machine.body, &mut |point, code| {
        let from = drawing.state(point);
        drawing.code(code, &from, None);
    });
    drawing.text()
}

struct Drawing<'a> {
    machine: &'a Machine,
    layout: &'a Layout,
    display: &'a Display,
    /// The states that bear another name than the one they are drawn by: both.
    states: Vec<(String, String)>,
    edges: Vec<Edge>,
}

/// A transition, at each of the lines.
struct Edge {
    from: String,
    to: String,
    yields: bool,
    lines: BTreeSet<usize>,
}

impl Drawing<'_> {
    /// What the state of `point` is drawn by: `ForI_Yield1`, for `ForI::Yield1`.
    fn state(&mut self, point: PointId) -> String {
        let path = self.layout.path(point).iter();
        let mut names: Vec<String> = path.map(|id| self.display.variants[id.0].to_string()).collect();
        if let PointKind::Join(name) = self.machine.point(point).kind
            && self.layout.is_passed(point)
        {
            names.push(name.to_owned());
        }
        if names.is_empty() {
            return "[*]".to_owned();
        }
        let (drawn, name) = (names.join("_"), names.join("::"));
        if names.len() > 1 && !self.states.iter().any(|(known, _)| *known == drawn) {
            self.states.push((drawn.clone(), name));
        }
        drawn
    }

    /// The transitions of `code`, in the section of the state `from`, behind `line`.
    fn code(&mut self, code: &[Stmt], from: &str, mut line: Option<usize>) {
        for stmt in code {
            line = line_of(stmt).or(line);
            stmt.embedded.iter().for_each(|exit| self.exit(*exit, from, line, false));
            if hands_out_failures(stmt) {
                self.edge(from, "[*]".to_owned(), line, true);
            }
            match &stmt.kind {
                StmtKind::Suspend { exit, .. } => self.exit(*exit, from, line, true),
                StmtKind::Goto(exit) => self.exit(*exit, from, line, false),
                StmtKind::Match { arms, .. } => {
                    for arm in arms {
                        self.code(&arm.code, from, line_at(arm.pat.span()).or(line));
                    }
                }
                kind => kind.branches().for_each(|branch: &Code| self.code(branch, from, line)),
            }
        }
    }

    fn exit(&mut self, exit: ExitId, from: &str, line: Option<usize>, yields: bool) {
        let to = self.state(self.machine.exit(exit).target);
        self.edge(from, to, line, yields);
    }

    fn edge(&mut self, from: &str, to: String, line: Option<usize>, yields: bool) {
        let known =
            self.edges.iter_mut().find(|edge| edge.from == from && edge.to == to && edge.yields == yields);
        match known {
            Some(edge) => edge.lines.extend(line),
            None => {
                let lines = line.into_iter().collect();
                self.edges.push(Edge { from: from.to_owned(), to, yields, lines });
            }
        }
    }

    fn text(&self) -> String {
        let mut text = "stateDiagram-v2\n".to_owned();
        for (drawn, name) in &self.states {
            let _ = writeln!(text, "    state \"{name}\" as {drawn}");
        }
        text.push_str("    [*] --> Start\n");
        for Edge { from, to, yields, lines } in &self.edges {
            let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let lines = match &numbers[..] {
                [] => None,
                [line] => Some(format!("line {line}")),
                lines => Some(format!("lines {}", lines.join(", "))),
            };
            let label: Vec<String> = lines.into_iter().chain(yields.then(|| "yields".to_owned())).collect();
            let label = if label.is_empty() { String::new() } else { format!(" : {}", label.join(", ")) };
            let _ = writeln!(text, "    {from} --> {to}{label}");
        }
        text
    }
}

/// The line that `stmt` begins at, or its condition.
fn line_of(stmt: &Stmt) -> Option<usize> {
    let span = match &stmt.kind {
        StmtKind::Plain(source) => source.span(),
        StmtKind::IntoIter { iterable: expr, .. }
        | StmtKind::If { cond: expr, .. }
        | StmtKind::Match { scrutinee: expr, .. }
        | StmtKind::Suspend { value: expr, .. } => start(expr),
        StmtKind::Next { pat, .. } => pat.span(),
        StmtKind::Block { .. } | StmtKind::Goto(_) => return None,
    };
    line_at(span)
}

/// The line of `span`; none outside of the compiler, which counts them.
fn line_at(span: Span) -> Option<usize> {
    proc_macro::is_available().then(|| span.unwrap().line())
}

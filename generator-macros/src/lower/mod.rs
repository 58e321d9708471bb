//! The body → the [`Machine`]: sections of plain Rust, cut where control comes back after a suspension.
//!
//! The *native* text of a statement is the statement as the user wrote it, in which a `yield` leaves; what follows the yield
//! is a *text* of its own, in another section. `if c { yield_!(1); f(); } g();` becomes `if c { suspend } else { go to J }`,
//! `f(); go to J`, and `J: g();`. Where only one of the two comes to what follows, no join is made, and a jump stays as it is
//! written: a text stands in the same labelled blocks and loops as what it is the rest of.

mod block;
mod deliver;
mod expr;
mod falls;
pub use falls::falls;
mod leave;
mod loops;
pub use loops::next;
mod repeats;
mod statement;

use crate::ir::marks::Placeholder;
use crate::ir::scopes::{ScopeId, Scopes};
use crate::ir::{
    Entry, Exit, ExitId, Join, JoinId, LocalId, LoopId, Machine, Point, PointId, Section, SectionId, Target,
};
use crate::remainders::{Remainders, keep_remainders};
use crate::resolve::{Names, Resolved};
use syn::{Block, Expr, Ident, Pat, Stmt};

/// Lowers `block`, which begins with so many `patterns` of parameters; the variables that it makes are added to the names.
/// `argument` is the variable that holds what a yield gives, if that is more than `()`.
pub fn lower(
    resolved: Resolved,
    mut block: Block,
    patterns: usize,
    argument: Option<&Ident>,
) -> (Machine, Names) {
    let Resolved { mut names, parameters, gives_copies, returns_primitive, .. } = resolved;
    let remainders = keep_remainders(&mut names, &parameters, &mut block);
    repeats::mark_loops(&mut block);
    let machine = Machine {
        locals: Vec::new(),
        parameters: parameters.clone(),
        sections: Vec::new(),
        root: Vec::new(),
        points: Vec::new(),
        joins: Vec::new(),
        loops: Vec::new(),
        exits: Vec::new(),
        scopes: Scopes::default(),
        items: Vec::new(),
        gives_copies,
        returns_primitive,
    };
    let mut lowerer = Lowerer {
        names,
        machine,
        scope: ScopeId::ROOT,
        around: None,
        in_place: 0,
        argument: argument.cloned(),
        regions: vec![Vec::new()],
    };
    // Behind each pattern stands what puts away the parts that it leaves.
    let is_put_away = |stmt: &Stmt| {
        let Stmt::Expr(Expr::Assign(assign), _) = stmt else { return false };
        let set = lowerer.names.variable(&assign.left);
        remainders.values().flatten().any(|rest| set == Some(*rest))
    };
    let body = block.stmts.split_off(end_of_patterns(&block.stmts, patterns, is_put_away));
    let prelude = lowerer.parameters(&parameters, block.stmts, &remainders);
    let (items, stmts): (Vec<Stmt>, Vec<Stmt>) = body.into_iter().partition(is_hoisted);
    lowerer.machine.items = items;
    let start = lowerer.section(Entry::Start);
    let mut flows = lowerer.block(stmts);
    flows.native.splice(0..0, prelude);
    lowerer.store(start, flows);
    lowerer.machine.root = lowerer.regions.pop().unwrap_or_default();
    lowerer.machine.locals = lowerer.names.locals.clone();
    (lowerer.machine, lowerer.names)
}

/// Where the first so many patterns of `stmts` end, each with what puts away its parts.
fn end_of_patterns(stmts: &[Stmt], patterns: usize, is_put_away: impl Fn(&Stmt) -> bool) -> usize {
    let mut end = 0;
    for _ in 0..patterns {
        end += 1;
        end += stmts.iter().skip(end).take_while(|stmt| is_put_away(stmt)).count();
    }
    end
}

/// Whether an item of the body can stand before the machine: a macro may name variables and labels around it.
fn is_hoisted(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Item(item) if !matches!(item, syn::Item::Macro(_)))
}

/// The rest of some code after a suspension, as far as it is lowered.
struct Text {
    section: SectionId,
    code: Vec<Stmt>,
}

/// What becomes of a block or an expression.
struct Flows<Native> {
    native: Native,
    resumed: Vec<Text>,
}

struct Lowerer {
    names: Names,
    machine: Machine,
    scope: ScopeId,
    /// The loop whose region is being lowered.
    around: Option<LoopId>,
    /// How many loops are around, inside that, into which control doesn't come back: those stay in place.
    in_place: usize,
    /// The variable that holds what a yield gives, if that is more than `()`.
    argument: Option<Ident>,
    /// The sections of the regions around, the innermost last.
    regions: Vec<Vec<SectionId>>,
}

impl Lowerer {
    fn section(&mut self, entry: Entry) -> SectionId {
        let id = SectionId(self.machine.sections.len());
        self.machine.sections.push(Section { entry, code: Vec::new(), around: self.around });
        if let Some(region) = self.regions.last_mut() {
            region.push(id);
        }
        id
    }

    fn exit(&mut self, target: Target) -> ExitId {
        self.machine.exits.push(Exit { target });
        ExitId(self.machine.exits.len() - 1)
    }

    fn point(&mut self) -> PointId {
        let id = PointId(self.machine.points.len());
        let section = self.section(Entry::Point(id));
        self.machine.points.push(Point { scope: self.scope, section });
        id
    }

    fn join(&mut self, name: &'static str) -> JoinId {
        let id = JoinId(self.machine.joins.len());
        let section = self.section(Entry::Join(id));
        self.machine.joins.push(Join { scope: self.scope, section, name });
        id
    }

    fn goto(&mut self, target: Target) -> Stmt {
        Placeholder::Goto(self.exit(target), None).stmt()
    }

    fn declare(&mut self, local: LocalId) {
        self.scope = self.machine.scopes.declare(self.scope, local);
    }

    /// Declares the parameters, and what their patterns bind behind each: they drop in their turn. Returned is the code
    /// that does so.
    fn parameters(
        &mut self,
        parameters: &[LocalId],
        patterns: Vec<Stmt>,
        remainders: &Remainders,
    ) -> Vec<Stmt> {
        // What is ignored stays where it is.
        let is_ignored =
            |stmt: &Stmt| matches!(stmt, Stmt::Local(local) if matches!(local.pat, Pat::Wild(_)));
        let mut patterns = patterns.into_iter().filter(|stmt| !is_ignored(stmt)).peekable();
        let mut code: Vec<Stmt> = Vec::new();
        for parameter in parameters {
            self.declare(*parameter);
            let name = self.names.locals[parameter.0].unique.clone();
            if !code.is_empty() {
                let mut pattern = crate::syntax::plain(&name);
                if let Pat::Ident(pat) = &mut pattern {
                    pat.mutability = self.names.locals[parameter.0].mutability;
                }
                code.push(crate::syntax::let_statement(pattern, crate::syntax::variable(&name)));
            }
            for rest in remainders.get(parameter).into_iter().flatten() {
                self.declare(*rest);
                let name = &self.names.locals[rest.0].unique;
                code.push(crate::syntax::declare(crate::syntax::plain(name)));
            }
            let takes = |stmt: &Stmt| {
                matches!(stmt, Stmt::Local(local) if local.init.as_ref().is_some_and(|init| {
                    self.names.variable(&init.expr) == Some(*parameter)
                }))
            };
            if let Some(stmt) = patterns.next_if(takes) {
                if let Stmt::Local(local) = &stmt {
                    self.declare_pattern(&local.pat);
                }
                code.push(stmt);
            }
            while let Some(put) = patterns.next_if(|stmt| matches!(stmt, Stmt::Expr(..))) {
                code.push(put);
            }
        }
        code.extend(patterns);
        code
    }

    fn declare_pattern(&mut self, pat: &Pat) -> Vec<LocalId> {
        let bound = self.names.bindings(pat);
        bound.iter().for_each(|local| self.declare(*local));
        bound
    }

    /// The end of a region: `start` has the native code, each text goes to its section.
    fn store(&mut self, start: SectionId, flows: Flows<Vec<Stmt>>) {
        let native = Text { section: start, code: flows.native };
        for mut text in std::iter::once(native).chain(flows.resumed) {
            self.leave_by_labels(&mut text.code);
            self.machine.sections[text.section.0].code = text.code;
        }
    }
}

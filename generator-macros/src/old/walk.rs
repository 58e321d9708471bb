//! Walks over the structured machine: its sections, their statements, their exits.

use crate::collections::HashSet;
use crate::old::ir::{ExitId, PointId, Section, Stmt, StmtId, StmtKind};

/// Calls `visit` for each section, with its point and its code, in source order.
pub fn each_section<'m>(region: &'m [Section], visit: &mut impl FnMut(PointId, &'m [Stmt])) {
    for section in region {
        match section {
            Section::Code { point, code } => visit(*point, code),
            Section::Container { region, .. } => each_section(region, visit),
        }
    }
}

/// Calls `visit` for each statement of `code`, and of its branches.
pub fn each_statement(code: &[Stmt], visit: &mut impl FnMut(StmtId)) {
    each_statement_of(code, &mut |stmt| visit(stmt.id));
}

/// Calls `visit` for each statement of `code`, and of its branches, with all that it is.
pub fn each_statement_of<'m>(code: &'m [Stmt], visit: &mut impl FnMut(&'m Stmt)) {
    for stmt in code {
        visit(stmt);
        stmt.kind.branches().for_each(|branch| each_statement_of(branch, visit));
    }
}

/// Calls `visit` for each exit in `code`.
pub fn exits_of(code: &[Stmt], visit: &mut impl FnMut(ExitId)) {
    for stmt in code {
        stmt.own_exits().for_each(&mut *visit);
        stmt.kind.branches().for_each(|branch| exits_of(branch, visit));
    }
}

/// Calls `visit(from, exit)` for each exit of each section.
pub fn for_each_exit(region: &[Section], visit: &mut impl FnMut(PointId, ExitId)) {
    each_section(region, &mut |point, code| exits_of(code, &mut |exit| visit(point, exit)));
}

/// The exits of a region that suspend.
pub fn suspensions(region: &[Section]) -> HashSet<ExitId> {
    let mut found = HashSet::default();
    each_section(region, &mut |_, code| {
        each_statement_of(code, &mut |stmt| {
            if let StmtKind::Suspend { exit, .. } = &stmt.kind {
                found.insert(*exit);
            }
        });
    });
    found
}

/// The points of a region, in order.
pub fn points(region: &[Section]) -> Vec<PointId> {
    let mut found = Vec::new();
    each_section(region, &mut |point, _| found.push(point));
    found
}

/// The statements after which control never goes on.
pub fn exiting(region: &[Section]) -> HashSet<StmtId> {
    fn note(stmt: &Stmt, exiting: &mut HashSet<StmtId>) {
        stmt.kind.branches().flatten().for_each(|stmt| note(stmt, exiting));
        if stmt.kind.exits_if(&|last| exiting.contains(&last.id)) {
            exiting.insert(stmt.id);
        }
    }
    let mut found = HashSet::default();
    each_section(region, &mut |_, code| code.iter().for_each(|stmt| note(stmt, &mut found)));
    found
}

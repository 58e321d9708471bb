//! Blocks: a statement after the other, in the native text as long as control may come that way, then in the text of the one
//! section from which it comes.
//!
//! `{ a(); yield_!(1); b(); }` → the native `{ a(); suspend }`, and the text `{ b(); }`.

use super::falls::text_falls;
use super::statement::{Next, StatementFlows};
use super::{Flows, Lowerer, Text};
use crate::ir::marks::Placeholder;
use crate::ir::{LocalId, SectionId};
use crate::suspends::stmt_suspends;
use syn::Stmt;

/// The statements of a block, as they are lowered.
struct Writing {
    /// The variables that the block has declared so far, in order.
    declared: Vec<LocalId>,
    /// The macros that it has declared so far.
    macros: Vec<Stmt>,
    /// Where what follows goes: the native text at first, then some section's.
    section: Option<SectionId>,
    code: Vec<Stmt>,
    /// The native text, once it is left.
    native: Option<Vec<Stmt>>,
    resumed: Vec<Text>,
}

impl Writing {
    /// The beginning of a text, in which the variables declared so far are known.
    fn beginning(&self) -> Vec<Stmt> {
        let scope = (!self.declared.is_empty()).then(|| Placeholder::Scope(self.declared.clone()).stmt());
        scope.into_iter().chain(self.macros.iter().cloned()).collect()
    }

    fn text(&self, text: Text) -> Text {
        let mut code = self.beginning();
        code.extend(text.code);
        Text { section: text.section, code }
    }

    /// Goes on in another section.
    fn go_on(&mut self, section: SectionId, code: Vec<Stmt>) {
        let mut beginning = self.beginning();
        beginning.extend(code);
        self.leave(beginning);
        self.section = Some(section);
    }

    /// What was written so far is finished.
    fn leave(&mut self, next: Vec<Stmt>) {
        let code = std::mem::replace(&mut self.code, next);
        match self.section {
            None => self.native = Some(code),
            Some(section) => self.resumed.push(Text { section, code }),
        }
    }
}

impl Lowerer {
    /// Lowers the statements of a block. Its variables leave scope at the end.
    pub(super) fn block(&mut self, stmts: Vec<Stmt>) -> Flows<Vec<Stmt>> {
        let outer = self.scope;
        let mut writing = Writing {
            declared: Vec::new(),
            macros: Vec::new(),
            section: None,
            code: Vec::new(),
            native: None,
            resumed: Vec::new(),
        };
        let last = stmts.iter().rposition(|stmt| !matches!(stmt, Stmt::Item(_)));
        for (index, stmt) in stmts.into_iter().enumerate() {
            if !stmt_suspends(&stmt) {
                match &stmt {
                    Stmt::Local(local) => writing.declared.extend(self.declare_pattern(&local.pat)),
                    Stmt::Item(_) => writing.macros.push(stmt.clone()),
                    _ => {}
                }
                let falls = text_falls(std::slice::from_ref(&stmt));
                writing.code.push(stmt);
                if !falls {
                    // What follows is never reached.
                    break;
                }
                continue;
            }
            let flows = self.statement(stmt, Some(index) == last);
            if !self.add(&mut writing, flows) {
                break;
            }
        }
        self.scope = outer;
        if writing.native.is_none() || writing.section.is_some() {
            writing.leave(Vec::new());
        }
        Flows { native: writing.native.unwrap_or_default(), resumed: writing.resumed }
    }

    /// Adds a statement that suspends. Returns whether control goes on after it.
    fn add(&mut self, writing: &mut Writing, flows: StatementFlows) -> bool {
        writing.code.extend(flows.native);
        let finished: Vec<Text> = flows.finished.into_iter().map(|text| writing.text(text)).collect();
        writing.resumed.extend(finished);
        let before = writing.declared.len();
        writing.declared.extend(flows.declared_before);
        match flows.next {
            Next::Here => {}
            Next::Nowhere => {
                writing.leave(Vec::new());
                // Nothing more is written.
                writing.section = None;
                writing.native.get_or_insert_default();
                return false;
            }
            Next::Section(section, code) => writing.go_on(section, code),
        }
        debug_assert!(writing.declared.len() >= before);
        writing.declared.extend(flows.declared);
        true
    }
}

//! Bodies → Rust: as generators, or as plain functions that hand out their items as they go.

use crate::ast::{Arm, Block, Body, Expr, Kind, Stmt, Test, Ty};

/// What a body is printed as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `#[generator] fn body(…) -> impl Generator<Item = …>`
    Generator,
    /// `#[generator(boxed)]` on the same
    Boxed,
    /// The same for rustc's own generators: `?` is written where a macro hides it, which they can't have.
    Oracle,
    /// `fn body(…)`: yields are calls of `give`, `?` is spelled out.
    Eager,
}

/// The function, with what it needs beside it.
pub fn function(body: &Body, style: Style) -> String {
    let params: Vec<String> = body
        .params
        .iter()
        .map(|param| match param.ty {
            ty if ty.is_self() => param.pat.clone(),
            ty => format!("{}: {}", param.pat, ty.rust()),
        })
        .collect();
    let params = params.join(", ");
    let printer = Printer { style, item: body.item };
    let item = body.item.rust();
    let is_method = body.params.iter().any(|param| param.ty.is_self());
    let depth = usize::from(is_method);
    let block = printer.block(&body.block, depth);
    let margin = indent(depth);
    let attribute = if style == Style::Boxed { "#[generator(boxed)]" } else { "#[generator]" };
    let function = match style {
        Style::Generator | Style::Boxed | Style::Oracle => format!(
            "{margin}{attribute}\n{margin}pub fn body({params}) -> impl Generator<Item = {item}> {block}\n"
        ),
        Style::Eager => format!("{margin}pub fn body({params}) {block}\n"),
    };
    let definitions = body.definitions.concat();
    if is_method {
        format!("{definitions}impl Me {{\n{function}}}\n")
    } else {
        format!("{definitions}{function}")
    }
}

/// The text of a body without its names and numbers: those that fail alike often have the same.
pub fn shape(body: &Body) -> String {
    function(body, Style::Generator).replace(|c: char| c.is_ascii_digit(), "").replace("mut ", "")
}

/// The call with arguments, each noisy part of which has a name of its own.
pub fn call(body: &Body) -> String {
    let mut args = Vec::new();
    let mut receiver = String::new();
    for (index, param) in body.params.iter().enumerate() {
        let argument = argument(param.ty, 900 + 10 * index);
        match param.ty {
            ty if ty.is_self() => receiver = format!("{argument}."),
            _ => args.push(argument),
        }
    }
    format!("{receiver}body({})", args.join(", "))
}

fn argument(ty: Ty, first: usize) -> String {
    let text = match ty {
        Ty::Int => "5",
        Ty::Text => "\"argument\".to_owned()",
        Ty::Ints => "vec![7, 8]",
        Ty::Array => "[4, 5, 6]",
        Ty::MaybeInt => "Some(6)",
        Ty::Checked => "Ok(3)",
        Ty::Two => "Two { left: make(), right: make() }",
        Ty::Mixed => "Mixed { count: 2, noisy: make() }",
        Ty::Shared => "Box::leak(Box::new(make()))",
        Ty::Exclusive => "Box::leak(Box::new(vec![1, 2]))",
        Ty::Noisies => "vec![make(), make()]",
        _ => ty.simplest().unwrap_or("()"),
    };
    let mut pieces = text.split("make(");
    let mut argument = pieces.next().unwrap_or_default().to_owned();
    for (index, piece) in pieces.enumerate() {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        argument += &format!("Noisy({}{rest}", first + index);
    }
    format!("quietly(|| {argument})")
}

struct Printer {
    style: Style,
    item: Ty,
}

fn indent(depth: usize) -> String {
    "    ".repeat(depth)
}

fn label(label: Option<&String>) -> String {
    label.map(|label| format!("{label}: ")).unwrap_or_default()
}

impl Printer {
    fn block(&self, block: &Block, depth: usize) -> String {
        if block.stmts.is_empty() {
            let Some(tail) = &block.tail else { return "{}".to_owned() };
            let tail = self.expr(tail, depth);
            if !tail.contains('\n') && tail.len() < 60 {
                return format!("{{ {tail} }}");
            }
        }
        let mut text = "{\n".to_owned();
        for (index, stmt) in block.stmts.iter().enumerate() {
            let is_last = index + 1 == block.stmts.len() && block.tail.is_none();
            text += &format!("{}{}\n", indent(depth + 1), self.stmt(stmt, is_last, depth + 1));
        }
        if let Some(tail) = &block.tail {
            text += &format!("{}{}\n", indent(depth + 1), self.leading(tail, depth + 1));
        }
        text + &indent(depth) + "}"
    }

    fn stmt(&self, stmt: &Stmt, is_last: bool, depth: usize) -> String {
        match stmt {
            Stmt::Let { pat, ty, init, otherwise } => {
                let ty = ty.map(|ty| format!(": {}", ty.rust())).unwrap_or_default();
                let init =
                    init.as_ref().map(|init| format!(" = {}", self.expr(init, depth))).unwrap_or_default();
                let otherwise = otherwise.as_ref();
                let otherwise =
                    otherwise.map(|block| format!(" else {}", self.block(block, depth))).unwrap_or_default();
                format!("let {pat}{ty}{init}{otherwise};")
            }
            Stmt::Expr(expr) => {
                let text = self.leading(expr, depth);
                // A block that has a value needs one, and so that it isn't a tail.
                let ends = expr.is_block_like() && expr.ty == Ty::Unit && !is_last;
                if ends { text } else { text + ";" }
            }
            Stmt::Item(text) => text.clone(),
        }
    }

    /// An expression that begins a statement: `{ … }.max(1)` would end after the brace.
    fn leading(&self, expr: &Expr, depth: usize) -> String {
        let text = self.expr(expr, depth);
        let begins_block = ["{", "if ", "match ", "loop ", "while ", "for ", "unsafe ", "'"]
            .iter()
            .any(|k| text.starts_with(k));
        if begins_block && !expr.is_block_like() { format!("({text})") } else { text }
    }

    /// An expression before a block: a struct literal there would be taken for one.
    fn head(&self, expr: &Expr, depth: usize) -> String {
        let text = self.expr(expr, depth);
        let literals = ["Two {", "Mixed {", "Trip {", "Pack {", "Cargo::Person {", "|"];
        let is_literal = literals.iter().any(|begin| text.starts_with(begin));
        if is_literal { format!("({text})") } else { text }
    }

    fn operand(&self, expr: &Expr, depth: usize) -> String {
        let text = self.expr(expr, depth);
        let is_atom = match &expr.kind {
            Kind::Leaf(text) => !text.starts_with(['-', '&']),
            Kind::Var(_) | Kind::Yield(_) => true,
            Kind::Op(template, _) => {
                template.ends_with([')', ']'])
                    && template.starts_with(|c: char| c.is_alphabetic() || c == '(' || c == '<')
                    && !template.contains(" = ")
            }
            _ => false,
        };
        if is_atom { text } else { format!("({text})") }
    }

    fn expr(&self, expr: &Expr, depth: usize) -> String {
        let jump = |word: &str, label: &Option<String>| match label {
            Some(label) => format!("{word} {label}"),
            None => word.to_owned(),
        };
        match &expr.kind {
            Kind::Leaf(text) | Kind::Var(text) => text.clone(),
            Kind::Op(template, args) => self.fill(template, args, depth),
            Kind::Block { label: name, is_unsafe, block } => {
                let word = if *is_unsafe { "unsafe " } else { "" };
                format!("{}{word}{}", label(name.as_ref()), self.block(block, depth))
            }
            Kind::If { tests, then, otherwise } => {
                let mut text = format!("if {} {}", self.tests(tests, depth), self.block(then, depth));
                if let Some(otherwise) = otherwise {
                    text += &format!(" else {}", self.expr(otherwise, depth));
                }
                text
            }
            Kind::Match { scrutinee, arms } => self.matched(scrutinee, arms, depth),
            Kind::Loop { label: name, body } => {
                format!("{}loop {}", label(name.as_ref()), self.block(body, depth))
            }
            Kind::While { label: name, tests, body } => {
                format!(
                    "{}while {} {}",
                    label(name.as_ref()),
                    self.tests(tests, depth),
                    self.block(body, depth)
                )
            }
            Kind::For { label: name, pat, iter, body } => {
                let (iter, body) = (self.head(iter, depth), self.block(body, depth));
                format!("{}for {pat} in {iter} {body}", label(name.as_ref()))
            }
            Kind::Break(name, value) => {
                let value = value.as_ref().map(|value| match self.expr(value, depth) {
                    // Its label could be meant for the `break`.
                    text if text.starts_with('\'') => format!(" ({text})"),
                    text => format!(" {text}"),
                });
                jump("break", name) + &value.unwrap_or_default()
            }
            Kind::Continue(name) => jump("continue", name),
            Kind::Return => "return".to_owned(),
            Kind::Closure { is_move, param, body } => {
                format!("{}|{param}| {}", if *is_move { "move " } else { "" }, self.block(body, depth))
            }
            Kind::Yield(value) => self.yielded(&self.expr(value, depth)),
            Kind::YieldFrom(items) => match self.style {
                Style::Generator | Style::Boxed | Style::Oracle => {
                    format!("yield_from!({})", self.expr(items, depth))
                }
                Style::Eager => format!("for item in {} {{ give(item); }}", self.head(items, depth)),
            },
            Kind::Try(value) => self.tried(value, depth),
            Kind::HiddenTry(value) => self.hidden_try(value, depth),
        }
    }

    /// The operand's temporaries are dropped before the item is handed out.
    fn yielded(&self, value: &str) -> String {
        match self.style {
            Style::Generator | Style::Boxed | Style::Oracle => format!("yield_!({value})"),
            Style::Eager => format!("give({{ let item: {} = {{ {value} }}; item }})", self.item.rust()),
        }
    }

    fn hidden_try(&self, value: &Expr, depth: usize) -> String {
        match self.style {
            Style::Generator | Style::Boxed => format!("attempt!({})", self.expr(value, depth)),
            Style::Oracle | Style::Eager => self.tried(value, depth),
        }
    }

    fn tried(&self, value: &Expr, depth: usize) -> String {
        if self.style != Style::Eager {
            return format!("{}?", self.operand(value, depth));
        }
        let (good, bad, failure) = match value.ty {
            Ty::Checked => ("Ok(value)", "Err(error)", "Err(error)"),
            _ => ("Some(value)", "None", "None"),
        };
        // The failure is handed out when the body has ended.
        let give = format!("give_last({{ let item: {} = {failure}; item }})", self.item.rust());
        format!("(match {} {{ {good} => value, {bad} => {{ {give}; return; }} }})", self.head(value, depth))
    }

    fn tests(&self, tests: &[Test], depth: usize) -> String {
        let tests: Vec<String> = tests
            .iter()
            .map(|test| match test {
                Test::Holds(value) => self.head(value, depth),
                Test::Let(pat, value) => format!("let {pat} = {}", self.head(value, depth)),
            })
            .collect();
        tests.join(" && ")
    }

    fn matched(&self, scrutinee: &Expr, arms: &[Arm], depth: usize) -> String {
        let mut text = format!("match {} {{\n", self.head(scrutinee, depth));
        for arm in arms {
            let guard = arm.guard.as_ref().map(|guard| format!(" if {}", self.head(guard, depth + 1)));
            let body = self.leading(&arm.body, depth + 1);
            text += &format!("{}{}{} => {body},\n", indent(depth + 1), arm.pat, guard.unwrap_or_default());
        }
        text + &indent(depth) + "}"
    }

    /// Fills a template: `{0}` and `<0>` with arguments, `{{` and `}}` with braces.
    fn fill(&self, template: &str, args: &[Expr], depth: usize) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}', '<']) {
            text += &rest[..at];
            let after = &rest[at + 1..];
            let index = after.chars().next().and_then(|c| c.to_digit(10)).map(|digit| digit as usize);
            match (&rest[at..=at], index.and_then(|index| args.get(index))) {
                ("{", Some(arg)) => text += &self.expr(arg, depth),
                ("<", Some(arg)) => text += &self.operand(arg, depth),
                (brace @ ("{" | "}"), None) => {
                    text += brace;
                    rest = &after[1..];
                    continue;
                }
                (other, _) => {
                    text += other;
                    rest = after;
                    continue;
                }
            }
            rest = &after[2..];
        }
        text + rest
    }
}

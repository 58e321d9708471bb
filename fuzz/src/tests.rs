//! The generator of bodies and the shrinker, without a compiler.

use crate::ast::{Block, Body, Expr, Kind, Stmt, Ty};
use crate::features::{Feature, Features};
use crate::grow;
use crate::print::{Style, function};
use crate::shrink::edit;
use clap::ValueEnum;
use std::collections::HashSet;

fn grow(seed: u64, on: Features) -> Body {
    grow::grow(seed, on, Features::default())
}

fn texts(on: Features, seeds: std::ops::Range<u64>) -> Vec<String> {
    seeds.map(|seed| function(&grow(seed, on), Style::Generator)).collect()
}

#[test]
fn a_seed_gives_one_body() {
    let on = Features::standard();
    assert_eq!(texts(on, 0..50), texts(on, 0..50));
    let different: HashSet<String> = texts(on, 0..50).into_iter().collect();
    assert!(different.len() > 45, "{} of 50", different.len());
}

/// What shows that a feature is there.
fn traces(feature: Feature) -> &'static [&'static str] {
    match feature {
        Feature::If => &["if ", " else {"],
        Feature::IfLet => &["if let "],
        Feature::LetChain => &["&& let "],
        Feature::LetElse => &[" else {\n        return;", " else {\n        panic!"],
        Feature::Match => &["match "],
        Feature::Guard => &["if flag(", " > 2) =>"],
        Feature::While => &["while "],
        Feature::WhileLet => &["while let "],
        Feature::Loop => &["loop {"],
        Feature::For => &["for "],
        Feature::Jumps => &["continue 'l", "break 'l"],
        Feature::LabelledBlock => &["'l1: {"],
        Feature::Return => &["return;"],
        Feature::Block => &["    {\n"],
        Feature::Calls => &["mix("],
        Feature::Borrows => &["peek("],
        Feature::References => &["shared(", "fill(v"],
        Feature::Operators => &[" + ", " as i64", "(!", "(-"],
        Feature::Methods => &[".max("],
        Feature::Literals => &["Two { left: "],
        Feature::Index => &["as usize]"],
        Feature::Unsafe => &["unsafe {\n", "unsafe { trust("],
        Feature::Shadow => &["let v1"],
        Feature::Assign => &["v1 = "],
        Feature::Compound => &[" -= "],
        Feature::LateInit => &[": Noisy;"],
        Feature::SomePaths => &["if flag(true) {"],
        Feature::PartOfTemporary => &["pair(make(1), make(2)).0"],
        Feature::TakeApart => &["let (", ".right, v"],
        Feature::Guards => &["let _v"],
        Feature::Wildcard => &["let _ = ", "_ = "],
        Feature::Extended => &[" = &make("],
        Feature::Temporaries => &["match &(make(", "match &Some(make("],
        Feature::Closure => &["(|v", "(move |v"],
        Feature::HeldClosure => &[" = move |v"],
        Feature::Macros => &["format!(", "vec![", "matches!(", "write!(", "println!(", "dbg!("],
        Feature::InlineArguments => &["println!(\"{v"],
        Feature::YieldFrom => &["yield_from!("],
        Feature::Try => &["?;", "?)"],
        Feature::Panic => &["panic!(\"on purpose\")"],
        Feature::MayMove => &[".look()"],
        Feature::MadeFromBorrow => &["mem::replace("],
        Feature::Unknown => &[".take()"],
        // Found by `yields_stand_everywhere`.
        feature => strange_traces(feature),
    }
}

fn strange_traces(feature: Feature) -> &'static [&'static str] {
    match feature {
        Feature::OwnMethods => &["ball(", ".wait(", ".lock(", ".cycle("],
        Feature::ReturnedBorrows => &["lend(&v", "view(&v", " = &mut v", ".trim()", "ref v"],
        Feature::ListsOfBorrows => &["collect::<Vec<&Noisy>>()", "lined(&v", "vec![&v"],
        Feature::ReferenceOperators => &["(&v", "(-&", " += &"],
        Feature::FromBorrows => &["issue(&v", "mem::take(&mut v"],
        Feature::BorrowingGuards => &["= watch(&v", "watch(shared("],
        Feature::Parts => &[".pack.lid", ".ticket = ", "self.noisy"],
        Feature::Rests => &[".. } = v", ".. } = *v", "Cargo::Pallet(Some("],
        Feature::Chains => &[".next;", "let Some(v1) = v"],
        Feature::Pointers => &["Rc::strong_count(&v", "Arc::into_inner(v", ".borrow_mut()", "*v"],
        Feature::Locks => &["try_enter(v", "let Some(mut v"],
        Feature::Iterators => &[".next()", ".last()"],
        Feature::Outside => &[".queue.drain(..)", ".sent"],
        Feature::JumpMacros => {
            &["skip_if!(", "leave_if!('l", "stop_if!(", ", else continue", "or_else!(return;"]
        }
        Feature::LocalMacros => &["macro_rules! again", "!();"],
        Feature::TryMacros => &["attempt!("],
        Feature::TextMacros => &["say!(\"{v", "glance!(v", "written!(", "call!(v"],
        Feature::OwnNames => &["macro_rules! matches", "todo!(\"{v", "process::exit("],
        Feature::LeavingBranches => &["else {\n        yield_!("],
        Feature::PatternParams => &["body((", "body(Two {", "body(Trip {"],
        Feature::SelfParam => &["body(mut self", "(self: Box<Self>", "let Self {"],
        Feature::KeptClosures => &[" = |v", "peek(&v"],
        _ => &[],
    }
}

#[test]
fn all_features_occur() {
    let all: Features = Feature::value_variants().iter().copied().collect();
    let text = texts(all, 0..6000).concat();
    for feature in Feature::value_variants() {
        for trace in traces(*feature) {
            assert!(text.contains(trace), "no {trace:?} of {}", feature.name());
        }
    }
}

#[test]
fn what_is_off_does_not_occur() {
    for feature in Feature::value_variants() {
        let trace = match feature {
            Feature::YieldFrom | Feature::Unsafe | Feature::Loop => traces(*feature)[0],
            Feature::Compound | Feature::For | Feature::KeptClosures => traces(*feature)[0],
            Feature::JumpMacros | Feature::TryMacros | Feature::OwnNames => traces(*feature)[0],
            Feature::LocalMacros | Feature::Locks | Feature::BorrowingGuards => traces(*feature)[0],
            _ => continue,
        };
        let on: Features =
            Feature::value_variants().iter().copied().filter(|other| other != feature).collect();
        let text = texts(on, 0..200).concat();
        assert!(!text.contains(trace), "{trace:?}, though {} is off", feature.name());
    }
}

/// Counts the yields that stand in an operation, by the operation.
fn operands_that_yield(block: &mut Block, into: &mut HashSet<&'static str>) {
    fn yields(expr: &mut Expr) -> bool {
        matches!(expr.kind, Kind::Yield(_) | Kind::YieldFrom(_)) || {
            expr.parts().into_iter().any(|part| match part {
                crate::ast::Part::Expr(expr) => yields(expr),
                crate::ast::Part::Block(block) => block.parts().into_iter().any(|part| match part {
                    crate::ast::Part::Expr(expr) => yields(expr),
                    crate::ast::Part::Block(_) => false,
                }),
            })
        }
    }
    for part in block.parts() {
        let mut expressions = Vec::new();
        match part {
            crate::ast::Part::Expr(expr) => expressions.push(expr),
            crate::ast::Part::Block(block) => operands_that_yield(block, into),
        }
        while let Some(expr) = expressions.pop() {
            if let Kind::Op(template, args) = &mut expr.kind
                && args.iter_mut().any(yields)
            {
                into.insert(template);
            }
            for part in expr.parts() {
                match part {
                    crate::ast::Part::Expr(expr) => expressions.push(expr),
                    crate::ast::Part::Block(block) => operands_that_yield(block, into),
                }
            }
        }
    }
}

#[test]
fn yields_stand_everywhere_or_nowhere() {
    let standard = Features::standard();
    let mut found = HashSet::new();
    let old = standard.iter().filter(|feature| !feature.is_strange()).collect();
    for seed in 0..10000 {
        operands_that_yield(&mut grow(seed, standard).block, &mut found);
        operands_that_yield(&mut grow(seed, old).block, &mut found);
    }
    let missing: Vec<&str> = crate::ops::OPS
        .iter()
        .filter(|op| standard.has(op.feature))
        .filter(|op| op.yields.is_some_and(|feature| standard.has(feature)))
        .filter(|op| !op.args.is_empty() && !op.templates().any(|template| found.contains(template)))
        .filter(|op| !op.args.iter().all(|arg| matches!(arg, crate::ops::Arg::Whole(_))))
        .map(|op| op.template)
        .collect();
    assert!(missing.is_empty(), "no yields in {missing:?}");
    let on = Features::standard().iter().filter(|feature| !feature.is_operand()).collect();
    let mut found = HashSet::new();
    for seed in 0..500 {
        operands_that_yield(&mut grow(seed, on).block, &mut found);
    }
    assert!(found.is_empty(), "yields in {found:?}");
}

#[test]
fn all_loops_end() {
    for seed in 0..2000 {
        let body = grow(seed, Features::standard());
        assert!(body.ends(), "{}", function(&body, Style::Generator));
    }
}

#[test]
fn all_variables_are_there() {
    // A body whose locals are borrowed may have none left that a macro could show.
    let lends = |feature: &Feature| *feature == Feature::BorrowedAcrossYields;
    let all: Features = Feature::value_variants().iter().copied().filter(|feature| !lends(feature)).collect();
    for (seed, text) in texts(all, 0..5000).iter().enumerate() {
        assert!(!text.contains("no_such_variable"), "{seed}: {text}");
    }
}

fn leaf(text: &str) -> Expr {
    Expr::leaf(Ty::Int, text)
}

fn body(stmts: Vec<Stmt>) -> Body {
    Body {
        seed: 0,
        item: Ty::Int,
        params: Vec::new(),
        definitions: Vec::new(),
        block: Block { stmts, tail: None },
    }
}

/// Takes the first reduction after which the body still holds a yield of 7, as long as there is one.
fn shrunk(mut small: Body) -> Body {
    let fails = |body: &Body| function(body, Style::Generator).contains("yield_!(7i64)");
    while let Some(smaller) = edit::edits(&small)
        .into_iter()
        .map(|edit| edit::apply(&small, &[edit]))
        .find(|smaller| edit::size(smaller) < edit::size(&small) && fails(smaller))
    {
        small = smaller;
    }
    small
}

#[test]
fn shrinks_to_what_fails() {
    let wanted = Stmt::Expr(Expr::new(Ty::Unit, Kind::Yield(Box::new(leaf("7i64")))));
    let within = Expr::op(Ty::Int, "sum({0}, {1})", [leaf("3i64"), leaf("7i64")]);
    let deep = Expr::new(
        Ty::Unit,
        Kind::Loop {
            label: Some("'l1".to_owned()),
            body: Block {
                stmts: vec![
                    Stmt::Let {
                        pat: "v1".to_owned(),
                        ty: None,
                        init: Some(Expr::block(
                            Ty::Int,
                            Block {
                                stmts: vec![Stmt::Expr(Expr::new(Ty::Unit, Kind::Yield(Box::new(within))))],
                                tail: Some(Box::new(leaf("4i64"))),
                            },
                        )),
                        otherwise: None,
                    },
                    Stmt::Expr(Expr::new(Ty::Unit, Kind::Break(None, None))),
                ],
                tail: None,
            },
        },
    );
    let large = body(vec![Stmt::Expr(leaf("1i64")), Stmt::Expr(deep), Stmt::Expr(leaf("2i64"))]);
    assert_eq!(shrunk(large).block.stmts, [wanted]);
}

#[test]
fn shrinks_grown_bodies() {
    let on = Features::standard();
    let mut tried = 0;
    for seed in 0..600 {
        let large = grow(seed, on);
        if function(&large, Style::Generator).contains("yield_!(7i64)") {
            tried += 1;
            let small = shrunk(large);
            assert!(edit::size(&small) <= 5, "{}", function(&small, Style::Generator));
        }
    }
    assert!(tried > 5);
}

#[test]
fn edits_of_many_nodes_go_together() {
    let stmts = (0..4).map(|n| Stmt::Expr(Expr::op(Ty::Int, "num({0})", [leaf(&n.to_string())]))).collect();
    let body = body(stmts);
    let simplify: Vec<edit::Edit> =
        edit::edits(&body).into_iter().filter(|edit| edit.action == edit::Action::Hoist(0)).collect();
    assert_eq!(simplify.len(), 4);
    let expected: Vec<Stmt> = (0..4).map(|n| Stmt::Expr(leaf(&n.to_string()))).collect();
    assert_eq!(edit::apply(&body, &simplify).block.stmts, expected);
}

//! Names: those of expansions don't meet the user's, whatever the user calls things, and macros keep theirs apart.
#![allow(dead_code, non_camel_case_types, non_snake_case, unused_macros, mixed_script_confusables)]
#![allow(clippy::just_underscores_and_digits, clippy::never_loop, clippy::needless_lifetimes, clippy::unit_arg)]

use generator_core::{generator, generator_fn};

#[macro_use]
mod common;
use common::*;

/// Types and traits that hide those of the prelude, and are named like what expansions declare.
mod types {
    use generator_core::generator;

    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct IntoIterator;
    pub struct Machine;
    pub struct State;
    pub struct Status;
    pub struct Start;
    pub struct Done;
    pub struct Next;
    pub struct Taken;
    pub struct Send;
    pub struct ForX;
    pub trait Clone {}
    pub trait Debug {}
    pub trait Iterator {}
    pub trait Branch {}
    pub trait FromResidual {}

    type Outcome<T> = ::core::result::Result<T, ()>;

    #[generator]
    pub fn everything(n: u8, _start: Start, _for_x: ForX) -> impl ::core::iter::Iterator<Item = Outcome<u8>> {
        let pair = [n, n + 1];
        for x in pair {
            let kept = ::std::string::String::new();
            let x = Outcome::<u8>::Ok(x)?;
            yield_!(Outcome::Ok(x));
            let _ = kept.len();
        }
        yield_from!([Outcome::Ok(1)]);
        let (_option, _some, _none) = (Option, Some, None);
        let (_done, _next, _taken) = (Done, Next, Taken);
    }
}

/// Functions named like the variables of expansions.
mod functions {
    use generator_core::generator;

    macro_rules! functions {
        ($($name:ident)*) => { $(fn $name() -> u8 { 1 })* };
    }

    functions! { state step sink item at failure output suspended this temporary last operand value element scrutinee }

    fn iter() -> [u8; 2] {
        [5, 6]
    }

    fn first(a: u8, _: ()) -> u8 {
        a
    }

    #[generator]
    pub fn everything(n: u8) -> impl Iterator<Item = Option<u8>> {
        yield_!(Some(state()));
        let kept = vec![n];
        for x in iter() {
            let y = Some(x)?;
            for z in iter() {
                yield_!(Some(y + z + item() + at() + sink() + step() + state() + iter()[0]));
                let _ = (failure(), output(), suspended(), this(), temporary(), last(), element(), &kept);
            }
            yield_from!(iter().map(Some));
            yield_from!([item()].map(Some));
        }
        let m = first(operand() + scrutinee(), yield_!(Some(value())));
        match temporary().to_string().as_str() {
            "1" => yield_!(Some(temporary())),
            _ => {}
        }
        yield_!(Some(m + last() + temporary()));
    }
}

#[test]
fn items_named_like_those_of_expansions() {
    let outcomes = || types::everything(1, types::Start, types::ForX);
    both!(outcomes(), [Ok(1), Ok(2), Ok(1)]);
    let numbers = [1, 20, 21, 5, 6, 1, 21, 22, 5, 6, 1, 1, 1, 4];
    both!(functions::everything(1), numbers.map(Some));
}

/// Macros and modules that hide those of std.
#[cfg(not(oracle))] // the oracle's own expansions use them
mod macros_and_modules {
    use generator_core::generator;

    macro_rules! vec {
        () => {
            compile_error!("not the user's")
        };
    }
    macro_rules! unreachable {
        () => {
            compile_error!("not the user's")
        };
    }
    mod core {}
    mod std {}

    #[generator]
    pub fn everything(n: u8, texts: Vec<String>) -> impl Iterator<Item = Option<u8>> {
        let mut kept = String::new();
        for text in texts {
            yield_!(Some(n));
            kept.push_str(&text);
            let moved = text;
            drop(moved);
            yield_!(Some(1));
        }
        let x = Some(n)?;
        yield_!(Some(x));
        drop(kept);
        yield_!(None);
    }
}

/// No prelude at all.
#[cfg(not(oracle))] // the oracle's own expansions use it
#[no_implicit_prelude]
mod without_prelude {
    use ::generator_core::generator;

    type Parsed = ::core::result::Result<usize, ::core::num::ParseIntError>;

    #[generator]
    pub fn lengths(n: usize, words: ::std::vec::Vec<::std::string::String>) -> impl ::core::iter::Iterator<Item = Parsed> {
        let mut kept = ::std::string::String::new();
        for i in 0..n {
            yield_!(Parsed::Ok(i));
        }
        for word in words {
            let n = word.parse::<usize>()?;
            kept.push_str(&word);
            yield_!(Parsed::Ok(n));
        }
        yield_from!([Parsed::Ok(kept.len())]);
    }

    pub struct Pair(pub u8);

    impl Pair {
        #[generator]
        pub fn each(&self) -> ::std::boxed::Box<dyn ::core::iter::Iterator<Item = u8> + '_> {
            yield_!(self.0);
            let one = self.0;
            yield_!(one);
        }
    }
}

#[cfg(not(oracle))]
#[test]
fn hidden_preludes() {
    both!(macros_and_modules::everything(3, vec!["a".into()]), [Some(3), Some(1), Some(3), None]);
    let lengths = without_prelude::lengths(2, vec!["70".into()]);
    assert_eq!(lengths.map(Result::unwrap).collect::<Vec<_>>(), [0, 1, 70, 2]);
    both!(without_prelude::Pair(4).each(), [4, 4]);
}

#[generator]
fn r#type(r#match: u8, r#fn: Vec<u8>) -> impl Iterator<Item = String> {
    let r#struct = r#match + 1;
    yield_!(r#struct.to_string());
    for r#in in r#fn {
        yield_!(format!("{} {in} {match:>1$}", r#in + r#struct, 2));
    }
    let mut r#loop = r#struct;
    'r#while: loop {
        if r#loop > 3 {
            break 'r#while;
        }
        yield_!(r#loop.to_string());
        r#loop += 1;
    }
}

struct r#trait {
    r#type: u8,
}

impl r#trait {
    #[generator]
    fn r#impl(&self, r#move: u8) -> impl Iterator<Item = u8> {
        let r#trait { r#type } = self;
        yield_!(*r#type + r#move);
        let same = r#trait { r#type: *r#type };
        yield_!(same.r#type);
    }
}

#[generator]
fn größe(añb: u8, Ωmega: Vec<u8>) -> impl Iterator<Item = u8> {
    let größe = añb;
    for π in Ωmega {
        yield_!(π + größe);
        yield_!(π);
    }
    yield_!(größe);
}

/// Functions named like types, and type parameters and lifetimes like what is made of variables.
#[generator]
fn u8(u8: u8) -> impl Iterator<Item = u8> {
    let x = u8;
    yield_!(x);
    yield_!(u8);
}

#[generator]
fn iterator<'generator, 'done: 'generator, Start, Iterator, const N: usize, const DONE: u8>(
    iter: Iterator,
    done: &'done Start,
    n: [u8; N],
) -> impl ::core::iter::Iterator<Item = Start> + use<'generator, 'done, Start, Iterator, N, DONE>
where
    Start: Clone + 'generator,
    Iterator: ::core::iter::Iterator<Item = &'generator Start> + 'generator,
{
    'done: for x in iter {
        yield_!(x.clone());
        'generator: loop {
            yield_!(done.clone());
            if N > 1 {
                break 'generator;
            }
            continue 'done;
        }
    }
    for _ in n {
        yield_!(done.clone());
    }
}

#[generator]
fn generic<N, ForI, Iter, At>(n: N, for_i: ForI, iter: Iter, at: At) -> impl Iterator<Item = (N, ForI)>
where
    N: Clone,
    ForI: Clone,
    Iter: Iterator<Item = At>,
{
    for i in iter {
        yield_!((n.clone(), for_i.clone()));
        drop(i);
    }
    let _at = at;
    yield_!((n, for_i));
}

#[test]
fn names_of_every_kind() {
    both!(r#type(1, vec![1]), ["2", "3 1  1", "2", "3"]);
    both!(r#trait { r#type: 1 }.r#impl(2), [3, 1]);
    both!(größe(1, vec![1]), [2, 1, 1]);
    both!(u8(1), [1, 1]);
    both!(iterator::<_, _, 2, 3>([1, 2].iter(), &7, [0; 2]), [1, 7, 2, 7, 7, 7]);
    both!(generic(1, 2, [3].into_iter(), 4), [(1, 2), (1, 2)]);
}

#[derive(Clone, Debug)]
struct Shown(u8);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

impl Shown {
    #[generator]
    fn shown(&self) -> impl Iterator<Item = String> {
        yield_!(format!("{self}"));
        yield_!(format!("{self:?} {}", self.0));
        let show = || format!("{self}!");
        yield_!(show());
    }

    #[generator]
    fn into_shown(self) -> impl Iterator<Item = String> {
        yield_!(format!("{self}"));
        yield_!(format!("{self:?} {self}"));
    }
}

#[test]
fn self_in_format_strings() {
    both!(Shown(1).shown(), ["<1>", "Shown(1) 1", "<1>!"]);
    both!(Shown(1).into_shown(), ["<1>", "Shown(1) <1>"]);
}

// A macro's own variables, and those of its arguments, where the two have one name.
macro_rules! with_own_x {
    ($name:ident, $x:ident, $value:expr) => {
        #[generator]
        fn $name($x: u8) -> impl Iterator<Item = u8> {
            let x = 100;
            yield_!($value);
            yield_!(x);
            yield_!($value + x);
            for x in 0..2 {
                yield_!($value);
                yield_!(x);
            }
            yield_!($x);
        }
    };
}
with_own_x!(of_two_expansions, x, x + 1);

macro_rules! function_with_own_x {
    ($name:ident, $x:ident, $value:expr) => {
        generator_fn! {
            fn $name($x: u8) -> impl Iterator<Item = u8> {
                let x = 100;
                yield!($value);
                yield!(x);
                yield!($x);
            }
        }
    };
}
function_with_own_x!(function_like, x, x + 1);

macro_rules! plus_fifty {
    ($value:expr) => {{
        let n = 50;
        n + $value
    }};
}

#[generator]
fn in_body(n: u8) -> impl Iterator<Item = u8> {
    yield_!(plus_fifty!(n));
    let m = n;
    yield_!(plus_fifty!(m));
    yield_!(n);
}

#[test]
fn variables_of_macros() {
    both!(of_two_expansions(1), [2, 100, 102, 2, 0, 2, 1, 1]);
    both!(function_like(1), [2, 100, 1]);
    both!(in_body(1), [51, 51, 1]);
}

/// Functions made of fragments of every kind.
#[cfg(not(oracle))] // the oracle's own macro doesn't see through all of their groups
mod fragments {
    use super::common::*;
    use generator_core::generator;

    macro_rules! whole_function {
        ($(#[$attr:meta])* $vis:vis fn $name:ident($($param:ident: $ty:ty),*) -> $item:ty $body:block) => {
            #[generator]
            $(#[$attr])*
            $vis fn $name($($param: $ty),*) -> impl Iterator<Item = $item> $body
        };
    }
    whole_function! {
        #[allow(clippy::explicit_counter_loop)]
        pub(crate) fn counted(n: u8, more: Vec<u8>) -> u8 {
            for i in 0..n {
                yield_!(i);
            }
            yield_from!(more);
        }
    }

    fn add(a: u8, b: u8) -> u8 {
        a + b
    }

    macro_rules! of_fragments {
        ($name:ident, $x:ident, $e:expr, $p:pat, $t:ty, $l:lifetime, $lit:literal, $path:path) => {
            #[generator]
            fn $name($x: $t) -> impl Iterator<Item = $t> {
                let y = $e;
                yield_!(y);
                $l: loop {
                    if let $p = Some(y) {
                        yield_!($lit);
                        yield_!($e + y);
                        break $l;
                    }
                }
                let z: $t = $path(y, 1);
                yield_!(z);
            }
        };
    }
    of_fragments!(fragments, n, n + 1, Some(_), u8, 'out, 7, self::add);

    macro_rules! of_statements {
        ($name:ident { $($stmt:stmt;)* } $item:item $block:block $($rest:tt)*) => {
            #[generator]
            fn $name() -> impl Iterator<Item = u8> {
                $($stmt;)*
                $item
                let value = $block;
                yield_!(value);
                $($rest)*
            }
        };
    }
    of_statements! {
        statements { let a = 1; let mut b = vec![a]; }
        fn double(n: u8) -> u8 { n * 2 }
        { 4 }
        yield_!(a);
        b.push(double(a));
        yield_!(b[1]);
        yield_from!(b);
    }

    macro_rules! of_return_type {
        ($name:ident, $output:ty) => {
            #[generator]
            fn $name(n: u8) -> $output {
                yield_!(n);
                yield_!(n + 1);
            }
        };
    }
    of_return_type!(boxed, Box<dyn Iterator<Item = u8>>);
    of_return_type!(opaque, impl Iterator<Item = u8>);

    #[test]
    fn fragments_of_macros() {
        both!(counted(2, vec![9]), [0, 1, 9]);
        both!(fragments(1), [2, 7, 4, 3]);
        both!(statements(), [4, 1, 2, 1, 2]);
        both!(boxed(1).chain(opaque(1)), [1, 2, 1, 2]);
    }
}

/// Generators within a body: in blocks, closures and implementations, and one of the same name.
#[generator]
fn outer(n: u8) -> impl Iterator<Item = u8> {
    let in_block = {
        #[generator]
        fn inner(n: u8) -> impl Iterator<Item = u8> {
            for i in 0..n {
                yield_!(i);
            }
        }
        inner(n).sum::<u8>()
    };
    yield_!(in_block);
    let closure = |m: u8| {
        #[generator]
        fn inner(n: u8) -> impl Iterator<Item = u8> {
            yield_!(n * 2);
        }
        inner(m).next()
    };
    yield_!(closure(n).unwrap_or(0));
    struct Held(u8);
    impl Held {
        #[generator]
        fn each(&self) -> impl Iterator<Item = u8> {
            yield_!(self.0);
        }
    }
    trait All {
        fn all(&self) -> impl Iterator<Item = u8>;
    }
    impl All for Held {
        #[generator]
        fn all(&self) -> impl Iterator<Item = u8> {
            yield_from!(self.each());
            yield_!(self.0 + 1);
        }
    }
    yield_from!(Held(n).all().collect::<Vec<_>>());
    for i in 0..1 {
        #[generator]
        fn outer(n: u8) -> impl Iterator<Item = u8> {
            yield_!(n);
        }
        yield_from!(outer(i + 40));
    }
}

#[test]
fn generators_within() {
    both!(outer(3), [3, 6, 3, 4, 40]);
}

/// The crate under another name, behind another path.
mod renamed {
    pub mod facade {
        pub use generator_core as coroutines;
    }

    #[facade::coroutines::generator(crate = crate::renamed::facade::coroutines)]
    pub fn by_path(n: u8) -> impl Iterator<Item = Option<u8>> {
        let n = Some(n)?;
        yield_!(Some(n));
    }

    facade::coroutines::generator_fn! {
        pub fn by_macro(n: u8) -> impl Iterator<Item = Option<u8>> {
            let n = Some(n)?;
            yield!(Some(n));
        }
    }
}

#[test]
fn another_name_of_the_crate() {
    both!(renamed::by_path(1), [Some(1)]);
    both!(renamed::by_macro(1), [Some(1)]);
}

struct Leaf {
    n: u8,
}

/// Its state would be called like what it yields.
#[generator]
fn leaf(n: u8) -> impl Iterator<Item = Leaf> {
    yield_!(Leaf { n });
    yield_!(Leaf { n: n + 1 });
}

#[test]
fn a_type_named_like_the_function() {
    both!(leaf(1).map(|leaf| leaf.n), [1, 2]);
}

mod own_types {
    use super::*;

    #[derive(Debug)]
    pub enum Kind {
        Number(usize),
        Word(String),
    }

    pub struct Stays {
        pub n: usize,
    }

    #[derive(Debug)]
    pub struct Pointer(pub usize);

    pub fn unreached() -> usize {
        4
    }

    #[generator]
    fn sizes(kind: Kind, stays: Stays, pointer: Pointer) -> impl Iterator<Item = usize> {
        match kind {
            Kind::Number(n) => yield_!(n),
            Kind::Word(word) => {
                yield_!(word.len());
                yield_!(0);
            }
        }
        let Stays { n } = stays;
        yield_!(n);
        if let Pointer(3) = pointer {
            yield_!(unreached());
        }
        let Pointer(n) = pointer;
        yield_!(n);
    }

    #[test]
    fn types_of_the_user_are_the_users() {
        both!(sizes(Kind::Number(1), Stays { n: 2 }, Pointer(3)), [1, 2, 4, 3]);
        both!(sizes(Kind::Word("ab".into()), Stays { n: 2 }, Pointer(5)), [2, 0, 2, 5]);
    }
}

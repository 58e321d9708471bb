//! `generator_fn! { … }`: the same functions, in which a yield may be spelled `yield!` on stable Rust.
use generator_core::generator_fn;

#[macro_use]
mod common;
use common::*;

generator_fn! {
    /// The usual one.
    fn squares(numbers: impl IntoIterator<Item = i64>) -> impl Iterator<Item = i64> {
        for num in numbers {
            yield!(num.pow(2));
        }
    }

    // Every place where a yield may stand.
    #[allow(clippy::let_unit_value)]
    pub fn places(mut n: u32) -> impl Iterator<Item = (u32, &'static str)> {
        let () = yield!((n, "let"));
        while n > 0 {
            n -= 1;
            match n {
                3 => yield!((n, "arm")),
                2 => {
                    yield!((n, "before continue"));
                    continue;
                }
                _ => {
                    if n == 1 { yield!((n, "tail")) } else { yield!((n, "else")) }
                }
            }
            yield_!((n, "underscore"));
        }
        yield_from!([(7, "from"), (8, "from")]);
        yield!((n, "end"))
    }
}

struct Words(String);

impl Words {
    generator_fn! {
        fn each(&self) -> impl Iterator<Item = &str> {
            for word in self.0.split(' ') {
                yield!(word);
                yield!(&word[1..]);
            }
        }
    }
}

#[test]
fn literal_yields() {
    let words = Words("to be".into());
    both!(words.each(), ["to", "o", "be", "e"]);
    both!(squares([1, -2, 3]), [1, 4, 9]);
    both!(
        places(4),
        [
            (4, "let"),
            (3, "arm"),
            (3, "underscore"),
            (2, "before continue"),
            (1, "tail"),
            (1, "underscore"),
            (0, "else"),
            (0, "underscore"),
            (7, "from"),
            (8, "from"),
            (0, "end")
        ]
    );
}

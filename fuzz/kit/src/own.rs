//! Three types of a program's own, whose methods have std's names: what takes `self` in one takes `&self` in
//! another and `&mut self` in the third. `names.rs` says which; the fuzzer reads it, too.

use crate::effects::{Noisy, effect};

/// A method, by its shape: how it takes `self`, and what it gives.
macro_rules! method {
    (Built $name:ident) => {
        pub fn $name(mut self, n: i64) -> Self {
            self.tell(stringify!($name));
            self.count += n % 10;
            self
        }
    };
    (Spent $name:ident) => {
        pub fn $name(self) -> i64 {
            self.tell(stringify!($name))
        }
    };
    (Emptied $name:ident) => {
        pub fn $name(self) -> Noisy {
            self.tell(stringify!($name));
            self.noisy
        }
    };
    (Halved $name:ident) => {
        pub fn $name(mut self) -> Option<Noisy> {
            self.tell(stringify!($name));
            self.list.pop()
        }
    };
    (Parsed $name:ident) => {
        pub fn $name(self) -> Result<i64, String> {
            let n = self.tell(stringify!($name));
            if n % 3 == 1 { Err(format!("not {n}")) } else { Ok(n) }
        }
    };
    (Listed $name:ident) => {
        pub fn $name(self) -> Vec<Noisy> {
            self.tell(stringify!($name));
            self.list
        }
    };
    (Parted $name:ident) => {
        pub fn $name(mut self) -> (Noisy, Noisy) {
            let n = self.tell(stringify!($name));
            (self.noisy, self.list.pop().unwrap_or(Noisy(n + 700)))
        }
    };
    (Counted $name:ident) => {
        pub fn $name(&self) -> i64 {
            self.tell(stringify!($name))
        }
    };
    (Asked $name:ident) => {
        pub fn $name(&self) -> bool {
            self.tell(stringify!($name)) % 2 == 0
        }
    };
    (Issued $name:ident) => {
        pub fn $name(&self, n: i64) -> Noisy {
            Noisy(self.tell(stringify!($name)) + n % 10 + 300)
        }
    };
    (Lent $name:ident) => {
        pub fn $name(&self) -> &Noisy {
            self.tell(stringify!($name));
            &self.noisy
        }
    };
    (Found $name:ident) => {
        pub fn $name(&self) -> Option<&Noisy> {
            self.tell(stringify!($name));
            self.list.first()
        }
    };
    (Lined $name:ident) => {
        pub fn $name(&self) -> Vec<&Noisy> {
            self.tell(stringify!($name));
            self.list.iter().chain([&self.noisy]).collect()
        }
    };
    (Copied $name:ident) => {
        pub fn $name(&self) -> Self {
            Self::new(Noisy(self.tell(stringify!($name)) + 400), self.count)
        }
    };
    (Rung $name:ident) => {
        pub fn $name(&self) -> Option<i64> {
            let n = self.tell(stringify!($name));
            (n % 3 != 2).then_some(n)
        }
    };
    (Toned $name:ident) => {
        pub fn $name(&self) -> Vec<i64> {
            (0..self.tell(stringify!($name)) % 3).collect()
        }
    };
    (Filled $name:ident) => {
        pub fn $name(&mut self, n: i64) {
            self.count += 1;
            self.list.push(Noisy(self.tell(stringify!($name)) + n % 10 + 500));
        }
    };
    (Drawn $name:ident) => {
        pub fn $name(&mut self) -> Option<Noisy> {
            self.tell(stringify!($name));
            self.list.pop()
        }
    };
    (Borne $name:ident) => {
        pub fn $name(&mut self) -> Noisy {
            self.count += 1;
            Noisy(self.tell(stringify!($name)) + 600)
        }
    };
    (Chained $name:ident) => {
        pub fn $name(&mut self, n: i64) -> &mut Self {
            self.count += n % 10;
            self.tell(stringify!($name));
            self
        }
    };
    (Changed $name:ident) => {
        pub fn $name(&mut self, n: i64) -> i64 {
            self.count += n % 10;
            self.tell(stringify!($name))
        }
    };
    (Opened $name:ident) => {
        pub fn $name(&mut self) -> &mut Vec<Noisy> {
            self.tell(stringify!($name));
            &mut self.list
        }
    };
}

macro_rules! own_type {
    ($name:ident $make:ident) => {
        #[derive(Debug)]
        pub struct $name {
            pub noisy: Noisy,
            pub count: i64,
            pub list: Vec<Noisy>,
        }

        impl $name {
            pub fn new(noisy: Noisy, count: i64) -> Self {
                let list = (0..count.rem_euclid(3)).map(|k| Noisy(noisy.0 * 10 + 2000 + k)).collect();
                $name { noisy, count, list }
            }

            fn tell(&self, method: &str) -> i64 {
                effect(format!("{} {method} {}", stringify!($make), self.count));
                self.count.rem_euclid(100)
            }
        }

        pub fn $make(noisy: Noisy, count: i64) -> $name {
            effect(format!("{} {count}", stringify!($make)));
            $name::new(noisy, count.rem_euclid(10))
        }
    };
}

own_type!(Ball ball);
own_type!(Cart cart);
own_type!(Desk desk);

macro_rules! own_methods {
    ($($name:ident $ball:ident $cart:ident $desk:ident;)*) => {
        #[allow(clippy::should_implement_trait, clippy::wrong_self_convention)]
        impl Ball {
            $(method!($ball $name);)*
        }
        #[allow(clippy::should_implement_trait, clippy::wrong_self_convention)]
        impl Cart {
            $(method!($cart $name);)*
        }
        #[allow(clippy::should_implement_trait, clippy::wrong_self_convention)]
        impl Desk {
            $(method!($desk $name);)*
        }
    };
}

include!("names.rs");

//! Structs without a drop of their own, whose parts are moved one by one, and one that lies outside.

use crate::effects::{Noisy, effect, text};

#[derive(Debug)]
pub struct Trip {
    pub stops: Vec<Noisy>,
    pub ticket: Noisy,
    pub rate: i64,
    pub name: String,
    pub spare: Option<Noisy>,
    pub pack: Pack,
}

/// A struct in a struct.
#[derive(Debug)]
pub struct Pack {
    pub lid: Noisy,
    pub size: i64,
}

pub fn trip(n: i64, ticket: Noisy) -> Trip {
    effect(format!("trip {n}"));
    let first = ticket.0 * 10 + 3000;
    Trip {
        stops: (1..=n.rem_euclid(4)).map(|k| Noisy(first + k)).collect(),
        spare: (n % 2 == 1).then(|| Noisy(first + 5)),
        pack: Pack { lid: Noisy(first + 6), size: n.rem_euclid(5) },
        ticket,
        rate: n.rem_euclid(10),
        name: text(n),
    }
}

pub fn pack(size: i64, lid: Noisy) -> Pack {
    effect(format!("pack {size}"));
    Pack { lid, size }
}

impl Trip {
    pub fn may_go(&self) -> bool {
        effect(format!("may go {}", self.rate));
        self.rate < 5
    }
}

/// What may be of several kinds.
#[derive(Debug)]
pub enum Cargo {
    Crates(Vec<Noisy>),
    Pallet(Option<Noisy>, i64),
    Person { name: Noisy, age: i64 },
    Nothing,
}

pub fn cargo(n: i64, noisy: Noisy) -> Cargo {
    effect(format!("cargo {n}"));
    let number = noisy.0 * 10 + 7000;
    match n.rem_euclid(5) {
        0 => Cargo::Nothing,
        1 => Cargo::Crates(vec![noisy, Noisy(number), Noisy(number + 1)]),
        2 => Cargo::Pallet(Some(noisy), n),
        3 => Cargo::Pallet(None, noisy.0),
        _ => Cargo::Person { name: noisy, age: n },
    }
}

/// A link of a list.
#[derive(Debug)]
pub struct Link {
    pub load: Noisy,
    pub size: i64,
    pub next: Option<Box<Link>>,
}

pub fn link(load: Noisy, next: Option<Box<Link>>) -> Box<Link> {
    effect(format!("link {}", load.0));
    Box::new(Link { size: depth(&next) + 1, load, next })
}

/// A list of one to three links.
pub fn chain(n: i64, first: Noisy) -> Box<Link> {
    let number = first.0 * 10 + 4000;
    let rest = (0..n.rem_euclid(3)).fold(None, |next, k| Some(link(Noisy(number + k), next)));
    link(first, rest)
}

pub fn depth(list: &Option<Box<Link>>) -> i64 {
    list.as_ref().map_or(0, |link| link.size)
}

/// What a body has exclusively, and from outside.
#[derive(Debug)]
pub struct Outbox {
    pub queue: Vec<Noisy>,
    pub sent: i64,
    pub spare: Option<Noisy>,
}

pub fn outbox(n: i64) -> &'static mut Outbox {
    effect(format!("outbox {n}"));
    let queue = (0..n.rem_euclid(4)).map(|k| Noisy(5000 + k)).collect();
    Box::leak(Box::new(Outbox { queue, sent: n, spare: None }))
}

impl Outbox {
    pub fn send(&mut self, n: i64) -> i64 {
        effect(format!("send {} {n}", self.sent));
        self.sent += n % 10;
        self.sent.rem_euclid(100)
    }
}

//! The types of values: their spelling, their parts, and what needs care of each.

use crate::features::Feature;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Ty {
    Unit,
    Int,
    Bool,
    Text,
    Ints,
    Array,
    MaybeInt,
    Checked,
    Noisy,
    MaybeNoisy,
    Boxed,
    Pair,
    Two,
    Mixed,
    Noisies,
    /// `&'static Noisy`
    Shared,
    /// `&'static mut Vec<i64>`
    Exclusive,
    /// A closure that owns something noisy and is called once.
    Once,
    /// A closure that owns something noisy, looks at it, and is called any number of times.
    Keeper,
    /// Types of a program's own, whose methods have std's names.
    Ball,
    Cart,
    Desk,
    /// Structs that are taken apart.
    Trip,
    BoxedTrip,
    Pack,
    /// `Box<Link>`: the links of a list.
    Link,
    MaybeLink,
    /// An enum.
    Cargo,
    /// What `self` is, and in a box.
    Me,
    BoxedMe,
    /// `&'static mut Outbox`
    Outbox,
    /// What the operators on references give.
    Money,
    /// `Rc<Noisy>`
    Counted,
    /// `Arc<Noisy>`
    Atomic,
    /// `Rc<RefCell<Vec<Noisy>>>`
    Cellar,
    /// `Watch<'static>`: a guard on what lies outside.
    Watch,
    /// `&'static Store`, which has a lock.
    Store,
    /// `MutexGuard<'static, Vec<i64>>`
    Lock,
    MaybeLock,
    /// Iterators: of noisy values, and one that looks ahead.
    Rest,
    Ahead,
    /// `&Noisy`. This and what follows may borrow a variable, which no yield may part from its last use.
    Borrowed,
    MaybeBorrowed,
    /// `Vec<&Noisy>`
    BorrowedAll,
    /// `View<'_>`, a struct with a borrow.
    View,
    /// `Watch<'_>`, a guard on a variable. It is in a block that doesn't yield.
    LocalWatch,
    /// `&mut Vec<Noisy>`
    BorrowedList,
    /// `&str`
    Slice,
    /// `Vec<&str>`
    Words,
    /// A closure that borrows what it captures.
    Lender,
}

/// A part of a value: its name, and its type.
pub type Field = (&'static str, Ty);

impl Ty {
    /// Those that variables may have.
    pub const ALL: [Ty; 16] = [
        Ty::Int,
        Ty::Bool,
        Ty::Text,
        Ty::Ints,
        Ty::Array,
        Ty::MaybeInt,
        Ty::Checked,
        Ty::Noisy,
        Ty::MaybeNoisy,
        Ty::Boxed,
        Ty::Pair,
        Ty::Two,
        Ty::Mixed,
        Ty::Noisies,
        Ty::Shared,
        Ty::Exclusive,
    ];

    /// Those that only some bodies know, by the feature that they need.
    pub const STRANGE: [(Ty, Feature); 29] = [
        (Ty::Ball, Feature::OwnMethods),
        (Ty::Cart, Feature::OwnMethods),
        (Ty::Desk, Feature::OwnMethods),
        (Ty::Trip, Feature::Parts),
        (Ty::Trip, Feature::Rests),
        (Ty::BoxedTrip, Feature::Parts),
        (Ty::Pack, Feature::Parts),
        (Ty::Cargo, Feature::Rests),
        (Ty::Link, Feature::Chains),
        (Ty::MaybeLink, Feature::Chains),
        (Ty::Outbox, Feature::Outside),
        (Ty::Money, Feature::ReferenceOperators),
        (Ty::Counted, Feature::Pointers),
        (Ty::Atomic, Feature::Pointers),
        (Ty::Cellar, Feature::Pointers),
        (Ty::Watch, Feature::BorrowingGuards),
        (Ty::Store, Feature::Locks),
        (Ty::Lock, Feature::Locks),
        (Ty::MaybeLock, Feature::Locks),
        (Ty::Rest, Feature::Iterators),
        (Ty::Ahead, Feature::Iterators),
        (Ty::Borrowed, Feature::ReturnedBorrows),
        (Ty::MaybeBorrowed, Feature::ReturnedBorrows),
        (Ty::View, Feature::ReturnedBorrows),
        (Ty::BorrowedList, Feature::ReturnedBorrows),
        (Ty::BorrowedAll, Feature::ListsOfBorrows),
        (Ty::Words, Feature::ListsOfBorrows),
        (Ty::Slice, Feature::ReturnedBorrows),
        (Ty::BorrowedAll, Feature::LoopBorrows),
    ];

    pub fn rust(self) -> &'static str {
        match self {
            Ty::Unit => "()",
            Ty::Int => "i64",
            Ty::Bool => "bool",
            Ty::Text => "String",
            Ty::Ints => "Vec<i64>",
            Ty::Array => "[i64; 3]",
            Ty::MaybeInt => "Option<i64>",
            Ty::Checked => "Result<i64, String>",
            Ty::Noisy => "Noisy",
            Ty::MaybeNoisy => "Option<Noisy>",
            Ty::Boxed => "Box<Noisy>",
            Ty::Pair => "(Noisy, Noisy)",
            Ty::Two => "Two",
            Ty::Mixed => "Mixed",
            Ty::Noisies => "Vec<Noisy>",
            Ty::Shared => "&'static Noisy",
            Ty::Exclusive => "&'static mut Vec<i64>",
            Ty::Once | Ty::Keeper | Ty::Lender => "_",
            Ty::Ball => "Ball",
            Ty::Cart => "Cart",
            Ty::Desk => "Desk",
            Ty::Trip => "Trip",
            Ty::BoxedTrip => "Box<Trip>",
            Ty::Pack => "Pack",
            Ty::Link => "Box<Link>",
            Ty::MaybeLink => "Option<Box<Link>>",
            Ty::Cargo => "Cargo",
            Ty::Me => "Me",
            Ty::BoxedMe => "Box<Me>",
            Ty::Outbox => "&'static mut Outbox",
            Ty::Money => "Money",
            Ty::Counted => "Rc<Noisy>",
            Ty::Atomic => "Arc<Noisy>",
            Ty::Cellar => "Cellar",
            Ty::Watch => "Watch<'static>",
            Ty::Store => "&'static Store",
            Ty::Lock => "Lock",
            Ty::MaybeLock => "Option<Lock>",
            Ty::Rest => "Rest",
            Ty::Ahead => "Ahead",
            Ty::Borrowed => "&Noisy",
            Ty::MaybeBorrowed => "Option<&Noisy>",
            Ty::BorrowedAll => "Vec<&Noisy>",
            Ty::View => "View<'_>",
            Ty::LocalWatch => "Watch<'_>",
            Ty::BorrowedList => "&mut Vec<Noisy>",
            Ty::Slice => "&str",
            Ty::Words => "Vec<&str>",
        }
    }

    /// The simplest value of it.
    pub fn simplest(self) -> Option<&'static str> {
        Some(match self {
            Ty::Unit => "()",
            Ty::Int => "1i64",
            Ty::Bool => "true",
            Ty::Text => "String::new()",
            Ty::Ints => "vec![1i64]",
            Ty::Array => "[1i64, 2, 3]",
            Ty::MaybeInt => "Some(1i64)",
            Ty::Checked => "Ok::<i64, String>(1)",
            Ty::Noisy => "make(0)",
            Ty::MaybeNoisy => "Some(make(0))",
            Ty::Boxed => "Box::new(make(0))",
            Ty::Pair => "(make(0), make(1))",
            Ty::Two => "two(make(0), make(1))",
            Ty::Mixed => "mixed(0, make(1))",
            Ty::Noisies => "vec![make(0)]",
            Ty::Shared => "shared(0)",
            Ty::Exclusive => "exclusive(0)",
            Ty::Ball => "ball(make(0), 2)",
            Ty::Cart => "cart(make(0), 1)",
            Ty::Desk => "desk(make(0), 2)",
            Ty::Trip => "trip(3, make(0))",
            Ty::BoxedTrip => "Box::new(trip(2, make(0)))",
            Ty::Pack => "pack(2, make(0))",
            Ty::Link => "chain(2, make(0))",
            Ty::MaybeLink => "Some(chain(2, make(0)))",
            Ty::Cargo => "cargo(2, make(0))",
            Ty::Me => "me(make(0))",
            Ty::BoxedMe => "Box::new(me(make(0)))",
            Ty::Outbox => "outbox(2)",
            Ty::Money => "money(3, make(0))",
            Ty::Counted => "Rc::new(make(0))",
            Ty::Atomic => "Arc::new(make(0))",
            Ty::Cellar => "cellar(make(0))",
            Ty::Watch => "watch(shared(0))",
            Ty::Store => "store(1)",
            Ty::Lock => "enter(store(1))",
            Ty::MaybeLock => "try_enter(store(1))",
            Ty::Rest => "vec![make(0), make(1)].into_iter()",
            Ty::Ahead => "vec![1i64, 2].into_iter().peekable()",
            Ty::Borrowed => "&make(0)",
            Ty::MaybeBorrowed => "Some(shared(0))",
            Ty::BorrowedAll => "vec![shared(0), shared(1)]",
            Ty::View => "view(shared(0))",
            Ty::LocalWatch => "watch(shared(0))",
            Ty::BorrowedList => "Box::leak(Box::new(vec![make(0)]))",
            Ty::Slice => "\"t1 t2\"",
            Ty::Words => "vec![\"t3\", \"t4\"]",
            Ty::Once | Ty::Keeper | Ty::Lender => return None,
        })
    }

    /// The parts that may be moved, used and set one by one.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Ty::Pair => &[("0", Ty::Noisy), ("1", Ty::Noisy)],
            Ty::Two => &[("left", Ty::Noisy), ("right", Ty::Noisy)],
            Ty::Mixed => &[("count", Ty::Int), ("noisy", Ty::Noisy)],
            Ty::Ball | Ty::Cart | Ty::Desk => {
                &[("noisy", Ty::Noisy), ("count", Ty::Int), ("list", Ty::Noisies)]
            }
            Ty::Trip | Ty::BoxedTrip => &[
                ("stops", Ty::Noisies),
                ("ticket", Ty::Noisy),
                ("rate", Ty::Int),
                ("name", Ty::Text),
                ("spare", Ty::MaybeNoisy),
                ("pack", Ty::Pack),
            ],
            Ty::Pack => &[("lid", Ty::Noisy), ("size", Ty::Int)],
            Ty::Link => &[("load", Ty::Noisy), ("size", Ty::Int), ("next", Ty::MaybeLink)],
            Ty::Me | Ty::BoxedMe => &[
                ("list", Ty::Noisies),
                ("noisy", Ty::Noisy),
                ("count", Ty::Int),
                ("trip", Ty::Trip),
                ("cargo", Ty::Cargo),
            ],
            Ty::Outbox => &[("queue", Ty::Noisies), ("sent", Ty::Int), ("spare", Ty::MaybeNoisy)],
            _ => &[],
        }
    }

    /// The name of the struct that a pattern of its parts begins with.
    pub fn pattern_name(self) -> Option<&'static str> {
        Some(match self {
            Ty::Two => "Two",
            Ty::Mixed => "Mixed",
            Ty::Ball => "Ball",
            Ty::Cart => "Cart",
            Ty::Desk => "Desk",
            Ty::Trip => "Trip",
            Ty::Pack => "Pack",
            Ty::Me => "Self",
            _ => return None,
        })
    }

    /// Whether it is `self`.
    pub fn is_self(self) -> bool {
        matches!(self, Ty::Me | Ty::BoxedMe)
    }

    /// Whether its parts lie behind a pointer: a closure captures them all together.
    pub fn is_pointer(self) -> bool {
        matches!(self, Ty::BoxedTrip | Ty::BoxedMe | Ty::Link | Ty::Outbox)
    }

    /// Whether a value may hold a borrow of a variable.
    pub fn is_borrow(self) -> bool {
        matches!(
            self,
            Ty::Borrowed
                | Ty::MaybeBorrowed
                | Ty::BorrowedAll
                | Ty::View
                | Ty::LocalWatch
                | Ty::BorrowedList
                | Ty::Slice
                | Ty::Words
                | Ty::Lender
        )
    }

    pub fn is_copy(self) -> bool {
        matches!(
            self,
            Ty::Unit
                | Ty::Int
                | Ty::Bool
                | Ty::Array
                | Ty::MaybeInt
                | Ty::Shared
                | Ty::Store
                | Ty::Borrowed
                | Ty::MaybeBorrowed
                | Ty::Slice
        )
    }

    /// Whether a drop of it can be seen.
    pub fn is_noisy(self) -> bool {
        !self.is_copy()
            && !self.is_borrow()
            && !matches!(self, Ty::Text | Ty::Ints | Ty::Checked | Ty::Exclusive | Ty::Outbox | Ty::Ahead)
            || self == Ty::LocalWatch
    }
}

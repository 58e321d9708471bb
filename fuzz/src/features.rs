//! What a body may contain, each with a switch and a weight.

use clap::ValueEnum;

/// Something that bodies may contain. A feature that is off never occurs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Feature {
    /// `if c { … } else { … }`
    If,
    /// `if let Some(x) = e { … }`
    IfLet,
    /// `if c && let Some(x) = e { … }`
    LetChain,
    /// `let Some(x) = e else { return };`
    LetElse,
    /// `match e { … }`
    Match,
    /// `match e { x if c => … }`
    Guard,
    /// `while c { … }`
    While,
    /// `while let Some(x) = e { … }`
    WhileLet,
    /// `loop { … }`, with and without a value
    Loop,
    /// `for x in e { … }`
    For,
    /// `break 'a` and `continue 'a` out of loops
    Jumps,
    /// `'a: { … break 'a … }`
    LabelledBlock,
    /// `return`
    Return,
    /// `{ … }` as an expression or statement
    Block,
    /// Calls and constructors that take values
    Calls,
    /// `peek(&x)`
    Borrows,
    /// References from outside, as variables and parameters
    References,
    /// `a + b`, `a == b`, `a && b`, `!a`, `-a`, `a as i64`
    Operators,
    /// `a.max(b)`
    Methods,
    /// `(a, b)`, `[a, b]`, `Two { left, right }`, `Two { left, ..base }`
    Literals,
    /// `a[i]`
    Index,
    /// `unsafe { … }`
    Unsafe,
    /// Several `let`s of one name
    Shadow,
    /// `x = e`
    Assign,
    /// `x += e`
    Compound,
    /// `let x; … x = e;`
    LateInit,
    /// Variables that are moved, or set, on some paths only
    SomePaths,
    /// `let (a, b) = pair;` and `both(pair.0, pair.1)`
    TakeApart,
    /// `let _guard = make(1);`
    Guards,
    /// `let _ = e;` and `_ = e;`
    Wildcard,
    /// `let kept = &make(1);`
    Extended,
    /// Noisy temporaries in the operands of yields, in scrutinees and the heads of loops
    Temporaries,
    /// `pair(a, b).0`, but in heads, where it is the third exception of the README
    PartOfTemporary,
    /// `(|x| …)(e)`
    Closure,
    /// `let f = move |x| …;` that owns what it captures
    HeldClosure,
    /// `format!`, `vec!`, `assert!`, `matches!`, `write!`, …
    Macros,
    /// `format!("{x}")`
    InlineArguments,
    /// References to locals that are used behind a yield, as `--boxed` takes them: rustc's own generators refuse them
    BorrowedAcrossYields,
    /// `yield_from!(e)`
    YieldFrom,
    /// `e?`
    Try,
    /// `panic!()`
    Panic,
    /// Yields in the arguments of calls
    YieldInCall,
    /// Yields in the arguments of methods
    YieldInMethod,
    /// Yields in the receivers of methods
    YieldInReceiver,
    /// Yields in the operands of operators
    YieldInOperand,
    /// Yields in tuples, arrays, struct literals
    YieldInLiteral,
    /// Yields in `a[…]`
    YieldInIndex,
    /// Yields in the ends of ranges and the iterators of `for`
    YieldInIterator,
    /// Yields in the conditions of `if` and `while`
    YieldInCondition,
    /// Yields in the scrutinees of `match`, `if let`, `while let`, `let else`
    YieldInScrutinee,
    /// Yields in the guards of arms
    YieldInGuard,
    /// Yields on the right of `=`
    YieldInAssign,
    /// Yields on the right of `+=`
    YieldInCompound,
    /// Yields in the values of `break`
    YieldInBreak,
    /// Yields in `unsafe { … }`
    YieldInUnsafe,
    /// Yields in casts
    YieldInCast,
    /// Yields before `?`
    YieldInTry,
    /// Yields in the arguments of closures' calls
    YieldInClosureCall,
    /// Yields in the arguments of std's macros
    YieldInMacro,
    /// Yields in `yield_!(…)`
    YieldInYield,
    /// Uses of a part of a variable whose rest stays: the first exception of the README
    MayMove,
    /// Variables made from a borrow of another: the second exception of the README
    MadeFromBorrow,
    /// Variables that a call moves whose arguments yield, as a receiver or captured by the closure that is called: the
    /// fourth exception of the README
    MovedWhenCalled,
    /// `x.take()`, `Box` moved out of: what the macro can't tell from the source
    Unknown,
    /// Methods of a program's own types that have std's names and take `self`, `&self` or `&mut self`; builders
    OwnMethods,
    /// Functions and methods that return borrows of an argument, kept in variables
    ReturnedBorrows,
    /// `Vec<&T>`
    ListsOfBorrows,
    /// Operators on references
    ReferenceOperators,
    /// Values with a drop that are made from borrows and don't keep them
    FromBorrows,
    /// Guards with a drop that keep the borrow that they were made from
    BorrowingGuards,
    /// Parts of variables: moved, used and set one by one
    Parts,
    /// Patterns that leave parts where they are: `Trip { stops, .. }`
    Rests,
    /// Lists of boxes: `place = link.next`
    Chains,
    /// `Rc`, `Arc`, `RefCell`, `Box`
    Pointers,
    /// `MutexGuard`
    Locks,
    /// Iterators in variables
    Iterators,
    /// Parts of what is lent from outside by `&mut`, one lent on and the other used
    Outside,
    /// Macros of a program's own whose definitions or arguments jump
    JumpMacros,
    /// The same, defined within the body
    LocalMacros,
    /// The same with `?`
    TryMacros,
    /// Names in the format strings of a program's own macros, and as their arguments
    TextMacros,
    /// Macros and functions of a program's own that have std's names
    OwnNames,
    /// Branches and arms that do something, yields among it, and leave
    LeavingBranches,
    /// Patterns as parameters
    PatternParams,
    /// `self`, moved from part by part
    SelfParam,
    /// Closures that are called many times: they borrow, or own, what they capture
    KeptClosures,
    /// Borrows that are used in a loop, up to a yield that leaves it
    LoopBorrows,
}

impl Feature {
    /// Off unless asked for: documented differences.
    pub const EXCEPTIONS: [Feature; 5] = [
        Feature::MayMove,
        Feature::MadeFromBorrow,
        Feature::PartOfTemporary,
        Feature::MovedWhenCalled,
        Feature::Unknown,
    ];

    /// Whether it is of the vocabulary that was drawn from no table of the macro's.
    pub fn is_strange(self) -> bool {
        self as u8 >= Feature::OwnMethods as u8
    }

    /// Whether it is a yield in the middle of an expression.
    pub fn is_operand(self) -> bool {
        (Feature::YieldInCall as u8..=Feature::YieldInYield as u8).contains(&(self as u8))
    }

    /// How likely it is among others that would do.
    pub fn weight(self) -> u32 {
        match self {
            Feature::Match | Feature::IfLet | Feature::Assign | Feature::TakeApart | Feature::Guards => 4,
            Feature::If | Feature::For | Feature::Loop | Feature::While | Feature::WhileLet => 3,
            Feature::Return | Feature::Panic | Feature::Unsafe => 1,
            strange if strange.is_strange() => 6,
            _ => 2,
        }
    }

    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// A set of features.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Features(u128);

impl Features {
    /// All that have to behave the same.
    pub fn standard() -> Self {
        let all = Feature::value_variants().iter().copied();
        let is_off = |feature: &Feature| {
            Feature::EXCEPTIONS.contains(feature) || *feature == Feature::BorrowedAcrossYields
        };
        all.filter(|feature| !is_off(feature)).collect()
    }

    pub fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u8) != 0
    }

    pub fn insert(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u8;
    }

    pub fn remove(&mut self, feature: Feature) {
        self.0 &= !(1 << feature as u8);
    }

    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::value_variants().iter().copied().filter(move |feature| self.has(*feature))
    }
}

impl FromIterator<Feature> for Features {
    fn from_iter<I: IntoIterator<Item = Feature>>(features: I) -> Self {
        let mut set = Features::default();
        features.into_iter().for_each(|feature| set.insert(feature));
        set
    }
}

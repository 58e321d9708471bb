//! What the parts of a machine are called by.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub usize);
    )* };
}

index! {
    /// A variable, or a hidden one such as a `for`'s iterator; in the order of declaration.
    LocalId
    /// A suspension point: what follows the n-th yield.
    PointId
    /// A place where several paths of the body meet again.
    JoinId
    /// A loop that control comes back into.
    LoopId
    /// A piece of code that begins at the start, a suspension point, a join, or with a loop.
    SectionId
    /// A place where control leaves a section for another.
    ExitId
    /// One occurrence of a variable in the body.
    UseId
    /// A statement of the body, as it is numbered for one search.
    StatementId
}

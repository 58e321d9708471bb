//! The columns of the tables: who yields, and how the items are taken.

use std::fmt::{self, Display};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
#[value(rename_all = "verbatim")]
pub(crate) enum Column {
    /// An iterator written by hand, by `next`.
    Hand,
    /// The same through `&mut dyn Iterator`.
    HandDyn,
    /// The loops of the body with the consumer in place of each yield.
    Loop,
    /// The adaptors of the standard library.
    Adaptors,
    /// `#[generator]`, by `next`.
    Next,
    Fold,
    Dyn,
    /// rustc's own `gen` block, by `next`: columns of the nightly build.
    Gen,
    GenDyn,
    Diapause,
    Genawaiter,
    NextGen,
    Corosensei,
    AsyncStream,
    AsynkStrim,
}

impl Column {
    /// The columns of this build's generators.
    pub(crate) const GENERATED: Column = if cfg!(native) { Column::Gen } else { Column::Next };
    pub(crate) const GENERATED_DYN: Column = if cfg!(native) { Column::GenDyn } else { Column::Dyn };

    /// The column whose iterator was written by hand and is consumed alike.
    pub(crate) fn baseline(self) -> Column {
        match self {
            Column::HandDyn | Column::Dyn | Column::GenDyn => Column::HandDyn,
            _ => Column::Hand,
        }
    }
}

impl Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Column::Hand => "hand",
            Column::HandDyn => "hand dyn",
            Column::Loop => "loop",
            Column::Adaptors => "adaptors",
            Column::Next => "ours",
            Column::Fold => "ours fold",
            Column::Dyn => "ours dyn",
            Column::Gen => "gen",
            Column::GenDyn => "gen dyn",
            Column::Diapause => "diapause",
            Column::Genawaiter => "genawaiter",
            Column::NextGen => "next-gen",
            Column::Corosensei => "corosensei",
            Column::AsyncStream => "async-stream",
            Column::AsynkStrim => "asynk-strim",
        })
    }
}

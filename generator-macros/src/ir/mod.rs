//! The data between the stages: variables, and the machine, whose code stays the user's own syntax.
//!
//! A section's code is plain Rust with a few [placeholders](marks) in it: a `yield`, which suspends; a jump to a join; the
//! entrance to a loop that control comes back into, and the loop itself.

pub mod fresh;
pub mod ids;
pub mod machine;
pub mod marks;
pub mod scopes;

pub use ids::{ExitId, JoinId, LocalId, LoopId, PointId, SectionId, StatementId, UseId};
pub use machine::{Entry, Exit, Head, Join, Local, Loop, Machine, Point, Section, Target};

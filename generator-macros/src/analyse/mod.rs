//! The machine → what happens to each variable: where it is live, and what is left of it at each exit.

pub mod flow;
pub mod graph;
pub mod held;
pub mod hints;
pub mod live;
mod patterns;
mod remaining;
pub mod uses;

pub use flow::{build, build_paths};
pub use graph::Graph;
pub use held::{Held, held};
pub use hints::hints;
pub use live::{Liveness, liveness};
pub use patterns::{Takes, by_value, takes};
pub use remaining::Hint;
pub use uses::{Kind, Member};

//! Tokens → [`Function`]: the function as the user wrote it, with every spelling of a yield made
//! `syn::Expr::Yield`.

pub mod args;
pub mod format;
pub mod item;
pub mod spelled_out;
pub mod std_macros;
pub mod user_macros;
pub mod yields;

pub use item::{Function, parse_function, parse_functions};

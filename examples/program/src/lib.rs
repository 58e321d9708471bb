//! What a program needs around its generators: input that may be packed or come from standard input, a progress
//! bar, problems told as they come, and output that does nothing to a terminal but show text.
//!
//! ```no_run
//! use program::{Lines, Read, Report};
//!
//! fn run() -> Result<Report, String> {
//!     let report = Report::new();
//!     let mut lines = Lines::new(report.open("some.log".as_ref())?);
//!     let mut count = 0;
//!     while lines.read().map_err(|error| error.to_string())? != Read::End {
//!         count += 1;
//!     }
//!     report.finish();
//!     program::print([format!("{count} lines")])?;
//!     Ok(report)
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     program::exit_code(run())
//! }
//! ```

mod input;
mod lines;
mod output;
mod report;

pub use input::{interrupted, stop_when_interrupted};
pub use lines::{LONGEST, Lines, Read};
pub use output::{Line, Shown, print, print_lines, written};
pub use report::{Report, exit_code};
pub use serde_json::json;

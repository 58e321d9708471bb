//! What is defined beside a body, in its own module: macros under the names of std's, and the type of `self`.

/// Macros of the body's own, which none of std's are.
pub const OWN_NAMES: &str = "macro_rules! todo {
    ($($part:tt)*) => { note(format!($($part)*)) };
}
macro_rules! unreachable {
    ($n:expr) => { num($n) };
}
macro_rules! unimplemented {
    ($value:expr) => { pass($value) };
}
macro_rules! matches {
    ($value:expr, $($pattern:tt)*) => { !std::matches!($value, $($pattern)*) };
}
macro_rules! assert {
    ($on:expr $(, $($part:tt)*)?) => { note(format!(\"asserted {:?}\", $on)) };
}
";

/// What `self` is.
pub const ME: &str = "#[derive(Debug)]
pub struct Me {
    pub list: Vec<Noisy>,
    pub noisy: Noisy,
    pub count: i64,
    pub trip: Trip,
    pub cargo: Cargo,
}
impl Me {
    fn known(&self) -> bool {
        flag(self.count % 2 == 0)
    }
}
fn me(noisy: Noisy) -> Me {
    let list = noisies(noisy.0);
    Me { list, count: noisy.0 % 10, trip: trip(noisy.0, make(90)), cargo: cargo(noisy.0, make(91)), noisy }
}
";

//! Text that others have written, as lines that a terminal only shows.

use std::fmt::{self, Display, Write as _};
use std::io::{self, ErrorKind, Write as _};

use serde_json::Value;

/// A value as one line: control characters, with which a terminal could be told to do something, are written as
/// `\u{1b}`, and so are those that turn the direction of writing.
#[derive(Debug)]
pub struct Shown<T>(pub T);

impl<T: Display> Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'a, 'b>(&'a mut fmt::Formatter<'b>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(index) = rest.find(acts) {
            let (shown, other) = rest.split_at(index);
            self.0.write_str(shown)?;
            let mut others = other.chars();
            others.next().map_or(Ok(()), |c| write!(self.0, "{}", c.escape_default()))?;
            rest = others.as_str();
        }
        self.0.write_str(rest)
    }
}

fn acts(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Prints a line for each item, as it comes, until nobody reads on.
pub fn print<T: Display>(items: impl IntoIterator<Item = T>) -> Result<(), String> {
    let mut out = io::stdout().lock();
    written(items.into_iter().try_for_each(|item| writeln!(out, "{}", Shown(item))))
}

/// A line of results: for people, and for other programs.
#[derive(Clone, Debug)]
pub struct Line {
    text: String,
    json: Option<Value>,
}

impl Line {
    /// A line that says the same both ways.
    pub fn new(text: String, json: Value) -> Line {
        Line { text, json: Some(json) }
    }

    /// A line for people only.
    pub fn heading(text: String) -> Line {
        Line { text, json: None }
    }
}

/// Prints lines as they come, until nobody reads on: as text, or those that have it as JSON.
pub fn print_lines(as_json: bool, lines: impl IntoIterator<Item = Line>) -> Result<(), String> {
    let mut out = io::stdout().lock();
    written(lines.into_iter().try_for_each(|line| match line.json {
        _ if !as_json => writeln!(out, "{}", Shown(line.text)),
        Some(json) => writeln!(out, "{}", escaped(&json)),
        None => Ok(()),
    }))
}

/// JSON may have some of the characters in it that a terminal would act on; there it has escapes of its own.
fn escaped(json: &Value) -> String {
    let mut text = String::new();
    for c in json.to_string().chars() {
        if acts(c) {
            text.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            text.push(c);
        }
    }
    text
}

/// That nobody reads on isn't a failure.
pub fn written(outcome: io::Result<()>) -> Result<(), String> {
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("can't write: {error}")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Shown, escaped};

    #[test]
    fn json_is_the_same_and_does_nothing_either() {
        let value = json!({"name": "\u{1b}[2J\u{9b}\u{202e}\u{7f}\"\\"});
        let text = escaped(&value);
        assert!(text.is_ascii() && !text.contains(char::is_control), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_terminal_is_told_nothing() {
        let name = "\u{1b}[2Jmoon\u{202e}.test\r\n\t\u{9b}31m";
        assert_eq!(Shown(name).to_string(), r"\u{1b}[2Jmoon\u{202e}.test\r\n\t\u{9b}31m");
        assert_eq!(Shown("Übel – \\ \" 月").to_string(), "Übel – \\ \" 月");
    }
}

//! The variables that a format string names inline: `"{item:>width$}"` → `["item", "width"]`.
//!
//! The grammar is that of `std::fmt`, section *Syntax*.

use proc_macro2::Literal;

/// The names in `literal`, each once, in the order of their first use.
pub fn inline_names(literal: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = literal;
    while let Some(open) = rest.find(['{', '}']) {
        let doubled = rest[open + 1..].starts_with(&rest[open..=open]);
        if doubled || rest[open..].starts_with('}') {
            rest = &rest[open + 1 + usize::from(doubled)..];
            continue;
        }
        let Some(length) = rest[open..].find('}') else { break };
        placeholder(&rest[open + 1..open + length], &mut names);
        rest = &rest[open + length + 1..];
    }
    names
}

/// A literal that may be the format string of a macro, in which `self` has the name `this`: no variable can be called so.
pub fn rename_self_in_format(literal: Literal, this: &str) -> Literal {
    let text = literal.to_string();
    let renamed = renamed_inline(&text, "self", this);
    match renamed.parse::<Literal>() {
        Ok(mut renamed) if text.ends_with(['"', '#']) => {
            renamed.set_span(literal.span());
            renamed
        }
        _ => literal,
    }
}

/// The text of a literal in which the argument `from` has the name `to`: `"{self:?}"` → `"{this:?}"`.
pub fn renamed_inline(literal: &str, from: &str, to: &str) -> String {
    let mut written = String::with_capacity(literal.len());
    let mut rest = literal;
    while let Some(open) = rest.find('{') {
        let (before, inside) = rest.split_at(open + 1);
        written.push_str(before);
        rest = inside;
        if let Some(behind) = rest.strip_prefix('{') {
            written.push('{');
            rest = behind;
        } else if let Some(behind) = rest.trim_start().strip_prefix(from)
            && behind.trim_start().starts_with([':', '}'])
        {
            written.push_str(to);
            rest = behind;
        }
    }
    written + rest
}

/// `item:>width$.precision$?` → its names.
fn placeholder(text: &str, names: &mut Vec<String>) {
    let (argument, spec) = text.split_once(':').unwrap_or((text, ""));
    add(argument.trim(), names);
    let mut parts: Vec<&str> = spec.split('$').collect();
    parts.pop();
    for before_dollar in parts {
        let start =
            before_dollar.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '_').last();
        if let Some((start, _)) = start {
            // `0width$` is the flag `0` and the name `width`.
            add(before_dollar[start..].trim_start_matches(|c: char| c.is_ascii_digit()), names);
        }
    }
}

fn add(name: &str, names: &mut Vec<String>) {
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if is_name && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{inline_names, renamed_inline};

    #[test]
    fn renames_arguments() {
        assert_eq!(
            renamed_inline(r#""{self:?} {{self}} {selfish} { self } {x:self$}""#, "self", "this"),
            r#""{this:?} {{self}} {selfish} {this } {x:self$}""#
        );
    }

    #[test]
    fn finds_arguments_widths_and_precisions() {
        assert_eq!(inline_names("{item:>width$} {{no}} {0} {} {x:.p$?}{item}"), ["item", "width", "x", "p"]);
        assert_eq!(inline_names("{:>1$} {:*^w$} {v:#010x} {v:0w2$}"), ["w", "v", "w2"]);
        assert_eq!(inline_names("}} {open"), Vec::<String>::new());
    }
}

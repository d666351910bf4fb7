//! Printing that is safe on a terminal: nothing from a page, a log or an argument reaches it as a control character.

use std::io::{self, IsTerminal, Write};

use errdex::Warning;
use errdex::text::turns_direction;

/// Prints a failure on standard error.
pub(crate) fn complain(message: &str) {
    // A closed standard error leaves nobody to tell.
    let _ = writeln!(io::stderr(), "errdex: {}", clean_lines(message));
}

/// Says what of the pages could not be read, when an index was built of them.
pub(crate) fn warn(warnings: &[Warning]) {
    for warning in warnings {
        complain(&format!("{}:{}: {}", warning.file, warning.line, warning.message));
    }
}

/// Whether `error` only says that the reader of our output has gone.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// The text on one line: controls and white space become single spaces, what would turn the direction of writing is
/// left out.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !cleaned.ends_with(' ') && !cleaned.is_empty() {
                cleaned.push(' ');
            }
        } else if !turns_direction(c) {
            cleaned.push(c);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// The text with its lines kept, each cleaned of controls.
fn clean_lines(text: &str) -> String {
    let safe = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let lines =
        text.lines().map(|line| line.chars().filter(|c| !turns_direction(*c)).map(safe).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}

/// What a log's own bytes are part of, its lines kept and controls as U+FFFD.
pub(crate) fn clean_output(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.split('\n').map(clean_lines).collect::<Vec<_>>();
    lines.join("\n").into_bytes()
}

/// JSON with the controls escaped that JSON itself allows: DEL and C1, by which terminals can be steered.
pub(crate) fn json(value: &impl serde::Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    if !json.chars().any(char::is_control) {
        return Ok(json);
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_control() { safe.push_str(&format!("\\u{:04x}", u32::from(c))) } else { safe.push(c) }
    }
    Ok(safe)
}

/// `1 entry`, `2 entries`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The columns of the terminal; where output goes elsewhere, those that `COLUMNS` asks for.
pub(crate) fn columns() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return crate::args::variable("COLUMNS")?.to_str()?.parse().ok().filter(|columns| *columns > 0);
    }
    // A terminal that does not know its width says 0.
    terminal_size::terminal_size()
        .map(|(terminal_size::Width(columns), _)| columns)
        .filter(|columns| *columns > 0)
}

/// The columns of one line that may be cut; none where it may be as long as it is.
pub(crate) fn line_width() -> Option<usize> {
    columns().map(usize::from)
}

/// The columns to write texts in: the terminal's, at most 100; 80 where there is none.
pub(crate) fn width() -> usize {
    columns().map_or(80, |columns| usize::from(columns).clamp(16, 100))
}

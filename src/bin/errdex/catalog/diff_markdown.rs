//! What changed as Markdown, for the comment of a pull request: totals, a table of pages, and what is on each to unfold.
//!
//! A comment has at most 65,536 characters: what is too much is cut, and said to be.

use super::diff::{COUNTS, Diff, Line, counts, lines, title};
use crate::layout::clipped;
use crate::markdown::code;
use crate::terminal::count;

/// The characters of all that is written.
const MOST_CHARS: usize = 60_000;
/// Of these, for the word on what was cut.
const LAST_WORD: usize = 300;
/// The rows of the table, and the columns of a name in it.
const MOST_ROWS: usize = 100;
const LONGEST_NAME: usize = 100;
/// The columns of a line of a change.
const LONGEST_LINE: usize = 1_000;

/// Appends the comment.
pub(super) fn write_markdown(out: &mut String, diff: &Diff<'_>) {
    out.push_str(&format!("### Catalogs: {}\n", diff.headline()));
    if diff.changes.is_empty() {
        return;
    }
    let unchanged = format!("{} unchanged", diff.totals.unchanged());
    let particulars: Vec<String> = diff.particulars().into_iter().chain([unchanged]).collect();
    out.push_str(&format!("\n{}\n", particulars.join(" · ")));
    write_table(out, diff);
    if diff.summary {
        return;
    }
    let mut left = MOST_CHARS.saturating_sub(LAST_WORD + out.chars().count());
    let (mut cut_changes, mut cut_pages) = (0, 0);
    for page in diff.pages() {
        let (section, shown) = section(page, left);
        cut_changes += page.len() - shown;
        cut_pages += usize::from(shown < page.len());
        left = left.saturating_sub(section.chars().count());
        if shown < page.len() {
            // What follows in its order is not shown before what was cut.
            left = 0;
        }
        out.push_str(&section);
    }
    if cut_changes > 0 {
        let (changes, pages) = (count(cut_changes, "change", "changes"), count(cut_pages, "page", "pages"));
        out.push_str(&format!(
            "\n**{changes} on {pages} left out here**, since a comment holds no more: `errdex catalog diff` lists all.\n"
        ));
    }
}

fn write_table(out: &mut String, diff: &Diff<'_>) {
    out.push_str(&format!(
        "\n| {} |\n| --- |{}\n",
        COUNTS.join(" | ").to_lowercase(),
        " ---: |".repeat(COUNTS.len() - 1)
    ));
    let pages = diff.pages().count();
    for page in diff.pages().take(MOST_ROWS) {
        let mut cells = counts(page);
        cells[0] = code(&clipped(&cells[0], LONGEST_NAME)).replace('|', "\\|");
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    if pages > MOST_ROWS {
        out.push_str(&format!("\nand {} more pages\n", pages - MOST_ROWS));
    }
}

/// What is on a page to unfold, in at most `most` characters, and how many of its changes that shows.
fn section(page: &[errdex::Change<'_>], most: usize) -> (String, usize) {
    let Some(first) = page.first() else { return (String::new(), 0) };
    let name = html(&clipped(&title(first), LONGEST_NAME));
    let open = format!(
        "\n<details>\n<summary><code>{name}</code>: {}</summary>\n\n",
        count(page.len(), "change", "changes")
    );
    let close = "\n</details>\n";
    let mut block = String::new();
    // A fence is longer than any row of backticks within it; that of a page is not known before its end.
    let mut chars = open.chars().count() + close.len() + 2 * "```diff\n".len();
    let mut longest = 2;
    let mut shown = 0;
    for change in page {
        let text: String = lines(change).iter().map(line).collect();
        let backticks = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let wider = backticks.saturating_sub(longest);
        let more = text.chars().count() + 2 * wider;
        if chars + more > most {
            break;
        }
        chars += more;
        longest += wider;
        shown += 1;
        block.push_str(&text);
    }
    if shown == 0 {
        return (String::new(), 0);
    }
    let fence = "`".repeat(longest + 1);
    (format!("{open}{fence}diff\n{block}{fence}\n{close}"), shown)
}

/// A line of a block of changes, in the signs by which such a block is coloured.
fn line(line: &Line) -> String {
    let Line { sign, is_head, text, .. } = line;
    let text = clipped(text, LONGEST_LINE);
    match (sign, is_head) {
        ('~', _) => format!("@@ {text} @@\n"),
        (sign, true) => format!("{sign} {text}\n"),
        (sign, false) => format!("{sign}   {text}\n"),
    }
}

/// The text as HTML has it.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

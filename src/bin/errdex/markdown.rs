//! An answer as Markdown, to paste into an issue.

use errdex::{Answer, Entry, Searcher, Texts};

use crate::answer::{confidence, notices, read_as};
use crate::fold::{Card, fold};
use crate::terminal::clean;
use crate::view::{self, View};

/// How many columns of what was understood are worth pasting.
const READ_AS: usize = 200;

/// Appends at most `most` cards of an answer; with `all`, what they would fold too.
pub(crate) fn write_markdown(
    out: &mut String,
    view: &View<'_>,
    searcher: &Searcher<'_>,
    answer: &Answer,
    most: usize,
    all: bool,
) {
    let mut paragraphs: Vec<String> = Vec::new();
    paragraphs.extend(read_as(view, answer, READ_AS).map(|line| escaped(&line)));
    paragraphs.extend(notices(view, answer).iter().map(|notice| escaped(notice)));
    let cards = fold(&answer.hits, &answer.ties, most, all);
    paragraphs
        .extend(cards.iter().map(|card| section(view, searcher, card, confidence(view, answer, card.hit).0)));
    out.push_str(&paragraphs.join("\n\n"));
    out.push('\n');
}

/// A line in bold and a list.
fn section(view: &View<'_>, searcher: &Searcher<'_>, card: &Card<'_>, confidence: String) -> String {
    let (words, entry) = (view.words, &card.hit.entry);
    let mut head = vec![format!("**{}**", code(&entry.code)), escaped(&view.service(entry))];
    if !entry.http_status.is_empty() {
        head.push(format!("HTTP {}", view::statuses(entry)));
    }
    head.extend(entry.aliases.iter().map(|alias| format!("{} {}", words.also(), code(alias))));
    head.push(confidence);
    let mut lines = vec![head.join(" · ") + "\n"];
    // What the API returns is quoted as it is.
    lines.extend(view.texts(&entry.message).iter().map(|text| format!("- {}", code(text))));
    for (label, texts) in [(words.description(), &entry.description), (words.remedy(), &entry.remedy)] {
        lines.extend(prose(view, label, texts));
    }
    if !entry.operations.is_empty() {
        let label = words.operations_label();
        lines.push(format!("- {label}{}", escaped(&clean(&words.list(&entry.operations)))));
    }
    lines.push(format!("- {}{}", words.source(), source(view, entry)));
    if !card.twins.is_empty() {
        let codes: Vec<String> = card.twins.iter().map(|twin| code(&twin.entry.code)).collect();
        lines.push(item(&words.twins(codes.len(), &words.list(&codes))));
    }
    if !card.further.is_empty() {
        lines.push(item(&words.further(card.further.len(), searcher.count_of_code(entry))));
    }
    lines.join("\n")
}

/// A line of a card as one of a list, without the sign it has there.
fn item(line: &str) -> String {
    format!("- {}", line.trim_start_matches("+ "))
}

fn prose(view: &View<'_>, label: &str, texts: &Texts) -> Vec<String> {
    view.texts(texts).iter().map(|text| format!("- {label}{}", escaped(&clean(text)))).collect()
}

/// The file and line, linked to the page's published address.
fn source(view: &View<'_>, entry: &Entry) -> String {
    let source = escaped(&view::source(entry));
    // Nobody else has the reader's own files.
    match view.links.address(&entry.source) {
        Some(target) => format!("[{source}](<{}>)", target.replace(['<', '>'], "")),
        None => source,
    }
}

/// `text` as inline code, by a fence that is not in it.
pub(crate) fn code(text: &str) -> String {
    let text = clean(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A space keeps a backtick at an end apart from the fence, and is no part of the code.
    let gap = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// `text` with what Markdown gives a meaning to escaped. Names after `@` call people, numbers after `#` link issues: these
/// signs stand as code.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let calls = matches!(c, '@' | '#') && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if calls {
            escaped.push_str(&format!("`{c}`"));
        } else {
            if "\\`*_{}[]<>#|~&!$".contains(c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    // A line that begins so would be a list.
    let begins = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
    let at = escaped.len() - begins.len();
    if begins.starts_with(['.', ')']) && at > 0 || begins.starts_with(['-', '+', '=']) && at == 0 {
        escaped.insert(at, '\\');
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_is_escaped() {
        let check = |text: &str, want: &str| assert_eq!(escaped(text), want);
        check("VPC_ID *is* [a](b) <c> | `d`", r"VPC\_ID \*is\* \[a\](b) \<c\> \| \`d\`");
        check("call @someone of #12, # and @", r"call `@`someone of `#`12, \# and @");
        check("1. first", r"1\. first");
        check("- first", r"\- first");
        check("2130", "2130");
        check("请确认id是否正确", "请确认id是否正确");
    }

    #[test]
    fn code_stays_code() {
        let check = |text: &str, want: &str| assert_eq!(code(text), want);
        check("a|b *c*", "`a|b *c*`");
        check("a `b` c", "``a `b` c``");
        check("`", "`` ` ``");
        check("``x", "``` ``x ```");
        check("a\nb", "`a b`");
    }
}

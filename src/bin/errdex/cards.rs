//! Entries as cards: what a person reads on a terminal.

use anstyle::Style;
use errdex::{Entry, Hit, Reading, Searcher, Texts};

use crate::fold::Card;
use crate::layout::{clipped, write_wrapped};
use crate::paint::{self, Paint, Styled};
use crate::terminal::clean;
use crate::view::{self, View};
use crate::words::Degree;

/// How many codes of twins are named.
const TWINS: usize = 6;

/// How sure an entry is, in words, and what colour that has.
pub(crate) type Confidence = (String, Degree);

/// Appends the card of a hit, with a line for each kind of entries that it stands for.
pub(crate) fn write_card(
    out: &mut String,
    view: &View,
    card: &Card<'_>,
    confidence: Confidence,
    reading: Option<&Reading<'_>>,
    searcher: &Searcher<'_>,
) {
    let Card { hit, twins, further } = card;
    write_head(out, view, &hit.entry, Some(confidence));
    write_texts(out, view, &hit.entry, reading);
    let mut notes = Vec::new();
    if !twins.is_empty() {
        let mut codes: Vec<String> = twins.iter().take(TWINS).map(|twin| clean(&twin.entry.code)).collect();
        if twins.len() > TWINS {
            codes.push("…".to_owned());
        }
        notes.push(view.words.twins(twins.len(), &view.words.list(&codes)));
    }
    if !further.is_empty() {
        notes.push(view.words.further(further.len(), searcher.count_of_code(&hit.entry)));
    }
    for note in notes {
        write_wrapped(out, view.paint, view.width, ("  ", "    "), &note, &[], paint::DIM);
    }
}

/// Appends an entry that was found, with how sure that is.
pub(crate) fn write_hit(out: &mut String, view: &View, hit: &Hit, reading: Option<&Reading<'_>>) {
    write_head(out, view, &hit.entry, Some(sureness(view, hit)));
    write_texts(out, view, &hit.entry, reading);
}

/// Appends an entry without a score.
pub(crate) fn write_entry(out: &mut String, view: &View, entry: &Entry) {
    write_head(out, view, entry, None);
    write_texts(out, view, entry, None);
}

/// Appends a hit as one line: `5300  Tencent Cloud cdn  unlikely 12 %  账户余额不足`.
pub(crate) fn write_line(out: &mut String, view: &View, hit: &Hit) {
    let (mut head, spans) = head(view, &hit.entry, Some(sureness(view, hit)));
    if let Some(text) = view.texts(&hit.entry.message).first() {
        head.push_str(&format!("  {}", clean(text)));
    }
    let line = clipped(&head, view.width);
    let len = line.len();
    out.push_str(&view.paint.paint_spans(&line, 0..len, &spans, Style::new()));
    out.push('\n');
}

fn write_head(out: &mut String, view: &View, entry: &Entry, confidence: Option<Confidence>) {
    let (head, spans) = head(view, entry, confidence);
    write_wrapped(out, view.paint, view.width, ("", "  "), &head, &spans, Style::new());
}

/// `VPC.0504  Huawei Cloud vpc  HTTP 404  sure 99 %`, and the styles of its parts.
fn head(view: &View, entry: &Entry, confidence: Option<Confidence>) -> (String, Vec<Styled>) {
    let mut head = clean(&entry.code);
    let mut spans = vec![(0..head.len(), paint::CODE)];
    head.push_str(&format!("  {}", view.service(entry)));
    if !entry.http_status.is_empty() {
        head.push_str(&format!("  HTTP {}", view::statuses(entry)));
    }
    if !entry.aliases.is_empty() {
        head.push_str(&format!("  {} {}", view.words.also(), clean(&view.words.list(&entry.aliases))));
    }
    if let Some((confidence, degree)) = confidence {
        head.push_str("  ");
        let start = head.len();
        head.push_str(&confidence);
        spans.push((start..head.len(), Paint::degree(degree)));
    }
    (head, spans)
}

fn sureness(view: &View, hit: &Hit) -> Confidence {
    (view.words.confidence(hit.confidence), Degree::of(hit.confidence))
}

fn write_texts(out: &mut String, view: &View, entry: &Entry, reading: Option<&Reading<'_>>) {
    let mut write = |mark: &str, texts: &Texts, base: Style| {
        for text in view.texts(texts) {
            let text = clean(text);
            let spans = matched(view.paint, reading, &text, base);
            let first = format!("  {mark}");
            let rest = if mark.is_empty() { "  " } else { "    " };
            write_wrapped(out, view.paint, view.width, (&first, rest), &text, &spans, base);
        }
    };
    write("", &entry.message, Style::new());
    write("", &entry.description, Style::new());
    write("→ ", &entry.remedy, paint::REMEDY);
    if !entry.operations.is_empty() {
        let operations = clean(&view.words.list(&entry.operations));
        let first = format!("  {}", view.words.operations());
        let spans = matched(view.paint, reading, &operations, paint::DIM);
        write_wrapped(out, view.paint, view.width, (&first, "    "), &operations, &spans, paint::DIM);
    }
    let source = view::source(entry);
    let target = view.links.target(&entry.source);
    if textwrap::core::display_width(&source) + 2 > view.width {
        write_wrapped(out, view.paint, view.width, ("  ", "    "), &source, &[], paint::DIM);
    } else {
        let linked = view.paint.link(&view.paint.paint(&source, paint::DIM), target.as_deref());
        out.push_str(&format!("  {linked}\n"));
    }
}

/// The parts of a text that say what the pasted text does. Looked for only where they can be seen.
fn matched(paint: Paint, reading: Option<&Reading<'_>>, text: &str, base: Style) -> Vec<Styled> {
    let Some(reading) = reading.filter(|_| paint.colours) else { return Vec::new() };
    let style = Style::new().bold().underline().fg_color(base.get_fg_color());
    reading.matched(text).into_iter().map(|span| (span, style)).collect()
}

//! Entries as cards: what a person reads on a terminal.

use anstyle::Style;
use errdex::{Entry, Hit, Reading, Searcher, Texts};
use textwrap::core::display_width;

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
    view: &View<'_>,
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
pub(crate) fn write_hit(out: &mut String, view: &View<'_>, hit: &Hit, reading: Option<&Reading<'_>>) {
    write_head(out, view, &hit.entry, Some(sureness(view, hit)));
    write_texts(out, view, &hit.entry, reading);
}

/// Appends an entry without a score.
pub(crate) fn write_entry(out: &mut String, view: &View<'_>, entry: &Entry) {
    write_head(out, view, entry, None);
    write_texts(out, view, entry, None);
}

/// Appends a hit as one line: `5300  Tencent Cloud cdn  unlikely 12 %  账户余额不足`.
pub(crate) fn write_line(out: &mut String, view: &View<'_>, hit: &Hit) {
    let mut fields = head(view, &hit.entry, Some(sureness(view, hit)));
    fields.extend(view.texts(&hit.entry.message).first().map(|text| (clean(text), Style::new())));
    let (line, mut spans) = joined(&fields);
    let clipped = clipped(&line, view.width);
    let kept = if clipped == line { line.len() } else { clipped.len() - '…'.len_utf8() };
    spans.iter_mut().for_each(|(span, _)| span.end = span.end.min(kept));
    out.push_str(&view.paint.paint_spans(&clipped, 0..clipped.len(), &spans, Style::new()));
    out.push('\n');
}

/// Appends the head of a card, broken between its fields where one line is too narrow.
fn write_head(out: &mut String, view: &View<'_>, entry: &Entry, confidence: Option<Confidence>) {
    let mut rest = head(view, entry, confidence);
    let mut indent = "";
    while !rest.is_empty() {
        let mut columns = display_width(indent);
        let fits = |(field, _): &&Field| {
            columns += display_width(field) + GAP.len();
            columns <= view.width + GAP.len()
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (line, spans) = joined(&rest[..count]);
        write_wrapped(out, view.paint, view.width, (indent, "  "), &line, &spans, Style::new());
        rest.drain(..count);
        indent = "  ";
    }
}

/// A part of the head of a card.
type Field = (String, Style);

/// What stands between two fields.
const GAP: &str = "  ";

/// `VPC.0504`, `Huawei Cloud vpc`, `HTTP 404`, `sure 99 %`
fn head(view: &View<'_>, entry: &Entry, confidence: Option<Confidence>) -> Vec<Field> {
    let plain = Style::new();
    let mut fields = vec![(clean(&entry.code), paint::CODE), (view.service(entry), plain)];
    if !entry.http_status.is_empty() {
        fields.push((format!("HTTP {}", view::statuses(entry)), plain));
    }
    if !entry.aliases.is_empty() {
        let aliases = clean(&view.words.list(&entry.aliases));
        fields.push((format!("{} {aliases}", view.words.also()), plain));
    }
    fields.extend(confidence.map(|(confidence, degree)| (confidence, Paint::degree(degree))));
    fields
}

/// Fields as one line, with the styles of its parts.
fn joined(fields: &[Field]) -> (String, Vec<Styled>) {
    let (mut line, mut spans) = (String::new(), Vec::new());
    for (field, style) in fields {
        if !line.is_empty() {
            line.push_str(GAP);
        }
        spans.push((line.len()..line.len() + field.len(), *style));
        line.push_str(field);
    }
    (line, spans)
}

fn sureness(view: &View<'_>, hit: &Hit) -> Confidence {
    (view.words.confidence(hit.confidence), Degree::of(hit.confidence))
}

fn write_texts(out: &mut String, view: &View<'_>, entry: &Entry, reading: Option<&Reading<'_>>) {
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
    let target = if view.paint.links { view.links.target(&entry.source) } else { None };
    if display_width(&source) + 2 > view.width {
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

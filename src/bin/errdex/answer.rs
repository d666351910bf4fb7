//! An answer as cards: what was understood, the verdict, the hits.

use std::borrow::Cow;

use errdex::text::fold as folded;
use errdex::{Answer, Entry, Hit, MOST_TIES, Searcher, Verdict};
use textwrap::core::display_width;

use crate::cards::{Confidence, write_card};
use crate::fold::fold;
use crate::layout::{clipped, write_wrapped};
use crate::paint;
use crate::terminal::clean;
use crate::ties::what_would_tell;
use crate::view::View;
use crate::words::Degree;

/// How many codes are named that no catalog has.
const UNLISTED: usize = 3;

/// A message of which fewer columns would be left is not said.
const SHORTEST_MESSAGE: usize = 10;

/// Appends at most `most` cards of an answer; with `all`, what they would fold too.
pub(crate) fn write_answer(
    out: &mut String,
    view: &View<'_>,
    searcher: &Searcher<'_>,
    answer: &Answer,
    most: usize,
    all: bool,
) {
    if let Some(line) = read_as(view, answer, view.width) {
        out.push_str(&format!("{}\n\n", view.paint.paint(&line, paint::DIM)));
    }
    let notices = notices(view, answer);
    for notice in &notices {
        write_wrapped(out, view.paint, view.width, ("", ""), notice, &[], paint::NOTICE);
    }
    let cards = fold(&answer.hits, &answer.ties, most, all);
    if !notices.is_empty() && !cards.is_empty() {
        out.push('\n');
    }
    // What matches is looked for only where it can be seen.
    let reading = view.paint.colours.then(|| searcher.reading(&answer.signals.message));
    for (at, card) in cards.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let confidence = confidence(view, answer, card.hit);
        write_card(out, view, card, confidence, reading.as_ref(), searcher);
    }
}

/// What is to be said before the cards: codes that no catalog has, and a verdict other than a match.
pub(crate) fn notices(view: &View<'_>, answer: &Answer) -> Vec<String> {
    let words = view.words;
    let mut notices = Vec::new();
    match answer.verdict {
        Verdict::Match => {}
        Verdict::Ambiguous => {
            let is_tied = |id: &String| answer.ties.contains(id);
            let tied = answer.hits.iter().enumerate().filter(|(at, hit)| *at == 0 || is_tied(&hit.entry.id));
            let tied: Vec<&Entry> = tied.map(|(_, hit)| &hit.entry).collect();
            let what = what_would_tell(&tied, &answer.signals, words);
            let count = answer.ties.len() + 1;
            notices.push(words.ties(count, answer.ties.len() == MOST_TIES, what.as_deref()) + words.colon());
        }
        Verdict::Unknown => {
            notices.extend(missing(view, answer));
            let verdict = match answer.hits.is_empty() {
                true => words.nothing_fits(),
                false if has_other_code(answer) => words.nearest_by_message(),
                false => words.nothing_fits_nearest(),
            };
            notices.push(verdict.to_owned());
        }
    }
    notices
}

/// What the text has and no catalog: its vendor, or its codes.
fn missing(view: &View<'_>, answer: &Answer) -> Vec<String> {
    let (words, signals) = (view.words, &answer.signals);
    let vendors: Vec<String> = signals.vendors.iter().map(|slug| view.vendor(slug)).collect();
    if !vendors.is_empty() && !signals.vendors.iter().any(|slug| view.has_catalogs(slug)) {
        return vec![words.without_catalogs(&words.both(&vendors))];
    }
    let vendor = vendors.first().filter(|_| vendors.len() == 1).map(String::as_str);
    signals.unlisted.iter().take(UNLISTED).map(|code| words.unlisted(&clean(code), vendor)).collect()
}

/// How sure a hit of `answer` is, or how near where it cannot be the answer.
pub(crate) fn confidence(view: &View<'_>, answer: &Answer, hit: &Hit) -> Confidence {
    let words = view.words;
    let is_unknown = answer.verdict == Verdict::Unknown;
    let said = if is_unknown { words.alike(hit.confidence) } else { words.confidence(hit.confidence) };
    let degree = if is_unknown { Degree::Maybe } else { Degree::of(hit.confidence) };
    (said, degree)
}

/// Whether the text has a code that no catalog has, so that no hit is its meaning.
fn has_other_code(answer: &Answer) -> bool {
    answer.verdict == Verdict::Unknown && !answer.signals.unlisted.is_empty()
}

/// What was understood of the text, where that is more than its words: codes, HTTP status, vendors, and then as much of the
/// message as `width` columns have room for.
pub(crate) fn read_as(view: &View<'_>, answer: &Answer, width: usize) -> Option<String> {
    let (words, signals) = (view.words, &answer.signals);
    let text = clean(&answer.query);
    let message = clean(&signals.message);
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    if !signals.codes.is_empty() {
        parts.push(format!("{} {}", words.code(), clean(&words.list(&signals.codes))).into());
    }
    if answer.verdict != Verdict::Unknown {
        let unlisted = signals.unlisted.iter().take(UNLISTED);
        parts.extend(unlisted.map(|code| words.unlisted(&clean(code), None).into()));
    }
    parts.extend(signals.http_status.iter().map(|status| format!("HTTP {status}").into()));
    parts.extend(signals.vendors.iter().map(|vendor| view.vendor(vendor).into()));
    let is_plain = signals.codes.as_slice() == [text.as_str()] && message.is_empty();
    let is_prose = parts.is_empty() && (message.is_empty() || message == folded(&text).as_str());
    if is_plain || is_prose {
        return None;
    }
    let mut line = format!("{}{}", words.read_as(), parts.join(" · "));
    if !message.is_empty() {
        let between = if parts.is_empty() { "" } else { " · " };
        let label = format!("{between}{} ", words.message());
        let room = width.saturating_sub(display_width(&line) + display_width(&label) + 2);
        if room >= SHORTEST_MESSAGE.min(display_width(&message)) {
            line.push_str(&format!("{label}\"{}\"", clipped(&message, room)));
        }
    }
    Some(clipped(&line, width))
}

//! Hits as a table, one line each.

use anstyle::Style;
use errdex::Answer;
use textwrap::core::display_width;

use crate::layout::clipped;
use crate::paint;
use crate::terminal::{self, clean};
use crate::view::{self, View};
use crate::words::percent;

const COLUMNS: usize = 6;

/// The messages have at least this much of a line; services and HTTP statuses, and then vendors, give way to them.
const NARROWEST_MESSAGE: usize = 16;

/// The columns that give way, in this order.
const DISPENSABLE: [usize; 3] = [3, 4, 2];

/// A column's cell is cut to this, so that no code or name takes the line.
const WIDEST_CELL: usize = 40;

/// Appends a line for each hit, cut to the width of the terminal where there is one.
pub(crate) fn write_table(out: &mut String, view: &View<'_>, answer: &Answer) {
    if answer.hits.is_empty() {
        return;
    }
    let rows: Vec<[String; COLUMNS]> = answer
        .hits
        .iter()
        .map(|hit| {
            let entry = &hit.entry;
            let message = view.texts(&entry.message).iter().map(|text| clean(text)).collect::<Vec<_>>();
            [
                percent(hit.confidence),
                clipped(&clean(&entry.code), WIDEST_CELL),
                clipped(&view.vendor(&entry.vendor), WIDEST_CELL),
                clipped(&clean(&entry.service), WIDEST_CELL),
                view::statuses(entry),
                message.join(" / "),
            ]
        })
        .collect();
    let header = view.words.columns().map(str::to_owned);
    let mut widths = [0; COLUMNS];
    for row in rows.iter().chain([&header]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(display_width(cell));
        }
    }
    let line_width = terminal::line_width();
    let mut shown = [true; COLUMNS];
    let taken = |shown: &[bool; COLUMNS]| -> usize {
        widths[..COLUMNS - 1].iter().zip(shown).filter(|(_, shown)| **shown).map(|(width, _)| width + 2).sum()
    };
    if let Some(line_width) = line_width {
        for column in DISPENSABLE {
            if taken(&shown) + NARROWEST_MESSAGE > line_width {
                shown[column] = false;
            }
        }
    }
    for (number, row) in std::iter::once(&header).chain(&rows).enumerate() {
        let mut line = String::new();
        for ((cell, width), _) in row.iter().zip(widths).zip(shown).filter(|(_, shown)| *shown) {
            // What is a number stands to the right.
            let gap = " ".repeat(width.saturating_sub(display_width(cell)));
            let is_last = std::ptr::eq(cell, &row[COLUMNS - 1]);
            let is_first = std::ptr::eq(cell, &row[0]);
            line.push_str(&match (is_first, is_last) {
                (true, _) => format!("{gap}{cell}"),
                (_, true) => format!("  {cell}"),
                _ => format!("  {cell}{gap}"),
            });
        }
        let line = clipped(line.trim_end(), line_width.unwrap_or(usize::MAX));
        let style = if number == 0 { paint::DIM } else { Style::new() };
        out.push_str(&format!("{}\n", view.paint.paint(&line, style)));
    }
}

//! Texts in lines of a terminal's width, where wide characters count twice.

use std::fmt::Write;

use anstyle::Style;
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter, WrapAlgorithm, wrap};

use crate::paint::{self, Paint, Styled};

/// Appends `text` to `out` in lines of at most `width` columns, the first one after `first`, others after `rest`.
pub(crate) fn write_wrapped(
    out: &mut String,
    paint: Paint,
    width: usize,
    (first, rest): (&str, &str),
    text: &str,
    spans: &[Styled],
    base: Style,
) {
    // Wrapping costs more than the search; most texts need none.
    if display_width(first) + display_width(text) <= width {
        let painted = paint.paint_spans(text, 0..text.len(), spans, base);
        let _ = writeln!(out, "{}{painted}", paint.paint(first, base));
        return;
    }
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_splitter(WordSplitter::NoHyphenation);
    let mut at = 0;
    for (number, line) in wrap(text, options).iter().enumerate() {
        let indent = if number == 0 { first } else { rest };
        // What is left of the line is a part of the text as it is, after the spaces at which it was broken.
        let line = line.strip_prefix(indent).unwrap_or("");
        at += text[at..].find(line).unwrap_or(0);
        let end = (at + line.len()).min(text.len());
        let painted = paint.paint_spans(text, at..end, spans, base);
        let indent = paint.paint(indent.trim_end(), base) + &indent[indent.trim_end().len()..];
        let _ = writeln!(out, "{indent}{painted}");
        at = end;
    }
}

/// How many columns of a cell are shown; of one that is not the first, a third of the line at most.
const WIDEST_CELL: usize = 40;

/// Fewer columns of a cell that takes the rest of a line say too little.
const SHORTEST_REST: usize = 12;

/// Columns of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns<'a> {
    pub(crate) header: &'a [&'a str],
    /// From this column on cells are figures, which stand to the right.
    pub(crate) figures: usize,
    /// The last column is no figure, and takes what is left of a line.
    pub(crate) takes_rest: bool,
}

/// Appends rows of cells in columns, no line wider than `width`. Where it is too narrow, columns between the first and the
/// last are left out, from the left; what is still too wide is cut.
pub(crate) fn write_columns(
    out: &mut String,
    paint: Paint,
    width: usize,
    columns: &Columns<'_>,
    rows: &[Vec<String>],
) {
    let last = columns.header.len() - 1;
    let header: Vec<String> = columns.header.iter().map(|name| (*name).to_owned()).collect();
    let mut widths = vec![0; header.len()];
    let widest = |column: usize| if column == 0 { WIDEST_CELL } else { WIDEST_CELL.min(width / 3) };
    for row in rows.iter().chain([&header]) {
        for (column, (width, cell)) in widths.iter_mut().zip(row).enumerate() {
            *width = (*width).max(display_width(cell).min(widest(column)));
        }
    }
    let mut shown: Vec<usize> = (0..=last).collect();
    let needs = |column: &usize| match widths[*column] {
        width if *column == last && columns.takes_rest => width.min(SHORTEST_REST) + 2,
        width => width + 2,
    };
    while shown.len() > 2 && shown.iter().map(needs).sum::<usize>() > width.saturating_add(2) {
        shown.remove(1);
    }
    for (number, row) in std::iter::once(&header).chain(rows).enumerate() {
        let mut line = String::new();
        for &column in &shown {
            let is_rest = column == last && columns.takes_rest;
            let cell = clipped(&row[column], if is_rest { usize::MAX } else { widest(column) });
            let gap = " ".repeat(widths[column].saturating_sub(display_width(&cell)));
            line.push_str(if column == 0 { "" } else { "  " });
            let is_figure = column >= columns.figures && !is_rest;
            line.push_str(&if is_figure { format!("{gap}{cell}") } else { format!("{cell}{gap}") });
        }
        let line = clipped(line.trim_end(), width);
        let style = if number == 0 { paint::DIM } else { Style::new() };
        let _ = writeln!(out, "{}", paint.paint(&line, style));
    }
}

/// The text, cut to `width` columns with `…` at its end where it is longer.
pub(crate) fn clipped(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut columns = 1;
    for c in text.chars() {
        columns += display_width(c.encode_utf8(&mut [0; 4]));
        if columns > width {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_width() {
        let text = "The Floating IP 未找到弹性公网IP,申请失败，请稍后重试。 averyveryverylongwordwithoutanyspaceinit";
        let paint = Paint::new(crate::args::Color::Never);
        for width in 6..80 {
            let mut out = String::new();
            write_wrapped(&mut out, paint, width, ("  → ", "    "), text, &[], Style::new());
            assert!(out.lines().all(|line| display_width(line) <= width), "{width}: {out}");
            let kept = |text: &str| text.replace([' ', '\n', '→'], "");
            assert_eq!(kept(&out), kept(text), "{width}");
        }
    }

    #[test]
    fn clipped_texts_fit() {
        assert_eq!(clipped("abc", 3), "abc");
        assert_eq!(clipped("abcd", 3), "ab…");
        assert_eq!(clipped("弹性公网", 6), "弹性…");
        assert_eq!(clipped("弹性公网", 7), "弹性公…");
        assert_eq!(clipped("a b c", 3), "a…");
        assert_eq!(clipped("ab", 1), "…");
    }
}

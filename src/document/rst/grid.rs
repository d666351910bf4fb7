//! Which cells has a table that is drawn with `+---+` and `|`?
//!
//! Columns are found by what editors show, by counting characters, or by counting bars, line by line: authors of
//! Chinese pages do each. What a cell says is not looked at here.

use crate::document::markup::{Cell, Line, Metric, Row, Table, places, width};

/// So many columns are read, and one border more.
const MAX_BORDERS: usize = 65;

/// How many of `lines` are such a table; none where they do not begin with its upper border.
pub(super) fn len(lines: &[Line<'_>]) -> usize {
    if !lines.first().is_some_and(|line| is_border(line.text)) {
        return 0;
    }
    lines.iter().take_while(|line| line.text.starts_with(['+', '|'])).count()
}

/// Whether a line is nothing but `+---+`.
fn is_border(text: &str) -> bool {
    text.len() > 2
        && text.starts_with('+')
        && text.ends_with('+')
        && text.contains(['-', '='])
        && text.bytes().all(|b| matches!(b, b'+' | b'-' | b'='))
}

/// Reads the lines of a table.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let borders = borders(lines);
    let drawn: Vec<Drawn<'a>> = lines.iter().map(|line| Drawn::new(*line, &borders)).collect();
    let head = lines
        .iter()
        .skip(1)
        .position(|line| is_border(line.text) && line.text.contains('=') && !line.text.contains('-'))
        .map_or(0, |at| at + 1);
    let mut grid = Grid { table: Table::default(), open: vec![None; borders.len().saturating_sub(1)] };
    grid.table.line = lines.first().map_or(1, |line| line.at);
    let mut from = 0;
    for at in 0..=drawn.len() {
        let cut = drawn.get(at).is_none_or(|line| line.cuts.contains(&true));
        if cut {
            if from < at {
                grid.band(&drawn[from..at], at <= head);
            }
            if let Some(line) = drawn.get(at) {
                grid.cut(&line.cuts);
            }
            from = at + 1;
        }
    }
    grid.table
}

/// The columns in which a border stands: a `+` of a whole border, or of a part `+---+` within a row.
fn borders(lines: &[Line<'_>]) -> Vec<usize> {
    let mut out = std::collections::BTreeSet::new();
    for line in lines {
        let (mut column, mut cross) = (0, None);
        let mut drawn = false;
        for c in line.text.chars() {
            match c {
                '+' => {
                    if let (Some(before), true) = (cross, drawn) {
                        out.extend([before, column]);
                    }
                    (cross, drawn) = (Some(column), false);
                }
                '-' | '=' => drawn = true,
                _ => cross = None,
            }
            column += width(c);
        }
    }
    out.into_iter().take(MAX_BORDERS).collect()
}

/// A line of the table, cut where the borders are.
struct Drawn<'a> {
    line: Line<'a>,
    /// Per border: where it is in the text.
    places: Vec<usize>,
    /// Per border: whether it is drawn here.
    bars: Vec<bool>,
    /// Per column: whether this line separates what is above from what is below.
    cuts: Vec<bool>,
}

impl<'a> Drawn<'a> {
    fn new(line: Line<'a>, borders: &[usize]) -> Self {
        let with = |metric| {
            let places = places(line.text, borders, metric);
            let bars: Vec<bool> = places.iter().map(|&at| line.text[at..].starts_with(['|', '+'])).collect();
            (bars.iter().filter(|bar| **bar).count(), places, bars)
        };
        let (wide, narrow) = (with(Metric::Width), with(Metric::Characters));
        let (found, mut places, mut bars) = if wide.0 >= narrow.0 { wide } else { narrow };
        if found < borders.len() {
            // Where columns are off for any way to count, as many bars as there are borders are the borders.
            let all: Vec<usize> =
                line.text.match_indices('|').map(|(at, _)| at).take(borders.len() + 1).collect();
            if all.len() == borders.len() {
                (places, bars) = (all, vec![true; borders.len()]);
            }
        }
        let mut drawn = Drawn { line, places, bars, cuts: Vec::new() };
        drawn.cuts = (1..borders.len())
            .map(|to| {
                let part = drawn.part(to - 1, to);
                part.contains(['-', '=']) && part.bytes().all(|b| matches!(b, b'+' | b'-' | b'='))
            })
            .collect();
        drawn
    }

    /// The text between two borders.
    fn part(&self, from: usize, to: usize) -> &'a str {
        let start = self.places[from];
        let start = start + usize::from(self.line.text[start..].starts_with(['|', '+']));
        self.line.text.get(start..self.places[to]).unwrap_or_default()
    }
}

/// A table that is being read from above.
struct Grid<'a> {
    table: Table<'a>,
    /// Per column: the cell that goes on there, by row and place, and the column in which it ends.
    open: Vec<Option<(usize, usize, usize)>>,
}

impl<'a> Grid<'a> {
    /// Ends the cells above a line.
    fn cut(&mut self, cuts: &[bool]) {
        for (open, _) in self.open.iter_mut().zip(cuts).filter(|(_, cut)| **cut) {
            *open = None;
        }
    }

    /// Adds a row: lines between two that separate something.
    fn band(&mut self, lines: &[Drawn<'a>], header: bool) {
        let row = self.table.rows.len();
        let line = lines.first().map_or(1, |line| line.line.at);
        self.table.rows.push(Row { line, header, cells: Vec::new() });
        let mut from = 0;
        while from < self.open.len() {
            // A border that most of the lines draw is one; a stray bar in a text is none.
            let wall = |at: &usize| 2 * lines.iter().filter(|line| line.bars[*at]).count() >= lines.len();
            let to = (from + 1..self.open.len()).find(wall).unwrap_or(self.open.len());
            let text = lines.iter().map(|line| Line::new(line.line.at, line.part(from, to)));
            match self.open[from].filter(|(_, _, end)| *end == to) {
                Some((above, place, _)) => {
                    let cell = &mut self.table.rows[above].cells[place];
                    cell.rows = row - above + 1;
                    text.for_each(|line| add(&mut cell.lines, line));
                }
                None => {
                    let cells = &mut self.table.rows[row].cells;
                    self.open[from..to].fill(None);
                    self.open[from] = Some((row, cells.len(), to));
                    let mut cell = Cell { columns: to - from, ..Cell::new(Vec::new()) };
                    text.for_each(|line| add(&mut cell.lines, line));
                    cells.push(cell);
                }
            }
            from = to;
        }
    }
}

/// Adds a line to a cell; of blank ones only the first between two texts counts.
fn add<'a>(lines: &mut Vec<Line<'a>>, line: Line<'a>) {
    if !line.is_blank() || lines.last().is_some_and(|last| !last.is_blank()) {
        lines.push(line);
    }
}

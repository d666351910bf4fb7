//! What does each row of a table say? Rows are aligned with the columns, merged cells carried down, texts named.
//!
//! A row without a code becomes a warning. Nothing here compares a row with another table's.

use std::rc::Rc;

use super::align::{Class, Profile, class};
use super::cells::{flat, heading, is_blank, statuses};
use super::codes::{Codes, codes, phrase};
use super::columns::{Column, Layout};
use super::record::{Budget, Record};
use super::table::Row;
use super::{Role, Rule, Warnings, excerpt};
use crate::entry::Language;

/// A part of a table: rows under one header.
pub(super) struct Part<'a> {
    pub(super) layout: &'a Layout,
    /// The text of each column's header cell.
    pub(super) header: &'a [&'a str],
    pub(super) body: &'a [Row],
    /// The line at which it begins.
    pub(super) line: u32,
    /// The heading or caption above.
    pub(super) category: Option<String>,
    /// The status of HTTP that all rows have, where no column has one.
    pub(super) http_status: Option<u16>,
}

/// A row whose cells stand in the columns that they belong to.
struct Aligned<'a> {
    row: &'a Row,
    cells: Vec<Rc<str>>,
    category: Option<String>,
}

/// How many codes of one cell make entries: each copies the texts of its row.
const MOST_CODES: usize = 256;

impl Part<'_> {
    /// The records of the rows in page order, and the roles that the columns have.
    pub(super) fn records(
        &self,
        budget: &mut Budget,
        warnings: &mut Warnings<'_>,
    ) -> (Vec<Record>, Vec<Role>) {
        let aligned = self.aligned(warnings);
        let column = |at: usize| language(aligned.iter().map(|row| &*row.cells[at]));
        let languages: Vec<Option<Language>> = (0..self.layout.columns.len()).map(column).collect();
        let resolved = self.layout.resolved(&languages);
        let mut records = Vec::new();
        for row in aligned {
            let mut record =
                Record { line: row.row.line, category: row.category, table: self.line, ..Record::default() };
            let mut spelled = None;
            for (at, (cell, &(role, language))) in row.cells.iter().zip(&resolved).enumerate() {
                let text = flat(cell);
                match role {
                    Role::Code if at == self.layout.code => spelled = self.codes(cell),
                    Role::Code => record.add_aliases(cell),
                    _ if text.is_empty() => {}
                    Role::HttpStatus => record.http_status = statuses(&text),
                    Role::Operation => record.add_operations(cell),
                    Role::Category => record.category = Some(text),
                    role => record.add_text(role, language, text),
                }
            }
            let Some(spelled) = spelled else { continue };
            if record.http_status.is_empty() {
                record.http_status.extend(spelled.http_status.or(self.http_status));
            }
            if spelled.codes.len() > MOST_CODES {
                let count = spelled.codes.len();
                warnings.add(
                    record.line,
                    Rule::TooManyCodes,
                    format!("{count} codes in one cell, of which {MOST_CODES} are read: give each its row"),
                );
            }
            let spelled = spelled.codes.into_iter().take(MOST_CODES).map(|spelled| record.spelled(spelled));
            let before = records.len();
            records.extend(spelled.take_while(|record| budget.spend(record)));
            if records.len() == before {
                let message =
                    "the rows repeat more text than the page has: what comes after this one was not read";
                warnings.add(record.line, Rule::TooLarge, message);
                break;
            }
        }
        (records, resolved.iter().map(|(role, _)| *role).collect())
    }

    /// The codes of a cell of the code's column.
    fn codes(&self, cell: &str) -> Option<Codes> {
        codes(cell).or_else(|| self.layout.phrases.then(|| phrase(cell)).flatten())
    }

    /// The rows that have a code, with their cells in place.
    fn aligned(&self, warnings: &mut Warnings<'_>) -> Vec<Aligned<'_>> {
        let (layout, header) = (self.layout, self.header);
        let width = layout.columns.len();
        let profile = Profile::of(self.body, width);
        let mut category = self.category.clone();
        let mut above: Vec<Rc<str>> = vec!["".into(); width];
        let mut rows = Vec::new();
        for row in self.body {
            let end =
                (0..row.cells.len()).rev().find(|&at| !row.text(at).is_empty()).map_or(0, |last| last + 1);
            if end == 0 || (0..width).all(|at| row.whole(at) == header[at]) {
                continue;
            }
            if let Some(section) = section(row, end, layout, &profile) {
                category = Some(section);
                continue;
            }
            if end > width {
                let extra = flat(row.text(width));
                warnings.add_cell(
                    row.line,
                    Rule::CellLeftOut,
                    format!("more cells than the table has columns: `{}` was left out", excerpt(&extra)),
                    Some(&extra),
                );
            }
            let Some(mut cells) = self.placed(row, end.min(width), &profile, &above) else {
                self.warn_of_no_code(row, warnings);
                continue;
            };
            self.carry(&mut cells, &above);
            above.clone_from(&cells);
            rows.push(Aligned { row, cells, category: category.clone() });
        }
        rows
    }

    /// The cells of a row in their columns, those that were merged into the row above taken from there; `None` where the
    /// row has no code.
    fn placed(&self, row: &Row, end: usize, profile: &Profile, above: &[Rc<str>]) -> Option<Vec<Rc<str>>> {
        let (width, code) = (self.layout.columns.len(), self.layout.code);
        let cell = |at: usize| if row.text(at).is_empty() { "".into() } else { row.cells[at].text.clone() };
        let coded = |at: usize| codes(row.text(at)).is_some();
        let whole = row.given >= width;
        if whole && coded(code) {
            let moved = (1..=width - end).filter(|_| end < width).any(|shift| {
                // Trailing cells are empty: the code may stand where a cell to the left was lost.
                shift <= code
                    && !profile.knows(code, row.text(code))
                    && coded(code - shift)
                    && profile.knows(code, row.text(code - shift))
            });
            if !moved {
                return Some((0..width).map(cell).collect());
            }
        }
        let count = if whole { end } else { row.given.max(end) };
        let classes: Vec<Class> = (0..count).map(|at| class(row.text(at))).collect();
        let fits = |shift: &usize| {
            if *shift <= code {
                coded(code - shift)
            } else {
                !whole && !above[code].is_empty() && count > 0 && self.explains(row, count, *shift)
            }
        };
        let best = (0..=width - count).filter(fits).map(|shift| (shift, profile.fit(&classes, shift)));
        let best = best.fold(None::<(usize, f64)>, |best, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        });
        if let Some((shift, _)) = best {
            let moved = (0..width - shift).map(|at| if at < count { cell(at) } else { "".into() });
            return Some(above[..shift].iter().cloned().chain(moved).collect());
        }
        // A code of several words is known by its place alone.
        if self.layout.phrases && phrase(row.text(code)).is_some() && row.given > code {
            return Some((0..width).map(cell).collect());
        }
        // Merged cells may arrive empty: the code of the row above goes on, with another message.
        let merged = row.cells.iter().all(|cell| !cell.covered)
            && (0..=code).all(|at| row.text(at).is_empty() || row.cells[at].spanned)
            && !above[code].is_empty()
            && self.explains(row, width, 0);
        let kept = |at: usize| match self.layout.columns[at] {
            Column::Role(Role::Code | Role::HttpStatus) if row.text(at).is_empty() => above[at].clone(),
            _ => cell(at),
        };
        merged.then(|| (0..width).map(kept).collect())
    }

    /// Whether the first `count` cells of `row`, moved by `shift`, say something about an error.
    fn explains(&self, row: &Row, count: usize, shift: usize) -> bool {
        let text = |column: &Column| {
            matches!(column, Column::Text(_) | Column::Role(Role::Message | Role::Description))
        };
        (0..count).any(|at| self.layout.columns.get(at + shift).is_some_and(text) && !is_blank(row.text(at)))
    }

    fn warn_of_no_code(&self, row: &Row, warnings: &mut Warnings<'_>) {
        let column = self.header[self.layout.code];
        let cell = flat(row.text(self.layout.code));
        let what = if cell.is_empty() { "nothing".to_owned() } else { format!("`{}`", excerpt(&cell)) };
        warnings.add_cell(
            row.line,
            Rule::RowWithoutCode,
            format!("no code in column `{column}`, which has {what}: write the row's code there"),
            Some(&cell).filter(|cell| !cell.is_empty()).map(String::as_str),
        );
    }

    /// A merged cell of operation, category or status that the page has once stands empty in the rows below it.
    fn carry(&self, cells: &mut [Rc<str>], above: &[Rc<str>]) {
        for (at, cell) in cells.iter_mut().enumerate().take(self.layout.code) {
            let merged = matches!(
                self.layout.columns[at],
                Column::Role(Role::Operation | Role::Category | Role::HttpStatus)
            );
            if cell.is_empty() && merged {
                *cell = above[at].clone();
            }
        }
    }
}

/// The language of a column: that of all its text, unless hardly a cell is of it. `None` for a column without text.
fn language<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<Language> {
    let texts = || cells.clone().filter(|cell| !is_blank(cell));
    let whole: String = texts().collect();
    let found = Language::of(&whole);
    let (of, all) = (texts().filter(|text| Language::of(text) == found).count(), texts().count());
    // One row that lost a cell, or one name in another script, does not make a column another language's.
    let latin = texts().filter(|text| Language::of(text) == Language::En).count();
    match all {
        0 => None,
        _ if of * 5 <= all && latin * 5 >= all * 4 => Some(Language::En),
        _ => Some(found),
    }
}

/// The words of a line between the rows: one cell across all columns, one bold text unlike the table's codes, or a few
/// words alone in a row that has its other cells.
fn section(row: &Row, end: usize, layout: &Layout, profile: &Profile) -> Option<String> {
    const MOST_WORDS: usize = 6;
    let first = row.cells.first()?;
    let across = row.cells.len() > 1 && row.cells[1..].iter().all(|cell| cell.covered);
    let alone = end == 1 && (row.cells.len() > 1 || layout.columns.len() > 1);
    let bold = first.bold && !profile.knows(layout.code, &first.text);
    let words = first.text.split_whitespace().count();
    let few = row.given >= layout.columns.len()
        && words > 1
        && words <= MOST_WORDS
        && codes(&first.text).is_none()
        && !first.text.ends_with(['.', '。', '!', '?']);
    (alone && (across || row.header || bold || few))
        .then(|| heading(&first.text))
        .filter(|words| !words.is_empty())
}

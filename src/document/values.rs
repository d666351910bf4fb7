//! What do the cells of a column look like? Shares of codes, statuses and prose, by column.
//!
//! Counts cells. What the counts mean, `columns` says.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::cells::{is_blank, is_status};
use super::codes::{codes, is_symbol, phrase};
use super::table::Row;

/// What holds for so many of a column's cells holds for the column.
const MOST: f64 = 0.9;

/// The cells of each column that say something.
pub(super) struct Values<'a>(Vec<Column<'a>>);

/// The cells of a column, and what was counted of them once it was asked for.
#[derive(Default)]
struct Column<'a> {
    cells: Vec<&'a str>,
    codes: OnceCell<usize>,
    named: OnceCell<usize>,
    statuses: OnceCell<usize>,
    symbols: OnceCell<usize>,
    distinct: OnceCell<usize>,
}

impl Column<'_> {
    fn share(&self, counted: &OnceCell<usize>, holds: impl Fn(&str) -> bool) -> f64 {
        let count = *counted.get_or_init(|| self.cells.iter().filter(|text| holds(text)).count());
        count as f64 / self.cells.len().max(1) as f64
    }
}

impl<'a> Values<'a> {
    /// The cells of the whole rows, unless hardly any are whole: in a row that lost a cell the others stand elsewhere.
    pub(super) fn of(body: &'a [Row], columns: usize) -> Values<'a> {
        let whole = |row: &&Row| row.given >= columns && !row.text(columns.saturating_sub(1)).is_empty();
        let few = body.iter().filter(whole).count() * 5 < body.len();
        let column = |at| {
            let rows = body.iter().filter(|row| few || whole(row));
            let cells = rows.map(|row| row.text(at)).filter(|text| !is_blank(text)).collect();
            Column { cells, ..Column::default() }
        };
        Values((0..columns).map(column).collect())
    }

    /// How many of the rows that were looked at have something in the column, as a share of the fullest column.
    pub(super) fn filled(&self, at: usize) -> f64 {
        let most = self.0.iter().map(|column| column.cells.len()).max().unwrap_or(0);
        self.0[at].cells.len() as f64 / most.max(1) as f64
    }

    pub(super) fn cells(&self, at: usize) -> &[&'a str] {
        &self.0[at].cells
    }

    pub(super) fn any(&self, at: usize, holds: impl Fn(&str) -> bool) -> bool {
        self.0[at].cells.iter().any(|text| holds(text))
    }

    /// The share of the column's cells for which it holds; 0 for a column without cells.
    pub(super) fn share(&self, at: usize, holds: impl Fn(&str) -> bool) -> f64 {
        let cells = &self.0[at].cells;
        let held = cells.iter().filter(|text| holds(text)).count();
        if cells.is_empty() { 0.0 } else { held as f64 / cells.len() as f64 }
    }

    /// Whether it holds for nine of ten cells of the column, of which there must be one.
    pub(super) fn most(&self, at: usize, holds: impl Fn(&str) -> bool) -> bool {
        self.share(at, holds) >= MOST
    }

    /// The share of the column's cells that are codes.
    pub(super) fn codes(&self, at: usize) -> f64 {
        let column = &self.0[at];
        column.share(&column.codes, |text| codes(text).is_some())
    }

    /// The share of the column's cells that are codes, of several words too.
    pub(super) fn named(&self, at: usize) -> f64 {
        let column = &self.0[at];
        column.share(&column.named, |text| codes(text).is_some() || phrase(text).is_some())
    }

    /// Whether the column is statuses of HTTP and nothing else.
    pub(super) fn statuses(&self, at: usize) -> bool {
        let column = &self.0[at];
        column.share(&column.statuses, is_status) >= MOST
    }

    /// Whether the column is statuses or families of them, `4xx`.
    pub(super) fn http_like(&self, at: usize) -> bool {
        self.statuses(at) || self.most(at, |text| is_status(text) || is_family(text.trim()))
    }

    /// Whether the column is statuses of HTTP that answer a call: a list of 101, 102, 103 is none of them.
    pub(super) fn http(&self, at: usize) -> bool {
        let coded = |text: &str| {
            let codes = codes(text).filter(|codes| codes.http_status.is_some());
            codes.is_some_and(|codes| codes.codes.iter().all(|(code, _)| is_symbol(code)))
        };
        self.statuses(at) && self.standard_statuses(at) && !self.most(at, coded)
    }

    /// Whether the column is statuses, most of which HTTP itself gives a meaning.
    pub(super) fn standard_statuses(&self, at: usize) -> bool {
        let number = |text: &str| {
            text.split(|c: char| !c.is_ascii_alphanumeric())
                .find(|part| part.len() == 3)
                .unwrap_or_default()
                .to_owned()
        };
        let status = |text: &str| is_status(text) || is_family(&number(text));
        let standard = |text: &str| is_family(&number(text)) || is_standard_status(&number(text));
        self.most(at, status)
            && self.any(at, |text| !number(text).starts_with('1'))
            && self.share(at, standard) >= 0.8
    }

    /// Whether the column has one of the statuses that a list of what they mean never lacks: who lists 201, 202, 301 and
    /// 302 alone means codes of their own.
    pub(super) fn common_statuses(&self, at: usize) -> bool {
        const COMMON: [&str; 6] = ["200", "400", "401", "403", "404", "500"];
        self.any(at, |text| {
            text.split(|c: char| !c.is_ascii_alphanumeric())
                .any(|part| is_family(part) || COMMON.contains(&part))
        })
    }

    /// Whether the column is names, some of which may be of several words: `badRequest`, `Method Not Allowed`.
    pub(super) fn names(&self, at: usize) -> bool {
        self.codes(at) >= 0.5 && self.named(at) >= MOST
    }

    /// Whether the column is names as programs write them, each of its own: `REQUEST_TIMEOUT`, `NoSuchKey`.
    pub(super) fn symbols(&self, at: usize) -> bool {
        let column = &self.0[at];
        column.share(&column.symbols, is_symbol) >= MOST && self.distinct(at) >= 0.5
    }

    /// How many of the column's cells differ, as a share.
    pub(super) fn distinct(&self, at: usize) -> f64 {
        let cells = &self.0[at].cells;
        let different = || cells.iter().collect::<HashSet<_>>().len();
        *self.0[at].distinct.get_or_init(different) as f64 / cells.len().max(1) as f64
    }

    /// Whether the column counts its rows: 1, 2, 3.
    pub(super) fn counts_rows(&self, at: usize) -> bool {
        let cells = &self.0[at].cells;
        cells.len() > 2 && cells.iter().enumerate().all(|(row, text)| text.parse() == Ok(row + 1))
    }
}

/// `4xx`, `5XX`.
fn is_family(number: &str) -> bool {
    matches!(number.as_bytes(), [b'1'..=b'5', b'x' | b'X', b'x' | b'X'])
}

/// Whether `code` is a status of the IANA registry, or 499, which proxies give.
pub(super) fn is_standard_status(code: &str) -> bool {
    code.len() == 3
        && code.parse::<u16>().is_ok_and(|status| matches!(status, 100..=103 | 200..=208 | 226 | 300..=308 | 400..=418 | 421..=426 | 428 | 429 | 431 | 451 | 499 | 500..=508 | 510 | 511))
}

//! Where do the cells of a short row belong? By what they hold, beside what the whole rows hold in each column.
//!
//! An export that flattens merged cells leaves them out at a row's beginning; an author who forgets one, at its end.

use std::collections::HashMap;

use super::cells::{is_blank, is_status};
use super::codes::{codes, shape};
use super::table::Row;
use crate::entry::Language;

/// What a cell looks like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Blank,
    Status,
    /// A code, by its shape.
    Code(String),
    /// A text, by its language.
    Text(Language),
}

/// What the cells of whole rows look like, by column.
pub(super) struct Profile {
    columns: Vec<HashMap<Class, u32>>,
    rows: u32,
}

/// How much a class weighs that a column does not have.
const UNSEEN: f64 = 0.2;

impl Profile {
    /// The profile of a table of `width` columns by its longest rows.
    pub(super) fn of(body: &[Row], width: usize) -> Profile {
        let mut profile = Profile { columns: vec![HashMap::new(); width], rows: 0 };
        let whole = |row: &&Row| row.given >= width && !row.text(width.saturating_sub(1)).is_empty();
        let longest = body.iter().map(|row| row.given.min(width)).max().unwrap_or(0);
        let any = body.iter().any(|row| whole(&row));
        for row in body.iter().filter(|row| if any { whole(row) } else { row.given.min(width) == longest }) {
            profile.rows += 1;
            for (at, column) in profile.columns.iter_mut().enumerate() {
                *column.entry(class(row.text(at))).or_default() += 1;
            }
        }
        profile
    }

    /// How well cells of these classes fit the columns from `shift` on: a sum of logarithms of shares.
    pub(super) fn fit(&self, classes: &[Class], shift: usize) -> f64 {
        let share = |(at, class): (usize, &Class)| {
            let seen = self.columns.get(at + shift).and_then(|column| column.get(class));
            (f64::from(seen.copied().unwrap_or(0)) + UNSEEN) / (f64::from(self.rows) + 1.0)
        };
        classes.iter().enumerate().map(|cell| share(cell).ln()).sum()
    }

    /// Whether a code of this shape stands in column `at` of a whole row.
    pub(super) fn knows(&self, at: usize, text: &str) -> bool {
        self.columns.get(at).is_some_and(|column| column.contains_key(&class(text)))
    }
}

pub(super) fn class(text: &str) -> Class {
    if is_blank(text) {
        Class::Blank
    } else if is_status(text) {
        Class::Status
    } else if codes(text).is_some() {
        Class::Code(shape(text))
    } else {
        Class::Text(Language::of(text))
    }
}

//! A vendor's page → tables → column roles → entries.
//!
//! A page's content never makes reading fail: what could not be read is a warning with file and line. Nothing here
//! knows a vendor, opens a file or compares one page with another.
//!
//! [`read`] goes `page` (bytes → HTML) → `table` (HTML → grids) → `headers` and `columns` (names → roles) → `rows`
//! (grid and roles → records) → `entries` (records → entries), with `cells` for what one cell says.

mod cells;
mod columns;
mod entries;
mod headers;
mod page;
mod rows;
mod table;

pub(crate) use entries::Ids;

use std::collections::BTreeMap;

use crate::entry::Entry;

/// The names that a page's entries carry, which the page itself does not give.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The vendor's slug: `acme`.
    pub vendor: String,
    /// The service's slug: `net`.
    pub service: String,
    /// The name of the file in entries and warnings: `catalogs/acme-net.md`.
    pub file: String,
}

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The code.
    Code,
    /// HTTP statuses.
    HttpStatus,
    /// What the API returns, or the short name of the error.
    Message,
    /// The longer explanation.
    Description,
    /// What to do.
    Remedy,
    /// The API call.
    Operation,
    /// The page's own grouping.
    Category,
    /// Nothing that an entry has.
    Ignored,
}

/// What was read from a page.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The entries in document order.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
}

/// Something on a page that could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file, as in [`Identity::file`].
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// Reads a page, Markdown or HTML, and returns its entries in document order and a warning for all that could not be
/// read.
///
/// `roles` says what columns hold whose headers do not say it themselves, by the header cell's text.
///
/// ```
/// use errdex::document::{Identity, read};
///
/// let page = "| Error code | HTTP status | Message |\n|---|---|---|\n| Net.0007 | 404/500 | No such network. |\n";
/// let name = |name: &str| name.to_owned();
/// let identity = Identity { vendor: name("acme"), service: name("net"), file: name("catalogs/acme-net.md") };
/// let reading = read(page.as_bytes(), &identity, &Default::default());
/// assert_eq!(reading.entries[0].id, "acme/net/Net.0007");
/// assert_eq!(reading.entries[0].http_status, [404, 500]);
/// assert_eq!(reading.entries[0].source.line, 3);
/// ```
#[must_use]
pub fn read(bytes: &[u8], identity: &Identity, roles: &BTreeMap<String, Role>) -> Reading {
    let mut warnings = Warnings { file: &identity.file, warnings: Vec::new() };
    let page = page::parse(bytes);
    if let Some(line) = page.invalid_utf8 {
        warnings.add(
            line,
            "not UTF-8 from here on: what could not be decoded reads \u{fffd}; save the page as UTF-8",
        );
    }
    for line in page.overlong {
        warnings.add(
            line,
            "more cells than the table has columns: write `\\|` for a bar that belongs to the text",
        );
    }
    let tables = table::tables(&page.html);
    for column in roles.keys() {
        let has = |row: &table::Row| row.cells.iter().any(|cell| cell.text.trim() == column);
        if !tables.iter().any(|table| table.rows.iter().any(has)) {
            warnings.add(1, format!("no table has the declared column `{column}`: correct its name"));
        }
    }
    let mut records = Vec::new();
    for table in &tables {
        records.extend(rows::records(table, roles, &mut warnings));
    }
    if records.is_empty() {
        warnings.add(1, "no table with codes: a page needs a table whose header names a code column");
    }
    let mut warnings = warnings.warnings;
    warnings.sort_by_key(|warning| warning.line);
    Reading { entries: entries::entries(records, identity), warnings }
}

/// The warnings of one page.
struct Warnings<'a> {
    file: &'a str,
    warnings: Vec<Warning>,
}

impl Warnings<'_> {
    fn add(&mut self, line: u32, message: impl Into<String>) {
        self.warnings.push(Warning { file: self.file.to_owned(), line, message: message.into() });
    }
}

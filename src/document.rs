//! A vendor's page → tables → column roles → entries.
//!
//! A page's content never makes reading fail: what could not be read is a warning with file and line. Nothing here
//! knows a vendor, opens a file or compares one page with another.
//!
//! A file of records (`records`: JSON, CSV) comes as entries, or as a table that goes the same road.
//!
//! [`read`] goes `page` (bytes → HTML) → `table` (HTML → grids) → `headers` and `columns` (names → roles) → `rows`
//! (grid and roles → records) → `entries` (records → entries), with `cells` for what one cell says.

mod cells;
mod columns;
mod entries;
mod export;
mod headers;
mod page;
mod records;
mod rows;
mod table;

pub(crate) use entries::Ids;
pub use export::{write_csv, write_jsonl};

use std::collections::BTreeMap;

use crate::entry::Entry;
use records::Records;

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

/// What no page says of itself and its owner may declare.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What columns hold whose headers do not say it themselves, by the header cell's text.
    pub roles: BTreeMap<String, Role>,
    /// Whether tables of nothing but HTTP statuses give entries.
    pub http_tables: bool,
}

/// What was read from a page.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The entries in document order.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
    /// The tables and code sections that were looked at, in document order, the ones left out included.
    pub found: Vec<Found>,
}

/// A table of a page, or a run of sections that each are about one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The line at which it begins, from 1.
    pub line: u32,
    /// The heading or caption above it.
    pub heading: Option<String>,
    /// What it is: `table`, `headings`, `definitions`, `records`.
    pub shape: &'static str,
    /// Its columns; for sections, the labels of their parts.
    pub columns: Vec<FoundColumn>,
    /// How many rows, or sections, gave at least one entry.
    pub rows: usize,
    /// Why it gives no entries, where it does not.
    pub left_out: Option<String>,
}

/// A column of a table and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundColumn {
    /// The text of the header cell; empty where there is none.
    pub header: String,
    /// What its cells are read as.
    pub role: Role,
    /// Why: `the header says so`, `its values are HTTP statuses`, `declared`.
    pub why: &'static str,
}

/// Something on a page that could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file, as in [`Identity::file`].
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The kind of trouble.
    pub rule: Rule,
    /// What is wrong, and what to do.
    pub message: String,
    /// The text of the cell that it is about, as the reading has it.
    pub cell: Option<String>,
}

/// The kinds of trouble that a page can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A page too large or too deep to be read.
    TooLarge,
    /// A declared column that no table has.
    DeclaredColumn,
    /// A page that gives no entries.
    NoCodes,
    /// A table about errors without codes.
    TableWithoutCodes,
    /// A row of a table of codes that has none.
    RowWithoutCode,
    /// A cell that belongs to no column.
    CellLeftOut,
    /// More codes in a cell than are read.
    TooManyCodes,
    /// A record of a CSV or JSON catalog that is no entry.
    BadRecord,
}

impl Rule {
    /// All kinds.
    pub const ALL: [Rule; 9] = [
        Rule::NotUtf8,
        Rule::TooLarge,
        Rule::DeclaredColumn,
        Rule::NoCodes,
        Rule::TableWithoutCodes,
        Rule::RowWithoutCode,
        Rule::CellLeftOut,
        Rule::TooManyCodes,
        Rule::BadRecord,
    ];

    /// Its name in reports: `row-without-code`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Rule::NotUtf8 => "not-utf8",
            Rule::TooLarge => "too-large",
            Rule::DeclaredColumn => "declared-column",
            Rule::NoCodes => "no-codes",
            Rule::TableWithoutCodes => "table-without-codes",
            Rule::RowWithoutCode => "row-without-code",
            Rule::CellLeftOut => "cell-left-out",
            Rule::TooManyCodes => "too-many-codes",
            Rule::BadRecord => "bad-record",
        }
    }
}

/// Reads a page, Markdown or HTML, or a file of records, JSON or CSV, and returns its entries in document order and a warning for all that could not be
/// read.
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
pub fn read(bytes: &[u8], identity: &Identity, options: &Options) -> Reading {
    let mut warnings = Warnings { file: &identity.file, warnings: Vec::new() };
    let page = match records::Form::of(&identity.file) {
        None => page::parse(bytes),
        Some(form) => match records::read(bytes, form, identity, options, &mut warnings) {
            Records::Tables(html) => page::made(&html),
            Records::Entries(entries, found) => {
                if entries.is_empty() {
                    warnings.add(1, Rule::NoCodes, "no record with a code");
                }
                return warnings.into_reading(entries, vec![found]);
            }
        },
    };
    if let Some(line) = page.invalid_utf8 {
        warnings.add(
            line,
            Rule::NotUtf8,
            "not UTF-8 from here on: what could not be decoded reads \u{fffd}; save the page as UTF-8",
        );
    }
    for line in page.overlong {
        warnings.add(
            line,
            Rule::CellLeftOut,
            "more cells than the table has columns: write `\\|` for a bar that belongs to the text",
        );
    }
    let tables = table::tables(&page.html);
    for column in options.roles.keys() {
        let has = |row: &table::Row| row.cells.iter().any(|cell| cell.text.trim() == column);
        if !tables.iter().any(|table| table.rows.iter().any(has)) {
            warnings.add(
                1,
                Rule::DeclaredColumn,
                format!("no table has the declared column `{column}`: correct its name"),
            );
        }
    }
    let mut records = Vec::new();
    let mut found = Vec::new();
    for table in &tables {
        records.extend(rows::records(table, &options.roles, &mut found, &mut warnings));
    }
    if records.is_empty() {
        warnings.add(
            1,
            Rule::NoCodes,
            "no table with codes: a page needs a table whose header names a code column",
        );
    }
    warnings.into_reading(entries::entries(records, identity), found)
}

/// The warnings of one page.
struct Warnings<'a> {
    file: &'a str,
    warnings: Vec<Warning>,
}

impl Warnings<'_> {
    fn add(&mut self, line: u32, rule: Rule, message: impl Into<String>) {
        self.add_cell(line, rule, message, None);
    }

    fn add_cell(&mut self, line: u32, rule: Rule, message: impl Into<String>, cell: Option<&str>) {
        let (file, cell) = (self.file.to_owned(), cell.map(str::to_owned));
        self.warnings.push(Warning { file, line, rule, message: message.into(), cell });
    }

    /// What was read, with the warnings in line order.
    fn into_reading(mut self, entries: Vec<Entry>, found: Vec<Found>) -> Reading {
        self.warnings.sort_by_key(|warning| warning.line);
        Reading { entries, warnings: self.warnings, found }
    }
}

//! A vendor's page → tables → column roles → entries.
//!
//! A page's content never makes reading fail: what could not be read is a warning with file and line. Nothing here
//! knows a vendor, opens a file or compares one page with another.
//!
//! [`read`] goes `page` (bytes → HTML, of each `syntax` in its own way) → `blocks` (HTML → passages and tables) →
//! `parts` (a table → rows under one header each) → `headers` and `columns` (names and values → roles) → `rows` (rows and
//! roles → records); passages that are each about one code go `sections` → records. `entries` makes entries of them.
//!
//! A file of `records` (JSON, CSV) comes as entries in errdex's own form, which `export` writes, or as a table that goes
//! the same road.

mod align;
mod asciidoc;
mod blocks;
mod cells;
mod code_column;
mod codes;
mod columns;
mod comments;
mod dokuwiki;
mod entries;
mod export;
mod fields;
mod headers;
mod html;
mod lead;
mod markdown;
mod markup;
mod outline;
mod page;
mod parts;
mod pipes;
mod record;
mod records;
mod rows;
mod rst;
mod sections;
mod syntax;
mod table;
mod values;
mod yfm;

pub(crate) use entries::Ids;
pub use export::{write_csv, write_jsonl};

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::Entry;
use blocks::Block;
use outline::Outline;
use parts::Tables;
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

/// The largest page that is read, in bytes; its tree takes some thirty times as much memory.
pub const LARGEST_PAGE: usize = 16 << 20;

/// The largest file of records that is read, in bytes.
pub const LARGEST_FILE: usize = 256 << 20;

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
    /// A row that says what another one of its table says.
    RepeatedRow,
    /// A cell that belongs to no column.
    CellLeftOut,
    /// More codes in a cell than are read.
    TooManyCodes,
    /// A record of a CSV or JSON catalog that is no entry.
    BadRecord,
}

impl Rule {
    /// All kinds.
    pub const ALL: [Rule; 10] = [
        Rule::NotUtf8,
        Rule::TooLarge,
        Rule::DeclaredColumn,
        Rule::NoCodes,
        Rule::TableWithoutCodes,
        Rule::RowWithoutCode,
        Rule::RepeatedRow,
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
            Rule::RepeatedRow => "repeated-row",
            Rule::CellLeftOut => "cell-left-out",
            Rule::TooManyCodes => "too-many-codes",
            Rule::BadRecord => "bad-record",
        }
    }
}

/// Reads a page or a file of records and returns its entries in document order and a warning for all that could not be
/// read. The ending of the file's name says what it is: Markdown, HTML, reStructuredText, AsciiDoc or DokuWiki; JSON, JSON
/// lines or CSV.
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
    let form = records::Form::of(&identity.file);
    let largest = if form.is_some() { LARGEST_FILE } else { LARGEST_PAGE };
    if bytes.len() > largest {
        return too_large(largest, warnings);
    }
    let page = match form {
        None => page::parse(bytes, &identity.file),
        Some(form) => match records::read(bytes, form, identity, options, &mut warnings) {
            Records::Tables(html) if html.len() > LARGEST_PAGE => return too_large(LARGEST_PAGE, warnings),
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
    let blocks = blocks::blocks(&page.html);
    // The tree takes more memory than all that is read from it.
    drop(page.html);
    let mut tables = Tables::new(options, bytes.len());
    let names = identity.file.rsplit('/').next().map(str::to_owned).into_iter().chain(page.title).collect();
    let mut outline = Outline::of(names);
    let above = outline.clone();
    let mut records = Vec::new();
    for block in &blocks {
        match block {
            Block::Passage(passage) => outline.see(passage),
            Block::Table(table) => {
                records.extend(tables.records(table, &outline, &mut warnings));
            }
        }
    }
    warn_of_declared(&tables.used, options, &mut warnings);
    let mut found = tables.found;
    records.extend(sections::records(&blocks, &above, options, &mut found));
    records.sort_by_key(|record| record.line);
    found.sort_by_key(|found| found.line);
    if records.is_empty() {
        warnings.add(
            1,
            Rule::NoCodes,
            "no codes of errors: a page needs a table with a column of codes, or a heading for each code",
        );
    }
    let entries = entries::entries(records, identity, &mut warnings);
    warnings.into_reading(entries, found)
}

fn too_large(limit: usize, mut warnings: Warnings<'_>) -> Reading {
    let message = format!("larger than {} MiB and not read: split it", limit >> 20);
    warnings.add(1, Rule::TooLarge, message);
    warnings.into_reading(Vec::new(), Vec::new())
}

/// A declared column that no table of codes has.
fn warn_of_declared(used: &BTreeSet<String>, options: &Options, warnings: &mut Warnings<'_>) {
    for column in options.roles.keys().filter(|column| !used.contains(*column)) {
        let message = format!("no table of codes has the declared column `{column}`: correct its name");
        warnings.add(1, Rule::DeclaredColumn, message);
    }
}

/// The beginning of a text, for a warning.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a file of this name has records, each of which may say whose it is; all of a page is of one vendor and service.
pub(crate) fn has_records(file: &str) -> bool {
    records::Form::of(file).is_some()
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

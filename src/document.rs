//! A vendor's page → tables → column roles → entries.
//!
//! A page's content never makes reading fail: what could not be read is a warning with file and line.

use crate::entry::Entry;

/// The names that a page's entries carry, which the page itself does not give.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The vendor's slug: `huaweicloud`.
    pub vendor: String,
    /// The service's slug: `vpc`.
    pub service: String,
    /// The name of the file in entries and warnings: `catalogs/huaweicloud-vpc.md`.
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

/// Reads a page.
pub fn read(_: &[u8], _: &Identity, _: &std::collections::BTreeMap<String, Role>) -> Reading {
    Reading::default()
}

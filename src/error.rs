//! What can go wrong, and what to do about it.
//!
//! The content of a page, a log or a query is never an error: it is a warning with file and line, or a verdict.

use std::io;
use std::path::{Path, PathBuf};

/// A failure of errdex itself. Its message names the place and says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: Box<ErrorKind>,
}

/// The result of an operation that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    #[error("{path}: cannot {action}: {source}", path = .path.display())]
    Io {
        /// What was tried: `read`, `create`, …
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A catalogs folder, declaration or lexicon is not as it must be.
    #[error("{file}{line}: {message}", line = .line.map(|line| format!(":{line}")).unwrap_or_default())]
    Catalog {
        /// The file or folder.
        file: String,
        /// The line, from 1, where one is to blame.
        line: Option<u32>,
        /// What is wrong and what to do.
        message: String,
    },
    /// A line of truth is not as it must be.
    #[error("{file}:{line}: {message}")]
    Truth {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u32,
        /// What is wrong.
        message: String,
    },
    /// There is no index at the path.
    #[error("{path}: no index here: run `errdex build --out {path}`", path = .path.display())]
    NoIndex {
        /// The path given for the index.
        path: PathBuf,
    },
    /// The index was written by another version of errdex.
    #[error("{path}: {what} {found}, expected {expected}: run `errdex build{out}`", path = .path.display(), out = out(.path))]
    Version {
        /// The index folder.
        path: PathBuf,
        /// `index format` or `analyzer`.
        what: &'static str,
        /// The version of the index.
        found: String,
        /// The version of this errdex.
        expected: String,
    },
    /// No vendor of the index has this slug or name.
    #[error("no vendor `{name}`: one of {known}")]
    UnknownVendor {
        /// The name that was asked for.
        name: String,
        /// The slugs there are.
        known: String,
    },
    /// No entry of the index is of this service.
    #[error("no service `{name}`: `errdex catalog list` shows those of the catalogs")]
    UnknownService {
        /// The name that was asked for.
        name: String,
    },
    /// The search core could not build an index.
    #[error("the index cannot be built: {message}")]
    Core {
        /// What the search core said.
        message: String,
    },
    /// The bytes of the index are not those that were written.
    #[error("{path}: the index is damaged: {message}: run `errdex build{out}`", path = .path.display(), out = out(.path))]
    Damaged {
        /// The index folder or one of its files.
        path: PathBuf,
        /// What does not fit.
        message: String,
    },
}

impl Error {
    /// What failed, for callers that treat failures differently.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Whether it says that an index is not there or not as it was written, so that building it anew helps.
    pub(crate) fn is_damage(&self) -> bool {
        use ErrorKind::{Damaged, Io, NoIndex, Version};
        matches!(*self.kind, Damaged { .. } | Io { .. } | NoIndex { .. } | Version { .. })
    }

    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Error {
        ErrorKind::Io { action, path: path.to_path_buf(), source }.into()
    }

    pub(crate) fn catalog(file: impl Into<String>, line: Option<u32>, message: impl Into<String>) -> Error {
        ErrorKind::Catalog { file: file.into(), line, message: message.into() }.into()
    }

    pub(crate) fn truth(file: &str, line: u32, message: String) -> Error {
        ErrorKind::Truth { file: file.to_owned(), line, message }.into()
    }

    pub(crate) fn damaged(path: &Path, message: impl Into<String>) -> Error {
        ErrorKind::Damaged { path: path.to_path_buf(), message: message.into() }.into()
    }
}

/// The option that builds the index anew which `path` is or is a file of.
fn out(path: &Path) -> String {
    let is_index =
        |path: &&Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("index-"));
    match path.ancestors().find(is_index).and_then(Path::parent) {
        Some(folder) if folder.as_os_str().is_empty() => " --out .".to_owned(),
        Some(folder) => format!(" --out {}", folder.display()),
        None => String::new(),
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Error {
        Error { kind: Box::new(kind) }
    }
}

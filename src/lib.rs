//! An embedded, offline search engine for cloud error codes.

pub mod document;
mod analyze;
mod bytes;
mod catalog;
mod entry;
mod evidence;
mod index;
mod lexicon;
mod search;
mod signals;
mod error;
pub mod text;

pub use catalog::{Catalog, Catalogs, Finding, Layers, Severity};
pub use entry::{Entry, Language, Source, Texts};
pub use evidence::{Evidence, Vendor};
pub use index::{Cache, DocumentManifest, FileManifest, Index, Manifest, Progress};
pub use lexicon::Lexicon;
pub use search::{Answer, Feature, Hit, Query, Searcher, Verdict};
pub use signals::Signals;
pub use error::{Error, ErrorKind, Result};

//! An embedded, offline search engine for cloud error codes.

mod analyze;
mod bytes;
mod catalog;
pub mod document;
mod entry;
mod error;
mod evidence;
mod index;
mod lexicon;
mod search;
mod signals;
pub mod text;

pub use catalog::{Catalog, Catalogs, Finding, Layers, Severity};
pub use document::Warning;
pub use entry::{Entry, Language, Source, Texts};
pub use error::{Error, ErrorKind, Result};
pub use evidence::{Evidence, Vendor};
pub use index::{Built, Cache, DocumentManifest, FileManifest, Index, Manifest, Progress};
pub use lexicon::Lexicon;
pub use search::{Answer, Feature, Hit, Query, Searcher, Verdict};
pub use signals::Signals;

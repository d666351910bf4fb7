//! An embedded, offline search engine for cloud error codes.

pub mod document;
mod analyze;
mod bytes;
mod entry;
mod evidence;
mod lexicon;
mod error;
pub mod text;

pub use entry::{Entry, Language, Source, Texts};
pub use evidence::{Evidence, Vendor};
pub use lexicon::Lexicon;
pub use error::{Error, ErrorKind, Result};

//! An embedded, offline search engine for cloud error codes.

mod entry;
mod error;
pub mod document;
pub mod text;

pub use entry::{Entry, Language, Source, Texts};
pub use error::{Error, ErrorKind, Result};

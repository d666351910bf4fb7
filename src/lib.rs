//! An embedded, offline search engine for cloud error codes.

pub mod document;
mod entry;
mod error;
pub mod text;

pub use entry::{Entry, Language, Source, Texts};
pub use error::{Error, ErrorKind, Result};

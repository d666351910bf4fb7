//! An embedded, offline search engine for cloud error codes.
//!
//! A pasted error message, JSON error body or log line, in English or Chinese, is answered with the vendors' entries
//! that it means, how sure that is, and a verdict. The library never prints, never reads the clock, never opens a
//! socket.
//!
//! ```
//! use errdex::{Cache, Layers, Query, Searcher, Verdict};
//!
//! // With a folder, `Cache::new(Some(folder))` keeps the index from one run to the next.
//! let index = Cache::new(None).open(&Layers::default())?;
//! let answer = Searcher::new(&index).search(&Query::new("未找到弹性公网IP"))?;
//! assert_eq!(answer.verdict, Verdict::Match);
//! assert_eq!(answer.hits[0].entry.id, "huaweicloud/vpc/VPC.0504#2");
//! # Ok::<(), errdex::Error>(())
//! ```
//!
//! [`Catalogs`] reads pages, [`Index`] is built and opened, [`Searcher`] searches one. [`document`] reads a single page.

mod analyze;
mod bytes;
mod catalog;
mod classify;
pub mod document;
mod entry;
mod error;
mod eval;
mod evidence;
mod index;
mod lexicon;
mod search;
mod signals;
pub mod text;

pub use catalog::{
    Addition, Catalog, Catalogs, Change, ChangeTotals, Field, Finding, Layers, Planned, Severity, Vocabulary,
    Word,
};
pub use classify::{
    Classified, Classifier, ClassifierOptions, CodeCount, Counts, Course, CourseRow, EntryCount, FieldPath,
    FileCounts, Input, LONGEST_LINE, LineAnswer, LineCounts, LineFormat, LineOptions, Lines, LogTime,
    Summary, SummaryOptions, TemplateCount, TimeSpan, UnlistedCode, UnlistedCount, Watched, Worker, Written,
};
pub use document::{Found, FoundColumn, Role, Rule, Warning};
pub use entry::{Entry, Language, Source, Texts};
pub use error::{Error, ErrorKind, Result};
pub use eval::{
    Engine, Figure, Figures, JudgedQuery, Judgment, LabelledLine, Measured, Truth, UnlistedLabel, evaluate,
};
pub use evidence::{Evidence, Vendor};
pub use index::{Built, Cache, DocumentManifest, FileManifest, Index, Manifest, Progress};
pub use lexicon::Lexicon;
pub use search::{
    ANSWERS, Answer, Feature, Hit, MOST_TIES, Query, ReadTerm, Reading, Searcher, Shown, Verdict,
};
pub use signals::{Signal, SignalKind, Signals};

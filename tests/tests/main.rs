//! The integration tests: one binary, one module a subject.

mod document;
mod repository;
mod text;

//! The integration tests: one binary, one module a subject.

mod catalog;
mod classify;
mod classify_summary;
mod cli;
mod command;
mod document;
mod eval;
mod examples;
mod face;
mod index;
mod lexicon;
mod pastes;
mod records;
mod repository;
mod search;
mod signals;
mod text;

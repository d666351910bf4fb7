//! The integration tests: one binary, one module a subject.

mod catalog;
mod catalog_add;
mod catalog_check;
mod catalog_diff;
mod catalog_folders;
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
mod pages;
mod pastes;
mod records;
mod repository;
mod scale;
mod search;
mod signals;
mod text;

//! The `errdex` command.
//!
//! `main` runs, maps to an exit code as grep does (0 something matched, 1 nothing did, 2 failure), and lets a closed
//! pipe pass.

mod answer;
mod args;
mod build;
mod cards;
mod catalog;
mod check;
mod classify;
mod eval;
mod excerpt;
mod explain;
mod fold;
mod index;
mod input;
mod layout;
mod lexicon;
mod man;
mod markdown;
mod paint;
mod parse;
mod report;
mod search;
mod show;
mod summary;
mod table;
mod terminal;
mod ties;
mod view;
mod words;

use std::process::ExitCode;

use args::Command;

/// What a command found, as grep tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Something matched, or all is well.
    Found,
    /// Nothing matched, or something is not as it should be.
    NotFound,
    /// Not all could be done, which was said when it showed.
    Failed,
}

fn main() -> ExitCode {
    let args = match args::parse() {
        Ok(args) => args,
        Err(code) => return code,
    };
    let outcome = match args.command() {
        Command::Search(search) => search::run(&search),
        Command::Show(show) => show::run(&show),
        Command::Classify(classify) => classify::run(&classify),
        Command::Build(build) => build::run(&build),
        Command::Catalog(catalog) => catalog::run(&catalog),
        Command::Eval(eval) => eval::run(&eval),
        Command::Lexicon(lexicon) => lexicon::run(&lexicon),
        Command::Completions(shell) => man::complete(shell),
        Command::Man => man::print(),
    };
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::NotFound) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) if terminal::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

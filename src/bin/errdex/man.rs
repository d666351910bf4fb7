//! `errdex completions` and `errdex man`: what shells and readers of manuals need, made of the command line itself.

use std::io::{self, Write};

use anyhow::Result;
use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{Outcome, args};

/// How the lines begin that define a sign of a page, once.
const PREAMBLE: [&str; 2] = [".ie \\n(.g", ".el .ds Aq"];

/// Prints the completions of `shell`.
pub(crate) fn complete(shell: Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::definition(), "errdex", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Found)
}

/// Prints the manual page: the command, and a section for each of its subcommands.
pub(crate) fn print() -> Result<Outcome> {
    let mut command = args::definition();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).manual("errdex manual").render(&mut page)?;
    let mut page = titled(String::from_utf8(page)?);
    for subcommand in command.get_subcommands() {
        // They are sections of this page, not pages of their own.
        let name = subcommand.get_name();
        page = page.replace(&format!("errdex\\-{name}(1)"), &format!("errdex {name}"));
        section(subcommand, &mut page)?;
    }
    io::stdout().lock().write_all(in_ascii(&page).as_bytes())?;
    Ok(Outcome::Found)
}

/// Appends the section of a subcommand, and of its own subcommands.
fn section(command: &Command, page: &mut String) -> Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    page.push_str(&format!(".SH \"{}\"\n", name.to_uppercase()));
    let mut parts = Vec::new();
    let man = Man::new(command.clone());
    man.render_description_section(&mut parts)?;
    man.render_synopsis_section(&mut parts)?;
    man.render_options_section(&mut parts)?;
    if command.get_after_help().is_some() {
        man.render_extra_section(&mut parts)?;
    }
    // Sections of a page are parts of this one.
    let parts = titled(String::from_utf8(parts)?);
    for line in parts.lines().filter(|line| !PREAMBLE.iter().any(|start| line.starts_with(start))) {
        page.push_str(&line.replacen(".SH ", ".SS ", 1));
        page.push('\n');
    }
    command.get_subcommands().try_for_each(|subcommand| section(subcommand, page))
}

/// What follows a command's help is its examples, under a title that says so.
fn titled(page: String) -> String {
    let page = page.replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n");
    page.replace(".SH EXTRA\nExample:\n", ".SH EXAMPLES\n")
}

/// Other characters as roff's own escapes, which every reader of manuals understands.
fn in_ascii(page: &str) -> String {
    let mut ascii = String::with_capacity(page.len());
    for c in page.chars() {
        if c.is_ascii() { ascii.push(c) } else { ascii.push_str(&format!("\\[u{:04X}]", u32::from(c))) }
    }
    ascii
}

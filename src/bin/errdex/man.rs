//! `errdex completions` and `errdex man`: what shells and readers of manuals need, made of the command line itself.

use std::io::{self, Write};

use anyhow::Result;
use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{Outcome, args};

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
    let mut page = String::from_utf8(page)?.replace(".SH EXTRA", ".SH EXAMPLES");
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        section(subcommand, &mut page)?;
    }
    io::stdout().lock().write_all(page.as_bytes())?;
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
    if command.get_opts().next().is_some() || command.get_positionals().next().is_some() {
        man.render_options_section(&mut parts)?;
    }
    man.render_extra_section(&mut parts)?;
    // Sections of a page are parts of this one.
    let parts = String::from_utf8(parts)?.replace(".SH EXTRA", ".SH EXAMPLES");
    page.push_str(&parts.lines().map(|line| line.replacen(".SH ", ".SS ", 1) + "\n").collect::<String>());
    command.get_subcommands().try_for_each(|subcommand| section(subcommand, page))
}

//! Which column of a table holds what? Header names say it; where they are ambiguous, the values do.
//!
//! Nothing here reads a row. A table without a layout is not about errors, or about none with codes, and says why.

use std::collections::BTreeMap;

use super::cells::is_status;
use super::code_column::{BY_NAME, DECLARED};
use super::codes::is_code;
use super::headers::{Meaning, Text, meaning, speaks_of_errors};
use super::table::Row;
use super::values::Values;
use super::{Options, Role};
use crate::entry::Language;

/// What each column of a table holds.
#[derive(Debug)]
pub(super) struct Layout {
    /// By column.
    pub(super) columns: Vec<Column>,
    /// By column: why it is taken for that.
    pub(super) why: Vec<&'static str>,
    /// The column of the code; further code columns hold its other spellings.
    pub(super) code: usize,
    /// Whether codes may be of several words, since nothing but a code can be in the column.
    pub(super) phrases: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A role of which the name or a declaration left no doubt.
    Role(Role),
    /// A text that is message or description depending on the other columns.
    Text(Text),
}

/// Why a table has no layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// It is about something else.
    NotErrors(&'static str),
    /// It lists what the statuses of HTTP mean.
    HttpStatuses,
    /// It is about errors that have no codes.
    NoCodes,
}

/// What is said around a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct About {
    /// A heading, a caption, the paragraph before it or the page's title speaks of errors.
    pub(super) errors: bool,
    /// One of them names a list of codes.
    pub(super) codes: bool,
}

/// The columns of a table while their roles are being found.
pub(super) struct Columns<'a> {
    pub(super) meanings: Vec<Option<Meaning>>,
    pub(super) declared: Vec<bool>,
    /// Whether the column has no name, but its table has a header.
    blank: Vec<bool>,
    /// Whether the header cell itself speaks of errors.
    pub(super) speaks: Vec<bool>,
    pub(super) values: Values<'a>,
    pub(super) about: About,
}

impl Layout {
    /// The layout of a table of `body` rows under the header cells `names`.
    pub(super) fn of(
        names: &[Vec<&str>],
        body: &[Row],
        about: About,
        options: &Options,
    ) -> Result<Layout, LeftOut> {
        let declared = |names: &Vec<&str>| names.iter().rev().find_map(|name| options.roles.get(*name));
        let columns = Columns {
            meanings: names.iter().map(|names| column_meaning(names, &options.roles)).collect(),
            declared: names.iter().map(|names| declared(names).is_some()).collect(),
            blank: names
                .iter()
                .map(|names| !names.is_empty() && names.iter().all(|name| name.is_empty()))
                .collect(),
            speaks: names.iter().map(|names| names.iter().any(|name| speaks_of_errors(name))).collect(),
            values: Values::of(body, names.len()),
            about,
        };
        let (code, why) = columns.code(options.http_tables)?;
        // `Method Not Allowed` among `badRequest` and `overLimit`.
        let phrases = why == BY_NAME || why == DECLARED || columns.speaks[code] && columns.values.names(code);
        let (columns, mut whys): (Vec<Column>, Vec<&'static str>) =
            (0..names.len()).map(|at| columns.column(at, code)).unzip();
        whys[code] = why;
        Ok(Layout { columns, why: whys, code, phrases })
    }

    /// Role and language of every column, given the language of each one's cells.
    ///
    /// In each language one column is the message: the likeliest one by its name. A description is the message where
    /// its language has no other, since the error then has no shorter text; otherwise it is the description.
    pub(super) fn resolved(&self, languages: &[Option<Language>]) -> Vec<(Role, Language)> {
        let empty: Vec<bool> = languages.iter().map(Option::is_none).collect();
        let languages: Vec<Language> =
            languages.iter().map(|language| language.unwrap_or(Language::Und)).collect();
        let mut messages: BTreeMap<Language, (Option<Text>, usize)> = BTreeMap::new();
        for (at, column) in self.columns.iter().enumerate() {
            let rank = match column {
                Column::Role(Role::Message) => None,
                Column::Text(text) => Some(*text),
                Column::Role(_) => continue,
            };
            if empty[at] {
                continue;
            }
            let best = messages.entry(languages[at]).or_insert((rank, at));
            *best = (*best).min((rank, at));
        }
        let named =
            self.columns.iter().any(|column| matches!(column, Column::Text(text) if *text != Text::Unnamed));
        let role = |(at, column): (usize, &Column)| {
            let role = match column {
                Column::Role(role) => *role,
                Column::Text(Text::Unnamed) if named => Role::Ignored,
                Column::Text(_) if messages.get(&languages[at]).is_some_and(|best| best.1 == at) => {
                    Role::Message
                }
                Column::Text(Text::Type) => Role::Category,
                Column::Text(_) => Role::Description,
            };
            (role, languages[at])
        };
        self.columns.iter().enumerate().map(role).collect()
    }
}

const STATUS_VALUES: &str = "its values are HTTP statuses";
const SYMBOL_VALUES: &str = "its values are names beside the code";
const NO_HEADER: &str = "it has no header";
const NOTHING: &str = "nothing that an entry has";

impl Columns<'_> {
    /// What column `at` holds beside the column of the `code`, and why.
    fn column(&self, at: usize, code: usize) -> (Column, &'static str) {
        let named = |role| (Column::Role(role), if self.declared[at] { DECLARED } else { BY_NAME });
        if at == code {
            return (Column::Role(Role::Code), BY_NAME);
        }
        match self.meanings[at] {
            Some(Meaning::Role(role)) => named(role),
            Some(
                Meaning::Http
                | Meaning::Status
                | Meaning::Code
                | Meaning::AnyCode
                | Meaning::Value
                | Meaning::OtherCode,
            ) if self.values.any(at, is_status) && self.values.share(at, is_status) >= 0.5 => {
                (Column::Role(Role::HttpStatus), STATUS_VALUES)
            }
            Some(Meaning::Http) if self.values.any(at, is_status) => named(Role::HttpStatus),
            Some(Meaning::Code | Meaning::AnyCode | Meaning::Value | Meaning::OtherCode)
                if self.values.codes(at) >= 0.5 && !self.values.counts_rows(at) =>
            {
                named(Role::Code)
            }
            Some(Meaning::Code | Meaning::AnyCode | Meaning::Value | Meaning::Status) => {
                (Column::Text(Text::Name), BY_NAME)
            }
            Some(Meaning::MaybeCode(_)) if self.values.statuses(at) => {
                (Column::Role(Role::HttpStatus), STATUS_VALUES)
            }
            Some(Meaning::MaybeCode(_)) if self.values.symbols(at) => {
                (Column::Role(Role::Code), SYMBOL_VALUES)
            }
            Some(Meaning::MaybeCode(text) | Meaning::Text(text)) => (Column::Text(text), BY_NAME),
            Some(Meaning::Action) if self.values.most(at, is_identifier) => named(Role::Operation),
            Some(Meaning::Action) => named(Role::Remedy),
            Some(
                Meaning::Http | Meaning::OtherCode | Meaning::Ordinal | Meaning::Parameter | Meaning::Foreign,
            ) => (Column::Role(Role::Ignored), NOTHING),
            None if self.blank[at] => (Column::Text(Text::Cause), NO_HEADER),
            None => (Column::Text(Text::Unnamed), NOTHING),
        }
    }
}

/// What the header cells of a column say, the lowest first.
fn column_meaning(names: &[&str], declared: &BTreeMap<String, Role>) -> Option<Meaning> {
    let find = |name: &&str| declared.get(*name).map(|role| Meaning::Role(*role)).or_else(|| meaning(name));
    let speaks = |name: &&str| speaks_of_errors(name).then_some(Meaning::MaybeCode(Text::Name));
    names.iter().rev().find_map(find).or_else(|| names.iter().rev().find_map(speaks))
}

/// One API call or several: `CreateVpc`, `CreateVpc, DeleteVpc`.
fn is_identifier(text: &str) -> bool {
    text.split([',', '，', '、', '\n']).all(|part| is_code(part.trim()))
}

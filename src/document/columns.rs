//! Which column of a table holds what? Header names say it; where they are ambiguous, the values do.
//!
//! Nothing here reads a row; a table whose columns hold no code has no layout.

use std::collections::BTreeMap;

use super::Role;
use super::cells::{codes, is_blank, is_code, is_status};
use super::headers::{Meaning, Text, meaning};
use super::table::Row;
use crate::entry::Language;

/// What each column of a table holds.
#[derive(Debug)]
pub(super) struct Layout {
    /// By column.
    pub(super) columns: Vec<Column>,
    /// The column of the code; further code columns hold its other spellings.
    pub(super) code: usize,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A role of which the name or a declaration left no doubt.
    Role(Role),
    /// A text that is message or description depending on the other columns.
    Text(Text),
}

impl Layout {
    /// The layout of a table of `body` rows under the header cells `names`, if one of its columns holds codes.
    pub(super) fn of(names: &[Vec<&str>], body: &[Row], declared: &BTreeMap<String, Role>) -> Option<Layout> {
        let meanings: Vec<Option<Meaning>> =
            names.iter().map(|names| column_meaning(names, declared)).collect();
        let values = Values::of(body, names.len());
        let codes = code_columns(&meanings, &values);
        let code = *codes.first()?;
        let column = |(at, meaning): (usize, &Option<Meaning>)| match meaning {
            _ if codes.contains(&at) => Column::Role(Role::Code),
            Some(Meaning::Role(Role::Code)) if values.most(at, is_status) => Column::Role(Role::HttpStatus),
            Some(Meaning::Role(Role::Code)) | None => Column::Role(Role::Ignored),
            Some(Meaning::Role(role)) => Column::Role(*role),
            Some(Meaning::Status) if values.any(at, is_status) => Column::Role(Role::HttpStatus),
            Some(Meaning::Status) | Some(Meaning::MaybeCode(None)) => Column::Role(Role::Ignored),
            Some(Meaning::Action) if values.most(at, is_identifier) => Column::Role(Role::Operation),
            Some(Meaning::Action) => Column::Role(Role::Remedy),
            Some(Meaning::MaybeCode(Some(text)) | Meaning::Text(text)) => Column::Text(*text),
        };
        Some(Layout { columns: meanings.iter().enumerate().map(column).collect(), code })
    }

    /// Role and language of every column, given the text of each one's cells.
    ///
    /// In each language one column is the message: the likeliest one by its name. A description is the message where
    /// its language has no other, since the error then has no shorter text; otherwise it is the description.
    pub(super) fn resolved(&self, texts: &[String]) -> Vec<(Role, Language)> {
        let languages: Vec<Language> = texts.iter().map(|text| Language::of(text)).collect();
        let mut messages: BTreeMap<Language, (Option<Text>, usize)> = BTreeMap::new();
        for (at, column) in self.columns.iter().enumerate() {
            let rank = match column {
                Column::Role(Role::Message) => None,
                Column::Text(text) => Some(*text),
                Column::Role(_) => continue,
            };
            if texts[at].is_empty() {
                continue;
            }
            let best = messages.entry(languages[at]).or_insert((rank, at));
            *best = (*best).min((rank, at));
        }
        let role = |(at, column): (usize, &Column)| {
            let role = match column {
                Column::Role(role) => *role,
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

/// What the header cells of a column say, the lowest first.
fn column_meaning(names: &[&str], declared: &BTreeMap<String, Role>) -> Option<Meaning> {
    let find = |name: &&str| declared.get(*name).map(|role| Meaning::Role(*role)).or_else(|| meaning(name));
    names.iter().rev().find_map(find)
}

/// The columns that hold codes, in page order, except that a column of HTTP statuses is none while another can be it.
fn code_columns(meanings: &[Option<Meaning>], values: &Values<'_>) -> Vec<usize> {
    let having = |wanted: fn(&Meaning) -> bool| -> Vec<usize> {
        let fits =
            |(at, meaning): (usize, &Option<Meaning>)| meaning.as_ref().is_some_and(wanted).then_some(at);
        meanings.iter().enumerate().filter_map(fits).collect()
    };
    let certain = having(|meaning| *meaning == Meaning::Role(Role::Code));
    let maybe = having(|meaning| matches!(meaning, Meaning::MaybeCode(_)));
    let all: Vec<usize> = {
        let mut all = certain.clone();
        all.extend(
            maybe
                .iter()
                .filter(|&&at| values.most(at, |text| codes(text).is_some()) && !values.most(at, is_status)),
        );
        all.sort_unstable();
        all
    };
    let own: Vec<usize> = all.iter().copied().filter(|&at| !values.most(at, is_status)).collect();
    match (own.is_empty(), certain.is_empty()) {
        (false, _) => own,
        (true, false) => certain.into_iter().take(1).collect(),
        (true, true) => having(|meaning| *meaning == Meaning::Status).into_iter().take(1).collect(),
    }
}

/// One API call or several: `CreateVpc`, `CreateVpc, DeleteVpc`.
fn is_identifier(text: &str) -> bool {
    text.split([',', '，', '、', '\n']).all(|part| is_code(part.trim()))
}

/// The cells of each column that say something.
struct Values<'a>(Vec<Vec<&'a str>>);

impl<'a> Values<'a> {
    fn of(body: &'a [Row], columns: usize) -> Values<'a> {
        let column = |at| body.iter().map(|row| row.text(at)).filter(|text| !is_blank(text)).collect();
        Values((0..columns).map(column).collect())
    }

    fn any(&self, at: usize, holds: fn(&str) -> bool) -> bool {
        self.0[at].iter().any(|text| holds(text))
    }

    /// Whether it holds for nine of ten cells of the column, of which there must be one.
    fn most(&self, at: usize, holds: fn(&str) -> bool) -> bool {
        let cells = &self.0[at];
        let held = cells.iter().filter(|text| holds(text)).count();
        !cells.is_empty() && held * 10 >= cells.len() * 9
    }
}

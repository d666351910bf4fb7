//! Which column of a table holds what? Header names say it; where they are ambiguous, the values do.
//!
//! Nothing here reads a row. A table without a layout is not about errors, or about none with codes, and says why.

use std::collections::BTreeMap;

use super::cells::is_status;
use super::codes::{codes, is_code, is_number, is_symbol, phrase};
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
struct Columns<'a> {
    meanings: Vec<Option<Meaning>>,
    declared: Vec<bool>,
    /// Whether the column has no name, but its table has a header.
    blank: Vec<bool>,
    /// Whether the header cell itself speaks of errors.
    speaks: Vec<bool>,
    values: Values<'a>,
    about: About,
}

/// The column of the code and why it is that one.
type Found = (usize, &'static str);

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

const DECLARED: &str = "declared";
const BY_NAME: &str = "the header says so";
const BY_VALUES: &str = "its values do, and the page speaks of errors";
const NOT_HTTP: &str = "its values are no HTTP statuses, whatever the header says";
const STATUS_VALUES: &str = "its values are HTTP statuses";
const SYMBOL_VALUES: &str = "its values are names beside the code";
const NO_HEADER: &str = "it has no header";
const NOTHING: &str = "nothing that an entry has";

impl Columns<'_> {
    /// The column of the code.
    fn code(&self, http_tables: bool) -> Result<Found, LeftOut> {
        if let Some(at) = self.declared(Role::Code) {
            return Ok((at, DECLARED));
        }
        if let Some(at) = self.named() {
            return Ok((at, BY_NAME));
        }
        if let Some(reason) = self.parameters() {
            return Err(LeftOut::NotErrors(reason));
        }
        if let Some(found) = self.likely() {
            return Ok(found);
        }
        match self.statuses() {
            Some(at)
                if http_tables
                    || !(self.values.standard_statuses(at) && self.values.common_statuses(at))
                        && self.meanings[at] != Some(Meaning::Http) =>
            {
                Ok((at, NOT_HTTP))
            }
            Some(_) => Err(LeftOut::HttpStatuses),
            None if self.about.errors && self.has_texts() && self.names_errors() => Err(LeftOut::NoCodes),
            None => Err(LeftOut::NotErrors("no column holds codes of errors")),
        }
    }

    fn declared(&self, role: Role) -> Option<usize> {
        self.having(|meaning| meaning == Meaning::Role(role)).find(|&at| self.declared[at])
    }

    fn having(&self, wanted: impl Fn(Meaning) -> bool) -> impl Iterator<Item = usize> {
        self.meanings
            .iter()
            .enumerate()
            .filter_map(move |(at, meaning)| meaning.is_some_and(&wanted).then_some(at))
    }

    /// The column that is named a code of errors and holds codes other than HTTP statuses. A column that is named so for
    /// a further spelling is it where there is no other.
    fn named(&self) -> Option<usize> {
        let fits = |at: usize| {
            let code = |text: &str| codes(text).is_some() || phrase(text).is_some();
            self.values.share(at, code) >= 0.5 && !self.values.http(at)
        };
        let code = || self.having(|meaning| meaning == Meaning::Code).filter(|&at| fits(at));
        // A further column of codes may be filled in a few rows alone.
        let any = self
            .having(|meaning| meaning == Meaning::AnyCode)
            .any(|at| self.values.codes(at) >= 0.9 && self.values.filled(at) > 0.9);
        code().find(|&at| self.values.filled(at) > 0.5 || !any).or_else(|| {
            let spelled = || self.having(|meaning| meaning == Meaning::OtherCode).filter(|&at| fits(at));
            // A decimal number is what a program prints.
            let other = || spelled().find(|&at| self.values.most(at, is_number)).or_else(|| spelled().next());
            let name = self
                .having(|meaning| matches!(meaning, Meaning::MaybeCode(_)))
                .any(|at| self.values.symbols(at));
            (!name && !any).then(other).flatten()
        })
    }

    /// Why the table is one of parameters or the like.
    fn parameters(&self) -> Option<&'static str> {
        if self.having(|meaning| meaning == Meaning::Parameter).next().is_some() {
            return Some("its columns are those of parameters");
        }
        if self.having(|meaning| meaning == Meaning::Foreign).next().is_some() {
            return Some("its codes are not of errors");
        }
        let fields = |at: usize| self.values.cells(at).iter().filter(|text| is_field(text)).count() > 1;
        let columns = || 0..self.meanings.len();
        if columns().any(|at| self.values.share(at, is_type) > 0.5) {
            return Some("one column is types of data");
        }
        columns().any(fields).then_some("it explains the parts of a body")
    }

    /// The column that holds codes of errors by its values, with a name that allows it.
    fn likely(&self) -> Option<Found> {
        let own = |at: usize| !self.values.http(at) && !self.values.counts_rows(at);
        let plain =
            self.having(|meaning| meaning == Meaning::AnyCode).find(|&at| coded_alone(&self.values, at));
        let coded = |at: usize, least: f64| self.values.codes(at) >= least && own(at);
        let spoken = self.about.errors || self.has_messages() || self.speaks.contains(&true);
        let symbols_beside = || {
            self.having(|meaning| matches!(meaning, Meaning::MaybeCode(_))).any(|at| self.values.symbols(at))
        };
        let named =
            self.having(|meaning| matches!(meaning, Meaning::Code | Meaning::OtherCode)).next().is_some();
        let mut any = self.having(|meaning| meaning == Meaning::AnyCode).filter(|_| spoken);
        if let Some(at) = any.find(|&at| coded(at, 0.75) && self.values.distinct(at) > 0.3) {
            return Some((at, BY_VALUES));
        }
        let beside =
            self.having(|meaning| matches!(meaning, Meaning::MaybeCode(_) | Meaning::Value)).next().is_some();
        let mut value = self
            .having(|meaning| meaning == Meaning::Value)
            .filter(|_| self.about.codes || spoken && symbols_beside());
        let written = |at: usize| {
            self.values.most(at, |text| is_symbol(text) || is_number(text) || text.starts_with("0x"))
        };
        if let Some(at) = value.find(|&at| coded(at, 0.9) && written(at)) {
            return Some((at, BY_VALUES));
        }
        if let Some(at) = plain.filter(|&at| own(at) && (self.has_texts() || beside)) {
            return Some((at, BY_VALUES));
        }
        // `Error` = AccessDenied beside `Code` = 403.
        let spoken = spoken || named;
        let symbols = |at: usize| {
            self.values.symbols(at)
                || self.speaks[at] && self.values.names(at) && self.values.distinct(at) >= 0.8
        };
        // A column of names is one of errors only where that is said of it, or of a list of codes.
        let listed = self.about.codes || self.has_messages() || named || self.speaks.contains(&true);
        let mut names = self.having(|meaning| matches!(meaning, Meaning::MaybeCode(_))).filter(|_| listed);
        if let Some(at) = names.find(|&at| symbols(at) && own(at) && !self.values.statuses(at)) {
            return Some((at, BY_VALUES));
        }
        let mut numbers = self
            .having(|meaning| matches!(meaning, Meaning::MaybeCode(_) | Meaning::AnyCode))
            .filter(|_| spoken);
        if let Some(at) = numbers.find(|&at| self.values.statuses(at) && own(at)) {
            return Some((at, NOT_HTTP));
        }
        let mut status = self.having(|meaning| matches!(meaning, Meaning::Status | Meaning::Http));
        let long = |text: &str| text.len() > 2 || text.starts_with('-');
        let plain = |at: usize| self.about.codes || self.values.share(at, long) > 0.5;
        if let Some(at) = status.find(|&at| {
            coded(at, 0.9) && self.values.distinct(at) > 0.5 && plain(at) && !self.values.http_like(at)
        }) {
            return Some((at, NOT_HTTP));
        }
        let unnamed =
            self.meanings.iter().enumerate().filter(|(_, meaning)| meaning.is_none()).map(|(at, _)| at);
        let sure = |at: &usize| {
            let numbers = self.values.most(*at, is_number)
                && self.values.distinct(*at) >= 0.8
                && !self.values.any(*at, |text| text.len() < 2);
            (self.values.symbols(*at) || numbers) && own(*at)
        };
        unnamed.filter(|_| self.about.codes && self.has_texts_beside()).find(sure).map(|at| (at, BY_VALUES))
    }

    /// The column of statuses that could be the codes where nothing else is.
    fn statuses(&self) -> Option<usize> {
        let named =
            |meaning| matches!(meaning, Meaning::Code | Meaning::AnyCode | Meaning::Status | Meaning::Http);
        self.having(named).find(|&at| self.values.http_like(at))
    }

    fn has_messages(&self) -> bool {
        let text = |meaning| {
            matches!(
                meaning,
                Meaning::Text(Text::Message | Text::Cause)
                    | Meaning::Role(Role::Remedy | Role::Message)
                    | Meaning::Http
            )
        };
        self.having(text).next().is_some()
    }

    fn has_texts(&self) -> bool {
        self.having(|meaning| matches!(meaning, Meaning::Text(_) | Meaning::Role(Role::Remedy)))
            .next()
            .is_some()
    }

    fn has_texts_beside(&self) -> bool {
        (0..self.meanings.len()).any(|at| self.values.share(at, |text| codes(text).is_none()) > 0.5)
    }

    fn names_errors(&self) -> bool {
        self.having(|meaning| {
            matches!(meaning, Meaning::Code | Meaning::MaybeCode(_) | Meaning::Text(Text::Message))
        })
        .next()
        .is_some()
    }

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

/// Whether a column named "code" alone holds codes that are hardly of anything else: long numbers, negative ones, names.
fn coded_alone(values: &Values<'_>, at: usize) -> bool {
    let long = |text: &str| is_symbol(text) || is_number(text) && text.len() > 2;
    values.most(at, long) && values.distinct(at) > 0.5
}

/// What the header cells of a column say, the lowest first.
fn column_meaning(names: &[&str], declared: &BTreeMap<String, Role>) -> Option<Meaning> {
    let find = |name: &&str| declared.get(*name).map(|role| Meaning::Role(*role)).or_else(|| meaning(name));
    let speaks = |name: &&str| speaks_of_errors(name).then_some(Meaning::MaybeCode(Text::Name));
    names.iter().rev().find_map(find).or_else(|| names.iter().rev().find_map(speaks))
}

/// The parts of a body that pages explain in tables of their own.
fn is_field(text: &str) -> bool {
    if !is_code(text) {
        return false;
    }
    const FIELDS: [&str; 18] = [
        "code",
        "message",
        "requestid",
        "hostid",
        "error",
        "statuscode",
        "httpcode",
        "msg",
        "data",
        "errorcode",
        "errormessage",
        "errcode",
        "errmsg",
        "status",
        "resource",
        "httpstatuscode",
        "retcode",
        "result",
    ];
    let name: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase();
    FIELDS.contains(&name.as_str())
}

/// A type of data.
fn is_type(text: &str) -> bool {
    const TYPES: [&str; 24] = [
        "string",
        "int",
        "integer",
        "long",
        "number",
        "float",
        "double",
        "boolean",
        "bool",
        "object",
        "array",
        "list",
        "map",
        "json",
        "date",
        "datetime",
        "timestamp",
        "enum",
        "字符串",
        "整型",
        "整数",
        "布尔",
        "数组",
        "对象",
    ];
    let word = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    TYPES.contains(&word.to_lowercase().as_str())
}

/// One API call or several: `CreateVpc`, `CreateVpc, DeleteVpc`.
fn is_identifier(text: &str) -> bool {
    text.split([',', '，', '、', '\n']).all(|part| is_code(part.trim()))
}

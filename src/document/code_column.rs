//! Which column of a table holds the codes of errors? The one that says so, or else the likeliest by its values.
//!
//! Most tables of a vendor's pages are about something else: a column is taken only where the table or what stands above
//! it speaks of errors. Nothing here says what the other columns hold.

use super::Role;
use super::codes::{is_code, is_number, is_symbol};
use super::columns::{Columns, LeftOut};
use super::headers::{Meaning, Text};
use super::values::Values;

/// The column of the code and why it is that one.
type Found = (usize, &'static str);

pub(super) const DECLARED: &str = "declared";
pub(super) const BY_NAME: &str = "the header says so";
const BY_VALUES: &str = "its values do, and the page speaks of errors";
const NOT_HTTP: &str = "its values are no HTTP statuses, whatever the header says";

impl Columns<'_> {
    /// The column of the code, or why there is none.
    pub(super) fn code(&self, http_tables: bool) -> Result<Found, LeftOut> {
        // A declaration is for all tables of a page, and those of parameters have columns of any name.
        let parameters = self.has(|meaning| meaning == Meaning::Parameter);
        if let Some(at) = self.declared_code().filter(|_| !parameters) {
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
            Some(at) if http_tables || !self.is_list_of_statuses(at) => Ok((at, NOT_HTTP)),
            Some(_) => Err(LeftOut::HttpStatuses),
            None if self.about.errors && self.has_texts() && self.names_errors() => Err(LeftOut::NoCodes),
            None => Err(LeftOut::NotErrors("no column holds codes of errors")),
        }
    }

    fn declared_code(&self) -> Option<usize> {
        self.having(|meaning| meaning == Meaning::Role(Role::Code)).find(|&at| self.declared[at])
    }

    fn having(&self, wanted: impl Fn(Meaning) -> bool) -> impl Iterator<Item = usize> {
        let wanted =
            move |(at, meaning): (usize, &Option<Meaning>)| meaning.is_some_and(&wanted).then_some(at);
        self.meanings.iter().enumerate().filter_map(wanted)
    }

    fn has(&self, wanted: impl Fn(Meaning) -> bool) -> bool {
        self.having(wanted).next().is_some()
    }

    /// The column that is named a code of errors and holds codes other than HTTP statuses. A column that is named so for
    /// a further spelling is it where there is no other.
    fn named(&self) -> Option<usize> {
        // `4xx`, which is a code by its letters.
        let families = |at: usize| self.values.http_like(at) && !self.values.statuses(at);
        let fits = |at: &usize| self.values.named(*at) >= 0.5 && !self.values.http(*at) && !families(*at);
        // A further column of codes may be filled in a few rows alone.
        let fuller = |at| self.values.codes(at) >= 0.9 && self.values.filled(at) > 0.9;
        let any = self.having(|meaning| meaning == Meaning::AnyCode).any(fuller);
        let mut certain = self.having(|meaning| meaning == Meaning::Code).filter(fits);
        certain.find(|&at| self.values.filled(at) > 0.5 || !any).or_else(|| {
            let names = self.having(is_name).any(|at| self.values.symbols(at));
            let spelled = || self.having(|meaning| meaning == Meaning::OtherCode).filter(fits);
            // A decimal number is what a program prints.
            let decimal = || spelled().find(|&at| self.values.most(at, is_number));
            if names || any { None } else { decimal().or_else(|| spelled().next()) }
        })
    }

    /// Why the table is one of parameters or the like.
    fn parameters(&self) -> Option<&'static str> {
        if self.has(|meaning| meaning == Meaning::Parameter) {
            return Some("its columns are those of parameters");
        }
        if self.has(|meaning| meaning == Meaning::Foreign) {
            return Some("its codes are not of errors");
        }
        let columns = || 0..self.meanings.len();
        if columns().any(|at| self.values.share(at, is_type) > 0.5) {
            return Some("one column is types of data");
        }
        let fields = |at: usize| self.values.cells(at).iter().filter(|text| is_field(text)).count() > 1;
        columns().any(fields).then_some("it explains the parts of a body")
    }

    /// The column that holds codes of errors by its values, under a name that allows it: the surest first.
    fn likely(&self) -> Option<Found> {
        let by_values = |at| (at, BY_VALUES);
        let not_http = |at| (at, NOT_HTTP);
        None.or_else(|| self.any_code().map(by_values))
            .or_else(|| self.value().map(by_values))
            .or_else(|| self.code_alone().map(by_values))
            .or_else(|| self.name().map(by_values))
            .or_else(|| self.number().map(not_http))
            .or_else(|| self.status().map(not_http))
            .or_else(|| self.unnamed().map(by_values))
    }

    /// Whether a column holds codes of its own: no statuses of HTTP, no numbers of rows.
    fn own(&self, at: usize) -> bool {
        !self.values.http(at) && !self.values.counts_rows(at)
    }

    /// Whether the table or what stands above it speaks of errors.
    fn spoken(&self) -> bool {
        self.about.errors || self.has_messages() || self.speaks.contains(&true)
    }

    /// A column called "code".
    fn any_code(&self) -> Option<usize> {
        let fits = |at: &usize| {
            self.values.codes(*at) >= 0.75
                && self.own(*at)
                && (self.values.distinct(*at) > 0.3
                    || self.values.most(*at, |text| is_number(text) && text.len() > 2))
        };
        self.having(|meaning| meaning == Meaning::AnyCode).filter(|_| self.spoken()).find(fits)
    }

    /// A column called "value", in a list of codes or beside the names of them.
    fn value(&self) -> Option<usize> {
        let beside = || self.having(is_name).any(|at| self.values.symbols(at));
        let listed = self.about.codes || self.spoken() && beside();
        let written = |text: &str| is_symbol(text) || is_number(text) || text.starts_with("0x");
        let fits =
            |at: &usize| self.values.codes(*at) >= 0.9 && self.own(*at) && self.values.most(*at, written);
        self.having(|meaning| meaning == Meaning::Value).filter(|_| listed).find(fits)
    }

    /// A column called "code" whose values are hardly of anything else: long numbers, negative ones, names.
    fn code_alone(&self) -> Option<usize> {
        let beside = self.has_texts() || self.has(|meaning| is_name(meaning) || meaning == Meaning::Value);
        let fits = |at: &usize| coded_alone(&self.values, *at) && self.own(*at);
        self.having(|meaning| meaning == Meaning::AnyCode).filter(|_| beside).find(fits)
    }

    /// A column of names, `Error` = AccessDenied beside `Code` = 403, where that is said of it or of a list of codes.
    fn name(&self) -> Option<usize> {
        let listed =
            self.about.codes || self.has_messages() || self.names_codes() || self.speaks.contains(&true);
        let spoken = |at: usize| self.speaks[at] && self.values.names(at) && self.values.distinct(at) >= 0.8;
        let fits = |at: &usize| {
            (self.values.symbols(*at) || spoken(*at)) && self.own(*at) && !self.values.statuses(*at)
        };
        self.having(is_name).filter(|_| listed).find(fits)
    }

    /// A column of numbers that look like statuses of HTTP but are none.
    fn number(&self) -> Option<usize> {
        let spoken = self.spoken() || self.names_codes();
        let fits = |at: &usize| self.values.statuses(*at) && self.own(*at);
        self.having(|meaning| is_name(meaning) || meaning == Meaning::AnyCode).filter(|_| spoken).find(fits)
    }

    /// A column called a status whose values are none of HTTP.
    fn status(&self) -> Option<usize> {
        let long = |text: &str| text.len() > 2 || text.starts_with('-');
        let fits = |at: &usize| {
            self.values.codes(*at) >= 0.9
                && self.own(*at)
                && self.values.distinct(*at) > 0.5
                && (self.about.codes || self.values.share(*at, long) > 0.5)
                && !self.values.http_like(*at)
        };
        self.having(|meaning| matches!(meaning, Meaning::Status | Meaning::Http)).find(fits)
    }

    /// A column under an unknown name, in a list of codes.
    fn unnamed(&self) -> Option<usize> {
        let texts_beside =
            || (0..self.meanings.len()).any(|at| self.values.codes(at) < 0.5 && self.values.filled(at) > 0.0);
        let fits = |at: &usize| {
            let numbers = self.values.most(*at, |text| is_number(text) && text.len() > 1)
                && self.values.distinct(*at) >= 0.8;
            (self.values.symbols(*at) || numbers) && self.own(*at)
        };
        let unnamed =
            self.meanings.iter().enumerate().filter(|(_, meaning)| meaning.is_none()).map(|(at, _)| at);
        unnamed.filter(|_| self.about.codes && texts_beside()).find(fits)
    }

    /// The column of statuses that could be the codes where nothing else is.
    fn statuses(&self) -> Option<usize> {
        let named =
            |meaning| matches!(meaning, Meaning::Code | Meaning::AnyCode | Meaning::Status | Meaning::Http);
        self.having(named).find(|&at| self.values.http_like(at))
    }

    /// Whether the column of statuses says what those of HTTP mean, and lists no codes of its own that look like them.
    fn is_list_of_statuses(&self, at: usize) -> bool {
        let meaning = self.meanings[at];
        let common = meaning != Some(Meaning::Code) || self.values.common_statuses(at);
        self.values.standard_statuses(at) && common || meaning == Some(Meaning::Http)
    }

    fn names_codes(&self) -> bool {
        self.has(|meaning| matches!(meaning, Meaning::Code | Meaning::OtherCode))
    }

    fn has_messages(&self) -> bool {
        self.has(|meaning| {
            matches!(
                meaning,
                Meaning::Text(Text::Message | Text::Cause)
                    | Meaning::Role(Role::Remedy | Role::Message)
                    | Meaning::Http
            )
        })
    }

    fn has_texts(&self) -> bool {
        self.has(|meaning| matches!(meaning, Meaning::Text(_) | Meaning::Role(Role::Remedy)))
    }

    fn names_errors(&self) -> bool {
        let text = |meaning| matches!(meaning, Meaning::Code | Meaning::Text(Text::Message));
        self.has(|meaning| text(meaning) || is_name(meaning))
    }
}

fn is_name(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::MaybeCode(_))
}

/// Whether a column named "code" alone holds codes that are hardly of anything else: long numbers, negative ones, names.
fn coded_alone(values: &Values<'_>, at: usize) -> bool {
    let long = |text: &str| is_symbol(text) || is_number(text) && text.len() > 2;
    values.most(at, long) && values.distinct(at) > 0.5
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

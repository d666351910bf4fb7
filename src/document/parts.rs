//! Which parts does a table have? Rows under one header each, doubled groups of columns one under the other.
//!
//! Decides which rows are headers and hands each part to `columns` and `rows`. Reads no cell's meaning itself.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::cells::{heading, is_blank};
use super::codes::{codes, is_symbol};
use super::columns::{About, Column, Layout, LeftOut};
use super::headers::{meaning, speaks_of_codes, speaks_of_errors, speaks_of_foreign_codes};
use super::outline::Outline;
use super::record::{Budget, Record};
use super::rows::Part;
use super::table::{MAX_COLUMNS, Row, Table};
use super::{Found, FoundColumn, Options, Role, Rule, Warnings, excerpt};

/// Reads the tables of a page, one after the other.
pub(super) struct Tables<'a> {
    options: &'a Options,
    /// What was looked at.
    pub(super) found: Vec<Found>,
    /// The header of the table that gave entries last, which a table without a header goes on with, and the place of its
    /// code.
    last: (Vec<String>, usize),
    budget: Budget,
    /// The declared columns that a table had.
    pub(super) used: BTreeSet<String>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(options: &'a Options, page: usize) -> Tables<'a> {
        Tables {
            options,
            found: Vec::new(),
            last: Default::default(),
            used: BTreeSet::new(),
            budget: Budget::of(page),
        }
    }

    /// The records of a table in page order.
    pub(super) fn records(
        &mut self,
        table: &Table,
        outline: &Outline,
        warnings: &mut Warnings<'_>,
    ) -> Vec<Record> {
        let mut records = Vec::new();
        let mut category = table.caption.clone().or_else(|| outline.category());
        for (header, body) in parts(&table.rows) {
            if let (Some(title), []) = (title(header), body) {
                category = Some(title);
                continue;
            }
            let rows = header.len() + body.len();
            let rows = &table.rows[offset(&table.rows, header, body)..][..rows];
            records.extend(self.part(table, rows, header.len(), category.as_deref(), outline, warnings));
        }
        records
    }

    /// The records of one part, whose first `headers` rows are its header.
    fn part(
        &mut self,
        table: &Table,
        rows: &[Row],
        headers: usize,
        category: Option<&str>,
        outline: &Outline,
        warnings: &mut Warnings<'_>,
    ) -> Vec<Record> {
        let (last, code) = self.last.clone();
        let below = usize::from(headers > 0 && is_header(&rows[..headers], rows.get(headers)));
        let (header, body) = rows.split_at(headers + below);
        let wide = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut names = names(header, rows);
        let named = |name: &&str| meaning(name).is_some() || self.options.roles.contains_key(*name);
        let digits = |text: &str| codes(text).is_some() && text.contains(|c: char| c.is_ascii_digit());
        let coded = |row: &Row| digits(row.text(code)) || is_symbol(row.text(code));
        let headless = names.iter().flatten().all(|name| name.is_empty()) || header.iter().all(coded);
        let goes_on = headless && !names.iter().flatten().any(named) && names.len() == last.len();
        let mut body = Cow::Borrowed(if goes_on { rows } else { body });
        if goes_on {
            names = last.iter().map(|name| vec![name.as_str()]).collect();
        }
        drop_blank(&mut names, &mut body);
        let groups = groups(&names);
        if groups > 1 {
            names.truncate(names.len() / groups);
            body = body.iter().flat_map(|row| split_row(row, names.len(), groups)).collect();
        }
        let body = &body[..];
        let titles: Vec<&str> = names.iter().map(|names| names.last().copied().unwrap_or_default()).collect();
        let line = rows.first().map_or(table.line, |row| row.line);
        let heading = category.map(str::to_owned);
        let mut found = Found { line, heading, shape: "table", columns: Vec::new(), rows: 0, left_out: None };
        let mut records = Vec::new();
        if wide > MAX_COLUMNS {
            let message = format!("a table of {wide} columns was left out: {MAX_COLUMNS} are read at most");
            found.left_out = Some("it has too many columns".to_owned());
            warnings.add(line, Rule::TooLarge, message);
            self.found.push(found);
            return records;
        }
        match Layout::of(&names, body, about(table, outline), self.options) {
            Ok(layout) => {
                let status = Column::Role(Role::HttpStatus);
                let http_status = outline.http_status().filter(|_| !layout.columns.contains(&status));
                let category = category.map(str::to_owned);
                let part = Part { layout: &layout, header: &titles, body, line, category, http_status };
                let (read, roles) = part.records(&mut self.budget, warnings);
                found.rows = read.len();
                found.columns = told(&titles, &roles, &layout.why);
                self.last = (titles.iter().map(|&title| title.to_owned()).collect(), layout.code);
                let declared = names.iter().flatten().filter(|name| self.options.roles.contains_key(**name));
                self.used.extend(declared.map(|&name| name.to_owned()));
                records = read;
            }
            Err(_) if table.lays_out => return records,
            Err(reason) => {
                found.columns = titles.iter().map(|title| ignored(title)).collect();
                found.left_out = Some(said(reason).to_owned());
                if reason == LeftOut::NoCodes {
                    let message = format!(
                        "no code column in the table `{}`: name it in vendors.toml, `columns = {{ … = \"code\" }}`",
                        excerpt(&titles.join(" | "))
                    );
                    warnings.add(line, Rule::TableWithoutCodes, message);
                }
            }
        }
        self.found.push(found);
        records
    }
}

/// Whether the row below the header is one too: it names more columns than the header does.
fn is_header(header: &[Row], below: Option<&Row>) -> bool {
    let Some(below) = below else { return false };
    let known = |row: &Row| row.cells.iter().filter(|cell| meaning(&cell.text).is_some()).count();
    let said = below.cells.iter().filter(|cell| !is_blank(&cell.text)).count();
    said > 1 && known(below) == said && header.iter().all(|row| known(row) < said)
}

/// Leaves out the columns that say nothing, header included.
fn drop_blank(names: &mut Vec<Vec<&str>>, body: &mut Cow<'_, [Row]>) {
    let blank = |at: usize| {
        names[at].iter().all(|name| is_blank(name)) && body.iter().all(|row| row.whole(at).is_empty())
    };
    let kept: Vec<usize> = (0..names.len()).filter(|&at| names[at].is_empty() || !blank(at)).collect();
    if kept.len() == names.len()
        || kept.is_empty()
        || kept.len() + 1 == names.len() && kept.last() == Some(&(kept.len() - 1))
    {
        return;
    }
    *names = kept.iter().map(|&at| std::mem::take(&mut names[at])).collect();
    for row in body.to_mut() {
        let cells: Vec<_> = kept.iter().filter_map(|&at| row.cells.get(at).cloned()).collect();
        row.given = row.given.min(cells.len());
        row.cells = cells;
    }
}

/// Where in `rows` the header, or else the body, begins.
fn offset(rows: &[Row], header: &[Row], body: &[Row]) -> usize {
    let first = header.first().or(body.first());
    first.and_then(|first| rows.iter().position(|row| std::ptr::eq(row, first))).unwrap_or(0)
}

/// The header cells of each column, the highest first.
fn names<'a>(header: &'a [Row], rows: &[Row]) -> Vec<Vec<&'a str>> {
    let counted = if header.is_empty() { rows } else { header };
    let width = counted.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(MAX_COLUMNS);
    (0..width).map(|at| header.iter().map(|row| row.whole(at)).collect()).collect()
}

fn told(titles: &[&str], roles: &[Role], why: &[&'static str]) -> Vec<FoundColumn> {
    let columns = titles.iter().zip(roles).zip(why);
    columns
        .map(|((title, role), why)| FoundColumn { header: (*title).to_owned(), role: *role, why })
        .collect()
}

fn ignored(title: &str) -> FoundColumn {
    FoundColumn { header: title.to_owned(), role: Role::Ignored, why: "the table gives no entries" }
}

fn said(reason: LeftOut) -> &'static str {
    match reason {
        LeftOut::NotErrors(why) => why,
        LeftOut::HttpStatuses => "it says what the statuses of HTTP mean: `--http-tables` reads it",
        LeftOut::NoCodes => "it is about errors that have no codes",
    }
}

/// What is said around a table. A heading that names codes of something else is about those.
fn about(table: &Table, outline: &Outline) -> About {
    let nearest = table.caption.clone().or_else(|| outline.category());
    if nearest.is_some_and(|heading| speaks_of_foreign_codes(&heading)) {
        return About::default();
    }
    let caption = |speaks: fn(&str) -> bool| table.caption.as_deref().is_some_and(speaks);
    About {
        errors: caption(speaks_of_errors) || outline.speaks_of_errors(),
        codes: caption(speaks_of_codes) || outline.speaks_of_codes(),
    }
}

/// The words of a first row that is one cell across the table.
fn title(header: &[Row]) -> Option<String> {
    let [row] = header else { return None };
    let across = row.cells.len() > 1 && row.cells[1..].iter().all(|cell| cell.covered);
    across.then(|| heading(&row.cells[0].text)).filter(|words| !words.is_empty())
}

/// A table's header rows with the rows below them; a table may begin anew with other columns.
fn parts(rows: &[Row]) -> Vec<(&[Row], &[Row])> {
    let said = |row: &Row| row.cells.iter().filter(|cell| !cell.covered && !is_blank(&cell.text)).count();
    // A header of nothing but empty cells is how Markdown writes a table without one.
    let first = rows.iter().position(|row| said(row) > 0).unwrap_or(rows.len());
    let mut rest = &rows[first..];
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let header = rest
            .iter()
            .position(|row| !row.header || said(row) < 2 && row.cells.len() > 1)
            .unwrap_or(rest.len());
        // A title across a table that has its header below.
        if header == 0 && rest.len() > 2 && title(&rest[..1]).is_some() {
            parts.push((&rest[..1], &rest[1..1]));
            rest = &rest[1..];
            continue;
        }
        let header = if header == 0 && is_data(rest) { 0 } else { header.max(1) };
        let is_next = |row: &Row| row.header && said(row) > 1;
        let end = rest[header..].iter().position(is_next).map_or(rest.len(), |next| header + next);
        parts.push((&rest[..header], &rest[header..end.max(header)]));
        rest = &rest[end.max(header).max(1).min(rest.len())..];
    }
    parts
}

/// Whether the first row of a table without header cells is a row like the others: its cells name no column, and one is
/// a code where the rows below have codes.
fn is_data(rows: &[Row]) -> bool {
    let first = &rows[0];
    let named = first.cells.iter().any(|cell| meaning(&cell.text).is_some());
    let coded = |row: &Row, at: usize| codes(row.text(at)).is_some();
    let like = |at: usize| {
        coded(first, at)
            && rows.len() > 1
            && rows[1..].iter().all(|row| coded(row, at) || row.text(at).is_empty())
    };
    !named && (0..first.cells.len()).any(like)
}

/// How many groups of the same columns stand side by side: 2 for `code | text | code | text`.
fn groups(names: &[Vec<&str>]) -> usize {
    let width = names.len();
    let repeated = |period: &usize| {
        width.is_multiple_of(*period)
            && (0..width - period).all(|at| names[at].last() == names[at + period].last())
            && names[..*period].iter().any(|name| name.last().is_some_and(|name| !is_blank(name)))
    };
    (2..=width / 2).find(repeated).map_or(1, |period| width / period)
}

/// The rows that one row of several groups is.
fn split_row(row: &Row, period: usize, groups: usize) -> impl Iterator<Item = Row> {
    let group = move |number: usize| {
        let cells: Vec<_> = row.cells.iter().skip(number * period).take(period).cloned().collect();
        let said = cells.iter().any(|cell| !is_blank(&cell.text));
        said.then_some(Row { given: cells.len(), cells, ..*row })
    };
    (0..groups).filter_map(group)
}

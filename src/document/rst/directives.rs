//! What does a directive of reStructuredText say: a table, prose, code, or nothing?
//!
//! No other file is read, so that what a directive includes stays out.

use super::{Reader, item, marker};
use crate::document::markup::{Blocks, Cell, Field, Line, Row, Table, dedented, indented, records};

/// What follows `.. name::`.
struct Directive<'a> {
    line: Line<'a>,
    name: &'a str,
    argument: String,
    options: Vec<(&'a str, String)>,
    content: Vec<Line<'a>>,
}

impl Directive<'_> {
    fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(have, _)| *have == name).map(|(_, value)| value.as_str())
    }

    /// How many rows at the top name the columns.
    fn header_rows(&self) -> usize {
        self.option("header-rows").and_then(|rows| rows.parse().ok()).unwrap_or(0)
    }
}

/// The name that a directive's first line gives, and what follows.
fn named(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix("..")?.trim_start().split_once("::")?;
    let word = |c: char| c.is_alphanumeric() || "-_.:+".contains(c);
    // Some write `.. note ::`.
    let name = name.trim_end();
    (!name.is_empty() && name.chars().all(word) && !rest.starts_with(':')).then_some((name, rest.trim()))
}

fn read<'a>(lines: &[Line<'a>]) -> Option<Directive<'a>> {
    let first = *lines.first()?;
    let (name, argument) = named(first.text)?;
    let body = dedented(&lines[1..]);
    let head = body.iter().take_while(|line| !line.is_blank()).count();
    let starts = body[..head].iter().position(|line| line.text.starts_with(':'));
    // Lines of text right below the first one are content where nothing says that they are an argument.
    let content = if starts.is_none() && !takes_argument(name) { 0 } else { head };
    let arguments = starts.unwrap_or(content);
    let mut directive = Directive {
        line: first,
        name,
        argument: argument.to_owned(),
        options: Vec::new(),
        content: Vec::new(),
    };
    for line in &body[..arguments] {
        directive.argument = format!("{} {}", directive.argument, line.text.trim()).trim().to_owned();
    }
    for line in &body[arguments..content] {
        match line.text.strip_prefix(':').and_then(|text| text.split_once(':')) {
            Some((name, value)) => directive.options.push((name, value.trim().to_owned())),
            None => {
                if let Some((_, value)) = directive.options.last_mut() {
                    value.push('\n');
                    value.push_str(line.text.trim());
                }
            }
        }
    }
    directive.content = dedented(&body[content..]);
    Some(directive)
}

/// Whether lines of text below the first one go on with it.
fn takes_argument(name: &str) -> bool {
    matches!(
        name,
        "table" | "list-table" | "csv-table" | "flat-table" | "figure" | "image" | "rubric" | "tab-item"
    )
}

/// Whether a directive says nothing that a reader sees, or only what other files have.
fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "contents"
            | "default-role"
            | "figure"
            | "highlight"
            | "image"
            | "include"
            | "index"
            | "literalinclude"
            | "meta"
            | "raw"
            | "role"
            | "rst-class"
            | "sectnum"
            | "tabularcolumns"
            | "target-notes"
            | "title"
            | "toctree"
            | "unicode"
            | "replace"
            | "youtube"
            | "only-html"
            | "mermaid"
            | "graphviz"
            | "plantuml"
            | "uml"
            | "currentmodule"
            | "module"
            | "py:module"
            | "py:currentmodule"
            | "cssclass"
            | "header"
            | "footer"
    ) || name.starts_with("auto")
}

/// Whether a directive's content is code.
fn is_code(name: &str) -> bool {
    matches!(
        name,
        "code"
            | "code-block"
            | "sourcecode"
            | "parsed-literal"
            | "math"
            | "prompt"
            | "console"
            | "productionlist"
            | "ipython"
            | "doctest"
            | "testcode"
            | "testoutput"
            | "highlight-block"
            | "substitution-code-block"
    )
}

/// Whether a directive describes what its argument names.
fn is_object(name: &str) -> bool {
    name.contains(':')
        || matches!(
            name,
            "attribute"
                | "class"
                | "cmdoption"
                | "confval"
                | "data"
                | "describe"
                | "enumerator"
                | "envvar"
                | "exception"
                | "function"
                | "macro"
                | "method"
                | "object"
                | "option"
                | "setting"
                | "type"
        )
}

impl Reader {
    /// Reads what begins with `..` and returns its number of lines.
    pub(super) fn explicit(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let first = lines[0].text[2..].trim_start();
        // An empty comment ends a block and owns nothing that follows.
        if first.is_empty() && lines.get(1).is_none_or(Line::is_blank) {
            return 1;
        }
        let len = 1 + indented(&lines[1..]);
        if let Some(directive) = read(&lines[..len]) {
            self.directive(&directive, depth);
        } else if let Some((label, text)) = first.strip_prefix('[').and_then(|rest| rest.split_once(']'))
            && text.starts_with(' ')
            && !label.is_empty()
        {
            let mut body = vec![Line { at: lines[0].at, text: text.trim_start() }];
            body.extend(dedented(&lines[1..len]));
            self.blocks(&body, depth + 1);
        }
        len
    }

    fn directive(&mut self, directive: &Directive<'_>, depth: usize) {
        let line = directive.line.at;
        let name = directive.name.to_ascii_lowercase();
        let argument = self.inline(&directive.argument);
        match name.as_str() {
            "list-table" | "flat-table" => self.list_table(directive, depth),
            "csv-table" => self.csv_table(directive, depth),
            "table" => {
                self.caption = Some(argument).filter(|caption| !caption.is_empty());
                self.blocks(&directive.content, depth + 1);
                self.caption = None;
            }
            name if is_code(name) => self.out.literal(&directive.content),
            name if is_silent(name) => {}
            name if is_object(name) && !argument.is_empty() => {
                self.out.open("dl", line);
                self.out.element("dt", line, &argument);
                self.out.open("dd", line);
                self.blocks(&directive.content, depth + 1);
                self.out.close();
                self.out.close();
            }
            "rubric" | "tab" | "tab-item" | "group-tab" | "dropdown" | "topic" | "sidebar" | "admonition"
                if !argument.is_empty() =>
            {
                self.out.element("p", line, &format!("<strong>{argument}</strong>"));
                self.blocks(&directive.content, depth + 1);
            }
            name => {
                let says = matches!(
                    name,
                    "note"
                        | "tip"
                        | "warning"
                        | "important"
                        | "caution"
                        | "attention"
                        | "danger"
                        | "error"
                        | "hint"
                        | "seealso"
                        | "versionadded"
                        | "versionchanged"
                        | "deprecated"
                );
                if says && !argument.is_empty() {
                    self.out.element("p", line, &argument);
                }
                self.blocks(&directive.content, depth + 1);
            }
        }
    }

    fn new_table<'a>(&self, directive: &Directive<'_>) -> Table<'a> {
        let caption = Some(self.inline(&directive.argument)).filter(|caption| !caption.is_empty());
        Table { line: directive.line.at, caption, rows: Vec::new() }
    }

    /// A table written as a list of lists.
    fn list_table(&mut self, directive: &Directive<'_>, depth: usize) {
        let mut table = self.new_table(directive);
        for row in items(&directive.content) {
            let line = row.first().map_or(directive.line.at, |line| line.at);
            let cells = items(&row).into_iter().map(Cell::new).collect();
            table.rows.push(Row { line, header: table.rows.len() < directive.header_rows(), cells });
        }
        self.table(&table, depth);
    }

    /// A table of separated values; those of another file cannot be read.
    fn csv_table(&mut self, directive: &Directive<'_>, depth: usize) {
        let delim = match directive.option("delim") {
            Some("tab") => '\t',
            Some("space") => ' ',
            other => other.and_then(|text| text.chars().next()).unwrap_or(','),
        };
        let header = directive.option("header").unwrap_or_default();
        let at = directive.line.at;
        let header: Vec<Line<'_>> = header.lines().map(|text| Line::new(at, text)).collect();
        let header = records(&header, delim);
        let tabbed: Vec<String> =
            if delim == '\t' { directive.content.iter().map(tabs).collect() } else { Vec::new() };
        let tabbed: Vec<Line<'_>> =
            directive.content.iter().zip(&tabbed).map(|(line, text)| Line::new(line.at, text)).collect();
        let body = records(if delim == '\t' { &tabbed } else { &directive.content }, delim);
        let heads = header.len() + directive.header_rows();
        let mut table = self.new_table(directive);
        for (number, record) in header.iter().chain(&body).enumerate() {
            let line = record.first().map_or(at, |field| field.line);
            let cells = record.iter().map(|field: &Field| Cell::new(field.lines())).collect();
            table.rows.push(Row { line, header: number < heads, cells });
        }
        if !body.is_empty() {
            self.table(&table, depth);
        }
    }
}

/// A line with a tab for each gap: tabs became spaces when the page was read.
fn tabs(line: &Line<'_>) -> String {
    line.text.trim().split("  ").map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\t")
}

/// The content of each item of a bullet list.
fn items<'a>(lines: &[Line<'a>]) -> Vec<Vec<Line<'a>>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match marker(line.text).filter(|marker| !marker.ordered) {
            Some(marker) => {
                let (content, len) = item(&lines[at..], marker.columns, marker.bytes);
                out.push(content);
                at += len;
            }
            None => at += 1,
        }
    }
    out
}

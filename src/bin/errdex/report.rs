//! The findings of a check for programs: one JSON object, or SARIF 2.1.0 for code scanning.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use errdex::{Finding, Severity};
use serde::Serialize;
use serde_json::{Value, json};

use crate::check::{Checked, Totals};
use crate::{excerpt, terminal};

/// The version of the JSON form.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    catalogs: Vec<Page<'a>>,
    findings: Vec<Found<'a>>,
    totals: &'a Totals,
}

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    file: &'a str,
    vendor: &'a str,
    service: &'a str,
    tables: usize,
    rows: usize,
    entries: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Found<'a> {
    file: &'a str,
    line: u32,
    severity: String,
    rule: &'a str,
    message: &'a str,
    cell: Option<&'a str>,
}

pub(crate) fn write_json(out: &mut impl Write, checked: &[Checked<'_>], totals: &Totals) -> Result<()> {
    let catalogs = checked.iter().map(|checked| Page {
        name: &checked.catalog.name,
        file: &checked.catalog.file,
        vendor: &checked.catalog.vendor,
        service: &checked.catalog.service,
        tables: checked.catalog.tables().count(),
        rows: checked.rows(),
        entries: checked.catalog.entries.len(),
        errors: checked.count(Severity::Error),
        warnings: checked.count(Severity::Warning),
    });
    let findings = checked.iter().flat_map(|checked| &checked.findings).map(|finding| Found {
        file: &finding.file,
        line: finding.line,
        severity: finding.severity.to_string(),
        rule: finding.rule,
        message: &finding.message,
        cell: finding.cell.as_deref(),
    });
    let report =
        Report { schema: SCHEMA, catalogs: catalogs.collect(), findings: findings.collect(), totals };
    writeln!(out, "{}", terminal::json(&report)?)?;
    Ok(())
}

pub(crate) fn write_sarif(out: &mut impl Write, checked: &[Checked<'_>]) -> Result<()> {
    let rules: Vec<Value> = Finding::rules()
        .map(|(name, severity, meaning)| {
            json!({
                "id": name,
                "shortDescription": { "text": meaning },
                "defaultConfiguration": { "level": severity.to_string() },
            })
        })
        .collect();
    let names: Vec<&str> = Finding::rules().map(|(name, ..)| name).collect();
    let mut results = Vec::new();
    for checked in checked {
        let uri = uri(&place(&excerpt::path(checked.catalog), &checked.catalog.file));
        for finding in &checked.findings {
            let index = names.iter().position(|name| *name == finding.rule);
            results.push(terminal::json(&result(finding, index, &uri))?);
        }
    }
    let driver = json!({
        "name": "errdex",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    // The results as texts: as values, those of thousands of pages would take more memory than all entries.
    let results = results.join(",\n");
    writeln!(out, "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",")?;
    writeln!(out, "\"runs\":[{{\"tool\":{{\"driver\":{}}},\"results\":[", terminal::json(&driver)?)?;
    writeln!(out, "{results}]}}]}}")?;
    Ok(())
}

fn result(finding: &Finding, index: Option<usize>, uri: &str) -> Value {
    let location = json!({
        "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" },
        "region": { "startLine": finding.line.max(1) },
    });
    json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity.to_string(),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": location }],
    })
}

/// The path from the folder that the command runs in, which is the repository's where code is scanned. What lies outside
/// of it is called by its folder's name.
fn place(path: &str, file: &str) -> String {
    let inside = || {
        let here = Path::new(".").canonicalize().ok()?;
        let path = Path::new(path).canonicalize().ok()?;
        let parts = path.strip_prefix(here).ok()?.components();
        Some(parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    };
    inside().unwrap_or_else(|| file.to_owned())
}

/// A path as a relative address: all but plain characters in percent.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_and_plain() {
        assert_eq!(uri("codes/a b:c/错.md"), "codes/a%20b%3Ac/%E9%94%99.md");
        assert_eq!(place("/no/such/file.md", "such/file.md"), "such/file.md");
    }
}

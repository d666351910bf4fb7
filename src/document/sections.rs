//! Which codes stand outside tables? Headings, bold names, items, terms and lines that each begin a section about one.
//!
//! A page that lists codes so has many sections alike, and says somewhere that they are errors: one alone, or one among
//! words of other kinds, is no list. Nothing here looks into a table.

use std::ops::Range;

use super::blocks::{Block, Kind, Passage};
use super::codes::Codes;
use super::fields::{Fields, is_labelled, is_parameter, lines};
use super::headers::speaks_of_codes;
use super::lead::{Lead, constant, lead};
use super::outline::Outline;
use super::record::Record;
use super::values::is_standard_status;
use super::{Found, FoundColumn, Options};

/// What sections begin with, in the order in which a page is searched for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Heading(u8),
    Term,
    Bold,
    Item(usize),
}

/// A section that may be about a code.
struct Section {
    /// Its first block.
    at: usize,
    /// The block after its last.
    end: usize,
    lead: Option<Lead>,
}

/// Sections of one form side by side, under one heading.
struct Run {
    form: Form,
    sections: Vec<Section>,
    /// What stands above the first one.
    outline: Outline,
}

/// The records of a page's sections, by line.
pub(super) fn records(
    blocks: &[Block],
    above: &Outline,
    options: &Options,
    found: &mut Vec<Found>,
) -> Vec<Record> {
    let mut read = vec![false; blocks.len()];
    let mut records = Vec::new();
    for form in forms(blocks) {
        let runs = runs(blocks, above, form, &read);
        let leads =
            (runs.iter().map(Run::strong).sum::<usize>(), runs.iter().map(|run| run.sections.len()).sum());
        for run in runs {
            if !run.lists_codes(blocks, leads, options) {
                continue;
            }
            let whole = run.sections.first().map_or(0, |first| first.at)
                ..run.sections.last().map_or(0, |last| last.end);
            let (texts, told) = run.records(blocks);
            read[whole].fill(true);
            found.push(told);
            records.extend(texts);
        }
    }
    records.extend(line_lists(blocks, above, &read, found));
    records
}

/// The forms that a page has, outer ones first.
fn forms(blocks: &[Block]) -> Vec<Form> {
    let mut forms: Vec<Form> =
        (1..=6).map(Form::Heading).chain([Form::Term, Form::Bold]).chain((1..=4).map(Form::Item)).collect();
    forms.retain(|form| passages(blocks).any(|(_, passage)| form.begins(passage)));
    forms
}

fn passages(blocks: &[Block]) -> impl Iterator<Item = (usize, &Passage)> {
    blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Passage(passage) => Some((at, passage)),
        Block::Table(_) => None,
    })
}

impl Form {
    /// Whether a section of this form begins with `passage`.
    fn begins(self, passage: &Passage) -> bool {
        match self {
            Form::Heading(level) => passage.kind == Kind::Heading(level),
            Form::Term => passage.kind == Kind::Term,
            Form::Bold => passage.kind == Kind::Paragraph && !passage.lead.is_empty() && !passage.continued,
            Form::Item(depth) => passage.kind == Kind::Item(depth) && !passage.continued,
        }
    }

    /// Whether `passage` ends a section of this form without beginning another, and the run with it.
    fn ends(self, passage: &Passage) -> bool {
        match (self, passage.kind) {
            (Form::Heading(level), Kind::Heading(other)) => other < level,
            (Form::Item(depth), Kind::Item(other)) => other < depth,
            (Form::Item(_), Kind::Paragraph | Kind::Term) => true,
            (_, Kind::Heading(_)) => true,
            _ => false,
        }
    }

    fn lead(self, passage: &Passage) -> Option<Lead> {
        match self {
            Form::Bold => lead(&passage.lead, true),
            Form::Heading(_) | Form::Term => lead(&passage.text.replace('\n', " "), passage.all_lead()),
            Form::Item(_) => {
                let bold = lead(&passage.lead, true).filter(|_| !passage.lead.is_empty());
                bold.or_else(|| lead(passage.text.lines().next().unwrap_or_default(), passage.all_lead()))
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Form::Heading(_) => "headings",
            Form::Term => "definitions",
            Form::Bold => "bold names",
            Form::Item(_) => "items",
        }
    }
}

/// The runs of sections of one form among the blocks that are not read yet.
fn runs(blocks: &[Block], above: &Outline, form: Form, read: &[bool]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    let mut outline = above.clone();
    for (at, passage) in passages(blocks) {
        if read[at] || form.ends(passage) {
            close(&mut open, at, &mut runs);
        }
        let slipped = || open.as_ref().is_some_and(|run| run.slips_to(passage));
        if !read[at] && (form.begins(passage) || slipped()) {
            let run =
                open.get_or_insert_with(|| Run { form, sections: Vec::new(), outline: outline.clone() });
            if let Some(last) = run.sections.last_mut() {
                last.end = at;
            }
            run.sections.push(Section { at, end: at, lead: form.lead(passage) });
        }
        outline.see(passage);
    }
    close(&mut open, blocks.len(), &mut runs);
    runs
}

fn close(open: &mut Option<Run>, end: usize, runs: &mut Vec<Run>) {
    if let Some(mut run) = open.take() {
        if let Some(last) = run.sections.last_mut() {
            last.end = end;
        }
        runs.push(run);
    }
}

impl Run {
    /// Whether a deeper heading begins a section like those of this run: authors take the wrong level.
    fn slips_to(&self, passage: &Passage) -> bool {
        let (Form::Heading(level), Kind::Heading(deeper)) = (self.form, passage.kind) else { return false };
        let number = |lead: Option<&Lead>| lead.is_some_and(|lead| lead.strong && lead.codes.is_number());
        deeper > level
            && number(self.sections.first().and_then(|first| first.lead.as_ref()))
            && number(self.form.lead(passage).as_ref())
    }

    fn strong(&self) -> usize {
        self.leads().filter(|lead| lead.strong).count()
    }

    fn leads(&self) -> impl Iterator<Item = &Lead> {
        self.sections.iter().filter_map(|section| section.lead.as_ref())
    }

    /// Whether this is a list of codes of errors; `page` is how many sections of the form have a code on the whole page, and
    /// how many there are.
    fn lists_codes(&self, blocks: &[Block], page: (usize, usize), options: &Options) -> bool {
        let (all, strong, coded) = (self.sections.len(), self.strong(), self.leads().count());
        // `404 Not Found`, and `401 Unauthorized`, which reads like a code with its status.
        let statuses = self.leads().all(|lead| {
            lead.codes.http_status.is_some()
                || lead.codes.codes.iter().all(|(code, _)| is_standard_status(code))
        });
        if strong == 0 && !self.numbered()
            || statuses && !options.http_tables && self.leads().all(|lead| !lead.said)
        {
            return false;
        }
        let said = self.leads().filter(|lead| lead.said).count() * 2 >= all;
        let (errors, codes) = (self.outline.speaks_of_errors(), self.outline.speaks_of_codes());
        let near = self.outline.near().any(speaks_of_codes);
        let labelled = self.share(blocks, is_labelled);
        if self.share(blocks, is_parameter) > 0.3 || self.fields() > 1 {
            return false;
        }
        if self.told(blocks) * 2 < coded {
            return false;
        }
        let explained = labelled >= 0.5;
        match self.form {
            Form::Heading(_) => {
                let page_of_codes = page.0 * 2 >= page.1 || self.numbered();
                // Settings and methods have headings too: `max_connections`, `createOrder`.
                let plain = self.leads().any(|lead| lead.codes.codes.iter().any(|(code, _)| !is_lower(code)))
                    || self.sections.iter().filter(|section| is_marked(&blocks[section.at])).count() * 2
                        >= all;
                let listed = page.0 > 1
                    && (page.0 > 2 || all > 1 || explained)
                    && (explained || said || errors && (codes || page.0 > 2 && plain));
                coded * 2 >= all && (strong * 2 >= coded || codes && explained) && page_of_codes && listed
            }
            Form::Term => coded * 2 >= all && page.0 > 1 && (errors || said),
            Form::Bold => coded * 4 >= all * 3 && (strong > 1 || explained) && (errors || said || explained),
            // Items are written for everything: they must be many, alike, and under words that say what they are.
            Form::Item(_) => {
                let serial = |lead: &Lead| lead.codes.codes.iter().all(|(code, _)| is_serial(code));
                strong * 5 >= all * 4
                    && (all > 2 || all > 1 && self.leads().all(serial) && errors)
                    && (said || near || errors && self.leads().all(|lead| lead.strong && serial(lead)))
            }
        }
    }

    /// How many of the sections with a code say anything besides it.
    fn told(&self, blocks: &[Block]) -> usize {
        let says = |section: &&Section| {
            let Some(lead) = &section.lead else { return false };
            let mut passages = passages(&blocks[section.at..section.end]).map(|(_, passage)| passage);
            let first = passages.next();
            let after = first.is_some_and(|passage| match self.form {
                Form::Bold | Form::Item(_) => {
                    passage.rest.contains(char::is_alphanumeric) && !passage.lead.is_empty()
                        || passage.text.lines().count() > 1
                }
                _ => false,
            });
            after || !lead.message.is_empty() || passages.any(|passage| passage.kind != Kind::Lines)
        };
        self.sections.iter().filter(says).count()
    }

    /// Whether the codes are short numbers one after another, as in a list of few codes: 1, 100, 106.
    fn numbered(&self) -> bool {
        self.leads().count() > 2 && self.leads().all(|lead| lead.codes.is_number())
    }

    /// The share of the sections of which a line begins in this way.
    fn share(&self, blocks: &[Block], begins: fn(&str) -> bool) -> f64 {
        let of = |section: &&Section| {
            let texts = passages(&blocks[section.at..section.end]).map(|(_, passage)| passage);
            texts.filter(|passage| passage.kind != Kind::Lines).any(|passage| {
                passage.text.lines().chain(passage.lines.lines()).any(begins)
                    || (passage.all_lead() || passage.kind == Kind::Term)
                        && begins(&format!("{}: x", passage.text))
            })
        };
        let count = self.sections.iter().filter(of).count();
        count as f64 / self.sections.len().max(1) as f64
    }

    /// How many of the codes are names of the parts of a body.
    fn fields(&self) -> usize {
        const FIELDS: [&str; 8] =
            ["code", "message", "error", "status", "requestid", "type", "target", "data"];
        let field = |lead: &&Lead| {
            lead.codes.codes.iter().any(|(code, _)| FIELDS.contains(&code.to_ascii_lowercase().as_str()))
        };
        self.leads().filter(field).count()
    }

    fn records(self, blocks: &[Block]) -> (Vec<Record>, Found) {
        let mut records = Vec::new();
        let mut columns: Vec<FoundColumn> = Vec::new();
        let category = match self.form {
            Form::Heading(level) => self.outline.category_above(level),
            _ => self.outline.category(),
        };
        let first = self.sections.first().map_or(1, |section| line(&blocks[section.at]));
        let status = self.outline.http_status();
        // A word among numbers is a heading, and a short number among names its number.
        let numbers = self
            .sections
            .iter()
            .filter_map(|section| section.lead.as_ref())
            .filter(|lead| lead.strong)
            .all(|lead| lead.codes.is_number());
        let mut rows = 0;
        for section in self.sections {
            let Some(lead) = section.lead.filter(|lead| lead.strong || lead.codes.is_number() == numbers)
            else {
                continue;
            };
            rows += 1;
            let mut blank =
                Record { line: line(&blocks[section.at]), category: category.clone(), ..Record::default() };
            blank.http_status.extend(lead.http_status.or(lead.codes.http_status).or(status));
            let fields = fields(blocks, section.at..section.end, self.form, &lead, blank);
            for (label, role) in fields.labels() {
                if !columns.iter().any(|column| column.header == *label) {
                    columns.push(FoundColumn {
                        header: label.clone(),
                        role: *role,
                        why: "the label says so",
                    });
                }
            }
            let of = |record: &Record| {
                lead.codes.codes.iter().map(|code| record.spelled(code.clone())).collect::<Vec<_>>()
            };
            records.extend(fields.records().iter().flat_map(of));
        }
        let found =
            Found { line: first, heading: category, shape: self.form.name(), columns, rows, left_out: None };
        (records, found)
    }
}

/// Whether a heading is nothing but code or bold text.
fn is_marked(block: &Block) -> bool {
    matches!(block, Block::Passage(passage) if passage.all_lead())
}

/// Whether a code is a name that begins with a small letter.
fn is_lower(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a code is numbered, as no class and no field is: 8001, `V3001`.
fn is_serial(code: &str) -> bool {
    code.bytes().filter(u8::is_ascii_digit).count() > 2
}

fn line(block: &Block) -> u32 {
    match block {
        Block::Passage(passage) => passage.line,
        Block::Table(table) => table.line,
    }
}

/// The texts of a section: what stands with the code, then what stands below.
fn fields(blocks: &[Block], section: Range<usize>, form: Form, lead: &Lead, mut blank: Record) -> Fields {
    let name = super::codes::is_symbol(&lead.message);
    if name {
        blank.aliases.push(lead.message.clone());
    }
    let mut fields = Fields::new(blank);
    if !name && !lead.message.is_empty() {
        fields.add_message(&lead.message);
    }
    for (number, (_, passage)) in passages(&blocks[section]).enumerate() {
        match (form, number) {
            (Form::Heading(_) | Form::Term, 0) => {}
            (Form::Bold, 0) => {
                lines(&passage.rest, &passage.rest_lines).for_each(|line| fields.add_line(line))
            }
            (Form::Item(_), 0) => {
                let after = passage.text.lines().skip(1);
                let same = passage
                    .rest
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches([':', '：', '-', '–', '—', ' ', '.']);
                if lead.message.is_empty() && !passage.lead.is_empty() && !passage.all_lead() {
                    fields.add_line(same);
                }
                after.for_each(|line| fields.add_line(line));
            }
            _ => fields.add(passage),
        }
    }
    fields
}

/// The records of lines that each define a code, in preformatted text and in paragraphs side by side.
fn line_lists(blocks: &[Block], above: &Outline, read: &[bool], found: &mut Vec<Found>) -> Vec<Record> {
    let mut records = Vec::new();
    let mut outline = above.clone();
    let mut written: Vec<(u32, &str)> = Vec::new();
    let mut kind = None;
    for (at, block) in blocks.iter().enumerate() {
        let passage = match block {
            Block::Passage(passage) if !read[at] && matches!(passage.kind, Kind::Lines | Kind::Paragraph) => {
                passage
            }
            other => {
                records.extend(line_records(
                    &std::mem::take(&mut written),
                    kind == Some(Kind::Lines),
                    &outline,
                    found,
                ));
                if let Block::Passage(passage) = other {
                    outline.see(passage);
                }
                continue;
            }
        };
        if kind != Some(passage.kind) || passage.kind == Kind::Lines {
            records.extend(line_records(
                &std::mem::take(&mut written),
                kind == Some(Kind::Lines),
                &outline,
                found,
            ));
        }
        kind = Some(passage.kind);
        let lines = if passage.lines.is_empty() { &passage.text } else { &passage.lines };
        let numbered = lines
            .lines()
            .enumerate()
            .map(|(number, line)| (passage.line.saturating_add(number as u32), line));
        written.extend(numbered.filter(|(_, line)| !line.trim().is_empty()));
        if written.len() < 3 {
            outline.see(passage);
        }
    }
    records.extend(line_records(&written, kind == Some(Kind::Lines), &outline, found));
    records
}

/// The records of `written`, preformatted lines where `code`: an example under a title that speaks of codes is none.
fn line_records(
    written: &[(u32, &str)],
    code: bool,
    outline: &Outline,
    found: &mut Vec<Found>,
) -> Vec<Record> {
    let read = |line: &str| {
        let defined = constant(line);
        let defines = defined.is_some();
        let lead =
            defined.or_else(|| lead(line, false).filter(|lead| lead.strong && !lead.message.is_empty()))?;
        Some((lead, defines))
    };
    let leads: Vec<(u32, Lead, bool)> = written
        .iter()
        .filter_map(|(number, line)| read(line).map(|(lead, defines)| (*number, lead, defines)))
        .collect();
    let defined = leads.iter().filter(|(.., defines)| *defines).count();
    let Some(first) = leads.first().map(|(line, ..)| *line) else { return Vec::new() };
    let alike = (leads.len() > 2 || defined > 1) && leads.len() * 10 >= written.len() * 7;
    const OF_ERRORS: [&str; 3] = ["ERR", "FAIL", "EXCEPTION"];
    let named = |lead: &Lead| {
        lead.codes
            .codes
            .iter()
            .any(|(_, aliases)| aliases.iter().any(|alias| OF_ERRORS.iter().any(|word| alias.contains(word))))
    };
    let errors = outline.speaks_of_errors()
        || leads.iter().filter(|(_, lead, _)| named(lead)).count() * 3 > leads.len();
    if !alike
        || !(if code { outline.near().any(speaks_of_codes) } else { outline.speaks_of_codes() }
            || defined * 2 > leads.len() && errors)
    {
        return Vec::new();
    }
    let category = outline.category();
    found.push(Found {
        line: first,
        heading: category.clone(),
        shape: "lines",
        columns: Vec::new(),
        rows: leads.len(),
        left_out: None,
    });
    let of = |(line, lead, _): (u32, Lead, bool)| {
        let blank = Record { line, category: category.clone(), ..Record::default() };
        let mut fields = Fields::new(blank);
        fields.add_message(&lead.message);
        let records = fields.records();
        let Codes { codes, .. } = lead.codes;
        records
            .into_iter()
            .flat_map(move |record| codes.clone().into_iter().map(move |code| record.spelled(code)))
    };
    leads.into_iter().flat_map(of).collect()
}

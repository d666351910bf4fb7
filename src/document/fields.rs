//! What does a section about a code say? Labelled lines become message, description, remedy and status.
//!
//! Takes the texts of one section in order. Nothing here finds sections.

use super::Role;
use super::blocks::{Kind, Passage};
use super::cells::{flat, statuses};
use super::codes::is_symbol;
use super::headers::{Meaning, Text, meaning};
use super::record::Record;
use crate::entry::Language;

/// The texts of a section as they come.
pub(super) struct Fields {
    records: Vec<Record>,
    /// The first record, before anything was said.
    blank: Record,
    /// What the current text is, and how deep in lists it began.
    current: Option<(Role, usize)>,
    /// The line of what is being taken.
    line: u32,
    /// What was said, under which label; what stands under none may be any text.
    texts: Vec<(Option<Role>, String)>,
    labels: Vec<(String, Role)>,
}

/// How a line begins that says what it is.
enum Label {
    Role(Role),
    /// Of something that no entry has.
    Other,
}

/// How long a label may be, in characters.
const LONGEST_LABEL: usize = 32;

impl Fields {
    pub(super) fn new(blank: Record) -> Fields {
        Fields {
            records: Vec::new(),
            line: blank.line,
            blank,
            current: None,
            texts: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The labels that were read, each with its role.
    pub(super) fn labels(&self) -> &[(String, Role)] {
        &self.labels
    }

    /// Takes a passage of the section.
    pub(super) fn add(&mut self, passage: &Passage) {
        self.line = passage.line;
        let depth = match passage.kind {
            Kind::Item(depth) => depth,
            Kind::Lines => return,
            Kind::Heading(_) | Kind::Term => return self.add_heading(&passage.text),
            _ => 0,
        };
        if passage.all_lead()
            && depth == 0
            && let Some(label) = whole_label(&passage.text)
        {
            return self.begin(&passage.text, label, 0);
        }
        let continues = passage.continued || self.current.is_some_and(|(_, began)| depth > began);
        for (number, line) in lines(&passage.text, &passage.lines).enumerate() {
            match label(line).filter(|_| !continues) {
                Some((name, label, text)) => {
                    self.begin(name, label, depth);
                    self.say(text, true);
                }
                // A paragraph of several lines goes on with the description; an item goes on with what it began.
                None => {
                    let within = continues || depth > 0 && number > 0 || self.expects();
                    // Of several items the first is the message, and the others say more of it.
                    if depth > 0 && !within && self.texts.is_empty() {
                        self.current = Some((Role::Message, depth));
                        self.say(line, true);
                    } else {
                        self.say(line, within);
                    }
                }
            }
        }
    }

    /// Takes the message that stands with the code.
    pub(super) fn add_message(&mut self, message: &str) {
        self.texts.push((Some(Role::Message), message.to_owned()));
    }

    /// Takes a line that stands with the code.
    pub(super) fn add_line(&mut self, line: &str) {
        match label(line) {
            Some((name, label, text)) => {
                self.begin(name, label, 0);
                self.say(text, true);
            }
            None => self.say(line, false),
        }
    }

    /// Takes a heading or a term, which says what the texts below it are.
    fn add_heading(&mut self, text: &str) {
        match whole_label(text) {
            Some(label) => self.begin(text, label, 0),
            None => self.current = None,
        }
    }

    /// Whether a label was read whose text has not come yet.
    fn expects(&self) -> bool {
        let Some((role, _)) = self.current else { return false };
        self.texts.last().is_none_or(|(last, text)| *last == Some(role) && text.is_empty())
    }

    fn begin(&mut self, name: &str, label: Label, depth: usize) {
        let Label::Role(role) = label else {
            self.current = Some((Role::Ignored, depth));
            self.texts.push((Some(Role::Ignored), String::new()));
            return;
        };
        // Another message after a cause or a remedy begins another error of the same code.
        let explained = |role: &Option<Role>| matches!(role, None | Some(Role::Description | Role::Remedy));
        let said =
            |wanted: Role| self.texts.iter().any(|(role, text)| *role == Some(wanted) && !text.is_empty());
        if role == Role::Message && said(Role::Message) && self.texts.iter().any(|(role, _)| explained(role))
        {
            self.finish();
            self.blank.line = self.line;
        }
        let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        if !self.labels.iter().any(|(have, _)| *have == name) {
            self.labels.push((name, role));
        }
        self.current = Some((role, depth));
        self.texts.push((Some(role), String::new()));
    }

    fn say(&mut self, text: &str, within: bool) {
        // Marks of emphasis that stand apart from its text are no marks to a parser.
        let text = text.trim();
        let inner = text.strip_prefix('*').and_then(|text| text.strip_suffix('*'));
        let text = inner.map_or(text, str::trim);
        if text.is_empty() || is_retry(text) {
            return;
        }
        let role = match self.current {
            Some((role, _)) if within => Some(role),
            _ => None,
        };
        match self.texts.iter_mut().rev().find(|(have, _)| *have == role) {
            Some((_, have)) if role != Some(Role::HttpStatus) => {
                if !have.is_empty() {
                    have.push(' ');
                }
                have.push_str(text);
            }
            _ => self.texts.push((role, text.to_owned())),
        }
    }

    /// What was said so far is a record.
    fn finish(&mut self) {
        let mut record = self.blank.clone();
        let texts = std::mem::take(&mut self.texts);
        let has = |wanted: Role| texts.iter().any(|(role, text)| *role == Some(wanted) && !text.is_empty());
        // What stands under no label is the message where another text explains it, or else explains the message.
        let unlabelled =
            if has(Role::Description) && !has(Role::Message) { Role::Message } else { Role::Description };
        for (role, text) in texts {
            let text = flat(&text);
            match role.unwrap_or(unlabelled) {
                _ if text.is_empty() => {}
                Role::HttpStatus => record.http_status = statuses(&text),
                Role::Code if is_symbol(&text) => record.add_aliases(&text),
                Role::Operation => record.add_operations(&text),
                Role::Category => record.category = Some(text),
                role => {
                    let language = Language::of(&text);
                    record.add_text(role, language, text);
                }
            }
        }
        // An explanation is the message where there is no shorter text.
        let bare = |language: &&Language| !record.message.contains_key(*language);
        let bare: Vec<Language> = record.description.keys().filter(bare).copied().collect();
        for language in bare {
            if let Some(text) = record.description.remove(&language) {
                record.message.insert(language, text);
            }
        }
        self.records.push(record);
        self.current = None;
    }

    /// The records of the section: one, or one for each message.
    pub(super) fn records(mut self) -> Vec<Record> {
        self.finish();
        self.records
    }
}

/// The lines of a text: where one of them as written begins with a label, the author's lines, else those of the page.
pub(super) fn lines<'a>(text: &'a str, written: &'a str) -> impl Iterator<Item = &'a str> {
    let labelled = written.lines().skip(1).any(|line| label(line).is_some());
    (if labelled { written } else { text }).lines()
}

/// The label that a line begins with, and the text after it: `Message: …`, `问题原因：…`, `信息 - …`.
fn label(line: &str) -> Option<(&str, Label, &str)> {
    let line = line.trim();
    let (name, text) = [":", "：", " - ", " – ", " — ", "—"]
        .iter()
        .filter_map(|mark| line.split_once(mark))
        .min_by_key(|(name, _)| name.len())?;
    // A label is a name: what reads like a sentence is one, and its last word no label.
    if name.chars().count() > LONGEST_LABEL
        || name.contains(['.', ',', ';', '!', '?', '。', '，', '；', '！', '？'])
    {
        return None;
    }
    named(name).map(|label| (name, label, text.trim()))
}

/// The label that a heading or a bold line is.
fn whole_label(text: &str) -> Option<Label> {
    let text = text.trim().trim_end_matches([':', '：']);
    (text.chars().count() <= LONGEST_LABEL).then(|| named(text)).flatten()
}

fn named(name: &str) -> Option<Label> {
    // What manuals say about anything.
    const ANYWHERE: [&str; 4] = ["note", "notes", "comment", "information"];
    if ANYWHERE.contains(&name.trim().to_lowercase().as_str()) {
        return None;
    }
    Some(match meaning(name)? {
        Meaning::Role(Role::Ignored) | Meaning::Ordinal => Label::Other,
        Meaning::Role(role) => Label::Role(role),
        Meaning::Http | Meaning::Status => Label::Role(Role::HttpStatus),
        Meaning::Text(Text::Message) | Meaning::MaybeCode(Text::Name) => Label::Role(Role::Message),
        Meaning::Text(_) => Label::Role(Role::Description),
        Meaning::OtherCode => Label::Role(Role::Code),
        Meaning::MaybeCode(_)
        | Meaning::Code
        | Meaning::AnyCode
        | Meaning::Value
        | Meaning::Parameter
        | Meaning::Foreign
        | Meaning::Action => return None,
    })
}

/// Whether a line says only if a call may be repeated.
fn is_retry(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.len() < 40 && (line.starts_with("ok to retry") || line.starts_with("retryable:"))
}

/// Whether the label that a line begins with is one of parameters: its type, whether it is required.
pub(super) fn is_parameter(line: &str) -> bool {
    const LABELS: [&str; 18] = [
        "type",
        "data type",
        "required",
        "mandatory",
        "default",
        "default value",
        "length constraints",
        "valid values",
        "pattern",
        "update requires",
        "类型",
        "数据类型",
        "必须",
        "必选",
        "是否必须",
        "是否必选",
        "默认值",
        "必填",
    ];
    let name = line.split([':', '：']).next().unwrap_or_default().trim();
    name.len() < line.trim().len() && LABELS.contains(&name.to_lowercase().as_str())
}

/// Whether a line begins with a label of an error: its message, its cause, its status.
pub(super) fn is_labelled(line: &str) -> bool {
    label(line).is_some_and(|(_, label, _)| matches!(label, Label::Role(_)))
}

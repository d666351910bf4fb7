//! Where on a page does something stand? The headings above it and what was said last.
//!
//! Sees passages in document order. Nothing here looks into a table.

use super::blocks::{Kind, Passage};
use super::cells::{beginning, heading};
use super::headers::{speaks_of_codes, speaks_of_errors};

/// The headings above a place of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    title: Option<String>,
    titled: bool,
    /// The open headings below the title, outermost first.
    path: Vec<(u8, String)>,
    /// The heading or bold line that came last, unless it is the title.
    last: Option<String>,
    /// The paragraph that came last since the last heading.
    said: String,
    /// What the page says first.
    intro: String,
    /// The name that the page has beside its headings: of its file, in its front matter.
    names: Vec<String>,
}

impl Outline {
    /// Above a page that is called by these names.
    pub(super) fn of(names: Vec<String>) -> Outline {
        Outline { names, ..Outline::default() }
    }

    /// Goes past a passage.
    pub(super) fn see(&mut self, passage: &Passage) {
        if self.intro.is_empty() && passage.kind == Kind::Paragraph {
            self.intro = beginning(&passage.text);
        }
        match passage.kind {
            Kind::Heading(level) => self.see_heading(level, beginning(&heading(&passage.text))),
            Kind::Paragraph if passage.all_lead() => {
                let text = beginning(&heading(&passage.text));
                if !text.is_empty() {
                    self.said.clone_from(&text);
                    self.last = Some(text);
                }
            }
            Kind::Paragraph | Kind::Item(_) | Kind::Term | Kind::Definition => {
                self.said = beginning(&passage.text);
            }
            Kind::Lines => {}
        }
    }

    /// The first heading of the first level is the title of the page, which says nothing about a row.
    fn see_heading(&mut self, level: u8, text: String) {
        self.said.clear();
        if level == 1 && !std::mem::replace(&mut self.titled, true) {
            self.title = Some(text);
            self.path.clear();
            self.last = None;
        } else if !text.is_empty() {
            self.path.retain(|(above, _)| *above < level);
            self.path.push((level, text.clone()));
            self.last = Some(text);
        }
    }

    /// The heading or bold line above this place, but not the page's title.
    pub(super) fn category(&self) -> Option<String> {
        self.last.clone()
    }

    /// The category of a section under a heading of `level`: the heading around it.
    pub(super) fn category_above(&self, level: u8) -> Option<String> {
        self.path.iter().rev().find(|(above, _)| *above < level).map(|(_, text)| text.clone())
    }

    /// All that the headings and the last paragraph say, the nearest first.
    fn about(&self) -> impl Iterator<Item = &str> {
        let path = self.path.iter().rev().map(|(_, text)| text.as_str());
        let page = self.title.iter().chain([&self.intro]).map(String::as_str);
        [self.said.as_str()].into_iter().chain(self.last.as_deref()).chain(path).chain(page)
    }

    /// What stands nearest: the last paragraph, and the last heading or the title where there is none.
    pub(super) fn near(&self) -> impl Iterator<Item = &str> {
        [self.said.as_str()].into_iter().chain(self.last.as_deref().or(self.title.as_deref()))
    }

    /// Whether a heading, the last paragraph or a name of the page speaks of errors.
    pub(super) fn speaks_of_errors(&self) -> bool {
        self.about().chain(self.names.iter().map(String::as_str)).any(speaks_of_errors)
    }

    /// Whether a heading or the last paragraph names a list of codes.
    pub(super) fn speaks_of_codes(&self) -> bool {
        self.about().any(speaks_of_codes)
    }

    /// The HTTP status that the headings give for all that stands below them: 400 for `HTTP status code 400`.
    pub(super) fn http_status(&self) -> Option<u16> {
        let headings = self.path.iter().rev().map(|(_, text)| text.as_str()).chain(self.title.as_deref());
        headings.map(named_statuses).find(|found| !found.is_empty()).and_then(|found| match found[..] {
            [status] => Some(status),
            _ => None,
        })
    }
}

/// The statuses that a heading names: 503 in `503错误`, 400 in `HTTP status code 400`, none in `Up to 500 instances`.
fn named_statuses(text: &str) -> Vec<u16> {
    let lower = text.to_lowercase();
    let said = ["http", "status", "error", "状态码", "错误"].iter().any(|word| lower.contains(word));
    let numbers = text.split(|c: char| !c.is_ascii_alphanumeric()).enumerate();
    let fits = |(place, part): &(usize, &str)| part.len() == 3 && (said || *place == 0);
    let status =
        |(_, number): (usize, &str)| number.parse().ok().filter(|status| (400..600).contains(status));
    numbers.filter(fits).filter_map(status).collect()
}

//! How things are shown to this reader: languages, names, colours, width.

use errdex::{Entry, Evidence, Texts, Vendor};

use crate::args::{Color, Lang};
use crate::paint::{Links, Paint};
use crate::terminal::{self, clean};
use crate::words::Words;

/// How things are shown to this reader.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) words: Words,
    /// Only texts in the language of the words, where an entry has any.
    only: bool,
    pub(crate) paint: Paint,
    pub(crate) width: usize,
    vendors: Vendors<'a>,
    pub(crate) links: Links<'a>,
}

/// Where the names of vendors are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Vendors<'a> {
    OfCatalogs(&'a [Vendor]),
    OfIndex(&'a Evidence),
}

impl<'a> View<'a> {
    pub(crate) fn new(color: Color, lang: Option<Lang>, vendors: Vendors<'a>, links: Links<'a>) -> View<'a> {
        let words = match lang {
            Some(Lang::En) => Words::English,
            Some(Lang::Zh) => Words::Chinese,
            Some(Lang::Both) | None => words_of_locale(),
        };
        View {
            words,
            only: matches!(lang, Some(Lang::En | Lang::Zh)),
            paint: Paint::new(color),
            width: terminal::width(),
            vendors,
            links,
        }
    }

    /// Whether there are catalogs of a vendor.
    pub(crate) fn has_catalogs(&self, slug: &str) -> bool {
        matches!(self.vendors, Vendors::OfIndex(evidence) if evidence.has_entries(slug))
    }

    /// The name of a vendor in the reader's language.
    pub(crate) fn vendor(&self, slug: &str) -> String {
        let vendor = match self.vendors {
            Vendors::OfCatalogs(vendors) => vendors.iter().find(|vendor| vendor.slug == slug).cloned(),
            Vendors::OfIndex(evidence) => evidence.vendor(slug),
        };
        let name = |language: &str| {
            vendor.as_ref().and_then(|vendor| vendor.name.get(language)).map(|name| clean(name))
        };
        let (own, other) = if self.words == Words::Chinese { ("zh", "en") } else { ("en", "zh") };
        let name = name(own).or_else(|| name(other)).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| clean(slug))
    }

    /// `Huawei Cloud vpc`
    pub(crate) fn service(&self, entry: &Entry) -> String {
        let vendor = self.vendor(&entry.vendor);
        // `-` stands for a page that names no service.
        if entry.service == "-" { vendor } else { format!("{vendor} {}", clean(&entry.service)) }
    }

    /// The texts to show, the reader's language first.
    pub(crate) fn texts<'t>(&self, texts: &'t Texts) -> Vec<&'t str> {
        let own = self.words.language();
        let in_own = texts.get(&own).map(String::as_str);
        let others = texts.iter().filter(|(language, _)| **language != own);
        let others = others.filter(|_| !(self.only && in_own.is_some()));
        in_own.into_iter().chain(others.map(|(_, text)| text.as_str())).collect()
    }
}

/// Chinese where the locale of messages is, by the first of the variables that says anything.
fn words_of_locale() -> Words {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(crate::args::variable);
    let is_chinese = locale.is_some_and(|locale| locale.to_string_lossy().to_lowercase().starts_with("zh"));
    if is_chinese { Words::Chinese } else { Words::English }
}

/// The HTTP statuses of an entry: `404/409`.
pub(crate) fn statuses(entry: &Entry) -> String {
    let statuses: Vec<String> = entry.http_status.iter().map(u16::to_string).collect();
    statuses.join("/")
}

/// The file and line of an entry.
pub(crate) fn source(entry: &Entry) -> String {
    clean(&format!("{}:{}", entry.source.file, entry.source.line))
}

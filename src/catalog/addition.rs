//! What a folder of catalogs is with a page more: under which name, what the page gives, what `vendors.toml` says then.
//!
//! Reads files; writes none: whoever asked does what is planned here.

use std::fs;
use std::path::Path;

use super::declaration::{Declarations, Document, SLUG_RULE, is_slug};
use super::layer::Layer;
use super::names::{is_page, last, stem};
use super::{Catalog, read_layers};
use crate::error::{Error, Result};

/// A page's vendor and service, and what may be declared of it.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    /// The vendor's slug.
    pub vendor: String,
    /// The service's slug.
    pub service: String,
    /// The page's title.
    pub title: Option<String>,
    /// Where the page is published.
    pub address: Option<String>,
    /// Whether another page of that name is replaced.
    pub replace: bool,
}

/// What a folder would have to become.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The page's name in the folder: `acme-net.md`.
    pub name: String,
    /// What the page gives there, read as it is declared there.
    pub catalog: Catalog,
    /// The page, where it is not there like this already.
    pub page: Option<Vec<u8>>,
    /// Whether that replaces another page.
    pub replaces: bool,
    /// The whole text of `vendors.toml`, where it changes.
    pub declarations: Option<String>,
    /// Whether that declares the vendor too.
    pub vendor_is_new: bool,
}

impl Addition {
    /// What `folder`, which need not be there yet, becomes with `page`.
    ///
    /// # Errors
    ///
    /// Where a slug or the page's name is none, where another page is in the place and [`Addition::replace`] is not
    /// set, where the page is declared otherwise already, or where something of the folder cannot be read as it is.
    pub fn plan(&self, page: &Path, folder: &Path) -> Result<Planned> {
        let name = self.name(page)?;
        let content = fs::read(page).map_err(|error| Error::io("read", page, error))?;
        let mut layer = Layer::of_folder(folder, true)?;
        let known =
            layer.has_page(&name).then(|| layer.content(&name)).transpose()?.map(|known| known == content);
        if known == Some(false) && !self.replace {
            let message = "another page is here already: to put this one in its place, add `--replace`";
            return Err(Error::catalog(folder.join(&name).display().to_string(), None, message));
        }
        let is_twin = |known: &str| known != name && stem(last(known)).eq_ignore_ascii_case(stem(&name));
        if let Some(twin) = layer.pages().find(|known| is_twin(known)) {
            let message = format!(
                "is of this vendor and service already: remove it, or name another service than `{}`",
                self.service
            );
            return Err(Error::catalog(folder.join(twin).display().to_string(), None, message));
        }
        let page = (known != Some(true)).then(|| content.clone());
        layer.put(&name, content);
        let (declarations, vendor_is_new) = self.declarations(&name, &layer, folder)?;
        if let Some(text) = &declarations {
            layer.put("vendors.toml", text.clone().into_bytes());
            // What was there is right: only how it is written can stand in the way.
            Declarations::of(&layer).map_err(|error| {
                let message = format!(
                    "no table can be added to it ({error}): write its own as `[[document]]` and `[[vendor]]`"
                );
                Error::catalog(folder.join("vendors.toml").display().to_string(), None, message)
            })?;
        }
        let file = format!("{}/{name}", layer.name);
        let catalogs = read_layers(&[layer])?.catalogs;
        let catalog = catalogs.into_iter().find(|catalog| catalog.file == file);
        let catalog = catalog.ok_or_else(|| Error::catalog(file, None, "is not read from this folder"))?;
        Ok(Planned { name, catalog, page, replaces: known == Some(false), declarations, vendor_is_new })
    }

    /// `<vendor>-<service>.<ext>`
    fn name(&self, page: &Path) -> Result<String> {
        for (option, slug) in [("--vendor", &self.vendor), ("--service", &self.service)] {
            if !is_slug(slug) {
                let message = format!("`{slug}` cannot be a slug: {SLUG_RULE}");
                return Err(Error::catalog(option, None, message));
            }
        }
        let ending =
            page.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if !is_page(&format!("page.{ending}")) {
            let message = "its name has no ending of a page: save it with one, such as `.md` or `.html`";
            return Err(Error::catalog(page.display().to_string(), None, message));
        }
        let name = format!("{}-{}.{ending}", self.vendor, self.service);
        if !is_page(&name) {
            let message = format!(
                "`{name}` would not be read as a page: a vendor's slug begins with no `.` and no `readme`"
            );
            return Err(Error::catalog("--vendor", None, message));
        }
        Ok(name)
    }

    /// The text of `vendors.toml` with this page, where it changes, and whether the vendor comes with it.
    fn declarations(&self, name: &str, layer: &Layer, folder: &Path) -> Result<(Option<String>, bool)> {
        let text = layer.text("vendors.toml")?.map_or("", |(text, _)| text);
        let Declarations { vendors, documents } = Declarations::of(layer)?;
        if let Some(known) = documents.get(name) {
            self.agrees(known, name, folder)?;
            return Ok((None, false));
        }
        let builtin = Declarations::of(&Layer::builtin())?.vendors;
        let is_known = vendors.iter().chain(&builtin).any(|vendor| vendor.slug == self.vendor);
        let mut lines = Vec::new();
        if !is_known {
            let alias = quoted(&self.vendor.to_lowercase());
            lines.extend(["[[vendor]]".to_owned(), format!("slug = {}", quoted(&self.vendor))]);
            lines.extend([format!("aliases = [{alias}]"), String::new()]);
        }
        lines.push("[[document]]".to_owned());
        let values = [("file", Some(name)), ("vendor", Some(&self.vendor)), ("service", Some(&self.service))];
        let values = values
            .into_iter()
            .chain([("title", self.title.as_deref()), ("address", self.address.as_deref())]);
        lines.extend(values.filter_map(|(key, value)| Some(format!("{key} = {}", quoted(value?)))));
        Ok((Some(appended(text, &lines)), !is_known))
    }

    /// Whether what is declared already is what was asked for: it is never changed here.
    fn agrees(&self, known: &Document, name: &str, folder: &Path) -> Result<()> {
        let wanted = [
            ("vendor", Some(&self.vendor), Some(&known.vendor)),
            ("service", Some(&self.service), Some(&known.service)),
            ("title", self.title.as_ref(), known.title.as_ref()),
            ("address", self.address.as_ref(), known.address.as_ref()),
        ];
        match wanted.into_iter().find(|(_, wanted, known)| wanted.is_some() && wanted != known) {
            None => Ok(()),
            Some((key, ..)) => {
                let message = format!("`{name}` is declared with another {key} already: change it there");
                Err(Error::catalog(folder.join("vendors.toml").display().to_string(), None, message))
            }
        }
    }
}

/// The text with lines after an empty one, each ended as the text ends its own.
fn appended(text: &str, lines: &[String]) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut appended = text.to_owned();
    if !text.is_empty() {
        if !text.ends_with('\n') {
            appended.push_str(end);
        }
        appended.push_str(end);
    }
    for line in lines {
        appended.push_str(line);
        appended.push_str(end);
    }
    appended
}

/// A basic string of TOML.
fn quoted(value: &str) -> String {
    let mut quoted = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

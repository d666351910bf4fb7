//! `vendors.toml`: what cannot be read off a page.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::layer::Layer;
use super::names;
use crate::document::{Options, Role};
use crate::error::{Error, Result};
use crate::evidence::Vendor;
use crate::lexicon::{line_at, parse_toml};

/// The declarations of one layer.
#[derive(Default)]
pub(super) struct Declarations {
    pub(super) vendors: Vec<Vendor>,
    /// By path within the folder.
    pub(super) documents: BTreeMap<String, Document>,
}

/// What is declared of a document, or taken from its name.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) vendor: String,
    pub(super) service: String,
    pub(super) title: Option<String>,
    pub(super) address: Option<String>,
    /// What else the page does not say of itself.
    pub(super) options: Options,
    /// Whether `vendors.toml` names it.
    pub(super) declared: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    vendor: Vec<VendorTable>,
    #[serde(default)]
    document: Vec<DocumentTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorTable {
    slug: Spanned<String>,
    #[serde(default)]
    name: BTreeMap<String, String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    markers: Vec<String>,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    request_ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentTable {
    file: Spanned<String>,
    vendor: Spanned<String>,
    service: Spanned<String>,
    title: Option<String>,
    address: Option<String>,
    #[serde(default)]
    columns: BTreeMap<String, Role>,
    #[serde(default)]
    http_tables: bool,
}

impl Declarations {
    /// Reads the declarations of `layer`, if it has any.
    pub(super) fn of(layer: &Layer) -> Result<Declarations> {
        let Some((text, file)) = layer.text("vendors.toml")? else { return Ok(Declarations::default()) };
        Declarations::parse(text, &file, |name| layer.has_page(name))
    }

    /// Reads the text of `file`; `is_page` says which pages there are.
    pub(super) fn parse(text: &str, file: &str, is_page: impl Fn(&str) -> bool) -> Result<Declarations> {
        let tables: File = parse_toml(text, file)?;
        let fail = |at: &Spanned<String>, message: String| {
            Err(Error::catalog(file, Some(line_at(text.as_bytes(), at.span().start)), message))
        };
        let mut declarations = Declarations::default();
        for table in tables.vendor {
            let slug = table.slug.get_ref();
            if !is_slug(slug) {
                return fail(&table.slug, format!("`{slug}` cannot be a vendor's slug: {SLUG_RULE}"));
            }
            if declarations.vendors.iter().any(|known| known.slug == *slug) {
                return fail(
                    &table.slug,
                    format!("vendor `{slug}` is already declared above: merge the two"),
                );
            }
            let VendorTable { slug, name, aliases, hosts, markers, keys, request_ids } = table;
            declarations.vendors.push(Vendor {
                slug: slug.into_inner(),
                name,
                aliases,
                hosts,
                markers,
                keys,
                request_ids,
            });
        }
        for table in tables.document {
            let name = table.file.get_ref();
            if !is_page(name) {
                let message =
                    format!("there is no page `{name}` in this folder: correct the name or remove the table");
                return fail(&table.file, message);
            }
            if declarations.documents.contains_key(name) {
                return fail(
                    &table.file,
                    format!("document `{name}` is already declared above: merge the two"),
                );
            }
            for slug in [&table.vendor, &table.service] {
                if !is_slug(slug.get_ref()) {
                    return fail(slug, format!("`{}` cannot be a slug: {SLUG_RULE}", slug.get_ref()));
                }
            }
            let DocumentTable { file, vendor, service, title, address, columns: roles, http_tables } = table;
            let (vendor, service) = (vendor.into_inner(), service.into_inner());
            declarations.documents.insert(
                file.into_inner(),
                Document {
                    vendor,
                    service,
                    title,
                    address,
                    options: Options { roles, http_tables },
                    declared: true,
                },
            );
        }
        Ok(declarations)
    }
}

impl Document {
    /// What the name of an undeclared page says: `<vendor>-<service>.<ext>`, or the stem as vendor and `-` as service. The
    /// folders that it is in say nothing.
    pub(super) fn by_name(path: &str) -> Document {
        let slug = |part: &str| part.replace(|c| !is_in_slug(c), "_");
        let stem = names::stem(names::last(path));
        let (vendor, service) = match stem.split_once('-') {
            Some((vendor, service)) if !vendor.is_empty() && !service.is_empty() => {
                (slug(vendor), slug(service))
            }
            _ => (slug(stem), "-".to_owned()),
        };
        Document { vendor, service, title: None, address: None, options: Options::default(), declared: false }
    }

    /// What it is about: a document stands for the ones of lower layers about the same.
    pub(super) fn subject(&self) -> (String, String) {
        (self.vendor.clone(), self.service.clone())
    }
}

pub(super) const SLUG_RULE: &str = "use letters, digits, `.`, `_` and `-`";

/// Whether a name can stand in an id.
pub(super) fn is_slug(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_in_slug)
}

fn is_in_slug(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// Adds what a further layer declares of a vendor to what is known of it.
pub(super) fn merge(vendors: &mut BTreeMap<String, Vendor>, vendor: Vendor) {
    let known = vendors.entry(vendor.slug.clone()).or_default();
    let extend = |list: &mut Vec<String>, more: Vec<String>| {
        for item in more {
            if !list.contains(&item) {
                list.push(item);
            }
        }
    };
    known.slug = vendor.slug;
    known.name.extend(vendor.name);
    extend(&mut known.aliases, vendor.aliases);
    extend(&mut known.hosts, vendor.hosts);
    extend(&mut known.markers, vendor.markers);
    extend(&mut known.keys, vendor.keys);
    extend(&mut known.request_ids, vendor.request_ids);
}

//! The lexicon: concepts that bridge the languages and the vendors' vocabularies, spellings, and boilerplate.
//!
//! Data only: how a term is found in a text is the analyzer's business. A lexicon is read once, by `build`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};
use crate::text::fold;

/// All concepts, spellings and boilerplate, from one or several layers.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// By id.
    pub(crate) concepts: BTreeMap<String, Concept>,
    /// A wrong spelling and the right one.
    pub(crate) spellings: BTreeMap<String, String>,
    /// Words that say nothing by themselves.
    pub(crate) plain: BTreeSet<String>,
    /// Sentences that say nothing of the error.
    pub(crate) boilerplate: BTreeSet<String>,
    /// Words of everyday language that are spelled as they are meant, though no catalog has them.
    pub(crate) words: BTreeSet<String>,
    /// Terms of other fields: who uses them does not speak of a cloud's resources, unless a catalog has them.
    pub(crate) elsewhere: BTreeSet<String>,
}

/// A set of terms of one meaning, in both languages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Concept {
    pub(crate) kind: Kind,
    /// It is of clouds: a text that speaks of it is of this field, as one of users and passwords need not be.
    pub(crate) cloud: bool,
    pub(crate) terms: BTreeSet<String>,
    /// The combinations of other concepts that mean it.
    pub(crate) composites: BTreeSet<Composite>,
    /// Related concepts, each with a weight from 0 to 1.
    pub(crate) near: BTreeMap<String, f32>,
    /// Concepts of the contrary meaning.
    pub(crate) opposites: BTreeSet<String>,
}

/// What a concept is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A resource, a document, a person, a parameter, a property.
    Thing,
    /// What one does.
    Act,
    /// Negation, modality: what says nothing of an error by itself.
    Modal,
    /// A state, a problem, a quality, a relation.
    #[default]
    State,
}

/// Concepts that together mean another one: `balance + insufficient`, `not running`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Composite {
    /// Directly one after the other in this order, rather than anywhere within a clause.
    pub(crate) adjacent: bool,
    /// The ids, two or more.
    pub(crate) parts: Vec<String>,
}

impl Composite {
    /// Reads `a + b` or `a b`; `None` where there are not two parts or more.
    fn parse(text: &str) -> Option<Composite> {
        let adjacent = !text.contains('+');
        let parts: Vec<String> = if adjacent {
            text.split_whitespace().map(str::to_owned).collect()
        } else {
            text.split('+').map(|part| part.trim().to_owned()).collect()
        };
        let whole = parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && !part.contains(' '));
        whole.then_some(Composite { adjacent, parts })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    concept: Vec<ConceptTable>,
    #[serde(default)]
    spellings: BTreeMap<String, String>,
    #[serde(default)]
    plain: Terms,
    #[serde(default)]
    boilerplate: Terms,
    #[serde(default)]
    elsewhere: Terms,
    #[serde(default)]
    words: Terms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptTable {
    id: Spanned<String>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    cloud: bool,
    #[serde(default)]
    en: Vec<Spanned<String>>,
    #[serde(default)]
    zh: Vec<Spanned<String>>,
    #[serde(default)]
    of: Vec<Spanned<String>>,
    #[serde(default)]
    near: BTreeMap<String, f32>,
    #[serde(default)]
    opposite: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    zh: Vec<String>,
}

impl Lexicon {
    /// Adds the lexicon in `text` to this one; `file` is the name that failures carry. A concept that is already there
    /// gains the terms and relations.
    ///
    /// # Errors
    ///
    /// Where the text is no lexicon, a concept stands in it twice, or a term belongs to two concepts.
    pub fn add(&mut self, text: &str, file: &str) -> Result<()> {
        let File { concept, spellings, plain, boilerplate, elsewhere, words } = parse_toml(text, file)?;
        let fail = |at: &Spanned<String>, message: String| {
            Error::catalog(file, Some(line_at(text.as_bytes(), at.span().start)), message)
        };
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        for (id, known) in &self.concepts {
            owners.extend(known.terms.iter().map(|term| (folded(term), id.clone())));
        }
        let mut here = BTreeSet::new();
        let mut named: Vec<(Spanned<String>, String)> = Vec::new();
        for table in concept {
            let id = table.id.get_ref();
            if !here.insert(id.clone()) {
                return Err(fail(
                    &table.id,
                    format!("concept `{id}` is already defined above: merge the two"),
                ));
            }
            let (mut terms, mut seen) = (BTreeSet::new(), BTreeSet::new());
            for term in table.en.iter().chain(&table.zh) {
                let name = term.get_ref();
                if let Some(owner) = owners.get(&folded(name)).filter(|owner| *owner != id) {
                    let message =
                        format!("the term `{name}` is already in concept `{owner}`: keep it in one");
                    return Err(fail(term, message));
                }
                if name.trim().is_empty() {
                    return Err(fail(term, "an empty term: remove it".into()));
                }
                if !seen.insert(folded(name)) {
                    return Err(fail(
                        term,
                        format!("the term `{name}` stands twice in concept `{id}`: remove one"),
                    ));
                }
                terms.insert(name.clone());
                owners.insert(folded(name), id.clone());
            }
            if let Some((other, _)) = table.near.iter().find(|(_, weight)| !(0.0..=1.0).contains(*weight)) {
                return Err(fail(
                    &table.id,
                    format!("the relation of `{id}` to `{other}` must weigh 0 to 1"),
                ));
            }
            let mut composites = BTreeSet::new();
            for of in &table.of {
                let Some(composite) = Composite::parse(of.get_ref()) else {
                    let message =
                        format!("`{}` is no `concept + concept` and no `concept concept`", of.get_ref());
                    return Err(fail(of, message));
                };
                named.extend(composite.parts.iter().map(|part| (of.clone(), part.clone())));
                composites.insert(composite);
            }
            let others = table.near.keys().chain(&table.opposite);
            named.extend(others.map(|other| (table.id.clone(), other.clone())));
            let known = self.concepts.entry(id.clone()).or_default();
            known.kind = table.kind.unwrap_or(known.kind);
            known.cloud |= table.cloud;
            known.terms.append(&mut terms);
            known.composites.append(&mut composites);
            known.near.extend(table.near);
            known.opposites.extend(table.opposite);
        }
        for (at, other) in named {
            if !self.concepts.contains_key(&other) {
                let message = format!("`{other}` in `{}` is no concept: correct the name", at.get_ref());
                return Err(fail(&at, message));
            }
        }
        let lists = [&plain, &boilerplate, &elsewhere];
        for phrase in lists.into_iter().flat_map(|list| list.en.iter().chain(&list.zh)) {
            if let Some(owner) = owners.get(&folded(phrase)) {
                let message = format!(
                    "`{phrase}` is plain, boilerplate or elsewhere here and in concept `{owner}`: keep it in one"
                );
                return Err(Error::catalog(file, None, message));
            }
        }
        self.spellings.extend(spellings);
        self.words.extend(words.en.into_iter().chain(words.zh));
        for (known, more) in
            [(&mut self.plain, plain), (&mut self.boilerplate, boilerplate), (&mut self.elsewhere, elsewhere)]
        {
            known.extend(more.en.into_iter().chain(more.zh));
        }
        Ok(())
    }
}

/// A term as terms are compared.
fn folded(term: &str) -> String {
    fold(term).as_str().to_lowercase()
}

/// Reads TOML, with file and line in the failure.
pub(crate) fn parse_toml<T: serde::de::DeserializeOwned>(text: &str, file: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_at(text.as_bytes(), span.start));
        Error::catalog(file, line, error.message().trim_end().to_owned())
    })
}

/// The line, from 1, of the byte `at`.
pub(crate) fn line_at(text: &[u8], at: usize) -> u32 {
    let before = text.get(..at).unwrap_or(text);
    1 + u32::try_from(before.iter().filter(|&&b| b == b'\n').count()).unwrap_or(u32::MAX - 1)
}

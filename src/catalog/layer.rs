//! One layer of catalogs: the embedded files, or those of a folder and its sub-folders.
//!
//! A page is read when its content is asked for, and not kept: only declarations are.

mod staged;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::names::{is_page, last};
use super::walk;
use crate::document::LARGEST_FILE;
use crate::error::{Error, Result};
use crate::lexicon::line_at;

/// The files of `catalogs/`, embedded by the build script.
static BUILTIN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The files of one layer, by path within it.
pub(super) struct Layer {
    /// The folder's own name.
    pub(super) name: String,
    /// The folder as it was named; none for the embedded set.
    folder: Option<PathBuf>,
    /// The documents, by path within the folder with `/`, sorted.
    pages: Vec<String>,
    declarations: Vec<(String, Cow<'static, [u8]>)>,
    /// Pages that are in no folder yet, by path.
    staged: BTreeMap<String, Vec<u8>>,
}

impl Layer {
    pub(super) fn builtin() -> Layer {
        let (pages, declarations): (Vec<_>, Vec<_>) =
            BUILTIN.iter().copied().partition(|(name, _)| is_page(name));
        Layer {
            name: "catalogs".to_owned(),
            folder: None,
            pages: pages.into_iter().map(|(name, _)| name.to_owned()).collect(),
            declarations: declarations
                .into_iter()
                .map(|(name, content)| (name.to_owned(), Cow::Borrowed(content)))
                .collect(),
            staged: BTreeMap::new(),
        }
    }

    /// Finds the pages of a folder, and reads its declarations. Other files, hidden ones and READMEs are left alone.
    pub(super) fn read(folder: &Path) -> Result<Layer> {
        if !folder.is_dir() {
            let message = "no such folder: name a folder with vendors' pages";
            return Err(Error::catalog(folder.display().to_string(), None, message));
        }
        let whole = folder.canonicalize().map_err(|error| Error::io("read", folder, error))?;
        let name =
            whole.file_name().map_or_else(|| "catalogs".into(), |name| name.to_string_lossy().into_owned());
        let (pages, others): (Vec<String>, Vec<String>) =
            walk::files(folder)?.into_iter().partition(|path| is_page(last(path)));
        let mut declarations = Vec::new();
        for name in others {
            let content = read_file(&folder.join(&name))?;
            declarations.push((name, Cow::Owned(content)));
        }
        if pages.is_empty() && declarations.is_empty() {
            return Err(Error::catalog(
                folder.display().to_string(),
                None,
                "no pages here: put a vendor's page in it, named `<vendor>-<service>.md` (or .html)",
            ));
        }
        Ok(Layer { name, folder: Some(folder.to_path_buf()), pages, declarations, staged: BTreeMap::new() })
    }

    /// Whether it is the embedded set.
    pub(super) fn is_builtin(&self) -> bool {
        self.folder.is_none()
    }

    /// The documents, by path within the folder.
    pub(super) fn pages(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(String::as_str)
    }

    pub(super) fn has_page(&self, page: &str) -> bool {
        self.pages.binary_search_by(|known| known.as_str().cmp(page)).is_ok()
    }

    /// Where a page is on the disk.
    pub(super) fn path(&self, page: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(page))
    }

    /// The content of a page.
    pub(super) fn content(&self, page: &str) -> Result<Cow<'static, [u8]>> {
        if let Some(staged) = self.staged.get(page) {
            return Ok(Cow::Owned(staged.clone()));
        }
        match self.path(page) {
            Some(path) => read_file(&path).map(Cow::Owned),
            None => Ok(Cow::Borrowed(embedded(page).unwrap_or_default())),
        }
    }

    /// The files that say what pages cannot, by name.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.declarations.iter().map(|(name, content)| (name.as_str(), content.as_ref()))
    }

    /// The text of a declaration file, if there is one, and the name to call it by.
    pub(super) fn text(&self, name: &str) -> Result<Option<(&str, String)>> {
        let Some((_, content)) = self.declarations().find(|(file, _)| *file == name) else { return Ok(None) };
        let file = format!("{}/{name}", self.name);
        match std::str::from_utf8(content) {
            Ok(text) => Ok(Some((text, file))),
            Err(error) => {
                let line = line_at(content, error.valid_up_to());
                Err(Error::catalog(file, Some(line), "not UTF-8: save it as UTF-8"))
            }
        }
    }
}

/// An embedded file.
pub(super) fn embedded(name: &str) -> Option<&'static [u8]> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, content)| *content)
}

/// The content of a file of a folder. Anything else, as a pipe that may never end, is refused.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            Err(Error::io("read", path, io::Error::other("it is not a file")))
        }
        _ => read_named(path),
    }
}

/// The content of what somebody named, cut where it is larger than any file that is read.
pub(super) fn read_named(path: &Path) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut content));
    read.map(|_| content).map_err(|error| Error::io("read", path, error))
}

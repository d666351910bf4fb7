//! One layer of catalogs: the embedded files, or those of a folder.

mod staged;

use std::borrow::Cow;
use std::path::Path;
use std::{fs, io};

use super::names::{is_ours, is_page};
use crate::error::{Error, Result};
use crate::lexicon::line_at;

/// The files of `catalogs/`, embedded by the build script.
static BUILTIN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The files of one layer, by name.
pub(super) struct Layer {
    /// The folder's own name.
    pub(super) name: String,
    /// Whether it is the embedded set.
    pub(super) builtin: bool,
    files: Vec<(String, Cow<'static, [u8]>)>,
}

impl Layer {
    pub(super) fn builtin() -> Layer {
        let files = BUILTIN.iter().map(|(name, content)| ((*name).to_owned(), Cow::Borrowed(*content)));
        Layer { name: "catalogs".to_owned(), builtin: true, files: files.collect() }
    }

    /// Reads the pages and declarations of a folder. Other files, hidden ones and READMEs are left alone.
    pub(super) fn read(folder: &Path) -> Result<Layer> {
        if !folder.is_dir() {
            let message = "no such folder: name a folder with vendors' pages";
            return Err(Error::catalog(folder.display().to_string(), None, message));
        }
        let whole = folder.canonicalize().map_err(|error| Error::io("read", folder, error))?;
        let name =
            whole.file_name().map_or_else(|| "catalogs".into(), |name| name.to_string_lossy().into_owned());
        let mut files = Vec::new();
        for file in fs::read_dir(folder).map_err(|error| Error::io("read", folder, error))? {
            let path = file.map_err(|error| Error::io("read", folder, error))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| is_ours(name))
            else {
                continue;
            };
            let content = read_page(&path).map_err(|error| Error::io("read", &path, error))?;
            files.push((name.to_owned(), Cow::Owned(content)));
        }
        files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let layer = Layer { name, builtin: false, files };
        if layer.files.is_empty() {
            return Err(Error::catalog(
                folder.display().to_string(),
                None,
                "no pages here: put a vendor's page in it, named `<vendor>-<service>.md` (or .html)",
            ));
        }
        Ok(layer)
    }

    /// All files, by name.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, content)| (name.as_str(), content.as_ref()))
    }

    /// The documents.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files().filter(|(name, _)| is_page(name))
    }

    /// The text of a declaration file, if there is one, and the name to call it by.
    pub(super) fn text(&self, name: &str) -> Result<Option<(&str, String)>> {
        let Some((_, content)) = self.files().find(|(file, _)| *file == name) else { return Ok(None) };
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

/// The content of a file. Anything else, as a pipe that may never end, is refused.
fn read_page(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_file() { fs::read(path) } else { Err(io::Error::other("it is not a file")) }
}

//! A layer as it would be: a folder without pages, or one with a file more. Nothing is written.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Layer, is_page};
use crate::error::{ErrorKind, Result};

impl Layer {
    /// The layer of a folder, also where nothing is in it yet, or it is not there if `may_be_absent`.
    pub(in crate::catalog) fn of_folder(folder: &Path, may_be_absent: bool) -> Result<Layer> {
        if may_be_absent && !folder.exists() {
            return Ok(Layer::empty(folder));
        }
        match Layer::read(folder) {
            // Of a folder that is there, it says so only where no page is.
            Err(error) if folder.is_dir() && matches!(error.kind(), ErrorKind::Catalog { .. }) => {
                Ok(Layer::empty(folder))
            }
            layer => layer,
        }
    }

    fn empty(folder: &Path) -> Layer {
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let name =
            whole.file_name().map_or_else(|| "catalogs".into(), |name| name.to_string_lossy().into_owned());
        Layer {
            name,
            folder: Some(folder.to_path_buf()),
            pages: Vec::new(),
            declarations: Vec::new(),
            staged: BTreeMap::new(),
        }
    }

    /// Puts a file in, in place of the one of its name.
    pub(in crate::catalog) fn put(&mut self, name: &str, content: Vec<u8>) {
        if !is_page(name) {
            self.declarations.retain(|(known, _)| known != name);
            self.declarations.push((name.to_owned(), content.into()));
            return;
        }
        if let Err(at) = self.pages.binary_search_by(|known| known.as_str().cmp(name)) {
            self.pages.insert(at, name.to_owned());
        }
        self.staged.insert(name.to_owned(), content);
    }
}

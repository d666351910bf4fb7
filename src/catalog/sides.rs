//! Two states of catalogs that are to be compared: two files, or two folders. Reads files; writes none.

use std::fs;
use std::path::Path;

use super::declaration::{Declarations, Document};
use super::layer::{self, Layer};
use super::read::read;
use super::{Catalog, Catalogs, read_layers};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;

impl Catalogs {
    /// Reads two folders, each with its own declarations, or two files. A folder may be without pages. A file that no
    /// `vendors.toml` beside it declares is read as the other one is declared, or else as the first one is named.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be read or declares wrongly, and where one is a file and the other a folder.
    pub fn sides(old: &Path, new: &Path) -> Result<[Vec<Catalog>; 2]> {
        if old.is_dir() && new.is_dir() {
            return Ok([of_folder(old)?, of_folder(new)?]);
        }
        if old.is_dir() || new.is_dir() {
            let (folder, file) = if old.is_dir() { (old, new) } else { (new, old) };
            // What is not there at all is a better reason.
            fs::metadata(file).map_err(|error| Error::io("read", file, error))?;
            let message =
                format!("a folder, and {} is a file: name two files or two folders", file.display());
            return Err(Error::catalog(folder.display().to_string(), None, message));
        }
        let (old, new) = (File::read(old)?, File::read(new)?);
        let by_name = || match Document::by_name(&old.name) {
            document if document.service == "-" => Document::by_name(&new.name),
            document => document,
        };
        let declared = [&old.declared, &new.declared].into_iter().flatten().next();
        let undeclared = declared.cloned().unwrap_or_else(by_name);
        Ok([old, new].map(|file| vec![file.into_catalog(&undeclared)]))
    }
}

fn of_folder(folder: &Path) -> Result<Vec<Catalog>> {
    let layer = Layer::of_folder(folder, false)?;
    if layer.pages().next().is_none() {
        // A declaration or a lexicon without a page must be right nevertheless.
        Declarations::of(&layer)?;
        if let Some((text, file)) = layer.text("lexicon.toml")? {
            Lexicon::default().add(text, &file)?;
        }
        return Ok(Vec::new());
    }
    Ok(read_layers(&[layer])?.catalogs)
}

/// A page, and what is declared of it beside it.
struct File {
    name: String,
    shown: String,
    content: Vec<u8>,
    declared: Option<Document>,
}

impl File {
    fn read(path: &Path) -> Result<File> {
        let content = layer::read_named(path)?;
        let name = path.file_name().map_or_else(|| "page".into(), |name| name.to_string_lossy().into_owned());
        let folder = path.parent().unwrap_or(Path::new(""));
        let own = folder.file_name().map(|own| own.to_string_lossy().into_owned());
        let shown = own.map_or_else(|| name.clone(), |own| format!("{own}/{name}"));
        let declarations = folder.join("vendors.toml");
        let declared = if declarations.is_file() {
            let text = fs::read_to_string(&declarations);
            let text = text.map_err(|error| Error::io("read", &declarations, error))?;
            // Of other pages nothing is asked.
            let declarations = Declarations::parse(&text, &declarations.display().to_string(), |_| true);
            declarations?.documents.remove(&name)
        } else {
            None
        };
        Ok(File { name, shown, content, declared })
    }

    fn into_catalog(self, undeclared: &Document) -> Catalog {
        let document = self.declared.unwrap_or_else(|| undeclared.clone());
        read(self.shown, &self.content, document)
    }
}

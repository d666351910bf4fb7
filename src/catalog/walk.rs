//! Which files of a folder and its sub-folders are ours. Reads folders, no files.

use std::collections::HashSet;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

use super::names::{is_ours, is_page, is_passed_over};
use crate::error::{Error, Result};

/// The pages in `folder` and its sub-folders and the declarations in `folder` itself, by path within it with `/`, sorted.
///
/// Links to folders are followed, but for what is read anyway: folders within, and folders that another link led to. So
/// no loop of links is entered.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    let root = folder.canonicalize().map_err(|error| Error::io("read", folder, error))?;
    let mut walk = Walk { root, linked: HashSet::new(), files: Vec::new(), todo: Vec::new() };
    walk.todo.push(Folder { path: folder.to_path_buf(), prefix: String::new(), is_linked: false });
    while let Some(folder) = walk.todo.pop() {
        walk.enter(&folder)?;
    }
    walk.files.sort_unstable();
    Ok(walk.files)
}

struct Walk {
    /// The outermost folder, without links.
    root: PathBuf,
    /// The folders outside of it that links led to.
    linked: HashSet<PathBuf>,
    files: Vec<String>,
    todo: Vec<Folder>,
}

struct Folder {
    path: PathBuf,
    /// What stands before the names of its files.
    prefix: String,
    /// Whether a link leads to it.
    is_linked: bool,
}

impl Walk {
    fn enter(&mut self, folder: &Folder) -> Result<()> {
        let fail = |error| Error::io("read", &folder.path, error);
        let mut inside = Vec::new();
        for entry in fs::read_dir(&folder.path).map_err(fail)? {
            inside.push(entry.map_err(fail)?);
        }
        // Which of two links to one folder counts does not depend on the disk.
        inside.sort_unstable_by_key(DirEntry::file_name);
        for entry in inside {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let (path, kind) = (entry.path(), entry.file_type().map_err(fail)?);
            if kind.is_dir() || kind.is_symlink() && path.is_dir() {
                let is_linked = folder.is_linked || kind.is_symlink();
                if !is_passed_over(name) && (!is_linked || self.is_new(&path)) {
                    self.todo.push(Folder { path, prefix: format!("{}{name}/", folder.prefix), is_linked });
                }
            } else if is_page(name) || folder.prefix.is_empty() && is_ours(name) {
                self.files.push(format!("{}{name}", folder.prefix));
            }
        }
        Ok(())
    }

    /// Whether a folder that a link leads to has pages that are not read anyway.
    fn is_new(&mut self, path: &Path) -> bool {
        // A link may lead nowhere.
        let Ok(path) = path.canonicalize() else { return false };
        !path.starts_with(&self.root) && !self.root.starts_with(&path) && self.linked.insert(path)
    }
}

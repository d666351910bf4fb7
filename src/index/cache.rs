//! The index of the embedded catalogs and the user's folders, built at first use and kept in a cache.
//!
//! A cache that cannot be used never stands in the way: the index is then built in memory.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use super::files::Files;
use super::{Index, build, folder};
use crate::catalog::{self, Catalogs, Layers, PROGRAM_DIGEST};
use crate::document::Warning;
use crate::error::{Error, Result};

/// How many indexes the cache keeps.
const KEPT: usize = 4;

/// A folder of indexes, one for each set of catalogs.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: Option<PathBuf>,
}

impl Cache {
    /// The cache in `folder`, which is created when needed; without one, indexes are built in memory.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Cache {
        Cache { folder }
    }

    /// Opens the cached index of `layers`, or builds it.
    ///
    /// # Errors
    ///
    /// Where the catalogs are wrong, see [`Catalogs::load`].
    pub fn open(&self, layers: &Layers) -> Result<Index> {
        self.read(layers, |index| Ok(index.len())).map(|(index, ..)| index)
    }

    /// Opens the cached index of `layers`, or builds it, and gives it to `read`. Returns what that gives, and what could
    /// not be read of the pages if the index was built. Damage that shows only while reading counts as damage found at
    /// opening: the index is built anew and read again.
    ///
    /// # Errors
    ///
    /// Where the catalogs are wrong, see [`Catalogs::load`], or `read` fails on a fresh index.
    pub fn with<T>(&self, layers: &Layers, read: impl Fn(&Index) -> Result<T>) -> Result<(T, Vec<Warning>)> {
        self.read(layers, read).map(|(_, value, warnings)| (value, warnings))
    }

    fn read<T>(
        &self,
        layers: &Layers,
        read: impl Fn(&Index) -> Result<T>,
    ) -> Result<(Index, T, Vec<Warning>)> {
        if let Some(folder) = &self.folder {
            let cached = folder.join(name(layers)?);
            let tried = catch_unwind(AssertUnwindSafe(|| {
                let index = open_whole(&cached)?;
                let value = read(&index)?;
                Ok::<_, Error>((index, value, Vec::new()))
            }));
            match tried {
                Ok(Ok(answered)) => return Ok(answered),
                Ok(Err(error)) if !error.is_damage() => return Err(error),
                Ok(Err(_)) | Err(_) => {}
            }
        }
        let (index, warnings) = self.build(layers)?;
        let value = read(&index)?;
        Ok((index, value, warnings))
    }

    /// Builds the index of `layers` and keeps it if the folder can be written and no other process is building.
    fn build(&self, layers: &Layers) -> Result<(Index, Vec<Warning>)> {
        let lock = self.folder.as_deref().and_then(folder::Lock::try_take);
        // The name is taken before the catalogs are read: a page that changes in between gives another name next time.
        let name = name(layers)?;
        let (files, manifest, catalogs) = build::build(|| Catalogs::load(layers), &mut |_| {})?;
        if let Some(lock) = lock
            && folder::install(&lock, &name, &files).is_ok()
            && let Some(folder) = &self.folder
        {
            // A folder that `build` wrote to may serve as cache: the index in use there is not the cache's to remove.
            let current = folder::current(folder).ok();
            let kept = newest(folder, &name);
            folder::sweep(&lock, |name| {
                kept.iter().any(|kept| kept == name)
                    || current.as_ref().is_some_and(|current| current.ends_with(name))
            });
        }
        let index = Index::from_files(&files, manifest, Path::new("index in memory"))?;
        Ok((index, catalogs.into_warnings()))
    }
}

fn open_whole(folder: &Path) -> Result<Index> {
    let (files, manifest) = Files::open(folder)?;
    Index::from_files(&files, manifest, folder)
}

/// The name of the cached index: a digest of the program's own part and of path, size and time of each of the user's
/// files.
fn name(layers: &Layers) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(format!("{PROGRAM_DIGEST}\n{}\n", layers.builtin));
    for folder in &layers.folders {
        let fail = |error| Error::io("read", folder, error);
        let mut files = Vec::new();
        for file in catalog::files(folder)? {
            let path = folder.join(&file);
            let about = fs::metadata(&path).map_err(|error| Error::io("read", &path, error))?;
            let time = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            files.push((file, about.len(), time));
        }
        let whole = folder.canonicalize().map_err(fail)?;
        digest.update(format!("{}\n{files:?}\n", whole.display()));
    }
    Ok(folder::index_name(&digest.finalize()))
}

/// The names of the newest indexes of the cache, the one just built first.
fn newest(folder: &Path, built: &str) -> Vec<String> {
    let mut dated: Vec<_> = folder::indexes(folder, |name| folder::is_index(name) && name != built)
        .into_iter()
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .collect();
    dated.sort();
    let names = dated.into_iter().rev().filter_map(|(_, path)| Some(path.file_name()?.to_str()?.to_owned()));
    std::iter::once(built.to_owned()).chain(names).take(KEPT).collect()
}

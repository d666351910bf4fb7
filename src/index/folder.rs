//! Indexes on disk: a folder with one folder an index, and the file `current` that names the one in use.
//!
//! A reader never sees half an index; what is not ours is never touched.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files::Files;
use crate::catalog::hex;
use crate::error::{Error, ErrorKind, Result};

/// Names the index in use.
const CURRENT: &str = "current";
/// Locked while an index is built.
const LOCK: &str = ".lock";
/// Before the name of an index that is not whole yet.
const BUILDING: &str = ".building-";
/// Before the name of an index.
const INDEX: &str = "index-";

/// The right to write in a folder of indexes, until dropped.
pub(super) struct Lock {
    folder: PathBuf,
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child process that another thread starts at this moment holds it until it runs
        // its own program.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock, waiting for the build that has it after a call of `waiting`.
    pub(super) fn wait(folder: &Path, waiting: impl FnOnce()) -> Result<Lock> {
        let file = lock_file(folder)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock().map_err(|error| Error::io("lock", &folder.join(LOCK), error))?;
            }
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", &folder.join(LOCK), error)),
        }
        Ok(Lock { folder: folder.to_path_buf(), file })
    }

    /// Takes the lock if nobody has it and the folder can be written.
    pub(super) fn try_take(folder: &Path) -> Option<Lock> {
        let file = lock_file(folder).ok()?;
        file.try_lock().ok()?;
        Some(Lock { folder: folder.to_path_buf(), file })
    }
}

fn lock_file(folder: &Path) -> Result<File> {
    if folder.exists() && !folder.is_dir() {
        let error = io::Error::new(io::ErrorKind::NotADirectory, "it is a file: name a folder");
        return Err(Error::io("build the index here", folder, error));
    }
    fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    file.map_err(|error| Error::io("write", &path, error))
}

/// The folder of the index in use in `folder`.
pub(super) fn current(folder: &Path) -> Result<PathBuf> {
    let path = folder.join(CURRENT);
    let name = match fs::read_to_string(&path) {
        Ok(name) => name,
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Err(Error::io("read", &path, error));
        }
        Err(_) => return Err(ErrorKind::NoIndex { path: folder.to_path_buf() }.into()),
    };
    let name = name.trim_end();
    if !is_index(name) {
        return Err(Error::damaged(&path, "it names no index"));
    }
    Ok(folder.join(name))
}

/// Writes `files` as the index `name`: aside first, then renamed, so that it is there whole or not at all. An index
/// that is there already is left when it is whole and replaced when it is not.
pub(super) fn install(lock: &Lock, name: &str, files: &Files) -> Result<()> {
    let target = lock.folder.join(name);
    let aside = lock.folder.join(format!("{BUILDING}{name}"));
    remove(&aside);
    if target.exists() {
        if Files::open(&target).is_ok_and(|(old, _)| old.iter().eq(files.iter())) {
            return Ok(());
        }
        // A rename over a folder that has files fails.
        fs::rename(&target, &aside).map_err(|error| Error::io("replace", &target, error))?;
        remove(&aside);
    }
    fs::create_dir(&aside).map_err(|error| Error::io("create", &aside, error))?;
    for (file, content) in files.iter() {
        write(&aside.join(file), content)?;
    }
    fs::rename(&aside, &target).map_err(|error| Error::io("create", &target, error))
}

/// Makes the index `name` the one in use.
pub(super) fn point_to(lock: &Lock, name: &str) -> Result<()> {
    let path = lock.folder.join(CURRENT);
    let aside = lock.folder.join(format!("{BUILDING}{CURRENT}"));
    write(&aside, format!("{name}\n").as_bytes())?;
    fs::rename(&aside, &path).map_err(|error| Error::io("replace", &path, error))
}

/// Removes what abandoned builds left, and the indexes that `keep` does not want. A folder that cannot be removed, as
/// one that is open on Windows, is left to the next build.
pub(super) fn sweep(lock: &Lock, keep: impl Fn(&str) -> bool) {
    for path in indexes(&lock.folder, |name| is_abandoned(name) || (is_index(name) && !keep(name))) {
        remove(&path);
    }
}

/// The paths in `folder` whose names `wanted` accepts.
pub(super) fn indexes(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let Ok(paths) = fs::read_dir(folder) else { return Vec::new() };
    paths
        .filter_map(|path| Some(path.ok()?.path()))
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(&wanted))
        .collect()
}

/// The name of the index with this SHA-256.
pub(super) fn index_name(digest: &[u8]) -> String {
    format!("{INDEX}{}", &hex(digest)[..32])
}

/// Whether a name is one that we give to an index: a digest of 32 hexadecimal digits, after a word.
pub(super) fn is_index(name: &str) -> bool {
    let is_digest =
        |text: &str| text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    name.strip_prefix(INDEX).is_some_and(is_digest)
}

fn is_abandoned(name: &str) -> bool {
    name.strip_prefix(BUILDING).is_some_and(|name| is_index(name) || name == CURRENT)
}

fn remove(path: &Path) {
    // What is gone already is as good as removed.
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

/// Writes a file and sees it to the disk, so that a rename never outruns it.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    File::create(path)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .map_err(|error| Error::io("write", path, error))
}

//! The files of one index, mapped or in memory, and the read-only view of them that tantivy gets.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

use super::manifest::{self, Manifest};
use crate::bytes::Bytes;
use crate::error::{Error, Result};

/// An index up to this size is checked whole when it is opened, which costs about 0.1 ms a MiB.
const CHECKED_WHOLE: usize = 8 << 20;

/// The files of an index by name. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(Arc<BTreeMap<String, OwnedBytes>>);

impl Files {
    pub(super) fn in_memory(files: BTreeMap<String, Vec<u8>>) -> Files {
        Files(Arc::new(files.into_iter().map(|(name, bytes)| (name, OwnedBytes::new(bytes))).collect()))
    }

    /// Maps the files that the manifest in `folder` names and compares them with it. All are open from here on, so that
    /// a later build may remove the folder.
    pub(super) fn open(folder: &Path) -> Result<(Files, Manifest)> {
        let json = manifest::read(folder)?;
        let manifest = Manifest::parse(&json, folder)?;
        let directory =
            MmapDirectory::open(folder).map_err(|error| Error::damaged(folder, error.to_string()))?;
        let mut files = BTreeMap::from([(manifest::NAME.to_owned(), OwnedBytes::new(json))]);
        for name in manifest.files.keys() {
            let bytes = directory
                .get_file_handle(Path::new(name))
                .map_err(|error| Error::damaged(&folder.join(name), error.to_string()))
                .and_then(|handle| {
                    handle
                        .read_bytes(0..handle.len())
                        .map_err(|error| Error::io("read", &folder.join(name), error))
                })?;
            files.insert(name.clone(), bytes);
        }
        let files = Files(Arc::new(files));
        files.verify(folder, &manifest)?;
        Ok((files, manifest))
    }

    /// Compares names and sizes, and the content of an index that is not large.
    fn verify(&self, folder: &Path, manifest: &Manifest) -> Result<()> {
        let whole = self.0.values().map(|bytes| bytes.len()).sum::<usize>() <= CHECKED_WHOLE;
        for (name, expected) in &manifest.files {
            let bytes = self.0.get(name).map(OwnedBytes::as_slice).unwrap_or_default();
            let damage = |message: &str| Error::damaged(&folder.join(name), message);
            if bytes.len() as u64 != expected.bytes {
                return Err(damage("its size differs from the manifest"));
            }
            if whole && crc32fast::hash(bytes) != expected.crc32 {
                return Err(damage("its checksum differs from the manifest"));
            }
        }
        Ok(())
    }

    /// The content of the file `name`.
    pub(super) fn bytes(&self, name: &str) -> Option<Bytes> {
        self.0.get(name).cloned().map(Bytes::new)
    }

    /// All files, by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The search core's view.
    pub(super) fn tantivy(&self) -> tantivy::Result<tantivy::Index> {
        tantivy::Index::open(self.clone())
    }

    fn find(&self, path: &Path) -> std::result::Result<&OwnedBytes, OpenReadError> {
        let found = path.to_str().and_then(|name| self.0.get(name));
        found.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_path_buf()))
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "an open index is read-only")
}

/// No lock, no write: opening and searching leave a read-only folder as it is.
impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.find(path)?.clone()))
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        Ok(self.find(path).is_ok())
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        Ok(self.find(path)?.to_vec())
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_path_buf() })
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_path_buf()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(PathBuf::new())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

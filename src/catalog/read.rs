//! How pages are read: by all cores, each page's content dropped as soon as it is read.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use sha2::{Digest, Sha256};

use super::declaration::Document;
use super::layer::Layer;
use super::{Catalog, hex, names};
use crate::document::{self, Identity, Reading};
use crate::error::Result;

/// A page of a layer, and what is declared of it.
pub(super) struct Page<'a> {
    pub(super) layer: &'a Layer,
    /// Its path within the layer.
    pub(super) path: &'a str,
    pub(super) document: Document,
}

/// Reads all pages and returns them in their order, whichever was read first. Of several that cannot be read, the first
/// one is the error.
pub(super) fn pages(pages: &[Page<'_>]) -> Result<Vec<Catalog>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(pages.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut read = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(page) = pages.get(at) else { return read };
            let catalog = read_page(page);
            if catalog.is_err() {
                // Whoever reads a page before this one ends it; those after it are of no use.
                next.store(pages.len(), Ordering::Relaxed);
            }
            read.push((at, catalog));
        }
    };
    let mut read = thread::scope(|scope| {
        // A thread that the system does not give is no failure: this one reads what is left.
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(spawn).collect();
        let mut read = work();
        for other in others {
            read.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        read
    });
    read.sort_unstable_by_key(|(at, _)| *at);
    read.into_iter().map(|(_, catalog)| catalog).collect()
}

fn read_page(page: &Page<'_>) -> Result<Catalog> {
    let Page { layer, path, document } = page;
    let content = layer.content(path)?;
    let catalog = read(format!("{}/{path}", layer.name), &content, document.clone());
    Ok(Catalog { path: layer.path(path), builtin: layer.is_builtin(), ..catalog })
}

/// Reads one document by the name of its file.
pub(super) fn read(file: String, content: &[u8], document: Document) -> Catalog {
    let Document { vendor, service, title, address, options, declared } = document;
    let name = names::stem(names::last(&file)).to_owned();
    let identity = Identity { vendor, service, file };
    let Reading { entries, warnings, found } = document::read(content, &identity, &options);
    let Identity { vendor, service, file } = identity;
    Catalog {
        name,
        file,
        path: None::<PathBuf>,
        vendor,
        service,
        title,
        address,
        builtin: false,
        declared,
        entries,
        warnings,
        found,
        digest: hex(&Sha256::digest(content)),
    }
}

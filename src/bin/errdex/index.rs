//! The index that the arguments name, or the cached one.

use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use anyhow::Result;
use errdex::{Cache, Index};

use crate::args::{self, IndexArgs, LookArgs};
use crate::paint::{Addresses, Links};
use crate::terminal;
use crate::view::{Vendors, View};

/// What `read` makes of the index that the arguments name, or of the cached one.
pub(crate) fn with_index<T>(args: &IndexArgs, read: impl Fn(&Index) -> errdex::Result<T>) -> Result<T> {
    let Some(path) = args.index() else {
        let cache = Cache::new(cache_folder());
        let (value, warnings) = quietly(|| cache.with(&args.catalogs.layers(), read))
            .map_err(|panic| anyhow::anyhow!("errdex itself failed, please report it: {panic}"))??;
        terminal::warn(&warnings);
        return Ok(value);
    };
    // The search core may panic over damaged postings.
    let read = quietly(|| read(&Index::open(&path)?));
    Ok(read.map_err(|_| {
        let path = path.display();
        anyhow::anyhow!("{path}: the index is damaged: run `errdex build --out {path}`")
    })??)
}

/// The index that the arguments name, or the cached one: for those who read it more than once.
pub(crate) fn open(args: &IndexArgs) -> Result<Index> {
    match args.index() {
        Some(path) => Ok(Index::open(&path)?),
        None => Ok(Cache::new(cache_folder()).open(&args.catalogs.layers())?),
    }
}

/// The slug of the vendor that is meant: by slug, or a name that is the vendor's alone.
pub(crate) fn resolve_vendor(index: &Index, name: &str) -> errdex::Result<String> {
    let evidence = index.evidence();
    let vendor = evidence.vendor(name).filter(|vendor| evidence.has_entries(&vendor.slug));
    vendor.map(|vendor| vendor.slug).ok_or_else(|| {
        let slugs: Vec<&str> = evidence.with_entries().collect();
        errdex::ErrorKind::UnknownVendor { name: name.to_owned(), known: slugs.join(", ") }.into()
    })
}

/// How what is in `index` is shown.
pub(crate) fn view<'i>(args: &IndexArgs, look: LookArgs, index: &'i Index) -> View<'i> {
    let folders = if args.index().is_none() { args.catalogs.layers().folders } else { Vec::new() };
    let links = Links { folders, addresses: Addresses::OfIndex(index.manifest()) };
    View::new(look.color, look.lang, Vendors::OfIndex(index.evidence()), links)
}

/// Runs `work` without a word from panics, those that [`Cache::with`] catches included. One that escapes is returned as
/// what it said.
fn quietly<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let value = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    value.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message").to_owned()
    })
}

/// The folder of cached indexes; none where the system names no cache folder.
fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    match args::variable("ERRDEX_CACHE_DIR") {
        Some(folder) => Some(folder.into()),
        None => Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("errdex")),
    }
}

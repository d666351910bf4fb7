//! Indexes on disk and in the cache: their bytes, what replaces them, what damages them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use errdex::{Cache, Index, Layers, Query, Searcher};

use crate::command::{Ran, Scratch, page, ran};

/// A folder with three pages of two vendors.
fn small() -> Scratch {
    let scratch = Scratch::new();
    scratch.write(
        "pages/acme-net.md",
        page(&[("A.77", "The flux capacitor is gone."), ("A.78", "Flow is blocked.")]),
    );
    scratch.write("pages/acme-disk.md", page(&[("A.90", "The disk is full."), ("A.91", "磁盘不存在")]));
    scratch.write("pages/zeta.md", page(&[("77", "Nothing is left.")]));
    scratch.write("pages/vendors.toml", "[[vendor]]\nslug = \"acme\"\naliases = [\"roadrunner\"]\n");
    scratch.write("pages/lexicon.toml", "[[concept]]\nid = \"disk\"\nen = [\"disk\"]\nzh = [\"磁盘\"]\n");
    scratch
}

fn layers(scratch: &Scratch) -> Layers {
    Layers { builtin: false, folders: vec![scratch.path("pages")] }
}

const BUILD: [&str; 6] = ["build", "--no-builtin", "--catalogs", "pages", "--out", "out"];
const CHECK: [&str; 7] = ["build", "--check", "--no-builtin", "--catalogs", "pages", "--out", "out"];
const ASK: [&str; 4] = ["--index", "out", "--json", "the flux capacitor is gone"];

/// Every file and folder below `folder` with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for path in fs::read_dir(folder).expect("a folder") {
        let path = path.expect("it is listed").path();
        let name = PathBuf::from(path.file_name().expect("a name"));
        if path.is_dir() {
            found.insert(name.clone(), Vec::new());
            found.extend(contents(&path).into_iter().map(|(below, content)| (name.join(below), content)));
        } else {
            found.insert(name, fs::read(&path).expect("a file"));
        }
    }
    found
}

/// The times of every file and folder below `folder`.
fn times(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut found: BTreeMap<_, _> =
        contents(folder).into_keys().map(|path| (path, SystemTime::UNIX_EPOCH)).collect();
    found.insert(PathBuf::new(), SystemTime::UNIX_EPOCH);
    for (path, time) in &mut found {
        *time = fs::metadata(folder.join(path)).and_then(|about| about.modified()).expect("a time");
    }
    found
}

fn names(folder: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|path| path.expect("it is listed").file_name());
    names.map(|name| name.into_string().expect("a name of ours")).collect()
}

/// The folder of the index in use.
fn current(out: &Path) -> PathBuf {
    out.join(fs::read_to_string(out.join("current")).expect("it names the index").trim_end())
}

#[test]
fn two_builds_give_the_same_bytes() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    // The same pages elsewhere, written in another order, with a stranger among them.
    let other = Scratch::new();
    let mut files: Vec<_> = contents(&scratch.path("pages")).into_iter().collect();
    files.reverse();
    for (name, content) in files {
        other.write(&format!("pages/{}", name.display()), content);
    }
    other.write("pages/notes.log", "not a page");
    other.run(BUILD).ended(0);
    assert_eq!(contents(&scratch.path("out")), contents(&other.path("out")));
}

#[test]
fn two_builds_of_the_embedded_catalogs_give_the_same_bytes() {
    let scratch = Scratch::new();
    thread::scope(|scope| {
        for out in ["one", "two"] {
            let scratch = &scratch;
            scope.spawn(move || {
                scratch.run(["build", "--out", out]).ended(0).says("660 entries of 5 catalogs").status
            });
        }
    });
    assert_eq!(contents(&scratch.path("one")), contents(&scratch.path("two")));
    scratch.run(["build", "--check", "--out", "one"]).ended(0);
    let ran = scratch.run(["--index", "one", "--json", "Floating IP could not be found"]);
    assert_eq!(ran.ended(0).out, scratch.run(["--json", "Floating IP could not be found"]).out);
}

#[test]
fn use_changes_nothing() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let out = scratch.path("out");
    let (content, time) = (contents(&out), times(&out));
    #[cfg(unix)]
    set_modes(&out, 0o555, 0o444);
    assert_eq!(scratch.run(ASK).ended(0).codes()[0], "A.77");
    scratch.run(CHECK).ended(0);
    let index = Index::open(&out).expect("it opens");
    Searcher::new(&index).search(&Query::new("disk")).expect("it answers");
    #[cfg(unix)]
    set_modes(&out, 0o755, 0o644);
    assert_eq!((contents(&out), times(&out)), (content, time));
    assert!(!scratch.path("cache").exists(), "a built index needs no cache");
}

#[cfg(unix)]
fn set_modes(folder: &Path, folders: u32, files: u32) {
    use std::os::unix::fs::PermissionsExt;
    for path in contents(folder).into_keys().map(|path| folder.join(path)).chain([folder.to_path_buf()]) {
        let mode = if path.is_dir() { folders } else { files };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }
}

#[cfg(unix)]
#[test]
fn files_are_readable_by_all() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let folder = current(&scratch.path("out"));
    for name in names(&folder) {
        let mode = fs::metadata(folder.join(&name)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o444, 0o444, "{name} is {mode:o}");
    }
}

#[test]
fn a_build_removes_what_is_ours_and_leaves_the_rest() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let first = current(&scratch.path("out"));
    let digest = "0123456789abcdef0123456789abcdef";
    let foreign = [
        "README.md",
        ".gitignore",
        "index-",
        "index-short",
        "index-0123456789ABCDEF0123456789ABCDEF",
        ".building-x",
        "notes/index",
    ];
    for name in foreign {
        scratch.write(&format!("out/{name}"), "mine");
    }
    scratch.write(&format!("out/.building-index-{digest}/half"), "x");
    scratch.write(&format!("out/index-{digest}/manifest.json"), "x");
    scratch.write("out/.building-current", "x");
    scratch.write("pages/zeta.md", page(&[("79", "Something is left.")]));
    scratch.run(BUILD).ended(0);
    let second = current(&scratch.path("out"));
    assert_ne!(first, second);
    let mut left = names(&scratch.path("out"));
    assert!(left.remove(&second.file_name().expect("a name").to_string_lossy().into_owned()));
    let kept = ["current", ".lock", "notes"]
        .into_iter()
        .chain(foreign.into_iter().filter(|name| !name.contains('/')));
    assert_eq!(left, kept.map(str::to_owned).collect());
    for name in foreign {
        assert_eq!(fs::read(scratch.path(&format!("out/{name}"))).expect("it is left"), b"mine");
    }
}

#[test]
fn a_build_repairs_a_damaged_index_of_the_same_name() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let whole = contents(&scratch.path("out"));
    let folder = current(&scratch.path("out"));
    for name in names(&folder) {
        fs::write(folder.join(name), "rubbish").expect("it is written");
    }
    scratch.run(BUILD).ended(0);
    assert_eq!(contents(&scratch.path("out")), whole);
    fs::remove_file(scratch.path("out/current")).expect("it was there");
    scratch.run(BUILD).ended(0);
    assert_eq!(contents(&scratch.path("out")), whole);
}

#[cfg(unix)]
#[test]
fn a_killed_build_leaves_a_whole_index() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    for kill in 0..40u32 {
        let gone = format!("The flux capacitor is gone, {kill} times.");
        scratch.write("pages/acme-net.md", page(&[("A.77", &gone), ("A.78", "Flow is blocked.")]));
        let mut child = (scratch.command().args(BUILD))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the build starts");
        thread::sleep(Duration::from_millis(6) * kill);
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let answer = scratch.run(ASK);
        assert_eq!(answer.ended(0).codes()[0], "A.77", "after kill {kill}");
        // Every few kills a build may end, and finds what all of them left.
        if kill % 4 == 3 {
            scratch.run(BUILD).ended(0);
            assert!(scratch.run(ASK).ended(0).out.contains(&gone));
            scratch.run(CHECK).ended(0);
            assert_eq!(names(&scratch.path("out")).len(), 3, "the lock, the pointer, one index");
        }
    }
}

#[test]
fn builds_wait_for_each_other() {
    let scratch = small();
    fs::create_dir_all(scratch.path("out")).expect("a folder");
    let lock = fs::File::create(scratch.path("out/.lock")).expect("a file");
    lock.lock().expect("nobody has it");
    let mut child = (scratch.command().args(BUILD))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the build starts");
    let mut said = String::new();
    let mut err = std::io::BufReader::new(child.stderr.take().expect("a pipe"));
    std::io::BufRead::read_line(&mut err, &mut said).expect("it says that it waits");
    assert!(said.contains("waiting"), "{said}");
    assert!(!scratch.path("out/current").exists());
    drop(lock);
    ran(child.wait_with_output().expect("it ends")).ended(0);
    assert_eq!(scratch.run(ASK).ended(0).codes()[0], "A.77");
}

#[test]
fn readers_never_see_a_replacement() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut answers = 0;
                    while !done.load(Ordering::Relaxed) {
                        let index = Index::open(&scratch.path("out")).expect("there is always an index");
                        let answer = Searcher::new(&index).search(&Query::new("the flux capacitor is gone"));
                        assert_eq!(answer.expect("it is whole").hits[0].entry.code, "A.77");
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        // Writers at once: each build ends well, whoever is first.
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let scratch = &scratch;
                scope.spawn(move || {
                    for round in 0..6 {
                        let pages = scratch.path(&format!("own-{writer}-{round}"));
                        fs::create_dir_all(&pages).expect("a folder");
                        let message = format!("The flux capacitor is gone, said {writer} {round} times.");
                        fs::write(pages.join("acme-net.md"), page(&[("A.77", &message)])).expect("a page");
                        let layers = Layers { builtin: false, folders: vec![pages] };
                        Index::create(&layers, &scratch.path("out"), &mut |_| {}, || {})
                            .expect("it is built");
                    }
                })
            })
            .collect();
        let built: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        done.store(true, Ordering::Relaxed);
        assert!(built.into_iter().all(|built| built.is_ok()));
        for reader in readers {
            assert!(reader.join().expect("no reader fails") > 0);
        }
    });
}

#[test]
fn a_check_says_what_differs() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    scratch.run(CHECK).ended(0);
    let before = contents(&scratch.path("pages"));
    let cases: [(&str, Option<String>, &str); 6] = [
        (
            "acme-net.md",
            Some(page(&[("A.77", "The flux capacitor is back.")])),
            "pages/acme-net.md: has changed",
        ),
        ("new-one.md", Some(page(&[("1", "One.")])), "pages/new-one.md: is in the catalogs"),
        ("acme-disk.md", None, "pages/acme-disk.md: is in the index"),
        ("lexicon.toml", Some("[[concept]]\nid = \"disk\"\nen = [\"disc\"]\n".into()), "lexicon.toml"),
        ("vendors.toml", Some("[[vendor]]\nslug = \"acme\"\n".into()), "vendors.toml"),
        ("vendors.toml", None, "vendors.toml"),
    ];
    for (name, content, said) in cases {
        let path = scratch.path(&format!("pages/{name}"));
        match content {
            Some(content) => fs::write(&path, content).expect("it is written"),
            None => fs::remove_file(&path).expect("it was there"),
        }
        scratch.run(CHECK).ended(1).says(said);
        match before.get(Path::new(name)) {
            Some(content) => fs::write(&path, content).expect("it is written"),
            None => fs::remove_file(&path).expect("it was there"),
        }
    }
    scratch.run(CHECK).ended(0).says("up to date");
}

/// Changes each file of an index in each way, calls `then`, and puts the file back.
fn with_each_damage(folder: &Path, positions: usize, mut then: impl FnMut(&str, &str)) {
    for name in names(folder) {
        let path = folder.join(&name);
        let whole = fs::read(&path).expect("a file");
        for step in 0..positions {
            let at = step * whole.len().saturating_sub(1) / positions.max(2).saturating_sub(1);
            let mut flipped = whole.clone();
            let Some(byte) = flipped.get_mut(at) else { continue };
            *byte ^= 1 << (step % 8);
            fs::write(&path, flipped).expect("it is written");
            then(&name, &format!("byte {at} of {} flipped", whole.len()));
        }
        fs::write(&path, &whole[..whole.len() / 2]).expect("it is written");
        then(&name, "cut");
        fs::write(&path, [&whole[..], b"x"].concat()).expect("it is written");
        then(&name, "longer");
        fs::remove_file(&path).expect("it was there");
        then(&name, "removed");
        fs::write(&path, whole).expect("it is written");
    }
}

#[test]
fn a_check_finds_any_damage() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let out = scratch.path("out");
    let layers = layers(&scratch);
    let folder = current(&out);
    let mut missed = String::new();
    with_each_damage(&folder, 1, |name, what| match Index::check(&layers, &out) {
        // Each call builds afresh; the names are what a person needs.
        Ok(found) if found.iter().any(|line| line.contains(name)) => {}
        Err(error) if error.to_string().contains(name) => {}
        // White space of the manifest may change, its fields may not.
        other => writeln!(missed, "{name} {what}: {other:?}").expect("a string grows"),
    });
    assert_eq!(missed, "");
}

#[test]
fn a_damaged_index_answers_rightly_or_not_at_all() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let out = scratch.path("out");
    let queries = ["the flux capacitor is gone", "A.91", "roadrunner 77", "磁盘不存在"];
    let answer = |index: &Index| -> errdex::Result<Vec<String>> {
        let json = |text: &&str| {
            let answer = Searcher::new(index).search(&Query { explain: true, ..Query::new(*text) })?;
            Ok(serde_json::to_string(&answer).expect("an answer serializes"))
        };
        queries.iter().map(json).collect()
    };
    let right = answer(&Index::open(&out).expect("it opens")).expect("it answers");
    let mut refused = 0;
    with_each_damage(&current(&out), 20, |name, what| {
        // No panic is expected, as so small an index is checked whole.
        let answered = catch_unwind(AssertUnwindSafe(|| answer(&Index::open(&out)?)));
        match answered.unwrap_or_else(|_| panic!("{name} {what}: a panic")) {
            Ok(answers) => assert_eq!(answers, right, "{name} {what}"),
            Err(error) => {
                refused += 1;
                assert!(
                    error.to_string().contains("errdex build") || error.to_string().contains(name),
                    "{error}"
                );
            }
        }
    });
    assert!(refused > 100, "{refused}");
    let pointer = out.join("current");
    for rubbish in [
        &b""[..],
        b"\n",
        b"index-x\n",
        b"../../etc\n",
        b"\xff\xfe",
        b"index-0123456789abcdef0123456789abcdef\n",
    ] {
        fs::write(&pointer, rubbish).expect("it is written");
        let ran = scratch.run(ASK);
        ran.ended(2).says("out").says("errdex build");
    }
}

#[test]
fn a_damaged_cached_index_is_built_anew() {
    let scratch = small();
    let cache = Cache::new(Some(scratch.path("cache")));
    let ask = |index: &Index| {
        let answer = Searcher::new(index).search(&Query::new("the flux capacitor is gone"))?;
        Ok(serde_json::to_string(&answer).expect("an answer serializes"))
    };
    let (right, _) = cache.with(&layers(&scratch), ask).expect("it is built");
    let name = names(&scratch.path("cache"))
        .into_iter()
        .find(|name| name.starts_with("index-"))
        .expect("it is kept");
    let folder = scratch.path("cache").join(name);
    let whole = contents(&folder);
    with_each_damage(&folder, 1, |name, what| {
        let (answer, _) = cache.with(&layers(&scratch), ask).expect("a cache never fails");
        assert_eq!(answer, right, "{name} {what}");
        // The digests in the manifest are for checks: a use does not need them.
        let repaired = contents(&folder) == whole;
        assert!(repaired || name == "manifest.json", "{name} {what}: it is not repaired");
    });
}

#[test]
fn an_index_of_another_version_says_what_to_do() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let manifest = current(&scratch.path("out")).join("manifest.json");
    let whole = fs::read_to_string(&manifest).expect("a manifest");
    let value: serde_json::Value = serde_json::from_str(&whole).expect("it is JSON");
    for (key, other, said) in [("format", serde_json::json!(9999), "9999"), ("analyzer", "odd".into(), "odd")]
    {
        let mut changed = value.clone();
        changed[key] = other;
        fs::write(&manifest, changed.to_string()).expect("it is written");
        scratch.run(ASK).ended(2).says(said).says("expected").says("run `errdex build --out out`");
        scratch.run(CHECK).ended(1).says("run `errdex build");
    }
    // A later format may have a manifest of another shape.
    fs::write(&manifest, "{\"format\":9999}").expect("it is written");
    scratch.run(ASK).ended(2).says("9999").says("run `errdex build --out out`");
}

#[test]
fn a_check_sees_a_page_that_another_one_replaces() {
    let scratch = small();
    scratch.write("over/acme-net.md", page(&[("A.1", "Over it.")]));
    let args = |check: bool| {
        let check = check.then_some("--check");
        ["build", "--no-builtin", "--catalogs", "pages", "--catalogs", "over", "--out", "out"]
            .into_iter()
            .chain(check)
    };
    scratch.run(args(false)).ended(0);
    scratch.run(args(true)).ended(0);
    scratch.write("pages/acme-net.md", page(&[("A.1", "Under it.")]));
    scratch.run(args(true)).ended(1).says("a page that another one replaces");
}

#[test]
fn paths_that_are_no_index_say_so() {
    let scratch = small();
    scratch.write("file", "x");
    fs::create_dir_all(scratch.path("empty")).expect("a folder");
    for path in ["none", "empty", "file", "pages"] {
        scratch.run(["--index", path, "x"]).ended(2).says(path).says("errdex build");
        scratch.run(["build", "--check", "--out", path]).ended(2).says(path);
    }
    let mut build = BUILD;
    for out in ["file", "file/below"] {
        build[5] = out;
        scratch.run(build).ended(2).says("file");
    }
    assert_eq!(fs::read(scratch.path("file")).expect("it is left"), b"x");
    assert_eq!(names(&scratch.path("empty")).len(), 0, "a question creates nothing");
    assert!(!scratch.path("none").exists());
}

#[test]
fn an_index_is_named_by_option_or_environment() {
    let scratch = small();
    scratch.run(BUILD).ended(0);
    let ran = crate::command::run(scratch.command().env("ERRDEX_INDEX", "out").args(["--json", "A.77"]), b"");
    assert_eq!(ran.ended(0).codes()[0], "A.77");
    crate::command::run(scratch.command().env("ERRDEX_INDEX", "none").args(["--json", "A.77"]), b"").ended(2);
    assert!(!scratch.path("cache").exists());
}

/// Asks with a folder that has one page, which says `message`.
fn ask_own(scratch: &Scratch, folder: &str, message: &str) -> Ran {
    scratch.write(&format!("{folder}/acme-net.md"), page(&[("A.77", message)]));
    let ran = scratch.run(["--no-builtin", "--catalogs", folder, "--json", "A.77"]);
    assert!(ran.ended(0).out.contains(message), "{ran:?}");
    ran
}

#[test]
fn the_cache_keeps_the_newest_four() {
    let scratch = Scratch::new();
    for round in 0..6 {
        ask_own(&scratch, &format!("own{round}"), &format!("It is the message {round}."));
        let kept =
            names(&scratch.path("cache")).into_iter().filter(|name| name.starts_with("index-")).count();
        assert_eq!(kept, 4.min(round + 1));
    }
    // The last is among them: asking again builds nothing.
    let before = times(&scratch.path("cache"));
    ask_own(&scratch, "own5", "It is the message 5.");
    let kept = times(&scratch.path("cache"));
    assert!(before.keys().eq(kept.keys()) || before.len() == kept.len());
}

#[test]
fn an_edited_page_gives_another_index() {
    let scratch = Scratch::new();
    ask_own(&scratch, "own", "It is the first message.");
    ask_own(&scratch, "own", "It is quite another message.");
    scratch.write("own/acme-disk.md", page(&[("A.90", "The disk is full.")]));
    let ask = |code: &str| scratch.run(["--no-builtin", "--catalogs", "own", "--json", code]);
    assert_eq!(ask("A.90").ended(0).codes()[0], "A.90");
    fs::remove_file(scratch.path("own/acme-disk.md")).expect("it was there");
    ask("A.90").ended(1);
}

#[test]
fn folders_come_from_the_environment_too() {
    let scratch = small();
    scratch.write("more/acme-net.md", page(&[("A.88", "The flux is over.")]));
    let separator = if cfg!(windows) { ";" } else { ":" };
    let mut command = scratch.command();
    command.env("ERRDEX_CATALOGS", format!("pages{separator}more")).args(["catalog", "list", "--no-builtin"]);
    let ran = crate::command::run(&mut command, b"");
    let listed: Vec<&str> =
        ran.ended(0).out.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(listed, ["acme-disk", "acme-net", "zeta"]);
    let mut command = scratch.command();
    command.env("ERRDEX_CATALOGS", format!("pages{separator}more")).args(["--json", "A.88"]);
    assert_eq!(crate::command::run(&mut command, b"").ended(0).codes()[0], "A.88");
    scratch.run(["--no-builtin", "x"]).ended(2).says("--catalogs");
}

#[test]
fn a_cache_that_cannot_be_used_is_done_without() {
    let scratch = small();
    let ask = ["--no-builtin", "--catalogs", "pages", "--json", "the flux capacitor is gone"];
    scratch.write("file", "x");
    for cache in ["file", "file/below"] {
        let mut command = scratch.command();
        command.env("ERRDEX_CACHE_DIR", scratch.path(cache)).args(ask);
        let ran = crate::command::run(&mut command, b"");
        assert_eq!(ran.ended(0).codes()[0], "A.77");
        assert_eq!(ran.err, "");
    }
    // Another process is building.
    fs::create_dir_all(scratch.path("cache")).expect("a folder");
    let lock = fs::File::create(scratch.path("cache/.lock")).expect("a file");
    lock.lock().expect("nobody has it");
    let ran = scratch.run(ask);
    assert_eq!(ran.ended(0).codes()[0], "A.77");
    assert_eq!(names(&scratch.path("cache")), [".lock".to_owned()].into());
    drop(lock);
    scratch.run(ask).ended(0);
    assert_eq!(names(&scratch.path("cache")).len(), 2);
}

#[test]
fn a_large_index_survives_damage() {
    let scratch = Scratch::new();
    let mut rows = String::from("| Error code | Message | Description |\n|---|---|---|\n");
    let words = [
        "volume",
        "router",
        "gateway",
        "snapshot",
        "quota",
        "bucket",
        "certificate",
        "listener",
        "tenant",
        "policy",
    ];
    for row in 0..15_000usize {
        let word = |by: usize| words[row / by % 10];
        let detail = format!(
            "{} {} {} item{row} thing{} part{}",
            word(1),
            word(10),
            word(100),
            row * 7 % 9973,
            row * 13 % 7919
        );
        writeln!(
            rows,
            "| L.{row} | The {} of the {} is not ready, {detail}. | 第{row}个{}不存在，请检查 {detail} |",
            word(1),
            word(10),
            word(100)
        )
        .expect("a string grows");
    }
    scratch.write("pages/acme-net.md", rows);
    let out = scratch.path("out");
    Index::create(&layers(&scratch), &out, &mut |_| {}, || {}).expect("it is built");
    let folder = current(&out);
    let size: u64 =
        names(&folder).iter().map(|name| fs::metadata(folder.join(name)).expect("a file").len()).sum();
    assert!(size > 8 << 20, "{size} bytes are checked whole");
    let texts = ["The volume of the router is not ready", "L.77", "第5个不存在", "item500 thing3500"];
    let mut wrong = String::new();
    with_each_damage(&folder, 12, |name, what| {
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let index = Index::open(&out)?;
            texts.iter().try_for_each(|text| Searcher::new(&index).search(&Query::new(*text)).map(drop))
        }));
        // What the search core does with damaged postings is caught by the command; our own files never panic.
        if answered.is_err() && !name.contains("0000") {
            writeln!(wrong, "{name} {what}: a panic").expect("a string grows");
        }
    });
    // The command says what to do, whatever the search core does.
    let terms = folder.join("00000000000000000000000000000000.term");
    let mut bytes = fs::read(&terms).expect("a file");
    bytes.fill(0xff);
    fs::write(&terms, bytes).expect("it is written");
    scratch.run(["--index", "out", texts[0]]).ended(2).says("errdex build");
    assert_eq!(wrong, "");
}

//! Building an index in memory, the dictionary's loading included, and opening one from disk, the check of its files
//! included.

mod data;
mod timing;

use errdex::{Catalogs, Index};

/// How often all sizes are built, in turns.
const BUILDS: usize = 5;

/// How often each index is opened between builds.
const OPENINGS: usize = 50;

/// Prints a row for each size; with arguments, only the rows that begin with one. `to before` compares the time of a
/// build per entry with that of the row before.
fn main() {
    let mut rows: Vec<Row> = Vec::new();
    for size in data::SIZES.into_iter().filter(|size| timing::is_wanted(&size.to_string())) {
        let (catalogs, folder) = (data::grown(size), tempfile::tempdir().expect("a scratch folder"));
        Index::create_from(&catalogs, folder.path()).expect("catalogs build");
        rows.push(Row { size, catalogs, folder, builds: Vec::new(), openings: Vec::new() });
    }
    for _ in 0..BUILDS {
        rows.iter_mut().for_each(Row::measure);
    }
    println!("{:>7} {:>10} {:>9} {:>9} {:>8}", "entries", "build ms", "µs each", "to before", "open µs");
    let mut before: Option<&Row> = None;
    for row in &rows {
        let build = timing::median(row.builds.iter().copied());
        let open = timing::median(row.openings.iter().copied());
        let ratios = |before: &Row| timing::median(row.builds.iter().zip(&before.builds).map(|(a, b)| a / b));
        let ratio = before.map(|before| ratios(before) * before.size as f64 / row.size as f64);
        let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        let each = build / row.size as f64;
        println!("{:>7} {:>10.1} {:>9.1} {ratio:>9} {:>8.1}", row.size, build * 1e3, each * 1e6, open * 1e6);
        before = Some(row);
    }
}

struct Row {
    size: usize,
    catalogs: Catalogs,
    /// Where the index is.
    folder: tempfile::TempDir,
    /// The seconds of each build.
    builds: Vec<f64>,
    /// The seconds of each opening.
    openings: Vec<f64>,
}

impl Row {
    fn measure(&mut self) {
        let build = || drop(Index::build(&self.catalogs).expect("catalogs build"));
        self.builds.push(timing::seconds(build));
        let open = || drop(Index::open(self.folder.path()).expect("the index is whole"));
        self.openings.extend((0..OPENINGS).map(|_| timing::seconds(open)));
    }
}

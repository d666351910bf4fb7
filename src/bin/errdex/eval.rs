//! `errdex eval`: how well judged queries and labelled lines are answered, and whether that is well enough.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use errdex::{Engine, Figure, Figures, Index, Judgment, Measured, Truth, evaluate};
use serde_json::{Map, Value, json};
use textwrap::core::display_width;

use crate::args::{Color, EvalArgs};
use crate::paint::{self, Paint};
use crate::terminal::{self, clean};
use crate::{Outcome, index, layout};

/// What the figures are shown beside.
const BASELINES: [Engine; 2] = [Engine::Bm25, Engine::Substring];

/// The ways in which a line is answered badly, the worst first, and the figure that says so.
const MISTAKES: [(Figure, &str); 3] =
    [(Figure::Wrong, "wrong"), (Figure::Fpr, "fp"), (Figure::Missed, "missed")];

/// A query or a line, as it is shown.
struct Row<'t> {
    id: &'t str,
    text: &'t str,
    /// The kind of a query, the tags of a line.
    kinds: Vec<&'t str>,
    /// What answers it, `vendor:code` each.
    wanted: Vec<String>,
}

/// A file of truth, evaluated.
struct File {
    /// As it was named.
    path: PathBuf,
    truth: Truth,
    measured: Vec<Measured>,
    baselines: Vec<(Engine, Figures)>,
}

pub(crate) fn run(args: &EvalArgs) -> Result<Outcome> {
    let floors = args.floors.as_deref().map(read_floors).transpose()?;
    let mut truths: Vec<(PathBuf, Truth)> = Vec::new();
    for path in &args.files {
        // Figures and floors go by the stem.
        if let Some((other, _)) = truths.iter().find(|(other, _)| other.file_stem() == path.file_stem()) {
            bail!("{} and {}: two files of one name: rename one", other.display(), path.display());
        }
        truths.push((path.clone(), read_truth(path)?));
    }
    let (wrong, files) = index::with_index(&args.index, |index| {
        let mut wrong = Vec::new();
        for (path, truth) in &truths {
            let unsatisfiable = truth.unsatisfiable(index)?;
            wrong.extend(unsatisfiable.iter().map(|what| format!("{}:{what}", path.display())));
        }
        if !wrong.is_empty() {
            return Ok((wrong, Vec::new()));
        }
        let files = truths.iter().map(|(path, truth)| file(index, path, truth, args.baseline));
        Ok((wrong, files.collect::<errdex::Result<Vec<File>>>()?))
    })?;
    if !wrong.is_empty() {
        bail!("judgments that nothing can satisfy: mend the truth\n{}", wrong.join("\n"));
    }
    let paint = Paint::new(Color::Auto);
    let mut out = paint.stdout();
    if args.json {
        let files: Vec<Value> = files.iter().map(|file| json_of(file, args.worst)).collect();
        writeln!(out, "{}", terminal::json(&json!({ "schema": 1, "files": files }))?)?;
    } else {
        write!(out, "{}", report(&files, args, &paint))?;
    }
    let below = match &floors {
        Some((path, floors)) => below(path, floors, &files)?,
        None => Vec::new(),
    };
    below.iter().for_each(|below| terminal::complain(below));
    Ok(if below.is_empty() { Outcome::Found } else { Outcome::NotFound })
}

fn read_truth(path: &Path) -> Result<Truth> {
    let name = path.display();
    let bytes = fs::read(path).with_context(|| format!("{name}: cannot read"))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{name}: is not UTF-8"))?;
    let truth = Truth::parse(&text, &name.to_string())?;
    if truth.is_empty() {
        bail!("{name}: neither a judged query nor a labelled line in it");
    }
    Ok(truth)
}

fn file(index: &Index, path: &Path, truth: &Truth, baseline: bool) -> errdex::Result<File> {
    let mut baselines = Vec::new();
    for engine in BASELINES.into_iter().filter(|_| baseline) {
        let measured = evaluate(index, truth, engine)?;
        if !measured.is_empty() {
            baselines.push((engine, measured.iter().map(|measured| &measured.figures).collect()));
        }
    }
    let measured = evaluate(index, truth, Engine::Errdex)?;
    Ok(File { path: path.to_path_buf(), truth: truth.clone(), measured, baselines })
}

impl File {
    /// The name by which it is shown and floors are kept: the file's stem.
    fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn figures(&self) -> Figures {
        self.measured.iter().map(|measured| &measured.figures).collect()
    }

    fn row(&self, measured: &Measured) -> Row<'_> {
        let named = |judgment: &Judgment| format!("{}:{}", judgment.vendor, judgment.code);
        match &self.truth {
            Truth::Queries(queries) => {
                let query = &queries[measured.row];
                let answers = query.relevant.iter().filter(|judgment| judgment.grade == 3);
                let wanted = answers.map(named).collect();
                Row { id: &query.id, text: &query.query, kinds: vec![&query.kind], wanted }
            }
            Truth::Lines(lines) => {
                let line = &lines[measured.row];
                let kinds = line.tags.iter().map(String::as_str).collect();
                Row { id: &line.id, text: &line.text, kinds, wanted: line.right().map(named).collect() }
            }
        }
    }

    /// What one of its rows is called, and several.
    fn noun(&self) -> (&'static str, &'static str) {
        match self.truth {
            Truth::Queries(_) => ("query", "queries"),
            Truth::Lines(_) => ("line", "lines"),
        }
    }

    /// The figures of each kind of query or tag of lines, and of how many they are.
    fn kinds(&self) -> BTreeMap<&str, (usize, Figures)> {
        let mut kinds: BTreeMap<&str, Vec<&Figures>> = BTreeMap::new();
        for measured in &self.measured {
            for kind in self.row(measured).kinds {
                kinds.entry(kind).or_default().push(&measured.figures);
            }
        }
        let kinds = kinds.into_iter();
        kinds.map(|(kind, figures)| (kind, (figures.len(), figures.into_iter().collect()))).collect()
    }

    /// The queries that are answered worst, by ndcg10 or abstain, or the lines that are answered badly, each with how; of
    /// equals the first.
    fn worst(&self, count: usize) -> Vec<(String, &Measured)> {
        let figure = |measured: &Measured, figure| measured.figures.mean(figure);
        if let Truth::Lines(_) = self.truth {
            let made = |(mistake, name): (Figure, &'static str)| {
                let lines =
                    self.measured.iter().filter(move |measured| figure(measured, mistake) == Some(1.0));
                lines.map(move |measured| (name.to_owned(), measured))
            };
            return MISTAKES.into_iter().flat_map(made).take(count).collect();
        }
        let value = |measured: &Measured| {
            figure(measured, Figure::Ndcg10).or(figure(measured, Figure::Abstain)).unwrap_or(0.0)
        };
        let mut worst: Vec<_> = self.measured.iter().map(|measured| (value(measured), measured)).collect();
        worst.sort_by(|a, b| a.0.total_cmp(&b.0));
        worst.into_iter().take(count).map(|(value, measured)| (format!("{value:.2}"), measured)).collect()
    }
}

/// The figures of the queries, those of the lines, then what is answered worst.
fn report(files: &[File], args: &EvalArgs, paint: &Paint) -> String {
    let (lines, queries): (Vec<&File>, Vec<&File>) =
        files.iter().partition(|file| matches!(file.truth, Truth::Lines(_)));
    let of_one_kind = [queries, lines].into_iter().filter(|files| !files.is_empty());
    let tables: Vec<String> = of_one_kind.map(|files| table(&files, args.by_kind, paint)).collect();
    let mut out = tables.join("\n");
    let width = terminal::line_width().unwrap_or(usize::MAX);
    for file in files {
        for (how, measured) in file.worst(args.worst) {
            let row = file.row(measured);
            let lines = [
                format!("{how} {} {}", clean(row.id), clean(row.text)),
                format!("     want {}", clean(&listed(&row.wanted))),
                format!("     got  {}", clean(&listed(&got(measured)))),
            ];
            for line in lines {
                let _ = writeln!(out, "{}", layout::clipped(&line, width));
            }
        }
    }
    out
}

/// A line of figures for each file, and below it for its baselines and kinds.
fn table(files: &[&File], by_kind: bool, paint: &Paint) -> String {
    let mut rows: Vec<(String, usize, Figures)> = Vec::new();
    for file in files {
        rows.push((clean(&file.name()), file.measured.len(), file.figures()));
        // A baseline does not judge its hits: of queries that nothing answers it says nothing.
        for (engine, figures) in
            file.baselines.iter().filter(|(_, figures)| figures.mean(Figure::S1).is_some())
        {
            rows.push((format!("  {}", engine.name()), file.measured.len(), *figures));
        }
        let kinds = file.kinds().into_iter().filter(|_| by_kind);
        rows.extend(kinds.map(|(kind, (count, figures))| (format!("  {}", clean(kind)), count, figures)));
    }
    let shown = |figure: &Figure| rows.iter().any(|(_, _, figures)| figures.mean(*figure).is_some());
    let columns: Vec<Figure> = Figure::ALL.into_iter().filter(shown).collect();
    let name_width = rows.iter().map(|(name, ..)| display_width(name)).max().unwrap_or(0);
    let mut header = format!("{} {:>4}", " ".repeat(name_width), "n");
    for figure in &columns {
        let _ = write!(header, " {:>5}", figure.name());
    }
    let mut out = format!("{}\n", paint.paint(&header, paint::DIM));
    for (name, count, figures) in &rows {
        let gap = " ".repeat(name_width - display_width(name));
        let _ = write!(out, "{name}{gap} {count:>4}");
        for figure in &columns {
            let width = figure.name().len().max(5);
            let value = figures.mean(*figure).map_or("-".to_owned(), |value| format!("{value:.3}"));
            let _ = write!(out, " {value:>width$}");
        }
        out.push('\n');
    }
    out
}

/// What a query or a line is answered with, `vendor:code` each.
fn got(measured: &Measured) -> Vec<String> {
    measured.first.iter().map(|(vendor, code)| format!("{vendor}:{code}")).collect()
}

fn listed(codes: &[String]) -> String {
    if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
}

fn json_of(file: &File, worst: usize) -> Value {
    let (one, several) = file.noun();
    let figures = |figures: &Figures| -> Value {
        let of = |figure: Figure| Some((figure.name().to_owned(), json!(figures.mean(figure)?)));
        Figure::ALL.into_iter().filter_map(of).collect::<Map<String, Value>>().into()
    };
    let kinds = file.kinds().into_iter();
    let kinds =
        kinds.map(|(kind, (count, of))| json!({ "kind": kind, several: count, "figures": figures(&of) }));
    let baselines = file.baselines.iter();
    let baselines = baselines.map(|(engine, of)| json!({ "engine": engine.name(), "figures": figures(of) }));
    let worst = file.worst(worst).into_iter().map(|(_, measured)| {
        let row = file.row(measured);
        json!({ "id": row.id, one: row.text, "figures": figures(&measured.figures),
            "want": row.wanted, "got": got(measured) })
    });
    json!({
        "file": file.path.display().to_string(),
        several: file.measured.len(),
        "figures": figures(&file.figures()),
        "kinds": kinds.collect::<Vec<_>>(),
        "baselines": baselines.collect::<Vec<_>>(),
        "worst": worst.collect::<Vec<_>>(),
    })
}

/// For the stem of a file of truth, the least of each figure.
type Floors = BTreeMap<String, BTreeMap<String, f64>>;

fn read_floors(path: &Path) -> Result<(PathBuf, Floors)> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("{name}: cannot read"))?;
    let floors: Floors = toml::from_str(&text).with_context(|| format!("{name}: no table of floors"))?;
    for (file, figures) in &floors {
        let known = |figure: &&String| Figure::ALL.iter().any(|known| known.name() == figure.as_str());
        if let Some((figure, floor)) = figures.iter().find(|(_, floor)| !(0.0..=1.0).contains(*floor)) {
            bail!("{name}: the floor {floor} of `{figure}` of `{file}` is not from 0 to 1");
        }
        if let Some(figure) = figures.keys().find(|figure| !known(figure)) {
            let known = Figure::ALL.map(Figure::name).join(", ");
            bail!("{name}: `{figure}` of `{file}` is no figure: one of {known}");
        }
    }
    Ok((path.to_path_buf(), floors))
}

/// What is worse than its floor. A file without floors, and a floor that nothing was measured for, are failures: they
/// would be a gate that lets everything pass.
fn below(path: &Path, floors: &Floors, files: &[File]) -> Result<Vec<String>> {
    let name = path.display();
    let mut below = Vec::new();
    for file in files {
        let Some(figures) = floors.get(&file.name()) else {
            bail!("{name}: has no floors for `{}`", file.name());
        };
        for (figure, floor) in figures {
            let known = Figure::ALL.into_iter().find(|known| known.name() == figure);
            let Some((known, value)) = known.and_then(|known| Some((known, file.figures().mean(known)?)))
            else {
                bail!("{name}: no {} of `{}` has the figure `{figure}`", file.noun().0, file.name());
            };
            let is_worse = if known.is_loss() { value > *floor } else { value < *floor };
            if is_worse {
                let side = if known.is_loss() { "above" } else { "below" };
                below.push(format!("{}: {figure} is {value:.4}, {side} {floor} of {name}", file.name()));
            }
        }
    }
    if let Some(unread) = floors.keys().find(|floor| !files.iter().any(|file| file.name() == **floor)) {
        bail!("{name}: has floors for `{unread}`, which is none of the files");
    }
    Ok(below)
}

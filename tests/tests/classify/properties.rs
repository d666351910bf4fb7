//! What the verdict on a line depends on: its template, and nothing else.

use std::collections::HashMap;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::OnceLock;

use errdex::{
    Classified, Classifier, ClassifierOptions, Counts, FieldPath, Input, LONGEST_LINE, LineFormat,
    LineOptions, Signals, Verdict,
};
use proptest::prelude::*;
use serde::Deserialize;

use super::{AMBIGUOUS, MATCH, UNKNOWN, UNLISTED, entries, index, stream};

const SEED: u64 = 20_261_201;

/// How many lines of the stream.
const STREAM: usize = 1200;

/// How many lines of random bytes, and of known ones that were damaged.
const RANDOM: usize = 200;

/// Numbers that are the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

#[derive(Deserialize)]
struct Paste {
    text: String,
}

/// Lines of all kinds, without their ends.
fn corpus() -> &'static [Vec<u8>] {
    static CORPUS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let mut lines: Vec<Vec<u8>> =
            stream::lines(entries(), SEED).take(STREAM).map(|line| line.text.into_bytes()).collect();
        let pastes = include_str!("../../data/truth/pastes.jsonl").lines();
        let pastes = pastes.map(|line| serde_json::from_str::<Paste>(line).expect("a paste").text);
        lines.extend(pastes.map(String::into_bytes));
        lines.extend([MATCH, AMBIGUOUS, UNLISTED, UNKNOWN, "", " ", "\u{feff}"].map(|line| line.into()));
        let mut random = Random(SEED);
        for number in 0..RANDOM {
            lines.push((0..random.below(120)).map(|_| random.below(256) as u8).collect());
            let mut line = lines[random.below(STREAM)].clone();
            let (at, byte) = (random.below(line.len()), random.below(256) as u8);
            match number % 4 {
                0 => line[at] = byte,
                1 => line.truncate(at),
                2 => line = line.split_off(at),
                _ => line.insert(at, byte),
            }
            lines.push(line);
        }
        let long = format!("{MATCH} {}", "all work 17 ".repeat(7000));
        lines.extend(
            [long.clone(), format!("{{\"a\":\"{}\",\"msg\":1}}", "z".repeat(100_000))].map(Into::into),
        );
        lines.retain(|line| !line.contains(&b'\n') && !line.ends_with(b"\r"));
        // Some come again, far from where they were.
        lines.extend_from_within(..STREAM / 4);
        lines
    })
}

/// One that remembers nothing.
fn forgetful() -> &'static Classifier<'static> {
    static CLASSIFIER: OnceLock<Classifier<'static>> = OnceLock::new();
    CLASSIFIER.get_or_init(|| classifier(0))
}

fn classifier(cache_bytes: usize) -> Classifier<'static> {
    let options = ClassifierOptions { cache_bytes, ..ClassifierOptions::default() };
    Classifier::new(index(), options).expect("no vendors to be unknown")
}

/// Gives its bytes in pieces of the sizes, one after the other, and is interrupted in between.
struct Pieces<'b> {
    bytes: &'b [u8],
    sizes: Vec<usize>,
    reads: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        if self.sizes.len() > 1 && self.reads.is_multiple_of(7) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let len = self.sizes[self.reads % self.sizes.len()].min(buffer.len()).min(self.bytes.len());
        buffer[..len].copy_from_slice(&self.bytes[..len]);
        self.bytes = &self.bytes[len..];
        Ok(len)
    }
}

/// How lines are classified, which is not to show.
#[derive(Debug)]
struct Way {
    cache_bytes: usize,
    threads: usize,
    sizes: &'static [usize],
    pauses: bool,
}

const ONE: Way = Way { cache_bytes: 8 << 20, threads: 1, sizes: &[usize::MAX], pauses: false };

fn write(way: &Way, options: &LineOptions, inputs: &[&'static [u8]]) -> (Vec<u8>, Counts) {
    let (mut out, mut counts) = (Vec::new(), Counts::default());
    let inputs = inputs.iter().enumerate().map(|(number, bytes)| {
        let reader = Pieces { bytes, sizes: way.sizes.to_vec(), reads: 0 };
        Ok(Input { name: format!("{number}.log"), reader: Box::new(reader), pauses: way.pauses })
    });
    let inputs: Vec<_> = inputs.collect();
    let threads = NonZero::new(way.threads).expect("at least one");
    classifier(way.cache_bytes).write_lines(inputs.into_iter(), options, threads, |written| {
        let written = written.expect("memory can be read");
        out.extend_from_slice(written.bytes);
        counts += written.counts;
        true
    });
    (out, counts)
}

fn joined() -> &'static [u8] {
    static JOINED: OnceLock<Vec<u8>> = OnceLock::new();
    JOINED.get_or_init(|| corpus().join(&b'\n'))
}

#[test]
fn what_is_written_does_not_depend_on_how() {
    let whole = joined();
    let (first, second) = whole.split_at(whole.len() / 3);
    let inputs = [first, b"", second, b"\n\n"];
    let field = Some(FieldPath::new("msg"));
    let jsonl = LineOptions { with_text: true, with_file: true, field, ..LineOptions::default() };
    let annotate = LineOptions { format: LineFormat::Annotate, ..LineOptions::default() };
    let ways = [
        Way { cache_bytes: 0, threads: 5, sizes: &[100_000, 33], pauses: true },
        Way { cache_bytes: 300, threads: 2, sizes: &[usize::MAX], pauses: false },
        Way { cache_bytes: 4096, threads: 1, sizes: &[700, 9_999, 1, 70_000], pauses: false },
        Way { cache_bytes: 8 << 20, threads: 5, sizes: &[4096, 17], pauses: true },
        Way { cache_bytes: 8 << 20, threads: 2, sizes: &[65_536], pauses: true },
    ];
    let (want, counts) = write(&ONE, &jsonl, &inputs);
    assert_eq!(counts.bytes, whole.len() as u64 + 2);
    assert_eq!(counts.lines(), want.iter().filter(|b| **b == b'\n').count() as u64);
    assert!(counts.matched > 100 && counts.ambiguous > 3 && counts.unknown > 500, "{counts:?}");
    for way in &ways {
        let (out, again) = write(way, &jsonl, &inputs);
        assert_eq!(again, counts, "{way:?}");
        let differs = || out.split(|b| *b == b'\n').zip(want.split(|b| *b == b'\n')).find(|(a, b)| a != b);
        let shown = |(a, b): (&[u8], &[u8])| format!("{}\n{}", a.escape_ascii(), b.escape_ascii());
        assert!(out == want, "{way:?}: {:?}", differs().map(shown));
    }
    let (want, _) = write(&ONE, &annotate, &inputs);
    assert!(write(&ways[3], &annotate, &inputs).0 == want);
}

#[test]
fn small_pieces_of_few_lines() {
    let lines: &[u8] = b"\r\n\n{\"a\":1}\r\nVPC.0504 \xe4\xbd\x99\n\r\n\rx\r\r\n\n\0\n  end";
    for format in [LineFormat::Jsonl, LineFormat::Annotate, LineFormat::Csv, LineFormat::Rsyslog] {
        let options = LineOptions { format, with_text: true, ..LineOptions::default() };
        let want = write(&ONE, &options, &[lines]);
        assert_eq!(want.1.lines(), 9);
        for sizes in [&[1][..], &[2, 1, 3], &[5], &[11, 1]] {
            for pauses in [true, false] {
                assert_eq!(write(&Way { sizes, pauses, ..ONE }, &options, &[lines]), want, "{sizes:?}");
            }
        }
    }
}

#[test]
fn the_command_gives_the_same_with_any_threads_and_cache() {
    let input = [joined(), b"\n"].concat();
    let want = super::classify(&["--threads", "1"], &input);
    want.ended(0);
    for args in [&["--threads", "2"][..], &["--threads", "5", "--no-cache"]] {
        assert!(super::classify(args, &input).out == want.out, "{args:?}");
    }
}

#[test]
fn a_line_is_its_template() {
    let cached = classifier(8 << 20);
    let (mut worker, mut anew) = (cached.worker(), forgetful().worker());
    let mut of_template: HashMap<Vec<u8>, Classified> = HashMap::new();
    let mut out = Vec::new();
    for (number, line) in corpus().iter().enumerate() {
        let classified = worker.classify(line).expect("the index is whole");
        let template = worker.template(line).to_vec();
        let shown = || format!("{}\n{}", line.escape_ascii(), template.escape_ascii());
        let known = of_template.entry(template.clone()).or_insert_with(|| {
            let alone = anew.classify(line).expect("the index is whole");
            let again = anew.classify(&template).expect("the index is whole");
            assert_eq!(alone, again, "{}", shown());
            (*alone).clone()
        });
        assert_eq!(*known, *classified, "{}", shown());
        let json = serde_json::to_string(&*classified).expect("JSON");
        out.extend_from_slice(format!("{{\"line\":{},{}\n", number + 1, &json[1..]).as_bytes());
        let kinds = (classified.verdict, &classified.answer, &classified.unlisted);
        assert!(
            match kinds {
                (Verdict::Match, Some(answer), None) => answer.ties.is_empty(),
                (Verdict::Ambiguous, Some(answer), None) => (1..=8).contains(&answer.ties.len()),
                (Verdict::Unknown, None, _) => true,
                _ => false,
            },
            "{classified:?}"
        );
    }
    let written = write(&ONE, &LineOptions::default(), &[joined()]).0;
    assert!(written == out);
}

#[test]
fn a_line_that_reports_an_error_and_its_template_have_the_same_signals() {
    let mut worker = forgetful().worker();
    for line in stream::lines(entries(), SEED).filter(|line| line.answer.is_some()).take(400) {
        let template = worker.template(line.text.as_bytes()).to_vec();
        let of = |text: &[u8]| Signals::read(text, index().evidence());
        let (of_line, of_template) = (of(line.text.as_bytes()), of(&template));
        let shown = format!("{}\n{}", line.text, template.escape_ascii());
        assert_eq!(of_line.codes, of_template.codes, "{shown}");
        assert_eq!(of_line.vendors, of_template.vendors, "{shown}");
        assert_eq!(of_line.unlisted, of_template.unlisted, "{shown}");
    }
}

#[test]
fn the_first_64_kib_decide() {
    let mut worker = forgetful().worker();
    let mut classify = |line: &[u8]| worker.classify(line).expect("the index is whole");
    for line in [MATCH, UNKNOWN] {
        let mut line = line.as_bytes().to_vec();
        line.resize(LONGEST_LINE, b' ');
        let want = classify(&line);
        line.extend_from_slice(MATCH.as_bytes());
        assert_eq!(classify(&line), want);
    }
    let late = [b" ".repeat(LONGEST_LINE), MATCH.into()].concat();
    assert_eq!(*classify(&late), Classified::UNKNOWN);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is in a line: it has a verdict, which its template has too.
    #[test]
    fn any_line_has_the_verdict_of_its_template(
        parts in prop::collection::vec(
            prop_oneof![
                prop::sample::select(PARTS).prop_map(|part| part.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>(), 0..6),
                "[0-9]{1,9}".prop_map(String::into_bytes),
            ],
            0..14,
        )
    ) {
        let line = parts.concat();
        let mut worker = forgetful().worker();
        let template = worker.template(&line).to_vec();
        let (of_line, of_template) = (worker.classify(&line), worker.classify(&template));
        prop_assert_eq!(of_line.expect("whole"), of_template.expect("whole"), "{}", template.escape_ascii());
    }
}

/// What lines are made of that mean something.
const PARTS: &[&str] = &[
    " ",
    ":",
    "=",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "-",
    "_",
    "\\",
    "\\n",
    "\\x1b[31m",
    "\u{1b}[0m",
    "\t",
    "VPC.0504",
    "VPC.",
    "1400",
    "ret_code",
    "\"code\":",
    "\"message\":\"",
    "RetCode",
    "error code ",
    "HTTP/1.1 404",
    "status=",
    "huaweicloud",
    "aliyun",
    "tencent",
    "RequestId: ",
    "5BC31702-4481-4A07-9E14-3F9EABFF7C1D",
    "InvalidParameter",
    "The specified",
    "ERROR ",
    "INFO ",
    "2026-03-01T11:20:33.412Z",
    "E0814 00:16:35.074058",
    "eip-9f3",
    "10.0.3.17:5432",
    "错误码：",
    "余额不足",
    "Floating IP could not be found.",
    "x",
    "vpc-bp1aevy8sofi8mh1",
];

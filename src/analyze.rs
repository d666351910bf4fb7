//! Text → terms: the one pure function that index and query share.
//!
//! A text is folded and split by script. Latin words are split at case and digits, mended and stemmed; Chinese gives
//! words, characters and bigrams; concepts of the lexicon are found in both. Nothing here knows of entries or ranking.

mod composites;
mod concepts;
mod corrections;
mod homophones;
mod pieces;
mod segment;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::thread;

use crate::bytes::{Bytes, Table};
use crate::lexicon::Lexicon;
use crate::text::fold;

pub(crate) use concepts::Concepts;
use concepts::Found;
pub(crate) use corrections::Corrections;
use homophones::Homophones;
pub(crate) use pieces::stem;
use pieces::{Kind, Mends, Piece, Pieces};
pub(crate) use segment::{Dictionary, Segmenter};

/// What the analyzer makes of a text depends on this version. A test with the terms of sample texts stands beside it:
/// when the terms change, this changes, and older indexes say "rebuild".
pub(crate) const FINGERPRINT: &str =
    "errdex 2, jieba 0.11, snowball english 20260821, pinyin 0.11, unicode 17";

/// The kinds of terms. The discriminant is the first byte of a term's key, so the terms of a class are neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Two neighbouring Chinese characters, kana or Hangul syllables.
    Bigram = b'b' as isize,
    /// A Chinese character.
    Character = b'c' as isize,
    /// A concept of the lexicon.
    Concept = b'k' as isize,
    /// A number.
    Number = b'n' as isize,
    /// A word in Latin or another alphabet, stemmed.
    Word = b'w' as isize,
    /// A Chinese word of two characters or more.
    ChineseWord = b'z' as isize,
}

impl Class {
    /// All classes, in the order of their keys.
    const ALL: [Class; 6] =
        [Class::Bigram, Class::Character, Class::Concept, Class::Number, Class::Word, Class::ChineseWord];

    /// How much a term of this class counts beside its rarity. A sweep on judged queries, each class by itself: Chinese
    /// words, bigrams and characters together weigh a text about as its words do in English.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Class::Concept | Class::Word => 1.0,
            Class::ChineseWord => 0.6,
            Class::Bigram | Class::Number => 0.5,
            Class::Character => 0.25,
        }
    }

    /// The class of the terms with this key.
    pub(crate) fn of(key: &str) -> Option<Class> {
        let first = *key.as_bytes().first()?;
        Class::ALL.into_iter().find(|class| class.byte() == first)
    }

    /// The first byte of the keys of this class.
    pub(crate) fn byte(self) -> u8 {
        self as u8
    }
}

/// One term of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) class: Class,
    /// The term is part of the text's wording (all but concepts).
    pub(crate) wording: bool,
    /// The term is part of the text's meaning: a concept, or a word that no concept covers.
    pub(crate) meaning: bool,
    /// The term says nothing by itself.
    pub(crate) plain: bool,
    /// The text spells it otherwise.
    pub(crate) corrected: bool,
    start: u32,
    end: u32,
    /// The bytes of the folded text that it was read from.
    source: (u32, u32),
}

impl Term {
    /// The bytes of the folded text that it was read from.
    pub(crate) fn source(&self) -> Range<usize> {
        self.source.0 as usize..self.source.1 as usize
    }
}

/// What a term is part of, and which pieces it was read from.
#[derive(Clone, Copy)]
struct Part<'p> {
    wording: bool,
    meaning: bool,
    plain: bool,
    pieces: &'p [Piece],
}

impl Part<'_> {
    fn wording(plain: bool, pieces: &[Piece]) -> Part<'_> {
        Part { wording: true, meaning: false, plain, pieces }
    }
}

/// The terms of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Analysis {
    keys: String,
    terms: Vec<Term>,
    /// The numbers of its concepts, in text order.
    pub(crate) concepts: Vec<u32>,
    /// The number of its first concept that is of a thing: what the text is about.
    pub(crate) topic: Option<u32>,
    /// The text has Chinese characters.
    pub(crate) chinese: bool,
    /// How many Chinese characters it has that are part of no concept, no known word and no plain one.
    pub(crate) unknown_characters: u32,
    /// How many terms of other fields it has, which no catalog has.
    pub(crate) elsewhere: u32,
    /// A hash of the sequence of words, without variable parts and boilerplate: equal for equal templates.
    pub(crate) template: u64,
}

impl Analysis {
    /// The terms in text order, each with its key: the byte of its class and its text.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (Term, &str)> {
        self.terms.iter().map(|term| (*term, &self.keys[term.start as usize..term.end as usize]))
    }

    fn push(&mut self, class: Class, part: Part<'_>, text: &[&str]) {
        let start = self.keys.len() as u32;
        self.keys.push(char::from(class.byte()));
        text.iter().for_each(|part| self.keys.push_str(part));
        let Part { wording, meaning, plain, pieces } = part;
        let source = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => (first.source.0, last.source.1),
            _ => (0, 0),
        };
        let corrected = pieces.iter().any(|piece| piece.corrected);
        let end = self.keys.len() as u32;
        self.terms.push(Term { class, wording, meaning, plain, corrected, start, end, source });
    }
}

/// What the lexicon knows of a word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// It is part of a concept.
    Concept,
    /// It is declared to say nothing: a plain word, or part of boilerplate.
    Declared,
    /// Nothing.
    None,
}

/// Turns texts into terms, with the lexicon and the dictionary of one index.
#[derive(Debug)]
pub(crate) struct Analyzer {
    concepts: Concepts,
    corrections: Corrections,
    homophones: Homophones,
    segmenter: Segmenter,
}

impl Analyzer {
    /// Lays out the analyzer of `lexicon` as the bytes of [`Analyzer::open`], with the words of `texts` and of the
    /// lexicon: Chinese ones as the dictionary cuts them, others to correct misspelled words by. `dictionary` is called
    /// last, so that it may still be loading until then.
    pub(crate) fn encode(
        lexicon: &Lexicon,
        texts: &[&str],
        dictionary: impl FnOnce() -> Dictionary,
    ) -> Vec<u8> {
        let open = |bytes: &Vec<u8>| {
            Concepts::open(Bytes::new(bytes.clone())).expect("concepts just laid out are some")
        };
        let mut concepts_bytes = Concepts::encode(lexicon);
        let mut concepts = open(&concepts_bytes);
        // What a catalog speaks of is not of another field.
        let mut here: BTreeSet<String> = BTreeSet::new();
        if !lexicon.elsewhere.is_empty() {
            for text in texts {
                here.extend(concepts.find(&Pieces::of(fold(text).as_str(), &concepts, None)).elsewhere);
            }
        }
        if !here.is_empty() {
            let mut lexicon = lexicon.clone();
            lexicon.elsewhere.retain(|term| !here.contains(&concepts::term_key(term, &concepts)));
            concepts_bytes = Concepts::encode(&lexicon);
            concepts = open(&concepts_bytes);
        }
        let terms = lexicon.concepts.values().flat_map(|concept| &concept.terms).map(String::as_str);
        let phrases = lexicon.plain.iter().chain(&lexicon.boilerplate).map(String::as_str);
        let texts = texts.iter().copied().chain(phrases);
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut stems = BTreeSet::new();
        // The Chinese of all texts, as it is meant: what the lexicon mends is no word.
        let mut runs: Vec<String> = Vec::new();
        for text in texts.clone().chain(terms.clone()) {
            let folded = fold(text);
            let pieces = Pieces::of(folded.as_str(), &concepts, None);
            for piece in pieces.list.iter().filter(|piece| piece.kind == Kind::Word) {
                stems.insert(pieces.text(piece).to_owned());
                // A wrong spelling that is mended is no word to correct others to.
                if !piece.corrected {
                    let spelled = &folded.as_str()[piece.source.0 as usize..piece.source.1 as usize];
                    *counts.entry(spelled.to_lowercase()).or_default() += 1;
                }
            }
            let mut at = 0;
            while at < pieces.list.len() {
                let is_han = pieces.list[at].kind == Kind::Han;
                let end = if is_han { pieces.run_end(at) } else { at + 1 };
                if is_han {
                    runs.push(pieces.run_text(at..end).to_owned());
                }
                at = end;
            }
        }
        // Known, but nothing to correct others to.
        for text in lexicon.elsewhere.iter().chain(&lexicon.words) {
            let pieces = Pieces::of(fold(text).as_str(), &concepts, None);
            stems.extend(pieces.list.iter().map(|piece| pieces.text(piece).to_owned()));
        }
        let corrections = Corrections::encode(&counts, &stems);
        let dictionary = dictionary();
        let (homophones, carried) = thread::scope(|scope| {
            let homophones = scope.spawn(|| {
                let mut words: BTreeMap<String, u32> = BTreeMap::new();
                let mut pairs: BTreeSet<String> = BTreeSet::new();
                for run in &runs {
                    let characters: Vec<char> = run.chars().collect();
                    pairs.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
                    dictionary.cut(run, |word| *words.entry(word.to_owned()).or_default() += 1);
                }
                for term in terms.clone() {
                    words.entry(fold(term).as_str().to_owned()).or_insert(1);
                }
                Homophones::encode(&words, &pairs, &lexicon.plain, &dictionary)
            });
            let carried = dictionary.carried(texts, terms.clone());
            (homophones.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), carried)
        });
        Table::encode(&[concepts_bytes, corrections, carried, homophones])
    }

    /// The analyzer laid out in `bytes`, or `None` where they are none.
    pub(crate) fn open(bytes: Bytes) -> Option<Analyzer> {
        let parts = Table::open(bytes)?;
        Some(Analyzer {
            concepts: Concepts::open(parts.part(0)?)?,
            corrections: Corrections::open(parts.part(1)?)?,
            segmenter: Segmenter::open(parts.part(2)?)?,
            homophones: Homophones::open(parts.part(3)?)?,
        })
    }

    /// The key of the term of the concept `number`.
    pub(crate) fn concept_key(&self, number: u32) -> String {
        format!("{}{}", char::from(Class::Concept.byte()), self.concepts.id(number))
    }

    /// The concepts that it finds.
    pub(crate) fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// The terms of `text`, as people type it.
    pub(crate) fn analyze(&self, text: &str) -> Analysis {
        self.analyze_as(text, true)
    }

    /// The terms of `text`, typed by people, whose misspelled words are corrected, or written by a program.
    pub(crate) fn analyze_as(&self, text: &str, typed: bool) -> Analysis {
        let Analyzer { corrections, homophones, segmenter, .. } = self;
        let mends = typed.then_some(Mends { corrections, homophones, segmenter });
        let pieces = Pieces::of(fold(text).as_str(), &self.concepts, mends);
        let found = self.concepts.find(&pieces);
        let counts =
            |at: usize| pieces.list[at].counts() && (!found.boilerplate[at] || found.only_boilerplate);
        let chinese = pieces.list.iter().any(|piece| piece.kind == Kind::Han);
        let elsewhere = found.elsewhere.len() as u32;
        let template = template(&pieces, counts);
        let mut analysis = Analysis { template, chinese, elsewhere, ..Analysis::default() };
        for (number, at) in &found.concepts {
            if counts(at.start) {
                let pieces = &pieces.list[at.clone()];
                let part = Part { wording: false, meaning: true, plain: false, pieces };
                analysis.concepts.push(*number);
                if analysis.topic.is_none() && self.concepts.is_thing(*number) {
                    analysis.topic = Some(*number);
                }
                analysis.push(Class::Concept, part, &[self.concepts.id(*number)]);
            }
        }
        let mut at = 0;
        while at < pieces.list.len() {
            let piece = &pieces.list[at];
            let class = match piece.kind {
                Kind::Han => {
                    let end = pieces.run_end(at);
                    self.analyze_run(&pieces, at..end, &counts, &found, &mut analysis);
                    at = end;
                    continue;
                }
                Kind::Word => Class::Word,
                Kind::Number => Class::Number,
                Kind::Variable => {
                    at += 1;
                    continue;
                }
            };
            if counts(at) {
                let plain = found.plain[at];
                let meaning = !found.covered[at] && !plain;
                let part = Part { wording: true, meaning, plain, pieces: &pieces.list[at..=at] };
                analysis.push(class, part, &[pieces.text(piece)]);
            }
            at += 1;
        }
        analysis
    }

    /// Gives each word of `text` in lower case, and each part of its Chinese, to `each`, with what the lexicon knows of it.
    pub(crate) fn each_word(&self, text: &str, mut each: impl FnMut(&str, Coverage)) {
        let folded = fold(text);
        let pieces = Pieces::of(folded.as_str(), &self.concepts, None);
        let found = self.concepts.find(&pieces);
        let coverage = |places: Range<usize>| {
            if places.clone().any(|at| found.covered[at]) {
                Coverage::Concept
            } else if places.into_iter().all(|at| found.plain[at] || found.boilerplate[at]) {
                Coverage::Declared
            } else {
                Coverage::None
            }
        };
        let mut at = 0;
        while at < pieces.list.len() {
            let piece = &pieces.list[at];
            let mut end = at + 1;
            match piece.kind {
                Kind::Word => {
                    let spelled = &folded.as_str()[piece.source.0 as usize..piece.source.1 as usize];
                    each(&spelled.to_lowercase(), coverage(at..end));
                }
                Kind::Han => {
                    end = pieces.run_end(at);
                    self.segmenter.parts(pieces.run_text(at..end), |part, first, last| {
                        each(part, coverage(at + first..at + last + 1));
                    });
                }
                Kind::Number | Kind::Variable => {}
            }
            at = end;
        }
    }

    /// The terms of a run of Chinese characters, kana or Hangul.
    fn analyze_run(
        &self,
        pieces: &Pieces,
        run: Range<usize>,
        counts: &dyn Fn(usize) -> bool,
        found: &Found,
        analysis: &mut Analysis,
    ) {
        for at in run.clone() {
            if !counts(at) {
                continue;
            }
            let text = pieces.text(&pieces.list[at]);
            let part = Part::wording(found.plain[at], &pieces.list[at..=at]);
            analysis.push(Class::Character, part, &[text]);
            if at + 1 < run.end && counts(at + 1) {
                let plain = found.plain[at] && found.plain[at + 1];
                let part = Part::wording(plain, &pieces.list[at..=at + 1]);
                analysis.push(Class::Bigram, part, &[text, pieces.text(&pieces.list[at + 1])]);
            }
        }
        let text = pieces.run_text(run.clone());
        let unknown = run.clone().filter(|&at| counts(at) && !found.plain[at] && !found.covered[at]).count();
        analysis.unknown_characters += unknown as u32;
        self.segmenter.words(text, |word, first, last| {
            let (first, last) = (run.start + first, run.start + last);
            if (first..=last).all(counts) {
                let plain = (first..=last).all(|at| found.plain[at]);
                let meaning = !plain && !(first..=last).any(|at| found.covered[at]);
                if meaning {
                    let known = (first..=last).filter(|&at| !found.plain[at]).count() as u32;
                    analysis.unknown_characters = analysis.unknown_characters.saturating_sub(known);
                }
                let part = Part { wording: true, meaning, plain, pieces: &pieces.list[first..=last] };
                analysis.push(Class::ChineseWord, part, &[word]);
            }
        });
    }
}

/// FNV-1a over the pieces that count, in order; 0 for a text without any.
fn template(pieces: &Pieces, counts: impl Fn(usize) -> bool) -> u64 {
    let mut hash = 0;
    for (_, piece) in pieces.list.iter().enumerate().filter(|(at, _)| counts(*at)) {
        if hash == 0 {
            hash = 0xcbf2_9ce4_8422_2325;
        }
        // The separator keeps "a b" apart from "ab" in Latin script and means nothing in Chinese.
        let separator = (piece.kind != Kind::Han).then_some(0);
        for byte in separator.into_iter().chain(pieces.text(piece).bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    /// The terms of sample texts. When they change, indexes built before no longer fit: change [`FINGERPRINT`] with them.
    #[test]
    fn terms_of_sample_texts() {
        let lexicon = r#"
            [[concept]]
            id = "absent"
            en = ["could not be found", "not exist"]
            zh = ["不存在", "未找到"]
            [[concept]]
            id = "elastic-ip"
            en = ["eip", "floating ip", "public ip"]
            zh = ["弹性公网ip"]
            [spellings]
            acount = "account"
            "帐号" = "账号"
            [plain]
            en = ["the"]
            [boilerplate]
            zh = ["请稍后重试"]
        "#;
        let mut parsed = Lexicon::default();
        parsed.add(lexicon, "lexicon.toml").expect("a lexicon");
        let texts = ["账号不可用，请稍后重试", "the account balance"];
        let bytes = Analyzer::encode(&parsed, &texts, Dictionary::load);
        let analyzer = Analyzer::open(Bytes::new(bytes)).expect("an analyzer just laid out is one");
        let mut shown = format!("{FINGERPRINT}\n");
        for text in [
            "Floating IP could not be found",
            "publicIp xxx NOT EXIST",
            "FloatingIPs",
            "未找到彈性公網ＩＰ",
            "帐号不可用，请稍后重试",
            "请稍后重试",
            "The Acount balence",
            "quota 20 of i-2aypaijz",
        ] {
            let analysis = analyzer.analyze(text);
            let terms: Vec<String> = analysis
                .terms()
                .map(|(term, key)| {
                    let marks = [(term.meaning, "+"), (term.plain, "-")];
                    let marks = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark);
                    format!("{key}{}", marks.collect::<String>())
                })
                .collect();
            shown.push_str(&format!("{text}: {}\n", terms.join(" ")));
        }
        let same = |a: &str, b: &str| analyzer.analyze(a).template == analyzer.analyze(b).template;
        assert!(same("Network xxx gone.", "network 2f9c1d0e-7c1b-4c0a-9d5e-0c8f3a4b5e6d gone"));
        assert!(same("账号不可用，请稍后重试", "帐号 不可用"));
        assert!(!same("a b", "ab"));
        expect![[r#"
            errdex 2, jieba 0.11, snowball english 20260821, pinyin 0.11, unicode 17
            Floating IP could not be found: kelastic-ip+ kabsent+ wfloat wip wcould wnot wbe wfound
            publicIp xxx NOT EXIST: kelastic-ip+ kabsent+ wpublic wip wnot wexist
            FloatingIPs: kelastic-ip+ wfloat wip
            未找到彈性公網ＩＰ: kabsent+ kelastic-ip+ c未 b未找 c找 b找到 c到 b到弹 c弹 b弹性 c性 b性公 c公 b公网 c网 z找到 z未找到 z弹性 z公网 z弹性公网 wip
            帐号不可用，请稍后重试: c账 b账号 c号 b号不 c不 b不可 c可 b可用 c用 z账号+ z不可+
            请稍后重试: c请 b请稍 c稍 b稍后 c后 b后重 c重 b重试 c试 z稍后+ z重试+
            The Acount balence: wthe- waccount+ wbalanc+
            quota 20 of i-2aypaijz: wquota+ n20+ wof+
        "#]].assert_eq(&shown);
    }
}

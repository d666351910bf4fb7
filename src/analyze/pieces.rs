//! Folded text → pieces: Latin words mended and stemmed, numbers, single Chinese characters, variable parts.

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};

use super::Concepts;
use super::corrections::{self, Corrections};
use super::homophones::Homophones;
use super::segment::Segmenter;
use crate::text::{Script, floor};

/// Letters and digits in one run longer than this are an identifier or encoded data, not a word.
const LONGEST_WORD: usize = 40;

/// How many unknown words of a text are corrected.
const MOST_CORRECTED: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of an alphabet, in lower case, mended and stemmed.
    Word,
    /// A run of digits.
    Number,
    /// One Chinese character, kana or Hangul syllable.
    Han,
    /// What differs from one occurrence to the next: an identifier, or the `xxx` that stands for one on a page.
    Variable,
}

/// What was meant by words that a text spells otherwise.
#[derive(Clone, Copy)]
pub(super) struct Mends<'a> {
    pub(super) corrections: &'a Corrections,
    pub(super) homophones: &'a Homophones,
    pub(super) segmenter: &'a Segmenter,
}

/// The smallest part of a text that terms are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    /// Punctuation that ends a phrase stands before it.
    pub(super) breaks: bool,
    /// The text spells it otherwise: a wrong spelling of the lexicon, or a misspelled word.
    pub(super) corrected: bool,
    /// The bytes of the folded text that it was read from.
    pub(super) source: (u32, u32),
    start: u32,
    end: u32,
}

impl Piece {
    pub(super) fn counts(&self) -> bool {
        self.kind != Kind::Variable
    }
}

/// The pieces of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) list: Vec<Piece>,
    text: String,
}

impl Pieces {
    /// Splits `folded`. Spellings are mended as `concepts` say, and misspelled words by `mends`.
    pub(super) fn of(folded: &str, concepts: &Concepts, mends: Option<Mends<'_>>) -> Pieces {
        let mut pieces = Pieces {
            list: Vec::with_capacity(folded.len() / 4 + 4),
            text: String::with_capacity(folded.len() + 16),
        };
        let mut breaks = false;
        let mut rest = folded;
        let place = |rest: &str| folded.len() - rest.len();
        while let Some(first) = rest.chars().next() {
            match Script::of(first) {
                Script::Other => {
                    breaks |= !matches!(first, ' ' | '-' | '_' | '\'' | '/' | '\t') && !first.is_control();
                    rest = &rest[first.len_utf8()..];
                    continue;
                }
                Script::Han | Script::Kana | Script::Hangul => {
                    let run = leading(rest, |s| matches!(s, Script::Han | Script::Kana | Script::Hangul));
                    pieces.push_han(run, place(rest), breaks, concepts);
                    rest = &rest[run.len()..];
                }
                Script::Latin | Script::Digit | Script::Cyrillic => {
                    let run =
                        leading(rest, |s| matches!(s, Script::Latin | Script::Digit | Script::Cyrillic));
                    let taken = identifier_len(rest).unwrap_or(run.len());
                    if taken > run.len() || is_variable(run) {
                        let start = place(rest);
                        pieces.push(Kind::Variable, breaks, start..start + taken, "");
                        rest = &rest[taken..];
                    } else {
                        let start = place(rest);
                        rest = &rest[run.len()..];
                        let tail = contraction_len(run, rest);
                        pieces.push_words(run, start, breaks, concepts);
                        if tail > 0 {
                            pieces.contract(place(rest) + tail);
                            rest = &rest[tail..];
                        }
                    }
                }
            }
            breaks = false;
        }
        if let Some(mends) = mends {
            pieces.correct(folded, mends.corrections);
            pieces.mend_homophones(mends);
        }
        pieces
    }

    pub(super) fn text(&self, piece: &Piece) -> &str {
        &self.text[piece.start as usize..piece.end as usize]
    }

    /// The text of neighbouring pieces without anything between them.
    pub(super) fn run_text(&self, run: Range<usize>) -> &str {
        match (self.list.get(run.start), self.list.get(run.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if run.start < run.end => {
                &self.text[first.start as usize..last.end as usize]
            }
            _ => "",
        }
    }

    /// One past the last piece of the unbroken run of Chinese characters that starts at `at`.
    pub(super) fn run_end(&self, at: usize) -> usize {
        let more = self.list[at + 1..].iter().take_while(|piece| piece.kind == Kind::Han && !piece.breaks);
        at + 1 + more.count()
    }

    fn push(&mut self, kind: Kind, breaks: bool, source: Range<usize>, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let (end, source) = (self.text.len() as u32, (source.start as u32, source.end as u32));
        self.list.push(Piece { kind, breaks, corrected: false, source, start, end });
    }

    /// Says of the pieces from `first` on that the text spells them otherwise.
    fn mark_corrected(&mut self, first: usize) {
        self.list[first..].iter_mut().for_each(|piece| piece.corrected = true);
    }

    fn push_han(&mut self, run: &str, start: usize, breaks: bool, concepts: &Concepts) {
        let mut breaks = breaks;
        let mut rest = run;
        while let Some(c) = rest.chars().next() {
            let mended = concepts.mend_prefix(rest);
            let (taken, text) = mended.unwrap_or((c.len_utf8(), &rest[..c.len_utf8()]));
            let first = self.list.len();
            let start = start + run.len() - rest.len();
            for (at, c) in text.char_indices() {
                let text = &text[at..at + c.len_utf8()];
                self.push(Kind::Han, std::mem::take(&mut breaks), start..start + taken, text);
            }
            if mended.is_some() {
                self.mark_corrected(first);
            }
            rest = &rest[taken..];
        }
    }

    /// Splits unknown words that are joined of known ones, and corrects those one edit away from a known one. A text with
    /// many unknown words is not about errors of ours, and none of it is corrected.
    fn correct(&mut self, folded: &str, corrections: &Corrections) {
        let is_unknown = |piece: &Piece| {
            piece.kind == Kind::Word && !piece.corrected && {
                let stem = &self.text[piece.start as usize..piece.end as usize];
                corrections::is_correctable(stem) && !corrections.knows_stem(stem)
            }
        };
        let unknown = (0..self.list.len()).filter(|&at| is_unknown(&self.list[at]));
        let unknown: Vec<usize> = unknown.take(MOST_CORRECTED + 1).collect();
        if unknown.is_empty() || unknown.len() > MOST_CORRECTED {
            return;
        }
        // From the last one on, since a piece may become several.
        for at in unknown.into_iter().rev() {
            let piece = self.list[at];
            let (start, end) = (piece.source.0 as usize, piece.source.1 as usize);
            let spelled = folded[start..end].to_lowercase();
            if let Some(parts) = corrections.split(&spelled) {
                let mut from = start;
                let parts = parts.into_iter().enumerate().map(|(number, part)| {
                    let (text, source) = (stem(part), from..from + part.len());
                    from = source.end;
                    let breaks = piece.breaks && number == 0;
                    self.text.push_str(&text);
                    let end = self.text.len() as u32;
                    let source = (source.start as u32, source.end as u32);
                    Piece { breaks, source, start: end - text.len() as u32, end, ..piece }
                });
                let parts: Vec<Piece> = parts.collect();
                self.list.splice(at..=at, parts);
            } else if let Some(word) = corrections.correct(&spelled) {
                let word = stem(word);
                self.text.push_str(&word);
                let end = self.text.len() as u32;
                self.list[at] = Piece { start: end - word.len() as u32, end, corrected: true, ..piece };
            }
        }
    }

    /// Makes the last word, which ends in the n of a contraction (`isn't`), two words (`is not`) that end at `end`.
    fn contract(&mut self, end: usize) {
        let Some(last) = self.list.pop() else { return };
        let word = self.text[last.start as usize..last.end as usize].to_owned();
        let first = match word.strip_suffix('n').unwrap_or(&word) {
            "ca" => "can",
            "wo" => "will",
            "sha" => "shall",
            first => first,
        };
        let source = last.source.0 as usize..end;
        self.push(Kind::Word, last.breaks, source.clone(), &stem(first));
        self.push(Kind::Word, false, source, "not");
    }

    /// Puts the characters that were meant in the place of others of the same sound.
    fn mend_homophones(&mut self, mends: Mends<'_>) {
        let mut meant: Vec<(usize, char)> = Vec::new();
        let (mut run, mut words) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < self.list.len() {
            if self.list[at].kind != Kind::Han {
                at += 1;
                continue;
            }
            let end = self.run_end(at);
            run.clear();
            run.extend(self.run_text(at..end).chars());
            // A piece is one character.
            if run.len() == end - at && mends.homophones.may_be_wrong(&run) {
                words.clear();
                mends.segmenter.parts(self.run_text(at..end), |_, first, last| {
                    if last > first {
                        words.push(first..last + 1);
                    }
                });
                mends.homophones.correct(&run, &words, |place, c| meant.push((at + place, c)));
            }
            at = end;
        }
        if meant.is_empty() {
            return;
        }
        // The texts of a run must stay beside each other.
        let mut text = String::with_capacity(self.text.len());
        let mut meant = meant.into_iter().peekable();
        for (at, piece) in self.list.iter_mut().enumerate() {
            let start = text.len() as u32;
            match meant.next_if(|(place, _)| *place == at) {
                Some((_, c)) => {
                    text.push(c);
                    piece.corrected = true;
                }
                None => text.push_str(&self.text[piece.start as usize..piece.end as usize]),
            }
            (piece.start, piece.end) = (start, text.len() as u32);
        }
        self.text = text;
    }

    fn push_words(&mut self, run: &str, start: usize, breaks: bool, concepts: &Concepts) {
        let mut breaks = breaks;
        let mut lower = String::new();
        let mut end = start;
        for word in split_words(run) {
            end += word.len();
            let source = end - word.len()..end;
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            let breaks = std::mem::take(&mut breaks);
            if let Some(first) = negated(&lower) {
                self.push(Kind::Word, breaks, source.clone(), &stem(first));
                self.push(Kind::Word, false, source, "not");
            } else if lower.bytes().all(|b| b.is_ascii_digit()) {
                self.push(Kind::Number, breaks, source, &lower);
            } else if lower.len() > 1 && lower.bytes().all(|b| b == b'x') {
                self.push(Kind::Variable, breaks, source, "");
            } else {
                let mended = concepts.mend(&lower);
                self.push(Kind::Word, breaks, source, &stem(mended.unwrap_or(&lower)));
                if mended.is_some() {
                    self.mark_corrected(self.list.len() - 1);
                }
            }
        }
    }
}

/// How much of `rest`, which follows `word`, belongs to a contraction: the `'t` of `isn't`.
fn contraction_len(word: &str, rest: &str) -> usize {
    if !word.ends_with(['n', 'N']) {
        return 0;
    }
    let mut chars = rest.chars();
    let (Some(apostrophe), Some('t' | 'T')) = (chars.next(), chars.next()) else { return 0 };
    let ends = chars.next().is_none_or(|c| !c.is_alphanumeric());
    if matches!(apostrophe, '\'' | '\u{2019}' | '`' | '\u{b4}') && ends {
        apostrophe.len_utf8() + 1
    } else {
        0
    }
}

/// The verb of a word that holds its negation: `cannot`, and contractions that are typed without the apostrophe.
fn negated(word: &str) -> Option<&'static str> {
    Some(match word {
        "cannot" | "cant" => "can",
        "wont" => "will",
        "arent" => "are",
        "couldnt" => "could",
        "didnt" => "did",
        "doesnt" => "does",
        "dont" => "do",
        "hadnt" => "had",
        "hasnt" => "has",
        "havent" => "have",
        "isnt" => "is",
        "shouldnt" => "should",
        "wasnt" => "was",
        "werent" => "were",
        "wouldnt" => "would",
        _ => return None,
    })
}

/// The English stem of a lower-case word.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 3 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    Stemmer::new(Algorithm::English).stem(word)
}

/// The longest start of `text` whose characters are all of the scripts that `belongs` accepts.
fn leading(text: &str, belongs: impl Fn(Script) -> bool) -> &str {
    let end = text.char_indices().find(|(_, c)| !belongs(Script::of(*c))).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// No identifier is longer.
const LONGEST_IDENTIFIER: usize = 80;

/// The length of the identifier at the start of `text`: a UUID (8-4-4-4-12) or a cloud resource id (`i-2aypaijz`,
/// `vpc-bp1aevy8sofi8mh1qc5cm`).
fn identifier_len(text: &str) -> Option<usize> {
    let near = &text[..floor(text, LONGEST_IDENTIFIER)];
    let end = near.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let end = end.or((near.len() == text.len()).then_some(text.len()))?;
    let token = text[..end].trim_end_matches('-');
    let mut groups = token.split('-');
    let shape = groups.clone().map(str::len);
    if shape.eq([8, 4, 4, 4, 12]) && token.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()) {
        return Some(token.len());
    }
    let (prefix, id) = (groups.next()?, groups.next()?);
    let resource = groups.next().is_none()
        && prefix.len() <= 6
        && prefix.bytes().all(|b| b.is_ascii_lowercase())
        && id.len() >= 8
        && id.bytes().any(|b| b.is_ascii_digit())
        && !id.bytes().any(|b| b.is_ascii_uppercase());
    resource.then_some(token.len())
}

/// Whether a run of letters and digits is no word: too long, or letters and digits that alternate as in `2f9c1d0e`.
fn is_variable(run: &str) -> bool {
    let bytes = run.as_bytes();
    let turns = bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let hex = bytes.iter().all(u8::is_ascii_hexdigit);
    run.len() > LONGEST_WORD
        || (run.len() >= 6 && turns >= 3)
        || (run.len() >= 12 && hex && digits > 0 && digits < run.len())
        || (run.len() >= 16 && digits > 3)
}

/// Splits a run at case and digits: `publicIp` → `public`, `Ip`; `HTTPServer` → `HTTP`, `Server`; `VPCid` → `VPC`,
/// `id`; `IPs` stays whole, and so does a single letter with digits (`s3`, `x509`).
fn split_words(run: &str) -> impl Iterator<Item = &str> {
    let mut rest = run;
    std::iter::from_fn(move || {
        let end = first_word_len(rest)?;
        let (word, others) = rest.split_at(end);
        rest = others;
        Some(word)
    })
}

fn first_word_len(run: &str) -> Option<usize> {
    let same = |from: usize, test: fn(char) -> bool| {
        run[from..].find(|c: char| !test(c)).map_or(run.len(), |at| from + at)
    };
    let lower = |c: char| c.is_lowercase() || (c.is_alphabetic() && !c.is_uppercase());
    let first = run.chars().next()?;
    if first.is_numeric() {
        return Some(same(0, char::is_numeric));
    }
    let letters = run.find(char::is_numeric).unwrap_or(run.len());
    if letters == first.len_utf8() && letters < run.len() {
        let digits = same(letters, char::is_numeric);
        return Some(if digits == run.len() { digits } else { letters });
    }
    let upper = run.find(|c: char| !c.is_uppercase()).unwrap_or(run.len());
    let tail = run[upper..].find(|c: char| !lower(c)).map_or(run.len(), |at| upper + at);
    if upper <= first.len_utf8() {
        // A character of no case, such as a digit sign that is not decimal, stands for itself.
        return Some(tail.max(first.len_utf8()));
    }
    match &run[upper..tail] {
        "" | "s" => Some(tail.max(upper)),
        short if short.chars().count() <= 2 => Some(upper),
        // The last capital begins the next word.
        _ => run[..upper].char_indices().next_back().map(|(at, _)| at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_at_case_and_digits() {
        let check = |run, want: &[&str]| assert_eq!(split_words(run).collect::<Vec<_>>(), want);
        check("publicIp", &["public", "Ip"]);
        check("HTTPServer", &["HTTP", "Server"]);
        check("VPCid", &["VPC", "id"]);
        check("IPs", &["IPs"]);
        check("s3", &["s3"]);
        check("vpc0504", &["vpc", "0504"]);
        check("ServerCertificateId", &["Server", "Certificate", "Id"]);
        check("ARREARAGE", &["ARREARAGE"]);
        check("getElementByKey", &["get", "Element", "By", "Key"]);
        check("a", &["a"]);
        check("étéÉté", &["été", "Été"]);
        check("\u{482}a\u{483}", &["\u{482}", "a", "\u{483}"]);
    }

    #[test]
    fn identifiers_are_variable() {
        let check = |text, want: &str| {
            let pieces = Pieces::of(text, &Concepts::default(), None);
            let shown: Vec<&str> = (pieces.list.iter())
                .map(|piece| if piece.kind == Kind::Variable { "*" } else { pieces.text(piece) })
                .collect();
            assert_eq!(shown.join(" "), want, "{text:?}");
        };
        check("Network 2f9c1d0e-7c1b-4c0a-9d5e-0c8f3a4b5e6d gone", "network * gone");
        check("instance [i-2aypaijz] is", "instanc * is");
        check("vpc-bp1aevy8sofi8mh1qc5cm", "*");
        check("Network xxx could", "network * could");
        check("health-checked s3,c3", "health check s3 c3");
        check("VPC.0504", "vpc 0504");
        check("deadbeefcafe1234", "*");
        check("Timestamp 2 小时", "timestamp 2 小 时");
    }
}

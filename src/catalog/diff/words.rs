//! The words of a wording: how much two share, and which of them differ.
//!
//! A word is letters and digits between anything else, or one character of a script without spaces.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::Script;

/// How many words of a text are compared: what belongs together shows in these.
const MOST_WORDS: usize = 400;

/// How many comparisons finding the words that differ may take; beyond, all between what begins and ends alike differs.
const MOST_COMPARISONS: usize = 1 << 18;

/// A share of words in 1/1000.
pub(super) const WHOLE: u32 = 1000;

/// Where the words of `text` are. Spaces are none, signs are words of their own.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let alone = matches!(Script::of(c), Script::Han | Script::Kana | Script::Hangul);
        let joins = (c.is_alphanumeric() || c == '_') && !alone;
        match words.last_mut() {
            Some(word) if joins && open => word.end = end,
            _ if !c.is_whitespace() => words.push(at..end),
            _ => {}
        }
        open = joins;
    }
    words
}

/// The words of a text without their order, as numbers.
pub(super) type Bag = Vec<u32>;

/// The numbers of words.
#[derive(Default)]
pub(super) struct Numbers<'a>(HashMap<&'a str, u32>);

impl<'a> Numbers<'a> {
    /// The bag of the first words of `texts`.
    pub(super) fn bag(&mut self, texts: impl Iterator<Item = &'a str>) -> Bag {
        let words = texts.flat_map(|text| words(text).into_iter().map(|span| &text[span])).take(MOST_WORDS);
        let mut bag: Bag = Vec::new();
        for word in words {
            let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
            bag.push(*self.0.entry(word).or_insert(next));
        }
        bag.sort_unstable();
        bag
    }
}

/// How much of two bags is in both, of [`WHOLE`].
pub(super) fn shared(a: &[u32], b: &[u32]) -> u32 {
    let (mut at, mut with, mut common) = (0, 0, 0);
    while at < a.len() && with < b.len() {
        match a[at].cmp(&b[with]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => with += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                at += 1;
                with += 1;
            }
        }
    }
    if a.is_empty() && b.is_empty() {
        return WHOLE;
    }
    // A bag has at most `MOST_WORDS`.
    u32::try_from(2 * common * WHOLE as usize / (a.len() + b.len())).unwrap_or(WHOLE)
}

/// The bytes of each text that the other has not.
pub(super) fn rewording(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (olds, news) = (words(old), words(new));
    let is_same = |a: usize, b: usize| old[olds[a].clone()] == new[news[b].clone()];
    let shorter = olds.len().min(news.len());
    let start = (0..shorter).take_while(|&at| is_same(at, at)).count();
    let same_end = |at: &usize| is_same(olds.len() - 1 - at, news.len() - 1 - at);
    let end = (0..shorter - start).take_while(same_end).count();
    let (mut old_keeps, mut new_keeps) = (vec![true; olds.len()], vec![true; news.len()]);
    old_keeps[start..olds.len() - end].fill(false);
    new_keeps[start..news.len() - end].fill(false);
    let (rows, columns) = (olds.len() - end - start, news.len() - end - start);
    if rows.saturating_mul(columns) <= MOST_COMPARISONS {
        for (a, b) in common(rows, columns, |a, b| is_same(start + a, start + b)) {
            old_keeps[start + a] = true;
            new_keeps[start + b] = true;
        }
    }
    (spans(old, &olds, old_keeps), spans(new, &news, new_keeps))
}

/// The longest run of pairs that are the same, in order on both sides.
fn common(rows: usize, columns: usize, is_same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let width = columns + 1;
    // How many pairs there are at most from here on.
    let mut longest = vec![0u32; (rows + 1) * width];
    for a in (0..rows).rev() {
        for b in (0..columns).rev() {
            longest[a * width + b] = if is_same(a, b) {
                longest[(a + 1) * width + b + 1] + 1
            } else {
                longest[(a + 1) * width + b].max(longest[a * width + b + 1])
            };
        }
    }
    let (mut pairs, mut a, mut b) = (Vec::new(), 0, 0);
    while a < rows && b < columns {
        if is_same(a, b) {
            pairs.push((a, b));
            a += 1;
            b += 1;
        } else if longest[(a + 1) * width + b] >= longest[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// The words that are not kept, neighbours joined. A single character that stays between two that do not says nothing.
fn spans(text: &str, words: &[Range<usize>], mut keeps: Vec<bool>) -> Vec<Range<usize>> {
    for at in 1..words.len().saturating_sub(1) {
        let is_one = text[words[at].clone()].chars().nth(1).is_none();
        if is_one && !keeps[at - 1] && !keeps[at + 1] {
            keeps[at] = false;
        }
    }
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(at, _)| !keeps[*at]) {
        match spans.last_mut() {
            Some(span) if at > 0 && !keeps[at - 1] => span.end = word.end,
            _ => spans.push(word.clone()),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts with what differs in brackets.
    fn marked(old: &str, new: &str) -> [String; 2] {
        let (a, b) = rewording(old, new);
        [(old, a), (new, b)].map(|(text, spans)| {
            let mut marked = String::new();
            let mut at = 0;
            for span in spans {
                marked += &format!("{}[{}]", &text[at..span.start], &text[span.clone()]);
                at = span.end;
            }
            marked + &text[at..]
        })
    }

    #[test]
    fn words_that_differ_are_found() {
        let check = |old: &str, new: &str, want: [&str; 2]| assert_eq!(marked(old, new), want);
        check("No such network.", "No such network.", ["No such network.", "No such network."]);
        check("No such network.", "No such subnet.", ["No such [network].", "No such [subnet]."]);
        check("a b c d", "a x c y", ["a [b c d]", "a [x c y]"]);
        check("one two three", "two", ["[one] two [three]", "two"]);
        check(
            "the big red fox ran",
            "the small red fox sat",
            ["the [big] red fox [ran]", "the [small] red fox [sat]"],
        );
        check("弹性公网IP不存在", "弹性公网IP未找到", ["弹性公网IP[不存在]", "弹性公网IP[未找到]"]);
        check("余额不足，请充值", "账户余额不足", ["余额不足[，请充值]", "[账户]余额不足"]);
        check("", "new", ["", "[new]"]);
        check("floating_ip 1", "floating_ip 2", ["floating_ip [1]", "floating_ip [2]"]);
        let long = |end: &str| "word ".repeat(100_000) + end;
        let (old, new) = rewording(&long("a"), &long("b"));
        assert_eq!((old.len(), new.len()), (1, 1));
        let (old, new): (String, String) = (
            (0..2000).map(|n| format!("{n} ")).collect(),
            (0..2000).map(|n| format!("{} ", n * 7 + 1)).collect(),
        );
        assert_eq!(rewording(&old, &new).0.len(), 1, "too much to compare differs as a whole");
    }

    #[test]
    fn shares_are_of_both() {
        let mut numbers = Numbers::default();
        let mut share = |a: &'static str, b: &'static str| {
            let (a, b) = (numbers.bag([a].into_iter()), numbers.bag([b].into_iter()));
            assert_eq!(shared(&a, &b), shared(&b, &a));
            shared(&a, &b)
        };
        assert_eq!(share("", ""), WHOLE);
        assert_eq!(share("a", ""), 0);
        assert_eq!(share("余额不足", "不足余额"), WHOLE);
        assert_eq!(share("one two", "two three"), 500);
    }
}

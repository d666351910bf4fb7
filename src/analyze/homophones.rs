//! Chinese words written with a wrong character of the same sound: people type by sound and pick another one (超是 for 超时).
//!
//! Only what no text and no term has beside each other is looked at, and only a word that has the other characters is
//! taken. What is a word of its own is left alone: which of those there are is found when an index is built.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use fst::Map;
use pinyin::ToPinyin;

use super::segment::Dictionary;
use crate::bytes::{Bytes, Table, map_bytes};

/// The words of these lengths, in characters, are looked for; in longer ones a shorter one is found.
const LENGTHS: [usize; 3] = [4, 3, 2];

/// The known words by their sound, the known pairs of characters, and the words that are none of a slip.
#[derive(Clone, Debug)]
pub(super) struct Homophones {
    words: Table,
    /// The sounds of a known word → the number of the word.
    sounds: Map<Bytes>,
    /// The pairs of characters that stand beside each other in a text or a term.
    pairs: Map<Bytes>,
    /// Words of the language that sound as a known one and have all its characters but one.
    others: Map<Bytes>,
    /// Characters that say nothing by themselves.
    plain: Map<Bytes>,
}

impl Homophones {
    /// Lays `words`, with how often each occurs, the `pairs` of characters of all texts, and the characters in `plain` that
    /// say nothing by themselves out as the bytes of [`Homophones::open`].
    pub(super) fn encode(
        words: &BTreeMap<String, u32>,
        pairs: &BTreeSet<String>,
        plain: &BTreeSet<String>,
        dictionary: &Dictionary,
    ) -> Vec<u8> {
        let words: Vec<(&str, u32)> = words
            .iter()
            .filter(|(word, _)| LENGTHS.contains(&word.chars().count()))
            .map(|(word, count)| (word.as_str(), *count))
            .collect();
        let mut by_sounds: BTreeMap<String, u64> = BTreeMap::new();
        let mut others = BTreeMap::new();
        let mut changed = String::new();
        let of_sound = characters_by_sound(dictionary);
        for (number, (word, count)) in words.iter().enumerate() {
            let Some(sounds) = sounds(word.chars()) else { continue };
            // Of the words that sound the same the most frequent one is meant.
            let keep = by_sounds.entry(sounds).or_insert(number as u64);
            if *count > words[*keep as usize].1 {
                *keep = number as u64;
            }
            for (at, own) in word.char_indices() {
                let (before, after) = (&word[..at], &word[at + own.len_utf8()..]);
                for other in sound(own).and_then(|sound| of_sound.get(&sound)).into_iter().flatten() {
                    changed.clear();
                    [before, other, after].into_iter().for_each(|part| changed.push_str(part));
                    if changed != *word && dictionary.has(&changed) {
                        others.insert(changed.clone(), 0);
                    }
                }
            }
        }
        let pairs = pairs.iter().map(|pair| (pair.clone(), 0)).collect();
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let plain = plain.iter().filter(|word| word.chars().count() == 1).map(|word| (word.clone(), 0));
        Table::encode(&[
            Table::encode(&words),
            map_bytes(&by_sounds),
            map_bytes(&pairs),
            map_bytes(&others),
            map_bytes(&plain.collect()),
        ])
    }

    pub(super) fn open(bytes: Bytes) -> Option<Homophones> {
        let parts = Table::open(bytes)?;
        Some(Homophones {
            words: Table::open(parts.part(0)?)?,
            sounds: Map::new(parts.part(1)?).ok()?,
            pairs: Map::new(parts.part(2)?).ok()?,
            others: Map::new(parts.part(3)?).ok()?,
            plain: Map::new(parts.part(4)?).ok()?,
        })
    }

    /// Whether `run` has characters beside each other that no text has so.
    pub(super) fn may_be_wrong(&self, run: &[char]) -> bool {
        run.windows(2).any(|pair| !self.pairs.contains_key(pair.iter().collect::<String>()))
    }

    /// Gives the characters of `run` that were meant otherwise to `each`: the place of one and what was meant. `words` are
    /// the places of the known words in it, in order: what stands at the border of two of them is no slip.
    pub(super) fn correct(&self, run: &[char], words: &[Range<usize>], mut each: impl FnMut(usize, char)) {
        let mut at = 0;
        while at + 1 < run.len() {
            let meant = if self.is_slip(run, words, at) { self.meant_around(run, words, at) } else { None };
            match meant {
                Some((end, place, meant)) => {
                    each(place, meant);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// Whether the characters at `at` and after it may hold a wrong one: nobody has them beside each other, and no known
    /// word begins between them, nor does one end there before a character that says nothing.
    fn is_slip(&self, run: &[char], words: &[Range<usize>], at: usize) -> bool {
        let pair: String = run[at..at + 2].iter().collect();
        !self.pairs.contains_key(pair)
            && !words
                .iter()
                .any(|word| word.start == at + 1 || (word.end == at + 1 && self.says_nothing(run[at + 1])))
    }

    /// What was meant in the longest known word around the characters at `at` and after it: the end of the word, the place
    /// of the wrong character, and the right one. A character within a known word is not wrong.
    fn meant_around(&self, run: &[char], words: &[Range<usize>], at: usize) -> Option<(usize, usize, char)> {
        let windows = LENGTHS
            .into_iter()
            .flat_map(|len| ((at + 2).saturating_sub(len)..=at).map(move |start| start..start + len));
        windows.filter(|window| window.end <= run.len()).find_map(|window| {
            let word = self.meant(&run[window.clone()])?;
            let (place, meant) =
                window.clone().zip(word.chars()).find(|(place, meant)| run[*place] != *meant)?;
            // A verb before a particle says too little of what else it may be.
            let other = if place == window.start { window.end - 1 } else { window.start };
            let is_bare = window.len() == 2 && self.says_nothing(run[other]);
            let is_known = words.iter().any(|word| word.contains(&place));
            (!is_bare && !is_known).then_some((window.end, place, meant))
        })
    }

    fn says_nothing(&self, c: char) -> bool {
        self.plain.contains_key(c.encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// The known word that sounds as `written` and has all its characters but one.
    fn meant(&self, written: &[char]) -> Option<&str> {
        let word = self.words.text(self.sounds.get(sounds(written.iter().copied())?)? as u32)?;
        let differ = word.chars().zip(written).filter(|(meant, written)| meant != *written).count();
        let is_other = || self.others.contains_key(written.iter().collect::<String>());
        (differ == 1 && !is_other()).then_some(word)
    }
}

/// The sound of a character, without tone. Sounds that many speakers do not tell apart are one: zh and z, ng and n.
fn sound(c: char) -> Option<String> {
    let plain = c.to_pinyin()?.plain();
    let mut sound = plain.strip_suffix('g').filter(|rest| rest.ends_with('n')).unwrap_or(plain).to_owned();
    if ["zh", "ch", "sh"].iter().any(|initial| sound.starts_with(initial)) {
        sound.remove(1);
    }
    Some(sound)
}

/// The sounds of characters; `None` where one has none.
fn sounds(characters: impl Iterator<Item = char>) -> Option<String> {
    let sounds: Option<Vec<String>> = characters.map(sound).collect();
    Some(sounds?.join(" "))
}

/// The Chinese characters of each sound that are in use: the dictionary has them.
fn characters_by_sound(dictionary: &Dictionary) -> HashMap<String, Vec<String>> {
    let mut characters: HashMap<String, Vec<String>> = HashMap::new();
    for c in ('\u{4e00}'..='\u{9fff}').map(String::from).filter(|c| dictionary.has(c)) {
        if let Some(sound) = c.chars().next().and_then(sound) {
            characters.entry(sound).or_default().push(c);
        }
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrects_what_sounds_the_same() {
        let words = [
            ("超时", 3),
            ("证书链", 2),
            ("状态", 9),
            ("使用", 5),
            ("余额", 2),
            ("不足", 2),
            ("占用", 2),
            ("源站", 2),
            ("配件", 1),
            ("健康", 1),
            ("封了", 1),
            ("地址", 1),
            ("只有", 1),
        ];
        let words: BTreeMap<String, u32> = words.map(|(word, count)| (word.to_owned(), count)).into();
        let texts = ["请求超时", "证书链错误", "状态正常", "正在使用", "余额不足", "源站被占用", "健康"];
        let pairs = texts.iter().flat_map(|text| {
            let characters: Vec<char> = text.chars().collect();
            characters.windows(2).map(|pair| pair.iter().collect()).collect::<Vec<String>>()
        });
        let plain = ["了", "是", "有", "用"].map(str::to_owned).into();
        let bytes = Homophones::encode(&words, &pairs.collect(), &plain, &Dictionary::load());
        let homophones = Homophones::open(Bytes::new(bytes)).expect("just laid out");
        let check = |text: &str, want: &str| {
            let mut characters: Vec<char> = text.chars().collect();
            let known: Vec<Range<usize>> = (0..characters.len())
                .flat_map(|start| (start + 2..=characters.len()).map(move |end| start..end))
                .filter(|place| words.contains_key(&characters[place.clone()].iter().collect::<String>()))
                .collect();
            homophones.correct(&characters.clone(), &known, |place, meant| characters[place] = meant);
            assert_eq!(characters.into_iter().collect::<String>(), want);
        };
        check("请求超是", "请求超时");
        check("证书连错误", "证书链错误");
        check("状太正常", "状态正常");
        check("余额不租", "余额不足");
        // A word of its own.
        check("正在试用", "正在试用");
        check("请求超时", "请求超时");
        // Borders of words: the site is used, no health is configured.
        check("源站用了", "源站用了");
        check("没配健康", "没配健康");
        check("可以分了", "可以分了");
        check("地址有", "地址有");
        // Two characters are no slip.
        check("潮湿", "潮湿");
        check("超", "超");
        check("", "");
    }
}

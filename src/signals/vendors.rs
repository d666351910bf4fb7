//! Vendors that something in a text betrays: names, hosts, SDK markers, keys of error bodies.

use std::ops::Range;

use crate::evidence::{Evidence, Mark, MarkKind};

/// Adds the slugs of the vendors that `text` betrays. Returns the places of their names, markers and keys, which are no
/// part of a message.
pub(super) fn find(text: &str, evidence: &Evidence, vendors: &mut Vec<String>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    marks(text, evidence, |span, mark| {
        let slug = &evidence.vendors()[mark.vendor].slug;
        if !vendors.contains(slug) {
            vendors.push(slug.clone());
        }
        if mark.kind != MarkKind::Host {
            names.push(span);
        }
    });
    names
}

/// Gives each mark of a vendor in `text` to `then`. A mark begins and ends where a word does; Chinese has no such bounds.
fn marks(text: &str, evidence: &Evidence, mut then: impl FnMut(Range<usize>, Mark)) {
    let lower = text.to_ascii_lowercase();
    let mut inside_word = false;
    let mut done = 0;
    for (at, c) in lower.char_indices() {
        let begins = !c.is_ascii() || (c.is_ascii_alphanumeric() && !inside_word);
        inside_word = c.is_ascii_alphanumeric();
        if !begins || at < done {
            continue;
        }
        let ends = |end: usize| {
            let last = lower.as_bytes()[end - 1];
            !last.is_ascii_alphanumeric() || !lower.as_bytes().get(end).is_some_and(u8::is_ascii_alphanumeric)
        };
        if let Some((len, mark)) = evidence.mark_at(&lower[at..], |len| ends(at + len))
            && evidence.spelled(mark, &text[at..at + len])
        {
            then(at..at + len, mark);
            done = at + len;
        }
    }
}

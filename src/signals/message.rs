//! Which of the values in a text is the message: a log record has one, the error in it another.

use super::keys::KeyKind;
use super::prose;
use super::scan::{What, Word};
use super::slots::Slot;

/// The slot that holds the message: the one nearest to a code, or else the one whose key says so most clearly.
pub(super) fn slot<'s>(text: &str, slots: &'s [Slot], words: &[Word]) -> Option<&'s Slot> {
    let prose = |slot: &&Slot| !text[slot.value.clone()].trim().is_empty();
    let messages = || slots.iter().filter(|slot| slot.kind == KeyKind::Message).filter(prose);
    let code = slots.iter().find(|slot| slot.kind == KeyKind::Code);
    // `err="[SDK.ServerError]\nErrorCode: …\nMessage: …"`: what stands in one value belongs together.
    let around = code.and_then(|code| {
        let holds = |slot: &&Slot| {
            slot.quoted && slot.value.start <= code.key.start && code.value.end <= slot.value.end
        };
        slots.iter().rfind(holds).map(|slot| slot.value.clone())
    });
    let beside = |slot: &&Slot| {
        around.as_ref().is_some_and(|around| around.start <= slot.key.start && slot.value.end <= around.end)
    };
    if let Some(code) = code
        && let Some(nearest) = messages().min_by_key(|slot| {
            let distance = if slot.key.start >= code.value.end {
                slot.key.start - code.value.end
            } else {
                code.key.start.saturating_sub(slot.value.end)
            };
            (!beside(slot), distance)
        })
    {
        return Some(nearest);
    }
    let cause = || {
        slots.iter().find(|slot| {
            let value = &text[slot.value.clone()];
            slot.kind == KeyKind::Cause && slot.quoted && prose::says_enough(value)
        })
    };
    let says_error = |slot: &&Slot| {
        let key = text[slot.key.clone()].to_ascii_lowercase();
        // `"error.message"` of flat records.
        let path = text[..slot.key.start].ends_with("error.") || text[..slot.key.start].ends_with("err.");
        path || key.starts_with("err") || !key.is_ascii() || key.starts_with("fault")
    };
    let is_record = || words.iter().any(|word| word.what == What::Key(KeyKind::Record));
    let holds_code = |slot: &&Slot| {
        let first = words.partition_point(|word| word.span.start < slot.value.start);
        let mut within = words[first..].iter().take_while(|word| word.span.end <= slot.value.end);
        within.any(|word| match word.what {
            What::Code(code) => code.whole && code.distinct,
            What::Sibling => true,
            _ => false,
        })
    };
    messages()
        .find(holds_code)
        .or_else(|| messages().find(says_error))
        .or_else(|| cause().filter(|_| is_record()))
        .or_else(|| messages().next())
        .or_else(cause)
        .or_else(|| {
            slots.iter().find(|slot| {
                slot.kind == KeyKind::Cause
                    && !text[slot.key.clone()].is_ascii()
                    && prose::says_enough(&text[slot.value.clone()])
            })
        })
}

//! Where do the values of a JSON array or object begin and end? Found without reading them, so that a broken one is
//! lost alone, and each knows its place.
//!
//! Nothing here says whether a value is valid.

/// A value within an array or object, not read yet.
pub(super) struct Part<'t> {
    /// Its name, in an object.
    pub(super) key: Option<String>,
    /// Where it begins in the whole text; in an object, where its key does.
    pub(super) at: usize,
    pub(super) value: Value<'t>,
}

/// The text of a value and where it begins.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
}

impl<'t> Value<'t> {
    /// The only value of a text, without white space around it.
    pub(super) fn of(text: &'t str) -> Value<'t> {
        let trimmed = text.trim();
        Value { at: text.len() - text.trim_start().len(), text: trimmed }
    }

    pub(super) fn is_object(&self) -> bool {
        self.text.starts_with('{')
    }

    pub(super) fn is_array(&self) -> bool {
        self.text.starts_with('[')
    }

    /// The values of an array or object in file order, and whether it ends.
    pub(super) fn parts(&self) -> (Vec<Part<'t>>, bool) {
        let bytes = self.text.as_bytes();
        let mut parts = Vec::new();
        let mut at = 1;
        loop {
            at = skip(bytes, at, b",");
            match bytes.get(at) {
                None => return (parts, false),
                Some(b'}' | b']') => return (parts, true),
                Some(_) => {}
            }
            let start = at;
            let mut key = None;
            if self.is_object() {
                let end = value_end(bytes, at, b":");
                let name = self.text[at..end].trim_end();
                key = Some(serde_json::from_str(name).unwrap_or_else(|_| name.to_owned()));
                at = skip(bytes, end, b":");
            }
            let end = value_end(bytes, at, b"");
            let value = Value { at: self.at + at, text: self.text[at..end].trim_end() };
            parts.push(Part { key, at: self.at + start, value });
            at = end.max(start + 1);
        }
    }
}

/// The first byte from `at` on that is neither white space nor one of `also`.
fn skip(bytes: &[u8], mut at: usize, also: &[u8]) -> usize {
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || also.contains(byte)) {
        at += 1;
    }
    at
}

/// Where the value at `at` ends: before a comma, a closing bracket that is not its own, or one of `also`.
fn value_end(bytes: &[u8], mut at: usize, also: &[u8]) -> usize {
    let mut depth = 0usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => break,
            _ if depth == 0 && also.contains(&byte) => break,
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}

/// The closing quote of the string at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += 1;
        match bytes.get(at) {
            None | Some(b'"') => return at,
            Some(b'\\') => at += 1,
            Some(_) => {}
        }
    }
}

//! The member of a JSON line that holds the message, by its path.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::LONGEST_LINE;

/// The path of a member in JSON lines: `message`, `error.message`, `records.0.log`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    path: String,
}

impl FieldPath {
    /// The path `path`: names and places, joined by dots. A member whose own name has dots is found too.
    #[must_use]
    pub fn new(path: &str) -> FieldPath {
        FieldPath { path: path.to_owned() }
    }

    /// The text of the member in the first 64 KiB of `line`; `None` where the line begins no JSON object or has none. What
    /// follows the member may be cut off.
    pub(super) fn of<'l>(&self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
        let line = &line[..line.len().min(LONGEST_LINE)];
        if !line.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let mut json = serde_json::Deserializer::from_slice(line);
        let mut found = None;
        // It fails where the member was found, which ends the search, and where the line is no JSON before it.
        let _ = Seek { path: &self.path, found: &mut found }.deserialize(&mut json);
        match found? {
            Value::String(text) => Some(Cow::Owned(text.into_bytes())),
            Value::Null => None,
            other => Some(Cow::Owned(other.to_string().into_bytes())),
        }
    }
}

/// Looks for the member at a path.
struct Seek<'p> {
    path: &'p str,
    found: &'p mut Option<Value>,
}

impl Seek<'_> {
    /// Fails where the member was found.
    fn go_on<E: Error>(&self) -> Result<(), E> {
        if self.found.is_none() { Ok(()) } else { Err(E::custom("the member was found")) }
    }
}

/// What of `path` lies within the member `name`: `Some("")` where it is what is looked for.
fn within<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(name)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            *self.found = Some(serde::Deserialize::deserialize(json)?);
            return Ok(());
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<(), M::Error> {
        while let Some(name) = members.next_key::<Cow<'_, str>>()? {
            match within(self.path, &name) {
                Some(path) => members.next_value_seed(Seek { path, found: &mut *self.found })?,
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
            self.go_on()?;
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        for at in 0usize.. {
            let item = match within(self.path, &at.to_string()) {
                Some(path) => items.next_element_seed(Seek { path, found: &mut *self.found })?,
                None => items.next_element::<IgnoredAny>()?.map(|_| ()),
            };
            if item.is_none() {
                break;
            }
            self.go_on()?;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_by_path() {
        let line = br#" {"a":{"b":"deep","n":1},"a.b":"flat","list":[{"x":"one"},{"x":"two"}],"none":null,"s":"t\u00e9xt"} "#;
        let find = |path: &str| {
            FieldPath::new(path).of(line).map(|text| String::from_utf8_lossy(&text).into_owned())
        };
        assert_eq!(find("a.b").as_deref(), Some("deep"));
        assert_eq!(find("a.n").as_deref(), Some("1"));
        assert_eq!(find("a").as_deref(), Some(r#"{"b":"deep","n":1}"#));
        assert_eq!(find("list.1.x").as_deref(), Some("two"));
        assert_eq!(find("s").as_deref(), Some("téxt"));
        for absent in ["b", "none", "a.b.c", "list.7", "list.1.y"] {
            assert_eq!(find(absent), None, "{absent}");
        }
        for line in [&b"plain"[..], b"[1]", b"{", b"{\"a\":", b""] {
            assert_eq!(FieldPath::new("a").of(line), None);
        }
        assert_eq!(
            FieldPath::new("a").of(br#"{"b":[{}],"a":"text","c":"cut he"#).as_deref(),
            Some(&b"text"[..])
        );
        assert_eq!(FieldPath::new("a.b").of(br#"{"a.b":"flat"}"#).as_deref(), Some(&b"flat"[..]));
    }
}

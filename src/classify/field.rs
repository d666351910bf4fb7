//! The member of a JSON line that holds the message, by its path.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

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

    /// The text of the member in `line`; `None` where the line is no JSON object or has none.
    pub(super) fn of<'l>(&self, line: &'l [u8]) -> Option<Cow<'l, [u8]>> {
        if !line.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let mut json = serde_json::Deserializer::from_slice(line);
        match Seek(&self.path).deserialize(&mut json).ok()?? {
            Value::String(text) => Some(Cow::Owned(text.into_bytes())),
            Value::Null => None,
            other => Some(Cow::Owned(other.to_string().into_bytes())),
        }
    }
}

/// Looks for the member at a path.
struct Seek<'p>(&'p str);

impl Seek<'_> {
    /// The path within the member `name`: `Some("")` where it is what is looked for.
    fn within(&self, name: &str) -> Option<&str> {
        let rest = self.0.strip_prefix(name)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
    }
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<Value>, D::Error> {
        if self.0.is_empty() {
            return serde::Deserialize::deserialize(json).map(Some);
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Option<Value>, M::Error> {
        let mut found = None;
        while let Some(name) = members.next_key::<Cow<'_, str>>()? {
            let within = self.within(&name).filter(|_| found.is_none());
            found = match within {
                Some(path) => members.next_value_seed(Seek(path))?,
                None => {
                    members.next_value::<IgnoredAny>()?;
                    found
                }
            };
        }
        Ok(found)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Option<Value>, S::Error> {
        let mut found = None;
        for at in 0usize.. {
            let within = self.within(&at.to_string()).filter(|_| found.is_none());
            match within {
                Some(path) => match items.next_element_seed(Seek(path))? {
                    Some(value) => found = value,
                    None => break,
                },
                None => {
                    if items.next_element::<IgnoredAny>()?.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(None)
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
        assert_eq!(FieldPath::new("a.b").of(br#"{"a.b":"flat"}"#).as_deref(), Some(&b"flat"[..]));
    }
}

//! Templates: text with variables between « and », parsed once and filled for every line.
//!
//! A variable may be escaped in the ways in which one log carries what another wrote: `«body|json»`.

use super::vary::{Maker, Scene};

/// A parsed template.
pub(super) struct Template(Vec<Piece>);

enum Piece {
    Text(&'static str),
    Made(Maker),
    Said(Said, Escape),
}

/// A variable that comes from the reported error, not from the scene.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said {
    Action,
    Body,
    Client,
    Code,
    Description,
    Endpoint,
    Message,
    Outer,
    Request,
    Status,
    Vendor,
}

/// How a variable is escaped.
#[derive(Clone, Copy, Debug)]
enum Escape {
    None,
    /// Everything beyond ASCII as `\uXXXX`, quotes as they are: a body as some services write it.
    Ascii,
    /// As a JSON string within a JSON string.
    Json,
    /// A JSON string in a JSON string in a JSON string.
    JsonTwice,
    /// As nginx writes a variable by default: `\x22`, and all bytes beyond ASCII so.
    Nginx,
}

impl Template {
    /// Parses `text`. A variable that nothing makes is a slip in this folder, and panics.
    pub(super) fn parse(text: &'static str) -> Template {
        let mut pieces = Vec::new();
        for (number, part) in text.split('«').enumerate() {
            let rest = match part.split_once('»') {
                Some((name, rest)) if number > 0 => {
                    pieces.push(Piece::parse(name));
                    rest
                }
                _ => part,
            };
            pieces.push(Piece::Text(rest));
        }
        Template(pieces)
    }

    /// Parses all of `texts`.
    pub(super) fn parse_all(texts: &[&'static str]) -> Vec<Template> {
        texts.iter().map(|text| Template::parse(text)).collect()
    }

    /// Writes the template to `out`; `say` writes what comes from the reported error.
    pub(super) fn write(
        &self,
        scene: &mut Scene,
        out: &mut String,
        say: &dyn Fn(Said, &mut Scene, &mut String),
    ) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Made(maker) => maker.write(scene, out),
                Piece::Said(said, Escape::None) => say(*said, scene, out),
                Piece::Said(said, escape) => {
                    let mut plain = String::new();
                    say(*said, scene, &mut plain);
                    escape.write(&plain, out);
                }
            }
        }
    }
}

impl Piece {
    fn parse(name: &str) -> Piece {
        let (said, escape) = name.split_once('|').unwrap_or((name, ""));
        let escape = match escape {
            "" => Escape::None,
            "ascii" => Escape::Ascii,
            "json" => Escape::Json,
            "json-twice" => Escape::JsonTwice,
            "nginx" => Escape::Nginx,
            _ => panic!("no escape is named {name}"),
        };
        let said = match said {
            "action" => Said::Action,
            "body" => Said::Body,
            "client" => Said::Client,
            "code" => Said::Code,
            "description" => Said::Description,
            "endpoint" => Said::Endpoint,
            "message" => Said::Message,
            "outer" => Said::Outer,
            "request" => Said::Request,
            "status" => Said::Status,
            "vendor" => Said::Vendor,
            _ => {
                return Piece::Made(
                    Maker::named(name).unwrap_or_else(|| panic!("no variable is named {name}")),
                );
            }
        };
        Piece::Said(said, escape)
    }
}

impl Escape {
    fn write(self, plain: &str, out: &mut String) {
        match self {
            Escape::None => out.push_str(plain),
            Escape::Ascii => plain.chars().for_each(|c| push_ascii(c, out)),
            Escape::Json => push_json(plain, out),
            Escape::JsonTwice => {
                let mut once = String::new();
                push_json(plain, &mut once);
                push_json(&once, out);
            }
            Escape::Nginx => plain.bytes().for_each(|b| push_nginx(b, out)),
        }
    }
}

fn push_ascii(c: char, out: &mut String) {
    if c.is_ascii() {
        return out.push(c);
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

/// Lines have no control characters but those of colours, which no body has.
fn push_json(plain: &str, out: &mut String) {
    for c in plain.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

fn push_nginx(byte: u8, out: &mut String) {
    match byte {
        b'"' | b'\\' | 0..32 | 127.. => out.push_str(&format!("\\x{byte:02X}")),
        _ => out.push(char::from(byte)),
    }
}

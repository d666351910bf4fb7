//! Colours and links on a terminal that wants them.

use std::io;
use std::ops::Range;
use std::path::PathBuf;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use errdex::{Catalog, Manifest, Source};
use supports_hyperlinks::Stream;

use crate::args::Color;
use crate::words::Degree;

/// Whether output is coloured, and whether it has links.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    pub(crate) colours: bool,
    pub(crate) links: bool,
}

/// A part of a text with a style.
pub(crate) type Styled = (Range<usize>, Style);

pub(crate) const CODE: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const REMEDY: Style = AnsiColor::Green.on_default();
pub(crate) const NOTICE: Style = AnsiColor::Yellow.on_default();

impl Paint {
    /// What `color` asks for. `auto` is the rule of `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM=dumb`, else
    /// whether standard output is a terminal. Links need a terminal that is known to follow them.
    pub(crate) fn new(color: Color) -> Paint {
        let colours = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        };
        Paint { colours, links: colours && supports_hyperlinks::on(Stream::Stdout) }
    }

    /// The same for standard error, without links.
    pub(crate) fn stderr() -> Paint {
        Paint { colours: AutoStream::choice(&io::stderr()) != ColorChoice::Never, links: false }
    }

    /// Where to write what was painted: on an old Windows console, colours are more than text.
    pub(crate) fn stdout(self) -> AutoStream<io::StdoutLock<'static>> {
        let choice = if self.colours { ColorChoice::Always } else { ColorChoice::AlwaysAnsi };
        AutoStream::new(io::stdout().lock(), choice)
    }

    /// `text` in `style`.
    pub(crate) fn paint(self, text: &str, style: Style) -> String {
        if !self.colours || text.is_empty() || style == Style::new() {
            return text.to_owned();
        }
        format!("{style}{text}{style:#}")
    }

    /// The bytes `line` of `text` with the styles of `spans`, which are in order and apart, over `base`. A span that does not
    /// end with a character of the text has no style.
    pub(crate) fn paint_spans(self, text: &str, line: Range<usize>, spans: &[Styled], base: Style) -> String {
        let mut painted = String::with_capacity(line.len() + 16);
        let mut at = line.start;
        for (span, style) in spans {
            let (start, end) = (span.start.max(at), span.end.min(line.end));
            if start < end && text.is_char_boundary(start) && text.is_char_boundary(end) {
                painted.push_str(&self.paint(&text[at..start], base));
                painted.push_str(&self.paint(&text[start..end], *style));
                at = end;
            }
        }
        painted.push_str(&self.paint(&text[at..line.end], base));
        painted
    }

    /// `text` as a link to `target` (OSC 8).
    pub(crate) fn link(self, text: &str, target: Option<&str>) -> String {
        match target.filter(|_| self.links) {
            Some(target) => format!("\u{1b}]8;;{target}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            None => text.to_owned(),
        }
    }

    /// The colour of a confidence.
    pub(crate) fn degree(degree: Degree) -> Style {
        match degree {
            Degree::Sure => AnsiColor::Green.on_default().bold(),
            Degree::Likely => AnsiColor::Green.on_default(),
            Degree::Maybe => AnsiColor::Yellow.on_default(),
            Degree::Unlikely => DIM,
        }
    }
}

/// Where the pages of entries are: a user's own file, or else the address that a document declares.
#[derive(Debug)]
pub(crate) struct Links<'a> {
    /// The user's folders, the last one over the ones before it.
    pub(crate) folders: Vec<PathBuf>,
    pub(crate) addresses: Addresses<'a>,
}

/// What knows the declared addresses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Addresses<'a> {
    OfIndex(&'a Manifest),
    OfCatalogs(&'a [Catalog]),
}

impl Links<'_> {
    /// The page that an entry was read from: the user's own file, or the declared address.
    pub(crate) fn target(&self, source: &Source) -> Option<String> {
        let (folder, name) = source.file.split_once('/')?;
        let own = self.folders.iter().rev().find_map(|path| {
            let path = path.canonicalize().ok().filter(|path| path.ends_with(folder))?.join(name);
            path.is_file().then(|| encode(&format!("file://{}", path.to_string_lossy()), true))
        });
        own.or_else(|| self.address(source))
    }

    /// The declared address of that page.
    pub(crate) fn address(&self, source: &Source) -> Option<String> {
        let address = match self.addresses {
            Addresses::OfIndex(manifest) => manifest.documents.get(&source.file)?.address.as_ref(),
            Addresses::OfCatalogs(catalogs) => {
                catalogs.iter().find(|catalog| catalog.file == source.file)?.address.as_ref()
            }
        };
        let is_web = |address: &&String| address.starts_with("https://") || address.starts_with("http://");
        address.filter(is_web).map(|address| encode(address, false))
    }
}

/// The address with all that could end it, or steer a terminal, in percent; of a path, what means something in addresses
/// too.
fn encode(address: &str, is_path: bool) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        let means_something = matches!(byte, b'%' | b'?' | b'#');
        if byte.is_ascii_graphic() && !(is_path && means_something) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_steer_nothing() {
        assert_eq!(encode("https://x.example/a?b=1#c%20", false), "https://x.example/a?b=1#c%20");
        assert_eq!(encode("https://x\u{1b}\\y\u{9b}", false), "https://x%1B\\y%C2%9B");
        assert_eq!(encode("file:///a b#/码%", true), "file:///a%20b%23/%E7%A0%81%25");
    }

    #[test]
    fn spans_are_painted_within_their_line() {
        let paint = Paint { colours: true, links: false };
        let (bold, none) = (Style::new().bold(), Style::new());
        let spans = [(1..3, bold), (5..9, bold)];
        let painted = paint.paint_spans("0123456789", 0..6, &spans, none);
        assert_eq!(painted, "0\u{1b}[1m12\u{1b}[0m34\u{1b}[1m5\u{1b}[0m");
        assert_eq!(paint.paint_spans("弹性", 0..6, &[(0..4, bold)], none), "弹性");
        assert_eq!(paint.paint_spans("0123456789", 6..10, &spans, none), "\u{1b}[1m678\u{1b}[0m9");
        let plain = Paint { colours: false, links: false };
        assert_eq!(plain.paint_spans("0123456789", 0..6, &spans, none), "012345");
        assert_eq!(plain.link("a", Some("https://x.example")), "a");
    }
}

//! Lines that report an error of the entries, with the answer.
//!
//! An error is told in the vendor's own forms, in a body that another log carries, or by its message alone.

use errdex::{Entry, Language};

use super::template::{Said, Template};
use super::vary::{Maker, Scene};
use super::voices::{self, Voice};

/// The vendors' errors and the forms, parsed.
pub(super) struct Errors {
    vendors: Vec<Vendor>,
    carriers: Vec<Template>,
    named: Vec<Template>,
    anonymous: Vec<Template>,
}

/// A vendor that has entries.
struct Vendor {
    voice: &'static Voice,
    request: Template,
    bodies: Vec<Template>,
    own: Vec<Template>,
    errors: Vec<Reported>,
    /// Error and message, where the message alone says which code it is.
    specific: Vec<(usize, usize)>,
}

/// What a line says of an entry.
struct Reported {
    code: String,
    status: u16,
    messages: Vec<Message>,
}

/// A message, cut at its placeholders.
struct Message(Vec<String>);

/// How many positives in a hundred are carried by another log, and how many are a message alone; the others have the
/// vendor's own forms.
const CARRIED: usize = 35;
const ALONE: usize = 12;

/// How many messages in a hundred are in the first language of the entry, which is English where it has both.
const FIRST_LANGUAGE: usize = 75;

/// From how many characters a message is specific enough to stand alone.
const SPECIFIC_LATIN: usize = 36;
const SPECIFIC_HAN: usize = 10;

impl Errors {
    pub(super) fn new(entries: &[Entry]) -> Errors {
        // Success is no error, though a page lists it.
        let errors: Vec<&Entry> = entries.iter().filter(|entry| entry.code != "0").collect();
        let plain: Vec<(&Entry, String)> = errors
            .iter()
            .flat_map(|&entry| entry.message.values().map(move |text| (entry, plain(text))))
            .collect();
        let vendors = voices::VOICES.iter().map(|voice| Vendor::new(voice, &errors, &plain));
        Errors {
            vendors: vendors.filter(|vendor| !vendor.errors.is_empty()).collect(),
            carriers: Template::parse_all(voices::CARRIERS),
            named: Template::parse_all(voices::NAMED),
            anonymous: Template::parse_all(voices::ANONYMOUS),
        }
    }

    /// Writes a line to `out`, and gives the slug of the vendor and the code; none where no vendor has entries.
    pub(super) fn write(&self, scene: &mut Scene, out: &mut String) -> Option<(String, String)> {
        if self.vendors.is_empty() {
            return None;
        }
        let vendor = scene.random.one(&self.vendors);
        let kind = scene.random.below(100);
        let (forms, alone) = if kind < ALONE && !vendor.specific.is_empty() {
            (if scene.random.below(2) == 0 { &self.named } else { &self.anonymous }, true)
        } else if kind < ALONE + CARRIED {
            (&self.carriers, false)
        } else {
            (&vendor.own, false)
        };
        let form = scene.random.one(forms);
        let report = Report::new(vendor, alone, scene);
        form.write(scene, out, &|said, scene, out| report.say(said, scene, out));
        Some((vendor.voice.slug.to_owned(), report.error.code.clone()))
    }
}

impl Vendor {
    /// The errors of the vendor that has `voice`; `plain` are all messages, to tell which are only one code's.
    fn new(voice: &'static Voice, errors: &[&Entry], plain: &[(&Entry, String)]) -> Vendor {
        let own: Vec<&Entry> = errors.iter().copied().filter(|entry| entry.vendor == voice.slug).collect();
        let mut specific = Vec::new();
        for (number, entry) in own.iter().enumerate() {
            for (at, (language, text)) in entry.message.iter().enumerate() {
                if is_long(*language, text) && is_unique(entry, text, plain) {
                    specific.push((number, at));
                }
            }
        }
        Vendor {
            voice,
            request: Template::parse(voice.request),
            bodies: Template::parse_all(voice.bodies),
            own: Template::parse_all(voice.own),
            errors: own.into_iter().map(Reported::new).collect(),
            specific,
        }
    }
}

fn is_long(language: Language, text: &str) -> bool {
    let least = if language == Language::Zh { SPECIFIC_HAN } else { SPECIFIC_LATIN };
    text.chars().count() >= least
}

/// Whether no other code has `text` or says it within a longer message.
fn is_unique(entry: &Entry, text: &str, messages: &[(&Entry, String)]) -> bool {
    let text = plain(text);
    let is_other = |other: &Entry| (&other.vendor, &other.code) != (&entry.vendor, &entry.code);
    !messages.iter().any(|(other, message)| is_other(other) && message.contains(&text))
}

/// The letters and digits of a message, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Reported {
    fn new(entry: &Entry) -> Reported {
        Reported {
            code: entry.code.clone(),
            status: entry.http_status.first().copied().unwrap_or(200),
            messages: entry.message.values().map(|text| Message::parse(text)).collect(),
        }
    }
}

impl Message {
    /// Cuts `text` at `xx` and `xxx`. A parenthesis right behind them names the placeholder, and goes with it.
    fn parse(text: &str) -> Message {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (mut parts, mut rest) = (vec![String::new()], text);
        while let Some(c) = rest.chars().next() {
            let after = rest.trim_start_matches('x');
            let last = parts.last_mut().expect("there is a part from the start");
            if rest.len() - after.len() >= 2
                && !is_letter(last.chars().next_back())
                && !is_letter(after.chars().next())
            {
                let named = after.strip_prefix('(').and_then(|hint| hint.split_once(')'));
                rest = named.map_or(after, |(_, after)| after);
                parts.push(String::new());
            } else {
                last.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        Message(parts)
    }

    /// The message with a fresh id for each placeholder.
    fn fill(&self, scene: &mut Scene) -> String {
        let mut filled = String::new();
        for (number, part) in self.0.iter().enumerate() {
            if number > 0 {
                let id = ["uuid", "x32"][scene.random.below(2)];
                Maker::named(id).expect("both are variables").write(scene, &mut filled);
            }
            filled.push_str(part);
        }
        filled
    }
}

/// What one line says: all mentions within it are the same.
struct Report<'a> {
    vendor: &'a Vendor,
    error: &'a Reported,
    message: String,
    name: &'static str,
    action: &'static str,
    endpoint: &'static str,
    request: String,
}

impl Report<'_> {
    fn new<'a>(vendor: &'a Vendor, alone: bool, scene: &mut Scene) -> Report<'a> {
        let (error, message) = if alone {
            let (number, at) = *scene.random.one(&vendor.specific);
            (&vendor.errors[number], at)
        } else {
            let error = scene.random.one(&vendor.errors);
            let is_first = error.messages.len() < 2 || scene.random.below(100) < FIRST_LANGUAGE;
            (error, usize::from(!is_first))
        };
        let mut request = String::new();
        vendor.request.write(scene, &mut request, &|_, _, _| ());
        Report {
            vendor,
            error,
            message: error.messages.get(message).map(|message| message.fill(scene)).unwrap_or_default(),
            name: scene.random.word(vendor.voice.names),
            action: scene.random.word(vendor.voice.actions),
            endpoint: scene.random.word(vendor.voice.endpoints),
            request,
        }
    }

    fn say(&self, said: Said, scene: &mut Scene, out: &mut String) {
        match said {
            Said::Action => out.push_str(self.action),
            Said::Body => {
                let body = scene.random.one(&self.vendor.bodies);
                body.write(scene, out, &|said, scene, out| self.say(said, scene, out));
            }
            Said::Client => out.push_str(scene.random.word(self.vendor.voice.clients)),
            Said::Code => out.push_str(&self.error.code),
            Said::Description => out.push_str(self.public().1),
            Said::Endpoint => out.push_str(self.endpoint),
            Said::Message => out.push_str(&self.message),
            Said::Outer => out.push_str(self.public().0),
            Said::Request => out.push_str(&self.request),
            Said::Status => out.push_str(&self.error.status.to_string()),
            Said::Vendor => out.push_str(self.name),
        }
    }

    /// The public code that Tencent answers with, and its `codeDesc`: that of a module's error says that a parameter is
    /// wrong, and the message which.
    fn public(&self) -> (&'static str, &'static str) {
        let known = voices::TENCENT_DESCRIPTIONS.iter().find(|(code, _)| *code == self.error.code);
        *known.unwrap_or(&voices::TENCENT_DESCRIPTIONS[0])
    }
}

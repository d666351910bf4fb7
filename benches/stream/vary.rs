//! The variables of a line: a clock that advances, and numbers, ids and addresses that are new in every line.

use std::fmt::Write;

use super::words;

/// When the stream begins: 2026-03-01T08:00:00, in milliseconds.
const BEGINNING: u64 = 1_772_352_000_000;

/// How many milliseconds there are between two lines at most.
const LONGEST_PAUSE: usize = 90;

/// One number in so many is a catalogued code by intent; some more are so by chance.
const NUMBERS_PER_CODE: usize = 24;

/// The lengths of the numbers that may equal a catalogued code.
const CODE_LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;

/// What the variables of a line are made from.
pub(super) struct Scene {
    pub(super) random: Random,
    /// In milliseconds since 1970, as the clock on the wall shows them.
    clock: u64,
    /// The catalogued codes that are numbers, by their length.
    codes: Vec<Vec<String>>,
}

impl Scene {
    pub(super) fn new<'a>(seed: u64, codes: impl Iterator<Item = &'a str>) -> Scene {
        let mut by_length = vec![Vec::new(); CODE_LENGTHS.end() + 1];
        for code in codes.filter(|code| code.bytes().all(|b| b.is_ascii_digit())) {
            if CODE_LENGTHS.contains(&code.len()) {
                by_length[code.len()].push(code.to_owned());
            }
        }
        Scene { random: Random(seed), clock: BEGINNING, codes: by_length }
    }

    /// Lets the time between two lines pass.
    pub(super) fn advance(&mut self) {
        self.clock += self.random.below(LONGEST_PAUSE + 1) as u64;
    }

    /// A number of `count` digits, now and then a catalogued code.
    fn digits(&mut self, count: usize, out: &mut String) {
        if let Some(codes) = self.codes.get(count).filter(|codes| !codes.is_empty())
            && self.random.below(NUMBERS_PER_CODE) == 0
        {
            return out.push_str(&codes[self.random.below(codes.len())]);
        }
        out.push(char::from(b'1' + self.random.below(9) as u8));
        self.characters(b"0123456789", count - 1, out);
    }

    fn characters(&mut self, alphabet: &[u8], count: usize, out: &mut String) {
        (0..count).for_each(|_| out.push(char::from(alphabet[self.random.below(alphabet.len())])));
    }

    fn uuid(&mut self, alphabet: &[u8], out: &mut String) {
        for (number, count) in [8, 4, 4, 4, 12].into_iter().enumerate() {
            if number > 0 {
                out.push('-');
            }
            self.characters(alphabet, count, out);
        }
    }

    fn time(&self, format: TimeFormat, out: &mut String) {
        let date = Date::of(self.clock / 86_400_000);
        let (ms, seconds) = (self.clock % 1000, self.clock / 1000 % 86_400);
        let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let Date { year, month, day } = date;
        let name = MONTHS[month as usize - 1];
        // Services that write microseconds have some; they follow the milliseconds, so that time never runs back.
        let us = ms * 1000 + (self.clock * 7919) % 1000;
        match format {
            TimeFormat::Iso => write!(out, "{year}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.{ms:03}"),
            TimeFormat::IsoMicros => write!(out, "{year}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.{us:06}"),
            TimeFormat::IsoSeconds => write!(out, "{year}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}"),
            TimeFormat::Day => write!(out, "{year}-{month:02}-{day:02}"),
            TimeFormat::Clock => write!(out, "{h:02}:{m:02}:{s:02}"),
            TimeFormat::ClockMillis => write!(out, "{h:02}:{m:02}:{s:02}.{ms:03}"),
            TimeFormat::Seconds => write!(out, "{year}-{month:02}-{day:02} {h:02}:{m:02}:{s:02}"),
            TimeFormat::Millis => write!(out, "{year}-{month:02}-{day:02} {h:02}:{m:02}:{s:02}.{ms:03}"),
            TimeFormat::Comma => write!(out, "{year}-{month:02}-{day:02} {h:02}:{m:02}:{s:02},{ms:03}"),
            TimeFormat::Clf => write!(out, "{day:02}/{name}/{year}:{h:02}:{m:02}:{s:02} +0800"),
            TimeFormat::ClfMillis => write!(out, "{day:02}/{name}/{year}:{h:02}:{m:02}:{s:02}.{ms:03}"),
            TimeFormat::Syslog => write!(out, "{name} {day:2} {h:02}:{m:02}:{s:02}"),
            TimeFormat::Klog => write!(out, "{month:02}{day:02} {h:02}:{m:02}:{s:02}.{us:06}"),
            TimeFormat::Slashes => write!(out, "{year}/{month:02}/{day:02} {h:02}:{m:02}:{s:02}"),
            TimeFormat::ShortYear => write!(out, "{}/{month:02}/{day:02} {h:02}:{m:02}:{s:02}", year % 100),
            TimeFormat::Redis => write!(out, "{day:02} {name} {year} {h:02}:{m:02}:{s:02}.{ms:03}"),
            TimeFormat::Digits => write!(out, "{year}{month:02}{day:02}{h:02}{m:02}{s:02}"),
            TimeFormat::Epoch => write!(out, "{}", self.clock / 1000),
            TimeFormat::EpochMillis => write!(out, "{}", self.clock),
            TimeFormat::EpochMicros => write!(out, "{}.{us:06}", self.clock / 1000),
        }
        .expect("a string takes what is written");
    }
}

const HEX: &[u8] = b"0123456789abcdef";
const UPPER_HEX: &[u8] = b"0123456789ABCDEF";
const IDENTIFIER: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How a service writes the time.
#[derive(Clone, Copy)]
pub(super) enum TimeFormat {
    Iso,
    IsoMicros,
    IsoSeconds,
    Day,
    Clock,
    ClockMillis,
    Seconds,
    Millis,
    Comma,
    Clf,
    ClfMillis,
    Syslog,
    Klog,
    Slashes,
    ShortYear,
    Redis,
    Digits,
    Epoch,
    EpochMillis,
    EpochMicros,
}

/// Makes the value of a variable.
pub(super) enum Maker {
    Time(TimeFormat),
    /// So many digits.
    Digits(usize),
    /// So many characters of an alphabet.
    Characters(&'static [u8], usize),
    /// A number from 0 to below a bound.
    Below(usize),
    /// One of some words.
    Word(&'static [&'static str]),
    Call(fn(&mut Scene, &mut String)),
}

impl Maker {
    /// The maker of the variable with this name: a word list of [`words::LISTS`], a letter with a count (`d4` digits, `x8`
    /// hexadecimal, `X8` in upper case, `a8` an identifier, `b8` Base64, `r100` a number below), or one of the names here.
    pub(super) fn named(name: &str) -> Option<Maker> {
        if let Some((_, words)) = words::LISTS.iter().find(|(list, _)| *list == name) {
            return Some(Maker::Word(words));
        }
        if let Some(count) = name.get(1..).and_then(|count| count.parse().ok()) {
            return Some(match name.as_bytes()[0] {
                b'd' => Maker::Digits(count),
                b'x' => Maker::Characters(HEX, count),
                b'X' => Maker::Characters(UPPER_HEX, count),
                b'a' => Maker::Characters(IDENTIFIER, count),
                b'b' => Maker::Characters(BASE64, count),
                b'r' => Maker::Below(count),
                _ => return None,
            });
        }
        Maker::of_time(name).or_else(|| Maker::of_thing(name))
    }

    fn of_time(name: &str) -> Option<Maker> {
        Some(Maker::Time(match name {
            "iso" => TimeFormat::Iso,
            "iso-us" => TimeFormat::IsoMicros,
            "iso-s" => TimeFormat::IsoSeconds,
            "day" => TimeFormat::Day,
            "clock" => TimeFormat::Clock,
            "clock-ms" => TimeFormat::ClockMillis,
            "time" => TimeFormat::Seconds,
            "time-ms" => TimeFormat::Millis,
            "time-comma" => TimeFormat::Comma,
            "clf" => TimeFormat::Clf,
            "clf-ms" => TimeFormat::ClfMillis,
            "syslog" => TimeFormat::Syslog,
            "klog" => TimeFormat::Klog,
            "slashes" => TimeFormat::Slashes,
            "yy" => TimeFormat::ShortYear,
            "redis-time" => TimeFormat::Redis,
            "stamp" => TimeFormat::Digits,
            "epoch" => TimeFormat::Epoch,
            "epoch-ms" => TimeFormat::EpochMillis,
            "epoch-us" => TimeFormat::EpochMicros,
            _ => return None,
        }))
    }

    fn of_thing(name: &str) -> Option<Maker> {
        Some(Maker::Call(match name {
            "esc" => |_, out| out.push('\u{1b}'),
            "uuid" => |scene, out| scene.uuid(HEX, out),
            "UUID" => |scene, out| scene.uuid(UPPER_HEX, out),
            "ip" => |scene, out| {
                let [a, b, c] = [64, 256, 254].map(|bound| scene.random.below(bound));
                write!(out, "10.{a}.{b}.{}", c + 1).expect("a string takes what is written");
            },
            "wan" => |scene, out| {
                let [a, b, c, d] = [100, 256, 256, 254].map(|bound| scene.random.below(bound));
                write!(out, "{}.{b}.{c}.{}", a + 101, d + 1).expect("a string takes what is written");
            },
            "port" => |scene, out| push(1024 + scene.random.below(64_000), out),
            "pid" => |scene, out| varied(scene, &[1, 2, 3, 4, 4, 5, 5, 6], out),
            "ms" => |scene, out| varied(scene, &[1, 1, 2, 2, 2, 3, 3, 4], out),
            "size" => |scene, out| varied(scene, &[2, 3, 3, 4, 4, 5, 6, 7], out),
            "count" => |scene, out| varied(scene, &[1, 1, 2, 2, 3, 4, 5], out),
            "id" => |scene, out| varied(scene, &[3, 4, 4, 5, 5, 6, 6, 8], out),
            "money" => |scene, out| {
                varied(scene, &[1, 2, 2, 3, 3, 4], out);
                out.push('.');
                scene.characters(b"0123456789", 2, out);
            },
            "phone" => |scene, out| {
                out.push_str(["138", "139", "150", "186", "177", "199"][scene.random.below(6)]);
                out.push_str("****");
                scene.characters(b"0123456789", 4, out);
            },
            "order" => |scene, out| {
                scene.time(TimeFormat::Digits, out);
                scene.characters(b"0123456789", 6, out);
            },
            _ => return None,
        }))
    }

    /// Writes a fresh value to `out`.
    pub(super) fn write(&self, scene: &mut Scene, out: &mut String) {
        match self {
            Maker::Time(format) => scene.time(*format, out),
            Maker::Digits(count) => scene.digits(*count, out),
            Maker::Characters(alphabet, count) => scene.characters(alphabet, *count, out),
            Maker::Below(bound) => push(scene.random.below(*bound), out),
            Maker::Word(words) => out.push_str(scene.random.word(words)),
            Maker::Call(make) => make(scene, out),
        }
    }
}

/// A number whose length is one of `lengths`.
fn varied(scene: &mut Scene, lengths: &[usize], out: &mut String) {
    let count = lengths[scene.random.below(lengths.len())];
    scene.digits(count, out);
}

fn push(number: usize, out: &mut String) {
    write!(out, "{number}").expect("a string takes what is written");
}

struct Date {
    year: u64,
    month: u64,
    day: u64,
}

impl Date {
    /// The date so many days after 1970-01-01 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
    fn of(days: u64) -> Date {
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        Date { year, month, day: day_of_year - (153 * from_march + 2) / 5 + 1 }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub(super) fn word(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }
}

//! When a log line was written, as it says itself in its first bytes.
//!
//! The usual forms of dates are read without a pattern language: ISO 8601 and its kin, access logs, syslog, klog, and the
//! epoch numbers of JSON records. Never looks at a clock: a date without a year stays without one.

/// How much of a line may hold its time.
const HEAD: usize = 256;

/// The years that a date may be of; other numbers of four digits are no years.
const YEARS: std::ops::Range<i64> = 1970..2200;

/// The leap year that dates without a year are counted in.
const NO_YEAR: i64 = 2000;

pub(super) const DAY: i64 = 24 * 60 * 60;

/// The members of JSON records that hold seconds, milliseconds, microseconds or nanoseconds since the epoch.
const EPOCH_KEYS: [&[u8]; 8] = [
    b"ts",
    b"time",
    b"timestamp",
    b"@timestamp",
    b"date",
    b"timeUnixNano",
    b"observedTimeUnixNano",
    b"time_unix_nano",
];

const MONTHS: [&[u8]; 12] =
    [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// What a time is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// The epoch: the line says its zone.
    Zoned = 0,
    /// The epoch in the zone of who wrote the line.
    Written = 1,
    /// The beginning of a year that nothing says, in seconds since the epoch as if it were 2000.
    Yearless = 2,
}

/// When a line was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) seconds: i64,
    pub(super) axis: Axis,
    /// How many seconds the line's zone is ahead of UTC.
    pub(super) offset: i64,
}

/// The first time in a line's first 256 bytes.
pub(super) fn time_of(line: &[u8]) -> Option<Time> {
    let head = &line[..line.len().min(HEAD)];
    let mut at = 0;
    while at < head.len() {
        if !head[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let len = head[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let time = match len {
            4 => dated(head, at).or_else(|| of_klog(head, at)),
            1 | 2 => of_access_log(head, at).or_else(|| of_syslog(head, at)),
            8 => compact(head, at),
            10 | 13 | 16 | 19 => epoch(head, at, len),
            _ => None,
        };
        if time.is_some() {
            return time;
        }
        at += len;
    }
    None
}

/// `2026-03-01T11:20:33.412+08:00`, `2026-03-01 11:20:33,412`, `2026/03/01 11:20:33`.
fn dated(head: &[u8], at: usize) -> Option<Time> {
    let mut rest = Rest(&head[at..]);
    let year = rest.number(4)?;
    let joiner = rest.one_of(b"-/.")?;
    let month = rest.number(2)?;
    (rest.one_of(b"-/.")? == joiner).then_some(())?;
    let day = rest.number(2)?;
    rest.one_of(b"Tt _:")?;
    let clock = rest.clock()?;
    let days = days(year, month, day)?;
    rest.zoned(days * DAY + clock)
}

/// `20260301T112033Z`, `20260301 11:20:33`.
fn compact(head: &[u8], at: usize) -> Option<Time> {
    let mut rest = Rest(&head[at..]);
    let (year, month, day) = (rest.number(4)?, rest.number(2)?, rest.number(2)?);
    rest.one_of(b"Tt ")?;
    let clock = match rest.0.get(2) {
        Some(b':') => rest.clock()?,
        _ => rest.seconds_of_day(false)?,
    };
    let days = days(year, month, day)?;
    rest.zoned(days * DAY + clock)
}

/// `01/Mar/2026:06:00:00 +0800`
fn of_access_log(head: &[u8], at: usize) -> Option<Time> {
    let mut rest = Rest(&head[at..]);
    let day = rest.number(2)?;
    let joiner = rest.one_of(b"/-")?;
    let month = rest.month()?;
    (rest.one_of(b"/-")? == joiner).then_some(())?;
    let year = rest.number(4)?;
    rest.one_of(b": ")?;
    let clock = rest.clock()?;
    let days = days(year, month, day)?;
    rest.zoned(days * DAY + clock)
}

/// `Mar  1 11:20:33`, and `Mar 01 11:20:33.123456 2026`, which has its year at the end.
fn of_syslog(head: &[u8], at: usize) -> Option<Time> {
    let before = head[..at].trim_ascii_end();
    let spaces = at - before.len();
    let start = before.len().checked_sub(3).filter(|_| (1..=2).contains(&spaces))?;
    let month = Rest(&before[start..]).month()?;
    if start > 0 && before[start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut rest = Rest(&head[at..]);
    let digits = rest.0.iter().take_while(|b| b.is_ascii_digit()).count();
    let day = rest.number(digits)?;
    rest.one_of(b" ")?;
    let year_first = Rest(rest.0).number(4).filter(|year| YEARS.contains(year));
    if year_first.is_some() {
        rest.0 = &rest.0[4..];
        rest.one_of(b" ")?;
    }
    let clock = rest.clock()?;
    let year_last = || Rest(rest.0.strip_prefix(b" ")?).number(4).filter(|year| YEARS.contains(year));
    match year_first.or_else(year_last) {
        Some(year) => Some(written(days(year, month, day)? * DAY + clock)),
        None => yearless(month, day, clock),
    }
}

/// `E0301 11:20:33.123456`
fn of_klog(head: &[u8], at: usize) -> Option<Time> {
    let level = *head.get(at.checked_sub(1)?)?;
    let is_word = at < 2 || !head[at - 2].is_ascii_alphanumeric();
    if !(matches!(level, b'I' | b'W' | b'E' | b'F') && is_word) {
        return None;
    }
    let mut rest = Rest(&head[at..]);
    let (month, day) = (rest.number(2)?, rest.number(2)?);
    rest.one_of(b" ")?;
    let clock = rest.clock()?;
    yearless(month, day, clock)
}

/// `"ts":1772335233.412`, `ts=1772335233412`
fn epoch(head: &[u8], at: usize, len: usize) -> Option<Time> {
    let before = head[..at].strip_suffix(b"\"").unwrap_or(&head[..at]).trim_ascii_end();
    let before = before.strip_suffix(b":").or_else(|| before.strip_suffix(b"="))?.trim_ascii_end();
    let key = before.strip_suffix(b"\"").unwrap_or(before);
    let ends = |name: &&&[u8]| {
        key.strip_suffix(**name).is_some_and(|rest| !rest.last().is_some_and(|b| is_part_of_key(*b)))
    };
    EPOCH_KEYS.iter().find(ends)?;
    let mut number: i64 = Rest(&head[at..]).number(len)?;
    for _ in (10..len).step_by(3) {
        number /= 1000;
    }
    let known = days(YEARS.start, 1, 1)? * DAY..days(YEARS.end - 1, 12, 31)? * DAY;
    known.contains(&number).then_some(Time { seconds: number, axis: Axis::Zoned, offset: 0 })
}

fn is_part_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'@')
}

fn written(seconds: i64) -> Time {
    Time { seconds, axis: Axis::Written, offset: 0 }
}

fn yearless(month: i64, day: i64, clock: i64) -> Option<Time> {
    let seconds = days(NO_YEAR, month, day)? * DAY + clock;
    Some(Time { seconds, axis: Axis::Yearless, offset: 0 })
}

/// What of a line is still to be read.
struct Rest<'l>(&'l [u8]);

impl Rest<'_> {
    /// A number of `digits` digits and no more.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let number = self.0.get(..digits)?;
        let value = number.iter().try_fold(0i64, |value, b| match b {
            b'0'..=b'9' => value.checked_mul(10)?.checked_add(i64::from(b - b'0')),
            _ => None,
        })?;
        self.0 = &self.0[digits..];
        Some(value)
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        bytes.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    /// A month by the first three letters of its name.
    fn month(&mut self) -> Option<i64> {
        let name = self.0.get(..3)?;
        let month = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))?;
        self.0 = &self.0[3..];
        Some(month as i64 + 1)
    }

    /// `11:20:33.412`: seconds of the day.
    fn clock(&mut self) -> Option<i64> {
        self.seconds_of_day(true)
    }

    fn seconds_of_day(&mut self, colons: bool) -> Option<i64> {
        let mut parts = [0; 3];
        for (at, part) in parts.iter_mut().enumerate() {
            if colons && at > 0 {
                self.one_of(b":")?;
            }
            *part = self.number(2)?;
        }
        if let [b'.' | b',', rest @ ..] = self.0 {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            self.0 = if digits > 0 { &rest[digits..] } else { self.0 };
        }
        let [hour, minute, second] = parts;
        // A leap second is the last one of its minute.
        (hour < 24 && minute < 60 && second <= 60).then(|| hour * 3600 + minute * 60 + second.min(59))
    }

    /// What the zone that follows makes of `local`, which is as written.
    fn zoned(&mut self, local: i64) -> Option<Time> {
        let zone = self.0.strip_prefix(b" ").unwrap_or(self.0);
        let spaced = zone.len() < self.0.len();
        let offset = match zone {
            [b'Z' | b'z', ..] if !spaced => Some(0),
            [b'U', b'T', b'C', ..] | [b'G', b'M', b'T', ..] if spaced => Some(0),
            [b'+' | b'-', ..] => offset(zone, spaced),
            _ => None,
        };
        Some(match offset {
            Some(offset) => Time { seconds: local - offset, axis: Axis::Zoned, offset },
            None => written(local),
        })
    }
}

/// `+08:00`, `+0800`, and `+08` beside its time.
fn offset(zone: &[u8], spaced: bool) -> Option<i64> {
    let mut rest = Rest(&zone[1..]);
    let hours = rest.number(2)?;
    let colon = rest.one_of(b":").is_some();
    let minutes = rest.number(2);
    if rest.0.first().is_some_and(u8::is_ascii_alphanumeric) || (minutes.is_none() && (spaced || colon)) {
        return None;
    }
    let offset = hours * 3600 + minutes.unwrap_or(0) * 60;
    (hours <= 14 && minutes.unwrap_or(0) < 60).then_some(if zone[0] == b'-' { -offset } else { offset })
}

/// The days from the epoch to a date of the Gregorian calendar, by Howard Hinnant's `days_from_civil`; `None` where there is
/// no such day.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=last).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// The date `days` after the epoch as year, month, day; the inverse of [`days`].
pub(super) fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A time as `axis seconds` of the day and date that it names.
    fn shown(line: &[u8]) -> Option<String> {
        let time = time_of(line)?;
        let (year, month, day) = date(time.seconds.div_euclid(DAY));
        let clock = time.seconds.rem_euclid(DAY);
        let clock = format!("{:02}:{:02}:{:02}", clock / 3600, clock / 60 % 60, clock % 60);
        Some(match time.axis {
            Axis::Zoned => format!("{year}-{month:02}-{day:02} {clock} Z{:+}", time.offset / 60),
            Axis::Written => format!("{year}-{month:02}-{day:02} {clock}"),
            Axis::Yearless => format!("{month:02}-{day:02} {clock}"),
        })
    }

    #[test]
    fn times_of_lines() {
        let rows: &[(&str, &str)] = &[
            ("2026-03-01 11:20:33,412 ERROR x", "2026-03-01 11:20:33"),
            ("2026-03-01T11:20:33.412Z x", "2026-03-01 11:20:33 Z+0"),
            ("2026-03-01T11:20:33.412+08:00 x", "2026-03-01 03:20:33 Z+480"),
            ("2026-03-01T01:20:33-0530", "2026-03-01 06:50:33 Z-330"),
            ("2026-03-01 11:20:33+08 LOG", "2026-03-01 03:20:33 Z+480"),
            ("2026-03-01 11:20:33.123 UTC [17] FATAL", "2026-03-01 11:20:33 Z+0"),
            ("2026-03-01 11:20:33 +0800 x", "2026-03-01 03:20:33 Z+480"),
            ("2026-03-01 11:20:33 -5 x", "2026-03-01 11:20:33"),
            ("2026-03-01 11:20:33 - 17", "2026-03-01 11:20:33"),
            ("2026-02-29 11:20:33", ""),
            ("2024-02-29 23:59:60", "2024-02-29 23:59:59"),
            ("2026/03/01 11:20:33 [error] 7#7: x", "2026-03-01 11:20:33"),
            ("2026-03-01 and no clock", ""),
            ("2026-13-01 11:20:33", ""),
            ("20260301T112033Z x", "2026-03-01 11:20:33 Z+0"),
            ("20260301 11:20:33 x", "2026-03-01 11:20:33"),
            (r#"10.0.0.1 - - [01/Mar/2026:06:00:00 +0800] "GET /" 500"#, "2026-02-28 22:00:00 Z+480"),
            ("Mar  1 11:20:33 web-1 app[7]: x", "03-01 11:20:33"),
            ("<11>Dec 31 23:59:59 web-1 x", "12-31 23:59:59"),
            ("Feb 29 00:00:00 x", "02-29 00:00:00"),
            ("[Sun Mar 01 11:20:33.123456 2026] [core:error]", "2026-03-01 11:20:33"),
            ("Mar 1 2026 11:20:33: %ASA-3", "2026-03-01 11:20:33"),
            ("March 1 11:20:33", ""),
            ("E0301 11:20:33.123456   1 x.go:7] x", "03-01 11:20:33"),
            ("I1231 23:59:59.9 x", "12-31 23:59:59"),
            ("X0301 11:20:33.1", ""),
            ("<165>1 2026-03-01T11:20:33.003Z host app - ID47 - x", "2026-03-01 11:20:33 Z+0"),
            (r#"{"level":"error","ts":1772364033.412,"msg":"x"}"#, "2026-03-01 11:20:33 Z+0"),
            (r#"{"timestamp": 1772364033412}"#, "2026-03-01 11:20:33 Z+0"),
            (r#"{"timeUnixNano":"1772364033412000000"}"#, "2026-03-01 11:20:33 Z+0"),
            (r#"{"time":"2026-03-01T11:20:33.412+08:00"}"#, "2026-03-01 03:20:33 Z+480"),
            (r#"{"@timestamp":1772364033}"#, "2026-03-01 11:20:33 Z+0"),
            (r#"{"id":1772364033412}"#, ""),
            (r#"{"lifetime":1772364033}"#, ""),
            ("ts=1772364033412 level=error", "2026-03-01 11:20:33 Z+0"),
            ("request 1772364033 of 10.0.0.1:8080", ""),
            ("11:20:33 x", ""),
            ("", ""),
        ];
        for (line, want) in rows {
            assert_eq!(shown(line.as_bytes()).unwrap_or_default(), *want, "{line}");
        }
    }

    #[test]
    fn a_time_is_looked_for_in_the_head_alone() {
        let line = format!("{}2026-03-01 11:20:33", "x".repeat(HEAD - 19));
        assert!(time_of(line.as_bytes()).is_some());
        assert_eq!(time_of(format!("x{line}").as_bytes()), None);
    }

    #[test]
    fn dates_are_those_of_their_days() {
        let mut before = date(-1);
        for number in 0..days(2199, 12, 31).expect("a day") {
            let (year, month, day) = date(number);
            assert!((year, month, day) > before, "{number}");
            assert_eq!(days(year, month, day), Some(number));
            before = (year, month, day);
        }
        assert_eq!(date(0), (1970, 1, 1));
    }

    #[test]
    fn cut_lines_and_rubbish_have_no_time_or_one() {
        let lines = ["2026-03-01T11:20:33.412+08:00 x", "01/Mar/2026:06:00:00 +0800", "Mar  1 11:20:33 2026"];
        for line in lines {
            for end in 0..line.len() {
                let _ = time_of(&line.as_bytes()[..end]);
                let _ = time_of(&line.as_bytes()[end..]);
            }
        }
        assert_eq!(time_of(b"\xff\xfe 99999999999999999999 \x00 9999999999999999999"), None);
    }
}

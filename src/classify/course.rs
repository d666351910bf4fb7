//! How many lines were what in the course of time: counts of few seconds each while they are read, a few rows at the end.
//!
//! Memory is bounded: where there are too many buckets they become wider. How wide they end depends on the times alone, not
//! on their order, since each width is a multiple of the one before.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

use serde::{Serialize, Serializer};

use super::times::{Axis, DAY, Time, date};

/// How wide buckets may be, in seconds: each a multiple of the one before.
const WIDTHS: [i64; 14] = [
    1,
    10,
    60,
    5 * 60,
    10 * 60,
    30 * 60,
    60 * 60,
    3 * 60 * 60,
    6 * 60 * 60,
    DAY,
    7 * DAY,
    28 * DAY,
    364 * DAY,
    3640 * DAY,
];

/// Buckets begin so many seconds after the epoch: weeks on a Monday.
const ORIGIN: i64 = 4 * DAY;

/// How many buckets are kept while lines are read.
const MOST_BUCKETS: usize = 4096;

/// How many rows a course has at most, the empty ones among them.
const MOST_ROWS: usize = 28;

/// No more empty rows are counted of one gap, so that a time that is far from all others does not make all rows wide.
const LONG_GAP: i64 = 10;

/// So many empty buckets between others are rows too; more are a gap.
const SHORT_GAP: i64 = 2;

/// How many lines were what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineCounts {
    /// Lines that are answered: `match` or `ambiguous`.
    pub answered: u64,
    /// Lines with a code of a vendor that no catalog has.
    pub unlisted: u64,
    /// Other lines that look like errors.
    pub errors: u64,
    /// All other lines.
    pub others: u64,
}

impl LineCounts {
    /// All lines.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.answered + self.unlisted + self.errors + self.others
    }
}

impl AddAssign for LineCounts {
    fn add_assign(&mut self, more: LineCounts) {
        self.answered += more.answered;
        self.unlisted += more.unlisted;
        self.errors += more.errors;
        self.others += more.others;
    }
}

/// A time as logs write it. Serialized as `2026-03-01T11:20:33`, without a year `03-01T11:20:33`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogTime {
    /// Seconds since the epoch, in the zone of the summary; without a year as if it were the year 2000.
    pub seconds: i64,
    /// The lines say the year.
    pub has_year: bool,
}

impl fmt::Display for LogTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date(self.seconds.div_euclid(DAY));
        if self.has_year {
            write!(f, "{year:04}-")?;
        }
        let clock = self.seconds.rem_euclid(DAY);
        write!(f, "{month:02}-{day:02} {:02}:{:02}:{:02}", clock / 3600, clock / 60 % 60, clock % 60)
    }
}

impl Serialize for LogTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string().replace(' ', "T"))
    }
}

/// What the lines of each span of time were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Course {
    /// How many seconds a row is of.
    pub width: i64,
    /// In order of time; where more than two would have no line, they are left out.
    pub rows: Vec<CourseRow>,
}

/// What the lines of one span of time were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CourseRow {
    /// When it begins.
    pub start: LogTime,
    /// What its lines were.
    #[serde(flatten)]
    pub counts: LineCounts,
}

/// Counts by time, in a bounded number of buckets.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    /// The number of the width in use.
    width: usize,
    counts: BTreeMap<i64, LineCounts>,
}

impl Buckets {
    pub(super) const fn new() -> Buckets {
        Buckets { width: 0, counts: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, seconds: i64, counts: LineCounts) {
        let bucket = (seconds - ORIGIN).div_euclid(WIDTHS[self.width]);
        *self.counts.entry(bucket).or_default() += counts;
        while self.counts.len() > MOST_BUCKETS {
            self.widen(self.width + 1);
        }
    }

    /// Adds what other lines were, `shift` seconds later.
    pub(super) fn merge(&mut self, more: &Buckets, shift: i64) {
        if more.width > self.width {
            self.widen(more.width);
        }
        for (bucket, counts) in &more.counts {
            self.add(bucket * WIDTHS[more.width] + ORIGIN + shift, *counts);
        }
    }

    fn widen(&mut self, width: usize) {
        let factor = WIDTHS[width] / WIDTHS[self.width];
        for (bucket, counts) in std::mem::take(&mut self.counts) {
            *self.counts.entry(bucket.div_euclid(factor)).or_default() += counts;
        }
        self.width = width;
    }

    /// The rows of these counts, of the least width with which they are few; `None` without any.
    pub(super) fn course(mut self, has_year: bool) -> Option<Course> {
        while self.rows() > MOST_ROWS && self.width + 1 < WIDTHS.len() {
            self.widen(self.width + 1);
        }
        let width = WIDTHS[self.width];
        let mut rows = Vec::new();
        let mut next = None;
        for (&bucket, &counts) in &self.counts {
            let row = |bucket: i64, counts| {
                let start = LogTime { seconds: bucket * width + ORIGIN, has_year };
                CourseRow { start, counts }
            };
            if let Some(next) = next.filter(|next| bucket - next <= SHORT_GAP) {
                rows.extend((next..bucket).map(|empty| row(empty, LineCounts::default())));
            }
            rows.push(row(bucket, counts));
            next = Some(bucket + 1);
        }
        (!rows.is_empty()).then_some(Course { width, rows })
    }

    /// How many rows there would be.
    fn rows(&self) -> usize {
        let pairs = self.counts.keys().zip(self.counts.keys().skip(1));
        let empty: i64 = pairs.map(|(before, after)| (after - before - 1).min(LONG_GAP)).sum();
        self.counts.len() + empty as usize
    }
}

/// The first and the last time of some lines, on each axis.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spans([Option<(i64, i64)>; 3]);

impl Spans {
    pub(super) fn add(&mut self, time: Time) {
        self.widen(time.axis as usize, (time.seconds, time.seconds));
    }

    pub(super) fn merge(&mut self, more: &Spans) {
        for (axis, span) in more.0.iter().enumerate() {
            if let Some(span) = span {
                self.widen(axis, *span);
            }
        }
    }

    fn widen(&mut self, axis: usize, (first, last): (i64, i64)) {
        let span = self.0[axis].get_or_insert((first, last));
        *span = (span.0.min(first), span.1.max(last));
    }

    /// The first and the last time, those with a year before others, with the times of known zone `offset` seconds later.
    pub(super) fn ends(mut self, offset: i64) -> Option<(LogTime, LogTime)> {
        if let Some((first, last)) = self.0[Axis::Zoned as usize] {
            self.widen(Axis::Written as usize, (first + offset, last + offset));
        }
        let dated = self.0[Axis::Written as usize].map(|span| (span, true));
        let ((first, last), has_year) = dated.or(self.0[Axis::Yearless as usize].map(|span| (span, false)))?;
        let time = |seconds| LogTime { seconds, has_year };
        Some((time(first), time(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: LineCounts = LineCounts { answered: 1, unlisted: 0, errors: 0, others: 0 };

    fn course(times: &[i64]) -> Course {
        let mut buckets = Buckets::new();
        times.iter().for_each(|time| buckets.add(*time, ONE));
        buckets.course(true).expect("there are times")
    }

    #[test]
    fn rows_are_few_and_as_fine_as_that_allows() {
        let rows: &[(i64, i64, i64)] = &[
            (1, 28, 1),
            (1, 29, 10),
            (7, 30, 10),
            (60, 28, 60),
            (60, 120, 300),
            (3600, 28, 3600),
            (3600, 29, 3 * 3600),
            (DAY, 365, 28 * DAY),
            (40 * DAY, 2000, 3640 * DAY),
        ];
        for &(step, count, width) in rows {
            let times: Vec<i64> = (0..count).map(|at| ORIGIN + at * step).collect();
            let course = course(&times);
            assert_eq!(course.width, width, "{count} times {step} s apart");
            assert!(course.rows.len() <= MOST_ROWS);
            let lines: u64 = course.rows.iter().map(|row| row.counts.lines()).sum();
            assert_eq!(lines, count as u64);
        }
    }

    #[test]
    fn one_time_far_away_does_not_hide_the_others() {
        let mut times: Vec<i64> = (0..15).map(|at| 1_772_335_200 + at).collect();
        times.push(0);
        assert_eq!(course(&times).width, 1);
        assert_eq!(course(&times).rows.len(), 16);
    }

    #[test]
    fn the_order_of_times_does_not_matter() {
        let mut times: Vec<i64> = (0..20_000i64).map(|at| (at * 7_919) % 1_000_003 * 31).collect();
        let want = course(&times);
        times.reverse();
        assert_eq!(course(&times), want);
        for parts in [2, 7, 300] {
            let mut merged = Buckets::new();
            for part in times.chunks(times.len() / parts) {
                let mut buckets = Buckets::new();
                part.iter().for_each(|time| buckets.add(*time, ONE));
                merged.merge(&buckets, 0);
            }
            assert!(merged.counts.len() <= MOST_BUCKETS);
            assert_eq!(merged.course(true), Some(want.clone()));
        }
    }

    #[test]
    fn widths_are_multiples() {
        assert!(WIDTHS.windows(2).all(|pair| pair[1] % pair[0] == 0 && pair[1] > pair[0]));
    }

    #[test]
    fn times_are_written_as_logs_do() {
        let time = LogTime { seconds: 1_772_364_033, has_year: true };
        assert_eq!(time.to_string(), "2026-03-01 11:20:33");
        let json = serde_json::to_string(&LogTime { has_year: false, ..time }).expect("a text");
        assert_eq!(json, "\"03-01T11:20:33\"");
    }
}

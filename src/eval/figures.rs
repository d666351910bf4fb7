//! What is measured, and the figures of judged queries.

use super::truth::{JudgedQuery, Judgment};
use crate::entry::Entry;
use crate::search::Verdict;

/// How many hits a first page has.
const PAGE: usize = 10;

/// The grade of what is the answer.
const ANSWER: u8 = 3;

/// The grade from which on an entry is accepted as the same error.
const ACCEPTED: u8 = 2;

/// A figure, from 0 to 1. Higher is better, but for those that [`Figure::is_loss`] names.
///
/// The first ones, up to [`Figure::Abstain`], are of judged queries, the others of labelled lines. A line is answered where
/// its verdict is not `unknown`, and answered right where the answer, or one of the first three ties of an `ambiguous` one,
/// is its label or as good. A line with a label is a positive, any other a negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Success at 1: the share of queries whose first hit is an answer.
    S1,
    /// Mean reciprocal rank of the first answer among ten.
    Mrr10,
    /// Normalized discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002): gains are 2^grade − 1,
    /// discounted by the logarithm of the rank, each judgment credited once, against the ideal order.
    Ndcg10,
    /// The share of the judgments of grade 2 and 3 that are found among ten.
    R10,
    /// Of the vendors that own an entry of grade 2 or 3, the share found among ten; of queries with two such vendors.
    Xv10,
    /// The share of queries whose verdict is not `unknown`.
    Answered,
    /// Of the verdicts `match`, the share whose first hit is an answer.
    MatchOk,
    /// The mean square of the first hit's confidence against whether it is an answer (Brier 1950); lower is better.
    Brier,
    /// Of the queries that nothing answers, the share whose verdict is `unknown`.
    Abstain,
    /// The share of the positives that are answered right.
    Right,
    /// The share of the positives that are answered with a right vendor and code, whichever entry of the code.
    Code,
    /// The share of the positives that are answered otherwise; lower is better.
    Wrong,
    /// The share of the positives that are not answered; lower is better.
    Missed,
    /// The share of the positives whose verdict is `ambiguous`; lower is better.
    Ambiguous,
    /// The false-positive rate: the share of the negatives that are answered, and not right; lower is better.
    Fpr,
    /// Of the lines that are answered, the share of positives that are answered right.
    Precision,
    /// Of the lines with a code that no catalog has, the share that is said to have that code.
    Unlisted,
}

impl Figure {
    /// All figures, in the order in which they are shown.
    pub const ALL: [Figure; 17] = [
        Figure::S1,
        Figure::Mrr10,
        Figure::Ndcg10,
        Figure::R10,
        Figure::Xv10,
        Figure::Answered,
        Figure::MatchOk,
        Figure::Brier,
        Figure::Abstain,
        Figure::Right,
        Figure::Code,
        Figure::Wrong,
        Figure::Missed,
        Figure::Ambiguous,
        Figure::Fpr,
        Figure::Precision,
        Figure::Unlisted,
    ];

    /// Its name, as it is printed and as floors are kept by it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Figure::S1 => "s@1",
            Figure::Mrr10 => "mrr10",
            Figure::Ndcg10 => "ndcg10",
            Figure::R10 => "r@10",
            Figure::Xv10 => "xv10",
            Figure::Answered => "answered",
            Figure::MatchOk => "match_ok",
            Figure::Brier => "brier",
            Figure::Abstain => "abstain",
            Figure::Right => "right",
            Figure::Code => "code",
            Figure::Wrong => "wrong",
            Figure::Missed => "missed",
            Figure::Ambiguous => "ambiguous",
            Figure::Fpr => "fpr",
            Figure::Precision => "precision",
            Figure::Unlisted => "unlisted",
        }
    }

    /// Whether a lower figure is the better one.
    #[must_use]
    pub fn is_loss(self) -> bool {
        use Figure::{Ambiguous, Brier, Fpr, Missed, Wrong};
        matches!(self, Brier | Wrong | Missed | Ambiguous | Fpr)
    }
}

/// The figures of some queries or lines: for each the sum and how many have it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    sums: [(f64, u32); Figure::ALL.len()],
}

impl Figures {
    /// The mean over the queries or lines that have `figure`; `None` where none has.
    #[must_use]
    pub fn mean(&self, figure: Figure) -> Option<f64> {
        let (sum, count) = self.sums[figure as usize];
        (count > 0).then(|| sum / f64::from(count))
    }

    pub(super) fn set(&mut self, figure: Figure, value: f64) {
        self.sums[figure as usize] = (value, 1);
    }
}

impl<'a> FromIterator<&'a Figures> for Figures {
    fn from_iter<I: IntoIterator<Item = &'a Figures>>(figures: I) -> Figures {
        let mut all = Figures::default();
        for one in figures {
            for ((sum, count), (more, more_count)) in all.sums.iter_mut().zip(one.sums) {
                *sum += more;
                *count += more_count;
            }
        }
        all
    }
}

/// The figures of one query with the entries found for it. `judged` is what the engine says of them, if it does.
pub(super) fn judge(query: &JudgedQuery, found: &[Entry], judged: Option<(Verdict, f64)>) -> Figures {
    let mut figures = Figures::default();
    let verdict = judged.map(|(verdict, _)| verdict);
    if query.relevant.is_empty() {
        verdict.into_iter().for_each(|verdict| {
            figures.set(Figure::Abstain, share(verdict == Verdict::Unknown));
        });
        return figures;
    }
    let mut judgments: Vec<&Judgment> = query.relevant.iter().collect();
    judgments.sort_by_key(|judgment| std::cmp::Reverse(judgment.grade));
    let mut open: Vec<Option<&Judgment>> = judgments.iter().copied().map(Some).collect();
    // For each hit its best grade, and the judgment that it is credited with.
    let mut grades: Vec<u8> = Vec::new();
    let mut credited: Vec<Option<&Judgment>> = Vec::new();
    for entry in found {
        let satisfied = judgments.iter().filter(|judgment| judgment.is_satisfied_by(entry));
        grades.push(satisfied.map(|judgment| judgment.grade).max().unwrap_or(0));
        let first = open.iter_mut().find(|open| open.is_some_and(|judgment| judgment.is_satisfied_by(entry)));
        credited.push(first.and_then(Option::take));
    }
    let page = found.len().min(PAGE);
    let first_answer = grades[..page].iter().position(|&grade| grade == ANSWER);
    let is_answer = share(grades.first() == Some(&ANSWER));
    let gains = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        let gain = |(at, grade): (usize, u8)| (f64::from(1u32 << grade) - 1.0) / (at as f64 + 2.0).log2();
        grades.take(PAGE).enumerate().map(gain).sum()
    };
    let grade = |judgment: &Option<&Judgment>| judgment.map_or(0, |judgment| judgment.grade);
    let ideal = gains(&mut judgments.iter().map(|judgment| judgment.grade));
    figures.set(Figure::S1, is_answer);
    figures.set(Figure::Mrr10, first_answer.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)));
    figures.set(Figure::Ndcg10, gains(&mut credited.iter().map(grade)) / ideal);
    let accepted = judgments.iter().filter(|judgment| judgment.grade >= ACCEPTED).count();
    if accepted > 0 {
        let found = credited[..page].iter().filter(|judgment| grade(judgment) >= ACCEPTED).count();
        figures.set(Figure::R10, found as f64 / accepted as f64);
    }
    let mut owners: Vec<&str> = judgments
        .iter()
        .filter(|judgment| judgment.grade >= ACCEPTED)
        .map(|judgment| judgment.vendor.as_str())
        .collect();
    owners.sort_unstable();
    owners.dedup();
    if owners.len() > 1 {
        let is_found = |owner: &&&str| {
            let mut page = found[..page].iter().zip(&grades);
            page.any(|(entry, grade)| *grade >= ACCEPTED && entry.vendor == **owner)
        };
        figures.set(Figure::Xv10, owners.iter().filter(is_found).count() as f64 / owners.len() as f64);
    }
    if let Some((verdict, confidence)) = judged {
        figures.set(Figure::Answered, share(verdict != Verdict::Unknown));
        figures.set(Figure::Brier, (confidence - is_answer).powi(2));
        if verdict == Verdict::Match {
            figures.set(Figure::MatchOk, is_answer);
        }
    }
    figures
}

pub(super) fn share(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Language, Source};

    fn entry(vendor: &str, code: &str, message: &str) -> Entry {
        Entry {
            id: format!("{vendor}/s/{code}"),
            vendor: vendor.into(),
            service: "s".into(),
            code: code.into(),
            aliases: Vec::new(),
            http_status: Vec::new(),
            message: [(Language::En, message.to_owned())].into(),
            description: Default::default(),
            remedy: Default::default(),
            operations: Vec::new(),
            category: None,
            source: Source { file: "f".into(), line: 1 },
        }
    }

    fn query(relevant: &str) -> JudgedQuery {
        serde_json::from_str(&format!(r#"{{"id":"1","kind":"k","query":"q","relevant":{relevant}}}"#))
            .expect("a query")
    }

    /// By hand: gains 7, 3, 1 at ranks 2, 1, none, against 7, 3, 1 in order.
    #[test]
    fn figures_by_hand() {
        let query = query(
            r#"[{"vendor":"a","code":"1","text":"gone  AWAY","grade":3},{"vendor":"b","code":"2","grade":2},
                {"vendor":"c","code":"3","grade":1}]"#,
        );
        let found = [entry("b", "2", "x"), entry("a", "1", "It is gone away."), entry("a", "1", "other")];
        let figures = judge(&query, &found, Some((Verdict::Match, 0.9)));
        let near = |figure: Figure, want: f64| {
            let got = figures.mean(figure).expect("the query has it");
            assert!((got - want).abs() < 1e-9, "{figure:?}: {got} for {want}");
        };
        let log3 = 3f64.log2();
        near(Figure::S1, 0.0);
        near(Figure::Mrr10, 0.5);
        near(Figure::Ndcg10, (3.0 + 7.0 / log3) / (7.0 + 3.0 / log3 + 1.0 / 2.0));
        near(Figure::R10, 1.0);
        near(Figure::Xv10, 1.0);
        near(Figure::Answered, 1.0);
        near(Figure::MatchOk, 0.0);
        near(Figure::Brier, 0.81);
        assert_eq!(figures.mean(Figure::Abstain), None);
    }

    #[test]
    fn a_judgment_is_credited_once() {
        let query = query(r#"[{"vendor":"a","code":"1","grade":3}]"#);
        let twice = [entry("a", "1", "x"), entry("a", "1", "y")];
        let figures = judge(&query, &twice, None);
        assert_eq!(figures.mean(Figure::Ndcg10), Some(1.0));
        assert_eq!(figures.mean(Figure::Answered), None);
        assert_eq!(judge(&query, &[], None).mean(Figure::Ndcg10), Some(0.0));
    }

    #[test]
    fn what_nothing_answers_is_judged_by_the_verdict() {
        let none = query("[]");
        let unknown = judge(&none, &[], Some((Verdict::Unknown, 0.2)));
        let ambiguous = judge(&none, &[], Some((Verdict::Ambiguous, 0.2)));
        let both: Figures = [&unknown, &ambiguous].into_iter().collect();
        assert_eq!(both.mean(Figure::Abstain), Some(0.5));
        assert_eq!(both.mean(Figure::S1), None);
    }
}

//! errdex's own words on cards, in the two languages.

use errdex::Language;

use crate::terminal::count;

/// The language of errdex's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    English,
    Chinese,
}

use Words::{Chinese, English};

/// From which confidence on a hit is called sure, likely, or maybe an answer.
const SURE: f64 = 0.9;
const LIKELY: f64 = 0.6;
pub(crate) const MAYBE: f64 = 0.25;

/// How sure a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Degree {
    Sure,
    Likely,
    Maybe,
    Unlikely,
}

impl Degree {
    pub(crate) fn of(confidence: f64) -> Degree {
        match confidence {
            _ if confidence >= SURE => Degree::Sure,
            _ if confidence >= LIKELY => Degree::Likely,
            _ if confidence >= MAYBE => Degree::Maybe,
            _ => Degree::Unlikely,
        }
    }
}

/// `99 %`: nothing is quite certain.
pub(crate) fn percent(confidence: f64) -> String {
    format!("{:.0} %", (confidence * 100.0).min(99.0))
}

impl Words {
    fn pick(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self {
            English => english,
            Chinese => chinese,
        }
    }

    /// The language that these words are in.
    pub(crate) fn language(self) -> Language {
        match self {
            English => Language::En,
            Chinese => Language::Zh,
        }
    }

    /// `sure 99 %`
    pub(crate) fn confidence(self, confidence: f64) -> String {
        let word = match Degree::of(confidence) {
            Degree::Sure => self.pick("sure", "确定"),
            Degree::Likely => self.pick("likely", "很可能"),
            Degree::Maybe => self.pick("maybe", "可能"),
            Degree::Unlikely => self.pick("unlikely", "不太像"),
        };
        format!("{word} {}", percent(confidence))
    }

    /// `alike 94 %`: how near an entry is that cannot be the answer, since the text has another code.
    pub(crate) fn alike(self, confidence: f64) -> String {
        format!("{} {}", self.pick("alike", "相近"), percent(confidence))
    }

    pub(crate) fn nearest_by_message(self) -> &'static str {
        self.pick("nearest by the message:", "按错误信息，最接近的是：")
    }

    pub(crate) fn nothing_fits(self) -> &'static str {
        self.pick("nothing fits", "没有匹配的错误码")
    }

    pub(crate) fn nothing_fits_nearest(self) -> &'static str {
        self.pick("nothing fits; nearest:", "没有匹配的错误码，最接近的是：")
    }

    /// Said of vendors that a text betrays and no catalog is of.
    pub(crate) fn without_catalogs(self, vendors: &str) -> String {
        match self {
            English => format!("there is no catalog of {vendors}"),
            Chinese => format!("没有{}的目录", spaced(vendors)),
        }
    }

    /// `no catalog of Huawei Cloud has VPC.0525`
    pub(crate) fn unlisted(self, code: &str, vendor: Option<&str>) -> String {
        match (self, vendor) {
            (English, Some(vendor)) => format!("no catalog of {vendor} has {code}"),
            (English, None) => format!("no catalog has {code}"),
            (Chinese, Some(vendor)) => format!("{}的目录中没有 {code}", spaced(vendor)),
            (Chinese, None) => format!("没有目录收录 {code}"),
        }
    }

    pub(crate) fn read_as(self) -> &'static str {
        self.pick("read as: ", "识别为：")
    }

    pub(crate) fn code(self) -> &'static str {
        self.pick("code", "错误码")
    }

    pub(crate) fn message(self) -> &'static str {
        self.pick("message", "错误信息")
    }

    /// Before a further spelling of a code.
    pub(crate) fn also(self) -> &'static str {
        self.pick("also", "又作")
    }

    /// Before the operations of an entry.
    pub(crate) fn operations(self) -> &'static str {
        self.pick("in ", "操作：")
    }

    pub(crate) fn list(self, items: &[impl AsRef<str>]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(self.pick(", ", "、"))
    }

    /// `A or B`
    pub(crate) fn either(self, items: &[impl AsRef<str>]) -> String {
        self.joined(items, self.pick("or", "或"))
    }

    /// `A and B`
    pub(crate) fn both(self, items: &[impl AsRef<str>]) -> String {
        self.joined(items, self.pick("and", "和"))
    }

    fn joined(self, items: &[impl AsRef<str>], word: &str) -> String {
        match items {
            [before @ .., end] if !before.is_empty() => {
                let (before, end) = (self.list(before), end.as_ref());
                // A space keeps words apart, and Latin letters off the Chinese beside them.
                let apart = |c: char| self == English || c.is_ascii();
                let left = if before.ends_with(apart) { " " } else { "" };
                let right = if end.starts_with(apart) { " " } else { "" };
                format!("{before}{left}{word}{right}{end}")
            }
            _ => self.list(items),
        }
    }

    /// The line of the entries that a card stands for beside its own.
    pub(crate) fn further(self, found: usize, all: usize) -> String {
        match (self, all > found + 1) {
            (English, more) => {
                let all = if more { format!(", {all} in all") } else { String::new() };
                format!("+ {} of this code{all}: --all", count(found, "further message", "further messages"))
            }
            (Chinese, true) => format!("+ 此错误码另有 {found} 条相关信息，共 {all} 条（--all 展开）"),
            (Chinese, false) => format!("+ 此错误码另有 {found} 条信息（--all 展开）"),
        }
    }

    /// The line of the entries of other codes with the message of a card.
    pub(crate) fn twins(self, count: usize, codes: &str) -> String {
        match self {
            English => format!(
                "+ {} with the same message: {codes}",
                crate::terminal::count(count, "entry", "entries")
            ),
            Chinese => format!("+ 另有 {count} 条信息相同：{codes}"),
        }
    }

    /// What is said before entries that fit equally well, and what would tell them apart.
    pub(crate) fn ties(self, count: usize, or_more: bool, what: Option<&str>) -> String {
        match self {
            English => {
                let more = if or_more { " or more" } else { "" };
                let what = what.map_or(String::new(), |what| format!("; what would tell: {what}"));
                format!("{count}{more} entries cannot be told apart by this text{what}")
            }
            Chinese => {
                let more = if or_more { "以上" } else { "" };
                let what = what.map_or(String::new(), |what| format!("；能区分它们的是：{what}"));
                format!("{count} 条{more}同样符合，仅凭这段文字无法区分{what}")
            }
        }
    }

    /// What ends a line that says what follows.
    pub(crate) fn colon(self) -> &'static str {
        self.pick(":", "：")
    }

    /// `ambiguous: Invalid parameter.`
    pub(crate) fn labelled(self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.pick(": ", "："))
    }

    pub(crate) fn the_code(self) -> &'static str {
        self.pick("the code", "错误码")
    }

    pub(crate) fn the_vendor(self) -> &'static str {
        self.pick("the vendor", "厂商")
    }

    pub(crate) fn the_service(self) -> &'static str {
        self.pick("the service", "服务")
    }

    pub(crate) fn the_status(self) -> &'static str {
        self.pick("the HTTP status", "HTTP 状态码")
    }

    pub(crate) fn the_operation(self) -> &'static str {
        self.pick("the operation", "所调用的操作")
    }

    pub(crate) fn the_message(self) -> &'static str {
        self.pick("the message", "错误信息")
    }

    pub(crate) fn more_of_the_message(self) -> &'static str {
        self.pick("more of the message", "更完整的错误信息")
    }

    pub(crate) fn bracketed(self, what: &str, option: &str) -> String {
        match self {
            English => format!("{what} ({option})"),
            Chinese => format!("{what}（{option}）"),
        }
    }

    /// Said where a code has more entries than are shown.
    pub(crate) fn further_entries(self, count: usize) -> String {
        match self {
            English => format!(
                "+ {} of this code: --json",
                crate::terminal::count(count, "further entry", "further entries")
            ),
            Chinese => format!("+ 此错误码另有 {count} 条（--json 列出全部）"),
        }
    }

    /// Said where not all entries of a vendor are shown: `command` shows them.
    pub(crate) fn further_of_vendor(self, count: usize, command: &str) -> String {
        let further = |one, many| crate::terminal::count(count, one, many);
        match self {
            English => format!("+ {}: {command}", further("further entry", "further entries")),
            Chinese => format!("+ 另有 {count} 条：{command}"),
        }
    }

    /// Said where not all vendors of a code are shown.
    pub(crate) fn further_vendors(self, count: usize, names: &str) -> String {
        let further = |one, many| crate::terminal::count(count, one, many);
        match self {
            English => format!("+ {}: {names}", further("further vendor", "further vendors")),
            Chinese => format!("+ 另有 {count} 个厂商：{names}"),
        }
    }

    /// Said where a code is of several vendors: `errdex show` of each shows one.
    pub(crate) fn of_several_vendors(self, code: &str, examples: &str) -> String {
        match self {
            English => format!("{code} is a code of several vendors; of one: {examples}"),
            Chinese => format!("{code} 是多个厂商的错误码；只看其中一个：{examples}"),
        }
    }

    pub(crate) fn equivalents(self) -> &'static str {
        self.pick("probably the same at other vendors:", "其他厂商中含义很可能相同的错误码：")
    }

    pub(crate) fn only_nearest(self) -> &'static str {
        self.pick("no equivalent there, only the nearest:", "以下厂商没有对应的错误码，仅列出最接近的：")
    }

    /// What is said of a code that no catalog has.
    pub(crate) fn unknown_code(self, code: &str, vendor: Option<&str>, nearest: &[String]) -> String {
        let known = match (self, vendor) {
            (English, None) => format!("no catalog has {code}"),
            (English, Some(vendor)) => format!("no catalog of {vendor} has {code}"),
            (Chinese, None) => format!("没有目录收录 {code}"),
            (Chinese, Some(vendor)) => format!("{}的目录没有收录 {code}", spaced(vendor).trim_start()),
        };
        if nearest.is_empty() {
            return known;
        }
        let nearest = self.list(nearest);
        match self {
            English => format!("{known}; nearest: {nearest}"),
            Chinese => format!("{known}；最接近的是：{nearest}"),
        }
    }

    pub(crate) fn description(self) -> &'static str {
        self.pick("Description: ", "说明：")
    }

    pub(crate) fn remedy(self) -> &'static str {
        self.pick("Remedy: ", "处理：")
    }

    pub(crate) fn operations_label(self) -> &'static str {
        self.pick("Operations: ", "操作：")
    }

    pub(crate) fn source(self) -> &'static str {
        self.pick("Source: ", "出处：")
    }

    /// The first line of a summary, and what the lines were.
    pub(crate) fn no_lines(self) -> &'static str {
        self.pick("no lines", "没有日志行")
    }

    pub(crate) fn lines(self, count: u64) -> String {
        let number = grouped(count);
        match self {
            English => format!("{number} {}", if count == 1 { "line" } else { "lines" }),
            Chinese => format!("{number} 行"),
        }
    }

    pub(crate) fn answered(self) -> &'static str {
        self.pick("answered", "已识别")
    }

    pub(crate) fn ambiguous(self) -> &'static str {
        self.pick("ambiguous", "有歧义")
    }

    /// Lines whose code no catalog has.
    pub(crate) fn unlisted_lines(self) -> &'static str {
        self.pick("unlisted", "未收录")
    }

    /// Lines that no entry answers and that look like errors.
    pub(crate) fn unknown_errors(self) -> &'static str {
        self.pick("unknown errors", "未知错误")
    }

    pub(crate) fn other_lines(self) -> &'static str {
        self.pick("other", "其他")
    }

    pub(crate) fn no_errors(self) -> &'static str {
        self.pick(
            "no code of a catalog, and nothing that looks like an error",
            "没有已知错误码，也没有疑似错误的行",
        )
    }

    pub(crate) fn codes_heading(self) -> &'static str {
        self.pick("codes", "错误码")
    }

    /// Before the rows of a course; each is of `width` seconds.
    pub(crate) fn course_heading(self, width: i64) -> String {
        let units = [
            (7 * 86_400, self.pick("weeks", "周")),
            (86_400, self.pick("days", "天")),
            (3600, self.pick("h", "小时")),
            (60, self.pick("min", "分钟")),
            (1, self.pick("s", "秒")),
        ];
        let (size, unit) = units.into_iter().find(|(size, _)| width % size == 0).unwrap_or((1, ""));
        let count = width / size;
        match self {
            English if count == 1 && size >= 86_400 => {
                format!("time, 1 {} a row", unit.trim_end_matches('s'))
            }
            English => format!("time, {count} {unit} a row"),
            Chinese => format!("时间分布，每行 {count} {unit}"),
        }
    }

    pub(crate) fn unlisted_heading(self) -> &'static str {
        self.pick("unlisted: add to a catalog", "未收录的错误码：可加入目录")
    }

    /// Before the unknown templates, of which there are `count`.
    pub(crate) fn unknown_heading(self, count: usize) -> String {
        match self {
            English => {
                format!("unknown, looks like errors: {}", crate::terminal::count(count, "kind", "kinds"))
            }
            Chinese => format!("未知但疑似错误：{count} 种"),
        }
    }

    pub(crate) fn files_heading(self) -> [&'static str; 5] {
        match self {
            English => ["FILE", "LINES", "ANSWERED", "UNLISTED", "UNKNOWN ERRORS"],
            Chinese => ["文件", "行数", "已识别", "未收录", "未知错误"],
        }
    }

    /// Said where a list of a summary has more than is shown.
    pub(crate) fn more(self, count: usize) -> String {
        match self {
            English => format!("+ {count} more: --json"),
            Chinese => format!("+ 另有 {count} 项：--json"),
        }
    }

    /// The columns of the table.
    pub(crate) fn columns(self) -> [&'static str; 6] {
        match self {
            English => ["SURE", "CODE", "VENDOR", "SERVICE", "HTTP", "MESSAGE"],
            Chinese => ["把握", "错误码", "厂商", "服务", "HTTP", "错误信息"],
        }
    }
}

/// `1,234,567`
pub(crate) fn grouped(number: u64) -> String {
    indicatif::HumanCount(number).to_string()
}

/// A space keeps a name in Latin letters off the Chinese around it.
fn spaced(name: &str) -> String {
    if name.is_ascii() { format!(" {name} ") } else { name.to_owned() }
}

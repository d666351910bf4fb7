//! What does a header name promise? Chinese and English names become meanings.
//!
//! Names alone: where a name means one thing on one page and another on the next, the meaning says so and the values
//! decide elsewhere.

use super::Role;
use crate::text::fold;

/// What the name of a column says of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The role, whatever the values are.
    Role(Role),
    /// A "status": the HTTP status beside a code, or else the code.
    Status,
    /// A code where its values are codes; what else it is then.
    MaybeCode(Option<Text>),
    /// An "action": an API call where the values are identifiers, or else what to do.
    Action,
    /// A text about the error.
    Text(Text),
}

/// The texts about an error, the likeliest message first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Text {
    /// What the API returns.
    Message,
    /// The error's name.
    Name,
    /// The error's kind: its message where there is no other, else its category.
    Type,
    /// An explanation: the message where there is no other.
    Description,
    /// Why it happens.
    Cause,
}

/// What the header `name` says, if anything.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let whole = normalized(name);
    if let Some(found) = exact(&whole) {
        return Some(found);
    }
    // `错误码（ErrorCode）` and `Code (decimal)`: the name is before the bracket, or else in it.
    if let Some((before, within)) = name.split_once(['(', '（']) {
        let within = within.split([')', '）']).next().unwrap_or_default();
        if let Some(found) = exact(&normalized(before)).or_else(|| exact(&normalized(within))) {
            return Some(found);
        }
    }
    // `业务错误码`, `Suggested solution`: what a name ends with is what it is.
    let longest = |entry: &&(&str, Meaning)| {
        entry.0.chars().count() > 1 && entry.0 != "api" && whole.ends_with(entry.0)
    };
    NAMES.iter().filter(longest).max_by_key(|entry| entry.0.len()).map(|entry| entry.1)
}

fn exact(name: &str) -> Option<Meaning> {
    let find = |name: &str| NAMES.iter().find(|entry| entry.0 == name).map(|entry| entry.1);
    find(name).or_else(|| name.strip_suffix('s').and_then(find))
}

/// Folded, lower-case letters and digits alone: `errorcode` for `Error_Code`.
fn normalized(name: &str) -> String {
    fold(name).as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

const CODE: Meaning = Meaning::Role(Role::Code);
const HTTP: Meaning = Meaning::Role(Role::HttpStatus);
const REMEDY: Meaning = Meaning::Role(Role::Remedy);
const OPERATION: Meaning = Meaning::Role(Role::Operation);
const CATEGORY: Meaning = Meaning::Role(Role::Category);
const MESSAGE: Meaning = Meaning::Text(Text::Message);
const NAME: Meaning = Meaning::Text(Text::Name);
const TYPE: Meaning = Meaning::Text(Text::Type);
const DESCRIPTION: Meaning = Meaning::Text(Text::Description);
const CAUSE: Meaning = Meaning::Text(Text::Cause);

/// Normalized names by meaning.
#[rustfmt::skip]
const NAMES: &[(&str, Meaning)] = &[
    ("code", CODE), ("errorcode", CODE), ("errcode", CODE), ("errno", CODE), ("errornumber", CODE), ("retcode", CODE),
    ("returncode", CODE), ("resultcode", CODE), ("responsecode", CODE), ("faultcode", CODE), ("exceptioncode", CODE),
    ("错误码", CODE), ("错误代码", CODE), ("错误编码", CODE), ("错误编号", CODE), ("错误号", CODE), ("返回码", CODE),
    ("返回代码", CODE), ("响应码", CODE), ("结果码", CODE), ("异常码", CODE), ("业务码", CODE), ("代码", CODE), ("编码", CODE),

    ("http", HTTP), ("httpcode", HTTP), ("httpstatus", HTTP), ("httpstatuscode", HTTP), ("httperrorcode", HTTP),
    ("httpresponsecode", HTTP), ("http码", HTTP), ("http状态", HTTP), ("http状态码", HTTP), ("http错误码", HTTP),
    ("http返回码", HTTP), ("http响应码", HTTP),

    ("status", Meaning::Status), ("statuscode", Meaning::Status), ("状态", Meaning::Status), ("状态码", Meaning::Status),

    ("error", Meaning::MaybeCode(Some(Text::Name))), ("exception", Meaning::MaybeCode(Some(Text::Name))),
    ("fault", Meaning::MaybeCode(Some(Text::Name))), ("错误", Meaning::MaybeCode(Some(Text::Name))),
    ("number", Meaning::MaybeCode(None)), ("编号", Meaning::MaybeCode(None)), ("decimal", Meaning::MaybeCode(None)),
    ("hex", Meaning::MaybeCode(None)), ("hexadecimal", Meaning::MaybeCode(None)), ("十进制", Meaning::MaybeCode(None)),
    ("十六进制", Meaning::MaybeCode(None)),

    ("message", MESSAGE), ("errormessage", MESSAGE), ("errmsg", MESSAGE), ("msg", MESSAGE), ("returnmessage", MESSAGE),
    ("错误信息", MESSAGE), ("错误消息", MESSAGE), ("错误描述", MESSAGE), ("错误提示", MESSAGE), ("返回信息", MESSAGE),
    ("返回消息", MESSAGE), ("提示信息", MESSAGE),
    ("name", NAME), ("errorname", NAME), ("title", NAME), ("名称", NAME), ("错误名", NAME), ("错误名称", NAME),
    ("type", TYPE), ("errortype", TYPE), ("类型", TYPE), ("错误类型", TYPE),
    ("description", DESCRIPTION), ("errordescription", DESCRIPTION), ("detail", DESCRIPTION), ("explanation", DESCRIPTION),
    ("meaning", DESCRIPTION), ("描述", DESCRIPTION), ("说明", DESCRIPTION), ("提示", DESCRIPTION), ("含义", DESCRIPTION),
    ("详情", DESCRIPTION), ("解释", DESCRIPTION), ("备注", DESCRIPTION),
    ("cause", CAUSE), ("reason", CAUSE), ("原因", CAUSE),

    ("remedy", REMEDY), ("solution", REMEDY), ("resolution", REMEDY), ("suggestion", REMEDY), ("recommendation", REMEDY),
    ("troubleshooting", REMEDY), ("handling", REMEDY), ("whattodo", REMEDY), ("recommendedaction", REMEDY),
    ("suggestedaction", REMEDY), ("useraction", REMEDY), ("措施", REMEDY), ("解决方案", REMEDY), ("解决办法", REMEDY),
    ("解决方法", REMEDY), ("处理方案", REMEDY), ("处理办法", REMEDY), ("处理方法", REMEDY), ("处理方式", REMEDY), ("处理建议", REMEDY),
    ("建议", REMEDY),

    ("action", Meaning::Action), ("操作", Meaning::Action),

    ("api", OPERATION), ("operation", OPERATION), ("interface", OPERATION), ("module", OPERATION), ("模块", OPERATION),
    ("接口", OPERATION), ("接口名", OPERATION), ("接口名称", OPERATION),

    ("category", CATEGORY), ("class", CATEGORY), ("分类", CATEGORY), ("类别", CATEGORY),
];

//! What does a header name promise? Names in the languages of the vendors' pages become meanings.
//!
//! Names alone: where a name means one thing on one page and another on the next, the meaning says so and the values
//! decide elsewhere. The names are those of 428 pages of 41 vendors, and what follows from them.

use super::Role;
use crate::text::fold;

/// What the name of a column says of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The role, whatever the values are.
    Role(Role),
    /// An error's code by its name.
    Code,
    /// A code of something, or its value: an error's where the page speaks of errors.
    AnyCode,
    /// A value of something: an error's code where the page lists codes, or a column beside it their names.
    Value,
    /// A further spelling of the code, or one that a part of the system gives: hexadecimal, of the module.
    OtherCode,
    /// HTTP statuses by the name, which some pages give to codes of their own.
    Http,
    /// A "status": the HTTP status beside a code, or else the code.
    Status,
    /// A code where its values are codes; what else it is then.
    MaybeCode(Text),
    /// An "action": an API call where the values are identifiers, or else what to do.
    Action,
    /// A text about the error.
    Text(Text),
    /// The number of the row.
    Ordinal,
    /// What a table of parameters has: whether one is required, its type, an example.
    Parameter,
    /// A code, but not of an error: of a country, of an operation.
    Foreign,
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
    /// A text under a name that says nothing, read where there is no other.
    Unnamed,
}

/// What the header `name` says, if anything.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | ':' | '：' | '#'));
    if let Some(found) = exact(&normalized(name)) {
        return Some(found);
    }
    // `错误码（ErrorCode）` and `Code (decimal)`: the name is before the bracket, or else in it.
    if let Some((before, within)) = name.split_once(['(', '（', '[', '【']) {
        let within = within.split([')', '）', ']', '】']).next().unwrap_or_default();
        let found = exact(&normalized(before)).or_else(|| by_ending(&normalized(before)));
        if let Some(found) = found.or_else(|| exact(&normalized(within))) {
            return Some(found);
        }
    }
    // `Cause and solution`, `原因及解决办法`, `现象&原因`: the first part says what the cell begins with.
    if let Some(first) = first_of_several(name)
        && let Some(found) = exact(&normalized(first)).or_else(|| by_ending(&normalized(first)))
    {
        return Some(found);
    }
    // `ErrorCode 错误代码`: each language says it.
    let (han, latin) = by_script(name);
    let each = || [&han, &latin].into_iter().map(|part| normalized(part)).filter(|part| !part.is_empty());
    // A generic word in one language says nothing where the word of the other one is unknown: `可用区 ID`.
    let found: Vec<Option<Meaning>> = each().map(|part| exact(&part)).collect();
    let sure =
        |meaning: &Meaning| !found.contains(&None) || !matches!(meaning, Meaning::AnyCode | Meaning::Value);
    let exactly = found.iter().flatten().copied().find(sure);
    exactly
        .or_else(|| by_ending(&normalized(name)))
        .or_else(|| each().find_map(|part| by_ending(&part)))
        .or_else(|| by_beginning(name))
}

/// `Message displayed on the console`: a text that a longer name describes.
fn by_beginning(name: &str) -> Option<Meaning> {
    let (first, rest) = name.split_once(' ')?;
    let described = rest.split_whitespace().count() > 1;
    exact(&normalized(first)).filter(|meaning| described && matches!(meaning, Meaning::Text(_)))
}

/// The first of several names between words such as "and".
fn first_of_several(name: &str) -> Option<&str> {
    const BETWEEN: [&str; 12] =
        [" and ", " or ", " & ", "&", "以及", "及", "和", "与", " и ", "、", " / ", "/"];
    BETWEEN
        .iter()
        .find_map(|word| name.split_once(word))
        .map(|(first, _)| first)
        .filter(|first| !first.trim().is_empty())
}

/// The part of a name in ideographs and the part in Latin letters; both are empty unless it has both.
fn by_script(name: &str) -> (String, String) {
    let latin = |c: char| c.is_ascii_alphanumeric();
    let letters = |c: &char| c.is_alphabetic();
    if !name.chars().any(latin) || !name.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        return Default::default();
    }
    let han = name.chars().filter(letters).filter(|&c| !latin(c)).collect();
    (han, name.chars().map(|c| if c.is_ascii() { c } else { ' ' }).collect())
}

/// `业务错误码`, `Suggested solution`: what a name ends with is what it is, unless it is a code of something else.
fn by_ending(name: &str) -> Option<Meaning> {
    let ends = |entry: &&(&str, Meaning)| {
        let short = entry.0.chars().count() < 2 || entry.0.len() < 4 && entry.0.is_ascii();
        !short && name.ends_with(entry.0)
    };
    let entry = NAMES.iter().filter(ends).max_by_key(|entry| entry.0.len())?;
    let before = &name[..name.len() - entry.0.len()];
    let code = matches!(entry.1, Meaning::Code | Meaning::AnyCode);
    let of_errors = OF_ERRORS.iter().any(|word| before.contains(word));
    // An element of a fault is no parameter, and the state of a transaction no kind of error.
    if entry.1 == Meaning::Parameter && speaks_of_errors(before) || entry.1 == TYPE && !of_errors {
        return None;
    }
    if code && FOREIGN.iter().any(|word| before.contains(word)) {
        return Some(Meaning::Foreign);
    }
    Some(match entry.1 {
        Meaning::AnyCode if of_errors => Meaning::Code,
        Meaning::Code if OTHER.iter().any(|word| before.contains(word)) => Meaning::OtherCode,
        meaning => meaning,
    })
}

fn exact(name: &str) -> Option<Meaning> {
    let find = |name: &str| NAMES.iter().find(|entry| entry.0 == name).map(|entry| entry.1);
    find(name).or_else(|| name.strip_suffix('s').and_then(find))
}

/// Folded, lower-case letters and digits alone: `errorcode` for `Error_Code`.
fn normalized(name: &str) -> String {
    fold(name).as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text speaks of errors or of what a call returns: a heading, a paragraph, a header.
pub(super) fn speaks_of_errors(text: &str) -> bool {
    let text = fold(text).as_str().to_lowercase();
    ABOUT_ERRORS.iter().any(|word| text.contains(word))
}

/// Whether a text names a list of codes, not only errors.
pub(super) fn speaks_of_codes(text: &str) -> bool {
    let text = fold(text).as_str().to_lowercase();
    // A heading that is nothing but `Errors` or `Client exceptions` is above a list of them.
    let plural = ["errors", "exceptions", "faults"].iter().any(|word| text.trim_end().ends_with(word));
    plural && text.split_whitespace().count() < 5 || ABOUT_CODES.iter().any(|word| text.contains(word))
}

/// Whether a heading is above codes that are not of errors.
pub(super) fn speaks_of_foreign_codes(text: &str) -> bool {
    const OF: [&str; 13] = [
        "opcode",
        "country code",
        "language code",
        "region code",
        "currency code",
        "zip code",
        "type code",
        "event type",
        "enum",
        "语言代码",
        "地区代码",
        "国家代码",
        "货币代码",
    ];
    let text = fold(text).as_str().to_lowercase();
    OF.iter().any(|word| text.contains(word)) && !speaks_of_errors(&text)
}

/// Words of headings above tables of errors.
const ABOUT_ERRORS: [&str; 21] = [
    "error",
    "exception",
    "fault",
    "failure",
    "fail",
    "troubleshoot",
    "return code",
    "result code",
    "错误",
    "异常",
    "报错",
    "故障",
    "失败",
    "返回码",
    "状态码",
    "エラー",
    "오류",
    "에러",
    "ошибк",
    "結果コード",
    "결과 코드",
];

/// Words of headings above lists of codes.
const ABOUT_CODES: [&str; 17] = [
    "error code",
    "errorcode",
    "errcode",
    "error number",
    "return code",
    "result code",
    "retcode",
    "错误码",
    "错误代码",
    "错误类型",
    "错误列表",
    "异常码",
    "返回码",
    "エラーコード",
    "오류 코드",
    "에러 코드",
    "коды ошибок",
];

/// What a code belongs to that is no error's.
#[rustfmt::skip]
const FOREIGN: [&str; 34] = [
    "country", "language", "region", "currency", "zip", "postal", "product", "area", "dial", "locale", "source", "op", "bar",
    "color", "sample", "zone", "event", "operator", "airport", "category", "type", "access", "国家", "语言", "语种", "地区",
    "地域", "货币", "产品", "邮政", "示例", "操作", "验证", "运营商",
];

/// What makes a code one of errors.
const OF_ERRORS: [&str; 14] = [
    "error",
    "err",
    "exception",
    "fault",
    "return",
    "result",
    "response",
    "ret",
    "错误",
    "异常",
    "返回",
    "结果",
    "响应",
    "业务",
];

/// What makes a code a further spelling.
const OTHER: [&str; 8] = ["module", "sub", "模块", "子", "hex", "16进制", "十六进制", "internal"];

const CODE: Meaning = Meaning::Code;
const ANY: Meaning = Meaning::AnyCode;
const VALUE: Meaning = Meaning::Value;
const OTHER_CODE: Meaning = Meaning::OtherCode;
const HTTP: Meaning = Meaning::Http;
const STATUS: Meaning = Meaning::Status;
const REMEDY: Meaning = Meaning::Role(Role::Remedy);
const OPERATION: Meaning = Meaning::Role(Role::Operation);
const CATEGORY: Meaning = Meaning::Role(Role::Category);
const IGNORED: Meaning = Meaning::Role(Role::Ignored);
const MESSAGE: Meaning = Meaning::Text(Text::Message);
const NAME: Meaning = Meaning::MaybeCode(Text::Name);
const TYPE: Meaning = Meaning::MaybeCode(Text::Type);
const DESCRIPTION: Meaning = Meaning::Text(Text::Description);
const CAUSE: Meaning = Meaning::Text(Text::Cause);
const PARAMETER: Meaning = Meaning::Parameter;

/// Normalized names by meaning.
#[rustfmt::skip]
const NAMES: &[(&str, Meaning)] = &[
    ("errorcode", CODE), ("errcode", CODE), ("errno", CODE), ("errornumber", CODE), ("retcode", CODE), ("returncode", CODE),
    ("resultcode", CODE), ("responsecode", STATUS), ("faultcode", CODE), ("exceptioncode", CODE), ("errorcodevalue", CODE),
    ("warningcode", CODE), ("alarmcode", CODE), ("reasoncode", CODE), ("sqlstate", CODE), ("errorid", CODE), ("subcode", OTHER_CODE),
    ("错误码", CODE), ("错误代码", CODE), ("错误编码", CODE), ("错误编号", CODE), ("错误号", CODE), ("错误id", OTHER_CODE), ("错误code", CODE),
    ("错误码值", CODE), ("错误值", CODE), ("错误码取值", CODE), ("返回码", CODE), ("返回代码", CODE), ("响应码", CODE),
    ("结果码", CODE), ("异常码", CODE), ("业务码", CODE), ("告警码", CODE), ("报错码", CODE), ("故障码", CODE), ("业务状态码", CODE),
    ("エラーコード", CODE), ("結果コード", CODE), ("结果コード", CODE), ("ステータスコード", STATUS), ("コード値", CODE), ("コード", ANY),
    ("오류코드", CODE), ("에러코드", CODE), ("결과코드", CODE), ("코드값", CODE), ("코드", ANY), ("상태코드", STATUS),
    ("кодошибки", CODE), ("код", ANY),

    ("code", ANY), ("getcode", ANY), ("codevalue", ANY), ("value", VALUE), ("代码", ANY), ("编码", ANY), ("码", ANY), ("值", VALUE), ("参考值", VALUE),
    ("码值", ANY), ("返回值", ANY), ("取值", VALUE), ("returnvalue", ANY), ("responsemessagecode", ANY),

    ("hex", OTHER_CODE), ("hexadecimal", OTHER_CODE), ("hexcode", OTHER_CODE), ("十六进制", OTHER_CODE), ("16进制", OTHER_CODE),
    ("十六进制值", OTHER_CODE), ("16进制错误值", OTHER_CODE), ("16进制错误码", OTHER_CODE), ("errorcodeinhexadecimalnotation", OTHER_CODE),
    ("errorcodeindecimalnotation", CODE), ("模块错误码", OTHER_CODE), ("模块错误代码", OTHER_CODE), ("moduleerrorcode", OTHER_CODE),
    ("decimal", OTHER_CODE), ("dec", OTHER_CODE), ("十进制", OTHER_CODE), ("十进制值", OTHER_CODE), ("number", ANY), ("编号", ANY),

    ("http", HTTP), ("httpcode", HTTP), ("httpstatus", HTTP), ("httpstatuscode", HTTP), ("httperrorcode", HTTP), ("httpresponsecode", HTTP),
    ("httpresponse", HTTP), ("http码", HTTP), ("http状态", HTTP), ("http状态码", HTTP), ("http错误码", HTTP), ("http返回码", HTTP),
    ("http响应码", HTTP), ("httpステータスコード", HTTP), ("http상태코드", HTTP), ("normalresponsecode", HTTP), ("returnedvalue", HTTP),
    ("正常返回码", HTTP), ("正常状态码", HTTP), ("normalstatuscode", HTTP), ("newhttpstatuscode", HTTP), ("oldhttpstatuscode", IGNORED),
    ("responsestatuscode", HTTP),

    ("status", TYPE), ("statuscode", STATUS), ("状态", TYPE), ("状态码", STATUS), ("响应状态码", STATUS), ("错误状态码", STATUS),
    ("错误返回码", STATUS), ("错误码状态", STATUS), ("错误status", STATUS), ("errorstatuscode", STATUS), ("response", STATUS),
    ("状态值", TYPE), ("codedesc", OTHER_CODE),

    ("error", NAME), ("exception", NAME), ("fault", NAME), ("错误", NAME), ("异常", NAME), ("name", NAME), ("errorname", NAME),
    ("errorcodename", NAME), ("constant", NAME), ("symbol", NAME), ("key", NAME), ("errorkey", NAME), ("enum", NAME), ("macro", NAME),
    ("errordefinition", NAME), ("definition", NAME), ("predefinedexception", NAME), ("exceptionname", NAME), ("errorconstant", NAME),
    ("名称", NAME), ("错误名", NAME), ("错误名称", NAME), ("错误码名称", NAME), ("错误码key", NAME), ("错误码枚举", NAME), ("枚举", NAME), ("枚举值", NAME),
    ("符号", NAME), ("定义", NAME), ("错误定义", NAME), ("常量", NAME), ("常量定义", NAME), ("对应常量", NAME), ("事件定义", NAME), ("预定义异常", NAME),
    ("异常名称", NAME), ("信号", NAME), ("오류", NAME), ("エラー", NAME), ("エラー名", NAME),
    ("type", TYPE), ("errortype", TYPE), ("exceptiontype", TYPE), ("类型", TYPE), ("错误类型", TYPE), ("异常类型", TYPE), ("报警类型", TYPE), ("告警类型", TYPE),
    ("typecode", TYPE),

    ("message", MESSAGE), ("errormessage", MESSAGE), ("errmessage", MESSAGE), ("errmsg", MESSAGE), ("errormsg", MESSAGE), ("msg", MESSAGE),
    ("returnmessage", MESSAGE), ("resultmessage", MESSAGE), ("statusmessage", MESSAGE), ("usermessage", MESSAGE), ("resultcodemessage", MESSAGE),
    ("text", MESSAGE), ("content", MESSAGE), ("title", MESSAGE), ("responsemessage", MESSAGE), ("errortext", MESSAGE), ("对应message", MESSAGE), ("对应msg", MESSAGE),
    ("错误信息", MESSAGE), ("错误消息", MESSAGE), ("错误描述", MESSAGE), ("错误提示", MESSAGE), ("返回信息", MESSAGE), ("返回消息", MESSAGE),
    ("提示信息", MESSAGE), ("提示消息", MESSAGE), ("状态消息", MESSAGE), ("错误英文描述", MESSAGE), ("英文描述", MESSAGE), ("英文提示", MESSAGE),
    ("报错信息", MESSAGE), ("信息", MESSAGE), ("消息", MESSAGE), ("响应信息", MESSAGE), ("错误内容", MESSAGE), ("英文", MESSAGE),
    ("エラーメッセージ", MESSAGE), ("結果メッセージ", MESSAGE), ("メッセージ", MESSAGE), ("结果メッセージ", MESSAGE),
    ("오류메시지", MESSAGE), ("에러메시지", MESSAGE), ("결과메시지", MESSAGE), ("응답메시지", MESSAGE), ("메시지", MESSAGE), ("сообщение", MESSAGE),

    ("description", DESCRIPTION), ("errordescription", DESCRIPTION), ("desc", DESCRIPTION), ("detail", DESCRIPTION), ("explanation", DESCRIPTION),
    ("detailedinformation", DESCRIPTION), ("generaldescription", DESCRIPTION), ("codedescription", DESCRIPTION), ("moreinformation", DESCRIPTION),
    ("meaning", DESCRIPTION), ("note", DESCRIPTION), ("comment", DESCRIPTION), ("instruction", DESCRIPTION), ("information", DESCRIPTION),
    ("描述", DESCRIPTION), ("说明", DESCRIPTION), ("提示", DESCRIPTION), ("含义", DESCRIPTION), ("详情", DESCRIPTION), ("解释", DESCRIPTION),
    ("备注", DESCRIPTION), ("语义", DESCRIPTION), ("意义", DESCRIPTION), ("详细信息", DESCRIPTION), ("中文", DESCRIPTION), ("释义", DESCRIPTION),
    ("错误说明", DESCRIPTION), ("错误含义", DESCRIPTION), ("错误码描述", DESCRIPTION), ("错误码说明", DESCRIPTION), ("错误码含义", DESCRIPTION),
    ("含义说明", DESCRIPTION), ("发生了什么", DESCRIPTION), ("中文描述", DESCRIPTION), ("内容", DESCRIPTION), ("现象", DESCRIPTION),
    ("説明", DESCRIPTION), ("意味", DESCRIPTION), ("설명", DESCRIPTION), ("의미", DESCRIPTION), ("описание", DESCRIPTION), ("комментарий", DESCRIPTION),
    ("значение", DESCRIPTION), ("内容説明", DESCRIPTION), ("비고", DESCRIPTION), ("備考", DESCRIPTION), ("备考", DESCRIPTION),
    ("cause", CAUSE), ("reason", CAUSE), ("errorreason", CAUSE), ("possiblereason", CAUSE), ("possiblecause", CAUSE), ("potentialcause", CAUSE),
    ("errorcause", CAUSE), ("codeandreason", CAUSE), ("scenario", CAUSE), ("symptom", CAUSE),
    ("原因", CAUSE), ("可能原因", CAUSE), ("错误原因", CAUSE), ("原因分析", CAUSE), ("常见原因", CAUSE), ("問題原因", CAUSE), ("원인", CAUSE), ("причина", CAUSE),

    ("remedy", REMEDY), ("solution", REMEDY), ("resolution", REMEDY), ("suggestion", REMEDY), ("recommendation", REMEDY), ("advice", REMEDY),
    ("troubleshooting", REMEDY), ("handling", REMEDY), ("whattodo", REMEDY), ("recommendedaction", REMEDY), ("suggestedaction", REMEDY),
    ("useraction", REMEDY), ("measure", REMEDY), ("handlingmeasure", REMEDY), ("handlingmethod", REMEDY), ("fix", REMEDY), ("howtofix", REMEDY),
    ("solutionsuggestion", REMEDY), ("workaround", REMEDY), ("correctiveaction", REMEDY), ("howtoresolve", REMEDY), ("remediation", REMEDY),
    ("措施", REMEDY), ("解决方案", REMEDY), ("解决办法", REMEDY), ("解决方法", REMEDY), ("解决措施", REMEDY), ("处理方案", REMEDY), ("处理办法", REMEDY),
    ("处理方法", REMEDY), ("处理方式", REMEDY), ("处理建议", REMEDY), ("处理逻辑", REMEDY), ("处理策略", REMEDY), ("处理措施", REMEDY), ("建议", REMEDY), ("建议方案", REMEDY),
    ("排查方法", REMEDY), ("排查建议", REMEDY), ("调试方法", REMEDY), ("对策", REMEDY), ("処理方法", REMEDY), ("対処方法", REMEDY), ("対処", REMEDY),
    ("对处方法", REMEDY), ("对处", REMEDY), ("処置", REMEDY), ("해결방법", REMEDY), ("조치", REMEDY), ("решение", REMEDY), ("建议处理方案", REMEDY),

    ("action", Meaning::Action), ("操作", Meaning::Action), ("动作", Meaning::Action),

    ("api", OPERATION), ("operation", OPERATION), ("interface", OPERATION), ("module", OPERATION), ("模块", OPERATION),
    ("接口", OPERATION), ("接口名", OPERATION), ("接口名称", OPERATION), ("反馈接口", OPERATION), ("operationsthatreturnthiserrorcode", OPERATION),

    ("category", CATEGORY), ("class", CATEGORY), ("分类", CATEGORY), ("类别", CATEGORY), ("classification", CATEGORY), ("カテゴリー", CATEGORY),
    ("カテゴリ", CATEGORY), ("카테고리", CATEGORY), ("区分", CATEGORY), ("구분", CATEGORY), ("분류", CATEGORY), ("分類", CATEGORY), ("产品类型", CATEGORY),
    ("服务类型", CATEGORY), ("platform", IGNORED), ("平台", IGNORED), ("协议", IGNORED), ("协议类型", IGNORED),

    ("no", Meaning::Ordinal), ("序号", Meaning::Ordinal), ("index", Meaning::Ordinal), ("serialnumber", Meaning::Ordinal), ("行号", Meaning::Ordinal),

    ("retry", IGNORED), ("重试", IGNORED), ("是否收费", IGNORED), ("是否计费", IGNORED), ("retryable", IGNORED), ("issuccessful", IGNORED),
    ("successfulornot", IGNORED), ("是否重试", IGNORED), ("是否可重试", IGNORED), ("是否扣费", IGNORED), ("성공여부", IGNORED), ("成否", IGNORED),
    ("reconnect", IGNORED), ("soap故障代码前缀", IGNORED), ("soapfaultcodeprefix", IGNORED),

    ("required", PARAMETER), ("require", PARAMETER), ("isrequired", PARAMETER), ("mandatory", PARAMETER), ("optional", PARAMETER), ("default", PARAMETER),
    ("defaultvalue", PARAMETER), ("datatype", PARAMETER), ("param", PARAMETER), ("parameter", PARAMETER), ("parametername", PARAMETER),
    ("paramname", PARAMETER), ("parametertype", PARAMETER), ("field", PARAMETER), ("fieldname", PARAMETER), ("fieldtype", PARAMETER),
    ("attribute", PARAMETER), ("element", PARAMETER), ("property", PARAMETER), ("variable", PARAMETER), ("example", PARAMETER), ("samplevalue", PARAMETER),
    ("examplevalue", PARAMETER), ("validvalue", PARAMETER), ("constraint", PARAMETER), ("range", PARAMETER), ("length", PARAMETER), ("format", PARAMETER),
    ("metric", PARAMETER), ("unit", PARAMETER), ("country", PARAMETER), ("language", PARAMETER), ("region", PARAMETER), ("quota", PARAMETER),
    ("limit", PARAMETER), ("permission", PARAMETER), ("version", PARAMETER), ("date", PARAMETER),
    ("必选", PARAMETER), ("是否必选", PARAMETER), ("是否必须", PARAMETER), ("是否必需", PARAMETER), ("是否必填", PARAMETER), ("必填", PARAMETER),
    ("必须", PARAMETER), ("必要", PARAMETER), ("是否可选", PARAMETER), ("可选", PARAMETER), ("默认值", PARAMETER), ("缺省值", PARAMETER), ("示例", PARAMETER),
    ("示例值", PARAMETER), ("样例", PARAMETER), ("数据类型", PARAMETER), ("参数", PARAMETER), ("参数名", PARAMETER), ("参数名称", PARAMETER),
    ("参数类型", PARAMETER), ("参数值", PARAMETER), ("字段", PARAMETER), ("字段名", PARAMETER), ("字段名称", PARAMETER), ("字段类型", PARAMETER),
    ("元素", PARAMETER), ("节点名称", PARAMETER), ("父节点", PARAMETER), ("取值范围", PARAMETER), ("长度", PARAMETER), ("格式", PARAMETER),
    ("指标", PARAMETER), ("单位", PARAMETER), ("权限", PARAMETER), ("地域", PARAMETER), ("国家", PARAMETER), ("语言", PARAMETER), ("组成部分", PARAMETER),
    ("必須", PARAMETER), ("필수", PARAMETER), ("обязательный", PARAMETER), ("参数说明", PARAMETER), ("变量", PARAMETER), ("版本", PARAMETER), ("日期", PARAMETER),
    ("パラメータ", PARAMETER), ("매개변수", PARAMETER), ("параметр", PARAMETER), ("타입", PARAMETER),

    ("opcode", Meaning::Foreign), ("operationcode", Meaning::Foreign), ("区号", Meaning::Foreign),
];

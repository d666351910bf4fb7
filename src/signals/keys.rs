//! The keys under which error bodies, logs and SDKs hold code, message and HTTP status, whoever writes them.
//!
//! What only one vendor writes is that vendor's mark and stands in `vendors.toml`.

use crate::evidence::WordHash;

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// A code.
    Code,
    /// A word beside the code that describes it, `codeDesc`: a code only where nothing else is.
    CodeName,
    /// An HTTP status, and no code.
    Status,
    /// An HTTP status where a number follows: `HTTP/1.1 404`.
    Http,
    /// The message.
    Message,
    /// What went wrong, in whatever form: a message, a code, a whole body.
    Cause,
    /// A code where a number follows: `返回 2124`, `returned 2124`.
    Returned,
    /// The id of a request, whose shape may betray a vendor.
    RequestId,
    /// What only the records of logs have.
    Record,
    /// What says nothing of these, and ends a message before it.
    Other,
}

use KeyKind::{Cause, Code, CodeName, Http, Message, Other, Record, RequestId, Returned, Status};

/// Keys as they are compared: lower case, without `_` and `-`.
const KEYS: [(&str, KeyKind); 96] = [
    ("code", Code),
    ("ecode", Code),
    ("errcode", Code),
    ("errorcode", Code),
    ("resultcode", Code),
    ("ret", Code),
    ("retcode", Code),
    ("returncode", Code),
    ("subcode", Code),
    ("错误代码", Code),
    ("错误码", Code),
    ("返回代码", Code),
    ("返回码", Code),
    ("codedesc", CodeName),
    ("errortype", CodeName),
    ("httpcode", Status),
    ("httpstatus", Status),
    ("httpstatuscode", Status),
    ("responsecode", Status),
    ("responsestatus", Status),
    ("status", Status),
    ("statuscode", Status),
    ("状态码", Status),
    ("http", Http),
    ("https", Http),
    ("errmessage", Message),
    ("errmsg", Message),
    ("errordesc", Message),
    ("errordescription", Message),
    ("errormessage", Message),
    ("errormsg", Message),
    ("faultstring", Message),
    ("message", Message),
    ("msg", Message),
    ("retmessage", Message),
    ("retmsg", Message),
    ("statusmessage", Message),
    ("statusreason", Message),
    ("错误信息", Message),
    ("错误描述", Message),
    ("错误提示", Message),
    ("错误消息", Message),
    ("错误详情", Message),
    ("提示信息", Message),
    ("cause", Cause),
    ("causedby", Cause),
    ("detail", Cause),
    ("details", Cause),
    ("err", Cause),
    ("error", Cause),
    ("exception", Cause),
    ("reason", Cause),
    ("原因", Cause),
    ("报错", Cause),
    ("错误", Cause),
    ("失败原因", Cause),
    ("got", Returned),
    ("return", Returned),
    ("returned", Returned),
    ("returns", Returned),
    ("报", Returned),
    ("返回", Returned),
    ("返回值", Returned),
    ("accessdenieddetail", Other),
    ("action", Other),
    ("caller", Record),
    ("data", Other),
    ("endpoint", Other),
    ("errno", Other),
    ("hostid", Other),
    ("level", Record),
    ("levelname", Record),
    ("loglevel", Record),
    ("logger", Record),
    ("lvl", Record),
    ("method", Other),
    ("params", Other),
    ("recommend", Other),
    ("region", Other),
    ("reqid", RequestId),
    ("request", Other),
    ("requestid", RequestId),
    ("requesturl", Other),
    ("requestuuid", RequestId),
    ("resource", Other),
    ("respheaders", Other),
    ("response", Other),
    ("severity", Record),
    ("severitytext", Record),
    ("stack", Other),
    ("time", Record),
    ("timestamp", Record),
    ("traceid", Other),
    ("ts", Record),
    ("type", Other),
    ("url", Other),
];

/// Where each ASCII key is in [`KEYS`], by its hash; the next free place where two have the same.
static PLACES: [u8; 1 << HASH_BITS] = {
    let mut places = [NONE; 1 << HASH_BITS];
    let mut at = 0;
    while at < KEYS.len() {
        let mut place = WordHash::of(KEYS[at].0.as_bytes()).bits(HASH_BITS);
        while places[place] != NONE {
            place = (place + 1) % places.len();
        }
        places[place] = at as u8;
        at += 1;
    }
    places
};

const HASH_BITS: u32 = 10;

/// No key is here.
const NONE: u8 = u8::MAX;

/// Whether a word with this hash may be a key.
#[inline]
pub(super) fn may_be(hash: WordHash) -> bool {
    PLACES[hash.bits(HASH_BITS)] != NONE
}

/// The kind of the key `key`, whose letters and digits have this hash; case, `_` and `-` are the writers' taste.
pub(super) fn kind(key: &str, hash: WordHash) -> Option<KeyKind> {
    let mut place = hash.bits(HASH_BITS);
    while let Some((known, kind)) = KEYS.get(usize::from(PLACES[place])) {
        let plain = key.bytes().filter(|b| *b != b'_' && *b != b'-').map(|b| b.to_ascii_lowercase());
        if known.bytes().eq(plain) {
            return Some(*kind);
        }
        place = (place + 1) % PLACES.len();
    }
    None
}

/// Whether a word is a key rather than a value.
pub(crate) fn is_key(word: &str) -> bool {
    kind_of(word).is_some()
}

/// The kind of the key `key`.
pub(super) fn kind_of(key: &str) -> Option<KeyKind> {
    if !key.is_ascii() {
        return chinese(key, 0).filter(|(_, len)| *len == key.len()).map(|(kind, _)| kind);
    }
    let mut hash = WordHash::default();
    key.bytes().filter(u8::is_ascii_alphanumeric).for_each(|byte| hash.push(byte));
    kind(key, hash)
}

/// The Chinese key that begins at byte `at`, and its length; the longest one.
pub(super) fn chinese(text: &str, at: usize) -> Option<(KeyKind, usize)> {
    const FIRST: [char; 7] = ['失', '原', '报', '提', '状', '错', '返'];
    let rest = &text[at..];
    let first = rest.chars().next()?;
    if !FIRST.contains(&first) {
        return None;
    }
    let keys = KEYS.iter().filter(|(key, _)| rest.starts_with(key));
    keys.max_by_key(|(key, _)| key.len()).map(|(key, kind)| (*kind, key.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found() {
        for (key, kind) in KEYS {
            assert_eq!(kind_of(key), Some(kind), "{key}");
        }
    }
}

//! What would tell entries apart that a text does not.

use std::collections::BTreeSet;

use errdex::{Entry, Signals};

use crate::terminal::clean;
use crate::words::Words;

/// How many values of a property are named.
const NAMED: usize = 3;

/// What would tell `entries` apart, in words: properties that all of them differ in, or else those that some do.
pub(crate) fn what_would_tell(entries: &[&Entry], signals: &Signals, words: Words) -> Option<String> {
    let mut each = Vec::new();
    let mut some = Vec::new();
    let mut add = |count: usize, what: String| match count {
        0 | 1 => {}
        _ if count == entries.len() => each.push(what),
        _ => some.push(what),
    };
    // What the text says already cannot tell.
    if signals.codes.is_empty() {
        add(distinct(entries, |entry| Some(&entry.code)), words.the_code().to_owned());
    }
    let vendors = values(entries, |entry| entry.vendor.clone());
    add(vendors.len(), words.bracketed(words.the_vendor(), &option("--vendor", &vendors, words)));
    let services = values(entries, |entry| entry.service.clone());
    if vendors.len() < 2 {
        add(services.len(), words.bracketed(words.the_service(), &option("--service", &services, words)));
    }
    if signals.http_status.is_empty() {
        let mut statuses =
            values(entries, |entry| entry.http_status.first().map_or(String::new(), u16::to_string));
        statuses.sort();
        let known = !statuses.contains(&String::new());
        let count = distinct(entries, |entry| Some(&entry.http_status).filter(|_| known));
        add(count, words.bracketed(words.the_status(), &option("--http", &statuses, words)));
    }
    let operations = distinct(entries, |entry| Some(&entry.operations).filter(|list| !list.is_empty()));
    add(operations, words.the_operation().to_owned());
    let messages = distinct(entries, |entry| Some(&entry.message).filter(|texts| !texts.is_empty()));
    if signals.message.is_empty() {
        add(messages, words.the_message().to_owned());
    }
    if each.is_empty() && some.is_empty() && messages > 1 {
        some.push(words.more_of_the_message().to_owned());
    }
    match (each.is_empty(), some.is_empty()) {
        (false, _) => Some(words.either(&each)),
        (true, false) => Some(words.both(&some)),
        (true, true) => None,
    }
}

/// How many values of a property there are; none where an entry lacks it.
fn distinct<'e, T: Ord>(entries: &[&'e Entry], property: impl Fn(&'e Entry) -> Option<T>) -> usize {
    let values: Option<BTreeSet<T>> = entries.iter().map(|entry| property(entry)).collect();
    values.map_or(0, |values| values.len())
}

fn values(entries: &[&Entry], property: impl Fn(&Entry) -> String) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in entries.iter().map(|entry| property(entry)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// `--vendor aliyun or qingcloud`
fn option(name: &str, values: &[String], words: Words) -> String {
    let mut named: Vec<String> = values.iter().take(NAMED).map(|value| clean(value)).collect();
    if values.len() > NAMED {
        named.push("…".to_owned());
        return format!("{name} {}", words.list(&named));
    }
    format!("{name} {}", words.either(&named))
}

#[cfg(test)]
mod tests {
    use errdex::{Catalogs, Layers};

    use super::*;

    /// Entries by id, and what would tell them apart after a text with these codes, this status and this message.
    #[track_caller]
    fn check(ids: &[&str], codes: &[&str], statuses: &[u16], message: &str, want: Option<&str>) {
        let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs load");
        let entry = |id: &&str| catalogs.entries().find(|entry| entry.id == *id).expect("an entry");
        let entries: Vec<&Entry> = ids.iter().map(entry).collect();
        let mut signals = Signals::default();
        signals.codes.extend(codes.iter().map(|code| (*code).to_owned()));
        signals.http_status.extend(statuses);
        signals.message.push_str(message);
        assert_eq!(what_would_tell(&entries, &signals, Words::English).as_deref(), want);
    }

    #[test]
    fn what_differs_tells() {
        let both = ["huaweicloud/vpc/VPC.0504", "huaweicloud/vpc/VPC.0504#2"];
        let all = "the HTTP status (--http 404 or 500), the operation or the message";
        check(&both, &["VPC.0504"], &[], "", Some(all));
        check(&both, &["VPC.0504"], &[404], "", Some("the operation or the message"));
        let status = "the HTTP status (--http 404 or 500) or the operation";
        check(&both, &["VPC.0504"], &[], "not found", Some(status));
        let vendors = ["qingcloud/platform/4000", "tencentcloud/cdn/4000"];
        let vendor = "the vendor (--vendor qingcloud or tencentcloud) or the message";
        check(&vendors, &["4000"], &[], "", Some(vendor));
        let twins = ["huaweicloud/vpc/VPC.0704", "huaweicloud/vpc/VPC.2204"];
        check(&twins, &[], &[], "Query resource by id fail.", Some("the code or the operation"));
        let three =
            ["aliyun/slb/InvalidParameter", "aliyun/slb/InvalidParameter#2", "aliyun/slb/InvalidParameter#3"];
        check(&three, &["InvalidParameter"], &[], "parameter", Some("more of the message"));
        check(&both[..1], &[], &[], "", None);
    }
}

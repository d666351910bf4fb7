//! What the benches share: the embedded catalogs, the same grown with synthetic entries, and the queries.

use errdex::{Catalog, Catalogs, Entry, Layers, Texts};

/// The queries of all search benches: name and text.
pub const QUERIES: [(&str, &str); 8] = [
    ("english message", "Floating IP could not be found"),
    ("english own words", "can't attach any more disks to the virtual machine, limit reached"),
    ("english misspelled", "The Acount balence is insuficient"),
    ("chinese message", "未找到弹性公网IP"),
    ("chinese own words", "云服务器没有关机所以删不掉，提示状态不对怎么办"),
    ("code", "VPC.0504"),
    (
        "json body",
        r#"{"code":"VPC.0504","message":"Floating IP could not be found.","request_id":"2f9c1d0e7c1b4c0a"}"#,
    ),
    ("long paste", LONG_PASTE),
];

const LONG_PASTE: &str = "\
2026-03-01 11:20:33.412 ERROR [http-nio-8080-exec-7] c.e.cloud.network.SubnetController - creating the subnet failed
software.example.sdk.core.exception.ServiceResponseException: request POST https://vpc.cn-north-4.myhuaweicloud.com/v1/\
0c9f3a8e51/subnets answered 400 after 3 tries
    at com.example.cloud.network.SubnetController.create(SubnetController.java:118)
    at com.example.cloud.network.SubnetService.ensure(SubnetService.java:61)
    at java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)
caused by: {\"request_id\":\"9a6f0c41c6d5bb3e\",\"error_msg\":\"The subnet has already existed in the VPC, or has been in \
conflict with the VPC subnet.\"}
the deployment is rolled back; the operator on duty asks whether the network of the new cluster overlaps with another one, \
since the address range 10.20.0.0/16 was taken from the plan of last year, and what to change before the next attempt";

/// The embedded catalogs.
pub fn embedded() -> Catalogs {
    Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole")
}

/// The embedded catalogs and so many synthetic entries that there are `count`: halves of real texts joined, so that
/// lengths and words are realistic in both languages, under vendors and codes of their own.
pub fn grown(count: usize) -> Catalogs {
    let mut catalogs = embedded();
    let real: Vec<Entry> = catalogs.entries().cloned().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let synthetic: Vec<Entry> = (real.len()..count)
        .map(|number| {
            let (a, b) = (&real[random.below(real.len())], &real[random.below(real.len())]);
            let vendor = format!("vendor{:02}", random.below(40));
            let code = format!("Synthetic.{number:06}");
            let mut entry = a.clone();
            entry.id = format!("{vendor}/service/{code}");
            (entry.vendor, entry.service, entry.code) = (vendor, "service".to_owned(), code);
            entry.message = joined(&a.message, &b.message);
            entry.description = joined(&a.description, &b.description);
            entry.remedy = joined(&a.remedy, &b.remedy);
            entry
        })
        .collect();
    let mut catalog: Catalog = catalogs.catalogs[0].clone();
    catalog.entries = synthetic;
    catalogs.catalogs.push(catalog);
    catalogs
}

/// The first half of each text of `a` with the second half of the text of `b` in the same language.
fn joined(a: &Texts, b: &Texts) -> Texts {
    let half = |text: &str| {
        let middle = text.chars().count() / 2;
        text.char_indices().map(|(at, _)| at).nth(middle).unwrap_or(text.len())
    };
    a.iter()
        .map(|(language, first)| {
            let second = b.get(language).unwrap_or(first);
            (*language, format!("{}{}", &first[..half(first)], &second[half(second)..]))
        })
        .collect()
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

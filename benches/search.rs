//! Queries on an open index beside a bare tantivy: BM25 over the text's words, OR-ed, one field, no concepts, n-grams or
//! corrections. Both fetch the stored texts of the top ten.

mod data;
mod timing;

use std::hint::black_box;

use errdex::{Catalogs, Index, Query, Searcher};
use jieba_rs::Jieba;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{IndexWriter, TantivyDocument, Term};

/// Prints a row for each query on an index of each size; with arguments, only the rows that begin with one.
fn main() {
    println!("{:>7}  {:20} {:>11} {:>11} {:>7}", "entries", "query", "errdex µs", "bare µs", "ratio");
    for size in data::SIZES {
        let wanted = QUERIES.iter().filter(|(name, _)| timing::is_wanted(&format!("{size} {name}")));
        let queries: Vec<_> = wanted.collect();
        if queries.is_empty() {
            continue;
        }
        let catalogs = data::grown(size);
        let index = Index::build(&catalogs).expect("catalogs build");
        let bare = Bare::build(&catalogs);
        for (name, text) in queries {
            let query = Query::new(*text);
            let ours = || drop(Searcher::new(&index).search(black_box(&query)).expect("the index is whole"));
            let theirs = || drop(bare.search(black_box(text)));
            let [errdex, bare, ratio] = alternated(ours, theirs);
            println!("{size:>7}  {name:20} {:>11.1} {:>11.1} {ratio:>7.2}", errdex * 1e6, bare * 1e6);
        }
    }
}

/// How often each side answers each query.
const CALLS: usize = 500;

/// How often before that.
const WARM_UP: usize = 50;

/// Calls `a` and `b` in turns, after some calls to warm up: the medians of their seconds, and of the ratios of
/// neighbouring calls.
fn alternated(mut a: impl FnMut(), mut b: impl FnMut()) -> [f64; 3] {
    let pairs = (0..WARM_UP + CALLS).map(|_| (timing::seconds(&mut a), timing::seconds(&mut b)));
    let pairs: Vec<_> = pairs.skip(WARM_UP).collect();
    [
        timing::median(pairs.iter().map(|(a, _)| *a)),
        timing::median(pairs.iter().map(|(_, b)| *b)),
        timing::median(pairs.iter().map(|(a, b)| a / b)),
    ]
}

/// The queries: name and text.
const QUERIES: [(&str, &str); 8] = [
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

/// What the bare writer may hold: enough for a single segment, as errdex has.
const WRITER_MEMORY: usize = 1 << 30;

/// A plain full-text index of the entries.
struct Bare {
    reader: tantivy::IndexReader,
    words: Field,
    entry: Field,
    jieba: Jieba,
}

impl Bare {
    fn build(catalogs: &Catalogs) -> Bare {
        let jieba = Jieba::new();
        let mut schema = Schema::builder();
        let raw =
            TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
        let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(raw));
        let entry = schema.add_text_field("entry", STORED);
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY).expect("memory");
        for stored in catalogs.entries() {
            let mut document = TantivyDocument::new();
            for text in [&stored.message, &stored.description, &stored.remedy]
                .into_iter()
                .flat_map(|texts| texts.values())
            {
                for word in self::words(&jieba, text) {
                    document.add_text(words, word);
                }
            }
            document.add_text(words, stored.code.to_lowercase());
            document.add_text(entry, serde_json::to_string(stored).expect("plain data"));
            writer.add_document(document).expect("memory");
        }
        writer.commit().expect("memory");
        assert_eq!(index.searchable_segments().expect("memory").len(), 1);
        Bare { reader: index.reader().expect("memory"), words, entry, jieba }
    }

    fn search(&self, text: &str) -> Vec<String> {
        let terms = words(&self.jieba, text).map(|word| {
            let term = Term::from_field_text(self.words, &word);
            let query: Box<dyn tantivy::query::Query> =
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        let searcher = self.reader.searcher();
        let query = BooleanQuery::new(terms.collect());
        let top = searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).expect("memory");
        top.into_iter()
            .map(|(_, address)| {
                let document: TantivyDocument = searcher.doc(address).expect("memory");
                let value =
                    document.get_first(self.entry).and_then(|value| value.as_str().map(str::to_owned));
                value.unwrap_or_default()
            })
            .collect()
    }
}

/// The words of a text: jieba's, in lower case, without punctuation.
fn words<'a>(jieba: &'a Jieba, text: &'a str) -> impl Iterator<Item = String> + use<'a> {
    jieba
        .cut(text, false)
        .into_iter()
        .filter(|token| token.word.chars().any(char::is_alphanumeric))
        .map(|token| token.word.to_lowercase())
}

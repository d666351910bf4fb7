//! Queries on an open index beside a bare tantivy: BM25 over the text's words, OR-ed, one field, no concepts, n-grams or
//! corrections. Both fetch the stored texts of the top ten.

mod data;

use divan::{Bencher, black_box};
use errdex::{Catalogs, Index, Query, Searcher};
use jieba_rs::Jieba;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{IndexWriter, TantivyDocument, Term};

fn main() {
    divan::main();
}

/// Entries in the index.
const SIZES: [usize; 2] = [660, 10_000];

fn cases() -> impl Iterator<Item = (usize, &'static str)> {
    data::QUERIES.iter().flat_map(|(name, _)| SIZES.map(|size| (size, *name)))
}

fn text(name: &str) -> &'static str {
    data::QUERIES.iter().find(|(known, _)| *known == name).expect("the query is listed").1
}

#[divan::bench(args = cases().map(|(size, name)| format!("{size} {name}")))]
fn errdex(bencher: Bencher, case: &String) {
    let (size, name) = split(case);
    let index = Index::build(&data::grown(size)).expect("catalogs build");
    let query = Query::new(text(name));
    bencher.bench_local(|| Searcher::new(&index).search(black_box(&query)).expect("the index is whole"));
}

#[divan::bench(args = cases().map(|(size, name)| format!("{size} {name}")))]
fn bare_bm25(bencher: Bencher, case: &String) {
    let (size, name) = split(case);
    let bare = Bare::build(&data::grown(size));
    let query = text(name);
    bencher.bench_local(|| bare.search(black_box(query)));
}

fn split(case: &str) -> (usize, &str) {
    let (size, name) = case.split_once(' ').expect("a size and a name");
    (size.parse().expect("a size"), name)
}

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
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000).expect("memory");
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
                let value = document.get_first(self.entry).and_then(|value| {
                    use tantivy::schema::Value;
                    value.as_str().map(str::to_owned)
                });
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

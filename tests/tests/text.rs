//! Folding and scripts.

use errdex::Language;
use errdex::text::fold;
use expect_test::expect_file;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use proptest::prelude::*;

/// The table in the sources is what OpenCC says of every single character, after NFKC.
#[test]
fn simplified_table_is_opencc() {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("the built-in configuration loads");
    let mut table = String::from(
        "//! Traditional → simplified characters, sorted. Made from OpenCC's tables (Apache-2.0) by the test\n\
         //! `simplified_table_is_opencc`: run it with `UPDATE_EXPECT=1`, do not edit.\n\n\
         /// Pairs of a traditional character and its simplified form, in the order of the first.\n\
         #[rustfmt::skip]\n\
         pub(crate) static SIMPLIFIED: &[(char, char)] = &[",
    );
    let han = ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{323af}');
    let pairs = han.filter_map(|c| {
        let converted = opencc.convert(&c.to_string());
        let mut chars = converted.chars();
        let simplified = chars.next()?;
        (chars.next().is_none() && simplified != c).then_some((c, simplified))
    });
    for (n, (c, simplified)) in pairs.enumerate() {
        table.push_str(if n % 8 == 0 { "\n    " } else { " " });
        table.push_str(&format!("('{c}', '{simplified}'),"));
    }
    table.push_str("\n];\n");
    expect_file!["../../src/text/simplified.rs"].assert_eq(&table);
}

#[test]
fn folds_to_one_spelling() {
    let check = |text: &str, want: &str| assert_eq!(fold(text).as_str(), want, "{text:?}");
    check("VPC.0504", "VPC.0504");
    check("ＶＰＣ．０５０４", "VPC.0504");
    check("未找到彈性公網ＩＰ", "未找到弹性公网IP");
    check("e\u{301}te", "éte");
    check("ﬁle", "file");
    check("（2130）", "(2130)");
    check("a\u{3000}b", "a b");
}

#[test]
fn language_is_decided_by_script() {
    let check = |text: &str, want| assert_eq!(Language::of(text), want, "{text:?}");
    check("Floating IP could not be found.", Language::En);
    check("VPC不存在", Language::Zh);
    check("サーバーが見つかりません", Language::Ja);
    check("서버를 찾을 수 없습니다", Language::Ko);
    check("Сервер не найден", Language::Ru);
    check("404/500", Language::Und);
}

proptest! {
    /// Every span of a folded text slices the source on character bounds, and the whole is the whole.
    #[test]
    fn folded_spans_slice_back(text in "[ -~é\u{301}ﬁ彈性公網ＩＰ㍿０．\u{3000}가]{0,24}") {
        let folded = fold(&text);
        let ends: Vec<usize> = folded.as_str().char_indices().map(|(at, _)| at).chain([folded.as_str().len()]).collect();
        for (i, &start) in ends.iter().enumerate() {
            for &end in &ends[i..] {
                let source = folded.source(start..end);
                prop_assert!(text.get(source.clone()).is_some(), "{source:?} of {text:?}");
                prop_assert_eq!(start == end, source.is_empty(), "{:?} of {:?}", source, text);
            }
        }
        prop_assert_eq!(folded.source(0..folded.as_str().len()), 0..text.len());
    }

    /// Folding twice is folding once, in the scripts that catalogs are written in.
    #[test]
    fn folding_is_idempotent(text in "[ -~¡-ɏЀ-ӿ\u{3000}-ヿ㌀-鿿가-힣豈-龎！-ￚ]{0,40}") {
        let once = fold(&text).as_str().to_owned();
        let twice = fold(&once).as_str().to_owned();
        prop_assert_eq!(twice, once);
    }
}

//! `errdex lexicon` and what a lexicon may say: concepts in a text, composites, opposites, mistakes.

use crate::command::{Scratch, page};

/// The concepts of a text, with the parts of the text that they were read from.
fn concepts(text: &str) -> Vec<(String, String)> {
    let value = Scratch::new().answer(["lexicon", "show", "--json", text], b"").json();
    let terms = value["terms"].as_array().expect("terms").iter().filter(|term| term["class"] == "concept");
    let string = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    terms.map(|term| (string(&term["term"]), string(&term["text"]))).collect()
}

#[track_caller]
fn has(text: &str, concept: &str, part: &str) {
    let found = concepts(text);
    assert!(
        found.contains(&(concept.to_owned(), part.to_owned())),
        "no {concept} from {part:?} in {found:?}"
    );
}

#[test]
fn concepts_are_shown_with_their_spans() {
    has("Floating IP could not be found", "elastic-ip", "Floating IP");
    has("Floating IP could not be found", "absent", "could not be found");
    has("未找到彈性公網ＩＰ", "elastic-ip", "彈性公網ＩＰ");
    let value = Scratch::new().answer(["lexicon", "show", "--json", "冻结", "eip"], b"").ended(0).json();
    assert_eq!(value["text"], "冻结 eip");
    assert_eq!((&value["terms"][0]["start"], &value["terms"][0]["end"]), (&0.into(), &6.into()));
    assert_eq!(value["terms"][0]["opposite"][0], "unfreeze");
    assert!(value["terms"][1]["near"].as_object().is_some_and(|near| near.contains_key("ip-address")));
}

#[test]
fn composites_are_found_in_any_order() {
    has("余额好像不足", "insufficient-balance", "余额好像不足");
    has("insufficient account balance", "insufficient-balance", "insufficient account balance");
    has(
        "the balance of your account is insufficient",
        "insufficient-balance",
        "balance of your account is insufficient",
    );
    // The thing that it is about stays.
    has("余额不足", "balance", "余额");
    // Not across the end of a clause.
    let found = concepts("the balance is shown above, insufficient memory");
    assert!(!found.iter().any(|(concept, _)| concept == "insufficient-balance"), "{found:?}");
}

#[test]
fn contractions_are_two_words() {
    let same = |a: &str, b: &str| {
        let ids = |text: &str| concepts(text).into_iter().map(|(concept, _)| concept).collect::<Vec<_>>();
        assert_eq!(ids(a), ids(b), "{a:?} {b:?}");
    };
    same("the vm isn't running", "the vm is not running");
    same("the vm isnt running", "the vm is not running");
    same("can't find the vm", "cannot find the vm");
    same("cant find the vm", "can not find the vm");
    same("the vm doesn\u{2019}t exist", "the vm does not exist");
}

#[test]
fn a_text_without_concepts_is_not_found() {
    Scratch::new().answer(["lexicon", "show", "zzzz"], b"").ended(1).says("- (word zzzz)");
    Scratch::new().answer(["lexicon", "show"], b"").ended(2);
}

#[test]
fn check_lists_what_no_concept_covers() {
    let scratch = Scratch::new();
    let message = "Frobnicator of the tunnnel is flurbish.";
    scratch
        .write("codes/acme-billing.md", page(&[("1001", message), ("1002", "Frobnicator, flurbish, 拂袖")]));
    let ran = scratch.run(["lexicon", "check", "--no-builtin", "--catalogs", "codes"]);
    // Without the embedded lexicon nothing is covered.
    ran.ended(0).says("concepts cover 0.0 %").says("frobnicator").says("codes/acme-billing.md:3");
    let value =
        scratch.run(["lexicon", "check", "--json", "-n", "1000", "--catalogs", "codes"]).ended(0).json();
    let words: Vec<&str> = value["uncovered"]
        .as_array()
        .expect("words")
        .iter()
        .filter_map(|word| word["word"].as_str())
        .collect();
    assert!(
        words.contains(&"frobnicator") && words.contains(&"flurbish") && words.contains(&"拂袖"),
        "{words:?}"
    );
    let misspelled =
        value["misspelled"].as_array().expect("words").iter().find(|word| word["word"] == "tunnnel");
    let misspelled = misspelled.unwrap_or_else(|| panic!("{value}"));
    assert_eq!(
        (&misspelled["meant"], &misspelled["places"][0]),
        (&"tunnel".into(), &"codes/acme-billing.md:3".into())
    );
}

#[test]
fn mistakes_in_a_lexicon_are_named() {
    let scratch = Scratch::new();
    scratch.write("codes/acme-billing.md", page(&[("1001", "Disk is full.")]));
    let run = |lexicon: &str| {
        scratch.write("codes/lexicon.toml", lexicon);
        scratch.run(["--catalogs", "codes", "disk is full"])
    };
    run("[[concept]]\nid = \"own\"\nof = [\"disk\"]\n").ended(2).says("codes/lexicon.toml:3: `disk` is no");
    run("[[concept]]\nid = \"own\"\nof = [\"disk + nothing\"]\n")
        .ended(2)
        .says("`nothing` in `disk + nothing` is no concept");
    run("[[concept]]\nid = \"own\"\nopposite = [\"nothing\"]\n")
        .ended(2)
        .says("`nothing` in `own` is no concept");
    run("[[concept]]\nid = \"own\"\nnear = { nothing = 0.5 }\n")
        .ended(2)
        .says("`nothing` in `own` is no concept");
    run("[[concept]]\nid = \"own\"\nkind = \"verb\"\n").ended(2).says("codes/lexicon.toml:3");
    run("[[concept]]\nid = \"own\"\nkind = \"thing\"\nen = [\"frobnicator\"]\nof = [\"disk + insufficient\"]\n").ended(0);
}

//! Catalogs of many vendors that share codes: what is shown stays short, and what is one vendor's is found.

use crate::command::Scratch;

/// So many entries of one code that those of the last vendor are beyond what is ranked of a code.
const VENDORS: usize = 40;
const OF_EACH: usize = 12;

/// The name of a vendor, without digits, which a mask would take from a line.
fn name(vendor: usize) -> String {
    let letter = |number: usize| char::from(b'a' + (number % 8) as u8);
    format!("cloud{}{}", letter(vendor / 8), letter(vendor))
}

fn many() -> Scratch {
    let scratch = Scratch::new();
    let mut lines = String::new();
    for vendor in (0..VENDORS).map(name) {
        for entry in 0..OF_EACH {
            lines += &format!(
                "{{\"vendor\":\"{vendor}\",\"service\":\"net\",\"code\":\"Quota.Gone\",\
                 \"message\":\"Quota {entry} of the gateway is used up.\"}}\n"
            );
        }
    }
    lines += "{\"vendor\":\"zcloud\",\"service\":\"net\",\"code\":\"4000\",\"message\":\"The tunnel is closed.\"}\n";
    // What a page lists and a mask writes.
    lines += "{\"vendor\":\"zcloud\",\"service\":\"net\",\"code\":\"00\",\"message\":\"Done.\"}\n";
    lines +=
        "{\"vendor\":\"zcloud\",\"service\":\"net\",\"code\":\"xxx\",\"message\":\"Any other error.\"}\n";
    scratch.write("own/many.jsonl", lines);
    scratch
}

#[test]
fn a_code_of_many_vendors_is_shown_by_vendor() {
    let scratch = many();
    let ran = scratch.run(["show", "--no-builtin", "--catalogs", "own", "quota.gone"]);
    assert!(ran.ended(0).out.lines().count() < 140, "{ran:?}");
    ran.says("+ 9 further entries: errdex show cloudaa:Quota.Gone").says("+ 32 further vendors: cloudba,");
    let ran = scratch.run(["show", "--no-builtin", "--catalogs", "own", "--lang", "zh", "quota.gone"]);
    ran.ended(0).says("+ 另有 9 条：errdex show cloudaa:Quota.Gone").says("+ 另有 32 个厂商：");
    let ran = scratch.run(["show", "--no-builtin", "--catalogs", "own", "--json", "cloudeh:Quota.Gone"]);
    assert_eq!(ran.ended(0).json()["entries"].as_array().map(Vec::len), Some(OF_EACH));
}

#[test]
fn a_vendor_that_is_named_is_heard_whoever_else_has_the_code() {
    let scratch = many();
    let answer = |args: &[&str]| {
        scratch.run(["--no-builtin", "--catalogs", "own", "--json"].iter().chain(args)).json()
    };
    let first = |args: &[&str]| answer(args)["hits"][0]["vendor"].clone();
    assert_eq!(first(&["cloudeh Quota.Gone"]), "cloudeh");
    assert_eq!(first(&["--vendor", "cloudeh", "Quota.Gone"]), "cloudeh");
    scratch.write("app.log", "ERROR cloudeh call failed: Quota.Gone: Quota 7 of the gateway is used up.\n");
    let ran = scratch.run(["classify", "--no-builtin", "--catalogs", "own", "--format", "jsonl", "app.log"]);
    assert_eq!(ran.ended(0).json()["vendor"], "cloudeh");
}

#[test]
fn what_a_mask_writes_is_no_code() {
    let scratch = many();
    let log = "ERROR worker 17: request 00 failed after 35 ms\nworker xxx: code 12\nerror: 00: done\n";
    scratch.write("app.log", log);
    let ran = scratch.run(["classify", "--no-builtin", "--catalogs", "own", "--format", "jsonl", "app.log"]);
    assert!(ran.ended(1).out.lines().all(|line| line.contains("\"unknown\"")), "{ran:?}");
    let ran = scratch.run(["show", "--no-builtin", "--catalogs", "own", "00"]);
    ran.ended(0).says("Done.");
}

/// A message without any word by which errors speak is still found in a line, by two of its words.
#[test]
fn messages_without_words_of_trouble_are_found_in_lines() {
    let scratch = Scratch::new();
    let page = "{\"vendor\":\"acme\",\"service\":\"vpc\",\"code\":\"Acme.77\",\
                \"message\":\"The load balancer instance has unsettled bills of the tenant.\"}\n";
    scratch.write("own/acme.jsonl", page);
    let log = "2026-03-01 acme: The load balancer instance has unsettled bills of the tenant.\nhas unsettled weather\n";
    scratch.write("app.log", log);
    let ran = scratch.run(["classify", "--catalogs", "own", "--format", "csv", "app.log"]);
    let verdicts: Vec<&str> = ran.ended(0).out.lines().collect();
    assert!(verdicts[0].contains("Acme.77") && verdicts[1].starts_with("2,unknown"), "{ran:?}");
}

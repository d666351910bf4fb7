//! `errdex catalog add`: a page comes into a folder, its declaration beside it, and all else stays.

use std::fs;

use expect_test::{Expect, expect};

use crate::command::{Ran, Scratch, page};

const PAGE: &str = "| Error code | HTTP status | Message |\n|---|---|---|\n| B.7 | 402 | The invoice xxx is overdue. |\n\
                    | B.8 | 409 | It's paid. |\n";

fn add(scratch: &Scratch, args: &[&str]) -> Ran {
    let mut ran = scratch.run(["catalog", "add"].iter().chain(args));
    if cfg!(windows) {
        (ran.out, ran.err) = (ran.out.replace('\\', "/"), ran.err.replace('\\', "/"));
    }
    ran
}

/// All files of a folder with their content, hidden ones too.
fn content(scratch: &Scratch, folder: &str) -> String {
    let mut files: Vec<_> = fs::read_dir(scratch.path(folder))
        .expect("the folder")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let show = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a text");
        let text =
            if name == "vendors.toml" { format!("\n{text}") } else { format!(" {} bytes\n", text.len()) };
        format!("{name}:{text}")
    };
    files.iter().map(show).collect()
}

#[track_caller]
fn refused(scratch: &Scratch, args: &[&str], want: Expect) {
    let ran = add(scratch, args);
    ran.ended(2);
    assert_eq!(ran.out, "");
    want.assert_eq(&ran.err);
}

#[test]
fn a_page_is_added_and_found() {
    let scratch = Scratch::new();
    scratch.write("Downloads/errors.MD", PAGE);
    let args = ["Downloads/errors.MD", "--vendor", "acme", "--service", "billing", "--into", "my codes"];
    let more = ["--title", "Billing \"codes\"", "--address", "https://docs.acme.example/billing"];
    let args: Vec<&str> = args.into_iter().chain(more).collect();
    let dry: Vec<&str> = args.iter().copied().chain(["--dry-run"]).collect();
    expect![[r#"
        my codes/acme-billing.md: would be added: 2 entries, 2 codes, 1 table
        my codes/vendors.toml: the vendor acme and the page would be declared
    "#]]
    .assert_eq(&add(&scratch, &dry).ended(0).out);
    assert!(!scratch.path("my codes").exists());
    let ran = add(&scratch, &args);
    assert_eq!(ran.err, "");
    expect![[r#"
        my codes/acme-billing.md: added: 2 entries, 2 codes, 1 table
        my codes/vendors.toml: the vendor acme and the page declared
        try: errdex --catalogs 'my codes' 'The invoice xxx is overdue.'
    "#]]
    .assert_eq(&ran.ended(0).out);
    expect![[r#"
        acme-billing.md: 124 bytes
        vendors.toml:
        [[vendor]]
        slug = "acme"
        aliases = ["acme"]

        [[document]]
        file = "acme-billing.md"
        vendor = "acme"
        service = "billing"
        title = "Billing \"codes\""
        address = "https://docs.acme.example/billing"
    "#]]
    .assert_eq(&content(&scratch, "my codes"));
    let found = scratch.run(["--catalogs", "my codes", "--json", "The invoice 4711 is overdue."]);
    assert_eq!(found.ended(0).codes()[0], "B.7");
    scratch.run(["catalog", "check", "my codes"]).ended(0);
    // Once more changes nothing.
    let before = content(&scratch, "my codes");
    expect![[r#"
        my codes/acme-billing.md: is there already: 2 entries, 2 codes, 1 table
        my codes/vendors.toml: declares the page already
        try: errdex --catalogs 'my codes' 'The invoice xxx is overdue.'
    "#]]
    .assert_eq(&add(&scratch, &args).ended(0).out);
    assert_eq!(content(&scratch, "my codes"), before);
}

#[test]
fn declarations_are_extended_and_kept() {
    let known = "# Ours.\r\n[[vendor]]\r\nslug = \"acme\"   # the one\r\naliases = [ 'ACME' ]\r\n\r\n\
                 [[document]]\r\nfile = \"acme-net.md\"\r\nvendor = \"acme\"\r\nservice = \"net\" # end";
    let scratch = Scratch::new();
    scratch.write("codes/vendors.toml", known);
    scratch.write("codes/acme-net.md", page(&[("1", "One.")]));
    scratch.write("page.md", PAGE);
    let ran = add(&scratch, &["page.md", "--vendor", "acme", "--service", "billing", "--into", "codes"]);
    expect![[r#"
        codes/acme-billing.md: added: 2 entries, 2 codes, 1 table
        codes/vendors.toml: the page declared
        try: errdex --catalogs codes 'The invoice xxx is overdue.'
    "#]]
    .assert_eq(&ran.ended(0).out);
    let text = fs::read_to_string(scratch.path("codes/vendors.toml")).expect("it is there");
    let added = text.strip_prefix(known).expect("what was there stays byte for byte");
    assert_eq!(
        added,
        "\r\n\r\n[[document]]\r\nfile = \"acme-billing.md\"\r\nvendor = \"acme\"\r\nservice = \"billing\"\r\n"
    );
    // A vendor of the embedded set needs no declaration.
    let ran = add(&scratch, &["page.md", "--vendor", "aliyun", "--service", "bss", "--into", "codes"]);
    expect![[r#"
        codes/aliyun-bss.md: added: 2 entries, 2 codes, 1 table
        codes/vendors.toml: the page declared
        try: errdex --catalogs codes 'The invoice xxx is overdue.'
    "#]]
    .assert_eq(&ran.ended(0).out);
    scratch.run(["catalog", "check", "codes"]).ended(0).says("5 entries of 3 catalogs");
}

#[test]
fn another_page_is_replaced_only_where_that_is_asked_for() {
    let scratch = Scratch::new();
    scratch.write("codes/acme-net.md", "| Ref | Message |\n|---|---|\n| N.1 | None. |\n");
    let declared = "[[document]]\nfile = \"acme-net.md\"\nvendor = \"acme\"\nservice = \"net\"\ncolumns = { Ref = \"code\" }\n";
    scratch.write("codes/vendors.toml", declared);
    scratch.write("page.md", "| Ref | Message |\n|---|---|\n| N.1 | None. |\n| N.2 | More. |\n");
    let args = ["page.md", "--vendor", "acme", "--service", "net", "--into", "codes"];
    let before = content(&scratch, "codes");
    refused(
        &scratch,
        &args,
        expect![[r#"
        errdex: codes/acme-net.md: another page is here already: to put this one in its place, add `--replace`
    "#]],
    );
    assert_eq!(content(&scratch, "codes"), before);
    let args: Vec<&str> = args.into_iter().chain(["--replace"]).collect();
    expect![[r#"
        codes/acme-net.md: replaced: 2 entries, 2 codes, 1 table
        codes/vendors.toml: declares the page already
        try: errdex --catalogs codes None.
    "#]]
    .assert_eq(&add(&scratch, &args).ended(0).out);
    expect![[r#"
        acme-net.md: 60 bytes
        vendors.toml:
        [[document]]
        file = "acme-net.md"
        vendor = "acme"
        service = "net"
        columns = { Ref = "code" }
    "#]]
    .assert_eq(&content(&scratch, "codes"));
    let other: Vec<&str> = args.iter().copied().chain(["--title", "Other"]).collect();
    refused(
        &scratch,
        &other,
        expect![[r#"
        errdex: codes/vendors.toml: `acme-net.md` is declared with another title already: change it there
    "#]],
    );
    scratch.write("page.html", "<table><tr><th>Code<th>Message<tr><td>1<td>One.</table>");
    let html = ["page.html", "--vendor", "acme", "--service", "net", "--into", "codes", "--replace"];
    refused(
        &scratch,
        &html,
        expect![[r#"
        errdex: codes/acme-net.md: is of this vendor and service already: remove it, or name another service than `net`
    "#]],
    );
}

#[test]
fn a_page_without_codes_is_refused() {
    let scratch = Scratch::new();
    scratch.write("page.md", "# Errors\n\n| Ref | Message |\n|---|---|\n| N.1 | None. |\n");
    let args = ["page.md", "--vendor", "acme", "--service", "net"];
    refused(
        &scratch,
        &args,
        expect![[r#"
            errdex: page.md:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
            errdex: page.md:3: no code column in the table `Ref | Message`: name it in vendors.toml, `columns = { … = "code" }`
            errdex: page.md: no codes were found, nothing is added: `errdex catalog parse` shows what is read of a page; where a header does not say that a column holds codes, add the page by `--force` and declare its `columns` in vendors.toml
        "#]],
    );
    assert!(!scratch.path("catalogs").exists());
    let args: Vec<&str> = args.into_iter().chain(["--force"]).collect();
    expect![[r#"
        catalogs/acme-net.md: added: 0 entries, 0 codes, 0 tables
        catalogs/vendors.toml: the vendor acme and the page declared
    "#]]
    .assert_eq(&add(&scratch, &args).ended(0).out);
    assert!(
        scratch.path("catalogs/acme-net.md").exists(),
        "the folder is `catalogs` where nothing else is said"
    );
}

#[test]
fn bad_names_are_refused() {
    let scratch = Scratch::new();
    scratch.write("page.md", PAGE);
    scratch.write("page.docx", PAGE);
    let check = |page: &str, vendor: &str, service: &str, want: Expect| {
        refused(&scratch, &[page, "--vendor", vendor, "--service", service, "--into", "codes"], want);
    };
    check(
        "page.md",
        "a b",
        "net",
        expect![[r#"
        errdex: --vendor: `a b` cannot be a slug: use letters, digits, `.`, `_` and `-`
    "#]],
    );
    check(
        "page.md",
        "../x",
        "net",
        expect![[r#"
        errdex: --vendor: `../x` cannot be a slug: use letters, digits, `.`, `_` and `-`
    "#]],
    );
    check(
        "page.md",
        "acme",
        "",
        expect![[r#"
        errdex: --service: `` cannot be a slug: use letters, digits, `.`, `_` and `-`
    "#]],
    );
    check(
        "page.md",
        "..",
        "net",
        expect![[r#"
        errdex: --vendor: `..-net.md` would not be read as a page: a vendor's slug begins with no `.` and no `readme`
    "#]],
    );
    check(
        "page.md",
        "Readme",
        "net",
        expect![[r#"
        errdex: --vendor: `Readme-net.md` would not be read as a page: a vendor's slug begins with no `.` and no `readme`
    "#]],
    );
    check(
        "page.docx",
        "acme",
        "net",
        expect![[r#"
        errdex: page.docx: its name has no ending of a page: save it with one, such as `.md` or `.html`
    "#]],
    );
    let absent = ["absent.md", "--vendor", "acme", "--service", "net", "--into", "codes"];
    add(&scratch, &absent).ended(2).says("absent.md: cannot read: ");
    refused(
        &scratch,
        &["page.md", "--vendor", "a", "--service", "b", "--address", "docs.acme.example"],
        expect![[r#"
            errdex: invalid value 'docs.acme.example' for '--address <URL>': it begins with https:// and has no spaces

            For more information, try '--help'.
        "#]],
    );
    refused(
        &scratch,
        &["page.md", "--vendor", "a", "--service", "b", "--title", "\n"],
        expect![[r#"
        errdex: invalid value '
        ' for '--title <TITLE>': it is empty

        For more information, try '--help'.
    "#]],
    );
    assert!(!scratch.path("codes").exists());
}

#[test]
fn what_is_wrong_already_is_said_before_anything_is_written() {
    let scratch = Scratch::new();
    scratch.write("page.md", PAGE);
    let args = ["page.md", "--vendor", "acme", "--service", "billing", "--into", "codes"];
    for (text, want) in [
        (
            "vendor = 1\n",
            expect![[r#"
            errdex: codes/vendors.toml:1: invalid type: integer `1`, expected a sequence
        "#]],
        ),
        (
            "document = []\n",
            expect![[r#"
                errdex: codes/vendors.toml: no table can be added to it (codes/vendors.toml:7: duplicate key): write its own as `[[document]]` and `[[vendor]]`
            "#]],
        ),
        (
            "[[document]]\nfile = \"gone.md\"\nvendor = \"acme\"\nservice = \"gone\"\n",
            expect![[r#"
            errdex: codes/vendors.toml:2: there is no page `gone.md` in this folder: correct the name or remove the table
        "#]],
        ),
    ] {
        scratch.write("codes/vendors.toml", text);
        refused(&scratch, &args, want);
        assert_eq!(content(&scratch, "codes"), format!("vendors.toml:\n{text}"));
    }
}

#[test]
fn the_folder_is_the_first_of_the_variable() {
    let scratch = Scratch::new();
    scratch.write("page.md", PAGE);
    let folders = std::env::join_paths(["one", "two"]).expect("a list of paths");
    let mut command = scratch.command();
    command.env("ERRDEX_CATALOGS", folders).args([
        "catalog",
        "add",
        "page.md",
        "--vendor",
        "x",
        "--service",
        "y",
    ]);
    crate::command::run(&mut command, b"").ended(0).says("x-y.md: added");
    assert!(scratch.path("one/x-y.md").exists() && !scratch.path("two").exists());
    // A page that lies there under its name already is declared.
    scratch.write("here/x-z.md", PAGE);
    let ran = add(&scratch, &["here/x-z.md", "--vendor", "x", "--service", "z", "--into", "here"]);
    expect![[r#"
        here/x-z.md: is there already: 2 entries, 2 codes, 1 table
        here/vendors.toml: the vendor x and the page declared
        try: errdex --catalogs here 'The invoice xxx is overdue.'
    "#]]
    .assert_eq(&ran.ended(0).out);
}

#[test]
fn a_page_of_a_folder_within_is_of_the_service_already() {
    let scratch = Scratch::new();
    scratch.write("page.md", PAGE);
    scratch.write("codes/eu/acme-billing.md", PAGE);
    refused(
        &scratch,
        &["page.md", "--vendor", "acme", "--service", "billing", "--into", "codes", "--replace"],
        expect![[r#"
            errdex: codes/eu/acme-billing.md: is of this vendor and service already: remove it, or name another service than `billing`
        "#]],
    );
}

#[test]
fn a_spreadsheet_is_added_as_a_page_is() {
    let scratch = Scratch::new();
    scratch.write(
        "sheet.CSV",
        "Error code;HTTP status;Message\nB.7;402;The invoice xxx is overdue.\nB.8;;It's paid.\n",
    );
    let args = ["sheet.CSV", "--vendor", "acme", "--service", "billing", "--into", "codes"];
    let ran = add(&scratch, &args);
    assert_eq!(ran.err, "");
    expect![[r#"
        codes/acme-billing.csv: added: 2 entries, 2 codes, 1 table
        codes/vendors.toml: the vendor acme and the page declared
        try: errdex --catalogs codes 'The invoice xxx is overdue.'
    "#]]
    .assert_eq(&ran.ended(0).out);
    expect![[r#"
        acme-billing.csv: 83 bytes
        vendors.toml:
        [[vendor]]
        slug = "acme"
        aliases = ["acme"]

        [[document]]
        file = "acme-billing.csv"
        vendor = "acme"
        service = "billing"
    "#]]
    .assert_eq(&content(&scratch, "codes"));
    scratch.run(["catalog", "check", "codes"]).ended(0);
    scratch.write("page.md", PAGE);
    refused(
        &scratch,
        &["page.md", "--vendor", "acme", "--service", "billing", "--into", "codes"],
        expect![[r#"
            errdex: codes/acme-billing.csv: is of this vendor and service already: remove it, or name another service than `billing`
        "#]],
    );
}

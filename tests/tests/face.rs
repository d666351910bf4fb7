//! What people see: cards, formats, languages, colours.
//!
//! Over two small vendors of the tests' own, whose entries are made for what is shown.

mod cards;
mod formats;
mod show;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use expect_test::Expect;

use crate::command::{page, run, without_settings};

const NET: &str = "\
| Error code | HTTP status | Error message | 描述 | 处理措施 | 接口 |
|---|---|---|---|---|---|
| Net.0404 | 404 | Floating IP could not be found. | 未找到弹性公网IP | 请确认传入的弹性公网IP的id是否正确 | 查询弹性公网IP, 删除弹性公网IP |
| Net.0404 | 500 | The gateway of the floating IP is gone. | 弹性公网IP的网关不存在 | 请联系技术支持 | 申请弹性公网IP |
| Net.0409 | 409 | The quota of routers xxx is exceeded, release some that are not in use or apply for a larger quota in the console. | 路由器配额不足，请释放未使用的路由器，或在控制台申请扩大路由器资源的配额值 | 请释放未使用的路由器 | 创建路由器 |
| Net.0501 | 400 | Query resource by id fail. | 查询资源失败 | | 查询端口 |
| Net.0502 | 400 | Query resource by id fail. | 查询资源失败 | | 查询子网 |
| Net.0503 | 404 | Query resource by id fail. | 查询资源失败 | | 查询网关 |
| Bad | 400 | The name of the listener is wrong. | 监听器名称错误 | | |
| Bad | 400 | The weight of the server is wrong. | 服务器权重错误 | | |
| Bad | 400 | The port of the probe is wrong. | 探测端口错误 | | |
| 4000 | 400 | Bad signature. | 签名错误 | | |
";

const BILL: &str = "\
| 错误码 | 错误信息 | 描述 |
|---|---|---|
| 4000 | 参数非法 | 缺少必要参数。 |
| 2100 | 找不到弹性公网IP | |
| 2400 | 余额不足 | 当用户余额不足时，会返回该错误。 |
";

const DECLARATIONS: &str = r#"
[[vendor]]
slug = "acme"
name = { en = "Acme Cloud", zh = "顶点云" }
aliases = ["acme"]
keys = ["AcmeRequest"]

[[vendor]]
slug = "bolt"
name = { en = "Bolt", zh = "闪电云" }
aliases = ["bolt"]

[[vendor]]
slug = "cirrus"
name = { en = "Cirrus", zh = "卷云" }
aliases = ["cirrus"]
keys = ["CirrusRequest"]

[[document]]
file = "acme-net.md"
vendor = "acme"
service = "net"
address = "https://docs.acme.example/net errors"
"#;

const LEXICON: &str = r#"
[[concept]]
id = "absent"
en = ["could not be found", "not found"]
zh = ["不存在", "找不到", "未找到"]

[[concept]]
id = "elastic-ip"
en = ["floating ip"]
zh = ["弹性公网ip"]

[spellings]
adress = "address"

[plain]
en = ["be", "could", "not", "of", "the"]
"#;

/// The folder of the catalogs, and of the cache that these tests share.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("face");
        let _ = fs::remove_dir_all(&folder);
        let files = [
            ("acme-net.md", NET),
            ("bolt-bill.md", BILL),
            ("vendors.toml", DECLARATIONS),
            ("lexicon.toml", LEXICON),
        ];
        for (name, content) in files {
            fs::create_dir_all(folder.join("codes")).expect("a folder");
            fs::write(folder.join("codes").join(name), content).expect("a file");
        }
        folder
    })
}

/// The command over these catalogs.
fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_errdex"));
    without_settings(&mut command);
    command.current_dir(folder()).env("ERRDEX_CACHE_DIR", folder().join("cache"));
    let (subcommand, args) = match args {
        ["show", args @ ..] => (&["show"][..], args),
        ["search", args @ ..] => (&["search"][..], args),
        args => (&[][..], args),
    };
    command.args(subcommand).args(["--no-builtin", "--catalogs", "codes"]).args(args);
    command
}

/// What is printed, with the exit status where it is not 0.
fn printed(command: &mut Command) -> String {
    let output = command.output().expect("the command runs");
    let mut text = String::from_utf8([output.stdout, output.stderr].concat()).expect("it prints UTF-8");
    assert!(!text.contains("panicked") && !text.contains("itself failed"), "{command:?}: {text}");
    if output.status.code() != Some(0) {
        text.push_str(&format!("[exit status {}]\n", output.status.code().unwrap_or(-1)));
    }
    text
}

#[track_caller]
fn check(args: &[&str], expected: Expect) {
    expected.assert_eq(&printed(&mut command(args)));
}

/// The same with settings of the environment, and with what steers a terminal made visible.
#[track_caller]
fn check_with(settings: &[(&str, &str)], args: &[&str], expected: Expect) {
    let mut command = command(args);
    command.envs(settings.iter().copied());
    let folder = folder().canonicalize().expect("it is there");
    let text = printed(&mut command).replace(folder.to_str().expect("it is UTF-8"), "/FOLDER");
    expected.assert_eq(&text.replace("\u{1b}]8;;\u{1b}\\", "⟪/link⟫").replace('\u{1b}', "␛"));
}

/// A failure within errdex would be taken for damage of the index, and end with 2.
#[test]
fn any_text_is_shown_in_any_way() {
    let texts = [
        "",
        "…",
        "ﬁﬂ ＩＰ e\u{301} 弹性公网ip 弹\u{301}性",
        "Floating IP ﬁ could not be found. 未找到弹性公网IP，彈性公網ＩＰ adress adress",
        "{\"code\":\"Net.0404\",\"message\":\"{\\\"message\\\":\\\"弹性公网IP不存在\\\"}\"",
        "网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网网",
        "👩\u{200d}💻 4000 👩\u{200d}💻",
        "İstanbul ß Net.0404 \u{feff}",
        "code=Net.9999 Net.8888 Net.7777 Net.6666 message=弹性公网IP的网关",
    ];
    for width in ["16", "20", "37", "80"] {
        for text in texts {
            for args in [
                &["--color", "always"][..],
                &["--color", "always", "--lang", "zh", "--all"],
                &["--color", "always", "--explain"],
                &["--format", "table"],
                &["--format", "markdown"],
            ] {
                let mut command = command(&["search"]);
                printed(command.args(args).env("COLUMNS", width).args(["--", text]));
            }
            let mut command = command(&["show", "--color", "always"]);
            printed(command.env("COLUMNS", width).args(["--", text]));
        }
    }
}

/// The same of the embedded catalogs: each seventh code, at a width that cuts most lines.
#[test]
fn codes_of_the_catalogs_are_shown() {
    let catalogs = errdex::Catalogs::load(&errdex::Layers::default()).expect("the embedded catalogs load");
    let scratch = crate::command::Scratch::new();
    for (at, entry) in catalogs.entries().enumerate().filter(|(at, _)| at % 7 == 0) {
        let mut command = scratch.answering();
        command.env("COLUMNS", (16 + at % 70).to_string()).args(["show", "--color", "always", &entry.code]);
        let shown = printed(&mut command);
        assert!(!shown.contains("[exit status"), "{}: {shown}", entry.code);
    }
}

/// Whatever pages and arguments hold, no format lets it reach a terminal. What errdex itself paints is taken out first.
#[test]
fn no_format_steers_the_terminal() {
    const STEERING: &str = "a\u{1b}[31mb\u{1b}]0;title\u{7}c\u{9b}31md\u{7f}e\u{8}f\u{202e}g\u{2066}h\u{61c}i\u{1b}]8;;x\u{1b}\\j";
    let scratch = crate::command::Scratch::new();
    let code = format!("77{STEERING}");
    let message = format!("The flux is gone {STEERING}");
    scratch
        .write("own/acme-net.md", page(&[(&code, &message), ("78", &message), (&code, "The flux is back.")]));
    let declared = format!(
        "[[vendor]]\nslug = \"acme\"\nname = {{ en = {0} }}\n[[document]]\nfile = \"acme-net.md\"\nvendor = \"acme\"\nservice = \"net\"\naddress = {1}\n",
        serde_json::to_string(&format!("Acme {}", STEERING.replace('\u{9b}', ""))).expect("a string"),
        serde_json::to_string(&format!("https://x.example/{STEERING}")).expect("a string"),
    );
    scratch.write("own/vendors.toml", declared.replace('\u{7f}', ""));
    for format in [
        &["--format", "card"][..],
        &["--format", "table"],
        &["--format", "json"],
        &["--format", "jsonl"],
        &["--format", "markdown"],
        &["--explain"],
        &["--all", "--lang", "zh"],
    ] {
        for text in ["the flux is gone", &message, &code, "VPC.0525 Flux"] {
            for color in ["always", "never"] {
                let mut command = scratch.command();
                command.args(["search", "--no-builtin", "--catalogs", "own", "--color", color]).args(format);
                check_steers_nothing(command.args(["--", text]));
            }
        }
    }
    for text in [&code, "acme:77", STEERING] {
        for args in [&["--color", "always"][..], &["--json"]] {
            let mut command = scratch.command();
            command.args(["show", "--no-builtin", "--catalogs", "own"]).args(args);
            check_steers_nothing(command.args(["--", text]));
        }
    }
}

#[track_caller]
fn check_steers_nothing(command: &mut Command) {
    let output = command.env("FORCE_HYPERLINK", "1").output().expect("the command runs");
    let mut text = String::from_utf8([output.stdout, output.stderr].concat()).expect("it prints UTF-8");
    let is_json = text.starts_with('{');
    // Styles are digits and semicolons, links an address without controls.
    while let Some(at) = text.find("\u{1b}[") {
        let len = text[at + 2..].find(|c: char| !c.is_ascii_digit() && c != ';').expect("it ends");
        assert!(len <= 8 && text[at + 2 + len..].starts_with('m'), "{command:?}: {text:?}");
        text.replace_range(at..at + 3 + len, "");
    }
    while let Some(at) = text.find("\u{1b}]8;;") {
        let len = text[at + 5..].find("\u{1b}\\").expect("it ends");
        assert!(text[at + 5..at + 5 + len].bytes().all(|b| b.is_ascii_graphic()), "{command:?}: {text:?}");
        text.replace_range(at..at + 7 + len, "");
    }
    let steers = |c: char| {
        c.is_control() && c != '\n'
            || !is_json
                && matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(|c| steers(*c)), None, "{command:?}: {text:?}");
}

#[test]
fn completions_of_each_shell() {
    for (shell, says) in [
        ("bash", "_errdex()"),
        ("zsh", "#compdef errdex"),
        ("fish", "complete -c errdex"),
        ("elvish", "edit:completion"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let ran = crate::command::Scratch::new().run(["completions", shell]);
        ran.ended(0).says(says).says("catalogs").says("show");
    }
    crate::command::Scratch::new().run(["completions", "none"]).ended(2).says("powershell");
}

#[test]
fn the_manual_page_has_every_command() {
    let ran = crate::command::Scratch::new().run(["man"]);
    ran.ended(0);
    let sections: Vec<&str> = ran.out.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    expect_test::expect![[r#"
        NAME
        SYNOPSIS
        DESCRIPTION
        OPTIONS
        SUBCOMMANDS
        EXAMPLES
        VERSION
        "ERRDEX SEARCH"
        "ERRDEX SHOW"
        "ERRDEX CLASSIFY"
        "ERRDEX BUILD"
        "ERRDEX CATALOG"
        "ERRDEX CATALOG LIST"
        "ERRDEX CATALOG SHOW"
        "ERRDEX CATALOG EXPORT"
        "ERRDEX CATALOG CHECK"
        "ERRDEX CATALOG DIFF"
        "ERRDEX CATALOG ADD"
        "ERRDEX CATALOG PARSE"
        "ERRDEX EVAL"
        "ERRDEX LEXICON"
        "ERRDEX LEXICON SHOW"
        "ERRDEX LEXICON CHECK"
        "ERRDEX COMPLETIONS"
        "ERRDEX MAN""#]]
    .assert_eq(&sections.join("\n"));
    assert!(ran.out.starts_with(".ie"), "{}", &ran.out[..80]);
}

/// Words of a text that is taken for a command say how to search for it.
#[test]
fn a_text_that_is_taken_for_a_command_says_how_to_search_for_it() {
    let scratch = crate::command::Scratch::new();
    for text in [
        &["build", "failed"][..],
        &["show", "me", "the", "error"],
        &["man", "overboard"],
        &["catalog", "lost"],
    ] {
        let mut command = scratch.command();
        run(command.args(text), b"").ended(2).says(&format!("errdex search -- {}", text.join(" ")));
    }
}

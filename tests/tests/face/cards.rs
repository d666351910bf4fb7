//! Answers as cards: widths, folding, ties, languages, colours, links.

use expect_test::expect;
use textwrap::core::display_width;

use super::{check, check_with, command, printed};

const LONG: &str = "The quota of routers 12 is exceeded, release some";

#[test]
fn a_card_at_80_columns() {
    check(
        &["-n", "1", "Floating IP could not be found"],
        expect![[r#"
            Net.0404  Acme Cloud net  HTTP 404  sure 99 %
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3
              + 1 further message of this code: --all
        "#]],
    );
}

#[test]
fn a_card_at_40_columns() {
    check_with(
        &[("COLUMNS", "40")],
        &["-n", "1", LONG],
        expect![[r#"
            Net.0409  Acme Cloud net  HTTP 409
              sure 97 %
              The quota of routers xxx is exceeded,
              release some that are not in use or
              apply for a larger quota in the
              console.
              路由器配额不足，请释放未使用的路由器，
              或在控制台申请扩大路由器资源的配额值
              → 请释放未使用的路由器
              in 创建路由器
              codes/acme-net.md:5
        "#]],
    );
}

#[test]
fn a_card_at_120_columns() {
    check_with(
        &[("COLUMNS", "120")],
        &["-n", "1", LONG],
        expect![[r#"
            Net.0409  Acme Cloud net  HTTP 409  sure 97 %
              The quota of routers xxx is exceeded, release some that are not in use or apply for a larger quota
              in the console.
              路由器配额不足，请释放未使用的路由器，或在控制台申请扩大路由器资源的配额值
              → 请释放未使用的路由器
              in 创建路由器
              codes/acme-net.md:5
        "#]],
    );
}

#[test]
fn a_card_at_20_columns() {
    check_with(
        &[("COLUMNS", "20")],
        &["-n", "1", LONG],
        expect![[r#"
            Net.0409
              Acme Cloud net
              HTTP 409
              sure 97 %
              The quota of
              routers xxx is
              exceeded, release
              some that are not
              in use or apply
              for a larger quota
              in the console.
              路由器配额不足，请
              释放未使用的路由
              器，或在控制台申请
              扩大路由器资源的配
              额值
              → 请释放未使用的路
                由器
              in 创建路由器
              codes/
                acme-net.md:5
        "#]],
    );
}

/// No line of any format for people is wider than the terminal.
#[test]
fn lines_keep_to_the_width() {
    let texts = [
        LONG,
        "Bad",
        "4000",
        "Query resource by id fail.",
        r#"{"AcmeRequest":"1","code":"Net.9999","message":"弹性公网IP不存在"}"#,
        "no such thing",
    ];
    for width in [20, 21, 33, 40, 79, 80, 120, 200] {
        for text in texts {
            for args in [
                &["--all"][..],
                &["--lang", "zh"],
                &["--format", "table"],
                &["--explain"],
                &["--color", "always"],
            ] {
                let mut command = command(args);
                let shown = printed(command.arg(text).env("COLUMNS", width.to_string()));
                let wide =
                    shown.lines().find(|line| display_width(line) > width && !line.starts_with("[exit"));
                assert_eq!(wide, None, "{width} {args:?} {text}");
            }
        }
        for code in ["Net.0404", "4000", "Net.9999"] {
            let shown = printed(command(&["show", code]).env("COLUMNS", width.to_string()));
            let wide = shown.lines().find(|line| display_width(line) > width && !line.starts_with("[exit"));
            assert_eq!(wide, None, "{width} {code}");
        }
    }
}

#[test]
fn further_messages_of_a_code_fold() {
    check(
        &["-n", "1", "The weight of the server is wrong"],
        expect![[r#"
        Bad  Acme Cloud net  HTTP 400  sure 99 %
          The weight of the server is wrong.
          服务器权重错误
          codes/acme-net.md:10
          + 2 further messages of this code: --all
    "#]],
    );
    check(
        &["-n", "1", "--all", "The weight of the server is wrong"],
        expect![[r#"
            Bad  Acme Cloud net  HTTP 400  sure 99 %
              The weight of the server is wrong.
              服务器权重错误
              codes/acme-net.md:10

            Bad  Acme Cloud net  HTTP 400  likely 84 %
              The name of the listener is wrong.
              监听器名称错误
              codes/acme-net.md:9

            Bad  Acme Cloud net  HTTP 400  likely 84 %
              The port of the probe is wrong.
              探测端口错误
              codes/acme-net.md:11
        "#]],
    );
}

#[test]
fn twins_fold() {
    check(
        &["-n", "1", "Query resource by id fail"],
        expect![[r#"
            3 entries cannot be told apart by this text; what would tell: the code or the
            operation:

            Net.0501  Acme Cloud net  HTTP 400  sure 95 %
              Query resource by id fail.
              查询资源失败
              in 查询端口
              codes/acme-net.md:6
              + 2 entries with the same message: Net.0502, Net.0503
        "#]],
    );
    check(
        &["-n", "1", "--all", "Query resource by id fail"],
        expect![[r#"
            3 entries cannot be told apart by this text; what would tell: the code or the
            operation:

            Net.0501  Acme Cloud net  HTTP 400  sure 95 %
              Query resource by id fail.
              查询资源失败
              in 查询端口
              codes/acme-net.md:6

            Net.0502  Acme Cloud net  HTTP 400  sure 95 %
              Query resource by id fail.
              查询资源失败
              in 查询子网
              codes/acme-net.md:7

            Net.0503  Acme Cloud net  HTTP 404  sure 95 %
              Query resource by id fail.
              查询资源失败
              in 查询网关
              codes/acme-net.md:8
        "#]],
    );
}

/// Tied entries of one code are the answer, and fold only where there are too many.
#[test]
fn ties_of_one_code() {
    check(
        &["-n", "2", "Bad"],
        expect![[r#"
            3 entries cannot be told apart by this text; what would tell: the message:

            Bad  Acme Cloud net  HTTP 400  sure 99 %
              The name of the listener is wrong.
              监听器名称错误
              codes/acme-net.md:9

            Bad  Acme Cloud net  HTTP 400  sure 99 %
              The weight of the server is wrong.
              服务器权重错误
              codes/acme-net.md:10
              + 1 further message of this code, 3 in all: --all
        "#]],
    );
    check(
        &["Net.0404"],
        expect![[r#"
            2 entries cannot be told apart by this text; what would tell: the HTTP status
            (--http 404 or 500), the operation or the message:

            Net.0404  Acme Cloud net  HTTP 404  sure 99 %
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3

            Net.0404  Acme Cloud net  HTTP 500  sure 99 %
              The gateway of the floating IP is gone.
              弹性公网IP的网关不存在
              → 请联系技术支持
              in 申请弹性公网IP
              codes/acme-net.md:4
        "#]],
    );
}

#[test]
fn ties_of_several_vendors() {
    check(
        &["4000"],
        expect![[r#"
            4000  Acme Cloud net  HTTP 400  sure 96 %
              Bad signature.
              签名错误
              codes/acme-net.md:12

            4000  Bolt bill  likely 85 %
              参数非法
              缺少必要参数。
              codes/bolt-bill.md:3
        "#]],
    );
    check(
        &["--vendor", "bolt", "4000"],
        expect![[r#"
            4000  Bolt bill  sure 99 %
              参数非法
              缺少必要参数。
              codes/bolt-bill.md:3
        "#]],
    );
}

#[test]
fn what_was_understood_is_said() {
    check(
        &[
            "-n",
            "1",
            r#"{"AcmeRequest":"1","code":"Net.0404","status":404,"message":"Floating IP could not be found"}"#,
        ],
        expect![[r#"
            read as: code Net.0404 · HTTP 404 · Acme Cloud · message "Floating IP could no…"

            Net.0404  Acme Cloud net  HTTP 404  sure 99 %
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3
              + 1 further message of this code: --all
        "#]],
    );
    check(
        &["-n", "1", "net0404"],
        expect![[r#"
            read as: code Net.0404

            2 entries cannot be told apart by this text; what would tell: the HTTP status
            (--http 404 or 500), the operation or the message:

            Net.0404  Acme Cloud net  HTTP 404  sure 99 %
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3
              + 1 further message of this code: --all
        "#]],
    );
    check_with(
        &[("COLUMNS", "40")],
        &["-n", "1", r#"{"AcmeRequest":"1","code":"Net.0404","message":"Floating IP could not be found"}"#],
        expect![[r#"
            read as: code Net.0404 · Acme Cloud

            Net.0404  Acme Cloud net  HTTP 404
              sure 99 %
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3
              + 1 further message of this code:
                --all
        "#]],
    );
}

#[test]
fn a_code_that_no_catalog_has() {
    check(
        &[
            "-n",
            "1",
            r#"{"AcmeRequest":"1","code":"Net.9999","message":"Floating IP could not be found in time"}"#,
        ],
        expect![[r#"
            read as: Acme Cloud · message "Floating IP could not be found in time"

            no catalog of Acme Cloud has Net.9999
            nearest by the message:

            Net.0404  Acme Cloud net  HTTP 404  alike 95 %
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3
              + 1 further message of this code: --all
            [exit status 1]
        "#]],
    );
    check(
        &["Net.9999"],
        expect![[r#"
            no catalog has Net.9999
            nothing fits
            [exit status 1]
        "#]],
    );
}

#[test]
fn nothing_fits() {
    check(
        &["kernel panic at 0x0"],
        expect![[r#"
        nothing fits
        [exit status 1]
    "#]],
    );
    check(
        &["gateway"],
        expect![[r#"
            Net.0404  Acme Cloud net  HTTP 500  sure 97 %
              The gateway of the floating IP is gone.
              弹性公网IP的网关不存在
              → 请联系技术支持
              in 申请弹性公网IP
              codes/acme-net.md:4
        "#]],
    );
}

#[test]
fn a_vendor_without_catalogs() {
    let text = r#"{"CirrusRequest":"1","code":"Gone.7","message":"Floating IP is gone"}"#;
    check(
        &["-n", "1", text],
        expect![[r#"
            read as: Cirrus · message "Floating IP is gone"

            there is no catalog of Cirrus
            nearest by the message:

            Net.0404  Acme Cloud net  HTTP 500  alike 98 %
              The gateway of the floating IP is gone.
              弹性公网IP的网关不存在
              → 请联系技术支持
              in 申请弹性公网IP
              codes/acme-net.md:4
              + 1 further message of this code: --all
            [exit status 1]
        "#]],
    );
    check(
        &["-n", "1", "--lang", "zh", text],
        expect![[r#"
            识别为：卷云 · 错误信息 "Floating IP is gone"

            没有卷云的目录
            按错误信息，最接近的是：

            Net.0404  顶点云 net  HTTP 500  相近 98 %
              弹性公网IP的网关不存在
              → 请联系技术支持
              操作：申请弹性公网IP
              codes/acme-net.md:4
              + 此错误码另有 1 条信息（--all 展开）
            [exit status 1]
        "#]],
    );
}

#[test]
fn languages() {
    let text = "Floating IP could not be found";
    check_with(
        &[("LC_ALL", "zh_CN.UTF-8")],
        &["-n", "1", text],
        expect![[r#"
            Net.0404  顶点云 net  HTTP 404  确定 99 %
              未找到弹性公网IP
              Floating IP could not be found.
              → 请确认传入的弹性公网IP的id是否正确
              操作：查询弹性公网IP、删除弹性公网IP
              codes/acme-net.md:3
              + 此错误码另有 1 条信息（--all 展开）
        "#]],
    );
    check(
        &["-n", "1", "--lang", "zh", text],
        expect![[r#"
            Net.0404  顶点云 net  HTTP 404  确定 99 %
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              操作：查询弹性公网IP、删除弹性公网IP
              codes/acme-net.md:3
              + 此错误码另有 1 条信息（--all 展开）
        "#]],
    );
    check_with(
        &[("LC_ALL", "zh_CN.UTF-8")],
        &["-n", "1", "--lang", "en", text],
        expect![[r#"
            Net.0404  Acme Cloud net  HTTP 404  sure 99 %
              Floating IP could not be found.
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3
              + 1 further message of this code: --all
        "#]],
    );
    // The only text is never hidden.
    check(
        &["-n", "1", "--lang", "en", "余额不足"],
        expect![[r#"
            2400  Bolt bill  sure 99 %
              余额不足
              当用户余额不足时，会返回该错误。
              codes/bolt-bill.md:5
        "#]],
    );
    check(
        &["--lang", "zh", "4000"],
        expect![[r#"
            4000  顶点云 net  HTTP 400  确定 96 %
              签名错误
              codes/acme-net.md:12

            4000  闪电云 bill  很可能 85 %
              参数非法
              缺少必要参数。
              codes/bolt-bill.md:3
        "#]],
    );
    check(
        &["--lang", "zh", "-n", "1", "Query resource by id fail"],
        expect![[r#"
            3 条同样符合，仅凭这段文字无法区分；能区分它们的是：错误码或所调用的操作：

            Net.0501  顶点云 net  HTTP 400  确定 95 %
              查询资源失败
              操作：查询端口
              codes/acme-net.md:6
              + 另有 2 条信息相同：Net.0502、Net.0503
        "#]],
    );
    check(
        &["--lang", "zh", "-n", "1", "The weight of the server is wrong"],
        expect![[r#"
            Bad  顶点云 net  HTTP 400  确定 99 %
              服务器权重错误
              codes/acme-net.md:10
              + 此错误码另有 2 条信息（--all 展开）
        "#]],
    );
    check(
        &["--lang", "zh", "-n", "1", r#"{"AcmeRequest":"1","code":"Net.9999","message":"弹性公网IP不存在"}"#],
        expect![[r#"
            识别为：顶点云 · 错误信息 "弹性公网IP不存在"

            顶点云的目录中没有 Net.9999
            按错误信息，最接近的是：

            Net.0404  顶点云 net  HTTP 404  相近 98 %
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              操作：查询弹性公网IP、删除弹性公网IP
              codes/acme-net.md:3
              + 此错误码另有 1 条信息（--all 展开）
            [exit status 1]
        "#]],
    );
}

/// The first of the variables that says anything decides.
#[test]
fn the_locale_is_that_of_messages() {
    let first_line = |settings: &[(&str, &str)]| {
        let mut command = command(&["no such thing"]);
        command.env_remove("LC_ALL").envs(settings.iter().copied());
        printed(&mut command).lines().next().unwrap_or_default().to_owned()
    };
    let (chinese, english) = ("没有匹配的错误码", "nothing fits");
    assert_eq!(first_line(&[("LANG", "zh_TW.Big5")]), chinese);
    assert_eq!(first_line(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")]), english);
    assert_eq!(first_line(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_CN")]), chinese);
    assert_eq!(first_line(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), english);
    assert_eq!(first_line(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]), chinese);
    assert_eq!(first_line(&[]), english);
}

#[test]
fn colours() {
    check_with(
        &[],
        &["-n", "1", "--color", "always", "Floating IP not found"],
        expect![[r#"
            ␛[1mNet.0404␛[0m  Acme Cloud net  HTTP 404  ␛[1m␛[32msure 96 %␛[0m
              ␛[1m␛[4mFloating IP could not be found␛[0m.
              ␛[1m␛[4m未找到弹性公网IP␛[0m
            ␛[32m  → ␛[0m␛[32m请确认传入的␛[0m␛[1m␛[4m␛[32m弹性公网IP␛[0m␛[32m的id是否正确␛[0m
            ␛[2m  in ␛[0m␛[2m查询␛[0m␛[1m␛[4m弹性公网IP␛[0m␛[2m, 删除␛[0m␛[1m␛[4m弹性公网IP␛[0m
              ␛[2mcodes/acme-net.md:3␛[0m
            ␛[2m  ␛[0m␛[2m+ 1 further message of this code: --all␛[0m
        "#]],
    );
    check_with(
        &[("COLUMNS", "30")],
        &["-n", "1", "--color", "always", "找不到彈性公網ＩＰ"],
        expect![[r#"
            ␛[1m2100␛[0m  Bolt bill  ␛[1m␛[32msure 99 %␛[0m
              ␛[1m␛[4m找不到弹性公网IP␛[0m
              ␛[2mcodes/bolt-bill.md:4␛[0m
        "#]],
    );
    check_with(
        &[],
        &["--color", "always", "4000"],
        expect![[r#"
            ␛[1m4000␛[0m  Acme Cloud net  HTTP 400  ␛[1m␛[32msure 96 %␛[0m
              Bad signature.
              签名错误
              ␛[2mcodes/acme-net.md:12␛[0m

            ␛[1m4000␛[0m  Bolt bill  ␛[32mlikely 85 %␛[0m
              参数非法
              缺少必要参数。
              ␛[2mcodes/bolt-bill.md:3␛[0m
        "#]],
    );
}

#[test]
fn colours_are_used_where_they_are_wanted() {
    let has = |settings: &[(&str, &str)], args: &[&str]| {
        let mut command = command(&["-n", "1", "Floating IP not found"]);
        printed(command.args(args).envs(settings.iter().copied())).contains('\u{1b}')
    };
    assert!(!has(&[], &[]), "output goes to a pipe");
    assert!(has(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!has(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(has(&[("NO_COLOR", "1")], &["--color", "always"]));
    assert!(!has(&[("NO_COLOR", "1")], &["--color", "auto"]));
    assert!(!has(&[("FORCE_HYPERLINK", "1")], &[]), "no link without colours");
}

#[test]
fn links_lead_to_the_user_s_page() {
    check_with(
        &[("FORCE_HYPERLINK", "1")],
        &["-n", "1", "--color", "always", "余额不足"],
        expect![[r#"
            ␛[1m2400␛[0m  Bolt bill  ␛[1m␛[32msure 99 %␛[0m
              ␛[1m␛[4m余额不足␛[0m
              当用户␛[1m␛[4m余额不足␛[0m时，会返回该错误。
              ␛]8;;file:///FOLDER/codes/bolt-bill.md␛\␛[2mcodes/bolt-bill.md:5␛[0m⟪/link⟫
        "#]],
    );
}

/// An index that was built elsewhere knows where its pages are published.
#[test]
fn links_lead_to_the_published_page() {
    let folder = super::folder();
    printed(command(&["show", "4000"]).env("ERRDEX_CACHE_DIR", folder.join("cache")));
    let mut build = std::process::Command::new(env!("CARGO_BIN_EXE_errdex"));
    crate::command::without_settings(&mut build);
    let ran =
        build.current_dir(folder).args(["build", "--no-builtin", "--catalogs", "codes", "--out", "built"]);
    assert!(ran.output().expect("it runs").status.success());
    let mut search = std::process::Command::new(env!("CARGO_BIN_EXE_errdex"));
    crate::command::without_settings(&mut search);
    search.current_dir(folder).env("FORCE_HYPERLINK", "1");
    search.args(["--index", "built", "--color", "always", "-n", "1", "Bad signature"]);
    let shown = printed(&mut search);
    assert!(shown.contains("\u{1b}]8;;https://docs.acme.example/net%20errors\u{1b}\\"), "{shown:?}");
    let mut search = std::process::Command::new(env!("CARGO_BIN_EXE_errdex"));
    crate::command::without_settings(&mut search);
    search.current_dir(folder).env("FORCE_HYPERLINK", "1");
    search.args(["--index", "built", "--color", "always", "-n", "1", "余额不足"]);
    assert!(!printed(&mut search).contains("]8;;"));
}

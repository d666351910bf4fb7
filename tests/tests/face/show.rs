//! `errdex show`: known and unknown codes, of one vendor and of several.

use errdex::{Cache, Layers, Searcher};
use expect_test::expect;

use super::{check, check_with, command, printed};

#[test]
fn a_code_with_equivalents() {
    check(
        &["show", "net0404"],
        expect![[r#"
            Net.0404  Acme Cloud net  HTTP 404
              Floating IP could not be found.
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              in 查询弹性公网IP, 删除弹性公网IP
              codes/acme-net.md:3

            Net.0404  Acme Cloud net  HTTP 500
              The gateway of the floating IP is gone.
              弹性公网IP的网关不存在
              → 请联系技术支持
              in 申请弹性公网IP
              codes/acme-net.md:4

            probably the same at other vendors:

            2100  Bolt bill  sure 98 %
              找不到弹性公网IP
              codes/bolt-bill.md:4
        "#]],
    );
    check_with(
        &[("COLUMNS", "40")],
        &["show", "--lang", "zh", "bolt:2100"],
        expect![[r#"
            2100  闪电云 bill
              找不到弹性公网IP
              codes/bolt-bill.md:4

            其他厂商中含义很可能相同的错误码：

            Net.0404  顶点云 net  HTTP 404
              确定 98 %
              未找到弹性公网IP
              → 请确认传入的弹性公网IP的id是否正确
              操作：查询弹性公网IP、删除弹性公网IP
              codes/acme-net.md:3
        "#]],
    );
}

#[test]
fn a_code_of_several_vendors() {
    check(
        &["show", "4000"],
        expect![[r#"
        4000 is a code of several vendors; of one: errdex show acme:4000, errdex show
          bolt:4000

        4000  Acme Cloud net  HTTP 400
          Bad signature.
          签名错误
          codes/acme-net.md:12

        4000  Bolt bill
          参数非法
          缺少必要参数。
          codes/bolt-bill.md:3
    "#]],
    );
    check(
        &["show", "Bolt:4000"],
        expect![[r#"
        4000  Bolt bill
          参数非法
          缺少必要参数。
          codes/bolt-bill.md:3
    "#]],
    );
    check(
        &["show", "闪电云：4000"],
        expect![[r#"
        4000  Bolt bill
          参数非法
          缺少必要参数。
          codes/bolt-bill.md:3
    "#]],
    );
}

#[test]
fn a_part_of_a_code() {
    check(
        &["show", "0409"],
        expect![[r#"
            Net.0409  Acme Cloud net  HTTP 409
              The quota of routers xxx is exceeded, release some that are not in use or
              apply for a larger quota in the console.
              路由器配额不足，请释放未使用的路由器，或在控制台申请扩大路由器资源的配额值
              → 请释放未使用的路由器
              in 创建路由器
              codes/acme-net.md:5

            no equivalent there, only the nearest:
            2400  Bolt bill  likely 68 %  余额不足
        "#]],
    );
}

#[test]
fn unknown_codes() {
    check(
        &["show", "Net.0499"],
        expect![[r#"
        no catalog has Net.0499; nearest: acme:Net.0409, acme:Net.0404, acme:Net.0501,
          acme:Net.0502, acme:Net.0503
        [exit status 1]
    "#]],
    );
    check(
        &["show", "net.o404"],
        expect![[r#"
        no catalog has net.o404; nearest: acme:Net.0404, acme:Net.0409, acme:Net.0501,
          acme:Net.0502, acme:Net.0503
        [exit status 1]
    "#]],
    );
    check(
        &["show", "bolt:Net.0404"],
        expect![[r#"
        no catalog of Bolt has Net.0404; nearest: acme:Net.0404, acme:Net.0409,
          acme:Net.0501, acme:Net.0502, acme:Net.0503
        [exit status 1]
    "#]],
    );
    check(
        &["show", "--lang", "zh", "bolt:2101"],
        expect![[r#"
        闪电云的目录没有收录 2101；最接近的是：bolt:2100
        [exit status 1]
    "#]],
    );
    check(
        &["show", "nothing"],
        expect![[r#"
        no catalog has nothing
        [exit status 1]
    "#]],
    );
    check(
        &["show", "nobody:4000"],
        expect![[r#"
        no catalog has nobody:4000; nearest: acme:4000, bolt:4000
        [exit status 1]
    "#]],
    );
    check(
        &["show", " "],
        expect![[r#"
        errdex: no code to show: give one, such as `errdex show VPC.0504`
        [exit status 2]
    "#]],
    );
}

#[test]
fn the_wire_form_of_a_code() {
    let json = printed(&mut command(&["show", "--json", "net0404"]));
    let shown: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let keys: Vec<&String> = shown.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["code", "entries", "equivalents", "schema"]);
    assert_eq!((&shown["schema"], &shown["code"]), (&1.into(), &"Net.0404".into()));
    let hits = |name: &str| -> Vec<serde_json::Value> {
        let keys = ["rank", "id"];
        let hits = shown[name].as_array().expect("hits").iter();
        hits.map(|hit| keys.map(|key| hit[key].clone()).into_iter().collect()).collect()
    };
    assert_eq!(
        serde_json::json!(hits("entries")),
        serde_json::json!([[1, "acme/net/Net.0404"], [2, "acme/net/Net.0404#2"]])
    );
    assert_eq!(serde_json::json!(hits("equivalents")), serde_json::json!([[1, "bolt/bill/2100"]]));
    check(
        &["show", "--json", "nothing"],
        expect![[r#"
        {"schema":1,"code":"nothing","entries":[],"equivalents":[]}
        [exit status 1]
    "#]],
    );
}

/// What holds of every code of the catalogs, and of what is none.
#[test]
fn every_code_is_shown() {
    let index = Cache::new(None).open(&Layers::default()).expect("the embedded catalogs give an index");
    let searcher = Searcher::new(&index);
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..index.len() {
        let entry = index.entry(number).expect("an entry");
        let asked = format!("{}:{}", entry.vendor, entry.code);
        if !seen.insert(asked.clone()) {
            continue;
        }
        let shown = searcher.show(&asked).expect("no code is an error");
        assert!(shown.entries.iter().any(|hit| hit.entry.id == entry.id), "{asked}");
        assert!(shown.entries.iter().all(|hit| hit.entry.vendor == entry.vendor), "{asked}");
        assert!(shown.equivalents.iter().all(|hit| hit.entry.vendor != entry.vendor), "{asked}");
        let vendors: std::collections::BTreeSet<&str> =
            shown.equivalents.iter().map(|hit| hit.entry.vendor.as_str()).collect();
        assert_eq!(vendors.len(), shown.equivalents.len(), "{asked}");
        assert!(shown.probable <= shown.equivalents.len() && shown.nearest.is_empty(), "{asked}");
    }
    for odd in ["", ":", "：", "a:b:c", "huawei:", "\u{1b}[31m", "弹", "0", "-", "VPC.", &"x".repeat(100_000)]
    {
        let shown = searcher.show(odd).expect("no code is an error");
        assert!(shown.nearest.len() <= 5);
    }
}

//! Reading signals, beside a search for the literals of all codes that understands nothing: ordinary log lines, and a
//! paste of 64 KiB.

mod timing;

use std::hint::black_box;

use aho_corasick::AhoCorasick;
use errdex::{Catalogs, Index, Layers, Signals};

/// Lines of about 140 bytes as services write them; one in ten is an error of a vendor.
const LINES: [&str; 10] = [
    r#"2026-03-01T11:20:33.412Z INFO  [http-nio-8080-exec-7] c.e.orders.OrderController - created order 918273 for customer 5512 in 48 ms, total 129.90"#,
    r#"10.20.31.7 - - [02/Mar/2026:11:20:33 +0800] "GET /api/v1/orders/918273?expand=items HTTP/1.1" 200 1873 "-" "okhttp/4.12.0" rt=0.048 ups=10.2.0.8:80"#,
    r#"level=info ts=2026-03-01T22:10:45.117Z caller=compact.go:212 component=tsdb msg="write block" mint=1709287200000 maxt=1709294400000 duration=1.2s"#,
    r#"I0301 04:44:10.002110       1 reconciler.go:224] "operationExecutor.VerifyControllerAttachedVolume started for volume" pod="default/web-0" node="n1""#,
    r#"{"ts":"2026-03-01T11:20:33.412Z","level":"info","logger":"orders","msg":"payment captured","order":918273,"amount":129.9,"took_ms":48,"trace":"9a6f0c41"}"#,
    r#"2026-03-01 11:20:33 DEBUG org.hibernate.SQL - select o.id, o.total, o.customer_id from orders o where o.customer_id = ? order by o.id desc limit 20"#,
    r#"Mar  1 11:20:33 gw-03 dhclient[811]: DHCPACK of 10.20.31.7 from 10.20.31.1, bound, renewal in 17280 seconds, lease 86400, server id 10.20.31.1 ok"#,
    r#"[2026-03-01 11:20:33,412] WARN [ReplicaFetcher replicaId=2, leaderId=1, fetcherId=0] Error in response for fetch request, will be retried shortly"#,
    r#"2026-03-01 11:20:33.120 INFO  c.a.net.SubnetService - 创建子网成功 subnetId=subnet-2001 vpcId=vpc-6002 耗时 240ms 操作人 zhang.san 区域 华东二区 结果正常"#,
    r#"2026-03-01 11:20:33 ERROR qc.iaas StopInstances resp={"message":"PermissionDenied, instance [i-2aypaijz] is not running, can not be stopped","ret_code":1400}"#,
];

const PASTE: usize = 64 * 1024;

fn main() {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    let index = Index::build(&catalogs).expect("they build");
    let codes: Vec<&str> = catalogs.entries().map(|entry| entry.code.as_str()).collect();
    let literals = AhoCorasick::new(codes).expect("few codes");
    let paste: String = LINES.iter().cycle().take(500).flat_map(|line| [*line, "\n"]).collect();
    let paste = &paste.as_bytes()[..PASTE.min(paste.len())];
    let read = |text: &[u8]| {
        black_box(Signals::read(black_box(text), index.evidence()));
    };
    let count = |text: &[u8]| {
        black_box(literals.find_overlapping_iter(black_box(text)).count());
    };
    let lines: [(&str, &[&str]); 3] = [
        ("ordinary lines", &LINES[..9]),
        ("lines, one in ten an error", &LINES),
        ("the error alone", &LINES[9..]),
    ];
    println!("{:28} {:>14} {:>14} {:>7}", "", "signals", "literals", "ratio");
    for (name, lines) in lines.into_iter().filter(|(name, _)| timing::is_wanted(name)) {
        let each = |call: &dyn Fn(&[u8])| lines.iter().for_each(|line| call(line.as_bytes()));
        let (a, b) = alternate(|| each(&read), || each(&count));
        let rate = |time: f64| format!("{:.2} M/s", lines.len() as f64 / time / 1e6);
        println!("{name:28} {:>14} {:>14} {:7.2}", rate(a), rate(b), a / b);
    }
    let name = format!("a paste of {} KiB", paste.len() / 1024);
    if timing::is_wanted(&name) {
        let (a, b) = alternate(|| read(paste), || count(paste));
        let rate = |time: f64| format!("{:.0} MB/s", paste.len() as f64 / time / 1e6);
        println!("{name:28} {:>14} {:>14} {:7.2}", rate(a), rate(b), a / b);
    }
}

/// The median seconds of a call of each, called in turns.
fn alternate(first: impl Fn(), second: impl Fn()) -> (f64, f64) {
    const ROUNDS: usize = 2001;
    let times: Vec<(f64, f64)> =
        (0..ROUNDS).map(|_| (timing::seconds(&first), timing::seconds(&second))).collect();
    (timing::median(times.iter().map(|times| times.0)), timing::median(times.iter().map(|times| times.1)))
}

//! `check --external` against a server that misbehaves in every way, and against none.

mod certificates;
mod server;

use std::{
    collections::BTreeMap,
    fs,
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use gongkai::{
    diagnostic::{Answer, BadCertificate, DeadEnd, Inconclusive},
    external::{Asked, Session, SessionOptions},
    pipeline,
};

use crate::site::{AS_OF, Quiet, Site};
use server::{Server, closed_port};

/// Only the addresses that a test itself writes are asked.
const ALONE: &str = "外部链接:\n  跳过: [gov.cn, conac.cn]\n  内网: 是\n";

/// A site with a document whose body is this.
fn site(body: &str) -> Site {
    let site = Site::new();
    settings(&site, ALONE);
    site.document("content/通知公告/甲.md", 1, "", body);
    site
}

/// Adds lines to the settings.
fn settings(site: &Site, more: &str) {
    let text = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.put("site.yaml", text + more);
}

/// Quick manners, and names of `.test` that lead to a server.
fn options(names: &[&str], server: &Server) -> SessionOptions {
    SessionOptions {
        timeout: Some(Duration::from_secs(2)),
        retries: Some(1),
        interval: Some(Duration::ZERO),
        backoff: Some(Duration::from_millis(20)),
        longest_wait: Some(Duration::from_secs(3)),
        resolve: lead(names, server.address),
        ..SessionOptions::default()
    }
}

fn lead(names: &[&str], to: SocketAddr) -> BTreeMap<String, Vec<SocketAddr>> {
    let names = names.iter();
    names
        .map(|name| (format!("{name}.test"), vec![to]))
        .collect()
}

/// Asks for the addresses of a site, without looking at its pages.
fn ask(site: &Site, session: &Session) -> Asked {
    let loaded = pipeline::load(&site.options(), &Quiet).unwrap();
    session.round(&loaded).ask(&|| {}).unwrap()
}

/// One address, asked alone.
fn answer(address: &str, options: SessionOptions) -> Option<Answer> {
    use gongkai::diagnostic::FaultKind;
    let asked = ask(&site(&format!("[甲]({address})")), &Session::new(options));
    assert_eq!(asked.tally.addresses, 1, "{address}");
    let fault = asked.faults.into_iter().next()?;
    Some(match fault.kind {
        FaultKind::BrokenExternalLink { why, .. } => Answer::Broken(why),
        FaultKind::MovedExternalLink { to, status, .. } => Answer::Moved { to, status },
        FaultKind::UnreachableExternalLink { why, .. } => Answer::Silent(why),
        other => panic!("{other:?}"),
    })
}

/// Rule, severity, place, message, help and fix of what was found of other websites.
fn golden(report: &serde_json::Value) -> String {
    let found = report["diagnostics"].as_array().unwrap().iter();
    let external = found.filter(|found| {
        let rule = found["rule"].as_str().unwrap();
        let is_on_pages = rule == "unannounced-external-link";
        (rule.contains("external") && !is_on_pages) || rule == "credentials-in-link"
    });
    external
        .map(|found| {
            let word = |name: &str| found[name].as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {}:{}:{}-{} {}\n    {}{}\n",
                word("severity"),
                word("rule"),
                word("path"),
                found["line"],
                found["column"],
                found["end_column"],
                word("message"),
                word("help"),
                found["fix"]["replacement"]
                    .as_str()
                    .map_or(String::new(), |new| format!("\n    → {new}")),
            )
        })
        .collect()
}

/// Every way in which a website can behave, in every place where an address can stand.
#[test]
fn every_misbehaviour_is_told_at_its_place() {
    let server = Server::start();
    // A name for each, or one that is slow would hold up the others.
    let ways = [
        "fine",
        "missing",
        "gone",
        "no-head",
        "lies-to-head",
        "wall",
        "riddle",
        "cloud",
        "slow",
        "cut-off",
        "silent",
        "drops-head",
        "drops-once",
        "step",
        "loop",
        "cookie",
        "stray",
        "busy",
        "ill",
        "away",
        "endless",
        "garbage",
        "hops",
        "moved",
        "far",
        "nowhere",
        "home",
        "odd",
        "busy-ever",
        "busy-long",
        "ill-ever",
        "nobody",
        "nothing",
        "raw",
        "picture",
        "yaml",
        "front",
        "settings",
        "reference",
        "auto",
    ];
    let mut options = options(&ways, &server);
    options
        .resolve
        .insert("nobody.test".to_owned(), vec![closed_port()]);
    options
        .resolve
        .insert("nothing.test".to_owned(), Vec::new());
    let paths = [
        ("moved", "moved#第二条"),
        ("far", "moved/far"),
        ("nowhere", "moved/nowhere"),
        ("home", "moved/home"),
        ("odd", "moved/odd"),
        ("busy-ever", "busy/ever"),
        ("busy-long", "busy/long"),
        ("ill-ever", "ill/ever"),
        ("hops", "hops/0"),
    ];
    let body: String = ways
        .iter()
        .take_while(|way| **way != "raw")
        .map(|way| {
            let path = paths.iter().find(|(name, _)| name == way);
            let path = path.map_or(*way, |(_, path)| path);
            format!("- 链接[{way}](http://{way}.test/{path})\n")
        })
        .collect();
    let site = site(&format!(
        "{body}- ![图示](http://picture.test/missing)\n- <http://auto.test/missing>\n- [参见][一]\n- <a href=\"http://raw.test/missing?a=1&amp;b=2\">原样</a>\n- [错](http://[::1/)\n- [密](http://u:p@fine.test/)\n- [内](http://127.0.0.1:9/)\n\n[一]: http://reference.test/missing\n"
    ));
    site.document(
        "content/通知公告/乙.md",
        2,
        "来源: \"http://front.test/missing\"\n",
        "正文见[甲](//fine.test/missing)。",
    );
    // What is not published is nobody's business.
    site.document(
        "content/通知公告/丙.md",
        3,
        "",
        "[甲](http://secret.test/missing)",
    );
    let secret = fs::read_to_string(site.path().join("content/通知公告/丙.md")).unwrap();
    let secret = secret.replace(
        "公开属性: 主动公开",
        "公开属性: 不予公开\n不公开理由: 内部事务",
    );
    site.put("content/通知公告/丙.md", secret);
    for (path, old, new) in [
        (
            "content/法定主动公开内容/事项.yaml",
            "https://www.example.gov.cn/gfxwj/",
            "http://yaml.test/moved",
        ),
        (
            "site.yaml",
            "上级网址: https://www.example.gov.cn/",
            "上级网址: http://settings.test/missing",
        ),
    ] {
        let text = fs::read_to_string(site.path().join(path)).unwrap();
        assert!(text.contains(old), "{path}");
        site.put(path, text.replacen(old, new, 1));
    }
    let start = Instant::now();
    let report = site.report_with(&Session::new(options));
    assert!(
        start.elapsed() < Duration::from_secs(12),
        "{:?}",
        start.elapsed()
    );
    insta::assert_snapshot!(golden(&report));
    insta::assert_snapshot!("tally", format!("{:#}", report["summary"]["external"]));
    // Each address was asked by HEAD first, and by GET only where HEAD did not do.
    for (path, counts) in [
        ("/fine", (2, 0)),
        ("/no-head", (1, 1)),
        ("/lies-to-head", (1, 1)),
        ("/drops-head", (1, 1)),
        ("/gone", (1, 1)),
        ("/busy", (1, 1)),
        ("/busy/long", (1, 0)),
        ("/ill", (1, 2)),
        ("/ill/ever", (1, 2)),
        ("/hops/9", (1, 0)),
        ("/hops/11", (0, 0)),
        ("/endless", (1, 1)),
    ] {
        let (heads, gets) = server.count(path);
        // Redirects lead to the good page too.
        let is_as_told = if path == "/fine" {
            heads >= counts.0
        } else {
            (heads, gets) == counts
        };
        assert!(is_as_told, "{path}: {heads} HEAD, {gets} GET");
    }
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.user_agent.contains("gongkai/"))
    );
    assert!(requests.iter().all(|request| request.host != "secret.test"));
    let assessed = report["assessment"].as_array().unwrap();
    for id in ["WD-9", "DED-6"] {
        let item = assessed
            .iter()
            .find(|item| item["requirement"] == id)
            .unwrap();
        assert_eq!(item["outcome"], "fail", "{item}");
    }
}

#[test]
fn what_could_not_be_found_out_is_not_passed() {
    let report = site("[甲](http://a.test/)").report_with(&Session::answering(BTreeMap::from([(
        "http://a.test/".to_owned(),
        Answer::Silent(Inconclusive::Refused),
    )])));
    let mut items = report["assessment"].as_array().unwrap().iter();
    let item = items.find(|item| item["requirement"] == "WD-9").unwrap();
    assert_eq!(item["outcome"], "uncertain");
    let note = item["note"].as_str().unwrap();
    assert!(note.contains("无法判断 1 个"), "{note}");
    assert_eq!(report["summary"]["errors"], 0);
    assert_eq!(report["summary"]["external"]["not_assessable"], 1);
}

/// A name that is not found is broken only where other names are found.
#[test]
fn without_a_name_system_no_name_is_broken() {
    let server = Server::start();
    let mut options = options(&["a"], &server);
    options.resolve.insert("b.test".to_owned(), Vec::new());
    let alone = answer("http://b.test/", options.clone());
    assert_eq!(alone, Some(Answer::Silent(Inconclusive::NoLookup)));
    let asked = ask(
        &site("[甲](http://a.test/) [乙](http://b.test/)"),
        &Session::new(options),
    );
    assert_eq!((asked.tally.good, asked.tally.broken), (1, 1));
}

#[test]
fn private_places_are_never_gone_to() {
    let server = Server::start();
    let port = server.address.port();
    let private = Some(Answer::Silent(Inconclusive::Private));
    let options = options(&["a"], &server);
    for address in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        "http://169.254.169.254/latest/".to_owned(),
    ] {
        assert_eq!(answer(&address, options.clone()), private, "{address}");
    }
    assert_eq!(server.connections(), 0);
    // A redirect is no way in either.
    for path in ["inward", "inward/name"] {
        let address = format!("http://a.test/{path}");
        assert_eq!(answer(&address, options.clone()), private, "{path}");
    }
    assert_eq!(server.count("/secret"), (0, 0));
    let allowed = SessionOptions {
        allow_private: true,
        ..options
    };
    assert_eq!(answer("http://a.test/inward", allowed.clone()), None);
    assert_eq!(server.count("/secret"), (1, 0));
    assert_eq!(answer(&format!("http://localhost:{port}/"), allowed), None);
}

#[test]
fn certificates_are_judged_as_browsers_do() {
    let issuer = certificates::Issuer::new();
    let broken = |why| Some(Answer::Broken(DeadEnd::Certificate(why)));
    for (server, wanted) in [
        (issuer.server("a.test", 2020, 2100), None),
        (
            issuer.server("a.test", 2019, 2020),
            broken(BadCertificate::Expired),
        ),
        (
            issuer.server("a.test", 2098, 2100),
            broken(BadCertificate::NotYetValid),
        ),
        (
            issuer.server("b.test", 2020, 2100),
            broken(BadCertificate::WrongName),
        ),
    ] {
        let mut options = options(&["a"], &server);
        options.issuers = vec![issuer.der()];
        assert_eq!(answer("https://a.test/", options), wanted);
    }
    // Browsers may know an issuer that is not known here.
    let server = issuer.server("a.test", 2020, 2100);
    let unknown = answer("https://a.test/", options(&["a"], &server));
    assert_eq!(unknown, Some(Answer::Silent(Inconclusive::UnknownIssuer)));
    assert!(
        server.requests().is_empty(),
        "nothing is said to whom nobody vouches for"
    );
    // Plain HTTP where TLS is expected.
    let server = Server::start();
    let plain = answer("https://a.test/", options(&["a"], &server));
    assert!(matches!(plain, Some(Answer::Silent(_))), "{plain:?}");
}

#[test]
fn the_way_of_ipv6_is_known() {
    let Ok(server) = Server::listen("[::1]:0", None) else {
        return; // A machine without IPv6.
    };
    let site = site(&format!(
        "[甲](http://[::1]:{}/missing)",
        server.address.port()
    ));
    let output = site.run(&[
        "check",
        "--as-of",
        AS_OF,
        "--external",
        "--allow-private",
        "--format",
        "json",
    ]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["summary"]["external"]["broken"], 1, "{report:#}");
}

#[test]
fn an_address_is_asked_once() {
    let server = Server::start();
    let site = site(
        "[甲](http://a.test/x#一) [乙](HTTP://A.test/x#二) [丙](http://a.test:80/x)\n\n<a href=\"http://a.test/x\">丁</a>\n",
    );
    site.document("content/通知公告/乙.md", 2, "", "[戊](http://a.test/x)");
    let asked = ask(&site, &Session::new(options(&["a"], &server)));
    assert_eq!(server.connections(), 1);
    assert_eq!(asked.tally.addresses, 1);
}

#[test]
fn a_host_is_left_time_between_requests() {
    let server = Server::start();
    let body: String = (0..6)
        .map(|n| format!("[甲](http://a.test/{n}) [乙](http://b.test/{n})\n"))
        .collect();
    let options = SessionOptions {
        interval: Some(Duration::from_millis(150)),
        ..options(&["a", "b"], &server)
    };
    ask(&site(&body), &Session::new(options));
    let requests = server.requests();
    assert_eq!(requests.len(), 12);
    for host in ["a.test", "b.test"] {
        let times: Vec<Instant> = requests
            .iter()
            .filter(|request| request.host == host)
            .map(|request| request.at)
            .collect();
        // What the server notes is later than what was sent by a little, which may differ.
        let whole = times[times.len() - 1] - times[0];
        assert!(
            whole >= Duration::from_millis(5 * 150 - 100),
            "{host}: {whole:?}"
        );
    }
    let last = requests.iter().map(|request| request.at).max().unwrap();
    assert!(
        last - requests[0].at < Duration::from_millis(1500),
        "hosts do not wait for one another"
    );
}

#[test]
fn a_host_gets_few_requests_at_once() {
    let server = Server::start();
    let body: String = (0..10)
        .map(|n| format!("[甲](http://a.test/lazy?{n})\n"))
        .collect();
    ask(&site(&body), &Session::new(options(&["a"], &server)));
    assert!(server.most_open() <= 2, "{}", server.most_open());
    assert_eq!(server.requests().len(), 10);
}

#[test]
fn a_host_that_is_not_there_is_tried_for_one_address_only() {
    let server = Server::start();
    let mut options = options(&[], &server);
    options
        .resolve
        .insert("a.test".to_owned(), vec![closed_port()]);
    let body: String = (0..40)
        .map(|n| format!("[甲](http://a.test/{n})\n"))
        .collect();
    let start = Instant::now();
    options.backoff = Some(Duration::from_millis(300));
    let asked = ask(&site(&body), &Session::new(options));
    assert_eq!(asked.tally.not_assessable, 40);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

/// The time that an answer in the cache was given, made older.
fn age(cache: &Path, days: i64) {
    let path = cache.join("links.json");
    let text = fs::read_to_string(&path).unwrap();
    let mut stored: serde_json::Value = serde_json::from_str(&text).unwrap();
    for kept in stored["answers"].as_object_mut().unwrap().values_mut() {
        let at: jiff::Timestamp = kept["asked"].as_str().unwrap().parse().unwrap();
        kept["asked"] = (at - jiff::SignedDuration::from_hours(days * 24))
            .to_string()
            .into();
    }
    fs::write(&path, stored.to_string()).unwrap();
}

#[test]
fn answers_are_kept_for_their_time() {
    let server = Server::start();
    let site = site(
        "[甲](http://a.test/good) [乙](http://a.test/missing) [丙](http://a.test/wall) [丁](http://a.test/moved)",
    );
    let cache = site.path().join(".gongkai");
    let run = |age: Option<u64>| {
        let before = server.requests().len();
        let session = Session::new(SessionOptions {
            cache: Some(cache.clone()),
            cache_age: age.map(|days| Duration::from_hours(days * 24)),
            ..options(&["a"], &server)
        });
        let tally = ask(&site, &session).tally;
        // The second round of a session knows all, what could not be found out too.
        assert_eq!(ask(&site, &session).tally, tally);
        let asked: std::collections::BTreeSet<String> = server.requests()[before..]
            .iter()
            .map(|request| request.path.clone())
            .collect();
        (
            tally.cached,
            asked.into_iter().collect::<Vec<_>>().join(" "),
            tally.notes,
        )
    };
    let all = "/fine /good /missing /moved /wall";
    let is = |got: (usize, String, Vec<String>), cached: usize, asked: &str| {
        assert_eq!((got.0, got.1.as_str(), got.2.len()), (cached, asked, 0));
    };
    is(run(None), 0, all);
    assert_eq!(fs::read_to_string(cache.join(".gitignore")).unwrap(), "*\n");
    assert_eq!(
        fs::read_dir(&cache).unwrap().count(),
        2,
        "no unfinished file is left"
    );
    let kept = fs::read_to_string(cache.join("links.json")).unwrap();
    let without_times = |text: &str| -> String {
        text.lines()
            .filter(|line| !line.contains("\"asked\""))
            .map(|line| format!("{line}\n"))
            .collect()
    };
    insta::assert_snapshot!("cache", without_times(&kept));
    // What nothing can be said of is asked for again.
    is(run(None), 3, "/wall");
    assert_eq!(fs::read_to_string(cache.join("links.json")).unwrap(), kept);
    is(run(Some(0)), 0, all);
    age(&cache, 2);
    is(run(None), 2, "/missing /wall");
    age(&cache, 8);
    is(run(None), 0, all);
    // An answer from the future is of a clock that was wrong.
    age(&cache, -2);
    is(run(None), 0, all);
    for damaged in [
        "",
        "{",
        "[]",
        "{\"version\":9,\"answers\":{}}",
        "{\"version\":1,\"answers\":{\"a\":1}}",
    ] {
        fs::write(cache.join("links.json"), damaged).unwrap();
        let (cached, asked, notes) = run(None);
        assert_eq!((cached, asked.as_str()), (0, all));
        assert!(
            notes.len() == 1 && notes[0].contains("没有采用"),
            "{notes:?}"
        );
    }
    assert_eq!(
        without_times(&fs::read_to_string(cache.join("links.json")).unwrap()),
        without_times(&kept)
    );
    // A cache that cannot be written costs a note.
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, "一个文件").unwrap();
    let (_, _, notes) = run(None);
    assert!(
        notes.iter().any(|note| note.contains("没有写成")),
        "{notes:?}"
    );
}

/// The program itself: exit codes, waivers, severities, fixes.
#[test]
fn the_command_line_asks_and_mends() {
    let server = Server::start();
    let root = format!("http://localhost:{}", server.address.port());
    let site = site(&format!(
        "[甲]({root}/missing)\n\n[乙]({root}/moved)\n\n[丙]({root}/ill/ever)\n"
    ));
    let run = |more: &[&str]| {
        let mut arguments = vec![
            "check",
            "--as-of",
            AS_OF,
            "--external",
            "--allow-private",
            "--format",
            "json",
        ];
        arguments.extend(more);
        let output = site.run(&arguments);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        let rules: Vec<String> = report["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| {
                format!(
                    "{} {}",
                    found["severity"].as_str().unwrap(),
                    found["rule"].as_str().unwrap()
                )
            })
            .collect();
        (output.status.code().unwrap(), rules.join("\n"), report)
    };
    let (code, rules, report) = run(&["--fix"]);
    assert_eq!(
        (code, rules.as_str()),
        (
            0,
            "warning broken-external-link\nwarning broken-external-link"
        )
    );
    assert_eq!(report["summary"]["external"]["good"], 1, "{report:#}");
    let mended = fs::read_to_string(site.path().join("content/通知公告/甲.md")).unwrap();
    assert!(mended.contains(&format!("[乙]({root}/fine)")), "{mended}");
    assert!(site.path().join(".gongkai/links.json").is_file());

    let standard =
        "标准:\n  严重程度:\n    - {规则: broken-external-link, 级别: 错误, 理由: 区里按月通报}\n";
    let plain = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    settings(&site, standard);
    assert_eq!(run(&[]).0, 1);
    let waiver = |words: &str| {
        format!("    - {{规则: broken-external-link, 路径: content/通知公告/甲.md, 内容: {words}, 理由: 上级页面改版中, 责任岗位: 主任, 到期: 2027-01-01}}\n").replacen("    -", "  -", 1)
    };
    settings(
        &site,
        &format!("豁免:\n{}{}", waiver("/missing"), waiver("/ill/ever")),
    );
    let (code, rules, report) = run(&[]);
    assert_eq!((code, rules.as_str()), (0, ""));
    assert_eq!(report["summary"]["waived"], 2);

    // A waiver of such a rule is idle only where the websites were asked.
    site.put("site.yaml", format!("{plain}豁免:\n{}", waiver("/nothing")));
    assert_eq!(run(&["--rule", "unused-waiver"]).1, "warning unused-waiver");
    assert_eq!(site.all_findings(), []);

    let human = site.run(&["check", "--as-of", AS_OF, "--external", "--allow-private"]);
    let text = String::from_utf8(human.stderr).unwrap();
    assert!(
        text.contains("3 个站外网址：打得开 1，已搬到新地址 0，打不开 2，无法判断 0；另有"),
        "{text}"
    );
    assert!(
        text.contains("联网检查 0 项") || !text.contains("联网检查"),
        "{text}"
    );
    let refused = site.run(&["check", "--allow-private"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("还缺“--external”"));
}

#[test]
fn what_the_site_skips_is_not_asked() {
    let server = Server::start();
    let site = site(
        "[甲](http://a.test/) [乙](http://www.a.test/) [丙](http://aa.test/) [丁](http://b.test/x/1) [戊](http://b.test/y)",
    );
    let text = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let text = text.replace(
        "[gov.cn, conac.cn]",
        "[gov.cn, conac.cn, a.test, \"http://b.test/x/\"]",
    );
    site.put(
        "site.yaml",
        text + "  超时: 5\n  每站间隔: 0\n  重试: 0\n  并发: 4\n  每站并发: 1\n",
    );
    assert_eq!(site.all_findings(), []);
    let asked = ask(
        &site,
        &Session::new(options(&["a", "www.a", "aa", "b"], &server)),
    );
    let mut hosts: Vec<String> = server
        .requests()
        .into_iter()
        .map(|request| request.host + &request.path)
        .collect();
    hosts.sort();
    assert_eq!(hosts, ["aa.test/", "b.test/y"]);
    assert_eq!(asked.tally.addresses, 2);
}

/// Without the flag there is no network: nothing is asked, and nothing that could ask is made.
#[test]
fn without_the_flag_nobody_is_asked() {
    let server = Server::start();
    let site = site(&format!("[甲](http://{}/missing)", server.address));
    for command in ["check", "build", "report"] {
        assert!(
            site.run(&[command, "--as-of", AS_OF]).status.success(),
            "{command}"
        );
    }
    assert_eq!(server.connections(), 0);
    assert!(!site.path().join(".gongkai").exists());
}

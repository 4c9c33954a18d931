//! The preview: loopback, reload after a save, the last good page under the diagnostics.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::site::{AS_OF, Site};

struct Preview {
    child: Child,
    address: String,
}

impl Preview {
    fn start(site: &Site, more: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port()
            .to_string();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["serve", "--as-of", AS_OF, "--port", &port])
            .args(more)
            .current_dir(site.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = lines
            .find_map(|line| {
                line.unwrap()
                    .split_once("http://")
                    .map(|(_, rest)| rest.to_owned())
            })
            .unwrap();
        // Keep reading, or the program would wait for room to log.
        std::thread::spawn(move || lines.for_each(drop));
        let address = ready.split('/').next().unwrap().to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        Self { child, address }
    }

    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer[9..12].parse().unwrap(), answer)
    }

    /// The status of an answer to a request that is written out by hand.
    fn ask(&self, request: impl AsRef<[u8]>) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(request.as_ref()).unwrap();
        let mut answer = Vec::new();
        // What is refused early may be cut off while the request is still being sent.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer[9..12].parse().unwrap(), answer)
    }

    fn status_for_host(&self, path: &str, host: &str) -> u16 {
        let port = self.address.split_once(':').unwrap().1;
        let host = host.replace("PORT", port);
        self.ask(format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
        .0
    }

    /// Waits until the home page is answered with a status.
    #[track_caller]
    fn wait_for_status(&self, status: u16) {
        let start = Instant::now();
        while self.get("/").0 != status {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "the home page never was {status}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a page holds a text.
    #[track_caller]
    fn wait_for(&self, path: &str, text: &str) {
        let start = Instant::now();
        while !self.get(path).1.contains(text) {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{path} never held {text}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The next event that tells of problems or of none.
    fn events(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET /__gongkai/events HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        )
        .unwrap();
        BufReader::new(stream)
            .lines()
            .filter_map(|line| serde_json::from_str(line.unwrap().strip_prefix("data:")?).ok())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PAGE: &str = "/notices/202606/jia.html";

fn saves_are_shown(more: &[&str]) {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "第一稿。");
    let preview = Preview::start(&site, more);
    let (status, page) = preview.get(PAGE);
    assert_eq!(status, 200);
    assert!(page.contains("第一稿。") && page.contains("/__gongkai/preview.js"));
    let mut events = preview.events();
    assert_eq!(events.next().unwrap()["generation"], 1);

    site.document("content/通知公告/甲.md", 1, "", "第二稿。");
    preview.wait_for(PAGE, "第二稿。");
    let told = events.next().unwrap();
    assert!(
        told["generation"].as_u64().unwrap() > 1 && told["problems"] == "",
        "{told}"
    );

    site.document("content/通知公告/甲.md", 1, "发文字好: 乙\n", "第三稿。");
    let told = events.find(|told| told["problems"] != "").unwrap();
    assert!(
        told["problems"]
            .as_str()
            .unwrap()
            .contains("content/通知公告/甲.md:11:1"),
        "{told}"
    );
    assert!(
        preview.get(PAGE).1.contains("第二稿。"),
        "the last good page stays"
    );

    site.document("content/通知公告/甲.md", 1, "", "第四稿。");
    preview.wait_for(PAGE, "第四稿。");
    assert!(events.any(|told| told["problems"] == ""));
    assert!(!site.out().exists(), "a preview publishes nothing");
}

#[test]
fn saves_are_shown_when_told() {
    saves_are_shown(&[]);
}

#[test]
fn saves_are_shown_when_polling() {
    saves_are_shown(&["--poll"]);
}

#[test]
fn a_site_that_was_never_good_says_what_is_wrong() {
    let site = Site::new();
    site.put("content/通知公告/甲.md", "# 无文件头\n");
    let preview = Preview::start(&site, &[]);
    let (status, page) = preview.get("/");
    assert_eq!(status, 503);
    assert!(page.contains("missing-front-matter"), "{page}");
    site.document("content/通知公告/甲.md", 1, "", "好了。");
    preview.wait_for(PAGE, "好了。");
    assert_eq!(preview.get("/nowhere").0, 404);
    // The page for wrong addresses links from the server's root, so the site answers there too.
    assert_eq!(preview.get("/xulaijie/zfxxgk/assets/official.css").0, 200);
    let outside = preview.get("/../site.yaml");
    assert!(
        outside.0 >= 400 && !outside.1.contains("统一社会信用代码:"),
        "{}",
        outside.1
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_in_order() {
    let site = Site::new();
    let mut preview = Preview::start(&site, &[]);
    let mut events = preview.events();
    events.next().unwrap();
    let killed = Command::new("kill")
        .args(["-INT", &preview.child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let start = Instant::now();
    let status = loop {
        if let Some(status) = preview.child.try_wait().unwrap() {
            break status;
        }
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "it goes on after an interrupt"
        );
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(status.code(), Some(0));
}

#[test]
fn only_its_own_names_are_answered() {
    let site = Site::new();
    let more = ["--host", "office-pc.lan", "--host", "proxy.lan:8080"];
    let preview = Preview::start(&site, &more);
    for path in ["/", "/__gongkai/preview.js", "/search/index.js", "/nowhere"] {
        let usual = preview.get(path).0;
        for host in [
            "localhost:PORT",
            "LOCALHOST.:PORT",
            "127.0.0.1:PORT",
            "[::1]:PORT",
            "office-pc.lan:PORT",
            "proxy.lan:8080",
        ] {
            assert_eq!(
                preview.status_for_host(path, host),
                usual,
                "{path} at {host}"
            );
        }
    }
    for path in [
        "/",
        "/__gongkai/events",
        "/__gongkai/preview.js",
        "/search/index.js",
    ] {
        for host in [
            "evil.example",
            "evil.example:PORT",
            "localhost.evil.example:PORT",
            "192.0.2.1:PORT",
            "localhost:1",
            "office-pc.lan:8080",
        ] {
            assert_eq!(preview.status_for_host(path, host), 421, "{path} at {host}");
        }
        for host in [
            "",
            "user@localhost:PORT",
            "localhost:PORT, evil.example",
            "::1",
        ] {
            assert_eq!(preview.status_for_host(path, host), 400, "{path} at {host}");
        }
    }
    let own = &preview.address;
    for (request, status) in [
        ("GET / HTTP/1.1\r\n".to_owned(), 400),
        ("GET / HTTP/1.0\r\n".to_owned(), 400),
        (
            format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: {own}\r\n"),
            400,
        ),
        (
            format!("GET http://evil.example/ HTTP/1.1\r\nHost: {own}\r\n"),
            421,
        ),
        (
            format!("GET http://{own}/ HTTP/1.1\r\nHost: evil.example\r\n"),
            421,
        ),
        (
            format!("GET http://{own}/ HTTP/1.1\r\nHost: {own}\r\n"),
            200,
        ),
    ] {
        let answer = preview.ask(format!("{request}Connection: close\r\n\r\n"));
        assert_eq!(answer.0, status, "{request}");
    }
    let refused = preview.ask("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert!(
        refused.1.contains("--host evil.example:80 ")
            && refused.1.contains(&format!("http://{own}/")),
        "it says what to do: {}",
        refused.1
    );
    // The search index is made of scripts, which pages of others could load.
    let index = preview.get("/search/index.js").1.to_lowercase();
    assert!(
        index.contains("cross-origin-resource-policy: same-origin"),
        "{index}"
    );
}

#[test]
fn hosts_that_cannot_be_are_refused() {
    let site = Site::new();
    for wrong in [
        &["http://office-pc.lan"] as &[&str],
        &["office pc"],
        &["user@office-pc.lan"],
        &["office-pc.lan:99999"],
        &["127.0.0.1", "--host", "0.0.0.0"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["serve", "--host"])
            .args(wrong)
            .current_dir(site.path())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {told}");
        assert!(told.contains("--host"), "{wrong:?}: {told}");
    }
}

#[test]
fn odd_paths_lead_nowhere() {
    let site = Site::new();
    let preview = Preview::start(&site, &[]);
    let long = "a".repeat(60_000);
    for path in [
        format!("/{long}"),
        format!("/{}.html", "a".repeat(300)),
        "/a".repeat(30_000),
        format!("/xulaijie/zfxxgk/{long}"),
        "/%00".to_owned(),
        "/index.html%00".to_owned(),
        "/%2e%2e/site.yaml".to_owned(),
        "/..%2fsite.yaml".to_owned(),
        "/..%5csite.yaml".to_owned(),
        "/..\\site.yaml".to_owned(),
        "/%ff%fe".to_owned(),
        "/%".to_owned(),
        "/%zz".to_owned(),
        "/index.html/x".to_owned(),
        "//etc/passwd".to_owned(),
        "/xulaijie/zfxxgk/../../site.yaml".to_owned(),
        "/__gongkai/../../site.yaml".to_owned(),
    ] {
        let (status, page) = preview.get(&path);
        let shown: String = path.chars().take(80).collect();
        assert_eq!(status, 404, "{shown}");
        assert!(!page.contains("统一社会信用代码:"), "{shown}");
    }
    let (status, _) = preview.get(&"/a".repeat(60_000));
    assert!((400..500).contains(&status), "{status}");
    // The path of the site on its own server is one with the root.
    for path in [
        "/xulaijie/zfxxgk",
        "/xulaijie/zfxxgk/",
        "/%78ulaijie/zfxxgk/index.html",
    ] {
        assert_eq!(preview.get(path).0, 200, "{path}");
    }
}

#[cfg(unix)]
/// Removes folders and files of a site under a preview, and puts them back.
fn comes_back(more: &[&str]) {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "第一稿。");
    let preview = Preview::start(&site, more);
    let folder = site.path().to_owned();
    let kept = tempfile::tempdir().unwrap();
    let kept = kept.path().join("site");
    let copy = |from: &std::path::Path, to: &std::path::Path| {
        assert!(
            Command::new("cp")
                .arg("-r")
                .args([from, to])
                .status()
                .unwrap()
                .success()
        );
    };
    copy(&folder, &kept);
    std::fs::remove_dir_all(kept.join(".public.preview")).unwrap();
    let mut draft = 1;
    let mut save = |preview: &Preview| {
        draft += 1;
        let text = format!("第{draft}稿。");
        site.document("content/通知公告/甲.md", 1, "", &text);
        preview.wait_for(PAGE, &text);
    };

    // The whole folder, gone for a while and at once.
    std::fs::remove_dir_all(&folder).unwrap();
    preview.wait_for_status(503);
    copy(&kept, &folder);
    preview.wait_for_status(200);
    save(&preview);
    std::fs::remove_dir_all(&folder).unwrap();
    copy(&kept, &folder);
    preview.wait_for(PAGE, "第一稿。");
    save(&preview);

    // Moved away and back, and another put in its place.
    let away = kept.with_file_name("away");
    std::fs::rename(&folder, &away).unwrap();
    preview.wait_for_status(503);
    std::fs::rename(&away, &folder).unwrap();
    preview.wait_for_status(200);
    save(&preview);

    // The contents alone; the last good pages stay.
    for pause in [true, false] {
        std::fs::remove_dir_all(folder.join("content")).unwrap();
        if pause {
            std::thread::sleep(Duration::from_millis(1500));
            assert_eq!(preview.get("/").0, 200);
        }
        copy(&kept.join("content"), &folder);
        preview.wait_for(PAGE, "第一稿。");
        save(&preview);
    }

    let mut events = preview.events();
    std::fs::remove_file(folder.join("site.yaml")).unwrap();
    assert!(events.any(|told| told["problems"].as_str().unwrap().contains("site.yaml")));
    copy(&kept.join("site.yaml"), &folder);
    assert!(events.any(|told| told["problems"] == ""));
    save(&preview);
}

#[cfg(unix)]
#[test]
fn a_site_that_comes_back_is_shown_again() {
    comes_back(&[]);
}

#[cfg(unix)]
#[test]
fn a_site_that_comes_back_is_shown_again_when_polling() {
    comes_back(&["--poll"]);
}

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

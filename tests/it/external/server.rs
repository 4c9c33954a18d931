//! A web server on loopback that misbehaves as it is asked to.

use std::{
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) at: Instant,
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) user_agent: String,
}

/// Requests and connections that the server has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    requests: Mutex<Vec<Request>>,
    connections: AtomicUsize,
    /// Requests that are being answered, and the most there were at once.
    open: AtomicUsize,
    most_open: AtomicUsize,
}

/// The server; it lives as long as the test program.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: Arc<Seen>,
}

trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

impl Server {
    pub(crate) fn start() -> Self {
        Self::listen("127.0.0.1:0", None).unwrap()
    }

    /// A server with a certificate of its own.
    pub(crate) fn secure(settings: rustls::ServerConfig) -> Self {
        Self::listen("127.0.0.1:0", Some(Arc::new(settings))).unwrap()
    }

    pub(crate) fn listen(
        address: &str,
        secure: Option<Arc<rustls::ServerConfig>>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (seen, secure) = (Arc::clone(&shared), secure.clone());
                thread::spawn(move || {
                    let stream: Box<dyn Stream> = match secure {
                        Some(settings) => {
                            let session = rustls::ServerConnection::new(settings).unwrap();
                            Box::new(rustls::StreamOwned::new(session, stream))
                        }
                        None => Box::new(stream),
                    };
                    // Who asked may be gone before the answer is.
                    let _ = serve(stream, address, &seen);
                });
            }
        });
        Ok(Self { address, seen })
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// Number of requests for a path, by HEAD and by GET.
    pub(crate) fn count(&self, path: &str) -> (usize, usize) {
        let requests = self.requests();
        let count = |method: &str| {
            let of_path = requests.iter().filter(|request| request.path == path);
            of_path.filter(|request| request.method == method).count()
        };
        (count("HEAD"), count("GET"))
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn most_open(&self) -> usize {
        self.seen.most_open.load(Ordering::SeqCst)
    }
}

fn serve(stream: Box<dyn Stream>, own: SocketAddr, seen: &Seen) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        let found = lines.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        });
        found.unwrap_or_default()
    };
    let mut words = lines[0].split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let request = Request {
        at: Instant::now(),
        method: method.to_owned(),
        host: header("host"),
        path: path.to_owned(),
        user_agent: header("user-agent"),
    };
    let before = {
        let mut requests = seen.requests.lock().unwrap();
        let of_path = requests.iter().filter(|seen| seen.path == path);
        let before = of_path.count();
        requests.push(request);
        before
    };
    let open = seen.open.fetch_add(1, Ordering::SeqCst) + 1;
    seen.most_open.fetch_max(open, Ordering::SeqCst);
    if path.starts_with("/lazy") {
        thread::sleep(Duration::from_millis(100));
    }
    // Before the answer: who has it may ask again while it is still being counted here.
    seen.open.fetch_sub(1, Ordering::SeqCst);
    answer(stream.get_mut(), method, path, before, own)
}

fn answer(
    stream: &mut dyn Stream,
    method: &str,
    path: &str,
    before: usize,
    own: SocketAddr,
) -> io::Result<()> {
    let is_head = method == "HEAD";
    let body = "<!doctype html><p>正文</p>";
    let mut say = |status: &str, headers: &str| -> io::Result<()> {
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
        )?;
        if !is_head {
            stream.write_all(body.as_bytes())?;
        }
        stream.flush()
    };
    match path.split('?').next().unwrap_or_default() {
        "/missing" => say("404 Not Found", ""),
        "/gone" => say("410 Gone", ""),
        "/no-head" | "/cut-off" | "/endless" if is_head => say("405 Method Not Allowed", ""),
        "/lies-to-head" if is_head => say("404 Not Found", ""),
        "/wall" => say("403 Forbidden", ""),
        "/riddle" => say("412 Precondition Failed", ""),
        "/cloud" => say("521 ", ""),
        "/slow" => {
            thread::sleep(Duration::from_secs(4));
            say("200 OK", "")
        }
        // What was promised does not come.
        "/cut-off" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
            stream.flush()
        }
        "/silent" => Ok(()),
        "/drops-head" if is_head => Ok(()),
        "/drops-once" if before < 2 => Ok(()),
        "/step" => say("302 Found", "Location: /step/next\r\n"),
        "/step/next" => say("307 Temporary Redirect", "Location: /fine?x=1\r\n"),
        "/loop" => say("302 Found", "Location: /loop/back\r\n"),
        "/loop/back" => say("301 Moved Permanently", "Location: /loop\r\n"),
        "/cookie" => say("302 Found", "Location: /cookie\r\nSet-Cookie: a=1\r\n"),
        "/stray" => say("302 Found", "Location: weixin://dl\r\n"),
        "/moved" => say("301 Moved Permanently", "Location: /fine\r\n"),
        "/moved/far" => say("308 Permanent Redirect", "Location: /moved/near\r\n"),
        "/moved/near" => say("302 Found", "Location: /fine\r\n"),
        "/moved/nowhere" => say("301 Moved Permanently", "Location: /missing\r\n"),
        "/moved/home" => say("301 Moved Permanently", "Location: /\r\n"),
        "/moved/odd" => say("301 Moved Permanently", "Location: /fine(1)\r\n"),
        "/busy" if before == 0 => say("429 Too Many Requests", "Retry-After: 1\r\n"),
        "/busy/ever" => say("429 Too Many Requests", ""),
        "/busy/long" => say("429 Too Many Requests", "Retry-After: 3600\r\n"),
        "/ill" if before < 2 => say("500 Internal Server Error", ""),
        "/ill/ever" => say("502 Bad Gateway", ""),
        "/away" => say("503 Service Unavailable", "Retry-After: 7200\r\n"),
        "/endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let piece = vec![b'a'; 1 << 16];
            loop {
                stream.write_all(&piece)?;
            }
        }
        "/garbage" => {
            stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n")?;
            stream.flush()
        }
        "/inward" => say("302 Found", &format!("Location: http://{own}/secret\r\n")),
        "/inward/name" => {
            let port = own.port();
            say(
                "301 Moved Permanently",
                &format!("Location: http://localhost:{port}/secret\r\n"),
            )
        }
        path if path.starts_with("/hops/") => {
            let next = path["/hops/".len()..].parse::<u32>().unwrap() + 1;
            say("302 Found", &format!("Location: /hops/{next}\r\n"))
        }
        _ => say("200 OK", ""),
    }
}

/// A port of loopback on which nobody listens.
pub(crate) fn closed_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

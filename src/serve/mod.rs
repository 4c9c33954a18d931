//! **In:** a site's folder. **Out:** HTTP answers and reload events. **Touches:** the disk and the network, loopback unless told otherwise.

mod error;
mod host;
mod http;
mod watch;

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use tokio::sync::watch as channel;

use crate::{
    config::{Clock, Config},
    crash::catch,
    pipeline::{self, Options, Progress},
    read::read_settings,
    report::Format,
};

pub use error::ServeError;
use host::Hosts;
pub use host::{Authority, Host, MalformedHost};

/// Ports tried in turn where none is asked for.
const PORTS: std::ops::RangeInclusive<u16> = 4000..=4019;

/// Options of a preview: the site, and the address to serve it on.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// The site's folder.
    pub site: PathBuf,
    /// The day that freshness and deadlines are judged by.
    pub clock: Clock,
    /// Address to listen on.
    pub host: IpAddr,
    /// Names and addresses by which it is opened besides those of this machine.
    pub also: Vec<Authority>,
    /// Port to listen on.
    pub port: Option<u16>,
    /// True if files are looked at by turns instead of being watched for changes.
    pub poll: bool,
}

/// Message to the open pages after each build.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Preview {
    /// Counts the builds that succeeded: a page that knows an older one reloads.
    pub generation: u64,
    /// Errors of the last build, as text; empty after a build that succeeded.
    pub problems: String,
}

/// Builds, serves, and builds again on every save, until interrupted.
///
/// `ready` is told the address once; `log` gets a line for every build.
pub fn serve(
    options: &PreviewOptions,
    ready: impl FnOnce(&str),
    log: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    let result = runtime.block_on(run(options, ready, Arc::new(log)));
    // Open pages hold their event streams; they are cut off, not waited for.
    runtime.shutdown_background();
    result
}

type Log = Arc<dyn Fn(&str) + Send + Sync>;

async fn run(
    options: &PreviewOptions,
    ready: impl FnOnce(&str),
    log: Log,
) -> Result<(), ServeError> {
    // A folder that is no site is told at once, not on a page.
    let (settings, _) = read_settings(&options.site).map_err(pipeline::Error::from)?;
    let base = Config::new(settings, options.clock).0.base_path();
    // A relative path leads nowhere once the working folder was removed or moved.
    let site = std::path::absolute(&options.site).map_err(ServeError::Runtime)?;
    let out = site.join(".public.preview");
    let build = Options {
        site: site.clone(),
        out: out.clone(),
        last: site.join("public"),
        clock: options.clock,
    };
    // Listened for from the start, so that an early Ctrl+C ends the preview in order too.
    let interrupted = tokio::spawn(tokio::signal::ctrl_c());
    let (sender, receiver) = channel::channel(Preview::default());
    // Watched before the first build, so that no save falls between the two.
    let mut changes = watch::watch(&site, options.poll)?;
    rebuild(&build, &sender, &log);

    let listener = listen(options).await?;
    let address = listener.local_addr().map_err(ServeError::Runtime)?;
    let rebuilder = sender.clone();
    // A thread of its own: it waits for changes, and must not keep the runtime from ending.
    std::thread::spawn(move || {
        while changes.wait() {
            rebuild(&build, &rebuilder, &log);
        }
    });
    let hosts = Hosts {
        listening: options.host,
        also: options.also.clone(),
    };
    // An address that stands for all of them is none to open.
    let own = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    ready(&format!("http://{}/", SocketAddr::new(own, address.port())));
    tokio::select! {
        result = http::run(listener, out, &base, hosts, receiver) => result.map_err(ServeError::Runtime)?,
        _ = interrupted => {}
    }
    Ok(())
}

async fn listen(options: &PreviewOptions) -> Result<tokio::net::TcpListener, ServeError> {
    let ports = match options.port {
        Some(port) => port..=port,
        None => PORTS,
    };
    let mut last = None;
    for port in ports {
        match tokio::net::TcpListener::bind((options.host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(source) => {
                last = Some(ServeError::Listen {
                    host: options.host,
                    port,
                    source,
                });
            }
        }
    }
    Err(last.unwrap_or(ServeError::NoPort))
}

/// Builds once. With errors the last good pages stay, and the open ones are told what is wrong.
fn rebuild(options: &Options, sender: &channel::Sender<Preview>, log: &Log) {
    // Whatever happens, the next save is built again.
    let result = catch(|| pipeline::preview(options, &Quiet));
    let result = result.unwrap_or_else(|crash| Err(pipeline::Error::Crash(crash)));
    let (line, problems) = match result {
        Ok(report) if report.has_errors() => {
            let text = report.render(Format::Human, false);
            (text.clone(), text)
        }
        Ok(report) => {
            let summary = &report.summary;
            (
                format!(
                    "已生成 {} 个网页，用时 {:.2} 秒，{} 个文件有变化\n{}",
                    summary.pages,
                    summary.seconds,
                    summary.changed,
                    notes(&summary.notes)
                ),
                String::new(),
            )
        }
        Err(error) => (format!("错误：{error}\n"), error.to_string()),
    };
    log(&line);
    sender.send_modify(|preview| {
        if problems.is_empty() {
            preview.generation += 1;
        }
        preview.problems = problems;
    });
}

fn notes(notes: &[String]) -> String {
    notes.iter().map(|note| format!("注意：{note}\n")).collect()
}

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

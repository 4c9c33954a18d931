//! The preview's answers: the built files, a script in every page, and a stream of events.

use std::{
    convert::Infallible,
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State, connect_info::Connected},
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{Html, IntoResponse as _, Response, Sse, sse::Event},
    routing::get,
    serve::IncomingStream,
};
use percent_encoding::percent_decode_str;
use tokio::{net::TcpListener, sync::watch::Receiver};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_status::SetStatus,
};

use crate::parse::escape;

use super::{
    Preview,
    host::{Authority, Hosts, Refusal},
};

/// Largest page that the script is put into, in bytes.
const PAGE_LIMIT: usize = 64 << 20;

const SCRIPT: &str = "<script src=\"/__gongkai/preview.js\" defer></script>";

/// Address of this end of a connection.
#[derive(Debug, Clone, Copy)]
struct Local(SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Local {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        let address = stream.io().local_addr();
        Self(address.unwrap_or_else(|_| SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0))))
    }
}

/// The built files, at the root and at the site's path on its own server.
#[derive(Clone)]
struct Files {
    folder: ServeDir<SetStatus<ServeFile>>,
    /// Page for addresses that lead nowhere.
    missing: PathBuf,
    /// Parts of the site's path, decoded.
    base: Arc<[String]>,
}

/// Serves until the listener fails.
///
/// `base` is the site's path on its own server, where it answers as well as at the root.
pub(super) async fn run(
    listener: TcpListener,
    out: PathBuf,
    base: &str,
    hosts: Hosts,
    preview: Receiver<Preview>,
) -> std::io::Result<()> {
    let missing = out.join("404.html");
    let files = Files {
        folder: ServeDir::new(&out).not_found_service(ServeFile::new(&missing)),
        missing,
        base: base
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
            .collect(),
    };
    let asset = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind)], text) })
    };
    let router = Router::new()
        .route(
            "/__gongkai/preview.js",
            asset("text/javascript; charset=utf-8", include_str!("preview.js")),
        )
        .route(
            "/__gongkai/preview.css",
            asset("text/css; charset=utf-8", include_str!("preview.css")),
        )
        .route("/__gongkai/events", get(events))
        .with_state(preview.clone())
        .fallback(move |request: Request| file(files.clone(), request))
        .layer(from_fn(add_script))
        .layer(from_fn_with_state((out, preview), before_first_build))
        .layer(from_fn_with_state(Arc::new(hosts), own_readers_only));
    let service = router.into_make_service_with_connect_info::<Local>();
    axum::serve(listener, service).await
}

/// Answers only those who ask for this preview, and lets no page of another website use an answer.
async fn own_readers_only(
    State(hosts): State<Arc<Hosts>>,
    ConnectInfo(Local(local)): ConnectInfo<Local>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match hosts.admit(request.uri(), request.headers(), local) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refuse(&refusal, local),
    };
    for (name, value) in [
        // The search index is made of scripts, which any website could load from here otherwise.
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refuse(refusal: &Refusal, local: SocketAddr) -> Response {
    let own = format!("http://{local}/");
    let (status, title, advice) = match refusal {
        Refusal::Unclear => (
            StatusCode::BAD_REQUEST,
            "看不出要打开哪个网站",
            "请求里的 Host 缺少、重复，或者写法不对。".to_owned(),
        ),
        Refusal::Misdirected(asked) => (
            StatusCode::MISDIRECTED_REQUEST,
            "预览不用这个地址",
            advice(asked, local),
        ),
    };
    let page = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>{title}</title><body><main><h1>{title}</h1><p>{}</p><p>在运行预览的电脑上，请打开 <a href=\"{own}\">{own}</a>。</p></main>",
        escape(&advice)
    );
    (status, Html(page)).into_response()
}

/// The way to open the preview by an address that it does not know.
fn advice(asked: &Authority, local: SocketAddr) -> String {
    let option = asked.as_option(local.port());
    format!(
        "预览只回答本机的地址和 --host 写明的名称，免得别的网站读到还没有公开的内容。如果“{asked}”是您或者管理员设的，请结束预览，加上 --host {option} 重新运行；不认识它的，请关闭这个网页。"
    )
}

/// A built file.
async fn file(mut files: Files, mut request: Request) -> Response {
    if let Some(below) = below_base(request.uri().path(), &files.base) {
        *request.uri_mut() = below;
    }
    match files.folder.try_call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) if is_no_file(error.kind()) => {
            let page = tokio::task::spawn_blocking(move || std::fs::read(files.missing)).await;
            let page = page.ok().and_then(Result::ok).unwrap_or_default();
            (StatusCode::NOT_FOUND, Html(page)).into_response()
        }
        Err(error) => {
            let text = format!("读不出这个文件：{error}");
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    }
}

/// Tells errors of paths that name no file, or can name none.
const fn is_no_file(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::PermissionDenied
    )
}

/// The part of a path below the site's own, or `None` where it lies elsewhere.
fn below_base(path: &str, base: &[String]) -> Option<Uri> {
    if base.is_empty() {
        return None;
    }
    let mut rest = path.strip_prefix('/')?;
    for (number, part) in base.iter().enumerate() {
        let (first, after) = match rest.split_once('/') {
            Some(split) => split,
            None if number + 1 == base.len() => (rest, ""),
            None => return None,
        };
        if percent_decode_str(first).decode_utf8_lossy() != *part {
            return None;
        }
        rest = after;
    }
    format!("/{rest}").parse().ok()
}

async fn events(
    State(mut preview): State<Receiver<Preview>>,
) -> Sse<impl futures_util::Stream<Item = Result<Event, Infallible>>> {
    preview.mark_changed();
    let stream = futures_util::stream::unfold(preview, |mut preview| async move {
        preview.changed().await.ok()?;
        let state = preview.borrow_and_update().clone();
        let event = Event::default().json_data(&state).unwrap_or_default();
        Some((Ok(event), preview))
    });
    Sse::new(stream).keep_alive(axum::response::sse::KeepAlive::default())
}

/// Until a build has succeeded there is nothing to show but what is wrong.
async fn before_first_build(
    State((out, preview)): State<(PathBuf, Receiver<Preview>)>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path().starts_with("/__gongkai/") || out.join("index.html").is_file() {
        return next.run(request).await;
    }
    let problems = preview.borrow().problems.clone();
    let page = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>还不能预览</title><link rel=\"stylesheet\" href=\"/__gongkai/preview.css\"><body><main class=\"gongkai-problems\"><h1>内容有错误，还不能预览</h1><pre>{}</pre></main>{SCRIPT}</body></html>",
        escape(&problems)
    );
    (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response()
}

async fn add_script(request: Request, next: Next) -> Response {
    // A page from the browser's store would lack what was just saved.
    let mut request = request;
    request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, PAGE_LIMIT).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let html = String::from_utf8_lossy(&bytes);
    let html = if html.contains(SCRIPT) {
        html.into_owned()
    } else {
        html.replacen("</body>", &format!("{SCRIPT}</body>"), 1)
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}

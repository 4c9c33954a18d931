//! The preview's answers: the built files, a script in every page, and a stream of events.

use std::{convert::Infallible, path::PathBuf};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{Html, IntoResponse as _, Response, Sse, sse::Event},
    routing::get,
};
use tokio::sync::watch::Receiver;
use tower_http::services::{ServeDir, ServeFile};

use crate::parse::escape;

use super::Preview;

/// Largest page that the script is put into, in bytes.
const PAGE_LIMIT: usize = 64 << 20;

const SCRIPT: &str = "<script src=\"/__gongkai/preview.js\" defer></script>";

/// Serves until the listener fails.
///
/// `base` is the site's path on its own server, where it answers as well as at the root.
pub(super) async fn run(
    listener: tokio::net::TcpListener,
    out: PathBuf,
    base: &str,
    preview: Receiver<Preview>,
) -> std::io::Result<()> {
    let files = ServeDir::new(&out).not_found_service(ServeFile::new(out.join("404.html")));
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
        .fallback_service(files.clone());
    let router = if base == "/" {
        router
    } else {
        router.nest_service(base, files)
    };
    let router = router
        .layer(from_fn(add_script))
        .layer(from_fn_with_state((out, preview), before_first_build));
    axum::serve(listener, router).await
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
    let (mut parts, body) = response.into_parts();
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !is_page {
        return Response::from_parts(parts, body);
    }
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

//! Answers to requests, from what is shown.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION,
};
use axum::http::{Method, StatusCode};
use axum::response::Response;

use super::content_type::content_type;
use super::inject::inject;
use super::overlay::{not_found, whole_page};
use super::preview::{Preview, Shown};
use super::reload;
use super::tree::Found;
use crate::output::OutputFile;
use crate::path::Route;

/// The script in the browser.
const SCRIPT: &str = include_str!("livereload.js");

/// So long a request waits for what the running build may still bring.
const PATIENCE: Duration = Duration::from_secs(10);

/// So often it looks.
const PAUSE: Duration = Duration::from_millis(5);

/// Answers one request.
pub(super) async fn respond(State(preview): State<Arc<Preview>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let mut response = answer(StatusCode::METHOD_NOT_ALLOWED, "text/plain", Bytes::new());
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let mut response = match parts.uri.path() {
        reload::SOCKET_PATH => match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
            Ok(upgrade) => return upgrade.on_upgrade(move |socket| reload::talk(socket, preview)),
            Err(_) => page(&preview, reload::SOCKET_PATH, None).await,
        },
        reload::SCRIPT_PATH => answer(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT.into()),
        reload::OVERLAY_PATH => match &preview.shown().overlay {
            Some(overlay) => answer(StatusCode::OK, "text/html; charset=utf-8", overlay.clone().into()),
            None => answer(StatusCode::NO_CONTENT, "text/html; charset=utf-8", Bytes::new()),
        },
        path => page(&preview, path, parts.uri.query()).await,
    };
    if parts.method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Answers with a file of the site.
async fn page(preview: &Arc<Preview>, path: &str, query: Option<&str>) -> Response {
    let mut shown = preview.shown();
    // A page that is shown before its build is through may speak of one that is not there yet.
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while shown.first.is_some() && shown.tree.find(path) == Found::Nothing && tokio::time::Instant::now() < deadline {
        tokio::time::sleep(PAUSE).await;
        shown = preview.shown();
    }
    match shown.tree.find(path) {
        Found::File(route, file) => {
            if is_html(route) {
                preview.note(route);
            }
            if let Some(response) = answer_file(preview, &shown, StatusCode::OK, route, file).await {
                return response;
            }
        }
        Found::Folder(mut location) => {
            if let Some(query) = query {
                location = format!("{location}?{query}");
            }
            let mut response = answer(StatusCode::FOUND, "text/plain", Bytes::new());
            if let Ok(location) = HeaderValue::from_str(&location) {
                response.headers_mut().insert(LOCATION, location);
            }
            return response;
        }
        Found::Nothing => {}
    }
    if let Some(overlay) = &shown.overlay {
        let html = whole_page(overlay, preview.locale);
        // The page holds the overlay already.
        let html = inject(html.as_bytes(), &script_tag(preview, &preview.shown_version()));
        return answer(StatusCode::NOT_FOUND, "text/html; charset=utf-8", html.into());
    }
    if let Some((route, file)) = shown.tree.not_found()
        && let Some(response) = answer_file(preview, &shown, StatusCode::NOT_FOUND, route, file).await
    {
        return response;
    }
    answer(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", not_found(preview.locale).into())
}

fn is_html(route: &Route) -> bool {
    route.extension().is_some_and(|ending| ["html", "htm"].iter().any(|it| ending.eq_ignore_ascii_case(it)))
}

/// The file's answer; none if it lies in the sources and is gone from there.
async fn answer_file(
    preview: &Arc<Preview>,
    shown: &Shown,
    status: StatusCode,
    route: &Route,
    file: &OutputFile,
) -> Option<Response> {
    let is_html = is_html(route);
    let (file, number) = shown.current(route, file);
    let script = || script_tag(preview, &preview.version(number));
    let addition = || format!("{}{}", shown.overlay.as_deref().unwrap_or_default(), script());
    let (bytes, as_it_lies): (Bytes, bool) = match file {
        OutputFile::Bytes(bytes) if is_html => (inject(bytes, &addition()).into(), false),
        OutputFile::Bytes(bytes) => (bytes.clone(), false),
        OutputFile::Source(path) => {
            let (world, path) = (preview.world.clone(), path.clone());
            let read = tokio::task::spawn_blocking(move || world.read(&path)).await;
            let bytes = read.ok()?.ok()?;
            // The overlay is UTF-8; into a page in another encoding goes the script alone, which fetches it.
            let is_utf_8 = || std::str::from_utf8(&bytes).is_ok();
            let addition = || if is_utf_8() { addition() } else { script() };
            (if is_html { inject(&bytes, &addition()).into() } else { bytes.into() }, true)
        }
    };
    let mut response = answer(status, &content_type(route.extension(), &bytes), bytes);
    if as_it_lies {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    Some(response)
}

/// The tag that brings the script in. It names the version of the page, so that a browser that connects after a change
/// learns that it is out of date.
fn script_tag(preview: &Preview, version: &str) -> String {
    let (script, port) = (reload::SCRIPT_PATH, preview.port);
    format!("<script src=\"{script}?port={port}&amp;mindelay=10\" data-version=\"{version}\" async></script>")
}

fn answer(status: StatusCode, content_type: &str, bytes: Bytes) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // What was saved a moment ago is asked for anew each time.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(content_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    if status != StatusCode::NO_CONTENT {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    *response.body_mut() = Body::from(bytes);
    response
}

//! The websocket over which browsers learn of changes: LiveReload's protocol 7
//! (<http://livereload.com/api/protocol/>), with one command of our own, `overlay`, that other clients pass over.
//!
//! Messages carry addresses only, never text of the site: a page of another site may connect as well.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::preview::{Preview, swap_message};

/// Where browsers connect.
pub(super) const SOCKET_PATH: &str = "/livereload";
/// The script that does.
pub(super) const SCRIPT_PATH: &str = "/livereload.js";
/// The overlay by itself; nothing as long as all is well.
pub(super) const OVERLAY_PATH: &str = "/livereload/overlay";

const PROTOCOL: &str = "http://livereload.com/protocols/official-7";

/// Talks to one browser until it goes.
pub(super) async fn talk(mut socket: WebSocket, preview: Arc<Preview>) {
    // What changed before this line the version tells, what changes after it a message: nothing falls between.
    let mut messages = preview.messages();
    let versions = preview.versions();
    let hello = json!({ "command": "hello", "protocols": [PROTOCOL], "serverName": "lianluo" });
    if send(&mut socket, hello.to_string()).await.is_err() {
        return;
    }
    loop {
        let answer = tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => is_out_of_date(&text, &versions).then(|| reload(&preview)),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => None,
            },
            message = messages.recv() => match message {
                Ok(message) => Some(message.to_string()),
                Err(RecvError::Lagged(_)) => Some(reload(&preview)),
                Err(RecvError::Closed) => return,
            },
        };
        if let Some(answer) = answer
            && send(&mut socket, answer).await.is_err()
        {
            return;
        }
    }
}

/// Whether the text is the greeting of a page of another version.
fn is_out_of_date(text: &str, versions: &[String]) -> bool {
    let message: Value = serde_json::from_str(text).unwrap_or_default();
    let of = |key| message.get(key).and_then(Value::as_str);
    of("command") == Some("hello") && of("version").is_some_and(|named| versions.iter().all(|version| version != named))
}

fn reload(preview: &Preview) -> String {
    let shown = preview.shown();
    swap_message(&format!("{}/", shown.tree.base_path), &preview.shown_version()).to_string()
}

async fn send(socket: &mut WebSocket, text: String) -> Result<(), axum::Error> {
    socket.send(Message::Text(text.into())).await
}

//! Answers kept on disk: a line of JSON, then the body, under the fingerprint of the question.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::source::{Answer, Request, Shelf};

/// An answer, with what lets its host say later that it still holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// When it was given, in seconds since 1970.
    pub since: i64,
    pub status: u16,
    pub content_type: String,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    #[serde(skip)]
    pub body: Vec<u8>,
}

impl Kept {
    /// The answer kept for the question; none if there is none, or its file was damaged.
    pub fn get(shelf: &Shelf, request: &Request) -> Option<Kept> {
        let bytes = shelf.get(&name(request))?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let kept: Kept = serde_json::from_slice(&bytes[..end]).ok()?;
        Some(Kept { body: bytes[end + 1..].to_vec(), ..kept })
    }

    /// Keeps it for the question.
    pub fn put(&self, shelf: &Shelf, request: &Request) {
        let Ok(mut bytes) = serde_json::to_vec(self) else { return };
        bytes.push(b'\n');
        bytes.extend(&self.body);
        shelf.put(&name(request), &bytes);
    }

    pub fn answer(&self) -> Answer {
        Answer {
            status: self.status,
            content_type: self.content_type.clone(),
            body: self.body.clone(),
            kept: Timestamp::from_second(self.since).ok(),
            ..Answer::default()
        }
    }
}

fn name(request: &Request) -> String {
    let mut parts = vec![request.url.as_str(), if request.wants_body { "body" } else { "" }];
    parts.push(request.post.as_deref().unwrap_or_default());
    parts.extend(request.headers.iter().flat_map(|(name, value)| [name.as_str(), value]));
    Fingerprint::of_all(parts.into_iter().map(str::as_bytes)).to_string()
}

//! Asks by HTTP, and takes kept answers where they will do.
#![expect(clippy::disallowed_methods, reason = "a host tells the age of what it kept")]

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::header::{CONTENT_TYPE, DATE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER};
use ureq::http::{self, HeaderName};
use ureq::{Agent, Body, Error, RequestExt};
use url::Url;

use super::kept::Kept;
use super::retry_after;
use crate::source::{Answer, Fetch, Request, Shelf, Unreachable};

/// The most of an answer that is read, in megabytes.
const LARGEST: u64 = 64;
/// How many addresses may lead to the next.
const MOST_REDIRECTS: u32 = 10;
/// Who asks, so that a host's owner can tell.
const AGENT: &str = concat!("lianluo/", env!("CARGO_PKG_VERSION"), " (static site generator)");

/// A client that keeps answers in a folder. Proxies are taken from the environment, as other programs do.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    shelf: Shelf,
}

impl Client {
    /// A client that keeps answers in `folder`, which is made when first needed and may be removed at any time.
    pub fn new(folder: impl Into<PathBuf>) -> Client {
        Client::over(Shelf::new(folder))
    }

    /// A client that keeps answers on this shelf.
    pub fn over(shelf: Shelf) -> Client {
        let settings = Agent::config_builder()
            .max_redirects(MOST_REDIRECTS)
            .max_redirects_will_error(true)
            .http_status_as_error(false)
            .user_agent(AGENT);
        Client { agent: settings.build().new_agent(), shelf }
    }

    /// Asks the host itself; with what is known of an answer kept before, it may say that it still holds.
    fn ask(&self, url: &Url, request: &Request, before: Option<&Kept>) -> Result<Said, Unreachable> {
        let mut question = http::Request::builder().uri(url.as_str());
        for (name, value) in &request.headers {
            question = question.header(name, value);
        }
        if let Some(before) = before {
            let conditions: [(HeaderName, &Option<String>); 2] =
                [(IF_NONE_MATCH, &before.etag), (IF_MODIFIED_SINCE, &before.last_modified)];
            for (name, value) in conditions {
                question = value.iter().fold(question, |question, value| question.header(&name, value));
            }
        }
        let wait = Some(Duration::from_secs(request.timeout.max(1)));
        let bad = |_: http::Error| Unreachable::BadAddress;
        let answer = match &request.post {
            Some(text) => {
                let question = question.method("POST").body(text.as_str()).map_err(bad)?;
                question.with_agent(&self.agent).configure().timeout_global(wait).run()
            }
            None => {
                let question = question.method("GET").body(()).map_err(bad)?;
                question.with_agent(&self.agent).configure().timeout_global(wait).run()
            }
        };
        Said::read(answer.map_err(unreachable)?, request.wants_body)
    }
}

impl Fetch for Client {
    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable> {
        let url = Url::parse(&request.url).map_err(|_| Unreachable::BadAddress)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(Unreachable::BadAddress);
        }
        let before = Kept::get(&self.shelf, request);
        let age = |kept: &Kept| Timestamp::now().as_second().saturating_sub(kept.since).max(0).cast_unsigned();
        if let Some(kept) = before.as_ref().filter(|kept| age(kept) < request.max_age) {
            return Ok(kept.answer());
        }
        match self.ask(&url, request, before.as_ref()) {
            Ok(said) => match before {
                // It still holds: it is as good as new.
                Some(kept) if said.answer.status == 304 => {
                    let kept = Kept { since: Timestamp::now().as_second(), ..kept };
                    kept.put(&self.shelf, request);
                    Ok(kept.answer())
                }
                _ => {
                    if said.answer.is_success() {
                        said.kept().put(&self.shelf, request);
                    }
                    Ok(said.answer)
                }
            },
            Err(error) => match before {
                Some(kept) => Ok(Answer { stale: Some(error), ..kept.answer() }),
                None => Err(error),
            },
        }
    }
}

/// An answer with what lets a host say later that it still holds.
struct Said {
    answer: Answer,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Said {
    fn read(mut answer: http::Response<Body>, wants_body: bool) -> Result<Said, Unreachable> {
        let field = |name: HeaderName| Some(answer.headers().get(name)?.to_str().ok()?.to_owned());
        let (etag, last_modified) = (field(ETAG), field(LAST_MODIFIED));
        let content_type = field(CONTENT_TYPE).unwrap_or_default();
        let retry_after = field(RETRY_AFTER);
        let retry_after =
            retry_after.and_then(|text| retry_after::wait(&text, field(DATE).as_deref(), Timestamp::now()));
        let body = match wants_body {
            true => {
                let reader = answer.body_mut().with_config().limit(LARGEST * 1_000_000);
                reader.read_to_vec().map_err(unreachable)?
            }
            false => Vec::new(),
        };
        let status = answer.status().as_u16();
        let answer = Answer { status, content_type, retry_after, body, kept: None, stale: None };
        Ok(Said { answer, etag, last_modified })
    }

    fn kept(&self) -> Kept {
        Kept {
            since: Timestamp::now().as_second(),
            status: self.answer.status,
            content_type: self.answer.content_type.clone(),
            etag: self.etag.clone(),
            last_modified: self.last_modified.clone(),
            body: self.answer.body.clone(),
        }
    }
}

fn unreachable(error: Error) -> Unreachable {
    match error {
        Error::BadUri(_) | Error::Http(_) => Unreachable::BadAddress,
        Error::HostNotFound => Unreachable::NoHost,
        Error::ConnectionFailed => Unreachable::NoConnection,
        Error::Timeout(_) => Unreachable::TooSlow,
        Error::TooManyRedirects | Error::RedirectFailed => Unreachable::Redirects,
        Error::BodyExceedsLimit(_) => Unreachable::TooLarge(LARGEST),
        Error::Rustls(error) => Unreachable::Certificate(error.to_string()),
        Error::Tls(error) => Unreachable::Certificate(error.to_owned()),
        Error::Io(error) => io_error(&error),
        other => Unreachable::Other(other.to_string()),
    }
}

fn io_error(error: &io::Error) -> Unreachable {
    // What the encryption says is wrapped into an error of the connection.
    if let Some(source) = error.get_ref().filter(|_| error.kind() == io::ErrorKind::InvalidData) {
        return Unreachable::Certificate(source.to_string());
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Unreachable::TooSlow,
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable => Unreachable::NoConnection,
        _ => Unreachable::Other(error.to_string()),
    }
}

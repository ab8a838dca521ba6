//! Asking other computers: the question, the answer, and why there is none. Who asks is up to the world.

use std::time::Duration;

use jiff::Timestamp;

use crate::diagnostic::Wording;

/// A question by HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Request {
    /// The address; letters beyond ASCII need not be encoded.
    pub url: String,
    /// What is sent along; with it the method is POST, without it GET.
    pub post: Option<String>,
    /// Further header fields.
    pub headers: Vec<(String, String)>,
    /// Whether what the answer holds is wanted, or only whether there is one.
    pub wants_body: bool,
    /// Below which age, in seconds, an answer kept from before will do.
    pub max_age: u64,
    /// How long to wait for all of it, in seconds.
    pub timeout: u64,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`, empty if not said.
    pub content_type: String,
    /// How long its host wants to be left alone from then on, where it says so.
    pub retry_after: Option<Duration>,
    /// What it holds, if that was wanted.
    pub body: Vec<u8>,
    /// When it was given, where it was kept from before.
    pub kept: Option<Timestamp>,
    /// Why a kept answer older than wanted had to do.
    pub stale: Option<Unreachable>,
}

impl Answer {
    /// Whether the answer is what was asked for.
    pub fn is_success(&self) -> bool {
        matches!(self.status, 200..=299 | 304)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// This world has no network.
    NoNetwork,
    /// The address is none.
    BadAddress,
    /// No computer of this name is known, or this one has no connection.
    NoHost,
    /// The computer takes no connections, or broke it off.
    NoConnection,
    /// It took too long.
    TooSlow,
    /// One address leads to the next, without end.
    Redirects,
    /// The connection could not be made safe.
    Certificate(String),
    /// The answer is larger than this many megabytes.
    TooLarge(u64),
    /// Anything else, in the words of the one who asked.
    Other(String),
}

impl Unreachable {
    /// The reason, with the arguments `detail` and `limit` where it needs them.
    pub fn wording(&self) -> Wording {
        match self {
            Unreachable::NoNetwork => Wording { zh: "这里不能联网", en: "there is no network here" },
            Unreachable::BadAddress => Wording { zh: "这不是一个网址", en: "this is no web address" },
            Unreachable::NoHost => Wording {
                zh: "找不到这个网站（网址写错了，网站没有了，或者本机没有联网）",
                en: "no such host is known, or there is no connection to the internet",
            },
            Unreachable::NoConnection => Wording { zh: "连不上", en: "the host takes no connection" },
            Unreachable::TooSlow => Wording { zh: "等了太久没有回应", en: "it did not answer in time" },
            Unreachable::Redirects => {
                Wording { zh: "它一直在转来转去，打不开", en: "it redirects without end" }
            }
            Unreachable::Certificate(_) => {
                Wording { zh: "它的安全证书有问题：{detail}", en: "no secure connection: {detail}" }
            }
            Unreachable::TooLarge(_) => Wording { zh: "内容超过 {detail} MB", en: "it is larger than {detail} MB" },
            Unreachable::Other(_) => Wording { zh: "打不开：{detail}", en: "{detail}" },
        }
    }

    /// What stands for `detail` in the wording.
    pub fn detail(&self) -> String {
        match self {
            Unreachable::Certificate(detail) | Unreachable::Other(detail) => detail.clone(),
            Unreachable::TooLarge(limit) => limit.to_string(),
            _ => String::new(),
        }
    }

    /// Whether it may be otherwise in a moment.
    pub fn may_pass(&self) -> bool {
        matches!(self, Unreachable::NoConnection | Unreachable::TooSlow)
    }
}

/// One who asks other computers, on behalf of a world.
pub trait Fetch: Send + Sync + std::fmt::Debug {
    /// Asks.
    ///
    /// # Errors
    /// Why there is no answer; an answer with a status of failure is one.
    fn fetch(&self, request: &Request) -> Result<Answer, Unreachable>;
}

//! Asking hosts whether addresses are still there: host by host in turn, politely, several hosts at a time
//! (checklist LNK-2).

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::source::{Answer, Request, Unreachable, World};

/// How hosts are treated.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Between two questions to one host.
    pub pause: Duration,
    /// How often a question is asked again.
    pub retries: u32,
    /// Before the first time it is asked again, where the host says nothing; twice as long before the second.
    pub backoff: Duration,
    /// The longest wait a host may ask for; where it asks for more, its address counts as not checked.
    pub longest: Duration,
    /// For an answer, in seconds.
    pub timeout: u64,
    /// How old, in seconds, an answer may be that was kept from before.
    pub max_age: u64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            pause: Duration::from_millis(500),
            retries: 2,
            backoff: Duration::from_secs(2),
            longest: Duration::from_secs(60),
            timeout: 30,
            max_age: 24 * 3600,
        }
    }
}

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is there; of the anchors asked for, these are not.
    There {
        /// In the order they were asked for.
        missing: Vec<String>,
    },
    /// It is not.
    Gone(Reason),
    /// The host would not say.
    Unsure(Reason),
}

/// Why an address is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The host answered so.
    Status(u16),
    /// Nobody answered.
    Unreachable(Unreachable),
}

/// Asks for each of `addresses` once, with the anchors looked for in it (percent-decoded). The verdicts stand in the
/// addresses' order.
pub fn visit(addresses: &BTreeMap<String, Vec<String>>, world: &dyn World, pace: &Pace) -> BTreeMap<String, Verdict> {
    let mut hosts: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for address in addresses.keys() {
        hosts.entry(worker(address)).or_default().push(address);
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = hosts.len().min(cores.max(8));
    let queue: Mutex<VecDeque<Vec<&String>>> = Mutex::new(hosts.into_values().collect());
    let verdicts: Mutex<BTreeMap<String, Verdict>> = Mutex::default();
    let work = || {
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        while let Some(addresses_of_host) = next() {
            let mut asked = false;
            for address in addresses_of_host {
                if asked {
                    thread::sleep(pace.pause);
                }
                let anchors = addresses.get(address).map_or(&[][..], Vec::as_slice);
                let (verdict, from_host) = ask(address, anchors, world, pace);
                asked = from_host;
                verdicts.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone(), verdict);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The host of an address, as written; the whole of it where it has none.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = &rest[..end];
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// Who answers for an address: its host, however it is written.
fn worker(address: &str) -> String {
    let host = host(address).to_ascii_lowercase();
    let usual = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443"));
    usual.map_or_else(|| host.clone(), str::to_owned)
}

/// Asks for one address, again where that may help, and tells whether its host was asked at all.
fn ask(address: &str, anchors: &[String], world: &dyn World, pace: &Pace) -> (Verdict, bool) {
    let request = Request {
        url: address.to_owned(),
        wants_body: !anchors.is_empty(),
        max_age: pace.max_age,
        timeout: pace.timeout,
        headers: vec![("Accept".to_owned(), "text/html,*/*;q=0.8".to_owned())],
        ..Request::default()
    };
    let mut tries = 0;
    loop {
        let answer = world.fetch(&request);
        let wait = match &answer {
            // An old answer says nothing of today.
            Ok(Answer { stale: Some(error), .. }) => error.may_pass().then_some(pace.backoff * 2_u32.pow(tries)),
            Ok(answer) if answer.is_success() => {
                return (Verdict::There { missing: missing(answer, anchors) }, answer.kept.is_none());
            }
            Ok(answer) if matches!(answer.status, 429 | 500 | 502 | 503 | 504) => {
                Some(answer.retry_after.unwrap_or(pace.backoff * 2_u32.pow(tries)))
            }
            Ok(_) => None,
            Err(error) => error.may_pass().then_some(pace.backoff * 2_u32.pow(tries)),
        };
        match wait.filter(|wait| tries < pace.retries && *wait <= pace.longest) {
            Some(wait) => {
                thread::sleep(wait);
                tries += 1;
            }
            None => {
                return match answer {
                    Ok(Answer { stale: Some(error), .. }) | Err(error) => {
                        (Verdict::Gone(Reason::Unreachable(error)), true)
                    }
                    // The host is there and the page may be: it only will not be asked now.
                    Ok(answer) if answer.status == 429 => (Verdict::Unsure(Reason::Status(429)), true),
                    Ok(answer) => (Verdict::Gone(Reason::Status(answer.status)), true),
                };
            }
        }
    }
}

/// Those of `anchors` that the page does not have as an `id` or `name`. Only HTML is looked into.
fn missing(answer: &Answer, anchors: &[String]) -> Vec<String> {
    if anchors.is_empty() || !answer.content_type.contains("html") {
        return Vec::new();
    }
    let page = String::from_utf8_lossy(&answer.body);
    let there = |anchor: &String| {
        // GitHub puts its own word before the ids of what its users write.
        let prefixed = format!("user-content-{anchor}");
        let escaped = anchor.replace('&', "&amp;");
        [anchor, &prefixed, &escaped].into_iter().any(|id| has_id(&page, id))
    };
    anchors.iter().filter(|anchor| !there(anchor)).cloned().collect()
}

/// Whether an element of the page has `id` as its `id` or `name`, quoted or not.
fn has_id(page: &str, id: &str) -> bool {
    !id.is_empty()
        && page.match_indices(id).any(|(at, _)| {
            let (before, after) = (&page[..at], &page[at + id.len()..]);
            let (before, closes) = match before.strip_suffix(['"', '\'']) {
                Some(rest) => (rest, after.starts_with(['"', '\''])),
                None => (before, after.is_empty() || after.starts_with([' ', '\t', '\n', '\r', '>', '/'])),
            };
            let Some(before) = before.trim_end().strip_suffix('=') else { return false };
            let before = before.trim_end();
            let name = |name: &str| {
                let start = before.len().checked_sub(name.len())?;
                let found = before.get(start..)?.eq_ignore_ascii_case(name);
                // A whole attribute name: not `data-id`.
                Some(found && before.as_bytes().get(start.checked_sub(1)?).is_some_and(u8::is_ascii_whitespace))
            };
            closes && (name("id") == Some(true) || name("name") == Some(true))
        })
}

#[cfg(test)]
mod tests {
    use super::{has_id, host, missing, worker};
    use crate::source::Answer;

    #[test]
    fn the_host_is_what_stands_between_the_slashes() {
        assert_eq!(host("https://a.test/b?c"), "a.test");
        assert_eq!(host("http://user:word@a.test:8080#x"), "a.test:8080");
        assert_eq!(host("http:///x"), "");
        for same in ["https://A.test/x", "http://a.TEST:80", "https://a.test:443/?y", "http://a.test#z"] {
            assert_eq!(worker(same), "a.test");
        }
        assert_eq!(worker("http://a.test:8080"), "a.test:8080");
    }

    #[test]
    fn anchors_are_found_however_they_are_written() {
        let html = |body: &str| Answer {
            content_type: "text/html".to_owned(),
            body: body.as_bytes().to_vec(),
            ..Answer::default()
        };
        let anchors = ["a&b".to_owned(), "c".to_owned()];
        assert_eq!(missing(&html("<p id=\"a&amp;b\"><p id='user-content-c'>"), &anchors), [""; 0]);
        assert_eq!(missing(&html("<p id=\"a&amp;bc\">c"), &anchors), anchors);
    }

    #[test]
    fn ids_and_names_of_elements_are_anchors() {
        let page = "<h1 id=\"one\">x</h1><a name='two'></a><p ID = three>y<p data-id=\"four\"><p id=\"five-5\">six";
        for (id, there) in [
            ("one", true),
            ("two", true),
            ("three", true),
            ("four", false),
            ("five", false),
            ("six", false),
            ("", false),
        ] {
            assert_eq!(has_id(page, id), there, "{id}");
        }
    }
}

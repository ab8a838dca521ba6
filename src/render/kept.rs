//! What components and macros showed, remembered for as long as a site renders (see [`Keeper`]).

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tera::Value;

use super::record::{Record, note, note_want, recording};
use super::view::Views;
use crate::fingerprint::Fingerprint;
use crate::template::{Call, Keeper, Scope};

/// So many threads at most can look something up side by side.
const SHARDS: usize = 64;

/// Arguments that take more bytes than this are not compared: to show them again costs as much.
const LONGEST: usize = 512;

/// How much is remembered at most, in bytes.
const MOST: usize = 64 << 20;

/// How many calls are remembered that show no document: an argument such as the address of the page is another one on each
/// page.
const MOST_WITHOUT: usize = 4096;

/// How many are for each page of the site: each may be shown in some ways.
const MOST_OF_PAGE: usize = 4;

/// What components showed, by the component and its arguments: texts and numbers by what they are, documents by which they are. Only the
/// values that all templates share ([`Views`]) are known as documents, since these live as long as this does.
pub(super) struct KeptComponents {
    views: Arc<Views>,
    shards: Vec<Mutex<FxHashMap<Fingerprint, Shown>>>,
    /// How many of them show documents, and how many do not.
    counts: [AtomicUsize; 2],
    /// How many bytes they take.
    bytes: AtomicUsize,
}

#[derive(Clone)]
struct Shown {
    html: Value,
    /// What was looked at on the way, if anything.
    record: Option<Arc<Record>>,
}

thread_local! {
    /// The key of a call, put together here: a list of ten thousand cards makes ten thousand.
    static KEY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl KeptComponents {
    pub fn new(views: Arc<Views>) -> KeptComponents {
        let shards = std::iter::repeat_with(Mutex::default).take(SHARDS).collect();
        KeptComponents { views, shards, counts: Default::default(), bytes: AtomicUsize::new(0) }
    }

    fn shard(&self, key: Fingerprint) -> MutexGuard<'_, FxHashMap<Fingerprint, Shown>> {
        self.shards[key.bits() as usize % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether all documents among the arguments live as long as this, and there is room for `bytes` more.
    fn lasts(&self, call: &Call<'_>, bytes: usize) -> bool {
        let is_document = |value: &Value| value.is_map() || value.is_array();
        let mut documents =
            call.arguments.iter().map(|(_, value)| *value).filter(|value| is_document(value)).peekable();
        let (count, most) = match documents.peek() {
            Some(_) => (&self.counts[0], self.views.page_count() * MOST_OF_PAGE + MOST_WITHOUT),
            None => (&self.counts[1], MOST_WITHOUT),
        };
        documents.all(|value| self.views.is_shared(value))
            && count.fetch_add(1, Relaxed) < most
            && self.bytes.fetch_add(bytes, Relaxed) < MOST
    }
}

impl Keeper for KeptComponents {
    fn show(&self, call: &Call<'_>, make: &mut dyn FnMut() -> Option<String>) -> Option<Value> {
        let key = KEY.with_borrow_mut(|key| {
            key.clear();
            put_call(key, call).then(|| Fingerprint::of(key))
        });
        let last = key.and_then(|key| self.shard(key).get(&key).cloned());
        let shown = match last {
            Some(shown) => {
                if let Some(record) = &shown.record {
                    repeat(record);
                }
                shown.html
            }
            None => {
                let (html, record) = recording(make);
                repeat(&record);
                let html = html?;
                let key = key.filter(|_| self.lasts(call, html.len()));
                let html = Value::safe_string(&html);
                if let Some(key) = key {
                    let record = (record != Record::default()).then(|| Arc::new(record));
                    self.shard(key).insert(key, Shown { html: html.clone(), record });
                }
                html
            }
        };
        Some(shown)
    }
}

/// Notes what a call looks at for whoever renders it.
fn repeat(record: &Record) {
    record.reads.iter().for_each(|read| note(|| read.clone()));
    record.wants.iter().for_each(note_want);
}

/// Everything a call's result follows from. False if that is more than can be said in a few bytes.
fn put_call(key: &mut Vec<u8>, call: &Call<'_>) -> bool {
    put_text(key, call.name);
    key.push(u8::from(call.escapes));
    key.extend(Scope::current().language.0.to_le_bytes());
    call.arguments.iter().all(|(name, value)| {
        put_text(key, name);
        put_value(key, value) && key.len() <= LONGEST
    })
}

fn put_text(key: &mut Vec<u8>, text: &str) {
    key.extend((text.len() as u32).to_le_bytes());
    key.extend(text.as_bytes());
}

/// A value, each kind told apart from all others.
fn put_value(key: &mut Vec<u8>, value: &Value) -> bool {
    if let Some(map) = value.as_map() {
        key.push(b'm');
        key.extend((std::ptr::from_ref(map) as usize).to_le_bytes());
    } else if let Some(list) = value.as_array() {
        key.push(b'a');
        key.extend((list.as_ptr() as usize).to_le_bytes());
        key.extend(list.len().to_le_bytes());
    } else if let Some(text) = value.as_str() {
        if text.len() > LONGEST {
            return false;
        }
        key.push(if value.is_safe() { b'h' } else { b't' });
        put_text(key, text);
    } else if let Some(is) = value.as_bool() {
        key.extend([b'b', u8::from(is)]);
    } else if value.is_f64() {
        key.push(b'f');
        key.extend(value.as_f64().unwrap_or_default().to_bits().to_le_bytes());
    } else if let Some(number) = value.as_i128() {
        key.push(b'i');
        key.extend(number.to_le_bytes());
    } else if value.is_none() {
        key.push(b'n');
    } else if value.is_undefined() {
        key.push(b'u');
    } else {
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::put_value;

    fn key(value: &Value) -> Option<Vec<u8>> {
        let mut key = Vec::new();
        put_value(&mut key, value).then_some(key)
    }

    #[test]
    fn values_of_other_kinds_have_other_keys() {
        let values = [
            Value::from(1),
            Value::from(1.0),
            Value::from(true),
            Value::from("1"),
            Value::safe_string("1"),
            Value::none(),
            Value::from(Vec::<Value>::new()),
            Value::from(tera::Map::default()),
        ];
        let keys: Vec<Vec<u8>> = values.iter().map(|value| key(value).unwrap()).collect();
        for (at, one) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(one), "{:?}", values[at]);
            assert_eq!(key(&values[at].clone()).as_ref(), Some(one), "a copy is the same");
        }
        assert_ne!(key(&Value::from(tera::Map::default())), key(&Value::from(tera::Map::default())));
        assert_eq!(key(&Value::from("x".repeat(600))), None);
    }
}

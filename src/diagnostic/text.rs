//! The text of a source file: there, or read when somebody looks at it.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A text, in UTF-8, without a byte order mark. Cheap to clone; clones share one reading.
#[derive(Clone)]
pub struct Text(Arc<Inner>);

struct Inner {
    text: OnceLock<Box<str>>,
    /// The same, for a while.
    passing: Mutex<Option<Text>>,
    length: usize,
    read: Option<Box<dyn Fn() -> Option<String> + Send + Sync>>,
}

impl Text {
    /// A text of `length` bytes that `read` gives when it is first looked at: a warm build does not read what did not
    /// change. Should it give none, or another length (the file changed since), the text is blank, so that places
    /// in it stay valid.
    pub fn later(length: usize, read: impl Fn() -> Option<String> + Send + Sync + 'static) -> Text {
        let (text, passing) = (OnceLock::new(), Mutex::new(None));
        Text(Arc::new(Inner { text, passing, length, read: Some(Box::new(read)) }))
    }

    /// A text that is there until [`let_go`](Text::let_go), and after that as `later`: that of a file is needed once, and with
    /// many files takes much memory. Who looks at it but for a moment looks at [`now`](Text::now).
    pub fn passing(text: Text, read: impl Fn() -> Option<String> + Send + Sync + 'static) -> Text {
        let (length, passing) = (text.len(), Mutex::new(Some(text)));
        Text(Arc::new(Inner { text: OnceLock::new(), passing, length, read: Some(Box::new(read)) }))
    }

    /// The text as it is at hand, to be looked at without keeping it longer.
    pub fn now(&self) -> Text {
        self.passed().unwrap_or_else(|| self.clone())
    }

    /// A passing text is no longer needed.
    pub fn let_go(&self) {
        *self.0.passing.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn passed(&self) -> Option<Text> {
        self.0.passing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it holds nothing; known without reading.
    pub fn is_empty(&self) -> bool {
        self.0.length == 0
    }

    /// Its length in bytes; known without reading.
    pub fn len(&self) -> usize {
        self.0.length
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.text.get_or_init(|| {
            if let Some(text) = self.passed() {
                return (*text).into();
            }
            let read = self.0.read.as_ref().and_then(|read| read());
            read.filter(|text| text.len() == self.0.length).unwrap_or_else(|| " ".repeat(self.0.length)).into()
        })
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        let (length, text) = (text.len(), OnceLock::from(text.into_boxed_str()));
        Text(Arc::new(Inner { length, text, passing: Mutex::new(None), read: None }))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        text.to_owned().into()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::Text;

    #[test]
    fn it_is_read_once_and_only_when_looked_at() {
        let count = Arc::new(AtomicUsize::new(0));
        let counter = count.clone();
        let text = Text::later(3, move || {
            counter.fetch_add(1, Ordering::Relaxed);
            Some("甲".to_owned())
        });
        let clone = text.clone();
        assert_eq!((text.len(), text.is_empty(), count.load(Ordering::Relaxed)), (3, false, 0));
        assert_eq!((&*text, &*clone, count.load(Ordering::Relaxed)), ("甲", "甲", 1));
        assert_eq!(text, Text::from("甲"));
    }

    #[test]
    fn a_passing_text_is_read_again_only_when_it_is_gone() {
        let passing = || Text::passing(Text::from("甲"), || Some("乙".to_owned()));
        let text = passing();
        let now = text.now();
        text.let_go();
        assert_eq!((text.len(), &*now, &*text), (3, "甲", "乙"));
        let text = passing();
        assert_eq!((&*text.now(), &*text), ("甲", "甲"));
        text.let_go();
        assert_eq!(&*text, "甲", "what was looked at stays");
        assert_eq!(&*Text::from("x").now(), "x");
    }

    #[test]
    fn a_file_that_changed_since_is_blank() {
        assert_eq!(&*Text::later(4, || Some("longer".to_owned())), "    ");
        assert_eq!(&*Text::later(2, || None), "  ");
    }
}

//! Tags: their marks, and those that hold no others.

use super::cursor::{Cursor, Place, TokenKind};
use super::mistake::Expected;
use super::tree::{Include, Node, Set, Span, Tag};

/// The opening of a tag that is being read.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    place: Place,
    span: Span,
    trims_left: bool,
}

impl Cursor<'_> {
    /// Opens a tag: `{%`, `{{` or `{#`, perhaps with a dash.
    pub fn open(&mut self, mark: &'static str) -> Option<Opened> {
        let place = self.place();
        if !self.rest().starts_with(mark) {
            self.expected(Expected::Literal(mark));
            return None;
        }
        let trims_left = self.rest()[mark.len()..].starts_with('-');
        let span = self.take(mark.len() + usize::from(trims_left), TokenKind::Open);
        Some(Opened { place, span, trims_left })
    }

    /// Closes a tag.
    pub fn close(&mut self, opened: Opened, mark: &'static str) -> Option<Tag> {
        let rest = self.rest();
        let trims_right = rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(mark));
        if !trims_right && !rest.starts_with(mark) {
            self.expected(Expected::Close(mark));
            return None;
        }
        let end = self.take(mark.len() + usize::from(trims_right), TokenKind::Close);
        Some(Tag { span: opened.span.to(end), trims_left: opened.trims_left, trims_right })
    }

    /// Reads a tag as a whole or not at all.
    pub fn tag<T>(
        &mut self,
        mark: &'static str,
        end: &'static str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<(Tag, T)> {
        let opened = self.open(mark)?;
        self.blanks();
        let inner = read(self);
        let tag = inner.as_ref().and_then(|_| {
            self.blanks();
            self.close(opened, end)
        });
        match (tag, inner) {
            (Some(tag), Some(inner)) => Some((tag, inner)),
            _ => {
                self.reset(opened.place);
                None
            }
        }
    }

    /// A tag `{% word … %}`.
    pub fn word_tag<T>(&mut self, word: &'static str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<(Tag, T)> {
        self.tag("{%", "%}", |cursor| {
            cursor.literal(word, TokenKind::Keyword)?;
            read(cursor)
        })
    }

    /// The word a tag here begins with, without moving.
    pub fn tag_word(&self) -> Option<&str> {
        let inner = self.rest().strip_prefix("{%")?;
        let inner = inner.strip_prefix('-').unwrap_or(inner).trim_start_matches([' ', '\t', '\r', '\n']);
        let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
        Some(&inner[..end])
    }

    /// `{{ … }}`.
    pub fn output(&mut self) -> Option<Node> {
        self.tag("{{", "}}", Cursor::value).map(|(tag, value)| Node::Output(tag, value))
    }

    /// `{{ super() }}`, where it may stand.
    pub fn super_call(&mut self) -> Option<Node> {
        self.tag("{{", "}}", |cursor| cursor.literal("super()", TokenKind::Keyword)).map(|(tag, _)| Node::Super(tag))
    }

    /// `set` or `set_global`.
    pub fn set(&mut self, word: &'static str) -> Option<Node> {
        let set = self.word_tag(word, |cursor| {
            cursor.some_blanks()?;
            let name = cursor.name()?;
            cursor.blanks();
            cursor.mark("=")?;
            cursor.blanks();
            let value = cursor.value()?;
            Some(Set { global: word == "set_global", name, value })
        });
        set.map(|(tag, set)| Node::Set(tag, set))
    }

    /// `include`.
    pub fn include(&mut self) -> Option<Node> {
        let include = self.word_tag("include", |cursor| {
            cursor.some_blanks()?;
            let names = match cursor.rest().starts_with('[') {
                true => cursor.strings()?,
                false => vec![cursor.string()?],
            };
            let place = cursor.place();
            cursor.blanks();
            let ignore_missing = cursor.literal("ignore", TokenKind::Keyword).is_some() && {
                cursor.blanks();
                cursor.literal("missing", TokenKind::Keyword).is_some()
            };
            if !ignore_missing {
                cursor.reset(place);
            }
            Some(Include { names, ignore_missing })
        });
        include.map(|(tag, include)| Node::Include(tag, include))
    }

    /// An array of strings.
    fn strings(&mut self) -> Option<Vec<Span>> {
        self.mark("[")?;
        let mut strings = Vec::new();
        loop {
            self.blanks();
            if self.rest().starts_with(']') {
                break;
            }
            strings.push(self.string()?);
            self.blanks();
            if self.mark(",").is_none() {
                break;
            }
        }
        self.blanks();
        self.mark("]")?;
        Some(strings)
    }

    /// `extends`. Blanks around it belong to it.
    pub fn extends(&mut self) -> Option<Node> {
        let extends = self.head_tag("extends", |cursor| {
            cursor.some_blanks()?;
            cursor.string()
        });
        extends.map(|(tag, name)| Node::Extends(tag, name))
    }

    /// `import`. Blanks around it belong to it.
    pub fn import(&mut self) -> Option<Node> {
        let import = self.head_tag("import", |cursor| {
            cursor.some_blanks()?;
            let file = cursor.string()?;
            cursor.some_blanks()?;
            cursor.literal("as", TokenKind::Keyword)?;
            cursor.some_blanks()?;
            Some((file, cursor.name()?))
        });
        import.map(|(tag, (file, namespace))| Node::Import(tag, file, namespace))
    }

    fn head_tag<T>(&mut self, word: &'static str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<(Tag, T)> {
        let place = self.place();
        self.blanks();
        match self.word_tag(word, read) {
            Some(found) => {
                self.blanks();
                Some(found)
            }
            None => {
                self.reset(place);
                None
            }
        }
    }
}

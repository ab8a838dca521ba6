//! The local file of telephone numbers: `contacts.toml` at the site's root, outside of everything that is published.

use crate::diagnostic::{Diagnostic, Sink};
use crate::liaison::code::SETTING;
use crate::path::SourcePath;
use crate::source::{SourceTree, Table, parse_toml};

/// The file's name.
pub const FILE: &str = "contacts.toml";

/// A person to be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// 姓名.
    pub name: String,
    /// 电话.
    pub phone: String,
    /// 邮箱.
    pub email: String,
}

/// The people of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    /// In the file's order; the first one answers for entries whose writer is not among them.
    pub all: Vec<Contact>,
}

impl Contacts {
    /// Reads the file; nobody where there is none.
    pub fn load(sources: &SourceTree, sink: &Sink) -> Contacts {
        let Some(path) = SourcePath::new(FILE).filter(|path| sources.exists(path)) else { return Contacts::default() };
        let source = match sources.text(&path) {
            Ok(source) => source,
            Err(diagnostic) => {
                sink.push(diagnostic);
                return Contacts::default();
            }
        };
        let length = source.text.len();
        match parse_toml(&source, 0..length) {
            Ok(entries) => Contacts::read(&mut Table::new(source, "", 0..0, entries), sink),
            Err(diagnostics) => {
                diagnostics.into_iter().for_each(|diagnostic| sink.push(diagnostic));
                Contacts::default()
            }
        }
    }

    fn read(table: &mut Table, sink: &Sink) -> Contacts {
        let mut rows = table.tables("contact", sink).unwrap_or_default();
        rows.extend(table.tables("联系人", sink).unwrap_or_default());
        let all = rows
            .iter_mut()
            .filter_map(|row| {
                let mut either = |key, zh| row.string(key, sink).or_else(|| row.string(zh, sink)).unwrap_or_default();
                let contact = Contact {
                    name: either("name", "姓名").trim().to_owned(),
                    phone: either("phone", "电话").trim().to_owned(),
                    email: either("email", "邮箱").trim().to_owned(),
                };
                row.finish(sink);
                if contact.name.is_empty() {
                    let diagnostic = Diagnostic::new(&SETTING).arg("key", "name").arg("value", "");
                    sink.push(diagnostic.arg("example", "张某某").at(row.source(), row.span("name")));
                    return None;
                }
                Some(contact)
            })
            .collect();
        table.finish(sink);
        Contacts { all }
    }

    /// Who answers for an entry by this writer.
    pub fn of(&self, writer: &str) -> Option<&Contact> {
        let named = |contact: &&Contact| !writer.is_empty() && writer.contains(&contact.name);
        self.all.iter().find(named).or(self.all.first())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Contacts;
    use crate::diagnostic::Sink;
    use crate::path::SourcePath;
    use crate::source::{MemoryWorld, SourceTree};

    fn load(text: &str) -> (Contacts, usize) {
        let files = [(SourcePath::new("contacts.toml").unwrap(), text.as_bytes().to_vec())].into();
        let sources = SourceTree::new(Arc::new(MemoryWorld { files, ..MemoryWorld::default() }));
        let sink = Sink::new();
        let contacts = Contacts::load(&sources, &sink);
        (contacts, sink.finish().len())
    }

    #[test]
    fn the_writer_answers_or_else_the_first() {
        let (contacts, told) =
            load("[[contact]]\nname = \"甲某\"\nphone = \"1\"\n[[联系人]]\n姓名 = \"乙某\"\n电话 = \"2\"\n");
        assert_eq!(told, 0);
        assert_eq!(contacts.of("乙某").map(|contact| contact.phone.as_str()), Some("2"));
        assert_eq!(contacts.of("丙某").map(|contact| contact.phone.as_str()), Some("1"));
        assert_eq!(load("[[contact]]\nphone = \"1\"\n"), (Contacts::default(), 1));
    }
}

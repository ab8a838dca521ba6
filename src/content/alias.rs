//! Front matter keys under other names, such as Chinese ones, put where they belong before anything reads them.

use rustc_hash::FxHashMap;

use super::code::SAID_TWICE;
use crate::diagnostic::{Diagnostic, Sink, SourceText, Wording};
use crate::source::{Entry, Item, Node};

/// Front matter keys under other names: each pair is the name as written and the canonical dotted path (`来源` →
/// `extra.source`, `标题` → `title`; keys of the tables in a list without numbers, `说明` → `extra.images.alt`). A name is
/// understood in the table where its key belongs, and at the top or in `extra`, from where it is put into that table.
pub type Aliases<'a> = &'a [(&'a str, &'a str)];

/// The aliases, to be looked up by name.
pub(super) struct Names<'a>(FxHashMap<&'a str, Vec<&'a str>>);

impl<'a> Names<'a> {
    /// The names of `aliases`.
    pub(super) fn new(aliases: Aliases<'a>) -> Names<'a> {
        let mut names: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (name, canonical) in aliases {
            names.entry(name).or_default().push(canonical);
        }
        Names(names)
    }

    /// Puts all keys below `entries` under their canonical names; gives what was renamed, as
    /// [`FrontMatter::renamed`](super::FrontMatter::renamed) wants it.
    pub(super) fn apply(&self, entries: &mut Vec<Entry>, source: &SourceText, sink: &Sink) -> Vec<(String, String)> {
        let mut renaming = Renaming { names: self, source, sink, renamed: Vec::new() };
        if !self.0.is_empty() {
            renaming.raise(entries);
            renaming.table(entries, "", "", "");
        }
        renaming.renamed
    }
}

struct Renaming<'a, 'n> {
    names: &'a Names<'n>,
    source: &'a SourceText,
    sink: &'a Sink,
    renamed: Vec<(String, String)>,
}

impl Renaming<'_, '_> {
    /// Renames in place the keys of the table at `path` (without numbers of list items), `canonical` (with them) and
    /// `written` (as the author has it), and in all tables below.
    fn table(&mut self, entries: &mut Vec<Entry>, path: &str, canonical: &str, written: &str) {
        for index in 0..entries.len() {
            let place = join(canonical, &entries[index].key);
            let raised = self.renamed.iter().find(|(to, _)| *to == place).map(|(_, written)| written.clone());
            let as_written = raised.unwrap_or_else(|| join(written, &entries[index].key));
            let here = self.names.0.get(entries[index].key.as_str()).into_iter().flatten();
            if let Some(name) = here.map(|to| parent(to)).find(|(table, _)| *table == path).map(|(_, name)| name) {
                if let Some(other) = entries.iter().find(|entry| entry.key == name) {
                    self.twice(&entries[index], other, &join(path, name));
                } else {
                    entries[index].key = name.to_owned();
                    self.renamed.push((join(canonical, name), as_written.clone()));
                }
            }
            let entry = &mut entries[index];
            let (path, canonical) = (join(path, &entry.key), join(canonical, &entry.key));
            match &mut entry.node.item {
                Item::Table(inner) => self.table(inner, &path, &canonical, &as_written),
                Item::List(items) => {
                    for (at, item) in items.iter_mut().enumerate() {
                        if let Item::Table(inner) = &mut item.item {
                            self.table(inner, &path, &format!("{canonical}.{at}"), &format!("{as_written}.{at}"));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Moves the keys at the top and in `extra` that belong into another table: the top, `extra` or `taxonomies`.
    fn raise(&mut self, root: &mut Vec<Entry>) {
        let open = ["", "extra", "taxonomies"].map(|table| {
            let there = root.iter().find(|entry| entry.key == table);
            // A value that is no table stays: the reader of that key tells it.
            (table, there.is_none_or(|entry| matches!(entry.node.item, Item::Table(_))))
        });
        let mut moved = pull(self.names, root, "", &open);
        if let Some(Item::Table(extra)) =
            root.iter_mut().find(|entry| entry.key == "extra").map(|entry| &mut entry.node.item)
        {
            moved.extend(pull(self.names, extra, "extra", &open));
        }
        for (mut entry, to, written) in moved {
            let (table, name) = parent(to);
            let target = reach(root, table);
            if let Some(other) = target.iter().find(|entry| entry.key == name) {
                self.twice(&entry, other, to);
                continue;
            }
            let written = join(written, &entry.key);
            entry.key = name.to_owned();
            target.push(entry);
            self.renamed.push((to.to_owned(), written));
        }
    }

    fn twice(&self, alias: &Entry, other: &Entry, key: &str) {
        const FIRST: Wording = Wording { zh: "这里也写了", en: "also written here" };
        let diagnostic = Diagnostic::new(&SAID_TWICE).arg("alias", &alias.key).arg("key", key);
        let diagnostic = diagnostic.at(self.source, alias.key_span.clone());
        self.sink.push(diagnostic.see(self.source, other.key_span.clone(), FIRST));
    }
}

/// A key taken out, the path it belongs to, and the table it stood in.
type Moved<'n, 'w> = (Entry, &'n str, &'w str);

/// Takes out of `entries`, the table `here`, what belongs into another of the `open` tables.
fn pull<'n, 'w>(
    names: &'n Names<'_>,
    entries: &mut Vec<Entry>,
    here: &'w str,
    open: &[(&str, bool)],
) -> Vec<Moved<'n, 'w>> {
    let mut moved = Vec::new();
    let mut index = 0;
    while index < entries.len() {
        let all: &[&str] = names.0.get(entries[index].key.as_str()).map_or(&[], Vec::as_slice);
        let stays = all.iter().any(|to| parent(to).0 == here);
        let to = all.iter().copied().find(|to| open.contains(&(parent(to).0, true)));
        match to.filter(|_| !stays) {
            Some(to) => moved.push((entries.remove(index), to, here)),
            None => index += 1,
        }
    }
    moved
}

/// The entries of the table `name` of `root`, made where it is not there; of `root` itself without a name.
fn reach<'e>(root: &'e mut Vec<Entry>, name: &str) -> &'e mut Vec<Entry> {
    if name.is_empty() {
        return root;
    }
    let index = root.iter().position(|entry| entry.key == name).unwrap_or_else(|| {
        let node = Node { item: Item::Table(Vec::new()), span: 0..0 };
        root.push(Entry::new(name.to_owned(), 0..0, node));
        root.len() - 1
    });
    match &mut root[index].node.item {
        Item::Table(inner) => inner,
        // `raise` moves nothing to a value that is no table.
        _ => unreachable!("only tables are open"),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn parent(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

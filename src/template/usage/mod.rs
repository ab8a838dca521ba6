//! What an entry template can see: the files it is made of, the fields of documents it may look at.
//!
//! An abstract interpretation of Tera 2 templates. It errs on one side only: a field it does not name is never looked
//! at, so changing it cannot change what the template shows. Each render's variables are followed through loops, sets,
//! includes, blocks and components, by name and without regard to order ([`run`](self::run)); a document taken whole
//! (printed, compared, handed to a function) counts as all of its fields. What the parser does not understand counts as
//! everything.

mod call;
mod clock;
mod expression;
mod lexer;
mod older;
mod parser;
mod repeat;
mod run;
mod shape;
mod syntax;
mod value;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

pub use clock::TimeGrain;
pub(super) use repeat::{FILTERS_THAT_LOOK, FUNCTIONS_OF_ARGUMENTS, Turn, turn};
pub use shape::{Shape, Shapes};

use super::chain;
use super::set::TemplateSet;

/// What an entry template can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The names of the files it is made of, as in the [`TemplateSet`]: itself, parents, includes, and the files of
    /// components it can call, transitively.
    pub files: BTreeSet<String>,
    /// The fields it can look at of the render's own document: the variable `page`, `section` or `term`. A field that
    /// holds documents (`pages`, `lower`) stands for which documents these are and their order; what is looked at in
    /// them is in `others`.
    pub own: Fields,
    /// Of those, the ones it looks at only where one of these keys below `page.extra` is true.
    pub guards: Guards,
    /// The fields it can look at of any document that comes another way: from a list, a relation, a function, a further
    /// variable. The own document may be among them.
    pub others: Fields,
    /// How finely it looks at the clock; `None` if never.
    pub time: Option<TimeGrain>,
    /// Whether it may draw by chance without a seed of its own (`get_random`, `shuffle`): such draws follow from the
    /// document's place in the site.
    pub draws: bool,
    /// What follows from `own` and `others`, once somebody asked: every render does.
    looks: OnceLock<Looks>,
}

/// Fields, and for each the keys below `page.extra` of which one has to be true.
pub type Guards = BTreeMap<String, BTreeSet<String>>;

/// The fields of a document that come from counting its words.
pub const COUNTS: [&str; 2] = ["word_count", "reading_time"];

/// The fields of a document that come from its body.
pub const BODY: [&str; 5] = ["content", "summary", "toc", "word_count", "reading_time"];

/// What of that which is dear to make a template looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// Bodies of other documents.
    pub bodies: bool,
    /// The list of pages in its own document.
    pub own_pages: bool,
    /// Lists of pages in other documents.
    pub pages: bool,
    /// The terms of a taxonomy.
    pub items: bool,
}

impl Looks {
    /// Everything.
    pub const ALL: Looks = Looks { bodies: true, own_pages: true, pages: true, items: true };
}

impl Default for Looks {
    fn default() -> Looks {
        Looks::ALL
    }
}

impl Usage {
    /// Whether it can look at this field of some document.
    pub fn shows(&self, field: &str) -> bool {
        self.own.uses(field) || self.others.uses(field)
    }

    /// What of that which is dear to make it looks at.
    pub fn looks(&self) -> Looks {
        *self.looks.get_or_init(|| Looks {
            bodies: BODY.iter().any(|field| self.others.uses(field)),
            own_pages: self.own.uses("pages"),
            pages: self.others.uses("pages"),
            items: self.own.uses("items") || self.others.uses("items"),
        })
    }
}

/// Names of fields of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fields {
    /// All there are.
    All,
    /// These and no others.
    Named(BTreeSet<String>),
}

impl Fields {
    /// These and those of `other`.
    pub fn or(self, other: &Fields) -> Fields {
        match (self, other) {
            (Fields::Named(mut names), Fields::Named(others)) => {
                names.extend(others.iter().cloned());
                Fields::Named(names)
            }
            _ => Fields::All,
        }
    }

    /// Those that are not among `names`, where they are known one by one.
    pub fn without(mut self, names: &[&str]) -> Fields {
        if let Fields::Named(fields) = &mut self {
            fields.retain(|field| !names.contains(&field.as_str()));
        }
        self
    }

    /// Whether the field is among them.
    pub fn uses(&self, field: &str) -> bool {
        match self {
            Fields::All => true,
            Fields::Named(names) => names.contains(field),
        }
    }
}

/// The templates of a site, parsed, with what each was found to see.
pub struct Usages {
    /// The names of the files, in the set's order.
    names: Vec<String>,
    /// The parsed files; `None` for those that are not understood.
    files: Vec<Option<syntax::File>>,
    by_name: FxHashMap<String, usize>,
    /// What stands before a plain name, in the order tried.
    prefixes: Vec<String>,
    /// Each component's file and its place there.
    components: FxHashMap<Box<str>, (usize, usize)>,
    /// The names that templates bind, and whether what they bind may be undefined.
    bound: FxHashMap<Box<str>, bool>,
    shapes: Shapes,
    found: Vec<OnceLock<Usage>>,
    everything: OnceLock<Usage>,
    /// The files themselves, if they are of Zola 0.22 and before: what is not understood of those sees what one of them names.
    older: Option<TemplateSet>,
}

impl Usages {
    /// Parses the files of a set. `layer` tells the shapes of what a layer above gives to templates.
    pub fn analyse(set: &TemplateSet, layer: Shapes) -> Usages {
        if chain::too_long(set).is_some() {
            // The engine will not have them.
            return Usages::unknown(set);
        }
        Usages::of_files(set, set.files.iter().map(|file| parser::parse(&file.source.text).ok()).collect(), layer)
    }

    fn of_files(set: &TemplateSet, files: Vec<Option<syntax::File>>, layer: Shapes) -> Usages {
        let mut usages = Usages {
            names: set.files.iter().map(|file| file.name.clone()).collect(),
            by_name: set.files.iter().enumerate().map(|(at, file)| (file.name.clone(), at)).collect(),
            prefixes: set.prefixes(),
            components: FxHashMap::default(),
            bound: FxHashMap::default(),
            shapes: layer,
            found: files.iter().map(|_| OnceLock::new()).collect(),
            everything: OnceLock::new(),
            files: Vec::new(),
            older: None,
        };
        for (at, file) in files.iter().enumerate() {
            let Some(file) = file else { continue };
            for (name, undefined) in &file.bound {
                *usages.bound.entry(name.clone()).or_default() |= undefined;
            }
            for (place, component) in file.components.iter().enumerate() {
                let rank = |at: usize| usages.rank(&usages.names[at]);
                match usages.components.get(&component.name) {
                    Some((other, _)) if rank(*other) <= rank(at) => {}
                    _ => drop(usages.components.insert(component.name.clone(), (at, place))),
                }
            }
        }
        usages.files = files;
        usages
    }

    /// Templates of which nothing is known: each sees everything.
    pub fn unknown(set: &TemplateSet) -> Usages {
        let mut usages = Usages::analyse(&TemplateSet { files: Vec::new(), ..set.clone() }, Shapes::default());
        usages.names = set.files.iter().map(|file| file.name.clone()).collect();
        usages
    }

    /// Templates of Zola 0.22 and before.
    pub fn of_older(set: &TemplateSet) -> Usages {
        let mut usages = match chain::too_long(set) {
            Some(_) => Usages::unknown(set),
            None => Usages::of_files(set, older::files(set), Shapes::default()),
        };
        usages.older = Some(set.clone());
        usages
    }

    fn is_older(&self) -> bool {
        self.older.is_some()
    }

    /// What the template can see, named as Tera resolves it: the site's, else the theme's, else the built-in one. For
    /// a template that does not exist or is not understood: everything.
    pub fn of(&self, template: &str) -> &Usage {
        self.place(template).map_or_else(|| self.everything(), |at| self.at(at))
    }

    fn at(&self, place: usize) -> &Usage {
        self.found[place].get_or_init(|| run::Run::new(self).entry(place).unwrap_or_else(|| self.everything().clone()))
    }

    /// What each template of the set can see, were it an entry.
    pub fn each(&self) -> impl Iterator<Item = &Usage> {
        self.names.iter().map(|name| self.of(name))
    }

    /// Whether some template gives the name a value of its own.
    pub fn binds(&self, name: &str) -> bool {
        self.bound.contains_key(name)
    }

    /// What a template of Zola 0.22 and before sees that looks at these fields: shortcodes and imports are not followed, so each
    /// counts as made of all files.
    fn of_older_fields(&self, own: Fields, mut guards: Guards, others: Fields) -> Usage {
        let known = |found: Fields| match found {
            Fields::All => Fields::All,
            Fields::Named(names) => Fields::Named(names.into_iter().chain(words::ALWAYS.map(str::to_owned)).collect()),
        };
        guards.retain(|field, _| !words::ALWAYS.contains(&field.as_str()));
        Usage { own: known(own), guards, others: known(others), ..self.all() }
    }

    /// All files, all fields, the moment.
    pub fn everything(&self) -> &Usage {
        self.everything.get_or_init(|| match &self.older {
            Some(set) => {
                let fields = words::fields(set);
                Usage { own: fields.clone(), others: fields, ..self.all() }
            }
            None => self.all(),
        })
    }

    /// How many files are told apart by [`Usages::place`].
    pub fn count(&self) -> usize {
        self.found.len()
    }

    fn all(&self) -> Usage {
        Usage {
            files: self.names.iter().cloned().collect(),
            own: Fields::All,
            guards: BTreeMap::new(),
            others: Fields::All,
            time: Some(TimeGrain::Exact),
            draws: true,
            looks: OnceLock::new(),
        }
    }

    /// Whether all files of the set were understood; where one is not, a component could be in it.
    fn is_complete(&self) -> bool {
        self.files.iter().all(Option::is_some)
    }

    /// The file a name stands for, among those that are told apart.
    pub fn place(&self, name: &str) -> Option<usize> {
        let exact = self.by_name.get(name);
        exact
            .copied()
            .or_else(|| self.prefixes.iter().find_map(|prefix| self.by_name.get(&format!("{prefix}{name}")).copied()))
    }

    /// How early a file's components are taken: the site's first, then the theme's, then the built-in ones.
    fn rank(&self, name: &str) -> usize {
        self.prefixes.iter().position(|prefix| name.starts_with(prefix.as_str())).map_or(0, |at| at + 1)
    }
}

#[cfg(test)]
mod tests;

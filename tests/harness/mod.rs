//! The one door for tests: a whole site in a literal, built in memory.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use lianluo::Diagnostic;
use lianluo::cache::{Cache, TracedWorld};
use lianluo::config::Overrides;
use lianluo::diagnostic::{Locale, Severity, to_terminal};
use lianluo::liaison::LAYER;
use lianluo::output::{MemoryStage, OutputFile, OutputTree};
use lianluo::path::{Route, SourcePath};
use lianluo::pipeline::{Links, Observed, Observer, Options, Work, build};
use lianluo::source::MemoryWorld;

/// A site being written down.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub world: MemoryWorld,
    pub options: Options,
}

/// What building it gave.
#[derive(Debug)]
pub struct Built {
    /// The output files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The diagnostics.
    pub diagnostics: Vec<Diagnostic>,
}

#[allow(dead_code, reason = "each test binary uses its own part")]
impl Site {
    /// A site without any file, built on 2026-11-23.
    pub fn bare() -> Site {
        let mut site = Site::default();
        site.world.today = Date::constant(2026, 11, 23);
        site.options.overrides = Overrides { layer: Some(LAYER), ..Overrides::default() };
        site
    }

    /// A plain Zola site: settings, a root section, and templates that print titles and contents.
    pub fn new() -> Site {
        Site::bare()
            .file("zola.toml", "base_url = \"https://example.test\"\n")
            .file("content/_index.md", "+++\n+++\n")
            .file("templates/index.html", "{{ section.title | default(value=\"\") }}|{{ section.content | safe }}")
            .file("templates/section.html", "{{ section.title | default(value=\"\") }}|{% for page in section.pages %}{{ page.title }};{% endfor %}")
            .file("templates/page.html", "{{ page.title | default(value=\"\") }}|{{ page.content | safe }}")
    }

    /// A liaison group's site with the built-in archive templates and the section of every kind.
    pub fn group() -> Site {
        let mut site = Site::new()
            .file(
                "zola.toml",
                "base_url = \"https://example.test\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲镇政协联络组\"\n",
            )
            .file("content/member/wang.md", "+++\ntitle = \"王某某\"\ndate = 2026-01-05\n[extra]\nkind = \"member\"\nname = \"王某某\"\nsector = \"农业界\"\nsource = \"本组\"\n+++\n");
        for kind in ["activity", "member", "relief", "history"] {
            site = site.file(
                &format!("content/{kind}/_index.md"),
                &format!("+++\ntitle = \"{kind}\"\nsort_by = \"date\"\n+++\n"),
            );
        }
        site
    }

    /// Adds or replaces a text file.
    pub fn file(self, path: &str, text: &str) -> Site {
        self.bytes(path, text.as_bytes())
    }

    /// Adds or replaces a file whose text was just made.
    pub fn put(self, path: &str, text: impl AsRef<str>) -> Site {
        self.bytes(path, text.as_ref().as_bytes())
    }

    /// Adds or replaces a file.
    pub fn bytes(mut self, path: &str, bytes: &[u8]) -> Site {
        let path = SourcePath::new(path).expect("a path inside the site");
        self.world.files.insert(path, bytes.to_vec());
        self
    }

    /// A file's bytes.
    pub fn bytes_of(&self, path: &str) -> Vec<u8> {
        self.world.files[&SourcePath::new(path).expect("a path inside the site")].clone()
    }

    /// Takes a file away.
    pub fn without(mut self, path: &str) -> Site {
        self.world.files.remove(&SourcePath::new(path).expect("a path inside the site"));
        self
    }

    /// Builds drafts too.
    pub fn drafts(mut self) -> Site {
        self.options.drafts = true;
        self
    }

    /// Makes these outputs before the others and tells whoever looks on.
    #[allow(dead_code, reason = "each test binary uses its own part")]
    pub fn waiting_for(mut self, routes: &[&str], observer: Arc<dyn Observer>) -> Site {
        self.options.first = routes.iter().map(|route| Route::file(route).expect("a route")).collect();
        self.options.observed = Observed(Some(observer));
        self
    }

    /// Sets the day that counts as today.
    pub fn today(mut self, today: Date) -> Site {
        self.world.today = today;
        self
    }

    /// Builds it.
    pub fn build(&self) -> Built {
        self.build_after(None).built
    }

    /// Builds it with what the last build left; what has errors leaves what was there.
    pub fn build_after(&self, last: Option<Last>) -> Last {
        let (mut cache, tree, links, builds) = match last {
            Some(last) => (last.cache, last.tree, last.links, last.builds + 1),
            None => (Cache::in_memory(), Arc::default(), Arc::default(), 0),
        };
        // As in a preview; now and then a build links anew, as on a disk.
        let links_again = builds % 4 == 3;
        let options = Options { links: (!links_again).then(|| Arc::clone(&links)), ..self.options.clone() };
        let stage = MemoryStage::over(Arc::clone(&tree));
        let world = Arc::new(self.world.clone());
        let mut built = build(&TracedWorld::over(world), &options, &cache, |_| Ok(&stage));
        let made = stage.take_files();
        let files = made.iter().map(|(route, file)| {
            let bytes = match file {
                OutputFile::Bytes(bytes) => bytes.to_vec(),
                OutputFile::Source(path) => self.world.files[path].clone(),
            };
            (route.to_string(), bytes)
        });
        let files = files.collect();
        let failed = built.has_errors();
        let tree = if failed { tree } else { Arc::new(made) };
        if let Some(next) = built.next.take().filter(|_| !failed) {
            cache.commit(next, Vec::new());
        }
        Last { built: Built { files, diagnostics: built.diagnostics }, work: built.work, cache, tree, links, builds }
    }
}

/// A build that another one can follow.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub struct Last {
    /// What it gave.
    pub built: Built,
    /// What it did.
    pub work: Work,
    cache: Cache,
    tree: Arc<OutputTree>,
    links: Arc<Links>,
    builds: usize,
}

#[allow(dead_code, reason = "each test binary uses its own part")]
impl Built {
    /// The text of an output file; panics, listing what there is, if it is absent or errors stand.
    pub fn text(&self, route: &str) -> &str {
        self.expect_no_errors();
        match self.files.get(route) {
            Some(bytes) => std::str::from_utf8(bytes).expect("UTF-8"),
            None => panic!("no {route} among {:?}", self.files.keys().collect::<Vec<_>>()),
        }
    }

    /// Whether an output file is there.
    pub fn has(&self, route: &str) -> bool {
        self.files.contains_key(route)
    }

    /// Panics with the errors if there are any.
    pub fn expect_no_errors(&self) {
        assert!(self.errors().is_empty(), "{}", to_terminal(&self.diagnostics, Locale::En, false));
    }

    /// The errors as `file:line code: message` in English.
    pub fn errors(&self) -> Vec<String> {
        self.told(Severity::Error)
    }

    /// The warnings, likewise.
    pub fn warnings(&self) -> Vec<String> {
        self.told(Severity::Warning)
    }

    fn told(&self, severity: Severity) -> Vec<String> {
        let of_severity = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity);
        of_severity
            .map(|diagnostic| {
                let place = diagnostic.labels.first().map_or(String::new(), |label| match label.position() {
                    Some((line, _)) => format!("{}:{line} ", label.path),
                    None => format!("{} ", label.path),
                });
                format!("{place}{}: {}", diagnostic.code.id, diagnostic.message(Locale::En))
            })
            .collect()
    }

    /// All diagnostics as a person sees them.
    pub fn shown(&self, locale: Locale) -> String {
        to_terminal(&self.diagnostics, locale, false)
    }
}

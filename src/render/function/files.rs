//! Files that templates ask for by path: where they are looked for, and what was found out about them, once per build.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256, Sha384, Sha512};
use tera::Value;

use crate::asset::image::{ImageFacts, NoFacts, Want, probe_file};
use crate::cache::Read;
use crate::diagnostic::{Diagnostic, Locale, both, prefixed};
use crate::fingerprint::Fingerprint;
use crate::path::{Route, SourcePath, with_slashes};
use crate::render::code::STALE_DATA;
use crate::render::record::{note, note_want};
use crate::source::{Request, SourceTree, Unreachable, decode};

/// What a function found out about a file, or why not.
type Found<T> = Result<T, String>;

/// A picture's facts and its content's fingerprint.
pub type Picture = Arc<(ImageFacts, Fingerprint)>;

/// Answers that are found once and shared. No lock is held while an answer is being found.
struct Memo<K, V>(RwLock<FxHashMap<K, Arc<OnceLock<V>>>>);

impl<K: Eq + Hash + Clone, V: Clone> Memo<K, V> {
    fn new() -> Memo<K, V> {
        Memo(RwLock::new(FxHashMap::default()))
    }

    fn get(&self, key: &K, find: impl FnOnce() -> V) -> V {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        let cell = known.unwrap_or_else(|| {
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key.clone()).or_default())
        });
        cell.get_or_init(find).clone()
    }
}

/// Which SHA-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sha {
    /// 256 bits.
    Sha256,
    /// 384 bits.
    Sha384,
    /// 512 bits.
    Sha512,
}

impl Sha {
    /// The digest of `bytes`.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Sha::Sha256 => Sha256::digest(bytes).to_vec(),
            Sha::Sha384 => Sha384::digest(bytes).to_vec(),
            Sha::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// `path` from `folder`, with its `..` resolved; none if that leads out of the site.
fn resolve(folder: &str, path: &str) -> Option<SourcePath> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')).filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    SourcePath::new(&parts.join("/"))
}

/// The output as templates may look at it: what does not depend on templates.
pub trait Outputs: Send + Sync {
    /// The source file that is copied to `route`.
    fn copied(&self, route: &str) -> Option<SourcePath>;

    /// The file that is made at `route`.
    fn made(&self, route: &str) -> Option<Vec<u8>>;
}

/// The files of a site as functions see them, and the pictures wanted of them. Shared by bodies and targets.
pub struct Files {
    sources: SourceTree,
    /// Files that are made before templates run, by their place in the output: style sheets.
    made: OnceLock<BTreeMap<String, Arc<[u8]>>>,
    /// What else of the output can be known while templates run.
    outputs: OnceLock<Box<dyn Outputs>>,
    /// Files made since they were asked for, by their place in the output.
    later: Memo<String, Option<Arc<[u8]>>>,
    theme: Option<String>,
    /// The output folder, with a slash behind it.
    output_dir: String,
    places: Memo<(String, usize), Found<Option<SourcePath>>>,
    digests: Memo<(SourcePath, Sha), Found<Arc<[u8]>>>,
    pictures: Memo<SourcePath, Found<Picture>>,
    data: Memo<(SourcePath, &'static str), Found<Value>>,
    remote: Memo<Request, Found<Arc<str>>>,
    /// Answers of yesterday that had to do: by address, with when they were given and why.
    stale: Mutex<BTreeMap<String, (Option<Timestamp>, Unreachable)>>,
    wants: Mutex<BTreeSet<Want>>,
    /// Pictures that an earlier build made and that are still wanted.
    kept: Mutex<BTreeSet<Route>>,
}

impl Files {
    /// The files of `sources`, of the theme `theme` too, for an output in the folder `output_dir`.
    pub fn new(sources: SourceTree, theme: Option<String>, output_dir: &str) -> Files {
        Files {
            sources,
            made: OnceLock::new(),
            outputs: OnceLock::new(),
            later: Memo::new(),
            theme,
            output_dir: format!("{}/", output_dir.trim_matches('/')),
            places: Memo::new(),
            digests: Memo::new(),
            pictures: Memo::new(),
            data: Memo::new(),
            remote: Memo::new(),
            stale: Mutex::default(),
            wants: Mutex::default(),
            kept: Mutex::default(),
        }
    }

    /// Offers files that are made before templates run. Only the first offer counts.
    pub fn offer(&self, made: BTreeMap<String, Arc<[u8]>>) {
        let _ = self.made.set(made);
    }

    /// Offers what can be known of the output once all bodies are there. Only the first offer counts.
    pub fn offer_outputs(&self, outputs: Box<dyn Outputs>) {
        let _ = self.outputs.set(outputs);
    }

    /// The file made at `path`, unless the site has one there. What is made of it is made anew each time: its sources are not
    /// known here.
    fn made(&self, path: &SourcePath) -> Option<Arc<[u8]>> {
        if self.sources.exists(path) {
            return None;
        }
        let known = self.made.get().and_then(|made| made.get(path.as_str())).cloned();
        let later = || {
            let outputs = self.outputs.get()?;
            self.later.get(&path.as_str().to_owned(), || outputs.made(path.as_str()).map(Arc::from))
        };
        let made = known.or_else(later)?;
        note(|| Read::Once);
        Some(made)
    }

    /// The file that lies at `route` in this build's output: made, or copied from where it is given.
    fn output(&self, route: &str) -> Option<SourcePath> {
        let path = SourcePath::new(route)?;
        if self.made(&path).is_some() {
            return Some(path);
        }
        let copied = self.outputs.get().and_then(|outputs| outputs.copied(path.as_str()))?;
        note(|| Read::Once);
        Some(copied)
    }

    /// The file `path` names: below the site's root, `static/`, `content/`, the theme's `static/`, whichever has it first;
    /// `@/` stands for `content/`, a leading slash for nothing (checklist 1.23). Of the output folder, where Zola looks too,
    /// with its name in front or without, what this build puts there counts: style sheets, search indexes, copied files.
    /// A build must not depend on the one before.
    ///
    /// # Errors
    /// If the path leaves the site.
    pub fn find(&self, path: &str) -> Found<Option<SourcePath>> {
        note(|| Read::File(path.to_owned()));
        let plain = path.trim_start_matches('/');
        if let Some(route) = plain.strip_prefix(&self.output_dir) {
            return match self.output(route) {
                Some(found) => Ok(Some(found)),
                None => self.source(route, &["static/"]),
            };
        }
        let found = self.source(path, &["", "static/", "content/"])?;
        Ok(found.or_else(|| self.output(plain)))
    }

    /// The file `path` names below one of the site's `folders` or the theme's `static/`; below `content/` alone if it
    /// starts with `@/`.
    fn source(&self, path: &str, folders: &[&'static str]) -> Found<Option<SourcePath>> {
        self.places.get(&(path.to_owned(), folders.len()), || {
            let content = path.strip_prefix("@/");
            let plain = content.unwrap_or(path).trim_start_matches('/');
            let theme = self.theme.as_ref().map(|theme| format!("themes/{theme}/static/"));
            let folders: Vec<&str> = match content {
                Some(_) => vec!["content/"],
                None => folders.iter().copied().chain(theme.as_deref()).collect(),
            };
            // A name may hold a backslash where the system lets it; else it separates folders, as on Windows.
            let slashed = plain.contains('\\').then(|| with_slashes(plain));
            let named = std::iter::once(plain).chain(slashed.as_deref());
            let inside: Vec<SourcePath> =
                named.flat_map(|name| folders.iter().filter_map(|folder| resolve(folder, name))).collect();
            if inside.is_empty() {
                return Err(both(
                    format_args!("`{path}` 在网站的文件夹外面"),
                    format_args!("`{path}` lies outside the site"),
                ));
            }
            Ok(inside.into_iter().find(|place| !place.as_str().is_empty() && self.sources.exists(place)))
        })
    }

    /// As `find`, but a file there must be.
    ///
    /// # Errors
    /// If there is none, or the path leaves the site.
    pub fn require(&self, path: &str) -> Found<SourcePath> {
        self.find(path)?.ok_or_else(|| {
            let folders = if path.starts_with("@/") { "`content`" } else { "the site's root, `static` and `content`" };
            let folders_zh =
                if path.starts_with("@/") { "`content`" } else { "网站的文件夹、`static` 和 `content`" };
            both(
                format_args!("没有文件 `{path}`（在{folders_zh} 里找过）"),
                format_args!("there is no file `{path}` (looked for below {folders})"),
            )
        })
    }

    /// The digest of a file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn digest(&self, path: &SourcePath, sha: Sha) -> Found<Arc<[u8]>> {
        self.digests.get(&(path.clone(), sha), || Ok(sha.digest(&self.read(path)?).into()))
    }

    /// A picture's facts.
    ///
    /// # Errors
    /// If it cannot be read or is no picture.
    pub fn picture(&self, path: &SourcePath) -> Found<Picture> {
        self.pictures.get(path, || {
            let bytes = self.read(path)?;
            let facts = probe_file(&bytes, path).map_err(|why| match why {
                NoFacts::Unknown => both(
                    format_args!("`{path}` 不是认得的图片"),
                    format_args!("`{path}` is no picture of a known format"),
                ),
                NoFacts::Unreadable(why) => both(
                    format_args!("读不了图片 `{path}`：{why}"),
                    format_args!("the picture `{path}` cannot be read: {why}"),
                ),
            })?;
            Ok(Arc::new((facts, Fingerprint::of(&bytes))))
        })
    }

    /// What `parse` makes of a file's text; `format` tells several readings of one file apart.
    ///
    /// # Errors
    /// If it cannot be read or parsed.
    pub fn data(
        &self,
        path: &SourcePath,
        format: &'static str,
        parse: impl FnOnce(&str) -> Found<Value>,
    ) -> Found<Value> {
        self.data.get(&(path.clone(), format), || {
            let text = match self.made(path) {
                Some(bytes) => (&*String::from_utf8_lossy(&bytes)).into(),
                None => {
                    let told = |error: Diagnostic| both(error.message(Locale::Zh), error.message(Locale::En));
                    self.sources.text(path).map_err(told)?.text
                }
            };
            parse(&text).map_err(|error| prefixed(format_args!("`{path}`: "), &error))
        })
    }

    /// The text another computer answers with, asked once per build.
    ///
    /// # Errors
    /// If there is no answer, one that tells of a failure, or no text.
    pub fn remote(&self, request: &Request) -> Found<Arc<str>> {
        // Whether the answer is still the same only asking can tell.
        note(|| Read::Once);
        self.remote.get(request, || {
            let url = &request.url;
            let answer = self.sources.world().fetch(request).map_err(|reason| {
                let reason_in = |locale| reason.wording().fill(locale, &[("detail", reason.detail())]);
                let (zh, en) = (reason_in(Locale::Zh), reason_in(Locale::En));
                both(
                    format_args!("读不到 `{url}`：{zh}；要不联网也能生成，请把数据存成文件，用 `path` 读"),
                    format_args!(
                        "cannot read `{url}`: {en}; to build without a network, save the data as a file and use `path`"
                    ),
                )
            })?;
            if !answer.is_success() {
                let status = answer.status;
                return Err(both(
                    format_args!("读不到 `{url}`：网站回答 {status}"),
                    format_args!("cannot read `{url}`: it answers {status}"),
                ));
            }
            if let Some(reason) = answer.stale {
                let mut stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
                stale.insert(url.clone(), (answer.kept, reason));
            }
            let (text, _) = decode(answer.body).map_err(|error| {
                let at = error.offset;
                both(
                    format_args!("`{url}` 不是文本：第 {at} 个字节起读不懂"),
                    format_args!("`{url}` is no text: it cannot be read from byte {at} on"),
                )
            })?;
            Ok(text.into())
        })
    }

    /// Addresses that could not be asked, for which an older answer had to do: one diagnostic each.
    pub fn stale(&self) -> Vec<Diagnostic> {
        let stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
        let told = stale.iter().map(|(url, (since, reason))| {
            let reason_in = |locale| reason.wording().fill(locale, &[("detail", reason.detail())]);
            Diagnostic::new(&STALE_DATA)
                .arg("url", url)
                .arg("since", since.map(|since| since.to_string()).unwrap_or_default())
                .arg("reason", reason_in(Locale::En))
                .arg("reason_zh", reason_in(Locale::Zh))
        });
        told.collect()
    }

    /// Notes a picture that must be made after rendering.
    pub fn want(&self, want: Want) {
        note_want(&want.route);
        self.wants.lock().unwrap_or_else(PoisonError::into_inner).insert(want);
    }

    /// The pictures wanted so far, sorted, each once.
    pub fn wants(&self) -> Vec<Want> {
        self.wants.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Notes a picture that an earlier build made and that is still wanted.
    pub fn keep_want(&self, route: Route) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(route);
    }

    /// The pictures noted so, sorted, each once.
    pub fn kept_wants(&self) -> Vec<Route> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn read(&self, path: &SourcePath) -> Found<Vec<u8>> {
        if let Some(bytes) = self.made(path) {
            return Ok(bytes.to_vec());
        }
        self.sources.world().read(path).map_err(|error| {
            both(format_args!("读不了 `{path}`：{error}"), format_args!("cannot read `{path}`: {error}"))
        })
    }
}

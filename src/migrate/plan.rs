//! What a move changes, file by file.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::escape;

use super::census::census;
use super::code::{KIND, LATER_KEY, NOT_UTF8, UNKNOWN_SETTING};
use super::collision::hidden;
use super::content::convert;
use super::later;
use super::overlay::Overlay;
use super::settings;
use super::sheets::Sheets;
use super::shortcode::{Component, components};
use super::site::{Origin, Site};
use super::template;
use crate::config::{self, Config, ConfigFile, Dialect, Overrides};
use crate::content::FEEDS;
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::path::SourcePath;
use crate::source::{SourceTree, World};
use crate::template::detect;

/// The kinds of templates that lasted (checklist THM-2).
const KINDS: [&str; 6] = ["html", "xml", "md", "txt", "json", "ics"];

/// The preferred name of the settings (checklist MC-3), and the older one.
const SETTINGS: [&str; 2] = ["zola.toml", "config.toml"];

/// What is to be done.
#[derive(Debug)]
pub enum Plan {
    /// Nothing: the site is for Zola 0.23 already.
    Already(Arc<Config>),
    /// A move.
    Move(Box<Migration>),
}

/// A move of a site.
#[derive(Debug)]
pub struct Migration {
    /// The settings as they are.
    pub config: Arc<Config>,
    /// The name of the settings file afterwards.
    pub settings: String,
    /// The files that change, by their place afterwards.
    pub changes: Vec<Change>,
    /// What the author should know, sorted by place.
    pub notes: Vec<Diagnostic>,
}

/// A file that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it lies; none for a file that is new.
    pub from: Option<SourcePath>,
    /// Where it will lie.
    pub to: SourcePath,
    /// Its bytes; empty for a new file.
    pub before: Vec<u8>,
    /// What they become.
    pub after: Vec<u8>,
}

/// Says what moving the site in `world` changes. `None`, told, if its settings cannot be read.
pub fn plan(world: &Arc<dyn World>, overrides: &Overrides, sink: &Sink) -> Option<Plan> {
    let sources = SourceTree::new(world.clone());
    let file = ConfigFile::read(&sources, overrides, &Sink::new());
    let Some(file) = file else {
        ConfigFile::read(&sources, overrides, sink);
        return None;
    };
    let recognised = detect(&file, &sources);
    // What is said of old settings is what is about to be mended.
    let found = Sink::new();
    let config = Arc::new(config::resolve_file(file, recognised, &sources, overrides, &found));
    if config.dialect == Dialect::V2 {
        return Some(Plan::Already(config));
    }
    let site = Site::read(config.clone(), sources, &Sink::new());
    let sheets = Sheets::of(config.markdown.highlighting.as_ref(), &site.sources);
    let mut gathering = Gathering { site: &site, world: &**world, sheets, changes: Vec::new(), notes: Vec::new() };
    gathering.templates();
    gathering.sass();
    let usages = census(&site);
    let components = components(&site, &usages, &mut gathering.notes);
    gathering.shortcodes(&components);
    let skip = gathering.content(&components);
    gathering.settings(&skip);
    let Gathering { mut changes, mut notes, .. } = gathering;
    forget_unknown(world, overrides, &config, &mut changes, &mut notes);
    let settings = settle(world, overrides, &config, &mut changes);
    changes.sort_by(|a, b| a.to.cmp(&b.to));
    let sorted = Sink::new();
    notes.into_iter().for_each(|note| sorted.push(note));
    Some(Plan::Move(Box::new(Migration { config, settings, changes, notes: sorted.finish() })))
}

impl Migration {
    /// The world as it is with the changes made.
    pub fn applied(&self, world: &Arc<dyn World>) -> Arc<dyn World> {
        overlay(world, &self.changes)
    }
}

/// The world with `changes` made; what builds in it keep is lost.
pub(super) fn overlay(world: &Arc<dyn World>, changes: &[Change]) -> Arc<dyn World> {
    let mut files: BTreeMap<SourcePath, Option<Vec<u8>>> = BTreeMap::new();
    for change in changes {
        if let Some(from) = &change.from {
            files.entry(from.clone()).or_insert(None);
        }
        files.insert(change.to.clone(), Some(change.after.clone()));
    }
    Arc::new(Overlay { below: world.clone(), files, now: None })
}

struct Gathering<'s> {
    site: &'s Site,
    world: &'s dyn World,
    sheets: Sheets,
    changes: Vec<Change>,
    notes: Vec<Diagnostic>,
}

impl Gathering<'_> {
    /// Takes down that the file `source` becomes `text` at `to`, unless that is what it is.
    fn change(&mut self, source: &SourceText, to: &SourcePath, text: String) {
        if *source.text == text && source.path == *to {
            return;
        }
        let Ok(before) = self.world.read(&source.path) else { return };
        let mark: &[u8] = b"\xEF\xBB\xBF";
        let mut after = Vec::new();
        if before.starts_with(mark) {
            after.extend_from_slice(mark);
        } else if std::str::from_utf8(&before).is_err() {
            self.notes.push(Diagnostic::new(&NOT_UTF8).in_file(&source.path));
        }
        after.extend_from_slice(text.as_bytes());
        self.changes.push(Change { from: Some(source.path.clone()), to: to.clone(), before, after });
    }

    /// All templates but shortcodes.
    fn templates(&mut self) {
        for (index, file) in self.site.templates.iter().enumerate() {
            if file.origin == Origin::BuiltIn || file.plain.starts_with("shortcodes/") {
                continue;
            }
            let extension = file.source.path.extension().unwrap_or_default();
            if !KINDS.contains(&extension) {
                let note = Diagnostic::new(&KIND).arg("extension", extension);
                self.notes.push(note.in_file(&file.source.path));
            }
            let rewritten = template::rewrite(self.site, index);
            self.notes.extend(rewritten.notes);
            let text = self.sheets.renamed(rewritten.edits.apply(&file.source.text));
            self.change(&file.source, &file.source.path, text);
        }
    }

    /// Style sheets that import those of code.
    fn sass(&mut self) {
        let of_theme = self.site.config.theme.as_ref().map(|theme| format!("themes/{theme}/sass"));
        for folder in of_theme.into_iter().chain(["sass".to_owned()]) {
            for path in self.site.sources.list(&folder, &Sink::new()) {
                let Ok(source) = self.site.sources.text(&path) else { continue };
                let text = self.sheets.renamed(source.text.to_string());
                self.change(&source, &path, text);
            }
        }
    }

    fn shortcodes(&mut self, components: &[Component]) {
        for component in components {
            let Some(from) = &component.from else {
                let after = component.text.clone().into_bytes();
                self.changes.push(Change { from: None, to: component.to.clone(), before: Vec::new(), after });
                continue;
            };
            if let Ok(source) = self.site.sources.text(from) {
                self.change(&source, &component.to, component.text.clone());
            }
        }
    }

    /// Content, and the globs of files that are not to be read as templates.
    fn content(&mut self, components: &[Component]) -> Vec<String> {
        // The site's own come before the theme's.
        let mut by_name: BTreeMap<&str, &Component> = BTreeMap::new();
        for component in components {
            by_name.entry(&component.name).or_insert(component);
        }
        let mut skip = Vec::new();
        for document in &self.site.documents {
            if document.source.text.is_empty() {
                continue;
            }
            let mut moved = convert(document, &by_name);
            if let Some((at, line)) =
                hidden(document, &self.site.config, |language, name| self.site.terms(language, name))
            {
                moved.edits.insert(at, line);
            }
            for key in later::old_feeds(document, &self.site.config) {
                moved.edits.replace(key, FEEDS);
            }
            for key in later::keys(document) {
                moved.edits.insert(key.start, "# ");
                let note = Diagnostic::new(&LATER_KEY).arg("key", &document.source.text[key.clone()]);
                moved.notes.push(note.at(&document.source, key));
            }
            self.notes.extend(moved.notes);
            if moved.skipped {
                skip.push(escape(document.place.relative.as_str()));
            }
            let text = moved.edits.apply(&document.source.text);
            self.change(&document.source, &document.source.path, text);
        }
        skip
    }

    /// The settings, and what themes say they need.
    fn settings(&mut self, skip: &[String]) {
        let config = &self.site.config;
        let text = settings::convert(&config.file, config, skip, &mut self.notes);
        self.change(&config.file, &config.file.path, text);
        let of_theme = config.theme.as_ref().map(|theme| format!("themes/{theme}/theme.toml"));
        for path in of_theme.into_iter().chain(["theme.toml".to_owned()]).filter_map(|path| SourcePath::new(&path)) {
            if let Some(source) = self.site.sources.exists(&path).then(|| self.site.sources.text(&path).ok()).flatten()
                && let Some(text) = settings::theme(&source)
            {
                self.change(&source, &path, text);
            }
        }
        let folder =
            SourcePath::new("templates").filter(|folder| config.theme.is_none() && !self.site.sources.exists(folder));
        // Since 0.23 there has to be such a folder (checklist FS-1).
        if let Some(to) = folder.and_then(|folder| folder.join(".gitkeep")) {
            self.changes.push(Change { from: None, to, before: Vec::new(), after: Vec::new() });
        }
    }
}

/// Makes comments of settings that nobody knows: old settings files were read whatever else stood in them.
fn forget_unknown(
    world: &Arc<dyn World>,
    overrides: &Overrides,
    config: &Config,
    changes: &mut Vec<Change>,
    notes: &mut Vec<Diagnostic>,
) {
    let place = &config.file.path;
    let sources = SourceTree::new(overlay(world, changes));
    let overrides = Overrides { dialect: Some(Dialect::V2), file: Some(place.to_string()), ..overrides.clone() };
    let found = Sink::new();
    config::resolve(&sources, &overrides, &found);
    let told = found.finish();
    let unknown = told.iter().filter(|diagnostic| diagnostic.code.id == "unknown-key");
    let spans: Vec<_> = unknown
        .filter_map(|diagnostic| diagnostic.labels.first())
        .filter(|label| label.path == *place)
        .filter_map(|label| label.mark.as_ref().map(|(_, span)| span.clone()))
        .collect();
    let Some(text) = sources.text(place).ok().filter(|_| !spans.is_empty()) else { return };
    for span in &spans {
        let key = text.text[span.clone()].to_owned();
        let before = config.file.text.find(&key).unwrap_or(0);
        let note = Diagnostic::new(&UNKNOWN_SETTING).arg("key", &key);
        notes.push(note.at(&config.file, before..before + key.len().min(config.file.text.len() - before)));
    }
    let after = settings::without(&text.text, &spans).into_bytes();
    match changes.iter_mut().find(|change| change.to == *place) {
        Some(change) => change.after = after,
        None => {
            let before = world.read(place).unwrap_or_default();
            changes.push(Change { from: Some(place.clone()), to: place.clone(), before, after });
        }
    }
}

/// Sees to it that the site is known for one of 0.23: where nothing in it tells, the name of its settings does. Gives that
/// name.
fn settle(world: &Arc<dyn World>, overrides: &Overrides, config: &Config, changes: &mut Vec<Change>) -> String {
    let old = config.file.path.clone();
    let sources = SourceTree::new(overlay(world, changes));
    let overrides = Overrides { dialect: None, file: Some(old.to_string()), ..overrides.clone() };
    let known = ConfigFile::read(&sources, &overrides, &Sink::new()).map(|file| detect(&file, &sources).dialect);
    let new = SourcePath::new(SETTINGS[0]);
    let (Some(Dialect::V1), true, Some(new)) = (known, old.as_str() == SETTINGS[1], new) else {
        return old.to_string();
    };
    if sources.exists(&new) {
        return old.to_string();
    }
    match changes.iter_mut().find(|change| change.to == old) {
        Some(change) => change.to = new.clone(),
        None => {
            let before = world.read(&old).unwrap_or_default();
            changes.push(Change { from: Some(old), to: new.clone(), after: before.clone(), before });
        }
    }
    new.to_string()
}

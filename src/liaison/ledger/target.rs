//! What is owed, as data: targets, rewards and scores, read from the settings and from the files they name.

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use super::code::TARGET_TIME;
use super::condition::{Check, Rules, conditions};
use super::item::{Condition, Count};
use super::period::{EVERY, Every};
use crate::diagnostic::{Diagnostic, Sink, SourceText};
use crate::liaison::code::{TARGET, TARGET_COUNT, TARGETS_UNKNOWN};
use crate::liaison::entry::{Kinds, with_near};
use crate::path::SourcePath;
use crate::source::{Item, SourceTree, Table, parse_toml};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/liaison/ledger/preset");

/// Where a site keeps files of targets.
pub const FOLDER: &str = "liaison/targets";

/// Something to count: of what, and which of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What is counted.
    pub count: Count,
    /// What must hold of it.
    pub conditions: Vec<Condition>,
    /// The field whose members it counts for; all who took part if none is named.
    pub by: Option<String>,
}

/// For whom something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// By the group.
    Group,
    /// By every member.
    Member,
}

/// Something owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// A short name, for lights and strips.
    pub short: String,
    /// The set it belongs to, such as 四个一.
    pub set: Option<String>,
    /// The measure word: 次, 篇.
    pub unit: String,
    /// What counts towards it.
    pub sources: Vec<Source>,
    /// By whom it is owed.
    pub per: Per,
    /// How often.
    pub every: Every,
    /// How many at least in each period.
    pub min: u64,
    /// The words of a field each of which is owed by itself.
    pub each: Option<(String, Vec<String>)>,
    /// The first day it holds.
    pub from: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
}

/// Money for an adoption.
#[derive(Clone, Debug, PartialEq)]
pub struct Reward {
    /// Its name.
    pub label: String,
    /// What is rewarded.
    pub sources: Vec<Source>,
    /// How much, in yuan.
    pub yuan: f64,
}

/// Points for deeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The heading whose points are capped together.
    pub heading: String,
    /// Its name.
    pub label: String,
    /// For whom.
    pub per: Per,
    /// What scores.
    pub sources: Vec<Source>,
    /// How many points each.
    pub points: f64,
    /// The most points of the heading.
    pub cap: Option<f64>,
}

/// The rules of a site's ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Obligations {
    /// What is owed.
    pub targets: Vec<Target>,
    /// What is rewarded.
    pub rewards: Vec<Reward>,
    /// What scores.
    pub scores: Vec<Score>,
}

/// All shipped presets: file name and text, for a new site's folder.
pub fn shipped_presets() -> impl Iterator<Item = (String, &'static str)> {
    SHIPPED.files().filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?)))
}

/// Reads the rules: first the files that `targets` names (a preset, or a file of the site), then `target`, `reward` and
/// `score` of the layer's own table. A target of a known id changes only what it says anew.
pub fn load(settings: &mut Table, sources: &SourceTree, kinds: &Kinds, sink: &Sink) -> Obligations {
    let mut reader = Reader { kinds, sink, shipped: false, rules: Obligations::default() };
    for (name, span) in settings.placed_strings("targets", sink).unwrap_or_default() {
        match file(&name, sources) {
            Some(Ok((source, shipped))) => match parse_toml(&source, 0..source.text.len()) {
                Ok(entries) => {
                    let mut table = Table::new(source, "", 0..0, entries);
                    reader.shipped = shipped;
                    reader.absorb(&mut table);
                    table.finish(sink);
                }
                Err(diagnostics) => diagnostics.into_iter().for_each(|diagnostic| sink.push(diagnostic)),
            },
            Some(Err(diagnostic)) => sink.push(diagnostic),
            None => {
                let known: Vec<String> =
                    shipped_presets().map(|(name, _)| name.trim_end_matches(".toml").to_owned()).collect();
                let near = crate::diagnostic::suggest(&name, known.iter().map(String::as_str));
                let diagnostic = Diagnostic::new(&TARGETS_UNKNOWN).arg("value", &name);
                let diagnostic = diagnostic.arg("allowed", known.join("、")).at(settings.source(), span);
                sink.push(with_near(diagnostic, near));
            }
        }
    }
    reader.shipped = false;
    reader.absorb(settings);
    reader.rules
}

/// The text of a file of targets, of the site or shipped, and whether it is shipped.
fn file(name: &str, sources: &SourceTree) -> Option<Result<(SourceText, bool), Diagnostic>> {
    let plain = name.trim_end_matches(".toml");
    for path in [name.to_owned(), format!("{FOLDER}/{plain}.toml")] {
        if let Some(path) =
            SourcePath::written(&path).filter(|path| path.extension() == Some("toml") && sources.exists(path))
        {
            return Some(sources.text(&path).map(|source| (source, false)));
        }
    }
    let shipped = SHIPPED.get_file(format!("{plain}.toml"))?.contents_utf8()?;
    let path = SourcePath::new(&format!("{FOLDER}/{plain}.toml"))?;
    Some(Ok((SourceText { path, text: shipped.into() }, true)))
}

struct Reader<'a> {
    kinds: &'a Kinds,
    sink: &'a Sink,
    /// Whether what is read is shipped.
    shipped: bool,
    rules: Obligations,
}

impl Reader<'_> {
    fn absorb(&mut self, table: &mut Table) {
        for mut row in table.tables("target", self.sink).unwrap_or_default() {
            // Of a row without an id nothing else was asked for.
            if self.target(&mut row).is_some() {
                row.finish(self.sink);
            }
        }
        for mut row in table.tables("reward", self.sink).unwrap_or_default() {
            let label = row.string("label", self.sink).unwrap_or_default();
            let yuan = row.float("yuan", self.sink).unwrap_or_default();
            if let Some(sources) = self.sources(&mut row) {
                self.rules.rewards.push(Reward { label, sources, yuan });
            }
            row.finish(self.sink);
        }
        for mut row in table.tables("score", self.sink).unwrap_or_default() {
            let label = row.string("label", self.sink).unwrap_or_default();
            let heading = row.string("heading", self.sink).unwrap_or_else(|| label.clone());
            let points = row.float("points", self.sink).unwrap_or_default();
            let cap = row.float("cap", self.sink);
            let per = self.per(&mut row).unwrap_or(Per::Member);
            if let Some(sources) = self.sources(&mut row) {
                self.rules.scores.push(Score { heading, label, per, sources, points, cap });
            }
            row.finish(self.sink);
        }
    }

    fn per(&self, row: &mut Table) -> Option<Per> {
        row.choice("per", &[("group", Per::Group), ("member", Per::Member)], self.sink)
    }

    /// Reads a target; `None`, told, if it has no id.
    fn target(&mut self, row: &mut Table) -> Option<()> {
        let Some(id) = row.string("id", self.sink).filter(|id| !id.trim().is_empty()) else {
            self.sink.push(row.diagnose(&TARGET, "id").arg("needs", "id = \"…\""));
            return None;
        };
        let known = self.rules.targets.iter().position(|target| target.id == id);
        let label = row.string("label", self.sink);
        let short = row.string("short", self.sink);
        let set = row.string("set", self.sink);
        let unit = row.string("unit", self.sink);
        let counted = row.has("count") || row.has("any");
        let sources = if counted || known.is_none() { self.sources(row) } else { None };
        // Of a known target these two may be said anew by themselves.
        let former = known.map(|at| self.rules.targets[at].sources.clone()).unwrap_or_default();
        let count = former.first().map(|source| &source.count).filter(|_| former.len() == 1);
        let narrowed = (!counted && row.has("where")).then(|| conditions(row, count, self.checked()));
        let by = if counted { None } else { self.by(row, &count.into_iter().collect::<Vec<_>>()) };
        // So that a slip in one of their names is recognised.
        ["count", "any", "where"].into_iter().for_each(|key| drop(row.node(key)));
        let per = self.per(row);
        let every = row.choice("period", &EVERY, self.sink);
        let min = row.count("min", self.sink);
        let each = self.each(row, sources.as_deref().unwrap_or(&former));
        let from = day(row, "from", self.sink);
        let until = day(row, "until", self.sink);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let diagnostic = row.diagnose(&TARGET_TIME, "until");
            self.sink.push(diagnostic.arg("from", from.to_string()).arg("until", until.to_string()));
        }
        let target = match known {
            Some(at) => &mut self.rules.targets[at],
            None => {
                // What is wrong with it was told when it was read.
                let Some(sources) = sources.clone() else { return Some(()) };
                let label = label.clone().unwrap_or_else(|| id.clone());
                let target = Target {
                    short: label.clone(),
                    label,
                    id,
                    set: None,
                    unit: "次".to_owned(),
                    sources,
                    per: Per::Group,
                    every: Every::Year,
                    min: 1,
                    each: None,
                    from: None,
                    until: None,
                };
                self.rules.targets.push(target);
                self.rules.targets.last_mut()?
            }
        };
        if let Some(label) = label {
            target.label.clone_from(&label);
            target.short = label;
        }
        if let Some(short) = short {
            target.short = short;
        }
        target.set = set.or(target.set.take());
        target.unit = unit.unwrap_or_else(|| target.unit.clone());
        if let (true, Some(sources)) = (counted, sources) {
            target.sources = sources;
        }
        match &mut target.sources[..] {
            [source] => {
                source.conditions = narrowed.unwrap_or_else(|| std::mem::take(&mut source.conditions));
                source.by = by.or(source.by.take());
            }
            // Which of several is meant nobody can tell.
            _ if narrowed.is_some() || by.is_some() => {
                self.sink
                    .push(row.diagnose(&TARGET, "count").arg("needs", "any = [{ count = \"…\", where = { … } }, …]"));
            }
            _ => {}
        }
        target.per = per.unwrap_or(target.per);
        target.every = every.unwrap_or(target.every);
        target.min = min.unwrap_or(target.min);
        target.each = each.or(target.each.take());
        target.from = from.or(target.from);
        target.until = until.or(target.until);
        // Nothing at least is nothing owed: that is how a site leaves out a target of a preset.
        if target.min == 0 {
            let id = target.id.clone();
            self.rules.targets.retain(|target| target.id != id);
        }
        Some(())
    }

    /// `count`, `where` and `by`, or several of them under `any`; told and `None` where there is none.
    fn sources(&self, row: &mut Table) -> Option<Vec<Source>> {
        if let Some(rows) = row.tables("any", self.sink) {
            let sources = rows.into_iter().filter_map(|mut row| {
                let source = self.source(&mut row);
                row.finish(self.sink);
                source
            });
            return Some(sources.collect());
        }
        if !row.has("count") {
            self.sink.push(row.diagnose(&TARGET, "count").arg("needs", "count = \"…\""));
            ["where", "by"].into_iter().for_each(|key| drop(row.node(key)));
            return None;
        }
        self.source(row).map(|source| vec![source])
    }

    fn source(&self, row: &mut Table) -> Option<Source> {
        let text = row.string("count", self.sink);
        let count = text.as_deref().and_then(|text| Count::read(text, self.kinds));
        let conditions = conditions(row, count.as_ref(), self.checked());
        let by = self.by(row, &count.iter().collect::<Vec<_>>());
        let text = text?;
        let Some(count) = count else {
            let near =
                crate::diagnostic::suggest(&text, self.kinds.ids().chain(["submission", "adoption", "reflection"]));
            let diagnostic = row.diagnose(&TARGET_COUNT, "count").arg("value", &text);
            self.sink.push(with_near(diagnostic.arg("allowed", self.kinds.listed()), near));
            return None;
        };
        Some(Source { count, conditions, by })
    }

    /// `each`: a field and its words, of which the sources must have some.
    fn each(&self, row: &mut Table, sources: &[Source]) -> Option<(String, Vec<String>)> {
        let mut table = row.table("each", self.sink)?;
        let place = table.span("field");
        let field = table.string("field", self.sink);
        let values = table.placed_strings("values", self.sink);
        table.finish(self.sink);
        let (field, values) = field.zip(values).filter(|(_, values)| !values.is_empty())?;
        if let Some(source) = sources.first() {
            let check = self.check(&source.count, table.source());
            let fields = check.fields(&field, &place);
            values.iter().for_each(|(value, span)| check.word(&field, &fields, value, span));
        }
        Some((field, values.into_iter().map(|(value, _)| value).collect()))
    }

    /// `by`: a field that names members.
    fn by(&self, row: &mut Table, counts: &[&Count]) -> Option<String> {
        let place = row.span("by");
        let by = row.string("by", self.sink)?;
        if let Some(count) = counts.first() {
            self.check(count, row.source()).fields(&by, &place);
        }
        Some(by)
    }

    fn checked(&self) -> Rules<'_> {
        Rules { kinds: self.kinds, shipped: self.shipped, sink: self.sink }
    }

    fn check<'c>(&'c self, count: &'c Count, source: &'c SourceText) -> Check<'c> {
        Check { count, rules: self.checked(), source }
    }
}

/// A day, quoted or not.
fn day(row: &mut Table, key: &'static str, sink: &Sink) -> Option<Date> {
    let node = row.node(key)?;
    let day = match &node.item {
        Item::Text(text) | Item::Moment(text) => text.parse::<Date>().ok(),
        _ => None,
    };
    if day.is_none() {
        sink.push(row.diagnose(&TARGET, key).arg("needs", "2026-01-01"));
    }
    day
}

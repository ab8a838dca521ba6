//! Approvals: who let an entry be published and when, kept in `approvals.toml` with a fingerprint of what was approved. An
//! entry that changed afterwards has lost its approval.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::code::{APPROVAL_CHANGED, APPROVAL_FILE, APPROVAL_MISSING, APPROVAL_REGISTER};
use super::entry::{Entry, beside, is_empty, tables, text};
use super::settings::Settings;
use crate::content::{Document, Front};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::fingerprint::Fingerprint;
use crate::path::SourcePath;
use crate::source::{SourceTree, Table};

/// The register, at the site's root.
pub const REGISTER: &str = "approvals.toml";

/// `[liaison.approval]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApprovalSettings {
    /// Whether a public entry without approval is an error.
    pub required: bool,
    /// Whether one that changed after its approval is; a warning otherwise.
    pub strict: bool,
}

impl ApprovalSettings {
    /// Reads the table.
    pub fn read(table: Option<Table>, sink: &Sink) -> ApprovalSettings {
        let Some(mut table) = table else { return ApprovalSettings::default() };
        let required = table.boolean("required", sink).unwrap_or(false);
        let strict = table.choice("changed", &[("warning", false), ("error", true)], sink).unwrap_or(required);
        table.finish(sink);
        ApprovalSettings { required, strict }
    }
}

/// One approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The entry's file.
    pub entry: String,
    /// Who approved it.
    pub by: String,
    /// When.
    pub on: Date,
    /// What was approved, as `print` has it.
    pub print: String,
    /// The files that go out with it, as `prints_of_files` has them.
    pub files: BTreeMap<String, String>,
}

/// What of an entry is approved, as a fingerprint: everything but what the program itself adds later, the moment of
/// publication and the register of sendings.
pub fn print(document: &Document) -> String {
    let mut parts = vec![document.body().trim().replace("\r\n", "\n")];
    if let Front::Page(front) = &document.front {
        parts.push(front.title.clone().unwrap_or_default());
        parts.push(front.description.clone().unwrap_or_default());
        parts.push(front.date.as_ref().map(|date| date.text.clone()).unwrap_or_default());
        let extra = front.extra.as_map().into_iter().flatten();
        let mut said: Vec<String> = extra
            .filter(|(key, value)| !matches!(key.as_str(), Some("published" | "submission")) && !is_empty(value))
            .map(|(key, value)| format!("{}={value}", key.as_str().unwrap_or_default()))
            .collect();
        said.sort_unstable();
        parts.extend(said);
    }
    Fingerprint::of_all(parts.iter().map(String::as_bytes)).to_string()
}

/// The files that go out with an entry, pictures and attachments, by their places and with a fingerprint each: those in its own
/// folder, and those it names of another one. A changed picture is a changed entry.
pub fn prints_of_files(document: &Document, sources: &SourceTree) -> BTreeMap<String, String> {
    let file = &document.place.file;
    let own = file.file_name().starts_with("index.").then(|| sources.world().list(file.parent()).unwrap_or_default());
    let mut files: Vec<SourcePath> = own.unwrap_or_default();
    files.retain(|file| file.extension() != Some("md"));
    if let Front::Page(front) = &document.front {
        let extra = front.extra.as_map();
        let named = extra.into_iter().flat_map(|extra| {
            let listed = ["images", "attachments"].into_iter().flat_map(|key| tables(extra, key));
            let listed = listed.filter_map(|table| text(table, "file"));
            listed.chain(text(extra, "photo")).collect::<Vec<_>>()
        });
        files.extend(named.filter_map(|name| beside(file.parent(), name)));
    }
    let print = |file: &SourcePath| {
        let bytes = sources.world().read(file).ok()?;
        Some((file.as_str().to_owned(), Fingerprint::of(&bytes).to_string()))
    };
    files.iter().filter_map(print).collect()
}

/// The register's text with an approval, in the place of an earlier one of the same entry; comments stay.
///
/// # Errors
/// If the register cannot be read.
pub fn registered(register: &str, approval: &Approval) -> Result<String, String> {
    let mut document: toml_edit::DocumentMut =
        register.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let rows = document
        .entry("approval")
        .or_insert_with(|| toml_edit::Item::ArrayOfTables(toml_edit::ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or("approval")?;
    rows.retain(|row| row.get("entry").and_then(toml_edit::Item::as_str) != Some(approval.entry.as_str()));
    let mut row = toml_edit::Table::new();
    row.insert("entry", toml_edit::value(&approval.entry));
    row.insert("by", toml_edit::value(&approval.by));
    row.insert("on", toml_edit::value(approval.on.to_string()));
    row.insert("print", toml_edit::value(&approval.print));
    if !approval.files.is_empty() {
        let files: toml_edit::Table =
            approval.files.iter().map(|(file, print)| (file.as_str(), toml_edit::value(print))).collect();
        row.insert("files", toml_edit::Item::Table(files));
    }
    rows.push(row);
    Ok(document.to_string())
}

/// Tells public entries that lack their approval, where the settings ask for one, and those that lost it.
pub fn check(entries: &[Entry], documents: &[Arc<Document>], settings: &Settings, sources: &SourceTree, sink: &Sink) {
    let asked = settings.approval;
    let Some(register) = SourcePath::new(REGISTER) else { return };
    let text = if sources.exists(&register) { sources.text(&register).ok() } else { None };
    if text.is_none() && !asked.required {
        return;
    }
    let text = text.map(|source| source.text.to_string()).unwrap_or_default();
    let Ok(table) = text.parse::<toml::Table>() else {
        sink.push(Diagnostic::new(&APPROVAL_REGISTER).in_file(&register));
        return;
    };
    let said = |row: &toml::Table, key: &str| row.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let rows = table.get("approval").and_then(toml::Value::as_array).into_iter().flatten();
    let rows: FxHashMap<String, &toml::Table> =
        rows.filter_map(toml::Value::as_table).map(|row| (said(row, "entry"), row)).collect();
    let by_path: FxHashMap<&SourcePath, &Arc<Document>> =
        documents.iter().map(|document| (&document.place.file, document)).collect();
    for entry in entries {
        let Some(document) = by_path.get(&entry.path) else { continue };
        match rows.get(entry.path.as_str()) {
            Some(row) => {
                let severity = if asked.strict { Severity::Error } else { Severity::Warning };
                let told = |code| {
                    let told = Diagnostic::new(code).arg("by", said(row, "by")).arg("on", said(row, "on"));
                    told.severity(severity)
                };
                if said(row, "print") != print(document) {
                    sink.push(told(&APPROVAL_CHANGED).in_file(&entry.path));
                } else if let Some(file) = changed_file(row, document, sources) {
                    sink.push(told(&APPROVAL_FILE).arg("file", file).in_file(&entry.path));
                }
            }
            None if asked.required => sink.push(Diagnostic::new(&APPROVAL_MISSING).in_file(&entry.path)),
            None => {}
        }
    }
}

/// The first file that was added, changed or taken away since an approval; none for one of before files were kept.
fn changed_file(row: &toml::Table, document: &Document, sources: &SourceTree) -> Option<String> {
    let kept = row.get("files")?.as_table()?;
    let kept: BTreeMap<String, String> =
        kept.iter().filter_map(|(file, print)| Some((file.clone(), print.as_str()?.to_owned()))).collect();
    let now = prints_of_files(document, sources);
    now.keys().chain(kept.keys()).find(|file| now.get(*file) != kept.get(*file)).cloned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::{Approval, registered};

    #[test]
    fn an_entry_has_one_approval_and_comments_stay() {
        let approval = |entry: &str, print: &str| Approval {
            entry: entry.to_owned(),
            by: "周某某".to_owned(),
            on: date(2026, 5, 9),
            print: print.to_owned(),
            files: BTreeMap::from([("content/a/照片.jpg".to_owned(), print.to_owned())]),
        };
        let first = registered("# 审批\n", &approval("content/a.md", "1")).unwrap();
        let second = registered(&first, &approval("content/b.md", "2")).unwrap();
        let again = registered(&second, &approval("content/a.md", "3")).unwrap();
        assert!(again.contains("# 审批") || second.contains("# 审批"), "{again}");
        assert_eq!(again.matches("[[approval]]").count(), 2, "{again}");
        assert!(again.contains("print = \"3\"") && !again.contains("print = \"1\""), "{again}");
        assert!(again.contains("\"content/a/照片.jpg\" = \"3\""), "{again}");
        assert!(registered("[", &approval("content/a.md", "1")).is_err());
    }
}

//! Approvals: who let an entry be published and when, kept in `approvals.toml` with a fingerprint of what was approved. An
//! entry that changed afterwards has lost its approval.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::code::{APPROVAL_CHANGED, APPROVAL_MISSING, APPROVAL_REGISTER};
use super::entry::{Entry, is_empty};
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
            Some(row) if said(row, "print") == print(document) => {}
            Some(row) => {
                let severity = if asked.strict { Severity::Error } else { Severity::Warning };
                let told = Diagnostic::new(&APPROVAL_CHANGED).arg("by", said(row, "by")).arg("on", said(row, "on"));
                sink.push(told.severity(severity).in_file(&entry.path));
            }
            None if asked.required => sink.push(Diagnostic::new(&APPROVAL_MISSING).in_file(&entry.path)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Approval, registered};

    #[test]
    fn an_entry_has_one_approval_and_comments_stay() {
        let approval = |entry: &str, print: &str| Approval {
            entry: entry.to_owned(),
            by: "周某某".to_owned(),
            on: date(2026, 5, 9),
            print: print.to_owned(),
        };
        let first = registered("# 审批\n", &approval("content/a.md", "1")).unwrap();
        let second = registered(&first, &approval("content/b.md", "2")).unwrap();
        let again = registered(&second, &approval("content/a.md", "3")).unwrap();
        assert!(again.contains("# 审批") || second.contains("# 审批"), "{again}");
        assert_eq!(again.matches("[[approval]]").count(), 2, "{again}");
        assert!(again.contains("print = \"3\"") && !again.contains("print = \"1\""), "{again}");
        assert!(registered("[", &approval("content/a.md", "1")).is_err());
    }
}

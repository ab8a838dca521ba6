//! The output files of the ledger and of collections: a page for every year, one for today's, one for every volume.

use std::sync::Arc;

use tera::Value;

use super::period::Range;
use super::view::LedgerViews;
use crate::content::LanguageId;
use crate::liaison::archive::CollectionViews;
use crate::liaison::group::Group;
use crate::path::Route;
use crate::plan::{Subject, Target};

/// These pages where neither the site nor its theme has templates for them.
pub const TEMPLATES: [(&str, &str); 3] = [
    ("ledger.html", include_str!("template/ledger.html")),
    ("collection.html", include_str!("template/collection.html")),
    ("collection_volume.html", include_str!("template/collection_volume.html")),
];

/// Plans the pages: of the ledger where anything is owed, of collections where an entry stands in one.
pub fn targets(group: &Group, ledger: &LedgerViews, collections: &CollectionViews) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut page = |template: &'static str, path: String, variables: Vec<(&'static str, Value)>| {
        // The paths were checked when the settings were read, and the rest are numbers and pinyin.
        let Ok(route) = Route::page(&path) else { return };
        let subject = Subject::Layer { template, language: LanguageId(0), path, variables: Arc::new(variables) };
        targets.push(Target { route, subject });
    };
    let mut lists = Vec::new();
    if !group.ledger.rules.targets.is_empty() {
        let now = Range::Year(group.today.year());
        page("ledger.html", ledger.path(), vec![("ledger", ledger.of(now))]);
        for year in group.ledger.years() {
            let path = ledger.year_path(year);
            page("ledger.html", path.clone(), vec![("ledger", ledger.of(Range::Year(year)))]);
            lists.push((format!("{path}index.json"), ledger.json(Range::Year(year))));
        }
    }
    if !collections.volumes.is_empty() {
        page("collection.html", collections.path(), vec![("collections", collections.all())]);
        for volume in &collections.volumes {
            let variables = vec![("volume", collections.volume(volume)), ("collections", collections.all())];
            page("collection_volume.html", volume.path.clone(), variables);
        }
    }
    for (path, value) in lists {
        let (Ok(route), Ok(mut bytes)) = (Route::file(&path), serde_json::to_vec_pretty(&value)) else { continue };
        bytes.push(b'\n');
        targets.push(Target { route, subject: Subject::Bytes(bytes.into()) });
    }
    targets
}

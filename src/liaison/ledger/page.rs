//! The output files of the ledger and of collections: a page for every year, one for today's, one for every volume.

use std::sync::Arc;

use super::period::Range;
use super::view::LedgerViews;
use crate::content::LanguageId;
use crate::fingerprint::Fingerprint;
use crate::liaison::archive::{CollectionViews, json_file};
use crate::liaison::group::Group;
use crate::path::Route;
use crate::plan::{LayerVariables, Recipe, Subject, Target};

/// These pages where neither the site nor its theme has templates for them.
pub const TEMPLATES: [(&str, &str); 3] = [
    ("ledger.html", include_str!("template/ledger.html")),
    ("collection.html", include_str!("template/collection.html")),
    ("collection_volume.html", include_str!("template/collection_volume.html")),
];

/// Plans the pages: of the ledger where anything is owed, of collections where an entry stands in one. `whole` stands for all
/// documents without their bodies.
pub fn targets(
    group: &Group,
    ledger: &Arc<LedgerViews>,
    collections: &Arc<CollectionViews>,
    whole: Fingerprint,
) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut page = |template: &'static str, path: String, variables: LayerVariables| {
        // The paths were checked when the settings were read, and the rest are numbers and pinyin.
        let Ok(route) = Route::page(&path) else { return };
        let (language, print) = (LanguageId(0), Fingerprint::default());
        targets.push(Target { route, subject: Subject::Layer { template, language, path, print, variables } });
    };
    let of = |range: Range| {
        let ledger = Arc::clone(ledger);
        LayerVariables::new(move || vec![("ledger", ledger.of(range))])
    };
    let mut lists = Vec::new();
    if !group.ledger.rules.targets.is_empty() {
        page("ledger.html", ledger.path(), of(Range::Year(group.today.year())));
        for year in group.ledger.years() {
            let path = ledger.year_path(year);
            page("ledger.html", path.clone(), of(Range::Year(year)));
            lists.push((format!("{path}index.json"), Range::Year(year)));
        }
    }
    if !collections.volumes.is_empty() {
        let views = Arc::clone(collections);
        page("collection.html", collections.path(), LayerVariables::new(move || vec![("collections", views.all())]));
        for volume in &collections.volumes {
            let (views, volume, path) = (Arc::clone(collections), volume.clone(), volume.path.clone());
            let variables =
                LayerVariables::new(move || vec![("volume", views.volume(&volume)), ("collections", views.all())]);
            page("collection_volume.html", path, variables);
        }
    }
    targets.extend(lists.into_iter().filter_map(|(path, range)| {
        let ledger = Arc::clone(ledger);
        let make = Arc::new(move || json_file(&ledger.json(range)));
        Some(Target { route: Route::file(&path).ok()?, subject: Subject::Recipe(Recipe { print: whole, make }) })
    }));
    targets
}

//! Whether the moved site makes the same pages: both are built in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::compare::{Comparison, compare};
use super::overlay::Overlay;
use super::plan::{Migration, overlay};
use super::sheets::Sheets;
use crate::cache::{Cache, TracedWorld};
use crate::config::Dialect;
use crate::diagnostic::{Diagnostic, Severity};
use crate::output::{MemoryStage, OutputTree};
use crate::pipeline::{Options, build};
use crate::source::{SourceTree, World};

/// What building both sites found out.
#[derive(Debug, Default)]
pub struct Verification {
    /// What is wrong with the site as it is, so that there is nothing to compare with.
    pub old_errors: Vec<Diagnostic>,
    /// What is wrong with the site as moved.
    pub new_errors: Vec<Diagnostic>,
    /// Whether the moved site is known for one of 0.23 without being told.
    pub is_recognised: bool,
    /// How the outputs differ, if there are two.
    pub comparison: Option<Comparison>,
}

/// Builds the site in `world` as it is and with the changes of `migration`, and compares.
pub fn verify(world: &Arc<dyn World>, migration: &Migration, options: &Options) -> Verification {
    let mut found = Verification::default();
    // Both are built at one time, which pages may show.
    let still = Overlay { below: world.clone(), files: BTreeMap::new(), now: Some(world.now()) };
    let world: &Arc<dyn World> = &(Arc::new(still) as Arc<dyn World>);
    let mut old = options.clone();
    old.overrides.dialect = Some(Dialect::V1);
    // Looking at what would be leaves nothing behind, here neither.
    let (before, errors, _) = built(overlay(world, &[]), &old);
    found.old_errors = errors;
    let mut new = options.clone();
    new.overrides.dialect = None;
    new.overrides.file = Some(migration.settings.clone());
    let moved = migration.applied(world);
    let (mut after, mut errors, dialect) = built(moved.clone(), &new);
    found.is_recognised = dialect == Some(Dialect::V2);
    if !found.is_recognised {
        new.overrides.dialect = Some(Dialect::V2);
        (after, errors, _) = built(moved, &new);
    }
    found.new_errors = errors;
    if found.old_errors.is_empty() && found.new_errors.is_empty() {
        let highlighting = migration.config.markdown.highlighting.as_ref();
        let sheets = Sheets::of(highlighting, &SourceTree::new(world.clone()));
        found.comparison = Some(compare(&before, &after, &sheets));
    }
    found
}

/// The output of a site, its errors and its dialect.
fn built(world: Arc<dyn World>, options: &Options) -> (OutputTree, Vec<Diagnostic>, Option<Dialect>) {
    let stage = MemoryStage::default();
    let traced = TracedWorld::over(world);
    let mut made = build(&traced, options, &Cache::in_memory(), |_| Ok(&stage));
    made.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let dialect = made.config.as_ref().map(|config| config.dialect);
    (stage.take_files(), made.diagnostics, dialect)
}

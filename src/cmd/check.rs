//! `lianluo check`: every mistake, without building.

use std::sync::Arc;

use lianluo::cache::{Cache, TracedWorld};
use lianluo::check::{ExternalLinks, Pace};
use lianluo::config::Mode;
use lianluo::diagnostic::Wording;
use lianluo::output::MemoryStage;
use lianluo::pipeline::{Observed, build};

use super::args::{Arguments, Check};
use super::build::{no_site, options, tell_counts, tell_dialect};
use super::print::Printer;
use super::root::Root;
use super::watch::Watch;
use super::{DONE, ERRORS};

/// Looks for mistakes; nothing is written.
pub fn run(arguments: &Arguments, check: &Check, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let mut options = options(arguments, &root);
    options.overrides.mode = Mode::Check;
    options.drafts = check.drafts;
    options.external_links = (!check.skip_external_links).then(Pace::default);
    options.observed = Observed(Some(Arc::new(Watch::begin(printer, |_| ()))));
    let stage = MemoryStage::default();
    let cache = Cache::in_memory();
    let build = build(&TracedWorld::over(root.world(check.today)), &options, &cache, |_| Ok(&stage));
    tell_dialect(build.config.as_deref(), printer);
    if let Some(counts) = build.counts {
        tell_counts(counts, printer);
    }
    if let Some(links) = &build.external_links {
        tell_links(links, printer);
    }
    if printer.diagnostics(&build.diagnostics) {
        return ERRORS;
    }
    printer.say(Wording { zh: "检查完毕，没有错误", en: "no errors found" }, &[]);
    DONE
}

/// Sums up what came of links to other sites.
fn tell_links(links: &ExternalLinks, printer: &Printer) {
    let args = [
        ("addresses", links.addresses.to_string()),
        ("hosts", links.hosts.to_string()),
        ("dead", links.dead.to_string()),
        ("unsure", links.unsure.to_string()),
        ("skipped", links.skipped.to_string()),
    ];
    let wording = Wording {
        zh: "检查了 {hosts} 个网站的 {addresses} 个外部链接：{dead} 个打不开，{unsure} 个没能检查，{skipped} 处按设置跳过",
        en: "looked at {addresses} external links on {hosts} hosts: {dead} dead, {unsure} not checked, {skipped} skipped by the settings",
    };
    printer.tell(wording, &args);
}

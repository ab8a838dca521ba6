//! `lianluo check`: every mistake, without building.

use lianluo::config::Mode;
use lianluo::diagnostic::Wording;
use lianluo::output::MemoryStage;
use lianluo::pipeline::build;

use super::args::{Arguments, Check};
use super::build::{no_site, options, tell_counts, tell_dialect};
use super::print::Printer;
use super::root::Root;
use super::{DONE, ERRORS};

/// Looks for mistakes; nothing is written.
pub fn run(arguments: &Arguments, check: &Check, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let mut options = options(arguments, &root);
    options.overrides.mode = Mode::Check;
    options.drafts = check.drafts;
    let stage = MemoryStage::default();
    let build = build(root.world(check.today), &options, |_| Ok(&stage));
    tell_dialect(build.config.as_deref(), printer);
    if let Some(graph) = &build.graph {
        tell_counts(graph, printer);
    }
    if printer.diagnostics(&build.diagnostics) {
        return ERRORS;
    }
    if !check.skip_external_links {
        let wording = Wording {
            zh: "注意：指向别的网站的链接还不会检查",
            en: "note: links to other sites are not checked yet",
        };
        printer.say(wording, &[]);
    }
    printer.say(Wording { zh: "检查完毕，没有错误", en: "no errors found" }, &[]);
    DONE
}

//! `lianluo build`: the site into its output folder.
#![expect(clippy::disallowed_methods, reason = "tells how long it took, and looks whether the output is there")]

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Instant;

use lianluo::config::{Config, Mode, Overrides};
use lianluo::diagnostic::Wording;
use lianluo::graph::SiteGraph;
use lianluo::liaison::LAYER;
use lianluo::output::{DiskOptions, DiskStage, Stage};
use lianluo::pipeline::{Options, build};

use super::args::{Arguments, Build};
use super::print::Printer;
use super::root::Root;
use super::{DONE, ERRORS};

/// Builds the site and commits it if nothing stands against it.
pub fn run(arguments: &Arguments, asked: &Build, printer: &Printer) -> u8 {
    let start = Instant::now();
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    if let Some(dir) = asked.output_dir.as_ref().filter(|dir| dir.exists() && !asked.force) {
        let wording = Wording {
            zh: "输出文件夹 {dir} 已经存在；要替换它请加 --force",
            en: "the output folder {dir} exists already; add --force to replace it",
        };
        printer.say(wording, &[("dir", dir.display().to_string())]);
        return ERRORS;
    }
    let mut options = options(arguments, &root);
    options.overrides.base_url = asked.base_url.clone();
    options.overrides.minify = asked.minify;
    options.drafts = asked.drafts;
    let world = root.world(asked.today);
    let stage = OnceCell::new();
    let built = build(world.clone(), &options, |config| {
        let output = match &asked.output_dir {
            Some(dir) => dir.clone(),
            None => root.folder.join(&config.output_dir),
        };
        let opened = DiskStage::open(&output, disk_options(config), world.clone(), None)?;
        Ok(stage.get_or_init(|| opened) as &dyn Stage)
    });
    tell_dialect(built.config.as_deref(), printer);
    if let Some(graph) = &built.graph {
        tell_counts(graph, printer);
    }
    if printer.diagnostics(&built.diagnostics) {
        return ERRORS;
    }
    let Some(stage) = stage.into_inner() else { return ERRORS };
    match stage.commit() {
        Ok((changes, _)) => {
            let wording = Wording {
                zh: "完成：写了 {written} 个文件，{unchanged} 个没有变化，删除 {removed} 个，用时 {time}",
                en: "done: {written} files written, {unchanged} unchanged, {removed} removed, in {time}",
            };
            let args = [
                ("written", changes.written().to_string()),
                ("unchanged", changes.unchanged.to_string()),
                ("removed", changes.removed.len().to_string()),
                ("time", format!("{:.2?}", start.elapsed())),
            ];
            printer.tell(wording, &args);
            DONE
        }
        Err(diagnostic) => {
            printer.diagnostics(&[*diagnostic]);
            ERRORS
        }
    }
}

/// The options every command starts from.
pub fn options(arguments: &Arguments, root: &Root) -> Options {
    let overrides = Overrides {
        mode: Mode::Build,
        file: Some(root.config.clone()),
        dialect: arguments.compat,
        layer: Some(LAYER),
        ..Overrides::default()
    };
    Options { overrides, ..Options::default() }
}

/// What the settings say about writing.
pub fn disk_options(config: &Config) -> DiskOptions {
    DiskOptions { keep_dotfiles: config.preserve_dotfiles_in_output, hard_link: config.hard_link_static }
}

/// Says that there is no site here.
pub fn no_site(arguments: &Arguments, printer: &Printer) -> u8 {
    let folder: PathBuf = arguments.root.clone();
    let wording = Wording {
        zh: "在 {dir} 和它上面的文件夹里都找不到设置文件（lianluo.toml、zola.toml 或 config.toml）；\n要新建网站请运行：lianluo init 文件夹名",
        en: "no settings file (lianluo.toml, zola.toml or config.toml) in {dir} or above it;\nto make a new site run: lianluo init FOLDER",
    };
    printer.say(wording, &[("dir", folder.display().to_string())]);
    ERRORS
}

/// Tells which Zola the site is built as, and why, where a reason is to be told.
pub fn tell_dialect(config: Option<&Config>, printer: &Printer) {
    let Some((config, reason)) = config.and_then(|config| Some((config, config.dialect_reason.as_ref()?))) else {
        return;
    };
    let args =
        [("zola", config.dialect.zola().to_owned()), ("reason", reason.wording.fill(printer.locale, &reason.args))];
    let wording = Wording {
        zh: "按 Zola {zola} 的写法生成（{reason}）；要写明或改变，在设置里写 [compat] zola = \"{zola}\"",
        en: "built as a site for Zola {zola} ({reason}); to state or change that, set zola = \"{zola}\" in [compat]",
    };
    printer.tell(wording, &args);
}

/// Tells how many pages and sections there are (checklist CLI-11).
pub fn tell_counts(graph: &SiteGraph, printer: &Printer) {
    let orphans = graph.pages.iter().filter(|page| page.section.is_none()).count();
    let args = [
        ("pages", graph.pages.len().to_string()),
        ("orphans", orphans.to_string()),
        ("sections", graph.sections.len().saturating_sub(graph.roots.len()).to_string()),
    ];
    let wording = Wording {
        zh: "共 {pages} 个页面（{orphans} 个不属于任何栏目）、{sections} 个栏目",
        en: "{pages} pages ({orphans} orphan) and {sections} sections",
    };
    printer.tell(wording, &args);
}

//! `lianluo build`: the site into its output folder.
#![expect(clippy::disallowed_methods, reason = "tells how long it took, and looks whether the output is there")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use lianluo::cache::{Cache, Counts, TracedWorld};
use lianluo::config::{Config, Mode, Overrides};
use lianluo::diagnostic::Wording;
use lianluo::liaison::LAYER;
use lianluo::output::{Changes, DiskOptions, DiskStage, Manifest, MemoryStage};
use lianluo::path::Route;
use lianluo::pipeline::{Observed, Options, Sample, begin, build, stamps};
use lianluo::source::World;

use super::args::{Arguments, Build};
use super::output::Output;
use super::print::Printer;
use super::progress::Progress;
use super::root::Root;
use super::{DONE, ERRORS, warm};

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
    let progress = Arc::new(Progress::new(start, printer));
    let mut options = options_of(arguments, asked, &root);
    options.observed = Observed(Some(progress.clone()));
    if asked.stamp && !stamp(&root, &options, &root.world(asked.today), printer) {
        return ERRORS;
    }
    // What is asked of it to see whether anything changed need not be asked again by the build.
    let untraced = root.world(asked.today);
    let traced = TracedWorld::over(untraced.clone());
    let world: Arc<dyn World> = traced.clone();
    let mut cache = open_cache(&root, &world, &options, asked);
    // Where folders lie is no part of the site: the root itself looks different after each build into it.
    let mut output = Output::new(&root, (asked.output_dir.as_deref(), asked.force), untraced);
    let is_there = warm::LastOutput::folder(&cache).is_some_and(|folder| output.is_there(&folder));
    if !is_there {
        cache.start_over();
    }
    // Two halves of one question: would the world answer the same, and is what came of it still there?
    let (begun, is_whole) = rayon::join(
        || {
            let is_current = options.verify.is_none() && cache.is_current(&traced, options.key());
            (!is_current).then(|| {
                cache.read_all();
                begin(&traced, &options, &cache)
            })
        },
        || is_there && warm::LastOutput::recall(&cache).is_some_and(|last| output.open_last(last)),
    );
    if begun.is_none()
        && let Some(files) = is_whole.then(|| output.count())
    {
        tell_counts(cache.counts(), printer);
        tell_done(&Changes { unchanged: files, ..Changes::default() }, printer, start);
        let news = output.refreshed().and_then(|manifest| warm::LastOutput::keep_again(&cache, &manifest));
        if let Some(output) = news {
            cache.keep_host(output);
        }
        std::mem::forget(cache);
        return DONE;
    }
    let built = begun.unwrap_or_else(|| begin(&traced, &options, &cache)).finish(|config| output.stage(config));
    progress.clear();
    let timings = progress.timings();
    let built_at = Instant::now();
    tell_dialect(built.config.as_deref(), printer);
    if let Some(counts) = built.counts {
        tell_counts(counts, printer);
    }
    if printer.diagnostics(&built.diagnostics) {
        return ERRORS;
    }
    let Some(stage) = output.into_stage() else { return ERRORS };
    let committed = || {
        let manifest = commit(stage, printer, start)?;
        Some(built.config.as_ref().map(|config| warm::LastOutput::keep(config, &manifest)))
    };
    let (committed, prepared) = rayon::join(committed, || built.next.map(|next| cache.prepare(next)));
    let Some(output) = committed else { return ERRORS };
    if let (Some(prepared), Some(output)) = (prepared, output) {
        cache.commit_prepared(prepared, output);
    }
    if asked.timings {
        progress.tell(&timings, built_at.elapsed());
    }
    let unfaithful = built.work.unfaithful;
    // The program ends: to take a hundred thousand pages apart first would only cost time.
    std::mem::forget((built.graph, built.config, built.renderer));
    match unfaithful.is_empty() {
        true => {
            std::mem::forget(cache);
            DONE
        }
        false => {
            tell_unfaithful(&unfaithful, printer);
            cache.forget();
            ERRORS
        }
    }
}

/// The options of a build as the command line has them.
pub fn options_of(arguments: &Arguments, asked: &Build, root: &Root) -> Options {
    let mut options = options(arguments, root);
    options.overrides.base_url = asked.base_url.clone();
    options.overrides.minify = asked.minify;
    options.drafts = asked.drafts;
    options.program = warm::program();
    options.verify =
        asked.verify_incremental.map(|every| Sample { every, seed: Timestamp::now().as_nanosecond() as u64 });
    options
}

/// The cache of a build.
pub fn open_cache(root: &Root, world: &Arc<dyn World>, options: &Options, asked: &Build) -> Cache {
    let output = asked.output_dir.as_ref().map_or(String::new(), |dir| dir.to_string_lossy().into_owned());
    warm::open(root, world, options, asked.cache.as_deref(), &output)
}

/// Commits the output and says how it went; none, told, if that failed.
fn commit(stage: DiskStage, printer: &Printer, start: Instant) -> Option<Manifest> {
    match stage.commit() {
        Ok((changes, manifest)) => {
            tell_done(&changes, printer, start);
            Some(manifest)
        }
        Err(diagnostic) => {
            printer.diagnostics(&[*diagnostic]);
            None
        }
    }
}

fn tell_done(changes: &Changes, printer: &Printer, start: Instant) {
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
}

/// Says which outputs came out otherwise when they were made again without need.
fn tell_unfaithful(routes: &[Route], printer: &Printer) {
    let wording = Wording {
        zh: "以下 {count} 个文件本不需要重新生成，重新生成后却不一样（这是本程序的错误，请报告）；已按新的内容写出，缓存已清空：\n{routes}",
        en: "{count} files that needed no rendering came out otherwise when rendered (a fault of this program, please report it); \
             they were written anew and the cache was emptied:\n{routes}",
    };
    let routes_text: Vec<String> = routes.iter().map(|route| format!("  {route}")).collect();
    printer.say(wording, &[("count", routes.len().to_string()), ("routes", routes_text.join("\n"))]);
}

/// Writes the moment of publication into public entries that have none, once nothing is wrong with the site: what was not
/// published has no such moment. False if it could not be done, which was told.
fn stamp(root: &Root, options: &Options, world: &Arc<dyn World>, printer: &Printer) -> bool {
    let mut checking = options.clone();
    checking.overrides.mode = Mode::Check;
    let nothing = MemoryStage::default();
    let traced = TracedWorld::over(world.clone());
    let checked = build(&traced, &checking, &Cache::default(), |_| Ok(&nothing));
    if checked.has_errors() {
        printer.diagnostics(&checked.diagnostics);
        return false;
    }
    for stamp in stamps(world.clone(), options) {
        let path = root.folder.join(stamp.path.as_str());
        // Beside the file first, so that it is never half written.
        let beside = path.with_extension("md.new");
        let written = fs::write(&beside, &stamp.bytes).and_then(|()| fs::rename(&beside, &path));
        let args = |reason: String| [("file", stamp.path.to_string()), ("reason", reason)];
        match written {
            Ok(()) => {
                let wording = Wording { zh: "{file}：写上了发布时间", en: "{file}: stamped" };
                printer.tell(wording, &args(String::new()));
            }
            Err(error) => {
                let wording = Wording { zh: "写不了 {file}：{reason}", en: "cannot write {file}: {reason}" };
                printer.say(wording, &args(error.to_string()));
                return false;
            }
        }
    }
    true
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
pub fn tell_counts(counts: Counts, printer: &Printer) {
    let args = [
        ("pages", counts.pages.to_string()),
        ("orphans", counts.orphans.to_string()),
        ("sections", counts.sections.to_string()),
    ];
    let wording = Wording {
        zh: "共 {pages} 个页面（{orphans} 个不属于任何栏目）、{sections} 个栏目",
        en: "{pages} pages ({orphans} orphan) and {sections} sections",
    };
    printer.tell(wording, &args);
}

//! `lianluo explain`: why an output would be made again, and what it is made from. Nothing is written.

use std::sync::Arc;

use lianluo::cache::{Reason, TracedWorld};
use lianluo::diagnostic::Wording;
use lianluo::pipeline::{Explanation, Observed, build};

use super::args::{Arguments, Explain};
use super::build::{no_site, open_cache, options_of};
use super::output::Output;
use super::print::Printer;
use super::root::Root;
use super::watch::Watch;
use super::{DONE, ERRORS, warm};

/// Explains one output.
pub fn run(arguments: &Arguments, asked: &Explain, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    let mut options = options_of(arguments, &asked.build, &root);
    options.explain = Some(asked.path.clone());
    options.observed = Observed(Some(Arc::new(Watch::begin(printer, |_| ()))));
    let world = root.world(asked.build.today);
    let cache = open_cache(&root, &world, &options, &asked.build);
    let mut output = Output::new(&root, (asked.build.output_dir.as_deref(), true), world.clone());
    if let Some(last) = warm::LastOutput::recall(&cache) {
        output.open_last(last);
    }
    let built = build(&TracedWorld::over(world), &options, &cache, |config| output.stage(config));
    if printer.diagnostics(&built.diagnostics) {
        return ERRORS;
    }
    if built.explanations.is_empty() {
        let wording = Wording {
            zh: "没有叫 {path} 的输出文件；可以写输出文件（news/a/index.html）、网址路径（/news/a/）或内容文件（content/news/a.md）",
            en: "there is no output {path}; give an output file (news/a/index.html), an address's path (/news/a/) or a content file (content/news/a.md)",
        };
        printer.say(wording, &[("path", asked.path.clone())]);
        return ERRORS;
    }
    built.explanations.iter().for_each(|explanation| tell(explanation, printer));
    DONE
}

fn tell(explanation: &Explanation, printer: &Printer) {
    let Explanation { route, reason, template, files, document, own, others, reads, changed } = explanation;
    let line = |wording: Wording, text: String| printer.say(wording, &[("text", text)]);
    line(Wording { zh: "{text}", en: "{text}" }, route.to_string());
    match reason {
        None => line(
            Wording {
                zh: "  不需要重新生成：上次生成以来，它用到的东西都没有变{text}",
                en: "  needs no rendering: nothing it is made from changed since the last build{text}",
            },
            String::new(),
        ),
        Some(reason) => {
            line(Wording { zh: "  要重新生成：{text}", en: "  is made again: {text}" }, why(*reason, printer))
        }
    }
    let list = |items: &[String]| items.iter().map(|item| format!("\n    {item}")).collect::<String>();
    if !changed.is_empty() {
        line(
            Wording {
                zh: "  上次生成以来变了的内容文件：{text}",
                en: "  content files that changed since the last build:{text}",
            },
            list(changed),
        );
    }
    if let Some(template) = template {
        line(Wording { zh: "  模板：{text}", en: "  template: {text}" }, template.clone());
        line(Wording { zh: "  模板由这些文件组成：{text}", en: "  which is made of:{text}" }, list(files));
    }
    if let Some(document) = document {
        line(Wording { zh: "  内容文件：{text}", en: "  content file: {text}" }, document.to_string());
    }
    let fields = |fields: &Option<Vec<String>>| match fields {
        Some(names) if names.is_empty() => "–".to_owned(),
        Some(names) => names.join(", "),
        None => Wording { zh: "全部", en: "all" }.fill(printer.locale, &[]),
    };
    line(
        Wording {
            zh: "  用到本文档的字段：{text}", en: "  fields it can look at of its own document: {text}"
        },
        fields(own),
    );
    line(
        Wording {
            zh: "  用到其他文档的字段：{text}", en: "  fields it can look at of other documents: {text}"
        },
        fields(others),
    );
    if !reads.is_empty() {
        line(Wording { zh: "  函数看过的东西：{text}", en: "  what its functions looked at:{text}" }, list(reads));
    }
}

fn why(reason: Reason, printer: &Printer) -> String {
    let wording = match reason {
        Reason::New => Wording { zh: "上次生成没有它", en: "the last build did not have it" },
        Reason::Base => Wording {
            zh: "程序、设置或命令行选项变了",
            en: "the program, the settings or the options are others",
        },
        Reason::Template => Wording { zh: "模板变了", en: "its template changed" },
        Reason::Own => Wording { zh: "它自己的内容文件变了", en: "its own document changed" },
        Reason::Related => {
            Wording { zh: "它列出的文章或前后篇变了", en: "a document it lists, or a neighbour, changed" }
        }
        Reason::Read => Wording { zh: "函数看过的东西变了", en: "something a function looked at changed" },
        Reason::Output => Wording {
            zh: "输出文件夹里的文件被改动过",
            en: "the file in the output folder is not what was put there",
        },
        Reason::Always => {
            Wording { zh: "这类文件每次都重新生成", en: "it is one of those that are made each time" }
        }
    };
    wording.fill(printer.locale, &[])
}

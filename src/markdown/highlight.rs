//! Code blocks in colour (checklist 1.13), by two-face's grammars and syntect's themes.
//!
//! Grammars and themes cost tens of milliseconds to unpack, so that happens when the first code block asks for them.

use std::borrow::Cow;
use std::sync::OnceLock;

use syntect::highlighting::Theme;
use syntect::parsing::{SyntaxDefinition, SyntaxSetBuilder};
use two_face::theme::EmbeddedThemeName;

use super::code::{BROKEN_GRAMMAR, BROKEN_THEME, RULES_LEFT_OUT, UNKNOWN_THEME};
use super::fence::Fence;
use super::grammar::Grammars;
use super::looks::FreeLooks;
use super::paint::{Block, Grammar, Scheme, Stopped};
use super::palette::Palette;
use super::{language, own_grammar, own_theme, scope_class, theme};
use crate::config::{Config, Dialect, HighlightStyle, Highlighting, Mode};
use crate::diagnostic::{Code, Diagnostic, Severity, Sink, SourceText};
use crate::path::SourcePath;
use crate::source::SourceTree;

/// Grammars and themes, loaded when the first code block needs them.
#[derive(Default)]
pub struct Highlighter {
    settings: Option<Highlighting>,
    dialect: Dialect,
    /// The site's theme, or the light and the dark one.
    themes: Vec<Chosen>,
    own: Own,
    grammars: OnceLock<Grammars>,
    palettes: OnceLock<Vec<Palette>>,
    looks: FreeLooks,
}

/// A theme that will be needed.
enum Chosen {
    Embedded(EmbeddedThemeName),
    Own(Box<Theme>),
}

impl Highlighter {
    /// The highlighter of a site; unknown themes and unreadable grammars are told.
    ///
    /// Where a site is only checked, code stays plain (checklist CLI-9).
    pub fn new(config: &Config, sources: &SourceTree, sink: &Sink) -> Highlighter {
        let Some(settings) = config.markdown.highlighting.clone() else { return Highlighter::default() };
        let is_old = settings.old.is_some();
        let of_kind = |paths: &[String], extension| {
            if is_old { below(paths, extension, sources) } else { paths.to_vec() }
        };
        let mut own_themes: Vec<(String, Theme)> = Vec::new();
        for path in of_kind(&settings.extra_themes, "tmTheme") {
            let read = files(std::slice::from_ref(&path), config, sources, &BROKEN_THEME, sink, own_theme::read);
            own_themes.extend(read.into_iter().map(|(_, theme)| (path.clone(), theme)));
        }
        let mut names = vec![&settings.theme];
        names.extend(&settings.dark_theme);
        let mut chosen = Vec::new();
        for name in names {
            // Before 0.22 the file's name was the theme's.
            let own = own_themes.iter().find(|(file, theme)| {
                let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".tmTheme"));
                theme.name.as_deref() == Some(name.as_str()) || (is_old && stem == Some(name.as_str()))
            });
            match (own, theme::find(name)) {
                (Some((_, theme)), _) => chosen.push(Chosen::Own(Box::new(theme.clone()))),
                (None, Some(theme)) => chosen.push(Chosen::Embedded(theme)),
                // The names of before 0.22 were others, and a site must not fail for its colours.
                (None, None) if is_old => {
                    sink.push(unknown_theme(config, name, &own_themes).severity(Severity::Warning));
                    let is_light = ["light", "day", "white"].iter().any(|word| name.to_lowercase().contains(word));
                    chosen.push(Chosen::Embedded(match is_light {
                        true => EmbeddedThemeName::InspiredGithub,
                        false => EmbeddedThemeName::Base16OceanDark,
                    }));
                }
                (None, None) => sink.push(unknown_theme(config, name, &own_themes)),
            }
        }
        let mut own = Own::default();
        let grammars = of_kind(&settings.extra_grammars, "sublime-syntax");
        for (file, read) in files(&grammars, config, sources, &BROKEN_GRAMMAR, sink, own_grammar::read) {
            if let Some(rule) = read.left_out.first() {
                let told = Diagnostic::new(&RULES_LEFT_OUT).arg("file", &file.path).arg("rule", rule);
                let told = told.arg("count", read.left_out.len());
                let written = serde_json::Value::from(rule.as_str()).to_string();
                sink.push(match file.text.find(&written) {
                    Some(at) => told.at(&file, at..at + written.len()),
                    None => told.in_file(&file.path),
                });
            }
            own.leads_on |= read.leads_on;
            own.written.push(read.grammar);
        }
        let settings = (config.mode != Mode::Check && !chosen.is_empty()).then_some(settings);
        Highlighter { settings, dialect: config.dialect, themes: chosen, own, ..Highlighter::default() }
    }

    /// The style sheet of the site's theme for `style = "class"`, the dark one's if `dark`.
    pub fn style_sheet(&self, dark: bool) -> String {
        let Some(palette) = self.palettes().get(usize::from(dark)) else { return String::new() };
        let of = |prefixes: &[&'static str]| *prefixes.get(usize::from(dark)).or(prefixes.first()).unwrap_or(&"");
        match self.scheme() {
            Scheme::Inline => String::new(),
            Scheme::Flat { block, tokens } => palette.style_sheet(of(block), of(tokens)),
            Scheme::Nested => scope_class::style_sheet(&palette.theme),
        }
    }

    /// Whether code is coloured.
    pub(super) fn is_on(&self) -> bool {
        self.settings.is_some()
    }

    /// Whether an unknown language is an error.
    pub(super) fn is_strict(&self) -> bool {
        self.settings.as_ref().is_some_and(|settings| settings.error_on_missing_language)
    }

    /// Writes a code block. False if its language is unknown, so that it is written plain; and where its colours stop.
    pub(super) fn block(&self, out: &mut String, code: &str, fence: &Fence) -> (bool, Option<Stopped>) {
        let Some(settings) = &self.settings else { return (false, None) };
        let (name, grammar, known) = match self.grammar(fence.language) {
            Some((name, grammar)) => (name, grammar, true),
            None => (Cow::Borrowed("plain"), None, fence.language.is_empty()),
        };
        let mut block = Block { palettes: self.palettes(), scheme: self.scheme(), looks: &self.looks, out };
        let data = settings.data_attr_position;
        block.open(&name, fence, data);
        let stopped = block.lines(code, fence, grammar);
        block.out.push_str("</code></pre>");
        (known, stopped)
    }

    /// The canonical name and the grammar of a language; no grammar for plain text. `None` if it is unknown.
    fn grammar(&self, written: &str) -> Option<(Cow<'static, str>, Option<Grammar<'_>>)> {
        if written.is_empty() {
            return Some((Cow::Borrowed("plain"), None));
        }
        if let Some(grammar) = self.own.find(written) {
            return Some((Cow::Owned(grammar.syntax.name.to_lowercase()), Some(grammar)));
        }
        // Before 0.22 the names were others, and all of these had colours.
        let is_old = self.settings.as_ref().is_some_and(|settings| settings.old.is_some());
        let known = language::find(written);
        if known.is_some_and(|found| found.name == "plain") {
            return Some((Cow::Borrowed("plain"), None));
        }
        let grammars = self.grammars.get_or_init(|| Grammars::new(two_face::syntax::extra_newlines()));
        match known {
            Some(found) => {
                let grammar = Grammar::find(grammars, found.token);
                let name = if found.is_zolas || is_old { found.name } else { "plain" };
                Some((Cow::Borrowed(name), grammar))
            }
            None => {
                let grammar = Grammar::find(grammars, written)?;
                let name =
                    if is_old { grammar.syntax.name.to_lowercase().replace(' ', "-") } else { "plain".to_owned() };
                Some((Cow::Owned(name), Some(grammar)))
            }
        }
    }

    fn palettes(&self) -> &[Palette] {
        self.palettes.get_or_init(|| {
            let embedded = two_face::theme::extra();
            let theme = |chosen: &Chosen| match chosen {
                Chosen::Embedded(name) => embedded.get(*name).clone(),
                Chosen::Own(theme) => (**theme).clone(),
            };
            self.themes.iter().map(|chosen| Palette::new(theme(chosen))).collect()
        })
    }

    /// How colours are written. With two themes, 0.23 tells them apart at the block too; before, both style sheets were for the same
    /// classes (checklist HL-3).
    fn scheme(&self) -> Scheme {
        const ONE: &[&str] = &["z-"];
        const TWO: &[&str] = &["z-l-", "z-d-"];
        let Some(settings) = self.settings.as_ref().filter(|settings| settings.style == HighlightStyle::Class) else {
            return Scheme::Inline;
        };
        match (&settings.old, self.themes.len() > 1, self.dialect) {
            (Some(_), ..) => Scheme::Nested,
            (None, false, _) => Scheme::Flat { block: ONE, tokens: ONE },
            (None, true, Dialect::V1) => Scheme::Flat { block: ONE, tokens: TWO },
            (None, true, Dialect::V2) => Scheme::Flat { block: TWO, tokens: TWO },
        }
    }
}

/// The site's own grammars.
#[derive(Debug, Default)]
struct Own {
    written: Vec<SyntaxDefinition>,
    /// Whether one of them goes on in ours.
    leads_on: bool,
    /// The set of them, once somebody needs it, and how many of ours stand before them there.
    set: OnceLock<(Grammars, usize)>,
}

impl Own {
    /// The grammar of a language, by an extension of its files or its name; of two the later.
    fn find(&self, token: &str) -> Option<Grammar<'_>> {
        let is_token = |text: &String| text.eq_ignore_ascii_case(token);
        let of = |is: &dyn Fn(&SyntaxDefinition) -> bool| self.written.iter().rposition(is);
        let at = of(&|one| one.file_extensions.iter().any(is_token)).or_else(|| of(&|one| is_token(&one.name)))?;
        let (set, first) = self.set.get_or_init(|| {
            let mut set = SyntaxSetBuilder::new();
            if self.leads_on {
                set = two_face::syntax::extra_newlines().into_builder();
            }
            let first = set.syntaxes().len();
            self.written.iter().for_each(|one| set.add(one.clone()));
            (Grammars::new(set.build()), first)
        });
        Some(Grammar { set, syntax: set.set().syntaxes().get(first + at)? })
    }
}

/// The files with this extension in the folders `paths`, and those that are named themselves: how extra grammars and themes
/// were given before 0.22.
fn below(paths: &[String], extension: &str, sources: &SourceTree) -> Vec<String> {
    let listed = paths.iter().flat_map(|path| {
        let inside = sources.list(path, &Sink::new());
        if inside.is_empty() { SourcePath::new(path).into_iter().collect() } else { inside }
    });
    let wanted = listed.filter(|path| path.extension() == Some(extension));
    wanted.map(|path| path.to_string()).collect()
}

/// Reads the files of a setting, each with its text; what is wrong with one is told with `code`.
fn files<T>(
    paths: &[String],
    config: &Config,
    sources: &SourceTree,
    code: &'static Code,
    sink: &Sink,
    read: fn(&str, &str) -> Result<T, String>,
) -> Vec<(SourceText, T)> {
    let mut found = Vec::new();
    for written in paths {
        let broken = |reason: String| Diagnostic::new(code).arg("file", written).arg("reason", reason);
        let Some(path) = SourcePath::new(written) else {
            sink.push(broken("..".to_owned()).in_file(&config.file.path));
            continue;
        };
        match sources.text(&path) {
            Ok(source) => match read(&source.text, written) {
                Ok(value) => found.push((source, value)),
                Err(reason) => sink.push(broken(reason).in_file(&path)),
            },
            Err(error) => sink.push(error),
        }
    }
    found
}

fn unknown_theme(config: &Config, name: &str, own: &[(String, Theme)]) -> Diagnostic {
    let own = own.iter().filter_map(|(_, theme)| theme.name.as_deref());
    let near: Vec<&str> = own.chain(theme::near(name)).collect();
    let unknown = Diagnostic::new(&UNKNOWN_THEME).arg("theme", name).arg("near", near.join(", "));
    match config.file.text.find(&format!("\"{name}\"")) {
        Some(at) => unknown.at(&config.file, at..at + name.len() + 2),
        None => unknown.in_file(&config.file.path),
    }
}

#[cfg(test)]
mod tests {
    use super::Highlighter;
    use crate::config::{HighlightStyle, Mode, OldHighlighting};
    use crate::diagnostic::{Locale, Severity, Sink};
    use crate::markdown::testing::{Bench, Made, report};

    fn bench(theme: &str, dark: Option<&str>, style: HighlightStyle) -> Bench {
        Bench::default().coloured(theme, dark, style)
    }

    fn code(bench: &Bench) -> Made {
        bench.render("```rust\nlet a = \"<\";\n```\n")
    }

    #[test]
    fn two_themes_at_once() {
        let html = code(&bench("github-light", Some("nord"), HighlightStyle::Inline)).html;
        assert!(html.starts_with("<pre class=\"giallo\" style=\"color: light-dark(#"), "{html}");
        assert!(html.contains("&lt;") && html.contains("<span style=\"color: light-dark(#"), "{html}");
    }

    #[test]
    fn every_class_is_in_the_style_sheet() {
        let bench = bench("github-light", Some("nord"), HighlightStyle::Class);
        let html = code(&bench).html;
        let highlighter = Highlighter::new(&bench.config, &bench.sources(), &Sink::new());
        let sheets = [highlighter.style_sheet(false), highlighter.style_sheet(true)];
        let classes: Vec<&str> = html.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut seen = 0;
        for class in classes
            .iter()
            .flat_map(|names| names.split(' '))
            .filter(|class| class.starts_with("z-l-") || class.starts_with("z-d-"))
        {
            let sheet = &sheets[usize::from(class.starts_with("z-d-"))];
            assert!(sheet.contains(&format!(".{class} {{")), "{class} in {sheet}");
            seen += 1;
        }
        assert!(seen > 4, "{html}");
        assert!(!html.contains("style="), "{html}");
        assert_eq!(Highlighter::default().style_sheet(false), "");
    }

    #[test]
    fn unknown_themes_are_told_with_near_ones() {
        let mut bench = bench("catppucin-moca", None, HighlightStyle::Inline);
        bench.config.file.text = "[markdown.highlighting]\ntheme = \"catppucin-moca\"\n".into();
        let sink = Sink::new();
        let highlighter = Highlighter::new(&bench.config, &bench.sources(), &sink);
        assert!(!highlighter.is_on());
        insta::assert_snapshot!(report(&sink.finish(), Locale::Zh), @r##"
        错误[markdown-theme]: 没有叫 catppucin-moca 的代码配色；相近的有：catppuccin-latte, catppuccin-mocha, catppuccin-frappe, catppuccin-macchiato, cheerfully-light
         --> zola.toml:2:9
          |
        2 | theme = "catppucin-moca"
          |         ^^^^^^^^^^^^^^^^
          |
          = 怎么办: 请改 [markdown.highlighting] 里的配色名；自己的配色文件要列在 extra_themes 里
        "##);
    }

    #[test]
    fn unknown_languages_are_told_with_a_near_one() {
        let bench = bench("nord", None, HighlightStyle::Inline);
        let made = bench.render("```pyton,linenos\nx\n```\n");
        assert!(made.html.contains("data-lang=\"plain\""), "{}", made.html);
        insta::assert_snapshot!(made.report(Locale::Zh), @r##"
        提醒[markdown-code-language]: content/a.md 里的代码块写的语言 pyton 不认识，没法着色
         --> content/a.md:3:1
          |
        3 | ```pyton,linenos
          | ^^^^^^^^^^^^^^^^
          |
          = 怎么办: 是不是想写 python？
          = 怎么办: 请检查语言名有没有写错；不需要着色就写 plain，或者不写
        "##);
    }

    #[test]
    fn broken_files_are_told() {
        let mut bench = bench("nord", None, HighlightStyle::Inline);
        bench.files = vec![("a.json", "{"), ("b.json", "{}")];
        if let Some(settings) = &mut bench.config.markdown.highlighting {
            settings.extra_themes = vec!["a.json".to_owned(), "../x".to_owned()];
            settings.extra_grammars = vec!["b.json".to_owned(), "none.json".to_owned()];
        }
        let sink = Sink::new();
        Highlighter::new(&bench.config, &bench.sources(), &sink);
        let ids: Vec<_> = sink.finish().iter().map(|found| found.code.id).collect();
        assert_eq!(ids.len(), 4);
        assert!(ids.contains(&"markdown-theme-file") && ids.contains(&"markdown-grammar-file"), "{ids:?}");
    }

    // checklist: HL-1, MC-2
    #[test]
    fn settings_from_before_0_22_name_folders_and_other_themes() {
        let mut bench = bench("mine", None, HighlightStyle::Inline);
        let plist = "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>name</key><string>Other</string><key>settings</key><array><dict><key>settings</key><dict><key>foreground</key><string>#123456</string><key>background</key><string>#ffffff</string></dict></dict></array></dict></plist>";
        let grammar = "name: Mine\nfile_extensions: [mine]\nscope: source.mine\ncontexts:\n  main: []\n";
        bench.files =
            vec![("styles/mine.tmTheme", plist), ("styles/mine.sublime-syntax", grammar), ("styles/a.md", "")];
        if let Some(settings) = &mut bench.config.markdown.highlighting {
            (settings.extra_themes, settings.extra_grammars) = (vec!["styles".to_owned()], vec!["styles".to_owned()]);
            settings.old = Some(OldHighlighting { theme: "mine".to_owned(), sheets: Vec::new() });
        }
        let made = bench.render("```mine\nx\n```\n");
        assert!(made.html.contains("data-lang=\"mine\"") && made.html.contains("#123456"), "{}", made.html);
        assert_eq!(made.diagnostics, []);
        if let Some(settings) = &mut bench.config.markdown.highlighting {
            settings.theme = "no-such-theme".to_owned();
        }
        let made = bench.render("```rust\nx\n```\n");
        assert!(made.html.contains("<pre class=\"giallo\""), "{}", made.html);
        assert_eq!(made.diagnostics[0].severity, Severity::Warning);
    }

    #[test]
    fn checking_needs_no_colours() {
        let mut bench = bench("nord", None, HighlightStyle::Inline);
        bench.config.mode = Mode::Check;
        assert_eq!(code(&bench).html, "<pre><code data-lang=\"rust\">let a = &quot;&lt;&quot;;\n</code></pre>\n");
    }

    #[test]
    fn hidden_lines_open_and_close_what_they_hold() {
        let bench = bench("nord", None, HighlightStyle::Inline);
        let made = bench.render("```rust,hide_lines=1\n/*\ncomment\n*/\n```\n");
        let comment = bench.render("```rust\n/* comment */\n```\n");
        let colour = comment.html.split("<span style=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(made.html.contains(&format!("<span style=\"{colour}\">comment</span>")), "{}", made.html);
    }
}

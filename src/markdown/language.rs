//! Names of languages in code blocks: what authors write, the name Zola's output carries, and the grammar we have.

/// One language: its canonical name, what else it is called, and the name or file extension of its grammar; for one we
/// have none for that of the nearest kin, or of plain text.
struct Language(&'static str, &'static [&'static str], &'static str);

const LANGUAGES: &[Language] = &[
    Language("plain", &["text", "txt", "plaintext", "none"], "txt"),
    Language("actionscript-3", &["actionscript", "as"], "as"),
    Language("ada", &["adb", "ads"], "adb"),
    Language("apache", &["apacheconf", "htaccess"], "htaccess"),
    Language("applescript", &[], "applescript"),
    Language("asciidoc", &["adoc"], "adoc"),
    Language("asm", &["assembly", "nasm"], "nasm"),
    Language("awk", &[], "awk"),
    Language("bat", &["batch", "cmd"], "bat"),
    Language("bibtex", &["bib"], "bib"),
    Language("c", &["h"], "c"),
    Language("clojure", &["clj", "cljs", "cljc", "edn"], "clj"),
    Language("cmake", &[], "cmake"),
    Language("coffee", &["coffeescript"], "coffee"),
    Language("common-lisp", &["lisp"], "lisp"),
    Language("cpp", &["c++", "cc", "cxx", "hpp", "h++", "hxx"], "cpp"),
    Language("crystal", &["cr"], "cr"),
    Language("csharp", &["c#", "cs"], "cs"),
    Language("css", &[], "css"),
    Language("csv", &[], "csv"),
    Language("d", &[], "d"),
    Language("dart", &[], "dart"),
    Language("diff", &["patch"], "diff"),
    Language("docker", &["dockerfile", "containerfile"], "Dockerfile"),
    Language("dotenv", &["env"], "env"),
    Language("elixir", &["ex", "exs"], "ex"),
    Language("elm", &[], "elm"),
    Language("erlang", &["erl"], "erl"),
    Language("fish", &[], "fish"),
    Language("fsharp", &["f#", "fs"], "fs"),
    Language("fortran-free-form", &["f90", "f95", "fortran"], "f90"),
    Language("git-commit", &["gitcommit"], "COMMIT_EDITMSG"),
    Language("glsl", &["frag", "vert"], "glsl"),
    Language("go", &["golang"], "go"),
    Language("graphql", &["gql"], "graphql"),
    Language("groovy", &["gradle"], "groovy"),
    Language("haskell", &["hs"], "hs"),
    Language("hcl", &[], "tf"),
    Language("html", &["htm", "xhtml"], "html"),
    Language("http", &["rest"], "http"),
    Language("ini", &["properties", "conf", "cfg"], "ini"),
    Language("java", &[], "java"),
    Language("javascript", &["js", "mjs", "cjs", "node"], "js"),
    Language("jinja", &["jinja2", "j2", "tera", "twig"], "j2"),
    Language("json", &["json5", "jsonc", "webmanifest"], "json"),
    Language("jsx", &[], "tsx"),
    Language("julia", &["jl"], "jl"),
    Language("kotlin", &["kt", "kts"], "kt"),
    Language("latex", &["tex"], "tex"),
    Language("less", &[], "less"),
    Language("lua", &[], "lua"),
    Language("make", &["makefile", "mk"], "make"),
    Language("markdown", &["md", "mdown"], "md"),
    Language("matlab", &[], "matlab"),
    Language("nginx", &[], "nginx"),
    Language("nim", &[], "nim"),
    Language("nix", &[], "nix"),
    Language("objective-c", &["objc"], "m"),
    Language("ocaml", &["ml", "mli"], "ml"),
    Language("pascal", &["pas", "delphi"], "pas"),
    Language("perl", &["pl", "pm"], "pl"),
    Language("php", &[], "php"),
    Language("powershell", &["ps", "ps1", "pwsh"], "txt"),
    Language("prolog", &[], "txt"),
    Language("proto", &["protobuf"], "proto"),
    Language("puppet", &["pp"], "pp"),
    Language("purescript", &["purs"], "purs"),
    Language("python", &["py", "py3", "python3"], "py"),
    Language("r", &["rlang"], "r"),
    Language("racket", &["rkt"], "rkt"),
    Language("rst", &["restructuredtext"], "rst"),
    Language("ruby", &["rb"], "rb"),
    Language("rust", &["rs"], "rs"),
    Language("sass", &[], "sass"),
    Language("scala", &["sc"], "scala"),
    Language("scheme", &["scm"], "scm"),
    Language("scss", &[], "scss"),
    Language("shellscript", &["sh", "bash", "zsh", "shell", "ksh"], "sh"),
    Language("shellsession", &["console", "terminal"], "sh"),
    Language("sql", &["mysql", "postgresql", "plsql", "sqlite"], "sql"),
    Language("ssh-config", &[], "ssh_config"),
    Language("svelte", &[], "svelte"),
    Language("swift", &[], "swift"),
    Language("tcl", &[], "tcl"),
    Language("terraform", &["tf", "tfvars"], "tf"),
    Language("toml", &[], "toml"),
    Language("tsx", &[], "tsx"),
    Language("typescript", &["ts", "mts", "cts"], "ts"),
    Language("typst", &["typ"], "typ"),
    Language("verilog", &["v"], "v"),
    Language("viml", &["vim", "vimscript"], "vim"),
    Language("vue", &[], "vue"),
    Language("wgsl", &[], "wgsl"),
    Language("xml", &["svg", "xsl", "rss", "plist"], "xml"),
    Language("yaml", &["yml"], "yaml"),
    Language("zig", &[], "zig"),
];

/// The language `written` means: its canonical name and the token of its grammar.
pub fn find(written: &str) -> Option<(&'static str, &'static str)> {
    let is = |name: &str| name.eq_ignore_ascii_case(written);
    LANGUAGES
        .iter()
        .find(|Language(name, also, _)| is(name) || also.iter().any(|name| is(name)))
        .map(|found| (found.0, found.2))
}

/// Whether `written` asks for text without colours.
pub fn is_plain(written: &str) -> bool {
    find(written).is_some_and(|(name, _)| name == "plain")
}

/// All names, to suggest one.
pub fn names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|Language(name, also, _)| std::iter::once(*name).chain(also.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, find, is_plain, names};

    #[test]
    fn names_are_canonical() {
        for (written, name) in
            [("sh", "shellscript"), ("JS", "javascript"), ("rs", "rust"), ("YML", "yaml"), ("c++", "cpp")]
        {
            assert_eq!(find(written).unwrap().0, name);
        }
        assert!(is_plain("TXT") && !is_plain("rust") && find("no-such").is_none());
    }

    #[test]
    fn no_name_means_two_languages() {
        let mut all: Vec<&str> = names().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn every_language_has_a_grammar() {
        let set = two_face::syntax::extra_newlines();
        let without: Vec<_> = LANGUAGES
            .iter()
            .filter(|language| set.find_syntax_by_token(language.2).is_none())
            .map(|language| language.0)
            .collect();
        assert!(without.is_empty(), "{without:?}");
    }
}

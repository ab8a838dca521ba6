//! What can be wrong with the settings.

use crate::diagnostic::{Code, Wording};

/// No settings file.
pub static NO_SETTINGS: Code = Code::error(
    "config-file",
    Wording { zh: "找不到设置文件 {names_zh}", en: "no settings file: {names}" },
    Wording {
        zh: "请在网站的文件夹里运行，或者先用 init 建一个网站",
        en: "run it inside a site's folder, or make a site by `init`",
    },
);

/// No address of the site.
pub static NO_BASE_URL: Code = Code::error(
    "config-base-url",
    Wording {
        zh: "设置里没有写网站的地址 base_url", en: "the settings lack `base_url`, the site's address"
    },
    Wording {
        zh: "在设置文件开头写一行，例如 base_url = \"https://www.example.cn\"",
        en: "write it at the top, such as base_url = \"https://www.example.com\"",
    },
);

/// A language code that is none.
pub static BAD_LANGUAGE: Code = Code::error(
    "config-language",
    Wording { zh: "“{code}”不是语言代码", en: "`{code}` is no language code" },
    Wording { zh: "例如 zh-CN（简体中文）、en（英文）", en: "such as en, zh-CN or pt-BR" },
);

/// A setting of the default language given twice.
pub static SET_TWICE: Code = Code::error(
    "config-language-twice",
    Wording {
        zh: "默认语言的“{key}”写了两次：开头一次，[languages.{code}] 里又一次",
        en: "`{key}` of the default language is set at the root and in [languages.{code}]",
    },
    Wording { zh: "请删去其中一个", en: "take one of them out" },
);

/// The default language has a table of its own.
pub static DEFAULT_LANGUAGE_TABLE: Code = Code::warning(
    "config-language-default",
    Wording {
        zh: "[languages.{code}] 就是默认语言，它的设置写在文件开头就行",
        en: "[languages.{code}] is the default language: its settings belong to the root",
    },
    Wording { zh: "", en: "" },
);

/// A pattern that is no glob.
pub static BAD_GLOB: Code = Code::error(
    "config-glob",
    Wording { zh: "“{glob}”不是合法的文件名模式：{reason}", en: "`{glob}` is no valid glob: {reason}" },
    Wording { zh: "例如 \"*.psd\"、\"**/草稿/**\"", en: "such as \"*.psd\" or \"**/drafts/**\"" },
);

/// The theme is not there.
pub static NO_THEME: Code = Code::error(
    "config-theme",
    Wording {
        zh: "找不到主题“{theme}”：没有 {missing}", en: "theme `{theme}` not found: there is no {missing}"
    },
    Wording {
        zh: "主题要放在 themes/{theme}/ 里，其中要有 theme.toml 和 templates 文件夹",
        en: "a theme lies in themes/{theme}/ and has a theme.toml and a templates folder",
    },
);

/// A value in the site's and the theme's `extra` is a table in one and none in the other.
pub static EXTRA_CLASH: Code = Code::error(
    "config-extra-clash",
    Wording {
        zh: "“{key}”在网站设置和主题设置里类型不同：一个是表，一个不是",
        en: "`{key}` is a table in one of the site's and the theme's settings, but not in the other",
    },
    Wording { zh: "请照主题的写法改", en: "write it as the theme does" },
);

/// Highlighting without a theme, or with too many.
pub static HIGHLIGHT_THEME: Code = Code::error(
    "config-highlight-theme",
    Wording {
        zh: "[markdown.highlighting] 要么只写 theme，要么 light_theme 和 dark_theme 一起写",
        en: "[markdown.highlighting] needs either `theme`, or `light_theme` and `dark_theme`",
    },
    Wording { zh: "例如 theme = \"catppuccin-mocha\"", en: "such as theme = \"catppuccin-mocha\"" },
);

/// Highlighting written as Zola before 0.22 had it.
pub static OLD_HIGHLIGHT: Code = Code::warning(
    "config-highlight-old",
    Wording {
        zh: "“{key}”是旧写法，现在照旧起作用",
        en: "`{key}` is how highlighting was set before Zola 0.22; it still works here",
    },
    Wording { zh: "新写法：{now}", en: "now: {now}" },
);

/// A setting as an older Zola had it.
pub static OLD_KEY: Code = Code::warning(
    "config-key-old",
    Wording {
        zh: "“{key}”是 Zola 旧版本的写法，现在照旧起作用",
        en: "`{key}` is a setting of an older Zola; it still works here",
    },
    Wording { zh: "新写法：{now}", en: "now: {now}" },
);

/// Quotes in a class.
pub static CLASS_QUOTES: Code = Code::error(
    "config-class-quotes",
    Wording { zh: "“{key}”里不能有引号", en: "`{key}` must not hold quotes" },
    Wording {
        zh: "只写类名，多个类名用空格隔开", en: "write class names only, with blanks between them"
    },
);

/// A time zone nobody knows.
pub static BAD_TIMEZONE: Code = Code::error(
    "config-timezone",
    Wording { zh: "没有“{zone}”这个时区", en: "unknown time zone `{zone}`" },
    Wording { zh: "中国各地都用 Asia/Shanghai", en: "use a name such as Asia/Shanghai or UTC" },
);

/// A taxonomy without a name.
pub static NO_TAXONOMY_NAME: Code = Code::error(
    "config-taxonomy-name",
    Wording { zh: "taxonomies 的每一项都要写 name", en: "each of the `taxonomies` needs a `name`" },
    Wording { zh: "例如 taxonomies = [{ name = \"tags\" }]", en: "such as taxonomies = [{ name = \"tags\" }]" },
);

/// A taxonomy that is there already.
pub static TAXONOMY_TWICE: Code = Code::warning(
    "config-taxonomy-twice",
    Wording {
        zh: "分类“{name}”写了两次，只算第一次",
        en: "the taxonomy `{name}` is given twice; the first one counts",
    },
    Wording {
        zh: "删去这一项；别的语言的分类写在 [languages.…] 里",
        en: "remove it; taxonomies of other languages stand in their [languages.…]",
    },
);

/// `cache_dir` outside of the site.
pub static CACHE_OUTSIDE: Code = Code::error(
    "config-cache-outside",
    Wording {
        zh: "cache_dir 写的 {folder} 不在网站文件夹里",
        en: "`cache_dir` leads to {folder}, out of the site's folder",
    },
    Wording {
        zh: "请写网站里的文件夹；要放到别处，生成时用 build --cache 指定",
        en: "name a folder in the site; `build --cache DIR` puts the cache elsewhere",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 16] = [
    &NO_SETTINGS,
    &NO_BASE_URL,
    &BAD_LANGUAGE,
    &SET_TWICE,
    &DEFAULT_LANGUAGE_TABLE,
    &BAD_GLOB,
    &NO_THEME,
    &EXTRA_CLASH,
    &HIGHLIGHT_THEME,
    &OLD_HIGHLIGHT,
    &OLD_KEY,
    &CLASS_QUOTES,
    &BAD_TIMEZONE,
    &NO_TAXONOMY_NAME,
    &TAXONOMY_TWICE,
    &CACHE_OUTSIDE,
];

//! What can be wrong while rendering.

use crate::diagnostic::{Code, Wording};

/// A taxonomy with terms has no template.
pub static TAXONOMY_TEMPLATE: Code = Code::error(
    "render-taxonomy-template",
    Wording {
        zh: "分类“{taxonomy}”要生成页面，但没有模板 {own}，也没有 {common}",
        en: "the taxonomy `{taxonomy}` has neither the template `{own}` nor `{common}`",
    },
    Wording {
        zh: "请在 templates 文件夹里新建其中一个；如果不要这个分类的页面，请在设置里给它加上 render = false",
        en: "create one of them in `templates`, or give the taxonomy `render = false` in the settings",
    },
);

/// A feed has no template of its name.
pub static FEED_TEMPLATE: Code = Code::error(
    "render-feed-template",
    Wording {
        zh: "订阅文件“{feed}”没有同名的模板", en: "the feed `{feed}` has no template of its name"
    },
    Wording {
        zh: "请新建 templates/{feed}，或者在 feed_filenames 里改用自带模板的 atom.xml 或 rss.xml",
        en: "create `templates/{feed}`, or use `atom.xml` or `rss.xml` in `feed_filenames`, which are built in",
    },
);

/// Elasticlunr cannot index the language.
pub static SEARCH_LANGUAGE: Code = Code::error(
    "render-search-language",
    Wording {
        zh: "elasticlunr 搜索不支持语言“{language}”", en: "elasticlunr cannot index the language `{language}`"
    },
    Wording {
        zh: "请在 [search] 里改用 index_format = \"fuse_json\"，它适用于任何语言；或者关掉这个语言的 build_search_index",
        en: "use `index_format = \"fuse_json\"` in `[search]`, which takes any language, or switch `build_search_index` off for this one",
    },
);

/// `load_data` could not ask, and took an answer of an earlier build.
pub static STALE_DATA: Code = Code::warning(
    "render-stale-data",
    Wording {
        zh: "读不到 {url}（{reason_zh}），用的是 {since} 的旧内容",
        en: "cannot read {url} ({reason}): what it answered at {since} is used",
    },
    Wording { zh: "联网后再生成一次", en: "build again with a connection" },
);

/// All codes of this folder.
pub static CODES: [&Code; 4] = [&TAXONOMY_TEMPLATE, &FEED_TEMPLATE, &SEARCH_LANGUAGE, &STALE_DATA];

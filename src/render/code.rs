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

/// A page is written as it is, since the minifier would need too much stack for it.
pub static NOT_MINIFIED: Code = Code::warning(
    "render-not-minified",
    Wording {
        zh: "{page} 没有压缩，照原样写出：里面的元素一层套一层超过 {elements} 层，或者样式里的括号超过 {styles} 层，或者读不懂",
        en: "{page} is written without being minified: elements lie more than {elements} deep in one another, or brackets in styles more than {styles}, or it cannot be read",
    },
    Wording {
        zh: "多半是正文或模板里有没有写结束的标签；网页本身能看，不改也可以",
        en: "most likely tags that nobody ends, in a text or template; the page itself is whole",
    },
);

/// A word is too long for the search.
pub static LONG_WORD: Code = Code::warning(
    "render-search-word",
    Wording {
        zh: "{count} 个太长的词没有放进搜索（每个超过 {most} 个字节）；第一个在 {url}，开头是“{word}”",
        en: "{count} words of more than {most} bytes are not searched; the first is at {url} and begins `{word}`",
    },
    Wording {
        zh: "多半是写进正文里的数据；整页不必搜索的话，在它的开头部分写 in_search_index = false",
        en: "most likely data in a text; a page that need not be found takes `in_search_index = false`",
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

/// A site's template cannot make a feed without pages, and the built-in one does.
pub static EMPTY_FEED: Code = Code::warning(
    "render-empty-feed",
    Wording {
        zh: "订阅 {feed} 里没有文章，这里的模板写不出来，改用内置的模板",
        en: "{feed} has no pages, and this template cannot make it: the built-in one did",
    },
    Wording {
        zh: "没有文章就没有 last_updated：用 {% if last_updated %} 先问一下",
        en: "without pages there is no `last_updated`: ask by `{% if last_updated %}`",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 7] =
    [&TAXONOMY_TEMPLATE, &FEED_TEMPLATE, &SEARCH_LANGUAGE, &NOT_MINIFIED, &LONG_WORD, &STALE_DATA, &EMPTY_FEED];

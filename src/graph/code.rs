//! What can be wrong between content files.

use crate::diagnostic::{Code, Wording};

/// `index.md` and `_index.md` of one language lie in one folder.
pub static INDEX_BESIDE_SECTION: Code = Code::error(
    "graph-index-twice",
    Wording {
        zh: "同一个文件夹里既有 {page}，又有 {section}：一个文件夹要么是一篇文章，要么是一个栏目",
        en: "{page} and {section} lie in one folder, which is either a page or a section",
    },
    Wording {
        zh: "如果这个文件夹是栏目，请把 {page} 改成别的名字；如果是一篇带附件的文章，请删掉 {section}",
        en: "rename {page} if the folder is a section, or remove {section} if it is a page with files beside it",
    },
);

/// A page has nothing its address could be made of.
pub static EMPTY_SLUG: Code = Code::error(
    "graph-empty-slug",
    Wording {
        zh: "{file} 的名字里没有可以用作网址的字：“{name}”只有标点或空白",
        en: "{file} has no name to make an address of: `{name}` holds neither letters nor digits",
    },
    Wording {
        zh: "请换一个文件名，或者在文件开头写上 slug，例如 slug = \"tongzhi\"",
        en: "rename the file, or give it a `slug` in its front matter",
    },
);

/// A term of which no address can be made.
pub static TERM_WITHOUT_SLUG: Code = Code::error(
    "graph-term-address",
    Wording {
        zh: "{file} 的分类“{taxonomy}”里的词“{term}”没有可以用作网址的字",
        en: "no address can be made of the term `{term}` of the taxonomy `{taxonomy}` in {file}",
    },
    Wording {
        zh: "请在词里加上汉字、字母或数字",
        en: "use letters or digits in it, or set `slugify.taxonomies` to `safe`",
    },
);

/// A page that its section's order cannot place is not written.
pub static UNSORTED: Code = Code::warning(
    "graph-unsorted",
    Wording {
        zh: "{file} 没有 {key}，而它的栏目 {section} 按 {sort_by} 排序，所以这篇文章不会出现在网站上",
        en: "{file} has no {key}, by which {section} sorts its pages (`{sort_by}`): the page is not written",
    },
    Wording {
        zh: "请在文件开头补上 {key}，或者换一种栏目排序方式",
        en: "add {key} to its front matter, or sort the section by something else",
    },
);

/// A page that a section above cannot place is missing from that section's list only.
pub static UNLISTED: Code = Code::warning(
    "graph-unlisted",
    Wording {
        zh: "{file} 没有 {key}，而栏目 {section} 按 {sort_by} 排序，所以那里的列表里没有这篇文章",
        en: "{file} has no {key}, by which {section} sorts its pages (`{sort_by}`): the page is missing from that list",
    },
    UNSORTED.help,
);

/// What the mark at `sort_by` says.
pub(super) const SORTED_HERE: Wording = Wording { zh: "这里规定了排序方式", en: "the order is chosen here" };

/// All codes of this folder.
pub static CODES: [&Code; 5] = [&INDEX_BESIDE_SECTION, &EMPTY_SLUG, &TERM_WITHOUT_SLUG, &UNSORTED, &UNLISTED];

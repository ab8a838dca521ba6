//! What can be wrong with the site as a whole.

use crate::diagnostic::{Code, Wording};

/// An internal link names a place the document does not have. The settings decide how grave that is.
pub static MISSING_ANCHOR: Code = Code::error(
    "check-anchor",
    Wording {
        zh: "{file} 里的链接 {link} 找不到：{target} 里没有“#{anchor}”这个位置",
        en: "{file} links to {link}, but {target} has no `#{anchor}`",
    },
    Wording {
        zh: "请把 # 后面改成那一页里某个标题的 id；也可以给标题写上固定的 id：## 标题 {#名称}",
        en: "use the id of one of its headings after the `#`; a heading gets a lasting one by `## Title {#name}`",
    },
);

/// "Did you mean …?" for an anchor.
pub(super) const NEAR_ANCHOR: Wording =
    Wording { zh: "是不是想写“#{near}”？", en: "did you mean `#{near}`?" };

/// A page belongs to no section.
pub static ORPHAN: Code = Code::warning(
    "check-orphan",
    Wording {
        zh: "{file} 不属于任何栏目：它所在的文件夹里没有 {index}",
        en: "{file} belongs to no section: its folder has no `{index}`",
    },
    Wording {
        zh: "它仍会生成，但不会出现在任何列表和搜索里；请在那个文件夹里新建 {index}，或把它移到有 {index} 的文件夹",
        en: "it is written, but stands in no list and no search index; create `{index}` there, or move the page",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 2] = [&MISSING_ANCHOR, &ORPHAN];

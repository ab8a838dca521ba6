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

/// A link to another site leads nowhere. The settings decide how grave that is.
pub static EXTERNAL_GONE: Code = Code::error(
    "check-external-link",
    Wording { zh: "{file} 里的链接打不开：{link}（{reason_zh}）", en: "{file} links to {link}: {reason}" },
    Wording {
        zh: "请在浏览器里打开看看，改正或删去；不用检查的网址写进设置 [link_checker] 的 skip_prefixes",
        en: "look at it in a browser, mend it or take it out; addresses not to be checked go into `[link_checker] skip_prefixes`",
    },
);

/// The page another site has lacks the anchor.
pub static EXTERNAL_ANCHOR: Code = Code::error(
    "check-external-anchor",
    Wording {
        zh: "{file} 里的链接 {link}：网页打得开，但里面没有“#{anchor}”这个位置",
        en: "{file} links to {link}: the page is there, but it has no `#{anchor}`",
    },
    Wording {
        zh: "请改正 # 后面的部分；不用检查的写进设置 [link_checker] 的 skip_anchor_prefixes",
        en: "mend what stands after the `#`; pages made by scripts go into `[link_checker] skip_anchor_prefixes`",
    },
);

/// A host would not be asked.
pub static EXTERNAL_UNSURE: Code = Code::warning(
    "check-external-unsure",
    Wording {
        zh: "{file} 里的链接这次没能检查：{link}（{reason_zh}）",
        en: "{file} links to {link}, which could not be checked: {reason}",
    },
    Wording { zh: "请过些时候再检查", en: "check again later" },
);

/// This computer has no network.
pub static EXTERNAL_OFFLINE: Code = Code::error(
    "check-external-offline",
    Wording {
        zh: "本机没有联网，{count} 个指向别的网站的链接都没有检查",
        en: "no connection to the internet: {count} links to other sites were not checked",
    },
    Wording {
        zh: "联网后再检查；只检查本站请加 --skip-external-links",
        en: "check again with one, or leave them out with `--skip-external-links`",
    },
);

/// A further place with the same link.
pub(super) const LINKED_HERE_TOO: Wording = Wording { zh: "这里也有", en: "here too" };

/// All codes of this folder.
pub static CODES: [&Code; 6] =
    [&MISSING_ANCHOR, &ORPHAN, &EXTERNAL_GONE, &EXTERNAL_ANCHOR, &EXTERNAL_UNSURE, &EXTERNAL_OFFLINE];

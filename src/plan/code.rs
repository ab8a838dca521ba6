//! What can be wrong with the plan.

use crate::diagnostic::{Code, Wording};

/// Two files of the output have one place.
pub static COLLISION: Code = Code::error(
    "plan-collision",
    Wording {
        zh: "有 {count} 样东西都要放在网址 {path}：{owners_zh}",
        en: "{count} things want the address {path}: {owners}",
    },
    Wording {
        zh: "请给其中一个换个名字，或者在文件开头写上不同的 slug 或 path",
        en: "rename one of them, or give it another `slug` or `path`",
    },
);

/// A file of the output has the name of a folder that others lie in.
pub static FILE_AS_FOLDER: Code = Code::error(
    "plan-file-as-folder",
    Wording {
        zh: "{owner} 要生成文件 {file}，而 {other} 要把 {file} 当作文件夹（{inside}）",
        en: "{owner} makes the file {file}, and {other} needs a folder of that name ({inside})",
    },
    Wording { zh: "请给其中一个换个网址", en: "give one of them another address" },
);

/// An alias is hidden by something else at its address.
pub static ALIAS_HIDDEN: Code = Code::warning(
    "plan-alias-hidden",
    Wording {
        zh: "{file} 的旧网址“{alias}”没有用：{owner} 已经在网址 {path}",
        en: "the alias `{alias}` of {file} has no effect: {owner} is at {path}",
    },
    Wording { zh: "请把这个旧网址从 aliases 里删掉", en: "take it out of `aliases`" },
);

/// Content that a taxonomy's page stands in the place of.
pub static CONTENT_HIDDEN: Code = Code::warning(
    "plan-content-hidden",
    Wording {
        zh: "{file} 不会显示：它的网址 {path} 上是 {owner} 的页面",
        en: "{file} is not shown: the page of {owner} is at {path}",
    },
    Wording {
        zh: "Zola 0.22 也是这样，0.23 起这是错误。请给其中一个换个网址",
        en: "Zola 0.22 does the same, and since 0.23 it is an error; give one of them another address",
    },
);

/// In Zola 0.22 a file beside content has the address of a feed: it is not copied.
pub static FILE_HIDDEN: Code = Code::warning(
    "plan-file-hidden",
    Wording {
        zh: "{file} 不会复制：它的网址 {path} 上是 {owner} 的 feed",
        en: "{file} is not copied: the feed of {owner} is at {path}",
    },
    Wording {
        zh: "Zola 也是这样。请删除这个文件，或给它换个名字",
        en: "Zola does the same; delete the file, or give it another name",
    },
);

/// An address would lead out of the output folder.
pub static OUTSIDE: Code = Code::error(
    "plan-address-outside",
    Wording {
        zh: "{owner} 的网址 {path} 里有“{part}”，这样文件会写到输出文件夹外面去",
        en: "the address {path} of {owner} holds `{part}`, which leads out of the output folder",
    },
    Wording { zh: "请把“{part}”从网址里去掉", en: "take `{part}` out of it" },
);

/// A part of an address is too long for a file name.
pub static TOO_LONG: Code = Code::error(
    "plan-address-too-long",
    Wording {
        zh: "{owner} 的网址太长了：“{part}”这一段有 {bytes} 个字节，文件名最多 255 个",
        en: "a part of the address of {owner} is too long for a file name: `{part}` has {bytes} bytes, 255 are the limit",
    },
    Wording {
        zh: "请在文件开头写上短一点的 slug，例如 slug = \"tongzhi-2026\"，或者把名字改短",
        en: "give it a shorter `slug`, or shorten its name",
    },
);

/// An address holds a control character.
pub static CONTROL: Code = Code::error(
    "plan-address-control",
    Wording {
        zh: "{owner} 的网址里有一个看不见的控制字符：“{part}”",
        en: "the address of {owner} holds a control character: `{part}`",
    },
    Wording { zh: "请重新输入这个网址或文件名，不要粘贴", en: "type it anew instead of pasting it" },
);

/// An address names no file.
pub static NO_NAME: Code = Code::error(
    "plan-address-empty",
    Wording {
        zh: "{owner} 的网址“{path}”里没有文件名", en: "the address `{path}` of {owner} names no file"
    },
    Wording { zh: "请写上名字", en: "give it a name" },
);

/// An address that Windows cannot give a file. There it is an error.
pub static UNPORTABLE: Code = Code::warning(
    "plan-address-unportable",
    Wording {
        zh: "{owner} 的网址里的“{part}”在 Windows 上不能作文件名",
        en: "`{part}` in the address of {owner} cannot be a file name on Windows",
    },
    Wording {
        zh: "请换个名字：不要用 < > : \" \\ | ? *，不要以空格或句点结尾，也不要用 con、nul 这类名字",
        en: "choose another name, without < > : \" \\ | ? *, a blank or dot at its end, or the name of a device such as `nul`",
    },
);

/// The home section is kept out of a search index that is to be built.
pub static HOME_NOT_SEARCHED: Code = Code::error(
    "plan-home-not-searched",
    Wording {
        zh: "{file} 是首页，不能在开着搜索时写 in_search_index = false：搜索要从首页开始找",
        en: "{file} is the home section and cannot be kept out of the search index while one is built",
    },
    Wording {
        zh: "请删掉 in_search_index = false，或者在网站设置里写 build_search_index = false",
        en: "remove `in_search_index = false`, or set `build_search_index = false` in the settings",
    },
);

/// What the mark at the other owner says.
pub(super) const ALSO_HERE: Wording = Wording { zh: "还有这里", en: "and here" };

/// All codes of this folder.
pub static CODES: [&Code; 11] = [
    &COLLISION,
    &FILE_AS_FOLDER,
    &ALIAS_HIDDEN,
    &CONTENT_HIDDEN,
    &FILE_HIDDEN,
    &OUTSIDE,
    &TOO_LONG,
    &CONTROL,
    &NO_NAME,
    &UNPORTABLE,
    &HOME_NOT_SEARCHED,
];

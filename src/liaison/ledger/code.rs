//! What is wrong with a target, a reward or a score.

use crate::diagnostic::{Code, Wording};

/// A condition on a field that nothing counted has, and that is nearly the name of one.
pub static CONDITION_FIELD: Code = Code::error(
    "target-field",
    Wording { zh: "这里数的条目没有字段“{key}”", en: "what is counted here has no field `{key}`" },
    Wording {
        zh: "可以写：{allowed}；报送和采用里要问条目本身的字段，写成 \"entry.type\"",
        en: "write one of {allowed}; of submissions and adoptions, the entry's own fields are asked for as \"entry.type\"",
    },
);

/// A condition on a field that no kind declares: the entries may have it all the same.
pub static CONDITION_UNDECLARED: Code = Code::warning(
    "target-field-undeclared",
    Wording {
        zh: "没有哪一类条目登记过字段“{key}”，可能一篇也数不到",
        en: "no kind declares the field `{key}`, so perhaps nothing counts",
    },
    Wording {
        zh: "可以写：{allowed}；是自己加的字段，请在 [liaison.kinds.种类] 的 fields 里登记",
        en: "write one of {allowed}; declare a field of your own under `fields` of [liaison.kinds.NAME]",
    },
);

/// A word that is not in the list of the field's words.
pub static CONDITION_WORD: Code = Code::error(
    "target-word",
    Wording {
        zh: "“{key}”不会是“{value}”，这样一篇也数不到",
        en: "`{key}` is never `{value}`, so nothing would count",
    },
    Wording { zh: "可以写：{allowed}", en: "write one of {allowed}" },
);

/// A word of a shipped target that the site's own list has not.
pub static CONDITION_UNLISTED: Code = Code::warning(
    "target-word-unlisted",
    Wording {
        zh: "自带的任务要数“{key}”是“{value}”的条目，本站的词表里没有这个词，一篇也数不到",
        en: "the shipped target counts what has `{value}` as `{key}`, which the site's own list of words does not have",
    },
    Wording {
        zh: "请在词表里给意思相同的词加上别名（{allowed}），或者用 [[liaison.target]] 写上 id 和新的 where",
        en: "add it as another name of a word ({allowed}), or give the target another `where` by its id in [[liaison.target]]",
    },
);

/// The time a target holds ends before it begins.
pub static TARGET_TIME: Code = Code::error(
    "target-time",
    Wording {
        zh: "until（{until}）比 from（{from}）还早，这一项任务永远不算",
        en: "`until` ({until}) is before `from` ({from}), so the target never holds",
    },
    Wording {
        zh: "from 写从哪一天起，until 写到哪一天止", en: "`from` is the first day, `until` the last one"
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 5] =
    [&CONDITION_FIELD, &CONDITION_UNDECLARED, &CONDITION_WORD, &CONDITION_UNLISTED, &TARGET_TIME];

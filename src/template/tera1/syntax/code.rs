//! What can be wrong with how Tera 1 templates are written.

use crate::diagnostic::{Code, Wording};

const NO_HELP: Wording = Wording { zh: "", en: "" };

/// What was opened and not closed.
pub const OPENED_HERE: Wording = Wording { zh: "从这里开始", en: "opened here" };

/// “expected” expected.
pub static EXPECTED: Code = Code::error(
    "template-expected",
    Wording { zh: "这里看不懂：应该是{expected_zh}", en: "{expected} expected" },
    NO_HELP,
);

/// There is no tag “name”.
pub static UNKNOWN_TAG: Code = Code::error(
    "template-unknown-tag",
    Wording { zh: "没有名叫“{name}”的标签", en: "there is no tag `{name}`" },
    NO_HELP,
);

/// “name” is never closed.
pub static UNCLOSED: Code = Code::error(
    "template-unclosed",
    Wording { zh: "“{name}”没有结尾", en: "`{name}` is never closed" },
    Wording { zh: "请在它要结束的地方写上 {end}", en: "write `{end}` where it ends" },
);

/// “name” stands here while “open” is still open.
pub static WRONG_END: Code = Code::error(
    "template-wrong-end",
    Wording {
        zh: "“{open}”还没有结束，这里却写着“{name}”", en: "`{name}` stands here while `{open}` is still open"
    },
    Wording { zh: "请先写上 {end}", en: "write `{end}` before it" },
);

/// “name” belongs to nothing that is open.
pub static STRAY_END: Code = Code::error(
    "template-stray-end",
    Wording { zh: "“{name}”前面没有与它对应的开头", en: "`{name}` belongs to nothing that is open" },
    Wording { zh: "请删掉它，或补上开头", en: "take it away, or write what it ends" },
);

/// “name” stands at the very start of a file only.
pub static NOT_AT_START: Code = Code::error(
    "template-not-at-start",
    Wording { zh: "“{name}”只能写在文件最前面", en: "`{name}` stands at the very start of a file only" },
    Wording {
        zh: "它前面只能有注释、extends 和 import",
        en: "only comments, `extends` and `import` may stand before it",
    },
);

/// A macro cannot be defined inside another tag.
pub static MACRO_INSIDE: Code = Code::error(
    "template-macro-inside",
    Wording { zh: "macro 不能写在别的标签里面", en: "a macro cannot be defined inside another tag" },
    Wording { zh: "请把它移到文件的最外层", en: "move it to the top level of the file" },
);

/// There can be no block in a loop or a macro.
pub static BLOCK_INSIDE: Code = Code::error(
    "template-block-inside",
    Wording { zh: "循环和宏里不能有 block", en: "there can be no block in a loop or a macro" },
    Wording { zh: "请把 block 写在循环外面", en: "put the block around the loop" },
);

/// “name” works inside a loop only.
pub static OUTSIDE_LOOP: Code = Code::error(
    "template-outside-loop",
    Wording { zh: "“{name}”只能用在循环里", en: "`{name}` works inside a loop only" },
    NO_HELP,
);

/// A comment cannot be empty.
pub static EMPTY_COMMENT: Code = Code::error(
    "template-empty-comment",
    Wording { zh: "注释里必须有内容", en: "a comment cannot be empty" },
    Wording { zh: "写成 {# #}，或者删掉", en: "write `{# #}`, or take it away" },
);

/// This comment never ends.
pub static COMMENT_WITHOUT_END: Code = Code::error(
    "template-comment-without-end",
    Wording { zh: "注释没有结尾", en: "this comment never ends" },
    Wording { zh: "请写上 #}", en: "write `#}` where it ends" },
);

/// This text lacks its closing quote.
pub static STRING_WITHOUT_END: Code = Code::error(
    "template-string-without-end",
    Wording { zh: "这段文字缺少结尾的引号", en: "this text lacks its closing quote" },
    Wording {
        zh: "文字里不能再有同样的引号，可以改用另一种：\" 或 '",
        en: "a text cannot hold its own quotes: put it into the others, `\"` or `'`",
    },
);

/// The number “name” is too big.
pub static NUMBER_TOO_BIG: Code = Code::error(
    "template-number-too-big",
    Wording { zh: "数字 {name} 太大", en: "the number {name} is too big" },
    NO_HELP,
);

/// Brackets or tags are nested too deeply.
pub static TOO_DEEP: Code = Code::error(
    "template-too-deep",
    Wording { zh: "括号或标签套得太深", en: "brackets or tags are nested too deeply" },
    NO_HELP,
);

/// A variable's name cannot begin with “word”: “name”.
pub static TRUTH_IN_NAME: Code = Code::error(
    "template-truth-in-name",
    Wording {
        zh: "变量名不能以 {word} 开头：{name}", en: "a variable's name cannot begin with `{word}`: `{name}`"
    },
    Wording { zh: "请换一个名字", en: "give it another name" },
);

/// No blanks may stand around the = of a parameter's default.
pub static BLANK_IN_DEFAULT: Code = Code::error(
    "template-blank-in-default",
    Wording {
        zh: "参数默认值的等号两边不能有空格", en: "no blanks may stand around the `=` of a parameter's default"
    },
    Wording { zh: "写成 名字=值", en: "write `name=value`" },
);

/// The argument “name” lacks its name.
pub static POSITIONAL_ARGUMENT: Code = Code::error(
    "template-positional-argument",
    Wording { zh: "参数“{name}”缺少名字", en: "the argument `{name}` lacks its name" },
    Wording { zh: "写成 名字=值", en: "write `name=value`" },
);

/// Two values are compared by ==.
pub static SINGLE_EQUALS: Code = Code::error(
    "template-single-equals",
    Wording { zh: "比较要用两个等号", en: "two values are compared by `==`" },
    Wording { zh: "把 = 改成 ==", en: "write `==` in place of `=`" },
);

/// “name” is no operator here.
pub static FOREIGN_OPERATOR: Code = Code::error(
    "template-foreign-operator",
    Wording { zh: "不能写“{name}”", en: "`{name}` is no operator here" },
    Wording { zh: "请写成 {word}", en: "write `{word}`" },
);

/// Two comparisons cannot follow one another.
pub static COMPARISON_CHAIN: Code = Code::error(
    "template-comparison-chain",
    Wording { zh: "不能连着比较两次", en: "two comparisons cannot follow one another" },
    Wording { zh: "用 and 连接：a < b and b < c", en: "join them by `and`: `a < b and b < c`" },
);

/// Only arithmetic can stand in brackets after not.
pub static NOT_BEFORE_BRACKET: Code = Code::error(
    "template-not-before-bracket",
    Wording { zh: "not 后面的括号里只能是算式", en: "only arithmetic can stand in brackets after `not`" },
    Wording { zh: "请把 not 分别写在各个条件前面", en: "write `not` before each of the conditions" },
);

/// An array cannot be written inside an array.
pub static NESTED_ARRAY: Code = Code::error(
    "template-nested-array",
    Wording { zh: "列表里不能直接再写列表", en: "an array cannot be written inside an array" },
    Wording { zh: "先用 set 把里面的列表存成变量", en: "put the inner one into a variable with `set`" },
);

/// What follows in takes no filter.
pub static FILTER_AFTER_IN: Code = Code::error(
    "template-filter-after-in",
    Wording { zh: "in 后面的值不能带过滤器", en: "what follows `in` takes no filter" },
    Wording { zh: "先用 set 把结果存成变量", en: "put the result into a variable with `set`" },
);

/// The name “name” has letters that names cannot have: only a to z, digits and underscores.
pub static FOREIGN_LETTER: Code = Code::error(
    "template-foreign-letter",
    Wording {
        zh: "名字“{name}”里有不能用的字：只能用英文字母、数字和下划线",
        en: "the name `{name}` has letters that names cannot have: only a to z, digits and underscores",
    },
    Wording {
        zh: "取中文的项写成 a[\"标题\"]；文字要加引号",
        en: "write `a[\"…\"]` for a field; put texts into quotes",
    },
);

/// There is nothing between the braces.
pub static EMPTY_TAG: Code = Code::error(
    "template-empty-tag",
    Wording { zh: "括号里没有内容", en: "there is nothing between the braces" },
    NO_HELP,
);

/// “what” is for Zola 0.23, but this site's templates are for 0.22 and before.
pub static OTHER_SYNTAX: Code = Code::error(
    "template-other-syntax",
    Wording {
        zh: "“{what}”是 Zola 0.23 的写法，这个站点用的是 0.22 及更早的模板",
        en: "`{what}` is for Zola 0.23, but this site's templates are for 0.22 and before",
    },
    NO_HELP,
);

/// All codes of this folder.
pub static CODES: [&Code; 26] = [
    &EXPECTED,
    &UNKNOWN_TAG,
    &UNCLOSED,
    &WRONG_END,
    &STRAY_END,
    &NOT_AT_START,
    &MACRO_INSIDE,
    &BLOCK_INSIDE,
    &OUTSIDE_LOOP,
    &EMPTY_COMMENT,
    &COMMENT_WITHOUT_END,
    &STRING_WITHOUT_END,
    &NUMBER_TOO_BIG,
    &TOO_DEEP,
    &TRUTH_IN_NAME,
    &BLANK_IN_DEFAULT,
    &POSITIONAL_ARGUMENT,
    &SINGLE_EQUALS,
    &FOREIGN_OPERATOR,
    &COMPARISON_CHAIN,
    &NOT_BEFORE_BRACKET,
    &NESTED_ARRAY,
    &FILTER_AFTER_IN,
    &FOREIGN_LETTER,
    &EMPTY_TAG,
    &OTHER_SYNTAX,
];

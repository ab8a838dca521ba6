//! What can be wrong with Tera 1 templates, beyond what both languages share.

use crate::diagnostic::{Code, Wording};

const NO_HELP: Wording = Wording { zh: "", en: "" };

/// Where a parent's block or `super()` calls on.
pub const BLOCK_OF: Wording = Wording { zh: "从这里进入 block", en: "the block is shown from here" };

/// Block “name” is there twice.
pub static BLOCK_TWICE: Code = Code::error(
    "template-block-twice",
    Wording { zh: "block“{name}”写了两次", en: "block `{name}` is there twice" },
    Wording { zh: "请给其中一个改名", en: "rename one of them" },
);

/// Macro “name” is defined twice.
pub static MACRO_TWICE: Code = Code::error(
    "template-macro-twice",
    Wording { zh: "宏“{name}”定义了两次", en: "macro `{name}` is defined twice" },
    Wording { zh: "请给其中一个改名", en: "rename one of them" },
);

/// The template “name” to import does not exist.
pub static NO_IMPORT: Code = Code::error(
    "template-import-missing",
    Wording { zh: "要导入的模板“{name}”不存在", en: "the template `{name}` to import does not exist" },
    NO_HELP,
);

/// The imports of template “name” go in a circle.
pub static IMPORT_CIRCLE: Code = Code::error(
    "template-import-circle",
    Wording {
        zh: "模板“{name}”的 import 绕成了一个圈", en: "the imports of template `{name}` go in a circle"
    },
    Wording { zh: "请去掉其中一处 import", en: "remove one of the imports" },
);

/// There is no field “name”.
pub static NO_FIELD: Code = Code::error(
    "template-no-field",
    Wording { zh: "没有“{name}”这一项", en: "there is no field `{name}`" },
    Wording {
        zh: "可能没有时先用 if 判断，或写成 | default(value=…)；现有的项：{available}",
        en: "where it may be absent ask with `if` first, or write `| default(value=…)`; fields there are: {available}",
    },
);

/// A variable in brackets must be a text or a number.
pub static BAD_INDEX: Code = Code::error(
    "template-bad-index",
    Wording {
        zh: "方括号里的变量必须是文字或数", en: "a variable in brackets must be a text or a number"
    },
    NO_HELP,
);

/// No macros are imported as “name” in “file”.
pub static NO_NAMESPACE: Code = Code::error(
    "template-no-namespace",
    Wording {
        zh: "在 {file} 里没有导入名叫“{name}”的宏", en: "no macros are imported as `{name}` in {file}"
    },
    Wording {
        zh: "请在 {file} 开头 import；现有的：{available}",
        en: "import them at the start of {file}; there are: {available}",
    },
);

/// There is no macro “name” in “file”.
pub static NO_MACRO: Code = Code::error(
    "template-no-macro",
    Wording { zh: "{file} 里没有宏“{name}”", en: "there is no macro `{name}` in {file}" },
    Wording { zh: "现有的宏：{available}", en: "macros there are: {available}" },
);

/// Macro “name” lacks its argument “argument”.
pub static MACRO_ARGUMENT: Code = Code::error(
    "template-macro-argument",
    Wording { zh: "宏“{name}”缺少参数“{argument}”", en: "macro `{name}` lacks its argument `{argument}`" },
    NO_HELP,
);

/// Includes, macros and blocks are nested more than “limit” deep.
pub static TOO_DEEP_CALLS: Code = Code::error(
    "template-too-deep-calls",
    Wording {
        zh: "include、宏和 block 套了超过 {limit} 层",
        en: "includes, macros and blocks are nested more than {limit} deep",
    },
    Wording { zh: "多半是它们在无休止地调用自己", en: "most likely they call themselves without end" },
);

/// The template “name” to include does not exist.
pub static INCLUDE_MISSING: Code = Code::error(
    "template-include-missing",
    Wording { zh: "要引用的模板“{name}”不存在", en: "the template `{name}` to include does not exist" },
    Wording {
        zh: "可有可无的写成 {% include \"…\" ignore missing %}",
        en: "where it may be absent write `{% include \"…\" ignore missing %}`",
    },
);

/// A template that is included cannot extend another.
pub static INCLUDED_CHILD: Code = Code::error(
    "template-included-child",
    Wording {
        zh: "用 include 引用的模板不能有 extends", en: "a template that is included cannot extend another"
    },
    NO_HELP,
);

/// There is no parent's block for super().
pub static SUPER_AT_TOP: Code = Code::error(
    "template-super-at-top",
    Wording {
        zh: "上级模板里没有这个 block，super() 无处可取", en: "there is no parent's block for `super()`"
    },
    NO_HELP,
);

/// There is nothing to loop over: this is “got”.
pub static LOOP_OVER: Code = Code::error(
    "template-loop-over",
    Wording { zh: "不能循环：这里是{got_zh}", en: "there is nothing to loop over: this is {got}" },
    Wording { zh: "可能没有时先用 if 判断", en: "where it may be absent ask with `if` first" },
);

/// Only maps have keys to loop over, and this is “got”.
pub static LOOP_WITH_KEY: Code = Code::error(
    "template-loop-with-key",
    Wording {
        zh: "只有对象才能同时取键和值，这里是{got_zh}",
        en: "only maps have keys to loop over, and this is {got}",
    },
    Wording { zh: "写成 for 值 in …", en: "write `for value in …`" },
);

/// A map is looped over with two variables.
pub static LOOP_WITHOUT_KEY: Code = Code::error(
    "template-loop-without-key",
    Wording { zh: "循环对象要写两个变量", en: "a map is looped over with two variables" },
    Wording { zh: "写成 for 键, 值 in …", en: "write `for key, value in …`" },
);

/// A loop goes through a variable, a function's result or an array.
pub static NOT_LOOPED: Code = Code::error(
    "template-not-looped",
    Wording {
        zh: "循环只能用变量、函数的结果或列表",
        en: "a loop goes through a variable, a function's result or an array",
    },
    Wording { zh: "先用 set 把结果存成变量", en: "put the result into a variable with `set`" },
);

/// A number is needed here.
pub static NOT_A_NUMBER: Code = Code::error(
    "template-not-a-number",
    Wording { zh: "这里需要数", en: "a number is needed here" },
    Wording { zh: "文字可用 | int 或 | float 变成数", en: "make a text one by `| int` or `| float`" },
);

/// What is no number cannot be compared.
pub static NOT_COMPARABLE: Code = Code::error(
    "template-not-comparable",
    Wording { zh: "不能与“不是数”的结果比较大小", en: "what is no number cannot be compared" },
    Wording { zh: "多半是除以了 0", en: "most likely something was divided by 0" },
);

/// The result is too big for a whole number.
pub static OUT_OF_BOUNDS: Code = Code::error(
    "template-out-of-bounds",
    Wording { zh: "算出的数太大", en: "the result is too big for a whole number" },
    NO_HELP,
);

/// There is no remainder of a division by 0.
pub static MODULO_ZERO: Code = Code::error(
    "template-modulo-zero",
    Wording { zh: "不能对 0 取余", en: "there is no remainder of a division by 0" },
    NO_HELP,
);

/// Only texts and numbers are joined by ~, and this is “got”.
pub static CONCATENATED: Code = Code::error(
    "template-concatenated",
    Wording {
        zh: "用 ~ 只能连接文字和数，这里是{got_zh}",
        en: "only texts and numbers are joined by `~`, and this is {got}",
    },
    Wording { zh: "可先用 | as_str", en: "write `| as_str` before" },
);

/// Default lacks its argument value.
pub static DEFAULT_WITHOUT_VALUE: Code = Code::error(
    "template-default-without-value",
    Wording { zh: "default 缺少参数 value", en: "`default` lacks its argument `value`" },
    Wording { zh: "写成 default(value=…)", en: "write `default(value=…)`" },
);

/// In looks into arrays, maps and texts, and this is “got”.
pub static CONTAINER: Code = Code::error(
    "template-container",
    Wording {
        zh: "in 后面只能是列表、对象或文字，这里是{got_zh}",
        en: "`in` looks into arrays, maps and texts, and this is {got}",
    },
    NO_HELP,
);

/// Only a text can be in “in”, and this is “got”.
pub static NEEDLE: Code = Code::error(
    "template-needle",
    Wording {
        zh: "在{in_zh}里只能找文字，这里是{got_zh}", en: "only a text can be in {in}, and this is {got}"
    },
    NO_HELP,
);

/// Function “name” stands as a condition and gives neither true nor false.
pub static FUNCTION_NOT_BOOL: Code = Code::error(
    "template-function-not-bool",
    Wording {
        zh: "函数“{name}”作条件时必须得出 true 或 false",
        en: "function `{name}` stands as a condition and gives neither `true` nor `false`",
    },
    Wording { zh: "先用 set 把结果存成变量", en: "put its result into a variable with `set`" },
);

/// “name” lacks its argument “argument”.
pub static ARGUMENT_MISSING: Code = Code::error(
    "template-argument-missing",
    Wording { zh: "“{name}”缺少参数“{argument}”", en: "`{name}` lacks its argument `{argument}`" },
    NO_HELP,
);

/// The argument “argument” of “name” must be “wanted”, and this is “got”.
pub static ARGUMENT_VALUE: Code = Code::error(
    "template-argument-value",
    Wording {
        zh: "“{name}”的参数“{argument}”应该是{wanted_zh}，这里是{got_zh}",
        en: "the argument `{argument}` of `{name}` must be {wanted}, and this is {got}",
    },
    NO_HELP,
);

/// “name” works on “wanted”, and this is “got”.
pub static FILTER_VALUE: Code = Code::error(
    "template-filter-value",
    Wording {
        zh: "“{name}”只能用于{wanted_zh}，这里是{got_zh}", en: "`{name}` works on {wanted}, and this is {got}"
    },
    NO_HELP,
);

/// The regular expression “pattern” is wrong: “reason”.
pub static BAD_PATTERN: Code = Code::error(
    "template-bad-pattern",
    Wording {
        zh: "正则表达式“{pattern}”有误：{reason}", en: "the regular expression `{pattern}` is wrong: {reason}"
    },
    NO_HELP,
);

/// An element has no field “attribute”.
pub static NO_ATTRIBUTE: Code = Code::error(
    "template-no-attribute",
    Wording { zh: "有的元素没有“{attribute}”这一项", en: "an element has no field `{attribute}`" },
    Wording {
        zh: "先用 filter(attribute=…) 去掉没有的",
        en: "leave those without it out first, by `filter(attribute=…)`",
    },
);

/// Nothing can be sorted by “got”.
pub static NOT_SORTABLE: Code = Code::error(
    "template-not-sortable",
    Wording { zh: "不能按{got_zh}排序", en: "nothing can be sorted by {got}" },
    NO_HELP,
);

/// Duplicates of “got” cannot be found, nor of numbers with a point.
pub static NOT_UNIQUE: Code = Code::error(
    "template-not-unique",
    Wording {
        zh: "不能按{got_zh}去重（小数也不行）",
        en: "duplicates of {got} cannot be found, nor of numbers with a point",
    },
    NO_HELP,
);

/// “name” needs elements of one kind.
pub static DIFFERENT_KINDS: Code = Code::error(
    "template-different-kinds",
    Wording { zh: "“{name}”要求各元素是同一种值", en: "`{name}` needs elements of one kind" },
    NO_HELP,
);

/// There is no key “key”.
pub static NO_KEY: Code = Code::error(
    "template-no-key",
    Wording { zh: "对象里没有“{key}”", en: "there is no key `{key}`" },
    Wording { zh: "可加上 default=…", en: "add `default=…`" },
);

/// The method of round is common, ceil or floor, not “method”.
pub static ROUND_METHOD: Code = Code::error(
    "template-round-method",
    Wording {
        zh: "round 的 method 只能是 common、ceil 或 floor，不能是“{method}”",
        en: "the method of `round` is `common`, `ceil` or `floor`, not `{method}`",
    },
    NO_HELP,
);

/// A base is from 2 to 36, not “base”.
pub static BAD_BASE: Code = Code::error(
    "template-bad-base",
    Wording { zh: "进制只能是 2 到 36，不能是 {base}", en: "a base is from 2 to 36, not {base}" },
    NO_HELP,
);

/// This text is no base64.
pub static NOT_BASE64: Code =
    Code::error("template-not-base64", Wording { zh: "这段文字不是 base64", en: "this text is no base64" }, NO_HELP);

/// “value” is no date.
pub static BAD_DATE: Code = Code::error(
    "template-bad-date",
    Wording { zh: "看不懂日期“{value}”", en: "`{value}` is no date" },
    Wording {
        zh: "写成 2026-03-02、2026-03-02T15:00:00+08:00 或秒数",
        en: "write 2026-03-02, 2026-03-02T15:00:00+08:00 or seconds since 1970",
    },
);

/// The date format “format” is wrong.
pub static BAD_DATE_FORMAT: Code = Code::error(
    "template-bad-date-format",
    Wording { zh: "日期格式“{format}”有误", en: "the date format `{format}` is wrong" },
    NO_HELP,
);

/// There is no locale “name”.
pub static BAD_LOCALE: Code = Code::error(
    "template-bad-locale",
    Wording { zh: "没有语言区域“{name}”", en: "there is no locale `{name}`" },
    Wording { zh: "例如 zh_CN、fr_FR", en: "such as zh_CN or fr_FR" },
);

/// There is no time zone “name”.
pub static BAD_TIME_ZONE: Code = Code::error(
    "template-bad-time-zone",
    Wording { zh: "没有时区“{name}”", en: "there is no time zone `{name}`" },
    Wording { zh: "例如 Asia/Shanghai", en: "such as Asia/Shanghai" },
);

/// Test “name” takes “most” arguments at most, and here are “given”.
pub static TEST_ARGUMENTS: Code = Code::error(
    "template-test-arguments",
    Wording {
        zh: "判断“{name}”最多 {most} 个参数，这里有 {given} 个",
        en: "test `{name}` takes {most} arguments at most, and here are {given}",
    },
    NO_HELP,
);

/// The argument of test “name” must be “wanted”.
pub static TEST_ARGUMENT: Code = Code::error(
    "template-test-argument",
    Wording {
        zh: "判断“{name}”的参数应该是{wanted_zh}", en: "the argument of test `{name}` must be {wanted}"
    },
    NO_HELP,
);

/// Test “name” is asked of a variable that is not defined.
pub static TEST_UNDEFINED: Code = Code::error(
    "template-test-undefined",
    Wording {
        zh: "判断“{name}”的变量没有定义", en: "test `{name}` is asked of a variable that is not defined"
    },
    Wording { zh: "先判断 is defined", en: "ask whether it `is defined` first" },
);

/// Test “name” is asked of “wanted”, and this is “got”.
pub static TEST_VALUE: Code = Code::error(
    "template-test-value",
    Wording {
        zh: "判断“{name}”只能用于{wanted_zh}，这里是{got_zh}",
        en: "test `{name}` is asked of {wanted}, and this is {got}",
    },
    NO_HELP,
);

/// The start “start” is beyond the end “end”.
pub static EMPTY_RANGE: Code = Code::error(
    "template-empty-range",
    Wording { zh: "开头 {start} 比结尾 {end} 大", en: "the start {start} is beyond the end {end}" },
    NO_HELP,
);

/// The step_by of range cannot be 0.
pub static RANGE_STEP: Code = Code::error(
    "template-range-step",
    Wording { zh: "range 的 step_by 不能是 0", en: "the `step_by` of `range` cannot be 0" },
    NO_HELP,
);

/// Range gives “most” numbers at most.
pub static RANGE_TOO_LONG: Code = Code::error(
    "template-range-too-long",
    Wording { zh: "range 最多 {most} 个数", en: "`range` gives {most} numbers at most" },
    NO_HELP,
);

/// “reason”.
pub static THROWN: Code = Code::error("template-thrown", Wording { zh: "模板报错：{reason}", en: "{reason}" }, NO_HELP);

/// All codes of this folder.
pub static CODES: [&Code; 50] = [
    &BLOCK_TWICE,
    &MACRO_TWICE,
    &NO_IMPORT,
    &IMPORT_CIRCLE,
    &NO_FIELD,
    &BAD_INDEX,
    &NO_NAMESPACE,
    &NO_MACRO,
    &MACRO_ARGUMENT,
    &TOO_DEEP_CALLS,
    &INCLUDE_MISSING,
    &INCLUDED_CHILD,
    &SUPER_AT_TOP,
    &LOOP_OVER,
    &LOOP_WITH_KEY,
    &LOOP_WITHOUT_KEY,
    &NOT_LOOPED,
    &NOT_A_NUMBER,
    &NOT_COMPARABLE,
    &OUT_OF_BOUNDS,
    &MODULO_ZERO,
    &CONCATENATED,
    &DEFAULT_WITHOUT_VALUE,
    &CONTAINER,
    &NEEDLE,
    &FUNCTION_NOT_BOOL,
    &ARGUMENT_MISSING,
    &ARGUMENT_VALUE,
    &FILTER_VALUE,
    &BAD_PATTERN,
    &NO_ATTRIBUTE,
    &NOT_SORTABLE,
    &NOT_UNIQUE,
    &DIFFERENT_KINDS,
    &NO_KEY,
    &ROUND_METHOD,
    &BAD_BASE,
    &NOT_BASE64,
    &BAD_DATE,
    &BAD_DATE_FORMAT,
    &BAD_LOCALE,
    &BAD_TIME_ZONE,
    &TEST_ARGUMENTS,
    &TEST_ARGUMENT,
    &TEST_UNDEFINED,
    &TEST_VALUE,
    &EMPTY_RANGE,
    &RANGE_STEP,
    &RANGE_TOO_LONG,
    &THROWN,
];

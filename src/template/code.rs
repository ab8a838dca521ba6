//! What can be wrong with templates.

use crate::diagnostic::{Code, Wording};

const NO_HELP: Wording = Wording { zh: "", en: "" };

/// "Did you mean …?", with the argument `near`.
pub const DID_YOU_MEAN: Wording = Wording { zh: "是不是想写“{near}”？", en: "did you mean `{near}`?" };

/// Where an include or a component was asked for.
pub const CALLED_FROM: Wording = Wording { zh: "从这里用到", en: "used from here" };

/// The other place that defines the component.
pub const DEFINED_HERE_TOO: Wording = Wording { zh: "这里也定义了它", en: "defined here too" };

/// The site has neither `templates/` nor a theme.
pub static NO_TEMPLATES: Code = Code::error(
    "template-folder-missing",
    Wording {
        zh: "站点里既没有 templates 文件夹，也没有主题",
        en: "the site has neither a folder `templates` nor a theme",
    },
    Wording {
        zh: "请新建 templates 文件夹，或者在设置里用 theme = \"…\" 选一个主题",
        en: "create the folder `templates`, or choose a theme with `theme = \"…\"` in the settings",
    },
);

/// A template is not written as the language wants it.
pub static SYNTAX: Code =
    Code::error("template-syntax", Wording { zh: "模板语法有误：{reason}", en: "template syntax: {reason}" }, NO_HELP);

/// Rendering failed at a place.
pub static RENDER: Code =
    Code::error("template-render", Wording { zh: "模板运行出错：{reason}", en: "{reason}" }, NO_HELP);

/// A template asked for by the site does not exist.
pub static NOT_FOUND: Code = Code::error(
    "template-not-found",
    Wording { zh: "找不到模板“{name}”", en: "there is no template `{name}`" },
    Wording {
        zh: "请在 templates 文件夹里新建它，或改正引用它的名字",
        en: "create it in `templates`, or mend the name where it is asked for",
    },
);

/// A template extends one that does not exist.
pub static NO_PARENT: Code = Code::error(
    "template-parent-missing",
    Wording {
        zh: "模板“{name}”要继承的“{parent}”不存在",
        en: "template `{name}` extends `{parent}`, which does not exist",
    },
    NO_HELP,
);

/// A filter, function, test, component or included template is not known.
pub static UNKNOWN_NAME: Code = Code::error(
    "template-unknown-name",
    Wording { zh: "没有名叫“{name}”的{kind_zh}", en: "there is no {kind} `{name}`" },
    NO_HELP,
);

/// A variable has no value.
pub static UNDEFINED_VARIABLE: Code = Code::error(
    "template-undefined-variable",
    Wording { zh: "变量“{name}”没有定义", en: "variable `{name}` is not defined" },
    Wording { zh: "这里可以用的变量：{available}", en: "variables that can be used here: {available}" },
);

/// A map has no such field.
pub static UNDEFINED_FIELD: Code = Code::error(
    "template-undefined-field",
    Wording { zh: "没有“{name}”这一项", en: "there is no field `{name}`" },
    Wording {
        zh: "可能没有时写成 a?.b 或先用 if 判断；现有的项：{available}",
        en: "where it may be absent write `a?.b`, or ask with `if` first; fields there are: {available}",
    },
);

/// A child template fills a block that no parent has.
pub static UNKNOWN_BLOCK: Code = Code::error(
    "template-unknown-block",
    Wording { zh: "上级模板里没有“{name}”这个 block", en: "no parent template has a block `{name}`" },
    NO_HELP,
);

/// Templates extend or include one another in a circle.
pub static CIRCLE: Code = Code::error(
    "template-circle",
    Wording { zh: "模板互相引用成了一个圈：{chain}", en: "templates use one another in a circle: {chain}" },
    Wording { zh: "请去掉其中一处 extends 或 include", en: "remove one of the `extends` or `include`" },
);

/// Too many templates lie in one another.
pub static TOO_LONG_CHAIN: Code = Code::error(
    "template-chain-too-long",
    Wording {
        zh: "{name} 一层套一层，引用的模板超过 {most} 层",
        en: "{name} leads through more than {most} templates, one in the other",
    },
    Wording { zh: "请合并几个模板", en: "put some of the templates together" },
);

/// An `if` has too many branches.
pub static TOO_MANY_BRANCHES: Code = Code::error(
    "template-too-many-branches",
    Wording { zh: "一个 if 后面的 elif 超过 {most} 个", en: "an `if` has more than {most} `elif`" },
    Wording {
        zh: "请改用表：先 set 一个表，再按名称取值",
        en: "use a map instead: `set` one, and take the value by its key",
    },
);

/// Components use one another without end.
pub static RECURSION: Code = Code::error(
    "template-recursion",
    Wording {
        zh: "组件一层层用到自己，超过 20 层：{chain}",
        en: "components use one another more than 20 deep: {chain}",
    },
    Wording {
        zh: "请去掉其中一处，或者用 if 让它早一点停下来",
        en: "take one of the uses out, or let it end sooner by an `if`",
    },
);

/// Two files define a component of one name.
pub static COMPONENT_TWICE: Code = Code::error(
    "template-component-twice",
    Wording {
        zh: "组件“{name}”定义了两次：{first} 和 {second}",
        en: "component `{name}` is defined twice: in {first} and {second}",
    },
    Wording { zh: "请给其中一个改名", en: "rename one of them" },
);

/// What a child template says outside its blocks.
pub static UNREACHABLE: Code = Code::warning(
    "template-unreachable",
    Wording {
        zh: "{name} 用了 extends，这些内容不在任何 block 里，不会显示",
        en: "{name} extends another template, and this stands in no block: it is never shown",
    },
    Wording { zh: "请把它移到某个 block 里，或者删掉", en: "move it into a block, or take it away" },
);

/// A template that only the other dialect can read.
pub static OTHER_DIALECT: Code = Code::error(
    "template-other-dialect",
    Wording {
        zh: "模板“{name}”是 Zola {other} 的写法，而这个网站按 Zola {own} 生成",
        en: "template `{name}` is written for Zola {other}, but this site is built as one for Zola {own}",
    },
    Wording {
        zh: "一个网站的模板只能用一种写法：请改写这个文件；如果整个网站都是 Zola {other} 的，在设置里写 [compat] zola = \"{other}\"",
        en: "a site is wholly in one of the two: rewrite this file, or if all of the site is for Zola {other}, set `zola = \"{other}\"` in `[compat]`",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 16] = [
    &NO_TEMPLATES,
    &SYNTAX,
    &RENDER,
    &NOT_FOUND,
    &NO_PARENT,
    &UNKNOWN_NAME,
    &UNDEFINED_VARIABLE,
    &UNDEFINED_FIELD,
    &UNKNOWN_BLOCK,
    &CIRCLE,
    &TOO_LONG_CHAIN,
    &TOO_MANY_BRANCHES,
    &RECURSION,
    &COMPONENT_TWICE,
    &UNREACHABLE,
    &OTHER_DIALECT,
];

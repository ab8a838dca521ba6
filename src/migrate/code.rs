//! What moving a site to Zola 0.23 leaves to the author, or does so that it should be known.

use crate::diagnostic::{Code, Wording};

const NO_HELP: Wording = Wording { zh: "", en: "" };

/// It is unclear which macro “name” is meant.
pub static WHICH_MACRO: Code = Code::warning(
    "migrate-which-macro",
    Wording {
        zh: "“{name}”指哪个宏不清楚，这里没有改",
        en: "it is unclear which macro `{name}` is meant: left as it is",
    },
    Wording {
        zh: "写成要用的组件：<文件名.宏名 参数={值} />",
        en: "write the component that is meant: `<file.macro parameter={value} />`",
    },
);

/// The macro has no parameter “name”: the argument is gone.
pub static EXTRA_ARGUMENT: Code = Code::warning(
    "migrate-extra-argument",
    Wording {
        zh: "“{macro}”没有参数“{name}”：0.23 不许多给，这个参数已去掉",
        en: "`{macro}` has no parameter `{name}`, and 0.23 allows none beyond: the argument is taken away",
    },
    NO_HELP,
);

/// The template “name” that is included does not exist.
pub static NO_INCLUDE: Code = Code::warning(
    "migrate-no-include",
    Wording {
        zh: "要引入的模板“{name}”不存在：0.23 里这是错误，引入已去掉",
        en: "the included template `{name}` does not exist, which is an error in 0.23: the include is taken away",
    },
    NO_HELP,
);

/// Templates that include one another.
pub static INCLUDE_CYCLE: Code = Code::warning(
    "migrate-include-cycle",
    Wording {
        zh: "“{name}”引入了自己：0.23 不许循环引入，这里没有改",
        en: "`{name}` comes to include itself, which 0.23 does not allow: left as it is",
    },
    Wording { zh: "请改成调用自己的组件", en: "make it a component that calls itself" },
);

/// What stood outside the blocks of a child template was never shown.
pub static DEAD_CODE: Code = Code::warning(
    "migrate-dead-code",
    Wording {
        zh: "有 extends 的模板里，block 以外的内容从来不显示，0.23 里是错误：已去掉",
        en: "outside its blocks nothing of a template that extends another was ever shown, and 0.23 refuses it: taken away",
    },
    NO_HELP,
);

/// A block that no ancestor has was never shown.
pub static DEAD_BLOCK: Code = Code::warning(
    "migrate-dead-block",
    Wording {
        zh: "上级模板里没有名叫“{name}”的 block，它从来不显示，0.23 里是错误：已去掉",
        en: "no template above has a block `{name}`: it was never shown, and 0.23 refuses it: taken away",
    },
    NO_HELP,
);

/// Two blocks of the same name.
pub static TWO_BLOCKS: Code = Code::warning(
    "migrate-two-blocks",
    Wording {
        zh: "一个模板里有两个名叫“{name}”的 block，0.23 不许；下级模板里的那个又套着别的 block：没有改",
        en: "two blocks are called `{name}`, which 0.23 does not allow; what takes their place holds blocks itself: left as \
             they are",
    },
    Wording {
        zh: "给其中一个换名字，并在下级模板里照着改",
        en: "rename one of them, here and in the templates that extend this one",
    },
);

/// There is no function “name”.
pub static NO_FUNCTION: Code = Code::warning(
    "migrate-no-function",
    Wording {
        zh: "没有函数“{name}”：以前用到才出错，0.23 一生成就出错，已改成 throw",
        en: "there is no function `{name}`: that was an error where it was reached only, as `throw` is, which it becomes",
    },
    NO_HELP,
);

/// There is no filter “name” in 0.23.
pub static NO_FILTER: Code = Code::warning(
    "migrate-no-filter",
    Wording {
        zh: "没有过滤器“{name}”：以前用到才出错（条件里算“否”），0.23 一生成就出错，已去掉",
        en: "there is no filter `{name}`: that was an error where it was reached only, and no in a condition: taken away",
    },
    NO_HELP,
);

/// There is no test “name” in 0.23.
pub static NO_TEST: Code = Code::warning(
    "migrate-no-test",
    Wording { zh: "0.23 没有判断“{name}”，这里没有改", en: "0.23 has no test `{name}`: left as it is" },
    NO_HELP,
);

/// The argument “name” of a filter has no counterpart.
pub static LOST_ARGUMENT: Code = Code::warning(
    "migrate-lost-argument",
    Wording {
        zh: "0.23 的过滤器“{filter}”没有参数“{name}”，已去掉；{reason}",
        en: "the filter `{filter}` of 0.23 takes no `{name}`: taken away; {reason}",
    },
    NO_HELP,
);

/// A date's pattern that cannot be told beforehand.
pub static DATE_PATTERN: Code = Code::warning(
    "migrate-date-pattern",
    Wording {
        zh: "日期的格式要到生成时才知道，0.23 的写法不同：没有改",
        en: "the pattern of this date is known only when building, and 0.23 writes patterns otherwise: left as it is",
    },
    Wording {
        zh: "有 locale 时，0.23 用 yyyy、MMMM、d 这样的写法",
        en: "with `locale`, 0.23 takes patterns such as `d MMMM yyyy`",
    },
);

/// A quotient given to a macro.
pub static DIVISION: Code = Code::warning(
    "migrate-division",
    Wording {
        zh: "0.23 的除法总得小数，6 / 3 是 2.0：这里把商交给了宏，没有改",
        en: "division gives a fraction in 0.23, as 6 / 3 is 2.0: what this macro is given is left as it is",
    },
    Wording { zh: "要整数用 // 或 | int", en: "for whole numbers write `//` or `| int`" },
);

/// A shortcode that is more than text.
pub static SHORTCODE_LEFT: Code = Code::warning(
    "migrate-shortcode-left",
    Wording {
        zh: "短代码“{name}”用了 {what}，不能变成组件：没有改",
        en: "the shortcode `{name}` uses `{what}` and cannot become a component: left as it is",
    },
    NO_HELP,
);

/// A template whose kind 0.23 does not read.
pub static KIND: Code = Code::warning(
    "migrate-kind",
    Wording {
        zh: "0.23 不把 .{extension} 文件当模板：没有改",
        en: "0.23 does not take .{extension} files for templates: left as it is",
    },
    Wording {
        zh: "换成 .html、.xml、.txt 或 .json，并改正用它的地方",
        en: "give it a name in .html, .xml, .txt or .json, and change who uses it",
    },
);

/// A file that is not UTF-8.
pub static NOT_UTF8: Code = Code::warning(
    "migrate-not-utf8",
    Wording {
        zh: "这个文件不是 UTF-8 编码，0.23 读不了：改写时会转成 UTF-8",
        en: "this file is not UTF-8, which is all that 0.23 reads: it becomes UTF-8 when it is changed",
    },
    NO_HELP,
);

/// Grammars and themes of the old highlighter.
pub static GRAMMARS: Code = Code::warning(
    "migrate-grammars",
    Wording {
        zh: "0.22 以前的语法和配色文件（.sublime-syntax、.tmTheme）新的 Zola 读不了，设置已去掉",
        en: "grammars and themes of before 0.22 (.sublime-syntax, .tmTheme) are not read any more: the setting is taken away",
    },
    Wording {
        zh: "把它们换成 VS Code 的 JSON，写进 [markdown.highlighting] 的 extra_grammars、extra_themes",
        en: "put VS Code's JSON in their place, named in extra_grammars and extra_themes of [markdown.highlighting]",
    },
);

/// A theme of colours that has no counterpart.
pub static COLOURS: Code = Code::warning(
    "migrate-colours",
    Wording {
        zh: "0.22 起没有配色“{name}”，改用最接近的“{now}”",
        en: "since 0.22 there is no colour theme `{name}`; the nearest is `{now}`",
    },
    NO_HELP,
);

/// A setting that has to be moved by hand.
pub static SETTING_LEFT: Code = Code::warning(
    "migrate-setting-left",
    Wording {
        zh: "设置“{key}”是很早的写法，没有改；现在写作 {now}",
        en: "the setting `{key}` is of long ago and left as it is; it is written {now} now",
    },
    NO_HELP,
);

/// A macro that calls itself.
pub static DEEP_COMPONENT: Code = Code::warning(
    "migrate-deep-component",
    Wording {
        zh: "宏“{name}”调用自己：0.23 的组件最多套 20 层",
        en: "the macro `{name}` calls itself: components of 0.23 nest 20 deep at most",
    },
    NO_HELP,
);

/// `loop` of the template that includes this one.
pub static FOREIGN_LOOP: Code = Code::warning(
    "migrate-foreign-loop",
    Wording {
        zh: "这里的 loop 属于引入这个文件的模板，0.23 里看不到：没有改",
        en: "this `loop` is that of the template that includes the file, which 0.23 does not show: left as it is",
    },
    Wording {
        zh: "在引入之前用 set 把它存成变量",
        en: "put what is needed into a variable with `set` before the include",
    },
);

/// Calls of a shortcode whose arguments are of no use.
pub static ARGUMENT_IN_THE_WAY: Code = Code::warning(
    "migrate-argument-in-the-way",
    Wording {
        zh: "参数“{name}”从来不起作用（页面自己的同名变量优先），已去掉",
        en: "the argument `{name}` never had an effect (the page's own variable of this name wins): taken away",
    },
    NO_HELP,
);

/// A setting that nobody reads.
pub static UNKNOWN_SETTING: Code = Code::warning(
    "migrate-unknown-setting",
    Wording {
        zh: "没有设置“{key}”：以前不管它，0.23 里是错误，已改成注释",
        en: "there is no setting `{key}`: it was passed over, and is an error in 0.23: it is a comment now",
    },
    NO_HELP,
);

/// Style sheets of colours have fixed names since 0.22.
pub static SHEETS: Code = Code::warning(
    "migrate-sheets",
    Wording {
        zh: "代码配色的样式文件从 {old} 改名为 {now}，0.22 起名字固定",
        en: "the style sheets of code are called {now} since 0.22, no longer {old}",
    },
    Wording {
        zh: "模板和 sass 里已经照着改了；content 和 static 里请自己改",
        en: "templates and Sass are changed; change the links to them in content and static files",
    },
);

/// Feeds of other languages need the site's own.
pub static FEEDS: Code = Code::warning(
    "migrate-feeds",
    Wording {
        zh: "0.23 里默认语言没有 feed，别的语言也就没有：generate_feeds 已打开，默认语言因此多一份 feed",
        en: "0.23 writes feeds of other languages only beside one of the default language: `generate_feeds` is on now, and \
             that feed is new",
    },
    NO_HELP,
);

/// A key of front matter that has a meaning since.
pub static LATER_KEY: Code = Code::warning(
    "migrate-later-key",
    Wording {
        zh: "“{key}”以前不起作用，0.23 里有别的意思：已改成注释",
        en: "`{key}` had no effect, and means something in 0.23: it is a comment now",
    },
    NO_HELP,
);

/// All codes of this folder.
pub static CODES: [&Code; 26] = [
    &WHICH_MACRO,
    &EXTRA_ARGUMENT,
    &NO_INCLUDE,
    &INCLUDE_CYCLE,
    &DEAD_CODE,
    &DEAD_BLOCK,
    &TWO_BLOCKS,
    &NO_FUNCTION,
    &NO_FILTER,
    &NO_TEST,
    &LOST_ARGUMENT,
    &DATE_PATTERN,
    &DIVISION,
    &SHORTCODE_LEFT,
    &KIND,
    &NOT_UTF8,
    &GRAMMARS,
    &COLOURS,
    &SETTING_LEFT,
    &DEEP_COMPONENT,
    &FOREIGN_LOOP,
    &ARGUMENT_IN_THE_WAY,
    &UNKNOWN_SETTING,
    &SHEETS,
    &FEEDS,
    &LATER_KEY,
];

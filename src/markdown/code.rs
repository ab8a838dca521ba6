//! What can be wrong with a body.

use crate::diagnostic::{Code, Wording};

/// How templates in code are left alone.
pub(super) const KEEP_CODE_OUT: Wording = Wording {
    zh: "这里是代码：在设置 [markdown] 里写 template_code = false，代码里的 {{ 和 {% 就原样保留；也可以用 {% raw %} 和 {% endraw %} 包起来",
    en: "this is code: `template_code = false` in `[markdown]` leaves `{{` and `{%` in code as they are; or put it between `{% raw %}` and `{% endraw %}`",
};

/// A `@/` link to a content file that is not there.
pub static MISSING_TARGET: Code = Code::error(
    "markdown-link-missing",
    Wording {
        zh: "{file} 里的链接 {link} 指向一个不存在的内容文件",
        en: "{file} links to `{link}`, but there is no such content file",
    },
    Wording {
        zh: "@/ 后面要写 content 文件夹里的路径，带上 .md；草稿不算在内",
        en: "after `@/` comes the path below `content`, with `.md`; drafts that are left out do not count",
    },
);

/// A link with nothing between its parentheses.
pub static EMPTY_TARGET: Code = Code::error(
    "markdown-link-empty",
    Wording { zh: "{file} 里有一个没写地址的链接", en: "{file} holds a link without a target" },
    Wording {
        zh: "请在圆括号里写上地址；不需要链接就去掉方括号和圆括号",
        en: "write the address between the parentheses, or take the brackets away",
    },
);

/// One id given to two headings.
pub static DUPLICATE_ID: Code = Code::warning(
    "markdown-heading-id",
    Wording {
        zh: "{file} 里有两个标题都用了编号 {id}，链接只会跳到第一个",
        en: "{file} gives the id `{id}` to two headings; links reach only the first",
    },
    Wording { zh: "请把其中一个改成别的编号", en: "give one of them another id" },
);

/// A code block in a language nobody knows.
pub static UNKNOWN_LANGUAGE: Code = Code::warning(
    "markdown-code-language",
    Wording {
        zh: "{file} 里的代码块写的语言 {language} 不认识，没法着色",
        en: "{file} has a code block in `{language}`, a language without a grammar, so it gets no colours",
    },
    Wording {
        zh: "请检查语言名有没有写错；不需要着色就写 plain，或者不写",
        en: "check the name, or write `plain` or nothing for text without colours",
    },
);

/// A theme of code nobody knows.
pub static UNKNOWN_THEME: Code = Code::error(
    "markdown-theme",
    Wording {
        zh: "没有叫 {theme} 的代码配色；相近的有：{near}",
        en: "there is no highlighting theme `{theme}`; near ones are {near}",
    },
    Wording {
        zh: "请改 [markdown.highlighting] 里的配色名；自己的配色文件要列在 extra_themes 里",
        en: "change the theme in `[markdown.highlighting]`; a theme file of your own belongs in `extra_themes`",
    },
);

/// A theme file that is no theme.
pub static BROKEN_THEME: Code = Code::error(
    "markdown-theme-file",
    Wording { zh: "配色文件 {file} 用不了：{reason}", en: "the theme file {file} cannot be used: {reason}" },
    Wording {
        zh: "请换成 VS Code 的配色文件（JSON）或 .tmTheme 文件",
        en: "give a VS Code colour theme (JSON) or a .tmTheme file",
    },
);

/// A grammar file that is no grammar.
pub static BROKEN_GRAMMAR: Code = Code::error(
    "markdown-grammar-file",
    Wording { zh: "语法文件 {file} 用不了：{reason}", en: "the grammar file {file} cannot be used: {reason}" },
    Wording {
        zh: "请换成 VS Code 的语法文件（JSON）或 .sublime-syntax 文件",
        en: "give a TextMate grammar as VS Code uses them (JSON) or a .sublime-syntax file",
    },
);

/// Rules of a grammar file that are no rules.
pub static RULES_LEFT_OUT: Code = Code::warning(
    "markdown-grammar-rule",
    Wording {
        zh: "语法文件 {file} 里有 {count} 条规则用不了，第一条是 {rule}：归它们管的代码没有颜色",
        en: "{count} of the rules in the grammar file {file} cannot be used, the first being `{rule}`: what they are for gets no colours",
    },
    Wording {
        zh: "请改正表达式（按 Oniguruma 的写法），或改正 # 后面的名字",
        en: "mend the expression (in Oniguruma's syntax), or the name after the `#`",
    },
);

/// A grammar that comes to no end, or to a rule that is not there.
pub static CODE_STOPPED: Code = Code::warning(
    "markdown-code-grammar",
    Wording {
        zh: "{file} 里的这块代码从这一行起没有颜色：语法 {grammar} 在这里指向不存在的规则，或者没完没了地展开规则",
        en: "this code block in {file} has no colours from this line on: here the grammar `{grammar}` leads to a context that is not there, or opens contexts without end",
    },
    Wording {
        zh: "自己的语法文件请改正；否则可把语言写成 plain",
        en: "mend the grammar if it is your own, or write `plain` for text without colours",
    },
);

/// A line that a grammar takes too long over.
pub static CODE_TOO_SLOW: Code = Code::warning(
    "markdown-code-slow",
    Wording {
        zh: "{file} 里的这行代码没有全部着色：语法 {grammar} 处理它要花太多时间",
        en: "this line of code in {file} is not coloured to its end: the grammar `{grammar}` would take too long over it",
    },
    Wording {
        zh: "请把这一行分成几行；不需要着色就写 plain",
        en: "break the line, or write `plain` for text without colours",
    },
);

/// A shortcode nobody knows.
pub static UNKNOWN_SHORTCODE: Code = Code::error(
    "markdown-shortcode",
    Wording {
        zh: "{file} 里用了短代码 {name}，但没有叫这个名字的短代码",
        en: "{file} calls the shortcode `{name}`, which does not exist",
    },
    Wording {
        zh: "请新建 templates/shortcodes/{name}.html，或改正名字；只想显示这段文字就写成 {{/* {name}(…) */}}",
        en: "create `templates/shortcodes/{name}.html` or mend the name; to show the text only, write `{{/* {name}(…) */}}`",
    },
);

/// A shortcode with a body that does not end.
pub static SHORTCODE_UNCLOSED: Code = Code::error(
    "markdown-shortcode-unclosed",
    Wording { zh: "{file} 里的 {tag} 没有对应的 {% end %}", en: "{file}: `{tag}` has no `{% end %}`" },
    Wording {
        zh: "请在它的内容后面另起一行写 {% end %}；没有内容的短代码写成 {{ … }}",
        en: "write `{% end %}` after its body; a shortcode without a body is called by `{{ … }}`",
    },
);

/// A call of a component in a site whose content knows none.
pub static COMPONENT_CALL: Code = Code::warning(
    "markdown-component",
    Wording {
        zh: "{file} 里的 {tag} 是 Zola 0.23 的组件写法，这个网站按 0.22 生成，会原样显示",
        en: "{file}: `{tag}` calls a component of Zola 0.23; this site is built as one for 0.22, where it stays as text",
    },
    Wording {
        zh: "请改成短代码 {{ 名称(…) }}；如果整个网站都是 0.23 的，在设置里写 [compat] zola = \"0.23\"",
        en: "call a shortcode, `{{ name(…) }}`, or if all of the site is for 0.23, set `zola = \"0.23\"` in `[compat]`",
    },
);

/// The nearest name there is.
pub static MEANT: Wording = Wording { zh: "是不是想写 {near}？", en: "did you mean `{near}`?" };

/// All codes of this folder.
pub static CODES: [&Code; 13] = [
    &MISSING_TARGET,
    &EMPTY_TARGET,
    &DUPLICATE_ID,
    &UNKNOWN_LANGUAGE,
    &UNKNOWN_THEME,
    &BROKEN_THEME,
    &BROKEN_GRAMMAR,
    &RULES_LEFT_OUT,
    &CODE_STOPPED,
    &CODE_TOO_SLOW,
    &UNKNOWN_SHORTCODE,
    &SHORTCODE_UNCLOSED,
    &COMPONENT_CALL,
];

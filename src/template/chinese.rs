//! What Tera 2 and tera-contrib say, in Chinese: a table of their sentences. A sentence that is not in it is shown as it is.

use crate::diagnostic::both;

/// A sentence with holes (`{}`), and its Chinese with the holes by number, from 0.
type Sentence = (&'static str, &'static str);

/// The sentences; where several fit, the first one counts.
const SENTENCES: &[Sentence] = &[
    // How a template is written.
    ("Found end of input but expected {}.", "模板到这里就结束了，这里应当是 {0}"),
    ("Found {} but expected one of: {}", "这里不能写 {0}，可以写的有：{1}"),
    ("Found {} but the only types allowed are: {}", "类型不能写 {0}，可以写的有：{1}"),
    ("Found {} but was expecting `elif`, `else` or `endif`.", "这里是 {0}，应当是 `elif`、`else` 或 `endif`"),
    ("Found {} but component default arguments can only be one of: {}", "组件参数的默认值不能是 {0}，可以是：{1}"),
    ("Found {} but `-` can only be followed by an integer or a float", "`-` 后面只能是数，这里是 {0}"),
    ("Found invalid field of `loop`: {}. Only {} exist.", "`loop` 没有 {0}，只有 {1}"),
    (
        "Found `<` but expected identifier after it for component call. {}",
        "`<` 后面应当是组件的名字；要比较大小，请写在表达式里",
    ),
    ("Found `<` but expected identifier after it for XML component call.", "`<` 后面应当是组件的名字"),
    ("Found {} but expected {}.", "这里是 {0}，应当是 {1}"),
    ("Found {} but expected {}", "这里是 {0}，应当是 {1}"),
    ("Expected \"string\" or {expression} but found {}", "这里应当是带引号的文字或花括号里的表达式，不能是 {0}"),
    ("Unexpected end of input", "模板没有写完"),
    ("Unexpected character", "这里有不认识的字符"),
    ("unexpected end of string", "文字缺少结尾的引号"),
    ("unexpected escape character", "不认识的转义；要写反斜杠本身请写两个"),
    ("unexpected end of raw block", "`raw` 缺少 `endraw`"),
    ("Closing comment tag `{}` not found", "注释缺少结尾的 `{0}`"),
    ("Invalid float", "这个小数写错了"),
    ("Invalid Integer", "这个整数写错了或太大"),
    (
        "{} was named `{}` in the opening tag, found `{}` as name in the end tag",
        "{0} 开头的名字是 `{1}`，结尾却写成 `{2}`",
    ),
    ("Identifiers can only have up to {} nested brackets.", "方括号最多嵌套 {0} 层"),
    ("Function calls are only allowed at the first element of a chain", "函数只能写在最前面，不能写在点的后面"),
    ("Arrays can have a maximum of {} dimensions.", "列表最多嵌套 {0} 层"),
    ("The expression is too complex", "这个表达式太复杂了，请拆开，用 `set` 分几步写"),
    ("The template nesting is too deep", "标签嵌套得太深了"),
    ("`-` and `not` cannot be used consecutively.", "`-` 和 `not` 不能连着写"),
    ("`not` is only valid here as part of `not in`", "这里的 `not` 只能写成 `not in`"),
    ("`{}` is not allowed after `~`", "`~` 后面不能写 `{0}`"),
    ("Components with body content must use tag syntax: {}", "有内容的组件要写成标签：{0}"),
    ("Unclosed component '{}'", "组件 `{0}` 没有结尾"),
    ("Closing tag '{}' doesn't match opening tag '{}'", "结尾的 `{0}` 和开头的 `{1}` 对不上"),
    ("{} is a reserved keyword of Tera, it cannot be {}", "{0} 是保留的词，不能用作名字"),
    ("List comprehensions support only a single `for` clause.", "列表推导里只能有一个 `for`"),
    ("Invalid {}: this map should only contain literal values.", "{0} 里的表只能写现成的值"),
    ("Invalid default argument: this array should only contain literal values.", "默认值里的列表只能写现成的值"),
    ("Component definitions cannot be written in another tag.", "组件不能定义在别的标签里"),
    ("Rest parameter must be the last parameter in component definition.", "`...` 参数必须写在最后"),
    ("Invalid syntax for `set`: {}", "`set` 写错了：后面应当是 `=` 和值，或者到 `endset` 为止的内容"),
    ("`extends` cannot be nested in other tags.", "`extends` 不能写在别的标签里"),
    ("Blocks cannot be written inside a {}.", "`block` 不能写在 {0} 里"),
    ("`{}` cannot be used inside a {}", "`{0}` 不能用在 {1} 里"),
    ("{} can only be used in a for loop", "{0} 只能用在 `for` 里"),
    ("Template is already extending `{}`", "模板已经继承了 `{0}`，只能继承一个"),
    ("Template already contains a component named `{}`", "这个模板里已经有组件 `{0}`"),
    ("Template already contains a block named `{}`", "这个模板里已经有 block `{0}`"),
    ("Keyword argument `{}` is defined more than once", "参数 `{0}` 写了不止一次"),
    ("Component argument `{}` is defined more than once", "组件的参数 `{0}` 写了不止一次"),
    ("Template inheritance ({% extends %}) is not supported in render_str.", "正文里不能用 `extends`"),
    ("Blocks not supported in render_str.", "正文里不能用 `block`"),
    ("String opened with `{}` is missing its closing `{}`", "文字用 {0} 开头，缺少结尾的 {1}"),
    ("The name `body` is reserved for component body content.", "`body` 是组件内容的名字，不能做参数名"),
    ("Rest parameter `{}` conflicts with an existing parameter.", "`...{0}` 和别的参数重名"),
    (
        "Default value for `{}` has type `{}` but the argument has type `{}`",
        "参数 `{0}` 的默认值是{1:type}，类型却写成 `{2}`",
    ),
    ("`extends` needs to be the first tag of the template", "`extends` 必须是模板里的第一个标签"),
    ("Unknown tag", "没有这样的标签"),
    ("Unknown argument(s) {} in component call. Possible argument(s) are: {}", "组件没有参数 {0}，有的是：{1}"),
    ("Unknown argument(s) {} in component call.", "组件没有参数 {0}"),
    // What happens while it runs.
    ("super() called outside of a block", "`super()` 只能写在 block 里"),
    (
        "`+` requires both operands to be numbers, found `{}` and `{}`",
        "只有数才能相加，这里是{0:type}和{1:type}；连接文字用 `~`",
    ),
    ("{} index must be an integer, got `{}`.", "方括号里的序号要是整数，不能是{1:type}"),
    ("Operand `{}` is out of range {}", "`{0}` 太大，算不了"),
    ("Exponent {} is out of range {}", "指数 {0} 太大"),
    ("Cannot negate {}", "取负后太大，算不了：{0}"),
    ("Number `{}` is out of range for i128", "`{0}` 太大"),
    ("Filter `{}` is not registered", "没有过滤器 `{0}`"),
    ("Errored while getting absolute value: {}", "这个数取不了绝对值：{0}"),
    ("Function `range` was called with arguments that overflow i128", "`range` 的数太大"),
    ("Cannot divide by 0", "不能除以零"),
    ("Unable to perform {}", "算不出来：{0}"),
    ("Only numbers can be used in arithmetic. This is a `{}`", "只有数才能计算，这里是{0:type}"),
    ("Only numbers can be negated. This is a `{}`", "只有数才能取负，这里是{0:type}"),
    ("Math operations can only be done on numbers, found `{}`", "只有数才能计算，这里是{0:type}"),
    ("Cannot compare `{}` with `{}`", "{0:type}和{1:type}不能比较大小"),
    ("Cannot sort: `{}` and `{}` are not comparable", "排不了序：{0:type}和{1:type}不能比较大小"),
    ("`in` cannot be used on a container of type `{}`. {}", "`in` 不能用在{0:type}上，只能用在列表、文字和表上"),
    ("Map keys must be strings, integers, or bools, got `{}`.", "表的键只能是文字、整数或是非值，不能是{0:type}"),
    ("Slicing can only be used on arrays or strings, not on `{}`.", "只有列表和文字能截取，这里是{0:type}"),
    ("Slicing step cannot be 0", "截取的步长不能是 0"),
    ("Slice {} must be an integer, got `{}`", "截取的位置要是整数，不能是{1:type}"),
    ("Slice {} is undefined", "截取的位置没有定义"),
    ("Cannot index into an undefined value", "没有定义的值里取不出东西"),
    ("Cannot slice an undefined value", "没有定义的值不能截取"),
    ("Index expression is undefined", "方括号里的值没有定义"),
    ("Iteration not possible on type `{}`", "{0:type}不能用 `for` 逐个取出"),
    ("Key/value iteration is not possible on type `{}`, only on maps.", "只有表才能同时取键和值，这里是{0:type}"),
    ("Spread operator requires a map, found `{}`", "这里的 `...` 后面要是表，不能是{0:type}"),
    ("Spread operator requires an array, found `{}`", "这里的 `...` 后面要是列表，不能是{0:type}"),
    ("Tried to render a variable that is undefined", "要显示的值没有定义；可能没有的，请写 `| default(value=\"\")`"),
    ("Tried to escape an undefined value", "要显示的值没有定义"),
    ("Tried to use super() in the top level block", "最上层的 block 里没有可以 `super()` 的内容"),
    ("Variable `{}` exists but its value is undefined", "变量 `{0}` 没有值"),
    ("Field `{}` is not defined", "没有 `{0}` 这一项"),
    ("Argument `{}` missing.", "缺少参数 `{0}`"),
    ("Implicit argument `{}` not found in context or passed directly.", "参数 `{0}` 既没有写，变量里也没有"),
    (
        "Component argument `{}` (type: `{}`) does not match expected type: `{}`",
        "组件的参数 `{0}` 是{1:type}，应当是 `{2}`",
    ),
    ("Missing keyword argument `{}`", "缺少参数 `{0}`"),
    ("Invalid type for the value, expected `{}` but got `{}`", "值的类型不对：应当是{0:type}，这里是{1:type}"),
    // Filters, tests, functions.
    ("The `indentation` argument must contain exactly one character", "`indentation` 只能是一个字符"),
    ("The float {} cannot be converted to an int {}", "小数 {0} 变不成整数"),
    ("The string `{}` cannot be converted to an int in base {}", "`{0}` 不是 {1} 进制的整数"),
    ("The string `{}` cannot be converted to a float", "`{0}` 不是小数"),
    ("Value of type {} cannot be converted to {}", "{0:type}变不成数"),
    ("Value of type {} has no length", "{0:type}没有长度"),
    ("Value of type {} cannot be reversed", "{0:type}不能倒过来"),
    ("This filter can only be used on a number, received `{}`.", "这个过滤器只能用在数上，这里是{0:type}"),
    ("Value at index {} (a {}) does not have an attribute at path: {}", "第 {0} 项（从 0 数起，{1:type}）没有 `{2}`"),
    ("Map does not have a key {} and no default values were defined", "表里没有 `{0}`，也没有写 `default`"),
    (
        "Function `range` was called with a `start` argument greater than the `end` one",
        "`range` 的 `start` 比 `end` 大",
    ),
    ("Function `range` was called with a `step_by` argument of 0", "`range` 的 `step_by` 不能是 0"),
    ("Function `range` would produce {} elements, which exceeds the limit of {}", "`range` 会有 {0} 项，最多 {1} 项"),
    ("Value `{}` is a float; {}", "`{0}` 是小数，这里要整数"),
    ("Value `{}` is not a container; cannot check for containment", "`{0}` 里面不会有别的东西"),
    ("Not a valid key type", "这种值不能做表的键"),
    ("Invalid base64: {}", "不是 base64：{0}"),
    ("Invalid UTF-8: {}", "不是 UTF-8 文字：{0}"),
    ("Invalid regex: {}", "正则表达式写错了：{0}"),
    ("The string {} cannot be parsed as a valid date: {}", "`{0}` 不是日期"),
    ("Invalid timestamp: {}", "时间戳不对：{0}"),
    ("Invalid value: expected a string or integer, got {}", "日期要是文字或整数，这里是{0:type}"),
    ("Unknown timezone: {}", "没有时区 `{0}`"),
    ("Setting `locale` requires setting a `format` as well", "写了 `locale` 就要写 `format`"),
    ("Invalid locale: {}", "没有语言 `{0}`"),
    ("Failed to load data for locale {}: {}", "没有语言 `{0}` 的资料"),
    ("Invalid date format `{}` for locale {}: {}", "日期格式 `{0}` 不能用于语言 {1}"),
    ("Invalid UTS-35 date format `{}`: {}", "日期格式 `{0}` 写错了"),
    ("Invalid date format `{}`: {}", "日期格式 `{0}` 写错了：{1}"),
    ("Failed to format date with `{}`: {}", "日期不能写成 `{0}`：{1}"),
    ("format error: {}", "格式写错了：{0}"),
    ("Cannot format value of type {} with format filter", "{0:type}不能用 `format`"),
    ("Error encoding to JSON: {}", "写不成 JSON：{0}"),
];

/// The message in both languages, as far as it is known.
pub fn told(message: &str) -> String {
    match chinese(message) {
        Some(zh) => both(zh, message),
        None => message.to_owned(),
    }
}

fn chinese(message: &str) -> Option<String> {
    SENTENCES.iter().find_map(|(en, zh)| Some(fill(zh, &holes(en, message)?)))
}

/// What stands in the holes of `sentence` in `message`; none where it is another sentence.
fn holes<'m>(sentence: &str, message: &'m str) -> Option<Vec<&'m str>> {
    let mut parts = sentence.split("{}");
    let mut rest = message.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let end = match (part.is_empty(), parts.peek().is_none()) {
            (true, _) => rest.len(),
            (false, true) => rest.len().checked_sub(part.len()).filter(|end| rest.get(*end..) == Some(part))?,
            (false, false) => rest.find(part)?,
        };
        found.push(rest.get(..end)?);
        rest = rest.get(end + part.len()..)?;
    }
    rest.is_empty().then_some(found)
}

/// The Chinese sentence with its holes filled; `{0:type}` is the name of a type.
fn fill(sentence: &str, holes: &[&str]) -> String {
    let mut text = sentence.to_owned();
    for (number, hole) in holes.iter().enumerate() {
        text = text.replace(&format!("{{{number}:type}}"), type_name(hole.trim_matches('`')));
        text = text.replace(&format!("{{{number}}}"), hole);
    }
    text
}

fn type_name(name: &str) -> &str {
    match name {
        "string" => "文字",
        "bool" => "是非值",
        "integer" | "i64" | "u64" | "i128" | "u128" => "整数",
        "float" | "f64" => "小数",
        "number" => "数",
        "array" => "列表",
        "map" | "map/struct" => "表",
        "bytes" => "字节",
        "none" => "空值",
        "undefined" => "没有定义的值",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{SENTENCES, chinese, holes};
    use tera::Value;

    use crate::config::Dialect;
    use crate::diagnostic::{Locale, Sink};
    use crate::template::testing::set;
    use crate::template::{Engine, Registry};

    #[test]
    fn holes_are_what_stands_between() {
        assert_eq!(holes("a {} b {}.", "a 1 b 2 3."), Some(vec!["1", "2 3"]));
        assert_eq!(holes("a {} b", "a 1 b c"), None);
        assert_eq!(holes("plain", "plain"), Some(vec![]));
        assert_eq!(holes("x {}", "x "), Some(vec![""]));
    }

    #[test]
    fn every_sentence_has_its_own_holes_and_is_chinese() {
        for (en, zh) in SENTENCES {
            assert!(zh.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)), "{zh}");
            let count = en.matches("{}").count();
            let filled = super::fill(zh, &vec!["string"; count]);
            assert!(!filled.contains("{0") && !filled.contains("{1") && !filled.contains("{2"), "{filled}");
        }
        assert_eq!(chinese("Cannot compare `map` with `string`").unwrap(), "表和文字不能比较大小");
        assert_eq!(chinese("nobody says that"), None);
    }

    /// What the engine says of these mistakes is in the table: a new release may word it anew.
    #[test]
    fn common_mistakes_are_told_in_chinese() {
        let mut english = Vec::new();
        for template in [
            "{{ 1 + }}",
            "{% if %}{% endif %}",
            "{{ \"a }}",
            "{# a",
            "{% for x in [1] %}{% endblock %}",
            "{{ 1 / 0 }}",
            "{{ 1 + \"a\" }}",
            "{{ \"a\" < 1 }}",
            "{% for x in 3 %}{% endfor %}",
            "{% for k, v in [1] %}{% endfor %}",
            "{{ 1 in 2 }}",
            "{{ \"x\" | int }}",
            "{{ 3 | length }}",
            "{{ \"x\" | date }}",
            "{{ 1 | date(timezone=\"Nowhere/At all\") }}",
            "{{ \"(\" | regex_replace(pattern=\"(\", rep=\"\") }}",
            "{{ range(start=3, end=1) }}",
            "{{ {\"a\": 1} | get(key=\"b\") }}",
            "{{ 1 | truncate }}",
            "{% break %}",
            "{% set x %}a",
            "{% raw %}",
            "{{ [{}] | sort(attribute=\"a\") }}",
        ] {
            let mut registry = Registry::default();
            registry.safe_function("get_url", |_| Ok(Value::from("")));
            let sink = Sink::new();
            let engine = Engine::load(&set(&[("a.html", template)]), registry, Dialect::V2, &sink);
            let rendered = engine.map(|engine| engine.render("a.html", &Vec::new(), &mut Vec::new()));
            let error = match rendered {
                Some(rendered) => rendered.expect_err(template),
                None => sink.finish().remove(0),
            };
            let (en, zh) = (error.message(Locale::En), error.message(Locale::Zh));
            let reason = en.strip_prefix("template syntax: ").unwrap_or(&en);
            if zh.contains(reason) {
                english.push(format!("{template}: {zh}"));
            }
        }
        assert_eq!(english, Vec::<String>::new());
    }
}

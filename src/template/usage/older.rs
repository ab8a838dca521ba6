//! Templates of Zola 0.22 and before, as the analysis reads them.
//!
//! They are followed with less precision than those of 0.23. In Tera 1 a field that a variable has not is looked for in the variable
//! of that name further out, up to the render's own; so here a name stands for everything that bears it. A macro's name stands
//! for all macros of that name, whatever file they are imported from.

use rustc_hash::FxHashMap;

use super::syntax::{Block, Call, Component, ComponentCall, Expression, File, Item, Names, Node};
use crate::template::tera1::syntax::{self as written, ExprKind, Logic, Span, parse};
use crate::template::tera1::{closing, unquoted};
use crate::template::{TemplateFile, TemplateSet};

/// The macros of a set by their plain names: what the analysis calls them.
type Macros<'s> = FxHashMap<&'s str, Vec<Box<str>>>;

/// The files of a set; `None` for those that are not understood.
pub(super) fn files(set: &TemplateSet) -> Vec<Option<File>> {
    let trees: Vec<Option<written::Tree>> = set.files.iter().map(|file| parse(&file.source.text).ok()).collect();
    let mut macros: Macros<'_> = FxHashMap::default();
    for (file, tree) in set.files.iter().zip(&trees) {
        for node in tree.iter().flat_map(|tree| &tree.nodes) {
            if let written::Node::Macro(definition) = node {
                let name = definition.name.of(&file.source.text);
                macros.entry(name).or_default().push(full_name(&file.name, name));
            }
        }
    }
    let one = |(file, tree): (&TemplateFile, &Option<written::Tree>)| {
        let mut reader = Reader {
            name: &file.name,
            text: &file.source.text,
            macros: &macros,
            strange: false,
            file: File::default(),
        };
        reader.file.nodes = reader.nodes(&tree.as_ref()?.nodes);
        (!reader.strange).then_some(reader.file)
    };
    set.files.iter().zip(&trees).map(one).collect()
}

fn full_name(file: &str, name: &str) -> Box<str> {
    format!("{file}::{name}").into()
}

/// Reads one file.
struct Reader<'s> {
    name: &'s str,
    text: &'s str,
    macros: &'s Macros<'s>,
    strange: bool,
    file: File,
}

impl Reader<'_> {
    fn of(&self, span: Span) -> Box<str> {
        span.of(self.text).into()
    }

    /// Notes that a name is bound, and gives it.
    fn bind(&mut self, span: Span) -> Box<str> {
        let name = self.of(span);
        self.file.bound.push((name.clone(), true));
        name
    }

    fn nodes(&mut self, nodes: &[written::Node]) -> Vec<Node> {
        let mut read = Vec::new();
        nodes.iter().for_each(|node| self.node(node, &mut read));
        read
    }

    fn node(&mut self, node: &written::Node, read: &mut Vec<Node>) {
        use written::Node as Written;
        match node {
            Written::Text(_) | Written::Comment(..) | Written::Raw(..) | Written::Import(..) | Written::Super(_) => {}
            Written::Break(_) | Written::Continue(_) => {}
            Written::Extends(_, quoted) => self.file.parent = Some(unquoted(*quoted, self.text).into()),
            Written::Output(_, value) => {
                let value = self.expression(value);
                read.push(Node::Output(value));
            }
            Written::Set(_, set) => {
                let value = self.expression(&set.value);
                let name = self.bind(set.name);
                read.push(Node::Set(name, value));
            }
            Written::Include(_, include) => {
                let names = include.names.iter().map(|quoted| unquoted(*quoted, self.text));
                read.extend(names.map(|name| Node::Include(name.into())));
            }
            Written::If(choice) => {
                let mut otherwise = choice.otherwise.as_ref().map_or_else(Vec::new, |(_, nodes)| self.nodes(nodes));
                for branch in choice.branches.iter().rev() {
                    let (condition, then) = (self.expression(&branch.condition), self.nodes(&branch.body));
                    otherwise = vec![Node::If { condition, then, otherwise }];
                }
                read.extend(otherwise);
            }
            Written::For(each) => {
                let of = self.expression(&each.container);
                let names = Names { key: each.key.map(|key| self.bind(key)), value: self.bind(each.value) };
                let body = self.nodes(&each.body);
                let otherwise = each.otherwise.iter().flat_map(|(_, nodes)| self.nodes(nodes)).collect();
                read.push(Node::For { names, of, body, otherwise, leaks: true });
            }
            Written::Block(block) => {
                let (name, body) = (self.of(block.name), self.nodes(&block.body));
                let calls_super = calls_super(&block.body);
                read.push(Node::Block(name.clone()));
                self.file.blocks.push(Block { name, body, calls_super });
            }
            Written::Macro(definition) => {
                let parameters = definition.parameters.iter().map(|parameter| (self.bind(parameter.name), false));
                let parameters = parameters.collect();
                let body = self.nodes(&definition.body);
                let name = full_name(self.name, definition.name.of(self.text));
                self.file.components.push(Component { name, parameters, rest: None, body, leaks: true });
            }
            Written::Filter(filter) => {
                let (filters, body) = (vec![self.call(&filter.call)], self.nodes(&filter.body));
                read.push(Node::Filtered { filters, body });
            }
        }
    }

    fn expression(&mut self, written: &written::Expr) -> Expression {
        let value = match &written.kind {
            ExprKind::String(quoted) => Expression::Text(unquoted(*quoted, self.text).into()),
            ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_) => Expression::Scalar,
            ExprKind::Path(path) => self.path(*path),
            ExprKind::Array(items) => {
                let items = self.all(items).into_iter();
                Expression::List(items.map(|value| Item { spread: false, key: None, value }).collect())
            }
            ExprKind::Concat(parts) => Expression::Operation(self.all(parts)),
            ExprKind::Call(call) => Expression::Function(self.call(call)),
            ExprKind::MacroCall(call) => self.macro_call(call),
            ExprKind::Test(test) => {
                let arguments = test.arguments.iter().map(|value| ("argument".into(), self.expression(value)));
                let arguments = arguments.collect();
                let call = Call { name: self.of(test.name), arguments };
                Expression::Test(Box::new(self.path(test.path)), call)
            }
            ExprKind::Math(operation) => {
                Expression::Operation(vec![self.expression(&operation.left), self.expression(&operation.right)])
            }
            ExprKind::Logic(operation) => {
                let (left, right) = (self.expression(&operation.left), self.expression(&operation.right));
                match operation.operator {
                    Logic::And | Logic::Or => Expression::Either(Box::new(left), Box::new(right)),
                    Logic::Eq | Logic::NotEq => Expression::Compare(Box::new(left), Box::new(right)),
                    Logic::Lte | Logic::Gte | Logic::Lt | Logic::Gt => Expression::Operation(vec![left, right]),
                }
            }
            // The name of a field may be looked for in a document.
            ExprKind::In(found) => {
                Expression::Operation(vec![self.expression(&found.needle), self.expression(&found.container)])
            }
        };
        let filtered = |value, filter| Expression::Filter(Box::new(value), filter);
        let value = written.filters.iter().fold(value, |value, filter| filtered(value, self.call(filter)));
        match written.negated {
            Some(_) => Expression::Not(Box::new(value)),
            None => value,
        }
    }

    fn all(&mut self, written: &[written::Expr]) -> Vec<Expression> {
        written.iter().map(|value| self.expression(value)).collect()
    }

    fn arguments(&mut self, written: &[written::Argument]) -> Vec<(Box<str>, Expression)> {
        written.iter().map(|argument| (self.of(argument.name), self.expression(&argument.value))).collect()
    }

    fn call(&mut self, written: &written::Call) -> Call {
        Call { name: self.of(written.name), arguments: self.arguments(&written.arguments) }
    }

    fn macro_call(&mut self, written: &written::MacroCall) -> Expression {
        let found = self.macros.get(written.name.of(self.text)).cloned().unwrap_or_default();
        self.strange |= found.is_empty();
        let calls = found.into_iter().map(|name| {
            let arguments = self.arguments(&written.arguments);
            let call = ComponentCall { name, arguments, spreads: Vec::new(), body: Vec::new() };
            Expression::Component(Box::new(call))
        });
        Expression::Operation(calls.collect())
    }

    fn path(&mut self, path: Span) -> Expression {
        self.steps(path.of(self.text)).unwrap_or_else(|| {
            self.strange = true;
            Expression::Scalar
        })
    }

    /// A variable and its fields; `None` where brackets hold more than a name, a number or another such path.
    fn steps(&self, text: &str) -> Option<Expression> {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let mut value = Expression::Variable(text.get(..end)?.into());
        let mut rest = &text[end..];
        while !rest.is_empty() {
            let field = rest.strip_prefix('.').map(|after| after.split(['.', '[']).next().unwrap_or_default());
            if let Some(name) = field {
                let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
                value = match is_number {
                    true => Expression::Index(Box::new(value), Box::new(Expression::Scalar)),
                    false => Expression::Field(Box::new(value), name.into()),
                };
                rest = &rest[1 + name.len()..];
                continue;
            }
            let inside = rest.strip_prefix('[')?;
            let (index, length) = match inside.chars().next()? {
                mark @ ('"' | '\'') => {
                    let name = inside[1..].split(mark).next()?;
                    let is_plain = !name.contains(['"', '\'', '`', '~', '\\', '.', '[', ']']);
                    (is_plain.then(|| Expression::Text(name.into()))?, name.len() + 2)
                }
                '0'..='9' => (Expression::Scalar, inside.bytes().take_while(u8::is_ascii_digit).count()),
                'a'..='z' | 'A'..='Z' | '_' => {
                    let length = closing(inside)?;
                    (self.steps(&inside[..length])?, length)
                }
                _ => return None,
            };
            value = Expression::Index(Box::new(value), Box::new(index));
            rest = inside.get(length..)?.strip_prefix(']')?;
        }
        Some(value)
    }
}

fn calls_super(nodes: &[written::Node]) -> bool {
    use written::Node as Written;
    nodes.iter().any(|node| match node {
        Written::Super(_) => true,
        Written::If(choice) => {
            choice.branches.iter().any(|branch| calls_super(&branch.body))
                || choice.otherwise.as_ref().is_some_and(|(_, nodes)| calls_super(nodes))
        }
        Written::For(each) => calls_super(&each.body) || each.otherwise.iter().any(|(_, nodes)| calls_super(nodes)),
        Written::Block(block) => calls_super(&block.body),
        Written::Filter(filter) => calls_super(&filter.body),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::template::TemplateSet;
    use crate::template::usage::words::ALWAYS;
    use crate::template::usage::{Fields, Usages};

    /// What the first file looks at, of its own document and of others, without what all do.
    fn seen(files: &[(&str, &str)]) -> [String; 2] {
        let usages = Usages::of_older(&TemplateSet::of_layer(files));
        let usage = usages.of(files[0].0);
        [&usage.own, &usage.others].map(|fields| match fields {
            Fields::All => "*".to_owned(),
            Fields::Named(names) => {
                let names = names.iter().map(String::as_str);
                let names = names.filter(|name| !ALWAYS.contains(name));
                names.collect::<Vec<_>>().join(" ")
            }
        })
    }

    #[test]
    fn fields_are_told_by_document() {
        for (text, own, others) in [
            ("{{ page.title }}{{ config.title }}{{ page.extra.a[\"b\"].0 }}", "extra title", ""),
            ("{{ page[\"title\"] }}{{ page | get(key='slug') }}{{ page['date'] }}", "date slug title", ""),
            ("{% if not page.lower %}{% elif page.higher.title | upper == 'A' %}{% endif %}", "higher lower", "title"),
            (
                "{% for p in section.pages | slice(end=3) %}{{ p.title }}{% else %}{{ page.slug }}{% endfor %}",
                "pages slug",
                "title",
            ),
            // A name further out counts: the loop's page may lack the field.
            ("{% for page in section.pages %}{{ page.title }}{% endfor %}", "pages title", "title"),
            ("{% for p in section.pages | filter(attribute='extra.x', value=1) %}{% endfor %}", "pages", "extra"),
            ("{{ section.pages | map(attribute='title') | join(sep=',') }}", "pages", "title"),
            (
                "{% for p in section.pages | concat(with=page.lower) | reverse %}{{ p.date }}{% endfor %}",
                "lower pages",
                "date",
            ),
            (
                "{% for y, all in section.pages | group_by(attribute='year') %}{% for p in all %}{{ p.slug }}{% endfor %}{% endfor %}",
                "pages",
                "slug year",
            ),
            (
                "{% set p = get_page(path=\"a.md\") %}{{ p.summary }}{% set_global q = p %}{{ q.toc }}",
                "",
                "summary toc",
            ),
            (
                "{{ get_file_hash(path=page.slug) ~ page.title }}{{ 1 + page.year }}{{ now() | date(format=\"%Y\") }}",
                "slug title year",
                "",
            ),
            (
                "{% filter upper %}{{ page.title }}{% endfilter %}{% raw %}{{ page.toc }}{% endraw %}{# {{ page.toc }} #}",
                "title",
                "",
            ),
            (
                "{% if page.title is containing(page.slug) and 'x' in page.taxonomies %}{% endif %}",
                "slug taxonomies title",
                "",
            ),
            ("{{ inner }}{{ body | safe }}{{ loop.index }}", "", ""),
        ] {
            assert_eq!(seen(&[("a.html", text)]), [own, others], "{text}");
        }
    }

    #[test]
    fn what_is_taken_whole_is_what_some_template_names() {
        for text in
            ["{{ page == section }}", "{% if \"title\" in page %}{% endif %}", "{% for k, v in page %}{% endfor %}"]
        {
            let [own, _] = seen(&[("a.html", text), ("b.html", "{{ page.slug }}{{ page.title }}")]);
            assert!(own == "*" || own.contains("slug"), "{text}: {own}");
        }
    }

    #[test]
    fn macros_includes_and_parents_are_followed() {
        let card = "{% macro card(page, more=1) %}{{ page.title }}{{ self::inner(of=page) }}{% endmacro card %}\
            {% macro inner(of) %}{{ of.date }}{% endmacro inner %}";
        let list = "{% import \"m.html\" as m %}{% for one in section.pages %}{{ m::card(page=one) }}{% endfor %}";
        assert_eq!(seen(&[("a.html", list), ("m.html", card)]), ["date pages title", "date title"]);
        let other = "{% macro card(page) %}{{ page.summary }}{% endmacro card %}";
        assert_eq!(
            seen(&[("a.html", list), ("m.html", card), ("other.html", other)]),
            ["date pages summary title", "date summary title"],
            "any macro of that name"
        );
        let included = "{{ one.slug }}";
        let including = "{% for one in section.pages %}{% include \"i.html\" %}{% include [\"no.html\"] ignore missing %}{% endfor %}";
        assert_eq!(seen(&[("a.html", including), ("i.html", included)]), ["pages", "slug"]);
        let base =
            "{{ page.title }}{% block main %}{{ page.toc }}{% endblock %}{% block end %}{{ page.date }}{% endblock %}";
        let child = "{% extends \"base.html\" %}{% block main %}{{ page.slug }}{% endblock %}";
        assert_eq!(seen(&[("a.html", child), ("base.html", base)]), ["date slug title", ""]);
        let child = "{% extends \"base.html\" %}{% block main %}{% if page %}{{ super() }}{% endif %}{% endblock %}";
        assert_eq!(seen(&[("a.html", child), ("base.html", base)]), ["date title toc", ""]);
    }

    #[test]
    fn what_is_not_understood_sees_what_some_template_names() {
        for text in ["{{ page.title", "{{ m::gone() }}", "{{ page[\"a.b\"] }}", "{% include \"blocks.html\" %}"] {
            let files = [("a.html", text), ("blocks.html", "{% block x %}{{ page.slug }}{% endblock %}")];
            assert!(seen(&files)[0].contains("slug"), "{text}");
        }
    }
}

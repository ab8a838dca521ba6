//! Which components show the same for the same arguments, whoever calls them: what one call showed can stand for another.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::syntax::{Call, Component, ComponentCall, Expression, Item, Node};
use super::{Usages, parser};

/// Filters that see more than their value, their arguments and the language being rendered: chance, or the page.
pub const FILTERS_THAT_LOOK: [&str; 2] = ["shuffle", "markdown"];

/// The functions that see nothing but their arguments, the language being rendered, and what they take down as looked at.
pub const FUNCTIONS_OF_ARGUMENTS: [&str; 9] = [
    "get_hash",
    "get_image_metadata",
    "get_taxonomy_url",
    "get_url",
    "range",
    "resize_image",
    "text_direction",
    "throw",
    "trans",
];

/// How deep such components may call one another. What is remembered is a render of its own, in which the engine counts anew how
/// deep it is: without a limit here a long row of them would take the whole stack.
const DEEPEST: usize = 20;

/// Tera's name for everything a template sees.
const CONTEXT: &str = "__tera_context";

impl Usages {
    /// The components that show the same for the same arguments in one language: no call of chance, of the clock or of lists
    /// in them, no file included, no variable taken from around the call, and no other component that is not such a one.
    /// None where a template is not understood.
    pub fn repeatable(&self) -> FxHashSet<&str> {
        if !self.is_complete() {
            return FxHashSet::default();
        }
        let all = || self.files.iter().flatten().flat_map(|file| &file.components);
        let mut names: FxHashMap<&str, usize> = FxHashMap::default();
        all().for_each(|component| *names.entry(&component.name).or_default() += 1);
        let only = all().filter(|component| names.get(&*component.name) == Some(&1));
        let found: Vec<(&str, Vec<&str>)> =
            only.filter_map(|component| Some((&*component.name, Body::of(component)?))).collect();
        // A component that reaches one that is none is none either; so, over and over, is one that reaches itself, since
        // none of a circle is ever the first.
        let mut known: FxHashSet<&str> = FxHashSet::default();
        for _ in 0..DEEPEST {
            let before = known.len();
            let ready = found.iter().filter(|(_, calls)| calls.iter().all(|call| known.contains(call)));
            let ready: Vec<&str> = ready.map(|(name, _)| *name).collect();
            known.extend(ready);
            if known.len() == before {
                break;
            }
        }
        known
    }
}

/// A turn of a loop that shows the same for the same variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The variables that it may look at.
    pub variables: BTreeSet<String>,
    /// How much it does: values shown, filters, functions.
    pub weight: usize,
}

/// What the body of a loop is made from; none where it shows more than follows from variables, or is not understood.
/// `repeatable` are the components that show the same for the same arguments.
pub fn turn(body: &str, repeatable: &FxHashSet<&str>) -> Option<Turn> {
    let file = parser::parse(body).ok().filter(|file| file.components.is_empty() && file.parent.is_none())?;
    let mut found = Body::default();
    let is_one = found.nodes(&file.nodes) && found.calls.iter().all(|call| repeatable.contains(call));
    // What a loop tells of itself is another thing each time.
    (is_one && !found.free.contains(LOOP))
        .then(|| Turn { variables: found.free.iter().map(|name| (*name).to_owned()).collect(), weight: found.weight })
}

/// The variable of a loop that tells of it.
const LOOP: &str = "loop";

/// What a body looks at.
#[derive(Default)]
struct Body<'u> {
    /// The components it calls.
    calls: Vec<&'u str>,
    /// The variables it may take from around it.
    free: BTreeSet<&'u str>,
    /// Those that surely are its own at the place that is looked at.
    bound: Vec<&'u str>,
    weight: usize,
}

impl<'u> Body<'u> {
    /// The calls in it; none if something in it sees more than the arguments.
    fn of(component: &'u Component) -> Option<Vec<&'u str>> {
        let takes_from_around = component.parameters.iter().any(|(_, implicit)| *implicit);
        let mut body = Body::default();
        (!takes_from_around && !component.leaks && body.nodes(&component.body)).then_some(body.calls)
    }

    fn nodes(&mut self, nodes: &'u [Node]) -> bool {
        nodes.iter().all(|node| self.node(node))
    }

    fn node(&mut self, node: &'u Node) -> bool {
        match node {
            Node::Include(_) | Node::Block(_) => false,
            Node::Output(value) => {
                self.weight += 1;
                self.expression(value)
            }
            Node::Set(name, value) => {
                let is_one = self.expression(value);
                self.bound.push(name);
                is_one
            }
            Node::Capture { name, filters, body } => {
                let is_one = filters.iter().all(|filter| self.filter(filter)) && self.nodes(body);
                self.bound.push(name);
                is_one
            }
            Node::Filtered { filters, body } => filters.iter().all(|filter| self.filter(filter)) && self.nodes(body),
            // What is set in a branch may not be set behind it.
            Node::If { condition, then, otherwise } => {
                self.expression(condition)
                    && self.inside([], |it| it.nodes(then))
                    && self.inside([], |it| it.nodes(otherwise))
            }
            Node::For { names, of, body, otherwise, .. } => {
                let all = names.key.as_deref().into_iter().chain([&*names.value, LOOP]);
                self.expression(of)
                    && self.inside(all, |it| it.nodes(body))
                    && self.inside([], |it| it.nodes(otherwise))
            }
        }
    }

    fn expression(&mut self, expression: &'u Expression) -> bool {
        match expression {
            Expression::Scalar | Expression::Text(_) => true,
            Expression::Variable(name) => {
                if !self.bound.contains(&&**name) {
                    self.free.insert(name);
                }
                **name != *CONTEXT
            }
            Expression::Field(of, _) | Expression::Not(of) => self.expression(of),
            Expression::Index(of, index) => self.expression(of) && self.expression(index),
            Expression::Slice(of, bounds) => self.expression(of) && self.all(bounds),
            Expression::Filter(of, filter) => self.expression(of) && self.filter(filter),
            Expression::Test(of, test) => self.expression(of) && self.arguments(test),
            Expression::Function(call) => {
                self.weight += 2;
                FUNCTIONS_OF_ARGUMENTS.contains(&&*call.name) && self.arguments(call)
            }
            Expression::Component(call) => self.component(call),
            Expression::Choice { condition, then, otherwise } => {
                self.expression(condition) && self.expression(then) && self.expression(otherwise)
            }
            Expression::Either(left, right) | Expression::Compare(left, right) => {
                self.expression(left) && self.expression(right)
            }
            Expression::Operation(operands) => self.all(operands),
            Expression::List(items) | Expression::Map(items) => self.items(items),
            Expression::Comprehension { item, names, of, condition } => {
                let all = names.key.as_deref().into_iter().chain([&*names.value]);
                self.expression(of)
                    && self.inside(all, |it| {
                        it.expression(item) && condition.as_deref().is_none_or(|condition| it.expression(condition))
                    })
            }
        }
    }

    /// Looks at what stands where these names are bound, and those that are set there.
    fn inside(&mut self, names: impl IntoIterator<Item = &'u str>, look: impl FnOnce(&mut Self) -> bool) -> bool {
        let outside = self.bound.len();
        self.bound.extend(names);
        let looked = look(self);
        self.bound.truncate(outside);
        looked
    }

    fn component(&mut self, call: &'u ComponentCall) -> bool {
        self.weight += 3;
        self.calls.push(&call.name);
        call.arguments.iter().all(|(_, value)| self.expression(value))
            && self.all(&call.spreads)
            && self.nodes(&call.body)
    }

    fn filter(&mut self, filter: &'u Call) -> bool {
        // `map` and its like call filters by a name that is only known then.
        let calls_another = filter.argument("filter").is_some();
        self.weight += 1;
        !FILTERS_THAT_LOOK.contains(&&*filter.name) && !calls_another && self.arguments(filter)
    }

    fn arguments(&mut self, call: &'u Call) -> bool {
        call.arguments.iter().all(|(_, value)| self.expression(value))
    }

    fn items(&mut self, items: &'u [Item]) -> bool {
        items.iter().all(|item| self.expression(&item.value))
    }

    fn all(&mut self, expressions: &'u [Expression]) -> bool {
        expressions.iter().all(|expression| self.expression(expression))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::set;
    use super::super::{Shapes, Usages};
    use super::turn;

    fn repeatable(text: &str) -> Vec<String> {
        let usages = Usages::analyse(&set(&[("a.html", text)]), Shapes::default());
        let mut names: Vec<String> = usages.repeatable().into_iter().map(str::to_owned).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn what_sees_more_than_its_arguments_is_not_repeatable() {
        for (body, is_one) in [
            ("{{ x.title }}{% for t in x.tags %}{{ t | upper }}{% endfor %}", true),
            ("{{ get_url(path=x.path) }}{{ x.date | date(format=\"%Y\") }}", true),
            ("{% if x is defined %}{{ [a for a in x if a] | join(sep=\"\") }}{% endif %}", true),
            ("{{ now() }}", false),
            ("{% set y = 1 + get_random(start=0, end=x) %}", false),
            ("{{ x | shuffle }}", false),
            ("{{ x | markdown }}", false),
            ("{{ x | map(filter=\"shuffle\") }}", false),
            ("{% include \"b.html\" %}", false),
            ("{{ __tera_context }}", false),
            ("{{ get_page(path=x).title }}", false),
        ] {
            let text = format!("{{% component c(x) %}}{body}{{% endcomponent c %}}");
            assert_eq!(repeatable(&text).len(), usize::from(is_one), "{body}");
        }
        assert!(repeatable("{% component c(x, @lang) %}{{ lang }}{% endcomponent c %}").is_empty());
    }

    #[test]
    fn so_is_what_calls_such_a_one_or_itself() {
        let text = "{% component a(x) %}{{ <b x={x} /> }}{% endcomponent a %}\
            {% component b(x) %}{{ x }}{% endcomponent b %}\
            {% component c(x) %}{{ <d x={x} /> }}{% endcomponent c %}\
            {% component d(x) %}{{ now() }}{% endcomponent d %}\
            {% component e(x) %}{% if x > 0 %}{{ <f x={x} /> }}{% endif %}{% endcomponent e %}\
            {% component f(x) %}{{ <e x={x - 1} /> }}{% endcomponent f %}";
        assert_eq!(repeatable(text), ["a", "b"]);
    }

    #[test]
    fn a_turn_names_the_variables_it_is_made_from() {
        let repeatable = ["card"].into_iter().collect();
        for (body, variables) in [
            ("<a href=\"{{ p.url }}\">{{ p.title | upper }}</a> {{ config.title }}", Some(vec!["config", "p"])),
            ("{% for t in p.tags %}{{ t }}{{ loop.index }}{% endfor %}{{ t }}", Some(vec!["p", "t"])),
            ("{% for k, v in p.extra %}{{ k }}{{ v }}{% endfor %}", Some(vec!["p"])),
            ("{% set x = p.a %}{{ x }}{{ [y for y in p if y] | length }}", Some(vec!["p"])),
            ("{% if p %}{% set x = 1 %}{{ x }}{% endif %}{{ y }}{% set y = 2 %}{{ y }}", Some(vec!["p", "y"])),
            ("{% if p %}{% set x = 1 %}{% endif %}{{ x }}", Some(vec!["p", "x"])),
            ("{{ <card page={p} /> }}", Some(vec!["p"])),
            ("{{ <other page={p} /> }}", None),
            ("{{ loop.index }}", None),
            ("{{ now() }}", None),
            ("{% include \"a.html\" %}", None),
            ("{% block a %}{% endblock %}", None),
            ("{% if p %}", None),
        ] {
            let found = turn(body, &repeatable).map(|turn| turn.variables);
            assert_eq!(found, variables.map(|names| names.into_iter().map(str::to_owned).collect()), "{body}");
        }
    }
}

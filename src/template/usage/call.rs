//! What expressions, filters, tests and functions look at, and what they give.

use super::super::contrib::FILTERS;
use super::clock::{TimeGrain, of_format};
use super::run::Run;
use super::shape::Shape;
use super::syntax::{Call, Expression};
use super::value::Value;

impl<'a> Run<'a> {
    /// What an expression gives.
    pub(super) fn value(&mut self, expression: &'a Expression) -> Value {
        match expression {
            Expression::Scalar | Expression::Text(_) => Value::PLAIN,
            Expression::Variable(name) => self.variable(name),
            Expression::Field(of, name) => {
                let of = self.value(of);
                self.field(of, name)
            }
            Expression::Index(of, index) => {
                let of = self.value(of);
                self.index(of, index)
            }
            Expression::Slice(of, bounds) => {
                bounds.iter().for_each(|bound| self.consume(bound));
                // Documents cannot be cut.
                self.value(of)
            }
            Expression::Filter(of, call) => {
                let of = self.value(of);
                self.filter(of, call)
            }
            Expression::Test(of, call) => {
                let of = self.value(of);
                self.test(of, call);
                Value::PLAIN
            }
            Expression::Function(call) => self.function(call),
            Expression::Component(call) => {
                self.call(call);
                Value::PLAIN
            }
            Expression::Choice { condition, then, otherwise } => {
                self.value(condition);
                let then = self.value(then);
                then.or(self.value(otherwise))
            }
            Expression::Either(left, right) => {
                let left = self.value(left);
                left.or(self.value(right))
            }
            Expression::Not(of) => {
                self.value(of);
                Value::PLAIN
            }
            Expression::Compare(left, right) => {
                self.compare(left, right);
                Value::PLAIN
            }
            Expression::Operation(operands) => {
                operands.iter().for_each(|operand| self.consume(operand));
                Value::PLAIN
            }
            Expression::List(items) => {
                let of_item = |run: &mut Self, spread: bool, value: &'a Expression| {
                    let value = run.value(value);
                    // A document cannot be spread into a list.
                    if spread { value } else { value.up() }
                };
                items.iter().fold(Value::PLAIN, |all, item| all.or(of_item(self, item.spread, &item.value)))
            }
            Expression::Map(items) => items.iter().fold(Value::PLAIN, |all, item| {
                let value = self.value(&item.value);
                if item.spread {
                    self.open(value);
                    return all.or(value);
                }
                if let Some(key) = &item.key {
                    self.hold(key, value);
                }
                all.or(value.up())
            }),
            Expression::Comprehension { item, names, of, condition } => {
                let of = self.value(of);
                let each = self.each(of);
                self.for_each(names, each, |run| {
                    if let Some(condition) = condition {
                        run.value(condition);
                    }
                    run.value(item).up()
                })
            }
        }
    }

    /// Takes all of what an expression gives.
    fn consume(&mut self, expression: &'a Expression) {
        let value = self.value(expression);
        self.whole(value);
    }

    fn arguments(&mut self, call: &'a Call) {
        call.arguments.iter().for_each(|(_, value)| self.consume(value));
    }

    fn index(&mut self, of: Value, index: &'a Expression) -> Value {
        match index {
            Expression::Text(name) => self.field(of, name),
            // The names of fields are no numbers.
            Expression::Scalar => of.down(),
            _ => {
                self.consume(index);
                self.each(of)
            }
        }
    }

    fn compare(&mut self, left: &'a Expression, right: &'a Expression) {
        let apart = left.is_scalar() || right.is_scalar();
        for side in [left, right] {
            let value = self.value(side);
            // A document, or a list of them, is never the same as a text or number; nor is a field's name looked for
            // among its fields any news.
            self.whole(if apart { Value { now: value.now, ..Value::PLAIN } } else { value });
        }
    }

    /// What a filter gives for `value`.
    pub(super) fn filter(&mut self, value: Value, call: &'a Call) -> Value {
        if matches!(&*call.name, "default" | "get") {
            return self.fallback(value, call);
        }
        if self.usages.is_older()
            && let Some(found) = self.older_filter(value, call)
        {
            return found;
        }
        self.arguments(call);
        match &*call.name {
            "first" | "last" | "nth" => value.down(),
            "reverse" => value,
            "shuffle" => {
                if call.argument("seed").is_none() {
                    self.draw();
                }
                value
            }
            "length" => {
                self.whole(Value { now: value.now, ..Value::PLAIN });
                Value::PLAIN
            }
            "unique" => {
                self.whole(value);
                value
            }
            "sort" => {
                self.by_attribute(value, call);
                value
            }
            "group_by" => {
                self.by_attribute(value, call);
                Value { opaque: true, ..value.up() }
            }
            "keys" => {
                self.open(value);
                Value::PLAIN
            }
            "values" => {
                self.open(value);
                value
            }
            "pairs" => {
                self.open(value);
                value.up()
            }
            "date" if value.now => {
                self.whole(Value { now: false, ..value });
                self.date_of_now(call);
                Value::PLAIN
            }
            name => {
                self.whole(value);
                let is_known = self.usages.is_older() || name == "say" || FILTERS.contains(&name);
                if is_known { Value::PLAIN } else { Value::UNKNOWN }
            }
        }
    }

    /// What a filter gives that only Zola 0.22 and before have.
    fn older_filter(&mut self, value: Value, call: &'a Call) -> Option<Value> {
        Some(match &*call.name {
            "slice" => {
                self.arguments(call);
                value
            }
            // Of a document the number of its fields.
            "length" => {
                self.open(value);
                Value::PLAIN
            }
            "filter" => {
                self.arguments(call);
                self.by_attribute(value, call);
                value
            }
            "map" => {
                let path = call.literal("attribute")?;
                self.arguments(call);
                path.split('.').fold(value.down(), |value, name| self.field(value, name)).up()
            }
            "concat" => call.arguments.iter().fold(value, |all, (_, with)| {
                let with = self.value(with);
                // The items of a list, or else itself.
                all.or(with.down().up()).or(with.up())
            }),
            _ => return None,
        })
    }

    /// `default(value=)` and `get(key=, default=)`.
    fn fallback(&mut self, value: Value, call: &'a Call) -> Value {
        let (mut found, other) = match (&*call.name, call.argument("key")) {
            ("get", Some(key)) => (self.index(value, key), "default"),
            ("get", None) => (self.each(value), "default"),
            _ => (value, "value"),
        };
        for (name, argument) in &call.arguments {
            let argument = self.value(argument);
            match **name == *other {
                true => found = found.or(argument),
                false => self.whole(argument),
            }
        }
        found
    }

    /// Looks at the fields by which a list is sorted or grouped.
    fn by_attribute(&mut self, list: Value, call: &'a Call) {
        let key = match call.literal("attribute") {
            Some(path) => path.split('.').fold(list.down(), |value, name| self.field(value, name)),
            None => list,
        };
        self.whole(key);
    }

    /// How finely `now() | date` looks at the clock.
    fn date_of_now(&mut self, call: &'a Call) {
        // Patterns of the Unicode kind are not read here.
        if call.argument("locale").is_some() {
            return self.look(TimeGrain::Exact);
        }
        let grain = match (call.argument("format"), call.literal("format")) {
            (None, _) => Some(TimeGrain::Day),
            (Some(_), Some(format)) => of_format(format),
            (Some(_), None) => Some(TimeGrain::Exact),
        };
        // Elsewhere a day begins in the middle of one here, but at a full minute. How far off a zone is may be shown.
        let zone = call.argument("timezone").map(|_| TimeGrain::Minute);
        if let Some(grain) = grain.max(zone) {
            self.look(grain);
        }
    }

    fn test(&mut self, value: Value, call: &'a Call) {
        self.arguments(call);
        match &*call.name {
            // What type a value is, is seen from outside.
            "defined" | "undefined" | "none" | "string" | "number" | "map" | "bool" | "array" | "integer" | "float"
            | "iterable" => {}
            "containing" if call.argument("pat").is_some_and(Expression::is_scalar) => {
                self.whole(Value { now: value.now, ..Value::PLAIN });
            }
            _ => self.whole(value),
        }
    }

    fn function(&mut self, call: &'a Call) -> Value {
        self.arguments(call);
        if &*call.name == "get_random" && call.argument("seed").is_none() {
            self.draw();
        }
        let unknown = if self.usages.is_older() { Value::PLAIN } else { Value::UNKNOWN };
        self.usages.shapes.function(&call.name).map_or(unknown, Shape::value)
    }
}

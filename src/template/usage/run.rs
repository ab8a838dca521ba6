//! Following the values of an entry template through all it is made of.
//!
//! Variables are known by name: all that is ever set under a name is joined, wherever it is set, until nothing is added.
//! Two things are told apart, as they decide whether a list's pages are taken for the own one: inside a loop's body the
//! loop's names mean its items, and after a `set` on the way there a name no longer means the render's variable.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::clock::TimeGrain;
use super::syntax::{Component, ComponentCall, Expression, File, Names, Node};
use super::value::Value;
use super::{Fields, Shape, Usage, Usages};

/// The variable of a page's template that is its own document.
const PAGE: &str = "page";

/// How deep blocks may stand in one another; Tera allows less.
const MOST_DEPTH: usize = 60;

/// A component: its file and its place there.
type ComponentId = (usize, usize);

/// Code that is rendered in a state of its own.
#[derive(Debug)]
enum Unit<'a> {
    /// The entry template.
    Entry(usize),
    /// A file it includes, and the names set before, wherever it is included.
    Include(usize, Vec<&'a str>),
    /// A component it calls.
    Component(ComponentId),
}

/// Whose variables are seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum State {
    #[default]
    Entry,
    /// Any included file's.
    Include,
    Component(ComponentId),
}

/// A loop around a place.
struct Loop<'a> {
    names: &'a Names,
    /// What its keys are, or what is set in their place.
    key: Value,
    /// Likewise its items.
    item: Value,
    /// Whether code outside its body may set them.
    leaks: bool,
}

/// Where the walk is.
#[derive(Default)]
pub(super) struct Frame<'a> {
    /// The file whose code is rendered, its parent, and so on.
    lineage: Vec<usize>,
    state: State,
    /// The loops around this place.
    loops: Vec<Loop<'a>>,
    /// Names surely set on the way here.
    assigned: Vec<&'a str>,
    /// The key below `page.extra` that is true here.
    guard: Option<&'a str>,
    depth: usize,
}

/// What was seen so far.
#[derive(Default)]
struct Seen<'a> {
    own: Option<BTreeSet<&'a str>>,
    /// Fields of the own document that were seen where a key below `page.extra` was true, and those keys.
    guarded: BTreeMap<&'a str, BTreeSet<&'a str>>,
    others: Option<BTreeSet<&'a str>>,
    time: Option<TimeGrain>,
    draws: bool,
}

/// The walk from an entry template.
pub(super) struct Run<'a> {
    pub(super) usages: &'a Usages,
    units: Vec<Unit<'a>>,
    frame: Frame<'a>,
    seen: Seen<'a>,
    /// What is set, by name.
    sets: FxHashMap<(State, &'a str), Value>,
    /// Likewise, in whatever state.
    all_sets: FxHashMap<&'a str, Value>,
    /// What loops bind.
    items: FxHashMap<&'a str, Value>,
    /// What loops and components bind and included files or parents' blocks see.
    leaking: FxHashMap<&'a str, Value>,
    /// What maps that templates write out hold, by key.
    entries: FxHashMap<&'a str, Value>,
    /// What components are given.
    parameters: FxHashMap<(ComponentId, &'a str), Value>,
    /// Likewise, whatever the component.
    given: FxHashMap<&'a str, Value>,
    changed: bool,
    /// Something is not understood: the walk ends.
    strange: bool,
}

impl<'a> Run<'a> {
    pub(super) fn new(usages: &'a Usages) -> Run<'a> {
        let seen = Seen { own: Some(BTreeSet::new()), others: Some(BTreeSet::new()), ..Seen::default() };
        Run {
            usages,
            units: Vec::new(),
            frame: Frame::default(),
            seen,
            sets: FxHashMap::default(),
            all_sets: FxHashMap::default(),
            items: FxHashMap::default(),
            leaking: FxHashMap::default(),
            entries: FxHashMap::default(),
            parameters: FxHashMap::default(),
            given: FxHashMap::default(),
            changed: false,
            strange: false,
        }
    }

    /// What the template in the file `at` can see; `None` if that is not known.
    pub(super) fn entry(mut self, at: usize) -> Option<Usage> {
        self.units.push(Unit::Entry(at));
        loop {
            self.changed = false;
            let mut unit = 0;
            while unit < self.units.len() {
                self.unit(unit)?;
                if self.strange {
                    return None;
                }
                unit += 1;
            }
            if !self.changed {
                break;
            }
        }
        let mut files = BTreeSet::new();
        for unit in &self.units {
            match unit {
                Unit::Entry(at) | Unit::Include(at, _) => {
                    files.extend(self.lineage(*at)?.into_iter().map(|at| self.usages.names[at].clone()));
                }
                Unit::Component((at, _)) => drop(files.insert(self.usages.names[*at].clone())),
            }
        }
        let fields = |names: Option<BTreeSet<&str>>| match names {
            Some(names) => Fields::Named(names.into_iter().map(str::to_owned).collect()),
            None => Fields::All,
        };
        let Seen { mut own, mut guarded, others, time, draws } = self.seen;
        match &mut own {
            Some(own) => {
                guarded.retain(|field, _| !own.contains(field));
                own.extend(guarded.keys());
            }
            None => guarded.clear(),
        }
        let owned = |keys: BTreeSet<&str>| keys.into_iter().map(str::to_owned).collect();
        let guards = guarded.into_iter().map(|(field, keys)| (field.to_owned(), owned(keys))).collect();
        let (own, others) = (fields(own), fields(others));
        if self.usages.is_older() {
            return Some(self.usages.of_older_fields(own, guards, others));
        }
        Some(Usage { files, own, guards, others, time, draws, looks: OnceLock::new() })
    }

    /// Walks through a unit. `None` if it is not understood.
    fn unit(&mut self, unit: usize) -> Option<()> {
        let usages = self.usages;
        self.frame = Frame::default();
        match &self.units[unit] {
            Unit::Entry(at) => {
                self.frame.lineage = self.lineage(*at)?;
                let base = *self.frame.lineage.last()?;
                self.nodes(&self.file(base)?.nodes);
            }
            Unit::Include(at, assigned) => {
                let at = *at;
                self.frame.assigned.clone_from(assigned);
                self.frame.state = State::Include;
                self.frame.lineage = self.lineage(at)?;
                let file = self.file(at)?;
                // Which blocks are shown then is another question there.
                self.strange |= self.usages.is_older() && !(file.parent.is_none() && file.blocks.is_empty());
                match file.parent {
                    None => self.nodes(&file.nodes),
                    // An include shows the file's own blocks, not its parent.
                    Some(_) => {
                        let blocks = file.nodes.iter().filter(|node| matches!(node, Node::Block(_)));
                        blocks.for_each(|block| self.node(block));
                    }
                }
            }
            Unit::Component(id) => {
                let id = *id;
                let component = self.component(id)?;
                self.frame.state = State::Component(id);
                self.frame.lineage = vec![id.0];
                if component.leaks {
                    let names = component.parameters.iter().map(|(name, _)| name).chain(&component.rest);
                    for name in names {
                        let value = self.parameters.get(&(id, &**name)).copied().unwrap_or_default();
                        join(&mut self.leaking, name, value, &mut self.changed);
                    }
                }
                self.nodes(&usages.files[id.0].as_ref()?.components[id.1].body);
            }
        }
        Some(())
    }

    fn file(&self, at: usize) -> Option<&'a File> {
        self.usages.files[at].as_ref()
    }

    fn component(&self, (file, place): ComponentId) -> Option<&'a Component> {
        self.file(file)?.components.get(place)
    }

    /// A file, its parent, its parent's parent, … `None` if one is missing or not understood.
    fn lineage(&self, at: usize) -> Option<Vec<usize>> {
        let mut lineage = vec![at];
        let mut file = self.file(at)?;
        while let Some(parent) = &file.parent {
            let at = self.usages.place(parent).filter(|at| !lineage.contains(at))?;
            lineage.push(at);
            file = self.file(at)?;
        }
        Some(lineage)
    }

    fn nodes(&mut self, nodes: &'a [Node]) {
        let assigned = self.frame.assigned.len();
        for node in nodes {
            self.node(node);
        }
        self.frame.assigned.truncate(assigned);
    }

    fn node(&mut self, node: &'a Node) {
        match node {
            Node::Output(expression) => {
                let value = self.value(expression);
                self.whole(value);
            }
            Node::Set(name, expression) => {
                let value = self.value(expression);
                self.set(name, value);
            }
            Node::Capture { name, filters, body } => {
                self.nodes(body);
                let value = filters.iter().fold(Value::PLAIN, |value, filter| self.filter(value, filter));
                self.set(name, value);
            }
            Node::Filtered { filters, body } => {
                self.nodes(body);
                let value = filters.iter().fold(Value::PLAIN, |value, filter| self.filter(value, filter));
                self.whole(value);
            }
            Node::Include(name) => match self.usages.place(name) {
                Some(at) => self.include(at),
                // The next one of several that are tried, or none.
                None => self.strange |= !self.usages.is_older(),
            },
            Node::Block(name) => self.block(name),
            Node::If { condition, then, otherwise } => {
                // Whether a document or a list is there is no look into it.
                self.value(condition);
                let around = self.frame.guard;
                self.frame.guard = around.or_else(|| self.guard(condition));
                self.nodes(then);
                self.frame.guard = around;
                self.nodes(otherwise);
            }
            Node::For { names, of, body, otherwise, leaks } => {
                let of = self.value(of);
                let item = self.each(of);
                if *leaks {
                    join(&mut self.leaking, &names.value, item, &mut self.changed);
                }
                self.within(Loop { names, key: Value::PLAIN, item, leaks: *leaks }, |run| run.nodes(body));
                self.nodes(otherwise);
            }
        }
    }

    /// The key, if the condition is nothing but `page.extra.key` of the own page.
    fn guard(&mut self, condition: &'a Expression) -> Option<&'a str> {
        let Expression::Field(of, key) = condition else { return None };
        let Expression::Field(of, extra) = &**of else { return None };
        let Expression::Variable(page) = &**of else { return None };
        let is_own = (&**page, &**extra) == (PAGE, "extra") && self.variable(page) == Value::OWN;
        is_own.then_some(&**key)
    }

    fn set(&mut self, name: &'a str, value: Value) {
        if let Some(around) = self.frame.loops.iter_mut().rev().find(|around| around.names.bind(name)) {
            let bound = if *around.names.value == *name { &mut around.item } else { &mut around.key };
            *bound = bound.or(value);
        }
        join(&mut self.sets, (self.frame.state, name), value, &mut self.changed);
        join(&mut self.all_sets, name, value, &mut self.changed);
        self.frame.assigned.push(name);
    }

    /// Does something for the items of a comprehension.
    pub(super) fn for_each<T>(&mut self, names: &'a Names, item: Value, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.within(Loop { names, key: Value::PLAIN, item, leaks: false }, inside)
    }

    fn within<T>(&mut self, around: Loop<'a>, inside: impl FnOnce(&mut Self) -> T) -> T {
        join(&mut self.items, &around.names.value, around.item, &mut self.changed);
        self.frame.loops.push(around);
        let found = inside(self);
        self.frame.loops.pop();
        found
    }

    fn include(&mut self, at: usize) {
        // A name whose value is undefined is looked up further, as if it were not set.
        let passed = |name: &&&str| self.usages.bound.get(**name) == Some(&false);
        let assigned: Vec<&str> = self.frame.assigned.iter().filter(passed).copied().collect();
        for unit in &mut self.units {
            if let Unit::Include(known, before) = unit
                && *known == at
            {
                let length = before.len();
                before.retain(|name| assigned.contains(name));
                self.changed |= before.len() < length;
                return;
            }
        }
        self.units.push(Unit::Include(at, assigned));
    }

    /// The nearest file's block; its parent's too where it calls it, and so on.
    fn block(&mut self, name: &str) {
        self.frame.depth += 1;
        if self.frame.depth > MOST_DEPTH {
            self.strange = true;
        }
        let loops = std::mem::take(&mut self.frame.loops);
        for place in 0..self.frame.lineage.len() {
            let file = self.frame.lineage[place];
            let Some(block) = self.file(file).and_then(|file| file.block(name)) else { continue };
            if self.strange {
                break;
            }
            self.nodes(&block.body);
            if !block.calls_super {
                break;
            }
        }
        self.frame.loops = loops;
        self.frame.depth -= 1;
    }

    pub(super) fn call(&mut self, call: &'a ComponentCall) {
        self.nodes(&call.body);
        for spread in &call.spreads {
            let value = self.value(spread);
            self.whole(value);
        }
        let found = self.usages.components.get(&call.name).copied().filter(|_| self.usages.is_complete());
        let Some((id, component)) = found.and_then(|id| Some((id, self.component(id)?))) else {
            self.strange = true;
            return;
        };
        if !self.units.iter().any(|unit| matches!(unit, Unit::Component(known) if *known == id)) {
            self.units.push(Unit::Component(id));
        }
        for (name, value) in &call.arguments {
            let value = self.value(value);
            let declared = component.parameters.iter().any(|(parameter, _)| parameter == name);
            match &component.rest {
                Some(rest) if !declared => {
                    self.hold(name, value);
                    self.give(id, rest, value.up());
                }
                _ => self.give(id, name, value),
            }
        }
        for (name, implicit) in &component.parameters {
            if *implicit && !call.arguments.iter().any(|(given, _)| given == name) {
                let value = self.anywhere(name);
                self.give(id, name, value);
            }
        }
    }

    fn give(&mut self, id: ComponentId, name: &'a str, value: Value) {
        join(&mut self.parameters, (id, name), value, &mut self.changed);
        join(&mut self.given, name, value, &mut self.changed);
    }

    /// What a variable means here.
    pub(super) fn variable(&mut self, name: &'a str) -> Value {
        if name == "__tera_context" {
            self.whole(Value::OWN.or(Value::NOW));
            return Value::PLAIN;
        }
        if self.usages.is_older() {
            return self.anywhere(name);
        }
        let set = match self.frame.state {
            State::Include => get(&self.all_sets, name),
            state => self.sets.get(&(state, name)).copied().unwrap_or_default(),
        };
        if let Some(around) = self.frame.loops.iter().rev().find(|around| around.names.bind(name)) {
            let bound = if *around.names.value == *name { around.item } else { around.key };
            return if around.leaks { bound.or(set) } else { bound };
        }
        if let State::Component(id) = self.frame.state {
            return self.parameters.get(&(id, name)).copied().unwrap_or_default().or(set);
        }
        let given = if self.frame.assigned.contains(&name) { Value::PLAIN } else { self.given_by_render(name) };
        given.or(set).or(get(&self.leaking, name))
    }

    /// What a name may mean to whoever calls a component, and to its callers.
    fn anywhere(&self, name: &str) -> Value {
        let bound = get(&self.all_sets, name).or(get(&self.items, name)).or(get(&self.given, name));
        self.given_by_render(name).or(bound)
    }

    /// The render's variable of that name. A name that is not known but that templates bind is theirs.
    fn given_by_render(&self, name: &str) -> Value {
        // What shortcodes are given is no document.
        let is_plain = || self.usages.is_older() || self.usages.bound.contains_key(name);
        let theirs = || if is_plain() { Value::PLAIN } else { Value::UNKNOWN };
        self.usages.shapes.variable(name).map_or_else(theirs, Shape::value)
    }

    /// All of the value is looked at.
    pub(super) fn whole(&mut self, value: Value) {
        if value.own.any() {
            self.seen.own = None;
        }
        // The own document's relations are other documents.
        if value.own.any() || value.others.any() {
            self.seen.others = None;
        }
        if value.now {
            self.look(TimeGrain::Exact);
        }
    }

    /// If the value is a document, all of it is looked at.
    pub(super) fn open(&mut self, value: Value) {
        if value.own.here() {
            self.whole(Value::OWN);
        }
        if value.others.here() {
            self.whole(Value::DOCUMENT);
        }
    }

    /// The items of a list or map.
    pub(super) fn each(&mut self, value: Value) -> Value {
        self.open(value);
        value.down()
    }

    /// A field of the value.
    pub(super) fn field(&mut self, value: Value, name: &'a str) -> Value {
        if value.own.here() {
            match self.frame.guard {
                Some(guard) => drop(self.seen.guarded.entry(name).or_default().insert(guard)),
                None => drop(self.seen.own.as_mut().map(|names| names.insert(name))),
            }
        }
        if value.others.here() {
            let _ = self.seen.others.as_mut().map(|names| names.insert(name));
        }
        // Of a map that the template wrote out, what any such map has under the name.
        let held = if value.opaque { value.down() } else { value.down().and(get(&self.entries, name)) };
        match value.is_document() {
            true => held.or(self.usages.shapes.field(name).map_or(Value::UNKNOWN, Shape::value)),
            false => held,
        }
    }

    /// A map has the value under the key.
    pub(super) fn hold(&mut self, key: &'a str, value: Value) {
        join(&mut self.entries, key, value, &mut self.changed);
    }

    /// The clock is looked at.
    pub(super) fn look(&mut self, grain: TimeGrain) {
        self.seen.time = self.seen.time.max(Some(grain));
    }

    /// Chance is asked.
    pub(super) fn draw(&mut self) {
        self.seen.draws = true;
    }
}

fn get(values: &FxHashMap<&str, Value>, name: &str) -> Value {
    values.get(name).copied().unwrap_or_default()
}

fn join<K: std::hash::Hash + Eq>(values: &mut FxHashMap<K, Value>, key: K, value: Value, changed: &mut bool) {
    let known = values.entry(key).or_default();
    let joined = known.or(value);
    *changed |= joined != *known;
    *known = joined;
}

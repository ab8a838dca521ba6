//! An expression as steps for the matcher.

use super::class::Class;
use super::first::{Dispatch, First};
use super::node::{Greed, Node, Place};

/// How many steps a program may have.
const LONGEST: usize = 60_000;

/// A step. It goes on to the next unless it says where.
#[derive(Debug)]
pub enum Step {
    /// One character of the set.
    Class(Class),
    /// This text.
    Text(Box<str>),
    /// A place.
    Place(Place),
    /// Characters of a set, as many as can be; the number that is tried first is `greed`'s.
    Run {
        /// The set.
        class: Class,
        /// The least number.
        least: u32,
        /// The greatest.
        most: u32,
        /// Which number is tried first.
        greed: Greed,
    },
    /// Goes on at the first step, and if that leads nowhere at the second.
    Either(usize, usize),
    /// Goes on at the first of the steps that leads to a match, of those that can start here.
    Choice(Box<Dispatch>, Box<[usize]>),
    /// Goes on there.
    Go(usize),
    /// The steps up to `then`, of which only the first way through counts.
    Atomic {
        /// Where it goes on.
        then: usize,
    },
    /// The steps up to `then` must lead, or must not lead, to a match from here.
    Ahead {
        /// Whether they must not.
        not: bool,
        /// Where it goes on.
        then: usize,
    },
    /// One of these, each so many characters before, must lead to a match that ends here, or none must.
    Behind {
        /// Whether none must.
        not: bool,
        /// The number of characters, and the first step.
        ways: Box<[(u32, usize)]>,
        /// Where it goes on.
        then: usize,
    },
    /// The end: of the program, or of steps that stand for themselves.
    Match,
}

/// The steps of an expression; `None` if it is left to Oniguruma.
pub fn compile(node: &Node) -> Option<Box<[Step]>> {
    let mut steps = Steps(Vec::new());
    steps.add(node)?;
    steps.0.push(Step::Match);
    Some(steps.0.into())
}

struct Steps(Vec<Step>);

impl Steps {
    /// A step that is filled in later.
    fn reserve(&mut self) -> usize {
        self.0.push(Step::Match);
        self.0.len() - 1
    }

    fn here(&self) -> usize {
        self.0.len()
    }

    fn add(&mut self, node: &Node) -> Option<()> {
        if self.0.len() > LONGEST {
            return None;
        }
        match node {
            Node::Class(class) => self.0.push(Step::Class(*class)),
            Node::Char(c) => self.0.push(Step::Text(c.to_string().into())),
            Node::Place(place) => self.0.push(Step::Place(*place)),
            Node::Opaque => return None,
            Node::Sequence(nodes) => self.sequence(nodes)?,
            Node::Choice(nodes) => self.choice(nodes)?,
            Node::Atomic(node) => self.atomic(node)?,
            Node::Ahead { not, node } => {
                let at = self.reserve();
                self.apart(node)?;
                self.0[at] = Step::Ahead { not: *not, then: self.here() };
            }
            Node::Behind { not, node } => {
                let at = self.reserve();
                let nodes = match &**node {
                    Node::Choice(nodes) => nodes.as_slice(),
                    node => std::slice::from_ref(node),
                };
                let mut ways = Vec::new();
                for node in nodes {
                    ways.push((node.width()?, self.here()));
                    self.apart(node)?;
                }
                self.0[at] = Step::Behind { not: *not, ways: ways.into(), then: self.here() };
            }
            Node::Repeat { node, least, most, greed } => self.repeat(node, *least, *most, *greed)?,
        }
        Some(())
    }

    /// Steps that end by themselves.
    fn apart(&mut self, node: &Node) -> Option<()> {
        self.add(node)?;
        self.0.push(Step::Match);
        Some(())
    }

    fn atomic(&mut self, node: &Node) -> Option<()> {
        let at = self.reserve();
        self.apart(node)?;
        self.0[at] = Step::Atomic { then: self.here() };
        Some(())
    }

    /// Characters that stand one after the other become one text.
    fn sequence(&mut self, nodes: &[Node]) -> Option<()> {
        let only = |node: &Node| match node {
            Node::Class(class) => class.only(),
            Node::Char(c) => Some(*c),
            _ => None,
        };
        let mut at = 0;
        while at < nodes.len() {
            let text: String = nodes[at..].iter().map_while(only).collect();
            match text.chars().count() {
                0 | 1 => {
                    self.add(&nodes[at])?;
                    at += 1;
                }
                count => {
                    self.0.push(Step::Text(text.into()));
                    at += count;
                }
            }
        }
        Some(())
    }

    fn choice(&mut self, nodes: &[Node]) -> Option<()> {
        if nodes.len() > Dispatch::MOST {
            return None;
        }
        let at = self.reserve();
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for node in nodes {
            starts.push(self.here());
            self.add(node)?;
            ends.push(self.reserve());
        }
        for end in ends {
            self.0[end] = Step::Go(self.here());
        }
        let firsts: Vec<First> = nodes.iter().map(First::of).collect();
        self.0[at] = Step::Choice(Box::new(Dispatch::new(&firsts)), starts.into());
        Some(())
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, greed: Greed) -> Option<()> {
        if let Node::Class(class) = node {
            let class = *class;
            self.0.push(Step::Run { class, least, most: most.unwrap_or(u32::MAX), greed });
            return Some(());
        }
        if greed == Greed::Possessive {
            let greedy = Node::Repeat { node: Box::new(node.clone()), least, most, greed: Greed::Greedy };
            return self.atomic(&greedy);
        }
        // Rounds that take nothing are a matter of their own.
        if node.can_be_empty() && most != Some(1) {
            return None;
        }
        for _ in 0..least {
            self.add(node)?;
        }
        let either =
            |more, less| if greed == Greed::Lazy { Step::Either(less, more) } else { Step::Either(more, less) };
        let Some(most) = most else {
            let again = self.reserve();
            self.add(node)?;
            self.0.push(Step::Go(again));
            self.0[again] = either(again + 1, self.here());
            return Some(());
        };
        let mut stops = Vec::new();
        for _ in least..most {
            stops.push(self.reserve());
            self.add(node)?;
        }
        for stop in stops {
            self.0[stop] = either(stop + 1, self.here());
        }
        Some(())
    }
}

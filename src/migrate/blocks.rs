//! Blocks that share a name in one template, as branches of an `if` could have them: since 0.23 each has a name of its own
//! (checklist MT-15).

use std::collections::BTreeMap;

use super::site::Site;
use super::visit;
use crate::template::tera1::syntax::{Block, Node};

/// The names that blocks get which share theirs with one before them in their template.
#[derive(Default)]
pub(super) struct Blocks {
    /// By template and name: the further names.
    further: BTreeMap<(usize, String), Vec<String>>,
}

impl Blocks {
    /// Looks at all templates of a site. Blocks stay as they are where one that takes their place holds further blocks: to
    /// write it twice would double those.
    pub fn of(site: &Site) -> Blocks {
        let all: Vec<Vec<&Block>> = site.templates.iter().map(|file| blocks(&file.tree.nodes)).collect();
        let name = |file: usize, block: &Block| block.name.of(&site.templates[file].source.text).to_owned();
        let taken = |wanted: &str| {
            all.iter().enumerate().any(|(file, own)| own.iter().any(|block| name(file, block) == wanted))
        };
        let mut further = BTreeMap::new();
        for (file, own) in all.iter().enumerate() {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            own.iter().for_each(|block| *counts.entry(name(file, block)).or_default() += 1);
            for (shared, count) in counts.into_iter().filter(|(_, count)| *count > 1) {
                let holds_blocks = |other: usize| {
                    all[other].iter().any(|block| name(other, block) == shared && !blocks(&block.body).is_empty())
                };
                if (0..all.len()).any(|other| site.ancestors(other).contains(&file) && holds_blocks(other)) {
                    continue;
                }
                let new = |number: usize| {
                    let mut new = format!("{shared}_{number}");
                    while taken(&new) {
                        new.push('_');
                    }
                    new
                };
                further.insert((file, shared.clone()), (2..=count).map(new).collect());
            }
        }
        Blocks { further }
    }

    /// The further names of the blocks `name` in the template number `file`; none where they keep theirs.
    pub fn further(&self, file: usize, name: &str) -> &[String] {
        self.further.get(&(file, name.to_owned())).map_or(&[], Vec::as_slice)
    }
}

fn blocks(nodes: &[Node]) -> Vec<&Block> {
    let mut found = Vec::new();
    visit::nodes(nodes, &mut |node| {
        if let Node::Block(block) = node {
            found.push(block);
        }
    });
    found
}

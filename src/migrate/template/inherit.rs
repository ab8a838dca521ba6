//! Templates that extend others: only their blocks were ever shown, and only those an ancestor has (checklist MT-15).

use super::Rewriter;
use crate::migrate::code::{DEAD_BLOCK, DEAD_CODE, TWO_BLOCKS};
use crate::migrate::visit;
use crate::template::tera1::syntax::{Block, Node, Span, Tag};

impl<'s> Rewriter<'s> {
    /// The top level of a template that extends another.
    pub fn child(&mut self, nodes: &'s [Node]) {
        for node in nodes {
            match node {
                Node::Block(_) => self.child_block(node),
                Node::Macro(_) | Node::Import(..) | Node::Extends(..) | Node::Comment(..) => self.node(node),
                Node::Text(span) if self.of(*span).trim().is_empty() => {}
                _ => self.dead(node),
            }
        }
    }

    fn child_block(&mut self, node: &'s Node) {
        let Node::Block(block) = node else { return };
        let name = self.of(block.name);
        match self.site.blocks_above(self.index) {
            Some(known) if !known.contains(&name) => {
                self.note_with(&DEAD_BLOCK, block.open.span, "name", name);
                self.dead_inside(block.open, &block.body, block.close);
            }
            _ => {
                self.node(node);
                self.repeat(block);
            }
        }
    }

    /// Writes a block again under each further name that the blocks it takes the place of have since.
    fn repeat(&mut self, block: &'s Block) {
        let site = self.site;
        let name = self.of(block.name);
        let mut further: Vec<&String> =
            site.ancestors(self.index).into_iter().flat_map(|above| site.blocks.further(above, name)).collect();
        further.dedup();
        let body = self.edits.applied(self.text, block.open.span.end as usize..block.close.span.start as usize);
        let dash = |trims: bool| if trims { "-" } else { "" };
        for new in further {
            let [open, close] = [(block.open, "block"), (block.close, "endblock")]
                .map(|(tag, word)| format!("{{%{} {word} {new} {}%}}", dash(tag.trims_left), dash(tag.trims_right)));
            self.edits.insert(block.close.span.end as usize, format!("{open}{body}{close}"));
        }
    }

    /// Takes away what was never shown; blocks in it were all the same.
    fn dead(&mut self, node: &'s Node) {
        let span = span_of(node);
        let text = self.of(span);
        if !text.trim().is_empty() {
            let start = span.start as usize + (text.len() - text.trim_start().len());
            if let (Node::Text(_), Some(comment)) = (node, as_comment(text.trim())) {
                self.edits.replace(start..start + text.trim().len(), comment);
                return;
            }
            let first_line = self.text[start..span.end as usize].lines().next().unwrap_or_default().len();
            self.note(&DEAD_CODE, start..start + first_line);
        }
        match node {
            Node::If(choice) => {
                for branch in &choice.branches {
                    self.edits.remove(branch.tag.span.range());
                    branch.body.iter().for_each(|node| self.hoist(node));
                }
                if let Some((tag, body)) = &choice.otherwise {
                    self.edits.remove(tag.span.range());
                    body.iter().for_each(|node| self.hoist(node));
                }
                self.edits.remove(choice.close.span.range());
            }
            Node::Filter(filter) => self.dead_inside(filter.open, &filter.body, filter.close),
            _ => {
                // With the end of its line, where nothing else stands on it.
                let end = span.end as usize;
                let line = &self.text[end..];
                let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
                let newline = usize::from(line[blank..].starts_with('\n'));
                self.edits.remove(span.start as usize..if newline == 1 { end + blank + 1 } else { end });
            }
        }
    }

    fn dead_inside(&mut self, open: Tag, body: &'s [Node], close: Tag) {
        self.edits.remove(open.span.range());
        body.iter().for_each(|node| self.hoist(node));
        self.edits.remove(close.span.range());
    }

    fn hoist(&mut self, node: &'s Node) {
        match node {
            Node::Block(_) => self.child_block(node),
            Node::If(_) | Node::Filter(_) => self.dead(node),
            Node::Comment(..) => {}
            Node::Text(span) if self.of(*span).trim().is_empty() => {}
            _ => self.edits.remove(span_of(node).range()),
        }
    }

    /// Gives blocks that share a name names of their own, or notes where that cannot be.
    pub fn part_double_blocks(&mut self) {
        let mut names: Vec<Span> = Vec::new();
        visit::nodes(&self.file.tree.nodes, &mut |node| {
            if let Node::Block(block) = node {
                names.push(block.name);
            }
        });
        for (at, name) in names.iter().enumerate().skip(1) {
            let text = self.of(*name);
            let before = names[..at].iter().filter(|before| self.of(**before) == text).count();
            match (before, self.site.blocks.further(self.index, text)) {
                (0, _) => {}
                (_, []) => self.note_with(&TWO_BLOCKS, *name, "name", text),
                (_, further) => {
                    if let Some(new) = further.get(before - 1) {
                        self.renamed_blocks.insert(name.start, new);
                    }
                }
            }
        }
    }
}

/// Comments of HTML as comments of the template, if the text is nothing else.
fn as_comment(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (inner, after) = rest.strip_prefix("<!--")?.split_once("-->")?;
        if inner.contains("#}") {
            return None;
        }
        let next = after.trim_start();
        out.push_str(&format!("{{#{inner}#}}{}", &after[..after.len() - next.len()]));
        rest = next;
    }
    Some(out)
}

/// All bytes of a node.
pub(super) fn span_of(node: &Node) -> Span {
    match node {
        Node::Text(span) => *span,
        Node::Comment(tag, _)
        | Node::Output(tag, _)
        | Node::Super(tag)
        | Node::Set(tag, _)
        | Node::Include(tag, _)
        | Node::Extends(tag, _)
        | Node::Import(tag, ..)
        | Node::Break(tag)
        | Node::Continue(tag) => tag.span,
        Node::Raw(open, _, close) => open.span.to(close.span),
        Node::If(choice) => {
            let open = choice.branches.first().map_or(choice.close.span, |branch| branch.tag.span);
            open.to(choice.close.span)
        }
        Node::For(found) => found.open.span.to(found.close.span),
        Node::Block(block) => block.open.span.to(block.close.span),
        Node::Macro(found) => found.open.span.to(found.close.span),
        Node::Filter(filter) => filter.open.span.to(filter.close.span),
    }
}

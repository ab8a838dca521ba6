//! The parts of a template in order: text, choices, loops, assignments.

use super::super::code::{INCLUDED_CHILD, LOOP_OVER, LOOP_WITH_KEY, LOOP_WITHOUT_KEY, NOT_LOOPED};
use super::super::fault::{Failure, Fault};
use super::super::frame::{Flow, Frame, FrameKind, Turns};
use super::super::program::{Body, Filtered, For, Kind, Node};
use super::super::value::{self, Json, json, kind_words};
use super::Render;
use super::expression::text_value;

impl<'a> Render<'a> {
    /// Shows parts in a row, until a loop ends this turn.
    pub(super) fn body(&mut self, body: &'a Body, out: &mut Vec<u8>) -> Result<(), Failure> {
        for node in body {
            self.node(node, out)?;
            if self.frame().turns.as_ref().is_some_and(|turns| turns.flow != Flow::On) {
                break;
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &'a Node, out: &mut Vec<u8>) -> Result<(), Failure> {
        match node {
            Node::Text(span) | Node::Raw(span) => {
                let text = span.of(&self.template(self.file).source.text);
                out.extend_from_slice(text.as_bytes());
                Ok(())
            }
            Node::Nothing => Ok(()),
            Node::Output(value) => self.show(value, out),
            Node::Set(set) => {
                let value = self.plain(&set.value)?;
                self.assign(set.name, set.global, value);
                Ok(())
            }
            Node::If(choice) => {
                for (condition, body) in &choice.branches {
                    if self.holds(condition)? {
                        return self.body(body, out);
                    }
                }
                choice.otherwise.as_ref().map_or(Ok(()), |body| self.body(body, out))
            }
            Node::For(found) => self.for_loop(found, out),
            Node::Block(block) => self.block(block, out),
            Node::Super(span) => self.parent_block(*span, out),
            Node::Include(include) => self.include(include, out),
            Node::Filter(section) => self.section(section, out),
            Node::Extends(span) => self.fail(Fault::new(&INCLUDED_CHILD), *span),
            Node::Break => {
                self.flow(Flow::Break);
                Ok(())
            }
            Node::Continue => {
                self.flow(Flow::Continue);
                Ok(())
            }
        }
    }

    fn flow(&mut self, flow: Flow) {
        if let Some(turns) = &mut self.frame_mut().turns {
            turns.flow = flow;
        }
    }

    fn section(&mut self, section: &'a Filtered, out: &mut Vec<u8>) -> Result<(), Failure> {
        let mut inner = Vec::new();
        self.body(&section.body, &mut inner)?;
        match &section.call {
            None => out.extend_from_slice(&inner),
            Some(call) => {
                let (value, _) = self.call_filter(&text_value(inner), call)?;
                value::print(&value, out);
            }
        }
        Ok(())
    }

    fn for_loop(&mut self, found: &'a For, out: &mut Vec<u8>) -> Result<(), Failure> {
        let span = found.container.span;
        if !matches!(found.container.kind, Kind::Path(..) | Kind::Context | Kind::Call(_) | Kind::Array(_)) {
            return self.fail(Fault::new(&NOT_LOOPED), span);
        }
        let container = self.plain(&found.container)?;
        let (zh, en) = kind_words(&container);
        let wrong = |code| Fault::new(code).arg("got_zh", zh).arg("got", en);
        let fault = match (json(&container), found.key) {
            (Json::Array(_) | Json::Text(_), Some(_)) => Some(wrong(&LOOP_WITH_KEY)),
            (Json::Map(_), None) => Some(Fault::new(&LOOP_WITHOUT_KEY)),
            (Json::Array(_) | Json::Text(_) | Json::Map(_), _) => None,
            _ => Some(wrong(&LOOP_OVER)),
        };
        if let Some(fault) = fault {
            return self.fail(fault, span);
        }
        let Some(turns) = Turns::new(found.key, found.value, container) else { return Ok(()) };
        let count = turns.len();
        if count == 0 {
            return found.otherwise.as_ref().map_or(Ok(()), |body| self.body(body, out));
        }
        let mut frame = Frame::new(FrameKind::Loop, self.frame().template);
        frame.turns = Some(turns);
        self.frames.push(frame);
        for _ in 0..count {
            self.body(&found.body, out)?;
            let frame = self.frame_mut();
            let Some(turns) = &mut frame.turns else {
                // An error swallowed in the loop left its frame on top of the loop's.
                return self.fail(Fault::new(&NOT_LOOPED), span);
            };
            if turns.flow == Flow::Break {
                break;
            }
            turns.turn += 1;
            turns.flow = Flow::On;
            frame.variables.clear();
        }
        self.pop();
        Ok(())
    }
}

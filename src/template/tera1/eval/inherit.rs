//! What takes a render from one template into another: blocks, parents, includes, macros.

use std::borrow::Cow;
use std::sync::Arc;

use tera::Value;

use super::super::code::{
    BLOCK_OF, IMPORT_CIRCLE, INCLUDE_MISSING, MACRO_ARGUMENT, NO_MACRO, NO_NAMESPACE, SUPER_AT_TOP,
};
use super::super::fault::{Failure, Fault, Known, came_from};
use super::super::frame::{Frame, FrameKind};
use super::super::program::{Block, Include, Macro, MacroCall, Symbol, TemplateId};
use super::super::repeat::{Kept, Repeatable};
use super::super::syntax::Span;
use super::Render;
use crate::template::code::CALLED_FROM;
use crate::template::kept;

impl<'a> Render<'a> {
    /// Shows a block: as the template that runs or the nearest of its parents fills it.
    pub(super) fn block(&mut self, block: &'a Arc<Block>, out: &mut Vec<u8>) -> Result<(), Failure> {
        let active = self.frame().template;
        let line = std::iter::once(active).chain(self.template(active).parents.iter().copied());
        for (level, template) in line.enumerate() {
            if let Some(filled) = self.template(template).blocks.get(&block.name) {
                self.blocks.push((block.name, template, level));
                return self.enter(template, block.span, filled, out);
            }
        }
        self.body(&block.body, out)
    }

    /// Shows the same block as the next parent that has it fills it.
    pub(super) fn parent_block(&mut self, span: Span, out: &mut Vec<u8>) -> Result<(), Failure> {
        let parents = &self.template(self.leaf).parents;
        let Some((name, _, level)) = self.blocks.last().copied() else {
            return self.fail(Fault::new(&SUPER_AT_TOP), span);
        };
        for (above, parent) in parents.iter().enumerate().skip(level) {
            let Some(filled) = self.template(*parent).blocks.get(&name) else { continue };
            self.blocks.push((name, *parent, above + 1));
            self.enter(*parent, span, filled, out)?;
            self.blocks.pop();
            if above + 1 >= parents.len() {
                self.blocks.pop();
            }
            return Ok(());
        }
        self.fail(Fault::new(&SUPER_AT_TOP), span)
    }

    fn enter(
        &mut self,
        template: TemplateId,
        span: Span,
        block: &'a Arc<Block>,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let from = self.file;
        let result = self.within(template, span, |render| render.body(&block.body, out));
        if from == template { result } else { came_from(result, from, span, BLOCK_OF) }
    }

    /// Shows another template, which sees the variables here.
    pub(super) fn include(&mut self, include: &'a Include, out: &mut Vec<u8>) -> Result<(), Failure> {
        let Some(template) = include.found else {
            if include.ignore_missing {
                return Ok(());
            }
            let name = include.names.join(", ");
            let fault = Fault::new(&INCLUDE_MISSING).arg("name", &name);
            let first = include.names.first().map_or("", |name| name);
            return self.fail(fault.wrong(first, Known::Templates), include.span);
        };
        if self.template(template).namespaces.is_none() {
            return self.fail(self.import_circle(template), include.span);
        }
        self.frames.push(Frame::new(FrameKind::Include, template));
        let from = self.file;
        let body = &self.template(template).body;
        let result = self.within(template, include.span, |render| render.body(body, out));
        came_from(result, from, include.span, CALLED_FROM)?;
        self.pop();
        Ok(())
    }

    /// Shows what a macro makes of its arguments.
    pub(super) fn call_macro(&mut self, call: &'a MacroCall, out: &mut Vec<u8>) -> Result<(), Failure> {
        // Not the file the call stands in: that of the block entered last, else of the topmost parent.
        let active = match self.blocks.last() {
            Some((_, template, _)) => *template,
            None if self.leaf != self.root => self.root,
            None => self.frame().template,
        };
        let names = &self.setting.vocabulary.symbols;
        let (namespace, name) = (names.text(call.namespace), names.text(call.name));
        let Some(namespaces) = &self.template(active).namespaces else {
            return self.fail(self.import_circle(active), call.namespace_span);
        };
        let Some(template) = namespaces.get(&call.namespace).copied() else {
            let fault = Fault::new(&NO_NAMESPACE).arg("name", namespace).arg("file", &self.template(active).name);
            let known = self.listed(namespaces.keys());
            return self.fail(fault.arg("available", known).wrong(namespace, Known::Available), call.namespace_span);
        };
        let Some(definition) = self.template(template).macros.get(&call.name) else {
            let fault = Fault::new(&NO_MACRO).arg("name", name).arg("file", &self.template(template).name);
            let known = self.listed(self.template(template).macros.keys());
            return self.fail(fault.arg("available", known).wrong(name, Known::Available), call.span);
        };
        let mut frame = Frame::new(FrameKind::Macro, template);
        frame.variables.reserve(definition.parameters.len());
        for (parameter, default) in &definition.parameters {
            let given = call.arguments.iter().find(|(argument, _)| argument == parameter);
            let value = match (given, default) {
                (Some((_, value)), _) => self.plain(value)?,
                (None, Some(default)) => Cow::Borrowed(default),
                (None, None) => {
                    let fault = Fault::new(&MACRO_ARGUMENT).arg("name", name).arg("argument", names.text(*parameter));
                    return self.fail(fault, call.span);
                }
            };
            frame.variables.push((*parameter, value));
        }
        let known = self.setting.kept.and_then(|kept| Some((kept, kept.of(template, call.name)?)));
        match known.filter(|(_, known)| known.names.iter().all(|name| self.given.get(*name).is_none())) {
            Some((kept, known)) => self.remembered_macro(kept, known, call, definition, frame, out),
            None => self.run_macro(call, definition, frame, out),
        }
    }

    /// Shows the body of a macro, whose arguments are in `frame`.
    fn run_macro(
        &mut self,
        call: &'a MacroCall,
        definition: &'a Macro,
        frame: Frame<'a>,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let template = frame.template;
        self.frames.push(frame);
        let from = self.file;
        let result = self.within(template, call.span, |render| render.body(&definition.body, out));
        came_from(result, from, call.span, CALLED_FROM)?;
        self.pop();
        Ok(())
    }

    /// The same for a macro whose text follows from its arguments: perhaps it was shown before.
    fn remembered_macro(
        &mut self,
        kept: &'a Kept,
        known: &'a Repeatable,
        call: &'a MacroCall,
        definition: &'a Macro,
        frame: Frame<'a>,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let symbols = &self.setting.vocabulary.symbols;
        let values = frame.variables.clone();
        let arguments: Vec<(&str, &Value)> =
            values.iter().map(|(name, value)| (symbols.text(*name), &**value)).collect();
        let what = kept::Call { name: &known.name, arguments: &arguments, escapes: self.escapes };
        let (mut frame, mut failed) = (Some(frame), None);
        let shown = kept.keeper.show(&what, &mut || {
            let mut text = Vec::new();
            match self.run_macro(call, definition, frame.take()?, &mut text) {
                // Only whole texts are rendered.
                Ok(()) => String::from_utf8(text).ok(),
                Err(failure) => {
                    failed = Some(failure);
                    None
                }
            }
        });
        if let Some(text) = shown.as_ref().and_then(Value::as_str) {
            out.extend_from_slice(text.as_bytes());
        }
        failed.map_or(Ok(()), Err)
    }

    fn import_circle(&self, template: TemplateId) -> Fault {
        Fault::new(&IMPORT_CIRCLE).arg("name", &self.template(template).name)
    }

    /// Names in order, for messages.
    fn listed<'s>(&self, names: impl Iterator<Item = &'s Symbol>) -> String {
        let mut names: Vec<&str> = names.map(|name| self.setting.vocabulary.symbols.text(*name)).collect();
        names.sort_unstable();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    }
}

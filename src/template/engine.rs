//! The template engine: two languages behind the few calls the rest of the crate needs.

use std::ops::Range;
use std::sync::Arc;

use tera::Value;

use super::Variables;
use super::code::{DID_YOU_MEAN, NOT_FOUND};
use super::kept::Keeper;
use super::registry::Registry;
use super::set::TemplateSet;
use super::tera1::Tera1;
use super::tera2::Tera2;
use super::usage::Usages;
use crate::config::Dialect;
use crate::diagnostic::{Diagnostic, Sink, SourceText, suggest};

/// Compiled templates with their functions. A site's templates are all of one dialect; those of a layer above are in V2
/// whatever the site's are, and stand behind them.
pub struct Engine {
    make: Make,
    layer: Option<Box<Tera2>>,
}

enum Make {
    V1(Box<Tera1>),
    V2(Box<Tera2>),
}

impl Engine {
    /// Compiles `set`, written in `dialect`. All templates with mistakes are told; `None` if there are any.
    pub fn load(set: &TemplateSet, registry: Registry, dialect: Dialect, sink: &Sink) -> Option<Engine> {
        let make = match dialect {
            Dialect::V1 => Make::V1(Box::new(Tera1::load(set, registry, sink)?)),
            Dialect::V2 => Make::V2(Box::new(Tera2::load(set, registry, sink)?)),
        };
        Some(Engine { make, layer: None })
    }

    /// The same, with the templates of a layer behind the site's.
    pub fn with_layer(self, set: &TemplateSet, registry: Registry, sink: &Sink) -> Option<Engine> {
        let layer = Some(Box::new(Tera2::load(set, registry, sink)?));
        Some(Engine { layer, ..self })
    }

    /// The same compiled templates with other functions and filters in place of those of the same names: templates are
    /// compiled once for bodies and for targets.
    pub fn with_registry(&self, registry: Registry) -> Engine {
        let layer = self.layer.as_ref().map(|layer| Box::new(layer.with_registry(registry.clone())));
        let make = match &self.make {
            Make::V1(tera) => Make::V1(Box::new(tera.with_registry(registry))),
            Make::V2(tera) => Make::V2(Box::new(tera.with_registry(registry))),
        };
        Engine { make, layer }
    }

    /// The same, with what components and macros show remembered by `keeper`, where that is the same each time
    /// ([`Usages::repeatable`]). In V2 that begins once more than `after` templates were rendered, since it takes some
    /// compiling first.
    pub fn keeping(mut self, usages: Arc<Usages>, keeper: Arc<dyn Keeper>, after: usize) -> Engine {
        match &mut self.make {
            Make::V1(tera) => tera.keeping(keeper),
            Make::V2(tera) => tera.keeping(usages, keeper, after),
        }
        self
    }

    /// Whether a template of this name can be rendered: the site's, its theme's or a built-in one.
    pub fn has(&self, name: &str) -> bool {
        self.is_own(name) || self.layer.as_ref().is_some_and(|layer| layer.has(name))
    }

    /// Whether the site and its theme have no template of this name, so that the built-in one is rendered.
    pub fn is_builtin(&self, name: &str) -> bool {
        match &self.make {
            Make::V1(tera) => tera.is_builtin(name),
            Make::V2(tera) => tera.is_builtin(name),
        }
    }

    /// Whether it is not the layer's.
    fn is_own(&self, name: &str) -> bool {
        match &self.make {
            Make::V1(tera) => tera.has(name),
            Make::V2(tera) => tera.has(name),
        }
    }

    /// Renders the template `name` to the end of `out`.
    ///
    /// # Errors
    /// A diagnostic at the place in the template, with the trail of includes, parents and components or macros as further
    /// labels. `out` is then as it was before.
    pub fn render(&self, name: &str, variables: &Variables, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        self.render_call(name, &[], variables, out)
    }

    /// Renders the template `name` with the `arguments` of a call beside the variables, which win over arguments of their
    /// names (checklist SC-1: shortcodes).
    ///
    /// # Errors
    /// Those of `render`.
    pub fn render_call(
        &self,
        name: &str,
        arguments: &[(String, Value)],
        variables: &Variables,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        if !self.has(name) {
            return Err(self.not_found(name));
        }
        let before = out.len();
        let rendered = match (&self.make, &self.layer) {
            (_, Some(layer)) if !self.is_own(name) => layer.render(name, arguments, variables, out),
            (Make::V1(tera), _) => tera.render(name, arguments, variables, out),
            (Make::V2(tera), _) => tera.render(name, arguments, variables, out),
        };
        rendered.inspect_err(|_| out.truncate(before))
    }

    /// Renders the bytes `span` of a content file as a template, without escaping.
    ///
    /// # Errors
    /// A diagnostic at the place in the content file; where a component it uses failed, at that place, with the content
    /// file's as a further label.
    pub fn render_body(
        &self,
        source: &SourceText,
        span: Range<usize>,
        variables: &Variables,
    ) -> Result<String, Diagnostic> {
        match &self.make {
            Make::V1(tera) => tera.render_body(source, span, variables),
            Make::V2(tera) => tera.render_body(source, span, variables),
        }
    }

    /// The diagnostic for a template that is asked for and does not exist, without a place: who asks knows that.
    pub fn not_found(&self, name: &str) -> Diagnostic {
        let diagnostic = Diagnostic::new(&NOT_FOUND).arg("name", name);
        let near = match &self.make {
            Make::V1(tera) => suggest(name, tera.names()),
            Make::V2(tera) => suggest(name, tera.names()),
        };
        match near {
            Some(near) => diagnostic.arg("near", near).hint(DID_YOU_MEAN),
            None => diagnostic,
        }
    }
}

#[cfg(test)]
mod tests {
    use tera::Value;

    use super::super::Registry;
    use super::super::testing::{engine, text, told};

    fn rendered(files: &[(&str, &str)], variables: super::Variables) -> Result<String, String> {
        let engine = engine(files, Registry::default())?;
        let mut out = b"before ".to_vec();
        engine.render(files[0].0, &variables, &mut out).map_err(|diagnostic| told([diagnostic]))?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn renders_to_the_end_of_the_buffer_and_escapes_by_name() {
        let variables = || vec![("x", Value::from("<b>"))];
        assert_eq!(rendered(&[("a.html", "{{ x }}")], variables()).unwrap(), "before &lt;b&gt;");
        assert_eq!(rendered(&[("a.txt", "{{ x }} {{ zola_version }}")], variables()).unwrap(), "before <b> 0.23.6");
    }

    #[test]
    fn every_broken_template_is_told_at_once() {
        let told = engine(
            &[
                ("syntax.html", "一\n{% if x %}never closed"),
                ("extends-syntax.html", "{% extends \"syntax.html\" %}"),
                ("orphan.html", "{% extends \"bsae.html\" %}"),
                ("base.html", "{% block main %}{% endblock %}"),
                ("child.html", "{% extends \"base.html\" %}{% block mian %}{% endblock %}"),
                ("names.html", "{{ 1 | uper }} {{ get_ulr(path=\"x\") }} {{ <cart /> }} {% include \"part.html\" %}"),
                ("tests.html", "{{ 1 is oddd }}"),
                ("one.html", "{% component card(a) %}{% endcomponent card %}"),
                ("two.html", "{% component card(a) %}{% endcomponent card %}"),
                ("round.html", "{% include \"trip.html\" %}"),
                ("trip.html", "{% include \"round.html\" %}"),
            ],
            Registry::default(),
        );
        insta::assert_snapshot!(told.err().unwrap());
    }

    #[test]
    fn a_failing_render_points_at_its_place_and_trail() {
        let cases: [&[(&str, &str)]; 4] = [
            &[("a.html", "甲 {% include \"b.html\" %}"), ("b.html", "乙\n{{ pgae.title }}")],
            &[("a.html", "{{ x.titel }}")],
            &[("a.html", "{{ get_url(pth=\"a\") }}")],
            &[
                ("a.html", "{{ <card n=\"x\" /> }}"),
                ("c.html", "{% component card(n: integer) %}{% endcomponent card %}"),
            ],
        ];
        let variables = || {
            let mut map = tera::Map::new();
            map.insert("title".into(), Value::from("t"));
            vec![("x", Value::from(map)), ("page", Value::from(1))]
        };
        let all: Vec<String> = cases.iter().map(|files| rendered(files, variables()).unwrap_err()).collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn a_body_is_told_in_its_own_file() {
        let engine = engine(
            &[("c.html", "{% component card(title: string) %}{{ title }}{{ nothing }}{% endcomponent card %}")],
            Registry::default(),
        )
        .unwrap();
        let bodies = [
            "前 {{ gone }}",
            "前\n{{ <nosuch /> }}",
            "{{ <card titel=\"x\" /> }}",
            "{{ <card title=\"x\" /> }}",
            "{% if",
        ];
        let all: Vec<String> = bodies
            .iter()
            .map(|body| {
                let file = text("content/页.md", &format!("+++\n+++\n{body}"));
                let error = engine.render_body(&file, 8..file.text.len(), &Vec::new()).unwrap_err();
                told([error])
            })
            .collect();
        insta::assert_snapshot!(all.join("\n"));
        let file = text("content/a.md", "+++\n+++\n{{ 1 + 1 }} <{{ x }}> {{ <b> }}");
        let body = engine.render_body(&file, 8..29, &vec![("x", Value::from("&"))]);
        assert_eq!(body.unwrap(), "2 <&>");
    }

    #[test]
    fn a_missing_template_gets_the_nearest_name() {
        let engine = engine(&[("blog/post.html", "")], Registry::default()).unwrap();
        assert!(engine.has("page.html") && !engine.has("pgae.html"));
        let told: Vec<String> = ["blog/pots.html", "pgae.html"].map(|name| told([engine.not_found(name)])).into();
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn other_functions_take_the_place_of_those_of_the_same_name() {
        let engine = engine(&[("a.html", "{{ get_url(path=\"x\") }}")], Registry::default()).unwrap();
        let mut registry = Registry::default();
        registry.function("get_url", |_| Ok(Value::from("<other>")));
        let mut out = Vec::new();
        engine.with_registry(registry).render("a.html", &Vec::new(), &mut out).unwrap();
        assert_eq!(out, b"&lt;other&gt;");
    }

    #[test]
    fn groups_stand_in_the_order_of_their_first_page() {
        let pages: Vec<Value> = [2026, 2024, 2026, 2031, 1999, 2024]
            .into_iter()
            .enumerate()
            .map(|(at, year)| {
                let fields = [("year", Value::from(year)), ("n", Value::from(at))];
                Value::from(fields.map(|(name, value)| (name.into(), value)).into_iter().collect::<tera::Map>())
            })
            .collect();
        let text = "{% for year, group in pages | group_by(attribute=\"year\") %}{{ year }}:{% for p in group %}{{ p.n }}{% endfor %} {% endfor %}{{ (pages | group_by(attribute=\"year\"))[2031] | length }}";
        let shown = rendered(&[("a.txt", text)], vec![("pages", Value::from(pages))]);
        assert_eq!(shown.unwrap(), "before 2026:02 2024:15 2031:3 1999:4 1");
    }

    #[test]
    fn chance_is_the_same_in_every_build() {
        let draw = || {
            super::super::with_scope(super::super::Scope::default(), || {
                rendered(
                    &[("a.txt", "{{ get_random(start=0, end=1000000) }} {{ get_random(start=0, end=1000000) }}")],
                    Vec::new(),
                )
                .unwrap()
            })
        };
        let first = draw();
        assert_eq!(first, draw());
        let numbers: Vec<&str> = first.split(' ').skip(1).collect();
        assert_ne!(numbers[0], numbers[1]);
    }
}

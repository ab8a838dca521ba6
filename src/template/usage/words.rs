//! What templates of Zola 0.22 and before can look at, told by their words alone.
//!
//! They are not followed as those of 0.23 are. But a field whose name occurs in no template can only be seen where a whole
//! document is shown, or a name is made while rendering; where something like that may happen, all fields count as seen.
//! A document that is printed shows `[object]` in Tera 1, and nothing of its fields.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Fields;
use crate::template::TemplateSet;

/// What shows whole values.
const WHOLE: [&str; 2] = ["json_encode", "__tera_context"];

/// Documents are told apart by these, wherever they are compared.
pub(super) const ALWAYS: [&str; 3] = ["relative_path", "path", "permalink"];

/// A tag, whatever is in it.
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}").ok());

/// A field by a name that is only known while rendering: `page[name]`, `page | get(key=name)`,
/// `pages | sort(attribute=name)`.
static COMPUTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"[\w\])"'`]\[\s*[A-Za-z_]|\b(?:key|attribute)\s*=\s*[^\s"'`]"#).ok());

/// A loop over the fields of something, and what that is.
static EACH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)\bfor\s+\w+\s*,\s*\w+\s+in\s+(.*)").ok());

/// The fields that templates of the set can look at.
pub fn fields(set: &TemplateSet) -> Fields {
    let texts = || set.files.iter().map(|file| &*file.source.text);
    let words: BTreeSet<&str> =
        texts().flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')).collect();
    if WHOLE.iter().any(|word| words.contains(word)) || texts().any(shows_more_than_it_names) {
        return Fields::All;
    }
    Fields::Named(words.into_iter().chain(ALWAYS).map(str::to_owned).collect())
}

fn shows_more_than_it_names(text: &str) -> bool {
    let (Some(tag), Some(computed), Some(each)) = (&*TAG, &*COMPUTED, &*EACH) else { return true };
    tag.find_iter(text).any(|tag| {
        let tag = tag.as_str();
        let of_document = |container: &str| {
            let is_other = container.contains("extra") || container.contains("taxonomies");
            !is_other && !container.trim_start().starts_with("config")
        };
        computed.is_match(tag) || each.captures(tag).is_some_and(|found| of_document(&found[1]))
    })
}

#[cfg(test)]
mod tests {
    use super::fields;
    use crate::template::TemplateSet;

    fn seen(text: &str, field: &str) -> bool {
        fields(&TemplateSet::of_layer(&[("page.html", text)])).uses(field)
    }

    #[test]
    fn what_no_template_names_is_not_seen() {
        let text = "{% for p in section.pages | sort(attribute=\"title\") %}{{ p[\"slug\"] }}{% endfor %}";
        for field in ["title", "slug", "pages", "permalink"] {
            assert!(seen(text, field), "{field}");
        }
        assert!(!seen(text, "toc") && !seen(text, "word_count"));
    }

    #[test]
    fn where_names_are_made_everything_is_seen() {
        for text in [
            "{{ page | json_encode() | safe }}",
            "{{ __tera_context }}",
            "{{ page[name] }}",
            "{{ page.extra[name].x }}",
            "{% set v = page | get(key=name) %}",
            "{{ pages | map(attribute=wanted) }}",
            "{{ page | get( default=1, key = name ) }}",
            "{% for key, value in page %}{{ value }}{% endfor %}",
            "{%- for key , value in p -%}",
        ] {
            assert!(seen(text, "toc"), "{text}");
        }
        for text in [
            "<script>a[i] = b; key=c</script>{{ page.title }}",
            "{% for name, terms in page.taxonomies %}{{ name }}{% endfor %}",
            "{% for k, v in config.extra.links %}{{ k }}{% endfor %}",
            "{% for x in [a, b] %}{{ x }}{% endfor %}",
            "{{ page | get(key=\"title\") }}{{ page['slug'] }}{{ list[0] }}",
        ] {
            assert!(!seen(text, "toc"), "{text}");
        }
    }
}

//! Data formats that `load_data` reads (checklist FN-8).

mod bibtex;
mod csv;
mod toml;
mod xml;

use tera::Value;

use crate::config::Dialect;
use crate::diagnostic::both;
use crate::source::yaml_options;

/// A data format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML; its dates become texts.
    Toml,
    /// JSON.
    Json,
    /// CSV: `headers` and `records`.
    Csv,
    /// BibTeX: `preambles`, `comments`, `variables`, `bibliographies`.
    Bibtex,
    /// YAML.
    Yaml,
    /// XML: an element is a map of its attributes (`@name`), children and text.
    Xml,
    /// The text itself.
    Plain,
}

impl Format {
    /// The format with this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn named(name: &str) -> Result<Format, String> {
        match name {
            "plain" => Ok(Format::Plain),
            _ => match Format::of_extension(name) {
                Format::Plain => Err(both(
                    format_args!(
                        "`format` 只能是 `toml`、`json`、`csv`、`bibtex`、`yaml`、`xml` 或 `plain`，不能是 `{name}`"
                    ),
                    format_args!(
                        "`format` must be `toml`, `json`, `csv`, `bibtex`, `yaml`, `xml` or `plain`, not `{name}`"
                    ),
                )),
                format => Ok(format),
            },
        }
    }

    /// The format of files with this extension; plain where it says nothing.
    pub fn of_extension(extension: &str) -> Format {
        match extension {
            "toml" => Format::Toml,
            "json" => Format::Json,
            "csv" => Format::Csv,
            // Not `bib`: published sites show such files as they are.
            "bibtex" => Format::Bibtex,
            "yaml" | "yml" => Format::Yaml,
            "xml" => Format::Xml,
            _ => Format::Plain,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Toml => "toml",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Bibtex => "bibtex",
            Format::Yaml => "yaml",
            Format::Xml => "xml",
            Format::Plain => "plain",
        }
    }

    /// Reads `text`, for templates of a dialect: in V1 the tables of TOML are in the order of their keys, as published sites
    /// show, all others as written.
    ///
    /// # Errors
    /// Where and why it is not in this format.
    pub fn parse(self, text: &str, dialect: Dialect) -> Result<Value, String> {
        match self {
            Format::Toml => toml::parse(text, dialect == Dialect::V1),
            Format::Json => from_json(serde_json::from_str(text)),
            Format::Csv => csv::parse(text),
            Format::Bibtex => bibtex::parse(text),
            Format::Yaml => from_json(serde_saphyr::from_str_with_options(text, yaml_options())),
            Format::Xml => xml::parse(text),
            Format::Plain => Ok(Value::from(text)),
        }
        .map_err(|error| {
            let name = self.name().to_uppercase();
            both(format_args!("不是正确的 {name}：{error}"), format_args!("no valid {name}: {error}"))
        })
    }
}

fn from_json<E: ToString>(parsed: Result<serde_json::Value, E>) -> Result<Value, String> {
    let json = parsed.map_err(|error| error.to_string())?;
    Value::try_from_serializable(&json).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::Format;
    use crate::config::Dialect;

    /// The English part of a message, which stands first.
    fn english(text: &str) -> String {
        text.split('\u{FFFE}').next().unwrap_or_default().to_owned()
    }

    fn read(format: Format, text: &str) -> String {
        format.parse(text, Dialect::V2).map_or_else(|error| english(&error), |value| value.to_string())
    }

    #[test]
    fn numbers_of_yaml_with_a_zero_in_front_are_texts() {
        assert_eq!(read(Format::Yaml, "- 01\n- 1_000\n- 10\n"), "[\"01\", \"1_000\", 10]");
    }

    #[test]
    fn each_format_is_read() {
        let all = [
            read(Format::Toml, "b = 1\na = [1.5, true]\nwhen = 2020-01-02\n[t]\nx = \"乙\""),
            read(Format::Json, r#"{"b": 1, "a": [null, 1.5, -2]}"#),
            read(Format::Csv, "Number,\"With, comma\"\n1,\"a \"\"b\"\"\"\n"),
            read(Format::Csv, "x,y"),
            read(Format::Yaml, "b: 1\non: 2020-05-06\nlist: [a, {two: 2}]\ntext: |\n  one\n  two\n"),
            read(
                Format::Xml,
                "<?xml version='1.0'?><c kind=\"books\"><b id=\"1\"><t>一 &amp; x</t></b><b id=\"2\"/><e/><p>10</p></c>",
            ),
            read(
                Format::Bibtex,
                "@string(press = \"P\")\n@book{key, title = {The {T}}, publisher = press, year = 2020}\n@comment{c}",
            ),
            read(Format::Plain, "a\n"),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn what_is_no_such_format_is_told() {
        let all = [
            read(Format::Toml, "a = "),
            read(Format::Json, "{"),
            read(Format::Csv, "a,b\n1\n"),
            read(Format::Yaml, "a: [b"),
            read(Format::Xml, "<a><b></a>"),
            read(Format::Xml, ""),
            read(Format::Bibtex, "@book{"),
            english(&Format::named("jsn").unwrap_err()),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }
}

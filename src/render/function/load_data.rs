//! `load_data(path | url | literal, format?, required=true)`: data from a file or a text (checklist FN-8).

use tera::Value;

use super::data;
use crate::render::environment::Environment;
use crate::template::Args;

/// The data; null for a missing file with `required=false`.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let required = args.flag("required", true)?;
    let format = args.text("format")?.map(data::Format::named).transpose()?;
    match (args.text("path")?, args.text("url")?, args.text("literal")?) {
        (Some(path), None, None) => {
            let Some(file) = environment.files.find(path)? else {
                return if required {
                    environment.files.require(path).map(|_| Value::none())
                } else {
                    Ok(Value::none())
                };
            };
            let format = format.unwrap_or_else(|| data::Format::of_extension(file.extension().unwrap_or_default()));
            environment.files.data(&file, format.name(), |text| format.parse(text))
        }
        (None, Some(_), None) if !required => Ok(Value::none()),
        (None, Some(url), None) => Err(format!(
            "`{url}` is not read: a build reads nothing from the network; save the data as a file and use `path`"
        )),
        (None, None, Some(literal)) => format.unwrap_or(data::Format::Plain).parse(literal),
        (None, None, None) => Err("one of the arguments `path` and `literal` is needed".to_owned()),
        _ => Err("only one of `path`, `url` and `literal` can be given".to_owned()),
    }
}

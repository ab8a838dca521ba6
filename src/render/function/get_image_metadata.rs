//! `get_image_metadata(path, allow_missing=false)`: size and format of a picture (checklist FN-7).

use tera::{Map, Value};

use crate::render::environment::Environment;
use crate::template::Args;

/// A map of width, height, format, mime, description, created; null for a missing file with `allow_missing=true`.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let path = args.required_text("path")?;
    let file = match args.flag("allow_missing", false)? {
        true => match environment.files.find(path)? {
            Some(file) => file,
            None => return Ok(Value::none()),
        },
        false => environment.files.require(path)?,
    };
    let picture = environment.files.picture(&file)?;
    let facts = &picture.0;
    let mut map = Map::with_capacity(6);
    map.insert("width".into(), Value::from(facts.width));
    map.insert("height".into(), Value::from(facts.height));
    map.insert("format".into(), Value::from(facts.format));
    map.insert("mime".into(), Value::from(facts.mime));
    map.insert("description".into(), Value::from(facts.description.as_deref()));
    map.insert("created".into(), Value::from(facts.created.as_deref()));
    Ok(Value::from(map))
}

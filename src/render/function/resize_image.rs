//! `resize_image(path, width?, height?, op="fill", format="auto", quality?, speed?, filter?)`: a smaller copy (checklist FN-9, IMG-3).

use tera::{Map, Value};

use crate::asset::image::{Order, Want};
use crate::path::{file_address, join_url};
use crate::render::environment::Environment;
use crate::template::Args;

/// Where the copy will be and its size: known at once, while the copy itself is made after rendering.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let file = environment.files.require(args.required_text("path")?)?;
    let order = Order {
        width: args.number("width")?,
        height: args.number("height")?,
        operation: args.text("op")?,
        format: args.text("format")?,
        quality: args.number("quality")?,
        speed: args.number("speed")?,
        filter: args.text("filter")?,
    };
    let picture = environment.files.picture(&file)?;
    let (facts, fingerprint) = &*picture;
    let want = Want::plan(&file, facts, *fingerprint, &order)?;
    let (width, height) = want.fitting.size;
    let mut map = Map::with_capacity(6);
    let url = join_url(&environment.config.base_url, &file_address(want.route.as_str()));
    map.insert("url".into(), Value::from(url));
    map.insert("static_path".into(), Value::from(format!("static/{}", want.route)));
    map.insert("width".into(), Value::from(width));
    map.insert("height".into(), Value::from(height));
    map.insert("orig_width".into(), Value::from(facts.width));
    map.insert("orig_height".into(), Value::from(facts.height));
    environment.files.want(want);
    Ok(Value::from(map))
}

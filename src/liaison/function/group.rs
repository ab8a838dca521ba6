//! `get_liaison()`: the group's names and the footer's items.

use tera::{Map, Value};

use super::{Asked, map};
use crate::liaison::settings::FOOTER;
use crate::template::Args;

/// group, township, county, superior, member_noun, and footer with every item (null where it is not set).
pub fn get_liaison(asked: &Asked, _: &Args) -> Result<Value, String> {
    let settings = &asked.group.settings;
    let footer: Map = FOOTER
        .iter()
        .map(|name| {
            let found = settings.footer.iter().find(|(key, _)| key == name);
            ((*name).into(), Value::from(found.map(|(_, value)| value.as_str())))
        })
        .collect();
    Ok(map([
        ("group", Value::from(settings.group.as_str())),
        ("township", Value::from(settings.township.as_str())),
        ("county", Value::from(settings.county.as_str())),
        ("superior", Value::from(settings.superior.as_str())),
        ("member_noun", Value::from(settings.member_noun.as_str())),
        ("footer", Value::from(footer)),
    ]))
}

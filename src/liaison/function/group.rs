//! `get_liaison()`: the group's names and the footer's items.

use tera::{Map, Value};

use super::{Asked, map};
use crate::liaison::government::Government;
use crate::liaison::search;
use crate::liaison::settings::FOOTER;
use crate::template::{Args, Scope};

/// group, township, county, superior, member_noun, the titles and addresses of the ledger, the collections and the search, the days of mourning, the profile of government sites, and footer with every item (null where it is not set).
pub fn get_liaison(asked: &Asked, _: &Args) -> Result<Value, String> {
    let settings = &asked.group.settings;
    let footer: Map = FOOTER
        .iter()
        .map(|name| {
            let found = settings.footer.iter().find(|(key, _)| key == name);
            ((*name).into(), Value::from(found.map(|(_, value)| value.as_str())))
        })
        .collect();
    // Each language has its own search.
    let language = Scope::current().language;
    let search = search::folder(asked, language);
    Ok(map([
        ("group", Value::from(settings.group.as_str())),
        ("township", Value::from(settings.township.as_str())),
        ("county", Value::from(settings.county.as_str())),
        ("superior", Value::from(settings.superior.as_str())),
        ("member_noun", Value::from(settings.member_noun.as_str())),
        ("ledger_title", Value::from(settings.ledger.title.as_str())),
        ("ledger_url", address(asked, !asked.group.ledger.rules.targets.is_empty(), &settings.ledger.path)),
        ("collection_title", Value::from(settings.ledger.collection_title.as_str())),
        ("collection_url", address(asked, !asked.collections.volumes.is_empty(), &settings.ledger.collection_path)),
        ("search_title", Value::from(search::title(asked, language))),
        ("search_url", search.map_or_else(Value::none, |path| address(asked, true, &path))),
        ("mourning", settings.mourning.value(asked.group.today, &settings.zone)),
        ("government", settings.government.as_ref().map_or_else(Value::none, Government::value)),
        ("footer", Value::from(footer)),
    ]))
}

/// The address of a page of the layer; null where there is none.
fn address(asked: &Asked, there: bool, path: &str) -> Value {
    if there { Value::from(asked.config.permalink(&format!("/{path}/"))) } else { Value::none() }
}

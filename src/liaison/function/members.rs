//! `get_members()` and `get_member(id=)`.

use tera::Value;

use super::{Asked, map};
use crate::liaison::entry::{beside, text};
use crate::liaison::group::Member;
use crate::path::join_url;
use crate::template::Args;

/// All members in their order.
pub fn get_members(asked: &Asked, _: &Args) -> Result<Value, String> {
    Ok(Value::from(asked.group.members.iter().map(|member| value(asked, member)).collect::<Vec<_>>()))
}

/// The member of an id, or null.
pub fn get_member(asked: &Asked, args: &Args) -> Result<Value, String> {
    let id = args.required_text("id")?;
    Ok(asked.group.member(id).map_or_else(Value::none, |member| value(asked, member)))
}

fn value(asked: &Asked, member: &Member) -> Value {
    let page = asked.graph.page(member.page);
    let extra = page.front().extra.as_map();
    let said = |key: &'static str| Value::from(extra.and_then(|extra| text(extra, key)));
    let photo = extra.and_then(|extra| text(extra, "photo")).and_then(|name| {
        beside(page.document.place.file.parent(), name)?;
        Some(join_url(&page.permalink, name))
    });
    let pages: Vec<Value> = member.entries.iter().map(|at| asked.views.page(asked.group.entries[*at].page)).collect();
    map([
        ("id", Value::from(member.id.as_str())),
        ("name", said("name")),
        ("sector", said("sector")),
        ("post", said("post")),
        ("term", said("term")),
        ("permalink", Value::from(page.permalink.as_str())),
        ("path", Value::from(page.path.as_str())),
        ("photo", Value::from(photo)),
        ("count", Value::from(pages.len())),
        ("pages", Value::from(pages)),
    ])
}

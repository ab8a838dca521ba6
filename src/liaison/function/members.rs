//! `get_members()` and `get_member(id=)`.

use tera::Value;

use super::{Asked, map};
use crate::content::LanguageId;
use crate::liaison::archive::{Quarter, QuarterFacts};
use crate::liaison::entry::{beside, text, value as field};
use crate::liaison::group::Member;
use crate::path::join_url;
use crate::template::Args;

/// All members in their order.
pub fn get_members(asked: &Asked, _: &Args) -> Result<Value, String> {
    Ok(Value::from((0..asked.group.members.len()).map(|at| value(asked, at)).collect::<Vec<_>>()))
}

/// The member of an id, or null.
pub fn get_member(asked: &Asked, args: &Args) -> Result<Value, String> {
    let id = args.required_text("id")?;
    Ok(asked.group.member_at(id).map_or_else(Value::none, |at| value(asked, at)))
}

fn value(asked: &Asked, at: usize) -> Value {
    asked.members[at].get(|language| make(asked, &asked.group.members[at], language))
}

fn make(asked: &Asked, member: &Member, language: LanguageId) -> Value {
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
        ("honours", extra.and_then(|extra| field(extra, "honours")).cloned().unwrap_or_else(nothing)),
        ("lights", asked.ledger.lights(&member.id)),
        ("timeline", timeline(asked, member, language)),
        ("permalink", Value::from(page.permalink.as_str())),
        ("path", Value::from(page.path.as_str())),
        ("photo", Value::from(photo)),
        ("count", Value::from(pages.len())),
        ("pages", Value::from(pages)),
    ])
}

fn nothing() -> Value {
    Value::from(Vec::<Value>::new())
}

/// The entries that name the member, quarter by quarter, newest first: `[{quarter, pages}]`.
fn timeline(asked: &Asked, member: &Member, language: LanguageId) -> Value {
    let facts = QuarterFacts { group: &asked.group, config: &asked.config, language };
    let mut quarters: Vec<(Quarter, Vec<Value>)> = Vec::new();
    for entry in member.entries.iter().map(|at| &asked.group.entries[*at]) {
        let Some(quarter) = entry.quarter else { continue };
        let page = asked.views.page(entry.page);
        match quarters.last_mut() {
            Some((last, pages)) if *last == quarter => pages.push(page),
            _ => quarters.push((quarter, vec![page])),
        }
    }
    let stretch = |(quarter, pages): (Quarter, Vec<Value>)| {
        map([("quarter", facts.brief(quarter).into()), ("pages", Value::from(pages))])
    };
    Value::from(quarters.into_iter().map(stretch).collect::<Vec<_>>())
}

//! Kinds of entry: what each is called, which fields it has, who may see it.

use std::sync::Arc;

use super::field::Field;

/// Who sees an entry that does not say so itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Everybody.
    Public,
    /// Nobody, but it counts; everybody once the field holds the word, where one is named.
    Count(Option<(String, String)>),
    /// It must say so.
    Say,
}

/// A kind of entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The value of `extra.kind`, and the section its entries are written to.
    pub id: String,
    /// Its Chinese name, also accepted as the value of `extra.kind`.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Other values of `extra.kind` that mean it.
    pub aliases: Vec<String>,
    /// The shared fields it does not say anew.
    pub shared: Vec<Arc<Field>>,
    /// The fields it has beyond them.
    pub own: Vec<Arc<Field>>,
    /// Who sees an entry that does not say so itself.
    pub openness: Openness,
    /// Whether its dates may lie in the future.
    pub ahead: bool,
    /// The most characters its text should have.
    pub most_chars: Option<usize>,
}

impl Kind {
    /// All fields: the shared ones it does not say anew, then its own.
    pub fn all_fields(&self) -> impl Iterator<Item = &Arc<Field>> {
        self.shared.iter().chain(&self.own)
    }

    /// The field of this key.
    pub fn field(&self, name: &str) -> Option<&Arc<Field>> {
        self.all_fields().find(|field| field.name == name)
    }
}

/// The kinds a site has, in the order in which lists show them: the shipped table and what the settings add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// The kinds.
    pub all: Vec<Arc<Kind>>,
    /// The shared fields.
    pub shared: Vec<Arc<Field>>,
}

impl Kinds {
    /// The kind that a value of `extra.kind` means.
    pub fn find(&self, text: &str) -> Option<&Arc<Kind>> {
        let named = |kind: &&Arc<Kind>| kind.id == text || kind.zh == text || kind.aliases.iter().any(|it| it == text);
        self.all.iter().find(named)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|kind| kind.id.as_str())
    }

    /// The kinds in a row, for messages: `activity（活动信息）、…`.
    pub fn listed(&self) -> String {
        self.all.iter().map(|kind| format!("{}（{}）", kind.id, kind.zh)).collect::<Vec<_>>().join("、")
    }
}

#[cfg(test)]
mod tests {
    use crate::liaison::entry::shipped_kinds;

    #[test]
    fn kinds_are_found_by_every_name() {
        let kinds = shipped_kinds();
        for (name, id) in [("activity", "activity"), ("委员风采", "member"), ("扶贫送温暖", "relief")] {
            assert_eq!(kinds.find(name).map(|kind| kind.id.as_str()), Some(id));
        }
        assert_eq!(kinds.find("news"), None);
        // domain: activity, member, relief, history, study, meeting, opinion, proposal, speech, research, consult, plan,
        // news_link.
        assert_eq!(kinds.all.len(), 13);
    }

    #[test]
    fn one_chinese_name_means_one_key() {
        let kinds = shipped_kinds();
        let mut names: Vec<(&str, &str)> = Vec::new();
        for field in kinds.all.iter().flat_map(|kind| kind.all_fields()) {
            if let Some((_, other)) = names.iter().find(|(zh, _)| *zh == field.zh) {
                assert_eq!(*other, field.name, "{} means two keys", field.zh);
            }
            names.push((&field.zh, &field.name));
        }
    }

    #[test]
    fn no_two_kinds_share_a_name() {
        let kinds = shipped_kinds();
        for kind in &kinds.all {
            for name in [&kind.id, &kind.zh].into_iter().chain(&kind.aliases) {
                assert_eq!(kinds.find(name).map(|found| &found.id), Some(&kind.id), "{name}");
            }
        }
    }
}

//! Share cards: a picture of 1200 by 630 dots with an entry's title and the group's name, for messengers that show a link
//! with a picture. Drawn by the font the site names; without it there are none.

mod draw;
mod fit;

use std::fmt;
use std::sync::Arc;

use ab_glyph::FontVec;
use tera::{Map, Value};

use super::code::{CARD_FONT, CARD_FONT_BROKEN};
use super::entry::Entry;
use super::function::in_language;
use super::group::Group;
use crate::config::Config;
use crate::content::LanguageId;
use crate::diagnostic::Sink;
use crate::fingerprint::Fingerprint;
use crate::path::{Route, SourcePath, join_url};
use crate::plan::{Recipe, Subject, Target};
use crate::source::{SourceTree, Table};

pub use draw::{HEIGHT, WIDTH};

/// Changes whenever the same card gives other bytes than before.
const VERSION: &str = "2";
/// The folder of cards in the output.
const FOLDER: &str = "share_cards";

/// What cards are drawn with: `[liaison.card]`.
#[derive(Clone)]
pub struct Cards {
    font: Arc<FontVec>,
    /// The font, as a fingerprint of its bytes.
    print: Fingerprint,
}

impl fmt::Debug for Cards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cards({VERSION} {})", self.print)
    }
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Card {
    kind: String,
    title: String,
    group: String,
    date: String,
}

impl Cards {
    /// Reads `[liaison.card]` and finds its font, by the name of its family or by its file in the site. None, told once,
    /// where it is not there.
    pub fn read(table: Option<Table>, sources: &SourceTree, sink: &Sink) -> Option<Cards> {
        let mut table = table?;
        let name = table.string("font", sink).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        table.finish(sink);
        let name = name?;
        let told = |code| table.diagnose(code, "font").arg("font", &name);
        let is_file = [".ttf", ".otf", ".ttc", ".otc"].iter().any(|ending| name.to_lowercase().ends_with(ending));
        let found = if is_file {
            SourcePath::written(&name).and_then(|path| sources.world().read(&path).ok()).map(|bytes| (bytes.into(), 0))
        } else {
            sources.world().font(&name).map(|font| (font.bytes, font.index))
        };
        let Some((bytes, index)) = found else {
            sink.push(told(&CARD_FONT));
            return None;
        };
        let print = Fingerprint::combine([Fingerprint::of(&bytes), Fingerprint::of(&index.to_le_bytes())]);
        match FontVec::try_from_vec_and_index(bytes.to_vec(), index) {
            Ok(font) => Some(Cards { font: Arc::new(font), print }),
            Err(_) => {
                sink.push(told(&CARD_FONT_BROKEN));
                None
            }
        }
    }

    fn route(&self, card: &Card) -> Option<Route> {
        Route::file(&format!("{FOLDER}/{}.png", self.digits(card))).ok()
    }

    /// They stand for all that a card is made of.
    fn digits(&self, card: &Card) -> String {
        let Card { kind, title, group, date } = card;
        let texts = [VERSION, kind, title, group, date].map(|text| Fingerprint::of(text.as_bytes()));
        Fingerprint::combine(texts.into_iter().chain([self.print])).short()
    }
}

fn card(entry: &Entry, group: &Group, config: &Config) -> Card {
    Card {
        kind: in_language(config, LanguageId(0), &entry.kind.zh, &entry.kind.en).to_owned(),
        title: entry.title.trim().to_owned(),
        group: group.settings.group.clone(),
        date: entry.date.map(|date| date.to_string()).unwrap_or_default(),
    }
}

/// What templates see of an entry's card: `{url, width, height}`; null where there is none.
pub fn value(entry: &Entry, group: &Group, config: &Config) -> Value {
    let Some(route) = group.settings.cards.as_ref().and_then(|cards| cards.route(&card(entry, group, config))) else {
        return Value::none();
    };
    let mut map = Map::default();
    map.insert("url".into(), Value::from(join_url(&config.base_url, route.as_str())));
    map.insert("width".into(), Value::from(WIDTH));
    map.insert("height".into(), Value::from(HEIGHT));
    map.into()
}

/// The cards of all public entries. What an earlier build drew is taken over.
pub fn targets(group: &Group, config: &Config, sources: &SourceTree) -> Vec<Target> {
    let Some(cards) = &group.settings.cards else { return Vec::new() };
    let mut targets: Vec<Target> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for entry in &group.entries {
        let card = card(&entry.entry, group, config);
        let Some(route) = cards.route(&card).filter(|route| seen.insert(route.clone())) else { continue };
        let digits = cards.digits(&card);
        let (cards, sources) = (cards.clone(), sources.clone());
        let print = Fingerprint::of(digits.as_bytes());
        let draw = move || {
            let kept = format!("card-{digits}");
            sources.world().recall(&kept).unwrap_or_else(|| {
                let bytes = draw::draw(&card, &*cards.font);
                sources.world().keep(&kept, &bytes);
                bytes
            })
        };
        targets.push(Target { route, subject: Subject::Recipe(Recipe { print, make: Arc::new(draw) }) });
    }
    targets
}

//! Presets: what each recipient asks for, as data that a site can change.

use std::collections::BTreeMap;

use super::official::{FontSet, Look};
use crate::diagnostic::{Sink, SourceText};
use crate::liaison::code::SETTING;
use crate::path::SourcePath;
use crate::source::{Table, parse_toml};

static SHIPPED: &str = include_str!("presets.toml");

/// Where photos go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Photos {
    /// Beside the text.
    Separate,
    /// In the text.
    Embed,
    /// Beside the text, with a mark where each belongs.
    Mark,
}

/// How plain text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8 with a byte order mark, which Windows' editors know it by.
    Utf8,
    /// GB 18030.
    Gb18030,
}

/// One of the three reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its key in `extra.reviewers`.
    pub key: &'static str,
    /// Its name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
}

/// The reviews, in their order.
pub const REVIEWS: [Review; 3] = [
    Review { key: "first", zh: "初审", en: "first review" },
    Review { key: "second", zh: "复审", en: "second review" },
    Review { key: "final", zh: "终审", en: "final review" },
];

/// What a recipient asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Its id.
    pub id: String,
    /// Its name.
    pub zh: String,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// Where to send the mail; empty if the site does not say.
    pub mail: String,
    /// 报送单位 in the register.
    pub outlet: String,
    /// 级别 in the register.
    pub level: String,
    /// 渠道 in the register.
    pub channel: String,
    /// 类型 in the register.
    pub kind: String,
    /// 类型 by the entry's kind, where it differs.
    pub kinds: BTreeMap<String, String>,
    /// Where photos go.
    pub photos: Photos,
    /// The pack's name.
    pub folder: String,
    /// The mail's subject.
    pub subject: String,
    /// The photos' folder.
    pub photo_folder: String,
    /// The photos' names.
    pub photo_name: String,
    /// The most characters of a title; 0 for no limit, as in all that follow.
    pub title_most: u64,
    /// The least characters of the text.
    pub chars_least: u64,
    /// The most characters of the text.
    pub chars_most: u64,
    /// The least width and height of a photo.
    pub photo_least: (u64, u64),
    /// The least bytes of a photo.
    pub photo_bytes_least: u64,
    /// The least characters of a caption.
    pub caption_least: u64,
    /// The fewest photos.
    pub photos_least: u64,
    /// The most days from the event to the sending.
    pub days_after: u64,
    /// The reviews that must be written.
    pub reviewers: Vec<Review>,
    /// Whether the writer may not be the reviewer.
    pub other_reviewer: bool,
    /// Whether a telephone number is needed.
    pub contact: bool,
    /// The look of the Word file.
    pub look: Look,
    /// How plain text is encoded.
    pub encoding: TextEncoding,
    /// Whether a Word file is made.
    pub word: bool,
    /// Whether a plain text is made.
    pub text: bool,
    /// Whether the slip is made.
    pub sheet: bool,
    /// Whether a page for WeChat is made.
    pub wechat: bool,
    /// Whether unit and date stand under the text.
    pub signed: bool,
}

/// The presets of a site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Presets {
    /// The presets, the shipped ones first.
    pub all: Vec<Preset>,
}

impl Presets {
    /// The preset of this id or name.
    pub fn find(&self, name: &str) -> Option<&Preset> {
        let named = |preset: &&Preset| {
            preset.id == name
                || preset.zh == name
                || preset.outlet == name
                || preset.aliases.iter().any(|it| it == name)
        };
        self.all.iter().find(named)
    }

    /// The presets in a row, for messages: `county-office（县政协办公室）、…`.
    pub fn listed(&self) -> String {
        self.all.iter().map(|preset| format!("{}（{}）", preset.id, preset.zh)).collect::<Vec<_>>().join("、")
    }

    /// The shipped presets, changed and added to by the table `presets` of the layer's settings.
    pub fn load(settings: Option<&mut Table>, sink: &Sink) -> Presets {
        let mut presets = Presets::default();
        let silent = Sink::new();
        let mut first = Preset::bare();
        if let Some(mut shipped) = shipped() {
            if let Some(mut table) = shipped.table("default", &silent) {
                first.absorb(&mut table, &silent);
            }
            presets.absorb(&mut shipped, &first, &silent);
        }
        if let Some(settings) = settings {
            presets.absorb(settings, &first, sink);
        }
        presets
    }

    fn absorb(&mut self, table: &mut Table, first: &Preset, sink: &Sink) {
        for (id, _, mut row) in table.table_map("presets", sink).unwrap_or_default() {
            let at = self.all.iter().position(|preset| preset.id == id).unwrap_or(self.all.len());
            if at == self.all.len() {
                self.all.push(Preset { zh: id.clone(), outlet: id.clone(), id, ..first.clone() });
            }
            self.all[at].absorb(&mut row, sink);
            row.finish(sink);
        }
    }
}

fn shipped() -> Option<Table> {
    let source = SourceText { path: SourcePath::new("presets.toml")?, text: SHIPPED.into() };
    let entries = parse_toml(&source, 0..SHIPPED.len()).ok()?;
    Some(Table::new(source, "", 0..0, entries))
}

impl Preset {
    /// A preset that asks for nothing.
    fn bare() -> Preset {
        let text = String::new;
        Preset {
            id: text(),
            zh: text(),
            aliases: Vec::new(),
            mail: text(),
            outlet: text(),
            level: text(),
            channel: text(),
            kind: text(),
            kinds: BTreeMap::new(),
            photos: Photos::Separate,
            folder: "{title}".to_owned(),
            subject: "{title}".to_owned(),
            photo_folder: "照片".to_owned(),
            photo_name: "{number}".to_owned(),
            title_most: 0,
            chars_least: 0,
            chars_most: 0,
            photo_least: (0, 0),
            photo_bytes_least: 0,
            caption_least: 0,
            photos_least: 0,
            days_after: 0,
            reviewers: Vec::new(),
            other_reviewer: false,
            contact: false,
            look: Look::default(),
            encoding: TextEncoding::Utf8,
            word: true,
            text: true,
            sheet: true,
            wechat: false,
            signed: true,
        }
    }

    fn absorb(&mut self, table: &mut Table, sink: &Sink) {
        for (key, setting) in [
            ("zh", &mut self.zh),
            ("mail", &mut self.mail),
            ("outlet", &mut self.outlet),
            ("level", &mut self.level),
            ("channel", &mut self.channel),
            ("type", &mut self.kind),
            ("folder", &mut self.folder),
            ("subject", &mut self.subject),
            ("photo_folder", &mut self.photo_folder),
            ("photo_name", &mut self.photo_name),
        ] {
            if let Some(text) = table.string(key, sink).filter(|text| !text.trim().is_empty()) {
                *setting = text;
            }
        }
        for (key, setting) in [
            ("title_most", &mut self.title_most),
            ("chars_least", &mut self.chars_least),
            ("chars_most", &mut self.chars_most),
            ("photo_bytes_least", &mut self.photo_bytes_least),
            ("caption_least", &mut self.caption_least),
            ("photos_least", &mut self.photos_least),
            ("days_after", &mut self.days_after),
        ] {
            if let Some(count) = table.count(key, sink) {
                *setting = count;
            }
        }
        for (key, setting) in [
            ("other_reviewer", &mut self.other_reviewer),
            ("contact", &mut self.contact),
            ("word", &mut self.word),
            ("text", &mut self.text),
            ("sheet", &mut self.sheet),
            ("wechat", &mut self.wechat),
            ("signed", &mut self.signed),
        ] {
            if let Some(on) = table.boolean(key, sink) {
                *setting = on;
            }
        }
        if let Some(aliases) = table.strings("aliases", sink) {
            self.aliases = aliases;
        }
        if let Some(kinds) = table.string_map("types", sink) {
            self.kinds.extend(kinds);
        }
        let photos = [("separate", Photos::Separate), ("embed", Photos::Embed), ("mark", Photos::Mark)];
        self.photos = table.choice("photos", &photos, sink).unwrap_or(self.photos);
        let encodings = [("utf-8", TextEncoding::Utf8), ("gb18030", TextEncoding::Gb18030)];
        self.encoding = table.choice("encoding", &encodings, sink).unwrap_or(self.encoding);
        let fonts = [("named", FontSet::NAMED), ("system", FontSet::SYSTEM)];
        self.look.fonts = table.choice("fonts", &fonts, sink).unwrap_or(self.look.fonts);
        if let Some(points) = table.float("line_pt", sink) {
            // Outside of this lines overlap, or a page holds a dozen.
            match (20.0..=60.0).contains(&points) {
                true => self.look.line = (points * 20.0).round() as u32,
                false => sink.push(table.diagnose(&SETTING, "line_pt").arg("value", points).arg("example", "28.95")),
            }
        }
        if table.has("photo_least") {
            self.photo_least(table, sink);
        }
        if let Some(reviews) = table.placed_strings("reviewers", sink) {
            self.reviewers = reviews
                .into_iter()
                .filter_map(|(name, span)| {
                    let found = REVIEWS.into_iter().find(|review| review.key == name || review.zh == name);
                    if found.is_none() {
                        let diagnostic =
                            crate::diagnostic::Diagnostic::new(&SETTING).arg("key", table.path("reviewers"));
                        let example = "[\"first\", \"second\", \"final\"]";
                        sink.push(diagnostic.arg("value", name).arg("example", example).at(table.source(), span));
                    }
                    found
                })
                .collect();
        }
    }

    fn photo_least(&mut self, table: &mut Table, sink: &Sink) {
        use crate::source::Item;
        let node = table.node("photo_least").map(|node| node.item);
        let number = |item: &Item| match item {
            Item::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        let sizes: Option<Vec<u64>> = match &node {
            Some(Item::List(items)) => items.iter().map(|node| number(&node.item)).collect(),
            _ => None,
        };
        match sizes.as_deref() {
            Some([width, height]) => self.photo_least = (*width, *height),
            _ => sink.push(table.diagnose(&SETTING, "photo_least").arg("value", "…").arg("example", "[1920, 1080]")),
        }
    }

    /// 类型 in the register of an entry of this kind.
    pub fn kind_of(&self, kind: &str) -> &str {
        self.kinds.get(kind).unwrap_or(&self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::{Photos, Presets};
    use crate::diagnostic::{Sink, SourceText};
    use crate::path::SourcePath;
    use crate::source::{Table, parse_toml};

    fn load(settings: &str) -> (Presets, usize) {
        let source = SourceText { path: SourcePath::new("a.toml").unwrap(), text: settings.into() };
        let entries = parse_toml(&source, 0..settings.len()).unwrap();
        let mut table = Table::new(source, "", 0..0, entries);
        let sink = Sink::new();
        let presets = Presets::load(Some(&mut table), &sink);
        (presets, sink.finish().len())
    }

    #[test]
    fn the_shipped_presets_are_whole_and_found_by_every_name() {
        let (presets, told) = load("");
        assert_eq!((presets.all.len(), told), (6, 0));
        for (name, id) in
            [("county-office", "county-office"), ("融媒体中心", "county-media"), ("文史委", "history-committee")]
        {
            assert_eq!(presets.find(name).map(|preset| preset.id.as_str()), Some(id));
        }
        let office = presets.find("县政协").unwrap();
        assert_eq!((office.kind_of("opinion"), office.kind_of("activity")), ("社情民意", "活动信息"));
        assert_eq!((office.look.line, office.photo_least), (579, (1280, 720)));
        for preset in &presets.all {
            assert!(!preset.zh.is_empty() && !preset.outlet.is_empty() && !preset.subject.is_empty(), "{}", preset.id);
        }
    }

    #[test]
    fn a_site_changes_values_and_adds_recipients() {
        let (presets, told) = load(
            "[presets.newspaper]\nzh = \"某日报\"\nphotos = \"embed\"\n[presets.city]\nzh = \"市政协\"\nreviewers = [\"初审\"]\nline_pt = 28\n",
        );
        assert_eq!(told, 0);
        assert_eq!(
            presets.find("某日报").map(|preset| (preset.photos, preset.chars_most)),
            Some((Photos::Embed, 1500))
        );
        let city = presets.find("市政协").unwrap();
        assert_eq!((city.reviewers[0].key, city.look.line, city.signed), ("first", 560, true));
    }

    #[test]
    fn wrong_values_are_told() {
        let (_, told) = load(
            "[presets.x]\nphotos = \"inline\"\nline_pt = 3\nreviewers = [\"boss\"]\nphoto_least = 3\ncolour = 1\n",
        );
        assert_eq!(told, 5);
    }
}

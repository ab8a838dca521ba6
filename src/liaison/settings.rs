//! The group's own settings: the table `[liaison]` of the settings file.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::approval::ApprovalSettings;
use super::archive::Quarter;
use super::card::Cards;
use super::code::SETTING;
use super::entry::{Kinds, load_kinds};
use super::government::Government;
use super::ledger::LedgerSettings;
use super::mourning::Mourning;
use super::rule::Reporting;
use super::search::SearchSettings;
use super::submission::Presets;
use super::submission::bulletin::BulletinSettings;
use crate::check::privacy::Scanner;
use crate::config::Config;
use crate::content::LanguageId;
use crate::diagnostic::Sink;
use crate::path::Route;
use crate::source::{Item, SourceTree, Table, time_zone};

/// The key of the layer's table in the settings file.
pub const LAYER: &str = "liaison";

/// Names of pages and sections of the footer, each left out when empty.
pub const FOOTER: [&str; 12] = [
    "organizer",
    "undertaker",
    "tech",
    "address",
    "phone",
    "email",
    "icp",
    "police_no",
    "site_id_code",
    "party_mark_html",
    "error_report_url",
    "copyright_years",
];

/// The group's settings with their defaults.
#[derive(Clone, Debug)]
pub struct Settings {
    /// 联络组的名称.
    pub group: String,
    /// 镇.
    pub township: String,
    /// 县.
    pub county: String,
    /// 上级政协.
    pub superior: String,
    /// What a member is called.
    pub member_noun: String,
    /// The items of the footer that are not empty.
    pub footer: Vec<(&'static str, String)>,
    /// The time zone quarters are counted in.
    pub zone: TimeZone,
    /// When the site's life begins; the first entry's day otherwise.
    pub opened: Option<Date>,
    /// How the archive is called and where it stands.
    pub archive: ArchiveSettings,
    /// The kinds of entry.
    pub kinds: Kinds,
    /// What is owed, and how its pages are called.
    pub ledger: LedgerSettings,
    /// Whether the site's own words are Chinese.
    pub zh: bool,
    /// What stands on every bulletin.
    pub bulletin: BulletinSettings,
    /// Those entries are sent to, and what each asks for.
    pub presets: Presets,
    /// What texts are searched for before they are published or sent.
    pub scanner: Scanner,
    /// What share cards are drawn with; none where the site names no font, or it is not there.
    pub cards: Option<Cards>,
    /// Within how many days what is to be sent.
    pub reporting: Reporting,
    /// Whether entries need an approval.
    pub approval: ApprovalSettings,
    /// Whether readers can search, and where.
    pub search: SearchSettings,
    /// The days the site turns gray.
    pub mourning: Mourning,
    /// The profile of government sites, where it is on.
    pub government: Option<Government>,
}

/// `[liaison.archive]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveSettings {
    /// Its path, without slashes at its ends.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The title of a year; `{year}` stands for the year.
    pub year_title: String,
    /// The title of a quarter: `{year}`, `{quarter}` (1 to 4) and `{cn}` (一 to 四).
    pub quarter_title: String,
}

impl ArchiveSettings {
    /// The defaults in the site's language.
    fn of(language: &str) -> ArchiveSettings {
        let (title, year_title, quarter_title) = if language.starts_with("zh") {
            ("季度存档", "{year}年", "{year}年第{cn}季度")
        } else {
            ("Archive", "{year}", "Quarter {quarter}, {year}")
        };
        ArchiveSettings {
            path: "archive".to_owned(),
            title: title.to_owned(),
            year_title: year_title.to_owned(),
            quarter_title: quarter_title.to_owned(),
        }
    }

    /// Itself for the site's own language; for another one with that language's words for years and quarters.
    pub fn in_language(&self, config: &Config, language: LanguageId) -> Cow<'_, ArchiveSettings> {
        match config.languages.get(usize::from(language.0)) {
            Some(other) if language.0 > 0 => {
                Cow::Owned(ArchiveSettings { path: self.path.clone(), ..ArchiveSettings::of(&other.code) })
            }
            _ => Cow::Borrowed(self),
        }
    }

    /// The title of a year.
    pub fn year_label(&self, year: i16) -> String {
        self.year_title.replace("{year}", &year.to_string())
    }

    /// The title of a quarter.
    pub fn quarter_label(&self, quarter: Quarter) -> String {
        let cn = ["一", "二", "三", "四"].get(usize::from(quarter.number) - 1).copied().unwrap_or_default();
        self.quarter_title
            .replace("{year}", &quarter.year.to_string())
            .replace("{quarter}", &quarter.number.to_string())
            .replace("{cn}", cn)
    }

    /// The address path of a year's page.
    pub fn year_path(&self, year: i16) -> String {
        format!("/{}/{year}/", self.path)
    }

    /// The address path of a quarter's page.
    pub fn quarter_path(&self, quarter: Quarter) -> String {
        format!("/{}/{}/q{}/", self.path, quarter.year, quarter.number)
    }
}

impl Settings {
    /// Reads the layer's table, and the site's own lists of words in `sources`; `None` if the site has no such table and so
    /// is a plain Zola site.
    pub fn read(config: &Config, sources: &SourceTree, sink: &Sink) -> Option<Settings> {
        let mut table = config.layer.clone()?;
        let language = config.default_language();
        let title = language.title.clone().unwrap_or_default();
        let mut text = |key, default: &str| match table.string(key, sink) {
            Some(text) if !text.trim().is_empty() => text,
            _ => default.to_owned(),
        };
        let group = text("group", &title);
        let township = text("township", "");
        let county = text("county", "");
        let superior = text("superior", &if county.is_empty() { String::new() } else { format!("{county}政协") });
        let member_noun = text("member_noun", "政协委员");
        let opened = opened(&mut table, sink);
        let archive = archive(table.table("archive", sink), ArchiveSettings::of(&language.code), sink);
        let footer = table.table("footer", sink).map(|footer| footer_items(footer, sink)).unwrap_or_default();
        let kinds = load_kinds(Some(&mut table), Some(sources), sink);
        let zh = language.code.starts_with("zh");
        let ledger = LedgerSettings::read(&mut table, sources, &kinds, zh, sink);
        let bulletin = table.table("bulletin", sink);
        let bulletin = BulletinSettings::read(bulletin, &group, &township, &superior, sink);
        let presets = Presets::load(Some(&mut table), sink);
        let scanner = table.table("privacy", sink).map(|privacy| scanner(privacy, sink)).unwrap_or_default();
        let cards = Cards::read(table.table("card", sink), sources, sink);
        let reporting = Reporting::read(table.table("reporting", sink), sink);
        let approval = ApprovalSettings::read(table.table("approval", sink), sink);
        let search = SearchSettings::read(&mut table, zh, sink);
        let mourning = Mourning::read(&mut table, sink);
        let government = Government::read(&mut table, config, &kinds, sink);
        table.finish(sink);
        let zone = time_zone(&config.timezone);
        Some(Settings {
            group,
            township,
            county,
            superior,
            member_noun,
            footer,
            zone,
            opened,
            archive,
            kinds,
            ledger,
            zh,
            bulletin,
            presets,
            scanner,
            cards,
            reporting,
            approval,
            search,
            mourning,
            government,
        })
    }
}

/// `opened`: a day, quoted or not.
fn opened(table: &mut Table, sink: &Sink) -> Option<Date> {
    let node = table.node("opened")?;
    let text = match &node.item {
        Item::Text(text) | Item::Moment(text) => text.clone(),
        _ => String::new(),
    };
    let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    if day.is_none() {
        sink.push(table.diagnose(&SETTING, "opened").arg("value", &text).arg("example", "2025-07-01"));
    }
    day
}

fn archive(table: Option<Table>, mut archive: ArchiveSettings, sink: &Sink) -> ArchiveSettings {
    let Some(mut table) = table else { return archive };
    if let Some(path) = table.string("path", sink) {
        let path = path.trim_matches('/').to_owned();
        match Route::file(&path) {
            Ok(route) if route.as_str() == path => archive.path = path,
            _ => sink.push(table.diagnose(&SETTING, "path").arg("value", path).arg("example", "archive")),
        }
    }
    for (key, setting) in [
        ("title", &mut archive.title),
        ("year_title", &mut archive.year_title),
        ("quarter_title", &mut archive.quarter_title),
    ] {
        if let Some(text) = table.string(key, sink).filter(|text| !text.trim().is_empty()) {
            *setting = text;
        }
    }
    table.finish(sink);
    archive
}

/// `[liaison.privacy]`: the site's own words for what nobody should know of a person.
fn scanner(mut table: Table, sink: &Sink) -> Scanner {
    let words = table.strings("statuses", sink).unwrap_or_default();
    table.finish(sink);
    Scanner::new(&words)
}

fn footer_items(mut table: Table, sink: &Sink) -> Vec<(&'static str, String)> {
    let items = FOOTER.iter().filter_map(|key| {
        let text = table.string(key, sink)?;
        (!text.trim().is_empty()).then_some((*key, text))
    });
    let items = items.collect();
    table.finish(sink);
    items
}

//! An invented town of thousands of entries, their words drawn from the project's own site.
#![expect(clippy::disallowed_methods, reason = "it reads words and writes a site")]

use std::fmt::Write;
use std::path::Path;

/// The kinds the entries are of: id, Chinese name, the fields each needs.
pub const KINDS: [(&str, &str, &str); 3] = [
    ("activity", "活动信息", "type = \"座谈\"\nplace = \"甲镇\""),
    ("history", "文史资料", "category = \"水利\""),
    ("study", "学习培训", "type = \"集中学习\"\ntopics = [\"水利\"]"),
];

/// The members: id and name.
pub const MEMBERS: [(&str, &str); 5] =
    [("m1", "委员甲"), ("m2", "委员乙"), ("m3", "委员丙"), ("m4", "委员丁"), ("m5", "委员戊")];

/// How many members' pages hold `words`.
pub fn members_with(words: &str) -> usize {
    MEMBERS.iter().filter(|(_, name)| name.contains(words) || "农业界".contains(words)).count()
}

/// A small generator of numbers: the same ones for the same seed (xorshift64*, Vigna 2016).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    /// Small numbers more often, as words are used.
    fn skewed(&mut self, end: usize) -> usize {
        let one = self.below(end);
        self.below(one + 1)
    }
}

/// An entry of the town.
pub struct Entry {
    pub kind: &'static str,
    fields: &'static str,
    pub name: String,
    pub title: String,
    pub date: String,
    pub members: Vec<&'static str>,
    pub body: String,
}

impl Entry {
    pub fn year(&self) -> usize {
        self.date[..4].parse().unwrap_or(0)
    }

    /// Whether it holds `words`, letters being the same small and large.
    pub fn holds(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        // What its facts show.
        let facts: &[&str] = match self.kind {
            "activity" => &["座谈", "甲镇"],
            "history" => &["水利"],
            _ => &["集中学习", "水利"],
        };
        let has = |text: &str| text.to_lowercase().contains(&words);
        self.body.lines().any(has) || has(&self.title) || facts.iter().any(|fact| has(fact))
    }

    /// `length` Han characters that stand side by side in it, and whether they come from the title.
    pub fn substring(&self, chance: &mut Chance, length: usize) -> (String, bool) {
        let in_title = chance.below(5) == 0;
        let text: Vec<char> = if in_title { &self.title } else { &self.body }.chars().collect();
        loop {
            let at = chance.below(text.len().saturating_sub(length));
            let words = &text[at..at + length];
            if words.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)) {
                return (words.iter().collect(), in_title);
            }
        }
    }
}

/// Pieces of two to five Han characters of what the project's own entries say.
fn words() -> Vec<String> {
    let mut words = Vec::new();
    for file in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).sort_by_file_name() {
        let Ok(file) = file else { continue };
        if file.path().extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).expect("the project's own entry");
        let body = text.rsplit("+++").next().unwrap_or_default();
        for run in body.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)) {
            let run: Vec<char> = run.chars().collect();
            let mut at = 0;
            while at < run.len() {
                let end = (at + 2 + (run.len() + at) % 4).min(run.len());
                words.push(run[at..end].iter().collect());
                at = end;
            }
        }
    }
    words
}

/// `count` entries over ten years.
pub fn entries(count: usize) -> Vec<Entry> {
    let words = words();
    assert!(words.len() > 3_000, "only {} words", words.len());
    let mut chance = Chance(42);
    (0..count)
        .map(|number| {
            let (kind, _, fields) = KINDS[chance.below(KINDS.len())];
            let phrase = |chance: &mut Chance, length: usize| -> String {
                (0..length).map(|_| words[chance.skewed(words.len())].as_str()).collect()
            };
            let title = phrase(&mut chance, 4);
            let mut body = String::new();
            for _ in 0..3 + chance.below(5) {
                for _ in 0..3 + chance.below(3) {
                    let length = 2 + chance.below(4);
                    let _ = write!(body, "{}，", phrase(&mut chance, length));
                    match chance.below(60) {
                        0 => body.push_str("全镇GDP增长3.5%，"),
                        1 => body.push_str("开通5G基站，"),
                        2 => body.push_str("比2024年多，"),
                        _ => {}
                    }
                }
                body.push_str("完成。\n\n");
            }
            let (year, month, day) = (2017 + number % 10, 1 + chance.below(10), 1 + chance.below(28));
            let members = MEMBERS.iter().map(|(id, _)| *id).filter(|_| chance.below(4) == 0).collect();
            let date = format!("{year}-{month:02}-{day:02}");
            Entry { kind, fields, name: format!("e{number}"), title, date, members, body }
        })
        .collect()
}

/// Writes the site of these entries into `folder`.
pub fn write(folder: &Path, entries: &[Entry]) {
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("in a folder")).expect("a new folder");
        std::fs::write(path, text).expect("a new file");
    };
    put(
        "lianluo.toml",
        "base_url = \"https://example.test\"\ntitle = \"甲镇\"\ndefault_language = \"zh-CN\"\n[liaison]\ngroup = \"甲镇政协联络组\"\n",
    );
    let page = "<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>{{ page.content | safe }}";
    put("templates/page.html", page);
    put("templates/section.html", "<!doctype html><h1>{{ section.title }}</h1>");
    put("templates/index.html", "<!doctype html><h1>{{ section.title | default(value=\"\") }}</h1>");
    put("content/_index.md", "+++\n+++\n");
    for folder in KINDS.iter().map(|(kind, ..)| *kind).chain(["member"]) {
        put(&format!("content/{folder}/_index.md"), "+++\ntitle = \"栏目\"\nsort_by = \"date\"\n+++\n");
    }
    for (id, name) in MEMBERS {
        let text = format!(
            "+++\ntitle = \"{name}\"\ndate = 2017-01-01\n[extra]\nkind = \"member\"\nname = \"{name}\"\nsector = \"农业界\"\nsource = \"本组\"\n+++\n"
        );
        put(&format!("content/member/{id}.md"), &text);
    }
    for entry in entries {
        let text = format!(
            "+++\ntitle = \"{}\"\ndate = {}\n[extra]\nkind = \"{}\"\n{}\nsource = \"本组\"\nmembers = {}\n+++\n{}",
            entry.title,
            entry.date,
            entry.kind,
            entry.fields,
            serde_json::json!(entry.members),
            entry.body
        );
        put(&format!("content/{}/{}.md", entry.kind, entry.name), &text);
    }
}

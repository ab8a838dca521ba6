//! Random sequences of edits: after each, the build that takes over from the last one gives byte for byte what a clean
//! build of the same state gives, and says the same.
//!
//! `LIANLUO_EDITS` sets how many edits are made (2,000 without it), `LIANLUO_SEED` where chance begins.

#![expect(clippy::disallowed_methods, reason = "reads how much to do, and meddles with what builds leave on the disk")]

#[path = "edits/disk.rs"]
mod disk;
mod harness;

use std::collections::{BTreeMap, BTreeSet};

use harness::{Last, Site};

/// A small generator of numbers: the same ones for the same seed, on every machine (xorshift64*, Vigna 2016).
struct Chance {
    state: u64,
    /// Bodies are made of nothing but documents: where none changed they are taken over as a whole.
    plain: bool,
    /// Some pages are entries of a group.
    layer: bool,
}

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    fn often(&mut self, of: usize) -> bool {
        self.below(of) > 0
    }
}

const SETTINGS: &str = "base_url = \"https://x.test\"\ntitle = \"T\"\ngenerate_feeds = true\nbuild_search_index = true\n\
                        compile_sass = true\ntaxonomies = [{ name = \"tags\", paginate_by = 2, feed = true }, { name = \"plain\" }]\n\
                        [search]\nindex_format = \"fuse_json\"\n[markdown.highlighting]\ntheme = \"github-light\"\n[link_checker]\ninternal_level = \"warn\"\n[languages.zh]\n\
                        title = \"中\"\ntaxonomies = [{ name = \"tags\", paginate_by = 2 }, { name = \"plain\" }]\n[extra]\nmark = \"m\"\n";

/// What stands below the settings in every other sequence: with it archive, ledger and search are made and taken over too.
const LAYER: &str = "[liaison]\ngroup = \"G\"\nopened = 2026-01-01\n[liaison.kinds.jotting]\nzh = \"记事\"\nen = \"Jotting\"\n\
                     [[liaison.target]]\nid = \"jottings\"\nlabel = \"记事\"\ncount = \"jotting\"\nperiod = \"month\"\nmin = 1\n";

/// The site's fixed part: templates that look at all there is.
fn site(layer: &str) -> Site {
    Site::bare()
        .put("zola.toml", format!("{SETTINGS}{layer}"))
        .put("content/_index.md", "+++\ntitle = \"Home\"\n+++\nwelcome\n")
        .put("data/list.toml", "items = [\"one\"]\n")
        .put("sass/a.scss", "@import \"part\"; a { color: $c }")
        .put("sass/_part.scss", "$c: red;")
        .put("templates/base.html", "<t>{% block title %}{{ config.title }}{% endblock title %}</t>{% include \"nav.html\" %}{% block main %}{% endblock main %}<y>{{ now() | date(format=\"%Y\") }}</y>")
        .put("templates/nav.html", "{% set nav = get_section(path=\"_index.md\", lang=\"en\") %}{% for one in nav.subsections %}{% set named = get_section(path=one, lang=\"en\") %}[{{ named.title }} {{ named.pages | length }}]{% endfor %}")
        .put("templates/parts.html", "{% component card(title, note=\"\") %}<b>{{ title }}{{ note }}</b>{% endcomponent card %}{% component first(page) %}<u>{{ page.title }} {{ page.summary | default(value=\"\") }}</u>{% endcomponent first %}")
        .put("templates/index.html", "{% extends \"base.html\" %}{% block main %}{{ section.content | safe }}{% for p in section.pages[:2] %}{{ <first page={p} /> }}{% endfor %}{% for t in section.translations %}({{ t.lang }} {{ t.title }}){% endfor %}{% endblock main %}")
        .put("templates/section.html", "{% extends \"base.html\" %}{% block main %}{{ section.title }}{{ section.content | safe }}{% for p in paginator.pages %}{{ <card title={p.title} /> }}{% if p.lower %}<{{ p.lower.title }}{% endif %}{% endfor %}{{ paginator.current_index }}/{{ paginator.number_pagers }} of {{ paginator.total_pages }}{% for a in section.assets %}{{ a }}{% endfor %}{% endblock main %}")
        .put("templates/list.html", "{% extends \"base.html\" %}{% block main %}{% for p in section.pages %}<{{ p.title }} {{ p.word_count }} {{ p.permalink }} {{ p.date | default(value=\"\") }}>{% for l in p.backlinks %}~{{ l.title }}{% endfor %}{% endfor %}{% for b in section.backlinks %}({{ b.title }}){% endfor %}{% endblock main %}")
        .put("templates/page.html", "{% extends \"base.html\" %}{% block title %}{{ page.title }}{% endblock title %}{% block main %}{{ page.content | safe }}{% if page.lower %}<{{ page.lower.title }} {{ page.lower.path }}{% endif %}{% if page.higher %}>{{ page.higher.title }}{% endif %}{% for l in page.backlinks %}({{ l.title }}){% endfor %}{% for t in page.taxonomies.tags | default(value=[]) %}{{ get_taxonomy_url(kind=\"tags\", term=t, lang=\"en\") }}{% endfor %}{% for h in page.toc %}{{ h.title }}{% endfor %}{{ page.extra.note | default(value=\"\") }}{% for t in page.translations %}({{ t.lang }} {{ t.permalink }}){% endfor %}{{ get_random(start=0, end=1000000) }}{% for a in page.assets %}{{ a }}{% endfor %}{% endblock main %}")
        .put("templates/bare.html", "{{ page.title }}|{{ page.description | default(value=\"-\") }}|{{ config.extra.mark }}")
        .put("templates/tags/list.html", "{% for t in terms %}{{ t.name }}={{ t.page_count }} {% endfor %}{% set d = load_data(path=\"data/list.toml\") %}{{ d.items | join(sep=\",\") }}{% set f = load_data(path=\"data/extra.json\", required=false) %}{{ f is none }}{% for q in get_quarters() %}{{ q.label }}{{ q.count }}{% endfor %}{% for t in get_targets() %}{{ t.state }}{% endfor %}{% for e in get_entries() %}{{ e.title }}{{ e.summary | default(value=\"\") }}{% endfor %}")
        .put("templates/tags/single.html", "{{ term.name }}{% for p in paginator.pages %}{{ p.title }} {% endfor %}{{ get_hash(path=\"static/a.txt\") }}")
        .put("templates/plain/list.html", "{% for t in terms %}{{ t.name }}{% for p in t.pages %}{{ p.title }}{% endfor %}{% endfor %}")
        .put("templates/plain/single.html", "{% set all = get_taxonomy(kind=\"plain\") %}{% for t in all.items %}{{ t.slug }}{% endfor %}{% for p in term.pages %}{{ p.path }}{% endfor %}")
        .put("static/a.txt", "a")
}

/// The folders of pages, and the files that may stand in them.
const FOLDERS: [&str; 4] = ["", "news/", "notes/", "news/deep/"];
const NAMES: [&str; 7] = ["a.md", "b.md", "c.md", "c.zh.md", "2026-01-02-d.md", "e/index.md", "f.md"];

fn page(chance: &mut Chance) -> String {
    let title = chance.one(&["Aa", "Bb", "Cc", "标题", "Z \\\"q\\\"", ""]);
    let mut text = format!("+++\ntitle = \"{title}\"\n");
    if chance.often(4) {
        text.push_str(&format!("date = 2026-0{}-1{}\n", 1 + chance.below(3), chance.below(4)));
    }
    if chance.often(2) {
        text.push_str(&format!("weight = {}\n", chance.below(4)));
    }
    for (odds, line) in [
        (9, "draft = true\n"),
        (9, "render = false\n"),
        (7, "slug = \"own#\"\n"),
        (9, "path = \"elsewhere#\"\n"),
        (9, "aliases = [\"old#\"]\n"),
        (7, "template = \"bare.html\"\n"),
        (5, "description = \"about\"\n"),
        (8, "in_search_index = false\n"),
        (6, "updated = 2026-05-06\n"),
    ] {
        if chance.below(odds) == 0 {
            // Two pages at one address are an error; that is rare enough.
            text.push_str(&line.replace('#', &chance.below(500).to_string()));
        }
    }
    if chance.often(3) {
        let tags = chance.one(&["\"x\"", "\"x\", \"y\"", "\"Y\"", "\"z\", \"X\""]);
        text.push_str(&format!("[taxonomies]\ntags = [{tags}]\nplain = [\"p\"]\n"));
    }
    if chance.often(2) {
        text.push_str(&format!("[extra]\nnote = {}\n", chance.below(3)));
    } else if chance.layer && text.contains("\ndate") && !title.is_empty() {
        let seen = chance.one(&["public", "public", "public", "count", "internal"]);
        text.push_str(&format!("[extra]\nkind = \"jotting\"\nsource = \"s\"\nvisibility = \"{seen}\"\n"));
    }
    text.push_str("+++\n");
    for _ in 0..chance.below(4) {
        let pieces: &[&str] = &[
            "# Head\n\n",
            "# Head\n\n## Sub\n\n",
            "words and words\n\n",
            "<!-- more -->\n\n",
            "see [n](@/notes/a.md)\n\n",
            "see [h](@/news/b.md#head)\n\n",
            "see [me](#head)\n\n",
            "{{ <card title=\"in body\" /> }}\n\n",
            "{% set p = get_page(path=\"news/a.md\", lang=\"en\", allow_missing=true) %}{% if p %}{{ p.title }}{% endif %}\n\n",
            "{% set s = get_section(path=\"notes/_index.md\", lang=\"en\", allow_missing=true) %}{% if s %}{{ s.pages | length }}{% endif %}\n\n",
            "```rust\nfn main() {}\n```\n\n",
            "```nosuch\nx\n```\n\n",
            "{{ get_random(start=0, end=99999) }}\n\n",
            "note[^1]\n\n[^1]: the note\n\n",
        ];
        let piece = chance.one(pieces);
        if !chance.plain || !piece.contains("{{") && !piece.contains("{%") && !piece.contains("nosuch") {
            text.push_str(piece);
        }
    }
    text
}

fn section(chance: &mut Chance) -> String {
    let mut text = format!("+++\ntitle = \"{}\"\n", chance.one(&["S", "T", "U"]));
    text.push_str(&format!(
        "sort_by = \"{}\"\n",
        chance.one(&["date", "title", "weight", "none", "slug", "update_date"])
    ));
    for (odds, line) in [
        (2, "paginate_by = 2\n"),
        (7, "paginate_reversed = true\n"),
        (5, "transparent = true\n"),
        (6, "generate_feeds = true\n"),
        (6, "insert_anchor_links = \"left\"\n"),
        (8, "page_template = \"bare.html\"\n"),
        (9, "render = false\n"),
        (9, "redirect_to = \"notes\"\n"),
        (8, "in_search_index = false\n"),
        (12, "draft = true\n"),
    ] {
        if chance.below(odds) == 0 {
            text.push_str(line);
        }
    }
    if !text.contains("paginate_by") {
        text.push_str("template = \"list.html\"\n");
    }
    text.push_str(&format!("weight = {}\n+++\n{}\n", chance.below(3), chance.one(&["", "body", "[a](@/news/a.md)"])));
    text
}

/// One edit of something.
fn edit(site: Site, chance: &mut Chance, files: &mut BTreeSet<String>, layer: &str) -> Site {
    let folder = FOLDERS[chance.below(FOLDERS.len())];
    match chance.below(20) {
        // A page appears or changes, front matter and body.
        0..=8 => {
            let path = format!("content/{folder}{}", NAMES[chance.below(NAMES.len())]);
            files.insert(path.clone());
            site.put(&path, page(chance))
        }
        // A file goes; or goes and comes back elsewhere.
        9 | 10 => match files.iter().nth(chance.below(files.len())).cloned() {
            Some(path) => {
                files.remove(&path);
                site.without(&path)
            }
            None => site,
        },
        11 => {
            let Some(path) = files.iter().nth(chance.below(files.len())).cloned() else { return site };
            let moved = format!("content/{folder}{}", NAMES[chance.below(NAMES.len())]);
            let bytes = site.bytes_of(&path);
            files.remove(&path);
            files.insert(moved.clone());
            site.without(&path).bytes(&moved, &bytes)
        }
        12 | 13 => {
            let path = format!("content/{}_index.md", FOLDERS[1 + chance.below(3)]);
            files.insert(path.clone());
            site.put(&path, section(chance))
        }
        // What functions look at.
        14 => match chance.below(4) {
            0 => site.put("data/list.toml", format!("items = [\"{}\"]\n", chance.below(9))),
            1 => site.put("static/a.txt", format!("{}", chance.below(9))),
            2 => site.put("data/extra.json", "{}"),
            _ => site.without("data/extra.json"),
        },
        15 => {
            let path = format!("content/{folder}e/pic{}.txt", chance.below(3));
            if chance.often(2) { site.put(&path, "x") } else { site.without(&path) }
        }
        16 => site.put("sass/_part.scss", format!("$c: {};", chance.one(&["red", "blue"]))),
        // A template.
        17 => {
            let bare = format!("{}|{{{{ page.title }}}}|{{{{ page.permalink }}}}", chance.below(9));
            let parts = chance.one(&[
                "{% component card(title, note=\"\") %}<i>{{ title }}</i>{% endcomponent card %}{% component first(page) %}{{ page.content | safe }}{% endcomponent first %}",
                "{% component card(title, note=\"x\") %}<b>{{ title }}{{ note }}</b>{% endcomponent card %}{% component first(page) %}<u>{{ page.title }}</u>{% endcomponent first %}",
            ]);
            match chance.below(4) {
                0 => site.put("templates/parts.html", parts),
                1 => {
                    site.put("templates/anchor-link.html", format!("<a href=\"#{{{{ id }}}}\">{}</a>", chance.below(2)))
                }
                _ => site.put("templates/bare.html", bare),
            }
        }
        18 => {
            let settings = match chance.below(3) {
                0 => SETTINGS.to_owned(),
                1 => SETTINGS.replace("mark = \"m\"", "mark = \"n\""),
                _ => SETTINGS.replace("paginate_by = 2", "paginate_by = 3"),
            };
            site.put("zola.toml", format!("{settings}{layer}"))
        }
        _ => site.today(jiff::civil::Date::constant(2026 + chance.below(2) as i16, 1 + chance.below(12) as i8, 3)),
    }
}

#[test]
fn what_is_taken_over_equals_what_is_made_anew() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (edits, seed) = (number("LIANLUO_EDITS", 2_000), number("LIANLUO_SEED", 20_261_125));
    // Several sequences: a long one tends towards full folders.
    let sequences = edits.div_ceil(100).max(1);
    let (mut good, mut steps, mut again, mut told) = (0, 0, 0usize, BTreeMap::<String, usize>::new());
    for sequence in 0..sequences {
        let state = seed.wrapping_add(sequence.wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1;
        let mut chance = Chance { state, plain: sequence % 4 > 1, layer: sequence % 2 == 1 };
        let layer = if sequence % 2 == 1 { LAYER } else { "" };
        let mut site = site(layer);
        let mut files = BTreeSet::new();
        let mut last: Option<Last> = None;
        let mut made = 0;
        for step in 0.. {
            if made * sequences >= edits {
                break;
            }
            for _ in 0..1 + chance.below(3) {
                site = edit(site, &mut chance, &mut files, layer);
                made += 1;
            }
            steps += 1;
            let clean = site.build_after(None);
            let warm = site.build_after(last.take());
            let place = || format!("seed {seed}, sequence {sequence}, step {step}");
            assert_eq!(warm.built.diagnostics, clean.built.diagnostics, "{}", place());
            for error in clean.built.errors() {
                *told.entry(error.chars().take(150).collect::<String>()).or_default() += 1;
            }
            if clean.built.errors().is_empty() {
                good += 1;
                again += clean.work.rendered.len() - warm.work.rendered.len().min(clean.work.rendered.len());
                let differing: Vec<&String> = clean
                    .built
                    .files
                    .keys()
                    .chain(warm.built.files.keys())
                    .filter(|route| clean.built.files.get(*route) != warm.built.files.get(*route))
                    .collect();
                assert!(differing.is_empty(), "{}: {differing:?}", place());
            }
            last = Some(warm);
        }
    }
    // A cache that takes nothing over, or a site that never builds, would pass everything above.
    assert!(
        good * 2 > steps && again > good * 3,
        "{good} of {steps} builds good, {again} outputs taken over; {told:?}"
    );
}

/// The same on a disk, where a build may die before its output is committed, or after that and before the cache is; where
/// somebody edits, adds and removes output files; where the cache is lost.
#[test]
fn the_output_folder_ends_as_a_clean_build_leaves_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut chance = Chance { state: 20_261_126, plain: false, layer: true };
    let (mut site, mut files) = (site(LAYER), BTreeSet::new());
    let mut output = disk::Disk::new(folder.path());
    let mut good = 0;
    for step in 0..150 {
        for _ in 0..1 + chance.below(3) {
            site = edit(site, &mut chance, &mut files, LAYER);
        }
        match chance.below(12) {
            0 => output.lose_cache(),
            1 => output.meddle(|folder| std::fs::write(folder.join("index.html"), "edited")),
            2 => output.meddle(|folder| std::fs::remove_file(folder.join("404.html"))),
            3 => output.meddle(|folder| std::fs::write(folder.join("foreign.txt"), "x")),
            4 => output.meddle(|folder| std::fs::remove_dir_all(folder.join("news"))),
            _ => {}
        }
        let death = match chance.below(8) {
            0 => disk::Death::BeforeTheOutput,
            1 => disk::Death::BeforeTheCache,
            _ => disk::Death::None,
        };
        output.build(&site, death);
        if death == disk::Death::BeforeTheOutput {
            continue;
        }
        let clean = site.build();
        if clean.errors().is_empty() {
            good += 1;
            assert_eq!(output.files(), clean.files, "step {step}");
        }
    }
    assert!(good > 50, "{good} good builds");
}

/// The same where mostly bodies are edited, of a site that has nothing to tell: most builds are made upon the last one. Now and
/// then the cache is damaged.
#[test]
fn builds_upon_the_last_one_end_as_clean_ones() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (edits, seed) = (number("LIANLUO_EDITS", 2_000) / 4, number("LIANLUO_SEED", 20_261_127));
    let (mut upon, mut steps, mut told) = (0, 0, BTreeMap::<String, usize>::new());
    for sequence in 0..edits.div_ceil(100).max(1) {
        let state = seed.wrapping_add(sequence.wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1;
        let mut chance = Chance { state, plain: sequence % 2 == 0, layer: false };
        let folder = tempfile::tempdir().expect("a folder");
        let mut output = disk::Disk::new(folder.path());
        let mut site = still(&mut chance);
        let mut files: BTreeSet<String> = FOLDERS.iter().map(|folder| format!("content/{folder}_index.md")).collect();
        files.extend(FOLDERS.iter().flat_map(|folder| ["a.md", "b.md"].map(|name| format!("content/{folder}{name}"))));
        for step in 0..100 {
            for _ in 0..1 + chance.below(2) {
                site = match chance.below(12) {
                    0 => with_linked(edit(site, &mut chance, &mut files, ""), &mut files),
                    _ => edit_body(site, &mut chance, &files),
                };
            }
            let death = match chance.below(10) {
                0 => disk::Death::BeforeTheOutput,
                1 => disk::Death::BeforeTheCache,
                _ => disk::Death::None,
            };
            if chance.below(15) == 0 {
                output.meddle(|folder| std::fs::write(folder.join("a/index.html"), "edited"));
            }
            if chance.below(8) == 0 {
                output.damage_cache(|end| chance.below(end));
            }
            let done = output.build(&site, death);
            if death == disk::Death::BeforeTheOutput {
                continue;
            }
            let clean = site.build();
            for said in &clean.diagnostics {
                *told.entry(said.code.id.to_owned()).or_default() += 1;
            }
            if clean.errors().is_empty() {
                steps += 1;
                let place = || format!("seed {seed}, sequence {sequence}, step {step}");
                upon += usize::from(done.as_ref().is_some_and(|(work, _)| work.upon_last));
                let said = done.map_or_else(Vec::new, |(_, said)| said);
                assert_eq!(said, clean.diagnostics, "{}", place());
                assert!(output.files() == clean.files, "{}", place());
            }
        }
    }
    assert!(upon * 3 > steps, "{upon} of {steps} builds upon the last one; {told:?}");
}

/// Wherever a cache is damaged, in a site of so many pages that each of its files is read part by part.
#[test]
fn a_damaged_cache_ends_as_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut output = disk::Disk::new(folder.path());
    let list = "{% for p in section.pages %}{{ p.title }} {% endfor %}";
    let page = "{{ page.title }}{{ page.content | safe }}{% if page.lower %}{{ page.lower.title }}{% endif %}";
    let mut site = Site::bare()
        .put("zola.toml", "base_url = \"https://x.test\"\n")
        .put("content/_index.md", "+++\nsort_by = \"title\"\n+++\n")
        .put("templates/index.html", list)
        .put("templates/page.html", page);
    let text = |number: usize, body: usize| {
        let filling = "description ".repeat(40);
        format!("+++\ntitle = \"{number:03}\"\ndescription = \"{filling}\"\n+++\n# Head\n\nbody {body}\n")
    };
    for number in 0..120 {
        site = site.put(&format!("content/{number:03}.md"), text(number, 0));
    }
    output.build(&site, disk::Death::None);
    let (mut chance, mut upon) = (Chance { state: 20_261_128, plain: true, layer: false }, 0);
    for (round, number) in (0..60).map(|round| (round, round * 2)) {
        // Half of them in the file that is read part by part.
        match round % 2 {
            0 => output.damage_records(|end| chance.below(end)),
            _ => output.damage_cache(|end| chance.below(end)),
        }
        site = site.put(&format!("content/{number:03}.md"), text(number, round + 1));
        let done = output.build(&site, disk::Death::None);
        upon += usize::from(done.is_some_and(|(work, _)| work.upon_last));
        assert!(output.files() == site.build().files, "round {round}");
    }
    assert!(upon > 10, "{upon} builds upon the last one");
}

/// The site without what is made each time, and with a page and a section in every folder.
fn still(chance: &mut Chance) -> Site {
    let shows = chance.one(&["{{ p.title }}", "{{ p.summary | default(value=\"\") | safe }}", "{{ p.word_count }}"]);
    let list = format!("{{% for p in section.pages %}}{shows} {{% endfor %}}{{{{ section.content | safe }}}}");
    let page = "{{ page.title }}{{ page.content | safe }}{% for h in page.toc %}{{ h.title }}{% endfor %}\
                {% if page.lower %}{{ page.lower.title }}{{ page.lower.word_count }}{% endif %}";
    let mut site = site("").put("templates/page.html", page).put("templates/list.html", &list);
    if chance.often(2) {
        site = site.put("zola.toml", SETTINGS.replace("build_search_index = true", "build_search_index = false"));
    }
    for folder in FOLDERS {
        site = site.put(
            &format!("content/{folder}_index.md"),
            "+++\ntitle = \"S\"\nsort_by = \"title\"\ntemplate = \"list.html\"\n+++\nbody\n",
        );
        for name in ["a", "b"] {
            let text = format!("+++\ntitle = \"{folder}{name}\"\ndate = 2026-01-02\n+++\n# Head\n\nbody\n");
            site = site.put(&format!("content/{folder}{name}.md"), text);
        }
    }
    site
}

/// The site with the pages that others link to, where these are gone: what has a warning to tell is never built upon.
fn with_linked(mut site: Site, files: &mut BTreeSet<String>) -> Site {
    for path in ["content/notes/a.md", "content/news/b.md"] {
        if files.insert(path.to_owned()) {
            site = site.put(path, "+++\ntitle = \"linked\"\ndate = 2026-01-03\n+++\n# Head\n");
        }
    }
    site
}

/// Another body below the same front matter.
fn edit_body(site: Site, chance: &mut Chance, files: &BTreeSet<String>) -> Site {
    let Some(path) = files.iter().nth(chance.below(files.len())).filter(|path| path.ends_with(".md")) else {
        return site;
    };
    let text = String::from_utf8(site.bytes_of(path)).expect("a text");
    let Some(at) = text.rfind("+++\n") else { return site };
    let bodies = [
        "# Head\n\nwords\n",
        "# Head\n\n## Sub\n\nmore words and words\n",
        "plain\n",
        "first\n\n<!-- more -->\n\nsecond\n",
        "see [n](@/notes/a.md) and [h](@/news/b.md#head)\n",
        "```rust\nfn main() {}\n```\n",
        "{{ <card title=\"in body\" /> }}\n",
        "{% set p = get_page(path=\"news/a.md\", lang=\"en\", allow_missing=true) %}{% if p %}{{ p.title }}{% endif %}\n",
        "note[^1]\n\n[^1]: the note\n",
        "",
    ];
    let is_plain = chance.plain;
    let fitting: Vec<&str> = bodies.into_iter().filter(|body| !is_plain || !body.contains('{')).collect();
    let body = fitting[chance.below(fitting.len())];
    // Now and then a heading goes that others link to.
    let head = if path == "content/news/b.md" && chance.often(6) { "# Head\n\n" } else { "" };
    site.put(path, format!("{}{head}{body}{}\n", &text[..at + 4], chance.below(3)))
}

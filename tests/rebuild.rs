//! A second build gives what a clean one gives, and does no more than it must.

mod harness;

use std::sync::{Arc, Mutex};

use harness::{Last, Site};
use lianluo::cache::Reason;
use lianluo::path::Route;
use lianluo::pipeline::{Observer, Step};

/// A site with all that can depend on something else: lists, pagers, terms, neighbours, links, feeds, a search index,
/// templated bodies, data files, components, includes.
fn site() -> Site {
    let page = |title: &str, day: u32, tags: &str, body: &str| {
        format!("+++\ntitle = \"{title}\"\ndate = 2026-01-{day:02}\n[taxonomies]\ntags = [{tags}]\n+++\n\n{body}\n")
    };
    Site::bare()
        .put(
            "zola.toml",
            "base_url = \"https://x.test\"\ntitle = \"T\"\ngenerate_feeds = true\nbuild_search_index = true\n\
             taxonomies = [{ name = \"tags\", paginate_by = 2, feed = true }]\n[search]\nindex_format = \"fuse_json\"\n",
        )
        .put("content/_index.md", "+++\n+++\n")
        .put("content/news/_index.md", "+++\ntitle = \"News\"\nsort_by = \"date\"\npaginate_by = 2\n+++\nwords\n")
        .put("content/notes/_index.md", "+++\ntitle = \"Notes\"\nsort_by = \"title\"\ntemplate = \"notes.html\"\n+++\n")
        .put("content/news/a.md", page("Aa", 1, "\"x\", \"y\"", "# Head\n\nsee [b](@/news/b.md#bee)"))
        .put("content/news/b.md", page("Bb", 2, "\"x\"", "## Bee\n\nbody of b\n\n<!-- more -->\n\nrest"))
        .put("content/news/c.md", page("Cc", 3, "\"y\"", "{{ <card title=\"in body\" /> }}"))
        .put("content/news/d.md", page("Dd", 4, "\"x\"", "{% set p = get_page(path=\"notes/n.md\") %}{{ p.title }}"))
        .put("content/news/e.md", page("Ee", 5, "", "plain"))
        .put("content/notes/n.md", "+++\ntitle = \"Nn\"\n+++\nnote\n")
        .put("content/notes/m.md", "+++\ntitle = \"Mm\"\n+++\n[n](@/notes/n.md)\n")
        .put("static/plain.txt", "static")
        .put("data/list.toml", "items = [\"one\", \"two\"]\n")
        .put("templates/base.html", "<title>{% block title %}{% endblock title %}</title>{% block main %}{% endblock main %}<i>{{ now() | date(format=\"%Y\") }}</i>")
        .put("templates/parts.html", "{% component card(title: string) %}<b>{{ title }}</b>{% endcomponent card %}")
        .put("templates/nav.html", "{% set notes = get_section(path=\"notes/_index.md\") %}{% for p in notes.pages %}[{{ p.title }}]{% endfor %}")
        .put("templates/index.html", "{% extends \"base.html\" %}{% block main %}{% include \"nav.html\" %}{% for s in section.subsections %}{% set sub = get_section(path=s) %}{{ sub.title }}:{{ sub.pages | length }} {% endfor %}{% endblock main %}")
        .put("templates/section.html", "{% extends \"base.html\" %}{% block main %}{{ section.title }}{{ section.content | safe }}{% if paginator %}{% for p in paginator.pages %}{{ <card title={p.title} /> }}{% endfor %}{{ paginator.current_index }}/{{ paginator.number_pagers }}{% endif %}{% endblock main %}")
        .put("templates/notes.html", "{% extends \"base.html\" %}{% block main %}{% for p in section.pages %}{{ p.title }}:{{ p.word_count }} {% endfor %}{% endblock main %}")
        .put("templates/page.html", "{% extends \"base.html\" %}{% block title %}{{ page.title }}{% endblock title %}{% block main %}{{ page.content | safe }}{% if page.lower %}<{{ page.lower.title }}{% endif %}{% if page.higher %}>{{ page.higher.title }}{% endif %}{% for l in page.backlinks %}({{ l.title }}){% endfor %}{% if page.taxonomies.tags %}{% for t in page.taxonomies.tags %}{{ get_taxonomy_url(kind=\"tags\", term=t) }}{% endfor %}{% endif %}{% endblock main %}")
        .put("templates/tags/list.html", "{% for t in terms %}{{ t.name }}={{ t.page_count }} {% endfor %}{% set d = load_data(path=\"data/list.toml\") %}{{ d.items | join(sep=\",\") }}")
        .put("templates/tags/single.html", "{{ term.name }}{% for p in paginator.pages %}{{ p.title }} {% endfor %}")
}

fn rendered(last: &Last) -> Vec<(String, Reason)> {
    last.work.rendered.iter().map(|(route, reason)| (route.to_string(), *reason)).collect()
}

fn routes(last: &Last) -> Vec<String> {
    rendered(last).into_iter().map(|(route, _)| route).collect()
}

/// Takes down what is told first.
#[derive(Default)]
struct Waiting(Mutex<Vec<String>>);

impl Observer for Waiting {
    fn begins(&self, _: Step) {}

    fn output_done(&self, _: usize) {}

    fn first_done(&self, route: &Route) {
        self.0.lock().expect("nobody panics").push(route.to_string());
    }
}

#[test]
fn outputs_that_somebody_waits_for_are_told_as_soon_as_they_are_made() {
    let wanted = ["notes/index.html", "nowhere.html", "news/a/index.html", "index.html"];
    let told = |site: Site| {
        let waiting = Arc::new(Waiting::default());
        let built = site.waiting_for(&wanted, waiting.clone()).build_after(None).built;
        (std::mem::take(&mut *waiting.0.lock().unwrap()), built)
    };
    let (first, built) = told(site());
    assert_eq!(first, ["notes/index.html", "news/a/index.html", "index.html"]);
    assert_eq!(built.files, site().build().files, "all else is made as well");

    let wrong = site().put("content/news/e.md", "+++\ntitle = \"Ee\"\n+++\n{{ no_such }}\n");
    let (first, built) = told(wrong);
    assert!(first.is_empty() && !built.errors().is_empty(), "nobody is shown what may not come to be");
}

#[test]
fn words_are_counted_once_somebody_looks() {
    let looking = site();
    let uncounted =
        looking.clone().put("templates/notes.html", "{% for p in section.pages %}{{ p.title }}{% endfor %}");
    let first = uncounted.build_after(None);
    let second = looking.build_after(Some(first));
    assert_eq!(second.built.files, looking.build().files);
    assert!(second.built.text("notes/index.html").contains("Mm:3"), "{}", second.built.text("notes/index.html"));
}

#[test]
fn parts_of_the_search_are_made_again_only_where_what_they_hold_changed() {
    let activity = |number: usize, body: &str| {
        let day = format!("2026-{:02}-{:02}", 2 + number / 28, 1 + number % 28);
        format!(
            "+++\ntitle = \"第{number}次活动\"\ndate = {day}\n[extra]\nkind = \"activity\"\ntype = \"学习\"\nplace = \"甲镇\"\nsource = \"本组\"\n+++\n{body}\n"
        )
    };
    let mut site = Site::group();
    for number in 0..40 {
        site = site.put(&format!("content/activity/a{number}.md"), activity(number, "委员们学习水利知识。"));
    }
    let parts = |last: &Last, of: &str| -> Vec<String> {
        routes(last).into_iter().filter(|route| route.starts_with(&format!("search/{of}"))).collect()
    };
    let first = site.build_after(None);
    first.built.expect_no_errors();
    assert_eq!(parts(&first, "list/"), ["search/list/0.js", "search/list/1.js", "search/list/2.js"]);
    // The script is put there each time; nothing else is made.
    let second = site.build_after(Some(first));
    assert_eq!(parts(&second, ""), ["search/search.js"]);
    let styled = site.clone().put("templates/index.html", "other");
    let third = styled.build_after(Some(second));
    assert_eq!(parts(&third, ""), ["search/search.js"]);
    // Number 20 stands in the second group of sixteen.
    let edited = styled.put("content/activity/a20.md", activity(20, "委员们视察丰乐渠。"));
    let fourth = edited.build_after(Some(third));
    assert_eq!(parts(&fourth, "list/"), ["search/list/1.js"]);
    assert!(parts(&fourth, "text/").iter().all(|route| route.starts_with("search/text/1-")), "{:?}", routes(&fourth));
    assert!(parts(&fourth, "index/").len() > 3 && parts(&fourth, "catalogue").len() == 1);
    assert_eq!(fourth.built.files, edited.build().files);
    let index: String = fourth
        .built
        .files
        .iter()
        .filter(|(route, _)| route.starts_with("search/index/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes))
        .collect();
    assert!(index.contains("丰乐 ") && index.contains("乐渠 "));
}

#[test]
fn an_edited_body_changes_only_the_search_files_that_hold_its_words() {
    // Han characters as they come, the same each time.
    let words = |seed: usize, count: usize| -> String {
        let mut state = seed as u32 + 1;
        let mut draw = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_u32(0x4e00 + (state >> 16) % 2000).unwrap_or('一')
        };
        (0..count).map(|_| draw()).collect()
    };
    let page = |number: usize, body: &str| {
        format!(
            "+++\ntitle = \"第{number}次\"\ndate = 2026-02-{:02}\n[extra]\nkind = \"activity\"\ntype = \"学习\"\nplace = \"甲镇\"\nsource = \"本组\"\nmembers = [\"wang\"]\n+++\n{body}\n",
            1 + number % 28
        )
    };
    let mut site = Site::group();
    for number in 0..120 {
        site = site.put(&format!("content/activity/a{number}.md"), page(number, &words(number, 600)));
    }
    let first = site.build_after(None);
    let before = first.built.files.clone();
    let is_index = |route: &&String| route.starts_with("search/index/");
    assert_eq!(before.keys().filter(is_index).count(), 16);
    let longer = site.put("content/activity/a20.md", page(20, &format!("{}新增一句", words(20, 600))));
    let second = longer.build_after(Some(first));
    let changed: Vec<&String> = second
        .built
        .files
        .keys()
        .filter(is_index)
        .filter(|route| before[*route] != second.built.files[*route])
        .collect();
    // Four pairs came, and what is shown of type and place, which stand behind the body, moved.
    assert!((1..=6).contains(&changed.len()), "{changed:?}");
    assert!(
        !routes(&second).contains(&"search/members.js".to_owned()),
        "who is a member's document follows from no body"
    );
    assert_eq!(second.built.files, longer.build().files);
}

#[test]
fn nothing_changed_nothing_is_done() {
    let site = site();
    let first = site.build_after(None);
    first.built.expect_no_errors();
    assert!(first.work.parsed > 0 && first.work.compiled > 0 && first.work.rendered.len() > 20);
    let second = site.build_after(Some(first));
    assert_eq!((second.work.parsed, second.work.compiled, rendered(&second)), (0, 0, vec![]));
    assert_eq!(second.built.files, site.build().files);
}

/// The home of a site whose own is a draft is empty, and its file still a draft's.
#[test]
fn what_a_draft_hides_stays_hidden() {
    let site = site().put("content/_index.md", "+++\ndraft = true\n+++\n").put("templates/index.html", "home");
    let first = site.build_after(None);
    first.built.expect_no_errors();
    assert!(!first.built.files.contains_key("news/index.html"));
    let site = site.put("content/news/a.md", "+++\ntitle = \"Aa\"\n+++\nother\n");
    let second = site.build_after(Some(first));
    assert_eq!(second.built.files, site.build().files);
    // What is known of a section below it is of no use, and what is known stays so.
    let shown = site.clone().put("content/_index.md", "+++\n+++\n");
    let third = shown.build_after(Some(second));
    assert_eq!(third.built.files, shown.build().files);
    assert_eq!(site.build_after(Some(third)).built.files, site.build().files);
}

#[test]
fn an_edited_body_costs_what_shows_it() {
    let first = site().build_after(None);
    let edited = site()
        .put("content/news/e.md", "+++\ntitle = \"Ee\"\ndate = 2026-01-05\n[taxonomies]\ntags = []\n+++\n\nother\n");
    let second = edited.build_after(Some(first));
    assert_eq!((second.work.parsed, second.work.compiled), (1, 1));
    // The page, the feed with its content, the index with its words; lists of other fields are left alone.
    assert_eq!(routes(&second), ["atom.xml", "news/e/index.html", "search_index.en.json"]);
    assert_eq!(second.built.files, edited.build().files);
}

#[test]
fn a_list_that_shows_who_links_follows_the_links_of_bodies() {
    let site = site().put(
        "templates/notes.html",
        "{% for p in section.pages %}{{ p.title }}:{% for l in p.backlinks %}{{ l.title }}{% endfor %};{% endfor %}",
    );
    let first = site.build_after(None);
    let edited = site.put("content/notes/m.md", "+++\ntitle = \"Mm\"\n+++\nno link any more\n");
    let second = edited.build_after(Some(first));
    assert!(routes(&second).contains(&"notes/index.html".to_owned()), "{:?}", routes(&second));
    assert_eq!(second.built.files, edited.build().files);
}

#[test]
fn beside_private_entries_only_those_are_read_again() {
    let entry = |title: &str, visibility: &str| {
        format!(
            "+++\ntitle = \"{title}\"\ndate = 2026-03-05\n[extra]\nkind = \"activity\"\nvisibility = \"{visibility}\"\n\
             place = \"青溪镇\"\ntype = \"视察\"\nsource = \"本组\"\n+++\n\n在镇里走访。\n"
        )
    };
    let site = Site::group()
        .put("content/activity/a.md", entry("走访甲村", "public"))
        .put("content/activity/b.md", entry("走访乙户", "count"));
    let first = site.build_after(None);
    first.built.expect_no_errors();
    let second = site.build_after(Some(first));
    assert_eq!(second.work.parsed, 1, "the private one alone");
    assert_eq!(second.built.files, site.build().files);
}

#[test]
fn an_edited_title_costs_its_lists_and_neighbours() {
    let first = site().build_after(None);
    let edited = site().put(
        "content/news/d.md",
        "+++\ntitle = \"New\"\ndate = 2026-01-04\n[taxonomies]\ntags = [\"x\"]\n+++\n\n{% set p = get_page(path=\"notes/n.md\") %}{{ p.title }}\n",
    );
    let second = edited.build_after(Some(first));
    assert_eq!(second.built.files, edited.build().files);
    let made = routes(&second);
    for route in ["news/d/index.html", "news/c/index.html", "news/e/index.html", "news/index.html", "tags/x/index.html"]
    {
        assert!(made.iter().any(|made| made == route), "{route} shows the title; made: {made:?}");
    }
    for route in ["news/a/index.html", "notes/n/index.html", "tags/y/index.html", "404.html", "notes/index.html"] {
        assert!(!made.iter().any(|made| made == route), "{route} does not show it; made: {made:?}");
    }
}

#[test]
fn what_a_function_looked_at_counts() {
    let first = site().build_after(None);
    let edited = site().put("data/list.toml", "items = [\"three\"]\n");
    let second = edited.build_after(Some(first));
    assert_eq!(rendered(&second), [("tags/index.html".to_owned(), Reason::Read)]);
    assert!(second.built.text("tags/index.html").contains("three"));

    // A page that a templated body looks at.
    let edited = edited.put("content/notes/n.md", "+++\ntitle = \"Renamed\"\n+++\nnote\n");
    let third = edited.build_after(Some(second));
    assert!(third.built.text("news/d/index.html").contains("Renamed"));
    assert_eq!(third.built.files, edited.build().files);
}

#[test]
fn a_template_costs_what_is_made_of_it() {
    let first = site().build_after(None);
    let edited = site().put("templates/tags/list.html", "{% for t in terms %}{{ t.name }} {% endfor %}");
    let second = edited.build_after(Some(first));
    assert_eq!(rendered(&second), [("tags/index.html".to_owned(), Reason::Template)]);
    // Bodies that are templates themselves may use any.
    assert_eq!(second.work.compiled, 2);
    let edited = edited
        .put("templates/parts.html", "{% component card(title: string) %}<u>{{ title }}</u>{% endcomponent card %}");
    let third = edited.build_after(Some(second));
    // The one body that uses components, the lists that do.
    assert!(third.work.compiled <= 2 && !routes(&third).contains(&"news/a/index.html".to_owned()));
    assert_eq!(third.built.files, edited.build().files);
}

#[test]
fn the_clock_is_looked_at_as_finely_as_it_shows() {
    let day = |day| jiff::civil::Date::constant(2026, 11, day);
    let first = site().today(day(23)).build_after(None);
    let second = site().today(day(24)).build_after(Some(first));
    assert_eq!(routes(&second), Vec::<String>::new(), "only the year is shown");
    let next_year = site().today(jiff::civil::Date::constant(2027, 1, 1));
    let third = next_year.build_after(Some(second));
    assert!(third.built.text("news/a/index.html").contains("<i>2027</i>"));
    assert!(!routes(&third).contains(&"tags/index.html".to_owned()));
    assert_eq!(third.built.files, next_year.build().files);
}

#[test]
fn settings_reach_everything() {
    let first = site().build_after(None);
    let edited =
        site().put("zola.toml", "base_url = \"https://y.test\"\ntaxonomies = [{ name = \"tags\", paginate_by = 2 }]\n");
    let second = edited.build_after(Some(first));
    assert_eq!(second.built.files, edited.build().files);
}

/// A site whose bodies are made of nothing but documents.
fn plain() -> Site {
    site()
        .put("content/news/c.md", "+++\ntitle = \"Cc\"\ndate = 2026-01-03\n+++\n\n# One\n")
        .put("content/news/d.md", "+++\ntitle = \"Dd\"\ndate = 2026-01-04\n+++\n\n[n](@/notes/n.md)\n")
        .put("content/undated.md", "+++\ntitle = \"U\"\n+++\n")
        .put("content/_index.md", "+++\nsort_by = \"date\"\ninsert_anchor_links = \"left\"\n+++\n# Home\n")
}

#[test]
fn what_follows_from_documents_is_taken_over_as_a_whole() {
    let first = plain().build_after(None);
    assert_eq!(first.built.diagnostics.len(), 1, "a page without a date: {:?}", first.built.diagnostics);
    let told = first.built.diagnostics.clone();
    let edits: [(&str, &str); 6] = [
        (
            "templates/base.html",
            "<title>new {% block title %}{% endblock title %}</title>{% block main %}{% endblock main %}",
        ),
        ("templates/anchor-link.html", "<a class=\"new\" href=\"#{{ id }}\"></a>"),
        (
            "templates/notes.html",
            "{% for p in section.pages %}{{ p.reading_time }}{{ p.summary }}{% for l in p.backlinks %}{{ l.title }}{% endfor %}{% endfor %}",
        ),
        ("templates/page.html", "{{ page.title }}"),
        ("static/new.txt", "new"),
        ("content/notes/m.md", "+++\ntitle = \"Mm\"\n+++\nno link any more\n"),
    ];
    let (mut site, mut last) = (plain(), first);
    for (path, text) in edits {
        site = site.put(path, text);
        let again = site.build_after(Some(last));
        let clean = site.build();
        assert_eq!(again.built.diagnostics, told, "{path}: what linking tells is told again");
        let differing: Vec<_> =
            clean.files.keys().filter(|route| clean.files.get(*route) != again.built.files.get(*route)).collect();
        assert!(differing.is_empty() && clean.files.len() == again.built.files.len(), "{path}: {differing:?}");
        last = again;
    }
}

/// Each edit alone after a build of the same run, so that what that left is there.
#[test]
fn where_documents_stay_where_they_are_no_other_is_compiled() {
    let quiet = plain().put("content/undated.md", "+++\ntitle = \"U\"\ndate = 2026-01-06\n+++\n");
    let b = "+++\ntitle = \"Bb\"\ndate = 2026-01-02\n[taxonomies]\ntags = [\"x\"]\n+++\n\n";
    let edits = [
        ("content/news/b.md", format!("{b}## Bee\n\nother\n")),
        ("content/news/b.md", format!("{b}## Bee\n\n[m](@/notes/m.md) <!-- more -->\n")),
        (
            "content/news/_index.md",
            "+++\ntitle = \"News\"\nsort_by = \"date\"\npaginate_by = 2\n+++\nother words\n".to_owned(),
        ),
        ("content/news/b.md", "+++\ntitle = \"New\"\ndate = 2026-01-09\n+++\n\n## Bee\n".to_owned()),
        ("content/news/b.md", "+++\ntitle = \"Bb\"\nslug = \"moved\"\n+++\n\n## Bee\n".to_owned()),
    ];
    for (path, text) in edits {
        let first = quiet.build_after(None);
        assert_eq!(first.built.diagnostics, []);
        let edited = quiet.clone().put(path, &text);
        let second = edited.build_after(Some(first));
        // Whoever links to a page that moved is compiled with it.
        assert_eq!(second.work.compiled, if text.contains("moved") { 2 } else { 1 }, "{text}");
        assert_eq!(second.built.files, edited.build().files, "{text}");
        let back = quiet.build_after(Some(second));
        assert_eq!(back.built.files, quiet.build().files, "{text}, and back");
    }
}

#[test]
fn links_are_marked_where_they_stand_now() {
    let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\nsee [me](#nowhere)\n");
    let settings = "base_url = \"https://x.test\"\ntaxonomies = [{ name = \"tags\" }]\n[link_checker]\ninternal_level = \"warn\"\n";
    let site = site().put("zola.toml", settings).put("content/notes/n.md", page("N"));
    let first = site.build_after(None);
    assert!(!first.built.diagnostics.is_empty());
    let longer = site.put("content/notes/n.md", page("A longer title, the same body"));
    assert_eq!(longer.build_after(Some(first)).built.diagnostics, longer.build().diagnostics);
}

#[test]
fn diagnostics_are_told_again() {
    let with =
        |text: &str| site().put("content/news/e.md", format!("+++\ntitle = \"Ee\"\ndate = 2026-01-05\n+++\n{text}\n"));
    let warned = with("```nosuchlanguage\nx\n```").put(
        "zola.toml",
        "base_url = \"https://x.test\"\ntaxonomies = [{ name = \"tags\" }]\n[markdown.highlighting]\ntheme = \"github-light\"\n",
    );
    let first = warned.build_after(None);
    let told = first.built.diagnostics.clone();
    assert!(!told.is_empty());
    let second = warned.build_after(Some(first));
    assert_eq!(second.built.diagnostics, told);
    // An error stops the commit; mended, the build goes on from the last good state.
    let broken = warned.clone().put("content/news/e.md", "+++\ntitle = 3\n+++\n");
    let third = broken.build_after(Some(second));
    assert!(!third.built.errors().is_empty());
    let fourth = warned.build_after(Some(third));
    assert_eq!(fourth.built.files, warned.build().files);
}

#[test]
fn sections_beside_one_and_files_beside_documents_are_followed() {
    let section = |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\n{more}\n+++\n");
    let mut site = site()
        .put("templates/index.html", "{{ get_url(path=\"@/news/f/x.png\") }}")
        .put("templates/notes.html", "{% if section.lower %}{{ section.lower.title }}{% endif %}{% if section.higher %}{{ section.higher.permalink }}{% endif %}")
        .put("content/notes/_index.md", section("Notes", "weight = 2\ntemplate = \"notes.html\""))
        .put("content/news/f/index.md", "+++\ntitle = \"Ff\"\ndate = 2026-01-06\n+++\n")
        .put("content/news/f/x.png", "")
        .put("content/notes/m.md", "+++\ntitle = \"Mm\"\n+++\n![x](@/news/f/x.png)\n");
    let edits = [
        ("content/news/_index.md", section("Neues", "sort_by = \"date\"\nweight = 1")),
        ("content/zoo/_index.md", section("Zoo", "weight = 3")),
        ("content/zoo/_index.md", section("Zoo", "weight = 3\nhidden = true")),
        ("content/news/f/index.md", "+++\ntitle = \"Ff\"\ndate = 2026-01-06\nslug = \"g\"\n+++\n".to_owned()),
        ("content/news/e.md", "+++\ntitle = \"Ee\"\ndate = 2026-01-05\nhidden = true\n+++\n".to_owned()),
    ];
    let mut last = site.build_after(None);
    assert_eq!(last.built.errors(), [] as [String; 0]);
    for (path, text) in edits {
        site = site.put(path, text);
        last = site.build_after(Some(last));
        let clean = site.build();
        let differing: Vec<_> =
            clean.files.keys().filter(|route| clean.files.get(*route) != last.built.files.get(*route)).collect();
        assert!(differing.is_empty() && clean.files.len() == last.built.files.len(), "{path}: {differing:?}");
    }
    assert_eq!(last.built.text("index.html"), "https://x.test/news/g/x.png");
    assert_eq!(last.built.text("notes/index.html"), "Neues");
}

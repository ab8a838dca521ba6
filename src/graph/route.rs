//! Slugs and addresses of pages and sections (checklist PATH-1 to PATH-6).

use crate::config::Config;
use crate::content::{LanguageId, PageFront, Place};
use crate::path::slugify;

/// The slug of a page: `slug`, else its file's name without the date, made into a slug (PATH-2).
pub(super) fn slug(place: &Place, front: &PageFront, config: &Config) -> String {
    let text = front.slug.as_deref().unwrap_or_else(|| place.slug_text(config.paths_keep_dates));
    slugify(text, config.slugify_paths)
}

/// The address of a page below the base URL: `path` as written, else language, folders and slug (PATH-1, PATH-3).
pub(super) fn page_path(place: &Place, front: &PageFront, slug: &str, config: &Config) -> String {
    match &front.path {
        Some(path) => absolute(path.trim().split('/').filter(|part| !part.is_empty())),
        None => absolute(prefix(place.language, config).chain(folders(place)).chain([slug])),
    }
}

/// The address of a section below the base URL: language and folders (PATH-1).
pub(super) fn section_path(place: &Place, config: &Config) -> String {
    absolute(prefix(place.language, config).chain(folders(place)))
}

/// What stands before the addresses of a language: its code, for the default language nothing.
pub(super) fn prefix(language: LanguageId, config: &Config) -> impl Iterator<Item = &str> {
    let code = config.languages.get(usize::from(language.0)).filter(|_| language.0 > 0);
    code.map(|language| language.code.as_str()).into_iter()
}

/// The parts of an address joined, with slashes at both ends.
pub(super) fn absolute<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut path = String::from("/");
    for part in parts {
        path.push_str(part);
        path.push('/');
    }
    path
}

/// The parts of an address.
pub(super) fn components(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn folders(place: &Place) -> impl Iterator<Item = &str> {
    place.folders.iter().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use crate::graph::testing::SiteText;
    use crate::path::Slugify;

    #[test]
    fn a_date_is_no_part_of_the_slug() {
        let site = SiteText::new().page("2019-05-09 - spaced name.md", |_| ()).page("2019-05-08.md", |_| ()).link();
        let slugs: Vec<_> = site.graph.pages.iter().map(|page| page.slug.as_str()).collect();
        assert_eq!(slugs, ["2019-05-08", "spaced-name"]);
    }

    #[test]
    fn pages_and_sections_get_their_addresses() {
        let site = SiteText::new()
            .language("zh")
            .section("Big Folder/_index.md", |_| ())
            .page("Big Folder/带附件/index.md", |_| ())
            .page("Big Folder/a.zh.md", |_| ())
            .page("b.md", |front| front.path = Some(" /some/Where ".to_owned()))
            .page("c.zh.md", |front| front.path = Some("自定/".to_owned()))
            .page("d.md", |front| front.slug = Some("A New Slug!".to_owned()))
            .page("no section/deep/leaf.md", |_| ())
            .link();
        let graph = &site.graph;
        let paths: Vec<_> = graph.pages.iter().map(|page| (page.slug.as_str(), page.path.as_str())).collect();
        assert_eq!(
            paths,
            [
                ("a", "/zh/Big Folder/a/"),
                ("dai-fu-jian", "/Big Folder/dai-fu-jian/"),
                ("b", "/some/Where/"),
                ("c", "/自定/"),
                ("a-new-slug", "/a-new-slug/"),
                ("leaf", "/no section/deep/leaf/"),
            ]
        );
        assert_eq!(graph.pages[0].components, ["zh", "Big Folder", "a"]);
        assert_eq!(graph.pages[0].permalink, "https://x.test/zh/Big Folder/a/");
        let sections: Vec<_> = graph.sections.iter().map(|section| section.path.as_str()).collect();
        assert_eq!(sections, ["/Big Folder/", "/", "/zh/"]);
        assert_eq!(graph.sections[2].components, ["zh"]);
    }

    #[test]
    fn dates_stay_where_the_settings_say_so() {
        let mut site = SiteText::new().page("2020-02-03-春日.md", |_| ());
        site.config.paths_keep_dates = true;
        site.config.slugify_paths = Slugify::Safe;
        assert_eq!(site.link().graph.pages[0].path, "/2020-02-03-春日/");
    }
}

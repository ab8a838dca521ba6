//! Names of colour themes as sites write them, and the nearest theme we carry.

use two_face::theme::EmbeddedThemeName as Theme;

/// The names of VS Code's themes, as Zola takes them; a theme we do not carry is shown by its nearest kin.
const THEMES: &[(&str, Theme)] = &[
    ("andromeeda", Theme::DarkNeon),
    ("aurora-x", Theme::ColdarkDark),
    ("ayu-dark", Theme::ColdarkDark),
    ("ayu-light", Theme::OneHalfLight),
    ("ayu-mirage", Theme::OneHalfDark),
    ("catppuccin-frappe", Theme::CatppuccinFrappe),
    ("catppuccin-latte", Theme::CatppuccinLatte),
    ("catppuccin-macchiato", Theme::CatppuccinMacchiato),
    ("catppuccin-mocha", Theme::CatppuccinMocha),
    ("dark-plus", Theme::OneHalfDark),
    ("dracula", Theme::Dracula),
    ("dracula-soft", Theme::Dracula),
    ("everforest-dark", Theme::Zenburn),
    ("everforest-light", Theme::SolarizedLight),
    ("github-dark", Theme::OneHalfDark),
    ("github-dark-default", Theme::OneHalfDark),
    ("github-dark-dimmed", Theme::OneHalfDark),
    ("github-dark-high-contrast", Theme::ColdarkDark),
    ("github-light", Theme::Github),
    ("github-light-default", Theme::Github),
    ("github-light-high-contrast", Theme::InspiredGithub),
    ("gruvbox-dark-hard", Theme::GruvboxDark),
    ("gruvbox-dark-medium", Theme::GruvboxDark),
    ("gruvbox-dark-soft", Theme::GruvboxDark),
    ("gruvbox-light-hard", Theme::GruvboxLight),
    ("gruvbox-light-medium", Theme::GruvboxLight),
    ("gruvbox-light-soft", Theme::GruvboxLight),
    ("horizon", Theme::SublimeSnazzy),
    ("horizon-bright", Theme::OneHalfLight),
    ("houston", Theme::ColdarkDark),
    ("kanagawa-dragon", Theme::GruvboxDark),
    ("kanagawa-lotus", Theme::GruvboxLight),
    ("kanagawa-wave", Theme::Nord),
    ("laserwave", Theme::DarkNeon),
    ("light-plus", Theme::OneHalfLight),
    ("material-theme", Theme::Base16OceanDark),
    ("material-theme-darker", Theme::TwoDark),
    ("material-theme-lighter", Theme::Base16OceanLight),
    ("material-theme-ocean", Theme::ColdarkDark),
    ("material-theme-palenight", Theme::CatppuccinMacchiato),
    ("min-dark", Theme::TwoDark),
    ("min-light", Theme::OneHalfLight),
    ("monokai", Theme::MonokaiExtended),
    ("night-owl", Theme::ColdarkDark),
    ("night-owl-light", Theme::ColdarkCold),
    ("nord", Theme::Nord),
    ("one-dark-pro", Theme::TwoDark),
    ("one-light", Theme::OneHalfLight),
    ("plastic", Theme::OneHalfDark),
    ("poimandres", Theme::CatppuccinMocha),
    ("red", Theme::DarkNeon),
    ("rose-pine", Theme::CatppuccinMocha),
    ("rose-pine-dawn", Theme::CatppuccinLatte),
    ("rose-pine-moon", Theme::CatppuccinMacchiato),
    ("slack-dark", Theme::OneHalfDark),
    ("slack-ochin", Theme::OneHalfLight),
    ("snazzy-light", Theme::OneHalfLight),
    ("solarized-dark", Theme::SolarizedDark),
    ("solarized-light", Theme::SolarizedLight),
    ("synthwave-84", Theme::DarkNeon),
    ("tokyo-night", Theme::CatppuccinMacchiato),
    ("vesper", Theme::Zenburn),
    ("vitesse-black", Theme::Zenburn),
    ("vitesse-dark", Theme::Zenburn),
    ("vitesse-light", Theme::OneHalfLight),
    // The names of Zola's own themes up to 0.21, and ours.
    ("1337", Theme::Leet),
    ("agola-dark", Theme::ColdarkDark),
    ("ascetic-white", Theme::InspiredGithub),
    ("axar", Theme::SublimeSnazzy),
    ("base16-atelierdune-light", Theme::Base16OceanLight),
    ("base16-ocean-dark", Theme::Base16OceanDark),
    ("base16-ocean-light", Theme::Base16OceanLight),
    ("bbedit", Theme::Github),
    ("boron", Theme::DarkNeon),
    ("charcoal", Theme::Base16OceanDark),
    ("cheerfully-light", Theme::OneHalfLight),
    ("classic-modified", Theme::InspiredGithub),
    ("coldark-cold", Theme::ColdarkCold),
    ("coldark-dark", Theme::ColdarkDark),
    ("demain", Theme::InspiredGithub),
    ("dimmed-fluid", Theme::TwoDark),
    ("gray-matter-dark", Theme::Zenburn),
    ("green", Theme::DarkNeon),
    ("gruvbox-dark", Theme::GruvboxDark),
    ("gruvbox-light", Theme::GruvboxLight),
    ("idle", Theme::InspiredGithub),
    ("inspired-github", Theme::InspiredGithub),
    ("ir-white", Theme::InspiredGithub),
    ("kronuz", Theme::MonokaiExtended),
    ("material-dark", Theme::TwoDark),
    ("material-light", Theme::OneHalfLight),
    ("nyx-bold", Theme::DarkNeon),
    ("one-dark", Theme::TwoDark),
    ("one-half-dark", Theme::OneHalfDark),
    ("one-half-light", Theme::OneHalfLight),
    ("onehalfdark", Theme::OneHalfDark),
    ("onehalflight", Theme::OneHalfLight),
    ("subway-madrid", Theme::OneHalfLight),
    ("subway-moscow", Theme::MonokaiExtended),
    ("tomorrow", Theme::InspiredGithub),
    ("twodark", Theme::TwoDark),
    ("visual-studio-dark", Theme::OneHalfDark),
    ("zenburn", Theme::Zenburn),
];

/// The theme to show for `name`; letter case does not count.
pub fn find(name: &str) -> Option<Theme> {
    THEMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, theme)| *theme)
}

/// The first name in the table that Zola no longer has since 0.22.
const FIRST_OLD: &str = "1337";

/// The name of a theme of before 0.22 since then, and whether it is still the same theme (checklist MC-2): a theme that
/// is gone becomes one of the present names that looks like it.
pub fn theme_since_022(name: &str) -> (&'static str, bool) {
    let present = || THEMES.iter().take_while(|(name, _)| *name != FIRST_OLD);
    if let Some((known, _)) = present().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return (known, true);
    }
    let kin = find(name).and_then(|theme| present().find(|(_, kin)| *kin == theme));
    let is_light = ["light", "day", "white", "github"].iter().any(|word| name.to_lowercase().contains(word));
    let nearest = if is_light { "github-light-high-contrast" } else { "material-theme" };
    (kin.map_or(nearest, |(name, _)| name), false)
}

/// Up to five names near to `wrong`, the nearest first: those that share the most of it, from the start or in words.
pub fn near(wrong: &str) -> Vec<&'static str> {
    let wrong = wrong.to_ascii_lowercase();
    let words: Vec<&str> = wrong.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let score = |name: &str| {
        let start = name.bytes().zip(wrong.bytes()).take_while(|(a, b)| a == b).count();
        let shared: usize =
            words.iter().filter(|word| name.split('-').any(|part| part == **word)).map(|word| word.len()).sum();
        (start + 2 * shared) as isize * 8 - name.len().abs_diff(wrong.len()) as isize
    };
    let mut all: Vec<&str> = THEMES.iter().map(|(name, _)| *name).collect();
    all.sort_by_key(|name| std::cmp::Reverse(score(name)));
    all.truncate(5);
    all
}

#[cfg(test)]
mod tests {
    use super::{THEMES, find, near, theme_since_022};

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(find("Catppuccin-Mocha"), find("catppuccin-mocha"));
        assert!(find("github-light").is_some() && find("nope").is_none());
    }

    #[test]
    fn old_names_have_present_ones() {
        assert_eq!(theme_since_022("Dracula"), ("dracula", true));
        assert_eq!(theme_since_022("base16-ocean-dark"), ("material-theme", false));
        assert_eq!(theme_since_022("my-own-light"), ("github-light-high-contrast", false));
        for (name, theme) in THEMES {
            let (now, same) = theme_since_022(name);
            assert!(find(now).is_some() && (!same || find(now) == Some(*theme)), "{name}");
        }
    }

    #[test]
    fn near_names_come_first() {
        assert_eq!(near("github-ligth")[0], "github-light");
        assert!(near("catppuccin")[..4].iter().all(|name| name.starts_with("catppuccin")));
        assert!(near("solarized")[..2].iter().all(|name| name.starts_with("solarized")));
        assert_eq!(near("").len(), 5);
    }

    #[test]
    fn each_name_stands_once() {
        let mut names: Vec<_> = THEMES.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), THEMES.len());
    }
}

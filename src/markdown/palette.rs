//! A theme's colours as CSS: for style attributes, or as classes with a style sheet (checklist HL-3).

use std::fmt::Write;

use syntect::highlighting::{Color, FontStyle, Style, Theme};

/// The mark of a line where the theme names no colour for it: grey, thin enough for dark and light.
const MARKED: Color = Color { r: 0x7F, g: 0x7F, b: 0x7F, a: 0x33 };

/// Font styles, their class and their declaration.
const FONTS: [(FontStyle, &str, &str); 3] = [
    (FontStyle::BOLD, "b", "font-weight: bold;"),
    (FontStyle::ITALIC, "i", "font-style: italic;"),
    (FontStyle::UNDERLINE, "u", "text-decoration: underline;"),
];

/// A theme with its colours counted.
pub struct Palette {
    /// The theme.
    pub theme: Theme,
    /// The colours of its rules, each once; a class is named by the place.
    colours: Vec<Color>,
}

impl Palette {
    /// Counts the colours of `theme`.
    pub fn new(theme: Theme) -> Palette {
        let mut colours = Vec::new();
        for colour in theme.scopes.iter().filter_map(|item| item.style.foreground) {
            if !colours.contains(&colour) {
                colours.push(colour);
            }
        }
        Palette { theme, colours }
    }

    /// The colour of text no rule speaks of.
    pub fn foreground(&self) -> Color {
        self.theme.settings.foreground.unwrap_or(Color::BLACK)
    }

    /// The colour behind the text.
    pub fn background(&self) -> Color {
        self.theme.settings.background.unwrap_or(Color::WHITE)
    }

    /// The colour behind a marked line.
    pub fn marked(&self) -> Color {
        self.theme.settings.line_highlight.filter(|colour| *colour != self.background()).unwrap_or(MARKED)
    }

    /// The colour of line numbers.
    pub fn numbers(&self) -> Option<Color> {
        self.theme.settings.gutter_foreground
    }

    /// Adds the classes of `style` to `classes`, each with `prefix` and a blank before it.
    pub fn classes(&self, style: Style, prefix: &str, classes: &mut String) {
        let place = self.colours.iter().position(|colour| *colour == style.foreground);
        if let Some(at) = place.filter(|_| style.foreground != self.foreground()) {
            // Writing to a string does not fail.
            let _ = write!(classes, " {prefix}{at}");
        }
        for (_, class, _) in FONTS.iter().filter(|(font, ..)| style.font_style.contains(*font)) {
            let _ = write!(classes, " {prefix}{class}");
        }
    }

    /// The style sheet for those classes; those of blocks and marked lines start with `block`.
    pub fn style_sheet(&self, block: &str, prefix: &str) -> String {
        let mut sheet = String::new();
        let (text, behind, marked) = (Css(self.foreground()), Css(self.background()), Css(self.marked()));
        let _ = writeln!(sheet, ".{block}code {{ color: {text}; background-color: {behind}; }}");
        let _ = writeln!(sheet, ".{block}hl {{ background-color: {marked}; }}");
        if let Some(numbers) = self.numbers() {
            let _ = writeln!(sheet, ".{block}code .giallo-ln {{ color: {}; }}", Css(numbers));
        }
        for (at, colour) in self.colours.iter().enumerate() {
            let _ = writeln!(sheet, ".{prefix}{at} {{ color: {}; }}", Css(*colour));
        }
        for (_, class, declaration) in FONTS {
            let _ = writeln!(sheet, ".{prefix}{class} {{ {declaration} }}");
        }
        sheet
    }
}

/// The declarations for `style`: of one theme, or of a light and a dark one at once.
pub fn declarations(palettes: &[Palette], styles: &[Style]) -> String {
    let mut css = String::new();
    if palettes.iter().zip(styles).any(|(palette, style)| style.foreground != palette.foreground()) {
        let colours: Vec<Color> = styles.iter().map(|style| style.foreground).collect();
        let _ = write!(css, "color: {};", either(&colours));
    }
    let fonts = styles.first().map_or(FontStyle::empty(), |style| style.font_style);
    for (_, _, declaration) in FONTS.iter().filter(|(font, ..)| fonts.contains(*font)) {
        css.push_str(declaration);
    }
    css
}

/// One colour, or the light and the dark theme's.
pub fn either(colours: &[Color]) -> String {
    match colours {
        [light, dark, ..] => format!("light-dark({}, {})", Css(*light), Css(*dark)),
        [only] => Css(*only).to_string(),
        [] => "inherit".to_owned(),
    }
}

/// A colour as CSS writes it.
struct Css(Color);

impl std::fmt::Display for Css {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Color { r, g, b, a } = self.0;
        write!(f, "#{r:02X}{g:02X}{b:02X}")?;
        if a == 0xFF { Ok(()) } else { write!(f, "{a:02X}") }
    }
}

//! Word documents (`.docx`, ECMA-376): a document as a value, and the package of XML parts it becomes.

mod body;
mod model;
mod package;
mod paragraph;
mod picture;
mod style;
mod table;

pub use model::{
    Align, Block, Border, Cell, FontFallback, Fonts, Footer, Inline, Line, ListKind, ListLevel, Numbering, Page,
    Paragraph, ParagraphFormat, Picture, Row, RunFormat, Script, Style, Table, Word,
};
pub use package::write;

/// Twips, twentieths of a point, in a millimetre.
pub const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

/// EMU, the unit of pictures, in a twip.
pub const EMU_PER_TWIP: u32 = 635;

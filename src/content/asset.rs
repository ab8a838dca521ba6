//! Files beside content files that are copied along (checklist FS-6 to FS-8).

use crate::path::SourcePath;

/// Whether the file is an asset: no Markdown, no temporary file of an editor, and a name with an extension.
pub fn is_asset(path: &SourcePath) -> bool {
    let name = path.file_name();
    // A name such as `.gitignore` is all stem.
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    if stem.is_empty() || extension.is_empty() {
        return false;
    }
    if name.starts_with('#') || name.starts_with(".#") || name.ends_with('~') || name.ends_with("bck") {
        return false;
    }
    if extension.ends_with("jb_old___") || extension.ends_with("jb_tmp___") || extension.ends_with("jb_bak___") {
        return false;
    }
    !matches!(extension, "md" | "swp" | "swx" | "tmp" | ".DS_STORE" | "DS_STORE" | "kate-swp")
}

#[cfg(test)]
mod tests {
    use super::is_asset;
    use crate::path::SourcePath;

    #[test]
    fn editors_leftovers_are_none() {
        let asset = |name: &str| is_asset(&SourcePath::new(&format!("content/a/{name}")).unwrap());
        for name in ["图.jpg", "a.b.csv", "x.html", ".well.txt", "a.MD"] {
            assert!(asset(name), "{name}");
        }
        for name in [
            "a.md",
            "a.swp",
            "a.swx",
            "a.tmp",
            "a.kate-swp",
            "x.jpg~",
            "x.jpg.bck",
            "#x.jpg",
            ".#x.jpg",
            "Makefile",
            ".DS_Store",
            ".gitignore",
            "a.txt___jb_tmp___",
            "dot.",
        ] {
            assert!(!asset(name), "{name}");
        }
    }
}

//! Files beside content files that are copied along (checklist FS-6 to FS-8).

use crate::path::SourcePath;

/// Whether the file is an asset: no Markdown, no temporary file of an editor, and a name with an extension.
pub fn is_asset(path: &SourcePath) -> bool {
    let _ = path;
    unimplemented!()
}

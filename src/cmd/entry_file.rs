//! An entry's file written anew, in the encoding it had.
#![expect(clippy::disallowed_methods, reason = "writes the entry")]

use std::fs;
use std::io;
use std::path::Path;

use lianluo::diagnostic::Wording;
use lianluo::path::SourcePath;
use lianluo::source::{Encoding, decode};

use super::print::Printer;
use super::root::Root;
use super::{DONE, ERRORS};

/// Writes the entry's new text and says so.
pub fn rewrite(root: &Root, path: &SourcePath, text: &str, printer: &Printer) -> u8 {
    let file = path.as_str().split('/').fold(root.folder.clone(), |folder, name| folder.join(name));
    let args = [("file", path.to_string())];
    match replace(&file, text) {
        Ok(()) => {
            printer.tell(Wording { zh: "已登记到 {file}", en: "registered in {file}" }, &args);
            DONE
        }
        Err(error) => {
            let [file] = args;
            printer.say(
                Wording { zh: "写不了 {file}：{reason}", en: "cannot write {file}: {reason}" },
                &[file, ("reason", printer.reason(&error))],
            );
            ERRORS
        }
    }
}

/// Puts the new text in the place of the old at once: a broken run leaves the old file or the new one.
///
/// # Errors
/// If the file cannot be read or written.
pub fn replace(file: &Path, text: &str) -> io::Result<()> {
    let old = fs::read(file)?;
    let marked = old.starts_with(b"\xEF\xBB\xBF");
    let bytes = match decode(old) {
        Ok((_, Encoding::Gb18030)) => encoding_rs::GB18030.encode(text).0.into_owned(),
        // UTF-16 becomes UTF-8 with a mark, which the same editors read.
        Ok((_, Encoding::Utf16)) => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        _ if marked => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        _ => text.as_bytes().to_vec(),
    };
    let beside = file.with_extension("md.new");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, file)
}

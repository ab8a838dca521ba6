//! ZIP archives in memory: same files, same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why an archive could not be made: a name it cannot hold, or more bytes than the format has room for.
#[derive(Debug)]
pub struct ArchiveError(String);

impl std::fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ArchiveError {}

impl From<zip::result::ZipError> for ArchiveError {
    fn from(error: zip::result::ZipError) -> ArchiveError {
        ArchiveError(error.to_string())
    }
}

impl From<std::io::Error> for ArchiveError {
    fn from(error: std::io::Error) -> ArchiveError {
        ArchiveError(error.to_string())
    }
}

/// An archive being written. Every file carries the format's first day, so that the bytes tell nothing of the clock.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Default for Archive {
    fn default() -> Archive {
        Archive { zip: ZipWriter::new(Cursor::new(Vec::new())) }
    }
}

impl Archive {
    /// Adds a file. `name` has `/` between folders; names beyond ASCII are marked as UTF-8. Pictures, which are packed
    /// already, are stored as they are.
    ///
    /// # Errors
    /// If the name is taken or the archive is full.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        // The first file of OpenDocument and EPUB tells what it is by its place and its plain bytes.
        let packed = name == "mimetype"
            || name.rsplit_once('.').is_some_and(|(_, ending)| {
                ["jpg", "jpeg", "png", "webp", "gif", "zip", "docx", "xlsx"].contains(&ending.to_lowercase().as_str())
            });
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)?;
        Ok(())
    }

    /// The finished archive.
    ///
    /// # Errors
    /// If the archive is full.
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::Archive;

    #[test]
    fn chinese_names_come_back_and_bytes_are_the_same_each_time() {
        let make = || {
            let mut archive = Archive::default();
            archive.add("照片/01_走访.jpg", b"jpg").unwrap();
            archive.add("正文.txt", "正文".as_bytes()).unwrap();
            archive.finish().unwrap()
        };
        let bytes = make();
        assert_eq!(bytes, make());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(zip.by_index(0).unwrap().name().unwrap(), "照片/01_走访.jpg");
        let mut text = String::new();
        zip.by_name("正文.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "正文");
    }
}

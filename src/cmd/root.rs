//! Where the site is: the settings file in the folder given or in one above it (checklist CLI-2).
#![expect(clippy::disallowed_methods, reason = "finding the site means looking at folders")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use lianluo::path::SourcePath;
use lianluo::source::{DiskWorld, Shelf, World};
use lianluo::web::Client;

use super::args::Arguments;

/// The names of settings files, the preferred one first. The last is looked for only where no folder has one of the
/// others, as in the reference.
const NAMES: [&[&str]; 2] = [&["lianluo.toml", "zola.toml"], &["config.toml"]];

/// A site found on disk.
#[derive(Debug)]
pub struct Root {
    /// Its folder.
    pub folder: PathBuf,
    /// Its settings file, from that folder.
    pub config: String,
}

impl Root {
    /// Looks for the site. `None` if no folder upwards holds the settings file.
    pub fn find(arguments: &Arguments) -> Option<Root> {
        let start = arguments.root.canonicalize().ok()?;
        let in_folder = |folder: &Path, name: &Path| folder.join(name).is_file();
        if let Some(config) = &arguments.config {
            let folder = start.ancestors().find(|folder| in_folder(folder, config))?;
            // An absolute path is found from every folder; the site is then where the file lies.
            let file = folder.join(config);
            let folder = if config.is_absolute() { file.parent()?.to_owned() } else { folder.to_owned() };
            let config = SourcePath::new(file.strip_prefix(&folder).ok()?.to_str()?)?.to_string();
            return Some(Root { folder, config });
        }
        NAMES.iter().find_map(|names| {
            // The nearest folder counts: a Zola site may lie inside a group's.
            start.ancestors().find_map(|folder| {
                let name = names.iter().find(|name| in_folder(folder, Path::new(name)))?;
                Some(Root { folder: folder.to_owned(), config: (*name).to_owned() })
            })
        })
    }

    /// The world of the site, with a network whose answers are kept beside the cache of builds.
    pub fn world(&self, today: Option<Date>) -> Arc<dyn World> {
        let web = Client::over(Shelf::of_site(&self.folder, ".lianluo/web"));
        Arc::new(DiskWorld::new(&self.folder, today).with_web(Arc::new(web)))
    }
}

//! The output folder of a command that builds, opened as the last build left it.
#![expect(clippy::disallowed_methods, reason = "looks whether the output is there")]

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lianluo::Diagnostic;
use lianluo::config::Config;
use lianluo::output::{DiskOptions, DiskStage, Manifest, Stage, refuse_foreign};
use lianluo::source::World;

use super::build::disk_options;
use super::root::Root;
use super::warm::LastOutput;

/// Where the output goes, and the stage for it.
pub struct Output<'a> {
    root: &'a Root,
    /// `--output-dir`; else the settings say it.
    asked: Option<&'a Path>,
    /// Whatever lies there may go (`--force`).
    forced: bool,
    world: Arc<dyn World>,
    last: Option<Opened>,
    stage: OnceCell<DiskStage>,
}

/// A stage over what the last build left.
struct Opened {
    folder: PathBuf,
    options: DiskOptions,
    stage: DiskStage,
}

impl<'a> Output<'a> {
    /// The output in the folder `asked`, else in the one that the settings will name; `forced`, whatever lies there.
    pub fn new(root: &'a Root, (asked, forced): (Option<&'a Path>, bool), world: Arc<dyn World>) -> Output<'a> {
        Output { root, asked, forced, world, last: None, stage: OnceCell::new() }
    }

    /// Whether anything lies where the last build put it.
    pub fn is_there(&self, last: &Path) -> bool {
        fs::read_dir(self.folder(last)).is_ok_and(|mut inside| inside.next().is_some())
    }

    /// Opens the output where the last build put it, which takes as long as looking at its files does; whether all of it
    /// is there, and nothing else.
    pub fn open_last(&mut self, last: LastOutput) -> bool {
        let (folder, options) = (self.folder(&last.folder), last.options);
        // What is wrong with it is told when the settings ask for it.
        let Some(manifest) = Manifest::decode(&last.manifest) else { return false };
        let Ok(stage) = DiskStage::open(&folder, options, self.world.clone(), Some(manifest)) else {
            return false;
        };
        self.last.insert(Opened { folder, options, stage }).stage.is_whole()
    }

    /// What is to be known of a whole output, if that is more than what the last build left.
    pub fn refreshed(&self) -> Option<Manifest> {
        self.last.as_ref()?.stage.refreshed()
    }

    /// How many files the last build left.
    pub fn count(&self) -> usize {
        self.last.as_ref().map_or(0, |last| last.stage.count())
    }

    /// The stage for the output that the settings ask for.
    ///
    /// # Errors
    /// As `DiskStage::open`; and if that is a folder outside of the site that holds other things, unless it is asked for.
    pub fn stage(&mut self, config: &Config) -> Result<&dyn Stage, Box<Diagnostic>> {
        let (folder, options) = (self.folder(Path::new(&config.output_dir)), disk_options(config));
        // Whether or not the last build wrote there: it may have become a link since.
        if !self.forced {
            refuse_foreign(&folder, &self.root.folder)?;
        }
        let stage = match self.last.take() {
            Some(last) if last.folder == folder && last.options == options => last.stage,
            _ => DiskStage::open(&folder, options, self.world.clone(), None)?,
        };
        Ok(self.stage.get_or_init(|| stage))
    }

    /// The stage that was asked for, if one was.
    pub fn into_stage(self) -> Option<DiskStage> {
        self.stage.into_inner()
    }

    fn folder(&self, configured: &Path) -> PathBuf {
        self.asked.map_or_else(|| self.root.folder.join(configured), Path::to_owned)
    }
}

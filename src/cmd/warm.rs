//! What the commands keep between their runs, and where.
#![expect(clippy::disallowed_methods, reason = "the program's own file tells one program from another")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use lianluo::cache::{Cache, Place};
use lianluo::config::{Config, ConfigFile};
use lianluo::diagnostic::Sink;
use lianluo::fingerprint::Fingerprint;
use lianluo::output::{DiskOptions, Manifest};
use lianluo::pipeline::Options;
use lianluo::source::{SourceTree, World, is_own};
use lianluo::wire::{Reader, Writer};

use super::build::disk_options;
use super::root::Root;

/// The program, as a fingerprint: another one may make other bytes of the same site.
pub fn program() -> Fingerprint {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let stamp = file.ok().map(|file| {
        let changed = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        (file.len(), changed.map_or(0, |since| since.as_nanos()))
    });
    Fingerprint::of(format!("{} {stamp:?}", env!("CARGO_PKG_VERSION")).as_bytes())
}

/// Opens the cache of builds with these options into `output` (none for the settings' own): in the folder asked for, else
/// the one the settings name, else `.lianluo`. One in memory where the site would lead it out of itself.
pub fn open(root: &Root, world: &Arc<dyn World>, options: &Options, asked: Option<&Path>, output: &str) -> Cache {
    let folder = match asked {
        Some(folder) => folder.to_owned(),
        None => {
            let file = ConfigFile::read(&SourceTree::new(world.clone()), &options.overrides, &Sink::new());
            let place = file.as_ref().and_then(ConfigFile::cache_dir).unwrap_or(".lianluo");
            // Settings do not say where to write outside of the site; whoever builds it may.
            if !is_own(&root.folder, Path::new(place)) {
                return Cache::in_memory();
            }
            root.folder.join(place)
        }
    };
    // The program is not part of the name: a new one takes the place of what the old one left.
    let kind = Options { program: Fingerprint::default(), ..options.clone() }.key();
    let name = Fingerprint::of_all([output.as_bytes(), &kind.bits().to_le_bytes()]);
    let mode = format!("{:?}", options.overrides.mode).to_lowercase();
    Cache::open(Place { folder, name: format!("{mode}-{}", name.short()) })
}

/// How long the name of an output folder is at most, in bytes: twice what Linux allows. What is longer is not found again.
const LONGEST_FOLDER: usize = 8 << 10;

/// How the output stood after the last build.
pub struct LastOutput {
    /// Its folder, as the settings name it.
    pub folder: PathBuf,
    /// How it was treated.
    pub options: DiskOptions,
    /// What was in it: a [`Manifest`] in bytes.
    pub manifest: Bytes,
}

impl LastOutput {
    /// The output that `config` asks for, with what a commit said of it, for the cache.
    pub fn keep(config: &Config, manifest: &Manifest) -> Vec<u8> {
        LastOutput::encode(&config.output_dir, disk_options(config), manifest)
    }

    /// The same output as in the cache, with what is known of it now; `None` without any.
    pub fn keep_again(cache: &Cache, manifest: &Manifest) -> Option<Vec<u8>> {
        let LastOutput { folder, options, .. } = LastOutput::recall(cache)?;
        Some(LastOutput::encode(folder.to_str()?, options, manifest))
    }

    fn encode(folder: &str, options: DiskOptions, manifest: &Manifest) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.text(folder);
        writer.flag(options.keep_dotfiles);
        writer.flag(options.hard_link);
        let mut bytes = writer.into_bytes();
        manifest.encode(&mut bytes);
        bytes
    }

    /// What `keep` made, from the cache; `None` without any.
    pub fn recall(cache: &Cache) -> Option<LastOutput> {
        let host = cache.host();
        let mut reader = Reader::new(host);
        let folder = reader.text()?.into();
        let options = DiskOptions { keep_dotfiles: reader.flag()?, hard_link: reader.flag()? };
        Some(LastOutput { folder, options, manifest: host.slice(reader.position()..) })
    }

    /// Only the folder, without reading the manifest; `None` without any, or for damage.
    pub fn folder(cache: &Cache) -> Option<PathBuf> {
        Reader::new(&cache.host_start(LONGEST_FOLDER)).text().map(PathBuf::from)
    }
}

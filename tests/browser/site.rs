//! The project's own site as its binary builds it, with a server and a browser to look at it: made once for all tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

use super::devtools::{Chromium, Page};
use super::server::Server;

/// The path below which the server has the site: not the root, as on a county's server.
pub const PREFIX: &str = "/zx/qingxi/";
const PROBE: &str = include_str!("probe.js");
/// What a path may hold and an address may not; letters beyond ASCII are always encoded.
const IN_PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

/// The built site.
pub struct Site {
    /// The output folder.
    pub folder: PathBuf,
    /// The `base_url` of its settings, ending in a slash.
    pub base_url: String,
    /// Every file of the output, relative, with `/`, sorted.
    pub routes: Vec<String>,
    server: Server,
    chromium: Chromium,
}

/// A kind of page with the file that stands for it.
#[derive(Clone, Debug)]
pub struct Example {
    /// What kind of page it is.
    pub kind: &'static str,
    /// Its file in the output folder.
    pub route: String,
}

/// The site, built when first asked for.
pub fn site() -> &'static Site {
    static SITE: OnceLock<Result<Site, String>> = OnceLock::new();
    match SITE.get_or_init(Site::build) {
        Ok(site) => site,
        Err(problem) => panic!("{problem}"),
    }
}

impl Site {
    fn build() -> Result<Site, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let temporary = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).map_err(|error| error.to_string())?;
        let folder = temporary.path().join("public");
        let run = Command::new(env!("CARGO_BIN_EXE_lianluo"))
            .arg("--root")
            .arg(root)
            .args(["build", "--force", "--output-dir"])
            .arg(&folder)
            .output()
            .map_err(|error| error.to_string())?;
        if !run.status.success() {
            let said = [run.stdout, run.stderr].concat();
            return Err(format!("the project's own site does not build:\n{}", String::from_utf8_lossy(&said)));
        }
        let settings = std::fs::read_to_string(root.join("lianluo.toml")).map_err(|error| error.to_string())?;
        let settings: toml::Table = settings.parse().map_err(|error| format!("lianluo.toml: {error}"))?;
        let base_url = settings.get("base_url").and_then(|value| value.as_str()).unwrap_or_default();
        let base_url = format!("{}/", base_url.trim_end_matches('/'));
        let mut routes: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| Some(entry.path().strip_prefix(&folder).ok()?.to_str()?.replace('\\', "/")))
            .collect();
        routes.sort();
        // The browser sweeps the folder away when it ends: a static is never dropped.
        let chromium = Chromium::start(&temporary.keep());
        let server = Server::start(&folder, PREFIX);
        Ok(Site { folder, base_url, routes, server, chromium })
    }

    /// The address of `route` on the server.
    pub fn http(&self, route: &str) -> String {
        self.server.url(&utf8_percent_encode(route, IN_PATH).to_string())
    }

    /// The address of `route` as a file of this machine.
    pub fn file(&self, route: &str) -> String {
        let folder = self.folder.display().to_string();
        format!("file://{}/{}", utf8_percent_encode(&folder, IN_PATH), utf8_percent_encode(route, IN_PATH))
    }

    /// A new page of the browser, its window as wide as a laptop's.
    pub fn page(&self) -> Page<'_> {
        let page = self.chromium.page();
        page.viewport(1440, 900);
        page.media("screen", "light");
        page
    }

    /// One example of every type of page, the largest file of each: the hardest to lay out.
    ///
    /// # Panics
    /// If a type of page has no example: the site is not whole.
    pub fn examples(&self) -> Vec<Example> {
        const KINDS: [(&str, &str); 27] = [
            ("home", "index.html"),
            ("about", "about/index.html"),
            ("section list", "activity/index.html"),
            ("activity", "activity/*/index.html"),
            ("member list", "member/index.html"),
            ("member", "member/*/index.html"),
            ("relief", "relief/*/index.html"),
            ("history", "history/*/index.html"),
            ("archive", "archive/index.html"),
            ("year", "archive/2026/index.html"),
            ("quarter", "archive/*/*/index.html"),
            ("tags", "tags/index.html"),
            ("tag", "tags/*/index.html"),
            ("404", "404.html"),
            ("section list, relief", "relief/index.html"),
            ("ledger", "ledger/*/index.html"),
            ("collections", "collection/index.html"),
            ("volume", "collection/*/*/index.html"),
            ("media", "news_link/index.html"),
            ("news link", "news_link/*/index.html"),
            ("research list", "research/index.html"),
            ("research", "research/*/index.html"),
            ("consult list", "consult/index.html"),
            ("study", "study/*/index.html"),
            ("meeting", "meeting/*/index.html"),
            ("plan", "plan/*/index.html"),
            ("search", "search/index.html"),
        ];
        let largest = |pattern: &str| {
            let matching = self.routes.iter().filter(|route| matches(pattern, route));
            matching.max_by_key(|route| self.folder.join(route).metadata().map_or(0, |file| file.len()))
        };
        KINDS
            .iter()
            .map(|(kind, pattern)| match largest(pattern) {
                Some(route) => Example { kind, route: route.clone() },
                None => panic!("the site has no page of the type “{kind}” ({pattern})"),
            })
            .collect()
    }
}

/// Asks the page one of the questions of `probe.js`, `contrast()` say.
pub fn ask(page: &Page, question: &str) -> Value {
    page.evaluate(&format!("{}.{question}", PROBE.trim_end()))
}

/// The strings of a JSON list.
pub fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether `route` is like `pattern`, in which `*` stands for one whole name of a folder; `page` (of a paginator) is none.
fn matches(pattern: &str, route: &str) -> bool {
    let (pattern, route): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), route.split('/').collect());
    pattern.len() == route.len()
        && pattern.iter().zip(&route).all(|(want, have)| want == have || (*want == "*" && *have != "page"))
}

//! `lianluo serve`: the site on this machine, refreshed as files are saved (checklist SRV-1 to SRV-11).
#![expect(clippy::disallowed_methods, reason = "looks at the folders it was given")]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{PathBuf, absolute};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use lianluo::Diagnostic;
use lianluo::cache::{Cache, TracedWorld};
use lianluo::config::{Config, Mode, resolve};
use lianluo::diagnostic::{Sink, Wording};
use lianluo::output::{DiskStage, MemoryStage, OutputTree, Stage, refuse_foreign, write_failed};
use lianluo::path::Route;
use lianluo::pipeline::{Observed, Observer, Options, Step, build};
use lianluo::serve::{self, Built, Change, Event, Preview, Settings, Watched};
use lianluo::source::{SourceTree, World};

use super::args::{Arguments, Serve};
use super::build::{disk_options, no_site, options, tell_dialect};
use super::print::Printer;
use super::root::Root;
use super::watch::Watch;
use super::{DONE, ERRORS, USAGE};

/// The port if none is asked for.
const PORT: u16 = 1111;

/// How long browsers have to fetch the last word before the program ends; it ends because a build takes more than it may.
const FAREWELL: Duration = Duration::from_millis(700);

/// Serves until Ctrl+C. Nothing is written unless `--output-dir` or `--store-html` asks for it.
pub fn run(arguments: &Arguments, asked: &Serve, printer: &Printer) -> u8 {
    let Some(root) = Root::find(arguments) else { return no_site(arguments, printer) };
    if let Some(dir) = asked.output_dir.as_ref().filter(|dir| dir.exists() && !asked.force) {
        let wording = Wording {
            zh: "输出文件夹 {dir} 已经存在；要替换它请加 --force",
            en: "the output folder {dir} exists already; add --force to replace it",
        };
        printer.say(wording, &[("dir", dir.display().to_string())]);
        return ERRORS;
    }
    let world = root.world(asked.today);
    let mut options = options(arguments, &root);
    options.overrides.mode = Mode::Serve;
    options.links = Some(Arc::default());
    options.drafts = asked.drafts;
    let config = settings(&world, &options);
    let watched = match watched(&root, asked, config.as_ref()) {
        Ok(watched) => watched,
        Err(path) => {
            let args = [("path", path.display().to_string())];
            printer.say(Wording { zh: "要监视的 {path} 不存在", en: "there is no {path} to watch" }, &args);
            return USAGE;
        }
    };
    let listener = match bind(asked.interface, asked.port) {
        Ok(listener) => listener,
        Err(error) => {
            let port = asked.port.unwrap_or(PORT);
            let args = [("address", SocketAddr::new(asked.interface, port).to_string()), ("reason", error.to_string())];
            let wording = Wording {
                zh: "无法在 {address} 上预览：{reason}\n可能已被别的程序占用，请换一个端口（--port）",
                en: "cannot listen on {address}: {reason}\nit may be in use; try another --port",
            };
            printer.say(wording, &args);
            return ERRORS;
        }
    };
    let port = listener.local_addr().map_or(PORT, |address| address.port());

    let shown = Arc::<OnceLock<Arc<Preview>>>::default();
    let site = Site {
        world: world.clone(),
        options,
        base_url: BaseUrl {
            asked: asked.base_url.clone(),
            append_port: !asked.no_port_append,
            address: SocketAddr::new(asked.interface, port),
        },
        config: Arc::default(),
        last: Mutex::new(Last { cache: Cache::in_memory(), files: Arc::default() }),
        printer: printer.clone(),
        watch: Arc::new(Watch::begin(printer, last_word(shown.clone(), printer.clone()))),
        shown,
    };
    let store = store(&root, asked, &site);
    let base_url = site.base_url.resolve(config.as_ref().is_some_and(|config| config.base_url.ends_with('/')));
    let address = shown_address(site.base_url.address, base_path(&base_url));
    let settings =
        Settings { listener, watched, debounce: Duration::from_millis(asked.debounce), locale: printer.locale };
    let mut tell = teller(printer.clone(), address, asked.open);
    let ended = printer;
    let printer = printer.clone();
    let report = move |event: &Event<'_>| {
        tell(event);
        if let (Some(store), Event::Built { files: Some(files), change, .. }) = (&store, event)
            && **change != Change::Nothing
            && let Err(diagnostic) = store.write(files)
        {
            printer.diagnostics(&[*diagnostic]);
        }
    };
    match serve::serve(settings, world, move |preview| site.build(preview), report, end()) {
        Ok(()) => {
            ended.say(Wording { zh: "\n预览已结束", en: "\nthe preview has ended" }, &[]);
            DONE
        }
        Err(diagnostic) => {
            ended.diagnostics(&[*diagnostic]);
            ERRORS
        }
    }
}

/// What happens before the program ends because a build cannot be stopped otherwise: whoever looks at a page sees why.
fn last_word(shown: Arc<OnceLock<Arc<Preview>>>, printer: Printer) -> impl FnOnce(&Diagnostic) + Send + 'static {
    move |diagnostic| {
        if shown.get().is_some_and(|preview| preview.close(diagnostic)) {
            std::thread::sleep(FAREWELL);
        }
        let wording = Wording {
            zh: "预览已结束；改好以后请重新运行 lianluo serve",
            en: "the preview has ended; once that is mended, run `lianluo serve` again",
        };
        printer.say(wording, &[]);
    }
}

/// What prints the events.
fn teller(printer: Printer, address: String, open: bool) -> impl FnMut(&Event<'_>) + Send + 'static {
    let mut told: Vec<Diagnostic> = Vec::new();
    move |event| match event {
        Event::Ready => {
            let wording = Wording {
                zh: "预览地址：{address}\n改动保存后网页会自己更新；按 Ctrl+C 结束",
                en: "preview at {address}\npages refresh as files are saved; Ctrl+C ends it",
            };
            printer.say(wording, &[("address", address.clone())]);
            if open && let Err(error) = ::open::that_detached(&address) {
                let args = [("reason", error.to_string())];
                printer.say(Wording { zh: "打不开浏览器：{reason}", en: "cannot open the browser: {reason}" }, &args);
            }
        }
        Event::Idle => crate::memory::give_back(),
        Event::Trouble(diagnostic) => {
            printer.diagnostics(std::slice::from_ref(*diagnostic));
        }
        Event::Built { diagnostics, change, took, .. } => {
            // The same list after every save would bury what is new.
            if told != *diagnostics {
                if !diagnostics.is_empty() {
                    printer.diagnostics(diagnostics);
                }
                told = diagnostics.to_vec();
            }
            let args = [("time", format!("{took:.1?}"))];
            match change {
                Change::Nothing | Change::Failed => {}
                Change::Swap(_) => {
                    printer.say(
                        Wording {
                            zh: "样式或图片已更新（{time}）", en: "styles or pictures updated ({time})"
                        },
                        &args,
                    );
                }
                Change::Reload(_) => printer.say(Wording { zh: "已更新（{time}）", en: "updated ({time})" }, &args),
            }
        }
    }
}

/// What is built again and again.
struct Site {
    world: Arc<dyn World>,
    options: Options,
    base_url: BaseUrl,
    /// The settings of the last build.
    config: Arc<Mutex<Option<Arc<Config>>>>,
    last: Mutex<Last>,
    printer: Printer,
    watch: Arc<Watch>,
    /// What is previewed, once it is known.
    shown: Arc<OnceLock<Arc<Preview>>>,
}

/// The last good build: what the next one starts from.
#[derive(Default)]
struct Last {
    cache: Cache,
    files: Arc<OutputTree>,
}

impl Site {
    fn build(&self, preview: &Arc<Preview>) -> Built {
        // Whether the address ends in a slash is the settings' to say, and they may have changed.
        let slash = settings(&self.world, &self.options).is_some_and(|config| config.base_url.ends_with('/'));
        let base_url = self.base_url.resolve(slash);
        let mut options = self.options.clone();
        let base_path = base_path(&base_url);
        options.overrides.base_url = Some(base_url);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let Last { cache, files } = &mut *last;
        let stage = Arc::new(MemoryStage::over(files.clone()));
        options.first = preview.wanted();
        self.shown.get_or_init(|| preview.clone());
        let waiting = Waiting { preview: preview.clone(), stage: stage.clone(), watch: self.watch.clone() };
        options.observed = Observed(Some(Arc::new(waiting)));
        let mut built = build(&TracedWorld::over(self.world.clone()), &options, cache, |_| Ok(&*stage as &dyn Stage));
        let failed = built.has_errors();
        let made = Arc::new(stage.take_files());
        if let Some(next) = built.next.take().filter(|_| !failed) {
            cache.commit(next, Vec::new());
            *files = made.clone();
        }
        let mut config = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = |config: &Option<Arc<Config>>| config.as_ref().and_then(|config| config.dialect_reason.clone());
        if built.config.is_some() && reason(&config) != reason(&built.config) {
            tell_dialect(built.config.as_deref(), &self.printer);
        }
        *config = built.config;
        Built { files: made, base_path, diagnostics: built.diagnostics }
    }
}

/// Browsers that wait for some pages: they see them while the others are still being made.
struct Waiting {
    preview: Arc<Preview>,
    stage: Arc<MemoryStage>,
    watch: Arc<Watch>,
}

impl Observer for Waiting {
    fn begins(&self, _: Step) {}

    fn output_done(&self, _: usize) {}

    fn first_done(&self, route: &Route) {
        if let Some(file) = self.stage.file(route) {
            self.preview.show_first(route, file);
        }
    }

    fn takes_up(&self, what: &str) {
        self.watch.takes_up(what);
    }

    fn puts_down(&self) {
        self.watch.puts_down();
    }
}

/// The settings as they are now; their problems are the build's to tell.
fn settings(world: &Arc<dyn World>, options: &Options) -> Option<Config> {
    resolve(&SourceTree::new(world.clone()), &options.overrides, &Sink::new())
}

/// The site's address while it is previewed.
#[derive(Clone, Debug)]
struct BaseUrl {
    /// `--base-url`.
    asked: Option<String>,
    /// Unless `--no-port-append`.
    append_port: bool,
    /// Where the server listens.
    address: SocketAddr,
}

impl BaseUrl {
    /// The base URL (checklist SRV-3); `slash` says whether the settings' ends in one.
    fn resolve(&self, slash: bool) -> String {
        let mut url = match self.asked.as_deref().map(str::trim) {
            None | Some("") => format!("http://{}", self.address),
            Some("/") => return "/".to_owned(),
            Some(asked) => {
                let (scheme, rest) = asked.split_once("://").unwrap_or(("http", asked));
                let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (host, path) = rest.split_at(at);
                // A port that is written already is the one outside, before a container or a proxy.
                let ported = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
                let bare_v6 = host.matches(':').count() > 1 && !host.contains(']');
                let host = if bare_v6 { format!("[{host}]") } else { host.to_owned() };
                match self.append_port && (!ported || bare_v6) {
                    true => format!("{scheme}://{host}:{}{path}", self.address.port()),
                    false => format!("{scheme}://{host}{path}"),
                }
            }
        };
        url.truncate(url.trim_end_matches('/').len());
        if slash {
            url.push('/');
        }
        url
    }
}

/// The path of a base URL, decoded, without a slash at its end.
fn base_path(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// The address a browser on this machine finds the preview at.
fn shown_address(address: SocketAddr, base_path: String) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}{base_path}/", SocketAddr::new(ip, address.port()))
}

/// Takes the port that was asked for, or the first free one from the default on (checklist SRV-2).
fn bind(interface: IpAddr, port: Option<u16>) -> io::Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((interface, port));
    }
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in std::iter::once(PORT).chain(1024..=u16::MAX) {
        match TcpListener::bind((interface, port)) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            bound => return bound,
        }
    }
    Err(last)
}

/// What is watched; the path that is not there, if one was asked for.
fn watched(root: &Root, asked: &Serve, config: Option<&Config>) -> Result<Watched, PathBuf> {
    let mut watched =
        Watched { root: root.folder.clone(), settings: root.folder.join(&root.config), ..Watched::default() };
    for path in &asked.extra_watch_path {
        let full = path.canonicalize().map_err(|_| path.clone())?;
        if full.is_dir() { watched.extra_folders.push(full) } else { watched.extra_files.push(full) }
    }
    watched.ignored.extend(config.map(|config| root.folder.join(&config.output_dir)));
    watched.ignored.extend(asked.output_dir.as_ref().and_then(|dir| absolute(dir).ok()));
    Ok(watched)
}

/// Where the site is written to as well, if it is asked for.
fn store(root: &Root, asked: &Serve, site: &Site) -> Option<Store> {
    let wanted = asked.output_dir.is_some() || asked.store_html;
    wanted.then(|| Store {
        folder: asked.output_dir.clone(),
        root: root.folder.clone(),
        pages: asked.store_html,
        world: site.world.clone(),
        config: site.config.clone(),
        is_ours: AtomicBool::new(asked.force),
    })
}

/// Writes what is shown to a folder (checklist SRV-4).
struct Store {
    /// `--output-dir`; else the settings'.
    folder: Option<PathBuf>,
    root: PathBuf,
    /// `--store-html`: without it pages and other texts stay in memory.
    pages: bool,
    world: Arc<dyn World>,
    config: Arc<Mutex<Option<Arc<Config>>>>,
    /// Whatever lies there may go: it was written by us, or `--force` says so.
    is_ours: AtomicBool,
}

impl Store {
    fn write(&self, files: &OutputTree) -> Result<(), Box<Diagnostic>> {
        let config = self.config.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Without settings no tree was good, so there is nothing to write.
        let Some(config) = config else { return Ok(()) };
        let folder = self.folder.clone().unwrap_or_else(|| self.root.join(&config.output_dir));
        if !self.is_ours.load(Ordering::Relaxed) {
            refuse_foreign(&folder, &self.root)?;
        }
        let stage = DiskStage::open(&folder, disk_options(&config), self.world.clone(), None)?;
        for (route, file) in files.iter().filter(|(route, _)| self.pages || !is_page(route)) {
            stage.put(route, file.clone()).map_err(|error| Box::new(write_failed(route, &error)))?;
        }
        stage.commit()?;
        self.is_ours.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// Whether the file stays in memory without `--store-html`.
fn is_page(route: &Route) -> bool {
    route.extension().is_some_and(|ending| ["html", "xml", "txt", "json"].contains(&ending))
}

/// Until Ctrl+C, or the system asks the program to end.
async fn end() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => drop(interrupted),
            _ = terminate.recv() => {}
        }
        return;
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a signal to wait for, the system ends the program.
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{BaseUrl, base_path, bind, shown_address};

    fn resolved(asked: Option<&str>, append_port: bool, slash: bool) -> String {
        let address = "127.0.0.1:1111".parse().unwrap();
        BaseUrl { asked: asked.map(str::to_owned), append_port, address }.resolve(slash)
    }

    // checklist: SRV-3
    #[test]
    fn the_base_url_names_the_port() {
        assert_eq!(resolved(None, true, false), "http://127.0.0.1:1111");
        assert_eq!(resolved(None, false, true), "http://127.0.0.1:1111/");
        assert_eq!(resolved(Some("/"), true, false), "/");
        assert_eq!(resolved(Some("x.test"), true, false), "http://x.test:1111");
        assert_eq!(resolved(Some("https://x.test/a/b/"), true, false), "https://x.test:1111/a/b");
        assert_eq!(resolved(Some("https://x.test/a/b"), true, true), "https://x.test:1111/a/b/");
        assert_eq!(resolved(Some("https://x.test/a"), false, false), "https://x.test/a");
        assert_eq!(resolved(Some("x.test:80/a"), true, false), "http://x.test:80/a");
        assert_eq!(resolved(Some("[::1]/a"), true, false), "http://[::1]:1111/a");
        assert_eq!(resolved(Some("::1/a"), true, false), "http://[::1]:1111/a");
    }

    #[test]
    fn the_base_path_is_what_follows_the_host() {
        assert_eq!(base_path("http://127.0.0.1:1111"), "");
        assert_eq!(base_path("http://127.0.0.1:1111/"), "");
        assert_eq!(base_path("/"), "");
        assert_eq!(base_path("https://x.test:1/%E6%BA%AA/a/"), "/溪/a");
    }

    #[test]
    fn a_browser_is_not_sent_to_every_interface() {
        let any = "0.0.0.0:80".parse().unwrap();
        assert_eq!(shown_address(any, "/a".to_owned()), "http://127.0.0.1:80/a/");
        let v6 = "[::1]:80".parse().unwrap();
        assert_eq!(shown_address(v6, String::new()), "http://[::1]:80/");
    }

    // checklist: SRV-2
    #[test]
    fn a_port_that_is_taken_is_an_error_only_if_it_was_asked_for() {
        let local = IpAddr::from(Ipv4Addr::LOCALHOST);
        let taken = bind(local, Some(0)).unwrap();
        assert!(bind(local, Some(taken.local_addr().unwrap().port())).is_err());
        let (first, second) = (bind(local, None).unwrap(), bind(local, None).unwrap());
        assert_ne!(first.local_addr().unwrap(), second.local_addr().unwrap());
    }
}

//! The server: watches, builds, shows and answers until it is told to end.
#![expect(clippy::disallowed_methods, reason = "a host: measures how long a build takes")]

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::serve::ListenerExt;

use super::code::{BROKEN_OFF, UNSERVED};
use super::preview::Preview;
use super::quiet::{Quiet, Seen};
use super::respond::respond;
use super::watch::{Watch, Watched};
use super::{Built, Event};
use crate::diagnostic::{Diagnostic, Locale};
use crate::source::World;

/// How to serve.
#[derive(Debug)]
pub struct Settings {
    /// Where requests come in, bound already: the site's address depends on its port.
    pub listener: TcpListener,
    /// What is watched.
    pub watched: Watched,
    /// How long it must be quiet after a change before a build starts.
    pub debounce: Duration,
    /// The language of the overlay.
    pub locale: Locale,
}

/// Builds the site with `build`, which may show parts of it before it is through, and serves it, and again whenever a watched file changes, until `end` comes. All that
/// happens is told to `report`, from one thread at a time.
///
/// # Errors
/// If requests cannot be answered any longer.
pub fn serve(
    settings: Settings,
    world: Arc<dyn World>,
    mut build: impl FnMut(&Arc<Preview>) -> Built + Send + 'static,
    mut report: impl FnMut(&Event<'_>) + Send + 'static,
    end: impl Future<Output = ()>,
) -> Result<(), Box<Diagnostic>> {
    let port = settings.listener.local_addr().map_err(unserved)?.port();
    let preview = Arc::new(Preview::new(world, settings.locale, port));
    let (changed, changes) = channel();
    // Watched from before the first build on: what is saved meanwhile makes the second.
    let watch = Watch::start(settings.watched, changed, &mut |trouble| report(&Event::Trouble(&trouble)));
    once(&preview, &mut build, &mut report);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(unserved)?;
    report(&Event::Ready);
    let shown = preview.clone();
    let quiet = Quiet::after(settings.debounce);
    thread::Builder::new()
        .name("rebuild".to_owned())
        .spawn(move || rebuild(&shown, watch, &changes, quiet, &mut build, &mut report))
        .map_err(unserved)?;
    let served = runtime.block_on(async {
        tokio::select! {
            served = listen(settings.listener, preview) => served,
            () = end => Ok(()),
        }
    });
    // Open connections, such as every page's websocket, are not waited for.
    runtime.shutdown_background();
    served.map_err(unserved)
}

/// Answers requests on `listener` for ever.
pub(super) async fn listen(listener: TcpListener, preview: Arc<Preview>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    // A message to a browser is small and must not wait for more.
    let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    axum::serve(listener, Router::new().fallback(respond).with_state(preview)).await
}

/// Builds after every change, until no more can come.
fn rebuild(
    preview: &Arc<Preview>,
    mut watch: Option<Watch>,
    changes: &Receiver<Seen>,
    quiet: Quiet,
    build: &mut dyn FnMut(&Arc<Preview>) -> Built,
    report: &mut dyn FnMut(&Event<'_>),
) {
    while let Some(seen) = quiet.wait(changes, || report(&Event::Idle)) {
        if let (Seen::Folder, Some(watch)) = (seen, &mut watch) {
            // Before the build, so that what comes into the folder during it is seen.
            watch.look(&mut |trouble| report(&Event::Trouble(&trouble)));
        }
        once(preview, build, report);
    }
}

/// Builds, shows, reports.
pub(super) fn once(
    preview: &Arc<Preview>,
    build: &mut dyn FnMut(&Arc<Preview>) -> Built,
    report: &mut dyn FnMut(&Event<'_>),
) {
    let start = Instant::now();
    // A bug in the build must not end the preview of what is there.
    let built = catch_unwind(AssertUnwindSafe(|| build(preview))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let reason = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic");
        Built { diagnostics: vec![Diagnostic::new(&BROKEN_OFF).arg("reason", reason)], ..Built::default() }
    });
    let took = start.elapsed();
    let diagnostics = built.diagnostics.clone();
    let failed = built.failed();
    let change = preview.show(built);
    let shown = preview.shown();
    let files = (!failed).then(|| &*shown.tree.files);
    report(&Event::Built { diagnostics: &diagnostics, files, change: &change, took });
}

fn unserved(error: io::Error) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&UNSERVED).arg("reason", error))
}

//! What is done to finished HTML: relative links, minifying. The preview server adds its own script to what it
//! sends.

mod minify;
mod relative_links;

pub(super) use relative_links::relative_url;

use super::code::NOT_MINIFIED;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink};
use crate::path::Route;

/// Whether a page is always shown at its own address, so that its links may be relative to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is.
    AtItsRoute,
    /// At any address, as the page for what was not found.
    Anywhere,
}

/// All passes the settings ask for, over the page at `route`. One that cannot be done is told.
pub(super) fn finish(mut html: Vec<u8>, route: &Route, shown: Shown, config: &Config, sink: &Sink) -> Vec<u8> {
    if config.relative_links {
        html = relative_links::relative_links(html, &config.base_url, route, shown == Shown::Anywhere);
    }
    if config.minify_html {
        match minify::minify(&html) {
            Some(minified) => html = minified,
            None => {
                let told = Diagnostic::new(&NOT_MINIFIED).arg("page", route);
                sink.push(told.arg("elements", minify::DEEPEST).arg("styles", minify::DEEPEST_STYLE));
            }
        }
    }
    html
}

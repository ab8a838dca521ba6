//! The preview's script in every page (checklist SRV-5).

use memchr::memmem;

/// Where the preview server keeps the script, from the server's root.
pub const LIVE_RELOAD_PATH: &str = "/livereload.js";

/// Puts the script before the last `</body>`, or at the end.
pub(super) fn inject(html: &mut Vec<u8>) {
    let tag = format!("<script src=\"{LIVE_RELOAD_PATH}\"></script>");
    let at = memmem::rfind(html, b"</body>").unwrap_or(html.len());
    html.splice(at..at, tag.into_bytes());
}

#[cfg(test)]
mod tests {
    use super::inject;

    fn injected(html: &str) -> String {
        let mut bytes = html.as_bytes().to_vec();
        inject(&mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_script_comes_last_in_the_body() {
        let tag = "<script src=\"/livereload.js\"></script>";
        assert_eq!(
            injected("<pre>&lt;/body></pre></body> </body>"),
            format!("<pre>&lt;/body></pre></body> {tag}</body>")
        );
        assert_eq!(injected("<p>short"), format!("<p>short{tag}"));
    }
}

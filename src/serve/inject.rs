//! What the server adds to HTML as it answers: the overlay, if there is one, and the live reload script.

use memchr::memrchr_iter;

/// `html` with `addition` before the last `</body>`, else at its end (checklist SRV-5).
pub(super) fn inject(html: &[u8], addition: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let ends_body = |at: &usize| html.get(*at..*at + END.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(END));
    let at = memrchr_iter(b'<', html).find(ends_body).unwrap_or(html.len());
    let (before, after) = html.split_at(at);
    [before, addition.as_bytes(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::inject;

    #[test]
    fn stands_before_the_last_end_of_the_body() {
        let added = |html: &str| String::from_utf8(inject(html.as_bytes(), "!")).unwrap();
        assert_eq!(added("<body>a</body></html>"), "<body>a!</body></html>");
        assert_eq!(added("<pre></body></pre>b</BODY>\n"), "<pre></body></pre>b!</BODY>\n");
        assert_eq!(added("<p>溪"), "<p>溪!");
        assert_eq!(added(""), "!");
        assert_eq!(added("<"), "<!");
    }
}

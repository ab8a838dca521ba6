//! The ids and names in raw HTML: what links may point at beside headings (checklist LNK-1).

/// Adds the values of all `id` and `name` attributes of the tags in `html` to `found`, as browsers read them: with or
/// without quotes, in any letter case. Tags in comments count as in the reference, where authors name places there that
/// only their templates have.
pub fn collect(html: &str, found: &mut Vec<String>) {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]) {
        at += open + 1;
        if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at = attributes(html, at, found);
        }
    }
}

/// Reads a tag from its name at `at` on; the place after it comes back.
fn attributes(html: &str, mut at: usize, found: &mut Vec<String>) -> usize {
    let bytes = html.as_bytes();
    let skip = |mut at: usize, what: fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|byte| what(*byte)) {
            at += 1;
        }
        at
    };
    let in_name = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/');
    at = skip(at, in_name);
    loop {
        at = skip(at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        match bytes.get(at) {
            None => return at,
            Some(b'>') => return at + 1,
            Some(_) => {}
        }
        let start = at;
        // A stray `=` belongs to a name, so that every round moves on.
        at = skip(at + 1, in_name).max(start + 1);
        let name = &bytes[start..at];
        let equals = skip(at, |byte| byte.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        at = skip(equals + 1, |byte| byte.is_ascii_whitespace());
        let (from, to) = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr::memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |end| at + 1 + end);
                let value = (at + 1, end);
                at = (end + 1).min(bytes.len());
                value
            }
            _ => {
                let start = at;
                at = skip(at, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                (start, at)
            }
        };
        if (name.eq_ignore_ascii_case(b"id") || name.eq_ignore_ascii_case(b"name")) && from < to {
            // The bounds are quotes, blanks, `>` or the ends: characters stay whole.
            found.push(html[from..to].to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    fn ids(html: &str) -> Vec<String> {
        let mut found = Vec::new();
        super::collect(html, &mut found);
        found
    }

    #[test]
    fn finds_ids_and_names_of_tags() {
        assert_eq!(ids("<a id=\"甲\"><b class='x' ID = 'b c' data-id=z name=n>"), ["甲", "b c", "n"]);
        assert_eq!(ids("id=\"no\" <!-- <a id=\"told\"> --> <br/><i id=yes/>"), ["told", "yes/"]);
        assert_eq!(ids("<div\n  id=\"two\"\n>"), ["two"]);
    }

    #[test]
    fn broken_tags_do_no_harm() {
        for html in ["<", "<a", "<a id", "<a id=", "<a id=\"", "<a =", "<a ===>", "<a id='中", "<!--", "<a id=中 文>"]
        {
            ids(html);
        }
    }
}

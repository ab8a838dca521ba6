//! Keeps a mixin or function of Sass that calls itself without end from taking the whole stack, which would end the program
//! without a word: the compiler does not count how deep it is. The body of each, and each default value that calls something,
//! gets a call of a function of ours in front, which looks how much of the stack is in use.

use std::cell::Cell;
use std::ops::Range;

use grass_compiler::sass_value::{ArgumentResult, Value};
use grass_compiler::{Builtin, Result, Visitor};

use super::sass_code::{Code, is_name};

/// The stack that a style sheet is compiled on, in bytes; the system gives only as much of it as is touched.
pub(super) const STACK: usize = 16 << 20;
/// How much of it may be in use where a mixin or function begins: enough for calls a thousand deep and more, as many as Zola can.
/// With more, selectors that grow at each would take gigabytes before it is used up. The rest is for what stands in its body.
const MOST: usize = STACK / 2;

/// Our function's name. No style sheet may have it.
pub(super) const NAME: &str = "lianluo-depth";
/// What the compiler says where our function refuses to go on.
pub(super) const TOO_DEEP: &str = "lianluo-depth: too deep";

const BODY: &str = "$lianluo-depth:lianluo-depth();";
const INDENTED_BODY: &str = "$lianluo-depth:lianluo-depth()\n";
const DEFAULT: (&str, &str) = ("if(lianluo-depth(),", ",null)");

thread_local! {
    /// Where the stack of this thread was when it began with its style sheet: an address.
    static BASE: Cell<usize> = const { Cell::new(0) };
}

/// Begins anew, for the style sheet that this thread is made for.
pub(super) fn restart() {
    BASE.set(here());
}

/// Whether so much of the stack is in use that nothing may be called any more.
pub(super) fn is_too_deep() -> bool {
    BASE.get().abs_diff(here()) > MOST
}

/// The address of something on the stack.
fn here() -> usize {
    let something = 0_u8;
    std::ptr::from_ref(&something).addr()
}

/// The function, for the compiler: true, or an error.
pub(super) fn function() -> Builtin {
    fn depth(args: ArgumentResult, _: &mut Visitor) -> Result<Value> {
        if is_too_deep() { Err((TOO_DEEP.to_owned(), args.span()).into()) } else { Ok(Value::True) }
    }
    Builtin::new(depth)
}

/// A style sheet with guards.
pub(super) struct Guarded {
    /// The text for the compiler.
    pub text: String,
    guards: Vec<Guard>,
}

struct Guard {
    /// Where it was put in, in the text as it was.
    at: usize,
    text: String,
    /// The name of the mixin or function, in the text as it was.
    name: Range<usize>,
}

impl Guarded {
    /// Puts guards into the text of a style sheet; `is_indented` for the syntax without braces.
    pub fn new(text: &str, is_indented: bool) -> Guarded {
        let mut guards = Vec::new();
        if is_indented {
            guard_lines(text, &mut guards);
        } else {
            guard_blocks(text, &mut guards);
        }
        let mut guarded =
            String::with_capacity(text.len() + guards.iter().map(|guard| guard.text.len()).sum::<usize>());
        let mut done = 0;
        for guard in &guards {
            guarded.push_str(&text[done..guard.at]);
            guarded.push_str(&guard.text);
            done = guard.at;
        }
        guarded.push_str(&text[done..]);
        Guarded { text: guarded, guards }
    }

    /// Where the guards stand in the guarded text.
    fn placed(&self) -> impl Iterator<Item = (Range<usize>, &Guard)> {
        self.guards.iter().scan(0, |added, guard| {
            let start = guard.at + *added;
            *added += guard.text.len();
            Some((start..start + guard.text.len(), guard))
        })
    }

    /// The place in the text as it was, of a place in the guarded one.
    pub fn original(&self, offset: usize) -> usize {
        let mut added = 0;
        for (place, guard) in self.placed().take_while(|(place, _)| place.start <= offset) {
            if place.contains(&offset) {
                return guard.at;
            }
            added += place.len();
        }
        offset - added
    }

    /// The name, in the text as it was, of the mixin or function whose guard stands there in the guarded one.
    pub fn name(&self, offset: usize) -> Option<Range<usize>> {
        self.placed().find(|(place, _)| place.contains(&offset)).map(|(_, guard)| guard.name.clone())
    }
}

/// The guards of a style sheet with braces.
fn guard_blocks(text: &str, guards: &mut Vec<Guard>) {
    let mut code = Code::new(text);
    while let Some((_, byte)) = code.next() {
        if byte != b'@' || code.is_inside() || !is_definition(&mut code) {
            continue;
        }
        let Some((name, end)) = header(&mut code, guards) else { continue };
        if end == Some(b'{') {
            guards.push(Guard { at: code.at(), text: BODY.to_owned(), name });
        }
    }
}

/// The guards of a style sheet whose blocks are indented.
fn guard_lines(text: &str, guards: &mut Vec<Guard>) {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    // The last header without a body yet: its name and how far it is indented; and how far a comment is.
    let mut header_before: Option<(Range<usize>, usize)> = None;
    let mut comment: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let width = indent(line);
        if let Some((name, above)) = header_before.take()
            && width > above
        {
            guards.push(Guard { at, text: format!("{}{INDENTED_BODY}", &line[..width]), name });
        }
        if comment.is_some_and(|above| width > above) {
            continue;
        }
        let content = &line[width..];
        comment = (content.starts_with("//") || content.starts_with("/*")).then_some(width);
        let mut code = Code::part(text, at + width..start);
        let is_header = match code.next() {
            Some((_, b'=')) => true,
            Some((_, b'@')) => is_definition(&mut code),
            _ => false,
        };
        if is_header && let Some((name, None)) = header(&mut code, guards) {
            header_before = Some((name, width));
        }
    }
}

/// Whether the word that begins here, after an `@`, is one that defines something which may call itself.
fn is_definition(code: &mut Code) -> bool {
    code.name().is_some_and(|(word, _)| word == "mixin" || word == "function")
}

/// Reads a definition from its name on, and guards the default values; the name, and the byte it ends with, which is the
/// last one read: none at the end of the text. None if it is not understood.
fn header(code: &mut Code, guards: &mut Vec<Guard>) -> Option<(Range<usize>, Option<u8>)> {
    let (start, _) = significant(code)?;
    code.go_to(start);
    let (_, name) = code.name()?;
    let after = significant(code);
    let Some((_, b'(')) = after else { return Some((name, after.map(|(_, byte)| byte))) };
    let mut depth = 0_usize;
    let mut default: Option<usize> = None;
    loop {
        let (at, byte) = code.next()?;
        match byte {
            _ if code.is_inside() => {}
            b')' | b',' if depth == 0 => {
                if let Some(from) = default.take().filter(|from| calls(&code.text()[*from..at])) {
                    guards.push(Guard { at: from, text: DEFAULT.0.to_owned(), name: name.clone() });
                    guards.push(Guard { at, text: DEFAULT.1.to_owned(), name: name.clone() });
                }
                if byte == b')' {
                    return Some((name, significant(code).map(|(_, byte)| byte)));
                }
            }
            b':' if depth == 0 => default = Some(at + 1),
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The next byte of code that is no blank.
fn significant(code: &mut Code) -> Option<(usize, u8)> {
    code.find(|(_, byte)| !byte.is_ascii_whitespace())
}

/// Whether a value calls a function.
fn calls(value: &str) -> bool {
    value.as_bytes().windows(2).any(|pair| is_name(pair[0]) && pair[1] == b'(')
}

#[cfg(test)]
mod tests {
    use super::{BODY, DEFAULT, Guarded};

    fn guarded(text: &str, is_indented: bool) -> String {
        let guarded = Guarded::new(text, is_indented);
        // Every place leads back to where it came from.
        let mut original: Vec<usize> = (0..=guarded.text.len()).map(|offset| guarded.original(offset)).collect();
        assert!(original.is_sorted() && original.last() == Some(&text.len()), "{text}");
        original.dedup();
        assert_eq!(original, (0..=text.len()).collect::<Vec<_>>(), "{text}");
        guarded
            .text
            .replace(BODY, "¡")
            .replace(DEFAULT.0, "⟨")
            .replace(DEFAULT.1, "⟩")
            .replace("$lianluo-depth:lianluo-depth()", "¡")
    }

    #[test]
    fn bodies_and_default_values_that_call_are_guarded() {
        let cases = [
            ("a { b: c }", "a { b: c }"),
            ("@mixin m { a: b }", "@mixin m {¡ a: b }"),
            ("@mixin m(){}@function f($x){@return $x}", "@mixin m(){¡}@function f($x){¡@return $x}"),
            ("@mixin m($a: 1, $b: g((1, 2)), $c...) {}", "@mixin m($a: 1, $b:⟨ g((1, 2))⟩, $c...) {¡}"),
            ("@function f($m: (a: b), $s: \"),:{\") {}", "@function f($m: (a: b), $s: \"),:{\") {¡}"),
            ("@mixin/**/m/*{*/{}", "@mixin/**/m/*{*/{¡}"),
            ("@mixin m // {\n  {}", "@mixin m // {\n  {¡}"),
            ("@mixin m($a: f(1) // ,\n) {}", "@mixin m($a:⟨ f(1) // ,\n⟩) {¡}"),
            ("@mixin m($a: \"#{\"}\" + f(\")\")}){\"){}", "@mixin m($a:⟨ \"#{\"}\" + f(\")\")}){\"⟩){¡}"),
            ("@m\\69xin m{} @\\6dixin n{}", "@m\\69xin m{¡} @\\6dixin n{¡}"),
            ("a { b: url(//x/*) } @mixin m{}", "a { b: url(//x/*) } @mixin m{¡}"),
            ("a { b: url(#{\")\"}/*) } @mixin m{}", "a { b: url(#{\")\"}/*) } @mixin m{¡}"),
            ("a { b: url( \"/*\" ) } @mixin m{}", "a { b: url( \"/*\" ) } @mixin m{¡}"),
            ("/* @mixin m{} */ // @mixin m{}\n\"@mixin m{}\"", "/* @mixin m{} */ // @mixin m{}\n\"@mixin m{}\""),
            ("@mixins m{} @include m{} @mixin {} @mixin", "@mixins m{} @include m{} @mixin {} @mixin"),
            ("@mixin 圆角{} a{}", "@mixin 圆角{¡} a{}"),
            ("@mixin m(", "@mixin m("),
        ];
        for (text, expected) in cases {
            assert_eq!(guarded(text, false), expected);
        }
    }

    #[test]
    fn so_are_indented_ones() {
        let cases = [
            ("=m\n  a: b\n", "=m\n  ¡\n  a: b\n"),
            ("@mixin m($a: f(1))\n\n\ta: b", "@mixin m($a:⟨ f(1)⟩)\n\n\t¡\n\ta: b"),
            ("@mixin m\na\n  b: c\n", "@mixin m\na\n  b: c\n"),
            (
                "@function f($x) // why\n  // how\n  @return f($x)\n",
                "@function f($x) // why\n  ¡\n  // how\n  @return f($x)\n",
            ),
            ("// a\n  @mixin m\n    b: c\n", "// a\n  @mixin m\n    b: c\n"),
            ("a\n  =m\n    =n\n      b: c\n", "a\n  =m\n    ¡\n    =n\n      ¡\n      b: c\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(guarded(text, true), expected);
        }
    }

    #[test]
    fn a_guard_knows_whose_it_is() {
        let text = "a{b:c}@mixin one($x: f()){d:e}";
        let guarded = Guarded::new(text, false);
        for guard in ["if(", "null)", "$lianluo"] {
            let at = guarded.text.find(guard).expect("a guard");
            assert_eq!(guarded.name(at).map(|name| &text[name]), Some("one"));
        }
        assert_eq!(guarded.name(0), None);
        assert_eq!(guarded.name(guarded.text.find("d:e").expect("the body")), None);
    }
}

//! Reads sets of characters: `[a-z&&[^q]]`, and the letters behind a backslash that stand for one.

use super::class::Class;
use super::read::Reader;

/// A set behind its opening bracket: its characters, and whether it stands for all others.
pub fn read(reader: &mut Reader, deep: usize) -> Option<(Class, bool)> {
    let deep = deep.checked_sub(1)?;
    let not = reader.takes("^");
    if reader.comes("]") {
        return None;
    }
    let mut all = Class::ALL;
    let mut some = Class::NONE;
    loop {
        if reader.takes("]") {
            return Some((all.and(some), not));
        } else if reader.takes("&&") {
            all = all.and(some);
            some = Class::NONE;
        } else if reader.takes("[:") {
            let (name, not) =
                if reader.takes("^") { (reader.until(":]")?, true) } else { (reader.until(":]")?, false) };
            let class = Class::named(name)?;
            some = some.or(if not { class.not() } else { class });
            no_range(reader)?;
        } else if reader.takes("[") {
            let (class, not) = read(reader, deep)?;
            some = some.or(if not { class.not() } else { class });
            no_range(reader)?;
        } else {
            some = some.or(item(reader)?);
        }
    }
}

/// A character, a range, or a letter that stands for a set.
fn item(reader: &mut Reader) -> Option<Class> {
    let from = match reader.next()? {
        '\\' => {
            if let Some(class) = kind(reader) {
                no_range(reader)?;
                return class;
            }
            character(reader)?
        }
        c => c,
    };
    if !reader.comes("-") || reader.comes("-]") {
        return Some(Class::of(from));
    }
    reader.next();
    if reader.comes("[") || reader.comes("&&") {
        return None;
    }
    let to = match reader.next()? {
        '\\' => {
            if kind(reader).is_some() {
                return None;
            }
            character(reader)?
        }
        c => c,
    };
    if from > to {
        return None;
    }
    Some(Class::between(from, to))
}

/// What a backslash stands before, where that is one character in a set.
fn character(reader: &mut Reader) -> Option<char> {
    match reader.peek()? {
        'b' => reader.next().map(|_| '\u{8}'),
        // These mean something else outside.
        'B' | 'A' | 'Z' | 'z' | 'R' | 'X' | 'N' | 'O' | 'k' | 'g' | '1'..='9' => None,
        _ => reader.character(),
    }
}

/// A set can not start a range: a hyphen behind it must end the set.
fn no_range(reader: &Reader) -> Option<()> {
    (!reader.comes("-") || reader.comes("-]")).then_some(())
}

/// The set that the letter behind a backslash stands for, if it does for one; inside `None` if it is left to Oniguruma.
pub fn kind(reader: &mut Reader) -> Option<Option<Class>> {
    let class = match reader.peek()? {
        'w' => Class::WORD,
        'W' => Class::WORD.not(),
        'd' => Class::DIGIT,
        'D' => Class::DIGIT.not(),
        's' => Class::SPACE,
        'S' => Class::SPACE.not(),
        'h' => Class::HEX,
        'H' => Class::HEX.not(),
        'p' | 'P' => {
            let not = reader.next()? == 'P';
            return Some(property(reader, not));
        }
        _ => return None,
    };
    reader.next();
    Some(Some(class))
}

fn property(reader: &mut Reader, not: bool) -> Option<Class> {
    if !reader.takes("{") {
        return None;
    }
    let not = not != reader.takes("^");
    let class = Class::named(reader.until("}")?)?;
    Some(if not { class.not() } else { class })
}

/// The set without regard to the case of letters. `None` where one of its characters beyond ASCII may stand for some of ASCII: `ß`
/// for `ss`, the Kelvin sign for `k`.
pub fn folded(class: Class, not: bool) -> Option<Class> {
    let is_safe = class.is_ascii() || (not && class.has_all_letters());
    is_safe.then(|| class.folded())
}

#[cfg(test)]
mod tests {
    use super::super::class::Class;
    use super::super::node::Node;
    use super::super::read::read;

    fn class(expression: &str) -> Option<Class> {
        match read(expression)? {
            Node::Class(class) => Some(class),
            _ => None,
        }
    }

    #[test]
    fn sets_are_read() {
        for (expression, inside, outside) in [
            ("[a-c_]", "abc_", "dA-"),
            ("[^a-c]", "dA", "abc"),
            (r"[\w&&[^a-f]]", "gz_0", "af-"),
            (r"[\]\\-]", "]\\-", "a["),
            (r"[\x41-\x43\n]", "ABC\n", "D"),
            ("[[:xdigit:]x]", "afAF09x", "g"),
            ("[[:^ascii:]]", "", "a\n"),
            ("(?i)[a-c]", "abcABC", "dD"),
            ("(?i)[^a]", "bB", "aA"),
            (r"[^\p{L}]", "0-", "aZ"),
            ("[ab&&bc]", "b", "ac"),
        ] {
            let class = class(expression).unwrap();
            assert!(inside.bytes().all(|c| class.has(c)) && !outside.bytes().any(|c| class.has(c)), "{expression}");
        }
        assert!(class("[^\"]").unwrap().has_all_wide() && !class(r"[^\s]").unwrap().has_all_wide());
    }

    #[test]
    fn what_is_doubtful_is_left() {
        for expression in ["[]a]", "[a-\\d]", "[\\d-x]", "(?i)[ß]", "[z-a]", "[a", "[[:nope:]]", r"(?i)[\W]", "(?i)ß"]
        {
            assert_eq!(class(expression), None, "{expression}");
        }
    }
}

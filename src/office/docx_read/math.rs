//! Formulas as a line of text: fractions, powers, indices and roots as people type them (ECMA-376, part 1, 22.1).

use crate::office::xml_tree::Element;

/// The text of a formula.
pub fn line(element: &Element) -> String {
    let part = |name: &str| element.child(name).map(line).unwrap_or_default();
    match element.name.as_str() {
        "t" => element.text(),
        "f" => format!("{}/{}", grouped(&part("num")), grouped(&part("den"))),
        "sSup" => format!("{}^{}", part("e"), grouped(&part("sup"))),
        "sSub" => format!("{}_{}", part("e"), grouped(&part("sub"))),
        "sSubSup" => format!("{}_{}^{}", part("e"), grouped(&part("sub")), grouped(&part("sup"))),
        "rad" => format!("{}√{}", part("deg"), grouped(&part("e"))),
        "nary" => {
            let sign = element.child("naryPr").and_then(|it| it.value("chr")).unwrap_or("∫").to_owned();
            let bound =
                |sign: &str, text: String| if text.is_empty() { text } else { format!("{sign}{}", grouped(&text)) };
            format!("{sign}{}{} {}", bound("_", part("sub")), bound("^", part("sup")), part("e"))
        }
        "d" => {
            let properties = element.child("dPr");
            let sign = |name, usual: &'static str| {
                properties.and_then(|it| it.value(name)).map_or(usual.to_owned(), str::to_owned)
            };
            let parts: Vec<String> = element.elements().filter(|it| it.name == "e").map(line).collect();
            format!("{}{}{}", sign("begChr", "("), parts.join(&sign("sepChr", "|")), sign("endChr", ")"))
        }
        "m" => {
            let row =
                |row: &Element| row.elements().map(line).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
            let rows: Vec<String> = element.elements().filter(|it| it.name == "mr").map(row).collect();
            rows.join("; ")
        }
        // How things look.
        name if name.ends_with("Pr") => String::new(),
        _ => element.elements().map(line).collect(),
    }
}

/// In brackets, unless it is one thing.
fn grouped(text: &str) -> String {
    let single = text.chars().count() <= 1 || text.chars().all(char::is_alphanumeric);
    if single { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::office::xml_tree::parse;

    #[test]
    fn formulas_are_read_as_they_are_typed() {
        let xml = "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>\
            <m:r><m:t>=</m:t></m:r><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>\
            <m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e><m:r><m:t>y</m:t></m:r></m:e></m:rad></m:oMath>";
        assert_eq!(line(&parse(xml.as_bytes()).unwrap()), "(a+b)/2=x^2√y");
    }
}

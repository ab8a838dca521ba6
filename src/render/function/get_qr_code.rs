//! `get_qr_code(text, label?, border=4)`: a QR code (ISO/IEC 18004) as inline SVG, so that a printed page leads back to
//! itself. An addition of ours; nothing of it is made in the browser.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};
use tera::Value;

use crate::diagnostic::both;
use crate::render::environment::Environment;
use crate::template::Args;

/// The symbol of `text`, dark on white whatever the page's colours, `border` modules of white around it (the standard asks
/// for four). `label` is what is read to those who cannot see it.
pub fn call(_: &Environment, args: &Args) -> Result<Value, String> {
    let text = args.required_text("text")?;
    let label = args.text("label")?.unwrap_or(text);
    let border = args.number("border")?.unwrap_or(4).min(100);
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| {
        let count = text.len();
        both(
            format_args!("`text` 有 {count} 个字节，一个二维码装不下；请换短一些的"),
            format_args!("`text` has {count} bytes, more than a QR code holds: shorten it"),
        )
    })?;
    Ok(Value::from(svg(&code, border, label)))
}

/// Each row's runs of dark modules as one path.
fn svg(code: &QrCode, border: u32, label: &str) -> String {
    let side = code.size();
    let whole = side.unsigned_abs() + 2 * border;
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let length = (x..side).take_while(|at| code.get_module(*at, y)).count() as i32;
            if length > 0 {
                let (left, top) = (x.unsigned_abs() + border, y.unsigned_abs() + border);
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            x += length + 1;
        }
    }
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    format!(
        "<svg class=\"qr-code\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" role=\"img\" \
         aria-label=\"{label}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use qrcodegen::{QrCode, QrCodeEcc};

    use super::svg;

    /// The modules the path draws, as the code has them.
    fn drawn(svg: &str, border: i32, side: i32) -> Vec<(i32, i32)> {
        let path = svg.split("d=\"").nth(2).and_then(|rest| rest.split('"').next()).unwrap();
        let mut modules = Vec::new();
        for run in path.split('M').filter(|run| !run.is_empty()) {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let length: i32 = rest.split('v').next().unwrap().parse().unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            modules.extend((0..length).map(|at| (x + at - border, y - border)));
        }
        assert!(modules.iter().all(|(x, y)| *x < side && *y < side));
        modules
    }

    #[test]
    fn the_drawing_is_the_code() {
        let code = QrCode::encode_text("https://qingxi.example/活动/", QrCodeEcc::Medium).unwrap();
        let svg = svg(&code, 4, "“<扫码>” & \"看\"");
        let side = code.size();
        let dark: Vec<(i32, i32)> =
            (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y)).collect();
        assert_eq!(drawn(&svg, 4, side), dark);
        assert!(svg.contains("aria-label=\"“&lt;扫码&gt;” &amp; &quot;看&quot;\""), "{svg}");
        assert!(svg.contains(&format!("viewBox=\"0 0 {0} {0}\"", side + 8)));
    }
}

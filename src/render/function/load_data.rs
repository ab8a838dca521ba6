//! `load_data(path | url | literal, format?, required=true, method="GET", body?, content_type?, headers?)`: data from a
//! file, another computer or a text (checklist FN-8).

use tera::Value;

use super::data::Format;
use crate::diagnostic::{both, prefixed};
use crate::render::environment::Environment;
use crate::source::Request;
use crate::template::Args;

/// How long an answer is waited for, in seconds.
const TIMEOUT: u64 = 30;
/// How old, in seconds, a kept answer may be before it is asked for anew.
const MAX_AGE: u64 = 3600;

/// The data; null with `required=false` for a missing file, a bad address, and an answer that tells of a failure.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let required = args.flag("required", true)?;
    let dialect = environment.config.dialect;
    let format = args.text("format")?.map(Format::named).transpose()?;
    match (args.text("path")?, args.text("url")?, args.text("literal")?) {
        (Some(path), None, None) => {
            let Some(file) = environment.files.find(path)? else {
                return if required {
                    environment.files.require(path).map(|_| Value::none())
                } else {
                    Ok(Value::none())
                };
            };
            let format = format.unwrap_or_else(|| Format::of_extension(file.extension().unwrap_or_default()));
            environment.files.data(&file, format.name(), |text| format.parse(text, dialect))
        }
        (None, Some(url), None) => {
            let format = format.unwrap_or(Format::Plain);
            let text = match environment.files.remote(&request(url, args)?) {
                Err(_) if !required => return Ok(Value::none()),
                answer => answer?,
            };
            format.parse(&text, dialect).map_err(|error| prefixed(format_args!("`{url}`: "), &error))
        }
        (None, None, Some(literal)) => format.unwrap_or(Format::Plain).parse(literal, dialect),
        (None, None, None) => {
            Err(both("要写 `path`、`url` 或 `literal`", "one of the arguments `path`, `url` and `literal` is needed"))
        }
        _ => Err(both("`path`、`url` 和 `literal` 只能写一个", "only one of `path`, `url` and `literal` can be given")),
    }
}

/// The question that the arguments ask.
fn request(url: &str, args: &Args) -> Result<Request, String> {
    let mut request =
        Request { url: url.to_owned(), wants_body: true, max_age: MAX_AGE, timeout: TIMEOUT, ..Request::default() };
    let body = args.text("body")?;
    match args.text("method")?.unwrap_or("GET") {
        method if method.eq_ignore_ascii_case("GET") => {}
        method if method.eq_ignore_ascii_case("POST") => request.post = Some(body.unwrap_or_default().to_owned()),
        other => {
            return Err(both(
                format_args!("`method` 只能是 `GET` 或 `POST`，不能是 `{other}`"),
                format_args!("`method` must be `GET` or `POST`, not `{other}`"),
            ));
        }
    }
    if let Some(kind) = args.text("content_type")? {
        request.headers.push(("Content-Type".to_owned(), kind.to_owned()));
    }
    for field in args.texts("headers")? {
        let Some((name, value)) = field.split_once('=') else {
            return Err(both(
                format_args!("`headers` 要写成 `Accept=text/html` 这样，不能是 `{field}`"),
                format_args!("`headers` are written like `Accept=text/html`, not `{field}`"),
            ));
        };
        request.headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(request)
}

//! `get_hash(path | literal, sha_type=384, base64=true)`: the SHA-2 of a file or a text (checklist FN-6).

use data_encoding::{BASE64, HEXLOWER};
use tera::Value;

use super::files::Sha;
use crate::diagnostic::both;
use crate::render::environment::Environment;
use crate::template::Args;

/// The hash, in base64 or hexadecimal digits.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let sha = match args.number("sha_type")?.unwrap_or(384) {
        256 => Sha::Sha256,
        384 => Sha::Sha384,
        512 => Sha::Sha512,
        other => {
            return Err(both(
                format_args!("`sha_type` 只能是 256、384 或 512，不能是 `{other}`"),
                format_args!("`sha_type` must be 256, 384 or 512, not `{other}`"),
            ));
        }
    };
    let digest = match (args.text("path")?, args.text("literal")?) {
        (Some(path), None) => environment.files.digest(&environment.files.require(path)?, sha)?,
        (None, Some(literal)) => sha.digest(literal.as_bytes()).into(),
        (Some(_), Some(_)) => {
            return Err(both("`path` 和 `literal` 只能写一个", "only one of `path` and `literal` can be given"));
        }
        (None, None) => {
            return Err(both("要写 `path` 或 `literal`", "one of the arguments `path` and `literal` is needed"));
        }
    };
    Ok(Value::from(match args.flag("base64", true)? {
        true => BASE64.encode(&digest),
        false => HEXLOWER.encode(&digest),
    }))
}

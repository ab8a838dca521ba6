//! `get_hash(path | literal, sha_type=384, base64=true)`: the SHA-2 of a file or a text (checklist FN-6).

use data_encoding::{BASE64, HEXLOWER};
use tera::Value;

use super::files::Sha;
use crate::render::environment::Environment;
use crate::template::Args;

/// The hash, in base64 or hexadecimal digits.
pub fn call(environment: &Environment, args: &Args) -> Result<Value, String> {
    let sha = match args.number("sha_type")?.unwrap_or(384) {
        256 => Sha::Sha256,
        384 => Sha::Sha384,
        512 => Sha::Sha512,
        other => return Err(format!("`sha_type` must be 256, 384 or 512, not `{other}`")),
    };
    let digest = match (args.text("path")?, args.text("literal")?) {
        (Some(path), None) => environment.files.digest(&environment.files.require(path)?, sha)?,
        (None, Some(literal)) => sha.digest(literal.as_bytes()).into(),
        (Some(_), Some(_)) => return Err("only one of `path` and `literal` can be given".to_owned()),
        (None, None) => return Err("one of the arguments `path` and `literal` is needed".to_owned()),
    };
    Ok(Value::from(match args.flag("base64", true)? {
        true => BASE64.encode(&digest),
        false => HEXLOWER.encode(&digest),
    }))
}

//! `get_collections()` and `get_collection(series=, volume=)`: cultural-history materials by series, volume and category.

use tera::Value;

use super::Asked;
use crate::template::Args;

/// All series with their volumes.
pub fn get_collections(asked: &Asked, _: &Args) -> Result<Value, String> {
    Ok(asked.collections.all())
}

/// One series, or one volume of it; null if there is none.
pub fn get_collection(asked: &Asked, args: &Args) -> Result<Value, String> {
    let series = args.required_text("series")?;
    Ok(asked.collections.find(series, args.number("volume")?.map(u64::from)))
}

//! What can be wrong with pictures.

use crate::diagnostic::{Code, Wording};

/// A picture that a smaller copy is wanted of cannot be decoded or encoded.
pub static UNUSABLE_IMAGE: Code = Code::error(
    "image-unusable",
    Wording { zh: "处理不了图片 {file}：{reason}", en: "cannot process the image {file}: {reason}" },
    Wording {
        zh: "请用看图软件打开确认它没有损坏，另存为 JPG 或 PNG 后再试",
        en: "check that it opens in an image viewer; save it anew as JPEG or PNG",
    },
);

/// All codes of this folder.
pub static CODES: [&Code; 1] = [&UNUSABLE_IMAGE];

//! What kind of content a file holds, by its name's ending.

/// The media type for the file name's ending `extension` (IANA's names; the types of the WHATWG's MIME Sniffing standard
/// for scripts and fonts).
pub(super) fn media_type(extension: Option<&str>) -> &'static str {
    let Some(extension) = extension else { return "application/octet-stream" };
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html",
        "css" => "text/css",
        "js" | "mjs" | "cjs" => "text/javascript",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "xml" | "xsl" | "xslt" => "text/xml",
        "atom" => "application/atom+xml",
        "rss" => "application/rss+xml",
        "xhtml" => "application/xhtml+xml",
        "txt" | "text" | "log" => "text/plain",
        "md" | "markdown" => "text/markdown",
        "csv" => "text/csv",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        "vtt" => "text/vtt",
        "toml" => "application/toml",
        "yaml" | "yml" => "application/yaml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "apng" => "image/apng",
        "jpg" | "jpeg" | "jfif" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" | "cur" => "image/x-icon",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "heic" => "image/heic",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "eot" => "application/vnd.ms-fontobject",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "aac" => "audio/aac",
        "flac" => "audio/flac",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "mov" => "video/quicktime",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "7z" => "application/x-7z-compressed",
        "rar" => "application/vnd.rar",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "epub" => "application/epub+zip",
        _ => "application/octet-stream",
    }
}

/// The value of `Content-Type` for `bytes`. Text is declared as UTF-8 if it is: a page in GB18030 copied as it lies keeps
/// the encoding it names itself.
pub(super) fn content_type(extension: Option<&str>, bytes: &[u8]) -> String {
    let media = media_type(extension);
    let text = media.starts_with("text/")
        || media.ends_with("+xml")
        || media.ends_with("json")
        || matches!(media, "application/toml" | "application/yaml");
    if text && std::str::from_utf8(bytes).is_ok() { format!("{media}; charset=utf-8") } else { media.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn text_names_its_encoding_if_it_is_utf_8() {
        assert_eq!(content_type(Some("html"), "联络".as_bytes()), "text/html; charset=utf-8");
        assert_eq!(content_type(Some("HTML"), b"\xc1\xaa\xcd\xa8"), "text/html");
        assert_eq!(content_type(Some("json"), b"{}"), "application/json; charset=utf-8");
        assert_eq!(content_type(Some("svg"), b"<svg/>"), "image/svg+xml; charset=utf-8");
        assert_eq!(content_type(Some("png"), b"abc"), "image/png");
        assert_eq!(content_type(Some("docx"), b"PK").rsplit('.').next(), Some("document"));
        assert_eq!(content_type(None, b"abc"), "application/octet-stream");
    }
}

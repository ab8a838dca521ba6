//! The size of an AVIF picture, read from its boxes (ISO/IEC 14496-12 and 23008-12) without decoding.

/// Width and height after rotation; `None` if the bytes are no AVIF.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let file_type = children(bytes).find(|(kind, _)| kind == b"ftyp")?.1;
    let brands = file_type.get(..4).into_iter().chain(file_type.get(8..).unwrap_or_default().chunks_exact(4));
    if !brands.into_iter().any(|brand| brand == b"avif" || brand == b"avis") {
        return None;
    }
    let meta = children(bytes).find(|(kind, _)| kind == b"meta")?.1;
    // A full box: version and flags stand before its children.
    let properties = children(meta.get(4..)?).find(|(kind, _)| kind == b"iprp")?.1;
    let container = children(properties).find(|(kind, _)| kind == b"ipco")?.1;
    // Tiles and the alpha plane have sizes too; the picture is the largest.
    let sizes = children(container)
        .filter(|(kind, _)| kind == b"ispe")
        .filter_map(|(_, content)| Some((number(content.get(4..8)?)?, number(content.get(8..12)?)?)));
    let (width, height) = sizes.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))?;
    let turned =
        children(container).any(|(kind, content)| kind == b"irot" && content.first().is_some_and(|by| by & 1 == 1));
    Some(if turned { (height, width) } else { (width, height) })
}

/// The boxes in `bytes`, one after another: kind and content. A box that is longer than what there is ends the list.
fn children(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let length = number(bytes.get(..4)?)? as usize;
        let kind = bytes.get(4..8)?;
        let (header, length) = match length {
            0 => (8, bytes.len()),
            1 => {
                let long = bytes.get(8..16)?;
                (16, usize::try_from(u64::from_be_bytes(long.try_into().ok()?)).ok()?)
            }
            length => (8, length),
        };
        let content = bytes.get(header..length)?;
        bytes = &bytes[length..];
        Some((kind, content))
    })
}

fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::size;

    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let mut bytes = (content.len() as u32 + 8).to_be_bytes().to_vec();
        bytes.extend(kind);
        bytes.extend(content);
        bytes
    }

    fn picture(turned: bool) -> Vec<u8> {
        let mut extent = vec![0; 4];
        extent.extend(640_u32.to_be_bytes());
        extent.extend(480_u32.to_be_bytes());
        let mut properties = boxed(b"ispe", &extent);
        if turned {
            properties.extend(boxed(b"irot", &[1]));
        }
        let mut meta = vec![0; 4];
        meta.extend(boxed(b"iprp", &boxed(b"ipco", &properties)));
        let mut bytes = boxed(b"ftyp", b"avif\0\0\0\0avifmif1");
        bytes.extend(boxed(b"meta", &meta));
        bytes
    }

    #[test]
    fn the_size_is_read_and_turned() {
        assert_eq!(size(&picture(false)), Some((640, 480)));
        assert_eq!(size(&picture(true)), Some((480, 640)));
    }

    #[test]
    fn a_cut_file_is_no_picture_and_no_panic() {
        let whole = picture(true);
        for end in 0..whole.len() {
            assert_eq!(size(&whole[..end]), None, "{end}");
        }
    }
}
